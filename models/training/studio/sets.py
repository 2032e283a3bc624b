"""The sets of clips: who is in them, what is drawn for each, and making them."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from models.training.studio.body import Body, BodyShape, make_body
from models.training.studio.camera import Camera
from models.training.studio.motion import EXERCISES, curves, program, way
from models.training.studio.pose import Skeleton
from models.training.studio.room import ROOMS, RoomColours
from models.training.studio.scene import Cast, Scene
from models.training.studio.take import Segment, Take
from models.training.studio.wardrobe import Outfit

SetName = Literal["train", "evaluate", "test", "demo"]
SEEDS: Final[dict[SetName, int]] = {"train": 1, "evaluate": 2, "test": 3, "demo": 4}


def generator(set_name: SetName, *numbers: int) -> np.random.Generator:
    """The random numbers of one piece of a set; those of different sets never meet."""
    return np.random.default_rng((SEEDS[set_name], *numbers))


def draw_sequences(set_name: SetName, number: int, frames: list[int], fps: float) -> list[Scene]:
    rng = generator(set_name, number)
    shape = BodyShape(
        gender=float(rng.integers(2)),
        age=float(rng.uniform(0.55, 0.9)),
        muscle=float(rng.uniform(0.3, 0.8)),
        weight=float(rng.uniform(0.3, 0.7)),
    )
    colour = lambda: tuple(float(c) for c in rng.uniform(0.02, 0.7, 3))
    outfit = Outfit(colour(), colour(), colour(), colour(), colour(), colour())
    body = make_body(shape)
    scenes = []
    height = int(rng.choice([256, 320, 400, 480]))
    camera = Camera(
        yaw=float(rng.uniform(-180, 180)),
        distance=float(rng.uniform(2.8, 4)),
        height=float(rng.uniform(0.6, 1.6)),
        width=height * 4 // 3,
        height_px=height,
    )
    room = str(rng.choice(sorted(ROOMS)))
    colours = RoomColours(colour(), colour(), colour(), colour(), colour())
    for k, count in enumerate(frames):
        take = _take(body, rng, count, fps)
        cast = Cast(f"{set_name}-{number}", shape, outfit, "", body, take)
        scenes.append(
            Scene(
                f"{number}-{k}", (SEEDS[set_name], number, k), fps, (cast,), camera, room, colours
            )
        )
    return scenes


def _take(body: Body, rng: np.random.Generator, frames: int, fps: float) -> Take:
    name = str(rng.choice(sorted(EXERCISES)))
    performance = program([(name, 2, float(rng.uniform(1.5, 3)))], 0.5, 0.5, int(rng.integers(1e6)))
    times = np.arange(frames) / fps
    at = times + rng.uniform(0, performance.duration)
    motion = Skeleton(body).solve(curves(performance, at))
    move = performance.moves[0]
    phase = sum(way(move.exercise, at, a, b) for a, b in move.times)
    segment = Segment("exercise", name, 0.0, float(times[-1]))
    return Take(times, motion, {}, (segment,), np.asarray(phase))
