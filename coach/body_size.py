"""How large a body is, by the bones in sight: rigid, so that no pose changes it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX

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

_STANDARD: Final[NDArray[np.float64]] = np.array([length for _, _, length in BONES])
_ENDS: Final = np.array([(INDEX[first], INDEX[second]) for first, second, _ in BONES])


def body_size(points: NDArray[np.floating]) -> NDArray[np.float64]:
    """How many times as large as a standard adult poses (..., 17, 3) in metres are, (...).

    NaN where too few bones are in sight. See ``size_of_bones``.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        ends = points[..., _ENDS, :]
        apart = ends[..., 0, :] - ends[..., 1, :]
        bones = np.sqrt(np.einsum("...bd,...bd->...b", apart, apart))
    bones[~np.isfinite(bones)] = np.nan
    return size_of_bones(bones.reshape(-1, len(BONES))).reshape(points.shape[:-2])


def size_of_bones(bones: NDArray[np.floating]) -> NDArray[np.float64]:
    """Size s = sum(l) / sum(L) of bodies whose ``BONES`` are as long as (T, 12), (T,).

    Summed over the bones in sight, l the length as seen (NaN: not seen), L that on a standard
    adult. NaN with fewer than ``MIN_BONES`` or of no size.
    """
    seen = ~np.isnan(bones)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        size: NDArray[np.float64] = np.where(seen, bones, 0).sum(axis=1) / (seen @ _STANDARD)
    size[(seen.sum(axis=1) < MIN_BONES) | ~(size > 0)] = np.nan
    return size
