"""Asks somebody who seems to have fallen whether all is well, and calls for help if not."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coach.paths import ASSETS
from ui.follow.cover import Cover
from ui.follow.view import AlarmView
from ui.kit import theme
from ui.kit.widgets import Button, Label, tight

SOUND: Final = ASSETS / "sounds" / "alarm.wav"
_WIDTH: Final = 620
_ANSWERS: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class AlarmOverlay(Cover):
    """Covers a screen with one question and one large button; any likely key presses it.

    Signals:
        answered: all is well.
    """

    answered = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._sound: QSoundEffect | None = None
        self._scale = 1.0
        column = QVBoxLayout(self._card)
        tight(column, (theme.XXL, theme.XXL, theme.XXL, theme.XXL), theme.L)
        self._title, self._body = Label("cue", wrap=True), Label("lead", wrap=True)
        self._left = Label("display", tone="accent")
        self.button = Button("ui_alarm_fine", kind="primary")
        self.button.clicked.connect(self.answered)
        for label in (self._title, self._body, self._left):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addWidget(self.button)
        self.setFocusProxy(self.button)

    def tell(self, view: AlarmView | None) -> None:
        """Ask, or go away; the sound as the view wants it."""
        self._ring(view is not None and view.is_loud)
        if view is None:
            self.hide()
            return
        self._title.say(view.title)
        self._body.say(view.body)
        self._left.say(view.seconds_left)
        self._left.setVisible(bool(view.seconds_left))
        self.setAccessibleName(f"{view.title} {view.body}")
        if self.isHidden():
            self.show()
            self.raise_()
            self.button.setFocus()
        self.place()

    def set_scale(self, scale: float) -> None:
        """Larger type, as on the screen around."""
        self._scale = scale
        large = round(theme.TYPE["title"] * scale)
        button = f"QPushButton {{ font-size: {large}px; padding: {theme.XL}px; }}"
        self._card.setStyleSheet(theme.type_sheet(scale) + button)
        self.place()

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
