"""What an action is: marks and labels of somebody who does something other than exercise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.training.studio.body import Array
from models.training.studio.channels import SIDES
from models.training.studio.exercises.postures import STANDING
from models.training.studio.keys import FEET, Key, Mark, both, solve_marks
from models.training.studio.rig import Rig
from models.training.studio.rotations import apply, unit
from models.training.studio.take import Segment

SECONDS_TOGETHER = 1e-3
"""Marks closer than this are one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: hip centre on the floor in metres, heading in degrees (not wrapped)."""

    x: float = 0.0
    y: float = 0.0
    heading: float = 0.0

    def ahead(self, metres: float) -> Place:
        """The place so far straight ahead."""
        turn = np.radians(self.heading)
        return Place(
            self.x + metres * float(np.sin(turn)), self.y - metres * float(np.cos(turn)),
            self.heading,
        )  # fmt: skip

    def toward(self, x: float, y: float) -> tuple[float, float]:
        """Metres to a spot, and the heading to it nearest to the own heading, degrees."""
        dx, dy = x - self.x, y - self.y
        away = float(np.degrees(np.arctan2(dx, -dy)))
        return float(np.hypot(dx, dy)), nearest_turn(self.heading, away)


def nearest_turn(heading: float, wanted: float) -> float:
    """``wanted`` plus whole turns, within half a turn of ``heading``."""
    return heading + (wanted - heading + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class Held:
    """A thing that is used.

    Attributes:
        name: in the catalogue of props.
        how: "both_hands", "left_hand", "right_hand", or "floor" for one that stands still.
        start, end: seconds in which it goes with the hands; before and after it stays put.
        at: of a thing on the floor, metres to the own left of and behind the place of the
            beginning, with the heading of the beginning.
    """

    name: str
    how: str
    start: float
    end: float
    at: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Acting:
    """One action, solved for a body, from 0 s on.

    It begins standing at the place that was asked for, unless its maker says otherwise.

    Attributes:
        marks: key poses in world headings; the first one holds the place ("x", "y").
        segments: labels. kind "action": the six of the project, "falling" from the onset to the
            moment of impact; kind "transition": what looks like them and is not.
        posture: in which it ends: "standing", "on_back", "on_front", "on_left_side",
            "on_right_side", "sitting" (on a chair), "kneeling", "plank".
        ends: where. Lying, the heading is that of the channel: to stand up towards.
        props: things used. claps: seconds at which hands meet in true claps.
    """

    marks: tuple[Mark, ...]
    segments: tuple[Segment, ...]
    posture: str
    ends: Place
    props: tuple[Held, ...] = ()
    claps: tuple[float, ...] = field(default=())

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return self.marks[-1].time

    def later(self, seconds: float) -> Acting:
        """The same, so much later."""
        return replace(
            self,
            marks=tuple(Mark(m.time + seconds, m.key) for m in self.marks),
            segments=tuple(
                replace(s, start=s.start + seconds, end=s.end + seconds) for s in self.segments
            ),
            props=tuple(
                replace(p, start=p.start + seconds, end=p.end + seconds) for p in self.props
            ),
            claps=tuple(clap + seconds for clap in self.claps),
        )


def standing(**channels: float) -> Key:
    """Somebody who stands, with these channels (sided names mean both sides)."""
    return replace(STANDING, channels={**STANDING.channels, **both(**channels)})


def freed(key: Key, contacts: tuple[str, ...] = (), **channels: float) -> Key:
    """The same pose, its hip flexion kept, with other contacts and nothing left to solve."""
    return replace(
        key, channels={**key.full(), **both(**channels)}, contacts=contacts, fresh=(),
        level=False, balance=False,
    )  # fmt: skip


class Story:
    """Collects marks one after another; keys are given as for heading 0."""

    def __init__(self, rig: Rig, place: Place) -> None:
        self.rig, self.place, self.heading = rig, place, place.heading
        self.now = 0.0
        self.marks: list[Mark] = []

    def to(self, seconds: float, key: Key) -> float:
        """Reach a pose so many seconds after the last one; returns the time."""
        self.now += seconds if self.marks else 0.0
        turned = key.channels.get("heading", 0.0) + self.heading
        channels = {**key.channels, "heading": turned}
        if not self.marks:
            channels.update(x=self.place.x, y=self.place.y)
        self.marks.append(Mark(self.now, replace(key, channels=channels)))
        return self.now

    def add(self, marks: Sequence[Mark]) -> float:
        """Append marks that count from now, in world headings; returns the end."""
        for mark in marks:
            if self.marks and mark.time < SECONDS_TOGETHER:
                continue
            key = mark.key
            if not self.marks:
                place = {"x": self.place.x, "y": self.place.y}
                key = replace(key, channels={**key.channels, **place})
            self.marks.append(Mark(self.now + mark.time, key))
        self.now = self.marks[-1].time
        self.heading = self.marks[-1].key.full()["heading"]
        return self.now

    def where(self) -> Place:
        """Where the hips are after the last mark."""
        c = solve_marks(self.rig, self.marks).channels
        return Place(float(c["x"][-1]), float(c["y"][-1]), self.heading)

    def end(
        self,
        segments: Sequence[Segment],
        posture: str = "standing",
        props: Sequence[Held] = (),
        claps: Sequence[float] = (),
    ) -> Acting:
        """All that was collected."""
        return Acting(
            tuple(self.marks), tuple(segments), posture, self.where(), tuple(props), tuple(claps)
        )


def action(name: str, start: float, end: float) -> Segment:
    """One of the project's six actions."""
    return Segment("action", name, start, end)


def between(rng: np.random.Generator, low: float, high: float) -> float:
    """A number in between, evenly."""
    return float(rng.uniform(low, high))


# ---- arms to where they are wanted

ARM_LIMITS: dict[str, tuple[float, float]] = {
    "arm_raise": (0, 178),
    "arm_plane": (-55, 150),
    "arm_turn": (-80, 85),
    "elbow": (2, 148),
    "forearm": (-110, 110),
    "wrist": (-55, 65),
}
"""What an arm may be asked for to reach something, degrees."""
NEAR_ENOUGH = 0.1
"""A step of all angles smaller than this ends the search, degrees."""
ARM_CHANNELS = (*ARM_LIMITS, "shrug", "grip")
"""Sided channels of an arm."""
_STEP = 2.0


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a hand shall be, in axes of the chest: own left, ahead, up.

    Attributes:
        wrist: metres from the middle between the shoulders at rest.
        palm: direction to which the palm looks. fingers: to which they point.
        firmly: how much the directions count against the place.
    """

    wrist: tuple[float, float, float]
    palm: tuple[float, float, float]
    fingers: tuple[float, float, float]
    firmly: float = 0.12

    def mirrored(self) -> Aim:
        """The same for the other hand."""
        wrist, palm, fingers = ((-v[0], v[1], v[2]) for v in (self.wrist, self.palm, self.fingers))
        return Aim(wrist, palm, fingers, self.firmly)


def shoulder_middle(rig: Rig) -> Array:
    """(3,) the middle between the shoulders at rest, metres."""
    middle: Array = (rig.body.head("upperarm01.L") + rig.body.head("upperarm01.R")) / 2
    return middle


def arm_length(rig: Rig) -> float:
    """Shoulder to wrist, metres."""
    return rig.length("upperarm01.L", "lowerarm01.L") + rig.length("lowerarm01.L", "wrist.L")


def reaching(rig: Rig, key: Key, aims: Mapping[str, Aim]) -> Key:
    """The pose with the arms of these sides turned so that the hands get where they are aimed.

    Damped least squares (Levenberg 1944) over the six angles of each arm.
    """
    channels = key.full()
    for side, aim in aims.items():
        channels.update(_reached(rig, channels, side, aim))
    return replace(key, channels=channels)


def _reached(rig: Rig, channels: dict[str, float], side: str, aim: Aim) -> dict[str, float]:
    names = [f"{side}_{name}" for name in ARM_LIMITS]
    low, high = np.array(list(ARM_LIMITS.values()), dtype=np.float64).T
    first = np.clip([channels[n] for n in names], low, high)
    angles, damping = first.copy(), 1e-5
    steps = np.concatenate([np.zeros((1, 6)), _STEP * np.eye(6)])
    for _ in range(14):
        misses = _misses(rig, channels, names, angles + steps, side, aim, first)
        slope = (misses[1:] - misses[0]).T / _STEP
        step = np.linalg.solve(slope.T @ slope + damping * np.eye(6), -slope.T @ misses[0])
        after = np.clip(angles + np.clip(step, -20, 20), low, high)
        moved, angles = float(np.abs(after - angles).max()), after
        if moved < NEAR_ENOUGH:
            break
    return dict(zip(names, (float(a) for a in angles), strict=True))


def _misses(
    rig: Rig,
    channels: dict[str, float],
    names: list[str],
    angles: Array,
    side: str,
    aim: Aim,
    first: Array,
) -> Array:
    """(N, M) how far each of (N, 6) angles is from the aim, in metres or the like."""
    table = {n: np.full(len(angles), v) for n, v in channels.items()}
    table.update(zip(names, angles.T, strict=True))
    turn = rig.turns(table, {})
    rot, joints = rig.joints(turn, rig.main)
    chest = rig.body.bones.index("spine01")
    back = np.swapaxes(rot[:, chest], -1, -2)
    home = shoulder_middle(rig) - rig.body.head("spine01")
    at = apply(back, rig.at(joints, f"wrist.{side.upper()}") - joints[:, chest]) - home
    axes = np.array([1.0, -1.0, 1.0])  # own left is x, ahead is -y
    palm = rig.palm_normal(side)
    fingers = rig.body.head(f"finger3-1.{side.upper()}") - rig.body.head(f"wrist.{side.upper()}")
    hand = back @ turn[f"wrist.{side.upper()}"]
    return np.concatenate([
        at - axes * aim.wrist,
        aim.firmly * (hand @ palm - axes * unit(np.array(aim.palm))),
        0.6 * aim.firmly * (hand @ unit(fingers) - axes * unit(np.array(aim.fingers))),
        2e-4 * (angles - first),
    ], axis=1)  # fmt: skip


def both_hands(aim: Aim) -> dict[str, Aim]:
    """The aim of the left hand, for both."""
    return {"l": aim, "r": aim.mirrored()}


__all__ = [
    "ARM_CHANNELS", "FEET", "SIDES", "STANDING", "Acting", "Aim", "Held", "Place", "Story",
    "action", "arm_length", "between", "both_hands", "freed", "nearest_turn", "reaching",
    "shoulder_middle", "standing",
]  # fmt: skip
