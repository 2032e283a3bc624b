"""Dresses a body: skin, hair, garments and shoes as shells over the same skin weights.

A garment is the body's surface moved outwards; its border is where a smooth ``edge``
function of the rest position is zero, cut per pixel, so that hems are clean lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull

from models.training.studio.body import Array, Body, vertex_normals

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Outfit:
    """Colours (linear RGB 0..1) and cuts of what a person wears.

    Attributes:
        sleeve: part of the upper arm that is covered, 0..1.
        hem: how far the shirt reaches below the hips, as a part of the thigh.
        leg: where the trousers end, 0 hip, 1 knee, 2 ankle.
        looseness: metres between shirt and skin.
        hair_style: "short", "bun" or "tail".
    """

    skin: Colour
    hair: Colour
    shirt: Colour
    stripe: Colour
    trousers: Colour
    shoes: Colour
    sleeve: float = 0.5
    hem: float = 0.12
    leg: float = 1.8
    looseness: float = 0.012
    hair_style: str = "short"


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
    faces: NDArray[np.int64]
    bones: NDArray[np.int64]
    weights: Array
    edge: Array
    features: Array
    colour: Colour
    second: Colour


def dress(body: Body, outfit: Outfit) -> list[Part]:
    """All parts of a dressed person."""
    shirt = _shirt_edge(body, outfit)
    trousers = _trousers_edge(body, outfit)
    foot = _foot_edge(body)
    covered = np.maximum.reduce([shirt, trousers, foot])
    parts = [*_skin(body, outfit, covered), *_eyes(body)]
    parts.append(_shell(body, "trousers", trousers, 0.007, outfit.trousers, outfit.stripe, shirt))
    parts.append(_shell(body, "shirt", shirt, outfit.looseness, outfit.shirt, outfit.stripe))
    parts.append(_hair(body, outfit))
    parts += [_shoe(body, side, outfit) for side in "LR"]
    if outfit.hair_style != "short":
        parts.append(_knot(body, outfit))
    return parts


def _along(body: Body, start: str, end: str) -> Array:
    """(V,) how far each vertex lies along the bone from start (0) to end (1)."""
    a, b = body.head(start), body.head(end)
    along: Array = (body.vertices - a) @ (b - a) / np.sum((b - a) ** 2)
    return along


def _weight(body: Body, *prefixes: str) -> Array:
    """(V,) share of each vertex's weights on the bones with these prefixes."""
    chosen = np.array([name.startswith(prefixes) for name in body.bones])
    share: Array = (body.weight_of * chosen[body.bone_of]).sum(axis=1)
    return share


ARM = ("upperarm", "lowerarm", "wrist", "finger", "metacarpal")
LEG = ("upperleg", "lowerleg", "foot", "toe")
HEAD = ("neck", "head", "eye")


def _shirt_edge(body: Body, outfit: Outfit) -> Array:
    v = body.vertices
    upper = np.linalg.norm(body.head("lowerarm01.L") - body.head("upperarm01.L"))
    thigh = np.linalg.norm(body.head("lowerleg01.L") - body.head("upperleg01.L"))
    hem = v[:, 2] - (body.head("upperleg01.L")[2] - outfit.hem * thigh)
    along = np.where(
        v[:, 0] > 0,
        _along(body, "upperarm01.L", "lowerarm01.L"),
        _along(body, "upperarm01.R", "lowerarm01.R"),
    )
    shoulder = body.head("upperarm01.L")
    beyond = (np.abs(v[:, 0]) > shoulder[0]) & (v[:, 2] > shoulder[2] - 0.12)
    on_arm = (_weight(body, *ARM) > 0.4) | beyond
    sleeve = np.where(on_arm, (outfit.sleeve - along) * upper, 1.0)
    neck = body.head("neck01")
    radius = np.hypot(v[:, 0] / 1.25, v[:, 1] - neck[1] + 0.02)
    above = v[:, 2] - neck[2]
    collar = radius - 0.062 - 0.35 * above + 4 * np.clip(-0.09 - above, 0, None)
    collar = np.where(
        (above > 0.06) | (_weight(body, "head", "neck03", "neck02") > 0.5), -0.05, collar
    )
    collar = np.where(on_arm, 1.0, collar)
    return np.minimum.reduce([hem, sleeve, collar])


def _trousers_edge(body: Body, outfit: Outfit) -> Array:
    v = body.vertices
    hip, knee, ankle = (body.head(b)[2] for b in ("upperleg01.L", "lowerleg01.L", "foot.L"))
    end = np.interp(outfit.leg, [0, 1, 2], [hip, knee, ankle])
    waist = body.head("spine04")[2] + 0.02
    arms = _weight(body, *ARM, "clavicle", "shoulder") > 0.2
    return np.where(arms, -0.05, np.minimum(v[:, 2] - end, waist - v[:, 2]))


def _foot_edge(body: Body) -> Array:
    top = body.head("foot.L")[2] * 1.02
    return np.where(body.vertices[:, 2] < 0.5, top - body.vertices[:, 2], -1.0)


def _head_box(body: Body) -> tuple[Array, float]:
    """Middle between the eyes and the height from there to the top of the head."""
    eyes = (body.head("eye.L") + body.head("eye.R")) / 2
    return eyes, float(body.vertices[:, 2].max() - eyes[2])


HAIRLINE = ((0.0, 0.25, 0.62, 0.80, 1.0, 1.7), (0.58, 0.50, 0.20, 0.12, -0.35, -0.62))
"""How far behind the eyes, and how high the hair begins there, in heights of the crown."""


def _hair_edge(body: Body) -> Array:
    """Positive on the scalp: above a line from the forehead round the ears to the nape."""
    eyes, top = _head_box(body)
    v = (body.vertices - eyes) / top
    crown = _head_top_axis(body)
    back = (body.vertices[:, 1] - eyes[1]) / top
    line = np.interp(
        back, [0.0, 0.25, 0.62, 0.80, 1.0, 1.7], [0.58, 0.50, 0.20, 0.12, -0.35, -0.62]
    )
    edge = (v[:, 2] - line) * top
    edge = np.where(_weight(body, *HEAD) > 0.5, edge, -1.0)
    ear = np.abs(body.vertices[:, 0]) > crown
    return np.where(ear, -1.0, edge)


def _head_top_axis(body: Body) -> float:
    """Half width of the skull above the ears, metres."""
    eyes, top = _head_box(body)
    band = (body.vertices[:, 2] > eyes[2] + 0.3 * top) & (_weight(body, *HEAD) > 0.5)
    return float(np.abs(body.vertices[band, 0]).max()) + 0.003


def _compact(
    faces: NDArray[np.int64], moved: Array
) -> tuple[Array, Array, NDArray[np.int64], NDArray[np.int64]]:
    """Vertices used by the faces, their normals, faces renumbered, indices used."""
    used, renumbered = np.unique(faces, return_inverse=True)
    renumbered = renumbered.reshape(faces.shape)
    vertices = moved[used]
    return vertices, vertex_normals(vertices, renumbered), renumbered, used


def _shell(
    body: Body,
    kind: str,
    edge: Array,
    offset: float,
    colour: Colour,
    second: Colour,
    covered: Array | None = None,
) -> Part:
    """The smoothed body moved outwards where ``edge`` is positive and nothing covers it."""
    shown = (edge[body.faces] > -0.002).any(axis=1)
    if covered is not None:
        shown &= ~(covered[body.faces] > 0.02).all(axis=1)
    base = _ironed(body)
    moved = base + offset * vertex_normals(base, body.faces)
    vertices, normals, faces, used = _compact(body.faces[shown], moved)
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
        colour,
        second,
    )


def _ironed(body: Body, times: int = 60) -> Array:
    """The body's surface without its small forms (Taubin 1995: smoothing that keeps size)."""
    vertices = body.vertices
    for _ in range(times):
        for step in (0.62, -0.65):
            vertices = vertices + step * (_averaged(body, vertices) - vertices)
    return vertices


def _averaged(body: Body, values: Array) -> Array:
    """Mean of each vertex's neighbours."""
    pairs = np.concatenate([body.faces[:, [i, (i + 1) % 3]] for i in range(3)])
    n = len(values)
    count = np.maximum(np.bincount(pairs[:, 0], minlength=n), 1)
    sums = [np.bincount(pairs[:, 0], values[pairs[:, 1], axis], n) for axis in range(3)]
    return np.stack(sums, axis=1) / count[:, None]


def _skin(body: Body, outfit: Outfit, covered: Array) -> list[Part]:
    """Face and the rest of the skin that clothes leave free."""
    shown = ~(covered[body.faces] > 0.02).all(axis=1)
    for name, faces in body.regions.items():
        if name.startswith(("eye", "mouth_cavity", "tongue")):
            shown &= ~faces
    eyes, top = _head_box(body)
    parts = []
    for kind, chosen in (("face", body.regions["head"]), ("skin", ~body.regions["head"])):
        vertices, _, faces, used = _compact(body.faces[shown & chosen], body.vertices)
        features = np.zeros((len(used), 4))
        features[:, :3] = (vertices - eyes) / top
        parts.append(
            Part(
                kind,
                vertices,
                body.normals[used],
                faces,
                body.bone_of[used],
                body.weight_of[used],
                np.ones(len(used)),
                features,
                outfit.skin,
                outfit.hair,
            )
        )
    return parts


def _eyes(body: Body) -> list[Part]:
    parts = []
    for side in "LR":
        mask = body.regions[f"eye_front.{side}"] | body.regions[f"eye_back.{side}"]
        vertices, normals, faces, used = _compact(body.faces[mask], body.vertices)
        middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
        features = np.zeros((len(used), 4))
        features[:, :3] = (vertices - middle) / (np.ptp(vertices[:, 2]) / 2)
        parts.append(
            Part(
                "eye",
                vertices,
                normals,
                faces,
                body.bone_of[used],
                body.weight_of[used],
                np.ones(len(used)),
                features,
                (0.75, 0.73, 0.70),
                (0.10, 0.06, 0.04),
            )
        )
    return parts


def _hair(body: Body, outfit: Outfit) -> Part:
    edge = _hair_edge(body)
    eyes, top = _head_box(body)
    faces = body.faces[(edge[body.faces] > -0.004).any(axis=1)]
    thick = 0.022 if outfit.hair_style == "short" else 0.014
    grow = thick * np.clip((edge + 0.004) / 0.05, 0, 1) ** 0.6 + 0.002
    wave = 1 + 0.18 * np.sin(90 * body.vertices[:, 0] + 25 * body.vertices[:, 1])
    moved = body.vertices + (grow * wave)[:, None] * _averaged(body, body.normals)
    vertices, normals, faces, used = _compact(faces, moved)
    features = np.zeros((len(used), 4))
    features[:, :3] = (body.vertices[used] - eyes) / top
    return Part(
        "hair",
        vertices,
        normals,
        faces,
        body.bone_of[used],
        body.weight_of[used],
        edge[used],
        features,
        outfit.hair,
        outfit.hair,
    )


def _knot(body: Body, outfit: Outfit) -> Part:
    """A bun on, or a tail behind, the head: an ellipsoid that moves with it."""
    eyes, top = _head_box(body)
    if outfit.hair_style == "bun":
        middle, radii = eyes + top * np.array([0.0, 1.15, 1.02]), np.array([0.042, 0.042, 0.040])
    else:
        middle, radii = eyes + top * np.array([0.0, 1.75, -0.05]), np.array([0.030, 0.034, 0.11])
    vertices, faces = _sphere()
    normals = vertices / radii
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    n = len(vertices)
    bone = body.bones.index("head")
    features = np.concatenate([vertices, np.zeros((n, 1))], axis=1)
    return Part(
        "hair",
        middle + vertices * radii,
        normals,
        faces,
        np.full((n, 4), bone),
        np.tile([1.0, 0, 0, 0], (n, 1)),
        np.ones(n),
        features,
        outfit.hair,
        outfit.hair,
    )


def _sphere(rows: int = 12, columns: int = 18) -> tuple[Array, NDArray[np.int64]]:
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
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    a, b = i * columns + j, i * columns + (j + 1) % columns
    c, d = a + columns, b + columns
    faces = np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, c, b), (b, c, d))])
    return grid, faces


def _shoe(body: Body, side: str, outfit: Outfit) -> Part:
    """A shoe: the hull of the foot, a little larger, with a flat sole."""
    foot = body.head(f"foot.{side}")
    sign = 1.0 if side == "L" else -1.0
    near = (body.vertices[:, 2] < foot[2] * 1.08) & (body.vertices[:, 0] * sign > 0)
    points = body.vertices[near]
    points = points + 0.007 * body.normals[near]
    points[:, 2] = np.maximum(points[:, 2], 0.0)
    hull = ConvexHull(points)
    vertices = points[hull.vertices]
    lookup = np.full(len(points), -1)
    lookup[hull.vertices] = np.arange(len(hull.vertices))
    faces = lookup[hull.simplices]
    a, b, c = (vertices[faces[:, i]] for i in range(3))
    inward = np.sum(np.cross(b - a, c - a) * (a - vertices.mean(axis=0)), axis=1) < 0
    faces[inward] = faces[inward][:, ::-1]
    n = len(vertices)
    bone = body.bones.index(f"foot.{side}")
    features = np.zeros((n, 4))
    features[:, 2] = vertices[:, 2]
    return Part(
        "shoe",
        vertices,
        vertex_normals(vertices, faces),
        faces.astype(np.int64),
        np.full((n, 4), bone),
        np.tile([1.0, 0, 0, 0], (n, 1)),
        np.ones(n),
        features,
        outfit.shoes,
        (0.85, 0.85, 0.85),
    )
