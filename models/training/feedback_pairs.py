"""People of the studio who follow each other, with and without faults, without a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import joint_angles
from coach.pose.correction import shipped_corrector
from coach.scoring.measures import Aspect
from coach.sight import bones_of, sighted
from coach.tracks import RATE
from coach.types import FloatArray, ModelName
from models.training.motion_bank import Kept
from models.training.performances import filmed, looped

SHORTEST: Final = 4.0
"""Seconds for which a move is repeated at least: that much a person sees of it."""
SETTLING: Final = 0.8
"""Seconds at both ends of a hold that belong to getting there and away."""
HOLDS: Final = ("plank",)
SWING: Final = 35.0
"""Degrees that the camera of a target stands beside the front at most."""
YAW: Final = 65.0
"""The same of a person at home."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Somebody who follows somebody else who does it right.

    Attributes:
        user: who follows. errors: whether seen as estimators err, or exactly.
        target, done: what is compared of both at the same parts of the repetitions; angles and
            bones alone.
    """

    user: Kept
    errors: bool
    target: Aspect
    done: Aspect


View = tuple[float, float]
"""Yaw of the cameras of target and person, degrees."""


def random_views(rng: np.random.Generator, count: int) -> list[View]:
    """Of cameras at home."""
    swings, yaws = rng.uniform(-SWING, SWING, count), rng.uniform(-YAW, YAW, count)
    return list(zip(swings.tolist(), yaws.tolist(), strict=True))


def pairs(
    kept: Sequence[Kept], rng: np.random.Generator, exact: int, views: Sequence[View] | int
) -> Iterator[Pair]:
    """Everybody's first repetitions, each followed from others of the same exercise.

    Args:
        kept: of several people. rng: of the errors and of who is followed.
        exact: pairs without errors. views: of those with errors; random ones if a number.
    """
    users = [k for k in kept if not k.number]
    right = [k for k in users if not k.fault]
    shown: dict[tuple[int, int], Aspect] = {}  # of targets, to film each as often as needed
    for user in users:
        targets = [t for t in right if t.exercise == user.exercise and t.person != user.person]
        if not targets:
            continue
        exactly = seen(user, rng, None, "full")
        chosen = random_views(rng, views) if isinstance(views, int) else views
        for place, view in enumerate((*(None for _ in range(exact)), *chosen), start=-exact):
            target = targets[rng.integers(len(targets))]
            key = id(target), max(place, -1)
            if key not in shown:
                shown[key] = seen(target, rng, view and view[0], "heavy")
            done = seen(user, rng, view[1], "full") if view else exactly
            yield Pair(user, view is not None, *aligned(shown[key], done))


def aligned(target: Aspect, user: Aspect) -> tuple[Aspect, Aspect]:
    """Both at the same parts of their equally many repetitions."""
    n = len(target.angles)
    return target, user.rows(np.rint(np.linspace(0, len(user.angles) - 1, n)).astype(int))


def seen(kept: Kept, rng: np.random.Generator, yaw: float | None, model: ModelName) -> Aspect:
    """Angles and bones of a motion that is repeated, corrected; exact without a yaw."""
    if yaw is None:
        track = filmed(_often(kept), rng, errors=False)
    else:
        pitch = float(rng.uniform(-5.0, 12.0))
        track = filmed(_often(kept), rng, yaw=yaw, pitch=pitch, model=model)
    track = shipped_corrector().track(track)
    rest = round(SETTLING * RATE) if kept.exercise in HOLDS else 0
    return posed(track.world, track.points).rows(slice(rest, len(track) - rest))


def posed(world: FloatArray, points: FloatArray) -> Aspect:
    """Angles and bones alone of keypoints (T, 17, 3) metres and (T, 17, 2) pixels."""
    nothing = np.zeros((len(world), 0), np.float32)
    return Aspect(nothing, joint_angles(world), nothing, bones_of(sighted(world, points)))


def _often(kept: Kept) -> NDArray[np.float64]:
    if kept.exercise in HOLDS:
        return kept.joints
    frames = len(kept.joints)
    return looped(kept.joints, frames * max(2, -(-round(SHORTEST * RATE) // frames)))
