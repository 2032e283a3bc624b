"""Checks that a motion is one a body can make: ranges of the joints, feet that stay, a floor.

Ranges follow the American Academy of Orthopaedic Surgeons (Joint Motion, 1965), widened to
what trained people and loaded joints reach.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array
from models.training.studio.channels import LIMBS, SIDES, BoneMotion
from models.training.studio.rig import Rig
from models.training.studio.rotations import apply

RANGES: dict[str, tuple[float, float]] = {
    "hip_flex": (-35, 135),
    "hip_open": (-35, 65),
    "hip_turn": (-50, 65),
    "knee": (-3, 155),
    "ankle": (-62, 45),
    "shoulder": (0, 182),
    "elbow": (0, 155),
    "spine_pitch": (-45, 85),
    "spine_roll": (-45, 45),
    "spine_yaw": (-60, 60),
    "head_pitch": (-65, 65),
    "head_roll": (-45, 45),
    "head_yaw": (-85, 85),
}
"""Joint to degrees that it may reach."""


def angles(rig: Rig, motion: BoneMotion) -> dict[str, Array]:
    """(T,) degrees of the joints of RANGES, "l_" and "r_" before those of the limbs."""
    turn = {name: motion.rotation[:, i] for i, name in enumerate(rig.body.bones)}
    result: dict[str, Array] = {}
    for name, base, end in (("spine", "root", "spine01"), ("head", "spine01", "head")):
        pitch, roll, yaw = _euler(turn[base], turn[end])
        result[f"{name}_pitch"], result[f"{name}_roll"], result[f"{name}_yaw"] = pitch, roll, yaw
    for side in SIDES:
        tag, outward = side.upper(), 1.0 if side == "l" else -1.0
        thigh = turn[f"upperleg01.{tag}"] @ rig.rest(f"{side}_thigh")
        shin = turn[f"lowerleg01.{tag}"] @ rig.rest(f"{side}_shin")
        foot = turn[f"foot.{tag}"] @ rig.rest(f"{side}_foot")
        pitch, roll, yaw = _euler(turn["root"], thigh)
        result[f"{side}_hip_flex"] = -pitch
        result[f"{side}_hip_open"] = -outward * roll
        result[f"{side}_hip_turn"] = outward * yaw
        result[f"{side}_knee"] = _euler(thigh, shin)[0]
        result[f"{side}_ankle"] = -_euler(shin, foot)[0]
        upper = turn[f"upperarm02.{tag}"] @ rig.rest(f"{side}_arm")
        along = upper[..., 0]
        down = -turn["spine01"][..., 2]
        result[f"{side}_shoulder"] = _angle(along, down)
        result[f"{side}_elbow"] = _angle(along, _fore(rig, turn, tag))
    return result


def _fore(rig: Rig, turn: Mapping[str, Array], tag: str) -> Array:
    axis = rig.body.head(f"wrist.{tag}") - rig.body.head(f"lowerarm01.{tag}")
    return apply(turn[f"lowerarm01.{tag}"], axis / np.linalg.norm(axis))


def _angle(a: Array, b: Array) -> Array:
    result: Array = np.degrees(np.arccos(np.clip(np.sum(a * b, axis=-1), -1, 1)))
    return result


def _euler(base: Array, end: Array) -> tuple[Array, Array, Array]:
    """Degrees a, b, c of base^T end = Rx(a) Ry(b) Rz(c)."""
    m = np.swapaxes(base, -1, -2) @ end
    b = np.degrees(np.arcsin(np.clip(m[..., 0, 2], -1, 1)))
    a = np.degrees(np.arctan2(-m[..., 1, 2], m[..., 2, 2]))
    c = np.degrees(np.arctan2(-m[..., 0, 1], m[..., 0, 0]))
    return a, b, c


def out_of_range(rig: Rig, motion: BoneMotion) -> dict[str, float]:
    """Joints that leave their range, and by how many degrees at worst."""
    worst = {}
    for name, values in angles(rig, motion).items():
        low, high = RANGES[name[2:] if name[:2] in ("l_", "r_") else name]
        over = float(max(low - values.min(), values.max() - high))
        if over > 0:
            worst[name] = round(over, 1)
    return worst


def slides(
    rig: Rig, motion: BoneMotion, supports: Mapping[str, NDArray[np.bool_]]
) -> dict[str, float]:
    """Limb to how far it moves at most, metres, from its mean place in one stay."""
    joints = apply(motion.rotation, rig.body.heads) + motion.shift
    worst: dict[str, float] = {}
    for name, mask in supports.items():
        if name not in LIMBS or not mask.any():
            continue
        point = rig.point(name, motion.rotation, joints)
        frames = np.flatnonzero(mask)
        for stay in np.split(frames, np.flatnonzero(np.diff(frames) > 1) + 1):
            away = np.linalg.norm(point[stay] - np.median(point[stay], axis=0), axis=1).max()
            worst[name] = max(worst.get(name, 0.0), float(away))
    return worst


def depth_below_floor(rig: Rig, motion: BoneMotion) -> float:
    """How far the body's surface goes below the floor at most, metres; negative: never."""
    return float(-rig.surface(motion)[..., 2].min())
