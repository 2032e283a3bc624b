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
from typing import Final

import numpy as np

from models.training.studio import jobs
from models.training.studio.body import make_body
from models.training.studio.compose import Script, perform
from models.training.studio.draw import (
    HARD,
    SEEDS,
    a_look,
    generator,
    manner_of,
    placed,
    reach_of,
    some_faults,
)
from models.training.studio.exercises import EXERCISES
from models.training.studio.people import SetName, people
from models.training.studio.rig import Rig, keypoints
from models.training.studio.scene import Cast, LevelName, Scene, film

ANGLES: Final = (0.0, 45.0, 90.0, 150.0, -45.0, -90.0, 180.0, 20.0)
"""Degrees from which people are filmed in turn, 0 the front."""
RATES: Final = (30, 25, 30, 15, 24, 60, 30, 20)
"""Pictures a second, in turn."""
SIDES: Final = (640, 480, 640, 560)
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
        moves: what each person does. angle: from which the first one is filmed, degrees.
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


def test_recipes() -> list[Recipe]:
    """The clips of the test set."""
    recipes: list[Recipe] = []

    def add(name: str, *moves: tuple[Move, ...], hard: bool = False, ways: bool = False) -> None:
        i = len(recipes)
        turn = i + i // len(ANGLES)
        recipes.append(
            Recipe(name, i, moves, ANGLES[turn % len(ANGLES)], hard, RATES[i % len(RATES)],
                   SIDES[i % len(SIDES)], ways)
        )  # fmt: skip

    for i, name in enumerate(sorted(EXERCISES)):
        add(name, (Move(name),))
        kinds = EXERCISES[name].faults
        for fault in kinds[i % 2 : i % 2 + 1] or kinds[:1]:
            wrong = Move(name, 2, {fault.name: (0.5, 0.75, 1.0)[i % 3]}, "right")
            add(f"{name}_wrong", (wrong,), hard=i % 3 == 0)
    squat, jack, press = Move("squat", 3), Move("jumping_jack", 5), Move("shoulder_press", 3)
    add("two_people", (squat, jack), (squat, press))
    add("workout", (squat, Move("push_up", 3), Move("crunch", 2)), ways=True)
    return recipes


def recipe_of(set_name: SetName, number: int) -> Recipe:
    """What clip ``number`` of a set shows."""
    if set_name == "test":
        return test_recipes()[number]
    rng = generator(set_name, number, 2)
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
        angle=float(rng.choice([rng.normal(0, 25), rng.uniform(-180, 180)])),
        hard=bool(rng.random() < HARD),
        fps=int(rng.choice(RATES)),
        long_side=int(rng.choice(SIDES)),
        transitions=bool(rng.random() < 0.5),
    )  # fmt: skip


def scene_of(set_name: SetName, recipe: Recipe, level: LevelName = "clip") -> Scene:
    """The scene of a recipe, drawn from the set and the recipe's number alone."""
    rng = generator(set_name, recipe.number, 3)
    crew = people(set_name, len(recipe.moves), FIRST_OF_CLIPS + 2 * recipe.number)
    bodies = [make_body(person.shape) for person in crew]
    heading = float(rng.uniform(-180, 180))
    scripts = [
        script_of(Script(rng, manner_of(person), heading), moves, recipe.transitions)
        for person, moves in zip(crew, recipe.moves, strict=True)
    ]
    seconds = max(script.now for script in scripts)
    times = np.arange(round(seconds * recipe.fps)) / recipe.fps
    cast, everything = [], []
    for n, (person, body, script) in enumerate(zip(crew, bodies, scripts, strict=True)):
        take = perform(Rig(body), script, times)
        apart = (n - (len(crew) - 1) / 2) * 1.5
        turn = np.radians(heading + recipe.angle)
        take, joints = placed(take, keypoints(body, take.motion), apart * np.cos(turn),
                              apart * np.sin(turn))  # fmt: skip
        cast.append(Cast(person, body, take))
        everything.append(joints)
    reach = reach_of(np.concatenate(everything))
    yaw = heading + recipe.angle
    look = a_look(rng, reach, recipe.long_side, recipe.fps, recipe.hard, yaw)
    return Scene(
        recipe.name,
        (SEEDS[set_name], recipe.number),
        recipe.fps,
        tuple(cast),
        look.camera,
        look.room,
        effects=replace(look.effects, jpeg=0),
        level=level,
        notes={"set": set_name, "hard": recipe.hard},
    )


FIRST_OF_CLIPS: Final = 100_000
"""Number of the first person in clips; those before it are in shards of ``seen``."""


def script_of(script: Script, moves: Sequence[Move], transitions: bool) -> Script:
    """The script with these moves added, from standing to standing or within postures."""
    if not transitions:
        script.posture = EXERCISES[moves[0].name].posture
    script.wait(0.6)
    for move in moves:
        script.exercise(move.name, move.repetitions, move.faults, move.side)
    if transitions:
        script.go_to("standing")
    script.wait(0.6)
    return script


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
