"""People of the studio who clap, and who only seem to, at the rate of a camera.

    python -m models.training.moves.clap_clips --set evaluate --clips 50 --output DIR --pack FILE

A clip is one person who does four things in some order: claps once or twice, two things that
only look like clapping, and one more clap, set of the exercise, or set of jumping jacks. One
file a clip, as ``models.training.practice`` writes them, and all in one; started again, it goes
on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from models.training.error_model import DATA
from models.training.performances import KEPT, Performance, rig_of
from models.training.practice import Practice, file_of, read, write
from models.training.studio import jobs
from models.training.studio.acting import Place
from models.training.studio.actions import ACTIONS, CLAPS, NEAR_CLAPS
from models.training.studio.channels import keypoints
from models.training.studio.compose import Script, perform
from models.training.studio.draw import generator, manner_of
from models.training.studio.exercises import EXERCISES
from models.training.studio.people import Person, SetName
from models.training.studio.rig import Rig

CAMERA_RATE: Final = 30.0
"""Pictures a second that a webcam gives, and poses a second of the live session."""
EVALUATED: Final = DATA / "claps.npz"
"""All clips of the set "evaluate"."""
PEOPLE: Final = 24
"""So many people take turns."""
LAST: Final = ("clap", "clap", "clap_wrong", "jumping_jack", *CLAPS)
"""The fourth thing is one of these."""


def clip(set_name: SetName, number: int) -> Practice:
    """One clip, the same on every run; its joints are at CAMERA_RATE."""
    who, rig = rig_of(set_name, number % PEOPLE)
    rng = generator(set_name, number, 7)
    script = Script(rng, manner_of(who), float(rng.normal(0, 12)))
    for name in rng.permutation([rng.choice(CLAPS), *rng.choice(NEAR_CLAPS, 2), rng.choice(LAST)]):
        _add(script, rig, who, str(name))
    take = perform(rig, script, np.arange(0.0, script.now, 1.0 / CAMERA_RATE))
    done = Performance(keypoints(rig.body, take.motion), who.id, take.segments)
    return Practice("action", "claps", done, take.claps)


def _add(script: Script, rig: Rig, who: Person, name: str) -> None:
    rng = script.rng
    if name in ACTIONS:
        script.act(ACTIONS[name](rig, rng, Place(*script.place, script.heading)))
        return
    plan = EXERCISES[name.removesuffix("_wrong")]
    faults = {"hands_do_not_meet": 1.0} if name.endswith("_wrong") else None
    seconds = plan.seconds * manner_of(who).tempo * float(rng.uniform(0.7, 1.3))
    script.exercise(plan.name, int(rng.integers(3, 7)), faults, seconds=seconds)


def clips(folder: Path, set_name: SetName) -> Iterator[Practice]:
    """All clips of a set that lie in a folder, in order."""
    for path in sorted(folder.glob(f"{set_name}-*.npz")):
        yield from read(path)


def _make(folder: Path, set_name: SetName, number: int) -> None:
    path = file_of(folder, set_name, number)
    if not path.exists():
        write(path, [clip(set_name, number)])


def main() -> None:
    """Make the clips that are not there yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=tuple(KEPT), required=True)
    parser.add_argument("--clips", type=int, default=50)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--pack", type=Path, help="write all clips of the set into one file too")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    work = partial(_make, options.output, options.set)
    jobs.run(work, range(options.clips), options.processes, "clips")
    if options.pack is not None:
        write(options.pack, list(clips(options.output, options.set)))


if __name__ == "__main__":
    main()
