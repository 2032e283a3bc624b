"""The worst repetitions of a session, and which moment of the video belongs to each of theirs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.scoring.trend import WORST
from coach.types import Cue, PersonResult, Repetition

SHORTEST_S: Final = 0.5
"""Seconds of the target below which a repetition cannot be shown."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One repetition beside the target's.

    Attributes:
        move: place among the moves of the result, from 0; repetition: from 1.
        name: of the move.
        start, end: seconds in the target that the repetition was meant to follow.
        times, own: (n,) seconds in the target, and those of the person's clock that belong to
            them, both growing: the warping.
        score: 0..100. cue: what to change, or None.
    """

    move: int
    repetition: int
    name: str
    start: float
    end: float
    times: NDArray[np.float64]
    own: NDArray[np.float64]
    score: float
    cue: Cue | None

    def own_time(self, target_time: float) -> float:
        """Second of the person's clock that belongs to a second of the target."""
        return float(np.interp(target_time, self.times, self.own))


def worst_clips(person: PersonResult, most: int = WORST) -> tuple[Clip, ...]:
    """The worst repetitions of all moves, the worst first."""
    found = [
        (one.score, number, one)
        for number, move in enumerate(person.moves)
        if move.trend is not None
        for one in move.trend.worst
        if math.isfinite(one.score)
    ]
    clips = (_clip(person, number, one) for _, number, one in sorted(found, key=_score))
    return tuple(clip for clip in clips if clip is not None)[:most]


def _score(entry: tuple[float, int, Repetition]) -> float:
    return entry[0]


def _clip(person: PersonResult, number: int, one: Repetition) -> Clip | None:
    move = person.moves[number]
    rows = np.flatnonzero(
        (person.time >= one.start)
        & (person.time <= one.end)
        & (person.target_time >= move.start)
        & (person.target_time <= move.end)
    )
    if not len(rows):
        return None
    times = person.target_time[rows]
    if times[-1] - times[0] < SHORTEST_S:
        return None
    return Clip(
        number,
        _place(one, move.trend.repetitions if move.trend else ()),
        move.name,
        float(times[0]),
        float(times[-1]),
        times,
        person.time[rows],
        one.score,
        move.cue,
    )


def _place(one: Repetition, all_of_them: Sequence[Repetition]) -> int:
    """Number of a repetition, from 1."""
    return next((n for n, other in enumerate(all_of_them, 1) if other.start == one.start), 1)
