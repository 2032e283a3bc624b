"""Windows of a movement at its own tempo, as the exercise recogniser sees them.

A window is STEPS poses, evenly over about two periods of the movement, however long they
take. It is turned about the vertical until the person's left, on the mean of the window,
points along x: from where the camera looks does not matter, which way is up does, and a turn
of the body within the window stays. Lengths are those of a standard adult.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.body_size import BONES
from coach.directions import N_DIRECTIONS, directions
from coach.pose.correction import corrected_on_clock
from coach.skeleton import INDEX, N_KEYPOINTS
from coach.tracks import RATE
from coach.types import FloatArray, PoseTrack

STEPS: Final = 32
"""Poses of a window."""
FEATURES: Final = 3 * N_KEYPOINTS + 3 * N_DIRECTIONS + 1
"""Numbers that describe a pose of a window."""
SHORTEST: Final = 0.8
LONGEST: Final = 10.0
"""Seconds of a window."""
PERIODS: Final = 2.0
"""Periods of the movement in a window, where it lasts so long."""
APERIODIC: Final = 4.0
"""Seconds of a window of a movement that does not repeat."""
MOST: Final = 8
"""Windows of one set, evenly over it."""
FASTEST_PERIOD: Final = 0.3
SLOWEST_PERIOD: Final = 8.0
"""Seconds of a period."""
REPEATS: Final = 0.5
"""Mean squared difference of poses a period apart, against poses at any time, up to which a
movement repeats."""
NEARLY: Final = 0.12
"""By how much, in the same unit, a shorter period may be worse than the best one."""
STILL: Final = 0.01
"""Square metres, summed over the joints, of which somebody moves who stands still."""
LEAST_SEEN: Final = 0.5
"""Part of the frames of a window in which the person has to be seen."""
AROUND: Final = 1.0
"""Seconds before and after a stretch by which its keypoints are corrected too."""

_SAMPLES: Final = 3
"""Places that are averaged for one step."""
_HIPS, _SHOULDERS = (
    np.array([INDEX[f"left_{part}"], INDEX[f"right_{part}"]]) for part in ("hip", "shoulder")
)
_STARTS: Final = np.array([INDEX[first] for first, _, _ in BONES])
_ENDS: Final = np.array([INDEX[second] for _, second, _ in BONES])
_STANDARD: Final = sum(length for _, _, length in BONES)
_LONGEST_LOOK: Final = round(60 * RATE)
"""Frames in which the period is looked for."""


def filled(world: FloatArray) -> FloatArray | None:
    """World points (T, 17, 3) with straight lines where nothing was seen; None: all is unseen."""
    known = np.isfinite(world).all(axis=(1, 2))
    if known.all():
        return world
    if not known.any():
        return None
    rows = np.arange(len(world))
    after = np.clip(np.searchsorted(rows[known], rows), 0, known.sum() - 1)
    before = np.clip(after - (rows[known][after] > rows), 0, None)
    a, b = rows[known][before], rows[known][after]
    part = np.clip((rows - a) / np.maximum(b - a, 1), 0, 1).astype(np.float32)[:, None, None]
    whole: FloatArray = world[a] * (1 - part) + world[b] * part
    return whole


def stepped(world: FloatArray, first: float, last: float) -> FloatArray:
    """STEPS poses (S, 17, 3) between two places in frames (T, 17, 3), each a short mean."""
    n = STEPS * _SAMPLES
    at = np.clip(first + (np.arange(n) + 0.5) / n * (last - first), 0, len(world) - 1)
    low = np.minimum(at.astype(np.intp), max(len(world) - 2, 0))
    high = np.minimum(low + 1, len(world) - 1)
    part = (at - low).astype(np.float32)[:, None, None]
    poses = world[low] * (1 - part) + world[high] * part
    mean: FloatArray = poses.reshape(STEPS, _SAMPLES, N_KEYPOINTS, 3).mean(axis=1)
    return mean


def levelled(poses: FloatArray) -> FloatArray:
    """Windows (N, S, 17, 3) about the hips, on a standard body, their left along x."""
    poses = poses - poses[:, :, _HIPS].mean(axis=2, keepdims=True)
    bones = np.linalg.norm(poses[:, :, _STARTS] - poses[:, :, _ENDS], axis=3).sum(axis=2)
    size = np.maximum(np.median(bones, axis=1) / _STANDARD, 1e-6)
    sides = poses[:, :, [_SHOULDERS[0], _HIPS[0]]] - poses[:, :, [_SHOULDERS[1], _HIPS[1]]]
    left = sides.mean(axis=(1, 2))
    length = np.maximum(np.hypot(left[:, 0], left[:, 2]), 1e-6)
    c, s = (left[:, 0] / length / size)[:, None, None], (left[:, 2] / length / size)[:, None, None]
    x, y, z = np.moveaxis(poses, -1, 0)
    turned = np.stack([c * x + s * z, y / size[:, None, None], c * z - s * x], axis=-1)
    return np.asarray(turned, np.float32)


def described(poses: FloatArray, seconds: NDArray[np.floating]) -> FloatArray:
    """What the recogniser gets: windows (N, S, 17, 3) of so many seconds (N,) as (N, S, F).

    Joints on the level (``levelled``), directions of limbs and of gravity in the trunk's own
    axes, and the logarithm of the seconds.
    """
    n = len(poses)
    level = levelled(poses)
    turned = np.nan_to_num(directions(poses.reshape(-1, N_KEYPOINTS, 3)))
    pace = np.broadcast_to(np.log(seconds).astype(np.float32)[:, None, None], (n, STEPS, 1))
    parts = (level.reshape(n, STEPS, -1) * 2, turned.reshape(n, STEPS, -1), pace)
    return np.concatenate(parts, axis=2)


def period_of(world: FloatArray, rate: float = RATE) -> float | None:
    """Seconds after which a movement (T, 17, 3) comes back; None where it does not repeat.

    The shortest lag at which poses differ hardly more than at the best one.
    """
    middle = max((len(world) - _LONGEST_LOOK) // 2, 0)
    part = world[middle : middle + _LONGEST_LOOK]
    joints = levelled(part[None])[0].reshape(len(part), -1)
    joints = joints - joints.mean(axis=0)
    spread = 2 * float(np.mean(np.sum(joints**2, axis=1)))
    lags = np.arange(round(FASTEST_PERIOD * rate), min(SLOWEST_PERIOD * rate, len(part) / 1.5))
    if len(lags) < 3 or spread <= STILL:
        return None
    apart = np.array(
        [np.mean(np.sum((joints[lag:] - joints[:-lag]) ** 2, axis=1)) for lag in lags.astype(int)]
    )
    apart /= spread
    low = np.flatnonzero((apart[1:-1] <= apart[:-2]) & (apart[1:-1] <= apart[2:])) + 1
    low = low[apart[low] <= REPEATS]
    if not len(low):
        return None
    good = low[apart[low] <= apart[low].min() + NEARLY]
    return float(lags[good[0]] / rate)


def seen_part(track: PoseTrack, start: float, end: float, least: float) -> FloatArray | None:
    """World points (T, 17, 3) of a stretch at ``RATE``, corrected, gaps filled.

    None where it is shorter than SHORTEST, or the person is seen in less than ``least`` of it.
    """
    near = (track.time >= start - AROUND) & (track.time <= end + AROUND)
    part = corrected_on_clock(track.select(near))
    part = part.select((part.time >= start - 1e-6) & (part.time <= end + 1e-6))
    known = np.isfinite(part.world).all(axis=(1, 2))
    if len(part) < SHORTEST * RATE or known.mean() < least:
        return None
    return filled(part.world)


def windows_of(
    world: FloatArray, periods: float = PERIODS
) -> tuple[FloatArray, NDArray[np.float64]]:
    """Poses (N, S, 17, 3) and seconds (N,) of the windows of a movement (T, 17, 3)."""
    spans = spans_of(len(world), period_of(world), periods)
    poses = np.stack([stepped(world, first, last) for first, last in spans])
    return poses, (spans[:, 1] - spans[:, 0]) / RATE


def spans_of(
    frames: int, period: float | None, periods: float = PERIODS, rate: float = RATE
) -> NDArray[np.float64]:
    """First and last place, in frames, of the windows of a movement, (N, 2), evenly over it."""
    whole = (frames - 1) / rate
    wanted = APERIODIC if period is None else periods * period
    seconds = min(max(wanted, SHORTEST), LONGEST, whole)
    count = int(np.clip(np.ceil(2 * (whole - seconds) / max(seconds, 1e-6)) + 1, 1, MOST))
    first = np.linspace(0, (whole - seconds) * rate, count)
    return np.stack([first, first + seconds * rate], axis=1)
