"""With last time, like with like: the same video, the same person, the same set-up."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from coach.scoring.setup import Moved, moved
from coach.types import MoveScore, PersonResult, SessionResult


@dataclass(frozen=True, slots=True)
class Earlier:
    """A session with the same video and the same person before.

    Attributes:
        when: aware. result: of one person.
        scores: when and score of all such sessions, the oldest first.
    """

    when: datetime
    result: SessionResult
    scores: tuple[tuple[datetime, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different since then.

    Attributes:
        when: of the earlier session; score: of it, 0..100.
        points: higher by so much; below 0 lower.
        margin: half the width of the wider band of the two scores; NaN where unknown.
        moved: how the camera stands elsewhere; not empty: not to be compared.
        moves: points by move, NaN where either was not judged or was not asked for.
    """

    when: datetime
    score: float
    points: float
    margin: float
    moved: tuple[Moved, ...]
    moves: tuple[float, ...]

    @property
    def is_certain(self) -> bool:
        """Whether the scores differ by more than either of them may be off."""
        return not abs(self.points) <= self.margin


def compare(now: PersonResult, earlier: Earlier | None) -> Comparison | None:
    """The comparison; None where there is nothing to compare, or either was not judged."""
    if earlier is None or len(earlier.result.people) != 1:
        return None
    before = earlier.result.people[0]
    if not (now.is_judged and before.is_judged):
        return None
    different = moved(now.setup, before.setup) if now.setup and before.setup else ()
    known = {key: move.score for key, move in _numbered(before.moves) if move.is_judged}
    return Comparison(
        earlier.when,
        before.score,
        now.score - before.score,
        max(now.uncertainty, before.uncertainty),
        different,
        tuple(
            move.score - known.get(key, math.nan) if move.is_judged else math.nan
            for key, move in _numbered(now.moves)
        ),
    )


def _numbered(moves: Iterable[MoveScore]) -> Iterable[tuple[tuple[str, int], MoveScore]]:
    """Each move with its name and which one of that name it is."""
    seen: Counter[str] = Counter()
    for move in moves:
        seen[move.name] += 1
        yield (move.name, seen[move.name]), move
