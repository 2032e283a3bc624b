"""Exact repetitions of exercises, right and with graded faults, kept so that measuring is quick.

    python -m models.training.motion_bank [--set evaluate] [--people 8] [--output FILE]

To solve a body's joints takes a second a repetition; what the evaluation needs of them is
kept in ``models/training/data/motions.npz``: everybody does every exercise of EXERCISES_KEPT
right, and the first GRADED people do every fault of the ten main exercises at each of
SEVERITIES. People who are in the file stay as they are; remove it to make all anew.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from models.training.error_model import DATA
from models.training.performances import Joints, performed
from models.training.studio.exercises import EXERCISES
from models.training.studio.people import SetName, people
from models.training.studio.truth import write_arrays

FILE: Final = DATA / "motions.npz"
MAIN: Final = (
    "squat", "lunge", "side_lunge", "deadlift", "shoulder_press", "lateral_raise", "push_up",
    "plank", "jumping_jack", "standing_knee_raise",
)  # fmt: skip
"""The ten main exercises."""
EXERCISES_KEPT: Final = (
    *MAIN, "biceps_curl", "bird_dog", "crunch", "front_raise", "glute_bridge", "side_bend",
    "superman", "toe_touch", "torso_twist", "y_raise",
)  # fmt: skip
SEVERITIES: Final = (0.25, 0.5, 0.75, 1.0)
PEOPLE: Final = 8
GRADED: Final = 6
REPETITIONS: Final = 2
"""Of each exercise done right; of a faulty one there is one."""
MILLIMETRE: Final = 0.001


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """One repetition (of a hold: all of it), from ready pose to ready pose.

    Attributes:
        person: name. exercise: name. fault: name, "" for none. severity: 0..1.
        number: of the repetition. joints: (T, 17, 3) as of ``performances``.
    """

    person: str
    exercise: str
    fault: str
    severity: float
    number: int
    joints: Joints


def acted_by(set_name: SetName, number: int, graded: bool) -> Iterator[Kept]:
    """All that is kept of one person."""
    for name in EXERCISES_KEPT:
        yield from _done(set_name, number, name, "", 0.0, REPETITIONS)
    if graded:
        for name in MAIN:
            for kind in EXERCISES[name].faults:
                for severity in SEVERITIES:
                    yield from _done(set_name, number, name, kind.name, severity, 1)


def _done(
    set_name: SetName, number: int, name: str, fault: str, severity: float, repetitions: int
) -> Iterator[Kept]:
    seed = crc32(f"{name} {fault} {severity}".encode())
    wrong = {fault: severity} if fault else None
    found = performed(
        name, (set_name, number), seed=seed, repetitions=repetitions, faults=wrong, wait=0.0
    )
    (segment,) = found.exercises
    spans = segment.repetitions or ((segment.start, segment.end),)
    for i, span in enumerate(spans):
        yield Kept(found.person, name, fault, severity, i, found.part(*span))


def write(path: Path, kept: list[Kept]) -> None:
    """As .npz: millimetres, each frame less the one before, so that it packs well."""
    arrays: dict[str, NDArray[Any]] = {
        "offsets": np.cumsum([0, *(len(k.joints) for k in kept)]),
        "steps": np.concatenate([_steps(k.joints) for k in kept]),
        "severity": np.array([k.severity for k in kept], np.float32),
        "number": np.array([k.number for k in kept], np.uint8),
    }
    for name in ("person", "exercise", "fault"):
        arrays[name] = np.array([getattr(k, name) for k in kept])
    write_arrays(path, arrays)


def _steps(joints: Joints) -> NDArray[np.int16]:
    whole = np.round(joints / MILLIMETRE).astype(np.int16)
    return np.concatenate([whole[:1], np.diff(whole, axis=0)])


def read(path: Path = FILE) -> list[Kept]:
    """What ``write`` wrote."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    parts = np.split(arrays["steps"].astype(np.int64), arrays["offsets"][1:-1])
    names = [arrays[name].tolist() for name in ("person", "exercise", "fault")]
    numbers = arrays["severity"].tolist(), arrays["number"].tolist()
    return [
        Kept(*row, part.cumsum(axis=0) * MILLIMETRE)
        for *row, part in zip(*names, *numbers, parts, strict=True)
    ]


def main() -> None:
    """Make the file, or add those who are not in it yet; it is written after each person."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=("evaluate", "train"), default="evaluate")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--graded", type=int, default=GRADED)
    parser.add_argument("--output", type=Path, default=FILE)
    options = parser.parse_args()
    kept = read(options.output) if options.output.exists() else []
    known = {k.person for k in kept}
    for number in range(options.people):
        if people(options.set, 1, number)[0].id in known:
            continue
        kept += acted_by(options.set, number, number < options.graded)
        write(options.output, kept)
        print(f"{number + 1} of {options.people} people, {len(kept)} repetitions", flush=True)


if __name__ == "__main__":
    main()
