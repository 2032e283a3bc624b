"""In what ways one movement differs from another, over a stretch of aligned frames.

Every measure is 0 where there is no difference and grows with it, without a unit or with
the one named, so that a sum of them with weights that are never negative falls with each:

* **apart**: distance of the two latents in units of their usual length; **unlike**: 1 less
  their cosine; **worst_unlike**: the same over the worst fifth of the frames.
* **limbs**: mean angle between the directions of the limbs in the trunk's axes, in right
  angles; **worst_limb**: that of the limb that differs most.
* **gravity**: angle between the directions of gravity in the trunk's axes beyond
  ``TILT_FREE`` (a tilted camera), in right angles.
* **still**: what is missing of the movement as a whole. With latents z of the target and u
  of the person, centred over the stretch, the gain is sum<u, z> / sum<z, z> (least
  squares), and 1 - gain counts by how far the target moves beyond what errors alone do.
* **joints**, **worst_joint**: the same of the joint angles that carry the move.
* **excess**: standard deviation by which a joint moves more than the target's, in right
  angles; **range**: that by which it moves more or less, mean over the joints.
* **changing**, **angles**: how much of the difference changes in the course of the stretch,
  of the latents in units of their usual length and of the angles (mean of their standard
  deviations) in right angles. A difference of build, style or camera lasts, a wrong movement
  comes and goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLES, JOINTS
from coach.directions import between

MEASURES: Final = (
    "apart",
    "unlike",
    "worst_unlike",
    "limbs",
    "worst_limb",
    "gravity",
    "still",
    "joints",
    "worst_joint",
    "excess",
    "range",
    "changing",
    "angles",
)
TILT_FREE: Final = 20.0
"""Degrees between the directions of gravity that a tilted camera and errors make."""
LENGTH: Final = 5.5
"""Usual length of a latent."""
JOINT_MOVES: Final = 8.0
"""Standard deviation in degrees from which a joint of the target moves (a range of 23)."""
MAIN_SHARE: Final = 0.5
"""Joints that move at least this share of the one that moves most are the move's own."""
WORST: Final = 0.2
"""Part of the frames that are the worst ones."""

_COMPARED: Final = np.array([i for i, name in enumerate(ANGLES) if name != "facing"])
"""Angles of the body; which way it faces is the camera's."""

Spans = tuple[NDArray[np.intp], NDArray[np.intp]]
"""First and one-past-last frame of every stretch."""
Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Aspect:
    """What is compared of n frames of somebody.

    Attributes:
        latents: (n, K). angles: (n, A) degrees by ``coach.angles.ANGLES``.
        directions: (n, 9, 3) by ``coach.directions.DIRECTIONS``. NaN: not known.
    """

    latents: Floats
    angles: Floats
    directions: Floats

    @property
    def arrays(self) -> tuple[Floats, Floats, Floats]:
        """All of it."""
        return self.latents, self.angles, self.directions

    @property
    def joints(self) -> Floats:
        """(n, 9) how far the joints are bent."""
        return self.angles[:, : len(JOINTS)]

    def rows(self, part: slice | NDArray[np.bool_] | NDArray[np.integer]) -> Aspect:
        """Some of the frames."""
        return Aspect(*(array[part] for array in self.arrays))


def measures(user: Aspect, target: Aspect, still_energy: float) -> NDArray[np.float64]:
    """(M,) by MEASURES over one stretch of aligned frames; NaN frames are left out.

    ``still_energy``: mean squared movement of latents that errors alone make.
    """
    whole: NDArray[np.float64] = _measures(user, target, still_energy, None)[0]
    return whole


def sliding_measures(
    user: Aspect, target: Aspect, still_energy: float, window: int
) -> NDArray[np.float64]:
    """(n, M): ``measures`` about every frame, over ``window`` frames centred on it."""
    return _measures(user, target, still_energy, window)


def _measures(
    user: Aspect, target: Aspect, still_energy: float, window: int | None
) -> NDArray[np.float64]:
    u, z = user.latents, target.latents
    spans = None if window is None else _about(len(u), window)
    with np.errstate(invalid="ignore", divide="ignore"):
        lengths = np.sqrt(np.sum(u * u, axis=1) * np.sum(z * z, axis=1))
        unlike = 1 - np.sum(u * z, axis=1) / lengths
    apart = np.sqrt(np.sum((u - z) ** 2, axis=1)) / LENGTH
    turned = between(user.directions, target.directions) / 90.0
    tilted = np.maximum(turned[:, -1] - TILT_FREE / 90.0, 0.0)
    mean = _mean(np.column_stack([apart, unlike, tilted, turned[:, :-1]]), spans)
    covariance, variance = _sums(u, z, spans)
    energy = variance.sum(axis=1)
    gain = np.clip(covariance.sum(axis=1) / np.maximum(energy, 1e-9), 0.0, 1.0)
    changing = np.sqrt(_variance(u - z, spans).sum(axis=1)) / LENGTH
    angles = _mean(np.sqrt(_variance(user.angles - target.angles, spans)[:, _COMPARED]).T, None)
    found = np.column_stack([
        mean[:, :2],
        _worst(unlike, window),
        _mean(mean[:, 3:].T, None)[0],
        np.max(np.nan_to_num(mean[:, 3:]), axis=1),
        mean[:, 2],
        (1 - gain) * energy / (energy + still_energy),
        _joints(user.joints, target.joints, spans),
        changing,
        angles[0] / 90.0,
    ])  # fmt: skip
    return np.asarray(np.nan_to_num(found))


def _about(n: int, window: int) -> Spans:
    """The stretch of ``window`` frames about each of n, cut off at the ends."""
    middle = np.arange(n)
    return np.maximum(middle - window // 2, 0), np.minimum(middle + window // 2 + 1, n)


def _windowed(values: NDArray[Any], spans: Spans | None) -> NDArray[np.float64]:
    """Sums of the columns over every stretch, (stretches, columns)."""
    if spans is None:
        return np.asarray(values.sum(axis=0, dtype=np.float64))[None]
    total: NDArray[np.float64] = np.zeros((len(values) + 1, values.shape[1]))
    np.cumsum(values, axis=0, out=total[1:], dtype=np.float64)
    summed: NDArray[np.float64] = total[spans[1]] - total[spans[0]]
    return summed


def _mean(values: Floats, spans: Spans | None) -> NDArray[np.float64]:
    """Means of the known values of every column; NaN where none is known."""
    known = np.isfinite(values)
    count = _windowed(known, spans)
    total = _windowed(np.where(known, values, 0.0), spans)
    return np.where(count > 0, total / np.maximum(count, 1.0), np.nan)


def _worst(values: Floats, window: int | None) -> NDArray[np.float64]:
    """Mean of the worst part of each stretch; unknown values are not the worst."""
    filled = np.where(np.isfinite(values), values, 0.0)
    if window is not None:
        filled = np.pad(filled, window // 2)
    width = len(values) if window is None else 2 * (window // 2) + 1
    rows = np.lib.stride_tricks.sliding_window_view(filled, width)
    count = max(round(WORST * width), 1)
    worst: NDArray[np.float64] = np.partition(rows, width - count, axis=1)[:, -count:].mean(axis=1)
    return worst


def _sums(
    user: Floats, target: Floats, spans: Spans | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Covariance and variance of the target by column, (stretches, columns); NaN left out."""
    both = np.isfinite(user) & np.isfinite(target)
    u, z = np.where(both, user, 0.0), np.where(both, target, 0.0)
    count = np.maximum(_windowed(both, spans), 1.0)
    mean_u, mean_z = _windowed(u, spans) / count, _windowed(z, spans) / count
    covariance = _windowed(u * z, spans) / count - mean_u * mean_z
    variance = _windowed(z * z, spans) / count - mean_z**2
    return covariance, np.maximum(variance, 0.0)


def _variance(values: Floats, spans: Spans | None) -> NDArray[np.float64]:
    """(stretches, columns) of the known values."""
    return _sums(values, values, spans)[1]


def _joints(user: Floats, target: Floats, spans: Spans | None) -> NDArray[np.float64]:
    """(stretches, 4): joints, worst_joint, excess and range."""
    covariance, variance = _sums(user, target, spans)
    moved = np.sqrt(variance)
    main = (moved >= JOINT_MOVES) & (moved >= MAIN_SHARE * moved.max(axis=1, keepdims=True))
    missing = 1 - np.clip(covariance / np.maximum(variance, 1e-9), 0.0, 1.0)
    missing = np.where(main, missing, 0.0)
    mean = missing.sum(axis=1) / np.maximum(main.sum(axis=1), 1)
    more = (np.sqrt(_variance(user, spans)) - moved) / 90.0
    excess = np.max(np.where(main, 0.0, np.maximum(more, 0.0)), axis=1)
    return np.column_stack([mean, missing.max(axis=1), excess, np.abs(more).mean(axis=1)])
