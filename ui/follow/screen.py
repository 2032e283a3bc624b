"""The follow screen: few things, large, to be read from the mat."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QHideEvent, QImage, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.follow.alarm import AlarmOverlay
from ui.follow.board import Board
from ui.follow.control import FollowController
from ui.follow.controls import MIRRORS, ControlBar
from ui.follow.fading import Fading
from ui.follow.guidance import guidance_of
from ui.follow.keys import ACT_OF
from ui.follow.keys_card import KeysCard
from ui.follow.layouts import after, as_corner, as_layout, next_corner
from ui.follow.second_screen import SecondScreen
from ui.follow.view import FollowView, Stage
from ui.kit import theme
from ui.kit.motion import is_still
from ui.kit.screen import Screen
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Label, dress_all, tight
from ui.moves.editor import MovesEditor
from ui.moves.strip import MovesStrip
from ui.settings import Settings

if TYPE_CHECKING:
    from coach.session import LiveState

TOLD_MS: Final = 2000
"""Time for which the name of a new layout is told."""
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_TABS: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class FollowScreen(Screen):
    """Pictures, score, move, chart and cue; below them the time and a bar that goes away.

    Signals:
        chosen: name of a setting and its new value.
        full_screen_wanted: in or out.
    """

    chosen = Signal(str, object)
    full_screen_wanted = Signal()

    def __init__(
        self,
        controller: FollowController,
        *,
        clock: Callable[[], float] = time.monotonic,
        mouse: Callable[[], QPoint] = QCursor.pos,
    ) -> None:
        """``clock`` and ``mouse``: seconds, and where the mouse is, for the bar that goes away."""
        super().__init__()
        self._controller = controller
        self._look: Look | None = None
        self._view: FollowView | None = None
        self._settings = Settings()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.board = Board()
        self.target, self.self_view = self.board.target, self.board.person
        self.panel = self.board.panel
        self.scores, self.chart = self.panel.scores, self.panel.chart
        self.banner = Banner()
        self.moves = MovesStrip(name="ui_moves_of_video")
        self.editor = MovesEditor()
        self.bar = ControlBar()
        self.pause, self.restart, self.stop = self.bar.pause, self.bar.restart, self.bar.stop
        self.slower, self.faster, self.speed = self.bar.slower, self.bar.faster, self.bar.speed
        self.edit = self.bar.edit
        self.fading = Fading(self.bar, clock=clock, mouse=mouse)
        self._build()
        self.keys_card = KeysCard(self)
        self.alarm = AlarmOverlay(self)
        self.second = SecondScreen(self)
        self._told = QTimer(self)
        self._told.setSingleShot(True)
        self._told.setInterval(TOLD_MS)
        self._told.timeout.connect(self._say_label)
        self._acts: dict[str, Callable[[], object]] = self._table()
        self._connect()
        self.show_choices(self._settings)

    # -- building ---------------------------------------------------------------------

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, (theme.L, theme.L, theme.L, theme.S), theme.S)
        page.addWidget(self.board, 1)
        page.addWidget(self.banner)
        page.addWidget(self.editor)
        self._elapsed, self._remaining = Label("lead"), Label("lead", tone="secondary")
        self._foot = QWidget()
        row = QHBoxLayout(self._foot)
        tight(row, gap=theme.M)
        row.addWidget(self._elapsed)
        row.addWidget(self.moves, 1)
        row.addWidget(self._remaining)
        row.addWidget(self.bar)
        page.addWidget(self._foot)

    def _table(self) -> dict[str, Callable[[], object]]:
        """What every key does; the names are those of ``ui.follow.keys``."""
        control = self._controller
        return {
            "toggle": control.toggle_pause,
            "restart": control.restart,
            "slower": lambda: control.change_speed(-1),
            "faster": lambda: control.change_speed(1),
            "layout": self._next_layout,
            "corner": self._next_corner,
            "ghost": lambda: self._choose("follow_ghost", not self._settings.follow_ghost),
            "flip": lambda: self._choose("follow_flip", not self._settings.follow_flip),
            "mirror": self._next_mirror,
            "voice": self._toggle_voice,
            "second": self._toggle_second,
            "full_screen": self.full_screen_wanted.emit,
            "edit": self.edit.click,
            "keys": self.keys_card.open,
            "previous": lambda: control.jump(-1),
            "next": lambda: control.jump(1),
            "loop": control.toggle_loop,
            "mark_start": lambda: control.mark(end=False),
            "mark_end": lambda: control.mark(end=True),
            "stop": control.ask_to_stop,
        }

    def _connect(self) -> None:
        control, bar = self._controller, self.bar
        control.changed.connect(self.show_view)
        control.state_arrived.connect(self.show_state)
        control.scored.connect(self.chart.push)
        control.cleared.connect(self.chart.clear_scores)
        self.self_view.painted.connect(control.note_painted)
        self.self_view.pressed.connect(self._press_self)
        self.target.curtain.pressed.connect(control.press_curtain)
        self.alarm.answered.connect(control.dismiss_alarm)
        for button, act in (
            (bar.pause, "toggle"), (bar.restart, "restart"), (bar.slower, "slower"),
            (bar.faster, "faster"), (bar.stop, "stop"), (bar.keys, "keys"),
            (bar.full_screen, "full_screen"),
        ):  # fmt: skip
            button.clicked.connect(self._acts[act])
        bar.menu.chosen.connect(self._choose)
        bar.menu.act_wanted.connect(lambda act: self._acts[act]())
        bar.menu.second_wanted.connect(self._toggle_second)
        bar.menu.corner_wanted.connect(self._next_corner)
        self.fading.changed.connect(self._note_bar)
        self.second.moved.connect(self._note_second)
        self.board.scaled.connect(self._rescale)

    # -- choices ----------------------------------------------------------------------

    def show_choices(self, settings: Settings) -> None:
        """What is remembered."""
        self._settings = settings
        self.board.choose(as_layout(settings.follow_layout), as_corner(settings.follow_corner))
        self.self_view.show_ghost(settings.follow_ghost, flipped=settings.follow_flip)
        self.target.set_mirrored(settings.follow_flip)
        self._controller.flip_target(settings.follow_flip)
        self.fading.set_still(is_still(settings.motion))
        for name in ("follow_layout", "follow_ghost", "follow_flip", "mirror"):
            self.bar.menu.tell(name, getattr(settings, name))
        self.bar.menu.tell("voice", guidance_of(settings).speaks)
        self._say_label()

    def _choose(self, name: str, value: object) -> None:
        """Take a choice and let it be remembered, which shows it."""
        if name == "mirror":
            self._controller.set_mirror(str(value))
        self.chosen.emit(name, value)
        self._tell_choice(name, value)

    def _next_layout(self) -> None:
        self._choose("follow_layout", after(as_layout(self._settings.follow_layout)))

    def _next_corner(self) -> None:
        self._choose("follow_corner", next_corner(as_corner(self._settings.follow_corner)))

    def _next_mirror(self) -> None:
        chosen = (MIRRORS.index(self._settings.mirror) + 1) % len(MIRRORS)
        self._choose("mirror", MIRRORS[chosen])

    def _toggle_voice(self) -> None:
        """Who cannot look is not left without a word by a slip."""
        if self._settings.spoken_only:
            self.bar.menu.tell("voice", True)
            self._tell("follow_voice_stays")
        else:
            self.chosen.emit("voice", not self._settings.voice)
            self._tell("follow_voice_on" if self._settings.voice else "follow_voice_off")

    def _press_self(self) -> None:
        if self._settings.follow_layout == "corner":
            self._next_corner()

    def _toggle_second(self) -> None:
        if self.second.is_away:
            self.second.take_back()
        elif not self.second.send(self.target):
            self._tell("follow_no_second")
        self.bar.menu.second.setChecked(self.second.is_away)

    def _note_second(self, away: bool) -> None:
        self.board.send_target_away(away)
        self.bar.menu.second.setChecked(away)
        self.activateWindow()
        self.setFocus()

    def _tell_choice(self, name: str, value: object) -> None:
        """Say what a key has changed, where it cannot be seen at once."""
        if isinstance(value, bool):
            self._tell(f"{name}_{'on' if value else 'off'}")
        elif name != "follow_corner":
            self._tell(f"follow_mirror_{value}" if name == "mirror" else f"{name}_{value}")

    def _tell(self, key: str) -> None:
        if self._look is not None:
            self.target.say(self._look.texts(key))
            self._told.start()

    def _say_label(self) -> None:
        self._told.stop()
        self.target.say(self._view.title if self._view else "")

    # -- showing ----------------------------------------------------------------------

    def begin(self, people: int) -> None:
        """An empty screen for so many people."""
        self._view = None
        self.target.clear()
        self.self_view.clear()
        self.alarm.tell(None)
        self.panel.begin(people)
        self.board.rescale()
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
        curtain = self.target.curtain
        is_asked = _asks(view)
        is_bare = view.curtain is None or not view.curtain.action
        ends = is_bare or (not is_asked and (before is None or _asks(before)))
        if ends and curtain.button.hasFocus():  # before the button goes: else it wanders
            self.setFocus()
        self.target.tell(view.countdown, view.curtain)
        if not self._told.isActive():
            self.target.say(view.title)
        self._show_self(view, look)
        self.panel.tell(view)
        self._elapsed.say(view.elapsed)
        self._remaining.say(view.remaining)
        self.moves.tell(view.spans, view.progress)
        self.moves.mark_part(view.part)
        self.board.hide_panel(view.is_editing)
        self.editor.setVisible(view.is_editing)
        self._foot.setVisible(not view.is_editing)
        self.banner.tell("" if view.blind else view.banner)
        self.bar.tell(view)
        self.fading.set_running(self._controller.stage is Stage.RUNNING and view.alarm is None)
        self.alarm.tell(view.alarm)
        is_new = before is None or before.curtain != view.curtain or before.alarm is not None
        if is_asked and is_new and view.alarm is None:
            curtain.button.setFocus()

    def _show_self(self, view: FollowView, look: Look) -> None:
        words = (look.texts("ui_you"), view.mirror_note, view.clap_note)
        label = " · ".join(w for w in words if w)
        hint = look.texts("ui_camera_waits")
        self.self_view.tell(label, hint, view.cues, view.names, blind=view.blind)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        if self.second.is_away:
            self.target.dress(look)
        if self._view is not None:
            self.show_view(self._view)

    def _rescale(self, scale: float) -> None:
        self.alarm.set_scale(max(scale, 1.0))
        self.moves.set_scale(scale)
        for label in (self._elapsed, self._remaining):
            label.setStyleSheet(theme.type_sheet(scale))

    # -- keys, and the bar --------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Every control has a key."""
        act = ACT_OF.get(Qt.Key(event.key()))
        if act is None or event.modifiers() & ~(_SHIFT | _KEYPAD):
            super().keyPressEvent(event)
            return
        self._acts[act]()

    def event(self, event: QEvent) -> bool:
        """Tab brings the bar back before it moves the focus."""
        if event.type() == QEvent.Type.KeyPress and event.key() in _TABS:  # type: ignore[attr-defined]
            self.fading.stir()
        return bool(super().event(event))

    def _note_bar(self, shown: bool) -> None:
        """The mouse is hidden with the bar."""
        if shown:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.BlankCursor)

    def showEvent(self, event: QShowEvent) -> None:
        """Whatever was hidden is there."""
        super().showEvent(event)
        self.fading.stir()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked at any more."""
        super().hideEvent(event)
        self.fading.set_running(False)
        self.second.take_back()
        self._say_label()


def _asks(view: FollowView) -> bool:
    """Whether the card waits for its button, and not the button for somebody impatient."""
    return view.curtain is not None and bool(view.curtain.action) and not view.curtain.is_quiet
