"""What the counter learns from: films of sets, idling and made-up exercises, with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Encoder
from coach.moves.counting import signals_of_track
from coach.moves.counting_signals import carried_on
from coach.pose.correction import shipped_corrector
from coach.tracks import RATE
from coach.types import FloatArray
from models.training.bones import UIPRMD, directions, load_motions, mixed_bones
from models.training.moves.count_data import (
    Counting,
    idled,
    idling,
    practised,
    recorded_sets,
    retimed,
    seen,
    tying_shoes,
)
from models.training.moves.made_up import made_up
from models.training.performances import Performance, corrected_live, recorded

KNOWN: Final = 4000
"""Poses from which and to which exercises are made up."""
WALKS: Final = ("walk", "slow walk", "brisk walk", "basketball")
"""Recordings in which nothing is to be counted."""
WAITING: Final = 100.0
WAITS: Final = 3
"""Seconds for which everybody waits, so many times."""
LIVE: Final = 0.4
"""Part that is corrected as it is live."""
EXACT: Final = 0.1
"""Part that is seen without errors, as motion capture is."""
CUT: Final = 0.6
"""Part of the lessons that are also shown cut."""
CLOSE: Final = 0.6
"""Seconds that are left before and after, on average."""
SINGLE: Final = (0.8, 8.0)
"""Seconds of a single repetition."""
SHORTEST: Final = 12
"""Frames of a lesson at least."""
MADE_AT_ONCE: Final = 50
"""Exercises that a process makes up."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is shown.

    Attributes:
        seed: of all that is drawn. made_up: exercises nobody does. sets: of each recorded
            exercise and person. views: of each piece of a person at practice.
    """

    seed: int = 1
    made_up: int = 800
    sets: int = 6
    views: int = 2


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A track and what is done in it.

    Attributes:
        frames: (T, S + 1) of ``carried_on``.
        cycles: (R, 2) first and last frame, in order. short: (R,) whether it is an attempt.
    """

    frames: FloatArray
    cycles: NDArray[np.float64]
    short: NDArray[np.bool_]


def lesson(piece: Counting, encoder: Encoder, *, live: bool) -> Lesson:
    """What is to be learned from a piece; attempts are looked for like repetitions.

    ``live``: keypoints are corrected as they are live, else as those of a recording.
    """
    cycles = np.array([*piece.repetitions, *piece.attempts]).reshape(-1, 2) * RATE
    short = np.arange(len(cycles)) >= len(piece.repetitions)
    order = np.argsort(cycles[:, 0])
    correct = corrected_live if live else shipped_corrector().track
    frames = carried_on(signals_of_track(correct(piece.track), encoder))
    return Lesson(frames, cycles[order], short[order])


def cut_close(one: Lesson, rng: np.random.Generator) -> Lesson:
    """A part of a lesson with next to nothing before and after, as videos are often cut.

    Half of the time it is a single repetition, at any tempo.
    """
    first, last = one.cycles[0, 0], one.cycles[-1, 1]
    pace = 1.0
    if rng.random() < 0.5:
        first, last = one.cycles[int(rng.integers(len(one.cycles)))]
        pace = (last - first) / (RATE * float(np.exp(rng.uniform(*np.log(SINGLE)))))
    low = max(0.0, first - pace * RATE * float(rng.exponential(CLOSE)))
    high = min(len(one.frames) - 1.0, last + pace * RATE * float(rng.exponential(CLOSE)))
    at = np.arange(low, high, pace)
    before = at.astype(np.intp)
    part = (at - before)[:, None]
    after = np.minimum(before + 1, len(one.frames) - 1)
    frames = (1 - part) * one.frames[before] + part * one.frames[after]
    inside = (one.cycles[:, 0] >= low - 1) & (one.cycles[:, 1] <= high + 1)
    cycles = (one.cycles[inside] - low) / pace
    return Lesson(frames.astype(np.float32), cycles, one.short[inside])


def with_cuts(lessons: Sequence[Lesson], rng: np.random.Generator) -> list[Lesson]:
    """The lessons, and of half of them what ``cut_close`` leaves."""
    cuts = [cut_close(one, rng) for one in lessons if len(one.cycles) and rng.random() < CUT]
    return [*lessons, *(one for one in cuts if len(one.frames) > SHORTEST)]


def pieces(people: Sequence[Path], data: Path, amounts: Amounts, pool: Executor) -> list[Lesson]:
    """What is shown: people at practice and waiting, recordings, and exercises made up."""
    rng = np.random.default_rng(amounts.seed)
    motions = [m for m in load_motions(data) if not m.held_out]
    known = mixed_bones(rng, directions(np.concatenate([m.points for m in motions])), KNOWN, 0.3)
    parts = [
        *(pool.submit(of_person, path, amounts) for path in people),
        *(pool.submit(of_exercises, known, MADE_AT_ONCE, amounts.seed, i)
          for i in range(amounts.made_up // MADE_AT_ONCE)),
    ]  # fmt: skip
    idle = [recorded(m) for m in motions if m.name.startswith(WALKS) and len(m.points) > 30]
    idle += [one for path in people for one in idling(practised(path))]
    recordings = [m for m in motions if m.source == UIPRMD]
    encoder = Encoder()
    found = [
        lesson(shown(name, retimed(one, rng), rng), encoder, live=rng.random() < LIVE)
        for name, one in recorded_sets(recordings, idle, rng, amounts.sets)
    ]
    for part in parts:
        found += part.result()
        print(f"{len(found)} pieces", flush=True)
    return found


def shown(name: str, done: Performance, rng: np.random.Generator) -> Counting:
    """A performance before a camera, EXACT of the time without errors."""
    return seen(name, done, rng, errors=rng.random() >= EXACT)


def of_person(path: Path, amounts: Amounts) -> list[Lesson]:
    """A person at practice, and waiting."""
    number, encoder = int(path.stem[-3:]), Encoder()
    rng = np.random.default_rng([amounts.seed, number])
    done = practised(path)
    films = [
        shown(name, retimed(one, rng), rng) for _ in range(amounts.views) for name, one in done
    ]
    waiting = idling(done)
    for _ in range(WAITS):
        shoes = tying_shoes(("train", number), rng)
        track = idled([*waiting, shoes], rng, WAITING)
        films.append(Counting("waiting", path.stem, 0.0, track, (), (), ()))
    return [lesson(one, encoder, live=rng.random() < LIVE) for one in films]


def of_exercises(known: FloatArray, number: int, *seed: int) -> list[Lesson]:
    """Exercises that nobody does, between the poses ``known``."""
    rng, encoder = np.random.default_rng(seed), Encoder()
    return [
        lesson(shown("made up", made_up(rng, known), rng), encoder, live=rng.random() < LIVE)
        for _ in range(number)
    ]
