"""With last time, like with like: the same video, the same person, the same set-up."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from coach.scoring.setup import Moved, moved
from coach.types import MoveScore, SessionResult

Unlike = Moved | Literal["body", "strictness"]
"""What is different beside where the camera stood: what of the body was judged, how strictly."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A session with the same video and the same person before.

    Attributes:
        when: aware. result: of one person.
        scores: when and score of all such sessions, the oldest first.
        as_strict: whether both were scored with the same strictness.
    """

    when: datetime
    result: SessionResult
    scores: tuple[tuple[datetime, float], ...] = ()
    as_strict: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different since then.

    Attributes:
        when: of the earlier session; score: of it, 0..100.
        points: higher by so much; below 0 lower.
        margin: half the width of the wider band of the two scores; NaN where unknown.
        unlike: what is not like then, of the camera, the body or the score; where it is not
            empty, the scores are not to be compared.
        moves: points by move, NaN where either was not judged or was not asked for.
    """

    when: datetime
    score: float
    points: float
    margin: float
    unlike: tuple[Unlike, ...]
    moves: tuple[float, ...]

    @property
    def is_certain(self) -> bool:
        """Whether the scores differ by more than either of them may be off."""
        return not abs(self.points) <= self.margin


def compare(result: SessionResult, earlier: Earlier | None) -> Comparison | None:
    """The comparison; None where there is nothing to compare, or either was not judged.

    Two people are not compared: nobody knows who of them is who.
    """
    if earlier is None or len(result.people) != 1 or len(earlier.result.people) != 1:
        return None
    (now,), (before,) = result.people, earlier.result.people
    if not (now.is_judged and before.is_judged):
        return None
    known = {key: move.score for key, move in _numbered(before.moves) if move.is_judged}
    return Comparison(
        earlier.when,
        before.score,
        now.score - before.score,
        max(now.uncertainty, before.uncertainty),
        tuple(_unlike(result, earlier)),
        tuple(
            move.score - known.get(key, math.nan) if move.is_judged else math.nan
            for key, move in _numbered(now.moves)
        ),
    )


def _unlike(result: SessionResult, earlier: Earlier) -> Iterator[Unlike]:
    (now,), (before,) = result.people, earlier.result.people
    if now.setup and before.setup:
        yield from moved(now.setup, before.setup)
    if set(result.left_out) != set(earlier.result.left_out):
        yield "body"
    if not earlier.as_strict:
        yield "strictness"


def _numbered(moves: Iterable[MoveScore]) -> Iterable[tuple[tuple[str, int], MoveScore]]:
    """Each move with its name and which one of that name it is."""
    seen: Counter[str] = Counter()
    for move in moves:
        seen[move.name] += 1
        yield (move.name, seen[move.name]), move
