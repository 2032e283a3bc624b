"""The shelf on the screen: a grid of thousands of videos, by mouse and by keyboard."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu

from ui.kit import theme
from ui.kit.screen import PAGE_MARGINS
from ui.kit.theme import Look
from ui.library.menu import Way, menu_of
from ui.library.model import ITEM, ShelfModel
from ui.library.thumbnails import Thumbnails
from ui.library.tile import GAP, TilePainter
from ui.library.values import Shelved

_NARROWEST: Final = 208
_USUAL: Final = 248
_LARGE: Final = 300
"""Width of a tile in a small, a usual and a large window, pixels."""
_WIDE_ROOM: Final = 1100
_HUGE_ROOM: Final = 1600

_LOWEST: Final = 140
"""Height of what is seen of the shelf at least, pixels."""

_MARGIN: Final = PAGE_MARGINS[2]
"""Right of the last tile, pixels; the gap behind the tile and the bar lie in it."""

_STEP: Final = 48
"""Pixels of one click of the wheel's smallest part."""


class ShelfGrid(QListView):
    """The videos.

    Signals, each with the ``Shelved`` that is meant:
        opened: follow it; starred: change its star; removed: take it off.
        renamed, tagged: ask for a title, for tags; located: ask for its file.
        delayed: leave its analysis for later.
    """

    opened = Signal(object)
    starred = Signal(object)
    removed = Signal(object)
    renamed = Signal(object)
    tagged = Signal(object)
    located = Signal(object)
    delayed = Signal(object)

    def __init__(self, model: ShelfModel, pictures: Thumbnails) -> None:
        super().__init__()
        self._look: Look | None = None
        self._pictures = pictures
        self.shelf = model
        self.painter = TilePainter(pictures, self)
        self._pressed = QPoint(-1, -1)
        self.setModel(model)
        self.setItemDelegate(self.painter)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(_STEP)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setDragEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        pictures.loaded.connect(model.picture_came)
        model.modelReset.connect(self._lay_out)

    # -- what is shown ----------------------------------------------------------------------

    @property
    def current(self) -> Shelved | None:
        """The video that the keys mean."""
        item: Shelved | None = self.currentIndex().data(ITEM)
        return item

    def choose(self, key: str, row: int = 0) -> None:
        """Mean a video; the one of a row where it is not shown."""
        found = self.shelf.row_of(key)
        place = found if found >= 0 else min(row, self.shelf.rowCount() - 1)
        if place >= 0:
            self.setCurrentIndex(self.shelf.index(place))

    def dress(self, look: Look) -> None:
        """Language, colours and sizes."""
        self._look = look
        self.setAccessibleName(look.texts("library_shelf"))
        self.painter.dress(look)
        self.shelf.speak(look.texts)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        self._lay_out()
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        # The bar stands in the margin of the page: the tiles are as wide with it as without.
        fits = self._fit(self.width() - _MARGIN + GAP - 1) <= self.height()
        # Qt's own choice would count the width of the bar twice and lose a column.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if fits else policy.ScrollBarAlwaysOn
        )
        self._pictures.set_size(self.painter.picture_size(), self.devicePixelRatioF())

    def _fit(self, room: int) -> int:
        """As many columns as a width has room for; how high all the tiles are then."""
        wanted = _NARROWEST if room < _WIDE_ROOM else _USUAL if room < _HUGE_ROOM else _LARGE
        cell = round(wanted * min(theme.text_scale(), 1.5)) + GAP
        columns = max(1, room // cell)
        size = self.painter.cell_for(max(room // columns, GAP + 4 * theme.XL))
        self.setGridSize(size)
        return math.ceil(self.shelf.rowCount() / columns) * size.height()

    def minimumSizeHint(self) -> QSize:
        """Some of a tile: there is more room than this but for many strips at once."""
        return QSize(_NARROWEST, _LOWEST)

    # -- mouse --------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The tile under the pointer shows its tools."""
        at = event.position().toPoint()
        self._hover(self.indexAt(at))
        hand = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(
            hand if self.indexAt(at).isValid() else Qt.CursorShape.ArrowCursor
        )
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No tile is under the pointer."""
        self._hover(QModelIndex())
        super().leaveEvent(event)

    def _hover(self, index: QModelIndex) -> None:
        before, self.painter.hovered = self.painter.hovered, index.row()
        if before != index.row():
            for row in (before, index.row()):
                if row >= 0:
                    self.update(self.shelf.index(row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where."""
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens a video, or does what the tool below it says."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        item: Shelved | None = index.data(ITEM)
        left = event.button() == Qt.MouseButton.LeftButton
        if item is None or not left or self.indexAt(self._pressed) != index:
            return
        cell = self.visualRect(index)
        if self.painter.star(cell).contains(at):
            self.starred.emit(item)
        elif self.painter.more(cell).contains(at):
            self._ask_menu(at)
        else:
            self.opened.emit(item)

    # -- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; F, T, F2 and Delete as in the menu; the arrows go about."""
        item = self.current
        signal = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_F: self.starred,
            Qt.Key.Key_T: self.tagged,
            Qt.Key.Key_F2: self.renamed,
            Qt.Key.Key_Delete: self.removed,
        }.get(Qt.Key(event.key()))
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if item is not None and signal is not None and plain:
            if not (item.is_demo and signal in (self.removed, self.renamed)):
                signal.emit(item)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the video below the pointer, or of the one that the keys mean."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self.visualRect(self.currentIndex()).center() if by_key else event.pos()
        self._ask_menu(at)

    def _ask_menu(self, at: QPoint) -> None:
        item: Shelved | None = self.indexAt(at).data(ITEM)
        if item is not None and self._look is not None:
            self.menu_of(item, self._look).popup(self.viewport().mapToGlobal(at))

    def menu_of(self, item: Shelved, look: Look) -> QMenu:
        """What can be done with a video."""
        starred = item.video.favourite
        ways = [
            Way("library_locate", "search", "", lambda: self.located.emit(item))
            if item.missing
            else Way("library_open", "play", "Enter", lambda: self.opened.emit(item)),
            Way(
                "library_unstar" if starred else "library_star", "star", "F",
                lambda: self.starred.emit(item),
            ),
            Way("library_tags", "tag", "T", lambda: self.tagged.emit(item)),
        ]  # fmt: skip
        if not item.analysed and not item.missing:
            ways.append(Way("library_stop_analysis", "stop", "", lambda: self.delayed.emit(item)))
        if not item.is_demo:
            ways.append(Way("library_rename", "edit", "F2", lambda: self.renamed.emit(item)))
            ways.append(Way("library_remove", "trash", "Del", lambda: self.removed.emit(item)))
        return menu_of(self, look, ways)
