"""People of the studio at practice, exact and unrendered: what the recognisers learn from.

    python -m models.training.practice --set train --people 20 --output DIR [--processes 2]

Everybody does every exercise (waiting, walking in and drinking before and
after; repetitions of any tempo, faults, some given up), every action, and whole workouts of
several exercises with rests and the ways between them. One file a person, some minutes of a
core each; started again, it goes on. Positions are kept in millimetres.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from coach.tracks import RATE
from models.training.error_model import DATA
from models.training.motion_bank import MILLIMETRE
from models.training.performances import KEPT, Joints, Performance, rig_of
from models.training.studio import jobs
from models.training.studio.acting import Place
from models.training.studio.actions import ACTIONS
from models.training.studio.acts import acted
from models.training.studio.channels import keypoints
from models.training.studio.compose import Script, perform
from models.training.studio.draw import LYING, generator, manner_of, some_faults
from models.training.studio.exercises import EXERCISES
from models.training.studio.exercises.postures import POSTURES
from models.training.studio.people import Person, SetName
from models.training.studio.rig import Rig
from models.training.studio.take import Fault, Segment
from models.training.studio.truth import write_arrays

Kind = Literal["set", "action", "workout"]

PRACTICE: Final = DATA / "practice"
"""People of the set "evaluate", kept for measuring."""
SETS: Final = 1
ACTS: Final = 1
WORKOUTS: Final = 2
"""Of each exercise, of each action, and of whole workouts, a person."""
MOVES: Final = (4, 7)
"""Exercises of a workout."""
IDLE: Final = ("walk", "drink", "look_about", "scratch_head", "stand", "shuffle", "look_at_phone")
"""What people do before a set and after it, and while they rest."""
TEMPO: Final = (0.6, 1.7)
"""Factor on the seconds of a repetition."""
LONG: Final = (4.0, 24.0)
"""Seconds of a set, about."""
GIVEN_UP: Final = 0.2
"""Part of the sets with one more repetition that is given up."""


@dataclass(frozen=True, slots=True, eq=False)
class Practice:
    """One piece of what somebody does.

    Attributes:
        kind: "set" of one exercise, "action", "workout" of several exercises.
        name: of the exercise or action, "workout".
        done: the motion with its segments. claps: seconds.
    """

    kind: Kind
    name: str
    done: Performance
    claps: tuple[float, ...]


def practised(set_name: SetName, number: int) -> Iterator[Practice]:
    """All that one person does, the same on every run."""
    who, rig = rig_of(set_name, number)
    rng = generator(set_name, number, 5)
    for _ in range(SETS):
        for name in EXERCISES:
            yield played("set", name, rig, who, _a_set(rng, rig, who, name))
    for _ in range(ACTS):
        for name in ACTIONS:
            script = acted(rig, rng, manner_of(who), name, float(rng.uniform(-180, 180)))
            yield played("action", name, rig, who, script)
    for _ in range(WORKOUTS):
        names = rng.choice(sorted(set(EXERCISES) - {"rest"}), rng.integers(*MOVES), replace=False)
        yield played("workout", "workout", rig, who, _workout(rng, rig, who, names.tolist()))


def played(kind: Kind, name: str, rig: Rig, who: Person, script: Script) -> Practice:
    """A script performed, at ``RATE``."""
    take = perform(rig, script, np.arange(0.0, script.now, 1.0 / RATE))
    done = Performance(keypoints(rig.body, take.motion), who.id, take.segments)
    return Practice(kind, name, done, take.claps)


def _begun(rng: np.random.Generator, who: Person, first: str) -> Script:
    aside = float(rng.choice([-90, 90])) if EXERCISES[first].posture in LYING else 0.0
    return Script(rng, manner_of(who), aside + float(rng.normal(0, 12)))


def _a_set(rng: np.random.Generator, rig: Rig, who: Person, name: str) -> Script:
    script = _begun(rng, who, name)
    if rng.random() < 0.5:
        _idle(rng, rig, script)
    else:
        script.posture = EXERCISES[name].posture
        script.pose(0.0, POSTURES[script.posture])
    script.wait(float(rng.uniform(0.3, 2.0)))
    _exercise(rng, script, name)
    if rng.random() < 0.5:
        script.go_to("standing")
        _idle(rng, rig, script)
    else:
        script.wait(float(rng.uniform(0.3, 2.0)))
    return script


def _exercise(rng: np.random.Generator, script: Script, name: str) -> None:
    plan = EXERCISES[name]
    side = str(rng.choice(["left", "right"]))
    faults = some_faults(rng, name)
    if plan.hold:
        script.exercise(name, 0, faults, side, seconds=float(rng.uniform(5, 20)))
        return
    seconds = plan.seconds * script.manner.tempo * float(np.exp(rng.uniform(*np.log(TEMPO))))
    repetitions = int(np.clip(round(rng.uniform(*LONG) / seconds), 1, 20))
    drift = float(np.exp(rng.normal(0, 0.15)))
    lengths = [
        float(seconds * drift ** (i / repetitions) * np.exp(rng.normal(0, 0.05)))
        for i in range(repetitions)
    ]
    give_up = float(rng.uniform(0.3, 0.6)) if rng.random() < GIVEN_UP else None
    script.exercise(name, repetitions, faults, side, seconds, lengths=lengths, give_up=give_up)


def _idle(rng: np.random.Generator, rig: Rig, script: Script) -> None:
    """Something that is no exercise, by somebody who stands."""
    maker = ACTIONS[str(rng.choice(IDLE))]
    script.act(maker(rig, rng, Place(*script.place, script.heading)))


def _workout(rng: np.random.Generator, rig: Rig, who: Person, names: Sequence[str]) -> Script:
    script = _begun(rng, who, names[0])
    _idle(rng, rig, script)
    for name in names:
        for again in range(int(rng.integers(1, 3))):
            if again or rng.random() < 0.5:
                script.wait(float(rng.uniform(1.0, 6.0)))
            _exercise(rng, script, name)
        if script.posture == "standing" and rng.random() < 0.5:
            _idle(rng, rig, script)
    script.go_to("standing")
    _idle(rng, rig, script)
    return script


# The files


def write(path: Path, pieces: Sequence[Practice]) -> None:
    """As .npz: millimetres, each frame less the one before, and the labels as JSON."""
    joints = [np.round(p.done.joints / MILLIMETRE).astype(np.int16) for p in pieces]
    steps = [np.concatenate([j[:1], np.diff(j, axis=0)]) for j in joints]
    labels = [
        {"kind": p.kind, "name": p.name, "person": p.done.person, "claps": p.claps,
         "segments": [asdict(s) for s in p.done.segments]}
        for p in pieces
    ]  # fmt: skip
    arrays: dict[str, NDArray[Any]] = {
        "offsets": np.cumsum([0, *(len(j) for j in joints)]),
        "steps": np.concatenate(steps),
        "labels": np.frombuffer(json.dumps(labels).encode(), np.uint8),
    }
    write_arrays(path, arrays)


def read(path: Path) -> list[Practice]:
    """What ``write`` wrote: all of one person."""
    with np.load(path, allow_pickle=False) as file:
        offsets, steps, labels = (file[name] for name in ("offsets", "steps", "labels"))
    parts = np.split(steps.astype(np.int64), offsets[1:-1])
    return [
        _practice(label, part.cumsum(axis=0) * MILLIMETRE)
        for label, part in zip(json.loads(labels.tobytes()), parts, strict=True)
    ]


def _practice(label: dict[str, Any], joints: Joints) -> Practice:
    segments = tuple(
        Segment(
            **{
                **entry,
                "repetitions": tuple(map(tuple, entry["repetitions"])),
                "attempts": tuple(map(tuple, entry["attempts"])),
                "faults": tuple(Fault(**fault) for fault in entry["faults"]),
            }
        )
        for entry in label["segments"]
    )
    done = Performance(joints, label["person"], segments)
    return Practice(label["kind"], label["name"], done, tuple(label["claps"]))


def file_of(folder: Path, set_name: SetName, number: int) -> Path:
    """Where one person's practice lies."""
    return folder / f"{set_name}-{number:03}.npz"


def make_files(
    title: str,
    pieces_of: Callable[[SetName, int], Iterable[Practice]],
    people: int,
    usual: SetName | None = None,
) -> None:
    """The command that makes a file of each person's pieces; those that are there stay."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--set", choices=tuple(KEPT), required=usual is None, default=usual)
    parser.add_argument("--people", type=int, default=people)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    work = partial(_make, options.output, options.set, pieces_of)
    jobs.run(work, range(options.people), options.processes, "people")


def _make(
    folder: Path,
    set_name: SetName,
    pieces_of: Callable[[SetName, int], Iterable[Practice]],
    number: int,
) -> None:
    path = file_of(folder, set_name, number)
    if not path.exists():
        write(path, list(pieces_of(set_name, number)))


def main() -> None:
    """Make the files that are not there yet."""
    make_files(__doc__.splitlines()[0], practised, people=20)


if __name__ == "__main__":
    main()
