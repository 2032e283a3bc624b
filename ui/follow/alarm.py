"""Asks somebody who seems to have fallen whether all is well, and calls for help if not."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coach.paths import ASSETS
from ui.follow.view import AlarmView
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Label, height_of, tight

SOUND: Final = ASSETS / "sounds" / "alarm.wav"
_WIDTH: Final = 620
_ANSWERS: Final = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)


class AlarmOverlay(QWidget):
    """Covers a screen with one question and one large button; any likely key presses it.

    Signals:
        answered: all is well.
    """

    answered = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._look: Look | None = None
        self._sound: QSoundEffect | None = None
        self._scale = 1.0
        self._card = Card("curtain")
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
        self._card.setParent(self)
        self.setFocusProxy(self.button)
        over.installEventFilter(self)
        self.hide()

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
        self._place()

    def set_scale(self, scale: float) -> None:
        """Larger type, as on the screen around."""
        self._scale = scale
        large = round(theme.TYPE["title"] * scale)
        button = f"QPushButton {{ font-size: {large}px; padding: {theme.XL}px; }}"
        self._card.setStyleSheet(theme.type_sheet(scale) + button)
        self._place()

    def dress(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

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

    def _place(self) -> None:
        around = self._over.rect()
        self.setGeometry(around)
        width = min(round(_WIDTH * self._scale), around.width() - 2 * theme.L)
        self._card.setFixedWidth(width)
        height = height_of(self._card, width)
        self._card.setGeometry(
            (around.width() - width) // 2, (around.height() - height) // 2, width, height
        )

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Cover the screen whatever its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nobody has to look for the key; the screen below hears none of them."""
        if event.key() in _ANSWERS:
            self.answered.emit()
        event.accept()

    def paintEvent(self, _: QPaintEvent) -> None:
        """The screen stays there, dimmed."""
        if self._look is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._look.palette.color("ground", 0.8))
            painter.end()
