"""What is wrong with a field, right below it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.kit import theme
from ui.kit.widgets import Icon, Label, tight

_SIGN = 16


class Complaint(QWidget):
    """A warning sign and a sentence; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        tight(row, gap=theme.S)
        self._sign = Icon("warning", "off", _SIGN)
        self._word = Label("small", wrap=True)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._word, 1)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is shown; "" while hidden."""
        return "" if self.isHidden() else self._word.text()

    def tell(self, sentence: str) -> None:
        """Show a sentence, or hide with ""."""
        self._word.say(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
