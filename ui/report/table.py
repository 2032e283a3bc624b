"""The table of moves in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from coach.report import MoveRow
from ui.kit import theme
from ui.kit.bands import band_named
from ui.kit.theme import Look

_COLUMNS: Final = (
    "report_move",
    "report_score",
    "report_grade",
    "report_timing",
    "report_repetitions",
    "report_weakest",
    "report_cue",
)
"""Text key of every column; the first two are bold, the last one gets the room that is left."""

_BOLD: Final = (0, 1)
_BESIDE: Final = theme.S + 3
"""Left and right of the words in a cell: padding of the stylesheet and Qt's own margin."""
_LONGEST_NAME: Final = 0.22
_SHORTEST_CUE: Final = 160


class MovesTable(QTableWidget):
    """One row a move; read only."""

    def __init__(self) -> None:
        super().__init__(0, len(_COLUMNS))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)

    def show_rows(self, rows: Sequence[MoveRow], look: Look) -> None:
        """Fill the table."""
        self.setHorizontalHeaderLabels([look.texts(key) for key in _COLUMNS])
        self.setAccessibleName(look.texts("report_moves"))
        self.setRowCount(len(rows))
        for i, row in enumerate(rows):
            band = band_named(row.band)
            cells = (
                row.name,
                "  ".join(word for word in (band.mark, row.score, row.band_word) if word),
                row.grade,
                row.timing,
                row.repetitions,
                row.joint,
                row.cue,
            )
            for j, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if j in _BOLD:
                    item.setFont(theme.drawn_font("body"))
                if j == 1:
                    item.setForeground(QColor(getattr(look.palette, band.value)))
                self.setItem(i, j, item)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        widths = self._widths()
        for j, width in enumerate(widths):
            self.setColumnWidth(j, width)
        height = self.horizontalHeader().sizeHint().height() + theme.XS
        for i in range(self.rowCount()):
            self.setRowHeight(i, max(self._row_height(i, widths), theme.HUGE))
            height += self.rowHeight(i)
        self.setFixedHeight(max(height, theme.HUGE))

    def _widths(self) -> list[int]:
        """As wide as the words need, the cue the rest; a long name of a move wraps as well."""
        room = self.viewport().width()
        title = QFontMetrics(theme.drawn_font("small"))
        heads = [self.horizontalHeaderItem(j) for j in range(len(_COLUMNS))]
        needed = [title.horizontalAdvance(head.text()) if head else 0 for head in heads]
        for j in range(len(_COLUMNS)):
            metrics = QFontMetrics(theme.drawn_font("body", bold=j in _BOLD))
            words = [self._text(i, j) for i in range(self.rowCount())]
            needed[j] = max([needed[j], *(metrics.horizontalAdvance(word) for word in words)])
        widths = [width + 2 * _BESIDE + theme.XS for width in needed]
        widths[0] = min(widths[0], int(room * _LONGEST_NAME))
        spare = room - sum(widths)
        if spare > 0:
            share = spare // len(widths)
            return [*(w + share for w in widths[:-1]), widths[-1] + spare - share * 6]
        return [*widths[:-1], max(widths[-1] + spare, _SHORTEST_CUE)]

    def _row_height(self, i: int, widths: list[int]) -> int:
        """Height of all lines of the cell that has most of them."""
        tallest = 0
        for j, width in enumerate(widths):
            metrics = QFontMetrics(theme.drawn_font("body", bold=j in _BOLD))
            place = QRect(0, 0, width - 2 * _BESIDE, 10_000)
            flags = int(Qt.TextFlag.TextWordWrap)
            tallest = max(tallest, metrics.boundingRect(place, flags, self._text(i, j)).height())
        return tallest + 2 * theme.S + theme.M

    def _text(self, i: int, j: int) -> str:
        item = self.item(i, j)
        return item.text() if item is not None else ""
