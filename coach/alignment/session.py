"""The alignment of a whole session with the whole target, for the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from fastdtw import fastdtw
from numpy.typing import NDArray

from coach.alignment.unit import unit_rows
from coach.errors import CoachBug
from coach.types import Warping

IntArray = NDArray[np.int64]
FloatRows = NDArray[np.float32]

_BOTH, _USER, _TARGET, _START = range(4)
_BLOCK: Final = 256


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How a session is aligned. Costs are in frames that are wholly unlike (cosine 0).

    Attributes:
        wait: cost of a user frame during which the target does not go on.
        hurry: cost of a target frame during which the user does not go on.
        skip: cost of a target frame left out at the start or the end.
        idle: cost of a user frame left out at the start or the end; only breaks ties.
        unseen: cost of a pair in which either is not seen.
        rate: faster sequences are thinned to about this many frames a second.
        max_lag: largest difference of user and target time, seconds; None: no limit.
        exact_cells: pairs of frames up to which all warpings are compared.
        coarse_frames: rows that a longer sequence is reduced to for the coarse path.
        middle: seconds in a row of the middle path, within ``middle_band`` seconds about
            the coarse one.
        band: seconds about the middle path in which every frame is looked at.
    """

    wait: float = 0.1
    hurry: float = 0.3
    skip: float = 0.6
    idle: float = 0.002
    unseen: float = 0.25
    rate: float = 15.0
    max_lag: float | None = None
    exact_cells: int = 20_000_000
    coarse_frames: int = 600
    middle: float = 0.27
    middle_band: float = 90.0
    band: float = 15.0


def align(
    user: FloatRows,
    target: FloatRows,
    *,
    user_time: NDArray[np.float64],
    target_time: NDArray[np.float64],
    settings: SessionSettings | None = None,
) -> Warping:
    """The cheapest warping of a user's frames onto a target's.

    A path goes from pair to pair by (1, 1), (1, 0) or (0, 1). Every pair costs 1 - cosine
    of the two latents, and the last two steps cost ``wait`` and ``hurry`` on top: every
    target frame between the ends is compared with something, so waiting in a frame that
    suits gains nothing. The user may begin and stop anywhere for nothing (late start, early
    stop), or the target may be entered and left anywhere at ``skip`` for each frame; those
    frames are not in the path, and whoever reads it sees the coverage.

    Up to ``exact_cells`` pairs this is exact dynamic programming. Beyond, and without
    ``max_lag``, the same is done twice in a band: on rows of ``middle`` seconds about the
    path that ``fastdtw`` (Salvador and Chan 2007) finds on still longer ones, and on all
    frames about the path found so.

    Args:
        user, target: (N, K) and (M, K) latents; NaN rows: nobody seen.
        user_time, target_time: (N,) and (M,) growing, seconds.
        settings: costs and limits.

    Returns:
        The path in frames of ``user`` and ``target``, in which thinned out frames do not
        stand; empty, with NaN cost and lag, where either is empty.
    """
    settings = settings or SessionSettings()
    _check(user, target, user_time, target_time)
    if not len(user) or not len(target):
        return Warping(np.empty((0, 2), np.int32), float("nan"), float("nan"))
    user_rows = _thinned(user_time, settings.rate)
    target_rows = _thinned(target_time, settings.rate)
    a, b = unit_rows(user[user_rows]), unit_rows(target[target_rows])
    ta, tb = user_time[user_rows], target_time[target_rows]
    low, high = _window(a, b, ta, tb, settings)
    path = _cheapest(a, b, low, high, settings)
    similarity = np.einsum("pk,pk->p", a[path[:, 0]], b[path[:, 1]])
    cost = np.where(np.isnan(similarity), settings.unseen, 1 - similarity)
    lag = np.median(ta[path[:, 0]] - tb[path[:, 1]])
    pairs = np.stack([user_rows[path[:, 0]], target_rows[path[:, 1]]], axis=1)
    return Warping(pairs.astype(np.int32), float(cost.mean()), float(lag))


def _check(
    user: FloatRows,
    target: FloatRows,
    user_time: NDArray[np.float64],
    target_time: NDArray[np.float64],
) -> None:
    if user.ndim != 2 or target.ndim != 2 or user.shape[1] != target.shape[1]:
        raise CoachBug(
            f"user and target must be (N, K) and (M, K), got {user.shape}, {target.shape}"
        )
    for name, rows, time in (("user", user, user_time), ("target", target, target_time)):
        if time.shape != (len(rows),):
            raise CoachBug(f"{name}_time must have shape ({len(rows)},), got {time.shape}")


def _thinned(time: NDArray[np.float64], rate: float) -> IntArray:
    """Frames (n,) nearest to a clock of ``rate``; all where they come at most 1.4 times faster."""
    if len(time) < 3 or (len(time) - 1) <= 1.4 * rate * (time[-1] - time[0]):
        return np.arange(len(time))
    clock = np.arange(time[0], time[-1] + 0.5 / rate, 1 / rate)
    after = np.searchsorted(time, clock).clip(1, len(time) - 1)
    nearer = clock - time[after - 1] < time[after] - clock
    return np.unique(np.where(nearer, after - 1, after))


def _window(
    a: FloatRows,
    b: FloatRows,
    ta: NDArray[np.float64],
    tb: NDArray[np.float64],
    settings: SessionSettings,
) -> tuple[IntArray, IntArray]:
    """For each user frame the target frames [low, high) that are looked at."""
    n, m = len(a), len(b)
    if settings.max_lag is not None:
        low = np.searchsorted(tb, ta - settings.max_lag)
        high = np.searchsorted(tb, ta + settings.max_lag, side="right")
    elif n * m > settings.exact_cells:
        low, high = _about_middle_path(a, b, settings)
    else:
        low, high = np.zeros(n, np.int64), np.full(n, m, np.int64)
    return _connected(low, high, m)


def _connected(low: IntArray, high: IntArray, m: int) -> tuple[IntArray, IntArray]:
    """Windows that never move back, are never empty, and touch the row before."""
    high = np.maximum.accumulate(high.clip(1, m))
    low = np.maximum.accumulate(np.minimum(low.clip(0, m - 1), high - 1))
    low[1:] = np.minimum(low[1:], high[:-1])
    low = np.minimum.accumulate(low[::-1])[::-1]
    return np.minimum(low, high - 1), high


def _about_middle_path(
    a: FloatRows, b: FloatRows, settings: SessionSettings
) -> tuple[IntArray, IntArray]:
    step = max(round(settings.middle * settings.rate), 1)
    short_a, short_b = unit_rows(_shortened(a, step)), unit_rows(_shortened(b, step))
    coarse = _coarse_path(short_a, short_b, settings.coarse_frames)
    low, high = _about(*coarse, round(settings.middle_band / settings.middle), len(short_a))
    low, high = _connected(low, high, len(short_b))
    path = _cheapest(short_a, short_b, low, high, settings)
    return _about(path, step, step, round(settings.band * settings.rate), len(a))


def _about(
    path: IntArray, step_a: int, step_b: int, reach: int, n: int
) -> tuple[IntArray, IntArray]:
    """For n user frames the target frames [low, high) within ``reach`` of a shorter path.

    Args:
        path: (P, 2) pairs of rows of ``step_a`` user and ``step_b`` target frames.
    """
    rows = np.arange(path[0, 0], path[-1, 0] + 1)
    first = path[np.searchsorted(path[:, 0], rows), 1]
    last = path[np.searchsorted(path[:, 0], rows, side="right") - 1, 1]
    row = (np.arange(n) // step_a).clip(rows[0], rows[-1]) - rows[0]
    return first[row] * step_b - reach, (last[row] + 1) * step_b + reach


def _coarse_path(a: FloatRows, b: FloatRows, rows: int) -> tuple[IntArray, int, int]:
    """Path of ``fastdtw`` on at most ``rows`` rows, and the frames in a row of a and b."""
    step_a, step_b = -(-len(a) // rows), -(-len(b) // rows)
    short_a, short_b = (
        np.nan_to_num(_shortened(part, step)) for part, step in ((a, step_a), (b, step_b))
    )
    _, path = fastdtw(short_a, short_b, radius=5, dist=_apart)
    return np.array(path), step_a, step_b


def _shortened(rows: FloatRows, step: int) -> NDArray[np.float64]:
    """Means of ``step`` rows each, NaN left out; NaN where all are."""
    starts = np.arange(0, len(rows), step)
    seen = ~np.isnan(rows[:, 0])
    total = np.add.reduceat(np.where(seen[:, None], rows, 0).astype(np.float64), starts)
    count = np.add.reduceat(seen.astype(np.float64), starts)[:, None]
    with np.errstate(invalid="ignore"):
        mean: NDArray[np.float64] = total / count
    return mean


def _apart(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    step = x - y
    return float(step @ step)


def _cheapest(
    a: FloatRows, b: FloatRows, low: IntArray, high: IntArray, settings: SessionSettings
) -> IntArray:
    """Cheapest path (P, 2) within the windows, row by row."""
    n, m = len(a), len(b)
    steps: list[NDArray[np.uint8]] = []
    # Cost of the cheapest way to (i, j) stands at j + 1; outside of the windows inf.
    before, now = np.full(m + 1, np.inf), np.full(m + 1, np.inf)
    best, end = np.inf, (0, 0)
    for i in range(n):
        if i % _BLOCK == 0:
            stop, left = min(i + _BLOCK, n), int(low[i])
            block = _costs(a[i:stop], b[left : high[stop - 1]], settings.unseen)
        lo, hi = int(low[i]), int(high[i])
        start = np.full(hi - lo, np.inf)
        if i == 0:
            start = settings.skip * np.arange(lo, hi, dtype=np.float64)
        elif lo == 0:
            start[0] = settings.idle * i
        cost = block[i % _BLOCK, lo - left : hi - left]
        total, step = _row(before[lo : hi + 1], start, cost, settings)
        steps.append(step)
        if i == n - 1:
            total = total + settings.skip * (m - 1 - np.arange(lo, hi))
            last = int(np.argmin(total))
        elif hi == m:
            last = hi - lo - 1
        else:
            last = -1
        if last >= 0 and total[last] + settings.idle * (n - 1 - i) < best:
            best, end = total[last] + settings.idle * (n - 1 - i), (i, lo + last)
        now[lo + 1 : hi + 1] = total
        if i:
            before[low[i - 1] + 1 : high[i - 1] + 1] = np.inf
        before, now = now, before
    return _traced(steps, low, end)


def _costs(a: FloatRows, b: FloatRows, unseen: float) -> NDArray[np.float64]:
    cost: NDArray[np.float64] = 1.0 - (a @ b.T).astype(np.float64)
    cost[np.isnan(cost)] = unseen
    return cost


def _row(
    before: NDArray[np.float64],
    start: NDArray[np.float64],
    cost: NDArray[np.float64],
    settings: SessionSettings,
) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """One row of the table, and by which step each of its cells is reached.

    With A(j) the cheapest way in from the row before or by a start, and C the running sum
    of the costs c, the steps along the row are solved at once:
    D(j) = C(j) + j * hurry + min over k <= j of (A(k) - C(k) + c(k) - k * hurry).

    Args:
        before: costs of the row before from the cell left of this row's first, (w + 1,).
        start: cost of beginning in each cell, (w,); cost: of each pair, (w,).
    """
    both, wait = before[:-1], before[1:] + settings.wait
    enter = np.minimum(np.minimum(both, wait), start)
    along = np.cumsum(cost) + settings.hurry * np.arange(len(cost))
    entered = enter - along + cost
    reached = np.minimum.accumulate(entered)
    step = np.where(both <= wait, _BOTH, _USER).astype(np.uint8)
    step[start <= enter] = _START
    step[reached < entered] = _TARGET
    return reached + along, step


def _traced(steps: list[NDArray[np.uint8]], low: IntArray, end: tuple[int, int]) -> IntArray:
    """The path (P, 2) that ends in a cell, from its start."""
    i, j = end
    path = [(i, j)]
    while (step := steps[i][j - low[i]]) != _START:
        i -= step != _TARGET
        j -= step != _USER
        path.append((i, j))
    return np.array(path[::-1])
