"""The charts of the report: the session from beginning to end, and the sessions before it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem

from coach.report import Chart, MoveRow
from coach.types import MoveScore
from ui.follow.chart import ScoreChart
from ui.kit import theme
from ui.kit.bands import band_named
from ui.kit.theme import Look
from ui.kit.words import clock_text, plain_tip

MOVES_HIGH: Final = 14.0
"""Points of the score below which the moves are drawn as bars."""
SHORTEST_NAME: Final = 3
"""Letters, the dots among them, up to which a shortened name is rather left out."""
SMALLEST_STEP_S: Final = 0.1
"""Seconds by which the mark of the moment moves at least."""
STEP_S: Final = 1.0
"""Seconds of a step by the arrow keys."""
MOST_DAYS: Final = 6
"""Days that are written below the sessions before."""


def curve_of(chart: Chart) -> tuple[list[float], list[float]]:
    """Seconds and scores of a chart, NaN between stretches that were judged without a break."""
    points = [point for line in chart.lines for point in (*line, (line[-1][0], math.nan))]
    return [second for second, _ in points], [score for _, score in points]


class SessionChart(ScoreChart):
    """The whole session with its moves named; a click chooses a moment.

    Signals:
        moment_chosen: second in the target.
    """

    moment_chosen = Signal(float)

    def __init__(self) -> None:
        super().__init__(name="ui_chart_session")
        self._bars: list[tuple[QGraphicsRectItem, pg.TextItem, str, float]] = []
        self._duration = 1.0
        self._marker = pg.InfiniteLine(0.0)
        self._marker.setZValue(10)
        self.getPlotItem().addItem(self._marker)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def dress(self, look: Look) -> None:
        """Take colours and language, and say what the axes show."""
        super().dress(look)
        name_axes(self, look, "report_axis_time")
        self._marker.setPen(pg.mkPen(look.palette.accent, width=2))
        self.setToolTip(look.texts("report_chart_tip"))

    def show_session(
        self,
        charts: Sequence[Chart],
        moves: Sequence[MoveScore],
        rows: Sequence[MoveRow],
        look: Look,
    ) -> None:
        """A curve of each person; the gaps are those of the first one, the moves of one."""
        plot, first = self.getPlotItem(), charts[0]
        self._duration = first.duration
        plot.setXRange(0, first.duration, padding=0)
        self._bands.set_width(0.0, first.duration)
        plot.getAxis("bottom").setTicks([[(t, clock_text(t)) for t in first.ticks]])
        curves = [curve_of(chart) for chart in charts]
        for line, curve in zip(self._lines, [*curves, *[([], [])] * 2], strict=False):
            line.setData(*curve)
        self._bands.set_spans(list(first.gaps))
        self._show_moves(moves, rows, look)

    def mark(self, time: float) -> None:
        """The moment that is looked at; a step too small to be seen is not painted."""
        if abs(time - self.marked) >= max(SMALLEST_STEP_S, self._duration / max(self.width(), 1)):
            self._marker.setValue(time)

    @property
    def marked(self) -> float:
        """The moment that is looked at, seconds."""
        return float(self._marker.value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the moment under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            at = (
                self.getPlotItem()
                .getViewBox()
                .mapSceneToView(self.mapToScene(event.position().toPoint()))
            )
            self._choose(at.x())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right: a second."""
        steps: dict[int, float] = {Qt.Key.Key_Left: -STEP_S, Qt.Key.Key_Right: STEP_S}
        if event.key() in steps:
            self._choose(self.marked + steps[event.key()])
        else:
            event.ignore()

    def _choose(self, time: float) -> None:
        self.moment_chosen.emit(min(max(time, 0.0), self._duration))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Names where there is room."""
        super().resizeEvent(event)
        if hasattr(self, "_bars"):  # pyqtgraph resizes while it is being made
            self._shorten_names()

    def _show_moves(self, moves: Sequence[MoveScore], rows: Sequence[MoveRow], look: Look) -> None:
        plot = self.getPlotItem()
        for bar, name, _, _ in self._bars:
            plot.removeItem(bar)
            plot.removeItem(name)
        self._bars = []
        for move, row in zip(moves, rows, strict=True):
            color = band_named(row.band).value
            bar = QGraphicsRectItem(QRectF(move.start, 0, move.end - move.start, MOVES_HIGH))
            bar.setBrush(look.palette.color(color, 0.25))
            pen = QPen(look.palette.color(color, 0.9))
            pen.setCosmetic(True)
            bar.setPen(pen)
            bar.setToolTip(plain_tip(f"{row.number} {row.name}  {row.score} {row.band_word}"))
            bar.setZValue(5)
            name = pg.TextItem("", color=look.palette.text, anchor=(0.5, 0.5))
            name.setFont(theme.drawn_font("tiny"))
            name.setPos((move.start + move.end) / 2, MOVES_HIGH / 2)
            name.setZValue(6)
            self._bars.append((bar, name, f"{row.number} {row.name}", move.end - move.start))
            plot.addItem(bar)
            plot.addItem(name)
        self._shorten_names()

    def _shorten_names(self) -> None:
        """A name stays within its move: shortened, its number, or left out."""
        metrics = QFontMetrics(theme.drawn_font("tiny"))
        second = self.getPlotItem().getViewBox().width() / self._duration
        for _, item, words, length in self._bars:
            room = int(max(length * second - theme.M, 0))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            number = words.split()[0]
            if shown != words and len(shown) <= SHORTEST_NAME + len(number):
                shown = number if metrics.horizontalAdvance(number) <= room else ""
            item.setText(shown)


class PastChart(ScoreChart):
    """The scores of all sessions like this one, this one last."""

    def __init__(self) -> None:
        super().__init__(name="report_past", people=1)
        self._dots = pg.ScatterPlotItem(pxMode=True)
        self.getPlotItem().addItem(self._dots)
        self._bands.hide()

    def dress(self, look: Look) -> None:
        """Take colours and language."""
        super().dress(look)
        name_axes(self, look, "")
        self._dots.setBrush(pg.mkBrush(look.palette.surface))
        self._dots.setPen(pg.mkPen(look.palette.person, width=2))

    def show_past(self, past: Sequence[tuple[str, float]], look: Look) -> None:
        """Day and score of each, the oldest first."""
        scores = np.array([score for _, score in past])
        places = np.arange(len(past))
        self._lines[0].setData(places, scores)
        self._dots.setData(places, scores, size=[8] * (len(past) - 1) + [12] if past else [])
        step = max(1, -(-len(past) // MOST_DAYS))
        days = [(i, day) for i, (day, _) in enumerate(past) if (len(past) - 1 - i) % step == 0]
        plot = self.getPlotItem()
        plot.getAxis("bottom").setTicks([days])
        plot.setXRange(-0.5, max(len(past) - 0.5, 0.5), padding=0)
        told = ", ".join(f"{score:.0f}" for score in scores)
        self.setAccessibleDescription(look.texts("report_past_words", scores=told))


def name_axes(chart: ScoreChart, look: Look, across: str) -> None:
    """What the axes show, with units; ``across``: text key, "" where the marks say it."""
    words, marks = theme.drawn_font("tiny"), QFontMetrics(theme.drawn_font("small"))
    style = {"color": look.palette.secondary, "font-size": f"{words.pixelSize()}px"}
    line = QFontMetrics(words).height()
    left, bottom = (chart.getPlotItem().getAxis(side) for side in ("left", "bottom"))
    left.setLabel(look.texts("report_axis_score"), **style)
    left.setWidth(marks.horizontalAdvance("100") + line + theme.M)
    bottom.setHeight(marks.height() + theme.S + (line if across else 0))
    if across:
        bottom.setLabel(look.texts(across), **style)
