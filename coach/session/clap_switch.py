"""Two claps start, pause and resume a session; the one place where that is decided."""

from __future__ import annotations

from typing import Final

import numpy as np

from coach.directions import trunk_axes
from coach.types import Pose

LONGEST_PAIR: Final = 1.0
"""Seconds from the first of two claps to the second."""
QUIET: Final = 1.5
"""Seconds without a clap before the first: the end of an applause is no wish."""
BEAT: Final = 1.3
"""Part of the time between the two claps within which no third one may come: who goes on in
that rhythm claps along."""
UPRIGHT: Final = float(np.cos(np.radians(35)))
"""Cosine of the most that the trunk may lean."""
FACING: Final = float(np.cos(np.radians(65)))
"""Cosine of the most that somebody who looks into the camera may be turned away from it."""


def faces_camera(pose: Pose) -> bool:
    """Whether somebody stands or sits upright and faces the camera, about."""
    _, head, forward = trunk_axes(pose.world[None])[0]
    return bool(-head[1] >= UPRIGHT and -forward[2] >= FACING)


class ClapSwitch:
    """Tells when somebody has clapped twice, and meant it.

    Two claps, not more, with quiet around them. A clap that is not ``meant`` (the exercise
    asks for it, the person looks elsewhere) spoils the pair that it would belong to.
    """

    def __init__(self) -> None:
        self._last = -np.inf
        self._first: float | None = None
        self._second: float | None = None

    def push(self, clapped: bool, time: float, *, meant: bool = True) -> bool:
        """Take one moment, seconds; whether two claps have been made out now."""
        if clapped:
            self._take(time, meant)
            return False
        if self._first is None or self._second is None:
            return False
        is_pair = time - self._second > BEAT * (self._second - self._first)
        if is_pair:
            self._first = self._second = None
        return is_pair

    def _take(self, time: float, meant: bool) -> None:
        since, self._last = time - self._last, time
        if meant and since > QUIET:
            self._first, self._second = time, None
        elif meant and self._first is not None and self._second is None and since <= LONGEST_PAIR:
            self._second = time
        else:
            self._first = self._second = None
