"""Both arms held up pause a session and let it go on; the one place where that is decided."""

from __future__ import annotations

from typing import Final

import numpy as np

from coach.skeleton import INDEX
from coach.tracks import LONGEST_GAP
from coach.types import Pose

HELD: Final = 1.0
"""Seconds for which the arms have to stay up."""
LOWERED: Final = 0.3
"""Seconds for which they have to be down before they can ask again."""
ABOVE: Final = 0.3
"""How far the wrists are above the nose at least, in lengths of the trunk."""

_NOSE: Final = INDEX["nose"]
_SHOULDERS, _ELBOWS, _WRISTS, _HIPS = (
    [INDEX[f"left_{part}"], INDEX[f"right_{part}"]]
    for part in ("shoulder", "elbow", "wrist", "hip")
)
_DOWN: Final = 1
"""The coordinate that grows downwards."""


def has_arms_up(pose: Pose) -> bool:
    """Whether both hands are well above the head, and the elbows above the shoulders."""
    world = pose.world
    nose, left, right = (float(world[i, _DOWN]) for i in (_NOSE, *_WRISTS))
    if not max(left, right) < nose:  # nearly always, and quickly told
        return False
    trunk = np.linalg.norm(world[_SHOULDERS].mean(axis=0) - world[_HIPS].mean(axis=0))
    down = world[:, _DOWN]
    high = nose - max(left, right) >= ABOVE * trunk
    return bool(high and down[_ELBOWS].max() < down[_SHOULDERS].min())


class ArmsSwitch:
    """Tells once when somebody has held both arms up for HELD seconds, and meant it.

    Out of sight for longer than LONGEST_GAP they have to be raised anew. Whoever raises them
    because the exercise asks for it has to lower them before they can ask for anything.
    """

    def __init__(self) -> None:
        self._raised: float | None = None
        self._lowered: float | None = None
        self._seen = -np.inf
        self._is_told = False

    def push(self, pose: Pose | None, time: float) -> bool:
        """Take the pose of one frame, seconds; whether the arms have been up long enough now."""
        if time - self._seen > LONGEST_GAP:
            self._raised = None
        if pose is None:
            return False
        self._seen = time
        if not has_arms_up(pose):
            self._lower(time)
            return False
        self._lowered = None
        self._raised = time if self._raised is None else self._raised
        if self._is_told or time - self._raised < HELD:
            return False
        self._is_told = True
        return True

    def _lower(self, time: float) -> None:
        self._lowered = time if self._lowered is None else self._lowered
        if time - self._lowered >= LOWERED:
            self._raised, self._is_told = None, False
