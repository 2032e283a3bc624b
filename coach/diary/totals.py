"""The diary by day, week and month, its records, and the streak of weeks.

Everything goes by the local date of an entry, in the zone where it was done.

A streak is counted gently. A week (Monday to Sunday) counts when there was exercise on at
least one day of it. The week that is running never ends a streak. A single week off
between two weeks with exercise does not end it either, nor does it count; two in a row do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Generic, Literal, Protocol, TypeVar

from coach.diary.amount import Amount, ExerciseTotal, Weights, amount_of, by_exercise
from coach.storage import GRADES, Entry

Period = Literal["day", "week", "month"]

WEEK: Final = timedelta(days=7)
MOST_WEEKS_OFF: Final = 1
"""Weeks without exercise in a row that a streak survives."""


@dataclass(frozen=True, slots=True)
class Total:
    """One day, week or month.

    Attributes:
        start: its first day; a week starts on Monday.
        days: number of days with exercise.
        entries: in order; amount: what they come to; exercises: the same one by one.
    """

    start: date
    days: int
    entries: tuple[Entry, ...]
    amount: Amount
    exercises: tuple[ExerciseTotal, ...]


class Doing(Protocol):
    """What records are made of: ``Entry``, or ``EntryLine``."""

    @property
    def exercise(self) -> str:
        """Name in force."""

    @property
    def repetitions(self) -> int:
        """Number in force."""

    @property
    def seconds(self) -> float:
        """Good seconds in force, of a hold."""

    @property
    def grade(self) -> str:
        """Grade in force, or ""."""


D = TypeVar("D", bound=Doing)


@dataclass(frozen=True, slots=True)
class Record(Generic[D]):
    """The best of one exercise; None where there is none.

    Attributes:
        exercise: name.
        most_repetitions, longest_hold, best_grade: entries; the first of equal ones.
    """

    exercise: str
    most_repetitions: D | None
    longest_hold: D | None
    best_grade: D | None


@dataclass(frozen=True, slots=True)
class Streak:
    """Weeks with exercise in a row, see the module's docstring.

    Attributes:
        weeks: up to today; longest: of all time.
    """

    weeks: int
    longest: int


def start_of(day: date, period: Period) -> date:
    """First day of the period that a day is in."""
    if period == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if period == "month" else day


def totals(entries: Iterable[Entry], period: Period, weights: Weights) -> tuple[Total, ...]:
    """The periods with exercise, the newest first."""
    ordered = sorted(entries, key=lambda e: (e.day, e.started, e.id))
    found = []
    for start, group in groupby(ordered, lambda e: start_of(e.day, period)):
        own = tuple(group)
        days = len({e.day for e in own})
        found.append(Total(start, days, own, amount_of(own, weights), by_exercise(own, weights)))
    return tuple(reversed(found))


def records(entries: Iterable[D]) -> tuple[Record[D], ...]:
    """The best of every exercise, by name."""
    ordered = sorted(entries, key=lambda e: e.exercise)
    return tuple(_record(name, list(own)) for name, own in groupby(ordered, lambda e: e.exercise))


def _record(name: str, own: Sequence[D]) -> Record[D]:
    most = max(own, key=lambda e: e.repetitions)
    longest = max(own, key=lambda e: e.seconds)
    graded = [e for e in own if e.grade]
    return Record(
        name,
        most if most.repetitions else None,
        longest if longest.seconds else None,
        min(graded, key=lambda e: GRADES.index(e.grade)) if graded else None,
    )


def streak(days: Iterable[date], today: date) -> Streak:
    """Weeks with exercise in a row; days to come are left out."""
    weeks = sorted({start_of(day, "week") for day in days if day <= today})
    longest = run = 0
    before: date | None = None
    for week in weeks:
        off = (week - before) // WEEK - 1 if before is not None else 0
        run = run + 1 if off <= MOST_WEEKS_OFF else 1
        longest, before = max(longest, run), week
    if before is None:
        return Streak(0, 0)
    off = (start_of(today, "week") - before) // WEEK - 1
    return Streak(run if off <= MOST_WEEKS_OFF else 0, longest)
