"""How fast the pose models are here, and which of them suits the live picture."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Final

from coach.doctor.check import Check, State, Words
from coach.media import read_frames
from coach.paths import DEMO
from coach.pose import PoseEstimator
from coach.types import MODEL_NAMES, Frame, ModelName

CAMERA: Final = 30.0
"""Pictures a second of a usual camera."""

ENOUGH: Final = 10.0
"""Pictures a second below which the live score cannot follow a movement."""

SPARE: Final = 1.2
"""How much faster than the camera a model has to be: the video is played beside it."""

FRAMES: Final = 20
"""Pictures that are timed, after WARM_UP that are not."""

WARM_UP: Final = 5


def speed_check(words: Words, clock: Callable[[], float] = time.perf_counter) -> Check:
    """Pictures a second of each model, on the demo workout."""
    frames = list(islice(read_frames(DEMO / "target.mp4"), WARM_UP + FRAMES))
    return judged({name: speed_of(name, frames, clock) for name in MODEL_NAMES}, words)


def speed_of(model: ModelName, frames: list[Frame], clock: Callable[[], float]) -> float:
    """Pictures a second."""
    with PoseEstimator(model) as estimator:
        for frame in frames[:WARM_UP]:
            estimator.push(frame)
        began = clock()
        for frame in frames[WARM_UP:]:
            estimator.push(frame)
        return (len(frames) - WARM_UP) / (clock() - began)


def judged(speeds: Mapping[ModelName, float], words: Words) -> Check:
    """Which model suits this machine: the best that keeps up with the camera."""
    detail = ", ".join(f"{name} {round(speed)}" for name, speed in speeds.items())
    fitting = [name for name, speed in speeds.items() if speed >= SPARE * CAMERA]
    if fitting:
        return words.ok("speed", words.texts("doctor_speed_fits", speeds=detail, model=fitting[-1]))
    state = State.WARNING if speeds["lite"] >= ENOUGH else State.WRONG
    return words.trouble("speed", state, words.texts("doctor_speed_found", speeds=detail))
