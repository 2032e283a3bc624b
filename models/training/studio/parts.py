"""Pieces of surface of a dressed person, and the tools that cut and smooth them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from models.training.studio.body import WEIGHTS_KEPT, Array, Body, vertex_normals
from models.training.studio.outfit import Colour

Faces = NDArray[np.int64]
ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
HEAD = ("neck", "head", "eye")


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A piece of surface with one material.

    Attributes:
        kind: "face", "skin", "eye", "hair", "shirt", "trousers" or "shoe".
        vertices, normals: (N, 3) at rest. faces: (F, 3).
        bones, weights: (N, 4). edge: (N,) metres inside the border, cut where negative.
        features: (N, 4) free values for the material.
        colour, second: linear RGB.
    """

    kind: str
    vertices: Array
    normals: Array
    faces: Faces
    bones: NDArray[np.int64]
    weights: Array
    edge: Array
    features: Array
    colour: Colour
    second: Colour


def along(body: Body, start: str, end: str) -> Array:
    """(V,) how far each vertex lies along the bone from start (0) to end (1)."""
    a, b = body.head(start), body.head(end)
    share: Array = (body.vertices - a) @ (b - a) / np.sum((b - a) ** 2)
    return share


def weight(body: Body, *prefixes: str) -> Array:
    """(V,) share of each vertex's weights on the bones with these prefixes."""
    chosen = np.array([name.startswith(prefixes) for name in body.bones])
    share: Array = (body.weight_of * chosen[body.bone_of]).sum(axis=1)
    return share


def head_box(body: Body) -> tuple[Array, float]:
    """Middle between the eyes and the height from there to the top of the head."""
    eyes = (body.head("eye.L") + body.head("eye.R")) / 2
    return eyes, float(body.vertices[:, 2].max() - eyes[2])


def compact(faces: Faces, moved: Array) -> tuple[Array, Array, Faces, NDArray[np.int64]]:
    """Vertices used by the faces, their normals, faces renumbered, indices used."""
    used, renumbered = np.unique(faces, return_inverse=True)
    renumbered = renumbered.reshape(faces.shape)
    vertices = moved[used]
    return vertices, vertex_normals(vertices, renumbered), renumbered, used


_neighbours: dict[int, tuple[Faces, csr_array]] = {}


def averaged(body: Body, values: Array) -> Array:
    """Mean over each vertex's neighbours, (V, ...)."""
    known = _neighbours.get(id(body.faces))
    if known is None:
        known = (body.faces, _neighbour_means(body.faces, len(body.vertices)))
        _neighbours.clear()
        _neighbours[id(body.faces)] = known
    mean: Array = known[1] @ values
    return mean


def _neighbour_means(faces: Faces, n: int) -> csr_array:
    pairs = np.concatenate([faces[:, [i, (i + 1) % 3]] for i in range(3)])
    count = np.maximum(np.bincount(pairs[:, 0], minlength=n), 1)
    return csr_array((1.0 / count[pairs[:, 0]], (pairs[:, 0], pairs[:, 1])), shape=(n, n))


@lru_cache(maxsize=4)
def ironed(body: Body, times: int) -> Array:
    """The body's surface without its small forms (Taubin 1995: smoothing that keeps size)."""
    vertices = body.vertices
    for _ in range(times):
        for step in (0.62, -0.65):
            vertices = vertices + step * (averaged(body, vertices) - vertices)
    return vertices


def shell(
    body: Body,
    kind: str,
    edge: Array,
    moved: Array,
    colours: tuple[Colour, Colour],
    hidden: NDArray[np.bool_] | None = None,
) -> Part:
    """The surface ``moved`` where ``edge`` is positive, without the ``hidden`` faces."""
    shown = (edge[body.faces] > -0.002).any(axis=1)
    if hidden is not None:
        shown &= ~hidden
    vertices, normals, faces, used = compact(body.faces[shown], moved)
    features = np.zeros((len(used), 4))
    features[:, 0] = body.normals[used, 0] * np.sign(body.vertices[used, 0])
    return Part(
        kind,
        vertices,
        normals,
        faces,
        body.bone_of[used],
        body.weight_of[used],
        edge[used],
        features,
        *colours,
    )


def rigid(
    body: Body,
    kind: str,
    bone: str,
    surface: tuple[Array, Faces],
    colours: tuple[Colour, Colour],
    features: Array | None = None,
) -> Part:
    """A surface that moves with one bone."""
    vertices, faces = surface
    n = len(vertices)
    return Part(
        kind,
        vertices,
        vertex_normals(vertices, faces),
        faces,
        np.full((n, WEIGHTS_KEPT), body.bones.index(bone)),
        np.tile([1.0, 0, 0, 0], (n, 1)),
        np.ones(n),
        np.ones((n, 4)) if features is None else features,
        *colours,
    )


def blended(body: Body, part: Part, shares: dict[str, Array]) -> Part:
    """The part moved by up to four bones, by these (N,) shares."""
    bones = np.zeros((len(part.vertices), WEIGHTS_KEPT), np.int64)
    weights = np.zeros((len(part.vertices), WEIGHTS_KEPT))
    for column, (bone, share) in enumerate(shares.items()):
        bones[:, column] = body.bones.index(bone)
        weights[:, column] = share
    weights /= weights.sum(axis=1, keepdims=True)
    return replace(part, bones=bones, weights=weights)


def split(part: Part, values: Array) -> tuple[Part, Part]:
    """The part cut along ``values`` (N,) = 0: where they are positive, where negative."""
    level = np.where(np.abs(values) < 1e-9, 1e-9, values)
    ends, index = _crossed(part.faces, level)
    cut = level[ends[:, 0]] / (level[ends[:, 0]] - level[ends[:, 1]])
    whole = _joined(part, ends, cut)
    sides = [part.faces[(level[part.faces] * sign > 0).all(axis=1)] for sign in (1.0, -1.0)]
    mixed = part.faces[np.ptp(np.sign(level[part.faces]), axis=1) > 0]
    for face_sides in _divided(mixed, level, index, len(part.vertices)):
        for k in range(2):
            sides[k] = np.concatenate([sides[k], face_sides[k]])
    return _only(whole, sides[0]), _only(whole, sides[1])


def _crossed(faces: Faces, level: Array) -> tuple[Faces, dict[tuple[int, int], int]]:
    """(E, 2) edges whose ends differ in sign, and the number of each."""
    edges = np.unique(
        np.sort(np.concatenate([faces[:, [i, (i + 1) % 3]] for i in range(3)]), axis=1), axis=0
    )
    edges = edges[level[edges[:, 0]] * level[edges[:, 1]] < 0]
    return edges, {(int(a), int(b)): i for i, (a, b) in enumerate(edges)}


def _divided(
    faces: Faces, level: Array, index: dict[tuple[int, int], int], first: int
) -> list[tuple[Faces, Faces]]:
    """Each face that is crossed as faces of the positive and of the negative side."""
    result = []
    for face in faces:
        signs = level[face] > 0
        alone = int(np.flatnonzero(signs == (signs.sum() == 1))[0])
        a, b, c = (int(v) for v in np.roll(face, -alone))
        ab, ac = (first + index[(min(a, o), max(a, o))] for o in (b, c))
        tip = np.array([[a, ab, ac]])
        rest = np.array([[ab, b, c], [ab, c, ac]])
        result.append((tip, rest) if level[a] > 0 else (rest, tip))
    return result


def _joined(part: Part, ends: Faces, cut: Array) -> Part:
    """The part with a vertex more on each of these edges, ``cut`` of the way along."""

    def grown(values: Array) -> Array:
        c = cut.reshape(-1, *([1] * (values.ndim - 1)))
        between = (1 - c) * values[ends[:, 0]] + c * values[ends[:, 1]]
        return np.concatenate([values, between])

    bones, weights = _mixed_weights(part, ends, cut)
    return replace(
        part,
        vertices=grown(part.vertices),
        normals=grown(part.normals),
        edge=grown(part.edge),
        features=grown(part.features),
        bones=np.concatenate([part.bones, bones]),
        weights=np.concatenate([part.weights, weights]),
    )


def _mixed_weights(part: Part, ends: Faces, cut: Array) -> tuple[NDArray[np.int64], Array]:
    """The strongest weights half way between the ends of edges, summing to 1."""
    n_bones = int(part.bones.max()) + 1
    dense = np.zeros((len(ends), n_bones))
    rows = np.arange(len(ends))[:, None]
    for end, share in ((0, 1 - cut), (1, cut)):
        chosen = ends[:, end]
        np.add.at(dense, (rows, part.bones[chosen]), part.weights[chosen] * share[:, None])
    bones = np.argsort(-dense, axis=1, kind="stable")[:, :WEIGHTS_KEPT]
    weights = np.take_along_axis(dense, bones, axis=1)
    return bones.astype(np.int64), weights / weights.sum(axis=1, keepdims=True)


def _only(part: Part, faces: Faces) -> Part:
    """The part with these faces and the vertices they use."""
    used, renumbered = np.unique(faces, return_inverse=True)
    return replace(
        part,
        vertices=part.vertices[used],
        normals=part.normals[used],
        faces=renumbered.reshape(-1, 3),
        bones=part.bones[used],
        weights=part.weights[used],
        edge=part.edge[used],
        features=part.features[used],
    )


def merged(first: Part, *others: Part) -> Part:
    """Parts of one material as one."""
    parts = (first, *others)
    starts = np.cumsum([0, *(len(p.vertices) for p in parts[:-1])])
    return replace(
        first,
        vertices=np.concatenate([p.vertices for p in parts]),
        normals=np.concatenate([p.normals for p in parts]),
        faces=np.concatenate([p.faces + s for p, s in zip(parts, starts, strict=True)]),
        bones=np.concatenate([p.bones for p in parts]),
        weights=np.concatenate([p.weights for p in parts]),
        edge=np.concatenate([p.edge for p in parts]),
        features=np.concatenate([p.features for p in parts]),
    )


def ball(rows: int = 12, columns: int = 18) -> tuple[Array, Faces]:
    """Vertices and faces of a sphere of radius 1."""
    lat = np.linspace(0, np.pi, rows)
    lon = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    grid = np.stack(
        [
            np.outer(np.sin(lat), np.cos(lon)),
            np.outer(np.sin(lat), np.sin(lon)),
            np.outer(np.cos(lat), np.ones(columns)),
        ],
        axis=-1,
    ).reshape(-1, 3)
    return grid, sheet_faces(rows, columns, closed=True)


def sheet_faces(rows: int, columns: int, closed: bool) -> Faces:
    """Faces of a grid of vertices (rows, columns); ``closed``: the last column meets the first."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns - (not closed)), indexing="ij")
    a, b = i * columns + j, i * columns + (j + 1) % columns
    c, d = a + columns, b + columns
    return np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, c, b), (b, c, d))])
