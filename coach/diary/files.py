"""The diary to a file and back: CSV, JSON, iCalendar."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coach.diary.calendar_file import records_of_calendar, to_calendar
from coach.diary.csv_file import records_of_csv, to_csv
from coach.diary.record import new_of, record_of
from coach.errors import BadRequest, DiaryFileInvalid, FileMissing, FileUnreadable, OutputUnwritable
from coach.storage import Entry, NewEntry
from coach.texts import Texts

if TYPE_CHECKING:
    from coach.storage import Store

FORMATS: Final = (".csv", ".json", ".ics")
"""Endings of the files, small letters."""
LARGEST_BYTES: Final = 64 * 2**20
"""Of a file that is read: some hundred thousand entries."""
MOST_ENTRIES: Final = 200_000
_VERSION: Final = 1
_KIND: Final = "coach diary"


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went.

    Attributes:
        added: entries that are new; known: entries that the diary held already.
    """

    added: int
    known: int


def export_diary(entries: Sequence[Entry], path: Path, texts: Texts, now: datetime) -> None:
    """Write entries in the format of the suffix.

    Args:
        entries: to write.
        path: .csv, .json or .ics; a file that is there is replaced.
        texts: for the words of calendar events.
        now: aware; when it is written.

    Raises:
        BadRequest: another suffix. OutputUnwritable.
    """
    make: dict[str, Callable[[], bytes]] = {
        # The mark tells spreadsheets that it is UTF-8.
        ".csv": lambda: to_csv(entries).encode("utf-8-sig"),
        ".json": lambda: _to_json(entries).encode(),
        ".ics": lambda: to_calendar(entries, texts, now),
    }
    content = make[_format(path)]()
    try:
        path.write_bytes(content)
    except OSError as error:
        raise OutputUnwritable(path, error.strerror or str(error)) from error


def import_diary(store: Store, path: Path) -> Imported:
    """Read a file that ``export_diary`` wrote, all or nothing; twice does not double.

    Raises:
        BadRequest, FileMissing, FileUnreadable; DiaryFileInvalid.
    """
    entries = read_diary(path)
    added = store.add_entries(entries)
    return Imported(len(added), len(entries) - len(added))


def read_diary(path: Path) -> tuple[NewEntry, ...]:
    """The entries of a file, checked; errors as of ``import_diary``."""
    read: dict[str, Callable[[bytes], Iterable[Any]]] = {
        ".csv": lambda content: records_of_csv(content.decode("utf-8-sig")),
        ".json": _records_of_json,
        ".ics": records_of_calendar,
    }
    records_of = read[_format(path)]
    content = _content(path)
    entries = []
    try:
        for record in records_of(content):
            if not isinstance(record, dict):
                raise ValueError("entry")
            entries.append(new_of(record))
            if len(entries) > MOST_ENTRIES:
                raise DiaryFileInvalid(path, f"<= {MOST_ENTRIES}", f"> {MOST_ENTRIES}")
    except UnicodeDecodeError as error:
        raise DiaryFileInvalid(path, "UTF-8", str(error.reason)) from error
    except ValueError as error:
        raise DiaryFileInvalid(path, str(error), "–") from error
    return tuple(entries)


def _format(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise BadRequest(path.name, " / ".join(FORMATS), suffix or "–")
    return suffix


def _content(path: Path) -> bytes:
    if not path.exists():
        raise FileMissing(path)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    if len(content) > LARGEST_BYTES:
        raise DiaryFileInvalid(path, f"<= {LARGEST_BYTES} bytes", f"> {LARGEST_BYTES} bytes")
    return content


def _to_json(entries: Iterable[Entry]) -> str:
    records = [record_of(entry) for entry in entries]
    diary = {"kind": _KIND, "version": _VERSION, "entries": records}
    return json.dumps(diary, ensure_ascii=False, indent=1) + "\n"


def _records_of_json(content: bytes) -> list[Any]:
    try:
        diary = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise
    except (ValueError, RecursionError) as error:
        raise ValueError("JSON") from error
    if not isinstance(diary, dict) or diary.get("kind") != _KIND:
        raise ValueError(f'"kind": "{_KIND}"')
    if diary.get("version") != _VERSION:
        raise ValueError(f'"version": {_VERSION}')
    entries = diary.get("entries")
    if not isinstance(entries, list):
        raise ValueError("entries")
    return entries
