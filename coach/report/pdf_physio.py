"""The page for a physiotherapist as an A4 document."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from coach.report import look
from coach.report.pdf_page import MARGIN, Page
from coach.report.physio import ExerciseRows, PhysioView, Sheet
from coach.texts import Texts

COLUMNS: Final = (38.0, 28.0, 32.0, 28.0, 32.0, 22.0)
"""Joint; left and right, each from – to and range; error: mm."""
ROW: Final = 5.2
PAIN: Final = 11.0
LEAST_NOTES: Final = 20.0
GAP: Final = 4.0


def physio_pdf(view: PhysioView, texts: Texts, when: datetime | None = None) -> bytes:
    """The document, a page for each person.

    Raises:
        FileMissing: a font of the program is not there.
    """
    page = Page(texts, when, note="physio_honest")
    page.set_title(texts("physio_heading"))
    for sheet in view.sheets:
        page.add_page()
        _sheet(page, view, sheet)
    return bytes(page.output())


def _sheet(page: Page, view: PhysioView, sheet: Sheet) -> None:
    page.style(20, bold=True)
    page.write_line(page.texts("physio_heading"), 10)
    page.ln(2)
    _facts(page, view.facts)
    if sheet.heading:
        page.style(11, bold=True)
        page.write_line(sheet.heading, 7)
    if sheet.exercises:
        _head(page)
        for exercise in sheet.exercises:
            _exercise(page, exercise)
    else:
        page.style(10)
        page.write_line(page.texts("physio_none"), 6)
    if sheet.more:
        page.style(8.5, "secondary")
        page.write_line(sheet.more, 6)
    page.ln(3)
    page.style(8, "secondary")
    for note in view.notes[:-1]:  # the last one is at the foot of the page
        page.write_line(note, 3.8)
    page.ln(GAP)
    _box(page, "physio_pain", PAIN)
    page.ln(GAP)
    _box(page, "physio_notes", max(page.h - page.b_margin - page.get_y() - GAP, LEAST_NOTES))


def _facts(page: Page, facts: tuple[tuple[str, str], ...]) -> None:
    """Label and value side by side, a line below each to write on."""
    widths = (0.25 * page.epw, 0.3 * page.epw, 0.45 * page.epw)
    top, left = page.get_y(), page.l_margin
    page.set_line_width(0.2)
    page.set_draw_color(*look.rgb(look.LIGHT["secondary"]))
    bottom = top
    for (label, value), width in zip(facts, widths, strict=True):
        page.set_xy(left, top)
        page.style(8, "secondary")
        page.cell(width - GAP, 4, label)
        page.set_xy(left, top + 4)
        page.style(10)
        page.multi_cell(width - GAP, 5, page.known(value) or " ", align="L", max_line_height=5)
        bottom = max(bottom, page.get_y())
        left += width
    left = page.l_margin
    for width in widths:
        page.line(left, bottom + 0.5, left + width - GAP, bottom + 0.5)
        left += width
    page.set_xy(page.l_margin, bottom + 5)


def _head(page: Page) -> None:
    texts = page.texts
    page.style(8, "secondary")
    _cells(page, ("", texts("physio_left"), "", texts("physio_right"), "", ""), 4.4)
    sides = (texts("physio_span"), texts("physio_range"))
    _cells(page, (texts("physio_joint"), *sides, *sides, texts("physio_error")), 4.4)


def _exercise(page: Page, exercise: ExerciseRows) -> None:
    page.ln(1.5)
    _rule(page)
    page.style(10, bold=True)
    name = page.known(exercise.name)
    page.cell(min(page.get_string_width(name) + 3, page.epw * 0.6), ROW + 0.8, name)
    page.style(8.5, "secondary")
    page.cell(page.epw * 0.4, ROW + 0.8, page.known(exercise.amount))
    page.ln(ROW + 0.8)
    page.style(9.5)
    for row in exercise.joints:
        _cells(
            page,
            (
                row.joint,
                row.left.span,
                row.left.range,
                row.right.span,
                row.right.range,
                row.error,
            ),
            ROW,
        )
    if not exercise.joints:
        page.write_line(page.texts("physio_nothing"), ROW)


def _cells(page: Page, words: tuple[str, ...], height: float) -> None:
    for text, width in zip(words, COLUMNS, strict=True):
        page.cell(width, height, text)
    page.ln(height)


def _rule(page: Page) -> None:
    page.set_line_width(0.2)
    page.set_draw_color(*look.mixed(look.LIGHT["secondary"], look.LIGHT["surface"], 0.3))
    page.line(page.l_margin, page.get_y(), page.w - MARGIN, page.get_y())


def _box(page: Page, key: str, height: float) -> None:
    """A frame to write in."""
    page.set_line_width(0.2)
    page.set_draw_color(*look.rgb(look.LIGHT["secondary"]))
    top = page.get_y()
    page.rect(page.l_margin, top, page.epw, height, round_corners=True, corner_radius=1.5)
    page.style(8, "secondary")
    page.set_xy(page.l_margin + 2, top + 1)
    page.cell(page.epw, 4, page.texts(key))
    page.set_xy(page.l_margin, top + height)
