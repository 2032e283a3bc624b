"""The diary in brief: a line an entry with the values in force, for lists and curves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from coach.diary.amount import active_seconds
from coach.storage import Entry, EntryLine

HEAT: Final = (1, 10, 20, 40)
"""Minutes a day from which it counts as a little, some, much, and very much."""

BY_HAND: Final = "hand:"
"""How the source of an entry begins that somebody wrote down."""
_SESSION: Final = "session:"


@dataclass(frozen=True, slots=True)
class DayTotal:
    """What was done on one day.

    Attributes:
        day: local date.
        minutes: under way, rounded up; 0 where nothing tells.
        recordings: sessions and videos; what was written down by hand is one.
    """

    day: date
    minutes: int
    recordings: int


def line_of(entry: Entry) -> EntryLine:
    """An entry in brief."""
    return EntryLine(
        entry.id,
        entry.new.source,
        entry.new.title,
        entry.day,
        entry.exercise,
        entry.repetitions,
        entry.seconds,
        entry.grade,
        entry.measured.range_deg,
        active_seconds(entry),
    )


def day_totals(lines: Iterable[EntryLine]) -> dict[date, DayTotal]:
    """The days with exercise."""
    ordered = sorted(lines, key=lambda line: line.day)
    return {day: _total(day, list(own)) for day, own in groupby(ordered, lambda line: line.day)}


def _total(day: date, lines: list[EntryLine]) -> DayTotal:
    seconds = sum(line.active_s for line in lines)
    return DayTotal(day, minutes_of(seconds), recordings_of(lines))


def minutes_of(seconds: float) -> int:
    """Whole minutes, begun ones too."""
    return -int(-seconds // 60)


def recordings_of(lines: Iterable[EntryLine]) -> int:
    """Number of sessions and videos; what was written down by hand on a day is one."""
    return len({_recording(line) for line in lines})


def _recording(line: EntryLine) -> tuple[str, date | None]:
    return (BY_HAND, line.day) if line.source.startswith(BY_HAND) else (line.source, None)


def heat_of(minutes: int, recordings: int) -> int:
    """How much a day was, 0 (nothing) to 4; what has no time told is a little."""
    level = sum(minutes >= least for least in HEAT)
    return max(level, 1) if recordings else 0


def session_of(source: str) -> int | None:
    """Number of the session that a source is, or None."""
    number = source.removeprefix(_SESSION).partition(":")[0]
    return int(number) if source.startswith(_SESSION) and number.isdecimal() else None
