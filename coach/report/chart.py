"""Score over time as plain numbers, for whoever draws it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.types import PersonResult

MOST_BINS: Final = 320
SHORTEST_BIN_S: Final = 0.5
MOST_BARS: Final = 16
JUDGED_SHARE: Final = 0.5
_STEPS_S: Final = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)
_MOST_TICKS: Final = 9


@dataclass(frozen=True, slots=True)
class Chart:
    """Score over the time of the target.

    Attributes:
        duration: seconds, the right end of the axis.
        lines: stretches of (second, score 0..100) that were judged without a break.
        gaps: (start, end) seconds that were not judged.
        moves: (start, end) seconds of each move.
        ticks: seconds to label.
    """

    duration: float
    lines: tuple[tuple[tuple[float, float], ...], ...]
    gaps: tuple[tuple[float, float], ...]
    moves: tuple[tuple[float, float], ...]
    ticks: tuple[int, ...]


def score_chart(person: PersonResult, duration: float) -> Chart:
    """The chart of one person.

    Scores are means over equal bins of at least SHORTEST_BIN_S. A bin with less than
    JUDGED_SHARE of its frames judged counts as not judged.

    Args:
        person: whose.
        duration: length of the target, seconds.
    """
    duration = max(duration, 1.0)
    bins = int(np.clip(duration / SHORTEST_BIN_S, 1, MOST_BINS))
    width = duration / bins
    at = np.clip((person.target_time / width).astype(int), 0, bins - 1)
    judged = np.isfinite(person.scores)
    frames = np.bincount(at, minlength=bins)
    known = np.bincount(at[judged], minlength=bins)
    total = np.bincount(at[judged], weights=person.scores[judged], minlength=bins)
    shown = (known > 0) & (known >= JUDGED_SHARE * frames)
    mean = np.clip(total / np.maximum(known, 1), 0.0, 100.0)
    lines = tuple(
        tuple(((i + 0.5) * width, float(mean[i])) for i in range(start, end))
        for start, end in _runs(shown)
    )
    gaps = tuple((start * width, end * width) for start, end in _runs(~shown))
    moves = tuple(
        (min(max(move.start, 0.0), duration), min(max(move.end, 0.0), duration))
        for move in person.moves
    )
    return Chart(duration, lines, gaps, moves, _ticks(duration))


def bars(scores: Sequence[float]) -> tuple[float, ...]:
    """Scores of repetitions for a small picture: at most MOST_BARS, means of neighbours.

    NaN where none of them was judged.
    """
    groups = np.array_split(np.array(scores, dtype=np.float64), min(len(scores), MOST_BARS) or 1)
    known = [group[np.isfinite(group)] for group in groups]
    return tuple(float(group.mean()) if len(group) else math.nan for group in known)


def _runs(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[tuple[int, int]]:
    """Stretches of True as (first, one past the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.astype(np.int8), [0]))))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _ticks(duration: float) -> tuple[int, ...]:
    step = next((s for s in _STEPS_S if duration / s <= _MOST_TICKS), 3600)
    return tuple(range(0, int(duration) + 1, step))
