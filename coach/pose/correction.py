"""Takes back part of what a pose estimator gets wrong, from what it saw before and after.

One picture does not tell how far away a hand is; a movement does, as bones keep their length
and errors do not move along with the body. A small network of convolutions over time, trained on
rendered people and on simulated errors (``models/README.md``), gives every pose the places in
space that are most likely to be true. What is exact is left alone, and so are picture points.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.body_size import body_size
from coach.network import open_network
from coach.paths import MODELS
from coach.pose.exactness import FEWEST, SURE, exactness
from coach.sight import FARTHEST
from coach.skeleton import INDEX, N_KEYPOINTS
from coach.tracks import LONGEST_GAP, RATE, resample
from coach.types import FloatArray, Pose, PoseTrack

CORRECTOR: Final = MODELS / "corrector.onnx"
"""The weights that are shipped."""
REACH: Final = 14
"""Frames before and after that have a say in one."""
WINDOW: Final = 24
"""Frames that are looked back at, live; what the network was trained on."""
N_GIVEN: Final = 4 * N_KEYPOINTS + 1
"""Coordinates, confidence, and whether somebody is there."""
_INPUTS: Final = ("given",)
_CHUNK: Final = 2048
_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]


def given(
    world: NDArray[np.floating], confidence: NDArray[np.floating]
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """What the network is given of tracks, and what brings its answer back.

    Args:
        world: (N, T, 17, 3) any unit; NaN: not seen.
        confidence: (N, T, 17) 0..1.

    Returns:
        (N, N_GIVEN, T) input: about the hips, on a standard adult by the size in the median
        frame; (N,) that size; (N, T, 17) which keypoints can be corrected.
    """
    world = np.asarray(world, dtype=np.float32)
    n, count = world.shape[:2]
    middle = _middle(world)
    size = body_size(world)
    size[~np.isfinite(middle).all(axis=(2, 3))] = np.nan
    known = np.isfinite(size)
    whole = np.array(
        [np.median(s[k]) if k.any() else 1.0 for s, k in zip(size, known, strict=True)]
    )
    with np.errstate(over="ignore", invalid="ignore"):
        points = (world - middle) / whole[:, None, None, None].astype(np.float32)
        there = (np.abs(points) < FARTHEST).all(axis=3) & known[:, :, None]
    sure = np.where(there, np.clip(np.nan_to_num(confidence), 0, 1), 0) * 2 - 1
    put = np.empty((n, count, N_GIVEN), np.float32)
    put[:, :, : 3 * N_KEYPOINTS] = np.where(there[..., None], points, 0).reshape(n, count, -1)
    put[:, :, 3 * N_KEYPOINTS : -1] = sure
    put[:, :, -1] = known
    return np.ascontiguousarray(put.transpose(0, 2, 1)), whole.astype(np.float32), there


def _middle(world: FloatArray) -> FloatArray:
    """Middle of the hips of poses (..., 17, 3), (..., 1, 3)."""
    left, right = (world[..., hip : hip + 1, :] for hip in _HIPS)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray((left + right) / 2, np.float32)


class Corrector:
    """Corrects world points with the ONNX network, on one core."""

    def __init__(self, path: Path | None = None) -> None:
        """Load the weights of ``path``, else the shipped ones.

        Raises:
            ModelMissing, ModelDamaged: the file is not there, or another network.
        """
        self._session = open_network(CORRECTOR if path is None else path, _INPUTS)

    def track(self, track: PoseTrack) -> PoseTrack:
        """A track on the regular clock (``coach.tracks.RATE``) with corrected world points.

        Nothing is carried over a cut. What was not seen stays so. By how far keypoints are
        exact (``exactness``) they stay where they are; so do those of a moment, which tells
        too little.
        """
        share = 1.0 - exactness(track)
        if share <= 0.0 or np.count_nonzero(np.isfinite(track.world).any(axis=(1, 2))) < FEWEST:
            return track
        cuts = np.flatnonzero(np.diff(track.shot)) + 1
        world = np.concatenate([
            self.points(w, c)
            for w, c in zip(
                np.split(track.world, cuts), np.split(track.confidence, cuts), strict=True
            )
        ])  # fmt: skip
        if share < 1.0:
            world = track.world + np.float32(share) * (world - track.world)
        return replace(track, world=world)

    def points(self, world: FloatArray, confidence: FloatArray) -> FloatArray:
        """World points (T, 17, 3) of one shot at ``RATE`` as they most likely are.

        Frames of which too little is seen, and keypoints that are not seen or nowhere near the
        body, come back as they are.
        """
        n = len(world)
        put, size, there = given(world[None], confidence[None])
        out = np.empty((n, N_KEYPOINTS, 3), np.float32)
        for start in range(0, n, _CHUNK):
            first, end = max(start - REACH, 0), min(start + _CHUNK, n)
            last = min(end + REACH, n)
            answer = self._session.run(None, {_INPUTS[0]: put[:, :, first:last]})[0][0]
            inner = answer[:, start - first : end - first]
            out[start:end] = inner.T.reshape(-1, N_KEYPOINTS, 3)
        fixed: FloatArray = np.where(there[0][..., None], out * size[0] + _middle(world), world)
        return fixed.astype(np.float32)

    def newest(self, world: FloatArray, confidence: FloatArray) -> FloatArray:
        """The last (17, 3) of ``points``, for less work."""
        put, size, there = given(world[None], confidence[None])
        last = np.ascontiguousarray(put[:, :, -REACH - 1 :])
        answer = self._session.run(None, {_INPUTS[0]: last})[0][0, :, -1]
        placed = answer.reshape(N_KEYPOINTS, 3) * size[0] + _middle(world[-1:])[0]
        fixed: FloatArray = np.where(there[0, -1, :, None], placed, world[-1])
        return fixed.astype(np.float32)


class LiveCorrection:
    """Corrects the newest pose by those of the last moments, at any number of frames a second.

    What changes is made out ``RATE`` times a second, and stays from one time to the next: errors
    last longer than a frame.
    """

    def __init__(self, corrector: Corrector | None = None) -> None:
        """With the shipped network if none is given; ModelMissing, ModelDamaged."""
        self._corrector = shipped_corrector() if corrector is None else corrector
        self._recent: deque[tuple[float, FloatArray]] = deque()
        self._made = -np.inf
        self._change: FloatArray = np.zeros((N_KEYPOINTS, 3), np.float32)

    def push(self, pose: Pose, time: float) -> Pose:
        """A pose, its world points corrected by those of the last WINDOW / RATE seconds.

        What came before a step back in time, a stop of it (a pause) or a longer gap is
        forgotten. Poses that have all been wholly sure are exact.
        """
        recent = self._recent
        if recent and not 0.0 < time - recent[-1][0] <= LONGEST_GAP:
            recent.clear()
            self._made = -np.inf
        recent.append((time, np.column_stack([pose.world, pose.confidence])))
        while time - recent[0][0] > WINDOW / RATE:
            recent.popleft()
        if all(seen[:, 3].min() >= SURE for _, seen in reversed(recent)):
            return pose
        if time - self._made > 0.75 / RATE:
            self._made = time
            self._change = np.nan_to_num(self._newest(time) - pose.world)
        return replace(pose, world=pose.world + self._change)

    def _newest(self, time: float) -> FloatArray:
        """World points of the newest pose, corrected."""
        recent = self._recent
        clock = np.array([then for then, _ in recent])
        wanted = time - np.arange(WINDOW - 1, -1, -1) / RATE
        wanted = wanted[wanted > clock[0] - 0.5 / RATE]
        after = np.clip(np.searchsorted(clock, wanted), 1, max(len(clock) - 1, 1))
        before = after - 1
        after = np.minimum(after, len(clock) - 1)
        span = np.maximum(clock[after] - clock[before], 1e-9)
        part = np.clip((wanted - clock[before]) / span, 0.0, 1.0).astype(np.float32)
        seen = np.stack([values for _, values in recent])
        part = part[:, None, None]
        rows = (1 - part) * seen[before] + part * seen[after]
        rows[-1] = seen[-1]
        return self._corrector.newest(rows[..., :3], rows[..., 3])


@lru_cache(maxsize=1)
def shipped_corrector() -> Corrector:
    """The shipped network, opened once."""
    return Corrector()


def corrected_on_clock(track: PoseTrack) -> PoseTrack:
    """A track of any rate on the regular clock, corrected by the shipped network."""
    return shipped_corrector().track(resample(track))
