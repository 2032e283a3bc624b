"""What the diary makes of whole workouts of people whom nothing was trained on.

    python -m models.training.moves.evaluate_diary [--practice DIR] [--people N]

Each workout is filmed once from a random side with the estimator's errors. A set of the
truth is found when a set of the diary lies on it (IoU at least OVERLAP).
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from coach.diary import Done, exercise_key
from coach.diary.reader import EngineReader
from coach.diary.video import read_track
from models.training import practice
from models.training.figures import Figure, figure, table
from models.training.performances import filmed, random_view
from models.training.practice import PRACTICE
from models.training.studio.take import Segment

OVERLAP: Final = 0.5
NO_EXERCISE: Final = ("rest", "clap")
SEED: Final = 50


@dataclass(frozen=True, slots=True)
class Entered:
    """One set of the truth, and what the diary has of it.

    Attributes:
        person, name: of the set. found: whether there is a set at its place.
        named: whether that has the right name.
        error: full repetitions or seconds held, less the true ones; NaN where not found.
        held: whether it is a hold.
    """

    person: str
    name: str
    found: bool
    named: bool
    error: float
    held: bool


def entered(folder: Path, most: int | None = None) -> Iterator[tuple[list[Entered], int, float]]:
    """Of each workout: its sets, the number of sets that were invented, and its hours."""
    with tempfile.TemporaryDirectory() as nothing_taught:
        reader = EngineReader(Path(nothing_taught))
        for number, file in enumerate(sorted(folder.glob("evaluate-*.npz"))[:most]):
            rng = np.random.default_rng((SEED, number))
            for piece in practice.read(file):
                if piece.kind != "workout":
                    continue
                track = filmed(piece.done.joints, rng, **random_view(rng, 180))
                truth = [
                    s
                    for s in piece.done.segments
                    if s.kind == "exercise" and s.name not in NO_EXERCISE
                ]
                done = list(read_track(track, reader))
                rows = [_entered(str(piece.done.person), set_, done) for set_ in truth]
                invented = sum(not any(_shared(one, set_) > 0 for set_ in truth) for one in done)
                yield rows, invented, track.duration / 3600


def _entered(person: str, truth: Segment, done: list[Done]) -> Entered:
    best = max(done, key=lambda one: _overlap(one, truth), default=None)
    held = not truth.repetitions and not truth.attempts
    if best is None or _overlap(best, truth) < OVERLAP:
        return Entered(person, truth.name, False, False, float("nan"), held)
    error = (
        best.work.held - (truth.end - truth.start)
        if held
        else best.work.repetitions - len(truth.repetitions)
    )
    named = exercise_key(best.name) == truth.name
    return Entered(person, truth.name, True, named, float(error), held)


def _span(truth: Segment) -> tuple[float, float]:
    """From the first repetition to the last, or of the hold."""
    spans = sorted((*truth.repetitions, *truth.attempts)) or [(truth.start, truth.end)]
    return spans[0][0], max(span[1] for span in spans)


def _shared(done: Done, truth: Segment) -> float:
    start, end = _span(truth)
    return max(0.0, min(end, done.work.end) - max(start, done.work.start))


def _overlap(done: Done, truth: Segment) -> float:
    start, end = _span(truth)
    shared = _shared(done, truth)
    return shared / (end - start + done.work.end - done.work.start - shared)


def figures(folder: Path = PRACTICE, most: int | None = None) -> list[Figure]:
    """Sets found, named and counted; sets that nobody did."""
    workouts = list(entered(folder, most))
    rows = [row for sets, _, _ in workouts for row in sets]
    people = np.array([row.person for row in rows])
    repeated = [row for row in rows if row.found and not row.held]
    counted_people = np.array([row.person for row in repeated])
    errors = np.array([abs(row.error) for row in repeated])
    rng = np.random.default_rng(SEED)

    def share(values: np.ndarray, names: np.ndarray, measure: str) -> Figure:
        return figure(measure, lambda r: float(np.mean(values[r])), names, rng)

    hours = sum(h for *_, h in workouts)
    invented = sum(n for _, n, _ in workouts)
    return [
        share(np.array([r.found for r in rows], float), people, "diary: sets found"),
        share(np.array([r.named for r in rows], float), people, "diary: found and named"),
        share((errors == 0).astype(float), counted_people, "diary: counted exactly, of found"),
        share((errors <= 1).astype(float), counted_people, "diary: within one, of found"),
        Figure("diary: sets nobody did, an hour", invented / max(hours, 1e-9), n=invented),
    ]


def main(arguments: Sequence[str] | None = None) -> list[Figure]:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--practice", type=Path, default=PRACTICE, metavar="DIR")
    parser.add_argument("--people", type=int, metavar="N", help="the first N alone")
    options = parser.parse_args(arguments)
    found = figures(options.practice, options.people)
    print(table("The diary of whole workouts", found))
    return found


if __name__ == "__main__":
    main()
