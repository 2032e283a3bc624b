"""How one video of the shelf is painted, and what lies where in it."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.kit import icons, theme
from ui.kit.bands import Band
from ui.kit.theme import Look
from ui.library.model import ITEM, VIEW
from ui.library.thumbnails import Thumbnails
from ui.library.view import TileView

GAP: Final = theme.M
"""Pixels between two tiles."""

TOOL: Final = 32
"""Side of the places of star and menu, pixels."""

PAINTED: Final = 100
"""Painted tiles kept: to scroll is to move pictures."""

_ICON: Final = 20
_BAR: Final = 6
_REMEMBERED: Final = 512

Index = QModelIndex | QPersistentModelIndex


@lru_cache(_REMEMBERED)
def two_lines(text: str, font_key: str, width: int) -> tuple[str, ...]:
    """At most two lines of a text, broken between words where it can be, the second one cut.

    Args:
        text: any.
        font_key: ``QFont.toString``; a font cannot be remembered by.
        width: pixels.
    """
    font = QFont()
    font.fromString(font_key)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    first, rest = text[: line.textLength()].rstrip(), text[line.textLength() :].strip()
    if not rest:
        return (first,)
    return (first, QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width))


class TilePainter(QStyledItemDelegate):
    """Paints the videos of the shelf."""

    def __init__(self, pictures: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._look: Look | None = None
        self._cell = QSize(1, 1)
        self._painted: OrderedDict[str, tuple[Any, QPixmap]] = OrderedDict()
        self.hovered = -1
        self._take_fonts()

    def dress(self, look: Look) -> None:
        """Colours and sizes."""
        self._look = look
        self._painted.clear()
        self._take_fonts()

    def _take_fonts(self) -> None:
        self._title, self._small = theme.drawn_font("body"), theme.drawn_font("small", bold=False)
        self._tag = theme.drawn_font("tiny")
        self._tag_height = QFontMetrics(self._tag).height() + theme.XS
        self._title_key = self._title.toString()
        self._title_line = QFontMetrics(self._title).height() + 2
        self._small_line = QFontMetrics(self._small).height() + 2

    def cell_for(self, width: int) -> QSize:
        """Size of a cell of the grid that is so wide."""
        inner = width - GAP - 2 * theme.XS
        words = 2 * self._title_line + theme.XS + self._small_line
        height = inner * 9 // 16 + words + theme.S + theme.M + theme.XS
        self._cell = QSize(width, height + GAP)
        return self._cell

    def picture_size(self) -> QSize:
        """Of the picture in a tile, logical pixels."""
        return self._picture(QRect(0, 0, self._cell.width(), self._cell.height())).size()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All tiles are alike."""
        return self._cell

    # -- places ---------------------------------------------------------------------------

    def _tile(self, cell: QRect) -> QRect:
        return cell.adjusted(0, 0, -GAP, -GAP)

    def _picture(self, cell: QRect) -> QRect:
        tile = self._tile(cell)
        width = tile.width() - 2 * theme.XS
        return QRect(tile.left() + theme.XS, tile.top() + theme.XS, width, width * 9 // 16)

    def star(self, cell: QRect) -> QRect:
        """Where a click changes the star."""
        picture = self._picture(cell)
        return QRect(picture.right() - TOOL - 3, picture.top() + theme.XS, TOOL, TOOL)

    def more(self, cell: QRect) -> QRect:
        """Where a click opens the menu."""
        return self.star(cell).translated(-TOOL - theme.XS, 0)

    # -- painting -------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One tile."""
        look, view = self._look, index.data(VIEW)
        if look is None or view is None:
            return
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = index.row() == self.hovered
        item = index.data(ITEM)
        picture = self._pictures.get(item)
        ratio = painter.device().devicePixelRatioF()
        face = (view, picture.cacheKey() if picture else 0, chosen, hovered, cell.size(), ratio)
        known, pixmap = self._painted.get(item.key, (None, None))
        if pixmap is None or known != face:
            pixmap = QPixmap(cell.size() * ratio)
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(look.palette.color("ground"))  # opaque: it is copied, not blended
            inside = QPainter(pixmap)
            inside.setRenderHint(QPainter.RenderHint.Antialiasing)
            place = QRect(QPoint(0, 0), cell.size())
            self._paint_tile(inside, look, view, place, picture, chosen=chosen, hovered=hovered)
            inside.end()
            self._painted[item.key] = (face, pixmap)
            if len(self._painted) > PAINTED:
                self._painted.popitem(last=False)
        painter.drawPixmap(cell.topLeft(), pixmap)

    def _paint_tile(
        self,
        painter: QPainter,
        look: Look,
        view: TileView,
        cell: QRect,
        found: QPixmap | None,
        *,
        chosen: bool,
        hovered: bool,
    ) -> None:
        self._paint_ground(painter, self._tile(cell), look, chosen=chosen, hovered=hovered)
        picture = self._picture(cell)
        if found is not None:
            painter.setOpacity(0.35 if view.missing else 1.0)
            painter.drawPixmap(picture.topLeft(), found)
            painter.setOpacity(1.0)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.palette.color("raised"))
            painter.drawRoundedRect(picture, theme.RADIUS, theme.RADIUS)
        if found is None or view.missing:
            self._paint_icon(
                painter, look, "warning" if view.missing else "film", "secondary", picture, 40
            )
        self._paint_on_picture(painter, look, view, picture)
        self._paint_tools(painter, look, view, cell, shown=chosen or hovered)
        self._paint_words(painter, look, view, picture)

    def _paint_ground(
        self, painter: QPainter, tile: QRect, look: Look, *, chosen: bool, hovered: bool
    ) -> None:
        palette = look.palette
        painter.setBrush(palette.color("raised" if hovered else "surface"))
        edge = "accent" if chosen else "raised" if hovered else "edge"
        painter.setPen(QPen(palette.color(edge), 2 if chosen else 1))
        painter.drawRoundedRect(
            QRectF(tile).adjusted(1, 1, -1, -1), theme.RADIUS_CARD, theme.RADIUS_CARD
        )

    def _paint_on_picture(
        self, painter: QPainter, look: Look, view: TileView, picture: QRect
    ) -> None:
        """Length, badge, progress."""
        raised = theme.S if view.fraction is None else theme.S + _BAR
        bottom = picture.bottom() - raised
        for text, right in ((view.length, True), (view.moves, False)):
            if text:
                self._paint_tag(painter, look, text, picture, bottom, right=right)
        if view.badge:
            top = picture.top() + theme.S + self._tag_height
            self._paint_tag(painter, look, view.badge, picture, top, right=False)
        if view.fraction is not None:
            bar = QRectF(
                picture.left() + theme.S, picture.bottom() - theme.S - _BAR / 2 + 1,
                picture.width() - 2 * theme.S, _BAR,
            )  # fmt: skip
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.palette.color("ground", 0.82))
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)
            bar.setWidth(max(_BAR, bar.width() * view.fraction))
            painter.setBrush(look.palette.color("accent"))
            painter.drawRoundedRect(bar, _BAR / 2, _BAR / 2)

    def _paint_tag(
        self,
        painter: QPainter,
        look: Look,
        text: str,
        picture: QRect,
        bottom: int,
        *,
        right: bool,
    ) -> None:
        painter.setFont(self._tag)
        width = painter.fontMetrics().horizontalAdvance(text) + theme.M
        left = picture.right() - width - theme.S if right else picture.left() + theme.S
        box = QRectF(left, bottom - self._tag_height, width, self._tag_height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.palette.color("ground", 0.82))
        painter.drawRoundedRect(box, theme.XS, theme.XS)
        painter.setPen(look.palette.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_tools(
        self, painter: QPainter, look: Look, view: TileView, cell: QRect, *, shown: bool
    ) -> None:
        """The star where there is one; both where the pointer or the focus is."""
        tools = [("more", "text", self.more(cell))] if shown else []
        if shown or view.favourite:
            name, token = ("star_full", "fair") if view.favourite else ("star", "text")
            tools.append((name, token, self.star(cell)))
        for name, token, place in tools:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.palette.color("ground", 0.82))
            painter.drawRoundedRect(place, theme.RADIUS, theme.RADIUS)
            self._paint_icon(painter, look, name, token, place, _ICON)

    def _paint_icon(
        self, painter: QPainter, look: Look, name: str, token: str, place: QRect, size: int
    ) -> None:
        ratio = painter.device().devicePixelRatioF()
        picture = icons.pixmap(name, getattr(look.palette, token), size, ratio)
        middle = place.center()
        painter.drawPixmap(middle.x() - size // 2 + 1, middle.y() - size // 2 + 1, picture)

    def _paint_words(self, painter: QPainter, look: Look, view: TileView, picture: QRect) -> None:
        """Title and facts, below the picture."""
        left, width = picture.left() + theme.S, picture.width() - 2 * theme.S
        top = picture.bottom() + 1 + theme.S
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(self._title)
        painter.setPen(look.palette.color("text"))
        for line in two_lines(view.title, self._title_key, width):
            painter.drawText(left, top, width, self._title_line, flags, line)
            top += self._title_line
        top = picture.bottom() + 1 + theme.S + 2 * self._title_line + theme.XS
        painter.setFont(self._small)
        metrics = painter.fontMetrics()
        facts = view.facts
        if view.band is not Band.NONE and view.fraction is None and not view.missing:
            best = f"{view.band.mark} {view.best}"
            painter.setPen(look.palette.color(view.band.value))
            painter.drawText(left, top, width, self._small_line, flags, best)
            used = metrics.horizontalAdvance(best)
            left, width = left + used, max(0, width - used)
            facts = f" · {facts}" if facts else ""
        painter.setPen(look.palette.color("off" if view.missing else "secondary"))
        short = metrics.elidedText(facts, Qt.TextElideMode.ElideRight, width)
        painter.drawText(left, top, width, self._small_line, flags, short)
