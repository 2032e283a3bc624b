"""The list of keys over the screen; any key and any click sends it away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.follow.keys import SHORTCUTS, Shortcut
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Card, Label, dress_all, height_of, tight

_WIDTH: Final = 720
"""Pixels of the list, with words of the usual size."""


class KeysCard(QWidget):
    """Covers a screen while it is shown."""

    def __init__(self, over: QWidget, shortcuts: tuple[Shortcut, ...] = SHORTCUTS) -> None:
        super().__init__(over)
        self._over = over
        self._look: Look | None = None
        self._shortcuts = shortcuts
        self._card = Card("curtain")
        self._card.setParent(self)
        grid = QGridLayout(self._card)
        tight(grid, (theme.XL, theme.L, theme.XL, theme.L), theme.S)
        grid.setHorizontalSpacing(theme.M)
        self._title = Label("lead", key="follow_keys")
        grid.addWidget(self._title, 0, 0, 1, 4)
        half = (len(shortcuts) + 1) // 2
        for i, shortcut in enumerate(shortcuts):
            row, column = 1 + i % half, 2 * (i // half)
            key = Label("body", tone="accent")
            key.say(shortcut.shown)
            word = Label("body", key=shortcut.name, wrap=True)
            grid.addWidget(key, row, column)
            grid.addWidget(word, row, column + 1)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        over.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show the list, and take the keys."""
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def dress(self, look: Look) -> None:
        """Translate."""
        self._look = look
        dress_all(self._card, look)
        words = ", ".join(f"{s.shown} {look.texts(s.name)}" for s in self._shortcuts)
        self.setAccessibleName(look.texts("follow_keys"))
        self.setAccessibleDescription(words)

    def _place(self) -> None:
        around = self._over.rect()
        self.setGeometry(around)
        width = min(around.width() - 2 * theme.L, round(_WIDTH * theme.text_scale()))
        height = min(height_of(self._card, width), around.height() - 2 * theme.L)
        self._card.setGeometry(
            (around.width() - width) // 2, (around.height() - height) // 2, width, height
        )

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Cover the screen whatever its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Away; the screen below does not hear the key."""
        self._leave()
        event.accept()

    def mousePressEvent(self, _: QMouseEvent) -> None:
        """Away."""
        self._leave()

    def _leave(self) -> None:
        self.hide()
        self._over.setFocus()

    def paintEvent(self, _: QPaintEvent) -> None:
        """The screen stays there, dimmed."""
        if self._look is not None:
            painter = QPainter(self)
            painter.fillRect(self.rect(), self._look.palette.color("ground", 0.8))
            painter.end()
