"""How sure a score is: half the width of the band in which it would lie if done again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.scoring.judged import BODY


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What makes a score unsure, points of the half width each.

    The parts add up. ``least`` and ``unsure`` are fitted to how much the scores of one
    performance differ when it is filmed twice (``models.training.fit_uncertainty``); the
    angle between the cameras, which nobody knows, is within them. ``exact`` is the same of
    exact keypoints, filmed from two sides. ``uncovered`` is set.

    Attributes:
        least: with everything in full sight of an estimator.
        exact: of exact keypoints instead.
        uncovered: more, were nothing covered; in proportion to what is not.
        unsure: more, were the keypoints of no confidence; in proportion to what it lacks.
        most: no band is wider.
    """

    least: float = 8.3
    exact: float = 1.6
    uncovered: float = 20.0
    unsure: float = 107.5
    most: float = 50.0

    def half_width(self, coverage: float, confidence: float, exactness: float = 0.0) -> float:
        """Points by which a score may be off; NaN never, unknown is as bad as can be.

        Args:
            coverage: 0..1, part of the target in which the person could be judged.
            confidence: 0..1, see ``mean_confidence``.
            exactness: 0..1, see ``coach.pose.exactness``.
        """
        lacking = self.uncovered * _lack(coverage) + self.unsure * _lack(confidence)
        least = self.least + exactness * (self.exact - self.least)
        return min(least + lacking, self.most)


UNCERTAINTY: Final = Uncertainty()


def mean_confidence(confidence: NDArray[np.floating], frames: NDArray[np.bool_]) -> float:
    """Mean confidence of the keypoints of trunk and limbs; 0 where there is no frame.

    Args:
        confidence: (T, 17) 0..1; what cannot be made out is 0 (``blanked``).
        frames: (T,) those that are judged.
    """
    values = np.nan_to_num(confidence[frames][:, BODY])
    return float(values.mean()) if values.size else 0.0


def _lack(share: float) -> float:
    """What is missing from 1; all of it where the share is unknown."""
    return 1.0 - min(max(share, 0.0), 1.0) if math.isfinite(share) else 1.0
