"""Makes the demo clips: ``python -m models.training.studio.make_demo --output assets/demo``.

A clip that is already there is kept; delete it to make it again. Same code, same seed,
same clip.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from models.training.studio.acts import crossing
from models.training.studio.body import BodyShape, make_body
from models.training.studio.camera import Camera
from models.training.studio.compose import READY_SECONDS, Manner, Script, perform
from models.training.studio.draw import SEEDS
from models.training.studio.exercises.postures import POSTURES
from models.training.studio.film import Chapter
from models.training.studio.outfit import Outfit
from models.training.studio.people import Habits, Person
from models.training.studio.rig import Rig
from models.training.studio.room import ROOMS, RoomColours
from models.training.studio.scene import Cast, Scene, film
from models.training.studio.sound import workout_sound
from models.training.studio.take import Segment

FPS = 30
PLAN = (
    ("squat", 4, 2.3),
    ("lateral_raise", 5, 1.7),
    ("standing_knee_raise", 4, 1.8),
    ("shoulder_press", 4, 1.9),
)
LEAD, GAP = 2.2, 2.6
LAG, TEMPO = 0.6, 0.10

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


@dataclass(frozen=True, slots=True)
class Clip:
    """Everything that decides a clip.

    Attributes:
        people: build and clothes of each, and what they do, given their rig.
        mirrored: whether the first one follows the target as in a mirror.
    """

    name: str
    people: tuple[tuple[tuple[BodyShape, Outfit], Callable[[Rig], Script]], ...]
    camera: Camera
    room: str
    colours: RoomColours
    seconds: float
    sound: bool = False
    mirrored: bool = False


def instructor() -> Script:
    """The workout of the target."""
    rng = np.random.default_rng(1)
    script = Script(rng, Manner(variation=0.0))
    for name, repetitions, seconds in PLAN:
        done = _exercises(script)
        _until(script, name, done[-1].end + GAP if done else LEAD)
        depths = [float(d) for d in rng.uniform(0.985, 1.0, repetitions)]
        script.exercise(name, repetitions, depths=depths, lengths=[seconds] * repetitions)
    script.wait(LEAD - READY_SECONDS)
    script.props.clear()  # with empty hands, as at home
    return script


def follower(seed: int, faults: Mapping[str, Mapping[str, float]]) -> Script:
    """Somebody who follows the target as in a mirror: late, in an own tempo."""
    rng = np.random.default_rng(seed)
    script = Script(rng, Manner(variation=0.0))
    for segment in _exercises(instructor()):
        seconds = np.array([b - a for a, b in segment.repetitions])
        seconds *= 1 + rng.uniform(-TEMPO, TEMPO, len(seconds))
        room = segment.end - segment.start
        seconds *= np.clip(room / seconds.sum(), 0.97, 1.03)
        depths = [float(d) for d in rng.uniform(0.94, 1.02, len(seconds))]
        _until(script, segment.name, segment.start + LAG)
        script.exercise(
            segment.name, len(seconds), faults.get(segment.name), "right", depths=depths,
            lengths=[float(s) for s in seconds],
        )  # fmt: skip
    script.props.clear()
    return script


def _until(script: Script, name: str, start: float) -> None:
    """Wait so that the exercise starts then (it is got ready for before)."""
    script.go_to("standing")
    script.wait(start - script.lead(name) - script.now)


def _exercises(script: Script) -> list[Segment]:
    return [s for s in script.segments if s.kind == "exercise"]


def still(seed: int, seconds: float) -> Script:
    """Somebody who only stands there."""
    script = Script(np.random.default_rng(seed), Manner(sway=1.3))
    script.pose(0.0, POSTURES["standing"])
    script.pose(seconds, POSTURES["standing"])
    script.segments.append(Segment("rest", "rest", 0.0, seconds))
    return script


def crosser(rig: Rig, seed: int, side: float, depth: float, slower: float) -> Script:
    """Somebody who walks to the other side of the picture, then does squats."""
    rng = np.random.default_rng(seed)
    script = crossing(rig, rng, Manner(variation=0.0, tempo=1 + slower), 0.0, side, depth)
    script.exercise("squat", 3, lengths=[2.2 + slower] * 3)
    return script


WEAK = {
    "squat": {"shallow": 1.0},
    "lateral_raise": {"uneven": 1.0},
    "standing_knee_raise": {"knee_low": 1.0},
    "shoulder_press": {"uneven": 1.0},
}


def clips() -> list[Clip]:
    """The demo clips."""
    seconds = round(instructor().now, 2)
    near = Camera(yaw=12, distance=3.55, height=1.05, look=1.08, fov=44)
    good = ((GOOD, lambda _: follower(2, {})),)
    return [
        Clip("target", ((INSTRUCTOR, lambda _: instructor()),),
             Camera(yaw=0, distance=3.1, height=1.15, look=1.04, fov=44),
             "bright_studio", STUDIO, seconds, sound=True),
        Clip("good", good, near, "living_room", HOME, seconds, mirrored=True),
        Clip("good_25", good, replace(near, yaw=near.yaw + 25), "living_room", HOME, seconds,
             mirrored=True),
        Clip("poor", ((POOR, lambda _: follower(3, WEAK)),),
             Camera(yaw=-10, distance=3.6, height=1.30, look=1.04, fov=42), "quiet_room", FLAT,
             seconds, mirrored=True),
        Clip("still", ((STILL, lambda _: still(4, seconds)),),
             Camera(yaw=8, distance=3.0, height=1.20, look=0.98, fov=44), "living_room", WHITE,
             seconds),
        Clip("two_people",
             ((STILL, lambda rig: crosser(rig, 5, -0.72, -0.30, 0.0)),
              (GOOD, lambda rig: crosser(rig, 6, 0.72, 0.28, 0.15))),
             Camera(yaw=0, distance=4.0, height=1.25, look=0.95, fov=42), "quiet_room", STUDIO,
             14.0),
    ]  # fmt: skip


def make(clip: Clip, folder: Path) -> None:
    """Render one clip with its truth and labels."""
    times = np.arange(round(clip.seconds * FPS)) / FPS
    cast = []
    for number, ((shape, outfit), doing) in enumerate(clip.people):
        body = make_body(shape)
        rig = Rig(body)
        person = Person(f"demo-{clip.name}-{number}", number, 30.0, shape, outfit, Habits())
        cast.append(Cast(person, body, perform(rig, doing(rig), times)))
    room = ROOMS[clip.room](clip.colours)
    scene = Scene(clip.name, (SEEDS["demo"],), FPS, tuple(cast), clip.camera, room, level="fine",
                  notes={"mirrored": clip.mirrored})  # fmt: skip
    moves = [s for s in cast[0].take.segments if s.kind == "exercise"]
    if clip.sound:
        ticks = [end for move in moves for _, end in move.repetitions]
        chimes = [move.start - 0.75 for move in moves]
        sound = workout_sound(clip.seconds, ticks, chimes)
        film(scene, folder, sound=sound, chapters=_chapters(moves, clip.seconds))
    else:
        film(scene, folder)


def _chapters(moves: Sequence[Segment], seconds: float) -> list[Chapter]:
    chapters: list[Chapter] = []
    at = 0.0
    for move in moves:
        chapters.append((at, move.start, "rest"))
        chapters.append((move.start, move.end, move.name))
        at = move.end
    chapters.append((at, seconds, "rest"))
    return chapters


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
        make(clip, arguments.output)
        print(f"{clip.name}: {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
