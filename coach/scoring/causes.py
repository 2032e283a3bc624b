"""Which of the differences between two people is what is wrong.

One fault moves many angles: whoever leans forward in a squat also bends hips and knees
otherwise. So which difference is named is learned from people with known faults
(``models.training.fit_cues``): the softmax over all angles that may be named, too small and too
large, and "nothing", of what a perceptron with one layer between says of each. It goes by all
differences in units of their tolerance, at both ends of the movement and in the range between,
signed and as sizes, by where the bones point (``coach.scoring.pointing``), and by the
views and the posture; of no exercise it knows the name. The sides share the weights: each
side is compared as the left one, with left and right exchanged for the right one.

    P(nothing) = 1 / (1 + sum of exp(f(x)) over all that may be named)
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX, ANGLE_MIRROR, ANGLES
from coach.errors import ModelDamaged
from coach.network import open_network
from coach.paths import MODELS
from coach.scoring.cues import OPPOSED, family_of
from coach.scoring.pointing import N_POINTING
from coach.scoring.tolerance import VIEW_EDGES

Floats = NDArray[np.float64]

CUES_FILE: Final = MODELS / "cues.onnx"
FAMILIES: Final = tuple(dict.fromkeys(family_of(n) for n in ANGLES if n not in ("trunk", "facing")))
"""Of the angles that are compared; the lean of the trunk is there with its sign."""
_LEFT: Final = [ANGLE_INDEX.get(f"left_{f}", ANGLE_INDEX.get(f, 0)) for f in FAMILIES]
OF_SIDE: Final = np.array([_LEFT, ANGLE_MIRROR[_LEFT]])
"""(2, F) columns of the families of both sides."""
_SIDED: Final = [
    i for i, f in enumerate(FAMILIES) if f"left_{f}" in ANGLE_INDEX and f not in OPPOSED
]
_COLUMNS: Final = np.concatenate([OF_SIDE, OF_SIDE[::-1, _SIDED]], axis=1)
"""(2, K) of each side: its own angles, then those of the other one."""
N_FEATURES: Final = 6 * _COLUMNS.shape[1] + 4
N_OFF: Final = 3 * N_POINTING
"""How bones differ at both ends of the movement and in the range between."""
N_NAMED: Final = 2 * len(FAMILIES)
"""Of each side: every family, too small and too large."""
MOST: Final = 5.0
"""Tolerances beyond which a difference is no larger."""


def features(off: Floats, change: Floats, views: tuple[tuple[int, int], ...]) -> Floats:
    """What is gone by, (2, N_FEATURES) as seen from the left and from the right side.

    Args:
        off: (2, A) differences at both ends of the movement, in tolerances; NaN where unknown.
        change: (A,) difference of the ranges, the same.
        views: posture and view of target and person, see ``tolerance.view_of``.
    """
    all_off = np.clip(np.nan_to_num(np.concatenate([off, change[None]])), -MOST, MOST) / MOST
    of_sides = all_off.T[_COLUMNS].reshape(2, -1)
    (standing, one), (_, other) = views
    last = np.array([[one / len(VIEW_EDGES), other / len(VIEW_EDGES), standing, 1.0]] * 2)
    return np.concatenate([of_sides, np.abs(of_sides), last], axis=1)


class Causes:
    """The learned network.

    Raises:
        ModelMissing, ModelDamaged: its weights are not there, or another network's.
    """

    def __init__(self, path: Path = CUES_FILE) -> None:
        self._session: Any = open_network(path, ("angles", "bones"))
        puts = [*self._session.get_inputs(), *self._session.get_outputs()]
        columns = [put.shape[-1] for put in puts]
        if columns != [N_FEATURES, N_OFF, N_NAMED]:
            raise ModelDamaged(path, f"columns {columns}, expected {N_FEATURES, N_OFF, N_NAMED}")

    def shares(self, angles: Floats, bones: Floats, possible: NDArray[np.bool_]) -> Floats:
        """(2, F, 2) probability of each side, family and direction to be what is wrong.

        What is left to 1 is the probability that nothing is.

        Args:
            angles: (2, N_FEATURES) of ``features``. bones: (2, N_OFF) of ``feedback``.
            possible: (2, F, 2) what may be named.
        """
        given = {"angles": angles.astype(np.float32), "bones": bones.astype(np.float32)}
        (told,) = self._session.run(None, given)
        logits = np.where(possible, told.reshape(possible.shape).astype(np.float64), -np.inf)
        most = max(float(logits.max()), 0.0)
        odds = np.exp(logits - most)
        return np.asarray(odds / (odds.sum() + np.exp(-most)))


@cache
def load_causes(path: Path = CUES_FILE) -> Causes:
    """The shipped one; ModelMissing or ModelDamaged."""
    return Causes(path)
