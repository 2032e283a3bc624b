"""From joint angles to bones, for all frames at once; limbs that bear weight stay put.

A pose is a table of channels (degrees, metres). It is built forward from the pelvis, in
anatomical angles; then the body is shifted so that limbs in contact reach their anchors, and
two-bone solutions bring every such limb there exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from models.training.studio.body import Array
from models.training.studio.channels import SIDES, TRUNK, BoneMotion, Hold
from models.training.studio.forward import Forward, Table, Turns
from models.training.studio.rotations import apply, frame, rotation, rotation_to, unit

RANK = {
    "pelvis": 30.0, "chest": 30.0, "l_knee": 10.0, "r_knee": 10.0, "l_foot": 1.0, "r_foot": 1.0,
    "l_elbow": 0.1, "r_elbow": 0.1, "l_hand": 0.02, "r_hand": 0.02, "l_grip": 0.02, "r_grip": 0.02,
}  # fmt: skip
"""How much a contact decides where the body is: arms give way before legs do."""
GIVES_WAY = 12
"""Rounds in which a place for the body is sought from where all held limbs reach."""
GUARDED = 0.002
"""Free limbs are kept at least so far, in metres, from going through the floor."""
ARM = ("shoulder01", "upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist")
"""Bones of an arm, in turn."""


class Rig(Forward):
    """Solves channels and contacts for one body."""

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
                lying = np.clip(deep["elbow"] / GUARDED, 0, 1)[:, None]
                self._move_arm(c, side, turn, joints, elbow + _up(deep["elbow"]),
                               wrist + _up(deep["hand"]), holds, lying)  # fmt: skip
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


def _up(metres: Array) -> Array:
    """(T, 3) so far upwards."""
    return np.stack([np.zeros_like(metres), np.zeros_like(metres), metres], axis=-1)


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
