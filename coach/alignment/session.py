"""The alignment of a whole session with the whole target, for the report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.alignment.table import FloatRows, IntArray, Steps, cheapest, connected
from coach.alignment.unit import unit_rows
from coach.errors import CoachBug
from coach.types import Warping

_SHORTER: Final = 4
"""Frames in a row of the shorter sequences whose path the band follows."""


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
        band: rows on both sides of a shorter path in which all warpings are compared.
    """

    wait: float = 0.1
    hurry: float = 0.3
    skip: float = 0.6
    idle: float = 0.002
    unseen: float = 0.25
    rate: float = 15.0
    max_lag: float | None = None
    exact_cells: int = 9_000_000
    band: int = 75


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

    Up to ``exact_cells`` pairs this is exact dynamic programming. Beyond, it is exact in a
    band about the path that every fourth frame takes, which is found in the same way, where
    need be in a band about the path of the sums of four of those.

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
    low, high = np.zeros(len(a), np.int64), np.full(len(a), len(b))
    if settings.max_lag is not None:
        low = np.searchsorted(tb, ta - settings.max_lag)
        high = np.searchsorted(tb, ta + settings.max_lag, side="right")
    path = _warped(a, b, *connected(low, high, len(b)), settings, _sampled)
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


def _warped(
    a: FloatRows,
    b: FloatRows,
    low: IntArray,
    high: IntArray,
    settings: SessionSettings,
    shorten: Callable[[FloatRows], FloatRows],
) -> IntArray:
    """Cheapest path (P, 2) through the windows; where they are large, about a shorter one.

    Args:
        a, b: (N, K) and (M, K) unit rows, NaN where nobody is seen.
        low, high: (N,) the target rows [low, high) that a user row may be paired with.
        shorten: makes one row of every ``_SHORTER``.
    """
    if int((high - low).sum()) > settings.exact_cells:
        shorter = shorten(b)
        windows = low[::_SHORTER] // _SHORTER, -(-high[::_SHORTER] // _SHORTER)
        path = _warped(shorten(a), shorter, *connected(*windows, len(shorter)), settings, _summed)
        near, far = _about(path, settings.band, len(a))
        low, high = connected(np.maximum(low, near), np.minimum(high, far), len(b))
    steps = Steps(settings.wait, settings.hurry, settings.skip, settings.idle, settings.unseen)
    return cheapest(a, b, low, high, steps)


def _about(path: IntArray, reach: int, n: int) -> tuple[IntArray, IntArray]:
    """For n user rows the target rows [low, high) within ``reach`` of a shorter path (P, 2)."""
    rows = np.arange(path[0, 0], path[-1, 0] + 1)
    first = path[np.searchsorted(path[:, 0], rows), 1]
    last = path[np.searchsorted(path[:, 0], rows, side="right") - 1, 1]
    row = (np.arange(n) // _SHORTER).clip(rows[0], rows[-1]) - rows[0]
    return first[row] * _SHORTER - reach, (last[row] + 1) * _SHORTER + reach


def _sampled(rows: FloatRows) -> FloatRows:
    """Every ``_SHORTER``-th row: their pairs cost what the pairs of all rows cost."""
    return rows[np.minimum(np.arange(0, len(rows), _SHORTER) + _SHORTER // 2, len(rows) - 1)]


def _summed(rows: FloatRows) -> FloatRows:
    """Directions of the sums of ``_SHORTER`` rows each: samples would be too far apart."""
    padded = np.zeros((-(-len(rows) // _SHORTER), _SHORTER, rows.shape[1]), np.float32)
    padded.reshape(-1, rows.shape[1])[: len(rows)] = np.nan_to_num(rows)
    return unit_rows(padded.sum(axis=1))
