"""Graded faults of the exercises whose form is judged, exact and unrendered, person by person.

    python -m models.training.moves.form_sets --people 110 --output DIR

Everybody does each exercise of ``coach.moves.form`` right, with every fault, once slight and
once coarse, and with two faults together; single repetitions in random order, some seconds a
hold. One file a person, in the format of ``models.training.practice``, ten seconds of a core
each; started again, it goes on.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from coach.tracks import RATE
from models.training.performances import Performance, rig_of
from models.training.practice import Practice, make_files
from models.training.studio.channels import keypoints
from models.training.studio.compose import Script, perform
from models.training.studio.draw import LYING, generator, manner_of
from models.training.studio.exercises import EXERCISES
from models.training.studio.people import Person, SetName
from models.training.studio.rig import Rig

FORMS: Final = ("squat", "push_up", "lunge", "plank", "shoulder_press", "deadlift")
SEVERITIES: Final = ((0.1, 0.55), (0.55, 1.0))
"""Between which a fault is slight and coarse."""
RIGHT: Final = 2
"""Repetitions without a fault."""
TEMPO: Final = (0.6, 1.2)
"""Factor on the seconds of a repetition."""
HELD: Final = (2.5, 4.0)
"""Seconds of a hold."""


def graded(set_name: SetName, number: int) -> list[Practice]:
    """All graded repetitions of one person, the same on every run."""
    who, rig = rig_of(set_name, number)
    return [_exercise(generator(set_name, number, 6, i), rig, who, name)
            for i, name in enumerate(FORMS)]  # fmt: skip


def _exercise(rng: np.random.Generator, rig: Rig, who: Person, name: str) -> Practice:
    plan = EXERCISES[name]
    heading = 90.0 if plan.posture in LYING else 0.0
    script = Script(rng, manner_of(who), heading, posture=plan.posture)
    todo = _faults(rng, name)
    for i in rng.permutation(len(todo)):
        low, high = HELD if plan.hold else np.array(TEMPO) * plan.seconds * script.manner.tempo
        side = str(rng.choice(["left", "right"]))
        script.exercise(name, 1, todo[i], side, seconds=float(rng.uniform(low, high)))
    take = perform(rig, script, np.arange(0.0, script.now, 1.0 / RATE))
    done = Performance(keypoints(rig.body, take.motion), who.id, take.segments)
    return Practice("set", name, done, ())


def _faults(rng: np.random.Generator, name: str) -> list[dict[str, float]]:
    """What goes wrong in each repetition: name to severity."""
    names = [kind.name for kind in EXERCISES[name].faults]
    slight, coarse = SEVERITIES
    pair = rng.choice(names, 2, replace=False)
    return [
        *({} for _ in range(RIGHT)),
        *({fault: float(rng.uniform(*span))} for fault in names for span in SEVERITIES),
        {str(fault): float(rng.uniform(slight[0], coarse[1])) for fault in pair},
    ]


def main() -> None:
    """Make the files that are not there yet."""
    make_files(__doc__.splitlines()[0], graded, people=110, usual="train")


if __name__ == "__main__":
    main()
