"""How far one movement follows another (see ``coach.scoring.curve``).

Both measures are least squares gains over a stretch of aligned frames: with the target's
values z and the person's u, centred over the stretch, gain = sum<u, z> / sum<z, z>. For
latents the sum runs over all their values, which tells the movement as a whole; for joint
angles it is taken joint by joint, which tells the one arm that stays low.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import JOINTS

JOINT_MOVES: Final = 8.0
"""Standard deviation in degrees from which a joint of the target moves (a range of 23)."""
MAIN_SHARE: Final = 0.5
"""Joints that move at least this share of the one that moves most are the move's own."""
GAIN_NONE: Final = 0.1
GAIN_FULL: Final = 0.6
"""Gains of a joint that count as no and as full movement; single cameras lose up to 40 %."""


Spans = tuple[NDArray[np.intp], NDArray[np.intp]]
"""First and one-past-last frame of every stretch."""


EXCESS_FREE: Final = 18.0
EXCESS_LOST: Final = 45.0
"""Standard deviations in degrees by which a joint may move more than the target's for nothing,
and from which the move is another one."""


def _sums(
    user: NDArray[np.floating], target: NDArray[np.floating], spans: Spans | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Covariance and variance of the target by column, (stretches, columns); NaN left out.

    ``spans`` None: one stretch of all frames, without the running sums.
    """
    both = np.isfinite(user) & np.isfinite(target)
    u = np.where(both, user, 0.0)
    z = np.where(both, target, 0.0)

    def windowed(values: NDArray[np.floating]) -> NDArray[np.float64]:
        if spans is None:
            return np.asarray(values.sum(axis=0, dtype=np.float64))[None]
        total = np.zeros((len(values) + 1, values.shape[1]))
        np.cumsum(values, axis=0, out=total[1:], dtype=np.float64)
        summed: NDArray[np.float64] = total[spans[1]] - total[spans[0]]
        return summed

    count = np.maximum(windowed(both), 1.0)
    mean_u, mean_z = windowed(u) / count, windowed(z) / count
    covariance = windowed(u * z) / count - mean_u * mean_z
    variance = windowed(z * z) / count - mean_z**2
    return covariance, np.maximum(variance, 0.0)


def _sliding(n: int, window: int) -> Spans:
    middle = np.arange(n)
    return np.maximum(middle - window // 2, 0), np.minimum(middle + window // 2 + 1, n)


def _movement(
    user: NDArray[np.floating], target: NDArray[np.floating], spans: Spans | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    covariance, variance = _sums(user, target, spans)
    energy = variance.sum(axis=1)
    gain = np.where(energy > 1e-9, covariance.sum(axis=1) / np.maximum(energy, 1e-9), 0.0)
    return gain, energy


def movement(user: NDArray[np.floating], target: NDArray[np.floating]) -> tuple[float, float]:
    """Gain and energy over one stretch of aligned frames.

    Args:
        user, target: (n, K) latents of the same moments; NaN rows are left out.

    Returns:
        (gain, energy): the gain, and the mean squared norm of the centred target.
    """
    gain, energy = _movement(user, target, None)
    return float(gain[0]), float(energy[0])


def sliding_movement(
    user: NDArray[np.floating], target: NDArray[np.floating], window: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``movement`` about every frame, over ``window`` frames centred on it: two arrays (n,)."""
    return _movement(user, target, _sliding(len(user), window))


def _joint_part(
    user: NDArray[np.floating], target: NDArray[np.floating], spans: Spans | None
) -> NDArray[np.float64]:
    user, target = user[:, : len(JOINTS)], target[:, : len(JOINTS)]
    covariance, variance = _sums(user, target, spans)
    moved = np.sqrt(variance)
    main = (moved >= JOINT_MOVES) & (moved >= MAIN_SHARE * moved.max(axis=1, keepdims=True))
    gain = covariance / np.maximum(variance, 1e-9)
    part = np.clip((gain - GAIN_NONE) / (GAIN_FULL - GAIN_NONE), 0.0, 1.0)
    worst = np.min(np.where(main, part, 1.0), axis=1)
    mean = np.sum(np.where(main, part, 0.0), axis=1) / np.maximum(main.sum(axis=1), 1)
    _, own = _sums(user, user, spans)
    excess = np.max(np.where(main, 0.0, np.sqrt(own) - moved), axis=1)
    own_move = np.clip((EXCESS_LOST - excess) / (EXCESS_LOST - EXCESS_FREE), 0.0, 1.0)
    return np.asarray(np.where(main.any(axis=1), (worst + mean) / 2, 1.0) * own_move)


def joint_part(user: NDArray[np.floating], target: NDArray[np.floating]) -> float:
    """Part of the movement that the joints which carry it earn, 0..1.

    The mean of the worst and the average of the target's main joints, 1 where no joint of
    the target moves; less where the person moves a joint that the target keeps still.

    Args:
        user, target: (n, A) degrees of the same moments by ``coach.angles.ANGLES``, of which
            JOINTS count; NaN values are left out.
    """
    return float(_joint_part(user, target, None)[0])


def sliding_joint_part(
    user: NDArray[np.floating], target: NDArray[np.floating], window: int
) -> NDArray[np.float64]:
    """``joint_part`` about every frame, over ``window`` frames centred on it, (n,)."""
    return _joint_part(user, target, _sliding(len(user), window))


def sliding_mean(values: NDArray[np.floating], window: int) -> NDArray[np.float64]:
    """Mean of the known values about every frame, (n,); NaN where none is known."""
    known = np.isfinite(values)
    low, high = _sliding(len(values), window)
    total = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
    count = np.concatenate([[0], np.cumsum(known)])
    summed, number = total[high] - total[low], count[high] - count[low]
    return np.where(number > 0, summed / np.maximum(number, 1), np.nan)
