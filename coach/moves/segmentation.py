"""A workout video into moves, without labels.

``coach.moves.kinds`` tells at every moment how likely a repeated move, a hold, the way from
one posture to another and a rest are. The likeliest course of the four, in which every
change costs something (Viterbi), gives the stretches; a repeated one in which the poses change
for good is divided there (``coach.moves.changes``). Each is a `Move`, and those of the kinds
"periodic" and "held" are exercises. A video with chapters is divided by them instead.

A recogniser of exercises, where there is one, names them: what has no name of the vocabulary
is "Move N".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX
from coach.moves.attempts import Cycle
from coach.moves.changes import change_in
from coach.moves.counting import find_cycles
from coach.moves.counting_signals import PLACE
from coach.moves.kinds import HOP, KINDS, described, poses_of, shipped_kinds
from coach.tracks import RATE, equal_runs
from coach.types import FloatArray, Move, MoveKind, PoseTrack

CHANGE: Final = 1.0
"""Cost of going over from one kind to another, in logarithms of probability."""
LEAST: Final = 1e-3
"""Probability below which no moment speaks against a kind: one moment proves nothing."""
SHORTEST: Final[dict[MoveKind, float]] = {"periodic": 1.2, "held": 4.0}
"""Seconds of a single repetition and of a hold; what is shorter is a transition."""
SHORTEST_PART: Final = 3.0
"""Seconds of a move that follows another one directly."""
LEAST_SEEN: Final = 1.0
"""Seconds in which somebody has to be seen at all."""
REST_TITLES: Final = ("rest", "break", "pause", "intro", "outro", "휴식", "쉬는 시간", "준비")
SAME_SET: Final = 2.0
"""Seconds of rest between two sets of one exercise up to which they are one."""
OUT_OF_RHYTHM: Final = 6.0
"""How many usual pauses of a set a rest is longer than."""
SHORTEST_REST: Final = 2.5
"""Seconds of a rest within what looks like one move."""
FEWEST: Final = 3
"""Repetitions on either side of it."""
CERTAIN: Final = 6.0
"""Seconds in which nothing repeats that make a hold of what seemed to be a repeated move."""
NEAR: Final = 0.5
"""Seconds by which the middle of a repetition may be outside its move."""
UNKNOWN: Final = "unknown"
REST: Final = "rest"
"""What a recogniser says where it cannot tell, and of somebody who does nothing."""


STANDING: Final = {"shoulder": 35.0, "hip": 25.0, "knee": 30.0, "trunk": 25.0}
"""Angles in degrees up to which somebody just stands."""


class Titled(Protocol):
    """A chapter of a video: a title and a stretch of seconds."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def start(self) -> float:
        """Seconds."""

    @property
    def end(self) -> float:
        """Seconds."""


class Named(Protocol):
    """What a recogniser says."""

    @property
    def name(self) -> str:
        """Of the vocabulary, or UNKNOWN."""

    @property
    def confidence(self) -> float:
        """0..1."""


class Recogniser(Protocol):
    """Names exercises."""

    def recognise(self, track: PoseTrack, start: float, end: float) -> Named:
        """What is done from one time to another, seconds of the track."""


def find_stretches(
    latents: NDArray[np.floating],
    angles: NDArray[np.floating],
    signals: FloatArray,
    time: NDArray[np.floating],
    chapters: Sequence[Titled] = (),
    *,
    track: PoseTrack | None = None,
    recogniser: Recogniser | None = None,
    cycles: Sequence[Cycle] | None = None,
) -> tuple[Move, ...]:
    """All that goes on in a target, rests and transitions too, in order.

    Args:
        latents: (T, K) at ``RATE``; NaN rows where nobody was seen.
        angles: (T, A) degrees by ``coach.angles.ANGLES``.
        signals: (T, S) by ``coach.moves.counting_signals``, for what repeats and travels.
        time: (T,) seconds, regular.
        chapters: of the video file; where there are some, they are the moves.
        track: the same poses, for the recogniser.
        recogniser: gives the names that chapters do not; None: there are none.
        cycles: the repetitions, where they are known; None: they are found.
    """
    if len(time) < 2 or np.count_nonzero(np.isfinite(latents).all(axis=1)) < LEAST_SEEN * RATE:
        return ()
    if cycles is None:
        cycles = find_cycles(signals, np.asarray(time, np.float64))
    found = _of_chapters(chapters)
    if not chapters:
        place = signals[:, PLACE]
        found = _of_kinds(latents, angles, place, time)
        found = [part for move in found for part in _sets(move, cycles)]
        found = _joined([_at_ease(move, angles, time) for move in found])
        if track is not None and recogniser is not None:
            found = _joined([_named(move, track, recogniser) for move in found])
    return _numbered(with_repetitions(found, cycles))


def _of_chapters(chapters: Sequence[Titled]) -> list[Move]:
    kinds: dict[bool, MoveKind] = {True: "rest", False: "periodic"}
    return [
        Move(c.title, c.start, c.end, 0, kinds[c.title.strip().lower() in REST_TITLES])
        for c in chapters
        if c.end > c.start
    ]


def _of_kinds(
    latents: NDArray[np.floating],
    angles: NDArray[np.floating],
    place: NDArray[np.floating],
    time: NDArray[np.floating],
) -> list[Move]:
    likely = shipped_kinds().probabilities(described(latents, angles, place))
    course = _course(likely)
    poses = poses_of(latents, angles)[::HOP]
    found: list[Move] = []
    for first, after in equal_runs(course):
        kind = KINDS[course[first]]
        cuts = _cuts(poses[first:after]) if kind == "periodic" else []
        for a, b in pairwise([first, *(first + cut for cut in cuts), after]):
            start, end = float(time[a * HOP]), float(time[min(b * HOP, len(time) - 1)])
            sure = float(likely[a:b, course[a]].mean())
            found.append(Move("", start, end, 0, kind, sure))
    return _joined([_long_enough(move) for move in found])


def _sets(move: Move, cycles: Sequence[Cycle]) -> list[Move]:
    """A repeated move as its sets: a pause that is out of the rhythm is a rest between two.

    One in which nothing repeats is a hold, or a transition if it is short.
    """
    if move.kind != "periodic":
        return [move]
    inside = _within(move, cycles)
    if not inside:
        is_short = move.end - move.start < CERTAIN
        return [replace(move, kind="transition" if is_short else "held")]
    if len(inside) < 2 * FEWEST:
        return [move]
    pauses = np.array([after.start - before.end for before, after in pairwise(inside)])
    length = np.median([cycle.end - cycle.start for cycle in inside])
    usual = max(float(np.median(pauses)), float(length) / 5)
    long = np.flatnonzero(pauses > max(OUT_OF_RHYTHM * usual, SHORTEST_REST)).tolist()
    rests = [i for i in long if FEWEST <= i + 1 <= len(inside) - FEWEST]
    edges = [
        move.start,
        *(t for i in rests for t in (inside[i].end, inside[i + 1].start)),
        move.end,
    ]
    kinds: tuple[MoveKind, MoveKind] = ("periodic", "rest")
    return [
        replace(move, start=start, end=end, kind=kinds[i % 2])
        for i, (start, end) in enumerate(pairwise(edges))
    ]


def _at_ease(move: Move, angles: NDArray[np.floating], time: NDArray[np.floating]) -> Move:
    """The move, as a rest if it is a hold in which somebody just stands."""
    if move.kind != "held":
        return move
    rows = (time >= move.start) & (time <= move.end)
    sides = [
        (name, limit)
        for joint, limit in STANDING.items()
        for name in ([joint] if joint in ANGLE_INDEX else [f"left_{joint}", f"right_{joint}"])
    ]
    stands = all(
        np.count_nonzero(angles[rows, ANGLE_INDEX[name]] < limit) > np.count_nonzero(rows) / 2
        for name, limit in sides
    )
    return replace(move, kind="rest") if stands else move


def _within(move: Move, cycles: Sequence[Cycle]) -> list[Cycle]:
    """The repetitions whose middle is in a move, or nearly."""
    first, last = move.start - NEAR, move.end + NEAR
    return [cycle for cycle in cycles if first <= (cycle.start + cycle.end) / 2 <= last]


def _cuts(poses: NDArray[np.float32]) -> list[int]:
    """Rows at which a repeated move goes over into another one."""
    at = change_in(poses, round(SHORTEST_PART * RATE / HOP))
    if at is None:
        return []
    return [*_cuts(poses[:at]), at, *(at + cut for cut in _cuts(poses[at:]))]


def _course(likely: NDArray[np.float32]) -> NDArray[np.intp]:
    """(H,) the likeliest course of kinds, by their probabilities (H, 4)."""
    gain = np.log(np.maximum(likely, LEAST)).astype(np.float64)
    best = gain[0]
    came_from = np.zeros(likely.shape, dtype=np.intp)
    kinds = np.arange(likely.shape[1])
    for i in range(1, len(gain)):
        other = int(np.argmax(best))
        stays = best >= best[other] - CHANGE
        came_from[i] = np.where(stays, kinds, other)
        best = np.where(stays, best, best[other] - CHANGE) + gain[i]
    course = np.empty(len(gain), dtype=np.intp)
    course[-1] = int(np.argmax(best))
    for i in range(len(gain) - 1, 0, -1):
        course[i - 1] = came_from[i, course[i]]
    return course


def _long_enough(move: Move) -> Move:
    """The move, as a transition if it is too short for what it seemed to be."""
    if move.end - move.start < SHORTEST.get(move.kind, 0.0):
        return replace(move, kind="transition")
    return move


def _joined(moves: Sequence[Move]) -> list[Move]:
    """Neighbours that are one: of one kind, and no exercise or exercises of one name.

    Less than SAME_SET between two exercises of one name is a pause within the set.
    """
    joined: list[Move] = []
    for move in moves:
        pause = joined[-1] if joined and not joined[-1].is_exercise else None
        before = joined[-2:-1] if pause else joined[-1:]
        if pause and pause.kind == move.kind:
            joined[-1] = _one(pause, move)
        elif before and _same(before[0], move) and move.start - before[0].end < SAME_SET:
            joined[-2 if pause else -1 :] = [_one(before[0], move)]
        else:
            joined.append(move)
    return joined


def _same(one: Move, other: Move) -> bool:
    """Whether two exercises have one name; of those that have none it is not known."""
    return one.is_exercise and one.kind == other.kind and one.name == other.name != ""


def _one(first: Move, last: Move) -> Move:
    return replace(first, end=last.end, confidence=min(first.confidence, last.confidence))


def with_repetitions(moves: Sequence[Move], cycles: Sequence[Cycle]) -> tuple[Move, ...]:
    """Moves with the number of those repetitions that are done in them."""
    return tuple(
        replace(move, repetitions=len(_within(move, cycles))) if move.kind == "periodic" else move
        for move in moves
    )


def _named(move: Move, track: PoseTrack, recogniser: Recogniser) -> Move:
    """The move with the name that the recogniser gives it."""
    if not move.is_exercise:
        return move
    said = recogniser.recognise(track, move.start, move.end)
    if said.name == UNKNOWN:
        return move
    if said.name == REST:
        return replace(move, kind="rest")
    return replace(move, name=said.name, confidence=move.confidence * said.confidence)


def _numbered(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Exercises without a name are called by their number, others by their kind."""
    named, number = [], 0
    for move in moves:
        number += move.is_exercise
        other = f"Move {number}" if move.is_exercise else move.kind
        named.append(move if move.name else replace(move, name=other))
    return tuple(named)
