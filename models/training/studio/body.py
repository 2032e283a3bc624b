"""A person's body: mesh, skeleton and skin weights, taken once from anny as plain arrays.

World axes of the studio: x to the left of a person who faces the camera (the right of the
picture), y away from the camera, z up, metres; a person of heading 0 looks along -y.

All bodies share one topology. Topology and every body made are kept in a cache folder, so
that only the first use of a shape needs anny and torch; `load_bodies` needs neither.
"""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import KEYPOINTS

Array = NDArray[np.float64]
WEIGHTS_KEPT = 4
ANNY = "0.6.2"
"""Version of anny whose bodies these are; part of the cache folder's name."""
CACHE_FORMAT = 1


@dataclass(frozen=True, slots=True)
class BodyShape:
    """Build of a person in anny's parameters, each 0..1.

    Attributes:
        gender: 0 male, 1 female.
        age: 1/3 child, 2/3 adult in their prime, 1 old.
        muscle, weight, height, proportions: little to much.
        african, asian, caucasian: parts of the face and figure, made to sum to 1.
        cupsize, firmness: of a female chest.
    """

    gender: float
    age: float = 0.62
    muscle: float = 0.6
    weight: float = 0.45
    height: float = 0.5
    proportions: float = 0.6
    african: float = 0.5
    asian: float = 0.5
    caucasian: float = 0.5
    cupsize: float = 0.5
    firmness: float = 0.5

    @property
    def key(self) -> str:
        """Name of this shape in the cache."""
        text = ",".join(f"{name}={value:.6f}" for name, value in asdict(self).items())
        return hashlib.sha256(text.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """What all bodies have in common.

    Attributes:
        faces: (F, 3). regions: names of special parts ("eye_front.L", "hand.R") to (F,) masks.
        bones: names. parents: (B,) index of each bone's parent, -1 for the root.
        bone_of: (V, K) bones that move a vertex. weight_of: (V, K) by how much.
        regressor: (3, R) keypoint, vertex and weight of anny's COCO regressor.
    """

    faces: NDArray[np.int64]
    regions: dict[str, NDArray[np.bool_]]
    bones: tuple[str, ...]
    parents: NDArray[np.int64]
    bone_of: NDArray[np.int64]
    weight_of: Array
    regressor: Array


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A body in its rest pose (arms half raised), soles on z = 0.

    A lean body (`load_bodies`) has some hundred vertices spread over the skin and no faces.

    Attributes:
        shape: the parameters it was made from.
        vertices: (V, 3) metres. normals: (V, 3).
        faces: (F, 3). regions: names of special parts ("eye_front.L", "hand.R") to (F,) masks.
        bones: names. parents: (B,) index of each bone's parent, -1 for the root.
        heads: (B, 3) joint at which each bone begins.
        bone_of: (V, K) bones that move a vertex. weight_of: (V, K) by how much.
        moments: (17, B, 4) weighted sums of rest positions and of weights by which the
            COCO keypoints follow from bone transforms (linear skinning is linear).
    """

    shape: BodyShape
    vertices: Array
    normals: Array
    faces: NDArray[np.int64]
    regions: dict[str, NDArray[np.bool_]]
    bones: tuple[str, ...]
    parents: NDArray[np.int64]
    heads: Array
    bone_of: NDArray[np.int64]
    weight_of: Array
    moments: Array

    def head(self, bone: str) -> Array:
        """Rest position of the joint at which ``bone`` begins."""
        head: Array = self.heads[self.bones.index(bone)]
        return head

    @property
    def tallness(self) -> float:
        """Height of the body, metres."""
        return float(np.ptp(self.vertices[:, 2]))


REGIONS = (
    "head",
    "hand.L",
    "hand.R",
    "foot.L",
    "foot.R",
    "eye_front.L",
    "eye_front.R",
    "eye_back.L",
    "eye_back.R",
    "mouth_cavity",
    "eye_cavity.L",
    "eye_cavity.R",
    "tongue",
)
INSIDE = ("eye_", "mouth_cavity", "tongue")
"""How names of regions begin that are no outer skin."""


def make_body(shape: BodyShape) -> Body:
    """The body of this shape, from the cache if it was made before."""
    topology = _topology()
    path = cache_folder() / f"{shape.key}.npz"
    if not path.exists():
        vertices, heads = _rest(shape)
        _write(path, vertices=vertices, heads=heads)
    with np.load(path) as stored:
        vertices, heads = (stored[k].astype(np.float64) for k in ("vertices", "heads"))
    ground = vertices[:, 2].min()
    vertices[:, 2] -= ground
    heads[:, 2] -= ground
    return Body(
        shape,
        vertices,
        vertex_normals(vertices, topology.faces),
        topology.faces,
        topology.regions,
        topology.bones,
        topology.parents,
        heads,
        topology.bone_of,
        topology.weight_of,
        _moments(topology, vertices),
    )


def cache_folder() -> Path:
    """Where bodies are kept: inside ``STUDIO_CACHE``, else the system's folder for caches."""
    if named := os.environ.get("STUDIO_CACHE"):
        root = Path(named)
    else:
        from platformdirs import user_cache_path

        root = user_cache_path("coach-studio", appauthor=False)
    return root / f"bodies-{CACHE_FORMAT}-anny-{ANNY}"


def _write(path: Path, **arrays: NDArray[Any]) -> None:
    """Write an .npz as a whole or not at all, also when others write the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{path.stem}.{os.getpid()}.half")
    with half.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    half.replace(path)


@lru_cache(maxsize=1)
def _anny() -> Any:
    """The anny model (3 s)."""
    if version("anny") != ANNY:
        raise RuntimeError(f"anny {ANNY} is needed, found {version('anny')}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import anny

        return anny.Anny(phenotypes="all")


def _rest(shape: BodyShape) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(V, 3) vertices and (B, 3) bone heads as anny has them at rest."""
    out = _anny()(phenotype_kwargs=asdict(shape))
    vertices, heads = out["rest_vertices"][0].numpy(), out["rest_bone_heads"][0].numpy()
    return vertices.astype(np.float32), heads.astype(np.float32)


@lru_cache(maxsize=1)
def _topology() -> Topology:
    path = cache_folder() / "topology.npz"
    if not path.exists():
        _write(path, **_topology_arrays())
    with np.load(path) as stored:
        return Topology(
            stored["faces"].astype(np.int64),
            dict(zip(REGIONS, stored["regions"], strict=True)),
            tuple(str(name) for name in stored["bones"]),
            stored["parents"].astype(np.int64),
            stored["bone_of"].astype(np.int64),
            stored["weight_of"],
            stored["regressor"],
        )


def _topology_arrays() -> dict[str, NDArray[Any]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from anny.face_segmentation import get_face_segmentation_mask
        from anny.keypoints import KeypointsRegressor

        model = _anny()
        regressor = KeypointsRegressor.coco(model, labels=list(KEYPOINTS))
        regions = [np.asarray(get_face_segmentation_mask(model, [name])) for name in REGIONS]
    bone_of, weight_of = _strongest(
        model.vertex_bone_indices.numpy(), model.vertex_bone_weights.numpy()
    )
    weights = regressor.regression_weights.numpy()
    used = np.nonzero(weights)
    return {
        "faces": model.faces.numpy().astype(np.int32),
        "regions": np.stack(regions),
        "bones": np.array(model.bone_labels),
        "parents": np.array(model.bone_parents, dtype=np.int32),
        "bone_of": bone_of.astype(np.int16),
        "weight_of": weight_of,
        "regressor": np.stack([*used, weights[used]]).astype(np.float64),
    }


def _strongest(bones: NDArray[Any], weights: NDArray[Any]) -> tuple[NDArray[np.int64], Array]:
    """The WEIGHTS_KEPT strongest weights of each vertex, summing to 1."""
    order = np.argsort(-weights, axis=1)[:, :WEIGHTS_KEPT]
    kept = np.take_along_axis(weights, order, axis=1).astype(np.float64)
    kept /= kept.sum(axis=1, keepdims=True)
    return np.take_along_axis(bones, order, axis=1).astype(np.int64), kept


def _moments(topology: Topology, vertices: Array) -> Array:
    keypoint, vertex = topology.regressor[:2].astype(np.int64)
    shares = topology.regressor[2][:, None] * topology.weight_of[vertex]
    homogeneous = np.concatenate([vertices[vertex], np.ones((len(vertex), 1))], axis=1)
    moments = np.zeros((len(KEYPOINTS), len(topology.bones), 4))
    target = (keypoint[:, None], topology.bone_of[vertex])
    np.add.at(moments, target, shares[:, :, None] * homogeneous[:, None, :])
    return moments


def vertex_normals(vertices: Array, faces: NDArray[np.int64]) -> Array:
    """(V, 3) unit normals, faces weighted by area; outwards where faces turn left."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    face_normals = np.cross(b - a, c - a)
    n, corners = len(vertices), faces.T.ravel()
    summed = [np.bincount(corners, np.tile(face_normals[:, k], 3), n) for k in range(3)]
    normals = np.stack(summed, axis=1)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    result: Array = normals / np.maximum(length, 1e-12)
    return result


SAMPLES = 800
FINER = (("hand.", 1.7), ("foot.", 1.7), ("head", 0.9))
"""How much denser than elsewhere the samples lie on these regions."""


def save_bodies(path: Path, bodies: Mapping[str, Body], samples: int = SAMPLES) -> None:
    """Write lean bodies, the same ``samples`` points of the skin in each, into one .npz."""
    first = next(iter(bodies.values()))
    kept = _spread(list(bodies.values()), samples)
    arrays: dict[str, NDArray[Any]] = {
        "names": np.array(list(bodies)),
        "shapes": np.array([list(asdict(b.shape).values()) for b in bodies.values()]),
        "bones": np.array(first.bones),
        "parents": first.parents.astype(np.int16),
        "bone_of": first.bone_of[kept].astype(np.int16),
        "weight_of": first.weight_of[kept].astype(np.float32),
        "vertices": np.stack([b.vertices[kept] for b in bodies.values()]).astype(np.float32),
        "normals": np.stack([b.normals[kept] for b in bodies.values()]).astype(np.float32),
        "heads": np.stack([b.heads for b in bodies.values()]).astype(np.float32),
        "moments": np.stack([b.moments for b in bodies.values()]).astype(np.float32),
    }
    np.savez_compressed(path, allow_pickle=False, **arrays)


def load_bodies(path: Path) -> dict[str, Body]:
    """Lean bodies by name, as `save_bodies` wrote them; numpy is enough."""
    with np.load(path) as stored:
        arrays = {name: stored[name] for name in stored.files}
    double = {k: v.astype(np.float64) for k, v in arrays.items() if v.dtype == np.float32}
    double["weight_of"] /= double["weight_of"].sum(axis=1, keepdims=True)
    bones = tuple(str(name) for name in arrays["bones"])
    parents, bone_of = (arrays[k].astype(np.int64) for k in ("parents", "bone_of"))
    return {
        str(name): Body(
            BodyShape(*(float(x) for x in arrays["shapes"][i])),
            double["vertices"][i],
            double["normals"][i],
            np.empty((0, 3), np.int64),
            {},
            bones,
            parents,
            double["heads"][i],
            bone_of,
            double["weight_of"],
            double["moments"][i],
        )
        for i, name in enumerate(arrays["names"])
    }


def _spread(bodies: Sequence[Body], samples: int) -> NDArray[np.int64]:
    """Vertices far apart on all bodies (farthest point sampling), their extremes among them."""
    first = bodies[0]
    density = np.ones(len(first.vertices))
    for prefix, finer in FINER:
        density[_touched(first, prefix)] = finer
    for prefix in INSIDE:
        density[_touched(first, prefix)] = 0.0
    density[np.setdiff1d(np.arange(len(density)), first.faces)] = 0.0
    places = np.concatenate([b.vertices for b in bodies], axis=1)
    kept = sorted({int(pick(b.vertices[:, k])) for b in bodies for k in range(3)
                   for pick in (np.argmin, np.argmax)})  # fmt: skip
    nearest = np.full(len(places), np.inf)
    while True:
        for vertex in kept if np.isinf(nearest[0]) else kept[-1:]:
            nearest = np.minimum(nearest, np.sum((places - places[vertex]) ** 2, axis=1))
        if len(kept) >= samples:
            return np.array(kept)
        kept.append(int(np.argmax(nearest * density**2)))


def _touched(body: Body, prefix: str) -> NDArray[np.int64]:
    """Vertices of the faces in regions whose names begin so."""
    masks = [mask for name, mask in body.regions.items() if name.startswith(prefix)]
    return np.unique(body.faces[np.logical_or.reduce(masks)])
