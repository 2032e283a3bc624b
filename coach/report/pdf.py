"""The report as an A4 document with selectable text, Korean included."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from fpdf.enums import XPos, YPos

from coach.report import look
from coach.report.pdf_chart import CHART_HEIGHT, draw_chart, draw_mark
from coach.report.pdf_page import Page
from coach.report.view import Fact, LeftOut, MoveRow, PersonView, ReportView
from coach.texts import Texts

COLUMNS: Final = (38.0, 26.0, 13.0, 22.0, 19.0, 24.0, 38.0)
INDENTS: Final = (0.0, 4.5, 0.0, 0.0, 0.0, 0.0, 0.0)
"""Widths of the table of moves, mm."""
MOST_FACTS: Final = 5
LEAST_FACT: Final = 22.0
FACT_PADDING: Final = 5.0
"""Height of a card of one figure, and the room above and below its words, mm."""
PADDING: Final = 1.6
LINE: Final = 4.4


def report_pdf(view: ReportView, texts: Texts, when: datetime | None = None) -> bytes:
    """The document of a report.

    Raises:
        FileMissing: a font of the program is not there.
    """
    page = Page(texts, when)
    page.set_title(f"{view.title} · {texts('report_heading')}")
    page.add_page()
    page.style(9.5, "accent", bold=True)
    page.write_line(texts("report_heading"), 5)
    page.style(20, bold=True)
    page.write_line(view.title, 9)
    page.style(10, "secondary")
    page.write_line("  ·  ".join(view.subtitle), 6)
    if view.together:
        page.style(11)
        page.write_line(view.together, 6)
    for number, person in enumerate(view.people):
        if number:
            page.add_page()
        _person(page, person)
    if view.past:
        page.ln(3)
        page.style(9.5, "secondary")
        scores = ", ".join(f"{score:.0f}" for _, score, _ in view.past)
        for line in (texts("report_past_words", scores=scores), view.past_note):
            page.write_line(line, 5)
    return bytes(page.output())


def _person(page: Page, person: PersonView) -> None:
    if person.heading:
        page.ln(2)
        page.style(14, bold=True)
        page.write_line(person.heading, 8)
    page.ln(5)
    _hero(page, person)
    if not person.is_judged:
        return
    _facts(page, person.facts)
    if page.will_page_break(CHART_HEIGHT + 12):
        page.add_page()
    page.ln(3)
    page.style(12, bold=True)
    page.write_line(page.texts("report_chart"), 8)
    page.ln(1.5)
    draw_chart(page, person, page.l_margin, page.get_y(), page.epw)
    page.ln(4)
    _left_out(page, person.left_out)
    if page.will_page_break(30):
        page.add_page()
    page.style(12, bold=True)
    page.write_line(page.texts("report_moves"), 8)
    if person.moves:
        _table(page, person.moves)
    else:
        page.style(10)
        page.write_line(page.texts("report_no_moves"), 5)


def _left_out(page: Page, parts: tuple[LeftOut, ...]) -> None:
    """What was not judged, a line for each reason."""
    if not parts:
        return
    if page.will_page_break(LINE * (len(parts) + 2)):
        page.add_page()
    page.style(9.5, bold=True)
    page.write_line(page.texts("report_not_judged"), 5)
    page.style(9.5)
    for part in parts:
        page.multi_cell(
            page.epw,
            LINE,
            page.known(f"{part.reason}  {part.times}"),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
        )
    page.ln(2)


def _hero(page: Page, person: PersonView) -> None:
    """The letter in its square; beside it the score and the sentence."""
    colour = look.LIGHT["secondary" if person.band == "none" else person.band]
    top, side = page.get_y(), 30.0
    page.set_draw_color(*look.rgb(colour))
    page.set_line_width(1.1)
    inner = (page.l_margin + 0.6, top + 0.6, side - 1.2, side - 1.2)
    page.rect(*inner, round_corners=True, corner_radius=4)
    page.style(46, bold=True)
    page.set_text_color(*look.rgb(colour))
    page.set_xy(page.l_margin, top)
    page.cell(side, side, page.known(person.grade), align="C")
    left = page.l_margin + side + 7
    page.set_xy(left, top + 1)
    if person.score:
        page.style(30, bold=True)
        page.cell(page.get_string_width(person.score) + 3, 11, person.score)
        page.style(10, "secondary")
        page.set_xy(page.get_x(), top + 5)
        page.cell(page.get_string_width(person.unit) + 6, 6, person.unit)
    page.set_xy(page.get_x() + 1.6, top + 5)
    draw_mark(page, person.band, page.get_x(), page.get_y() + 3, 1.6)
    page.set_x(page.get_x() + 4.5)
    page.style(10, bold=True)
    page.set_text_color(*look.rgb(colour))
    page.cell(30, 6, person.band_word)
    page.set_y(top + 14)
    for text, size, height, token in (
        (person.sentence, 12.5, 6, "text"),
        *((remark, 9.5, 5, "secondary") for remark in person.remarks),
    ):
        page.style(size, token)
        page.set_x(left)
        page.multi_cell(page.w - page.r_margin - left, height, page.known(text), align="L")
    page.set_xy(page.l_margin, max(top + side, page.get_y()) + 5)


def _facts(page: Page, facts: tuple[Fact, ...]) -> None:
    """The figures in one row of cards."""
    gap = 3.0
    columns = max(len(facts), MOST_FACTS - 1)
    width = (page.epw - gap * (columns - 1)) / columns
    top, height = page.get_y(), max(_fact_height(page, fact, width) for fact in facts)
    for i, fact in enumerate(facts):
        left = page.l_margin + i * (width + gap)
        page.set_fill_color(*look.rgb(look.LIGHT["ground"]))
        page.rect(left, top, width, height, style="F", round_corners=True, corner_radius=2.5)
        y = top + 2.5
        for text, size, step, colour in (
            (fact.label, 8.0, 4.2, "secondary"),
            (fact.value, 11.0, 5.6, "text"),
            (fact.note, 8.0, 3.6, "secondary"),
        ):
            page.style(size, colour, bold=colour == "text")
            page.set_xy(left + 3, y)
            page.multi_cell(width - 4, step, page.known(text), align="L")
            y = page.get_y()
    page.set_xy(page.l_margin, top + height)


def _fact_height(page: Page, fact: Fact, width: float) -> float:
    """Of the card, mm; its words may wrap."""
    height = FACT_PADDING
    for text, size, step, bold in (
        (fact.label, 8.0, 4.2, False),
        (fact.value, 11.0, 5.6, True),
        (fact.note, 8.0, 3.6, False),
    ):
        page.style(size, bold=bold)
        shown = page.known(text)
        lines = page.multi_cell(width - 4, step, shown, align="L", dry_run=True, output="LINES")
        assert isinstance(lines, list)
        height += step * len(lines)
    return max(height, LEAST_FACT)


def _table(page: Page, moves: tuple[MoveRow, ...]) -> None:
    _table_head(page)
    for move in moves:
        cells = _cells(move, page.texts)
        height = max(_height(page, cell, column) for column, cell in enumerate(cells))
        if page.will_page_break(height):
            page.add_page()
            _table_head(page)
        _row(page, move, cells, height)


def _cells(move: MoveRow, texts: Texts) -> tuple[tuple[tuple[str, float, str], ...], ...]:
    """What stands in each column: lines of (text, size, colour token)."""
    return (
        ((f"{move.number}  {move.name}", 9.5, "bold"), (move.span, 8, "secondary")),
        _lines(
            f"{move.score}  {move.band_word}".strip(),
            f"{move.margin} · {move.judged}" if move.margin else "",
            f"{texts('report_change')} {move.change}" if move.change else "",
        ),
        ((move.grade, 9.5, "text"),),
        ((move.timing, 9.5, "text"),),
        ((move.repetitions, 9.5, "text"),),
        ((move.joint, 9.5, "text"),),
        _lines(*(line for line in (move.cue, *move.notes) if line)),
    )


def _lines(first: str, *more: str) -> tuple[tuple[str, float, str], ...]:
    """What a cell says, and below it in small what else there is to tell."""
    return ((first, 9.5, "text"), *((line, 8, "secondary") for line in more if line))


def _set_style(page: Page, size: float, colour: str) -> None:
    page.style(size, "text" if colour == "bold" else colour, bold=colour == "bold")


def _height(page: Page, cell: tuple[tuple[str, float, str], ...], column: int) -> float:
    width = _text_width(column)
    height = 2 * PADDING
    for text, size, colour in cell:
        _set_style(page, size, colour)
        shown = page.known(text)
        lines = page.multi_cell(width, LINE, shown, align="L", dry_run=True, output="LINES")
        assert isinstance(lines, list)
        height += LINE * len(lines)
    return height


def _text_width(column: int) -> float:
    return COLUMNS[column] - INDENTS[column] - 2.0


def _table_head(page: Page) -> None:
    page.style(8, "secondary")
    names = ("move", "score", "grade", "timing", "repetitions", "weakest", "cue")
    for name, width in zip(names, COLUMNS, strict=True):
        page.cell(width, 6, page.texts(f"report_{name}"))
    page.ln(6)


def _row(
    page: Page,
    move: MoveRow,
    cells: tuple[tuple[tuple[str, float, str], ...], ...],
    height: float,
) -> None:
    top, left = page.get_y(), page.l_margin
    page.set_draw_color(*look.mixed(look.LIGHT["secondary"], look.LIGHT["surface"], 0.3))
    page.set_line_width(0.2)
    page.line(left, top, left + sum(COLUMNS), top)
    for column, (cell, width) in enumerate(zip(cells, COLUMNS, strict=True)):
        if column == 1:
            draw_mark(page, move.band, left + 1.5, top + PADDING + LINE / 2, 1.4)
        page.set_xy(left + INDENTS[column], top + PADDING)
        for text, size, colour in cell:
            _set_style(page, size, colour)
            page.multi_cell(
                _text_width(column),
                LINE,
                page.known(text),
                align="L",
                new_x=XPos.LEFT,
                new_y=YPos.NEXT,
            )
        left += width
    page.set_xy(page.l_margin, top + height)
