"""What distances cannot see: where limbs and gravity point, in the person's own axes.

A pose and its reflection have the same distances, a squat and a squat lying down too. The
directions of the limbs, seen from the trunk, tell the first two apart, the direction of
gravity, seen from the trunk, the others; neither depends on where the camera stands.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX

LIMBS: Final = (
    "left_upper_arm",
    "right_upper_arm",
    "left_forearm",
    "right_forearm",
    "left_thigh",
    "right_thigh",
    "left_shank",
    "right_shank",
)
DIRECTIONS: Final = (*LIMBS, "up")
"""Names along the second axis of ``directions``; the last is the direction against gravity."""
N_DIRECTIONS: Final = len(DIRECTIONS)

_MIRROR: Final[NDArray[np.intp]] = np.array([1, 0, 3, 2, 5, 4, 7, 6, 8])
_FLIP: Final[NDArray[np.float32]] = np.array([-1, 1, 1], np.float32)
LIMB_ENDS: Final[NDArray[np.intp]] = np.array(
    [
        (INDEX[f"{side}_{start}"], INDEX[f"{side}_{end}"])
        for start, end in (
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("hip", "knee"),
            ("knee", "ankle"),
        )
        for side in ("left", "right")
    ]
)
"""(8, 2) keypoints from which and to which each of LIMBS goes."""
_SHOULDERS, _HIPS = (
    np.array([INDEX[f"left_{part}"], INDEX[f"right_{part}"]]) for part in ("shoulder", "hip")
)
_HEAD: Final[NDArray[np.float32]] = np.array([0, 1, 0], np.float32)
_UP: Final[NDArray[np.float32]] = np.array([0, -1, 0], np.float32)


def directions(world: NDArray[np.floating]) -> NDArray[np.float32]:
    """Unit vectors of every frame in the axes of the trunk: left, towards the head, forward.

    Args:
        world: (T, 17, 3) metres, camera axes as in ``coach.types``; NaN where not seen. The
            camera is taken to stand upright.

    Returns:
        (T, 9, 3) by DIRECTIONS; NaN where a keypoint of it, or of the trunk, is missing.
    """
    points = np.asarray(world, dtype=np.float32)
    axes = trunk_axes(points)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        bones = np.empty((len(points), N_DIRECTIONS, 3), np.float32)
        bones[:, :-1] = points[:, LIMB_ENDS[:, 1]] - points[:, LIMB_ENDS[:, 0]]
        bones[:, -1] = _UP
        return _unit(bones @ axes.transpose(0, 2, 1))


def hanging(turned: NDArray[np.float32], left_out: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Directions (T, 9, 3) with the limbs that are left out hanging from an upright trunk.

    So they are as if they did nothing, which is what counting repetitions has to take them for.

    Args:
        turned: of ``directions``.
        left_out: (17,) keypoints that do not count.
    """
    rested = turned.copy()
    rested[:, :-1][:, left_out[LIMB_ENDS[:, 1]]] = -_HEAD
    return rested


def trunk_axes(world: NDArray[np.floating]) -> NDArray[np.float32]:
    """(T, 3, 3) unit vectors of the trunk, as rows: left, towards the head, forward.

    Args:
        world: (T, 17, 3), see ``directions``.
    """
    points = np.asarray(world, dtype=np.float32)
    shoulders, hips = points[:, _SHOULDERS], points[:, _HIPS]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        head = _unit(shoulders.sum(axis=1) - hips.sum(axis=1))
        left = shoulders[:, 0] - shoulders[:, 1] + hips[:, 0] - hips[:, 1]
        left = _unit(left - head * np.sum(left * head, axis=1, keepdims=True))
        return np.stack([left, head, np.cross(left, head)], axis=1)


def _unit(v: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = v / np.sqrt(np.einsum("...i,...i->...", v, v))[..., None]
    return unit


def mirrored_directions(turned: NDArray[np.floating]) -> NDArray[np.float32]:
    """Directions (T, 9, 3) of the mirror image, left and right exchanged."""
    return np.asarray(turned[:, _MIRROR] * _FLIP, dtype=np.float32)


def between(one: NDArray[np.floating], other: NDArray[np.floating]) -> NDArray[np.float32]:
    """Degrees (..., 9) between directions (..., 9, 3); NaN where either is not known."""
    cosine = np.einsum("...i,...i->...", one, other)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))), dtype=np.float32)
