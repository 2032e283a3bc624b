"""One pose done by two people and filmed from two sides: is it known again?

    python -m models.training.studio.looks --galleries 5 --output models/training/data/looks.npz

A gallery is POSES random standing or bent poses of one person, seen from the front; another
person does the same ones, seen from each of ANGLES. The file is that of
``models.training.studio.seen``; a sequence is a gallery, its first track the front, and
``exercise`` says the angle in degrees.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from coach.types import ModelName
from models.training.studio.body import Array, make_body
from models.training.studio.channels import BoneMotion, keypoints
from models.training.studio.draw import a_look, framed, generator
from models.training.studio.people import Person, SetName, people
from models.training.studio.poses import is_free, look_at, put_down, random_channels
from models.training.studio.rig import Rig
from models.training.studio.scene import Cast, Scene, shoot
from models.training.studio.seen import poses_of, track
from models.training.studio.seen_data import Seen, joined, write_seen
from models.training.studio.take import Take

POSES: Final = 40
ANGLES: Final = (45, 60, 90)
MODELS: Final[tuple[ModelName, ...]] = ("full", "heavy")
STREAM: Final = 11
"""Keeps these random numbers apart from those of other pictures."""
MOST_PITCH: Final = 70.0
"""Degrees: who lies has no front from which a camera could be aside."""
FIRST: Final = 9000
"""Number of the first person: they are in no other file."""


def same_poses(rigs: tuple[Rig, Rig], rng: np.random.Generator) -> tuple[BoneMotion, BoneMotion]:
    """POSES random poses of two bodies, both facing the front."""
    table = random_channels(rng, 12 * POSES)
    table["heading"] = np.zeros(len(table["heading"]))
    good = np.abs(table["pitch"]) < MOST_PITCH
    table = {name: values[good] for name, values in table.items()}
    motions = [rig.solve(table, {}) for rig in rigs]
    pairs = zip(rigs, motions, strict=True)
    free = np.flatnonzero(np.all([is_free(keypoints(r.body, m)) for r, m in pairs], axis=0))[:POSES]
    first, second = (
        put_down(rig, BoneMotion(motion.rotation[free], motion.shift[free]))
        for rig, motion in zip(rigs, motions, strict=True)
    )
    return first, second


def scenes(set_name: SetName, number: int) -> Iterator[tuple[int, Scene]]:
    """The looks of one gallery and their angles."""
    rng = generator(set_name, number, STREAM)
    pair = people(set_name, 2, FIRST + 2 * number)
    rigs = (Rig(make_body(pair[0].shape)), Rig(make_body(pair[1].shape)))
    motions = same_poses(rigs, rng)
    for angle in (0, *ANGLES):
        who = 0 if angle == 0 else 1
        yaw = float(rng.choice([-1, 1]) * angle)
        joints = keypoints(rigs[who].body, motions[who])
        yield (
            angle,
            _scene(rng, f"{number}-{angle}", pair[who], rigs[who], motions[who], joints, yaw),
        )


def _scene(
    rng: np.random.Generator,
    name: str,
    person: Person,
    rig: Rig,
    motion: BoneMotion,
    joints: Array,
    yaw: float,
) -> Scene:
    times = np.arange(len(motion)) / 1.0
    take = Take(times, motion, {}, (), np.zeros(len(times)))
    look = a_look(rng, joints, 480, 15.0, hard=False, yaw=yaw)
    return Scene(
        f"looks-{name}",
        (STREAM, int(rng.integers(2**31))),
        1.0,
        (Cast(person, rig.body, take),),
        framed(look.camera, joints, 0.9),
        look.room,
        effects=replace(look.effects, shutter=0.0),
    )


def seen_of(set_name: SetName, number: int) -> list[Seen]:
    """One gallery as every model sees it."""
    found: list[Seen] = []
    for angle, scene in scenes(set_name, number):
        shots = list(shoot(scene))
        truth = scene.truth(np.stack([visible for _, visible in shots]))
        for model in MODELS:
            poses = poses_of(look_at([picture for picture, _ in shots], model), truth)
            one = track(scene, truth, 0, number, model, [at[0] for at in poses])
            found.append(replace(one, exercise=np.full(len(poses), str(angle))))
    return found


def main() -> None:
    """Render the galleries; the file is written anew after each."""
    parser = argparse.ArgumentParser(description="The same poses from two sides, as they are seen.")
    parser.add_argument("--set", choices=("train", "evaluate"), default="evaluate")
    parser.add_argument("--galleries", type=int, default=5)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    found: list[Seen] = []
    for number in range(options.galleries):
        found += seen_of(options.set, number)
        write_seen(options.output, joined(found))
        print(f"{number + 1} of {options.galleries} galleries", flush=True)


if __name__ == "__main__":
    main()
