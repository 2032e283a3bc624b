"""The sets of clips: what is in them, and making them.

    python -m models.training.studio.sets --set train --clips 200 --output studio-train

Sets are ``train`` and ``evaluate`` (as many clips as asked for) and ``test`` (a fixed list,
committed). People, cameras and seeds of one set are in no other. A clip that is there is
kept; after a kill the same command goes on, and the set is that of one run.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np

from models.training.studio import jobs
from models.training.studio.actions import ACTIONS
from models.training.studio.acts import acted, crossing, passer_by
from models.training.studio.body import Array, make_body
from models.training.studio.channels import keypoints
from models.training.studio.compose import Manner, Script, perform
from models.training.studio.draw import (
    ACTING,
    HARD,
    LYING,
    PASSING,
    SEEDS,
    a_look,
    generator,
    manner_of,
    placed,
    some_faults,
)
from models.training.studio.exercises import EXERCISES
from models.training.studio.people import SetName, people
from models.training.studio.rig import Rig
from models.training.studio.scene import Cast, LevelName, Scene, film

ANGLES: Final = (0.0, 45.0, 90.0, 150.0, -45.0, -90.0, 180.0, 20.0)
"""Degrees from which people are filmed in turn, 0 the front."""
ON_FLOOR: Final = (90.0, -75.0, 60.0, -90.0, 105.0, -55.0, 75.0, -110.0)
"""The same for what is done on the floor, which people film from the side."""
RATES: Final = (30, 15, 25, 20, 24, 30, 15, 60)
"""Pictures a second, in turn."""
SIDES: Final = (480, 640, 400, 480)
"""Longer side of the picture, in turn."""


@dataclass(frozen=True, slots=True)
class Move:
    """One exercise within a clip; ``faults``: name to severity."""

    name: str
    repetitions: int = 2
    faults: Mapping[str, float] = field(default_factory=dict)
    side: str = "left"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a clip shows.

    Attributes:
        name: of its files. number: of the clip within its set, its seed.
        moves: what each person does. angle: from which they are filmed, degrees.
        act: one of ACTIONS that a single person does before the moves; "" for none.
        crossing: whether they walk to the other side of the picture first.
        passing: whether a child walks past behind them.
        hard: whether camera and room are hard. fps, long_side: of the pictures.
        transitions: whether it begins and ends standing; else in the first posture.
    """

    name: str
    number: int
    moves: tuple[tuple[Move, ...], ...]
    angle: float
    hard: bool = False
    fps: int = 30
    long_side: int = 640
    transitions: bool = False
    act: str = ""
    crossing: bool = False
    passing: bool = False


def test_recipes() -> list[Recipe]:
    """The clips of the test set."""
    recipes: list[Recipe] = []

    def add(name: str, *moves: tuple[Move, ...], **how: Any) -> None:
        i = len(recipes)
        turn = (i + i // len(ANGLES)) % len(ANGLES)
        floor = any(on_floor(move.name) for move in moves[0])
        angle = ON_FLOOR[turn] if floor and not how.get("hard") else ANGLES[turn]
        angle = 0.0 if how.get("crossing") else angle
        rate, side = RATES[i % len(RATES)], SIDES[i % len(SIDES)]
        recipes.append(Recipe(name, i, moves, angle, fps=rate, long_side=side, **how))

    for i, name in enumerate(sorted(EXERCISES)):
        add(name, (Move(name),))
        kinds = EXERCISES[name].faults
        for fault in kinds[i % 2 : i % 2 + 1] or kinds[:1]:
            wrong = Move(name, 2, {fault.name: (0.5, 0.75, 1.0)[i % 3]}, "right")
            add(f"{name}_wrong", (wrong,), hard=i % 3 == 0)
    for name in ACTIONS:
        add(name, (), act=name)
    squat, jack, press = Move("squat", 3), Move("jumping_jack", 5), Move("shoulder_press", 3)
    add("two_people", (squat, jack), (squat, press))
    add("two_people_crossing", (squat,), (squat,), crossing=True)
    add("two_people_crossing_back", (press,), (Move("lunge", 2),), crossing=True)
    add("child_passing", (Move("side_bend", 3),), passing=True)
    add("workout", (squat, Move("push_up", 3), Move("crunch", 2)), transitions=True)
    return recipes


def recipe_of(set_name: SetName, number: int) -> Recipe:
    """What clip ``number`` of a set shows."""
    if set_name == "test":
        return test_recipes()[number]
    rng = generator(set_name, number, 2)
    if rng.random() < ACTING:
        return Recipe(
            f"{set_name}-{number:05}",
            number,
            ((),),
            float(rng.uniform(-180, 180)),
            bool(rng.random() < HARD),
            int(rng.choice(RATES)),
            int(rng.choice(SIDES)),
            act=str(rng.choice(list(ACTIONS))),
        )
    names = rng.choice(sorted(EXERCISES), int(rng.integers(1, 4)), replace=False)
    company = 2 if rng.random() < 0.1 else 1
    return Recipe(
        name=f"{set_name}-{number:05}",
        number=number,
        moves=tuple(
            tuple(
                Move(str(name), int(rng.integers(2, 5)), some_faults(rng, str(name)),
                     str(rng.choice(["left", "right"])))
                for name in names
            )
            for _ in range(company)
        ),
        angle=_angle(rng, str(names[0])),
        hard=bool(rng.random() < HARD),
        fps=int(rng.choice(RATES)),
        long_side=int(rng.choice(SIDES)),
        transitions=bool(rng.random() < 0.5),
        passing=bool(rng.random() < PASSING),
    )  # fmt: skip


def scene_of(set_name: SetName, recipe: Recipe, level: LevelName = "clip") -> Scene:
    """The scene of a recipe, drawn from the set and the recipe's number alone."""
    rng = generator(set_name, recipe.number, 3)
    heading = float(rng.uniform(-180, 180))
    yaw = heading + recipe.angle
    cast, joints = _cast(rng, set_name, recipe, heading, yaw)
    look = a_look(rng, joints, recipe.long_side, recipe.fps, recipe.hard, yaw)
    passing = (passer_by(rng, look.camera, cast[0].take.times),) if recipe.passing else ()
    return Scene(
        recipe.name,
        (SEEDS[set_name], recipe.number),
        recipe.fps,
        cast,
        look.camera,
        look.room,
        passing,
        replace(look.effects, jpeg=0),
        level,
        {"set": set_name, "hard": recipe.hard},
    )


def on_floor(name: str) -> bool:
    """Whether an exercise is done on the floor, if only for a part."""
    return name == "burpee" or EXERCISES[name].posture in LYING


def _angle(rng: np.random.Generator, name: str) -> float:
    """Degrees from which somebody who begins with that exercise is filmed."""
    if rng.random() < 0.25:
        return float(rng.uniform(-180, 180))
    if on_floor(name):
        return float(rng.choice([-90, 90]) + rng.normal(0, 25))
    return float(rng.normal(0, 30))


APART: Final = 0.75
"""Metres from the middle at which each of two people exercises."""


def _cast(
    rng: np.random.Generator, set_name: SetName, recipe: Recipe, heading: float, yaw: float
) -> tuple[tuple[Cast, ...], Array]:
    """The people of a recipe over the same times, and all their joints (..., 3)."""
    crew = people(set_name, len(recipe.moves), FIRST_OF_CLIPS + 2 * recipe.number)
    bodies = [make_body(person.shape) for person in crew]
    rigs = [Rig(body) for body in bodies]
    scripts = [
        _script(rng, recipe, n, rig, manner_of(person), heading, yaw)
        for n, (person, rig) in enumerate(zip(crew, rigs, strict=True))
    ]
    times = np.arange(round(max(s.now for s in scripts) * recipe.fps)) / recipe.fps
    cast, everywhere = [], []
    for n, (person, body) in enumerate(zip(crew, bodies, strict=True)):
        take = perform(rigs[n], scripts[n], times)
        joints = keypoints(body, take.motion)
        if not recipe.crossing:
            aside = _side(n, len(crew)) * APART
            turn = np.radians(yaw)
            take, joints = placed(take, joints, aside * np.cos(turn), aside * np.sin(turn))
        cast.append(Cast(person, body, take))
        everywhere.append(joints)
    return tuple(cast), np.concatenate(everywhere)


def _side(n: int, people: int) -> float:
    """-1 left, 1 right in the picture; 0 alone."""
    return 2.0 * n - 1 if people > 1 else 0.0


def _script(
    rng: np.random.Generator,
    recipe: Recipe,
    n: int,
    rig: Rig,
    manner: Manner,
    heading: float,
    yaw: float,
) -> Script:
    """What person ``n`` of a recipe does."""
    moves = recipe.moves[n]
    if recipe.crossing:
        side = _side(n, len(recipe.moves))
        script = crossing(rig, rng, manner, yaw, side * APART, 0.35 * side)
    elif recipe.act:
        script = acted(rig, rng, manner, recipe.act, heading)
    else:
        script = Script(rng, manner, heading)
        if not recipe.transitions:
            script.posture = EXERCISES[moves[0].name].posture
        script.wait(0.6)
    for move in moves:
        script.exercise(move.name, move.repetitions, move.faults, move.side)
    if recipe.transitions:
        script.go_to("standing")
    if moves:
        script.wait(0.6)
    return script


FIRST_OF_CLIPS: Final = 100_000
"""Number of the first person in clips; those before it are in shards of ``seen``."""


def make_clip(set_name: SetName, folder: Path, level: LevelName, number: int) -> None:
    """Make the files of one clip."""
    film(scene_of(set_name, recipe_of(set_name, number), level), folder, CRF[set_name])


CRF: Final[dict[SetName, int]] = {"train": 26, "evaluate": 26, "test": 28, "demo": 25}


def make(set_name: SetName, folder: Path, clips: int, processes: int, level: LevelName) -> None:
    """Make the clips of a set that are missing."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = range(len(test_recipes()) if set_name == "test" else clips)
    names = [recipe_of(set_name, number).name for number in numbers]
    missing = [n for n in numbers if not (folder / f"{names[n]}.mp4").exists()]
    print(f"{len(numbers) - len(missing)} of {len(numbers)} clips are there", flush=True)
    if missing:
        jobs.run(partial(make_clip, set_name, folder, level), missing, processes, "clips")
    size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    print(f"{len(numbers)} clips, {size:.1f} MB")


def main(arguments: Sequence[str] | None = None) -> None:
    """Make a set."""
    parser = argparse.ArgumentParser(description="Make a set of clips.")
    parser.add_argument("--set", choices=("train", "evaluate", "test"), required=True)
    parser.add_argument("--clips", type=int, default=100)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--level", choices=("fine", "clip", "training"), default="clip")
    chosen = parser.parse_args(arguments)
    make(chosen.set, chosen.output, chosen.clips, chosen.processes, chosen.level)


if __name__ == "__main__":
    main()
