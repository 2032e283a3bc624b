"""The report as one HTML page: no script, no network, light and dark, printable."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup

from coach.report.look import DARK, LIGHT
from coach.report.view import ReportView
from coach.report.words import clock
from coach.texts import Texts

TEMPLATE: Final = "report.html.jinja"

PLOT_LEFT: Final = 36.0
PLOT_TOP: Final = 12.0
PLOT_WIDTH: Final = 872.0
PLOT_HEIGHT: Final = 200.0


def report_html(view: ReportView, texts: Texts) -> str:
    """The page of a report."""
    return _environment().get_template(TEMPLATE).render(view=view, t=texts, light=LIGHT, dark=DARK)


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


def _width(text: str) -> float:
    """Rough width of a label of the chart, in units of the drawing."""
    return sum(12.5 if ord(c) >= 0x1100 else 7.3 for c in text)
