"""In what ways one movement differs from another, over a stretch of aligned frames.

Every measure is 0 where there is no difference and grows with it, without a unit or with
the one named, so that a sum of them with weights that are never negative falls with each:

* **apart**: distance of the two latents in units of their usual length; **unlike**: 1 less
  their cosine.
* **worst_limb**: mean angle between the directions of the limb that differs most, in the
  axes of the trunk, in right angles.
* **gravity**: angle between the directions of gravity in the trunk's axes beyond
  ``TILT_FREE`` (a tilted camera), in right angles.
* **still**: what is missing of the movement as a whole. With latents z of the target and u
  of the person, centred over the stretch, the gain is sum<u, z> / sum<z, z> (least
  squares), and 1 - gain counts by how far the target moves beyond what errors alone do.
* **joints**: the same of the joint angles that carry the move.
* **excess**: standard deviation by which a joint moves more than the target's, in right
  angles; **range**: that by which it moves more or less, mean over the joints.
* **changing**: how much of the difference of the latents changes in the course of the
  stretch, in units of their usual length. A difference of build, style or camera lasts, a
  wrong movement comes and goes.
* **swerve**: the same of the angles, mean standard deviation of their difference, in parts of
  how far they go in the target.
* **ratio**: mean absolute logarithm of how many times as far an angle goes as in the target.
  Both take ``STEADY`` degrees as gone by who keeps still, and leave out where one faces.

Three are told by the bones across both lines of sight (``coach.sight``), the other's turned to face
like the one whom that camera sees, in lengths of each bone; what tells less the farther the two
cameras are apart counts less:

* **beside**: mean distance of the ends of a bone.
* **shifting**: the part of it that changes in the course of the stretch, standard deviation.
* **reach**: mean difference of how far a bone swings in both, standard deviations; it counts by
  how much the bones of the target swing beyond what errors alone make of a hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLES, JOINTS
from coach.directions import between
from coach.sight import DEPTH, N_BONES, in_lengths, settled_turn, turn_between, turned
from coach.tracks import equal_runs

MEASURES: Final = (
    "apart",
    "unlike",
    "worst_limb",
    "gravity",
    "still",
    "joints",
    "excess",
    "range",
    "changing",
    "swerve",
    "ratio",
    "beside",
    "shifting",
    "reach",
)
TILT_FREE: Final = 20.0
"""Degrees between the directions of gravity that a tilted camera and errors make."""
LENGTH: Final = 5.5
"""Usual length of a latent."""
JOINT_MOVES: Final = 8.0
"""Standard deviation in degrees from which a joint of the target moves (a range of 23)."""
MAIN_SHARE: Final = 0.5
"""Joints that move at least this share of the one that moves most are the move's own."""
STEADY: Final = 5.0
"""Standard deviation in degrees of an angle that is kept."""
WIDE: Final = 4
"""Windows over which is told how far apart two people face."""
SWAYED: Final = 0.12
"""Variance of all bones, in their lengths, that errors seldom make of somebody who holds a pose
(measured: 0.016 in the median, 0.1 in one of twenty) and that every move exceeds."""
_OWN: Final = np.array([name != "facing" for name in ANGLES])
"""Angles that do not depend on where the camera is."""

Spans = tuple[NDArray[np.intp], NDArray[np.intp]]
"""First and one-past-last frame of every stretch."""
Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Aspect:
    """What is compared of n frames of somebody.

    Attributes:
        latents: (n, K). angles: (n, A) degrees by ``coach.angles.ANGLES``.
        directions: (n, 9, 3) by ``coach.directions.DIRECTIONS``.
        bones: (n, N_BONES, 3) metres, of ``coach.sight``. NaN: not known.
    """

    latents: Floats
    angles: Floats
    directions: Floats
    bones: Floats

    @property
    def arrays(self) -> tuple[Floats, Floats, Floats, Floats]:
        """All of it."""
        return self.latents, self.angles, self.directions, self.bones

    def rows(self, part: slice | NDArray[np.bool_] | NDArray[np.integer]) -> Aspect:
        """Some of the frames."""
        return Aspect(*(array[part] for array in self.arrays))


def measures(
    user: Aspect,
    target: Aspect,
    still_energy: float,
    turn: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """(M,) by MEASURES over one stretch of aligned frames; NaN frames are left out.

    Args:
        still_energy: mean squared movement of latents that errors alone make.
        turn: (n,) radians by which the person has to be turned to face like the target, if that is
            known from more than these frames.
    """
    turn = _turn(user, target) if turn is None else turn
    whole: NDArray[np.float64] = _measures(user, target, still_energy, None, turn)[0]
    return whole


def stillness(user: Floats, target: Floats, still_energy: float) -> float:
    """The measure "still" of latents (n, K) alone."""
    return float(_still(_Sums.of(user, target, None), still_energy)[0])


def sliding_measures(
    user: Aspect,
    target: Aspect,
    still_energy: float,
    window: int,
    shot: NDArray[np.integer] | None = None,
) -> NDArray[np.float64]:
    """(n, M): ``measures`` about every frame, over ``window`` frames centred on it.

    ``shot``: (n,) of ``PoseTrack``, of the target: with a cut of the video it may be another side
    that the two face each other from.
    """
    turn = _sliding_turn(user, target, window, shot)
    return _measures(user, target, still_energy, window, turn)


def _measures(
    user: Aspect,
    target: Aspect,
    still_energy: float,
    window: int | None,
    turn: NDArray[np.float64],
) -> NDArray[np.float64]:
    u, z = user.latents, target.latents
    spans = None if window is None else _about(len(u), window)
    with np.errstate(invalid="ignore", divide="ignore"):
        products = [np.einsum("nk,nk->n", a, b) for a, b in ((u, z), (u, u), (z, z))]
        unlike = 1 - products[0] / np.sqrt(products[1] * products[2])
        apart = np.sqrt(np.maximum(products[1] + products[2] - 2 * products[0], 0.0)) / LENGTH
        limbs = between(user.directions, target.directions) / np.float32(90)
    tilted = np.maximum(limbs[:, -1:] - TILT_FREE / 90.0, 0.0)
    mean = _mean(np.concatenate([apart[:, None], unlike[:, None], tilted, limbs[:, :-1]], 1), spans)
    sums = _Sums.of(
        np.concatenate([u, user.angles], axis=1), np.concatenate([z, target.angles], axis=1), spans
    )
    size = u.shape[1]
    latents, angles = sums.columns(slice(0, size)), sums.columns(slice(size, None))
    difference = latents.user + latents.target - 2 * latents.both
    return np.column_stack([
        np.nan_to_num(mean[:, :2]),
        np.max(np.nan_to_num(mean[:, 3:]), axis=1),
        np.nan_to_num(mean[:, 2]),
        _still(latents, still_energy),
        _joints(angles.columns(slice(0, len(JOINTS)))),
        np.sqrt(np.maximum(difference.sum(axis=1), 0.0)) / LENGTH,
        _ways(angles.columns(_OWN)),
        _bones(user.bones, target.bones, spans, turn),
    ])  # fmt: skip


def _still(latents: _Sums, still_energy: float) -> NDArray[np.float64]:
    energy = latents.target.sum(axis=1)
    gain = np.clip(latents.both.sum(axis=1) / np.maximum(energy, 1e-9), 0.0, 1.0)
    still: NDArray[np.float64] = (1 - gain) * energy / (energy + still_energy)
    return still


def _turn(user: Aspect, target: Aspect) -> NDArray[np.float64]:
    """(n,) radians by which the person has to be turned to face like the target, by all frames."""
    sine, cosine = turn_between(user.bones, target.bones).sum(axis=0)
    return np.full(len(user.bones), np.arctan2(sine, cosine))


def _sliding_turn(
    user: Aspect, target: Aspect, window: int, shot: NDArray[np.integer] | None
) -> NDArray[np.float64]:
    """The same by the frames about each of its own shot."""
    n = len(user.bones)
    shots = np.array(equal_runs(np.zeros(n, np.intp) if shot is None else shot)).reshape(-1, 2)
    first, end = np.repeat(shots, shots[:, 1] - shots[:, 0], axis=0).T
    sums = turn_between(user.bones, target.bones)
    slow, quick = (
        _windowed(sums, (np.maximum(before, first), np.minimum(after, end)))
        for before, after in (_about(n, wide) for wide in (WIDE * window, window))
    )
    return settled_turn(slow, quick)


def _bones(
    user: Floats, target: Floats, spans: Spans | None, turn: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(stretches, 3): beside, shifting and reach."""
    n = len(user)
    user, target = in_lengths(user), in_lengths(target)
    less = 1 / np.sqrt(1 + DEPTH * np.sin(turn) ** 2)
    flat = np.stack([less, np.ones(n)], axis=1)[:, None]
    own = user[..., :2] * flat, turned(user, turn)[..., :2] * flat
    other = turned(target, -turn)[..., :2] * flat, target[..., :2] * flat
    mine, wanted = np.stack(own, axis=2), np.stack(other, axis=2)
    with np.errstate(invalid="ignore"):
        away = np.sqrt(((mine - wanted) ** 2).sum(axis=(2, 3)) / 2)
    beside = _mean(away, spans)
    known = np.isfinite(beside)
    number = np.maximum(known.sum(axis=1), 1)
    sums = _Sums.of(mine.reshape(n, -1), wanted.reshape(n, -1), spans)
    swung, shown, left = (
        values.reshape(-1, N_BONES, 4).sum(axis=2)
        for values in (sums.user, sums.target, sums.user + sums.target - 2 * sums.both)
    )
    left = np.maximum(left, 0.0)
    more = np.abs(np.sqrt(swung) - np.sqrt(shown)).sum(axis=1) / number
    energy = shown.sum(axis=1) ** 2
    return np.column_stack([
        np.where(known, beside, 0.0).sum(axis=1) / number,
        np.sqrt(left / 2).sum(axis=1) / number,
        more * energy / (energy + SWAYED**2),
    ])  # fmt: skip


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


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """Variances of the person and of the target and their covariance, (stretches, columns)."""

    user: NDArray[np.float64]
    target: NDArray[np.float64]
    both: NDArray[np.float64]

    @staticmethod
    def of(user: Floats, target: Floats, spans: Spans | None) -> _Sums:
        """Of columns (n, C) over every stretch; what is not known of both is left out."""
        known = np.isfinite(user) & np.isfinite(target)
        u, z = np.where(known, user, 0.0), np.where(known, target, 0.0)
        stacked = np.concatenate([known, u, z, u * u, z * z, u * z], axis=1)
        count, mean_u, mean_z, uu, zz, uz = np.split(_windowed(stacked, spans), 6, axis=1)
        count = np.maximum(count, 1.0)
        mean_u, mean_z = mean_u / count, mean_z / count
        return _Sums(
            np.maximum(uu / count - mean_u**2, 0.0),
            np.maximum(zz / count - mean_z**2, 0.0),
            uz / count - mean_u * mean_z,
        )

    def columns(self, part: slice | NDArray[np.bool_]) -> _Sums:
        """Some of the columns."""
        return _Sums(self.user[:, part], self.target[:, part], self.both[:, part])


def _joints(sums: _Sums) -> NDArray[np.float64]:
    """(stretches, 3): joints, excess and range."""
    moved = np.sqrt(sums.target)
    main = (moved >= JOINT_MOVES) & (moved >= MAIN_SHARE * moved.max(axis=1, keepdims=True))
    missing = 1 - np.clip(sums.both / np.maximum(sums.target, 1e-9), 0.0, 1.0)
    missing = np.where(main, missing, 0.0).sum(axis=1) / np.maximum(main.sum(axis=1), 1)
    more = (np.sqrt(sums.user) - moved) / 90.0
    excess = np.max(np.where(main, 0.0, np.maximum(more, 0.0)), axis=1)
    return np.column_stack([missing, excess, np.abs(more).mean(axis=1)])


def _ways(sums: _Sums) -> NDArray[np.float64]:
    """(stretches, 2): swerve and ratio."""
    moved = np.sqrt(sums.target)
    apart = np.sqrt(np.maximum(sums.user + sums.target - 2 * sums.both, 0.0))
    swerve = apart.mean(axis=1) / (moved.mean(axis=1) + STEADY)
    ratio = np.abs(np.log((np.sqrt(sums.user) + STEADY) / (moved + STEADY))).mean(axis=1)
    return np.column_stack([swerve, ratio])
