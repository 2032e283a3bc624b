"""Every time somebody did a move, wherever it stands in their session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.alignment.table import FloatRows, IntArray, Steps, cheapest
from coach.alignment.unit import unit_rows
from coach.errors import CoachBug

ALL_ROWS: Final = 1_000_000
"""Pairs of rows up to which all are looked at; beyond, every fourth row of both."""

_THINNED: Final = 4

_NEVER: Final = 1e6
"""Cost of leaving out a row of the move: it counts when it was done as a whole."""


@dataclass(frozen=True, slots=True)
class OccurrenceSettings:
    """When a stretch of a session is a move. Costs are in rows wholly unlike (cosine 0).

    Attributes:
        wait: cost of a user row during which the move does not go on.
        hurry: cost of a row of the move during which the user does not go on.
        unseen: cost of a pair in which either is not seen.
        most_cost: mean cost of the pairs from which it is another move.
        least_gain: movement, as a share of the move's own, below which nothing was done.
        shortest: share of the move's rows that it takes at least.
    """

    wait: float = 0.1
    hurry: float = 0.3
    unseen: float = 0.7
    most_cost: float = 0.5
    least_gain: float = 0.25
    shortest: float = 0.4


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a move was done.

    Attributes:
        move: which of the moves.
        start, end: the user's rows [start, end).
        cost: mean of 1 - cosine along the path, of latents centred on the move's mean.
        gain: movement along the path as a share of the move's own; 1: as large.
    """

    move: int
    start: int
    end: int
    cost: float
    gain: float


def find_occurrences(
    user: FloatRows, moves: Sequence[FloatRows], settings: OccurrenceSettings | None = None
) -> tuple[Occurrence, ...]:
    """Every time each move was done, in the order in which the user did them.

    A move without one was left out, one with two was repeated, and where ``move`` goes back
    the order was another. Of two moves found in the same rows the one that fits better stays.

    Each is found by warping the whole move onto any stretch of the session (subsequence
    warping: Mueller 2007, Information Retrieval for Music and Motion, chapter 4); what is
    found parts the session, and both parts are searched again. Latents are centred on the
    mean of the move first, so that a pose held still suits a part of a move no better than
    it misfits the rest. A move that stands still itself is never found.

    Args:
        user: (N, K) latents; moves: (M, K) latents each, at the same rate; NaN rows: nobody
            seen.
        settings: what counts.
    """
    settings = settings or OccurrenceSettings()
    found: list[Occurrence] = []
    for number, move in enumerate(moves):
        if user.ndim != 2 or move.ndim != 2 or user.shape[1] != move.shape[1]:
            raise CoachBug(
                f"user and moves must be (N, K) and (M, K), got {user.shape}, {move.shape}"
            )
        found += _of_one(user, move, number, settings)
    kept: list[Occurrence] = []
    for one in sorted(found, key=lambda o: o.cost):
        if not any(2 * _shared(one, other) > one.end - one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda o: (o.start, o.move)))


def _shared(one: Occurrence, other: Occurrence) -> int:
    return max(min(one.end, other.end) - max(one.start, other.start), 0)


def _of_one(
    user: FloatRows, move: FloatRows, number: int, settings: OccurrenceSettings
) -> list[Occurrence]:
    every = _THINNED if len(user) * len(move) > ALL_ROWS else 1
    known = move[np.isfinite(move).all(axis=1)]
    if not len(known):
        return []
    centre = known.mean(axis=0, dtype=np.float64)
    theirs, own = user[::every] - centre, move[::every] - centre
    rows, wanted = unit_rows(theirs), unit_rows(own)
    found = []
    stretches = [(0, len(rows))]
    while stretches:
        start, end = stretches.pop()
        if end - start < settings.shortest * len(wanted):
            continue
        path = _best(rows[start:end], wanted, settings) + [0, start]
        cosine = np.einsum("pk,pk->p", wanted[path[:, 0]], rows[path[:, 1]])
        cost = float(np.where(np.isnan(cosine), settings.unseen, 1 - cosine).mean())
        if cost > settings.most_cost:
            continue
        first, last = int(path[0, 1]), int(path[-1, 1]) + 1
        gain = _gain(theirs[path[:, 1]], own[path[:, 0]])
        if gain >= settings.least_gain and last - first >= settings.shortest * len(wanted):
            stop = min(last * every, len(user))
            found.append(Occurrence(number, first * every, stop, cost, gain))
        stretches += [(start, first), (last, end)]
    return found


def _best(rows: FloatRows, wanted: FloatRows, settings: OccurrenceSettings) -> IntArray:
    """Cheapest path (P, 2) of all wanted rows through any stretch of the rows."""
    steps = Steps(
        wait=settings.hurry, hurry=settings.wait, skip=0.0, idle=_NEVER, unseen=settings.unseen
    )
    low = np.zeros(len(wanted), np.int64)
    return cheapest(wanted, rows, low, low + len(rows), steps)


def _gain(user: NDArray[np.floating], move: NDArray[np.floating]) -> float:
    """Least squares gain of aligned rows about their own means, NaN rows left out."""
    both = np.isfinite(user).all(axis=1) & np.isfinite(move).all(axis=1)
    if not both.any():
        return 0.0
    moved = move[both] - move[both].mean(axis=0)
    energy = float(np.sum(moved * moved))
    return float(np.sum(user[both] * moved)) / energy if energy > 0 else 0.0
