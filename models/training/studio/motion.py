"""What people do: exercises as data, performances, and the curves of their joints.

An exercise has a ready pose and a peak; a repetition goes out, holds and comes back on
minimum-jerk curves. Faults scale a part of the way. Someone who
follows is late, has an own tempo and, as in a mirror, uses the other side.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from models.training.studio.body import Array
from models.training.studio.pose import CHANNELS, mirrored
from models.training.studio.walking import Station, Step, minimum_jerk, route

Angles = Mapping[str, float]
SIDED = frozenset(name[2:] for name in CHANNELS if name.startswith("l_"))


def both(**angles: float) -> dict[str, float]:
    """Channel values with sided names ("elbow") meant for the left and the right."""
    table: dict[str, float] = {}
    for name, value in angles.items():
        names = (f"l_{name}", f"r_{name}") if name in SIDED else (name,)
        table.update(dict.fromkeys(names, value))
    return table


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise.

    Attributes:
        name: as in the vocabulary of the project.
        ready: channels between repetitions, where they differ from standing.
        peak: channels at the far end of a repetition.
        out, hold, back: parts of a repetition's time; what is left is a pause.
        side: "left" or "right" for a one-sided exercise, else "both".
    """

    name: str
    peak: Angles
    ready: Angles = field(default_factory=dict)
    out: float = 0.42
    hold: float = 0.08
    back: float = 0.42
    side: str = "both"


EXERCISES = {
    e.name: e
    for e in (
        Exercise(
            "squat",
            both(crouch=112, shin=31, pelvis_pitch=27, spine_pitch=13, head_pitch=-24,
                 arm_raise=122, arm_plane=10, elbow=12, forearm=25, foot_yaw=12),
        ),
        Exercise(
            "lateral_raise",
            both(arm_raise=90, arm_plane=84, elbow=10, forearm=-10),
            both(arm_plane=84, elbow=12),
        ),
        Exercise(
            "standing_knee_raise",
            {
                "l_hip_flex": 92, "l_knee": 88, "l_ankle": 18, "pelvis_x": -0.085,
                "pelvis_roll": -3, "spine_roll": 4, "pelvis_pitch": -4, "spine_pitch": 6,
                **both(arm_plane=80, arm_raise=34, elbow=42),
            },
            {"pelvis_x": -0.03, **both(arm_plane=80, arm_raise=22, elbow=32)},
            side="left",
        ),
        Exercise(
            "shoulder_press",
            both(arm_raise=170, arm_plane=78, arm_turn=62, elbow=10, forearm=0, spine_pitch=-3),
            both(arm_raise=52, arm_plane=72, arm_turn=52, elbow=132, forearm=0),
        ),
    )
}  # fmt: skip

LEGS_AND_TRUNK = (
    "crouch", "shin", "pelvis", "spine", "head",
    "l_hip", "l_knee", "l_ankle", "r_hip", "r_knee", "r_ankle",
)  # fmt: skip
FAULTS: dict[str, dict[str, float]] = {
    # A trunk that leans less needs less arm to point ahead.
    "shallow": {**dict.fromkeys(LEGS_AND_TRUNK, 0.45), "l_arm_raise": 0.86, "r_arm_raise": 0.86},
    "left_arm_low": {"l_arm": 0.45, "l_elbow": 0.45, "l_forearm": 0.45},
    "right_arm_low": {"r_arm": 0.45, "r_elbow": 0.45, "r_forearm": 0.45},
}
"""Fault to factors on the way from ready to peak, by the beginning of the channel's name."""


@dataclass(frozen=True, slots=True)
class Performed:
    """One move as it is performed.

    Attributes:
        exercise: what. start, end: seconds, the getting ready not included.
        times: start and end of each repetition. depths: part of the way each one goes.
        faults: keys of FAULTS.
    """

    exercise: Exercise
    start: float
    end: float
    times: tuple[tuple[float, float], ...]
    depths: tuple[float, ...]
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Performance:
    """What one person does from 0 to ``duration`` seconds.

    Attributes:
        moves: in order. mirrored: left and right exchanged against the moves' data.
        seed: of sway and small errors. sway: size of the idle movement, 1 is natural.
        begin: where the person stands at 0 s. steps: where they walk, in order.
    """

    duration: float
    moves: tuple[Performed, ...]
    mirrored: bool
    seed: int
    sway: float = 1.0
    begin: Station = field(default_factory=Station)
    steps: tuple[Step, ...] = ()


def program(plan: list[tuple[str, int, float]], lead: float, gap: float, seed: int) -> Performance:
    """An instructor's performance: (exercise, repetitions, seconds a repetition) in turn."""
    rng = np.random.default_rng(seed)
    at, moves = lead, []
    for name, repetitions, seconds in plan:
        times, start = [], round(at, 3)
        for _ in range(repetitions):
            times.append((round(at, 3), round(at + seconds, 3)))
            at += seconds
        depths = tuple(float(d) for d in rng.uniform(0.985, 1.0, repetitions))
        moves.append(Performed(EXERCISES[name], start, round(at, 3), tuple(times), depths))
        at += gap
    return Performance(round(at - gap + lead, 3), tuple(moves), mirrored=False, seed=seed)


def follow(
    target: Performance,
    lag: float,
    seed: int,
    faults: Mapping[str, tuple[str, ...]],
    mirror: bool = True,
    tempo: float = 0.1,
) -> Performance:
    """Somebody who follows ``target``: late, in an own tempo, with these faults by move."""
    rng = np.random.default_rng(seed)
    moves = []
    for move in target.moves:
        n = len(move.times)
        seconds = np.array([b - a for a, b in move.times]) * (1 + rng.uniform(-tempo, tempo, n))
        room = move.end - move.start
        seconds *= np.clip(room / seconds.sum(), 0.97, 1.03)
        edges = move.start + lag + np.concatenate([[0.0], np.cumsum(seconds)])
        times = tuple((round(float(a), 3), round(float(b), 3)) for a, b in pairwise(edges))
        depths = tuple(float(d) for d in rng.uniform(0.94, 1.02, n))
        moves.append(
            Performed(move.exercise, times[0][0], times[-1][1], times, depths,
                      faults.get(move.exercise.name, ()))
        )  # fmt: skip
    return replace(target, moves=tuple(moves), mirrored=mirror, seed=seed)


def way(exercise: Exercise, times: Array, start: float, end: float) -> Array:
    """(T,) how far out a repetition is at each time, 0 ready to 1 peak."""
    u = (times - start) / (end - start)
    back_at = exercise.out + exercise.hold
    out = minimum_jerk(u / exercise.out)
    back = minimum_jerk((u - back_at) / exercise.back)
    return np.where((u >= 0) & (u <= 1), out - back, 0.0)


READY_SECONDS = 0.75
"""Time to get into the ready pose before, and out of it after, a move."""


def curves(performance: Performance, times: Array) -> dict[str, Array]:
    """Channel curves (T,) of a performance at these times."""
    c = route(performance.begin, performance.steps, times)
    for move in performance.moves:
        ready = _readiness(move, times)
        for name, value in move.exercise.ready.items():
            c[name] += ready * (value - CHANNELS[name])
        for (start, end), depth in zip(move.times, move.depths, strict=True):
            out = depth * way(move.exercise, times, start, end)
            for name, value in move.exercise.peak.items():
                begin = move.exercise.ready.get(name, CHANNELS[name])
                c[name] += out * _factor(move.faults, name) * (value - begin)
    _idle(c, times, performance)
    return mirrored(c) if performance.mirrored else c


def _readiness(move: Performed, times: Array) -> Array:
    enter = minimum_jerk((times - (move.start - READY_SECONDS)) / READY_SECONDS)
    leave = minimum_jerk((times - move.end) / READY_SECONDS)
    readiness: Array = enter - leave
    return readiness


def _factor(faults: tuple[str, ...], channel: str) -> float:
    factor = 1.0
    for fault in faults:
        for prefix, value in FAULTS[fault].items():
            if channel.startswith(prefix):
                factor *= value
    return factor


IDLE = {
    "pelvis_x": 0.007, "pelvis_y": 0.006, "pelvis_yaw": 0.8, "spine_roll": 0.7,
    "spine_pitch": 0.5, "spine_yaw": 0.8, "head_yaw": 2.2, "head_pitch": 1.4, "head_roll": 0.8,
    "l_arm_raise": 0.9, "r_arm_raise": 0.9, "l_arm_plane": 2.0, "r_arm_plane": 2.0,
    "l_elbow": 1.6, "r_elbow": 1.6, "l_forearm": 2.0, "r_forearm": 2.0, "crouch": 0.5,
}  # fmt: skip
"""Size of the slow sway of each channel in somebody who just stands."""


def _idle(c: dict[str, Array], times: Array, performance: Performance) -> None:
    """Add sway (a few slow waves a channel) and breathing, in place."""
    rng = np.random.default_rng(performance.seed + 77)
    for name, size in IDLE.items():
        for hertz in rng.uniform(0.06, 0.45, 3):
            phase = rng.uniform(0, 2 * np.pi)
            c[name] += performance.sway * size * 0.5 * np.sin(2 * np.pi * hertz * times + phase)
    breath = np.sin(2 * np.pi * 0.27 * times + rng.uniform(0, 2 * np.pi))
    c["spine_pitch"] -= 0.5 * breath
    for side in "lr":
        c[f"{side}_shrug"] += 0.9 * breath
