"""What the encoder is trained on: many poses as estimators see them, beside the truth.

Rows come from rendered people before the real pose models (``data/seen.npz``: exercises,
``data/poses.npz``: random poses), and from recorded and random poses on random bodies with
the errors of ``models.training.error_model``. People who are held out are not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from coach.embedding.distances import pairwise_distances, sized
from coach.pose.correction import Corrector
from coach.skeleton import INDEX, MIRROR, PAIRS
from coach.types import MODEL_NAMES
from models.training import bones
from models.training.error_model import ErrorModel
from models.training.split import held_out
from models.training.studio.seen_data import Seen, read_seen

if TYPE_CHECKING:
    from models.training.corrector_windows import Stretches  # which takes PARTS from here

Array = NDArray[np.float32]

EXERCISES: Final = Path("models/training/data/seen.npz")
POSES: Final = Path("models/training/data/poses.npz")
"""Rendered people as the pose models saw them."""
CHUNK: Final = 20_000
FRAMES: Final = 5
"""Frames that are taken of a stretch of movement."""
LEVEL: Final = np.array([0.0, -1.0, 0.0], np.float32)
TO_CAMERA: Final = np.array([1, -1, -1], np.float32)
"""From axes x right, y up, z to the camera, to those of ``coach.types``."""


def _mirrored_pairs() -> NDArray[np.intp]:
    """(136,) where the distance of each pair stands when left and right are exchanged."""
    place = np.empty((17, 17), np.intp)
    place[PAIRS[:, 0], PAIRS[:, 1]] = place[PAIRS[:, 1], PAIRS[:, 0]] = np.arange(len(PAIRS))
    return place[MIRROR[PAIRS[:, 0]], MIRROR[PAIRS[:, 1]]]


PAIR_MIRROR: Final = _mirrored_pairs()


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """N views of poses; half precision where it serves.

    Attributes:
        world: (N, 136) distances of the seen world points; NaN: not seen.
        picture: (N, 136) distances in the picture; NaN where there is no picture.
        confidence: (N, 17) 0..1.
        true: (N, 136) distances of the same poses on the standard body.
    """

    world: NDArray[np.float16]
    picture: NDArray[np.float16]
    confidence: NDArray[np.float16]
    true: NDArray[np.float16]

    def __len__(self) -> int:
        return len(self.world)

    def rows(self, chosen: NDArray[np.integer]) -> Pool:
        """Some of the views."""
        return Pool(*(getattr(self, name)[chosen] for name in Pool.__slots__))


def joined(pools: Sequence[Pool]) -> Pool:
    """Several as one."""
    return Pool(*(np.concatenate([getattr(p, n) for p in pools]) for n in Pool.__slots__))


def canonical(directions: Array) -> Array:
    """Distances (N, 136) on the standard body of bone directions (N, 16, 3)."""
    return pairwise_distances(bones.assemble(directions))


def rendered(path: Path, *, held: bool = False, corrector: Corrector | None = None) -> Pool:
    """What the pose models saw of rendered people of a file in the format of ``seen.npz``.

    Args:
        held: those that are held out instead of the others.
        corrector: of the tracks before they are looked at; None: as seen.
    """
    seen = read_seen(path)
    if corrector is not None:
        seen = replace(seen, world=corrected(seen, corrector))
    track = seen.track_of_rows()
    wanted = np.array([held_out(str(person)) == held for person in seen.person])[track]
    rows = np.flatnonzero(seen.detected & wanted)
    size = seen.size[track].astype(np.float32)
    parts = []
    for start in range(0, len(rows), CHUNK):
        r = rows[start : start + CHUNK]
        points = seen.points[r].astype(np.float32) * size[r, None]
        true = seen.true_world[r].astype(np.float32)
        parts.append(
            Pool(
                pairwise_distances(seen.world[r].astype(np.float32)).astype(np.float16),
                pairwise_distances(points).astype(np.float16),
                (seen.confidence[r] / np.float32(255)).astype(np.float16),
                canonical(bones.directions(true)).astype(np.float16),
            )
        )
    return joined(parts)


def corrected(seen: Seen, corrector: Corrector) -> NDArray[np.float16]:
    """(R, 17, 3) world points of all tracks, corrected over time."""
    world = seen.world.copy()
    for start, end in pairwise(seen.offsets.tolist()):
        confidence = seen.confidence[start:end] / np.float32(255)
        world[start:end] = corrector.points(seen.world[start:end].astype(np.float32), confidence)
    return world


def filmed(stretches: Stretches, corrector: Corrector, rng: np.random.Generator) -> Pool:
    """Some frames of each stretch of movement, corrected by the others."""
    parts = []
    for seen, confidence, true, counts in zip(
        stretches.seen, stretches.confidence, stretches.true, stretches.counts, strict=True
    ):
        rows = np.flatnonzero(counts)
        if not len(rows):
            continue
        rows = rng.choice(rows, FRAMES)
        raw, sure = seen.astype(np.float32), confidence.astype(np.float32)
        world = corrector.points(raw, sure)[rows]
        parts.append((world, raw[rows, :, :2], sure[rows], true[rows].astype(np.float32)))
    pools = []
    for i in range(0, len(parts), CHUNK // FRAMES):
        world, flat, sure, true = map(
            np.concatenate, zip(*parts[i : i + CHUNK // FRAMES], strict=True)
        )
        pools.append(
            Pool(
                pairwise_distances(world).astype(np.float16),
                pairwise_distances(flat).astype(np.float16),
                sure.astype(np.float16),
                canonical(bones.directions(true)).astype(np.float16),
            )
        )
    return joined(pools)


def simulated(directions: Array, rng: np.random.Generator, model: ErrorModel) -> Pool:
    """Poses (N, 16, 3) on random bodies, seen from anywhere with an estimator's errors."""
    parts = []
    for start in range(0, len(directions), CHUNK):
        part = directions[start : start + CHUNK]
        n = len(part)
        body = bones.assemble(bones.faced(part, rng, 180), bones.random_lengths(rng, n))
        world = body * TO_CAMERA
        drawn = model.draw(
            world[:, None],
            np.broadcast_to(np.array([0, 0, -1], np.float32), (n, 3)),
            np.broadcast_to(LEVEL, (n, 3)),
            rng.integers(len(MODEL_NAMES), size=n),
            rng,
        )
        keep = drawn.detected[:, 0]
        parts.append(
            Pool(
                pairwise_distances(drawn.world[keep, 0]).astype(np.float16),
                pairwise_distances(drawn.world[keep, 0, :, :2]).astype(np.float16),
                drawn.confidence[keep, 0].astype(np.float16),
                canonical(part[keep]).astype(np.float16),
            )
        )
    return joined(parts)


def exact(directions: Array, rng: np.random.Generator) -> Pool:
    """Poses (N, 16, 3) on random bodies without any error: motion capture."""
    faced = bones.faced(directions, rng, 180)
    body = bones.assemble(faced, bones.random_lengths(rng, len(faced)))
    return Pool(
        pairwise_distances(body).astype(np.float16),
        pairwise_distances(body[..., :2]).astype(np.float16),
        np.ones((len(body), 17), np.float16),
        canonical(directions).astype(np.float16),
    )


# Out of the picture.

_LIMBS: Final = {
    name: [INDEX[f"left_{name}"], INDEX[f"right_{name}"]]
    for name in ("wrist", "elbow", "hip", "knee", "ankle")
}
PARTS: Final = (
    _LIMBS["ankle"],
    _LIMBS["ankle"] + _LIMBS["knee"],
    _LIMBS["ankle"] + _LIMBS["knee"] + _LIMBS["hip"],
    _LIMBS["wrist"],
    list(range(5)),
    *([_LIMBS["wrist"][side]] for side in (0, 1)),
    *([_LIMBS["wrist"][side], _LIMBS["elbow"][side]] for side in (0, 1)),
    *([_LIMBS["ankle"][side], _LIMBS["knee"][side]] for side in (0, 1)),
)
"""Keypoints that are lost together."""


def lose_limbs(views: Sequence[Array], rng: np.random.Generator, share: float) -> NDArray[np.bool_]:
    """Set the distances (n, 136) of lost limbs to NaN in all ``views``, in place.

    A ``share`` of the rows loses one of PARTS, a twentieth of that any single keypoint.
    What is left is divided by the size that the bones in sight tell. Returns (n, 17): lost.
    """
    n = len(views[0])
    lost = rng.random((n, 17)) < share / 20
    for i in np.flatnonzero(rng.random(n) < share):
        lost[i, PARTS[rng.integers(len(PARTS))]] = True
    pairs = lost[:, PAIRS[:, 0]] | lost[:, PAIRS[:, 1]]
    rows = np.flatnonzero(lost.any(axis=1))
    for distances in views:
        distances[pairs] = np.nan
        distances[rows] = sized(distances[rows])
    return lost
