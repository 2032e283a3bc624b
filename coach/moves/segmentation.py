"""A workout video into moves, without labels.

Every third of a second is described by the mean and the spread of the latents about it: a
repeated move looks alike all along, another move looks different. The best partition is
found by dynamic programming over the cost "variance within the pieces plus a penalty for
each piece" (optimal partitioning: Jackson et al. 2005). Pieces in which the instructor
just stands are rests. A video with chapters is divided by them instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX
from coach.moves.repetitions import count_repetitions
from coach.tracks import runs
from coach.types import Move

HOP: Final = 1 / 3
"""Seconds between two descriptions."""
WINDOWS: Final = (3.0, 6.0, 10.0)
"""Seconds that a description looks at, tried in turn."""
EXPLAINED: Final = 0.8
"""Share of the movement that has to fall into repeated pieces."""
SHORTEST_MOVE: Final = 4.0
SHORTEST_SINGLE: Final = 2.0
"""Seconds of a repeated move, and of a single repetition."""
LONGEST_PIECE: Final = 240.0
PENALTY: Final = 1.0
"""Cost of one more piece; descriptions are in units of the mean length of a latent."""
ALIKE: Final = 0.3
"""Neighbouring pieces whose mean descriptions differ less, in the same unit, are one move."""
REST_TITLES: Final = ("rest", "break", "pause", "intro", "outro", "휴식", "쉬는 시간", "준비")
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


def find_moves(
    latents: NDArray[np.floating],
    angles: NDArray[np.floating],
    time: NDArray[np.floating],
    chapters: Sequence[Titled] = (),
) -> tuple[Move, ...]:
    """The moves of a target, in order; rests and unknown stretches are left out.

    Args:
        latents: (T, K) on a regular clock; NaN rows where nobody was seen.
        angles: (T, 9) degrees by ``coach.angles.ANGLES``.
        time: (T,) seconds, regular.
        chapters: of the video file; where there are some, they are the moves.
    """
    if len(time) < 2:
        return ()
    rate = 1.0 / float(np.median(np.diff(time)))
    if chapters:
        spans = [
            (c.title, c.start, c.end)
            for c in chapters
            if c.title.strip().lower() not in REST_TITLES and c.end > c.start
        ]
    else:
        pieces = _pieces(latents, angles, rate)
        spans = [
            (f"Move {n}", float(time[a]), float(time[b - 1])) for n, (a, b) in enumerate(pieces, 1)
        ]
    moves = []
    for name, start, end in spans:
        rows = (time >= start) & (time <= end)
        found, _ = count_repetitions(latents[rows], rate)
        moves.append(Move(name, start, end, len(found)))
    return tuple(moves)


def _pieces(
    latents: NDArray[np.floating], angles: NDArray[np.floating], rate: float
) -> list[tuple[int, int]]:
    """First and one-past-last frame of every move.

    The shortest of WINDOWS is taken in which nearly all movement falls into pieces that
    repeat: a repetition slower than the window would be cut into its phases. Movement that
    repeats at no window (one slow repetition) is one move.
    """
    hop = max(1, round(HOP * rate))
    if np.count_nonzero(np.isfinite(latents).all(axis=1)) < WINDOWS[0] * rate:
        return []
    idle = _is_idle(latents, angles, hop, round(WINDOWS[0] * rate / 2))
    busy = max(int(np.count_nonzero(~idle)), 1)
    best: list[tuple[int, int]] = []
    most = -1.0
    for window in WINDOWS:
        pieces = _at_window(latents, idle, hop, round(window * rate))
        repeated = sum(
            b - a
            for a, b in pieces
            if len(count_repetitions(latents[a * hop : b * hop], rate)[0]) >= 2
        )
        if repeated / busy > most:
            best, most = pieces, repeated / busy
        if most >= EXPLAINED:
            break
    if most <= 0.0:
        best = [(a, b) for a, b in runs(~idle) if (b - a) * HOP >= SHORTEST_SINGLE]
    return [(a * hop, min(b * hop, len(latents))) for a, b in _grown(best, idle)]


def _at_window(
    latents: NDArray[np.floating], idle: NDArray[np.bool_], hop: int, window: int
) -> list[tuple[int, int]]:
    """Pieces, in hops, that look alike throughout at one length of the window."""
    described = _describe(latents, hop, window)
    cuts = _partition(described, round(LONGEST_PIECE / HOP))
    joined: list[tuple[int, int]] = []
    for a, b in (_trim(a, b, idle) for a, b in cuts if np.mean(idle[a:b]) < 0.6):
        if joined and (a - joined[-1][1]) * HOP <= 2.0 and _alike(described, joined[-1], (a, b)):
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return [(a, b) for a, b in joined if (b - a) * HOP >= SHORTEST_MOVE]


def _describe(latents: NDArray[np.floating], hop: int, window: int) -> NDArray[np.float64]:
    """Mean and spread of the latents about every hop, in units of their mean length."""
    known = np.isfinite(latents).all(axis=1)
    filled = np.empty(latents.shape, dtype=np.float64)
    for k in range(latents.shape[1]):
        filled[:, k] = np.interp(np.arange(len(latents)), np.flatnonzero(known), latents[known, k])
    centred = filled - filled.mean(axis=0)
    _, _, axes = np.linalg.svd(centred[:: max(1, len(centred) // 2000)], full_matrices=False)
    projected = centred @ axes[:8].T
    projected /= np.mean(np.linalg.norm(latents[known], axis=1)) + 1e-9
    rows = []
    for middle in range(0, len(projected), hop):
        part = projected[max(0, middle - window // 2) : middle + window // 2 + 1]
        rows.append(np.concatenate([part.mean(axis=0), 1.5 * part.std(axis=0)]))
    return np.array(rows)


def _is_idle(
    latents: NDArray[np.floating], angles: NDArray[np.floating], hop: int, window: int
) -> NDArray[np.bool_]:
    """Whether the instructor just stands about every hop, or cannot be seen."""
    standing = np.isfinite(latents).all(axis=1)
    unseen = ~standing
    for joint, limit in STANDING.items():
        names = [joint] if joint in ANGLE_INDEX else [f"left_{joint}", f"right_{joint}"]
        for name in names:
            with np.errstate(invalid="ignore"):
                standing &= angles[:, ANGLE_INDEX[name]] < limit
    idle = standing | unseen
    return np.array(
        [
            bool(np.mean(idle[max(0, m - window // 2) : m + window // 2 + 1]) > 0.9)
            for m in range(0, len(idle), hop)
        ]
    )


def _partition(described: NDArray[np.float64], longest: int) -> list[tuple[int, int]]:
    """The cheapest division into pieces; pairs of first and one-past-last description."""
    n = len(described)
    total = np.concatenate([np.zeros((1, described.shape[1])), np.cumsum(described, axis=0)])
    squares = np.concatenate([[0.0], np.cumsum(np.sum(described**2, axis=1))])
    best = np.zeros(n + 1)
    came_from = np.zeros(n + 1, dtype=np.intp)
    for end in range(1, n + 1):
        starts = np.arange(max(0, end - longest), end)
        summed = total[end] - total[starts]
        within = squares[end] - squares[starts] - np.sum(summed**2, axis=1) / (end - starts)
        cost = best[starts] + within + PENALTY
        chosen = int(np.argmin(cost))
        best[end], came_from[end] = cost[chosen], starts[chosen]
    pieces = []
    end = n
    while end > 0:
        pieces.append((int(came_from[end]), end))
        end = int(came_from[end])
    return pieces[::-1]


def _trim(a: int, b: int, idle: NDArray[np.bool_]) -> tuple[int, int]:
    """The piece without the standing at its ends."""
    busy = np.flatnonzero(~idle[a:b])
    return (a + int(busy[0]), a + int(busy[-1]) + 1) if len(busy) else (a, b)


def _grown(pieces: list[tuple[int, int]], idle: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The pieces with the movement beside them that belongs to no other one."""
    taken = np.zeros(len(idle), dtype=bool)
    for a, b in pieces:
        taken[a:b] = True
    grown = []
    for a, b in pieces:
        while a > 0 and not taken[a - 1] and not idle[a - 1]:
            a -= 1
        while b < len(idle) and not taken[b] and not idle[b]:
            b += 1
        taken[a:b] = True
        grown.append((a, b))
    return grown


def _alike(described: NDArray[np.float64], one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two pieces show the same move."""
    gap = described[slice(*one)].mean(axis=0) - described[slice(*other)].mean(axis=0)
    return bool(np.linalg.norm(gap) < ALIKE)
