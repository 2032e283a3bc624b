"""Scores over time: the last half minute while training, the whole session after."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QPainter, QPen, QResizeEvent, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from coach.scoring import FAIR, GOOD
from ui.kit import theme
from ui.kit.theme import Look, Palette
from ui.kit.widgets import LINES

SPAN_S: Final = 30.0
"""Seconds that the live chart looks back."""

_TOP: Final = 102.0
"""A little above the best score, so that its line is seen whole."""
_AHEAD_S: Final = 0.5
"""Seconds right of now, so that the end of a line is seen whole."""
_SHORTEST_S: Final = 0.4
_NARROW: Final = 340
_NARROWEST: Final = 0.6
"""Pixels, and the part of them below which the axis of time has fewer marks."""

Span = tuple[float, float]


def unjudged_spans(times: NDArray[np.float64], scores: NDArray[np.float64]) -> list[Span]:
    """Stretches of time in which the score is NaN, (start, end), but for moments."""
    spans: list[Span] = []
    missing = np.isnan(scores)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], missing.astype(int), [0]])))
    for first, after in zip(edges[::2], edges[1::2], strict=True):
        spans.append((float(times[first]), float(times[min(after, len(times) - 1)])))
    return [span for span in spans if span[1] - span[0] >= _SHORTEST_S]


class _Bands(pg.GraphicsObject):
    """The three bands, and hatching where nothing was judged."""

    def __init__(self) -> None:
        super().__init__()
        self._palette: Palette | None = None
        self._spans: list[Span] = []
        self._width = (-SPAN_S, 0.0)
        self.setZValue(-10)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    def dress(self, palette: Palette) -> None:
        self._palette = palette
        self.update()

    def set_width(self, start: float, end: float) -> None:
        self.prepareGeometryChange()
        self._width = (start, end)

    def set_spans(self, spans: list[Span]) -> None:
        if spans != self._spans:
            self._spans = spans
            self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(self._width[0], 0, self._width[1] - self._width[0], 100)

    def paint(
        self, painter: QPainter, _: QStyleOptionGraphicsItem, __: QWidget | None = None
    ) -> None:
        if self._palette is None:
            return
        start, end = self._width
        for token, low, high in (("good", GOOD, 100), ("fair", FAIR, GOOD), ("off", 0, FAIR)):
            area = QRectF(start, low, end - start, high - low)
            painter.fillRect(area, self._palette.color(token, 0.18 if token == "good" else 0.11))
        still = painter.worldTransform()
        brush = QBrush(self._palette.color("secondary", 0.55), Qt.BrushStyle.BDiagPattern)
        brush.setTransform(QTransform.fromScale(1 / still.m11(), 1 / still.m22()))
        for a, b in self._spans:
            painter.fillRect(QRectF(a, 0, b - a, 100), brush)


class ScoreChart(pg.PlotWidget):
    """A plot of scores 0..100 that cannot be dragged about."""

    def __init__(self, *, name: str, people: int = 2) -> None:
        """``name``: text key of the accessible name."""
        super().__init__()
        self._name = name
        plot = self.getPlotItem()
        plot.hideButtons()
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(False, False)
        plot.setYRange(0, _TOP, padding=0)
        plot.getAxis("left").setTicks(
            [[(0, "0"), (FAIR, f"{FAIR:.0f}"), (GOOD, f"{GOOD:.0f}"), (100, "100")]]
        )
        for side in ("left", "bottom"):
            plot.getAxis(side).setStyle(tickLength=0, tickTextOffset=theme.XS)
        plot.getViewBox().setDefaultPadding(0)
        plot.setContentsMargins(0, theme.S, theme.S, 0)
        self._look: Look | None = None
        self._scale = 1.0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(pg.QtWidgets.QFrame.Shape.NoFrame)
        self._bands = _Bands()
        plot.addItem(self._bands)
        self._lines = [plot.plot(connect="finite", antialias=True) for _ in range(people)]

    def dress(self, look: Look) -> None:
        """Take colours and language."""
        self._look, palette, scale = look, look.palette, self._scale
        self.setBackground(palette.surface)
        self._bands.dress(palette)
        for side in ("left", "bottom"):
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(QPen(palette.color("line")))
            axis.setTextPen(palette.secondary)
            axis.setTickFont(theme.drawn_font("small", bold=False, scale=scale))
        self.getPlotItem().getAxis("left").setWidth(round(theme.XXL * scale * theme.text_scale()))
        for (token, style), line in zip(LINES, self._lines, strict=False):
            line.setPen(
                pg.mkPen(
                    getattr(palette, token), width=2.5 * scale * theme.text_scale(), style=style
                )
            )
        self.setAccessibleName(look.texts(self._name))

    def set_scale(self, scale: float) -> None:
        """Larger words and lines, as the type around."""
        if scale != self._scale:
            self._scale = scale
            if self._look is not None:
                self.dress(self._look)


class LiveChart(ScoreChart):
    """The last half minute, the newest at the right."""

    def __init__(self) -> None:
        super().__init__(name="ui_chart_live")
        self._rows: deque[tuple[float, tuple[float, ...]]] = deque(maxlen=400)
        self.getPlotItem().setXRange(-SPAN_S, _AHEAD_S, padding=0)
        self._bands.set_width(-SPAN_S, _AHEAD_S)

    def dress(self, look: Look) -> None:
        """Take colours and language."""
        super().dress(look)
        plot, font = self.getPlotItem(), theme.drawn_font("small", bold=False, scale=self._scale)
        half = QFontMetrics(font).horizontalAdvance(look.texts("follow_now")) // 2 + theme.XS
        plot.setContentsMargins(0, theme.S, half, 0)
        plot.getAxis("bottom").setStyle(hideOverlappingLabels=half)
        self._mark_seconds()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Fewer marks where there is less room."""
        super().resizeEvent(event)
        self._mark_seconds()

    def _mark_seconds(self) -> None:
        look = getattr(self, "_look", None)  # pyqtgraph resizes while it is being made
        if look is None:
            return
        room = self.width() / (_NARROW * self._scale * theme.text_scale())
        marks = (20,) if room < _NARROWEST else (20, 10)
        ticks = [(-n, look.texts("ui_seconds_ago", n=n)) for n in marks]
        self.getPlotItem().getAxis("bottom").setTicks([[*ticks, (0, look.texts("follow_now"))]])

    def clear_scores(self) -> None:
        """Begin anew."""
        self._rows.clear()
        for line in self._lines:
            line.setData([], [])
        self._bands.set_spans([])

    def push(self, at: float, scores: Sequence[float]) -> None:
        """Scores of one moment, ``at`` in running seconds."""
        self._rows.append((at, tuple(scores)))
        times = np.array([row[0] for row in self._rows]) - at
        recent = times >= -SPAN_S
        for i, line in enumerate(self._lines):
            values = np.array([row[1][i] if i < len(row[1]) else np.nan for row in self._rows])
            line.setData(times[recent], values[recent])
            if i == 0:
                spans = unjudged_spans(times[recent], values[recent])
                if spans and np.isnan(values[-1]):  # up to the edge, not only up to now
                    spans[-1] = (spans[-1][0], _AHEAD_S)
                self._bands.set_spans(spans)
