"""A person's body: mesh, skeleton and skin weights, taken once from anny as plain arrays.

World axes of the studio: x to the left of a person who faces the camera (the right of the
picture), y away from the camera, z up, metres; a person of heading 0 looks along -y.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import KEYPOINTS

Array = NDArray[np.float64]
WEIGHTS_KEPT = 4


@dataclass(frozen=True, slots=True)
class BodyShape:
    """Build of a person in anny's parameters, each 0..1.

    Attributes:
        gender: 0 male, 1 female.
        age: 1/3 child, 2/3 adult in their prime, 1 old.
        muscle, weight, height, proportions: little to much.
    """

    gender: float
    age: float = 0.62
    muscle: float = 0.6
    weight: float = 0.45
    height: float = 0.5
    proportions: float = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A body in its rest pose (arms half raised), soles on z = 0.

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
    "eye_front.L",
    "eye_front.R",
    "eye_back.L",
    "eye_back.R",
    "mouth_cavity",
    "eye_cavity.L",
    "eye_cavity.R",
    "tongue",
)


@lru_cache(maxsize=1)
def _anny() -> tuple[Any, Array, dict[str, NDArray[np.bool_]]]:
    """The anny model, its (17, V) regressor of COCO keypoints, masks of its faces."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import anny
        from anny.face_segmentation import get_face_segmentation_mask
        from anny.keypoints import KeypointsRegressor

        model = anny.Anny()
        regressor = KeypointsRegressor.coco(model, labels=list(KEYPOINTS))
        regions = {name: np.asarray(get_face_segmentation_mask(model, [name])) for name in REGIONS}
    return model, regressor.regression_weights.numpy().astype(np.float64), regions


def make_bodies(shapes: Sequence[BodyShape]) -> list[Body]:
    """Bodies of these shapes (the model is loaded once, about 10 s)."""
    return [_make_body(shape) for shape in shapes]


def _make_body(shape: BodyShape) -> Body:
    model, regressor, regions = _anny()
    out = model(phenotype_kwargs=asdict(shape))
    vertices = out["rest_vertices"][0].numpy().astype(np.float64)
    heads = out["rest_bone_heads"][0].numpy().astype(np.float64)
    ground = vertices[:, 2].min()
    vertices[:, 2] -= ground
    heads[:, 2] -= ground
    faces = model.faces.numpy()
    bone_of, weight_of = _strongest(
        model.vertex_bone_indices.numpy(), model.vertex_bone_weights.numpy()
    )
    moments = _moments(regressor, vertices, bone_of, weight_of, len(heads))
    return Body(
        shape,
        vertices,
        vertex_normals(vertices, faces),
        faces,
        regions,
        tuple(model.bone_labels),
        np.array(model.bone_parents, dtype=np.int64),
        heads,
        bone_of,
        weight_of,
        moments,
    )


def _strongest(bones: NDArray[Any], weights: NDArray[Any]) -> tuple[NDArray[np.int64], Array]:
    """The WEIGHTS_KEPT strongest weights of each vertex, summing to 1."""
    order = np.argsort(-weights, axis=1)[:, :WEIGHTS_KEPT]
    kept = np.take_along_axis(weights, order, axis=1).astype(np.float64)
    kept /= kept.sum(axis=1, keepdims=True)
    return np.take_along_axis(bones, order, axis=1).astype(np.int64), kept


def _moments(
    regressor: Array, vertices: Array, bone_of: NDArray[np.int64], weight_of: Array, n_bones: int
) -> Array:
    dense = np.zeros((len(vertices), n_bones))
    np.add.at(dense, (np.arange(len(vertices))[:, None], bone_of), weight_of)
    homogeneous = np.concatenate([vertices, np.ones((len(vertices), 1))], axis=1)
    moments: Array = np.einsum("kv,vb,vc->kbc", regressor, dense, homogeneous, optimize=True)
    return moments


def vertex_normals(vertices: Array, faces: NDArray[np.int64]) -> Array:
    """(V, 3) unit normals, faces weighted by area; outwards where faces turn left."""
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    face_normals = np.cross(b - a, c - a)
    normals = np.zeros_like(vertices)
    for corner in range(3):
        np.add.at(normals, faces[:, corner], face_normals)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    result: Array = normals / np.maximum(length, 1e-12)
    return result
