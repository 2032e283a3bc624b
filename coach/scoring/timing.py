"""Timing apart from shape: the delay that somebody always has, and being late in a move.

Camera, screen and reaction make everybody who follows a video late by much the same time
in every move. That part, the usual lag, is the median over the first seconds in which the
person follows, and is no fault. What a stretch differs from it is: somebody may do a move
right, 0.3 s late.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

CALIBRATION: Final = 12.0
"""Seconds of following from which the usual lag is taken."""
LEAST: Final = 4.0
"""Seconds of following before it is told."""
WORTH: Final = 0.25
"""Seconds late or early, against the usual lag, from which it is worth a word."""
MOST: Final = 1.5
"""Beyond these seconds it is another repetition rather than the same one late."""
CLEAR: Final = 1.5
"""It must also be this many times the spread of the stretch."""
_SIGMA: Final = 1.4826
"""Median absolute deviation to standard deviation, of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How in time a stretch was.

    Attributes:
        usual: seconds behind the target that are camera and reaction.
        late: seconds behind that in this stretch; below 0: early.
        spread: standard deviation of the lag within the stretch, seconds, robust.
    """

    usual: float
    late: float
    spread: float

    @property
    def word(self) -> str:
        """What to say: "late", "early", or "" where it is not worth a word."""
        if not max(WORTH, CLEAR * self.spread) <= abs(self.late) <= MOST:
            return ""
        return "late" if self.late > 0 else "early"


def usual_lag(lags: NDArray[np.floating], rate: float) -> float:
    """The part of the lag that is always there, seconds; NaN where too little is known.

    Args:
        lags: (n,) seconds behind the target in the order of the session; NaN where the
            person did not follow.
        rate: lags a second.
    """
    known = lags[np.isfinite(lags)][: round(CALIBRATION * rate)]
    return float(np.median(known)) if len(known) >= LEAST * rate else float("nan")


def timing_of(lags: NDArray[np.floating], usual: float) -> Timing | None:
    """The timing of a stretch, None where nothing is known of it.

    Args:
        lags: (n,) seconds behind the target, NaN left out; usual: see ``usual_lag``.
    """
    known = lags[np.isfinite(lags)]
    if not len(known) or not np.isfinite(usual):
        return None
    lag = float(np.median(known))
    spread = _SIGMA * float(np.median(np.abs(known - lag)))
    return Timing(usual, lag - usual, spread)
