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


def _between(a: NDArray[np.floating], b: NDArray[np.floating]) -> NDArray[np.floating]:
    """Angle between two fields of vectors, (..., 3) to (...) degrees; NaN for zero length."""
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = np.sum(a * b, axis=-1) / (np.linalg.norm(a, axis=-1) * np.linalg.norm(b, axis=-1))
        degrees: NDArray[np.floating] = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return degrees


def joint_angles(world: NDArray[np.floating]) -> NDArray[np.float32]:
    """Angles of every frame.

    Args:
        world: (T, 17, 3) metres, y down (the axes of ``coach.types``); NaN where not seen.

    Returns:
        (T, 9) degrees in the order of ANGLES; NaN where a keypoint of it is missing.
    """
    points = np.asarray(world, dtype=np.float64)

    def at(name: str) -> NDArray[np.float64]:
        return points[:, INDEX[name]]

    trunk_up = (at("left_shoulder") + at("right_shoulder") - at("left_hip") - at("right_hip")) / 2
    columns = []
    for side in ("left", "right"):
        elbow = at(f"{side}_elbow")
        columns.append(_between(elbow - at(f"{side}_shoulder"), at(f"{side}_wrist") - elbow))
    for side in ("left", "right"):
        columns.append(_between(at(f"{side}_elbow") - at(f"{side}_shoulder"), -trunk_up))
    for side in ("left", "right"):
        columns.append(_between(at(f"{side}_knee") - at(f"{side}_hip"), -trunk_up))
    for side in ("left", "right"):
        knee = at(f"{side}_knee")
        columns.append(_between(knee - at(f"{side}_hip"), at(f"{side}_ankle") - knee))
    columns.append(_between(trunk_up, np.broadcast_to([0.0, -1.0, 0.0], trunk_up.shape)))
    return np.stack(columns, axis=1).astype(np.float32)
