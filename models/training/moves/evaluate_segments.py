"""Measures how well workouts are divided into moves.

    python -m models.training.moves.evaluate_segments --practice DIR [--json FILE]

People of the evaluation set: the workouts that they played, each from several sides, and
others spliced of sets, holds, pauses and things that are no exercise (``workouts``). A found
move is right where it covers a true one with an intersection over union of at least 0.5.
Sets of one exercise are two moves if there is a rest of at least 2 s between them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Encoder
from coach.moves import Recogniser
from coach.moves.exercises import ExerciseRecogniser
from coach.session import stretches_of
from coach.types import Move
from models.training.figures import Figure, figure, table
from models.training.moves.workouts import Workout, seen, workouts_of
from models.training.practice import PRACTICE, Practice, read
from models.training.studio.take import Segment

ENOUGH: Final = 0.5
"""Intersection over union of a move that is found."""
VIEWS: Final = 2
"""Cameras before a workout that was played."""
SPLICED: Final = 5
"""Spliced workouts of each person."""
SEED: Final = 5


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """One workout, compared.

    Attributes:
        person, yaw: who, and degrees from the front. spliced: whether it was composed.
        truth, found: moves. pairs: (P, 2) places of those that belong together.
        rests, rests_found: of at least 2 s, and those of which no half is taken for a move.
    """

    person: str
    yaw: float
    spliced: bool
    truth: tuple[Segment, ...]
    found: tuple[Move, ...]
    pairs: NDArray[np.intp]
    rests: int
    rests_found: int


def checked(
    workout: Workout, spliced: bool, encoder: Encoder, recogniser: Recogniser | None
) -> Checked:
    """What is found in a workout, compared with the truth."""
    stretches = stretches_of(workout.track, encoder, recogniser=recogniser)
    found = tuple(move for move in stretches if move.is_exercise)
    long = [(a, b) for a, b in workout.rests if b - a >= 2.0]
    free = sum(
        sum(max(min(m.end, b) - max(m.start, a), 0.0) for m in found) <= (b - a) / 2
        for a, b in long
    )
    pairs = matched(workout.truth, found)
    person, yaw = workout.person, workout.yaw
    return Checked(person, yaw, spliced, workout.truth, found, pairs, len(long), free)


def matched(truth: Sequence[Segment], found: Sequence[Move]) -> NDArray[np.intp]:
    """(P, 2) places of moves that cover each other by ENOUGH; no move is in two pairs."""
    over = np.array([[_overlap(t, m) for m in found] for t in truth]).reshape(len(truth), -1)
    return np.argwhere(over >= ENOUGH)  # of two moves that do not overlap only one can


def _overlap(true: Segment, move: Move) -> float:
    common = min(true.end, move.end) - max(true.start, move.start)
    union = max(true.end, move.end) - min(true.start, move.start)
    return max(common, 0.0) / union if union > 0 else 0.0


def f1(all_of_them: Sequence[Checked]) -> float:
    """Harmonic mean of the share of true moves found and the share of found ones true."""
    right = sum(len(c.pairs) for c in all_of_them)
    return 2 * right / max(sum(len(c.truth) + len(c.found) for c in all_of_them), 1)


def _shares(chosen: Sequence[Checked], pick: Any) -> float:
    values = np.concatenate([np.asarray(pick(c), dtype=float) for c in chosen])
    return float(np.mean(values)) if len(values) else float("nan")


def _errors(one: Checked) -> list[float]:
    """Seconds by which the ends of the found moves are off."""
    return [
        abs(a - b)
        for t, m in one.pairs
        for a, b in (
            (one.truth[t].start, one.found[m].start),
            (one.truth[t].end, one.found[m].end),
        )
    ]


def _kinds_right(one: Checked) -> list[bool]:
    held = [not (s.repetitions or s.attempts) for s in one.truth]
    return [held[t] == (one.found[m].kind == "held") for t, m in one.pairs]


def _names_right(one: Checked) -> list[bool]:
    return [
        one.truth[t].name == one.found[m].name
        for t, m in one.pairs
        if not one.truth[t].name.endswith("_hold")
    ]


def figures(
    practice: Sequence[Sequence[Practice]],
    encoder: Encoder,
    recogniser: Recogniser | None,
) -> list[Figure]:
    """The figures of people's practice, one sequence a person."""
    done: list[Checked] = []
    for number, pieces in enumerate(practice):
        rng = np.random.default_rng([SEED, number])
        for piece in pieces:
            if piece.kind == "workout":
                views = [seen(piece.done, rng) for _ in range(VIEWS)]
                done += [checked(one, False, encoder, recogniser) for one in views]
        others = workouts_of([p for p in pieces if p.kind != "workout"], rng, SPLICED)
        done += [checked(one, True, encoder, recogniser) for one in others]
    return measured(done)


def measured(done: Sequence[Checked]) -> list[Figure]:
    """Figures of workouts that were compared."""
    rng = np.random.default_rng(SEED)

    def one(measure: str, chosen: Sequence[Checked], statistic: Any, goal: str = "") -> Figure:
        people = np.array([c.person for c in chosen])
        return figure(measure, lambda rows: statistic([chosen[i] for i in rows]), people, rng, goal)

    def share(pick: Any) -> Any:
        return lambda chosen: _shares(chosen, pick)

    played = [c for c in done if not c.spliced]
    away = {name: [c for c in done if low <= abs(c.yaw) < high] for name, low, high in ANGLES}
    return [
        one("moves, F1 at IoU 0.5", done, f1, ">= 0.9"),
        one("of workouts as played", played, f1),
        one("of spliced ones", [c for c in done if c.spliced], f1),
        *(one(f"from {name}", chosen, f1) for name, chosen in away.items() if chosen),
        one("holds found", done, share(lambda c: _found(c, held=True))),
        one("repeated moves found", done, share(lambda c: _found(c, held=False))),
        one("held or repeated, right", done, share(_kinds_right)),
        one("ends off, s, median", done, lambda chosen: _median(chosen)),
        one("ends within 1 s", done, share(lambda c: np.array(_errors(c)) <= 1.0)),
        one("rests found", done, lambda c: sum(x.rests_found for x in c) / sum(x.rests for x in c)),
        one("names right", done, share(_names_right)),
    ]


ANGLES: Final = (("the front", 0, 45), ("the side", 45, 135), ("behind", 135, 181))
"""Cameras by degrees from the front."""


def _found(one: Checked, held: bool) -> list[bool]:
    hits = set(one.pairs[:, 0].tolist())
    return [i in hits for i, s in enumerate(one.truth) if held != bool(s.repetitions or s.attempts)]


def _median(chosen: Sequence[Checked]) -> float:
    errors = [e for c in chosen for e in _errors(c)]
    return float(np.median(errors)) if errors else float("nan")


def main(arguments: Sequence[str] | None = None) -> list[Figure]:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, default=PRACTICE)
    options = parser.parse_args(arguments)
    practice = [read(path) for path in sorted(options.practice.glob("evaluate-*.npz"))]
    found = figures(practice, Encoder(), ExerciseRecogniser())
    print(table("Workouts into moves", found))
    return found


if __name__ == "__main__":
    main()
