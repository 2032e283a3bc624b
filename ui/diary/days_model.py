"""Days in rows, for tables of months and years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from ui.kit.words import plain_tip

Index = QModelIndex | QPersistentModelIndex

LONGEST_MONTH: Final = 31


class Days(QAbstractTableModel):
    """Cells of days in rows; None where there is no day."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[Sequence[Any]] = ()
        self._across: Sequence[str] = ()
        self._spoken_across: Sequence[str] = ()
        self._down: Sequence[str] = ()

    def show(
        self,
        rows: Sequence[Sequence[Any]],
        across: Sequence[str],
        spoken_across: Sequence[str],
        down: Sequence[str],
    ) -> None:
        """Other cells; ``across`` and ``down`` are the headers."""
        self.beginResetModel()
        self.rows, self._across, self._spoken_across = rows, across, spoken_across
        self._down = down
        self.endResetModel()

    def head(self, across: Sequence[str]) -> None:
        """Other words over the columns."""
        if self.rows and list(across) != list(self._across):
            self._across = across
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(across) - 1)

    def cell(self, index: Index) -> Any:
        """The cell of an index, None where there is no day."""
        row = self.rows[index.row()] if 0 <= index.row() < len(self.rows) else ()
        return row[index.column()] if 0 <= index.column() < len(row) else None

    def place(self, day: date) -> QModelIndex:
        """Where a day is; invalid where it is not."""
        for i, row in enumerate(self.rows):
            for j, cell in enumerate(row):
                if cell.day == day:
                    return self.index(i, j)
        return QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Weeks or months."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Weekdays or days of the month."""
        return 0 if parent.isValid() else len(self._across)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What screen readers and tool tips say; the delegate paints the cell itself."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(cell.spoken).replace("\n", "<br>")
        roles = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)
        return cell.spoken if role in roles else None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Names of columns and rows."""
        if way == Qt.Orientation.Vertical:
            names = self._down
        elif role == Qt.ItemDataRole.AccessibleTextRole:
            names = self._spoken_across
        else:
            names = self._across
        roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return names[section] if role in roles and section < len(names) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Days can be chosen."""
        if self.cell(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
