"""The course of a session: which moves were left out, repeated, or done in another order.

The alignment of a whole session keeps the order of the target, so it cannot tell. Here every
move is looked for anywhere in the session (``coach.alignment.find_occurrences``). Moves of
the target that are the same exercise cannot be told apart by that, and what the target shows
of a move twice the person has to do twice: so the target itself is searched first, and the
person's occurrences are matched with the target's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.alignment import Occurrence, find_occurrences
from coach.scoring import FAIR
from coach.session.moves_scored import COUNTABLE, Compared, rows_of
from coach.types import MoveScore

ALIKE: Final = 0.25
"""Cost of an occurrence, see ``Occurrence``, up to which two moves are the same exercise."""
FEWEST: Final = 2
"""Moves in a session from which there is a course to tell."""
SHORTEST: Final = 0.7
"""Part of a move's time in which it can be done at the fastest."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A move of the target: its place among the moves, its rows [start, end)."""

    number: int
    start: int
    end: int

    def is_at(self, found: Occurrence) -> bool:
        """Whether an occurrence and the move share most of the longer one's rows."""
        shared = min(self.end, found.end) - max(self.start, found.start)
        return 2 * shared > max(self.end - self.start, found.end - found.start)


def with_course(
    scored: Sequence[MoveScore], compared: Compared
) -> tuple[tuple[MoveScore, ...], bool]:
    """The moves with ``times_done``, and whether they were done in the order of the target.

    Nothing is told of holds and of moves that were not seen. A move that scores FAIR in its
    place was done there, whatever the search says.
    """
    time = compared.wanted.time
    parts = []
    for number, move in enumerate(scored):
        rows = np.flatnonzero(rows_of(move, time))
        if move.target_repetitions and len(rows):
            parts.append(_Part(number, int(rows[0]), int(rows[-1]) + 1))
    if len(parts) < FEWEST:
        return tuple(scored), True
    missed = any(scored[part.number].score < FAIR for part in parts)
    searched = missed or _has_room(parts, compared)
    done = _done(parts, compared) if searched else {part.number: [] for part in parts}
    told = {n: found for n, found in done.items() if _could_be_seen(scored[n], compared)}
    moves = list(scored)
    for number, found in told.items():
        least = 1 if scored[number].score >= FAIR else 0
        moves[number] = replace(scored[number], times_done=max(len(found), least))
    return tuple(moves), _in_order(scored, told)


def _has_room(parts: Sequence[_Part], compared: Compared) -> bool:
    """Whether the person's session is long enough for one of the moves to be in it once more."""
    spare = len(compared.followed.source.time) - len(compared.wanted.time)
    return spare >= SHORTEST * min(part.end - part.start for part in parts)


def _could_be_seen(move: MoveScore, compared: Compared) -> bool:
    """Whether the camera saw what was done of a move; of one never reached, of the session."""
    asked = rows_of(move, compared.wanted.time) & compared.asked
    came = asked & compared.followed.reached
    if came.any():
        return bool(compared.seen[came].mean() >= COUNTABLE)
    latents = compared.followed.source.latents
    known = int(np.count_nonzero(np.isfinite(latents).all(axis=1)))
    return bool(asked.any()) and known >= COUNTABLE * max(len(latents), 1)


def _in_order(scored: Sequence[MoveScore], done: dict[int, list[Occurrence]]) -> bool:
    """Of two moves in the wrong order one is missed in its place: else the search is wrong."""
    begun = [(number, found[0].start) for number, found in sorted(done.items()) if found]
    return not any(
        start > later_start and min(scored[number].score, scored[later].score) < FAIR
        for i, (number, start) in enumerate(begun)
        for later, later_start in begun[i + 1 :]
    )


def _done(parts: Sequence[_Part], compared: Compared) -> dict[int, list[Occurrence]]:
    """The person's occurrences of every move that can be found in the target itself."""
    wanted, followed = compared.wanted, compared.followed
    kinds = _kinds(parts, wanted.latents)
    exchanged = followed.mirrored.mean() > 0.5  # as the whole source is
    asked = []
    for (first, *_), _ in kinds:
        rows = slice(first.start, first.end)
        like_source = (followed.mirrored[rows].mean() > 0.5) == exchanged
        asked.append((wanted.latents if like_source else wanted.swapped)[rows])
    found = find_occurrences(followed.source.latents, asked)
    done: dict[int, list[Occurrence]] = {}
    for number, (kind, places) in enumerate(kinds):
        theirs = [one for one in found if one.move == number]
        matched = _matched(theirs, places, compared)
        for place, ours in zip(places, matched, strict=True):
            for part in (part for part in kind if part.is_at(place)):
                done.setdefault(part.number, []).extend(ours)
    return done


def _kinds(
    parts: Sequence[_Part], latents: NDArray[np.floating]
) -> list[tuple[list[_Part], list[Occurrence]]]:
    """Moves of the target that are the same exercise, and wherever it shows that exercise."""
    kinds = []
    left = list(parts)
    while left:
        first, *left = left
        found = find_occurrences(latents, [latents[first.start : first.end]])
        alike = [one for one in found if one.cost <= ALIKE]
        same = [part for part in left if any(part.is_at(one) for one in alike)]
        left = [part for part in left if part not in same]
        kinds.append(([first, *same], alike))
    return kinds


def _matched(
    found: Sequence[Occurrence], places: Sequence[Occurrence], compared: Compared
) -> list[list[Occurrence]]:
    """The person's occurrences of an exercise by those of the target.

    As many as asked for are taken in order; else each goes to the nearest in time.
    """
    if len(found) == len(places):
        return [[one] for one in found]
    matched: list[list[Occurrence]] = [[] for _ in places]
    if places:
        times = np.array([_middle(place, compared.wanted.time) for place in places])
        for one in found:
            at = _middle(one, compared.followed.source.time) - compared.followed.warping.lag
            matched[int(np.argmin(np.abs(times - at)))].append(one)
    return matched


def _middle(found: Occurrence, time: NDArray[np.float64]) -> float:
    return float(time[(found.start + found.end - 1) // 2])
