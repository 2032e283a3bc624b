"""How much was done: repetitions, sets, time, range of motion, an estimate of the energy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from coach.diary.energy import kcal_per_kg
from coach.storage import GRADES, Entry

Weights = Mapping[str | None, float]
"""Body weight in kilograms of those who told it, by the name of the profile."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Exercise of one or more entries.

    Attributes:
        sets, repetitions: numbers.
        held_s: good seconds of holds.
        active_s: seconds under way; rest_s: seconds between the sets of a recording.
        kcal_per_kg: estimate for each kilogram of body weight, of the exercises that have
            a value; None where none of them has.
        kcal: the same for the people's weights; None where one is not told.
    """

    sets: int
    repetitions: int
    held_s: float
    active_s: float
    rest_s: float
    kcal_per_kg: float | None
    kcal: float | None


@dataclass(frozen=True, slots=True)
class ExerciseTotal:
    """One exercise over some entries.

    Attributes:
        exercise: name; amount: of it.
        range_deg: median of the entries' ranges, degrees; None where unknown.
        best_grade: "" where none was given.
    """

    exercise: str
    amount: Amount
    range_deg: float | None
    best_grade: str


def active_seconds(entry: Entry) -> float:
    """Seconds under way, without rests."""
    return sum(one.end - one.start for one in entry.measured.sets)


def amount_of(entries: Sequence[Entry], weights: Weights) -> Amount:
    """What some entries come to."""
    per_kg = [kcal_per_kg(e.exercise, active_seconds(e)) for e in entries]
    rated = [(e, kcal) for e, kcal in zip(entries, per_kg, strict=True) if kcal is not None]
    weighed = all(e.new.person in weights for e, _ in rated)
    return Amount(
        sets=sum(len(e.measured.sets) for e in entries),
        repetitions=sum(e.repetitions for e in entries),
        held_s=sum(e.seconds for e in entries),
        active_s=sum(active_seconds(e) for e in entries),
        rest_s=_rest(entries),
        kcal_per_kg=sum(kcal for _, kcal in rated) if rated else None,
        kcal=sum(weights[e.new.person] * kcal for e, kcal in rated) if rated and weighed else None,
    )


def _rest(entries: Iterable[Entry]) -> float:
    """Seconds between the sets of each person in each recording."""

    def recording(entry: Entry) -> tuple[str, int]:
        return entry.new.source, entry.new.number

    rest = 0.0
    for _, group in groupby(sorted(entries, key=recording), recording):
        spans = sorted((s.start, s.end) for e in group for s in e.measured.sets)
        until = spans[0][1]
        for start, end in spans[1:]:
            rest += max(0.0, start - until)
            until = max(until, end)
    return rest


def by_exercise(entries: Sequence[Entry], weights: Weights) -> tuple[ExerciseTotal, ...]:
    """What each exercise comes to, that with the most time first."""
    names = dict.fromkeys(e.exercise for e in entries)
    totals = []
    for name in names:
        own = [e for e in entries if e.exercise == name]
        ranges = [e.measured.range_deg for e in own if e.measured.range_deg is not None]
        grades = sorted((e.grade for e in own if e.grade), key=GRADES.index)
        totals.append(
            ExerciseTotal(
                name,
                amount_of(own, weights),
                median(ranges) if ranges else None,
                grades[0] if grades else "",
            )
        )
    return tuple(sorted(totals, key=lambda t: -t.amount.active_s))
