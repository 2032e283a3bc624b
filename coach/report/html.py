"""The report as one HTML page: no script, no network, light and dark, printable."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup

from coach.report.chart import bars
from coach.report.look import DARK, LIGHT
from coach.report.physio import PhysioView
from coach.report.view import ReportView
from coach.report.words import clock
from coach.scoring import FAIR
from coach.texts import Texts

PLOT_LEFT: Final = 36.0
PLOT_TOP: Final = 12.0
PLOT_WIDTH: Final = 872.0
PLOT_HEIGHT: Final = 200.0
SPARK_WIDTH: Final = 78.0
SPARK_HEIGHT: Final = 22.0


def report_html(view: ReportView, texts: Texts) -> str:
    """The page of a report."""
    return _page("report", view, texts)


def physio_html(view: PhysioView, texts: Texts) -> str:
    """The page for a physiotherapist."""
    return _page("physio", view, texts)


def _page(name: str, view: ReportView | PhysioView, texts: Texts) -> str:
    template = _environment().get_template(f"{name}.html.jinja")
    return template.render(view=view, t=texts, light=LIGHT, dark=DARK)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clock"] = clock
    environment.filters["units"] = _width
    environment.filters["whole"] = _whole
    environment.filters["bars"] = _bars
    environment.filters["bar"] = _bar_width
    environment.globals["plot"] = {
        "left": PLOT_LEFT,
        "top": PLOT_TOP,
        "width": PLOT_WIDTH,
        "height": PLOT_HEIGHT,
        "right": PLOT_LEFT + PLOT_WIDTH,
        "bottom": PLOT_TOP + PLOT_HEIGHT,
    }
    environment.globals["polyline"] = _polyline
    return environment


def _polyline(line: tuple[tuple[float, float], ...], duration: float) -> Markup:
    """Points of a stretch in the coordinates of the plot; a single one becomes a dash."""
    if len(line) == 1:
        (second, score), half = line[0], duration / 320
        line = ((second - half, score), (second + half, score))
    return Markup(
        " ".join(
            f"{PLOT_LEFT + PLOT_WIDTH * second / duration:.1f},"
            f"{PLOT_TOP + PLOT_HEIGHT * (1 - score / 100):.1f}"
            for second, score in line
        )
    )


def _whole(scores: Iterable[float]) -> str:
    """Scores to be read out: "82, 75, –"."""
    return ", ".join(f"{score:.0f}" if math.isfinite(score) else "–" for score in scores)


def _bar_width(scores: Sequence[float]) -> str:
    return f"{min(0.7 * SPARK_WIDTH / len(bars(scores)), 8):.1f}"


def _bars(scores: Sequence[float]) -> Iterator[tuple[str, int, bool]]:
    """Left end, height and whether it was off, of each repetition that was judged."""
    shown = bars(scores)
    step = min(SPARK_WIDTH / len(shown), 8 / 0.7)
    for i, score in enumerate(shown):
        if math.isfinite(score):
            yield f"{1 + i * step:.1f}", max(round(SPARK_HEIGHT * score / 100), 2), score < FAIR


def _width(text: str) -> float:
    """Rough width of a label of the chart, in units of the drawing."""
    return sum(12.5 if ord(c) >= 0x1100 else 7.3 for c in text)
