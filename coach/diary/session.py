"""Sessions and compared recordings become lines of the diary by themselves."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from coach.diary.done import Done, Recording, entries_of
from coach.storage import Entry, SessionSummary, WorkSet
from coach.types import MoveScore, PersonResult, SessionResult

if TYPE_CHECKING:
    from coach.storage import Store

SHORTEST_HOLD: Final = 1.0
"""Seconds from which a hold was done at all."""


def source_of(session: int, started: datetime) -> str:
    """What the entries of a session are known by in the diary."""
    return f"session:{session}:{started.isoformat()}"


def keep_session(store: Store, summary: SessionSummary, result: SessionResult) -> tuple[Entry, ...]:
    """Put what was done in a session into the diary, of each person into their own.

    Once is enough, twice does not double.

    Returns:
        The entries that are new.
    """
    source = source_of(summary.id, summary.started)
    return _keep(
        store,
        [
            Recording(source, summary.target, summary.started, name, number=n)
            for n, name in enumerate(summary.names, 1)
        ],
        result,
    )


def keep_result(store: Store, recording: Recording, result: SessionResult) -> tuple[Entry, ...]:
    """Put what was done in a compared recording into the diary, unless it is there already.

    Who the people are is known only where there is but one.
    """
    alone = len(result.people) == 1
    people = [
        replace(recording, number=n, person=(recording.person or None) if alone else None)
        for n in range(1, len(result.people) + 1)
    ]
    return _keep(store, people, result)


def _keep(store: Store, people: Sequence[Recording], result: SessionResult) -> tuple[Entry, ...]:
    """Entries of each person of one source; of somebody who was deleted ("") there are none."""
    if store.has_entries_of(people[0].source):
        return ()
    return store.add_entries(
        entry
        for one, person in zip(people, result.people, strict=True)
        if one.person != ""
        for entry in entries_of(one, done_of(person))
    )


def done_of(person: PersonResult) -> Iterable[Done]:
    """What somebody did of the moves of a target; what was left out is left out."""
    for move in person.moves:
        work = _hold(move, person) if math.isfinite(move.held) else _repeated(move, person)
        if work is not None:
            ranges = [r.range for r in move.trend.repetitions] if move.trend else []
            known = [r for r in ranges if math.isfinite(r)]
            yield Done(move.name, work, move.grade, median(known) if known else None)


def _repeated(move: MoveScore, person: PersonResult) -> WorkSet | None:
    """The repetitions, from the first to the last; half ones are attempts."""
    if move.repetitions == 0 or move.times_done == 0:
        return None
    if move.trend is not None and move.trend.repetitions:
        first, last = move.trend.repetitions[0], move.trend.repetitions[-1]
        start, end = max(0.0, first.start), max(0.0, first.start, last.end)
    else:
        start, end = _span(person.time[_rows(move, person)])
    short = len(move.half)
    return WorkSet(start, end, move.repetitions - short, short)


def _hold(move: MoveScore, person: PersonResult) -> WorkSet | None:
    """The seconds for which a pose was held."""
    if move.held < SHORTEST_HOLD:
        return None
    start, end = _span(person.time[_rows(move, person)])
    return WorkSet(start, end, 0, held=round(move.held, 2))


def _rows(move: MoveScore, person: PersonResult) -> NDArray[np.bool_]:
    """Frames of a move."""
    rows: NDArray[np.bool_] = (person.target_time >= move.start) & (person.target_time <= move.end)
    return rows


def _span(times: NDArray[np.float64]) -> tuple[float, float]:
    """First and last of the person's own times, 0 where none is known."""
    known = times[np.isfinite(times)]
    return (max(0.0, float(known.min())), max(0.0, float(known.max()))) if len(known) else (0, 0)
