"""The 136 distances between the keypoints of a pose, free of scale."""

from __future__ import annotations

from typing import Final

import numpy as np

from coach.body_size import BONES, size_of_bones
from coach.errors import CoachBug
from coach.skeleton import INDEX, N_KEYPOINTS, PAIRS
from coach.types import FloatArray

_ROWS, _COLUMNS = np.ascontiguousarray(PAIRS.T)


def _pair_index(first: str, second: str) -> int:
    return int(PAIRS.tolist().index(sorted((INDEX[first], INDEX[second]))))


_BONE_PAIRS: Final = np.array([_pair_index(first, second) for first, second, _ in BONES])


def pairwise_distances(points: FloatArray) -> FloatArray:
    """Distances between all pairs of keypoints, divided by the size of the body.

    The size is that of ``coach.body_size``. In three dimensions it does not change with the
    pose: a result of 0.5 is half a metre on the standard adult. In two dimensions
    foreshortening makes it smaller and the distances larger.

    Args:
        points: (T, 17, D) in any unit, D = 2 or 3; NaN or infinite: not seen.

    Returns:
        (T, 136) in the order of ``coach.skeleton.PAIRS``; NaN where an end was not seen,
        and everywhere in a frame with fewer than ``MIN_BONES`` bones or of no size.
    """
    points = np.asarray(points, dtype=np.float32)
    if points.ndim != 3 or points.shape[1] != N_KEYPOINTS or points.shape[2] not in (2, 3):
        raise CoachBug(f"points must have shape (T, 17, 2) or (T, 17, 3), got {points.shape}")
    with np.errstate(over="ignore", invalid="ignore"):
        apart = points[:, _ROWS] - points[:, _COLUMNS]
        distances = np.sqrt(np.einsum("tpd,tpd->tp", apart, apart))
        distances[~np.isfinite(distances)] = np.nan
    return sized(distances)


def sized(distances: FloatArray) -> FloatArray:
    """Distances (T, 136) divided by the size of the body, see ``pairwise_distances``."""
    size = size_of_bones(distances[:, _BONE_PAIRS])
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        scaled: FloatArray = (distances / size[:, None]).astype(np.float32)
    scaled[~np.isfinite(scaled)] = np.nan
    return scaled
