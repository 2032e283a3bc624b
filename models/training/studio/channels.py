"""What a pose is said in: channels, contacts, and the bone transforms that come of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.training.studio.body import Array, Body

SIDES = ("l", "r")
"""The person's own left and right."""

CHANNELS: dict[str, float] = {
    "x": 0.0,  # hip centre, metres; taken where no limb is held
    "y": 0.0,
    "z": 0.0,
    "lift": 0.0,  # of the whole body above its contacts (a jump), metres
    "heading": 0.0,  # turn of the whole person to the own left
    "pitch": 0.0,  # of the pelvis: 0 upright, 90 face down, -90 on the back
    "roll": 0.0,  # towards the own left
    "twist": 0.0,  # of the pelvis about the trunk's long axis, to the own left
    "spine_pitch": 0.0,
    "spine_roll": 0.0,
    "spine_yaw": 0.0,
    "head_pitch": 0.0,
    "head_roll": 0.0,
    "head_yaw": 0.0,
}
SIDED: dict[str, float] = {
    "hip_flex": 0.0,  # thigh forward
    "hip_open": 7.0,  # thigh away from the middle
    "hip_turn": 10.0,  # knee and toes outward
    "knee": 4.0,  # flexion
    "ankle": 2.0,  # dorsiflexion
    "heel": 0.0,  # of a foot on the floor: pitch with the heel up
    "toes": 0.0,  # toes bent up against the foot
    "arm_raise": 9.0,  # upper arm away from hanging along the trunk
    "arm_plane": 75.0,  # in which plane: 0 forward, 90 to the side, 180 back
    "arm_turn": 0.0,  # turn of the upper arm about itself, outward positive
    "elbow": 14.0,
    "forearm": 0.0,  # pronation: the thumb inward positive
    "wrist": 0.0,  # palm towards the forearm positive
    "shrug": 0.0,
    "hand_yaw": 0.0,  # fingers of a hand on the floor, outward from straight ahead
    "grip": 0.0,  # 1: a closed hand
}
CHANNELS.update({f"{side}_{name}": value for side in SIDES for name, value in SIDED.items()})

LIMBS = tuple(f"{s}_{part}" for part in ("foot", "hand", "grip", "knee", "elbow") for s in SIDES)
TRUNK = ("pelvis", "chest")
CONTACTS = (*LIMBS, *TRUNK)
"""What may bear weight. A grip is a hand round a bar: its place is held, not its turn."""


@dataclass(frozen=True, slots=True, eq=False)
class BoneMotion:
    """Bone transforms over T frames: a rest point x goes to ``rotation @ x + shift``.

    Attributes:
        rotation: (T, B, 3, 3). shift: (T, B, 3) metres.
    """

    rotation: Array
    shift: Array

    def __len__(self) -> int:
        return len(self.shift)


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """A limb in contact over T frames.

    Attributes:
        place: (T, 3) where its point is held, metres. yaw: (T,) degrees.
        weight: (T,) 0 free .. 1 held.
    """

    place: Array
    yaw: Array
    weight: Array


def mirrored(channels: Mapping[str, float]) -> dict[str, float]:
    """The same pose with left and right exchanged."""
    result = {}
    for name, value in channels.items():
        partner = {"l_": "r_", "r_": "l_"}.get(name[:2])
        turned = partner is None and (
            name in ("x", "heading", "twist", "roll") or name.endswith(("_roll", "_yaw"))
        )
        result[partner + name[2:] if partner else name] = -value if turned else value
    return result


def mirrored_limb(name: str) -> str:
    """The same limb of the other side."""
    partner = {"l_": "r_", "r_": "l_"}.get(name[:2])
    return partner + name[2:] if partner else name


def keypoints(body: Body, motion: BoneMotion) -> Array:
    """(T, 17, 3) COCO keypoints in world metres, by anny's regressor on the skinned mesh."""
    points: Array = np.einsum(
        "tbij,kbj->tki", motion.rotation, body.moments[..., :3], optimize=True
    ) + np.einsum("tbi,kb->tki", motion.shift, body.moments[..., 3], optimize=True)
    return points
