"""Forward: from joint angles to bone rotations and joints, and where the surface then is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array, Body
from models.training.studio.channels import SIDES, BoneMotion, Hold
from models.training.studio.rotations import apply, between, frame, rotation, twist_part, unit

ROUND = {"knee": ("lowerleg01", 0.10), "elbow": ("lowerarm01", 0.07)}
"""Joints on which one may lean: the bone that begins there, and metres round it that count."""
FINGERS = ("finger", "metacarpal", "toe", "eye", "jaw", "tongue", "oris", "levator", "special",
           "temporalis", "risorius", "orbicularis", "oculi")  # fmt: skip

Turns = dict[str, Array]
Table = Mapping[str, Array]


class Forward:
    """The bones of one body by their channels; no contacts yet."""

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
            place: Array = joints[:, foot] + rot[:, foot] @ ball
            return place
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


def _other_side(bone: str) -> str:
    """The same bone of the other side."""
    partner = {".L": ".R", ".R": ".L"}.get(bone[-2:])
    return bone[:-2] + partner if partner else bone


def _upright(along: Array, ahead: Array) -> Array:
    """(3, 3) that takes the axes of a standing limb (down -z, ahead -y) to these."""
    down = unit(along)
    front = unit(ahead - np.sum(ahead * down) * down)
    return np.stack([np.cross(front, down), -front, -down], axis=-1)


def _share(c: Table, part: str, share: float) -> Array:
    return (
        rotation("z", share * c[f"{part}_yaw"])
        @ rotation("x", share * c[f"{part}_pitch"])
        @ rotation("y", share * c[f"{part}_roll"])
    )
