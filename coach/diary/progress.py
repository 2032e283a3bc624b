"""How training goes on: one measure over time, its best, and where it breaks off."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from coach.diary.lines import day_totals, session_of
from coach.diary.month import months_later, week_start
from coach.storage import GRADES, EntryLine, SessionSummary

Measure = Literal["minutes", "score", "repetitions", "seconds", "range", "grade"]
Span = Literal["month", "quarter", "year", "all"]

MONTHS_BACK: Final[dict[Span, int | None]] = {"month": 1, "quarter": 3, "year": 12, "all": None}
"""Months that each span looks back; None: to the beginning."""

PAUSE: Final = timedelta(days=35)
"""Between two points that are not joined by a line: nobody knows what was in between."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a measure.

    Attributes:
        day: when; of a week, its first day.
        value: minutes, points 0..100, repetitions, seconds or degrees; of a grade, its place
            in ``GRADES`` from the end, so that more is better.
        session: number of the session that it is of, or None.
    """

    day: date
    value: float
    session: int | None = None


def start_of_span(span: Span, today: date) -> date:
    """First day that a span shows."""
    months = MONTHS_BACK[span]
    return date.min if months is None else months_later(today, -months)


def measures_of(lines: Sequence[EntryLine]) -> tuple[Measure, ...]:
    """What can be told of some entries of one exercise, in the order to offer it."""
    told: dict[Measure, bool] = {
        "repetitions": any(line.repetitions for line in lines),
        "seconds": any(line.seconds for line in lines),
        "grade": any(line.grade for line in lines),
        "range": any(line.range_deg is not None for line in lines),
        "minutes": any(line.active_s for line in lines),
    }
    return tuple(name for name, is_told in told.items() if is_told)


def points_of(measure: Measure, lines: Iterable[EntryLine]) -> tuple[Point, ...]:
    """A point for each entry that tells something, in order; ``minutes`` and ``score`` have
    functions of their own.
    """
    values = ((line, _value(measure, line)) for line in lines)
    points = [Point(ln.day, v, session_of(ln.source)) for ln, v in values if v is not None]
    return tuple(sorted(points, key=lambda point: point.day))


def _value(measure: Measure, line: EntryLine) -> float | None:
    if measure == "repetitions":
        return line.repetitions or None
    if measure == "seconds":
        return line.seconds or None
    if measure == "range":
        return line.range_deg
    return grade_value(line.grade) if line.grade else None


def grade_value(grade: str) -> float:
    """Place of a grade from the end, the best the highest."""
    return len(GRADES) - 1 - GRADES.index(grade)


def score_points(sessions: Iterable[SessionSummary]) -> tuple[Point, ...]:
    """The scores of sessions in order; what was not judged has none."""
    judged = (s for s in sessions if math.isfinite(s.score))
    points = [Point(s.started.date(), s.score, s.id) for s in judged]
    return tuple(sorted(points, key=lambda point: point.day))


def minutes_a_week(lines: Iterable[EntryLine], first_weekday: int) -> tuple[Point, ...]:
    """Minutes under way in each week that has some, in order; those of its days together."""
    weeks: dict[date, int] = {}
    for day, total in day_totals(lines).items():
        start = week_start(day, first_weekday)
        weeks[start] = weeks.get(start, 0) + total.minutes
    return tuple(Point(week, weeks[week]) for week in sorted(weeks) if weeks[week])


def best_of(points: Sequence[Point]) -> Point | None:
    """The largest value, the first of equal ones; a single point is no record yet."""
    return max(points, key=lambda point: point.value) if len(points) > 1 else None


def is_joined(before: Point, after: Point) -> bool:
    """Whether a line may lead from one point to the next."""
    return after.day - before.day <= PAUSE
