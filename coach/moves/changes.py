"""Where one repeated move goes over into another without anything between them.

Two parts of one move consist of the same poses, however they are cut; of two moves each has
poses that the other never takes.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

ALIKE: Final = 0.7
"""Distance of two poses that are alike, in units of the mean distance of any two."""
LEAST_ALIKE: Final = 0.5
"""The same at least, in units of ``coach.moves.kinds.poses_of``: an estimator wavers."""
STRANGE: Final = 0.88
"""Part of the poses on either side of a change that are alike to none of the other side."""
MOST: Final = 400
"""Poses that are compared with each other; of longer stretches every second and so on."""


def change_in(poses: NDArray[np.floating], shortest: int) -> int | None:
    """Row at which one move goes over into another, or None.

    Args:
        poses: (N, K) of one stretch, in order.
        shortest: rows that a move has at least.
    """
    step = -(-len(poses) // MOST)
    some, least = poses[::step], max(-(-shortest // step), 1)
    n = len(some)
    if n < 2 * least + 1:
        return None
    lengths = np.sum(some * some, axis=1)
    squared = np.maximum(lengths[:, None] + lengths - 2 * some @ some.T, 0.0)
    limit = max(ALIKE**2 * float(np.mean(squared)), LEAST_ALIKE**2)
    before = np.minimum.accumulate(squared, axis=1) > limit  # strange to all up to a column
    after = np.minimum.accumulate(squared[:, ::-1], axis=1)[:, ::-1] > limit
    places = np.arange(least, n - least)
    strange = [min(after[:i, i].mean(), before[i:, i - 1].mean()) for i in places]
    best = int(np.argmax(strange))
    return int(places[best]) * step if strange[best] >= STRANGE else None
