"""Where the things are that people use: bars and weights in hands, seats under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.training.studio.body import Array
from models.training.studio.channels import BoneMotion
from models.training.studio.exercises.postures import BARS, EDGE
from models.training.studio.props import BENCH_HEIGHT, DIP_BAR_HEIGHT
from models.training.studio.rig import Rig
from models.training.studio.rotations import apply, rotation, unit
from models.training.studio.take import PropTrack

HELD = {"barbell": "both_hands", "dumbbells": "each_hand"}
"""How exercises hold what they need."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A thing on the floor: metres to the left of and behind the hips, turn, height there."""

    left: float
    behind: float
    turn: float = 0.0
    height: float | None = None


STANDS: dict[tuple[str, str], Stand] = {
    ("sit_to_stand", "chair"): Stand(0.0, 0.06),
    ("chest_fly", "bench"): Stand(0.0, 0.35),
    ("hip_thrust", "bench"): Stand(0.0, 0.55, 90.0, EDGE),
    ("dip", "dip_bars"): Stand(0.0, 0.0, 0.0, BARS),
    ("rowing", "rowing_machine"): Stand(0.0, 0.0),
}
"""Where the things of an exercise stand against the hips in its ready pose."""
HEIGHTS = {"bench": BENCH_HEIGHT, "dip_bars": DIP_BAR_HEIGHT}


@dataclass(frozen=True, slots=True)
class Use:
    """A thing that is used.

    Attributes:
        name: in the catalogue of props.
        how: "both_hands", "each_hand", "left_hand", "right_hand" or "floor".
        start, end: seconds in which it goes with the hands; before and after it stays put.
            With "floor": ``start`` is when the hips are where it is placed from.
        stand: of a thing on the floor.
    """

    name: str
    how: str
    start: float
    end: float
    stand: Stand = Stand(0.0, 0.0)


def use_of(exercise: str, prop: str, start: float, end: float) -> Use:
    """How an exercise uses a prop, ready from ``start``."""
    stand = STANDS.get((exercise, prop), Stand(0.0, 0.0))
    return Use(prop, HELD.get(prop, "floor"), start, end, stand)


def prop_tracks(
    rig: Rig, motion: BoneMotion, times: Array, used: Sequence[Use]
) -> tuple[PropTrack, ...]:
    """Transforms (T, b, 3, 4) of the things used."""
    tracks: list[PropTrack] = []
    for use in used:
        if use.how == "each_hand":
            tracks += [PropTrack("dumbbell", _in_hand(rig, motion, s)[:, None]) for s in "lr"]
        elif use.name == "rowing_machine":
            tracks.append(PropTrack(use.name, _rowing(rig, motion, times, use)))
        elif use.how == "floor":
            tracks.append(PropTrack(use.name, _standing(rig, motion, times, use)[:, None]))
        else:
            held = (
                _between_hands(rig, motion)
                if use.how == "both_hands"
                else _in_hand(rig, motion, use.how[0])
            )
            tracks.append(PropTrack(use.name, _while_held(held, times, use)[:, None]))
    return tuple(tracks)


def _while_held(held: Array, times: Array, use: Use) -> Array:
    """It stays where it was taken up before, and where it was put down after."""
    frames = np.flatnonzero((times >= use.start) & (times <= use.end))
    if use.how == "each_hand" or use.name == "barbell" or not len(frames):
        return held
    stays = held.copy()
    stays[: frames[0]] = held[frames[0]]
    stays[frames[-1] :] = held[frames[-1]]
    return stays


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


def _standing(rig: Rig, motion: BoneMotion, times: Array, use: Use) -> Array:
    """(T, 3, 4) a thing that stands where the hips are when its use begins."""
    first = int(np.argmin(np.abs(times - use.start)))
    left, right = (_joint(rig, motion, f"upperleg01.{tag}")[first] for tag in "LR")
    heading = float(np.degrees(np.arctan2(*(left - right)[1::-1])))
    ahead = rotation("z", heading)
    place = (left + right) / 2 * np.array([1.0, 1.0, 0.0])
    place = place + ahead @ np.array([use.stand.left, use.stand.behind, 0.0])
    axes = rotation("z", heading + use.stand.turn)
    if use.stand.height is not None:
        axes = axes @ np.diag([1.0, 1.0, use.stand.height / HEIGHTS[use.name]])
    n = len(motion)
    return _transform(np.broadcast_to(axes, (n, 3, 3)), np.broadcast_to(place, (n, 3)))


def _rowing(rig: Rig, motion: BoneMotion, times: Array, use: Use) -> Array:
    """(T, 3, 3, 4) frame, seat and handle."""
    frame = _standing(rig, motion, times, use)
    hips = (_joint(rig, motion, "upperleg01.L") + _joint(rig, motion, "upperleg01.R")) / 2
    seat = frame.copy()
    seat[:, :2, 3] = hips[:, :2]
    return np.stack([frame, seat, _between_hands(rig, motion)], axis=1)


def _transform(axes: Array, place: Array) -> Array:
    return np.concatenate([axes, place[..., None]], axis=-1)
