"""Single poses that estimators saw: does the latent cosine follow the truth, is a pose found again.

Correlation: pairs of poses of people who are not trained on, seen by any camera. Retrieval:
one pose by two people, one seen from the front and the other from aside, among forty
(``studio.looks``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.embedding import Encoder, cosine, pairwise_distances
from coach.session import features_of
from coach.tracks import RATE
from coach.types import MODEL_NAMES, FloatArray, ModelName, PoseTrack
from models.training.bones import assemble, directions
from models.training.figures import Figure, Rows, correlation, figure
from models.training.score_pairs import ENCODER, METHODS, plain_vectors
from models.training.split import held_out_mask
from models.training.studio.seen_data import Seen, read_seen

GALLERY: Final = 40
GOALS: Final[Mapping[ModelName, str]] = {"full": ">= 0.85", "heavy": ">= 0.88"}
FOUND: Final = {45: ">= 0.92", 60: ">= 0.85", 90: ">= 0.75"}
"""Part of the poses found among GALLERY, by degrees between the cameras."""


def tracks_of(seen: Seen, tracks: NDArray[np.int64]) -> tuple[list[PoseTrack], NDArray[np.int64]]:
    """Pose tracks of a set, and which rows they are of.

    Poses that are seconds apart become tracks of one frame, so that nothing takes one for
    the neighbour of the other.
    """
    found, rows = [], []
    for k in tracks:
        own = np.arange(seen.offsets[k], seen.offsets[k + 1])
        own = own[seen.detected[own]]
        apart = len(own) > 1 and np.diff(seen.time[own]).min() > 0.5
        for part in own[:, None] if apart else [own]:
            if len(part):
                found.append(_track(seen, int(k), part))
                rows.append(part)
    return found, np.concatenate(rows) if rows else np.zeros(0, np.int64)


def _track(seen: Seen, k: int, rows: NDArray[np.int64]) -> PoseTrack:
    size = (int(seen.size[k, 0]), int(seen.size[k, 1]))
    return PoseTrack(
        np.arange(len(rows)) / RATE,
        seen.points[rows].astype(np.float32) * np.array(size, np.float32),
        seen.confidence[rows] / 255.0,
        seen.world[rows],
        size,
        RATE,
    )


def vectors_of(tracks: Sequence[PoseTrack], encoder: Encoder) -> dict[str, FloatArray]:
    """(R, K) of all rows of the tracks, by method."""
    found: dict[str, list[FloatArray]] = {method: [] for method in METHODS}
    for track in tracks:
        found[ENCODER].append(features_of(track, encoder).latents)
        for method in METHODS[1:]:
            found[method].append(plain_vectors(method, track)[0])
    return {method: np.concatenate(parts) for method, parts in found.items()}


def true_vectors(seen: Seen, rows: NDArray[np.int64]) -> FloatArray:
    """(R, 136) distances of the true poses on the canonical body, less their mean."""
    upright = seen.true_world[rows].astype(np.float32) * np.array([1, -1, -1], np.float32)
    distances = pairwise_distances(assemble(directions(upright)))
    centred: FloatArray = distances - distances.mean(axis=0)
    return centred


def follows(
    path: Path, words: str, encoder: Encoder, rng: np.random.Generator, most: int = 6000
) -> list[Figure]:
    """Correlation of the cosine of seen poses with that of the true ones, by model and method."""
    seen = read_seen(path)
    figures = []
    for model in ("full", "heavy"):
        of_model = seen.model == MODEL_NAMES.index(model)
        chosen = np.flatnonzero(of_model & _unseen_people(seen.person))
        chosen = _some(seen, rng.permutation(chosen), most)
        tracks, rows = tracks_of(seen, np.sort(chosen))
        if not tracks:
            continue
        vectors, true = vectors_of(tracks, encoder), true_vectors(seen, rows)
        person = seen.person[seen.track_of_rows()[rows]]
        i, j = rng.integers(len(rows), size=(2, 4 * len(rows)))
        apart = person[i] != person[j]
        i, j = i[apart], j[apart]
        wanted, people = cosine(true[i], true[j]), np.stack([person[i], person[j]], axis=1)
        for method in METHODS:
            got = cosine(vectors[method][i], vectors[method][j])
            goal = GOALS[model] if method == ENCODER else ""
            both = partial(_correlated, got, wanted)
            figures.append(figure(f"{words}, {model}, {method}", both, people, rng, goal))
    return figures


def _unseen_people(person: NDArray[Any]) -> NDArray[np.bool_]:
    """Held-out people of the training set, everybody of another set."""
    trained = np.char.startswith(person, "train")
    return ~trained | held_out_mask(person)


def _some(seen: Seen, tracks: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """The first of these tracks that have about so many rows."""
    count = np.cumsum(np.diff(seen.offsets)[tracks])
    return tracks[: int(np.searchsorted(count, most)) + 1]


def _correlated(got: NDArray[Any], wanted: NDArray[Any], rows: Rows) -> float:
    known = rows[np.isfinite(got[rows])]
    return correlation(got[known], wanted[known])


def found_again(path: Path, encoder: Encoder, rng: np.random.Generator) -> list[Figure]:
    """Retrieval among GALLERY poses of ``studio.looks``, by angle, model and method.

    Track 0 of a sequence is the gallery; the rows of the other tracks, in the same order,
    look for theirs in it. A pose that the estimator did not find is not found again.
    """
    seen = read_seen(path)
    hits: dict[tuple[int, str, str], list[tuple[str, float]]] = {}
    for sequence in np.unique(seen.sequence):
        for model in np.unique(seen.model[seen.sequence == sequence]):
            own = np.flatnonzero((seen.sequence == sequence) & (seen.model == model))
            looks = [_whole(seen, int(k), encoder) for k in own]
            for k, look in zip(own[1:], looks[1:], strict=True):
                angle = int(seen.exercise[seen.offsets[k]])
                for method in METHODS:
                    alike = cosine(look[method][:, None], looks[0][method][None])
                    best = np.argmax(np.nan_to_num(alike, nan=-2.0), axis=1)
                    hit = (best == np.arange(len(best))) & np.isfinite(alike).any(axis=1)
                    name = MODEL_NAMES[model]
                    rows = hits.setdefault((angle, name, method), [])
                    rows += [(str(seen.person[k]), float(h)) for h in hit]
    figures = []
    for (angle, name, method), rows in sorted(hits.items()):
        people, hit = np.array([r[0] for r in rows]), np.array([r[1] for r in rows])
        goal = FOUND.get(angle, "") if method == ENCODER else ""
        share = partial(_mean, hit)
        words = f"found among {GALLERY} at {angle}°, {name}, {method}"
        figures.append(figure(words, share, people, rng, goal))
    return figures


def _mean(values: NDArray[Any], rows: Rows) -> float:
    return float(values[rows].mean())


def _whole(seen: Seen, k: int, encoder: Encoder) -> dict[str, FloatArray]:
    """Vectors of all rows of a track of single poses, NaN where nobody was found."""
    rows = np.arange(seen.offsets[k], seen.offsets[k + 1])
    tracks = [_track(seen, k, rows[i : i + 1]) for i in range(len(rows))]
    return vectors_of(tracks, encoder)
