"""What the corrector is trained on: short stretches of movement, seen and true.

Stretches come from rendered people before the real pose models (``data/seen.npz``; single poses
of ``data/poses.npz``), and from recordings and random movements on random bodies before
cameras all round, with the errors of ``models.training.error_model``. Nobody who is held out
is in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from coach.pose.correction import WINDOW, given
from coach.skeleton import INDEX, MIRROR, N_KEYPOINTS
from coach.types import MODEL_NAMES
from models.training import bones
from models.training.encoder_pool import PARTS, TO_CAMERA
from models.training.error_fit import found
from models.training.error_model import ErrorModel
from models.training.split import held_out_mask
from models.training.studio.seen_data import Seen
from models.training.studio.truth import about_hips

Array = NDArray[np.float32]

CHUNK: Final = 500
"""Stretches that are made at a time."""
REVERSED: Final = 0.3
TEMPO: Final = 0.25
"""Standard deviation of the logarithm of the speed that stretches are played at."""
DEVIATION: Final = 0.03
"""By which all bones of a stretch are turned, in parts of their length."""
SOURCES: Final = {"recorded": 0.35, "studio": 0.25, "mixed": 0.2, "random": 0.2}
"""Share of each kind of simulated movement: ``mixed`` has the arms of another."""
OF_CMU: Final = 0.6
"""Part of the recordings that comes from the varied ones."""


@dataclass(frozen=True, slots=True, eq=False)
class Stretches:
    """N stretches of WINDOW frames, 15 a second.

    Attributes:
        seen: (N, W, 17, 3) world points as seen, metres, camera axes; NaN: nobody.
        confidence: (N, W, 17) 0..1.
        true: (N, W, 17, 3). counts: (N, W) whether the frame is to be learned from.
    """

    seen: Array
    confidence: Array
    true: Array
    counts: NDArray[np.bool_]


class RealPool:
    """Stretches of what estimators saw of rendered people who are not held out."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._good = found(seen)
        self._tracks = np.flatnonzero(~held_out_mask(seen.person))

    def draw(self, rng: np.random.Generator, n: int) -> Stretches:
        """n random stretches; what lies beyond a short track is nobody."""
        shape = (n, WINDOW, N_KEYPOINTS)
        seen, true = np.full((*shape, 3), np.nan, np.float32), np.zeros((*shape, 3), np.float32)
        confidence, counts = np.zeros(shape, np.float32), np.zeros(shape[:2], bool)
        for i, k in enumerate(rng.choice(self._tracks, n)):
            first, end = self._seen.offsets[k : k + 2]
            start = first + rng.integers(max(end - first - WINDOW, 0) + 1)
            rows = np.arange(start, min(start + WINDOW, end))
            if rng.random() < REVERSED:
                rows = rows[::-1]
            at = slice(0, len(rows))
            seen[i, at] = self._seen.world[rows]
            confidence[i, at] = self._seen.confidence[rows] / np.float32(255)
            true[i, at] = self._seen.true_world[rows]
            counts[i, at] = self._good[rows]
        return Stretches(seen, confidence, true, counts)


class SimulatedPool:
    """Stretches that were made once, and are drawn from."""

    def __init__(self, made: Stretches) -> None:
        self._made = made

    def draw(self, rng: np.random.Generator, n: int) -> Stretches:
        """n random ones of them."""
        rows = rng.integers(len(self._made.seen), size=n)
        m = self._made
        parts = (m.seen, m.confidence, m.true)
        return Stretches(*(a[rows].astype(np.float32) for a in parts), m.counts[rows])

    def exact(self, rng: np.random.Generator, n: int) -> Stretches:
        """n random ones without errors."""
        drawn = self.draw(rng, n)
        sure = np.ones_like(drawn.confidence)
        return Stretches(drawn.true, sure, drawn.true, np.ones_like(drawn.counts))


def simulated(movements: Movements, n: int, rng: np.random.Generator) -> Stretches:
    """n stretches on random bodies, seen from anywhere, with an estimator's errors.

    Half precision, but for ``counts``.
    """
    model = ErrorModel.load()
    parts = []
    for _ in range(0, n, CHUNK):
        directions = np.stack([movements.draw(rng) for _ in range(CHUNK)])
        parts.append(_filmed(directions, model, rng))
    half = (
        np.concatenate([getattr(p, name) for p in parts]).astype(np.float16)
        for name in ("seen", "confidence", "true")
    )
    return Stretches(*half, np.concatenate([p.counts for p in parts]))


def _filmed(directions: Array, model: ErrorModel, rng: np.random.Generator) -> Stretches:
    """Bone directions (n, W, 16, 3), y up, before a camera each, with errors."""
    n = len(directions)
    middle = directions[:, WINDOW // 2]
    turn = _turns(middle, bones.faced(middle, rng, 180))
    turned = np.einsum("nij,ntsj->ntsi", turn, directions)
    lengths = np.repeat(bones.random_lengths(rng, n), WINDOW, axis=0)
    body = bones.assemble(turned.reshape(-1, bones.N_SEGMENTS, 3), lengths)
    world = (body.reshape(n, WINDOW, N_KEYPOINTS, 3) * TO_CAMERA).astype(np.float32)
    view = np.array([0, 0, -1]) + rng.normal(0, 0.1, (n, 3)) * np.array([1, 1, 0])
    view /= np.linalg.norm(view, axis=1, keepdims=True)
    up = (turn @ np.array([0, 1, 0], np.float32)) * TO_CAMERA
    drawn = model.draw(
        world,
        view.astype(np.float32),
        up.astype(np.float32),
        rng.integers(len(MODEL_NAMES), size=n),
        rng,
    )
    drawn.world[~drawn.detected] = np.nan
    drawn.confidence[~drawn.detected] = 0
    return Stretches(drawn.world, drawn.confidence, world, drawn.detected)


def _turns(before: Array, after: Array) -> Array:
    """(n, 3, 3) rotations of n sets of directions onto others (Kabsch 1976)."""
    u, _, vt = np.linalg.svd(np.einsum("nsi,nsj->nij", after, before))
    u[:, :, 2] *= np.sign(np.linalg.det(u @ vt))[:, None]
    turns: Array = (u @ vt).astype(np.float32)
    return turns


class Movements:
    """Directions of bones over WINDOW frames: recorded, of the studio, mixed, random."""

    def __init__(self, motions: Sequence[bones.Motion], seen: Seen | None) -> None:
        """``motions``: recordings; ``seen``: whose true poses are taken too."""
        self._recorded = [bones.directions(m.points) for m in motions]
        length = np.array([len(m.points) for m in motions], dtype=float)
        varied = np.array([m.source == bones.CMU for m in motions])
        for those, share in ((varied, OF_CMU), (~varied, 1 - OF_CMU)):
            length[those] *= share / max(length[those].sum(), 1.0)
        self._chance = length / length.sum()
        self._studio = [] if seen is None else [bones.directions(w) for w in _upright(seen)]
        self._sources = SOURCES if self._studio else {"recorded": 1.0}

    def draw(self, rng: np.random.Generator) -> Array:
        """(W, 16, 3) of a random kind."""
        kind = rng.choice(list(self._sources), p=list(self._sources.values()))
        if kind == "random":
            drawn = _random_movement(rng)
        elif kind == "mixed":
            drawn = self._any(rng)
            other = self._any(rng)
            limbs = [*bones.UPPER_ARMS, *bones.FOREARMS]
            change = bones.trunk_axes(drawn) @ np.swapaxes(bones.trunk_axes(other), 1, 2)
            drawn[:, limbs] = np.einsum("nij,nsj->nsi", change, other[:, limbs])
        else:
            drawn = self._one(rng, kind == "studio")
        return bones.unit(drawn + rng.normal(0, DEVIATION, (1, bones.N_SEGMENTS, 3)))

    def _any(self, rng: np.random.Generator) -> Array:
        return self._one(rng, rng.random() < 0.5)

    def _one(self, rng: np.random.Generator, studio: bool) -> Array:
        if studio:
            whole = self._studio[rng.integers(len(self._studio))]
        else:
            whole = self._recorded[rng.choice(len(self._recorded), p=self._chance)]
        speed = np.exp(rng.normal(0, TEMPO))
        start = rng.integers(max(len(whole) - int(WINDOW * speed) - 2, 0) + 1)
        at = np.clip(start + np.arange(WINDOW) * speed, 0, len(whole) - 1)
        if rng.random() < REVERSED:
            at = at[::-1]
        low = np.minimum(at.astype(int), max(len(whole) - 2, 0))
        part = (at - low)[:, None, None]
        return bones.unit(
            (1 - part) * whole[low] + part * whole[np.minimum(low + 1, len(whole) - 1)]
        )


def _random_movement(rng: np.random.Generator) -> Array:
    """From one random pose to the next, at rest in each, half a second to one and a half."""
    poses = bones.random_bones(rng, 4)
    reached = np.cumsum(np.concatenate([[0], rng.uniform(6, 22, 3)]))
    begin = rng.uniform(0, max(reached[-1] - WINDOW, 1))
    at = np.clip(begin + np.arange(WINDOW), 0, reached[-1] - 1e-3)
    k = np.clip(np.searchsorted(reached, at, side="right") - 1, 0, 2)
    part = (at - reached[k]) / (reached[k + 1] - reached[k])
    part = (part**2 * (3 - 2 * part))[:, None, None]
    return bones.unit((1 - part) * poses[k] + part * poses[k + 1])


def _upright(seen: Seen) -> list[Array]:
    """True poses of the sequences that are trained on, axes of ``bones``, y against gravity."""
    held = held_out_mask(seen.person)
    first = {int(s): k for k, s in reversed(list(enumerate(seen.sequence))) if not held[k]}
    poses = []
    for k in first.values():
        world = seen.true_world[seen.offsets[k] : seen.offsets[k + 1]].astype(np.float32)
        up = seen.up[k].astype(np.float32) * TO_CAMERA
        level, _ = Rotation.align_vectors(np.array([[0.0, 1.0, 0.0]]), up[None])
        poses.append((world * TO_CAMERA) @ level.as_matrix().T.astype(np.float32))
    return poses


# A batch


def joined(parts: Sequence[Stretches]) -> Stretches:
    """Several as one."""
    return Stretches(*(np.concatenate([getattr(p, n) for p in parts]) for n in Stretches.__slots__))


def disturbed(drawn: Stretches, rng: np.random.Generator) -> Stretches:
    """The same as other people, cameras, filters and files would have it.

    Half is mirrored, the camera is rolled, half is smoothed, some lack limbs, frames or
    confidence, and a fifth has just begun.
    """
    seen, confidence, true, counts = (getattr(drawn, n).copy() for n in Stretches.__slots__)
    n = len(seen)
    flip = rng.random(n) < 0.5
    across = np.array([-1, 1, 1], np.float32)
    for points in (seen, true):
        points[flip] = points[flip][:, :, MIRROR] * across
    confidence[flip] = confidence[flip][:, :, MIRROR]
    roll = Rotation.from_rotvec(rng.normal(0, 0.1, n)[:, None] * np.array([0.0, 0.0, 1.0]))
    turn = roll.as_matrix().astype(np.float32)
    seen, true = (np.einsum("nij,ntkj->ntki", turn, p) for p in (seen, true))
    _smooth(seen, rng.random(n) < 0.5, rng.uniform(0.4, 1.0, n).astype(np.float32))
    confidence[rng.random(n) < 0.2] = 1.0
    for i in np.flatnonzero(rng.random(n) < 0.15):
        lost = PARTS[rng.integers(len(PARTS))]
        lost = [k for k in lost if k not in (INDEX["left_hip"], INDEX["right_hip"])]
        seen[i][:, lost] = np.nan
    late = rng.random(n) < 0.2
    begun = rng.integers(WINDOW, size=n)
    nobody = late[:, None] & (np.arange(WINDOW) < begun[:, None])
    seen[nobody] = np.nan
    return Stretches(seen, confidence, true, counts & ~nobody)


def _smooth(seen: Array, chosen: NDArray[np.bool_], share: Array) -> None:
    """A low-pass in place, of the chosen stretches; ``share``: of every new frame."""
    part = share[chosen][:, None, None]
    for t in range(1, WINDOW):
        before, now = seen[chosen, t - 1], seen[chosen, t]
        mean = before + part * (now - before)
        seen[chosen, t] = np.where(np.isfinite(mean), mean, now)


def lesson(drawn: Stretches) -> tuple[Array, Array, Array]:
    """Input (N, C, W), wanted places (N, W, 17, 3) on a standard body, weights (N, W)."""
    put, _, there = given(drawn.seen, drawn.confidence)
    n, count = drawn.true.shape[:2]
    true = about_hips(drawn.true.reshape(-1, N_KEYPOINTS, 3)).reshape(drawn.true.shape)
    sure = np.ones((n, count, N_KEYPOINTS), np.float32)
    wanted, _, _ = given(true, sure)
    places = wanted[:, : 3 * N_KEYPOINTS].transpose(0, 2, 1).reshape(true.shape)
    return put, np.ascontiguousarray(places), (drawn.counts & there.any(axis=2)).astype(np.float32)
