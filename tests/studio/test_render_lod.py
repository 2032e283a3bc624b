from dataclasses import replace

import numpy as np
import pytest

from models.training.studio.lod import coarser
from models.training.studio.parts import Part


def tube(rings: int = 60, columns: int = 40, radius: float = 0.1) -> Part:
    """An open tube along z, 1 m long, whose upper half moves with another bone."""
    turn = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    ring = np.stack([np.cos(turn), np.sin(turn), np.zeros(columns)], axis=-1)
    z = np.repeat(np.linspace(0, 1, rings), columns)
    normals = np.tile(ring, (rings, 1))
    vertices = radius * normals + np.stack([0 * z, 0 * z, z], axis=-1)
    i, j = np.meshgrid(np.arange(rings - 1), np.arange(columns), indexing="ij")
    a, b = i * columns + j, i * columns + (j + 1) % columns
    faces = np.concatenate(
        [np.stack([a, b, b + columns], -1).reshape(-1, 3),
         np.stack([a, b + columns, a + columns], -1).reshape(-1, 3)]
    )  # fmt: skip
    upper = np.clip((z - 0.4) / 0.2, 0, 1)
    n = len(vertices)
    return Part(
        kind="skin",
        vertices=vertices,
        normals=normals,
        faces=faces,
        bones=np.tile([0, 1, 0, 0], (n, 1)),
        weights=np.stack([1 - upper, upper, 0 * z, 0 * z], axis=-1),
        edge=np.ones(n),
        features=np.zeros((n, 4)),
        colour=(0.5, 0.4, 0.3),
        second=(0.1, 0.1, 0.1),
    )


def area(part: Part) -> float:
    a, b, c = (part.vertices[part.faces[:, i]] for i in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def test_a_smooth_surface_needs_far_fewer_faces_and_keeps_its_form():
    fine = tube()
    coarse = coarser(fine)

    assert len(coarse.faces) < 0.45 * len(fine.faces)
    assert area(coarse) == pytest.approx(area(fine), rel=0.03)
    np.testing.assert_allclose(np.ptp(coarse.vertices, axis=0), np.ptp(fine.vertices, axis=0))


def test_faces_still_look_outwards():
    coarse = coarser(tube())
    a, b, c = (coarse.vertices[coarse.faces[:, i]] for i in range(3))

    outward = np.sum(np.cross(b - a, c - a) * coarse.normals[coarse.faces[:, 0]], axis=1)

    assert (outward > 0).all()


def test_a_vertex_that_stays_keeps_its_weights():
    fine, coarse = tube(), coarser(tube())
    known = {tuple(v): tuple(w) for v, w in zip(fine.vertices, fine.weights, strict=True)}

    for vertex, weight in zip(coarse.vertices, coarse.weights, strict=True):
        assert known[tuple(vertex)] == tuple(weight)


def test_more_stays_where_the_skin_folds():
    coarse = coarser(tube())
    z = coarse.vertices[:, 2]

    assert ((z > 0.4) & (z < 0.6)).sum() > 1.5 * ((z > 0.1) & (z < 0.3)).sum()


def test_a_hem_stays_as_it_is():
    fine = tube()
    fine = replace(fine, edge=fine.vertices[:, 2] - 0.5)
    near = np.abs(fine.edge) < 0.01

    coarse = coarser(fine)

    assert (np.abs(coarse.edge) < 0.01).sum() == near.sum()


def test_a_small_part_is_left_alone():
    small = tube(rings=2, columns=10)

    assert coarser(small) is small


def test_colours_are_not_taken_from_what_was_made_before():
    coarser(tube())

    assert coarser(replace(tube(), colour=(1.0, 0.0, 0.0))).colour == (1.0, 0.0, 0.0)
