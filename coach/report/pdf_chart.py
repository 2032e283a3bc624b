"""The chart of a report and its marks in the vector primitives of the PDF library."""

from __future__ import annotations

from typing import Final

from coach.report import look
from coach.report.pdf_page import Page
from coach.report.view import PersonView
from coach.report.words import clock

PLOT_HEIGHT: Final = 42.0
AXIS: Final = 7.0
MOVES: Final = 7.0
CHART_HEIGHT: Final = PLOT_HEIGHT + AXIS + MOVES + 8.0
LEFT: Final = 8.0
HATCH_STEP: Final = 2.0
MARK: Final = 3.4
"""Room for the mark of a band before the name of a move, mm."""

_BANDS: Final = (("good", 80, 100), ("fair", 60, 80), ("off", 0, 60))


def _colour(band: str) -> str:
    return look.LIGHT["secondary" if band == "none" else band]


def draw_mark(page: Page, band: str, x: float, y: float, radius: float) -> None:
    """The shape of a band about (x, y) mm: full, half or open circle, or a dash."""
    colour = look.rgb(_colour(band))
    page.set_draw_color(*colour)
    page.set_fill_color(*colour)
    page.set_line_width(0.4)
    if band == "none":
        page.line(x - radius, y, x + radius, y)
        return
    page.circle(x=x, y=y, radius=radius, style="DF" if band == "good" else "D")
    if band == "fair":
        page.solid_arc(x - radius, y - radius, 2 * radius, 90, 270, style="F")


def draw_chart(page: Page, person: PersonView, x: float, y: float, width: float) -> None:
    """Score over time with its bands, gaps, moves and legend; leaves the cursor below it."""
    left, plot = x + LEFT, width - LEFT
    _ground(page, person, left, y, plot)
    page.set_draw_color(*look.rgb(look.LIGHT["text"]))
    page.set_line_width(0.5)
    for line in person.chart.lines:
        points = [
            (left + plot * second / person.chart.duration, y + PLOT_HEIGHT * (1 - score / 100))
            for second, score in line
        ]
        if len(points) == 1:
            (at, height), half = points[0], 0.4
            points = [(at - half, height), (at + half, height)]
        page.polyline(points)
    _axes(page, person, left, y, plot)
    below = y + PLOT_HEIGHT + AXIS
    if person.moves:
        _moves(page, person, left, below, plot)
        below += MOVES + 1
    _legend(page, person, left, below + 1)
    page.set_xy(page.l_margin, below + 6)


def _ground(page: Page, person: PersonView, left: float, top: float, width: float) -> None:
    for band, low, high in _BANDS:
        page.set_fill_color(*look.mixed(_colour(band), look.LIGHT["surface"], 0.14))
        height = PLOT_HEIGHT * (high - low) / 100
        page.rect(left, top + PLOT_HEIGHT * (1 - high / 100), width, height, style="F")
    for start, end in person.chart.gaps:
        at = left + width * start / person.chart.duration
        _hatch(page, at, top, width * (end - start) / person.chart.duration, PLOT_HEIGHT)


def _hatch(page: Page, x: float, y: float, width: float, height: float) -> None:
    page.set_draw_color(*look.mixed(look.LIGHT["secondary"], look.LIGHT["surface"], 0.55))
    page.set_line_width(0.3)
    with page.rect_clip(x, y, width, height):
        at = x - height
        while at < x + width:
            page.line(at, y + height, at + height, y)
            at += HATCH_STEP


def _axes(page: Page, person: PersonView, left: float, top: float, width: float) -> None:
    page.style(8, "secondary")
    for score in (0, 60, 80, 100):
        page.set_xy(left - LEFT, top + PLOT_HEIGHT * (1 - score / 100) - 2)
        page.cell(LEFT - 1, 4, str(score), align="R")
    for second in person.chart.ticks:
        at = left + width * second / person.chart.duration
        page.set_xy(at - 8, top + PLOT_HEIGHT + 1)
        page.cell(16, 4, clock(second), align="C")


def _moves(page: Page, person: PersonView, left: float, top: float, width: float) -> None:
    page.set_line_width(0.2)
    page.style(8, bold=True)
    for (start, end), move in zip(person.chart.moves, person.moves, strict=True):
        at = left + width * start / person.chart.duration
        wide = max(width * (end - start) / person.chart.duration - 0.5, 0.5)
        page.set_draw_color(*look.rgb(_colour(move.band)))
        page.set_fill_color(*look.mixed(_colour(move.band), look.LIGHT["surface"], 0.16))
        page.rect(at, top, wide, MOVES, style="DF", round_corners=bool(wide > 3), corner_radius=1.2)
        whole, short = page.known(f"{move.number} {move.name}"), str(move.number)
        label = next((s for s in (whole, short) if page.get_string_width(s) + MARK + 3 < wide), "")
        if label:
            begin = at + (wide - page.get_string_width(label) - MARK) / 2
            draw_mark(page, move.band, begin + MARK / 2 - 0.7, top + MOVES / 2, 1.0)
            page.set_line_width(0.2)
            page.set_xy(at + MARK, top)
            page.cell(wide - MARK, MOVES, label, align="C")


def _legend(page: Page, person: PersonView, left: float, top: float) -> None:
    page.style(8, "secondary")
    at = left
    for band, words in person.legend:
        if band == "none":
            _hatch(page, at, top + 0.6, 5, 3)
            at += 6.5
        else:
            draw_mark(page, band, at + 1.3, top + 2, 1.2)
            at += 4
        page.set_xy(at, top)
        page.cell(page.get_string_width(words) + 6, 4, words)
        at = page.get_x()
