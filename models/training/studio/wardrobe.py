"""Dresses a body: skin, hair, garments and shoes as shells over the same skin weights.

A garment is the body's surface moved outwards; its border is where a smooth ``edge``
function of the rest position is zero, cut per pixel, so that hems are clean lines.
"""

from __future__ import annotations

import numpy as np

from models.training.studio.body import INSIDE, Array, Body
from models.training.studio.garments import (
    COVERED,
    foot_edge,
    shirt,
    shirt_edge,
    shoe,
    skirt,
    socks,
    trousers,
    trousers_edge,
)
from models.training.studio.heads import dressed_head, eyes, head_cover_edge
from models.training.studio.outfit import Colour, Outfit
from models.training.studio.parts import Part, compact, head_box

__all__ = ["Colour", "Outfit", "Part", "dress"]


def dress(body: Body, outfit: Outfit) -> list[Part]:
    """All parts of a dressed person (about 0.1 s)."""
    top = shirt_edge(body, outfit)
    below = trousers_edge(body, outfit)
    foot = foot_edge(body, outfit)
    covered = np.maximum.reduce([top, below, foot, head_cover_edge(body, outfit)])
    parts = [*_skin(body, outfit, covered), *eyes(body, outfit)]
    parts.append(trousers(body, outfit, below, top))
    if outfit.top != "none":
        parts += shirt(body, outfit, top, below)
    if outfit.bottom == "skirt":
        parts.append(skirt(body, outfit))
    parts += dressed_head(body, outfit)
    if outfit.footwear == "socks":
        parts.append(socks(body, outfit, foot))
    elif outfit.footwear == "shoes":
        parts += [shoe(body, side, outfit) for side in "LR"]
    return parts


def _skin(body: Body, outfit: Outfit, covered: Array) -> list[Part]:
    """Face and the rest of the skin that clothes leave free."""
    shown = ~(covered[body.faces] > COVERED).all(axis=1)
    for name, inner in body.regions.items():
        if name.startswith(INSIDE):
            shown &= ~inner
    middle, top = head_box(body)
    parts = []
    for kind, chosen in (("face", body.regions["head"]), ("skin", ~body.regions["head"])):
        vertices, _, faces, used = compact(body.faces[shown & chosen], body.vertices)
        features = np.zeros((len(used), 4))
        features[:, :3] = (vertices - middle) / top
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
