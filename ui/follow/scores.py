"""The big number of each person, and how well two move together."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coach.texts import Texts
from ui.follow.view import PlayerView, TogetherView
from ui.kit import theme
from ui.kit.bands import Band
from ui.kit.theme import Look
from ui.kit.widgets import Fitted, Label, Swatch, tight


class _ScoreNumber(Label):
    """A score with room for two figures, so that nothing moves when it changes."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint.expandedTo(QSize(self.fontMetrics().horizontalAdvance("00"), 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ScoreBlock(QWidget):
    """One person's score: number, mark, word and average; as wide whatever it says."""

    def __init__(self, person: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        tight(row, gap=theme.M)
        self.number = _ScoreNumber("score")
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._who = Fitted(("body", "small"))
        self._who.setStyleSheet("font-weight: 600;")
        self._line = Swatch(person)
        self._mark = Label("title")
        self._word = Fitted(("title", "lead", "body"))
        self._detail = Fitted(("lead", "body", "small"), tone="secondary")
        self._verdict = QWidget()
        column = QVBoxLayout(self._verdict)
        tight(column, gap=0)
        owner = QHBoxLayout()
        tight(owner, gap=theme.S)
        owner.addWidget(self._line)
        owner.addWidget(self._who, 1)
        verdict = QHBoxLayout()
        tight(verdict, gap=theme.S)
        verdict.addWidget(self._mark)
        verdict.addWidget(self._word, 1)
        column.addStretch(1)
        column.addLayout(owner)
        column.addLayout(verdict)
        column.addWidget(self._detail)
        column.addStretch(1)
        row.addWidget(self.number)
        row.addWidget(self._verdict)

    def set_scale(self, scale: float, people: int, texts: Texts) -> None:
        """Keep room for every verdict, of two people for a smaller one without "not judged"."""
        for part in (self._who, self._word, self._detail):
            part.set_scale(scale)
        large = QFontMetrics(theme.drawn_font("title", scale=scale))
        small = QFontMetrics(theme.drawn_font("body", scale=scale))
        said = QFontMetrics(theme.drawn_font("title" if people == 1 else "lead", scale=scale))
        words = {band: said.horizontalAdvance(texts(band.word_key)) for band in Band}
        unjudged = words.pop(Band.NONE)
        needed = large.horizontalAdvance(Band.GOOD.mark) + theme.S + max(words.values())
        if people == 1:
            needed = max(needed, unjudged)
        else:
            name = self._line.width() + theme.S + small.horizontalAdvance(texts("ui_person_1"))
            needed = max(needed, name, large.horizontalAdvance("88 / 88"))
        self._verdict.setFixedWidth(needed + theme.XS)

    def tell(self, view: PlayerView) -> None:
        """Show a person's score."""
        tone = view.band.value
        is_known = view.score != "–"
        self.number.say(view.score, tone if is_known else "secondary")
        self._mark.say(view.band.mark, tone)
        self._word.say(view.word, tone)
        roles = ("title", "lead") if view.label else ("lead", "body", "small")
        self._detail.set_roles(roles)
        self._detail.say(view.detail, "" if view.label else "secondary")
        self._mark.setVisible(bool(view.word) and view.band is not Band.NONE)
        self._detail.setVisible(bool(view.detail))
        self._who.say(view.label)
        self._who.setVisible(bool(view.label))
        self._line.setVisible(bool(view.label))
        self.setAccessibleName(f"{view.label} {view.score} {view.word}".strip())


class TogetherBar(QWidget):
    """How well two people move together: a bar, a mark and a word."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, gap=theme.XS)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        self._mark = Label("lead")
        self._word = Fitted(("lead", "body", "small"))
        row.addWidget(self._mark)
        row.addWidget(self._word, 1)
        self._bar = _Bar()
        column.addLayout(row)
        column.addWidget(self._bar)

    def set_scale(self, scale: float) -> None:
        """Larger words, as on the screen around."""
        self._word.set_scale(scale)
        self._bar.setFixedHeight(round(theme.S * scale * theme.text_scale()))

    def tell(self, view: TogetherView | None) -> None:
        """Show how well; the place stays while it cannot be told."""
        band = view.band if view else Band.NONE
        self._mark.say(band.mark if view else "", band.value)
        self._word.say(view.word if view else "", band.value)
        self._bar.tell(view.part if view else 0.0, band)
        self.setAccessibleName(view.word if view else "")


class _Bar(QWidget):
    """A bar filled from the left."""

    def __init__(self) -> None:
        super().__init__()
        self._part, self._band = 0.0, Band.NONE
        self._look: Look | None = None
        self.setFixedHeight(theme.S)

    def tell(self, part: float, band: Band) -> None:
        if (part, band) != (self._part, self._band):
            self._part, self._band = part, band
            self.update()

    def dress(self, look: Look) -> None:
        self._look = look
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        filled = QRectF(0, 0, max(whole.width() * self._part, 0.0), whole.height())
        for box, token in ((whole, "raised"), (filled, self._band.value)):
            painter.setBrush(self._look.palette.color(token))
            painter.drawRoundedRect(box, whole.height() / 2, whole.height() / 2)
        painter.end()
