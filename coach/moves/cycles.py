"""Which stretches of time are the repetitions: the likeliest that do not overlap."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.spans import Spans

WORTH: Final = -0.5
"""Log odds from which a stretch counts."""
OVERLAP: Final = 1
"""Frames by which a repetition may begin before the last one has ended."""


def cycles(spans: Spans, odds: NDArray[np.floating], total: int) -> list[tuple[int, int]]:
    """First and last frame of every repetition, full or not, in order.

    The sum of how much every chosen stretch is worth is the largest possible (weighted
    interval scheduling).

    Args:
        spans: (S, 2) first frames and lengths. odds: (S,) log odds of each.
        total: frames of the track.
    """
    kept = np.flatnonzero(odds > WORTH)
    ends = spans[kept].sum(axis=1)
    order = kept[np.argsort(ends, kind="stable")]
    best = np.zeros(total + 1)
    chosen = np.full(total + 1, -1, np.intp)
    place = 0
    for frame in range(1, total + 1):
        best[frame] = best[frame - 1]
        while place < len(order) and spans[order[place]].sum() == frame:
            span = order[place]
            worth = best[_free(spans[span], frame)] + odds[span] - WORTH
            if worth > best[frame]:
                best[frame], chosen[frame] = worth, span
            place += 1
    found = []
    frame = total
    while frame > 0:
        span = int(chosen[frame])
        if span < 0:
            frame -= 1
            continue
        found.append((int(spans[span, 0]), frame))
        frame = _free(spans[span], frame)
    return found[::-1]


def _free(span: NDArray[np.intp], end: int) -> int:
    """Frame by which the repetition before has to be over."""
    return min(int(span[0]) + OVERLAP, end - 1)
