"""A part of the target that is done again and again, quicker each time it goes well."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from coach.scoring import GOOD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.types import Move

LEAD: Final = 1.0
"""Seconds before a part at which the video goes on, to get ready."""
SHORTEST: Final = 1.0
"""Seconds that a part lasts at least."""
AGAIN: Final = 3.0
"""Seconds into a move up to which "the move before" is the one before, and not its beginning."""
SLOWEST_TEMPO: Final = 0.6
STEP: Final = 0.1
FULL_TEMPO: Final = 1.0
"""Tempo at which a part begins, by how much it rises after a good pass, and where it ends."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the target, seconds."""

    start: float
    end: float

    @property
    def entry(self) -> float:
        """Where the video goes on to do it once more."""
        return max(0.0, self.start - LEAD)


class Marks:
    """Beginning and end of a part, marked one after the other while the video plays.

    Attributes:
        start, end: seconds, None where not marked.
    """

    def __init__(self) -> None:
        self.start: float | None = None
        self.end: float | None = None

    def mark_start(self, time: float) -> Part | None:
        """The part begins here; an end that is not after it is forgotten."""
        self.start = time
        if self.end is not None and self.end < time + SHORTEST:
            self.end = None
        return self.part

    def mark_end(self, time: float) -> Part | None:
        """The part ends here; a beginning that is not before it is forgotten."""
        self.end = time
        if self.start is not None and time < self.start + SHORTEST:
            self.start = None
        return self.part

    def clear(self) -> None:
        """Nothing is marked."""
        self.start = self.end = None

    @property
    def part(self) -> Part | None:
        """What is marked, or None while an end is missing."""
        if self.start is None or self.end is None:
            return None
        return Part(self.start, self.end)


class Loop:
    """Passes through a part; the tempo rises with every pass that was good.

    Attributes:
        part: what is repeated.
        tempo: of the video, 1 is as filmed.
        passes: done so far; last_score: mean of the last one, NaN where it was not judged.
        is_mastered: whether a pass at full tempo was good.
    """

    def __init__(
        self, part: Part, *, tempo: float = SLOWEST_TEMPO, full: float = FULL_TEMPO
    ) -> None:
        self.part, self.tempo, self._full = part, tempo, full
        self.passes = 0
        self.last_score = math.nan
        self.is_mastered = False
        self._sum, self._n = 0.0, 0

    def push(self, time: float, score: float) -> bool:
        """Take a moment of the video and the score then, NaN: not judged.

        Returns:
            Whether the part is over: the video has to go back to its entry.
        """
        if time >= self.part.end:
            self._finish()
            return True
        if time >= self.part.start and not math.isnan(score):
            self._sum += score
            self._n += 1
        return False

    def finish_early(self) -> None:
        """The video ended before the part did."""
        self._finish()

    def drop_pass(self) -> None:
        """Somebody jumped: what was done of this pass does not count."""
        self._sum, self._n = 0.0, 0

    def _finish(self) -> None:
        self.last_score = self._sum / self._n if self._n else math.nan
        self.drop_pass()
        self.passes += 1
        if self.last_score >= GOOD:
            self.is_mastered = self.is_mastered or self.tempo >= self._full
            self.tempo = max(self.tempo, min(round(self.tempo + STEP, 1), self._full))


def part_of_move(moves: Sequence[Move], time: float) -> Part | None:
    """The move at a time, or the next one, or else the last."""
    later = [move for move in moves if move.end > time]
    move = later[0] if later else moves[-1] if moves else None
    return None if move is None else Part(move.start, move.end)


def next_start(moves: Sequence[Move], time: float) -> float | None:
    """Where the video goes on for the next move; None after the last one."""
    starts = [move.start for move in moves if move.start - LEAD > time]
    return max(0.0, starts[0] - LEAD) if starts else None


def previous_start(moves: Sequence[Move], time: float) -> float:
    """Where it goes on for the move that is done now, from AGAIN on, else the one before."""
    starts = [move.start for move in moves if move.start < time - AGAIN]
    return max(0.0, starts[-1] - LEAD) if starts else 0.0
