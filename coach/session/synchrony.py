"""How well two people move together: the cosine of their latents, whoever of them is first.

A lag of a second at most between the two is looked past, the same for the whole window: who
does the same half a second later still moves together with the other.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.alignment.unit import unit_rows
from coach.tracks import RATE
from coach.types import FloatArray

WINDOW: Final = 3.0
"""Seconds over which two people are compared."""
LAG: Final = 1.0
"""Seconds that either may be behind the other."""
LEAST_KNOWN: Final = 0.5
"""Part of the window in which both have to be seen."""
SMOOTHING: Final = 1.0
"""Time constant of the live value, seconds."""
EVERY: Final = 0.25
"""Seconds from one live look to the next."""

_ROWS: Final = round(WINDOW * RATE)
_LAGS: Final = round(LAG * RATE)


def synchrony_at(one: FloatArray, other: FloatArray) -> float:
    """How well the last WINDOW of two people goes together, -1..1; NaN where not known.

    Args:
        one, other: (T, K) latents on the regular clock, the newest last; NaN: not seen.
    """
    best = math.nan
    a, b = unit_rows(one), unit_rows(other)
    for lag in range(min(_LAGS, len(a) - 1) + 1):
        for first, second in ((a, b), (b, a)):
            ahead = first[max(len(first) - lag - _ROWS, 0) : len(first) - lag]
            behind = second[len(second) - len(ahead) :]
            alike = np.einsum("tk,tk->t", ahead, behind)
            known = np.isfinite(alike)
            if known.sum() >= LEAST_KNOWN * _ROWS:
                best = float(np.fmax(best, alike[known].mean()))
    return best


def synchrony_of(one: FloatArray, other: FloatArray) -> float:
    """Mean over a whole session, looked at once a WINDOW; NaN where they are never both seen."""
    size = _ROWS + _LAGS
    ends = range(min(size, len(one)), len(one) + 1, _ROWS)
    found = [synchrony_at(one[max(0, e - size) : e], other[max(0, e - size) : e]) for e in ends]
    known = [value for value in found if not math.isnan(value)]
    return float(np.mean(known)) if known else math.nan


class LiveSynchrony:
    """The same, live and smoothed.

    Attributes:
        value: -1..1; NaN where it cannot be told.
    """

    def __init__(self, size: int) -> None:
        """size: of a latent."""
        self._latents: NDArray[np.float32] = np.full((2, _ROWS + _LAGS, size), np.nan, np.float32)
        self._next = self._looked = -np.inf
        self.value = math.nan

    def push(self, one: FloatArray | None, other: FloatArray | None, time: float) -> None:
        """Take the latents (K,) of both at a session time, None: not seen."""
        if time < self._next:
            return
        self._next = max(self._next + 1 / RATE, time + 0.5 / RATE)
        self._latents[:, :-1] = self._latents[:, 1:]
        for row, latent in zip(self._latents[:, -1], (one, other), strict=True):
            row[:] = np.nan if latent is None else latent
        if time - self._looked >= EVERY:
            found = synchrony_at(*self._latents)
            share = 1.0 - math.exp(-(time - self._looked) / SMOOTHING)
            if math.isnan(found) or math.isnan(self.value):
                self.value = found
            else:
                self.value += share * (found - self.value)
            self._looked = time
