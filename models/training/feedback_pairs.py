"""People of the studio who follow each other, with and without faults, without a picture."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import joint_angles
from coach.tracks import RATE
from coach.types import ModelName
from models.training.performances import Performance, filmed, performed
from models.training.studio.people import SetName

Angles = NDArray[np.float32]

REPETITIONS: Final = 2
SETTLING: Final = 0.8
"""Seconds at both ends of a hold that belong to getting there and away."""


def done_by(
    person: tuple[SetName, int], exercise: str, fault: str = "", severity: float = 0.0
) -> Performance:
    """Somebody doing an exercise, with a fault or right."""
    faults = {fault: severity} if fault else {}
    return performed(
        exercise, person, seed=sum(map(ord, fault)), repetitions=REPETITIONS, faults=faults
    )


def seen_exactly(done: Performance) -> Angles:
    """(T, A) true angles, as they are from the front."""
    track = filmed(done.joints, np.random.default_rng(0), errors=False)
    return joint_angles(track.world)


def seen_by(done: Performance, rng: np.random.Generator, yaw: float, model: ModelName) -> Angles:
    """(T, A) as an estimator errs."""
    pitch = float(rng.uniform(-5.0, 12.0))
    return joint_angles(filmed(done.joints, rng, yaw=yaw, pitch=pitch, model=model).world)


def aligned(
    target: Performance, target_angles: Angles, user: Performance, user_angles: Angles
) -> tuple[Angles, Angles]:
    """Angles (n, A) of both at the same parts of each repetition, which are known."""
    one, other = [], []
    for wanted, done in zip(_spans(target), _spans(user), strict=True):
        count = round((wanted[1] - wanted[0]) * RATE)
        one.append(_rows(wanted, target_angles, count))
        other.append(_rows(done, user_angles, count))
    return np.concatenate(one), np.concatenate(other)


def _spans(done: Performance) -> tuple[tuple[float, float], ...]:
    exercise = done.exercises[0]
    if exercise.repetitions:
        return exercise.repetitions
    return ((exercise.start + SETTLING, exercise.end - SETTLING),)


def _rows(span: tuple[float, float], angles: Angles, count: int) -> Angles:
    at = np.rint(np.linspace(span[0] * RATE, span[1] * RATE, count)).astype(int)
    return angles[np.clip(at, 0, len(angles) - 1)]
