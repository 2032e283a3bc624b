"""Same against different repetitions of two people, by the encoder and by plain distances.

Repetitions are seen by cameras of their own with an estimator's errors, brought together
by the alignment of the report, as they are and mirrored; the better mean cosine counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.alignment import align
from coach.embedding import Encoder, cosine, pairwise_distances
from coach.session import features_of
from coach.skeleton import MIRROR
from coach.tracks import RATE
from coach.types import FloatArray, PoseTrack
from models.training.error_model import DATA
from models.training.figures import Figure, Rows, area_under_curve, figure
from models.training.performances import Joints, filmed, random_view
from models.training.split import held_out_mask
from models.training.studio.seen_data import read_seen

ENCODER: Final = "encoder"
PLAIN: Final = ("raw 2-D", "centred 2-D", "centred 3-D")
METHODS: Final = (ENCODER, *PLAIN)
BROAD: Final = 8000
"""Poses whose mean distances the plain methods are centred by."""


@dataclass(frozen=True, slots=True, eq=False)
class Repetition:
    """One repetition of one person, unseen: joints (T, 17, 3) as of ``performances``."""

    joints: Joints
    person: str
    name: str


Vectors = tuple[FloatArray, FloatArray]
"""(T, K) each, as the person is and with left and right exchanged."""


@dataclass(frozen=True, slots=True, eq=False)
class Filmed:
    """A repetition as one camera has it, in the vectors of every method."""

    repetition: Repetition
    vectors: Mapping[str, Vectors]


@lru_cache(maxsize=1)
def broad_means() -> tuple[FloatArray, FloatArray]:
    """Mean 2-D and 3-D distances (136,) of what estimators saw of people trained on."""
    seen = read_seen(DATA / "seen.npz")
    track = seen.track_of_rows()
    rows = np.flatnonzero(seen.detected & ~held_out_mask(seen.person)[track])
    rows = np.random.default_rng(0).choice(rows, BROAD, replace=False)
    flat = seen.points[rows].astype(np.float32) * seen.size[track[rows], None]
    means = [
        np.nanmean(pairwise_distances(points.astype(np.float32)), axis=0)
        for points in (flat, seen.world[rows])
    ]
    return means[0], means[1]


def plain_vectors(method: str, track: PoseTrack) -> Vectors:
    """Distances of a track by one of PLAIN."""
    points = track.world if method.endswith("3-D") else track.points
    flat, deep = broad_means()
    less = 0.0 if method.startswith("raw") else deep if method.endswith("3-D") else flat
    straight, swapped = (pairwise_distances(p) - less for p in (points, points[:, MIRROR]))
    return straight, swapped


def vectors(track: PoseTrack, encoder: Encoder) -> dict[str, Vectors]:
    """A track in the vectors of every method."""
    features = features_of(track, encoder)
    found: dict[str, Vectors] = {ENCODER: (features.latents, features.swapped)}
    return found | {method: plain_vectors(method, track) for method in PLAIN}


def film(
    repetitions: Sequence[Repetition], encoder: Encoder, rng: np.random.Generator, most_yaw: float
) -> list[Filmed]:
    """Every repetition by a camera of its own within ``most_yaw`` degrees of the front."""
    return [
        Filmed(r, vectors(filmed(r.joints, rng, **random_view(rng, most_yaw)), encoder))
        for r in repetitions
    ]


UNMET: Final = -2.0


def likeness(user: Vectors, target: Vectors) -> float:
    """Mean cosine along the warping, a vote a target frame; the better of both sides.

    Poses so unlike that the warping meets none of them have UNMET, below all cosines.
    """
    return max(_one_sided(one, target[0]) for one in user)


def _one_sided(user: FloatArray, target: FloatArray) -> float:
    user_time, target_time = (np.arange(len(v)) / RATE for v in (user, target))
    path = align(user, target, user_time=user_time, target_time=target_time).path
    value = cosine(user[path[:, 0]], target[path[:, 1]])
    known = np.isfinite(value)
    if not known.any():
        return UNMET
    votes = np.bincount(path[known, 1])
    sums = np.bincount(path[known, 1], weights=value[known])
    return float(np.mean(sums[votes > 0] / votes[votes > 0]))


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of repetitions of two people.

    Attributes:
        people: (N, 2) names. same: (N,) whether the move is the same.
        value: method to (N,) mean cosines.
    """

    people: NDArray[Any]
    same: NDArray[np.bool_]
    value: Mapping[str, NDArray[np.float64]]


def compare(views: Sequence[Filmed], rng: np.random.Generator, same: int, different: int) -> Pairs:
    """Every repetition against so many of other people: of the same move, of different ones."""
    people, alike, rows = [], [], []
    for one in views:
        others = [o for o in views if o.repetition.person != one.repetition.person]
        for kind, count in ((True, same), (False, different)):
            fitting = [o for o in others if (o.repetition.name == one.repetition.name) == kind]
            for i in rng.permutation(len(fitting))[:count]:
                other = fitting[i]
                people.append((one.repetition.person, other.repetition.person))
                alike.append(kind)
                rows.append([likeness(one.vectors[m], other.vectors[m]) for m in METHODS])
    values = np.array(rows, dtype=np.float64).T
    return Pairs(np.array(people), np.array(alike), dict(zip(METHODS, values, strict=True)))


def area(pairs: Pairs, method: str, rng: np.random.Generator, words: str, goal: str = "") -> Figure:
    """Area under the curve, same against different."""
    value = pairs.value[method]

    def statistic(rows: Rows) -> float:
        same = pairs.same[rows]
        return area_under_curve(value[rows][same], value[rows][~same])

    return figure(f"{words}, {method}", statistic, pairs.people, rng, goal)


def mean_cosine(
    pairs: Pairs, same: bool, rng: np.random.Generator, words: str, goal: str
) -> Figure:
    """Mean latent cosine of the pairs of one kind; without those that meet nowhere."""
    chosen = (pairs.same == same) & (pairs.value[ENCODER] > UNMET)
    value = pairs.value[ENCODER][chosen]
    return figure(words, lambda rows: float(value[rows].mean()), pairs.people[chosen], rng, goal)
