"""What the recognisers cost beside the live picture: all of them, on one recorded person.

They are pushed frame by frame as the live session does it, each timed by itself. Times are of
the processor, and the median of whole seconds counts, so that other work on the machine counts
little.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.table import Row
from coach.embedding import Encoder
from coach.moves.actions import ActionRecogniser
from coach.moves.claps import LiveClaps
from coach.moves.counting import LiveCounter
from coach.moves.exercises import ExerciseRecogniser, LiveRecogniser
from coach.moves.fall_detector import FallWatch
from coach.paths import ASSETS
from coach.pose import read_keypoints
from coach.pose.correction import LiveCorrection
from coach.tracks import resample
from coach.types import Pose, PoseTrack

GOAL_MS = 3.0
CAMERA = 30.0
"""Frames a second."""
SECOND = round(CAMERA)
WARM = 3.0
"""Seconds at the beginning that do not count: buffers fill."""

Push = Callable[[Pose, Any, float], object]


def recognisers(seconds: float) -> list[Row]:
    """Milliseconds a frame of each, and of all together."""
    track = recording(seconds)
    latents = Encoder().encode(track.world, track.confidence, track.points)
    counter, claps, actions = LiveCounter(), LiveClaps(), ActionRecogniser()
    falls, exercises = FallWatch(), LiveRecogniser(ExerciseRecogniser())
    correction = LiveCorrection()
    fixed: Pose | None = None

    def correct(pose: Pose, _: Any, at: float) -> None:
        nonlocal fixed
        fixed = correction.push(pose, at)

    pushes: dict[str, Push] = {
        "correction": correct,
        "counter": lambda _, latent, at: counter.push(fixed, latent, at),
        "claps": lambda pose, _, at: claps.push(pose, at),
        "actions": lambda _, __, at: actions.push(fixed, at),
        "fall alarm": lambda _, __, at: falls.push(fixed, at),
        "exercise": lambda pose, _, at: exercises.push(pose, at),
    }
    spent = np.zeros((len(track), len(pushes)))
    for i in range(len(track)):
        pose = track.pose(i)
        for j, push in enumerate(pushes.values()):
            begun = time.thread_time()
            push(pose, latents[i], pose.time)
            spent[i, j] = 1000 * (time.thread_time() - begun)
    counted = spent[round(WARM * CAMERA) :]
    seconds_of = counted[: len(counted) // SECOND * SECOND].reshape(-1, SECOND, len(pushes))
    each = np.median(seconds_of.mean(axis=1), axis=0)
    whole = float(np.median(seconds_of.sum(axis=2).mean(axis=1)))
    note = f"p95 of single frames {np.quantile(counted.sum(axis=1), 0.95):.1f}"
    return [
        *(Row(name, float(ms), "ms") for name, ms in zip(pushes, each, strict=True)),
        Row("all together, a frame", whole, "ms", GOAL_MS, "most", note),
    ]


def recording(seconds: float) -> PoseTrack:
    """A person who trains, at CAMERA frames a second, again and again for so long."""
    one = resample(read_keypoints(ASSETS / "selftest" / "target.npz")[0], CAMERA)
    rows = np.arange(round(seconds * CAMERA)) % len(one)
    time_s = np.arange(len(rows)) / CAMERA
    return PoseTrack(
        time_s, one.points[rows], one.confidence[rows], one.world[rows], one.size, CAMERA
    )
