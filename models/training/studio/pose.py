"""From joint angles to bone transforms and keypoints, for all frames at once.

A pose is a table of channels (degrees, metres), each an array over the frames. Legs stand
on planted feet (two-bone solution with the knee over the toes); angles of a swinging leg
come on top. Arms are given by where the upper arm points in the frame of the chest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from models.training.studio.body import Array, Body

SIDES = ("l", "r")
"""The person's own left and right."""

CHANNELS: dict[str, float] = {
    "place_x": 0.0,  # where the person stands on the floor, metres
    "place_y": 0.0,
    "heading": 0.0,  # turn of the whole person to the own left, degrees
    "crouch": 5.0,  # knee flexion of the standing legs
    "shin": 2.5,  # forward lean of the shins
    "pelvis_x": 0.0,  # shift of the pelvis, metres, to the own left, forward, up
    "pelvis_y": 0.0,
    "pelvis_z": 0.0,
    "pelvis_pitch": 0.0,  # forward lean
    "pelvis_roll": 0.0,  # towards the own left
    "pelvis_yaw": 0.0,  # turn to the own left
    "spine_pitch": 0.0,
    "spine_roll": 0.0,
    "spine_yaw": 0.0,
    "head_pitch": 0.0,
    "head_roll": 0.0,
    "head_yaw": 0.0,
}
_SIDED: dict[str, float] = {
    "arm_raise": 9.0,  # upper arm away from hanging
    "arm_plane": 75.0,  # in which plane: 0 forward, 90 to the side
    "arm_turn": 0.0,  # turn of the upper arm about itself, outward positive
    "elbow": 14.0,
    "forearm": 0.0,  # turn of the hand, thumb outward positive
    "wrist": 0.0,
    "shrug": 0.0,
    "foot_x": 0.0,  # shift of the foot, metres, outward, forward, up
    "foot_y": 0.0,
    "foot_z": 0.0,
    "foot_yaw": 12.0,  # toes outward
    "foot_pitch": 0.0,  # heel up
    "hip_flex": 0.0,  # of a swinging leg, on top of standing
    "hip_open": 0.0,
    "knee": 0.0,
    "ankle": 0.0,
}
CHANNELS.update({f"{side}_{name}": value for side in SIDES for name, value in _SIDED.items()})

STANCE_HALF_WIDTH = 0.19
"""Distance of each planted ankle from the middle, as a part of the leg's length."""


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


def mirrored(channels: Mapping[str, Array]) -> dict[str, Array]:
    """The same performance with left and right exchanged."""
    signed = ("pelvis_x", "place_x", "heading", "head_yaw", "head_roll")
    result = {}
    for name, values in channels.items():
        turned = name in signed or name.endswith(("_roll", "pelvis_yaw", "spine_yaw"))
        partner = {"l_": "r_", "r_": "l_"}.get(name[:2])
        result[partner + name[2:] if partner else name] = -values if turned else values
    return result


def keypoints(body: Body, motion: BoneMotion) -> Array:
    """(T, 17, 3) COCO keypoints in world metres, by anny's regressor on the skinned mesh."""
    points: Array = np.einsum(
        "tbij,kbj->tki", motion.rotation, body.moments[..., :3], optimize=True
    ) + np.einsum("tbi,kb->tki", motion.shift, body.moments[..., 3], optimize=True)
    return points


def rotation(axis: Array | str, degrees: Array | float) -> Array:
    """(..., 3, 3) rotation matrices about unit axes (..., 3) or one of "x", "y", "z"."""
    if isinstance(axis, str):
        axis = np.eye(3)["xyz".index(axis)]
    angle = np.radians(np.asarray(degrees, dtype=np.float64))
    axis = np.broadcast_to(axis, (*np.broadcast_shapes(angle.shape, axis.shape[:-1]), 3))
    x, y, z = axis[..., 0], axis[..., 1], axis[..., 2]
    zero = np.zeros_like(x)
    cross = np.stack(
        [np.stack(r, -1) for r in ((zero, -z, y), (z, zero, -x), (-y, x, zero))], axis=-2
    )
    sine = np.sin(angle)[..., None, None]
    cosine = np.cos(angle)[..., None, None]
    result: Array = np.eye(3) + sine * cross + (1 - cosine) * (cross @ cross)
    return result


def _unit(v: Array) -> Array:
    unit: Array = v / np.linalg.norm(v, axis=-1, keepdims=True)
    return unit


def _frame(along: Array, bend: Array) -> Array:
    """(..., 3, 3) frame with columns: along a bone, where its child bends to, the hinge."""
    along = _unit(along)
    bend = _unit(bend - np.sum(bend * along, axis=-1, keepdims=True) * along)
    return np.stack([along, bend, np.cross(along, bend)], axis=-1)


def _apply(matrices: Array, vectors: Array) -> Array:
    result: Array = np.einsum("...ij,...j->...i", matrices, vectors)
    return result


class Skeleton:
    """Solves channels for one body."""

    def __init__(self, body: Body) -> None:
        self._body = body
        self._index = {name: i for i, name in enumerate(body.bones)}

    def solve(self, given: Mapping[str, Array]) -> BoneMotion:
        """Bone transforms of the channels; missing channels keep their resting value."""
        n = len(next(iter(given.values())))
        c = {name: np.full(n, value) for name, value in CHANNELS.items()}
        if unknown := given.keys() - c.keys():
            raise KeyError(f"unknown channels {sorted(unknown)}")
        c.update(given)
        body = self._body
        turn: dict[str, Array] = {}  # global rotations that are set, by bone
        at: dict[str, Array] = {}  # joints that are set, by bone
        self._trunk(c, turn, at)
        for side in SIDES:
            self._leg(c, side, turn, at)
            self._arm(c, side, turn)
            self._hand(side, turn)
        return self._chain(body, c, turn, at)

    def _chain(
        self, body: Body, c: Mapping[str, Array], turn: dict[str, Array], at: dict[str, Array]
    ) -> BoneMotion:
        n = len(c["crouch"])
        rot = np.empty((n, len(body.bones), 3, 3))
        joint = np.empty((n, len(body.bones), 3))
        for b, name in enumerate(body.bones):
            p = body.parents[b]
            if p < 0:
                rot[:, b], joint[:, b] = turn[name], at[name]
                continue
            rot[:, b] = turn.get(name, rot[:, p])
            joint[:, b] = joint[:, p] + rot[:, p] @ (body.heads[b] - body.heads[p])
        heading = rotation("z", c["heading"])
        place = np.stack([c["place_x"], c["place_y"], np.zeros(n)], axis=-1)
        rot = heading[:, None] @ rot
        joint = _apply(heading[:, None], joint) + place[:, None]
        shift = joint - _apply(rot, body.heads)
        return BoneMotion(rot, shift)

    def _trunk(self, c: Mapping[str, Array], turn: dict[str, Array], at: dict[str, Array]) -> None:
        body = self._body
        hips = (body.head("upperleg01.L") + body.head("upperleg01.R")) / 2
        thigh, shin = self._leg_lengths()
        k, s = np.radians(c["crouch"]), np.radians(c["shin"])
        leg_rise = shin * np.cos(s) + thigh * np.cos(k - s)
        back = thigh * np.sin(k - s) - shin * np.sin(s)
        ankle = body.head("foot.L")
        width = STANCE_HALF_WIDTH * (thigh + shin)
        spread = np.maximum(leg_rise**2 - (width - abs(hips_half(body))) ** 2, 0.0)
        position = np.stack(
            [
                c["pelvis_x"],
                ankle[1] + back - c["pelvis_y"],
                ankle[2] + np.sqrt(spread) + c["pelvis_z"],
            ],
            axis=-1,
        )
        pelvis = (
            rotation("z", c["pelvis_yaw"])
            @ rotation("x", c["pelvis_pitch"])
            @ rotation("y", c["pelvis_roll"])
        )
        turn["root"] = pelvis
        at["root"] = position + pelvis @ (body.head("root") - hips)
        current = pelvis
        for bone in ("spine05", "spine04", "spine03", "spine02", "spine01"):
            current = current @ self._share(c, "spine", 1 / 5)
            turn[bone] = current
        for bone in ("neck01", "neck02", "neck03", "head"):
            current = current @ self._share(c, "head", 1 / 4)
            turn[bone] = current

    @staticmethod
    def _share(c: Mapping[str, Array], part: str, share: float) -> Array:
        return (
            rotation("z", share * c[f"{part}_yaw"])
            @ rotation("x", share * c[f"{part}_pitch"])
            @ rotation("y", share * c[f"{part}_roll"])
        )

    def _leg_lengths(self) -> tuple[float, float]:
        hip, knee, ankle = (self._body.head(b) for b in ("upperleg01.L", "lowerleg01.L", "foot.L"))
        return float(np.linalg.norm(knee - hip)), float(np.linalg.norm(ankle - knee))

    def _leg(
        self, c: Mapping[str, Array], side: str, turn: dict[str, Array], at: dict[str, Array]
    ) -> None:
        body, tag = self._body, side.upper()
        outward = 1.0 if side == "l" else -1.0
        hip0, knee0, ankle0 = (
            body.head(f"{b}.{tag}") for b in ("upperleg01", "lowerleg01", "foot")
        )
        toe0 = body.head(f"toe2-1.{tag}") - ankle0
        rest_yaw = np.degrees(np.arctan2(outward * toe0[0], -toe0[1]))
        thigh, shin = self._leg_lengths()
        width = STANCE_HALF_WIDTH * (thigh + shin)
        ankle = np.stack(
            [
                outward * (width + c[f"{side}_foot_x"]),
                ankle0[1] - c[f"{side}_foot_y"],
                ankle0[2] + c[f"{side}_foot_z"],
            ],
            axis=-1,
        )
        yaw = rotation("z", outward * c[f"{side}_foot_yaw"])
        forward = yaw @ np.array([0.0, -1.0, 0.0])
        hip = at["root"] + turn["root"] @ (hip0 - body.head("root"))
        reach = ankle - hip
        distance = np.linalg.norm(reach, axis=-1)
        full = (thigh + shin) * 0.9995
        used = np.minimum(distance, full)
        cosine = (thigh**2 + used**2 - shin**2) / (2 * thigh * used)
        angle = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
        plane = _frame(reach, forward)
        along = _apply(rotation(plane[..., 2], angle), plane[..., 0])
        knee = hip + thigh * along
        down = _unit(hip + plane[..., 0] * used[:, None] - knee)
        flex = rotation("x", -c[f"{side}_hip_flex"])
        swing = rotation("y", -outward * c[f"{side}_hip_open"]) @ flex
        frame = swing @ _frame(along, forward)
        lower = swing @ _frame(down, forward)
        lower = rotation(lower[..., 2], -c[f"{side}_knee"]) @ lower
        rest_pole = np.array([toe0[0], toe0[1], 0.0])
        upper_turn = frame @ _frame(knee0 - hip0, rest_pole).T
        lower_turn = lower @ _frame(ankle0 - knee0, rest_pole).T
        for bone in ("upperleg01", "upperleg02"):
            turn[f"{bone}.{tag}"] = upper_turn
        for bone in ("lowerleg01", "lowerleg02"):
            turn[f"{bone}.{tag}"] = lower_turn
        planted = yaw @ rotation("x", c[f"{side}_foot_pitch"]) @ rotation("z", -outward * rest_yaw)
        swung = rotation(lower[..., 2], -c[f"{side}_ankle"] - c[f"{side}_knee"]) @ swing
        turn[f"foot.{tag}"] = swung @ planted

    def _arm(self, c: Mapping[str, Array], side: str, turn: dict[str, Array]) -> None:
        body, tag = self._body, side.upper()
        outward = 1.0 if side == "l" else -1.0
        shoulder0, elbow0, wrist0 = (
            body.head(f"{b}.{tag}") for b in ("upperarm01", "lowerarm01", "wrist")
        )
        chest = turn["spine01"]
        raised, plane = c[f"{side}_arm_raise"], np.radians(c[f"{side}_arm_plane"])
        toward = np.stack([outward * np.sin(plane), -np.cos(plane), np.zeros_like(plane)], -1)
        axis = np.cross(np.array([0.0, 0.0, -1.0]), toward)
        lift = rotation(axis, raised)
        along = lift @ np.array([0.0, 0.0, -1.0])
        inward = np.radians(12.0)
        bend = lift @ np.array([-outward * np.sin(inward), -np.cos(inward), 0.0])
        bend = _apply(rotation(along, -outward * c[f"{side}_arm_turn"]), bend)
        wanted = chest @ _frame(along, bend)
        rest = _frame(elbow0 - shoulder0, wrist0 - elbow0)
        upper = wanted @ rest.T

        girdle = 0.28 * np.clip(raised - 25, 0, None) + c[f"{side}_shrug"]
        clavicle = chest @ rotation("y", -outward * 0.75 * girdle)
        turn[f"clavicle.{tag}"] = clavicle
        untwisted = upper @ _twist_part(chest, upper, elbow0 - shoulder0, 1.0)
        turn[f"shoulder01.{tag}"] = _between(clavicle, untwisted, 0.45)
        turn[f"upperarm01.{tag}"] = upper @ _twist_part(chest, upper, elbow0 - shoulder0, 0.6)
        turn[f"upperarm02.{tag}"] = upper
        straight = _unit(elbow0 - shoulder0)
        rest_flex = np.degrees(np.arccos(np.dot(straight, _unit(wrist0 - elbow0))))
        fore = upper @ rotation(rest[:, 2], c[f"{side}_elbow"] - rest_flex)
        fore_axis = _unit(wrist0 - elbow0)
        twist = outward * c[f"{side}_forearm"]
        turn[f"lowerarm01.{tag}"] = fore @ rotation(fore_axis, 0.25 * twist)
        turn[f"lowerarm02.{tag}"] = fore @ rotation(fore_axis, 0.7 * twist)
        turn[f"wrist.{tag}"] = (
            fore @ rotation(fore_axis, twist) @ rotation(rest[:, 2], c[f"{side}_wrist"])
        )

    def _hand(self, side: str, turn: dict[str, Array]) -> None:
        """Fingers a little curled about the axis across the knuckles."""
        body, tag = self._body, side.upper()
        wrist = turn[f"wrist.{tag}"]
        across = _unit(body.head(f"finger5-1.{tag}") - body.head(f"finger2-1.{tag}"))
        sign = 1.0 if side == "l" else -1.0
        for finger in range(2, 6):
            for joint, curl in ((1, 18.0), (2, 40.0), (3, 58.0)):
                turn[f"finger{finger}-{joint}.{tag}"] = wrist @ rotation(across, sign * curl)


def hips_half(body: Body) -> float:
    """Half the distance between the hip joints, metres."""
    return float(np.linalg.norm(body.head("upperleg01.L") - body.head("upperleg01.R")) / 2)


def _twist_part(base: Array, turn: Array, axis: Array, part: float) -> Array:
    """Rotation that takes back ``part`` of the twist about a bone's own rest ``axis``."""
    local = np.swapaxes(np.broadcast_to(base, turn.shape), -1, -2) @ turn
    axis = _unit(axis)
    w = 1 + np.trace(local, axis1=-2, axis2=-1)
    v = np.stack(
        [
            local[..., 2, 1] - local[..., 1, 2],
            local[..., 0, 2] - local[..., 2, 0],
            local[..., 1, 0] - local[..., 0, 1],
        ],
        axis=-1,
    )
    angle = 2 * np.degrees(np.arctan2(v @ axis, w))
    angle = (angle + 180) % 360 - 180
    return rotation(axis, -part * angle)


def _between(a: Array, b: Array, share: float) -> Array:
    """The rotation a ``share`` of the way from a to b."""
    local = np.swapaxes(a, -1, -2) @ b
    cosine = np.clip((np.trace(local, axis1=-2, axis2=-1) - 1) / 2, -1, 1)
    angle = np.degrees(np.arccos(cosine))
    v = np.stack(
        [
            local[..., 2, 1] - local[..., 1, 2],
            local[..., 0, 2] - local[..., 2, 0],
            local[..., 1, 0] - local[..., 0, 1],
        ],
        axis=-1,
    )
    length = np.linalg.norm(v, axis=-1, keepdims=True)
    axis = np.where(length > 1e-9, v / np.maximum(length, 1e-9), np.array([0.0, 0.0, 1.0]))
    return a @ rotation(axis, share * angle)
