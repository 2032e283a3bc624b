"""One door for all formats: the suffix decides, and a file is whole or absent."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, get_args

from coach.errors import BadRequest, OutputUnwritable
from coach.paths import whole_file
from coach.report.compare import Earlier
from coach.report.contract import result_csv, result_json
from coach.report.html import physio_html, report_html
from coach.report.physio import physio_view
from coach.report.view import report_view
from coach.texts import Texts
from coach.types import SessionResult

FORMATS: Final = (".html", ".pdf", ".csv", ".json")
PHYSIO_FORMATS: Final = (".html", ".pdf")

Page = Literal["full", "physio"]
PAGES: Final[tuple[Page, ...]] = get_args(Page)


def write_report(
    result: SessionResult,
    path: Path,
    *,
    texts: Texts,
    earlier: Earlier | None = None,
    when: datetime | None = None,
    person: str | None = None,
    partner: str | None = None,
    page: Page = "full",
) -> None:
    """Write the report of a result in the format of the suffix (FORMATS).

    ``.html`` is one file that needs nothing else, ``.csv`` one row a move (UTF-8 with a
    byte order mark, as spreadsheets want it), ``.json`` the contract of ``coach score``.

    Args:
        result: what to tell.
        path: where to; an older file is replaced only when the new one is complete.
        texts: the language.
        earlier: the last time with this target, for the progress.
        when: when the session was held.
        person, partner: names of who trained, as ``report_view`` takes them.
        page: "physio" is one sheet with the ranges of motion, as .html or .pdf only.

    Raises:
        BadRequest: another suffix.
        OutputUnwritable: no such folder, no permission, full disk.
    """
    suffix = path.suffix.lower()
    formats = FORMATS if page == "full" else PHYSIO_FORMATS
    if suffix not in formats:
        raise BadRequest("report", " / ".join(formats), path.name)
    if suffix == ".json":
        shown = result_json(result, texts)
        content = json.dumps(shown, ensure_ascii=False, allow_nan=False, indent=1) + "\n"
        _write(path, content.encode("utf-8", "replace"))
    elif suffix == ".csv":
        _write(path, result_csv(result, texts).encode("utf-8-sig", "replace"))
    elif page == "physio":
        sheets = physio_view(result, texts, when=when, person=person, partner=partner)
        if suffix == ".html":
            _write(path, physio_html(sheets, texts).encode())
        else:
            from coach.report.pdf_physio import physio_pdf  # as below

            _write(path, physio_pdf(sheets, texts, when))
    else:
        view = report_view(
            result, texts, earlier=earlier, when=when, person=person, partner=partner
        )
        if suffix == ".html":
            _write(path, report_html(view, texts).encode())
        else:
            from coach.report.pdf import report_pdf  # fpdf takes 0.2 s to load

            _write(path, report_pdf(view, texts, when))


def _write(path: Path, content: bytes) -> None:
    try:
        with whole_file(path) as file:
            file.write(content)
    except OSError as error:
        raise OutputUnwritable(path, error.strerror or str(error)) from error
