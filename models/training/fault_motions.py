"""People who do every exercise right and with each of its faults, exact and unrendered.

    python -m models.training.fault_motions --people 56 --output DIR [--processes 2]

Once right and once with each fault for which there are words (``fault_cues``), at a severity of
LEAST to 1. One file a person of the set "train", in the format of ``motion_bank``, half a minute
of a core each; started again, it goes on.
"""

from __future__ import annotations

import argparse
from collections.abc import Container, Iterator
from functools import partial
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np

from models.training.fault_cues import ALL_CUES
from models.training.motion_bank import Kept, read, write
from models.training.performances import performed
from models.training.practice import file_of
from models.training.studio import jobs

PEOPLE: Final = 56
LEAST: Final = 0.4
"""Severity from which faults are learned."""


def motions(folder: Path, exercises: Container[str], people: int = PEOPLE) -> list[Kept]:
    """Of the first people whose files are there."""
    files = sorted(folder.glob("train-*.npz"))[:people]
    return [kept for path in files for kept in read(path) if kept.exercise in exercises]


def acted_by(number: int) -> Iterator[Kept]:
    """All that one person does."""
    for name, faults in ALL_CUES.items():
        for fault in ("", *faults):
            rng = np.random.default_rng(crc32(f"{number} {name} {fault}".encode()))
            severity = float(rng.uniform(LEAST, 1.0)) if fault else 0.0
            found = performed(
                name,
                ("train", number),
                seed=crc32(f"{name} {fault}".encode()),
                repetitions=1,
                faults={fault: severity} if fault else None,
                wait=0.0,
            )
            (segment,) = found.exercises
            start, end = (segment.repetitions or ((segment.start, segment.end),))[0]
            yield Kept(found.person, name, fault, severity, 0, found.part(start, end))


def _make(folder: Path, number: int) -> None:
    path = file_of(folder, "train", number)
    if not path.exists():
        write(path, list(acted_by(number)))


def main() -> None:
    """Make the files that are not there yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    jobs.run(partial(_make, options.output), range(options.people), options.processes, "people")


if __name__ == "__main__":
    main()
