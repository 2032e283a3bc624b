"""Where within a repetition every frame is: ready, on the way, at the far end, on the way back.

What tells it is the level (``exercises.Plan``): the height of one joint above another one. A
repetition leads from the highest level to the lowest one and back (of what rises, the other
way round); the **way** is the part of it that is done, 0 to 1. Frames within ``measures.NEAR``
of an end belong to that end, those between are on the way out before the far end and on the
way back after it. Whether the far end is far enough the angle says that belongs to the
exercise (``Plan.deep``), by its median over the far end.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.form.exercises import Plan
from coach.moves.form.measures import NEAR

Floats = NDArray[np.float64]
Span = tuple[int, int]

SHORTEST: Final = 0.5
"""Seconds of the fastest repetition."""
BACK: Final = 0.5
"""Part of the least way up to which somebody is back at the ready pose."""
AT_HOME: Final = 0.06
"""Part of the way at which a repetition is said to begin and to end."""
SMOOTHING: Final = 1.6
"""Standard deviation of the smoothing of the level, frames."""
_RAW: Final = np.exp(-0.5 * (np.arange(-4, 5) / SMOOTHING) ** 2)
_BELL: Final = _RAW / _RAW.sum()
READY, OUT, SHORT, FULL, RETURN = range(5)
"""Places in ``Plan.phases``."""


def smoothed(level: Floats) -> Floats:
    """(T,) weighted by a bell curve of SMOOTHING; unknown frames stay unknown."""
    known = np.flatnonzero(np.isfinite(level))
    if not len(known):
        return level
    filled = np.interp(np.arange(len(level)), known, level[known])
    padded = np.pad(filled, len(_BELL) // 2, mode="edge")
    smooth: Floats = np.convolve(padded, _BELL, mode="valid")
    return np.where(np.isfinite(level), smooth, np.nan)


def way_of(level: Floats, plan: Plan) -> Floats:
    """(T,) part of the way of one repetition, of its level (T,)."""
    out = smoothed(level if plan.rises else -level)
    low, high = np.nanmin(out), np.nanmax(out)
    return np.clip((out - low) / max(high - low, 1e-9), 0.0, 1.0)


def spans_of(level: Floats, plan: Plan, rate: float) -> list[Span]:
    """First and last frame of every repetition of a level (T,), whatever it is of.

    An excursion from the usual level that goes farther than ``Plan.least`` and comes back.
    """
    out = smoothed(level if plan.rises else -level)
    known = np.flatnonzero(np.isfinite(out))
    if len(known) < SHORTEST * rate:
        return []
    out = np.interp(np.arange(len(out)), known, out[known])
    found: list[Span] = []
    home, away = 0, False
    for i, value in enumerate(out):
        if not away:
            home = i if value <= out[home] else home
            away = value - out[home] > plan.least
            top = i
        else:
            top = i if value > out[top] else top
            if out[top] - value > (1 - BACK) * (out[top] - out[home]) and _turned(out, i):
                found.append((home, i))
                home, away = i, False
    return [_trimmed(out, span) for span in found if span[1] - span[0] >= SHORTEST * rate]


def _turned(out: Floats, i: int) -> bool:
    """Whether the way back has come to its end here."""
    return i + 1 >= len(out) or out[i + 1] >= out[i]


def _trimmed(out: Floats, span: Span) -> Span:
    """The span without the standing at its ends."""
    part = out[span[0] : span[1] + 1]
    top = int(np.argmax(part))
    before, after = part[: top + 1], part[top:]
    begin = before.min() + AT_HOME * (part[top] - before.min())
    finish = after.min() + AT_HOME * (part[top] - after.min())
    first = int(np.flatnonzero(before <= begin)[-1])
    last = top + int(np.flatnonzero(after <= finish)[0])
    return span[0] + max(first - 1, 0), min(span[0] + last + 1, span[1])


def far_rows(way: Floats) -> NDArray[np.bool_]:
    """(T,) frames at the far end."""
    return np.isfinite(way) & (way >= 1.0 - NEAR)


def phases_of(way: Floats, full: bool) -> NDArray[np.int8]:
    """(T,) places in ``Plan.phases`` of the frames of one repetition."""
    far = np.flatnonzero(far_rows(way))
    frame = np.arange(len(way))
    found = np.full(len(way), READY, np.int8)
    moving = way > NEAR
    found[moving & (frame < far[0])] = OUT
    found[moving & (frame > far[-1])] = RETURN
    found[far[0] : far[-1] + 1] = FULL if full else SHORT
    return found
