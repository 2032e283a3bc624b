"""Workouts of any order, as a camera would see them, with what is done when.

Composed of what people do at practice (``models.training.practice``): whole workouts as they
were played, and others spliced of single sets, things that are no exercise, sets with pauses
between the repetitions, moves that follow each other without a rest, and static holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.kinds import KINDS
from coach.moves.segmentation import SAME_SET
from coach.tracks import RATE
from coach.types import MODEL_NAMES, MoveKind, PoseTrack
from models.training.performances import (
    Joints,
    Performance,
    at_tempo,
    filmed,
    later,
    random_view,
    spliced,
)
from models.training.practice import Practice
from models.training.studio.take import Segment

PIECES: Final = (4, 8)
"""Sets and actions of a spliced workout."""
HELD: Final = (6.0, 25.0)
PAUSE: Final = (0.5, 5.0)
"""Seconds of a static hold, and of a pause after every repetition of a set."""
SWAY: Final = 0.006
"""Metres by which somebody who holds still sways."""
FAR: Final = 0.12
"""Metres, mean of the joints, from the ready pose to one that is worth holding."""
CHANGE: Final = 0.5
"""Seconds of transition between two moves that follow each other directly."""
CLEAN: Final = 0.2
"""Part of the workouts that are seen without errors."""
SPEED: Final = (0.3, 1.3)
"""Factor on the speed of some sets: people who are very slow, or quick."""


@dataclass(frozen=True, slots=True, eq=False)
class Workout:
    """What was filmed and what is done in it.

    Attributes:
        track: of the estimator. truth: moves, in order, exercises and holds.
        rests: seconds. kinds: (T,) places in KINDS, by frame of the track.
        person, yaw: who, and degrees of the camera from the front.
    """

    track: PoseTrack
    truth: tuple[Segment, ...]
    rests: tuple[tuple[float, float], ...]
    kinds: NDArray[np.int64]
    person: str
    yaw: float


def workouts_of(
    pieces: Sequence[Practice], rng: np.random.Generator, spliced_ones: int
) -> Iterator[Workout]:
    """The workouts somebody played, and so many spliced ones, each from one camera."""
    for piece in pieces:
        if piece.kind == "workout":
            yield seen(piece.done, rng)
    for _ in range(spliced_ones):
        yield seen(composed(pieces, rng), rng)


def seen(done: Performance, rng: np.random.Generator) -> Workout:
    """A workout from any side, by any model."""
    view = random_view(rng, 180)
    model = MODEL_NAMES[int(rng.integers(len(MODEL_NAMES)))]
    track = filmed(done.joints, rng, model=model, errors=rng.random() >= CLEAN, **view)
    truth = moves_of(done)
    rests = tuple((s.start, s.end) for s in done.segments if _kind(s) == "rest")
    return Workout(track, truth, rests, kinds_of(done, truth), done.person, view["yaw"])


def composed(pieces: Sequence[Practice], rng: np.random.Generator) -> Performance:
    """Sets, holds and other things in any order."""
    sets = [p.done for p in pieces if p.kind == "set" and p.name != "rest"]
    other = [p.done for p in pieces if p.kind == "action" or p.name == "rest"]
    parts: list[Performance] = []
    for _ in range(int(rng.integers(*PIECES))):
        one = sets[int(rng.integers(len(sets)))]
        way = rng.random()
        if way < 0.25:
            one = held(one, rng)
        elif way < 0.4:
            one = paused(one, rng)
        elif way < 0.65:
            one = joined(one, sets[int(rng.integers(len(sets)))])
        if way > 0.5 and rng.random() < 0.4:
            one = at_speed(one, float(np.exp(rng.uniform(*np.log(SPEED)))))
        parts.append(one)
        if rng.random() < 0.5:
            parts.append(other[int(rng.integers(len(other)))])
    return spliced(parts, float(rng.uniform(0.4, 1.5)))


def held(done: Performance, rng: np.random.Generator) -> Performance:
    """The far end of a repetition held instead of the set; the set itself if it is near."""
    exercise = done.exercises[0]
    if not exercise.repetitions:
        return done
    first, last = exercise.repetitions[0]
    a, b = round(first * RATE), round(last * RATE)
    away = np.linalg.norm(done.joints[a : b + 1] - done.joints[a], axis=2).mean(axis=1)
    at = a + int(np.argmax(away))
    if away.max() < FAR:
        return done
    frames = round(float(rng.uniform(*HELD)) * RATE)
    still = done.joints[at] + _sway(rng, frames)
    # down at the tempo of the repetition, up again at the end of it, and away as after the set
    rest_of = done.joints[round(exercise.end * RATE) :]
    joints = np.concatenate([done.joints[:at], still, done.joints[at : b + 1], rest_of])
    moved = (b + 1 + frames) / RATE - exercise.end
    held_one = Segment(
        "exercise", f"{exercise.name}_hold", at / RATE, (at + frames) / RATE, exercise.side
    )
    return Performance(joints, done.person, _replaced(done, exercise, (held_one,), moved))


def paused(done: Performance, rng: np.random.Generator) -> Performance:
    """The set with a pause after every repetition but the last."""
    exercise = done.exercises[0]
    if len(exercise.repetitions) < 2 or exercise.attempts:
        return done
    pause = float(rng.uniform(*PAUSE))
    parts, begun, added = [], 0, 0.0
    spans = []
    for i, (start, end) in enumerate(exercise.repetitions):
        spans.append((start + added, end + added))
        if i + 1 == len(exercise.repetitions):
            break
        at = round(end * RATE)
        frames = round(pause * float(rng.uniform(0.7, 1.3)) * RATE)
        parts += [done.joints[begun:at], done.joints[at] + _sway(rng, frames)]
        begun, added = at, added + frames / RATE
    parts.append(done.joints[begun:])
    longer = replace(exercise, end=exercise.end + added, repetitions=tuple(spans), faults=())
    segments = _replaced(done, exercise, (longer,), added)
    return Performance(np.concatenate(parts), done.person, segments)


def joined(one: Performance, other: Performance) -> Performance:
    """The exercise of one and then that of the other, without a rest between them."""
    first, second = one.exercises[0], other.exercises[0]
    before = replace(
        one,
        joints=one.joints[: round(first.end * RATE) + 1],
        segments=tuple(s for s in one.segments if s.end <= first.end),
    )
    begin = round(second.start * RATE)
    after = replace(
        other,
        joints=other.joints[begin:],
        segments=tuple(later(s, -begin / RATE) for s in other.segments if s.start >= second.start),
    )
    return spliced([before, after], CHANGE)


def at_speed(done: Performance, factor: float) -> Performance:
    """The same so many times as fast."""

    def scaled(spans: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
        return tuple((a / factor, b / factor) for a, b in spans)

    segments = tuple(
        replace(
            s,
            start=s.start / factor,
            end=s.end / factor,
            repetitions=scaled(s.repetitions),
            attempts=scaled(s.attempts),
            faults=(),
        )
        for s in done.segments
    )
    return Performance(at_tempo(done.joints, factor), done.person, segments)


def moves_of(done: Performance) -> tuple[Segment, ...]:
    """The moves of a performance: its exercises, sets joined over less than SAME_SET."""
    moves: list[Segment] = []
    for segment in sorted(done.segments, key=lambda s: s.start):
        if _kind(segment) in ("rest", "transition"):
            continue
        last = moves[-1] if moves else None
        if last and last.name == segment.name and segment.start - last.end < SAME_SET:
            moves[-1] = replace(
                last, end=segment.end, repetitions=last.repetitions + segment.repetitions
            )
        else:
            moves.append(segment)
    return tuple(moves)


def kinds_of(done: Performance, truth: Sequence[Segment]) -> NDArray[np.int64]:
    """(T,) place in KINDS of every frame; between two moves there is always a transition."""
    time = np.arange(len(done.joints)) / RATE
    kinds = np.full(len(time), KINDS.index("transition"))
    for segment in sorted(done.segments, key=lambda s: s.kind in ("transition", "exercise")):
        within = (time >= segment.start) & (time <= segment.end)
        kinds[within] = KINDS.index(_kind(segment))
    for move in truth:
        kinds[(time >= move.start) & (time <= move.end)] = KINDS.index(_kind(move))
    for move, following in pairwise(truth):
        if following.start - move.end <= CHANGE + 1 / RATE:
            middle = (move.end + following.start) / 2
            kinds[np.abs(time - middle) <= CHANGE / 2] = KINDS.index("transition")
    return kinds


def _kind(segment: Segment) -> MoveKind:
    if segment.kind == "exercise" and segment.name != "rest":
        return "periodic" if segment.repetitions or segment.attempts else "held"
    return "transition" if segment.kind == "transition" else "rest"


def _sway(rng: np.random.Generator, frames: int) -> Joints:
    """(frames, 17, 3) metres; begins and ends at nothing."""
    time = np.arange(frames)[:, None, None] / RATE
    hertz = rng.uniform(0.06, 0.45, (3, 17, 3))
    angle = rng.uniform(0, 2 * np.pi, (3, 17, 3))
    waves = sum(np.sin(2 * np.pi * hertz[i] * time + angle[i]) for i in range(3))
    ends = np.minimum(np.arange(frames), np.arange(frames)[::-1])[:, None, None] / RATE
    sway: Joints = SWAY / 1.2 * waves * np.minimum(ends, 1.0)
    return sway


def _replaced(
    done: Performance, old: Segment, new: tuple[Segment, ...], added: float
) -> tuple[Segment, ...]:
    """The segments with one replaced, those after it so many seconds later."""
    before = tuple(s for s in done.segments if s.end <= old.start)
    after = tuple(later(s, added) for s in done.segments if s.start >= old.end)
    return (*before, *new, *after)
