"""Fits the error model on what estimators saw of rendered people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from coach.skeleton import MIRROR
from coach.types import MODEL_NAMES
from models.training.error_model import (
    _LEVELS,
    HIDDEN_UNITS,
    N_LATENTS,
    STILL,
    Array,
    ErrorModel,
    Situation,
    _conditions,
    basis,
    latents_of,
    situation_of,
)
from models.training.self_occlusion import self_visible
from models.training.studio.seen_data import Seen

HELD_OUT: Final = 0.2
"""Part of the people that nothing is fitted on."""
FOR_SPREAD: Final = 0.35
"""Part of the others on which spread, distribution and correlation are measured."""
RIDGES: Final = (30.0, 100.0, 300.0, 1000.0, 3000.0, 10_000.0, 30_000.0)
"""Strengths tried for the mean."""
RIDGE_SPREAD: Final = 1000.0
LOST: Final = 0.5
"""Mean error of the joints in the picture, in sizes of the body, from which it is not them."""
SMALLEST_SPREAD: Final = 1e-3
_LOG_CHI: Final = 1.27
"""Minus the mean of the logarithm of a squared standard normal variable."""
LAGS: Final = (1, 2, 3, 5, 8, 12, 18)
"""Frames between which the correlation is measured."""
WAYS: Final = 0.0005 * 2.0 ** np.arange(0, 13)
"""Edges of the movement between them, metres."""


def split(seen: Seen, seed: int = 1) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Rows for the mean, for the spread, and held out, (R,) masks; by person."""
    people = np.unique(seen.person)
    order = np.random.default_rng(seed).permutation(len(people))
    share = np.empty(len(people))
    share[order] = (np.arange(len(people)) + 0.5) / len(people)
    of_row = share[np.searchsorted(people, seen.person)][seen.track_of_rows()]
    held = of_row < HELD_OUT
    spread = ~held & (of_row < HELD_OUT + (1 - HELD_OUT) * FOR_SPREAD)
    return ~held & ~spread, spread, held


def found(seen: Seen) -> NDArray[np.bool_]:
    """(R,) whether the estimator found the person and nothing else."""
    points = seen.points.astype(np.float32) - seen.true_points.astype(np.float32)
    size = seen.size[seen.track_of_rows()].astype(np.float32)
    error = np.linalg.norm(points * size[:, None], axis=2).mean(axis=1)
    near = error < LOST * situation_of(seen, np.arange(len(error))).pixels
    both: NDArray[np.bool_] = seen.detected & near
    return both


def fit(seen: Seen, seed: int = 1) -> ErrorModel:
    """The error model of all people but those that ``split`` holds out."""
    rng = np.random.default_rng(seed)
    good = found(seen)
    for_mean, for_spread, _ = split(seen)
    rows = np.flatnonzero(for_mean & good)
    features, latents = _both_ways(seen, rows)
    centre, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 0.05)
    units = _units(features.shape[1], rng)
    candidates = _ridge(basis(features, centre, spread, units), latents, RIDGES)
    del features, latents

    rows = np.flatnonzero(for_spread & good)
    situation = situation_of(seen, rows)
    waves = basis(situation.features(), centre, spread, units)
    latents = latents_of(situation, seen.world[rows].astype(np.float32), _confidence(seen, rows))
    mean = _best(candidates, waves, latents)
    left = latents - waves @ mean
    log = np.log(np.maximum(np.abs(left), SMALLEST_SPREAD)) + _LOG_CHI / 2
    log_spread = _ridge(waves, log.astype(np.float32), (RIDGE_SPREAD,))[0]
    u = left / np.exp(np.clip(waves @ log_spread, -9, 3))
    way = travelled(seen, rows, situation)
    root, stays, reach = _copula(_normal(u), seen.track_of_rows()[rows], way)
    return ErrorModel(
        centre,
        spread,
        units,
        mean,
        log_spread,
        np.quantile(u, _LEVELS, axis=0).T.astype(np.float32),
        root,
        stays,
        reach,
        _missed(seen, for_mean | for_spread, good),
    )


def _confidence(seen: Seen, rows: NDArray[Any]) -> Array:
    """(R, 17) 0..1."""
    return np.asarray(seen.confidence[rows] / 255, np.float32)


def _both_ways(seen: Seen, rows: NDArray[Any]) -> tuple[Array, Array]:
    """Features and latents of rows, as they are, and mirrored with visibility by capsules."""
    situation = situation_of(seen, rows)
    world, confidence = seen.world[rows].astype(np.float32), _confidence(seen, rows)
    blind = replace(
        situation, visible=self_visible(situation.world, situation.view) & situation.inside
    )
    other = blind.mirrored()
    flipped = world[:, MIRROR] * np.array([-1, 1, 1], np.float32)
    return (
        np.concatenate([situation.features(), other.features()]),
        np.concatenate(
            [
                latents_of(situation, world, confidence),
                latents_of(other, flipped, confidence[:, MIRROR]),
            ]
        ),
    )


def _units(n_features: int, rng: np.random.Generator) -> Array:
    """Random directions, some smooth and some sharp, and offsets in the first row."""
    gain = rng.uniform(0.4, 1.6, HIDDEN_UNITS)
    weights = rng.standard_normal((n_features, HIDDEN_UNITS)) * gain / np.sqrt(n_features)
    units: Array = (
        np.concatenate([rng.uniform(-1.5, 1.5, (1, HIDDEN_UNITS)), weights])
        .astype(np.float16)
        .astype(np.float32)
    )
    return units


def _ridge(x: Array, y: Array, strengths: Sequence[float]) -> list[Array]:
    """Weights (F, D) of ridge regression by strength; the constant is not held back."""
    left, right = np.zeros((x.shape[1],) * 2), np.zeros((x.shape[1], y.shape[1]))
    for start in range(0, len(x), 16384):
        part = x[start : start + 16384].astype(np.float64)
        left += part.T @ part
        right += part.T @ y[start : start + 16384]
    held = np.ones(len(left))
    held[0] = 1e-9
    return [
        np.linalg.solve(left + np.diag(strength * held), right).astype(np.float32)
        for strength in strengths
    ]


def _best(candidates: Sequence[Array], x: Array, y: Array) -> Array:
    """Of each column the weights that predict others best.

    What is drawn is the mean and a spread about it; a mean that follows the noise of those it
    was fitted on would count that noise twice.
    """
    errors = np.array([np.mean((x @ weights - y) ** 2, axis=0) for weights in candidates])
    chosen = errors.argmin(axis=0)
    return np.stack([candidates[k][:, d] for d, k in enumerate(chosen)], axis=1)


def _normal(u: Array) -> Array:
    """Each column as Gaussian scores of its ranks."""
    ranks = u.argsort(axis=0).argsort(axis=0)
    scores: Array = ndtri((ranks + 0.5) / len(u)).astype(np.float32)
    return scores


def travelled(seen: Seen, rows: NDArray[Any], situation: Situation) -> NDArray[np.float64]:
    """(R,) metres that the joints have moved since the start of the track, mean."""
    points, _ = situation.standard()
    gap = np.diff(seen.time[rows]).clip(0, 1)
    steps = np.linalg.norm(np.diff(points, axis=0), axis=2).mean(axis=1) + STILL * gap
    same = np.diff(seen.track_of_rows()[rows]) == 0
    return np.concatenate([[0.0], np.cumsum(np.where(same, steps, 0))])


def _copula(z: Array, track: NDArray[Any], way: NDArray[np.float64]) -> tuple[Array, Array, Array]:
    """Square root of the correlation, part that stays, reach of what fades."""
    middle, correlation = correlogram(z, track, way)
    stays, reach = np.array([_shares(middle, c) for c in correlation.T]).T
    shared = sum(np.sqrt(np.outer(part, part)) for part in (stays, 1 - stays))
    wanted = np.corrcoef(z.T) / shared
    values, vectors = np.linalg.eigh((wanted + wanted.T) / 2)
    root = vectors * np.sqrt(np.maximum(values, 1e-4))
    root /= np.linalg.norm(root, axis=1, keepdims=True)
    return root.astype(np.float32), stays.astype(np.float32), reach.astype(np.float32)


def correlogram(
    z: Array, track: NDArray[Any], way: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(W,) metres moved and (W, D) correlation of z before and after it."""
    count, moved = np.zeros(len(WAYS) - 1), np.zeros(len(WAYS) - 1)
    apart = np.zeros((len(WAYS) - 1, z.shape[1]))
    for lag in LAGS:
        pair = np.flatnonzero(track[lag:] == track[:-lag])
        between = way[pair + lag] - way[pair]
        place = np.digitize(between, WAYS) - 1
        for k in range(len(WAYS) - 1):
            here = pair[place == k]
            count[k] += len(here)
            moved[k] += between[place == k].sum()
            apart[k] += np.sum((z[here + lag] - z[here]) ** 2, axis=0, dtype=np.float64)
    enough = count > 30
    correlation = 1 - apart[enough] / count[enough, None] / 2 / np.mean(z**2, axis=0)
    return moved[enough] / count[enough], correlation


def _shares(way: NDArray[np.float64], correlation: NDArray[np.float64]) -> tuple[float, float]:
    """Part that stays, and reach of the rest, that best fit the correlations."""
    weight = 1 / (0.1 + np.clip(1 - correlation, 0, None))
    best = (np.inf, 0.3, 0.1)
    for reach in np.geomspace(0.01, 1.0, 30):
        # share + (1 - share) * fading = correlation, least squares
        fading = np.exp(-way / reach)
        rise = weight * (1 - fading)
        share = float(np.sum(rise * weight * (correlation - fading)) / np.sum(rise**2))
        share = min(max(share, 0.0), 0.9)
        miss = float(np.linalg.norm(weight * (share + (1 - share) * fading - correlation)))
        if miss < best[0]:
            best = (miss, share, float(reach))
    return best[1], best[2]


def _missed(seen: Seen, rows: NDArray[np.bool_], good: NDArray[np.bool_]) -> Array:
    """See ``ErrorModel.missed``."""
    chosen = np.flatnonzero(rows)
    situation = situation_of(seen, chosen)
    upright, whole = _conditions(situation)
    missing = ~good[chosen]
    track = seen.track_of_rows()[chosen]
    starts = missing & np.concatenate([[True], ~(missing[:-1] & (track[1:] == track[:-1]))])
    overall = missing.mean() if len(missing) else 0.0
    table = np.zeros((len(MODEL_NAMES), 2, 2, 2), np.float32)
    for m in range(len(MODEL_NAMES)):
        for a in (0, 1):
            for b in (0, 1):
                here = (situation.model == m) & (upright == a) & (whole == b)
                n, lost, runs = here.sum(), missing[here].sum(), starts[here].sum()
                share = (lost + 50 * overall) / (n + 50)
                table[m, a, b] = min(share, 0.98), (lost + 2) / (runs + 1)
    return table


def standardised(model: ErrorModel, situation: Situation, latents: Array) -> Array:
    """(R, 72) latents less their mean over their spread."""
    mean, spread = model.expected(situation)
    u: Array = (latents - mean) / spread
    assert u.shape[1] == N_LATENTS
    return u
