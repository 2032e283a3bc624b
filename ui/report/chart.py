"""The charts of the report: the session from beginning to end, and the sessions before it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem

from coach.report import Chart, MoveRow, Past
from coach.scoring import FAIR, GOOD
from coach.types import MoveScore
from ui.follow.chart import ScoreChart
from ui.kit import theme
from ui.kit.bands import Band, band_named
from ui.kit.theme import Look, Palette
from ui.kit.words import clock_text, plain_tip

MOVES_HIGH: Final = 14.0
"""Points of the score below which the moves are drawn as bars."""
SHORTEST_NAME: Final = 3
"""Letters, the dots among them, up to which a shortened name is rather left out."""
SMALLEST_STEP_S: Final = 0.1
"""Seconds by which the mark of the moment moves at least."""
STEP_S: Final = 1.0
"""Seconds of a step by the arrow keys."""
BETWEEN_DAYS: Final = 24
"""Pixels between two days that are written below the sessions before, at least."""
HIGH: Final = 75.0
"""Score above which the newest one is written below its point: there is no room above."""
BAR_TINT: Final = 0.28
"""Part of the band's colour in the bar of a move."""
BANDS: Final = ((Band.GOOD, GOOD, 100.0), (Band.FAIR, FAIR, GOOD), (Band.OFF, 0.0, FAIR))
"""The bands of the score from their lower to their upper end."""


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
        self._bars: list[tuple[QGraphicsRectItem, pg.TextItem, tuple[str, ...], float]] = []
        self._duration = 1.0
        self._can_choose = True
        self.getPlotItem().showAxis("right")
        marks = self.getPlotItem().getAxis("right")
        marks.setStyle(tickLength=0, tickTextOffset=theme.XS)
        marks.setTicks([[((low + high) / 2, band.mark) for band, low, high in BANDS]])
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
        marks = self.getPlotItem().getAxis("right")
        marks.setPen(QPen(look.palette.color("line")))
        marks.setTextPen(look.palette.secondary)
        marks.setTickFont(theme.drawn_font("small"))
        marks.setWidth(round(theme.XL * theme.text_scale()))
        self._say_what_a_click_does()

    def let_choose(self, can: bool) -> None:
        """Whether a click shows a moment: only where there is something to look at."""
        self._can_choose = can
        self._marker.setVisible(can)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can else Qt.FocusPolicy.NoFocus)
        self._say_what_a_click_does()

    def _say_what_a_click_does(self) -> None:
        if self._look is not None:
            tip = self._look.texts("report_chart_tip") if self._can_choose else ""
            self.setToolTip(plain_tip(tip))

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
        if not self._can_choose:
            return
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
            band = band_named(row.band)
            color = band.value
            bar = QGraphicsRectItem(QRectF(move.start, 0, move.end - move.start, MOVES_HIGH))
            # opaque: the hatching behind must not run through the name
            bar.setBrush(_mixed(look.palette, color, BAR_TINT))
            pen = QPen(look.palette.color(color, 0.9))
            pen.setCosmetic(True)
            bar.setPen(pen)
            bar.setToolTip(plain_tip(f"{row.number} {row.name}  {row.score} {row.band_word}"))
            bar.setZValue(5)
            name = pg.TextItem("", color=look.palette.text, anchor=(0.5, 0.5))
            name.setFont(theme.drawn_font("tiny"))
            name.setPos((move.start + move.end) / 2, MOVES_HIGH / 2)
            name.setZValue(6)
            short = f"{band.mark} {row.number}"
            words = f"{short} {row.name}", short
            self._bars.append((bar, name, words, move.end - move.start))
            plot.addItem(bar)
            plot.addItem(name)
        self._shorten_names()

    def _shorten_names(self) -> None:
        """A name stays within its move: shortened, its mark and number, or left out."""
        metrics = QFontMetrics(theme.drawn_font("tiny"))
        second = self.getPlotItem().getViewBox().width() / self._duration
        for _, item, (words, short), length in self._bars:
            room = int(max(length * second - theme.M, 0))
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            if shown != words and len(shown) <= SHORTEST_NAME + len(short):
                shown = short if metrics.horizontalAdvance(short) <= room else ""
            item.setText(shown)


def _mixed(palette: Palette, token: str, share: float) -> QColor:
    """``share`` of a colour on the surface of a card."""
    color, ground = palette.color(token), palette.color("surface")
    return QColor.fromRgbF(
        share * color.redF() + (1 - share) * ground.redF(),
        share * color.greenF() + (1 - share) * ground.greenF(),
        share * color.blueF() + (1 - share) * ground.blueF(),
    )


class PastChart(ScoreChart):
    """The scores of all sessions like this one, this one last, over the days."""

    def __init__(self) -> None:
        super().__init__(name="report_past", people=1)
        self._past: tuple[Past, ...] = ()
        self._dots = pg.ScatterPlotItem(pxMode=True)
        self._newest = pg.TextItem("", anchor=(0.5, 1.2))
        for item in (self._dots, self._newest):
            self.getPlotItem().addItem(item)
        self._bands.hide()

    def dress(self, look: Look) -> None:
        """Take colours and language."""
        super().dress(look)
        name_axes(self, look, "")
        self._dots.setBrush(pg.mkBrush(look.palette.surface))
        self._dots.setPen(pg.mkPen(look.palette.person, width=2))
        self._newest.setColor(look.palette.color("text"))
        self._newest.setFont(theme.drawn_font("body"))

    def show_past(self, past: Sequence[Past], look: Look) -> None:
        """Each session at its day, the oldest first; the score of the newest is written."""
        self._past = tuple(past)
        scores = np.array([one.score for one in past])
        places = np.array([one.at for one in past])
        self._lines[0].setData(places, scores)
        self._dots.setData(places, scores, size=[8] * (len(past) - 1) + [12] if past else [])
        self._newest.setText(f"{scores[-1]:.0f}" if past else "")
        if past:
            self._newest.setPos(places[-1], scores[-1])
            self._newest.setAnchor((0.5, -0.2 if scores[-1] > HIGH else 1.2))
            whole = max(float(places[-1]), 0.01)
            self.getPlotItem().setXRange(-0.08 * whole, 1.08 * whole, padding=0)
        self._write_days()
        told = ", ".join(f"{score:.0f}" for score in scores)
        self.setAccessibleDescription(look.texts("report_past_words", scores=told))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Days where there is room."""
        super().resizeEvent(event)
        if hasattr(self, "_newest"):  # pyqtgraph resizes while it is being made
            self._write_days()

    def _write_days(self) -> None:
        """The newest day, and of those before as many as there is room for."""
        view = self.getPlotItem().getViewBox()
        (first, last), metrics = view.viewRange()[0], QFontMetrics(theme.drawn_font("small"))
        pixels = view.width() / max(last - first, 1e-9)
        ticks: list[tuple[float, str]] = []
        free = math.inf
        for one in reversed(self._past):
            half = (metrics.horizontalAdvance(one.day) + BETWEEN_DAYS) / 2
            if one.at * pixels + half <= free:
                ticks.append((one.at, one.day))
                free = one.at * pixels - half
        self.getPlotItem().getAxis("bottom").setTicks([ticks])


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
