"""How a day of a month or a year is painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.diary.calendar_view import DayCell, YearCell
from ui.diary.days_model import LONGEST_MONTH, Index
from ui.kit import theme
from ui.kit.bands import Band
from ui.kit.theme import Look, Palette

WARMTH: Final = (0.0, 0.07, 0.14, 0.21, 0.28)
"""Opacity of the accent behind a day, by its heat; words on it stay readable."""
DOTS: Final = (0.0, 0.22, 0.36, 0.5, 0.64)
"""Size of the dot of a day that is too small for words, by its heat; share of its cell."""
MARK_GROUND: Final = "surface"
"""Token of what lies behind the mark of a score: its colour is not read on a warm day."""
_MARK: Final = 9
_RING: Final = 2
"""Size of the mark of a score and width of its line, pixels at the usual size of words."""
_ROOMY: Final = 6
"""Lines of small letters from which a day is written in them, and not in tiny ones."""


class DayPaint(QStyledItemDelegate):
    """Paints the ground of a day: how warm it is, and whether it is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Look | None = None

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One day."""
        table: Any = option.widget  # a DaysTable
        cell = table.days.cell(index)
        if cell is None or self.look is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(1.5, 1.5, -1.5, -1.5)
        self._ground(painter, rect, cell, is_dropped_on=cell.day == table.drop_day)
        if option.state & QStyle.StateFlag.State_Selected:
            token = "accent" if table.hasFocus() else "secondary"
            painter.setPen(QPen(self.look.palette.color(token), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        if cell.day == table.drop_day:
            self._invite(painter, rect.toRect())
            painter.restore()
            return
        self._words(painter, rect.toRect().adjusted(theme.XS, theme.XS, -theme.XS, -theme.XS), cell)
        painter.restore()

    def _ground(
        self, painter: QPainter, rect: QRectF, cell: DayCell | YearCell, *, is_dropped_on: bool
    ) -> None:
        assert self.look is not None
        palette = self.look.palette
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color("surface"))
        painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)
        warmth = WARMTH[-1] if is_dropped_on else WARMTH[cell.heat]
        painter.setBrush(palette.color("accent", warmth))
        if is_dropped_on:
            painter.setPen(QPen(palette.color("accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, theme.RADIUS, theme.RADIUS)

    def _invite(self, painter: QPainter, rect: QRect) -> None:
        """Say that videos can be let go here."""
        assert self.look is not None
        painter.setFont(theme.drawn_font("tiny"))
        painter.setPen(self.look.palette.color("text"))
        words = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(rect, words, self.look.texts("calendar_drop"))

    def _words(self, painter: QPainter, rect: QRect, cell: Any) -> None:
        raise NotImplementedError


class MonthPaint(DayPaint):
    """A day of the month: its number, score, what was done and how long."""

    def _ground(
        self, painter: QPainter, rect: QRectF, cell: DayCell | YearCell, *, is_dropped_on: bool
    ) -> None:
        assert isinstance(cell, DayCell)
        if cell.is_outside and not is_dropped_on:
            painter.setOpacity(0.5)
        super()._ground(painter, rect, cell, is_dropped_on=is_dropped_on)
        painter.setOpacity(1.0)

    def _words(self, painter: QPainter, rect: QRect, cell: DayCell) -> None:
        assert self.look is not None
        palette = self.look.palette
        ink = palette.color("text" if cell.heat and not cell.is_outside else "secondary")
        top = self._number(painter, rect, cell)
        small = theme.drawn_font("small", bold=False)
        if rect.height() - top.height() < _ROOMY * QFontMetrics(small).height():
            small = theme.drawn_font("tiny", bold=False)
        painter.setFont(small)
        metrics = QFontMetrics(small)
        line = metrics.height()
        if cell.score:
            self._score(painter, rect.adjusted(top.width() + 2, 0, 0, 0), top.height(), cell)
        painter.setPen(ink)
        area = QRect(rect.left(), top.bottom() + 1, rect.width(), line)
        lines = (rect.bottom() + theme.XS - area.top()) // line
        for text, more in _lines(cell, lines):
            room = area.width() - metrics.horizontalAdvance(more)
            short = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), short + more)
            area.translate(0, line)

    def _score(self, painter: QPainter, room: QRect, high: int, cell: DayCell) -> None:
        """Mark and points, on a ground of their own; nothing where there is no room."""
        assert self.look is not None
        palette = self.look.palette
        size = round(_MARK * theme.text_scale())
        points = painter.fontMetrics().horizontalAdvance(cell.score)
        wide = size + theme.XS + points + 2 * theme.XS
        if wide > room.width():
            return
        ground = QRectF(room.right() - wide + 1, room.top(), wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color(MARK_GROUND))
        painter.drawRoundedRect(ground, high / 2, high / 2)
        mark = QRectF(ground.left() + theme.XS, ground.center().y() - size / 2, size, size)
        draw_mark(painter, mark, cell.band, palette)
        painter.setPen(palette.color("text"))
        words = ground.adjusted(0, 0, -theme.XS, 0)
        painter.drawText(
            words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, cell.score
        )

    def _number(self, painter: QPainter, rect: QRect, cell: DayCell) -> QRect:
        """Draw the number of the day; the place that it takes."""
        assert self.look is not None
        palette = self.look.palette
        font = theme.drawn_font("small", bold=cell.is_today or bool(cell.heat))
        metrics = QFontMetrics(font)
        size = metrics.height() + 2
        text = str(cell.day.day)
        width = max(size, metrics.horizontalAdvance(text) + theme.S)
        area = QRect(rect.left(), rect.top(), width, size)
        painter.setFont(font)
        if cell.is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color("accent"))
            painter.drawRoundedRect(area, size / 2, size / 2)
            painter.setPen(palette.color("on_accent"))
        else:
            painter.setPen(palette.color("secondary" if cell.is_outside else "text"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)
        return area


def draw_mark(painter: QPainter, place: QRectF, band: Band, palette: Palette) -> None:
    """The shape of a band: filled, half, open; its line is thicker than that of a letter."""
    color = palette.color(band.value)
    ring = _RING * theme.text_scale()
    inner = place.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2)
    painter.setPen(QPen(color, ring))
    painter.setBrush(color if band is Band.GOOD else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(inner)
    if band is Band.FAIR:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPie(place, 90 * 16, 180 * 16)


def _lines(cell: DayCell, room: int) -> list[tuple[str, str]]:
    """What fits into so many lines: a name in each, the time in the last one.

    Each with what stands behind it however short the line: how many names there was no room for.
    """
    if room <= 0 or not (cell.names or cell.time):
        return []
    last = [(cell.time, "")] if cell.time and (room > 1 or not cell.names) else []
    shown = cell.names[: room - len(last)]
    left = len(cell.names) - len(shown)
    names = [(name, "") for name in shown]
    if left:
        names[-1] = (shown[-1], f" +{left}")
    return [*names, *last]


class YearPaint(DayPaint):
    """A day of the year: its minutes, or a dot where they have no room.

    Attributes:
        amounts: what each month comes to; it stands after its days.
    """

    amounts: Sequence[str] = ()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One day, or what the month comes to."""
        super().paint(painter, option, index)
        if index.column() == LONGEST_MONTH and self.look is not None:
            painter.save()
            painter.setFont(theme.drawn_font("tiny", bold=False))
            painter.setPen(self.look.palette.color("secondary"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(option.rect, int(right), self.amounts[index.row()])
            painter.restore()

    def _words(self, painter: QPainter, rect: QRect, cell: YearCell) -> None:
        assert self.look is not None
        palette = self.look.palette
        middle = int(Qt.AlignmentFlag.AlignCenter)
        font = theme.drawn_font("tiny", bold=False)
        around = rect.adjusted(-theme.XS, -theme.XS, theme.XS, theme.XS)
        if cell.minutes and QFontMetrics(font).horizontalAdvance(cell.minutes) <= around.width():
            painter.setFont(font)
            painter.setPen(palette.color("text"))
            painter.drawText(around, middle, cell.minutes)
        elif cell.heat:
            size = DOTS[cell.heat] * min(around.width(), around.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color("text"))
            painter.drawEllipse(QRectF(around).center(), size / 2, size / 2)
        if cell.is_today:
            painter.setPen(QPen(palette.color("accent"), 2))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
