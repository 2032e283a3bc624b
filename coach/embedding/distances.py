"""The 136 distances between the keypoints of a pose, free of scale."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import CoachBug
from coach.skeleton import INDEX, N_KEYPOINTS, PAIRS
from coach.types import FloatArray

BONES: Final[tuple[tuple[str, str, float], ...]] = (
    ("left_shoulder", "right_shoulder", 0.33),
    ("left_hip", "right_hip", 0.20),
    ("left_shoulder", "left_hip", 0.50),
    ("right_shoulder", "right_hip", 0.50),
    ("left_shoulder", "left_elbow", 0.28),
    ("right_shoulder", "right_elbow", 0.28),
    ("left_elbow", "left_wrist", 0.25),
    ("right_elbow", "right_wrist", 0.25),
    ("left_hip", "left_knee", 0.42),
    ("right_hip", "right_knee", 0.42),
    ("left_knee", "left_ankle", 0.40),
    ("right_knee", "right_ankle", 0.40),
)
"""Bones that tell the size of a body, with their length in metres on a standard adult."""

MIN_BONES: Final = 3
"""Fewer bones than this in sight do not tell how large a body is."""

_ROWS, _COLUMNS = np.ascontiguousarray(PAIRS.T)
_STANDARD: Final[NDArray[np.float64]] = np.array([length for _, _, length in BONES])


def _pair_index(first: str, second: str) -> int:
    return int(PAIRS.tolist().index(sorted((INDEX[first], INDEX[second]))))


_BONE_PAIRS: Final = np.array([_pair_index(first, second) for first, second, _ in BONES])


def pairwise_distances(points: FloatArray) -> FloatArray:
    """Distances between all pairs of keypoints, divided by the size of the body.

    The size is s = sum(l) / sum(L) over the bones in sight, l the length of a bone as seen
    and L its length on a standard adult (``BONES``). Bones are rigid, so in three
    dimensions s does not change with the pose; a result of 0.5 is then half a metre on the
    standard adult. In two dimensions foreshortening makes s smaller and the distances larger.

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
    bones = distances[:, _BONE_PAIRS]
    seen = ~np.isnan(bones)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        size = np.where(seen, bones, 0).sum(axis=1) / (seen @ _STANDARD)
        size[(seen.sum(axis=1) < MIN_BONES) | ~(size > 0)] = np.nan
        scaled: FloatArray = (distances / size[:, None]).astype(np.float32)
    scaled[~np.isfinite(scaled)] = np.nan
    return scaled
