"""The table of moves in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from coach.report import MoveRow
from ui import theme
from ui.bands import band_named
from ui.theme import Look

_COLUMNS: Final = (
    ("report_move", 0.17),
    ("report_score", 0.13),
    ("report_grade", 0.07),
    ("report_timing", 0.13),
    ("report_repetitions", 0.12),
    ("report_weakest", 0.13),
    ("report_cue", 0.25),
)
"""Text key and share of the width of every column."""


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
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)

    def show_rows(self, rows: Sequence[MoveRow], look: Look) -> None:
        """Fill the table."""
        self.setHorizontalHeaderLabels([look.texts(key) for key, _ in _COLUMNS])
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
                item.setToolTip(text if j == 0 else "")
                if j == 0 or j == 1:
                    item.setFont(theme.drawn_font("body"))
                if j == 1:
                    item.setForeground(QColor(getattr(look.palette, band.value)))
                self.setItem(i, j, item)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns by their share."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().width()
        for j, (_, share) in enumerate(_COLUMNS):
            self.setColumnWidth(j, int(room * share))
        self.resizeRowsToContents()
        for i in range(self.rowCount()):
            self.setRowHeight(i, max(self.rowHeight(i) + theme.S, theme.HUGE))
        height = self.horizontalHeader().sizeHint().height() + theme.XS
        height += sum(self.rowHeight(i) for i in range(self.rowCount()))
        self.setFixedHeight(max(height, theme.HUGE))
