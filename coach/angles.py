"""Angles in the body's own frame: what the feedback compares.

All are in degrees, of any build and distance, and all but ``facing`` are the same from
every camera. The first nine, JOINTS, say how far the joints are bent:

* elbow, knee: flexion, 0 straight, about 150 fully bent;
* shoulder: elevation of the upper arm from the hanging position, 0 to 180;
* hip: angle between the thigh and the trunk's downward continuation, 0 standing straight;
* trunk: lean of the trunk from the camera's upright, 0 upright, 90 lying.

The others are signed and say where a limb goes, which a bend does not tell:

* arm_front, arm_side: the upper arm out of the plane of the body forward, and out of the
  middle plane to its own side;
* hip_flex: flexion of the hip, negative where the thigh is behind the trunk's line;
* leg_side: the line from hip to ankle away from the middle plane;
* knee_in: bend of the leg towards the middle at the knee (valgus), seen from the front;
* shank: forward lean of the shank against the upright;
* lean: of the trunk towards that side, against the upright;
* hip_up: how much higher the hip of that side is;
* turn: the shoulder of that side ahead, against the hips;
* neck: how far the ear of that side is above its shoulder, 90 is straight above;
* trunk_front: lean of the trunk forward. head: bend of the neck forward;
* facing: between the way the chest faces (of somebody lying, the way the head points) and
  the way to the camera, seen from above: 0 from the front, 180 from behind.

Which way is forward is told by the nose, so that a pose whose left and right are exchanged
has the same angles, exchanged.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX

_SWAP: Final = {"left": "right", "right": "left"}


def _sided(*families: str) -> tuple[str, ...]:
    return tuple(f"{side}_{family}" for family in families for side in _SWAP)


JOINTS: Final = (*_sided("elbow", "shoulder", "hip", "knee"), "trunk")
"""The angles between bones; the others tell directions."""
ANGLES: Final = (
    *JOINTS,
    *_sided("arm_front", "shank", "arm_side", "leg_side", "lean", "hip_up", "neck"),
    *("trunk_front", "head", "facing"),
    *_sided("knee_in", "turn", "hip_flex"),
)
ANGLE_INDEX: Final = {name: i for i, name in enumerate(ANGLES)}


def partner(name: str) -> str:
    """The same angle of the other side; one without a side is its own partner."""
    side, _, family = name.partition("_")
    return f"{_SWAP[side]}_{family}" if side in _SWAP else name


ANGLE_MIRROR: Final[NDArray[np.intp]] = np.array([ANGLE_INDEX[partner(n)] for n in ANGLES])
"""Permutation of the angles that exchanges left and right."""
ANGLE_MIRROR.setflags(write=False)

_BONES: Final = {
    "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
    "leg": ("hip", "ankle"),
    "side": ("hip", "shoulder"),
    "throat": ("shoulder", "ear"),
}
"""Vectors of each side, from one keypoint to the other."""
_PAIRS: Final = (
    *((f"{s}_{bone}", f"{s}_{a}", f"{s}_{b}") for bone, (a, b) in _BONES.items() for s in _SWAP),
    ("shoulders", "right_shoulder", "left_shoulder"),
    ("hips", "right_hip", "left_hip"),
    ("left_face", "left_ear", "nose"),
    ("right_face", "right_ear", "nose"),
)
_ENDS: Final = np.array([INDEX[p[end]] for end in (2, 1) for p in _PAIRS])
"""Keypoints to which the vectors point, then those from which."""
_AXES: Final = ("up", "nape", "nose", "left", "forward", "aside", "ahead", "way", "upright", "lens")
"""Along trunk and neck, roughly to the nose, to the left and forward; the last two as they are
on the level; where the chest points, or the head of who lies; against gravity; to the camera."""
_ROW: Final = {name: i for i, name in enumerate([*(name for name, _, _ in _PAIRS), *_AXES])}
_SUMMED: Final = np.array(
    [_ROW[f"left_{name}"] for name in ("side", "throat", "face")]
    + [_ROW["shoulders"]]
    + [_ROW[f"right_{name}"] for name in ("side", "throat", "face")]
    + [_ROW["hips"]]
)
"""Vectors whose sums, first and fifth and so on, are up, nape, nose and left."""
_CAMERA: Final = np.array([[0.0, -1.0, 0.0], [0.0, 0.0, -1.0]])
"""Upright and lens."""
_LEVEL: Final = np.array([1.0, 0.0, 1.0])
_NEXT, _LAST = [1, 2, 0, 2, 0, 1], [2, 0, 1, 1, 2, 0]
"""Coordinates whose products make a cross product: the first three less the others."""

_OF_SIDES: Final = (
    # minus the cosine of an angle: of the first eight of JOINTS
    (("upper_arm", "forearm", -1, -1), ("upper_arm", "up", 1, 1)),
    (("thigh", "up", 1, 1), ("thigh", "shank", -1, -1)),
    # the sine of an angle: as far as neck in ANGLES
    (("upper_arm", "forward", 1, 1), ("shank", "ahead", -1, -1), ("upper_arm", "left", 1, -1)),
    (("leg", "left", 1, -1), ("up", "aside", 1, -1), ("hips", "upright", 1, -1)),
    (("throat", "up", 1, 1),),
    # sines of angles of which two make one: of knee_in and turn; the sign of hip_flex
    (("shank", "left", 1, -1), ("shoulders", "forward", 1, -1), ("thigh", "left", 1, -1)),
    (("hips", "forward", 1, -1), ("thigh", "forward", 1, 1)),
)
"""Pairs of vectors and the sign that their product gets on the left and on the right."""
_ALONE: Final = {
    "trunk": ("up", "upright", -1),
    "trunk_front": ("up", "ahead", 1),
    "head": ("nape", "forward", 1),
    "facing": ("way", "lens", -1),
}
"""The same of angles without a side, by their place among ANGLES."""


def _products() -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Rows of the first vector of every product, then of the second ones, and the signs."""
    table: list[tuple[int, int, int]] = []
    for a, b, *signs in (entry for group in _OF_SIDES for entry in group):
        for side, sign in zip(_SWAP, signs, strict=True):
            first, second = (_ROW[n if n in _ROW else f"{side}_{n}"] for n in (a, b))
            table.append((first, second, sign))
    for name, (a, b, sign) in _ALONE.items():
        table.insert(ANGLE_INDEX[name], (_ROW[a], _ROW[b], sign))
    columns = np.array(table).T
    return columns[:2].ravel(), columns[2].astype(np.float64)


_FACTORS, _SIGN = _products()
_N: Final = len(_SIGN)
_SINGLE: Final = ANGLE_INDEX["left_knee_in"]
"""Number of angles that are made of one product."""
_QUARTER: Final = np.array([np.pi / 2 * (n in (*JOINTS, "facing")) for n in ANGLES[:_SINGLE]])
"""Radians from the sine of an angle to minus its cosine."""
_HIPS: Final = slice(ANGLE_INDEX["left_hip"], ANGLE_INDEX["left_hip"] + 2)
_HIP_UP: Final = slice(ANGLE_INDEX["left_hip_up"], ANGLE_INDEX["left_hip_up"] + 2)
_KNEES: Final = [INDEX["left_knee"], INDEX["right_knee"]]
_DEGREES: Final = 180.0 / np.pi
UPRIGHT: Final = 0.6
"""Cosine between the trunk and the upright above which somebody stands or sits."""


def joint_angles(world: NDArray[np.floating]) -> NDArray[np.float32]:
    """Angles of every frame.

    Args:
        world: (T, 17, 3) metres, y down (the axes of ``coach.types``); NaN where not seen.

    Returns:
        (T, A) degrees in the order of ANGLES; NaN where a keypoint of it is missing.
    """
    angles = np.empty((len(world), len(ANGLES)))
    with np.errstate(invalid="ignore", divide="ignore"):
        vectors = _vectors(np.asarray(world, dtype=np.float64))
        vectors /= np.sqrt(np.einsum("tij,tij->ti", vectors, vectors))[:, :, None]
        factors = vectors.take(_FACTORS, axis=1)
        product = np.einsum("tij,tij->ti", factors[:, :_N], factors[:, _N:]) * _SIGN
        slope = np.arcsin(np.minimum(np.maximum(product, -1.0), 1.0))
        np.add(slope[:, :_SINGLE], _QUARTER, out=angles[:, :_SINGLE])
        a, b, c = _SINGLE, _SINGLE + 4, _SINGLE + 8
        np.subtract(slope[:, a:b], slope[:, b:c], out=angles[:, a:b])
        np.copysign(angles[:, _HIPS], slope[:, c:], out=angles[:, b:])
        angles *= _DEGREES
        # who shows neither leg stands on nothing: how high the hips are tells nothing
        angles[np.isnan(world[:, _KNEES]).all(axis=(1, 2)), _HIP_UP] = np.nan
    return angles.astype(np.float32)


def _vectors(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(T, R, 3) the vectors of _ROW, of any length."""
    n = len(_PAIRS)
    vectors = np.empty((len(points), len(_ROW), 3))
    ends = points.take(_ENDS, axis=1)
    np.subtract(ends[:, :n], ends[:, n:], out=vectors[:, :n])
    summed = vectors.take(_SUMMED, axis=1)
    sums = summed[:, :4] + summed[:, 4:]
    up, nose, left = sums[:, 0], sums[:, 2], sums[:, 3]
    crossed = left.take(_NEXT, axis=1) * up.take(_LAST, axis=1)
    forward = crossed[:, :3] - crossed[:, 3:]
    forward *= np.copysign(1.0, np.einsum("tj,tj->t", nose, forward))[:, None]
    vectors[:, n : n + 4] = sums
    vectors[:, n + 4] = forward
    vectors[:, n + 5 : n + 7] = vectors[:, n + 3 : n + 5] * _LEVEL
    stands = up[:, 1] < -UPRIGHT * np.sqrt(np.einsum("tj,tj->t", up, up))
    vectors[:, n + 7] = np.where(stands[:, None], forward, up) * _LEVEL
    vectors[:, n + 8 :] = _CAMERA
    return vectors
