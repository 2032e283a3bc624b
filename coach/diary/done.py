"""From what was found in a recording to lines of the diary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median

from coach.diary.names import UNKNOWN, exercise_key
from coach.report.words import clean
from coach.storage import GRADES, Measured, NewEntry, WorkSet


@dataclass(frozen=True, slots=True)
class Done:
    """One set of an exercise as it was found.

    Attributes:
        name: as the move is called.
        work: what was done.
        grade: of the form, or "".
        range_deg: typical range of motion, degrees; None where unknown.
    """

    name: str
    work: WorkSet
    grade: str = ""
    range_deg: float | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """What was looked at.

    Attributes:
        source, number, title, person: as in ``NewEntry``.
        started: time of its second 0: aware, in the zone of the place.
    """

    source: str
    title: str
    started: datetime
    person: str | None = None
    number: int = 1


def entries_of(recording: Recording, done: Iterable[Done]) -> tuple[NewEntry, ...]:
    """Lines of the diary; sets of one exercise that follow each other are one line.

    Of two unknown moves it is not known that they are one exercise, unless they share a name.
    """

    def exercise(one: Done) -> tuple[str, str]:
        key = exercise_key(one.name)
        return key, one.name if key == UNKNOWN else ""

    groups = groupby(done, key=exercise)
    return tuple(
        NewEntry(
            recording.source,
            recording.number,
            place,
            clean(recording.title),
            recording.person or None,
            _measured(name, recording.started, list(group)),
        )
        for place, ((name, _), group) in enumerate(groups)
    )


def _measured(name: str, began: datetime, done: Sequence[Done]) -> Measured:
    sets = tuple(one.work for one in done)
    ranges = [one.range_deg for one in done if one.range_deg is not None]
    return Measured(
        name,
        began + timedelta(seconds=sets[0].start),
        sets,
        _middle_grade([one.grade for one in done if one.grade]),
        round(median(ranges), 1) if ranges else None,
    )


def _middle_grade(grades: Sequence[str]) -> str:
    """The grade in the middle, the worse of two; "" of none."""
    return sorted(grades, key=GRADES.index)[len(grades) // 2] if grades else ""
