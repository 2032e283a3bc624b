"""The diary as CSV, a row an entry, safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with = + - @ for a formula. Such cells, and those
that begin with an apostrophe, get an apostrophe in front, which is taken off on reading.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from coach.diary.record import FIELDS, record_of
from coach.storage import Entry

SHOWN: Final = ("date", "repetitions", "seconds")
"""Columns for people, with the values in force; they are not read back."""

_GUARDED: Final = ("=", "+", "-", "@", "\t", "\r", "'")


def to_csv(entries: Iterable[Entry]) -> str:
    """The entries as text, the names of the columns first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, (*SHOWN, *FIELDS), lineterminator="\r\n")
    writer.writeheader()
    for entry in entries:
        shown = {
            "date": entry.day.isoformat(),
            "repetitions": str(entry.repetitions),
            "seconds": f"{entry.seconds:g}",
        }
        writer.writerow({k: guarded(v) for k, v in (shown | record_of(entry)).items()})
    return out.getvalue()


def records_of_csv(text: str) -> Iterator[dict[str, str]]:
    """The records of a file.

    Raises:
        ValueError: with the name of the first column that is missing, or "CSV".
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = next(reader, [])
        for wanted in FIELDS:
            if names.count(wanted) != 1:
                raise ValueError(wanted)
        for row in reader:
            if row:
                if len(row) != len(names):
                    raise ValueError("CSV")
                yield {name: _bare(cell) for name, cell in zip(names, row, strict=True)}
    except csv.Error as error:
        raise ValueError("CSV") from error


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_GUARDED) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_GUARDED) else cell
