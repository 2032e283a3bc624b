"""An entry as flat text, the same in every file format, and back.

Whatever is read is checked here: a file may come from anywhere.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any, Final

from coach.diary.names import LONGEST_NAME
from coach.storage import GRADES, Correction, Entry, Measured, NewEntry, WorkSet

FIELDS: Final = (
    "uid",
    "source",
    "number",
    "place",
    "title",
    "person",
    "started",
    "exercise",
    "sets",
    "grade",
    "range_deg",
    *(f"corrected_{field.name}" for field in fields(Correction)),
)
"""Keys of a record. ``sets`` is JSON, a list of start, end, repetitions, attempts and held
seconds for each; what is "" was not known or not corrected."""

LONGEST_TEXT: Final = 1_000
"""Characters of a title, a person's name or a source."""
MOST_SETS: Final = 1_000
MOST_COUNTED: Final = 1_000_000
LONGEST: Final = 366 * 86_400.0
"""Seconds that anything may take."""
EARLIEST, LATEST = date(1970, 1, 1), date(2999, 12, 31)


def record_of(entry: Entry) -> dict[str, str]:
    """The entry by ``FIELDS``; ``new_of`` gives exactly the same back."""
    new, measured, corrected = entry.new, entry.measured, entry.corrected
    sets = [[s.start, s.end, s.repetitions, s.attempts, s.held] for s in measured.sets]
    texts = {
        "uid": new.uid,
        "source": new.source,
        "number": str(new.number),
        "place": str(new.place),
        "title": new.title,
        "person": "" if new.person is None else new.person,
        "started": measured.started.isoformat(),
        "exercise": measured.exercise,
        "sets": json.dumps(sets),
        "grade": measured.grade,
        "range_deg": "" if measured.range_deg is None else repr(measured.range_deg),
    }
    for field in fields(corrected):
        value = getattr(corrected, field.name)
        text = value.isoformat() if isinstance(value, date) else str(value)
        texts[f"corrected_{field.name}"] = "" if value is None else text
    return texts


def new_of(record: Mapping[str, Any]) -> NewEntry:
    """An entry of a record.

    Raises:
        ValueError: with the name of the field that is missing or makes no sense.
    """
    texts = {name: _text(record, name) for name in FIELDS}
    return NewEntry(
        source=_filled(texts, "source"),
        number=_count(texts, "number"),
        place=_count(texts, "place"),
        title=texts["title"],
        person=texts["person"] or None,
        measured=_measured(texts),
        corrected=_correction(texts),
        uid=_filled(texts, "uid"),
    )


def _measured(texts: Mapping[str, str]) -> Measured:
    range_deg = texts["range_deg"]
    return Measured(
        exercise=_exercise(texts["exercise"], "exercise"),
        started=_moment(texts["started"]),
        sets=_sets(texts["sets"]),
        grade=_grade(texts["grade"], "grade"),
        range_deg=_seconds(range_deg, "range_deg") if range_deg else None,
    )


def _correction(texts: Mapping[str, str]) -> Correction:
    given = {
        name.removeprefix("corrected_"): text
        for name, text in texts.items()
        if name.startswith("corrected_") and text
    }
    values: dict[str, Any] = {}
    if exercise := given.get("exercise"):
        values["exercise"] = _exercise(exercise, "corrected_exercise")
    if "repetitions" in given:
        values["repetitions"] = _count(texts, "corrected_repetitions")
    if seconds := given.get("seconds"):
        values["seconds"] = _seconds(seconds, "corrected_seconds")
    if grade := given.get("grade"):
        values["grade"] = _grade(grade, "corrected_grade")
    if day := given.get("day"):
        values["day"] = _day(day)
    return Correction(**values)


def _text(record: Mapping[str, Any], name: str) -> str:
    text = record.get(name, "")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT * (50 if name == "sets" else 1):
        raise ValueError(name)
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError(name)
    return text


def _filled(texts: Mapping[str, str], name: str) -> str:
    if not texts[name].strip() or not texts[name].isprintable():
        raise ValueError(name)
    return texts[name]


def _exercise(text: str, name: str) -> str:
    if len(text) > LONGEST_NAME or not text.strip() or not text.isprintable():
        raise ValueError(name)
    return text


def _count(texts: Mapping[str, str], name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,7}", texts[name]) or int(texts[name]) > MOST_COUNTED:
        raise ValueError(name)
    return int(texts[name])


def _seconds(text: Any, name: str) -> float:
    try:
        seconds = float(text)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(name) from None
    if not (math.isfinite(seconds) and 0.0 <= seconds <= LONGEST):
        raise ValueError(name)
    return seconds


def _grade(text: str, name: str) -> str:
    if text not in ("", *GRADES):
        raise ValueError(name)
    return text


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("started") from None
    offset = moment.utcoffset()
    if offset is None or offset % timedelta(minutes=1):
        raise ValueError("started")
    if not EARLIEST <= moment.date() <= LATEST:
        raise ValueError("started")
    return moment


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("corrected_day") from None
    if not EARLIEST <= day <= LATEST:
        raise ValueError("corrected_day")
    return day


def _sets(text: str) -> tuple[WorkSet, ...]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("sets") from None
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_SETS:
        raise ValueError("sets")
    return tuple(_set(row) for row in rows)


def _set(row: Any) -> WorkSet:
    if not isinstance(row, list) or len(row) != 5:
        raise ValueError("sets")
    start, end, held = (_seconds(row[i], "sets") for i in (0, 1, 4))
    repetitions, attempts = row[2:4]
    counted = all(type(n) is int and 0 <= n <= MOST_COUNTED for n in (repetitions, attempts))
    if end < start or not counted:
        raise ValueError("sets")
    return WorkSet(start, end, repetitions, attempts, held)
