"""A made-up diary."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from coach.storage import Correction, Entry, Measured, NewEntry, WorkSet

AS_MEASURED = Correction()
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def entry(
    exercise: str = "squat",
    started: datetime = NOON,
    *,
    repetitions: int = 10,
    seconds: float = 20.0,
    held: float = 0.0,
    at: float = 0.0,
    id: int = 1,
    **changes,
) -> Entry:
    """One set that lasts ``seconds`` and begins ``at`` seconds of its source."""
    work = WorkSet(at, at + seconds, repetitions, held=held)
    return with_sets([work], exercise, started, id=id, **changes)


def with_sets(
    sets: Iterable[WorkSet],
    exercise: str = "squat",
    started: datetime = NOON,
    *,
    grade: str = "",
    range_deg: float | None = None,
    corrected: Correction = AS_MEASURED,
    id: int = 1,
    **changes,
) -> Entry:
    measured = Measured(exercise, started, tuple(sets), grade, range_deg)
    new = NewEntry("video:ab", 1, id, "clip", None, measured, corrected, f"uid{id}")
    return Entry(id, replace(new, **changes))
