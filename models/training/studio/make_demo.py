"""Makes the demo clips: ``python -m models.training.studio.make_demo --output assets/demo``.

A clip that is already there is kept; delete it to make it again. Same code, same seed,
same clip.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array, Body, BodyShape, make_bodies
from models.training.studio.camera import Camera
from models.training.studio.film import Chapter, write_film
from models.training.studio.motion import Performance, curves, follow, program
from models.training.studio.pose import Skeleton, keypoints
from models.training.studio.render import Actor, Stage
from models.training.studio.room import ROOMS, RoomColours
from models.training.studio.sound import workout_sound
from models.training.studio.truth import truth_of, write_labels, write_truth
from models.training.studio.walking import Station, go, turn
from models.training.studio.wardrobe import Outfit, dress

FPS = 30
PLAN = [
    ("squat", 4, 2.3),
    ("lateral_raise", 5, 1.7),
    ("standing_knee_raise", 4, 1.8),
    ("shoulder_press", 4, 1.9),
]
LEAD, GAP = 2.0, 1.5


@dataclass(frozen=True, slots=True)
class Person:
    """Build, clothes and what they do."""

    shape: BodyShape
    outfit: Outfit
    performance: Performance


@dataclass(frozen=True, slots=True)
class Clip:
    """Everything that decides a clip."""

    name: str
    people: tuple[Person, ...]
    camera: Camera
    room: str
    colours: RoomColours
    sound: bool = False


INSTRUCTOR = (
    BodyShape(gender=1.0, age=0.58, muscle=0.68, weight=0.36, height=0.52, proportions=0.75),
    Outfit(
        skin=(0.60, 0.35, 0.24), hair=(0.07, 0.035, 0.018), shirt=(0.03, 0.28, 0.30),
        stripe=(0.70, 0.72, 0.70), trousers=(0.025, 0.028, 0.045), shoes=(0.62, 0.10, 0.08),
        sleeve=0.38, hem=0.02, leg=1.75, looseness=0.008, hair_style="bun",
    ),
)  # fmt: skip
GOOD = (
    BodyShape(gender=0.0, age=0.66, muscle=0.60, weight=0.45, height=0.38, proportions=0.55),
    Outfit(
        skin=(0.42, 0.22, 0.13), hair=(0.018, 0.013, 0.010), shirt=(0.50, 0.36, 0.06),
        stripe=(0.10, 0.10, 0.10), trousers=(0.05, 0.06, 0.09), shoes=(0.55, 0.55, 0.55),
        sleeve=0.62, hem=0.22, leg=0.88, looseness=0.016,
    ),
)  # fmt: skip
POOR = (
    BodyShape(gender=0.0, age=0.80, muscle=0.42, weight=0.66, height=0.36, proportions=0.40),
    Outfit(
        skin=(0.66, 0.42, 0.31), hair=(0.20, 0.17, 0.14), shirt=(0.36, 0.05, 0.06),
        stripe=(0.62, 0.60, 0.56), trousers=(0.10, 0.10, 0.11), shoes=(0.04, 0.05, 0.10),
        sleeve=0.66, hem=0.25, leg=1.80, looseness=0.018,
    ),
)  # fmt: skip
STILL = (
    BodyShape(gender=1.0, age=0.72, muscle=0.45, weight=0.52, height=0.45, proportions=0.50),
    Outfit(
        skin=(0.30, 0.15, 0.09), hair=(0.012, 0.009, 0.008), shirt=(0.30, 0.12, 0.34),
        stripe=(0.75, 0.70, 0.72), trousers=(0.16, 0.17, 0.19), shoes=(0.70, 0.70, 0.72),
        sleeve=0.45, hem=0.15, leg=1.70, looseness=0.012, hair_style="tail",
    ),
)  # fmt: skip

STUDIO = RoomColours((0.60, 0.585, 0.545), (0.44, 0.28, 0.16), (0.10, 0.19, 0.30),
                     (0.20, 0.26, 0.32), (0.36, 0.21, 0.11))  # fmt: skip
HOME = RoomColours((0.50, 0.56, 0.53), (0.30, 0.18, 0.10), (0.26, 0.24, 0.30),
                   (0.12, 0.20, 0.28), (0.22, 0.12, 0.06))  # fmt: skip
FLAT = RoomColours((0.62, 0.55, 0.47), (0.38, 0.30, 0.22), (0.10, 0.22, 0.16),
                   (0.48, 0.46, 0.40), (0.45, 0.30, 0.17))  # fmt: skip
WHITE = RoomColours((0.56, 0.58, 0.62), (0.34, 0.24, 0.15), (0.30, 0.12, 0.16),
                    (0.34, 0.30, 0.26), (0.28, 0.17, 0.10))  # fmt: skip


def _crosser(begin: Station, seed: int, slower: float) -> Performance:
    """Somebody who walks to the other side of the picture, then does squats."""
    away = 90.0 if begin.x < 0 else -90.0
    steps = turn(0.8 + slower, begin, away)
    steps += go(steps[-1].end + 0.1, steps[-1].body, 2 * abs(begin.x))
    steps += turn(steps[-1].end + 0.1, steps[-1].body, 0.0)
    squats = program([("squat", 3, 2.2 + slower)], steps[-1].end + 0.9, GAP, seed)
    return replace(squats, duration=14.0, begin=begin, steps=tuple(steps))


def clips() -> list[Clip]:
    """The demo clips."""
    target = program(PLAN, LEAD, GAP, seed=1)
    good = Person(*GOOD, follow(target, 0.6, 2, {}))
    weak = {
        "squat": ("shallow",),
        "lateral_raise": ("left_arm_low",),
        "standing_knee_raise": ("shallow",),
        "shoulder_press": ("left_arm_low",),
    }
    poor = Person(*POOR, follow(target, 0.6, 3, weak))
    still = Person(*STILL, Performance(target.duration, (), False, seed=4, sway=1.3))
    near = Camera(yaw=12, distance=3.55, height=1.05, look=1.08, fov=44)
    return [
        Clip("target", (Person(*INSTRUCTOR, target),),
             Camera(yaw=0, distance=3.1, height=1.15, look=1.04, fov=44),
             "bright_studio", STUDIO, sound=True),
        Clip("good", (good,), near, "living_room", HOME),
        Clip("good_25", (good,), replace(near, yaw=near.yaw + 25), "living_room", HOME),
        Clip("poor", (poor,),
             Camera(yaw=-10, distance=3.6, height=1.30, look=1.04, fov=42), "quiet_room", FLAT),
        Clip("still", (still,),
             Camera(yaw=8, distance=3.0, height=1.20, look=0.98, fov=44), "living_room", WHITE),
        Clip("two_people",
             (Person(*STILL, _crosser(Station(-0.72, 0.30, 0), 5, 0.0)),
              Person(*GOOD, _crosser(Station(0.72, -0.28, 0), 6, 0.15))),
             Camera(yaw=0, distance=4.0, height=1.25, look=0.95, fov=42), "quiet_room", STUDIO),
    ]  # fmt: skip


def make(clip: Clip, bodies: list[Body], folder: Path) -> None:
    """Render one clip with its truth and labels."""
    duration = clip.people[0].performance.duration
    times = np.arange(round(duration * FPS)) / FPS
    motions = [
        Skeleton(body).solve(curves(person.performance, times))
        for body, person in zip(bodies, clip.people, strict=True)
    ]
    joints = np.stack(
        [keypoints(body, motion) for body, motion in zip(bodies, motions, strict=True)], axis=1
    )
    stage = Stage(clip.camera, ROOMS[clip.room](clip.colours))
    actors = [
        Actor(stage, dress(body, person.outfit))
        for body, person in zip(bodies, clip.people, strict=True)
    ]

    def pictures() -> Iterator[NDArray[np.uint8]]:
        for i in range(len(times)):
            rows = [np.concatenate([m.rotation[i], m.shift[i][..., None]], -1) for m in motions]
            yield stage.picture(actors, rows, list(joints[i]))

    first = clip.people[0].performance
    sound = _sound(first) if clip.sound else None
    size = (clip.camera.width, clip.camera.height_px)
    write_truth(folder / f"{clip.name}.npz", truth_of(clip.camera, times, joints))
    write_labels(folder / f"{clip.name}.json", _labels(clip, bodies))
    chapters = _chapters(first) if clip.sound else ()
    write_film(folder / f"{clip.name}.mp4", pictures(), FPS, size, sound, chapters)
    stage.close()


def _sound(performance: Performance) -> Array:
    ticks = [end for move in performance.moves for _, end in move.times]
    chimes = [move.start - 0.75 for move in performance.moves]
    return workout_sound(performance.duration, ticks, chimes)


def _chapters(performance: Performance) -> list[Chapter]:
    chapters: list[Chapter] = []
    at = 0.0
    for move in performance.moves:
        chapters.append((at, move.start, "rest"))
        chapters.append((move.start, move.end, move.exercise.name))
        at = move.end
    chapters.append((at, performance.duration, "rest"))
    return chapters


def _labels(clip: Clip, bodies: list[Body]) -> dict[str, Any]:
    people = []
    for body, person in zip(bodies, clip.people, strict=True):
        build = {**asdict(person.shape), "tallness_m": round(body.tallness, 3)}
        people.append({**build, "moves": _moves(person.performance)})
    first = clip.people[0].performance
    return {
        "video": f"{clip.name}.mp4",
        "seed": first.seed,
        "fps": FPS,
        "mirrored": first.mirrored,
        "camera": clip.camera.described(),
        "people": people,
        "moves": _moves(first),
    }


def _moves(performance: Performance) -> list[dict[str, Any]]:
    return [
        {
            "name": move.exercise.name,
            "start": move.start,
            "end": move.end,
            "repetitions": len(move.times),
            "times": [list(t) for t in move.times],
            "side": _side(move.exercise.side, performance.mirrored),
            "faults": [_fault(fault, performance.mirrored) for fault in move.faults],
        }
        for move in performance.moves
    ]


def _side(side: str, mirror: bool) -> str:
    return {"left": "right", "right": "left"}.get(side, side) if mirror else side


def _fault(fault: str, mirror: bool) -> str:
    side, _, rest = fault.partition("_")
    return f"{_side(side, mirror)}_{rest}" if side in ("left", "right") else fault


def main() -> None:
    """Make the clips that are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("assets/demo"))
    parser.add_argument("--only", nargs="*", help="names of clips")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for clip in clips():
        if arguments.only and clip.name not in arguments.only:
            continue
        if (arguments.output / f"{clip.name}.mp4").exists():
            print(f"{clip.name}: kept")
            continue
        start = time.monotonic()
        bodies = make_bodies([person.shape for person in clip.people])
        make(clip, bodies, arguments.output)
        print(f"{clip.name}: {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()
