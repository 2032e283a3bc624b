"""When a difference is said, for how long, and when it is gone."""

from __future__ import annotations

from typing import Final

from coach.types import Cue

CUE_STAYS: Final = 3.0
"""Seconds for which a cue is shown at least."""
CUE_PAUSE: Final = 6.0
"""Seconds from one cue to the next at least."""
CORRECTED_STAYS: Final = 3.0
"""Seconds for which it is said that a difference is gone."""


class LiveCues:
    """One cue at a time, from what is found at every look.

    A difference is said when two looks in a row found it, and gone when two in a row found
    nothing: then it is "corrected", said once. What is gone because another move has begun
    is not corrected. Where the person cannot be judged everything is dropped.

    Attributes:
        cue: what to say now, or None.
    """

    def __init__(self) -> None:
        self.cue: Cue | None = None
        self._since = self._corrected_at = float("-inf")
        self._last: Cue | None = None
        self._looked = False
        self._move = self._cue_move = 0.0

    def drop(self) -> None:
        """Nothing can be said now."""
        self.cue = self._last = None
        self._looked = False
        self._corrected_at = float("-inf")

    def push(self, found: Cue | None, time: float, move: float = 0.0) -> None:
        """Take what a look at ``time`` seconds found; None: all is well.

        ``move``: when the current move began.
        """
        twice = self._looked and _same(found, self._last) and move == self._move
        self._last, self._looked, self._move = found, True, move
        age = time - self._since
        if self.cue is not None and twice and not _same(found, self.cue) and age >= CUE_STAYS:
            if found is None and move == self._cue_move:
                self._corrected_at = time
            self.cue = None
        if self.cue is None and found is not None and twice and age >= CUE_PAUSE:
            self.cue, self._since, self._cue_move = found, time, move
            self._corrected_at = float("-inf")

    def corrected(self, time: float) -> bool:
        """Whether to say now that the last difference is gone."""
        return time - self._corrected_at < CORRECTED_STAYS


def _same(one: Cue | None, other: Cue | None) -> bool:
    return (one and (one.kind, one.side)) == (other and (other.kind, other.side))
