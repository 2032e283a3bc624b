"""The poses of a run, as small as they can be kept: two hours of one person take 45 MB."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import N_KEYPOINTS
from coach.types import Pose, PoseTrack

CHUNK: Final = 1024
"""Frames for which room is made at a time."""
_POINTS, _WORLD, _CONFIDENCE = slice(0, 2), slice(2, 5), 5


class KeptPoses:
    """Takes the poses of one frame after the other, of as many people as there are.

    In half precision: a millimetre in space and a pixel of a picture of 1280, far below an
    estimator's errors.
    """

    def __init__(self, people: int) -> None:
        self._people = people
        self._chunks: list[NDArray[np.float16]] = []
        self._times = array("d")

    def __len__(self) -> int:
        return len(self._times)

    @property
    def times(self) -> NDArray[np.float64]:
        """(T,) of the frames, as they were given."""
        return np.array(self._times, np.float64)

    def add(self, poses: Sequence[Pose | None], time: float, size: tuple[int, int]) -> None:
        """Keep one frame, whose picture has this size."""
        row = len(self._times) % CHUNK
        if row == 0:
            shape = (CHUNK, self._people, N_KEYPOINTS, 6)
            self._chunks.append(np.full(shape, np.nan, np.float16))
        for kept, pose in zip(self._chunks[-1][row], poses, strict=True):
            if pose is not None:
                kept[:, _POINTS] = pose.points / max(size)
                kept[:, _WORLD], kept[:, _CONFIDENCE] = pose.world, pose.confidence
        self._times.append(time)

    def track(
        self, person: int, rows: NDArray[np.intp], size: tuple[int, int], fps: float
    ) -> PoseTrack:
        """Some of the frames of one person, in pictures of this size."""
        kept = np.concatenate([chunk[:, person] for chunk in self._chunks] or [_NONE])[rows]
        values = kept.astype(np.float32)
        confidence = np.nan_to_num(values[..., _CONFIDENCE])
        points, world = values[..., _POINTS] * max(size), values[..., _WORLD]
        return PoseTrack(self.times[rows], points, confidence, world, size, fps)


_NONE: Final = np.zeros((0, N_KEYPOINTS, 6), np.float16)
