"""One person on the clock of the target, with the sides of the body told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from coach.alignment import SessionSettings, align
from coach.angles import ANGLE_INDEX
from coach.embedding import cosine
from coach.scoring.measures import Aspect
from coach.scoring.sides import sides_of_session
from coach.session.features import Features
from coach.tracks import RATE
from coach.types import Warping

Mirror = Literal["auto", "on", "off"]

LONGEST_STALL: Final = 0.7
"""Seconds of the target that one frame of the person may stand for."""


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """One person on the clock of the target: one row a target frame, NaN where unknown.

    Attributes:
        time: (T,) of the person's own clock, seconds.
        aspect: what the score compares, T rows; sidedness: (T, K) of the person as they are.
        similarity: (T,) latent cosine.
        reached: (T,) whether the warping covers the frame.
        mirrored: (T,) whether left and right are exchanged.
        warping: rows of ``source`` with rows of the target.
        source: the person's own features, exchanged where most of the session is.
    """

    time: NDArray[np.float64]
    aspect: Aspect
    sidedness: NDArray[np.float64]
    similarity: NDArray[np.float64]
    reached: NDArray[np.bool_]
    mirrored: NDArray[np.bool_]
    warping: Warping
    source: Features

    def beside(self, wanted: Features) -> Followed:
        """The same compared with a target of which less is known."""
        return replace(self, similarity=cosine(self.aspect.latents, wanted.latents))


def follow(
    wanted: Features,
    user: Features,
    *,
    mirrored: bool,
    settings: SessionSettings | None = None,
) -> Followed:
    """Align a person with a target and bring them onto its clock."""
    source = user.other_side() if mirrored else user
    warping = align(
        source.latents,
        wanted.latents,
        user_time=source.time,
        target_time=wanted.time,
        settings=settings,
    )
    n = len(wanted.time)
    i, j = warping.path[:, 0], warping.path[:, 1]
    reached = np.zeros(n, dtype=bool)
    if len(j):
        reached[j.min() : j.max() + 1] = True
        reached[_stalled(i, j)] = False
    time, sidedness, *compared = (
        _mean_by(j, values[i], n, reached)
        for values in (
            source.time,
            user.sidedness,
            *source.aspect.arrays,
        )
    )
    return Followed(
        time,
        Aspect(*compared),
        sidedness,
        cosine(compared[0], wanted.latents),
        reached,
        np.full(n, mirrored),
        warping,
        source,
    )


def _stalled(i: NDArray[np.integer], j: NDArray[np.integer]) -> NDArray[np.integer]:
    """Target frames (of j) that one user frame stands for beyond LONGEST_STALL."""
    first = np.concatenate([[True], np.diff(i) > 0])
    run_start = j[np.maximum.accumulate(np.where(first, np.arange(len(i)), 0))]
    late: NDArray[np.integer] = j[j - run_start > LONGEST_STALL * RATE]
    return late


def _mean_by(
    rows: NDArray[np.integer], values: NDArray[np.floating], n: int, reached: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Mean of the values (P, ...) that share a row, (n, ...); a skipped row takes the one before.

    ``rows`` never decrease.
    """
    mean = np.full((n, *values.shape[1:]), np.nan)
    if len(rows):
        met, starts = np.unique(rows, return_index=True)
        known = np.isfinite(values)
        total = np.add.reduceat(np.where(known, values, 0.0), starts, axis=0, dtype=np.float64)
        count = np.add.reduceat(known, starts, axis=0, dtype=np.int64)
        with np.errstate(invalid="ignore"):
            mean[met] = np.where(count > 0, total / count, np.nan)
        latest = np.maximum.accumulate(np.where(np.isin(np.arange(n), met), np.arange(n), 0))
        mean = mean[latest]
    mean[~reached] = np.nan
    return mean


def follow_sided(
    wanted: Features,
    user: Features,
    stretches: Sequence[slice],
    *,
    mirror: Mirror,
    noise: float,
    settings: SessionSettings | None = None,
) -> Followed:
    """Align a person, move by move as they are or with left and right exchanged.

    Args:
        wanted, user: of the target and of the person.
        stretches: rows of each move of the target, in order.
        mirror: "auto" decides by the evidence of one-sided moves; where that of the two
            alignments contradicts itself, the one that fits better counts.
        noise: see ``coach.scoring.sides``.
        settings: of the alignment.
    """
    if mirror != "auto":
        return follow(wanted, user, mirrored=mirror == "on", settings=settings)
    straight, swapped = (
        follow(wanted, user, mirrored=mirrored, settings=settings) for mirrored in (False, True)
    )
    stretches = stretches or [slice(0, len(wanted.time))]
    facing = wanted.angles[:, ANGLE_INDEX["facing"]]
    votes = [
        sides_of_session(f.sidedness, wanted.sidedness, facing, stretches, noise=noise, rate=RATE)[
            0
        ]
        for f in (straight, swapped)
    ]
    fits = [
        [np.sum(np.nan_to_num(f.similarity[rows])) for rows in stretches]
        for f in (straight, swapped)
    ]
    exchanged = np.where(votes[0] == votes[1], votes[0], np.greater(fits[1], fits[0]))
    return _merged(straight, swapped, _by_row(exchanged, stretches, len(wanted.time)))


def _by_row(flags: NDArray[np.bool_], stretches: Sequence[slice], n: int) -> NDArray[np.bool_]:
    """The flags of moves for every frame; before and between moves that of the next one."""
    rows = np.full(n, bool(flags[-1]))
    for flag, stretch in zip(flags[::-1], stretches[::-1], strict=True):
        rows[: stretch.stop] = flag
    return rows


def _merged(straight: Followed, swapped: Followed, rows: NDArray[np.bool_]) -> Followed:
    """Of the second the rows that are marked, else of the first."""

    def chosen(one: NDArray[Any], other: NDArray[Any]) -> NDArray[Any]:
        return np.where(rows.reshape(-1, *[1] * (one.ndim - 1)), other, one)

    if not rows.any() or rows.all():
        return swapped if rows.any() else straight
    main = swapped if rows.mean() > 0.5 else straight
    sides = zip(straight.aspect.arrays, swapped.aspect.arrays, strict=True)
    return Followed(
        chosen(straight.time, swapped.time),
        Aspect(*(chosen(one, other) for one, other in sides)),
        chosen(straight.sidedness, swapped.sidedness),
        chosen(straight.similarity, swapped.similarity),
        chosen(straight.reached, swapped.reached),
        rows,
        main.warping,
        main.source,
    )
