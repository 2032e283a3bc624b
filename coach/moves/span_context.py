"""What the stretches about a stretch say of it: repetitions come in rows.

A stretch is likelier to be one repetition if there is another of its length before or after
it, if neither its halves nor it and its neighbour together are one, and if many of its length
are near. Told by how likely every stretch is by itself.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.moves.spans import LENGTHS, STRIDE, Spans
from coach.types import FloatArray

LEAST: Final = -6.0
MOST: Final = 8.0
"""Log odds are cut off there."""
ABOUT: Final = 225
"""Frames before and after in which lengths of stretches are counted."""
EDGE: Final = 2
"""Frames by which the edges of neighbours may miss each other."""
INNER: Final = np.linspace(0.25, 0.75, 9)
N_CONTEXT: Final = 19

_NUMBER: Final = np.abs(LENGTHS[None] - np.arange(2 * LENGTHS[-1] + 2)[:, None]).argmin(axis=1)
"""Place in LENGTHS of the length nearest to a number of frames."""
_REACH: Final = np.maximum(1, LENGTHS // 10)
_ALIKE_REACH: Final = [(int(reach), np.flatnonzero(reach == _REACH)) for reach in np.unique(_REACH)]
"""Frames by which stretches of about these lengths begin nearly at the same time."""


def context_of(spans: Spans, odds: FloatArray, total: int) -> FloatArray:
    """(S, N_CONTEXT) of stretches in a track of so many frames.

    Args:
        spans: (S, 2). odds: (S,) log odds of each by itself.
    """
    odds = np.clip(odds, LEAST, MOST)
    table = _table(spans, odds, total)
    about = _about(table)
    begins = _highest(table.max(axis=1), EDGE)
    ends = _highest(_ends(table), EDGE)
    lengths, every = _lengths(table)
    first, n = spans[:, 0], spans[:, 1]
    last, same = first + n, _NUMBER[n]

    def at(frame: NDArray[np.intp], number: NDArray[np.intp]) -> FloatArray:
        inside = (frame >= 0) & (frame <= total)
        found: FloatArray = np.where(inside, about[np.clip(frame, 0, total), number], LEAST)
        return found

    half, third, double = _NUMBER[n // 2], _NUMBER[n // 3], _NUMBER[2 * n]
    inner = np.round(first[:, None] + n[:, None] * INNER).astype(np.intp).clip(0, total)
    columns = [
        odds,
        *(at(first + step * n, same) for step in (-2, -1, 1, 2)),
        *(at(first + step * (n // 2), same) for step in (-1, 1)),
        np.minimum(at(first, half), at(first + n // 2, half)),
        np.minimum(
            at(first, third), np.minimum(at(first + n // 3, third), at(first + 2 * n // 3, third))
        ),
        at(first, double),
        at(first - n, double),
        ends[first],
        begins[last],
        ends[last] - odds,
        begins[first] - odds,
        ends[inner].max(axis=1),
        begins[inner].max(axis=1),
        np.log(lengths[first, same] + 0.3),
        np.log(every[first] + 1.0),
    ]
    return np.stack(columns, axis=1).astype(np.float32)


def _table(spans: Spans, odds: FloatArray, total: int) -> FloatArray:
    """(total + 1, L) log odds by first frame and length; as of the last one looked at."""
    table = np.full((total + 1, len(LENGTHS)), LEAST, np.float32)
    number = _NUMBER[spans[:, 1]]
    step = np.maximum(1, spans[:, 1] // STRIDE)
    for later in range(int(step.max(initial=1))):
        rows = step > later
        table[np.minimum(spans[rows, 0] + later, total), number[rows]] = odds[rows]
    return table


def _about(table: FloatArray) -> FloatArray:
    """The highest of those that begin and last nearly the same."""
    nearly = table.copy()
    np.maximum(nearly[:, :-1], table[:, 1:], out=nearly[:, :-1])
    np.maximum(nearly[:, 1:], table[:, :-1], out=nearly[:, 1:])
    for reach, those in _ALIKE_REACH:
        nearly[:, those] = _highest(nearly[:, those], reach)
    return nearly


def _highest(values: FloatArray, reach: int) -> FloatArray:
    """(T,) or (T, L) the highest of so many values before and after."""
    around = np.ones((2 * reach + 1, 1), np.uint8)
    columns = values.reshape(len(values), -1)
    return np.asarray(cv2.dilate(columns, around), np.float32).reshape(values.shape)


def _ends(table: FloatArray) -> FloatArray:
    """(T,) the highest of the stretches that end in a frame."""
    ends = np.full(len(table), LEAST, np.float32)
    for i, n in enumerate(LENGTHS.tolist()):
        if n < len(table):
            ends[n:] = np.maximum(ends[n:], table[:-n, i])
    return ends


def _lengths(table: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How many stretches of about each length (T, L), and of any (T,), are near."""
    likely = 1 / (1 + np.exp(-table))
    wider = np.pad(likely, ((0, 0), (1, 1)))
    summed = np.cumsum(np.pad(wider[:, :-2] + likely + wider[:, 2:], ((1, 0), (0, 0))), axis=0)
    at = np.arange(len(table))
    high, low = np.minimum(at + ABOUT, len(table)), np.maximum(at - ABOUT, 0)
    every = np.cumsum(np.pad(likely.sum(axis=1), (1, 0)))
    return (summed[high] - summed[low]).astype(np.float32), (every[high] - every[low]).astype(
        np.float32
    )
