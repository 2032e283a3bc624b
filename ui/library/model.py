"""The videos of the shelf as a model of Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from coach.backlog import Task
from coach.texts import Texts
from ui.kit.words import plain_tip
from ui.library.values import Shelved
from ui.library.view import TileView, tile_view

ITEM: Final = Qt.ItemDataRole.UserRole + 1
VIEW: Final = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


class ShelfModel(QStringListModel):
    """Rows in the order of the screen; views are made when a row is looked at.

    A list of titles to Qt, which asks thousands of times how many there are: that answer
    must not come from here.
    """

    def __init__(self, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._texts: Texts | None = None
        self._items: tuple[Shelved, ...] = ()
        self._rows: dict[str, int] = {}
        self._tasks: Mapping[str, Task] = {}
        self._views: dict[str, TileView] = {}

    @property
    def items(self) -> tuple[Shelved, ...]:
        """In the order of the screen."""
        return self._items

    def speak(self, texts: Texts) -> None:
        """Another language."""
        self._texts = texts
        self._renew(range(len(self._items)))

    def show(self, items: Sequence[Shelved]) -> None:
        """Other videos, another order, or the same with something changed."""
        before, self._items = self._items, tuple(items)
        rows = {item.video.content_hash: row for row, item in enumerate(items)}
        if rows == self._rows:
            self._renew([row for row, item in enumerate(items) if item != before[row]])
            return
        self._rows = rows
        self._views.clear()
        self.setStringList([item.video.title for item in items])

    def show_tasks(self, tasks: Mapping[str, Task]) -> None:
        """How far the analysis of each video is."""
        before, self._tasks = self._tasks, tasks
        changed = {key for key, task in tasks.items() if before.get(key) is not task}
        changed |= before.keys() - tasks.keys()
        self._renew([self._rows[key] for key in changed & self._rows.keys()])

    def row_of(self, key: str) -> int:
        """Where a video stands; -1 where it is not shown."""
        return self._rows.get(key, -1)

    def picture_came(self, key: str) -> None:
        """Paint a video again."""
        row = self.row_of(key)
        if row >= 0:
            self.dataChanged.emit(
                self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole]
            )

    def _renew(self, rows: Sequence[int]) -> None:
        for row in rows:
            self._views.pop(self._items[row].key, None)
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, tool tip, words for screen readers, and the values for painting."""
        if self._texts is None or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        view = self._view(item)
        if role == VIEW:
            return view
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return view.title if role == Qt.ItemDataRole.DisplayRole else view.spoken
        return plain_tip(view.spoken) if role == Qt.ItemDataRole.ToolTipRole else None

    def _view(self, item: Shelved) -> TileView:
        assert self._texts is not None
        view = self._views.get(item.key)
        if view is None:
            view = tile_view(item, self._tasks.get(item.key), self._today(), self._texts)
            self._views[item.key] = view
        return view
