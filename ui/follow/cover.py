"""A card over a dimmed screen, which covers it whatever its size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Card, height_of


class Cover(QWidget):
    """Hidden at first; the screen below is seen through it."""

    dimmed = 0.8
    """How much of the screen below is taken away."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._look: Look | None = None
        self._card = Card("curtain")
        self._card.setParent(self)
        over.installEventFilter(self)
        self.hide()

    def wanted_width(self) -> int:
        """Pixels of the card where there is room."""
        raise NotImplementedError

    def dress(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def place(self) -> None:
        """The card in the middle, no larger than the screen."""
        around = self._over.rect()
        self.setGeometry(around)
        width = min(around.width() - 2 * theme.L, self.wanted_width())
        self._card.setFixedWidth(max(width, 1))
        height = min(height_of(self._card, width), around.height() - 2 * theme.L)
        self._card.setGeometry(
            (around.width() - width) // 2, (around.height() - height) // 2, width, height
        )

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Cover the screen whatever its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return False

    def paintEvent(self, _: QPaintEvent) -> None:
        """The screen stays there, dimmed."""
        if self._look is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._look.palette.color("ground", self.dimmed))
            painter.end()
