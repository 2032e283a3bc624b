"""Where the things are that people use: bars and weights in hands, seats under them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.training.studio.body import Array
from models.training.studio.rig import BoneMotion, Rig
from models.training.studio.rotations import apply, rotation, unit
from models.training.studio.take import PropTrack

IN_BOTH_HANDS = ("barbell", "box")
IN_EACH_HAND = {"dumbbells": "dumbbell"}
IN_RIGHT_HAND = ("bottle", "bag", "dumbbell")
STANDING_THINGS: dict[str, tuple[float, float]] = {
    "chair": (0.0, 0.06),
    "bench": (0.0, 0.0),
    "step_box": (0.0, 0.0),
    "dip_bars": (0.0, 0.0),
    "mat": (0.0, 0.0),
}
"""Where the middle of a thing on the floor is against the hips, to the left and behind, metres."""


def prop_tracks(
    rig: Rig, motion: BoneMotion, times: Array, used: Sequence[tuple[str, float, float]]
) -> tuple[PropTrack, ...]:
    """Transforms of the things used: (name, from, to) in seconds; each is there all the time."""
    tracks: list[PropTrack] = []
    for name in dict.fromkeys(name for name, _, _ in used):
        begin, end = next((a, b) for n, a, b in used if n == name)
        while_used = (times >= begin) & (times <= end)
        frames = np.flatnonzero(while_used) if while_used.any() else np.arange(len(times))
        if name in IN_EACH_HAND:
            for side in "lr":
                tracks.append(PropTrack(IN_EACH_HAND[name], _in_hand(rig, motion, side)[:, None]))
        elif name in IN_BOTH_HANDS:
            tracks.append(PropTrack(name, _between_hands(rig, motion)[:, None]))
        elif name in IN_RIGHT_HAND:
            tracks.append(PropTrack(name, _in_hand(rig, motion, "r")[:, None]))
        elif name == "rowing_machine":
            tracks.append(PropTrack(name, _rowing(rig, motion, frames)))
        else:
            tracks.append(PropTrack(name, _standing(rig, motion, frames, name)[:, None]))
    return tuple(tracks)


def _joint(rig: Rig, motion: BoneMotion, bone: str) -> Array:
    b = rig.body.bones.index(bone)
    place: Array = apply(motion.rotation[:, b], rig.body.heads[b]) + motion.shift[:, b]
    return place


def palm(rig: Rig, motion: BoneMotion, side: str) -> Array:
    """(T, 3) where a hand grips."""
    tag = side.upper()
    b = rig.body.bones.index(f"wrist.{tag}")
    wrist, knuckle = rig.body.head(f"wrist.{tag}"), rig.body.head(f"finger3-1.{tag}")
    grip = 0.2 * wrist + 0.8 * knuckle + 0.028 * rig.palm_normal(side)
    place: Array = apply(motion.rotation[:, b], grip) + motion.shift[:, b]
    return place


def _in_hand(rig: Rig, motion: BoneMotion, side: str) -> Array:
    """(T, 3, 4) axes of a thing held: x across the knuckles, z out of the fist's top."""
    tag = side.upper()
    b = rig.body.bones.index(f"wrist.{tag}")
    across = rig.body.head(f"finger5-1.{tag}") - rig.body.head(f"finger2-1.{tag}")
    along = rig.body.head(f"finger3-1.{tag}") - rig.body.head(f"wrist.{tag}")
    x = unit(across) * (1.0 if side == "l" else -1.0)
    z = unit(along - np.sum(along * x) * x)
    axes = np.stack([x, np.cross(z, x), z], axis=-1)
    return _transform(motion.rotation[:, b] @ axes, palm(rig, motion, side))


def _between_hands(rig: Rig, motion: BoneMotion) -> Array:
    """(T, 3, 4) x from the right to the left hand, z as upright as can be."""
    left, right = palm(rig, motion, "l"), palm(rig, motion, "r")
    x = unit(left - right)
    up = np.broadcast_to([0.0, 0.0, 1.0], x.shape)
    y = unit(np.cross(up, x))
    return _transform(np.stack([x, y, np.cross(x, y)], axis=-1), (left + right) / 2)


def _standing(rig: Rig, motion: BoneMotion, frames: Array, name: str) -> Array:
    """(T, 3, 4) a thing that stands where the hips are in the first of the frames."""
    aside, behind = STANDING_THINGS.get(name, (0.0, 0.0))
    first = int(frames[0])
    hips = (_joint(rig, motion, "upperleg01.L") + _joint(rig, motion, "upperleg01.R")) / 2
    across = _joint(rig, motion, "upperleg01.L")[first] - _joint(rig, motion, "upperleg01.R")[first]
    heading = float(np.degrees(np.arctan2(across[1], across[0])))
    turn = rotation("z", heading)
    place = hips[first] * np.array([1.0, 1.0, 0.0]) + turn @ np.array([aside, behind, 0.0])
    n = len(motion)
    return _transform(np.broadcast_to(turn, (n, 3, 3)), np.broadcast_to(place, (n, 3)))


def _rowing(rig: Rig, motion: BoneMotion, frames: Array) -> Array:
    """(T, 3, 3, 4) rail, seat and handle."""
    rail = _standing(rig, motion, frames, "rowing_machine")
    hips = (_joint(rig, motion, "upperleg01.L") + _joint(rig, motion, "upperleg01.R")) / 2
    seat = rail.copy()
    seat[:, :2, 3] = hips[:, :2]
    return np.stack([rail, seat, _between_hands(rig, motion)], axis=1)


def _transform(axes: Array, place: Array) -> Array:
    return np.concatenate([axes, place[..., None]], axis=-1)
