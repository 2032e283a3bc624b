"""A curve over dates that can be read with the mouse and with the keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame

from ui.diary.progress_view import CurveView, date_ticks
from ui.kit import theme
from ui.kit.theme import Look

_DOT: Final = 7
_BEST: Final = 15
_GRID: Final = 0.35
"""Opacity of the lines behind the curve."""
_LEAST: Final = QSize(240, 160)
_LINES: Final = 2.2
"""Lines of words over the record."""
_WEEK: Final = 5.0
"""Width of the bar of a week, days."""
_LABEL: Final = "September 2026 "
"""A long word of the axis of dates."""


class Curve(pg.PlotWidget):
    """Points, the line through them, the record with its words, and the point that is read.

    Signals:
        read: place of the point that is read.
    """

    read = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._view: CurveView | None = None
        self.place: int | None = None
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(False, False)
        plot.getViewBox().setDefaultPadding(0)
        plot.setContentsMargins(0, theme.S, theme.M, 0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._line = plot.plot(connect="finite", antialias=True)
        self._dots = pg.ScatterPlotItem()
        self._best = pg.ScatterPlotItem()
        self._here = pg.ScatterPlotItem()
        self._bars = pg.BarGraphItem(x=[], height=[], width=_WEEK)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._words = pg.TextItem("", anchor=(0.5, 1.3))
        for item in (self._cursor, self._bars, self._dots, self._best, self._here, self._words):
            plot.addItem(item)

    def dress(self, look: Look) -> None:
        """Take colours and language."""
        self._look = look
        palette = look.palette
        self.setBackground(palette.color("surface"))
        font = theme.drawn_font("tiny", bold=False)
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(palette.color("line"))
            axis.setTextPen(palette.color("secondary"))
            axis.setTickFont(font)
            axis.setStyle(
                tickLength=-theme.XS, tickTextOffset=theme.S, tickAlpha=_GRID, maxTickLevel=0
            )
            axis.setTickPen(palette.color("secondary"))
        self.getPlotItem().showGrid(y=True)
        line = QFontMetrics(font)
        self.getPlotItem().getAxis("bottom").setHeight(line.height() + theme.L)
        self.getPlotItem().getAxis("left").setWidth(line.horizontalAdvance("0000") + theme.XL)
        if self._view is not None:
            self.show_curve(self._view)

    def show_curve(self, view: CurveView) -> None:
        """Another curve."""
        self._view, look = view, self._look
        if look is None:
            return
        palette = look.palette
        x = np.array([point.x for point in view.points], float)
        y = np.array([point.y for point in view.points], float)
        accent = palette.color("accent")
        self._bars.setVisible(view.is_weekly)
        self._bars.setOpts(
            x=x + 3 if view.is_weekly else [], height=y if view.is_weekly else [],
            width=_WEEK, brush=palette.color("accent", 0.7), pen=QPen(Qt.PenStyle.NoPen),
        )  # fmt: skip
        self._line.setData(*_joined(view.line), pen=pg.mkPen(accent, width=2.5))
        faint = palette.color("accent", 0.35 if view.by_month else 1.0)
        shown = slice(None) if not view.is_weekly else slice(0, 0)
        self._dots.setData(
            x[shown], y[shown], size=_DOT - 2 if view.by_month else _DOT, brush=faint,
            pen=QPen(Qt.PenStyle.NoPen),
        )  # fmt: skip
        self.place = None
        self._here.setData([], [])
        self._cursor.hide()
        plot = self.getPlotItem()
        room = max(3.0, 0.02 * (view.last - view.first))
        plot.setXRange(view.first - room, view.last + room, padding=0)
        plot.getAxis("left").setTicks([list(view.ticks)] if view.ticks else None)
        self.setAccessibleName(", ".join(t for t in (view.title, view.unit, view.sentence) if t))
        self._mark_dates()

    def _show_best(self, view: CurveView, look: Look) -> None:
        if view.best is None:
            self._best.setData([], [])
            self._words.setText("")
            return
        point = view.points[view.best]
        x = point.x + (3 if view.is_weekly else 0)
        self._best.setData(
            [x], [point.y], size=_BEST, symbol="star", brush=look.palette.color("good"),
            pen=pg.mkPen(look.palette.color("surface")),
        )  # fmt: skip
        self._words.setFont(theme.drawn_font("tiny"))
        self._words.setText(f"{point.note}: {point.value}", color=look.palette.color("text"))
        middle = (view.first + view.last) / 2
        near = (x - middle) / max(1.0, view.last - view.first)
        side = 0.5 if abs(near) < 0.25 else 0.0 if near < 0 else 1.0
        self._words.setAnchor((side, 1.5))
        self._words.setPos(x, point.y)

    def _mark_dates(self) -> None:
        view, look = getattr(self, "_view", None), getattr(self, "_look", None)
        if view is None or look is None:  # pyqtgraph resizes while it is being made
            return
        font = theme.drawn_font("tiny", bold=False)
        room = self.width() // QFontMetrics(font).horizontalAdvance(_LABEL)
        ticks = date_ticks(view.first, view.last, room, look.texts)
        self.getPlotItem().getAxis("bottom").setTicks([ticks])
        self._show_best(view, look)
        self._raise_top(view)

    def _raise_top(self, view: CurveView) -> None:
        """Leave room above for the words of the record, however low the plot is.

        And a little below, for the lowest word of the axis.
        """
        plot = self.getPlotItem()
        high = plot.getViewBox().height()
        words = _LINES * QFontMetrics(theme.drawn_font("tiny")).height()
        top = view.top
        if view.best is not None and high > 2 * words:
            best = view.points[view.best].y - view.bottom
            top = max(top, view.bottom + best * high / (high - words))
        letter = QFontMetrics(theme.drawn_font("tiny", bold=False)).height()
        foot = (top - view.bottom) * letter / (2 * high) if high > 2 * words else 0.0
        plot.setYRange(view.bottom - foot, top, padding=0)

    def sizeHint(self) -> QSize:
        """Little: it takes what there is, and a page does not scroll for its sake."""
        return _LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many dates as there is room for."""
        super().resizeEvent(event)
        self._mark_dates()

    # -- reading --------------------------------------------------------------------------

    def read_point(self, place: int) -> None:
        """Point one out and tell which."""
        view, look = self._view, self._look
        if view is None or look is None or not view.points:
            return
        self.place = min(max(place, 0), len(view.points) - 1)
        point = view.points[self.place]
        x = point.x + (3 if view.is_weekly else 0)
        palette = look.palette
        self._here.setData(
            [x], [point.y], size=_DOT + 5, brush=palette.color("surface"),
            pen=pg.mkPen(palette.color("text"), width=2),
        )  # fmt: skip
        self._cursor.setPen(pg.mkPen(palette.color("secondary"), width=1))
        self._cursor.setPos(x)
        self._cursor.show()
        self.setAccessibleDescription(f"{point.when}: {point.value} {point.note}".strip())
        self.read.emit(self.place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right: the point before and after; Home and End: the first and the last."""
        count = len(self._view.points) if self._view else 0
        place = count if self.place is None else self.place
        steps = {
            Qt.Key.Key_Left: place - 1,
            Qt.Key.Key_Right: place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        else:
            self.read_point(step)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The point nearest to the mouse in time."""
        view = self._view
        if view is not None and view.points:
            box = self.getPlotItem().getViewBox()
            at = box.mapSceneToView(QPointF(event.position())).x()
            nearest = min(range(len(view.points)), key=lambda i: abs(view.points[i].x - at))
            if nearest != self.place:
                self.read_point(nearest)
        event.accept()


def _joined(
    pieces: Iterable[Iterable[tuple[float, float]]],
) -> tuple[list[float], list[float]]:
    """One line with NaN between the pieces."""
    x: list[float] = []
    y: list[float] = []
    for piece in pieces:
        for across, up in piece:
            x.append(across)
            y.append(up)
        x.append(float("nan"))
        y.append(float("nan"))
    return x, y
