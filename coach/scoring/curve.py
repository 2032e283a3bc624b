"""From measured differences to a score that a person understands.

Each measure m of ``coach.scoring.measures`` costs c(m) = w0 m + w1 max(m - k1, 0) +
w2 max(m - k2, 0), with weights that are never negative: the curve rises and becomes
steeper at two knots, which are quantiles of what the measure is for people who do the same
move right. The score is

    100 / (1 + (strictness * sum of the costs)^2)

so 100 is no difference at all, costs of 1 halve it, small ones hardly count, nothing that gets
worse ever raises it, and strictness moves every score the same way.

What a difference is worth depends on how well people were seen. There are two sets of knots
and weights: for an estimator's keypoints, and for exact ones of motion capture, of which small
differences tell more. Costs between the two are in proportion (``coach.pose.exactness``).
The numbers are fitted on training people (``models/score.json``, made by
``models.training.fit_score``) and belong to the encoder beside them.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import ModelDamaged, ModelMissing
from coach.paths import MODELS
from coach.scoring.measures import MEASURES
from coach.types import Strictness

SCORE_FILE: Final = MODELS / "score.json"
GOOD: Final = 80.0
FAIR: Final = 60.0
GRADES: Final = ((90.0, "A"), (80.0, "B"), (70.0, "C"), (60.0, "D"), (45.0, "E"), (0.0, "F"))
"""Lowest score of each grade, best first."""

STRICTNESS: Final[dict[Strictness, float]] = {"beginner": 0.6, "normal": 1.0, "expert": 1.5}
"""Factors on the costs, by name."""


@dataclass(frozen=True, slots=True, eq=False)
class Costs:
    """What differences cost.

    Attributes:
        knots: (M, 2) by MEASURES, rising. weights: (M, 3), none negative.
    """

    knots: NDArray[np.float64]
    weights: NDArray[np.float64]

    def __call__(self, measured: NDArray[np.floating]) -> NDArray[np.float64]:
        """(..., M) what each measure costs."""
        return np.asarray(np.sum(hinges(measured, self.knots) * self.weights, axis=-1))


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The fitted numbers of the score.

    Attributes:
        still_energy: mean squared movement of the latents of somebody who keeps still.
        seen: costs of what an estimator saw. exact: costs of exact keypoints.
        exactness: 0..1, how exact the keypoints are.
        strictness: factor on all costs.
    """

    still_energy: float
    seen: Costs
    exact: Costs
    exactness: float = 0.0
    strictness: float = 1.0

    @property
    def sided_noise(self) -> float:
        """The same of sidedness, the difference of two latents (``coach.scoring.sides``)."""
        return 2.0 * self.still_energy

    def costs(self, measured: NDArray[np.floating]) -> NDArray[np.float64]:
        """(..., M) what each measure costs."""
        shares = ((1.0 - self.exactness, self.seen), (self.exactness, self.exact))
        return np.asarray(sum(share * costs(measured) for share, costs in shares if share))

    def score(self, measured: NDArray[np.floating]) -> NDArray[np.float64]:
        """(...) 0..100 of measures (..., M)."""
        total = self.strictness * self.costs(measured).sum(axis=-1)
        return np.asarray(100.0 / (1.0 + total**2))

    def as_json(self) -> dict[str, Any]:
        """What ``load_curve`` reads."""
        return {
            "still_energy": round(self.still_energy, 5),
            "measures": {
                name: {
                    kind: {
                        "knots": costs.knots[row].round(5).tolist(),
                        "weights": costs.weights[row].round(5).tolist(),
                    }
                    for kind, costs in (("seen", self.seen), ("exact", self.exact))
                }
                for row, name in enumerate(MEASURES)
            },
        }


def hinges(measured: NDArray[np.floating], knots: NDArray[np.floating]) -> NDArray[np.float64]:
    """(..., M, 3): the measure itself and how far it is beyond each of its two knots."""
    m = np.asarray(measured, dtype=np.float64)[..., None]
    return np.concatenate([m, np.maximum(m - knots, 0.0)], axis=-1)


@cache
def load_curve(path: Path = SCORE_FILE) -> Curve:
    """The curve that belongs to the encoder; ModelMissing or ModelDamaged."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        seen, exact = (_costs(values["measures"], kind) for kind in ("seen", "exact"))
        return Curve(float(values["still_energy"]), seen, exact)
    except FileNotFoundError:
        raise ModelMissing(path) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelDamaged(path, str(error)) from error


def _costs(measures: dict[str, Any], kind: str) -> Costs:
    rows = [measures[name][kind] for name in MEASURES]
    knots = np.array([row["knots"] for row in rows], dtype=np.float64)
    weights = np.array([row["weights"] for row in rows], dtype=np.float64)
    if knots.shape != (len(MEASURES), 2) or weights.shape != (len(MEASURES), 3):
        raise ValueError(f"knots {knots.shape}, weights {weights.shape}")
    if not (weights >= 0).all():
        raise ValueError("weights must not be negative")
    return Costs(knots, weights)


def curve_for(strictness: Strictness) -> Curve:
    """The curve that belongs to the encoder, as strict as asked."""
    return replace(load_curve(), strictness=STRICTNESS[strictness])


def grade_of(score: float) -> str:
    """Letter of a score, "A" to "F"; monotonic, every letter can be reached; "" of NaN."""
    if math.isnan(score):
        return ""
    return next(letter for lowest, letter in GRADES if score >= lowest or lowest == 0.0)
