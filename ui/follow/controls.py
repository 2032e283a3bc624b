"""The slim bar of controls, and the menu of what is seldom changed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui.follow.keys import SHOWN
from ui.follow.layouts import LAYOUTS
from ui.follow.view import FollowView
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Label, tight

MIRRORS: Final = ("auto", "on", "off")
"""How left and right are compared, in the order in which the key goes round."""
_TOGGLES: Final = ("ui_start", "ui_pause", "ui_resume")
"""What the first button says."""


class ViewMenu(QMenu):
    """Layouts, ghost, flip, voice, mirror and second screen, each with its key.

    Signals:
        chosen: name and value of a setting.
        second_wanted, corner_wanted: the target on the other screen; the next corner.
        act_wanted: name of what is done, as in ``ui.follow.keys``.
    """

    chosen = Signal(str, object)
    second_wanted = Signal()
    act_wanted = Signal(str)
    corner_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words: dict[QAction, tuple[str, str]] = {}
        self._radios: dict[tuple[str, str], QAction] = {}
        for act in ("previous", "next", "loop"):
            action = self._add(f"follow_key_{act}", act)
            action.triggered.connect(lambda _, act=act: self.act_wanted.emit(act))
        self.addSeparator()
        self._add_radios("follow_layout", "follow_layout", LAYOUTS, "layout")
        self.corner = self._add("follow_corner", "corner")
        self.corner.triggered.connect(self.corner_wanted)
        self.addSeparator()
        self.ghost = self._add_switch("follow_ghost", "ghost", "follow_ghost")
        self.flip = self._add_switch("follow_flip", "flip", "follow_flip")
        self.voice = self._add("follow_voice", "voice")
        self.voice.setCheckable(True)
        self.voice.triggered.connect(lambda: self.act_wanted.emit("voice"))
        self.second = self._add("follow_second", "second")
        self.second.setCheckable(True)
        self.second.triggered.connect(self.second_wanted)
        self.addSeparator()
        self._add_radios("mirror", "follow_mirror", MIRRORS, "mirror")

    def tell(self, name: str, value: object) -> None:
        """Tick what is chosen."""
        switches = {"follow_ghost": self.ghost, "follow_flip": self.flip, "voice": self.voice}
        if name in switches:
            switches[name].setChecked(bool(value))
        else:
            self._radios[name, str(value)].setChecked(True)

    def dress(self, look: Look) -> None:
        """Translate, and name the keys."""
        for action, (key, keys) in self._words.items():
            word = look.texts(key)
            action.setText(f"{word}\t{keys}" if keys else word)

    def _add(self, key: str, act: str) -> QAction:
        action = self.addAction("")
        self._words[action] = key, SHOWN.get(act, "")
        return action

    def _add_switch(self, key: str, act: str, name: str) -> QAction:
        action = self._add(key, act)
        action.setCheckable(True)
        action.triggered.connect(lambda on, name=name: self.chosen.emit(name, on))
        return action

    def _add_radios(self, name: str, family: str, values: tuple[str, ...], act: str) -> None:
        """A menu of its own, of which one entry is ticked."""
        menu, group = self.addMenu(""), QActionGroup(self)
        self._words[menu.menuAction()] = family, SHOWN[act]
        for value in values:
            action = menu.addAction("")
            action.setCheckable(True)
            group.addAction(action)
            self._words[action] = f"{family}_{value}", ""
            self._radios[name, value] = action
            action.triggered.connect(lambda _, value=value: self.chosen.emit(name, value))


class _Toggle(Button):
    """As wide whatever it says, so that nothing beside it moves."""

    def __init__(self) -> None:
        super().__init__(_TOGGLES[0], icon="play")

    def sizeHint(self) -> QSize:
        """Room for the longest of its words."""
        hint, look = super().sizeHint(), self._look
        if look is None:
            return hint
        words = [f" {look.texts(key)}" for key in _TOGGLES]
        flags, metrics = Qt.TextFlag.TextShowMnemonic.value, self.fontMetrics()
        longest, said = (
            max(metrics.size(flags, word).width() for word in some)
            for some in (words, [self.text()])
        )
        return hint + QSize(longest - said, 0)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()


class ControlBar(QWidget):
    """Start, tempo, view and the end; without words where there is little room."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._toggle = _TOGGLES[0]
        self.pause = _Toggle()
        self.restart = Button(icon="restart", kind="icon", tip="ui_restart")
        self.slower = Button(icon="minus", kind="icon", tip="ui_slower")
        self.faster = Button(icon="plus", kind="icon", tip="ui_faster")
        self.speed = Label("lead")
        self.speed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.edit = Button(icon="edit", kind="icon", tip="ui_edit_moves")
        self.view = Button("follow_view", icon="layout")
        self.keys = Button(icon="keyboard", kind="icon", tip="follow_keys")
        self.full_screen = Button(icon="fullscreen", kind="icon", tip="ui_full_screen")
        self.stop = Button("ui_stop", icon="stop")
        self.menu = ViewMenu(self)
        self.view.clicked.connect(self.open_menu)
        acts = {
            "toggle": self.pause, "restart": self.restart, "slower": self.slower,
            "faster": self.faster, "edit": self.edit, "keys": self.keys,
            "full_screen": self.full_screen, "stop": self.stop,
        }  # fmt: skip
        for act, button in acts.items():
            button.show_keys(SHOWN[act])
        row = QHBoxLayout(self)
        tight(row, gap=theme.S)
        self._buttons = (
            self.pause, self.restart, self.slower, self.speed, self.faster, self.edit,
            self.view, self.keys, self.full_screen, self.stop,
        )  # fmt: skip
        for widget in self._buttons:
            row.addWidget(widget)
            if isinstance(widget, Button):
                widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def tell(self, view: FollowView) -> None:
        """Show a view."""
        self.speed.say(view.speed)
        if view.toggle != self._toggle:
            self._toggle = view.toggle
            self.pause.speak(view.toggle, "pause" if view.toggle == "ui_pause" else "play")
        self.pause.setEnabled(view.can_toggle)
        self.restart.setEnabled(view.can_restart)
        self.edit.setEnabled(view.can_edit)
        self.edit.setVisible(view.can_edit)

    def dress(self, look: Look) -> None:
        """The menu is no child that is dressed by itself."""
        self.speed.setMinimumWidth(self.speed.fontMetrics().horizontalAdvance("0.0×"))
        self.menu.dress(look)

    def open_menu(self) -> None:
        """Over the button that opens it."""
        self.menu.adjustSize()
        corner = self.view.mapToGlobal(QPoint(0, 0))
        self.menu.popup(corner - QPoint(0, self.menu.sizeHint().height() + theme.XS))
