"""From joint angles to bones, for all frames at once; limbs that bear weight stay put.

A pose is a table of channels (degrees, metres). It is built forward from the pelvis, in
anatomical angles; then the body is shifted so that limbs in contact reach their anchors, and
two-bone solutions bring every such limb there exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array, Body
from models.training.studio.rotations import (
    apply,
    between,
    frame,
    rotation,
    rotation_to,
    twist_part,
    unit,
)

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
RANK = {
    "pelvis": 30.0, "chest": 30.0, "l_knee": 10.0, "r_knee": 10.0, "l_foot": 1.0, "r_foot": 1.0,
    "l_elbow": 0.1, "r_elbow": 0.1, "l_hand": 0.02, "r_hand": 0.02, "l_grip": 0.02, "r_grip": 0.02,
}  # fmt: skip
"""How much a contact decides where the body is: arms give way before legs do."""
ROUND = {"knee": ("lowerleg01", 0.10), "elbow": ("lowerarm01", 0.07)}
"""Joints on which one may lean: the bone that begins there, and metres round it that count."""
GIVES_WAY = 12
"""Rounds in which a place for the body is sought from where all held limbs reach."""
GUARDED = 0.002
"""Free limbs are kept at least so far, in metres, from going through the floor."""

ARM = ("shoulder01", "upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist")
"""Bones of an arm, in turn."""
FINGERS = ("finger", "metacarpal", "toe", "eye", "jaw", "tongue", "oris", "levator", "special",
           "temporalis", "risorius", "orbicularis", "oculi")  # fmt: skip


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


Turns = dict[str, Array]
Table = Mapping[str, Array]


class Rig:
    """Solves channels for one body."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._index = {name: i for i, name in enumerate(body.bones)}
        self._main = [
            i for i, name in enumerate(body.bones) if not name.startswith(FINGERS)
        ]  # parents come first
        self.hips = (body.head("upperleg01.L") + body.head("upperleg01.R")) / 2
        self._sample()
        self._rest: dict[str, Array] = {}
        for side in SIDES:
            self._rest_leg(side)
            self._rest_arm(side)

    # ---- what is known of the body at rest

    def _sample(self) -> None:
        """Surface points by which contact with the floor is judged, by limb."""
        body = self.body
        step = max(1, len(body.vertices) // 1500)
        chosen = np.arange(0, len(body.vertices), step)
        near = np.zeros(len(chosen), bool)  # the sides are to be as thick where they may kneel
        for bone, radius in ROUND.values():
            for side in SIDES:
                away = body.vertices[chosen] - body.head(f"{bone}.{side.upper()}")
                near |= np.linalg.norm(away, axis=1) < radius
        partner = np.array([self._index[_other_side(name)] for name in body.bones])
        across = body.vertices[chosen][near] * np.array([-1.0, 1.0, 1.0])
        self._points = np.concatenate([body.vertices[chosen], across])
        self._bones = np.concatenate([body.bone_of[chosen], partner[body.bone_of[chosen][near]]])
        self._weights = np.concatenate([body.weight_of[chosen], body.weight_of[chosen][near]])
        main = self._bones[np.arange(len(self._bones)), self._weights.argmax(axis=1)]
        names = np.array(body.bones)[main]
        parts = {
            "foot": ("foot", "toe"), "hand": ("wrist", "finger", "metacarpal"),
        }  # fmt: skip
        self._of: dict[str, NDArray[np.bool_]] = {}
        for side in SIDES:
            tag = f".{side.upper()}"
            for part, starts in parts.items():
                mask = [n.startswith(starts) and n.endswith(tag) for n in names]
                self._of[f"{side}_{part}"] = np.array(mask)
            self._of[f"{side}_grip"] = self._of[f"{side}_hand"]
            for part, (bone, radius) in ROUND.items():
                away = np.linalg.norm(self._points - body.head(bone + tag), axis=1)
                self._of[f"{side}_{part}"] = away < radius
        trunk = ("root", "spine", "pelvis", "clavicle", "breast", "shoulder01", "upperleg01")
        on_trunk = np.array([n.startswith(trunk) for n in names])
        middle = body.head("spine03")[2]
        self._of["pelvis"] = on_trunk & (self._points[:, 2] < middle)
        self._of["chest"] = on_trunk & (self._points[:, 2] >= middle)
        self._of["head"] = np.array([n.startswith(("head", "neck")) for n in names])

    def _rest_leg(self, side: str) -> None:
        body, tag = self.body, side.upper()
        hip, knee, ankle, toe = (
            body.head(f"{b}.{tag}") for b in ("upperleg01", "lowerleg01", "foot", "toe2-1")
        )
        ahead = np.array([toe[0] - ankle[0], toe[1] - ankle[1], 0.0])
        self._rest[f"{side}_thigh"] = _upright(knee - hip, ahead)
        self._rest[f"{side}_shin"] = _upright(ankle - knee, ahead)
        self._rest[f"{side}_foot"] = _upright(np.array([0.0, 0.0, -1.0]), ahead)

    def _rest_arm(self, side: str) -> None:
        body, tag = self.body, side.upper()
        shoulder, elbow, wrist = (
            body.head(f"{b}.{tag}") for b in ("upperarm01", "lowerarm01", "wrist")
        )
        self._rest[f"{side}_arm"] = frame(elbow - shoulder, wrist - elbow)
        fingers = body.head(f"finger3-1.{tag}") - wrist
        across = body.head(f"finger5-1.{tag}") - body.head(f"finger2-1.{tag}")
        palm = np.cross(fingers, across) * (1.0 if side == "l" else -1.0)
        self._rest[f"{side}_palm"] = frame(fingers, palm * -np.sign(palm[2]))

    def length(self, start: str, end: str) -> float:
        """Distance between two joints at rest, metres."""
        return float(np.linalg.norm(self.body.head(end) - self.body.head(start)))

    def palm_normal(self, side: str) -> Array:
        """(3,) direction out of the palm, at rest."""
        normal: Array = self._rest[f"{side}_palm"][:, 1]
        return normal

    def rest(self, limb: str) -> Array:
        """(3, 3) axes of a limb ("l_thigh", "r_shin", "l_foot", "l_arm") at rest."""
        return self._rest[limb]

    # ---- forward

    def turns(self, c: Table, holds: Mapping[str, Hold]) -> Turns:
        """Global rotation (T, 3, 3) of every bone that does not just follow its parent."""
        turn: Turns = {}
        pelvis = (
            rotation("z", c["heading"])
            @ rotation("x", c["pitch"])
            @ rotation("y", c["roll"])
            @ rotation("z", c["twist"])
        )
        turn["root"] = pelvis
        current = pelvis
        for bone in ("spine05", "spine04", "spine03", "spine02", "spine01"):
            current = current @ _share(c, "spine", 1 / 5)
            turn[bone] = current
        for bone in ("neck01", "neck02", "neck03", "head"):
            current = current @ _share(c, "head", 1 / 4)
            turn[bone] = current
        for side in SIDES:
            self._leg(c, side, turn, holds.get(f"{side}_foot"))
            self._arm(c, side, turn, holds.get(f"{side}_hand"))
            self._fingers(c, side, turn)
        return turn

    def _leg(self, c: Table, side: str, turn: Turns, hold: Hold | None) -> None:
        outward = 1.0 if side == "l" else -1.0
        thigh = (
            turn["root"]
            @ rotation("x", -c[f"{side}_hip_flex"])
            @ rotation("y", -outward * c[f"{side}_hip_open"])
            @ rotation("z", outward * c[f"{side}_hip_turn"])
        )
        shin = thigh @ rotation("x", c[f"{side}_knee"])
        self._set_leg(side, turn, thigh, shin)
        foot = shin @ rotation("x", -c[f"{side}_ankle"])
        if hold is not None:
            flat = rotation("z", hold.yaw) @ rotation("x", c[f"{side}_heel"])
            foot = between(foot, flat, hold.weight)
        self._set_foot(c, side, turn, foot)

    def _set_leg(self, side: str, turn: Turns, thigh: Array, shin: Array) -> None:
        tag = side.upper()
        for bone in ("upperleg01", "upperleg02"):
            turn[f"{bone}.{tag}"] = thigh @ self._rest[f"{side}_thigh"].T
        for bone in ("lowerleg01", "lowerleg02"):
            turn[f"{bone}.{tag}"] = shin @ self._rest[f"{side}_shin"].T

    def _set_foot(self, c: Table, side: str, turn: Turns, foot: Array) -> None:
        tag = side.upper()
        turn[f"foot.{tag}"] = foot @ self._rest[f"{side}_foot"].T
        bent = foot @ rotation("x", -c[f"{side}_toes"]) @ self._rest[f"{side}_foot"].T
        for toe in range(1, 6):
            turn[f"toe{toe}-1.{tag}"] = bent

    def _arm(self, c: Table, side: str, turn: Turns, hold: Hold | None) -> None:
        outward = 1.0 if side == "l" else -1.0
        raised, plane = c[f"{side}_arm_raise"], np.radians(c[f"{side}_arm_plane"])
        toward = np.stack([outward * np.sin(plane), -np.cos(plane), np.zeros_like(plane)], -1)
        down = np.array([0.0, 0.0, -1.0])
        lift = rotation(np.cross(down, toward), raised)
        along = lift @ down
        inward = np.radians(12.0)
        bend = lift @ np.array([-outward * np.sin(inward), -np.cos(inward), 0.0])
        bend = apply(rotation(along, -outward * c[f"{side}_arm_turn"]), bend)
        chest = turn["spine01"]
        girdle = 0.28 * np.clip(raised - 25, 0, None) + c[f"{side}_shrug"]
        turn[f"clavicle.{side.upper()}"] = chest @ rotation("y", -outward * 0.75 * girdle)
        hand = None
        if hold is not None:
            ahead = apply(rotation("z", hold.yaw), np.array([0.0, -1.0, 0.0]))
            hand = frame(ahead, np.broadcast_to(down, ahead.shape)) @ self._rest[f"{side}_palm"].T
        self._set_arm(c, side, turn, chest @ frame(along, bend), c[f"{side}_elbow"],
                      hand, None if hold is None else hold.weight)  # fmt: skip

    def _set_arm(
        self,
        c: Table,
        side: str,
        turn: Turns,
        wanted: Array,
        elbow: Array,
        hand: Array | None,
        weight: Array | None,
    ) -> None:
        """Arm bones from the frame of the upper arm; a held hand takes the forearm along."""
        tag, outward = side.upper(), 1.0 if side == "l" else -1.0
        body, rest, chest = self.body, self._rest[f"{side}_arm"], turn["spine01"]
        straight = unit(body.head(f"lowerarm01.{tag}") - body.head(f"upperarm01.{tag}"))
        axis = unit(body.head(f"wrist.{tag}") - body.head(f"lowerarm01.{tag}"))
        upper = wanted @ rest.T
        untwisted = upper @ twist_part(chest, upper, straight, 1.0)
        turn[f"shoulder01.{tag}"] = between(turn[f"clavicle.{tag}"], untwisted, 0.45)
        turn[f"upperarm01.{tag}"] = upper @ twist_part(chest, upper, straight, 0.6)
        turn[f"upperarm02.{tag}"] = upper
        rest_flex = np.degrees(np.arccos(np.dot(straight, axis)))
        fore = upper @ rotation(rest[:, 2], elbow - rest_flex)
        twist = outward * c[f"{side}_forearm"]
        knuckles = unit(body.head(f"finger5-1.{tag}") - body.head(f"finger2-1.{tag}"))
        bent = rotation(knuckles, outward * c[f"{side}_wrist"])
        free = fore @ rotation(axis, twist) @ bent
        if hand is not None and weight is not None:
            free = between(free, hand, weight)
        turn[f"wrist.{tag}"] = free
        local = np.swapaxes(fore, -1, -2) @ free
        back = twist_part(np.eye(3), local, axis, 1.0)  # takes the whole twist back
        twisted = np.swapaxes(back, -1, -2)
        turn[f"lowerarm01.{tag}"] = fore @ between(np.eye(3), twisted, 0.25)
        turn[f"lowerarm02.{tag}"] = fore @ between(np.eye(3), twisted, 0.7)

    def _fingers(self, c: Table, side: str, turn: Turns) -> None:
        """Fingers a little curled, flat in a held hand, closed in a grip."""
        body, tag = self.body, side.upper()
        wrist = turn[f"wrist.{tag}"]
        across = unit(body.head(f"finger5-1.{tag}") - body.head(f"finger2-1.{tag}"))
        sign = 1.0 if side == "l" else -1.0
        grip = c[f"{side}_grip"]
        for finger in range(2, 6):
            for joint, curl, closed in ((1, 18.0, 62.0), (2, 40.0, 130.0), (3, 58.0, 180.0)):
                angle = np.where(grip >= 0, curl + np.abs(grip) * (closed - curl),
                                 curl * (1 + grip))  # fmt: skip
                turn[f"finger{finger}-{joint}.{tag}"] = wrist @ rotation(across, sign * angle)

    def joints(self, turn: Turns, bones: list[int] | None = None) -> tuple[Array, Array]:
        """Global rotations (T, B, 3, 3) and joints (T, B, 3), the hip centre in the origin."""
        body = self.body
        n = len(turn["root"])
        chosen = range(len(body.bones)) if bones is None else bones
        rot = np.zeros((n, len(body.bones), 3, 3))
        at = np.zeros((n, len(body.bones), 3))
        for b in chosen:
            name, p = body.bones[b], body.parents[b]
            if p < 0:
                rot[:, b] = turn[name]
                at[:, b] = apply(turn[name], body.heads[b] - self.hips)
                continue
            rot[:, b] = turn.get(name, rot[:, p])
            at[:, b] = at[:, p] + rot[:, p] @ (body.heads[b] - body.heads[p])
        return rot, at

    @property
    def main(self) -> list[int]:
        """Bones without fingers, toes and face: enough to place a body."""
        return self._main

    def at(self, joints: Array, bone: str) -> Array:
        """(T, 3) joint at which a bone begins."""
        place: Array = joints[:, self._index[bone]]
        return place

    def point(self, contact: str, rot: Array, joints: Array) -> Array:
        """(T, 3) the point of a limb that is held."""
        if contact == "pelvis":
            return self.at(joints, "root")
        if contact == "chest":
            return self.at(joints, "spine01")
        side, part = contact.split("_")
        tag = side.upper()
        if part == "foot":
            foot = self._index[f"foot.{tag}"]
            ball = self.body.head(f"toe2-1.{tag}") - self.body.head(f"foot.{tag}")
            return joints[:, foot] + rot[:, foot] @ ball  # type: ignore[no-any-return]
        bone = {"hand": "wrist", "grip": "wrist", "knee": "lowerleg01", "elbow": "lowerarm01"}
        return self.at(joints, f"{bone[part]}.{tag}")

    def lowest(self, contact: str, rot: Array, joints: Array) -> Array:
        """(T,) height of the lowest surface point of a limb, metres."""
        low: Array = self._skinned(self._of[contact], rot, joints)[..., 2].min(axis=1)
        return low

    def surface(self, motion: BoneMotion) -> Array:
        """(T, S, 3) sample points of the body's surface."""
        rot = motion.rotation
        joints = motion.shift + apply(rot, self.body.heads)
        return self._skinned(np.ones(len(self._points), bool), rot, joints)

    def _skinned(self, mask: NDArray[np.bool_], rot: Array, joints: Array) -> Array:
        bones, weights, rest = self._bones[mask], self._weights[mask], self._points[mask]
        total = np.zeros((len(rot), len(rest), 3))
        for k in range(bones.shape[1]):
            b = bones[:, k]
            local = rest - self.body.heads[b]
            total += weights[:, k, None] * (apply(rot[:, b], local) + joints[:, b])
        return total

    def mass_centre(self, joints: Array) -> Array:
        """(T, 3) centre of mass from joints (masses and centres: de Leva 1996, rounded)."""
        at = {b: self.at(joints, b) for b in ("root", "spine01", "head")}
        total = 0.45 * (0.45 * at["root"] + 0.55 * at["spine01"]) + 0.07 * at["head"]
        for tag in ("L", "R"):
            for start, end, mass, along in (
                ("upperarm01", "lowerarm01", 0.027, 0.58),
                ("lowerarm01", "wrist", 0.022, 0.62),
                ("upperleg01", "lowerleg01", 0.135, 0.41),
                ("lowerleg01", "foot", 0.043, 0.45),
            ):
                a, b = self.at(joints, f"{start}.{tag}"), self.at(joints, f"{end}.{tag}")
                total = total + mass * ((1 - along) * a + along * b)
            total = total + 0.013 * self.at(joints, f"foot.{tag}")
        centre: Array = total
        return centre

    # ---- contacts

    def shifted(self, c: Table, holds: Mapping[str, Hold], rot: Array, joints: Array) -> Array:
        """(T, 3) where the hip centre goes so that held limbs reach their places, on average.

        A limb that is on its way to its place, or from it, counts by its weight against the
        limbs that hold more firmly, whatever its rank: the body is handed over smoothly.
        """
        shift = np.stack([c["x"], c["y"], c["z"]], axis=-1)
        if holds:
            errors = []
            for name, hold in holds.items():
                error = hold.place - self.point(name, rot, joints)
                if name in TRUNK:  # a rounded back rolls: what counts is that it touches
                    error[:, 2] = hold.place[:, 2] - self.lowest(name, rot, joints)
                errors.append(error)
            weight = np.stack([hold.weight for hold in holds.values()])
            order = np.argsort(-weight, axis=0, kind="stable")
            weight = np.take_along_axis(weight, order, axis=0)
            rank = np.array([RANK[name] for name in holds])[order][..., None]
            error = np.take_along_axis(np.stack(errors), order[..., None], axis=0)
            mean = np.cumsum(rank * error, axis=0) / np.cumsum(rank, axis=0)
            share = -np.diff(weight, axis=0, append=0.0)[..., None]
            shift = np.sum(share * mean, axis=0) + (1 - weight[0])[:, None] * shift
        shift[:, 2] += c["lift"]
        return shift

    def solve(self, c: Table, holds: Mapping[str, Hold]) -> BoneMotion:
        """Bone transforms of the channels (every one given, (T,)) and contacts."""
        turn = self.turns(c, holds)
        rot, joints = self.joints(turn, self._main)
        origin = self.shifted(c, holds, rot, joints)
        origin = origin + self._given_way(c, holds, turn, joints + origin[:, None])
        joints = joints + origin[:, None]
        for side in SIDES:
            self._reach_leg(c, side, turn, joints, holds)
            self._reach_arm(c, side, turn, joints, holds)
        rot, joints = self.joints(turn)
        for _ in range(3):
            joints = joints + origin[:, None]
            if not self._guard(c, turn, rot, joints, holds):
                break
            rot, joints = self.joints(turn)
        else:
            joints = joints + origin[:, None]
        return BoneMotion(rot, joints - apply(rot, self.body.heads))

    def _given_way(self, c: Table, holds: Mapping[str, Hold], turn: Turns, joints: Array) -> Array:
        """(T, 3) how far the body moves so that no held limb must be longer than it is.

        Projections in turn on the ball (for knees and elbows the sphere) round each place
        within which the hip or shoulder must be.
        """
        limits = [x for name in holds for x in self._reaches(c, name, holds, turn, joints)]
        moved = np.zeros((len(joints), 3))
        for _ in range(GIVES_WAY if limits else 0):
            for start, place, length, exact, weight in limits:
                away = place - start - moved
                distance = np.linalg.norm(away, axis=1, keepdims=True)
                over = distance - length
                over = over if exact else np.maximum(over, 0.0)
                part = weight[:, None] ** GIVES_WAY  # rounds add up; a limb on its way is free
                moved = moved + part * over * away / np.maximum(distance, 1e-9)
        return moved

    def _reaches(
        self, c: Table, name: str, holds: Mapping[str, Hold], turn: Turns, joints: Array
    ) -> list[tuple[Array, Array, float, bool, Array]]:
        """Start of a limb (T, 3), where its end must be, its length, whether exactly, weight."""
        side, _, part = name.partition("_")
        tag, hold = side.upper(), holds[name]
        place = hold.place + _up(c["lift"])
        if name in TRUNK:
            return []
        if part == "knee":
            start = self.at(joints, f"upperleg01.{tag}")
            return [(start, hold.place, self._legs(tag)[0], True, hold.weight)]
        if part == "foot":
            kneel = holds.get(f"{side}_knee")
            weight = hold.weight if kneel is None else hold.weight * (1 - kneel.weight)
            ball = self.body.head(f"toe2-1.{tag}") - self.body.head(f"foot.{tag}")
            start = self.at(joints, f"upperleg01.{tag}")
            reach = sum(self._legs(tag)) * 0.9995
            return [(start, place - turn[f"foot.{tag}"] @ ball, reach, False, weight)]
        start = self.at(joints, f"upperarm01.{tag}")
        upper = self.length(f"upperarm01.{tag}", f"lowerarm01.{tag}")
        if part == "elbow":
            return [(start, place, upper, True, hold.weight)]
        leaning = holds.get(f"{side}_elbow")
        weight = hold.weight if leaning is None else hold.weight * (1 - leaning.weight)
        reach = (upper + self.length(f"lowerarm01.{tag}", f"wrist.{tag}")) * 0.994
        return [(start, place, reach, False, weight)]

    def _reach_leg(
        self, c: Table, side: str, turn: Turns, joints: Array, holds: Mapping[str, Hold]
    ) -> None:
        """Knee and foot to where they are held."""
        tag = side.upper()
        _, knee, ankle = self._leg_joints(tag, joints)
        knee_to = ankle_to = share = None
        if (hold := holds.get(f"{side}_foot")) is not None:
            ball = self.body.head(f"toe2-1.{tag}") - self.body.head(f"foot.{tag}")
            wanted = hold.place + _up(c["lift"]) - turn[f"foot.{tag}"] @ ball
            ankle_to = ankle + hold.weight[:, None] * (wanted - ankle)
        if (kneel := holds.get(f"{side}_knee")) is not None:
            share = kneel.weight[:, None]
            knee_to = kneel.place
            if ankle_to is None:
                knee_to = knee + share * (kneel.place - knee)
        if knee_to is not None or ankle_to is not None:
            self._move_leg(side, turn, joints, knee_to, ankle_to, share)

    def _leg_joints(self, tag: str, joints: Array) -> tuple[Array, Array, Array]:
        hip, knee, ankle = (
            self.at(joints, f"{b}.{tag}") for b in ("upperleg01", "lowerleg01", "foot")
        )
        return hip, knee, ankle

    def _move_leg(
        self,
        side: str,
        turn: Turns,
        joints: Array,
        knee_to: Array | None,
        ankle_to: Array | None,
        share: Array | None = None,
    ) -> None:
        """Turn thigh and shin so that knee (by aim) or ankle (by two bones) get there.

        ``share`` (T, 1): how far the knee is held where both are asked for; 1 if not given.
        """
        tag = side.upper()
        hip, knee, ankle = self._leg_joints(tag, joints)
        thigh = turn[f"upperleg01.{tag}"] @ self._rest[f"{side}_thigh"]
        lower = turn[f"lowerleg01.{tag}"] @ self._rest[f"{side}_shin"]
        if ankle_to is not None and (knee_to is None or share is not None):
            turned = rotation_to(ankle - hip, ankle_to - hip)  # the knee keeps its side of the leg
            bent = hip + apply(turned, knee - hip)
            front = -(turned @ thigh)[..., 1]
            bend, ahead = _two_bones(hip, ankle_to, bent, self._legs(tag), front)
            thigh = _facing(bend - hip, ahead)
            lower = _facing(ankle_to - bend, ahead)
            if knee_to is not None and share is not None:
                knee_to = bend + share * (knee_to - bend)
            knee, ankle = bend, ankle_to
        if knee_to is not None:
            turned = rotation_to(knee - hip, knee_to - hip)
            thigh, moved = turned @ thigh, hip + apply(turned, knee - hip)
            end = ankle + moved - knee if ankle_to is None else ankle_to
            lower = rotation_to(ankle - knee, end - moved) @ lower
        self._set_leg(side, turn, thigh, lower)

    def _guard(
        self, c: Table, turn: Turns, rot: Array, joints: Array, holds: Mapping[str, Hold]
    ) -> bool:
        """Lift limbs that go through the floor; whether any did."""
        changed = False
        for side in SIDES:
            tag = side.upper()
            deep = {
                part: np.maximum(-self.lowest(f"{side}_{part}", rot, joints) - GUARDED, 0.0)
                for part in ("foot", "knee", "hand", "elbow")
            }
            if (kneel := holds.get(f"{side}_knee")) is not None:
                deep["knee"] = deep["knee"] * (1 - kneel.weight)
            if max(deep["foot"].max(), deep["knee"].max()) > GUARDED:
                _, knee, ankle = self._leg_joints(tag, joints)
                bent = kneel is not None or deep["knee"].max() > GUARDED
                self._move_leg(
                    side, turn, joints, knee + _up(deep["knee"]) if bent else None,
                    ankle + _up(deep["foot"]),
                )  # fmt: skip
                changed = True
            if max(deep["hand"].max(), deep["elbow"].max()) > GUARDED:
                _, elbow, wrist = self._arm_joints(tag, joints)
                lying = deep["elbow"].max() > GUARDED
                self._move_arm(c, side, turn, joints, elbow + _up(deep["elbow"]) if lying else None,
                               wrist + _up(deep["hand"]), holds)  # fmt: skip
                changed = True
        low = np.maximum(-self.lowest("head", rot, joints) - GUARDED, 0.0)
        if low.max() > GUARDED:
            self._lift_head(turn, joints, low)
            changed = True
        return changed

    def _lift_head(self, turn: Turns, joints: Array, low: Array) -> None:
        reach = self.at(joints, "head") - self.at(joints, "neck01")
        reach = 2.2 * reach  # as far as the back of the skull
        axis = unit(np.cross(reach, np.array([0.0, 0.0, 1.0])))
        flat = np.maximum(np.linalg.norm(reach[:, :2], axis=1), 0.08)
        angle = np.degrees(np.arctan2(low, flat))
        for k, bone in enumerate(("neck01", "neck02", "neck03", "head")):
            turn[bone] = rotation(axis, angle * (0.6 + 0.15 * k)) @ turn[bone]

    def _legs(self, tag: str) -> tuple[float, float]:
        return (
            self.length(f"upperleg01.{tag}", f"lowerleg01.{tag}"),
            self.length(f"lowerleg01.{tag}", f"foot.{tag}"),
        )

    def _arm_joints(self, tag: str, joints: Array) -> tuple[Array, Array, Array]:
        shoulder, elbow, wrist = (
            self.at(joints, f"{b}.{tag}") for b in ("upperarm01", "lowerarm01", "wrist")
        )
        return shoulder, elbow, wrist

    def _reach_arm(
        self, c: Table, side: str, turn: Turns, joints: Array, holds: Mapping[str, Hold]
    ) -> None:
        """Elbow and hand to where they are held."""
        _, elbow, wrist = self._arm_joints(side.upper(), joints)
        elbow_to = wrist_to = share = None
        if hold := holds.get(f"{side}_hand") or holds.get(f"{side}_grip"):
            place = hold.place + _up(c["lift"])
            wrist_to = wrist + hold.weight[:, None] * (place - wrist)
        if (leaning := holds.get(f"{side}_elbow")) is not None:
            share = leaning.weight[:, None]
            elbow_to = leaning.place + _up(c["lift"])
            if wrist_to is None:
                elbow_to = elbow + share * (elbow_to - elbow)
        if elbow_to is not None or wrist_to is not None:
            self._move_arm(c, side, turn, joints, elbow_to, wrist_to, holds, share)

    def _move_arm(
        self,
        c: Table,
        side: str,
        turn: Turns,
        joints: Array,
        elbow_to: Array | None,
        wrist_to: Array | None,
        holds: Mapping[str, Hold],
        share: Array | None = None,
    ) -> None:
        """Turn the arm so that elbow (by aim) and wrist get there.

        ``share`` (T, 1): how far the elbow is held where both are asked for; 1 if not given.
        """
        tag = side.upper()
        shoulder, elbow, wrist = self._arm_joints(tag, joints)
        lengths = (
            self.length(f"upperarm01.{tag}", f"lowerarm01.{tag}"),
            self.length(f"lowerarm01.{tag}", f"wrist.{tag}"),
        )
        flat = holds.get(f"{side}_hand")
        hand = kept = None
        if flat is not None:  # it has its turn already; the arm only comes after it
            hand, kept = turn[f"wrist.{tag}"], (flat.weight > 0).astype(np.float64)
        outer = -(turn[f"upperarm02.{tag}"] @ self._rest[f"{side}_arm"])[..., 1]
        before_reach = (wrist - shoulder, elbow - shoulder, outer)
        chain = (shoulder, elbow, wrist)
        slip_elbow, slip_wrist = np.zeros(3), np.zeros(3)
        for _ in range(4):  # the shoulder goes a little along with the arm
            shoulder = chain[0]
            if elbow_to is not None:
                goal = elbow_to - slip_elbow
                if wrist_to is not None and share is not None:
                    free = _elbow(shoulder, wrist_to - slip_wrist, lengths, *before_reach)
                    goal = free + share * (goal - free)
                bend_at = shoulder + unit(goal - shoulder) * lengths[0]
                end = wrist + bend_at - elbow if wrist_to is None else wrist_to - slip_wrist
                target = bend_at + unit(end - bend_at) * lengths[1]
            elif wrist_to is not None:
                target = wrist_to - slip_wrist
                bend_at = _elbow(shoulder, target, lengths, *before_reach)
            along, onward = unit(bend_at - shoulder), unit(target - bend_at)
            bent = np.degrees(np.arccos(np.clip(np.sum(along * onward, -1), -1, 1)))
            before = turn[f"upperarm02.{tag}"] @ self._rest[f"{side}_arm"]
            turned = rotation_to(before[..., 0], along) @ before
            clear = np.clip((bent - 4.0) / 8.0, 0, 1)[:, None]
            bend = clear * onward + (1 - clear) * turned[..., 1]
            self._set_arm(c, side, turn, frame(along, bend), bent, hand, kept)
            chain = self._arm_chain(tag, turn, joints)
            gone = chain[0] - shoulder
            slip_elbow, slip_wrist = chain[1] - bend_at - gone, chain[2] - target - gone
        self._fingers(c, side, turn)

    def _arm_chain(self, tag: str, turn: Turns, joints: Array) -> tuple[Array, Array, Array]:
        """(T, 3) shoulder, elbow and wrist as the bones now are turned."""
        bones = [f"{bone}.{tag}" for bone in ARM]
        at = self.at(joints, bones[0])
        places = {}
        for bone, following in pairwise(bones):
            at = at + turn[bone] @ (self.body.head(following) - self.body.head(bone))
            places[following] = at
        return places[bones[1]], places[bones[3]], places[bones[5]]


def _other_side(bone: str) -> str:
    """The same bone of the other side."""
    partner = {".L": ".R", ".R": ".L"}.get(bone[-2:])
    return bone[:-2] + partner if partner else bone


def _up(metres: Array) -> Array:
    """(T, 3) so far upwards."""
    return np.stack([np.zeros_like(metres), np.zeros_like(metres), metres], axis=-1)


def _upright(along: Array, ahead: Array) -> Array:
    """(3, 3) that takes the axes of a standing limb (down -z, ahead -y) to these."""
    down = unit(along)
    front = unit(ahead - np.sum(ahead * down) * down)
    return np.stack([np.cross(front, down), -front, -down], axis=-1)


def _facing(along: Array, ahead: Array) -> Array:
    """(T, 3, 3) frame of a limb that points ``along`` with its front towards ``ahead``."""
    down = unit(along)
    front = unit(ahead - np.sum(ahead * down, axis=-1, keepdims=True) * down)
    return np.stack([np.cross(front, down), -front, -down], axis=-1)


def _elbow(
    shoulder: Array, target: Array, lengths: tuple[float, float], reach: Array, upper: Array,
    outer: Array,
) -> Array:  # fmt: skip
    """(T, 3) elbow of an arm whose wrist goes to the target; it keeps its side of the arm.

    ``reach``, ``upper``: from the shoulder to wrist and elbow before. ``outer``: where the
    elbow points.
    """
    turned = rotation_to(reach, target - shoulder)
    beside = shoulder + apply(turned, upper)
    bend_at, _ = _two_bones(shoulder, target, beside, lengths, apply(turned, outer))
    return bend_at


def _two_bones(
    start: Array, end: Array, middle: Array, lengths: tuple[float, float], fallback: Array
) -> tuple[Array, Array]:
    """Middle joint of two bones from start to end, bent to where ``middle`` is.

    Returns it and the direction (T, 3) to which the joint points. ``fallback``: that
    direction where the limb is straight.
    """
    reach = end - start
    distance = np.linalg.norm(reach, axis=-1, keepdims=True)
    line = reach / np.maximum(distance, 1e-9)
    used = np.clip(distance, abs(lengths[0] - lengths[1]) * 1.01, sum(lengths) * 0.9998)
    off = middle - start
    off = off - np.sum(off * line, axis=-1, keepdims=True) * line
    back = fallback - np.sum(fallback * line, axis=-1, keepdims=True) * line
    size = np.linalg.norm(off, axis=-1, keepdims=True)
    trust = np.clip(size / 0.04, 0, 1)
    pole = unit(trust * off / np.maximum(size, 1e-9) + (1 - trust) * unit(back))
    along = (lengths[0] ** 2 + used**2 - lengths[1] ** 2) / (2 * used)
    aside = np.sqrt(np.maximum(lengths[0] ** 2 - along**2, 0.0))
    return start + along * line + aside * pole, pole


def _share(c: Table, part: str, share: float) -> Array:
    return (
        rotation("z", share * c[f"{part}_yaw"])
        @ rotation("x", share * c[f"{part}_pitch"])
        @ rotation("y", share * c[f"{part}_roll"])
    )
