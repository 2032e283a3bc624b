"""A field to search with: a glass before the words, and a cross behind them."""

from __future__ import annotations

from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QLineEdit

from ui.kit import icons
from ui.kit.theme import Look

_ICON = 20


class SearchField(QLineEdit):
    """Words to look for; the cross takes them away."""

    def __init__(self, key: str, *, keys: str = "") -> None:
        """``key``: text key of what is looked for; ``keys``: that lead here, for the tool tip."""
        super().__init__()
        self._key, self._keys = key, keys
        self._glass, self.clearing = QAction(self), QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.addAction(self.clearing, QLineEdit.ActionPosition.TrailingPosition)
        self.clearing.setVisible(False)
        self.clearing.triggered.connect(self._empty)
        self.textChanged.connect(lambda text: self.clearing.setVisible(bool(text)))

    def dress(self, look: Look) -> None:
        """Language and colours."""
        words = look.texts(self._key)
        for action, name in ((self._glass, "search"), (self.clearing, "close")):
            color, ratio = look.palette.secondary, self.devicePixelRatioF()
            icon = icons.icon(name, color)
            icon.addPixmap(icons.pixmap(name, color, _ICON, ratio), QIcon.Mode.Disabled)
            action.setIcon(icon)
        self.clearing.setText(look.texts("kit_clear"))
        self.clearing.setToolTip(look.texts("kit_clear"))
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        self.setToolTip(f"{words} ({self._keys})" if self._keys else words)

    def _empty(self) -> None:
        self.clear()
        self.setFocus()
