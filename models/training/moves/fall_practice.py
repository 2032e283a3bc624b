"""Falls, and what looks like one, by the studio's people: more of them than practice has.

    python -m models.training.moves.fall_practice --set train --people 24 --output DIR

One file a person, a minute of a core each, as ``models.training.practice`` writes them;
started again, it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from models.training.performances import rig_of
from models.training.practice import Practice, make_files, played
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


def main() -> None:
    """Make the files that are not there yet."""
    make_files(__doc__.splitlines()[0], acts, people=24)


if __name__ == "__main__":
    main()
