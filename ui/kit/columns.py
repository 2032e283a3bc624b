"""Cards in two columns where there is room, else one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.widgets import tight

_TWO: Final = 940
"""Width from which there are two columns, pixels at the usual size of words."""


class Columns(QWidget):
    """What stands in the left column is read before what stands in the right one."""

    def __init__(self, left: Sequence[QWidget], right: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self._left, self._right = list(left), list(right)
        self._are_two = False
        row = QHBoxLayout(self)
        tight(row, gap=theme.M)
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for column in self._columns:
            tight(column, gap=theme.M)
            row.addLayout(column, 1)
        for card in (*self._left, *self._right):
            self._columns[0].addWidget(card)
        for column in self._columns:
            column.addStretch(1)
        row.setStretch(1, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the number of columns."""
        super().resizeEvent(event)
        two = bool(self._right) and self.width() >= _TWO * theme.text_scale()
        if two == self._are_two:
            return
        self._are_two = two
        first, second = self._columns
        for card in self._right:
            (first if two else second).removeWidget(card)
            into = second if two else first
            into.insertWidget(into.count() - 1, card)
        row = self.layout()
        if isinstance(row, QHBoxLayout):
            row.setStretch(1, 1 if two else 0)
