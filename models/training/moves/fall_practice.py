"""Falls, and what looks like one, by the studio's people: more of them than practice has.

    python -m models.training.moves.fall_practice --set train --people 24 --output DIR

One file a person, a minute of a core each, as ``models.training.practice`` writes them;
started again, it goes on.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from models.training.performances import KEPT, rig_of
from models.training.practice import Practice, file_of, played, write
from models.training.studio import jobs
from models.training.studio.acting import Place
from models.training.studio.actions import ACTIONS, FALLS, NEAR_FALLS
from models.training.studio.compose import Script
from models.training.studio.draw import generator, manner_of
from models.training.studio.people import SetName

HANDLING: Final = ("lift_box_squatting", "lift_box_stooping", "carry_box", "carry_bag", "walk")
TIMES: Final[Mapping[SetName, Mapping[tuple[str, ...], int]]] = {
    "train": {FALLS: 2, NEAR_FALLS: 2, HANDLING: 1},
    "evaluate": {FALLS: 1, NEAR_FALLS: 1},
}
"""How often each of a kind is done."""
LIES: Final = (0.8, 2.0)
"""Seconds that somebody lies who has fallen: what follows is known."""
STREAM: Final = 6
"""Of the random numbers; practice has others."""


def acts(set_name: SetName, number: int) -> Iterator[Practice]:
    """All that one person does, the same on every run."""
    who, rig = rig_of(set_name, number)
    rng = generator(set_name, number, STREAM)
    for names, times in TIMES[set_name].items():
        for name in names * times:
            heading, more = float(rng.uniform(-180, 180)), {}
            if names is FALLS:
                more["lie"] = float(rng.uniform(*LIES))
            script = Script(rng, manner_of(who), heading)
            script.act(ACTIONS[name](rig, rng, Place(0.0, 0.0, heading), **more))
            yield played("action", name, rig, who, script)


def _make(folder: Path, set_name: SetName, number: int) -> None:
    path = file_of(folder, set_name, number)
    if not path.exists():
        write(path, list(acts(set_name, number)))


def main() -> None:
    """Make the files that are not there yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=tuple(KEPT), required=True)
    parser.add_argument("--people", type=int, default=24)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    work = partial(_make, options.output, options.set)
    jobs.run(work, range(options.people), options.processes, "people")


if __name__ == "__main__":
    main()
