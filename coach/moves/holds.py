"""Poses that are held: good seconds of a plank, or of whatever pose an instructor holds."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.directions import DIRECTIONS
from coach.tracks import LONGEST_GAP

STILL: Final = 0.22
"""Change of the limbs' directions within STILL_OVER that is no movement (a trembling body and
an estimator's errors)."""
STILL_OVER: Final = 0.8
"""Seconds."""
SETTLED: Final = 2.0
"""Seconds for which a pose has to last before it is held; they count then."""
ALIKE: Final = 0.55
"""Distance of directions from the instructor's pose within which it is the same pose."""
_ROW: Final = {name: i for i, name in enumerate(DIRECTIONS)}
_HEAD, _FORWARD = 1, 2
_LEGS: Final = [i for name, i in _ROW.items() if name.endswith(("thigh", "shank"))]
_ARMS: Final = [i for name, i in _ROW.items() if name.endswith("upper_arm")]


def is_plank(turns: NDArray[np.floating]) -> bool:
    """Whether somebody is face down on arms and toes, straight: (27,) directions."""
    limbs = turns.reshape(-1, 3)
    up = limbs[_ROW["up"]]
    legs = limbs[
        [_ROW[f"{side}_{bone}"] for side in ("left", "right") for bone in ("thigh", "shank")]
    ]
    arms = limbs[[_ROW[f"{side}_upper_arm"] for side in ("left", "right")]]
    face_down = up[_FORWARD] < -0.6 and abs(up[_HEAD]) < 0.65
    straight = float(legs[:, _HEAD].mean()) < -0.8
    on_arms = float(arms[:, _FORWARD].mean()) > 0.45
    return bool(face_down and straight and on_arms)


def distance(turns: NDArray[np.floating], other: NDArray[np.floating]) -> float:
    """Root of the mean squared chord between the directions of two poses (27,)."""
    return float(np.sqrt(np.sum((turns - other) ** 2) / len(DIRECTIONS)))


class HoldClock:
    """Seconds for which a pose is held well; a pose that is not seen is not held.

    Attributes:
        seconds: so far. spans: start and end of each hold, seconds.
    """

    def __init__(self, pose: NDArray[np.floating] | None = None) -> None:
        """pose: (27,) directions of the instructor's pose; None: a plank."""
        self._pose = pose
        self._recent: deque[tuple[float, NDArray[np.floating]]] = deque()
        self._since: float | None = None
        self._good_at = -np.inf
        self.spans: list[tuple[float, float]] = []

    @property
    def seconds(self) -> float:
        """In all."""
        return sum(end - start for start, end in self.spans)

    def push(self, turns: NDArray[np.floating], time: float) -> None:
        """Take a frame: (27,) directions, NaN where not seen, and its time in seconds."""
        if time - self._good_at > LONGEST_GAP:
            self._since = None
        if not np.isfinite(turns).all():
            return
        while self._recent and self._recent[0][0] < time - STILL_OVER:
            self._recent.popleft()
        still = bool(self._recent) and distance(turns, self._recent[0][1]) < STILL
        self._recent.append((time, turns))
        if not (still and self._is_pose(turns)):
            return
        if self._since is None:
            self._since = time
        self._good_at = time
        if time - self._since < SETTLED:
            return
        if self.spans and self.spans[-1][0] == self._since:
            self.spans[-1] = (self._since, time)
        else:
            self.spans.append((self._since, time))

    def _is_pose(self, turns: NDArray[np.floating]) -> bool:
        return is_plank(turns) if self._pose is None else distance(turns, self._pose) < ALIKE
