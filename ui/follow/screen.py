"""The follow screen: few things, large, to be read from the mat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coach.texts import Texts
from ui.follow.alarm import AlarmOverlay
from ui.follow.chart import LiveChart
from ui.follow.control import FollowController
from ui.follow.panes import SelfPane, TargetPane
from ui.follow.view import FollowView, PlayerView
from ui.kit import theme
from ui.kit.bands import Band
from ui.kit.screen import Screen
from ui.kit.theme import Look
from ui.kit.widgets import (
    Banner,
    Button,
    Card,
    Fitted,
    Label,
    Segmented,
    Swatch,
    dress_all,
    restyle,
    tight,
)
from ui.moves.editor import MovesEditor
from ui.moves.strip import MovesStrip

if TYPE_CHECKING:
    from coach.session import LiveState

_PANEL_HEIGHT: Final = 330
"""Logical pixels of everything below the pictures, at scale 1."""

_GROWTH: Final = 0.25
_LARGEST: Final = 3.0


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
        self._number = _ScoreNumber("score")
        self._number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._who = Label("body", tone="secondary")
        self._line = Swatch(person)
        self._mark = Label("title")
        self._word = Fitted(("title", "lead", "body"))
        self._detail = Label("lead", tone="secondary")
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
        row.addWidget(self._number)
        row.addWidget(self._verdict)

    def set_scale(self, scale: float, people: int, texts: Texts) -> None:
        """Keep room for every verdict; for "not judged" in full only beside one person."""
        self._word.set_scale(scale)
        large = QFontMetrics(theme.drawn_font("title", scale=scale))
        small = QFontMetrics(theme.drawn_font("body", scale=scale))
        words = {band: large.horizontalAdvance(texts(band.word_key)) for band in Band}
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
        self._number.say(view.score, tone if view.score != "–" else "secondary")
        self._mark.say(view.band.mark, tone)
        self._word.say(view.word, tone)
        self._detail.say(view.detail, "" if view.label else "secondary")
        restyle(self._detail, "role", "title" if view.label else "lead")
        self._mark.setVisible(bool(view.word) and view.band is not Band.NONE)
        self._detail.setVisible(bool(view.detail))
        self._who.say(view.label)
        self._who.setVisible(bool(view.label))
        self._line.setVisible(bool(view.label))
        self.setAccessibleName(f"{view.label} {view.score} {view.word}".strip())


class FollowScreen(Screen):
    """Pictures above, score, move, chart and cue below, controls at the bottom.

    Signals:
        mirror_chosen: "auto", "on" or "off".
        full_screen_wanted: in or out.
    """

    mirror_chosen = Signal(str)
    full_screen_wanted = Signal()

    def __init__(self, controller: FollowController) -> None:
        super().__init__()
        self._controller = controller
        self._look: Look | None = None
        self._view: FollowView | None = None
        self._people = 1
        self._scale = 0.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.target = TargetPane()
        self.self_view = SelfPane()
        self.banner = Banner()
        self.moves = MovesStrip(name="ui_moves_of_video")
        self.editor = MovesEditor()
        self._build()
        self.alarm = AlarmOverlay(self)
        self._connect()

    # -- building ---------------------------------------------------------------------

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, (theme.L, theme.L, theme.L, theme.M), theme.M)
        pictures = QHBoxLayout()
        tight(pictures, gap=theme.M)
        pictures.addWidget(self.target, 1)
        pictures.addWidget(self.self_view, 1)
        page.addLayout(pictures, 1)
        page.addWidget(self.banner)
        page.addWidget(self._build_panel())
        page.addWidget(self.editor)
        page.addLayout(self._build_controls())

    def _build_panel(self) -> QWidget:
        self._panel = Card()
        self._panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self._panel)
        tight(column, (theme.XL, theme.M, theme.XL, theme.M), theme.S)
        self._row = row = QHBoxLayout()
        self.scores = (ScoreBlock(0), ScoreBlock(1))
        for block in reversed(self.scores):  # as in the mirror: the first stands at the right
            row.addWidget(block)
        row.addWidget(self._build_move(), 2)
        self.chart = LiveChart()
        self.chart.setMinimumSize(170, 120)
        self.chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        row.addWidget(self.chart, 3)
        column.addLayout(row)
        self._cue = Fitted(("cue", "title", "lead"), tone="accent")
        self._cue.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(self._cue)
        return self._panel

    def _build_move(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        tight(grid)
        self._move = Fitted(("title", "lead", "body"))
        self._repetitions = Label("display")
        self._next = Fitted(("lead", "body", "small"), tone="secondary")
        grid.setRowStretch(0, 1)
        for i, label in enumerate((self._move, self._repetitions, self._next)):
            grid.addWidget(label, i + 1, 0)
        grid.setRowStretch(4, 1)
        holder.setMinimumWidth(150)
        return holder

    def _build_controls(self) -> QVBoxLayout:
        self._bar = QProgressBar()
        self._bar.setMaximum(1000)
        self._bar.setTextVisible(False)
        self._time = Fitted(("title", "lead"))
        self.pause = Button("ui_start", icon="play")
        self.restart = Button("ui_restart", icon="restart")
        self.slower = Button(icon="minus", kind="icon", tip="ui_slower")
        self.faster = Button(icon="plus", kind="icon", tip="ui_faster")
        self.speed = Label("lead")
        self.speed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        choices = tuple((mode, f"ui_mirror_{mode}") for mode in ("auto", "on", "off"))
        self.mirror = Segmented(choices, name="ui_mirror")
        self.edit = Button(icon="edit", kind="icon", tip="ui_edit_moves")
        self.full_screen = Button(icon="fullscreen", kind="icon", tip="ui_full_screen")
        self.stop = Button("ui_stop", icon="stop")
        keys = ("Space", "R", "−", "+", "E", "F", "Esc")
        buttons = (
            self.pause, self.restart, self.slower, self.faster, self.edit, self.full_screen,
            self.stop,
        )  # fmt: skip
        for button, key in zip(buttons, keys, strict=True):
            button.show_keys(key)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        row.addWidget(self._time, 1)
        for control in (self.pause, self.restart, self.slower, self.speed, self.faster):
            row.addWidget(control)
        row.addSpacing(theme.S)
        row.addWidget(Label("small", key="ui_mirror", tone="secondary"))
        for widget in (self.mirror, self.edit, self.full_screen, self.stop):
            row.addWidget(widget)
        column = QVBoxLayout()
        tight(column, gap=theme.S)
        column.addWidget(self.moves)
        column.addWidget(self._bar)
        column.addLayout(row)
        return column

    def _connect(self) -> None:
        control = self._controller
        control.changed.connect(self.show_view)
        control.state_arrived.connect(self.show_state)
        control.scored.connect(self.chart.push)
        control.cleared.connect(self.chart.clear_scores)
        self.self_view.painted.connect(control.note_painted)
        self.target.curtain.pressed.connect(control.press_start)
        self.alarm.answered.connect(control.dismiss_alarm)
        self.pause.clicked.connect(control.toggle_pause)
        self.restart.clicked.connect(control.restart)
        self.slower.clicked.connect(lambda: control.change_speed(-1))
        self.faster.clicked.connect(lambda: control.change_speed(1))
        self.stop.clicked.connect(control.stop)
        self.mirror.chosen.connect(self._choose_mirror)
        self.full_screen.clicked.connect(self.full_screen_wanted)

    # -- showing ----------------------------------------------------------------------

    def begin(self, people: int, mirror: str) -> None:
        """An empty screen for so many people."""
        self._view, self._people = None, people
        self.target.clear()
        self.self_view.clear()
        self.alarm.tell(None)
        self.mirror.choose(mirror)
        self.scores[1].setVisible(people > 1)
        self._row.setSpacing(theme.L if people > 1 else theme.XL)
        self._rescale(force=True)
        self.setFocus()

    def show_picture(self, image: QImage, _: float) -> None:
        """A picture of the target."""
        self.target.show_image(image)

    def show_state(self, state: LiveState) -> None:
        """A camera frame with its people."""
        self.self_view.show_state(state)

    def show_view(self, view: FollowView) -> None:
        """All texts."""
        look = self._look
        if look is None:
            return
        before, self._view = self._view, view
        has_button = view.curtain is not None and bool(view.curtain.action)
        if not has_button and self.target.curtain.button.hasFocus():
            self.setFocus()
        self.target.tell(view.title, view.countdown, view.curtain)
        words = (look.texts("ui_you"), view.mirror_note, view.clap_note)
        label = " · ".join(w for w in words if w)
        hint = look.texts("ui_camera_waits")
        self.self_view.tell(label, view.note, hint, view.cues)
        for block, player in zip(self.scores, view.players, strict=False):
            block.tell(player)
        self._move.say(view.move)
        self._repetitions.say(view.repetitions)
        self._repetitions.setVisible(bool(view.repetitions))
        self._next.say(view.next_move)
        self._cue.say(view.cue)
        self._time.say(view.time)
        self._bar.setValue(round(1000 * view.progress))
        self.moves.tell(view.spans, view.progress)
        self.moves.setVisible(bool(view.spans) and not view.is_editing)
        self._panel.setVisible(not view.is_editing)
        self.editor.setVisible(view.is_editing)
        self.edit.setEnabled(view.can_edit)
        self.speed.say(view.speed)
        self.banner.tell(view.banner)
        if before is None or before.toggle != view.toggle:
            self.pause.speak(view.toggle, "pause" if view.toggle == "ui_pause" else "play")
        self.pause.setEnabled(view.can_toggle)
        self.restart.setEnabled(view.can_restart)
        self.alarm.tell(view.alarm)
        is_new = before is None or before.curtain != view.curtain or before.alarm is not None
        if has_button and is_new and view.alarm is None:
            self.target.curtain.button.setFocus()

    def _choose_mirror(self, mode: str) -> None:
        self._controller.set_mirror(mode)
        self.mirror_chosen.emit(mode)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        self.speed.setMinimumWidth(theme.HUGE)
        self._rescale(force=True)
        if self._view is not None:
            self.show_view(self._view)

    def _rescale(self, *, force: bool = False) -> None:
        """Type grows with the window, in steps, as far as the pictures leave room."""
        pictures = (self.width() - 3 * theme.L) / 2 * 9 / 16
        spare = (self.height() - pictures - 3 * theme.L) / _PANEL_HEIGHT
        wide = self.width() / 1000
        scale = max(1.0, min(_LARGEST, spare, wide) // _GROWTH * _GROWTH)
        if scale == self._scale and not force:
            return
        self._scale = scale
        self._panel.setStyleSheet(theme.type_sheet(scale))
        for part in (self._cue, self._move, self._next, self.chart, self.self_view):
            part.set_scale(scale)
        self.target.curtain.set_scale(scale)
        self.alarm.set_scale(scale)
        if self._look is not None:
            for block in self.scores:
                block.set_scale(scale, self._people, self._look.texts)
        self._cue.setFixedHeight(round(theme.TYPE["cue"] * scale * 1.35))

    # -- keys -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every control has a key."""
        control = self._controller
        match event.key():
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                control.toggle_pause()
            case Qt.Key.Key_Escape:
                control.stop()
            case Qt.Key.Key_R:
                control.restart()
            case Qt.Key.Key_F:
                self.full_screen_wanted.emit()
            case Qt.Key.Key_E:
                self.edit.click()
            case Qt.Key.Key_M:
                self._next_mirror()
            case Qt.Key.Key_Minus | Qt.Key.Key_BracketLeft:
                control.change_speed(-1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal | Qt.Key.Key_BracketRight:
                control.change_speed(1)
            case _:
                super().keyPressEvent(event)

    def _next_mirror(self) -> None:
        modes = ("auto", "on", "off")
        mode = modes[(modes.index(self.mirror.value) + 1) % 3]
        self.mirror.choose(mode)
        self._choose_mirror(mode)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow."""
        super().resizeEvent(event)
        self._rescale()
