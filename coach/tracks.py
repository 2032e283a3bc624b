"""Bringing pose tracks onto one clock."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.types import ModelName, PoseTrack

RATE: Final = 15.0
"""Poses a second at which tracks are compared."""

MODEL: Final[ModelName] = "full"
"""The pose model that a followed video is looked at with, so that its poses are found cached."""

LONGEST_GAP: Final = 0.4
"""Seconds without a pose that are bridged by a straight line; longer ones stay unknown."""


def resample(track: PoseTrack, rate: float = RATE, *, from_zero: bool = False) -> PoseTrack:
    """The track on a regular clock, i / rate seconds, from its first to its last frame.

    With ``from_zero`` the clock begins at 0; nobody is seen before the first frame.

    Values between two frames are interpolated linearly. Where the person was not seen for
    longer than LONGEST_GAP, the frames stay NaN. No value is carried over a cut.
    """
    seen = np.flatnonzero(track.seen)
    if len(track) == 0:
        return track
    first, last = np.ceil(track.time[0] * rate - 1e-6) + 0.0, np.floor(track.time[-1] * rate + 1e-6)
    time = np.arange(0.0 if from_zero else first, last + 1) / rate
    n = len(time)
    points = np.full((n, 17, 2), np.nan, np.float32)
    confidence = np.zeros((n, 17), np.float32)
    world = np.full((n, 17, 3), np.nan, np.float32)
    latest = np.clip(np.searchsorted(track.time, time + 1e-6, side="right") - 1, 0, None)
    shot = track.shot[latest]
    if len(seen) and n:
        known = track.time[seen]
        after = np.clip(np.searchsorted(known, time), 1, max(len(seen) - 1, 1))
        before = after - 1 if len(seen) > 1 else np.zeros(n, dtype=np.intp)
        after = after if len(seen) > 1 else np.zeros(n, dtype=np.intp)
        span = known[after] - known[before]
        part = np.clip((time - known[before]) / np.maximum(span, 1e-9), 0.0, 1.0)
        here = [track.shot[seen[i]] == shot for i in (before, after)]
        part = np.where(here[0] & here[1], part, here[1])
        away = [
            np.where(same, np.abs(time - known[i]), np.inf)
            for same, i in zip(here, (before, after), strict=True)
        ]
        good = (np.minimum(*away) <= LONGEST_GAP / 2) | (
            (span <= LONGEST_GAP) & (time >= known[before]) & (time <= known[after])
        ) & here[0] & here[1]
        for values, source in (
            (points, track.points[seen]),
            (confidence, track.confidence[seen]),
            (world, track.world[seen]),
        ):
            weight = part.reshape(n, *(1,) * (source.ndim - 1)).astype(np.float32)
            with np.errstate(invalid="ignore"):  # of what is infinite nothing is known
                blended = source[before] * (1 - weight) + source[after] * weight
            values[good] = blended[good]
    light = np.interp(time, track.time, track.light).astype(np.float32)
    return PoseTrack(time, points, confidence, world, track.size, rate, shot, light)


def newest_passes(time: NDArray[np.floating]) -> NDArray[np.intp]:
    """Frames of a clock that may have jumped back, as one growing clock.

    Where a stretch was passed several times (the person repeated a part), the newest pass
    counts; what only an older pass covers is kept.

    Returns:
        Indices into ``time``, in the order of growing time.
    """
    starts = np.flatnonzero(np.diff(time, prepend=-np.inf) <= 0)
    bounds = [*np.unique([0, *starts]).tolist(), len(time)]
    free = np.ones(len(time), dtype=bool)
    kept: list[int] = []
    for start, end in zip(bounds[-2::-1], bounds[:0:-1], strict=True):
        if end > start:
            kept.extend(i for i in range(start, end) if free[i])
            free[:start] &= (time[:start] < time[start]) | (time[:start] > time[end - 1])
    return np.array(sorted(kept, key=lambda i: float(time[i])), dtype=np.intp)


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and one-past-last place of every run of True in a mask (T,)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def equal_runs(values: NDArray[np.integer]) -> list[tuple[int, int]]:
    """First and one-past-last place of every run of equal values (T,)."""
    if not len(values):
        return []
    edges = np.flatnonzero(np.diff(values)) + 1
    return list(pairwise([0, *edges.tolist(), len(values)]))
