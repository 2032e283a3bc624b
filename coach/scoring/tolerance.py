"""How far an angle may be off before it is worth a word: what the view cannot tell, and habit.

Two things stand between the angles of two people who do the same right. The estimator errs,
by other degrees for every angle from every view; and people move in their own ways. Both were
measured (``models.training.fit_angles``) and lie in ``models/angles.json`` by family of angle:
the distance below which ``SHARE`` of the people stay.

* **place**: of the angle itself; **range**: of how far it goes from one end of the move to the
  other, in which what a camera adds to every frame cancels.

The errors of both people and the habit are independent, so their squares add up.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX, ANGLES, UPRIGHT
from coach.errors import ModelDamaged, ModelMissing
from coach.paths import MODELS
from coach.scoring.cues import family_of

ANGLES_FILE: Final = MODELS / "angles.json"
SHARE: Final = 0.8
"""Part of all differences that lie below a tolerance."""
VIEW_EDGES: Final = (22.5, 67.5, 112.5)
"""Degrees of ``facing`` between the views front, 45, side and back."""
POSTURES: Final = ("floor", "standing")


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """Degrees by which one kind of difference is off.

    Attributes:
        seen: (A, 2, 4) by angle, posture and view: errors of the estimator.
        own: (A,) ways of people who do it right.
    """

    seen: NDArray[np.float64]
    own: NDArray[np.float64]

    def between(self, one: tuple[int, int], other: tuple[int, int]) -> NDArray[np.float64]:
        """(A,) of two people in their postures and views."""
        seen = self.seen[:, one[0], one[1]] ** 2 + self.seen[:, other[0], other[1]] ** 2
        return np.asarray(np.sqrt(seen + self.own**2))


@dataclass(frozen=True, slots=True, eq=False)
class Tolerances:
    """Of the angles themselves, and of their ranges."""

    place: Spread
    range: Spread


def view_of(angles: NDArray[np.floating]) -> tuple[int, int]:
    """Posture and view of a stretch of frames, (n, A) degrees; the worst view if unknown."""
    facing, trunk = (angles[:, ANGLE_INDEX[name]] for name in ("facing", "trunk"))
    facing, trunk = facing[np.isfinite(facing)], trunk[np.isfinite(trunk)]
    view = int(np.digitize(np.median(facing), VIEW_EDGES)) if len(facing) else len(VIEW_EDGES)
    standing = not len(trunk) or np.median(trunk) < np.degrees(np.arccos(UPRIGHT))
    return int(standing), view


@cache
def load_tolerances(path: Path = ANGLES_FILE) -> Tolerances:
    """The measured ones; ModelMissing or ModelDamaged."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return Tolerances(*(_spread(table[kind]) for kind in ("place", "range")))
    except FileNotFoundError:
        raise ModelMissing(path) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelDamaged(path, str(error)) from error


def _spread(table: dict[str, dict[str, list[list[float]] | float]]) -> Spread:
    families = [family_of(name) for name in ANGLES]
    seen = np.array([table["seen"][family] for family in families], dtype=np.float64)
    if seen.shape != (len(ANGLES), len(POSTURES), len(VIEW_EDGES) + 1):
        raise ValueError(f"tolerances have the shape {seen.shape}")
    return Spread(seen, np.array([table["own"][f] for f in families], dtype=np.float64))
