"""The table of time warping: the cheapest path through windows of it, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatRows = NDArray[np.float32]

_USER, _TARGET = 1, 2
"""Bits of a step on which one side alone goes on; the second overrides the first."""
_BLOCK: Final = 64
"""Rows whose costs are multiplied out at once."""


@dataclass(frozen=True, slots=True)
class Steps:
    """What a warping pays besides its pairs, in frames that are wholly unlike (cosine 0).

    Attributes:
        wait: for a user frame during which the target does not go on.
        hurry: for a target frame during which the user does not go on.
        skip: for a target frame left out at the start or the end.
        idle: for a user frame left out at the start or the end.
        unseen: for a pair in which either is not seen.
    """

    wait: float
    hurry: float
    skip: float
    idle: float
    unseen: float


def cheapest(a: FloatRows, b: FloatRows, low: IntArray, high: IntArray, steps: Steps) -> IntArray:
    """Cheapest path (P, 2) through the windows, exactly.

    D(i, j), the cheapest way to a pair that costs c(i, j), is

        D(i, j) = c + min(D(i-1, j-1), D(i-1, j) + wait, D(i, j-1) + hurry)

    With hurry * (i - j) added to D everywhere, steps along a row are free, and with C(j)
    the sum of a row's costs before j and E(j) the cheaper way in from the row before, the
    whole row is (one running minimum)

        D(i, j) = C(j + 1) + min over k <= j of (E(k) - C(k)).

    A way begins in the row or the column before the first, which hold what it left out.

    Args:
        a, b: (N, K) and (M, K) unit rows; NaN: nobody seen.
        low, high: (N,) columns [low, high) that are looked at, as ``connected`` gives them.
    """
    n, m = len(a), len(b)
    codes: list[NDArray[np.uint8]] = []
    corners: list[int] = []
    best, end = np.inf, (0, 0)
    sums, zero = _running(b, steps.unseen)
    row = (steps.skip - steps.hurry) * np.arange(int(low[0]), int(high[0]) + 1)
    row_left = int(low[0])
    for first in range(0, n, _BLOCK):
        rows = slice(first, min(first + _BLOCK, n))
        left, right = int(low[first]), int(high[rows][-1])
        ways = np.full((rows.stop - first + 1, right - left + 1), np.inf)
        kept = row[left - row_left :]
        ways[0, : len(kept)] = kept
        if left == 0:
            ways[1:, 0] = (steps.idle + steps.hurry) * np.arange(first + 1, rows.stop + 1)
        spent = _spent(a[rows], sums[left : right + 1], zero[left : right + 1], steps.unseen)
        _fill(ways, spent, low[rows] - left, high[rows] - left, steps.wait + steps.hurry)
        codes.append(_codes(ways, steps.wait + steps.hurry))
        corners.append(left)
        cost, place = _end(ways[1:, 1:], first, left, (n, m), steps)
        if cost < best:
            best, end = cost, place
        row, row_left = ways[-1], left
    return _traced(codes, corners, end)


def connected(low: IntArray, high: IntArray, m: int) -> tuple[IntArray, IntArray]:
    """Windows that never move back, are never empty, and touch the row before."""
    high = np.maximum.accumulate(high.clip(1, m))
    low = np.maximum.accumulate(np.minimum(low.clip(0, m - 1), high - 1))
    low[1:] = np.minimum(low[1:], high[:-1])
    low = np.minimum.accumulate(low[::-1])[::-1]
    return np.minimum(low, high - 1), high


def _running(b: FloatRows, unseen: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums of the rows before every column, (m + 1, K), and of what they cost at cosine 0."""
    here = ~np.isnan(b[:, 0])
    rows, zero = np.zeros((len(b) + 1, b.shape[1])), np.zeros(len(b) + 1)
    np.cumsum(np.where(here[:, None], b, 0), axis=0, out=rows[1:])
    np.cumsum(np.where(here, 1.0, unseen), out=zero[1:])
    return rows, zero


def _spent(
    a: FloatRows, rows: NDArray[np.float64], zero: NDArray[np.float64], unseen: float
) -> NDArray[np.float64]:
    """Costs of each row's pairs before every column, (n, w + 1), from the ``_running`` sums.

    The sum of 1 - <a, b> is that of 1 less <a, sum of b>: one product gives all of them.
    What the sums differ from a straight line is small enough for single precision.
    """
    there = ~np.isnan(a[:, 0])
    a = np.where(there[:, None], a, 0)
    count = np.arange(len(rows))
    mean = (rows[-1] - rows[0]) / count[-1]
    bent = (rows - rows[0] - count[:, None] * mean).astype(np.float32)
    spent: NDArray[np.float64] = zero - zero[0] - (a @ mean)[:, None] * count
    spent -= a @ bent.T
    spent[~there] = unseen * count
    return spent


def _fill(
    ways: NDArray[np.float64],
    spent: NDArray[np.float64],
    low: IntArray,
    high: IntArray,
    wait: float,
) -> None:
    """Fill the windows of ``ways`` (n + 1, w + 1), of which row 0 is known, from the top."""
    waits = np.full(spent.shape[1], wait)
    for i, (lo, hi) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        before = ways[i]
        entered = before[lo + 1 : hi + 1] + waits[lo:hi]
        np.minimum(entered, before[lo:hi], out=entered)
        before = spent[i]
        entered -= before[lo:hi]
        np.minimum.accumulate(entered, out=entered)
        np.add(entered, before[lo + 1 : hi + 1], out=ways[i + 1, lo + 1 : hi + 1])


def _codes(ways: NDArray[np.float64], wait: float) -> NDArray[np.uint8]:
    """By which step each cell of ``ways[1:, 1:]`` is reached."""
    both, waited = ways[:-1, :-1], ways[:-1, 1:] + wait
    code = (waited < both).view(np.uint8)
    np.minimum(both, waited, out=waited)
    code |= (ways[1:, :-1] < waited).view(np.uint8) << 1
    return code


def _end(
    ways: NDArray[np.float64], first: int, left: int, shape: tuple[int, int], steps: Steps
) -> tuple[float, tuple[int, int]]:
    """Cheapest whole path that ends in a block, with what it leaves out, and its last pair."""
    n, m = shape
    rows = np.arange(first, first + len(ways))
    ends = []
    if left + ways.shape[1] == m:
        total = ways[:, -1] - steps.hurry * (rows - (m - 1)) + steps.idle * (n - 1 - rows)
        i = int(np.argmin(total))
        ends.append((float(total[i]), (first + i, m - 1)))
    if rows[-1] == n - 1:
        columns = np.arange(left, left + ways.shape[1])
        total = ways[-1] - steps.hurry * (n - 1 - columns) + steps.skip * (m - 1 - columns)
        j = int(np.argmin(total))
        ends.append((float(total[j]), (n - 1, left + j)))
    return min(ends, default=(float("inf"), (0, 0)))


def _traced(codes: list[NDArray[np.uint8]], corners: list[int], end: tuple[int, int]) -> IntArray:
    """The path (P, 2) that ends in a cell, from its start."""
    i, j = end
    user, target = [], []
    for block in range(i // _BLOCK, -1, -1):
        code, left, first = codes[block].tobytes(), corners[block], block * _BLOCK
        width = codes[block].shape[1]
        while i >= first and j >= 0:
            user.append(i)
            target.append(j)
            step = code[(i - first) * width + j - left]
            i -= step < _TARGET
            j -= step != _USER
    return np.array([user[::-1], target[::-1]]).T
