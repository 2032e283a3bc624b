"""Repetitions of any exercise: excursions from its home pose and back.

The home pose of a move is the pose it keeps returning to: the densest place among its
latents, and of several the one nearest to where the move begins or ends. One repetition is
one excursion: the distance from home rises above the upper threshold and falls below the
lower one again. Both sides of an alternating move are excursions, so each side counts.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

UPPER: Final = 0.6
LOWER: Final = 0.35
"""Hysteresis, as shares of the amplitude of the excursions."""

SAMPLES: Final = 200
"""Frames among which the densest place is looked for."""

SHORTEST: Final = 0.25
"""Seconds away from home in the fastest repetition."""

LEAST_SHARE: Final = 0.2
"""Share of the target's amplitude below which an excursion is no repetition."""

MIN_AMPLITUDE: Final = 0.35
"""Excursions, relative to the mean norm of latents, that are no more than sway."""


def home_pose(latents: NDArray[np.floating]) -> NDArray[np.float64] | None:
    """The pose that a move keeps returning to, (K,), or None if too little is known.

    Args:
        latents: (T, K) of the move; NaN rows are left out.
    """
    known = latents[np.isfinite(latents).all(axis=1)].astype(np.float64)
    if len(known) < 5:
        return None
    sample = known[:: max(1, len(known) // SAMPLES)]
    lengths = np.sum(sample * sample, axis=1)
    squared = np.maximum(lengths[:, None] + lengths[None] - 2 * sample @ sample.T, 0.0)
    k = max(2, len(sample) // 5)
    density = np.partition(squared, k - 1, axis=1)[:, :k].mean(axis=1)
    to_edge = squared[:, [0, -1]].min(axis=1)
    dense = density <= 1.3 * density.min() + 0.01 * density.max()
    centre = int(np.argmin(np.where(dense, to_edge, np.inf)))
    near = np.argsort(squared[centre])[:k]
    home: NDArray[np.float64] = sample[near].mean(axis=0)
    return home


def excursions(latents: NDArray[np.floating], home: NDArray[np.floating]) -> NDArray[np.float64]:
    """Distance of every frame from home, (T,), lightly smoothed; gaps are held."""
    distance = np.linalg.norm(latents.astype(np.float64) - home, axis=1)
    known = np.isfinite(distance)
    if not known.any():
        return np.zeros(len(distance))
    filled = np.interp(np.arange(len(distance)), np.flatnonzero(known), distance[known])
    padded = np.pad(filled, 1, mode="edge")
    smooth: NDArray[np.float64] = (padded[:-2] + 2 * padded[1:-1] + padded[2:]) / 4
    return smooth


def amplitude_of(distance: NDArray[np.floating]) -> float:
    """Size of the excursions: from the resting level to the upper end."""
    if not len(distance):
        return 0.0
    low, high = np.quantile(distance, (0.1, 0.95))
    return float(high - low)


def count_excursions(
    distance: NDArray[np.floating], amplitude: float, rate: float
) -> list[tuple[int, int]]:
    """First and last frame of every excursion.

    Args:
        distance: (T,) from home.
        amplitude: size of a full excursion in the same unit.
        rate: frames a second.
    """
    if amplitude <= 0.0:
        return []
    rest = float(np.quantile(distance, 0.1))
    found: list[tuple[int, int]] = []
    start = 0
    away = False
    for i, value in enumerate((distance - rest) / amplitude):
        if not away and value < LOWER:
            start = i
        if not away and value > UPPER:
            away = True
        elif away and value < LOWER:
            away = False
            if i - start >= round(SHORTEST * rate):
                found.append((start, i))
            start = i
    return found


def count_repetitions(
    latents: NDArray[np.floating], rate: float, *, amplitude: float | None = None
) -> tuple[list[tuple[int, int]], float]:
    """Repetitions within one move.

    Args:
        latents: (T, K) of the move.
        rate: frames a second.
        amplitude: size of the target's repetition; somebody who reaches less than
            LEAST_SHARE of it has done none.

    Returns:
        First and last frame of each repetition, and the amplitude that was found.
    """
    home = home_pose(latents)
    if home is None:
        return [], 0.0
    distance = excursions(latents, home)
    own = amplitude_of(distance)
    scale = float(np.nanmean(np.linalg.norm(latents, axis=1)))
    least = MIN_AMPLITUDE * scale
    if amplitude is not None:
        least = max(least / 2, LEAST_SHARE * amplitude)
    if own < least:
        return [], own
    return count_excursions(distance, own, rate), own
