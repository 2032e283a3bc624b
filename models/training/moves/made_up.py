"""Exercises that nobody does: from any pose to any other and back, so that counting is general.

Between two poses the limbs that take part turn the shorter way. Everything is drawn: which
limbs, how far, by way of what, how fast, how even, with pauses, one side or the other or both
in turn, how often, and what is given up half way; and before and after it gestures and
changes of posture in which nothing is to be counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.tracks import RATE
from models.training.bones import (
    FOREARMS,
    GIRDLE,
    N_SEGMENTS,
    NECK,
    PELVIS,
    SHINS,
    SPINE,
    THIGHS,
    UPPER_ARMS,
    assemble,
    random_lengths,
)
from models.training.performances import Performance
from models.training.studio.take import Segment

Bones = NDArray[np.float32]

SECONDS: Final = (0.45, 7.0)
REPETITIONS: Final = (1, 30)
LONGEST: Final = 50.0
"""Seconds of a repetition, number of them, and seconds of a set."""
SWAY: Final = 0.03
"""Size of the slow sway of every bone, radians."""
_ARM: Final = ((UPPER_ARMS[0], FOREARMS[0]), (UPPER_ARMS[1], FOREARMS[1]))
_LEG: Final = ((THIGHS[0], SHINS[0]), (THIGHS[1], SHINS[1]))
_TRUNK: Final = (SPINE, GIRDLE, NECK)
_MIRROR: Final = np.arange(N_SEGMENTS)
_MIRROR[[UPPER_ARMS, FOREARMS, THIGHS, SHINS]] = [
    UPPER_ARMS[::-1], FOREARMS[::-1], THIGHS[::-1], SHINS[::-1],
]  # fmt: skip
_TO_ROOM: Final = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])


def _unit(v: NDArray[np.floating]) -> Bones:
    return np.asarray(v / np.maximum(np.linalg.norm(v, axis=-1, keepdims=True), 1e-6), np.float32)


def _between(a: Bones, b: Bones, share: float) -> Bones:
    return _unit((1 - share) * a + share * b)


@dataclass(slots=True)
class _Course:
    """Poses by time, and what is counted on the way."""

    rng: np.random.Generator
    now: float = 0.0
    times: list[float] = field(default_factory=list)
    poses: list[Bones] = field(default_factory=list)
    done: list[tuple[float, float]] = field(default_factory=list)
    tried: list[tuple[float, float]] = field(default_factory=list)

    def to(self, pose: Bones, seconds: float) -> None:
        self.now += max(seconds, 0.04) if self.times else 0.0
        self.times.append(self.now)
        self.poses.append(pose)


def made_up(rng: np.random.Generator, known: Bones) -> Performance:
    """One set of an exercise that is made up.

    Args:
        known: (N, 16, 3) bone directions of real poses, y up.
    """
    home = known[rng.integers(len(known))]
    course = _Course(rng)
    if rng.random() < 0.7:
        _idle(course, known, home)
    course.to(home, float(rng.uniform(0.4, 2.0)))
    course.to(home, float(rng.uniform(0.3, 2.0)))
    _a_set(course, home)
    course.to(home, float(rng.uniform(0.4, 2.0)))
    if rng.random() < 0.7:
        _idle(course, known, home)
    course.to(course.poses[-1], float(rng.uniform(0.5, 1.5)))
    segment = Segment("exercise", "made up", 0.0, course.now, "both",
                      tuple(course.done), tuple(course.tried))  # fmt: skip
    return Performance(_joints(course), "nobody", (segment,))


def _limbs(rng: np.random.Generator, few: bool) -> tuple[list[int], bool]:
    """Bones that take part, and whether both sides do the same."""
    alike = bool(rng.random() < 0.6)
    groups: list[int] = []
    kinds = rng.permutation(3)[: int(rng.integers(1, 4))] if not few else [0, 1]
    for kind in kinds:
        if kind == 2:
            groups += _TRUNK
            continue
        pairs = (_ARM, _LEG)[kind]
        sides = (0, 1) if alike or few else (int(rng.integers(2)),)
        for side in sides:
            groups += pairs[side] if rng.random() < 0.7 else pairs[side][1:]
    return sorted(set(groups)), alike


def _far(rng: np.random.Generator, home: Bones, bones: list[int], alike: bool) -> Bones:
    """A pose away from another one: the bones turned about random axes."""
    turned = home.copy()
    axis = rng.normal(0, 1, 3) * (1.0, 0.5, 0.7)
    axis /= np.linalg.norm(axis)
    for bone in bones:
        most = 0.9 if bone in _TRUNK else 2.2
        own = axis + rng.normal(0, 0.25, 3)
        if not alike:
            own = rng.normal(0, 1, 3)
        angle = float(rng.uniform(0.35, most))
        turned[bone] = _rotated(home[bone], own / np.linalg.norm(own), angle)
    if alike:
        for left, right in (*zip(*_ARM, strict=True), *zip(*_LEG, strict=True)):
            if left in bones and right in bones:
                turned[right] = _reflected(turned, home)[right]
    return _unit(turned)


def _rotated(v: Bones, axis: NDArray[np.floating], angle: float) -> Bones:
    c, s = np.cos(angle), np.sin(angle)
    turned = v * c + np.cross(axis, v) * s + axis * np.dot(axis, v) * (1 - c)
    return np.asarray(turned, np.float32)


def _reflected(pose: Bones, home: Bones) -> Bones:
    """The pose with left and right exchanged, in the plane between the hips of another."""
    across = home[PELVIS] / np.linalg.norm(home[PELVIS])
    mirrored = pose - 2 * (pose @ across)[:, None] * across
    exchanged: Bones = mirrored[_MIRROR]
    for bone in (PELVIS, GIRDLE):
        exchanged[bone] = -exchanged[bone]
    return exchanged.astype(np.float32)


def _a_set(course: _Course, home: Bones) -> None:
    rng = course.rng
    seconds = float(np.exp(rng.uniform(*np.log(SECONDS))))
    most = max(1, min(REPETITIONS[1], int(LONGEST / seconds)))
    n = int(np.clip(round(np.exp(rng.uniform(0, np.log(most + 0.49)))), 1, most))
    bones, alike = _limbs(rng, few=n < 3)
    way = [_far(rng, home, bones, alike)]
    for _ in range(int(rng.choice([0, 0, 0, 1, 2]))):
        way.append(_between(way[-1], _far(rng, home, bones, alike), float(rng.uniform(0.5, 1))))
    if len(way) > 1 and rng.random() < 0.5:
        way += way[-2::-1]
    alternating = not alike and rng.random() < 0.6
    drift = float(np.exp(rng.normal(0, 0.25)))
    dwell = rng.choice([0.0, 0.0, 0.1, 0.25]), rng.choice([0.0, 0.0, 0.1, 0.2])
    given_up = int(rng.integers(1, n + 1)) if n > 2 and rng.random() < 0.3 else -1
    for i in range(n):
        other = alternating and i % 2 == 1
        poses = [_reflected(p, home) for p in way] if other else way
        length = seconds * drift ** (i / n) * float(np.exp(rng.normal(0, 0.06)))
        _once(
            course, home, poses, length, float(np.clip(rng.normal(0.97, 0.04), 0.85, 1.05)), dwell
        )
        if i + 1 == given_up:
            _once(
                course, home, poses, 0.8 * length, float(rng.uniform(0.25, 0.6)), (0, 0), tried=True
            )
        if rng.random() < 0.06:
            course.to(home, float(rng.uniform(0.3, 4.0)))


def _once(course, home, way, length, depth, dwell, tried=False) -> None:  # type: ignore[no-untyped-def]
    rng = course.rng
    start = course.now
    moving = length * (1 - sum(dwell))
    shares = rng.dirichlet(np.full(len(way) + 1, 12.0))
    for pose, share in zip(way, shares, strict=False):
        course.to(_between(home, pose, depth) if depth < 1 else pose, moving * share)
    if dwell[0]:
        course.to(course.poses[-1], length * dwell[0])
    course.to(home, moving * shares[-1])
    (course.tried if tried else course.done).append((start, course.now))
    if dwell[1]:
        course.to(home, length * dwell[1])


def _idle(course: _Course, known: Bones, home: Bones) -> None:
    """Gestures of one arm, other poses for a while, standing about."""
    rng = course.rng
    base = known[rng.integers(len(known))] if rng.random() < 0.5 else home
    course.to(base, float(rng.uniform(0.6, 2.5)))
    for _ in range(int(rng.integers(1, 4))):
        kind = rng.random()
        if kind < 0.5:  # a hand goes somewhere, stays and does little things, and comes back
            arm = list(_ARM[int(rng.integers(2))])
            away = _far(rng, base, arm, False)
            course.to(away, float(rng.uniform(0.3, 1.5)))
            for _ in range(int(rng.integers(0, 5))):
                little = _between(away, _far(rng, away, arm[1:], False), float(rng.uniform(0, 0.2)))
                course.to(little, float(rng.uniform(0.2, 0.8)))
            course.to(base, float(rng.uniform(0.3, 1.5)))
        elif kind < 0.75:
            base = known[rng.integers(len(known))]
            course.to(base, float(rng.uniform(0.7, 3.0)))
        course.to(base, float(rng.uniform(0.2, 3.0)))


def _joints(course: _Course) -> NDArray[np.float64]:
    rng = course.rng
    at = np.arange(0.0, course.now, 1.0 / RATE)
    times, poses = np.array(course.times), np.stack(course.poses)
    low = np.clip(np.searchsorted(times, at, side="right") - 1, 0, len(times) - 2)
    part = np.clip((at - times[low]) / (times[low + 1] - times[low]), 0, 1)
    ease = float(rng.uniform(0.3, 1.0))
    part = (1 - ease) * part + ease * part * part * (3 - 2 * part)
    bones = (1 - part)[:, None, None] * poses[low] + part[:, None, None] * poses[low + 1]
    sway = sum(
        np.sin(2 * np.pi * (at[:, None, None] * hertz + rng.random((N_SEGMENTS, 3))))
        for hertz in rng.uniform(0.06, 0.5, 3)
    )
    bones = _unit(bones + SWAY * rng.random() * sway)
    joints = assemble(bones, random_lengths(rng, 1)[0]).astype(np.float64) @ _TO_ROOM.T
    feet = joints[:, 15:17].mean(axis=1)[:, :2]
    if abs(bones[:, SPINE, 1]).mean() > 0.5:
        joints[..., :2] -= feet[:, None]
    joints[..., 2] -= joints[..., 2].min(axis=1, keepdims=True)
    return joints
