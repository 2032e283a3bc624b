"""The pose that tells a move at a glance: the one farthest from how it begins."""

from __future__ import annotations

from typing import Final

import numpy as np

from coach.types import Move, Pose
from ui.engine import TargetFace

_LOOKS: Final = 24
"""Moments of a move that are looked at."""
_REPETITIONS: Final = 2
"""Repetitions of a move among which they are; the first one may be a rehearsal."""
_LEAST_KNOWN: Final = 9
"""Keypoints that two poses must share to be told apart."""


class KeyPoses:
    """Finds it once for every move of a target."""

    def __init__(self) -> None:
        self._target: TargetFace | None = None
        self._found: dict[Move, Pose] = {}

    def of(self, target: TargetFace, move: Move | None) -> Pose | None:
        """The key pose of a move; None while the video is not known so far."""
        if target is not self._target:
            self._target, self._found = target, {}
        if move is None:
            return None
        if move not in self._found:
            pose = key_pose(target, move)
            if pose is None:
                return None
            self._found[move] = pose
        return self._found[move]


def key_pose(target: TargetFace, move: Move) -> Pose | None:
    """The pose of a move farthest from its first; of a hold that in the middle."""
    if move.kind == "held":
        return target.pose_at((move.start + move.end) / 2)
    length = move.end - move.start
    part = min(_REPETITIONS / max(move.repetitions, 1), 1.0)
    looks = (target.pose_at(t) for t in np.linspace(move.start, move.start + part * length, _LOOKS))
    poses = [pose for pose in looks if pose is not None]
    if not poses:
        return None
    return max(poses, key=lambda pose: _apart(poses[0], pose))


def _apart(one: Pose, other: Pose) -> float:
    """Mean distance of the keypoints about the hips, metres; 0 where too few are known."""
    distances = np.linalg.norm(one.world - other.world, axis=1)
    known = np.isfinite(distances)
    return float(distances[known].mean()) if known.sum() >= _LEAST_KNOWN else 0.0
