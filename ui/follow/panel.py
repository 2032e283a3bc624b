"""What stands beside or below the pictures: score, move, chart and the one thing to change."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coach.texts import Texts
from coach.types import Pose
from ui.follow.chart import LiveChart
from ui.follow.scores import ScoreBlock, TogetherBar
from ui.follow.view import FollowView
from ui.kit import theme
from ui.kit.skeleton_paint import paint_figure
from ui.kit.theme import Look
from ui.kit.widgets import Card, Fitted, Label, restyle, tight

_CUE_ROLES: Final = ("cue", "title", "lead", "body")
_CUE_LINE: Final = 1.35
"""Height of a line of the cue, of its type size."""
_CUE_LINES_BESIDE: Final = 2
_FIGURE: Final = QSize(64, 104)
"""Pixels of the small picture of the next move, at scale 1."""
_NAMED: Final = 14
"""Figures of small type for which a name has room at least."""
_CHART: Final = QSize(160, 80)


class CueLine(Label):
    """A sentence as large as fits into its place, in as many lines as that takes."""

    def __init__(self) -> None:
        super().__init__(_CUE_ROLES[0], tone="accent", wrap=True)
        self._scale = 1.0
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_scale(self, scale: float, lines: int) -> None:
        """Room for so many of the largest lines."""
        self._scale = scale
        size = QFontMetrics(theme.drawn_font("cue", scale=scale)).height()
        self.setFixedHeight(round(size * (lines - 1) + size * _CUE_LINE / 1.2))
        self._choose()

    def say(self, text: str, tone: str | None = None) -> None:
        """Show a sentence."""
        super().say(text, tone)
        self.setAccessibleName(text)
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the size again."""
        super().resizeEvent(event)
        self._choose()

    def _choose(self) -> None:
        place = self.contentsRect()
        flags = int(Qt.TextFlag.TextWordWrap)
        for role in _CUE_ROLES:
            metrics = QFontMetrics(theme.drawn_font(role, scale=self._scale))
            words = metrics.boundingRect(place, flags, self.text())
            if words.height() <= place.height() and words.width() <= place.width():
                break
        restyle(self, "role", role)


class PoseFigure(QWidget):
    """A small picture of a pose; its place stays while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._pose: Pose | None = None
        self._look: Look | None = None
        self.set_scale(1.0)

    def set_scale(self, scale: float) -> None:
        """Larger, as the words around."""
        self.setFixedSize(_FIGURE * (scale * theme.text_scale()))

    def tell(self, pose: Pose | None) -> None:
        """Show a pose."""
        if pose is not self._pose:
            self._pose = pose
            self.update()

    def dress(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """The figure, in the target's colour."""
        if self._look is None or self._pose is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.palette.color("raised"))
        painter.drawRoundedRect(area, theme.RADIUS, theme.RADIUS)
        paint_figure(painter, self._pose, area, self._look.palette.color("accent"))
        painter.end()


class MoveBlock(QWidget):
    """The move, repetitions (half ones told apart) or seconds held, the instructor's, the next."""

    def __init__(self) -> None:
        super().__init__()
        self.move_name = Fitted(("title", "lead", "body"))
        self.repetitions = Fitted(("display", "cue", "title"))
        self.halves = Fitted(("lead", "body", "small"), tone="secondary")
        self._coach = Label("lead", tone="secondary")
        self._scale, self._coach_wide = 1.0, 0
        self.next_name = Fitted(("lead", "body", "small"), tone="secondary")
        self.figure = PoseFigure()
        self.together = TogetherBar()
        grid = QGridLayout(self)
        tight(grid)
        grid.setHorizontalSpacing(theme.M)
        grid.setRowStretch(0, 1)
        counts = QHBoxLayout()
        tight(counts, gap=theme.M)
        counts.addWidget(self.repetitions)
        self._beside = beside = QVBoxLayout()
        tight(beside, gap=0)
        beside.addStretch(1)
        beside.addWidget(self.halves)
        beside.addWidget(self._coach)
        counts.addLayout(beside, 1)
        grid.addWidget(self.move_name, 1, 0)
        grid.addLayout(counts, 2, 0)
        grid.addWidget(self.together, 3, 0)
        grid.addWidget(self.next_name, 4, 0)
        grid.addWidget(self.figure, 1, 1, 4, 1, Qt.AlignmentFlag.AlignVCenter)
        grid.setRowStretch(5, 1)
        grid.setColumnStretch(0, 1)

    def set_scale(self, scale: float, people: int, texts: Texts) -> None:
        """Larger, as the screen; repetitions stand here only where one trains."""
        self._scale = scale
        for part in (self.move_name, self.repetitions, self.halves, self.next_name):
            part.set_scale(scale)
        self.figure.set_scale(scale)
        self.together.set_scale(scale)
        display = QFontMetrics(theme.drawn_font("display", scale=scale))
        small = QFontMetrics(theme.drawn_font("small", scale=scale))
        lead = QFontMetrics(theme.drawn_font("lead", scale=scale))
        coach = lead.horizontalAdvance(texts("follow_coach_count", n="88"))
        self._coach.setMinimumWidth(coach)
        self._beside.setContentsMargins(0, 0, 0, max(display.descent() - lead.descent(), 0))
        counted = display.horizontalAdvance("88 / 88") + theme.M + coach
        named = small.horizontalAdvance("0" * _NAMED)
        self._coach_wide = coach
        self.setMinimumWidth((counted if people == 1 else named) + self.figure.width() + theme.M)
        self._fit()

    def tell(self, view: FollowView) -> None:
        """Show a view."""
        self.move_name.say(view.move)
        self.repetitions.say(view.repetitions)
        self.repetitions.setVisible(bool(view.repetitions))
        self.halves.say(view.halves)
        self.halves.setVisible(bool(view.halves))
        self._coach.say(view.coach_count)
        self._coach.setVisible(bool(view.coach_count))
        self.next_name.say(view.loop or view.next_move, "accent" if view.loop else "secondary")
        self.figure.tell(None if view.loop else view.next_pose)
        self.together.setVisible(len(view.players) > 1)
        self.together.tell(view.together)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for more or less."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The repetitions as wide as they are, but beside figure and coach's count."""
        display = QFontMetrics(theme.drawn_font("display", scale=self._scale))
        wanted = display.horizontalAdvance(self.repetitions.text()) + theme.XS
        coach = 0 if self._coach.isHidden() else self._coach_wide + theme.M
        room = self.width() - self.figure.width() - theme.M - coach
        self.repetitions.setFixedWidth(max(min(wanted, room), 1))


class Panel(Card):
    """Score, move and chart in a row with the cue below, or one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self.scores = (ScoreBlock(0), ScoreBlock(1))
        self.move_block = MoveBlock()
        self.chart = LiveChart()
        self.chart.setMinimumSize(_CHART)
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.cue = CueLine()
        self._is_upright = False
        self._people = 1
        self._scores = QWidget()
        self._people_box = QBoxLayout(QBoxLayout.Direction.RightToLeft, self._scores)
        tight(self._people_box, gap=theme.L)
        self._people_box.addStretch(1)
        for block in self.scores:
            self._people_box.addWidget(block, 0, Qt.AlignmentFlag.AlignLeft)
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        tight(self._row, gap=theme.L)
        self._column.addLayout(self._row, 1)
        self._place()

    @property
    def is_upright(self) -> bool:
        """Whether everything stands one below the other."""
        return self._is_upright

    @property
    def people(self) -> int:
        """How many train."""
        return self._people

    def begin(self, people: int) -> None:
        """So many people train."""
        self._people = people
        self.scores[1].setVisible(people > 1)
        self._space()

    def set_upright(self, upright: bool) -> None:
        """One below the other, or in a row."""
        if upright != self._is_upright:
            self._is_upright = upright
            self._place()

    def set_scale(self, scale: float, texts: Texts) -> None:
        """Larger type, as the window has room for."""
        self.setStyleSheet(theme.type_sheet(scale))
        self.move_block.set_scale(scale, self._people, texts)
        self.chart.set_scale(scale)
        self.cue.set_scale(scale, _CUE_LINES_BESIDE if self._is_upright else 1)
        for block in self.scores:
            block.set_scale(scale, self._people, texts)

    def tell(self, view: FollowView) -> None:
        """Show a view."""
        for block, player in zip(self.scores, view.players, strict=False):
            block.tell(player)
        self.move_block.tell(view)
        self.cue.say(view.cue, view.cue_tone)

    def _space(self) -> None:
        """More room beside the scores than inside of them, where they stand in a row."""
        beside = 0 if self._is_upright else theme.S if self._people > 1 else theme.L
        self._people_box.setContentsMargins(0, 0, beside, 0)
        self._people_box.setSpacing(theme.L if self._is_upright else theme.XL)

    def _place(self) -> None:
        parts: tuple[QWidget, ...] = (self._scores, self.move_block, self.chart)
        everything = (*parts, self.cue)
        for part in everything:
            self._row.removeWidget(part)
            self._column.removeWidget(part)
        # In a row as in the mirror: the first person stands at the right.
        direction = QBoxLayout.Direction
        self._people_box.setDirection(
            direction.TopToBottom if self._is_upright else direction.RightToLeft
        )
        side = theme.M if self._is_upright else theme.XL
        tight(self._column, (side, theme.M, side, theme.M), theme.S)
        if self._is_upright:
            for part, stretch in zip(everything, (0, 0, 1, 0), strict=True):
                self._column.addWidget(part, stretch)
        else:
            for part, stretch in zip(parts, (0, 2, 3), strict=True):
                self._row.addWidget(part, stretch)
            self._column.addWidget(self.cue)
        self._column.setStretch(0, 0 if self._is_upright else 1)
        self._space()
