"""Joint angles in the body's own frame: what the feedback compares.

All angles are in degrees and the same for every camera, build and distance:

* elbow, knee: flexion, 0 straight, about 150 fully bent;
* shoulder: elevation of the upper arm from the hanging position, 0 to 180;
* hip: angle between the thigh and the trunk's downward continuation, 0 standing straight;
* trunk: lean of the trunk from the camera's upright, 0 upright, 90 lying.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX

ANGLES: Final = (
    "left_elbow",
    "right_elbow",
    "left_shoulder",
    "right_shoulder",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "trunk",
)
ANGLE_INDEX: Final = {name: i for i, name in enumerate(ANGLES)}

ANGLE_MIRROR: Final[NDArray[np.intp]] = np.array([1, 0, 3, 2, 5, 4, 7, 6, 8])
"""Permutation of the angles that exchanges left and right."""
ANGLE_MIRROR.setflags(write=False)


def _ends(*names: tuple[str, str]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Keypoints from which and to which vectors point."""
    starts, ends = zip(*names, strict=True)
    return np.array([INDEX[n] for n in starts]), np.array([INDEX[n] for n in ends])


_BONES = _ends(
    ("left_shoulder", "left_elbow"),
    ("right_shoulder", "right_elbow"),
    ("left_elbow", "left_wrist"),
    ("right_elbow", "right_wrist"),
    ("left_hip", "left_knee"),
    ("right_hip", "right_knee"),
    ("left_knee", "left_ankle"),
    ("right_knee", "right_ankle"),
    ("left_hip", "left_shoulder"),
    ("right_hip", "right_shoulder"),
)
_UPPER_ARMS, _FOREARMS, _THIGHS, _SHANKS = (slice(i, i + 2) for i in (0, 2, 4, 6))
_SIDES = slice(8, 10)
_UP: Final[NDArray[np.float64]] = np.array([[0.0, -1.0, 0.0]])


def joint_angles(world: NDArray[np.floating]) -> NDArray[np.float32]:
    """Angles of every frame.

    Args:
        world: (T, 17, 3) metres, y down (the axes of ``coach.types``); NaN where not seen.

    Returns:
        (T, 9) degrees in the order of ANGLES; NaN where a keypoint of it is missing.
    """
    points = np.asarray(world, dtype=np.float64)
    bones = points[:, _BONES[1]] - points[:, _BONES[0]]
    up = bones[:, _SIDES].mean(axis=1, keepdims=True)
    down = np.repeat(-up, 2, axis=1)
    # elbows, shoulders, hips, knees, trunk: the angle between these and those
    these = [bones[:, _UPPER_ARMS], bones[:, _UPPER_ARMS], bones[:, _THIGHS], bones[:, _THIGHS], up]
    upright = np.broadcast_to(_UP, up.shape)
    those = [bones[:, _FOREARMS], down, down, bones[:, _SHANKS], upright]
    a, b = np.concatenate(these, axis=1), np.concatenate(those, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        lengths = np.sqrt(np.einsum("tij,tij->ti", a, a) * np.einsum("tij,tij->ti", b, b))
        cosine = np.einsum("tij,tij->ti", a, b) / lengths
        degrees = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return np.asarray(degrees, dtype=np.float32)
