"""People of the studio who follow each other, with and without faults, without a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from coach.angles import joint_angles
from coach.pose.correction import shipped_corrector
from coach.tracks import RATE
from coach.types import ModelName
from models.training.fault_cues import FAULT_CUES
from models.training.motion_bank import Kept, read, write
from models.training.performances import filmed, looped, performed

Angles = NDArray[np.float32]

PEOPLE: Final = 8
"""Of the set "train" from whom is learned."""
LEAST: Final = 0.4
"""Severity from which faults are learned."""
SHORTEST: Final = 4.0
"""Seconds for which a move is repeated at least: that much a person sees of it."""
SETTLING: Final = 0.8
"""Seconds at both ends of a hold that belong to getting there and away."""
HOLDS: Final = ("plank",)
SWING: Final = 20.0
"""Degrees that the camera of a target stands beside the front at most."""
YAW: Final = 57.0
"""The same of a person at home."""


def train_motions(path: Path) -> list[Kept]:
    """What is learned from, read if it is there, else made (ten minutes) and kept there."""
    if not path.exists():
        kept = []
        for number in range(PEOPLE):
            kept += _acted_by(number)
            print(f"{number + 1} of {PEOPLE} people", flush=True)
        write(path, kept)
    return read(path)


def _acted_by(number: int) -> Iterator[Kept]:
    """Once each exercise right and with each of its faults, at a severity of LEAST to 1."""
    for name, faults in FAULT_CUES.items():
        for fault in ("", *faults):
            rng = np.random.default_rng(crc32(f"{number} {name} {fault}".encode()))
            severity = float(rng.uniform(LEAST, 1.0)) if fault else 0.0
            found = performed(
                name,
                ("train", number),
                seed=crc32(f"{name} {fault}".encode()),
                repetitions=1,
                faults={fault: severity} if fault else None,
                wait=0.0,
            )
            (segment,) = found.exercises
            start, end = (segment.repetitions or ((segment.start, segment.end),))[0]
            yield Kept(found.person, name, fault, severity, 0, found.part(start, end))


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Somebody who follows somebody else who does it right.

    Attributes:
        user: who follows. errors: whether seen as estimators err, or exactly.
        target_angles, user_angles: (n, A) degrees at the same parts of the repetitions.
    """

    user: Kept
    errors: bool
    target_angles: Angles
    user_angles: Angles


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
    shown: dict[tuple[int, int], Angles] = {}  # of targets, to film each as often as needed
    for user in users:
        targets = [t for t in right if t.exercise == user.exercise and t.person != user.person]
        exactly = seen(user, rng, None, "full")
        chosen = random_views(rng, views) if isinstance(views, int) else views
        for place, view in enumerate((*(None for _ in range(exact)), *chosen), start=-exact):
            target = targets[rng.integers(len(targets))]
            key = id(target), max(place, -1)
            if key not in shown:
                shown[key] = seen(target, rng, view and view[0], "heavy")
            done = seen(user, rng, view[1], "full") if view else exactly
            yield Pair(user, view is not None, *aligned(shown[key], done))


def aligned(target: Angles, user: Angles) -> tuple[Angles, Angles]:
    """Both (n, A) at the same parts of their equally many repetitions."""
    at = np.rint(np.linspace(0, len(user) - 1, len(target))).astype(int)
    return target, user[at]


def seen(kept: Kept, rng: np.random.Generator, yaw: float | None, model: ModelName) -> Angles:
    """(T, A) angles of a motion that is repeated, as they are corrected; exact without a yaw."""
    if yaw is None:
        track = filmed(_often(kept), rng, errors=False)
    else:
        pitch = float(rng.uniform(-5.0, 12.0))
        track = filmed(_often(kept), rng, yaw=yaw, pitch=pitch, model=model)
    rest = round(SETTLING * RATE) if kept.exercise in HOLDS else 0
    return joint_angles(shipped_corrector().track(track).world)[rest : len(track) - rest]


def _often(kept: Kept) -> NDArray[np.float64]:
    if kept.exercise in HOLDS:
        return kept.joints
    frames = len(kept.joints)
    return looped(kept.joints, frames * max(2, -(-round(SHORTEST * RATE) // frames)))
