"""Coarser surfaces for pictures in which nobody can see the difference.

Edges are collapsed onto one of their ends by quadric error (Garland & Heckbert, Surface
simplification using quadric error metrics, SIGGRAPH 1997), many independent ones at a time,
so that a vertex that stays keeps its skin weights and features as they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.training.studio.body import Array
from models.training.studio.wardrobe import Part

Indices = NDArray[np.int64]
TOLERANCE = 0.003
"""How far the surface may move, metres (root of the mean square over the faces merged)."""
HEM = 0.015
"""Vertices nearer than this to a border that is cut per pixel stay where they are, metres."""
FOLD = 0.012
"""Metres of error that a full exchange of skin weights counts as."""
ROUNDS = 40
SMALLEST = 60
"""Parts with fewer faces than this are left alone."""


def coarser(part: Part, tolerance: float = TOLERANCE) -> Part:
    """The part with fewer vertices and faces."""
    if len(part.faces) < SMALLEST:
        return part
    faces = _collapsed(part, tolerance)
    used, renumbered = np.unique(faces, return_inverse=True)
    return replace(
        part,
        vertices=part.vertices[used],
        normals=part.normals[used],
        faces=renumbered.reshape(faces.shape).astype(np.int64),
        bones=part.bones[used],
        weights=part.weights[used],
        edge=part.edge[used],
        features=part.features[used],
    )


def _collapsed(part: Part, tolerance: float) -> Indices:
    points = part.vertices
    faces = part.faces.astype(np.int64)
    quadrics, area = _quadrics(points, faces)
    weights = np.zeros((len(points), int(part.bones.max()) + 1))
    np.add.at(weights, (np.arange(len(points))[:, None], part.bones), part.weights)
    banned: NDArray[Any] = np.zeros(0, np.int64)
    for _ in range(ROUNDS):
        gone, kept = _candidates(points, faces, quadrics, area, weights, part.edge, tolerance)
        key = gone * len(points) + kept[:, 0]
        free = ~np.isin(key, banned)
        cost = kept[:, 1]
        chosen = _independent(gone[free], kept[free, 0].astype(np.int64), cost[free], faces, points)
        target = np.arange(len(points))
        target[gone[free][chosen]] = kept[free, 0].astype(np.int64)[chosen]
        turned = _turned_over(points, faces, target)
        refused = (target != np.arange(len(points))) & turned
        banned = np.append(banned, np.nonzero(refused)[0] * len(points) + target[refused])
        target[refused] = np.nonzero(refused)[0]
        moved = np.nonzero(target != np.arange(len(points)))[0]
        if len(moved) < 4:
            break
        quadrics[target[moved]] += quadrics[moved]
        area[target[moved]] += area[moved]
        faces = target[faces]
        whole = (
            (faces[:, 0] != faces[:, 1])
            & (faces[:, 1] != faces[:, 2])
            & (faces[:, 2] != faces[:, 0])
        )
        faces = faces[whole]
    return faces


def _quadrics(points: Array, faces: Indices) -> tuple[Array, Array]:
    """(V, 4, 4) squared distances to the planes about each vertex and the (V,) weights."""
    a, b, c = (points[faces[:, i]] for i in range(3))
    normal = np.cross(b - a, c - a)
    size = np.linalg.norm(normal, axis=1)
    normal /= np.maximum(size, 1e-12)[:, None]
    quadrics = np.zeros((len(points), 4, 4))
    area = np.full(len(points), 1e-12)
    _add_planes(quadrics, area, faces, normal, a, size / 2)
    for start, end, face in _borders(faces):
        along = points[end] - points[start]
        wall = np.cross(along, normal[face])
        length = np.linalg.norm(wall, axis=1)
        wall /= np.maximum(length, 1e-12)[:, None]
        ends = np.stack([start, end], axis=1)
        _add_planes(quadrics, area, ends, wall, points[start], 4 * length**2)
    return quadrics, area


def _add_planes(
    quadrics: Array, area: Array, corners: Indices, normal: Array, point: Array, weight: Array
) -> None:
    plane = np.concatenate([normal, -np.sum(normal * point, axis=1, keepdims=True)], axis=1)
    outer = plane[:, :, None] * plane[:, None, :] * weight[:, None, None]
    for k in range(corners.shape[1]):
        np.add.at(quadrics, corners[:, k], outer)
        np.add.at(area, corners[:, k], weight)


def _edges(faces: Indices) -> tuple[Indices, Indices]:
    """(E, 2) edges, lower vertex first, and a face (E,) of each; one row a face and side."""
    sides = np.concatenate([faces[:, [i, (i + 1) % 3]] for i in range(3)])
    return np.sort(sides, axis=1), np.tile(np.arange(len(faces)), 3)


def _borders(faces: Indices) -> list[tuple[Indices, Indices, Indices]]:
    """Edges that belong to one face only: starts, ends, faces."""
    edges, face = _edges(faces)
    _, first, count = np.unique(edges, axis=0, return_index=True, return_counts=True)
    alone = first[count == 1]
    return [(edges[alone, 0], edges[alone, 1], face[alone])]


def _candidates(
    points: Array,
    faces: Indices,
    quadrics: Array,
    area: Array,
    weights: Array,
    edge: Array,
    tolerance: float,
) -> tuple[Indices, Array]:
    """Vertices (N,) that may go, and (N, 2) where to and at what cost (metres squared)."""
    edges, _ = _edges(faces)
    edges = np.unique(edges, axis=0)
    both = np.concatenate([edges, edges[:, ::-1]])
    gone, kept = both[:, 0], both[:, 1]
    spot = np.concatenate([points[kept], np.ones((len(kept), 1))], axis=1)
    sum_of = quadrics[gone] + quadrics[kept]
    error = np.einsum("ni,nij,nj->n", spot, sum_of, spot, optimize=True)
    cost = np.maximum(error, 0) / (area[gone] + area[kept])
    exchanged = np.abs(weights[gone] - weights[kept]).sum(axis=1) / 2
    cost = cost + (FOLD * exchanged) ** 2
    cost += 0.002 * np.sum((points[gone] - points[kept]) ** 2, axis=1)
    allowed = (cost < tolerance**2) & (np.abs(edge[gone]) > HEM)
    return gone[allowed], np.stack([kept[allowed].astype(float), cost[allowed]], axis=1)


def _independent(
    gone: Indices, kept: Indices, cost: Array, faces: Indices, points: Array
) -> NDArray[np.bool_]:
    """Which collapses to do at once: the cheapest in their surroundings."""
    rank = np.empty(len(cost), np.int64)
    rank[np.argsort(cost, kind="stable")] = np.arange(len(cost))
    lowest = np.full(len(points), len(cost))
    np.minimum.at(lowest, gone, rank)
    np.minimum.at(lowest, kept, rank)
    around = lowest.copy()
    for i in range(3):
        for j in range(3):
            np.minimum.at(around, faces[:, i], lowest[faces[:, j]])
    chosen: NDArray[np.bool_] = (around[gone] == rank) & (around[kept] == rank)
    return chosen


def _turned_over(points: Array, faces: Indices, target: Indices) -> NDArray[np.bool_]:
    """(V,) vertices whose collapse would turn one of their faces by 75 degrees or more."""
    after = target[faces]
    whole = (
        (after[:, 0] != after[:, 1]) & (after[:, 1] != after[:, 2]) & (after[:, 2] != after[:, 0])
    )
    changed = whole & (after != faces).any(axis=1)
    old, new = faces[changed], after[changed]
    first = np.cross(points[old[:, 1]] - points[old[:, 0]], points[old[:, 2]] - points[old[:, 0]])
    then = np.cross(points[new[:, 1]] - points[new[:, 0]], points[new[:, 2]] - points[new[:, 0]])
    sizes = np.linalg.norm(first, axis=1) * np.linalg.norm(then, axis=1)
    bad = np.sum(first * then, axis=1) < 0.25 * sizes
    turned = np.zeros(len(points), bool)
    turned[old[bad].ravel()] = True
    return turned
