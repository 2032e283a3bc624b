"""Asks somebody who seems to have fallen whether all is well, and calls for help if not."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coach.paths import ASSETS
from ui.follow.cover import Cover
from ui.follow.view import AlarmView
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Fitted, Icon, Label, tight

SOUND: Final = ASSETS / "sounds" / "alarm.wav"
_WIDTH: Final = 620
_ICON: Final = theme.TYPE["cue"]
_LEFT: Final = ("display", "cue", "title")
_LARGE_WORDS: Final = 1.5
"""Type of the seconds left; of words larger than this the largest has no room."""
_ANSWERS: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class AlarmOverlay(Cover):
    """Covers a screen with one question and one large button; any likely key presses it.

    Once the alarm sounds the card has another icon and edge, and whoever came to help has a
    button to silence it.

    Signals:
        answered: all is well.
    """

    answered = Signal()
    dimmed = 0.94

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._sound: QSoundEffect | None = None
        self._scale, self._is_loud = 1.0, False
        column = QVBoxLayout(self._card)
        tight(column, (theme.XXL, theme.XXL, theme.XXL, theme.XXL), theme.L)
        self._icon = Icon("person", "accent", _ICON)
        self._title, self._body = Label("cue", wrap=True), Label("lead", wrap=True)
        self._answers = Label("lead", wrap=True)
        self._left = Fitted(_LEFT, tone="accent")
        self.button = Button("ui_alarm_fine", kind="primary")
        self.hush = Button("alarm_stop")
        head = QHBoxLayout()
        tight(head, gap=theme.L)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        column.addLayout(head)
        for label in (self._answers, self._left, self._body):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        buttons = QHBoxLayout()
        tight(buttons, gap=theme.L)
        for button, part in ((self.button, 2), (self.hush, 1)):
            button.clicked.connect(self.answered)
            buttons.addWidget(button, part)
        column.addLayout(buttons)
        self.setFocusProxy(self.button)

    def tell(self, view: AlarmView | None) -> None:
        """Ask, or go away; the sound as the view wants it."""
        self._ring(view is not None and view.is_loud)
        if view is None:
            self.hide()
            return
        self._title.say(view.title)
        self._body.say(view.body)
        for label, words in ((self._left, view.left), (self._answers, view.answers)):
            label.say(words)
            label.setVisible(bool(words))
        self.hush.setVisible(view.is_loud)
        self._mark(view.is_loud)
        self.setAccessibleName(" ".join(filter(None, (view.title, view.answers, view.body))))
        if self.isHidden():
            self.show()
            self.raise_()
            self.button.setFocus()
        self.place()

    def set_scale(self, scale: float) -> None:
        """Larger type, as on the screen around."""
        self._scale = scale
        self._left.set_roles(_LEFT[theme.text_scale() > _LARGE_WORDS :])
        self._left.set_scale(scale)
        self._icon.set_size(round(theme.TYPE["cue"] * scale * theme.text_scale()))
        self._style()
        self.place()

    def dress(self, look: Look) -> None:
        """Take the colours, and the size of the words."""
        super().dress(look)
        self.set_scale(self._scale)

    def _mark(self, loud: bool) -> None:
        """The alarm is told from the question at a glance."""
        if loud != self._is_loud:
            self._is_loud = loud
            self._icon.show_icon(*(("warning", "off") if loud else ("person", "accent")))
            self._style()

    def _style(self) -> None:
        grown = self._scale * theme.text_scale()
        large, usual = (round(theme.TYPE[role] * grown) for role in ("title", "lead"))
        edge = round(theme.XL / theme.text_scale())  # large words need the room themselves
        sheet = theme.type_sheet(self._scale) + (
            f"QPushButton {{ font-size: {usual}px; padding: {edge}px; }}"
            f'QPushButton[kind="primary"] {{ font-size: {large}px; }}'
        )
        if self._is_loud and self._look is not None:
            off = self._look.palette.off
            sheet += f'QFrame[card="curtain"] {{ border: {theme.XS}px solid {off}; }}'
        self._card.setStyleSheet(sheet)

    def wanted_width(self) -> int:
        """As the type around."""
        return round(_WIDTH * self._scale * theme.text_scale())

    def _ring(self, loud: bool) -> None:
        if loud and self._sound is None and not QMediaDevices.defaultAudioOutput().isNull():
            self._sound = QSoundEffect(self)
            self._sound.setSource(QUrl.fromLocalFile(str(SOUND)))
            self._sound.setLoopCount(int(QSoundEffect.Loop.Infinite.value))
            self._sound.play()
        elif not loud and self._sound is not None:
            self._sound.stop()
            self._sound.deleteLater()
            self._sound = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nobody has to look for the key; the screen below hears none of them."""
        if event.key() in _ANSWERS:
            self.answered.emit()
        event.accept()
