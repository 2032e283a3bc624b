"""Draws scenes from random numbers: who does what, filmed how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from models.training.studio.actions import ACTIONS
from models.training.studio.acts import acted, passer_by
from models.training.studio.body import Array, make_body
from models.training.studio.camera import Camera, random_camera
from models.training.studio.channels import BoneMotion, keypoints
from models.training.studio.compose import Manner, Script, perform
from models.training.studio.effects import Effects, random_effects
from models.training.studio.exercises import EXERCISES
from models.training.studio.people import Person, SetName, people
from models.training.studio.rig import Rig
from models.training.studio.room import random_room
from models.training.studio.scene import Cast, Scene
from models.training.studio.take import PropTrack, Segment, Take
from models.training.studio.things import Room

SEEDS: Final[dict[SetName, int]] = {"train": 1, "evaluate": 2, "test": 3, "demo": 4}
LYING: Final = frozenset({"plank", "forearm_plank", "all_fours", "on_back", "on_front", "on_bench",
                          "against_bench", "crouching"})  # fmt: skip
ACTING: Final = 0.15
"""Part of the motions that are no exercises."""
HARD: Final = 0.25
"""Part of the cameras and rooms that are hard."""
PASSING: Final = 0.03
"""Part of the scenes in which a child walks past in the background."""
FAULTY: Final = 0.5
"""Part of the exercises that are done with a fault."""
LONG_SIDES: Final = (320, 384, 480, 560, 640)
"""Longer side of the pictures that estimators are shown, pixels."""


def generator(set_name: SetName, *numbers: int) -> np.random.Generator:
    """The random numbers of one piece of a set; those of different sets never meet."""
    return np.random.default_rng((SEEDS[set_name], *numbers))


def manner_of(person: Person) -> Manner:
    """How a person moves, from their habits."""
    habits = person.habits
    return Manner(
        tempo=1 / habits.tempo,
        variation=habits.tempo_variation,
        depth=min(habits.range_of_motion, 1.02),
        asymmetry=habits.asymmetry,
        sway=habits.sway,
    )


def some_faults(rng: np.random.Generator, name: str) -> dict[str, float]:
    """One fault of an exercise in half of the cases, seldom two; name to severity."""
    kinds = EXERCISES[name].faults
    if not kinds or rng.random() > FAULTY:
        return {}
    count = min(len(kinds), 1 + int(rng.random() < 0.15))
    chosen = rng.choice(len(kinds), count, replace=False)
    return {kinds[i].name: float(rng.uniform(0.25, 1.0)) for i in chosen}


def a_workout(
    rng: np.random.Generator, person: Person, names: Sequence[str], repetitions: int = 2
) -> Script:
    """A script of these exercises with faults at random, and the ways between them."""
    lying = EXERCISES[names[0]].posture in LYING
    if lying:
        heading = float(rng.choice([-90, 90]) + rng.normal(0, 25))
    else:
        heading = float(rng.normal(0, 15))
    if rng.random() < 0.2:
        heading = float(rng.uniform(-180, 180))
    script = Script(rng, manner_of(person), heading)
    script.wait(float(rng.uniform(0.3, 1.0)))
    for name in names:
        seconds = EXERCISES[name].seconds * script.manner.tempo * float(rng.uniform(0.75, 1.3))
        script.exercise(
            name,
            repetitions,
            some_faults(rng, name),
            str(rng.choice(["left", "right"])),
            seconds=None if EXERCISES[name].hold else seconds,
            give_up=float(rng.uniform(0.3, 0.7)) if rng.random() < 0.1 else None,
        )
    script.wait(float(rng.uniform(0.3, 1.0)))
    return script


def a_window(rng: np.random.Generator, script: Script, seconds: float) -> float:
    """Where a part of a script so long begins: mostly within an exercise."""
    latest = max(script.now - seconds, 0.0)
    exercises = [s for s in script.segments if s.kind == "exercise"]
    if exercises and rng.random() < 0.8:
        segment = exercises[int(rng.integers(len(exercises)))]
        middle = float(rng.uniform(segment.start, segment.end))
        return float(np.clip(middle - seconds / 2, 0, latest))
    return float(rng.uniform(0, latest))


def performed(rig: Rig, script: Script, start: float, frames: int, fps: float) -> Take:
    """A part of a script, its times counted from its own start."""
    times = np.arange(frames) / fps
    return cut(perform(rig, script, times + start), start)


def cut(take: Take, start: float) -> Take:
    """The same take with its first frame at 0 s and nothing named that lies outside."""
    end = float(take.times[-1])

    def moved(segment: Segment) -> Segment:
        return replace(
            segment,
            start=max(segment.start, start) - start,
            end=min(segment.end, end) - start,
            repetitions=tuple((a - start, b - start) for a, b in segment.repetitions
                              if a >= start and b <= end),
            attempts=tuple((a - start, b - start) for a, b in segment.attempts
                           if a >= start and b <= end),
            faults=tuple(
                replace(f, start=max(f.start, start) - start, end=min(f.end, end) - start)
                for f in segment.faults if f.start < end and f.end > start
            ),
        )  # fmt: skip

    return replace(
        take,
        times=take.times - start,
        segments=tuple(moved(s) for s in take.segments if s.start < end and s.end > start),
        claps=tuple(t - start for t in take.claps if start <= t <= end),
    )


def placed(take: Take, joints: Array, x: float = 0.0, y: float = 0.0) -> tuple[Take, Array]:
    """The take and its joints (T, 17, 3) with the middle of what it covers put at (x, y)."""
    low, high = joints[..., :2].min(axis=(0, 1)), joints[..., :2].max(axis=(0, 1))
    move = np.array([x, y, 0.0]) - np.array([*(low + high) / 2, 0.0])
    motion = BoneMotion(take.motion.rotation, take.motion.shift + move)
    props = []
    for prop in take.props:
        transforms = prop.transforms.copy()
        transforms[..., 3] += move
        props.append(PropTrack(prop.name, transforms))
    return replace(take, motion=motion, props=tuple(props)), joints + move


def reach_of(joints: Array) -> tuple[float, float]:
    """Metres that people need to each side of the middle and upwards; (..., 3)."""
    side = float(np.abs(joints[..., :2]).max()) + 0.12
    return min(max(side, 0.4), 1.6), float(joints[..., 2].max()) + 0.18


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How a scene is filmed."""

    camera: Camera
    room: Room
    effects: Effects
    hard: bool


LONGEST_EXPOSURE: Final = 1 / 30
DARK: Final = 0.2
"""Light from above (its green) below which a camera sees the room as dark."""


def a_look(
    rng: np.random.Generator,
    joints: Array,
    long_side: int,
    fps: float,
    hard: bool | None = None,
    yaw: float | None = None,
) -> Look:
    """A camera and a room for people whose joints (..., 3) are all over a scene.

    ``hard``: or not; a share HARD are if not given. ``yaw``: of the camera, else any.
    """
    hard = bool(rng.random() < HARD) if hard is None else hard
    reach = reach_of(joints)
    camera = random_camera(rng, hard, long_side, reach)
    if yaw is not None:
        camera = replace(camera, yaw=(yaw + 180) % 360 - 180)
    if not hard:
        camera = framed(camera, joints, float(rng.uniform(*FILLED)))
    elif rng.random() < 0.5:
        camera = framed(camera, joints, float(rng.uniform(*OVERFILLED)))
    room = random_room(rng, camera, hard=hard, clear=reach[1] / 2)
    effects = random_effects(rng, hard, room.light.sky[1] < DARK, long_side)
    effects = replace(effects, shutter=effects.shutter * min(1.0, LONGEST_EXPOSURE * fps))
    return Look(camera, room, effects, hard)


FILLED: Final = (0.6, 0.88)
OVERFILLED: Final = (0.8, 1.3)
"""Part of the picture, in height or in width, that people fill with all that they do."""
NEAREST, FARTHEST = 1.3, 8.0


def framed(camera: Camera, joints: Array, fill: float) -> Camera:
    """The camera moved along its line, and a phone turned, until people fill the picture so.

    ``joints``: (..., 3) all of them over the scene. It aims at the middle of their height.
    """
    points = joints.reshape(-1, 3)
    points = points[:: max(1, len(points) // 3000)]
    camera = replace(camera, look=float(points[:, 2].min() + points[:, 2].max()) / 2)
    across = points @ camera.axes[0]
    wide, tall = float(np.ptp(across)), float(np.ptp(points[:, 2]))
    if camera.height_px > camera.width and wide > 1.1 * tall:
        fov = 2 * np.degrees(np.arctan(camera.width / 2 / camera.focal))
        camera = replace(camera, width=camera.height_px, height_px=camera.width, fov=float(fov))
    near, far = NEAREST, FARTHEST
    for _ in range(12):
        middle = (near + far) / 2
        if _filled(replace(camera, distance=middle), points) > fill:
            near = middle
        else:
            far = middle
    return replace(camera, distance=far)


def _filled(camera: Camera, points: Array) -> float:
    """How far from the middle of the picture people reach, 1 at its border."""
    if camera.view(points)[:, 2].min() < 0.3:
        return np.inf
    size = np.array([camera.width, camera.height_px])
    return float(np.abs(camera.project(points) / size * 2 - 1).max())


MOTIONS: Final = 4
"""Motions of a shard; each is seen by every MOTIONS-th sequence, so by two cameras."""


def draw_sequences(
    set_name: SetName, number: int, frames: Sequence[int], fps: float
) -> list[Scene]:
    """The short scenes of one shard: one person, some motions, each from some cameras.

    ``frames``: length of each scene. They depend on the set and the number only.
    """
    rng = generator(set_name, number)
    person = people(set_name, 1, number)[0]
    body = make_body(person.shape)
    rig = Rig(body)
    motions: list[tuple[Script, float]] = []
    for k in range(MOTIONS):
        longest = max(frames[k::MOTIONS], default=0) / fps
        if rng.random() < ACTING:
            heading = float(rng.uniform(-180, 180))
            script = acted(rig, rng, manner_of(person), str(rng.choice(list(ACTIONS))), heading)
        else:
            script = a_workout(rng, person, [_next_exercise(number * MOTIONS + k, rng)])
        motions.append((script, a_window(rng, script, longest)))
    takes = [
        performed(rig, script, start, max(frames[k::MOTIONS], default=1), fps)
        for k, (script, start) in enumerate(motions)
    ]
    scenes = []
    for i, count in enumerate(frames):
        whole = takes[i % MOTIONS]
        take, joints = placed(first_frames(whole, count), keypoints(body, whole.motion)[:count],
                              *rng.normal(0, 0.12, 2))  # fmt: skip
        look = a_look(rng, joints, int(rng.choice(LONG_SIDES)), fps)
        behind = (passer_by(rng, look.camera, take.times),) if rng.random() < PASSING else ()
        scenes.append(
            Scene(
                f"{set_name}-{number:05}-{i}",
                (SEEDS[set_name], number, i),
                fps,
                (Cast(person, body, take),),
                look.camera,
                look.room,
                passing=behind,
                effects=look.effects,
            )
        )
    return scenes


def first_frames(take: Take, count: int) -> Take:
    """The beginning of a take."""
    if count == len(take.times):
        return take
    part = replace(
        take,
        times=take.times[:count],
        motion=BoneMotion(take.motion.rotation[:count], take.motion.shift[:count]),
        supports={limb: mask[:count] for limb, mask in take.supports.items()},
        phase=take.phase[:count],
        props=tuple(PropTrack(p.name, p.transforms[:count]) for p in take.props),
    )
    return cut(part, 0.0)


def _next_exercise(at: int, rng: np.random.Generator) -> str:
    """Every exercise in turn, with another one in a third of the cases."""
    names = sorted(EXERCISES)
    return names[at % len(names)] if rng.random() < 2 / 3 else str(rng.choice(names))
