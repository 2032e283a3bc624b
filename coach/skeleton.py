"""The COCO-17 skeleton as data: names, limbs, partners, pairs.

Left and right are the person's own. Everything that needs to know which keypoint is
which asks here, so that there is one order of keypoints in the whole project.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

KEYPOINTS: Final = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
)
N_KEYPOINTS: Final = len(KEYPOINTS)

INDEX: Final = {name: i for i, name in enumerate(KEYPOINTS)}
"""Keypoint name to its place in the order."""

LIMBS: Final = (
    ("left_ear", "left_eye"),
    ("left_eye", "nose"),
    ("nose", "right_eye"),
    ("right_eye", "right_ear"),
    ("left_shoulder", "right_shoulder"),
    ("left_shoulder", "left_elbow"),
    ("left_elbow", "left_wrist"),
    ("right_shoulder", "right_elbow"),
    ("right_elbow", "right_wrist"),
    ("left_shoulder", "left_hip"),
    ("right_shoulder", "right_hip"),
    ("left_hip", "right_hip"),
    ("left_hip", "left_knee"),
    ("left_knee", "left_ankle"),
    ("right_hip", "right_knee"),
    ("right_knee", "right_ankle"),
)
"""Pairs of keypoint names joined by a line when a skeleton is drawn."""


def _partner(name: str) -> str:
    if name.startswith("left_"):
        return "right_" + name[5:]
    if name.startswith("right_"):
        return "left_" + name[6:]
    return name


MIRROR: Final[NDArray[np.intp]] = np.array([INDEX[_partner(name)] for name in KEYPOINTS])
"""(17,) permutation that swaps left and right: ``points[MIRROR]``."""
MIRROR.setflags(write=False)

PAIRS: Final[NDArray[np.intp]] = np.stack(np.triu_indices(N_KEYPOINTS, k=1), axis=1)
"""(136, 2) the pairs of keypoints whose distances describe a pose, in a fixed order."""
PAIRS.setflags(write=False)

LIMB_KEYPOINTS: Final = {
    f"{side}_{limb}": (f"{side}_{middle}", f"{side}_{end}")
    for limb, middle, end in (("arm", "elbow", "wrist"), ("leg", "knee", "ankle"))
    for side in ("left", "right")
}
"""Keypoints that move with a limb alone; shoulders and hips belong to the trunk."""
LEGS: Final[frozenset[Literal["left_leg", "right_leg"]]] = frozenset({"left_leg", "right_leg"})
"""The limbs that are left out where only the upper body counts."""


def keypoints_of(limbs: Iterable[str]) -> NDArray[np.bool_]:
    """(17,) whether a keypoint belongs to one of some limbs of ``LIMB_KEYPOINTS``."""
    named = {name for limb in limbs for name in LIMB_KEYPOINTS[limb]}
    return np.array([name in named for name in KEYPOINTS])


BLAZEPOSE_TO_COCO: Final[NDArray[np.intp]] = np.array(
    [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]
)
"""(17,) index of each COCO keypoint among the 33 BlazePose landmarks."""
BLAZEPOSE_TO_COCO.setflags(write=False)


def neck(points: NDArray[np.floating]) -> NDArray[np.floating]:
    """Midpoint of the shoulders, (..., 17, D) to (..., D)."""
    middle: NDArray[np.floating] = (
        points[..., INDEX["left_shoulder"], :] + points[..., INDEX["right_shoulder"], :]
    ) / 2
    return middle
