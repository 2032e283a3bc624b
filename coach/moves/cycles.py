"""Which stretches of time are the repetitions: the likeliest that do not overlap."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.spans import Spans
from coach.tracks import RATE

WORTH: Final = -2.0
"""Log odds from which a stretch counts."""
IN_A_ROW: Final = 4
"""Repetitions after each other of which each is believed; of fewer, only those that are CLEAR:
what people do while they wait goes out and comes back too."""
CLEAR: Final = 1.5
"""Log odds."""
PAUSE: Final = 4.5
UNLIKE: Final = 0.5
"""Seconds between two repetitions of a row, and logarithm of the ratio of their lengths."""
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
    found: list[int] = []
    frame = total
    while frame > 0:
        span = int(chosen[frame])
        if span < 0:
            frame -= 1
            continue
        found.append(span)
        frame = _free(spans[span], frame)
    rows = np.array(found[::-1], np.intp)
    kept = rows[_plausible(spans[rows], odds[rows])]
    return [(int(first), int(first + n)) for first, n in spans[kept]]


def _plausible(spans: Spans, odds: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Of stretches in order whether each counts: in a row of them, or clear by itself."""
    if not len(spans):
        return np.zeros(0, bool)
    row = row_numbers(spans[:, 0], spans.sum(axis=1))
    plausible: NDArray[np.bool_] = (np.bincount(row)[row] >= IN_A_ROW) | (odds > CLEAR)
    return plausible


def row_numbers(first: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.intp]:
    """(N,) the row, from 0, that each of N repetitions in order belongs to, by their frames."""
    length = last - first
    ratio = np.abs(np.log(length[1:] / length[:-1]))
    new = (first[1:] - last[:-1] > PAUSE * RATE) | (ratio > UNLIKE)
    return np.concatenate([[0], np.cumsum(new)])


def _free(span: NDArray[np.intp], end: int) -> int:
    """Frame by which the repetition before has to be over."""
    return min(int(span[0]) + OVERLAP, end - 1)
