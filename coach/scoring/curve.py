"""From similarity to a score that a person understands.

A score is the lesser of shape and motion, times uprightness, each 0..1, times 100:

* **shape**: a monotonic, piecewise linear curve of the latent cosine, averaged over a
  stretch of about three seconds. Its two knots are fitted on people of the training data and
  lie beside the encoder in ``models/score.json``: ``unrelated`` is the median cosine of two
  people doing different moves (scores 0) and ``same`` the lower quartile of two people doing
  the same move right (scores 90).
* **motion**: how far the person's movement follows the target's over the stretch, see
  ``coach.scoring.motion``: 1 for the full movement, about 0.5 for half a repetition, 0 for
  standing still. Where the target itself hardly moves (a hold), it is neutral.
* **uprightness**: distances cannot tell lying from standing, so the tilt of the trunk to
  the camera's upright is compared; differences below 25 degrees (a tilted camera) are free.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import ModelDamaged, ModelMissing
from coach.paths import MODELS

SCORE_FILE: Final = MODELS / "score.json"
SAME_SCORE: Final = 90.0
GOOD: Final = 80.0
FAIR: Final = 60.0
GRADES: Final = ((90.0, "A"), (80.0, "B"), (70.0, "C"), (60.0, "D"), (45.0, "E"), (0.0, "F"))
"""Lowest score of each grade, best first."""

TILT_FREE: Final = 25.0
TILT_LOST: Final = 75.0


@dataclass(frozen=True, slots=True)
class Curve:
    """The fitted numbers of the score.

    Attributes:
        unrelated, same: cosines that score 0 and SAME_SCORE.
        gain_none, gain_full: movement gains that count as no and as full movement.
        still_energy: mean squared latent movement of somebody who keeps still.
    """

    unrelated: float
    same: float
    gain_none: float
    gain_full: float
    still_energy: float

    def shape(self, similarity: NDArray[np.floating]) -> NDArray[np.float64]:
        """Part of the score that the pose earns, 0..1, of a cosine; NaN stays NaN."""
        knots = (self.unrelated, self.same, 1.0)
        part = np.interp(similarity, knots, (0.0, SAME_SCORE / 100, 1.0))
        return np.where(np.isnan(similarity), np.nan, part)

    def motion(
        self, gain: NDArray[np.floating], energy: NDArray[np.floating]
    ) -> NDArray[np.float64]:
        """Part that the movement earns, 0..1.

        Args:
            gain: least squares gain of the person's movement on the target's.
            energy: mean squared movement of the target over the same stretch.
        """
        span = self.gain_full - self.gain_none
        followed = np.clip((np.asarray(gain, dtype=np.float64) - self.gain_none) / span, 0.0, 1.0)
        weight = energy / (energy + self.still_energy)
        return np.asarray(1.0 - weight * (1.0 - followed), dtype=np.float64)


@cache
def load_curve(path: Path = SCORE_FILE) -> Curve:
    """The curve that belongs to the encoder; ModelMissing or ModelDamaged."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Curve(**{name: float(values[name]) for name in Curve.__dataclass_fields__})
    except FileNotFoundError:
        raise ModelMissing(path) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelDamaged(path, str(error)) from error


def uprightness(tilt_difference: NDArray[np.floating]) -> NDArray[np.float64]:
    """Part that the trunk's direction earns, 0..1, of degrees of difference; NaN counts as 1."""
    part = 1.0 - (np.abs(tilt_difference) - TILT_FREE) / (TILT_LOST - TILT_FREE)
    return np.nan_to_num(np.clip(np.asarray(part, dtype=np.float64), 0.0, 1.0), nan=1.0)


def grade_of(score: float) -> str:
    """Letter of a score, "A" to "F"; monotonic, every letter can be reached."""
    return next(letter for lowest, letter in GRADES if score >= lowest or lowest == 0.0)
