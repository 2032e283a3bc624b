"""What kind of thing goes on at every moment of a video: a move, a hold, a way, a rest.

Every fifth of a second is described by how alike the poses about it are to those a lag
earlier or later (self-similarity by lag: a move that repeats is alike at its period), by how
much the poses change within some seconds, by how different the seconds after are from those
before, by how far the joints are bent, and by how far the body travels and turns. None of
this says which exercise it is, so a move that was never seen repeats as well as any other. A
small network of dilated convolutions turns the descriptions of about 25 s on either side into
probabilities of the four kinds.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX, JOINTS
from coach.network import open_network
from coach.paths import MODELS
from coach.tracks import RATE
from coach.types import MoveKind

SEGMENTER: Final = MODELS / "segmenter.onnx"
"""The weights that are shipped."""

KINDS: Final[tuple[MoveKind, ...]] = get_args(MoveKind)
"""What the columns of the network's answer stand for."""
HOP: Final = 3
"""Frames of ``RATE`` between two descriptions."""
LAGS: Final = np.unique(np.round(np.geomspace(0.4, 8.0, 16) * RATE).astype(int))
"""Lags at which poses are compared, frames: periods from 0.4 to 8 s."""
SPREADS: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
CHANGES: Final = (1.0, 2.0, 4.0)
"""Seconds over which the spread is taken, and on either side of which the means differ."""
ANGLE_UNIT: Final = 120.0
"""Degrees of a joint that count as much as a quite different pose (a latent of length 1)."""
AWAY: Final = 3.0
"""Metres from the camera to somebody who is seen whole, about."""
STEP: Final = 0.1
"""Metres of a way that are no more than an estimator's noise."""
NOISE: Final = 0.03
"""Squared difference, in those units, that is no more than an estimator's noise."""
WAYS: Final = (0.7, 2.0)
"""Seconds on either side between which the body travels and turns."""
DESCRIBED: Final = len(LAGS) + len(SPREADS) + 2 * len(CHANGES) + len(JOINTS) + 3 * len(WAYS) + 1
"""Values of a description."""

_CHUNK: Final = 40_000
"""Frames described at once: three quarters of an hour."""
_MARGIN: Final = int(3 * LAGS[-1])
"""Frames on either side that a description depends on."""


def described(
    latents: NDArray[np.floating],
    angles: NDArray[np.floating],
    place: NDArray[np.floating] | None = None,
) -> NDArray[np.float32]:
    """Descriptions of a track, without what tells one exercise from another.

    Args:
        latents: (T, K) at ``RATE``; NaN rows where nobody was seen.
        angles: (T, A) degrees by ``coach.angles.ANGLES``.
        place: (T, 3) by ``coach.moves.counting_signals.place_of``; None: nobody travels.

    Returns:
        (ceil(T / HOP), DESCRIBED); all of it finite. Empty where nobody is ever seen.
    """
    known = np.isfinite(latents).all(axis=1)
    if not known.any():
        return np.zeros((0, DESCRIBED), np.float32)
    place = np.zeros((len(latents), 3)) if place is None else place
    rows = []
    for start in range(0, len(latents), _CHUNK):
        first = max(start - _MARGIN, 0)
        part = slice(first, min(start + _CHUNK + _MARGIN, len(latents)))
        values = _part(latents[part], angles[part], place[part], known[part])
        rows.append(values[start - first : start - first + _CHUNK : HOP])
    return np.concatenate(rows)


def _part(
    latents: NDArray[np.floating],
    angles: NDArray[np.floating],
    place: NDArray[np.floating],
    known: NDArray[np.bool_],
) -> NDArray[np.float32]:
    poses = poses_of(latents, angles)
    columns = [_unlike(poses, int(lag)) for lag in LAGS]
    columns += [np.log(_spread(poses, round(s * RATE)) + NOISE) for s in SPREADS]
    for seconds in CHANGES:
        columns += _change(poses, round(seconds * RATE))
    columns += _ways(place, angles[:, ANGLE_INDEX["facing"]])
    seen = _smoothed(known[:, None].astype(np.float32), 9)
    bent = _smoothed(poses[:, -len(JOINTS) :], 9)
    return np.column_stack([*columns, bent, seen]).astype(np.float32)


def poses_of(latents: NDArray[np.floating], angles: NDArray[np.floating]) -> NDArray[np.float32]:
    """(T, K + J) directions of the latents beside the joint angles in ANGLE_UNIT, gaps filled."""
    bent = _filled(angles[:, : len(JOINTS)]) / ANGLE_UNIT
    length = np.linalg.norm(latents, axis=1, keepdims=True)
    directions = _filled(latents / np.maximum(length, 1e-6))
    return _smoothed(np.concatenate([directions, bent], axis=1), 5)


def _unlike(poses: NDArray[np.float32], lag: int) -> NDArray[np.float32]:
    """(T,) 0: repeats at this lag, 1: no more alike than any two poses of these seconds.

    Mean squared difference of the poses ``lag`` apart over one lag, in units of that of any
    two poses of the two lags that they come from.
    """
    if len(poses) <= lag:
        return np.ones(len(poses), np.float32)
    difference = np.sum((poses[lag:] - poses[:-lag]) ** 2, axis=1)
    before = lag // 2
    difference = np.pad(difference, (before, lag - before), mode="edge")
    near = _smoothed(difference[:, None], max(lag, 9))[:, 0]
    unlike: NDArray[np.float32] = (near + NOISE) / (2 * _spread(poses, 2 * lag) + NOISE)
    return np.minimum(unlike, 3.0)


def _spread(poses: NDArray[np.float32], window: int) -> NDArray[np.float32]:
    """(T,) variance of the poses about every frame, summed over their values."""
    mean = _smoothed(poses, window)
    squares = _smoothed(np.sum(poses * poses, axis=1)[:, None], window)[:, 0]
    spread: NDArray[np.float32] = np.maximum(squares - np.sum(mean * mean, axis=1), 0.0)
    return spread


def _change(poses: NDArray[np.float32], window: int) -> list[NDArray[np.float32]]:
    """(T,) logarithms of how much mean and spread differ before and after every frame."""
    mean = _smoothed(poses, window)
    squares = _smoothed(poses * poses, window)
    spread = np.sqrt(np.maximum(squares - mean * mean, 0.0))
    frames = np.arange(len(poses))
    before = np.maximum(frames - window // 2, 0)
    after = np.minimum(frames + window // 2, len(poses) - 1)
    return [
        np.log(np.sum((values[after] - values[before]) ** 2, axis=1) + NOISE)
        for values in (mean, spread)
    ]


def _ways(place: NDArray[np.floating], facing: NDArray[np.floating]) -> list[NDArray[np.float32]]:
    """(T,) how far the body goes along the floor, up or down, and turns about every frame."""
    steady = _smoothed(_filled(place * np.array([1.0, 1.0, AWAY])), 9)
    turned = _smoothed(_filled(facing[:, None] / 90.0), 9)[:, 0]
    frames = np.arange(len(place))
    columns = []
    for seconds in WAYS:
        before = np.maximum(frames - round(seconds * RATE), 0)
        after = np.minimum(frames + round(seconds * RATE), len(place) - 1)
        way = np.abs(steady[after] - steady[before])
        along = np.hypot(way[:, 0], way[:, 2])
        columns += [np.log(along + STEP), np.log(way[:, 1] + STEP), turned[after] - turned[before]]
    return columns


def _smoothed(values: NDArray[np.floating], window: int) -> NDArray[np.float32]:
    """(T, K) mean over a window about every frame, shorter at the ends."""
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, 0, np.float64)])
    frames = np.arange(len(values))
    first = np.maximum(frames - window // 2, 0)
    last = np.minimum(frames + window - window // 2, len(values))
    mean: NDArray[np.float64] = (total[last] - total[first]) / (last - first)[:, None]
    return mean.astype(np.float32)


def _filled(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """(T, K) with straight lines over what is not known; 0 in what never is."""
    filled = np.zeros(values.shape, np.float32)
    frames = np.arange(len(values))
    for k in range(values.shape[1]):
        known = np.isfinite(values[:, k])
        if known.any():
            filled[:, k] = np.interp(frames, frames[known], values[known, k])
    return filled


class KindModel:
    """The network, on one core."""

    def __init__(self, path: Path = SEGMENTER) -> None:
        """Load the weights.

        Raises:
            ModelMissing, ModelDamaged: the file is not there, or not such a model.
        """
        self._session = open_network(path, ("described",))

    def probabilities(self, described: NDArray[np.float32]) -> NDArray[np.float32]:
        """Of the four KINDS, (H, 4), of descriptions (H, DESCRIBED)."""
        if not len(described):
            return np.zeros((0, len(KINDS)), np.float32)
        (found,) = self._session.run(None, {"described": described[None]})
        answer: NDArray[np.float32] = found[0]
        return answer


@lru_cache(maxsize=1)
def shipped_kinds() -> KindModel:
    """The shipped network, opened once."""
    return KindModel()
