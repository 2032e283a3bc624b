"""The table of moves in the report."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from coach.report import MoveRow, bars
from ui.kit import theme
from ui.kit.bands import band_named, band_of
from ui.kit.theme import Look
from ui.kit.words import plain_tip

_COLUMNS: Final = (
    "report_move",
    "report_score",
    "report_timing",
    "report_repetitions",
    "report_weakest",
    "report_trend_column",
    "report_cue",
)
"""Text key of every column; the first two are bold, the last one gets the room that is left."""

_BOLD: Final = (0, 1)
_SCORE: Final = 1
_TREND: Final = 5
_LONGEST: Final = (0.17, 0.19, 0.14, 0.12, 0.12, 0.1)
"""Widest a column may be, part of the whole; longer words wrap."""
_SHORTEST_CUE: Final = 180
SCORES: Final = Qt.ItemDataRole.UserRole
"""Role of the scores of a move's repetitions."""
TOKEN: Final = Qt.ItemDataRole.UserRole + 1
"""Role of the palette token of the first line."""
TREND_WIDE: Final = 64
TREND_HIGH: Final = 28
"""Pixels of the bars of the repetitions."""
_WIDEST_BAR: Final = 8
_TEXT: Final = int(Qt.TextFlag.TextWordWrap)
_LONG_WORD: Final = re.compile(r"(\S{16})(?=\S{8})")
"""Letters of a word after which it may be broken."""
_ZERO_WIDTH: Final = "\u200b"

Index = QModelIndex | QPersistentModelIndex


class CellPainter(QStyledItemDelegate):
    """Draws the first line of a cell large and the others small; of the trend, bars."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def height(self, index: Index, width: int) -> int:
        """Pixels that a cell needs in a width."""
        room = width - 2 * theme.M
        return sum(
            QFontMetrics(font).boundingRect(QRect(0, 0, room, 10_000), _TEXT, line).height()
            for line, font in _lines(index)
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        if self.look is None:
            return
        palette, place = self.look.palette, option.rect
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(place, palette.color("raised" if chosen else "surface"))
        painter.setPen(palette.color("line"))
        painter.drawLine(place.bottomLeft(), place.bottomRight())
        inside = place.adjusted(theme.M, theme.M, -theme.M, -theme.M)
        scores = index.data(SCORES) if index.column() == _TREND else ()
        if scores:
            _paint_bars(painter, QRectF(inside.topLeft(), _bars_size()), scores, self.look)
        else:
            self._write(painter, inside, index, self.look)
        painter.restore()

    @staticmethod
    def _write(painter: QPainter, inside: QRect, index: Index, look: Look) -> None:
        top = inside.top()
        for number, (line, font) in enumerate(_lines(index)):
            token = "secondary" if number else index.data(TOKEN) or "text"
            painter.setFont(font)
            painter.setPen(look.palette.color(token))
            place = QRect(inside.left(), top, inside.width(), inside.bottom() - top + theme.M)
            painter.drawText(place, _TEXT, line)
            top += painter.boundingRect(place, _TEXT, line).height()


def _bars_size() -> QSize:
    return QSize(TREND_WIDE, TREND_HIGH)


def _lines(index: Index) -> list[tuple[str, QFont]]:
    """The lines of a cell with their fonts."""
    text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
    lines = _LONG_WORD.sub(rf"\1{_ZERO_WIDTH}", text).split("\n")
    bold = index.column() in _BOLD
    fonts = [theme.drawn_font("body", bold=bold), theme.drawn_font("small", bold=False)]
    return [(line, fonts[min(number, 1)]) for number, line in enumerate(lines)]


def _paint_bars(painter: QPainter, place: QRectF, scores: Sequence[float], look: Look) -> None:
    """A bar a repetition: full where it was good, an outline where it was not."""
    scores = bars(scores)
    step = min(place.width() / len(scores), _WIDEST_BAR / 0.7)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for i, score in enumerate(scores):
        if math.isnan(score):
            continue
        color = look.palette.color(band_of(score).value)
        high = max(place.height() * score / 100, 2.0)
        bar = QRectF(place.left() + i * step, place.bottom() - high, 0.7 * step, high)
        painter.setPen(QPen(color, 1.0))
        painter.setBrush(color if band_of(score).value == "good" else Qt.BrushStyle.NoBrush)
        if band_of(score).value == "fair":
            painter.fillRect(bar, look.palette.color("fair", 0.45))
        painter.drawRect(bar)


def _score(row: MoveRow, look: Look) -> str:
    """Mark, score and grade; below how sure it is and how it was last time."""
    band = band_named(row.band)
    grade = row.grade if row.score else ""
    first = "  ".join(word for word in (band.mark, row.score, grade, row.band_word) if word)
    sure = f"{row.margin} · {row.judged}" if row.margin else row.judged
    change = f"{look.texts('report_change')} {row.change}" if row.change else ""
    return "\n".join(line for line in (first, sure, change) if line)


class MovesTable(QTableWidget):
    """One row a move; read only.

    Signals:
        move_chosen: number of the row that was clicked or opened.
    """

    move_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(0, len(_COLUMNS))
        self._painter = CellPainter()
        self.setItemDelegate(self._painter)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.cellClicked.connect(lambda row, _: self.move_chosen.emit(row))
        self.itemActivated.connect(lambda item: self.move_chosen.emit(item.row()))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionsClickable(False)

    def let_choose(self, can: bool) -> None:
        """Whether a click leads anywhere."""
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)

    def show_rows(self, rows: Sequence[MoveRow], look: Look) -> None:
        """Fill the table."""
        self._painter.look = look
        self.setHorizontalHeaderLabels([look.texts(key) for key in _COLUMNS])
        bars_head = self.horizontalHeaderItem(_TREND)
        if bars_head is not None:
            bars_head.setToolTip(plain_tip(look.texts("report_trend_tip")))
        self.setAccessibleName(look.texts("report_moves"))
        self.setRowCount(len(rows))
        for i, row in enumerate(rows):
            told = ", ".join(f"{s:.0f}" if math.isfinite(s) else "–" for s in row.scores)
            cells = (
                f"{row.number}  {row.name}\n{row.span}",
                _score(row, look),
                row.timing,
                row.repetitions,
                row.joint,
                look.texts("report_trend_words", scores=told) if told else "–",
                "\n".join(line for line in (row.cue, *row.notes) if line),
            )
            for j, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(plain_tip(text))
                if j == _TREND and told:
                    item.setData(SCORES, row.scores)
                if j == _SCORE:
                    item.setData(TOKEN, band_named(row.band).value)
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
            self.setRowHeight(i, self._row_height(i, widths))
            height += self.rowHeight(i)
        if sum(widths) > self.viewport().width():
            height += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(max(height, theme.HUGE))

    def _widths(self) -> list[int]:
        """As wide as the words need but no wider than their share; the cue gets the rest."""
        room = self.viewport().width()
        head = QFontMetrics(theme.drawn_font("small"))
        widths = []
        for j, share in enumerate(_LONGEST):
            title = self.horizontalHeaderItem(j)
            needed = [head.horizontalAdvance(title.text()) if title else 0]
            if j == _TREND:
                needed.append(TREND_WIDE)
            else:
                needed += [
                    QFontMetrics(font).horizontalAdvance(line) + theme.XS
                    for i in range(self.rowCount())
                    for line, font in _lines(self.model().index(i, j))
                ]
            least = max(needed[0], self._longest_word(j)) + 2 * theme.M
            widths.append(max(least, min(max(needed) + 2 * theme.M, round(room * share))))
        least = round(_SHORTEST_CUE * theme.text_scale())
        longest = self._longest_word(len(_LONGEST)) + 2 * theme.M
        return [*widths, max(room - sum(widths), least, longest)]

    def _longest_word(self, j: int) -> int:
        """Pixels of the longest word of a column."""
        if j == _TREND:
            return TREND_WIDE
        words = (
            QFontMetrics(font).horizontalAdvance(word)
            for i in range(self.rowCount())
            for line, font in _lines(self.model().index(i, j))
            for word in re.split(rf"[\s{_ZERO_WIDTH}]", line)
        )
        return max(words, default=0) + theme.XS

    def _row_height(self, i: int, widths: list[int]) -> int:
        """Height of the cell that has most lines."""
        cells = (
            TREND_HIGH if j == _TREND else self._painter.height(self.model().index(i, j), width)
            for j, width in enumerate(widths)
        )
        return max(cells) + 2 * theme.M
