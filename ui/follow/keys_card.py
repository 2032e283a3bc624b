"""The list of keys over the screen; any key and any click sends it away."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.follow.cover import Cover
from ui.follow.keys import SHORTCUTS, Shortcut
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Label, dress_all, tight

_WIDTH: Final = 720
"""Pixels of the list, with words of the usual size."""


class KeysCard(Cover):
    """Covers a screen while it is shown."""

    def __init__(self, over: QWidget, shortcuts: tuple[Shortcut, ...] = SHORTCUTS) -> None:
        super().__init__(over)
        self._shortcuts = shortcuts
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

    def open(self) -> None:
        """Show the list, and take the keys."""
        self.place()
        self.show()
        self.raise_()
        self.setFocus()

    def dress(self, look: Look) -> None:
        """Translate."""
        super().dress(look)
        dress_all(self._card, look)
        words = ", ".join(f"{s.shown} {look.texts(s.name)}" for s in self._shortcuts)
        self.setAccessibleName(look.texts("follow_keys"))
        self.setAccessibleDescription(words)

    def wanted_width(self) -> int:
        """As the words."""
        return round(_WIDTH * theme.text_scale())

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
