"""Shirts, trousers, skirts and shoes: shells over the skin, each with a clean border."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.spatial import ConvexHull

from models.training.studio.body import Array, Body, vertex_normals
from models.training.studio.outfit import Outfit
from models.training.studio.parts import (
    ARM,
    Part,
    along,
    ball,
    blended,
    ironed,
    rigid,
    sheet_faces,
    shell,
    split,
    weight,
)

CLINGING = 0.007
"""Cloth nearer to the skin than this shows the forms under it."""
LEAST_GAP = 0.0025
COVERED = 0.02
"""Skin so far inside a garment's border, metres, is not drawn."""


def shirt_edge(body: Body, outfit: Outfit) -> Array:
    """(V,) metres inside the border of the top; negative outside."""
    v = body.vertices
    if outfit.top == "none":
        return np.full(len(v), -1.0)
    thigh = np.linalg.norm(body.head("lowerleg01.L") - body.head("upperleg01.L"))
    hem = v[:, 2] - (body.head("upperleg01.L")[2] - outfit.hem * thigh)
    if outfit.top == "bra":
        hem = v[:, 2] - _under_bust(body)
    elif outfit.bottom == "skirt":
        hem = v[:, 2] - body.head("spine05")[2]
    shoulder = body.head("upperarm01.L")
    beyond = (np.abs(v[:, 0]) > shoulder[0]) & (v[:, 2] > shoulder[2] - 0.12)
    on_arm = (weight(body, *ARM) > 0.4) | beyond
    if outfit.top == "shirt":
        sleeve = np.where(on_arm, _up_to_sleeve(body, outfit.sleeve), 1.0)
    else:
        sleeve = np.where(on_arm, -0.05, _armhole(body))
    collar = np.where(on_arm, 1.0, _collar(body, outfit))
    edge: Array = np.minimum.reduce([hem, sleeve, collar])
    return edge


def _up_to_sleeve(body: Body, sleeve: float) -> Array:
    """(V,) metres along the arm to the end of a sleeve (0 shoulder, 1 elbow, 2 wrist)."""
    left = body.vertices[:, 0] > 0
    upper, fore = (
        np.where(left, along(body, f"{a}.L", f"{b}.L"), along(body, f"{a}.R", f"{b}.R"))
        for a, b in (("upperarm01", "lowerarm01"), ("lowerarm01", "wrist"))
    )
    shoulder, elbow, wrist = (body.head(f"{b}.L") for b in ("upperarm01", "lowerarm01", "wrist"))
    long, short = np.linalg.norm(elbow - shoulder), np.linalg.norm(wrist - elbow)
    end = long * min(sleeve, 1.0) + short * max(sleeve - 1.0, 0.0)
    at = long * upper
    if sleeve > 0.9:
        at = long * np.minimum(upper, 1.0) + short * np.maximum(fore, 0.0)
    left_over: Array = end - at
    return left_over


def _armhole(body: Body) -> Array:
    """(V,) metres outside a ball about the shoulder that a sleeveless top leaves free."""
    hole = np.full(len(body.vertices), np.inf)
    for side in "LR":
        joint = body.head(f"upperarm01.{side}")
        inner = body.head(f"shoulder01.{side}")
        radius = 0.95 * np.linalg.norm(joint - inner)
        away = (body.vertices - joint) / np.array([1.0, 1.5, 1.35])
        hole = np.minimum(hole, np.linalg.norm(away, axis=1) - radius)
    return hole


def _neck_radius(body: Body) -> float:
    """Half the width of the neck at its middle, metres."""
    at = body.head("neck02")
    near = (np.abs(body.vertices[:, 2] - at[2]) < 0.015) & (weight(body, "neck") > 0.4)
    return float(np.abs(body.vertices[near, 0]).max())


def _collar(body: Body, outfit: Outfit) -> Array:
    """(V,) metres outside the opening for the neck."""
    v, neck = body.vertices, body.head("neck01")
    wide = _neck_radius(body) / 0.055
    if outfit.top != "shirt":
        wide *= 1.28
    low = 0.09 * wide if outfit.top == "shirt" else 0.13 * wide
    radius = np.hypot(v[:, 0] / 1.25, v[:, 1] - neck[1] + 0.02) / wide
    above = (v[:, 2] - neck[2]) / wide
    collar = (radius - 0.062 - 0.35 * above + 4 * np.clip(-low / wide - above, 0, None)) * wide
    on_neck = weight(body, "head", "neck03", "neck02") > 0.5
    return np.where((above > 0.06) | on_neck, -0.05, collar)


def _under_bust(body: Body) -> float:
    """Height at which a bra ends, metres."""
    low, high = body.head("spine02")[2], body.head("spine01")[2]
    return float(low + 0.12 * (high - low))


def trousers_edge(body: Body, outfit: Outfit) -> Array:
    """(V,) metres inside the border of the trousers; a skirt has short ones under it."""
    v = body.vertices
    hip, knee, ankle = (body.head(b)[2] for b in ("upperleg01.L", "lowerleg01.L", "foot.L"))
    leg = min(outfit.leg, 0.35) if outfit.bottom == "skirt" else outfit.leg
    end = np.interp(leg, [0, 1, 2], [hip, knee, ankle])
    waist = body.head("spine04")[2] + 0.02
    arms = weight(body, *ARM, "clavicle", "shoulder") > 0.2
    return np.where(arms, -0.05, np.minimum(v[:, 2] - end, waist - v[:, 2]))


def foot_edge(body: Body, outfit: Outfit) -> Array:
    """(V,) metres inside shoes or socks."""
    if outfit.footwear == "bare":
        return np.full(len(body.vertices), -1.0)
    top = body.head("foot.L")[2] * (1.5 if outfit.footwear == "socks" else 1.02)
    return np.where(body.vertices[:, 2] < 0.5, top - body.vertices[:, 2], -1.0)


def trousers(body: Body, outfit: Outfit, edge: Array, under: Array) -> Part:
    """Trousers, not drawn where ``under`` (the shirt's edge) covers them well."""
    moved = _trousers_surface(body, outfit)
    hidden = np.all(under[body.faces] > COVERED, axis=1)
    return shell(body, "trousers", edge, moved, (outfit.trousers, outfit.stripe), hidden)


def _trousers_surface(body: Body, outfit: Outfit) -> Array:
    hip, ankle = body.head("upperleg01.L")[2], body.head("foot.L")[2]
    down = np.clip((hip - body.vertices[:, 2]) / (hip - ankle), 0, 1)
    return _lifted(body, outfit.leg_looseness + outfit.flare * down)


def shirt(body: Body, outfit: Outfit, edge: Array, over: Array) -> list[Part]:
    """The top with its pattern and hood, outside the trousers whose edge is ``over``."""
    moved = _lifted(body, np.full(len(body.vertices), outfit.looseness))
    beneath = _trousers_surface(body, outfit)
    moved = _outside(moved, beneath, body.normals, np.where(over > -0.02, 0.004, 0.0))
    rim = outfit.stripe if outfit.rim is None else outfit.rim
    cloth = shell(body, "shirt", edge, moved, (outfit.shirt, rim))
    parts = _patterned(body, outfit, cloth)
    if outfit.hood:
        parts.append(_hood(body, outfit))
    return parts


def _lifted(body: Body, distance: Array) -> Array:
    """The surface moved outwards (V,) metres, nowhere inside the skin."""
    base = ironed(body, 60 if distance.max() >= CLINGING else 8)
    moved = base + distance[:, None] * vertex_normals(base, body.faces)
    return _outside(moved, body.vertices, body.normals, np.full(len(moved), LEAST_GAP))


def _outside(moved: Array, inner: Array, normals: Array, gap: Array) -> Array:
    """``moved`` pushed out to lie at least ``gap`` metres outside ``inner`` where gap > 0."""
    lacking = gap - np.sum((moved - inner) * normals, axis=1)
    push = np.where(gap > 0, np.clip(lacking, 0, 0.05), 0.0)
    return moved + push[:, None] * normals


def _patterned(body: Body, outfit: Outfit, cloth: Part) -> list[Part]:
    """The cloth cut into pieces of two colours."""
    if outfit.pattern == "plain":
        return [cloth]
    second = replace(cloth, colour=outfit.pattern_colour, second=outfit.pattern_colour)
    chest, waist = body.head("spine01")[2], body.head("spine05")[2]
    z = cloth.vertices[:, 2]
    if outfit.pattern == "panels":
        side = np.abs(cloth.vertices[:, 0]) - 0.66 * body.head("upperarm01.L")[0]
        return [split(second, side)[0], split(cloth, side)[1]]
    if outfit.pattern == "two_tone":
        level = z - (0.45 * chest + 0.55 * waist)
        return [split(cloth, level)[0], split(second, level)[1]]
    parts, rest = [], cloth
    width = (chest - waist) / 7
    for k in range(6):
        top, rest = split(rest, rest.vertices[:, 2] - (chest - k * width))
        if k % 2:
            top = replace(top, colour=outfit.pattern_colour, second=outfit.pattern_colour)
        parts.append(top)
    return [p for p in [*parts, rest] if len(p.faces)]


def _hood(body: Body, outfit: Outfit) -> Part:
    """A hood that lies on the back, below the nape."""
    neck = body.head("neck01")
    wide = _neck_radius(body) / 0.055
    vertices, faces = ball()
    back = body.vertices[
        (np.abs(body.vertices[:, 0]) < 0.05) & (np.abs(body.vertices[:, 2] - neck[2] + 0.03) < 0.03)
    ][:, 1].max()
    middle = np.array([0.0, back + 0.008, neck[2] - 0.02])
    surface = middle + wide * vertices * np.array([0.10, 0.040, 0.062])
    surface[:, 2] += 0.35 * np.abs(surface[:, 0])
    colours = (outfit.shirt, outfit.shirt)
    return rigid(body, "shirt", "spine01", (surface, faces), colours)


SKIRT_ROWS, SKIRT_COLUMNS = 14, 40


def skirt(body: Body, outfit: Outfit) -> Part:
    """A skirt from the waist to where ``leg`` says, swung by both thighs."""
    hip, knee, ankle = (body.head(b)[2] for b in ("upperleg01.L", "lowerleg01.L", "foot.L"))
    end = np.interp(outfit.leg, [0, 1, 2], [hip, knee, ankle])
    levels = np.linspace(body.head("spine04")[2] + 0.02, end, SKIRT_ROWS)
    turn = np.linspace(0, 2 * np.pi, SKIRT_COLUMNS, endpoint=False)
    reach = np.array([_reach(body, z) for z in levels])
    reach[:, :3] = np.maximum.accumulate(reach[:, :3], axis=0) + 0.012
    reach[:, :3] += outfit.flare * np.linspace(0, 1, SKIRT_ROWS)[:, None] ** 1.3
    x, y = np.cos(turn), np.sin(turn)
    round_ = (np.abs(x) ** 2.3 + np.abs(y) ** 2.3) ** (-1 / 2.3)
    depth = np.where(y > 0, reach[:, 2:3], reach[:, 1:2])
    grid = np.stack(
        [
            reach[:, :1] * x * round_,
            reach[:, 3:] + depth * y * round_,
            np.broadcast_to(levels[:, None], depth.shape),
        ],
        axis=-1,
    ).reshape(-1, 3)
    faces = sheet_faces(SKIRT_ROWS, SKIRT_COLUMNS, closed=True)[:, ::-1]
    features = np.zeros((len(grid), 4))
    colours = (outfit.trousers, outfit.trousers)
    part = rigid(body, "trousers", "root", (grid, faces), colours, features)
    return blended(body, part, _skirt_shares(grid, hip, knee, float(reach[-1, 0])))


def _reach(body: Body, level: float) -> tuple[float, float, float, float]:
    """How far the body reaches aside, forward and back at a height, and the middle's y."""
    v = body.vertices
    near = (np.abs(v[:, 2] - level) < 0.03) & (weight(body, *ARM) < 0.3)
    front, back = float(v[near, 1].min()), float(v[near, 1].max())
    middle = (front + back) / 2
    return float(np.abs(v[near, 0]).max()), middle - front, back - middle, middle


def _skirt_shares(grid: Array, hip: float, knee: float, half_width: float) -> dict[str, Array]:
    down = np.clip((hip + 0.05 - grid[:, 2]) / (0.6 * (hip - knee)), 0, 1)
    legs = down * down * (3 - 2 * down)
    left = np.clip(0.5 + 0.65 * grid[:, 0] / half_width, 0, 1)
    left = left * left * (3 - 2 * left)
    return {"root": 1 - legs, "upperleg01.L": legs * left, "upperleg01.R": legs * (1 - left)}


def socks(body: Body, outfit: Outfit, edge: Array) -> Part:
    """Thin socks."""
    moved = body.vertices + 0.003 * body.normals
    moved[:, 2] = np.maximum(moved[:, 2], 0.0)
    return shell(body, "trousers", edge, moved, (outfit.shoes, outfit.shoes))


def shoe(body: Body, side: str, outfit: Outfit) -> Part:
    """A shoe: the hull of the foot, a little larger, with a flat sole that bends at the ball."""
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
    features = np.zeros((len(vertices), 4))
    features[:, 2] = vertices[:, 2]
    surface = (vertices, faces.astype(np.int64))
    part = rigid(body, "shoe", f"foot.{side}", surface, (outfit.shoes, outfit.sole), features)
    part = replace(part, edge=np.ones(len(vertices)))
    ball_joint = body.head(f"toe2-1.{side}")
    ahead = np.clip(0.5 + (ball_joint[1] - vertices[:, 1]) / 0.05, 0, 1)
    return blended(body, part, {f"foot.{side}": 1 - ahead, f"toe2-1.{side}": ahead})
