"""How far one movement follows another (see ``coach.scoring.curve``)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def movement(user: NDArray[np.floating], target: NDArray[np.floating]) -> tuple[float, float]:
    """Gain and energy over one stretch of aligned frames.

    Args:
        user, target: (n, K) latents of the same moments; NaN rows are left out.

    Returns:
        (gain, energy): least squares gain of the centred user on the centred target, and
        the mean squared norm of the centred target. (0, 0) with fewer than two frames.
    """
    both = np.isfinite(user).all(axis=1) & np.isfinite(target).all(axis=1)
    if np.count_nonzero(both) < 2:
        return 0.0, 0.0
    u = user[both] - user[both].mean(axis=0)
    z = target[both] - target[both].mean(axis=0)
    energy = float(np.mean(np.sum(z * z, axis=1)))
    if energy <= 1e-12:
        return 0.0, 0.0
    return float(np.mean(np.sum(u * z, axis=1))) / energy, energy


def sliding_movement(
    user: NDArray[np.floating], target: NDArray[np.floating], window: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gain and energy about every frame, over ``window`` frames centred on it.

    Args:
        user, target: (n, K) latents of the same moments; NaN rows count as missing.
        window: frames in the stretch.

    Returns:
        Two arrays (n,); gain 0 and energy 0 where too few frames are known.
    """
    both = np.isfinite(user).all(axis=1) & np.isfinite(target).all(axis=1)
    u = np.where(both[:, None], user, 0.0).astype(np.float64)
    z = np.where(both[:, None], target, 0.0).astype(np.float64)
    n = len(both)
    low = np.maximum(np.arange(n) - window // 2, 0)
    high = np.minimum(np.arange(n) + window // 2 + 1, n)

    def windowed(values: NDArray[np.float64]) -> NDArray[np.float64]:
        total = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
        summed: NDArray[np.float64] = total[high] - total[low]
        return summed

    count = np.maximum(windowed(both.astype(np.float64)), 1.0)
    mean_u, mean_z = windowed(u) / count[:, None], windowed(z) / count[:, None]
    cross = windowed(np.sum(u * z, axis=1)) / count - np.sum(mean_u * mean_z, axis=1)
    energy = windowed(np.sum(z * z, axis=1)) / count - np.sum(mean_z * mean_z, axis=1)
    energy = np.maximum(energy, 0.0)
    gain = np.where(energy > 1e-9, cross / np.maximum(energy, 1e-9), 0.0)
    return gain, energy
