"""What is on and about a head: eyes, hair, beard, cap, headscarf, glasses.

Places on a head are given in its own measure: about the middle between the eyes, in heights
from there to the crown; x to the side, y backwards, z up.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.training.studio.body import Array, Body, vertex_normals
from models.training.studio.outfit import TIED, Colour, Outfit
from models.training.studio.parts import (
    ARM,
    HEAD,
    Faces,
    Part,
    averaged,
    ball,
    blended,
    compact,
    head_box,
    ironed,
    merged,
    rigid,
    sheet_faces,
    weight,
)

HAIRLINE = ((0.0, 0.25, 0.62, 0.80, 1.0, 1.7), (0.58, 0.50, 0.20, 0.12, -0.35, -0.62))
"""How far behind the eyes, and how high the hair begins there."""
BRIM = ((0.0, 1.6), (0.50, 0.16))
"""The same for the lower edge of a cap."""
THICKNESS = {"short": 0.022, "cropped": 0.007, "curly": 0.055, "bun": 0.014, "tail": 0.014,
             "long": 0.020}  # fmt: skip
"""Of the hair on the crown, metres."""


def eyes(body: Body, outfit: Outfit) -> list[Part]:
    """Both eyeballs."""
    parts = []
    for side in "LR":
        mask = body.regions[f"eye_front.{side}"] | body.regions[f"eye_back.{side}"]
        vertices, normals, faces, used = compact(body.faces[mask], body.vertices)
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
                outfit.iris,
            )
        )
    return parts


def dressed_head(body: Body, outfit: Outfit) -> list[Part]:
    """Hair or what covers it, beard and glasses."""
    parts = []
    if outfit.cover == "headscarf":
        parts.append(_headscarf(body, outfit))
    elif outfit.hair_style != "bald":
        parts.append(_hair(body, outfit))
        if outfit.hair_style in TIED:
            parts.append(_knot(body, outfit))
        elif outfit.hair_style == "long":
            parts.append(_curtain(body, outfit))
    if outfit.cover == "cap":
        parts += _cap(body, outfit)
    if outfit.beard != "none":
        parts.append(_beard(body, outfit))
    if outfit.glasses:
        parts.append(_glasses(body))
    return parts


def _places(body: Body) -> Array:
    """(V, 3) vertices in the head's own measure."""
    middle, top = head_box(body)
    return (body.vertices - middle) / top


def _half_width(body: Body) -> float:
    """Half width of the skull above the ears, metres."""
    middle, top = head_box(body)
    band = (body.vertices[:, 2] > middle[2] + 0.3 * top) & (weight(body, *HEAD) > 0.5)
    return float(np.abs(body.vertices[band, 0]).max()) + 0.003


def _above(body: Body, line: tuple[tuple[float, ...], tuple[float, ...]]) -> Array:
    """(V,) metres above a line round the head, -1 on the ears and off the head."""
    _, top = head_box(body)
    places = _places(body)
    edge = (places[:, 2] - np.interp(places[:, 1], *line)) * top
    edge = np.where(weight(body, *HEAD) > 0.5, edge, -1.0)
    return np.where(np.abs(body.vertices[:, 0]) > _half_width(body), -1.0, edge)


def _layer(
    body: Body, kind: str, edge: Array, moved: Array, colours: tuple[Colour, Colour]
) -> Part:
    """A shell over the head whose features are the places on it."""
    faces = body.faces[(edge[body.faces] > -0.004).any(axis=1)]
    vertices, normals, faces, used = compact(faces, moved)
    features = np.zeros((len(used), 4))
    features[:, :3] = _places(body)[used]
    bones, weights = body.bone_of[used], body.weight_of[used]
    return Part(kind, vertices, normals, faces, bones, weights, edge[used], features, *colours)


def _hair(body: Body, outfit: Outfit) -> Part:
    edge = _above(body, HAIRLINE)
    thick = THICKNESS[outfit.hair_style]
    wave = 1 + 0.18 * np.sin(90 * body.vertices[:, 0] + 25 * body.vertices[:, 1])
    if outfit.cover == "cap":
        thick = min(thick, 0.010)
        edge = np.minimum(edge, 0.012 - _above_brim(body))
    grow = thick * np.clip((edge + 0.004) / 0.05, 0, 1) ** 0.6 + 0.002
    moved = body.vertices + (grow * wave)[:, None] * averaged(body, body.normals)
    return _layer(body, "hair", edge, moved, (outfit.hair, outfit.hair))


def _knot(body: Body, outfit: Outfit) -> Part:
    """A bun on, or a tail behind, the head: an ellipsoid that moves with it."""
    middle, top = head_box(body)
    if outfit.hair_style == "bun" and outfit.cover == "none":
        middle, radii = middle + top * np.array([0.0, 1.15, 1.02]), np.array([0.042, 0.042, 0.040])
    elif outfit.hair_style == "bun":
        middle, radii = middle + top * np.array([0.0, 1.78, 0.05]), np.array([0.042, 0.038, 0.040])
    else:
        middle, radii = middle + top * np.array([0.0, 1.75, -0.05]), np.array([0.030, 0.034, 0.11])
    vertices, faces = ball()
    normals = vertices / radii
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    features = np.concatenate([vertices, np.zeros((len(vertices), 1))], axis=1)
    surface = (middle + vertices * radii, faces)
    part = rigid(body, "hair", "head", surface, (outfit.hair, outfit.hair), features)
    return replace(part, normals=normals)


CURTAIN_ROWS, CURTAIN_COLUMNS = 20, 29
CURTAIN_HALF = 112.0
"""How far round the head loose hair reaches, degrees from straight back."""


def _curtain(body: Body, outfit: Outfit) -> Part:
    """Long loose hair: it hangs from the crown behind the ears, over nape and shoulders."""
    middle, top = head_box(body)
    centre = middle + top * np.array([0.0, 0.80, 0.0])
    nape, back = body.head("neck01")[2], body.head("spine01")[2]
    end = nape + 0.01 if outfit.hood else back + 0.25 * (nape - back)
    degrees = np.linspace(-CURTAIN_HALF, CURTAIN_HALF, CURTAIN_COLUMNS)
    turn = np.radians(degrees)
    aside = np.stack([np.sin(turn), np.cos(turn)], axis=-1)
    level = np.linspace(middle[2] + 0.55 * top, end, CURTAIN_ROWS)
    seen = body.vertices[weight(body, *ARM) < 0.3]
    out = np.array([[_beyond(seen, centre, d, z) for d in aside] for z in level])
    hang = out[level > middle[2] - 0.9 * top].max(axis=0)
    radius = np.where(level[:, None] > middle[2], out, np.maximum(out, 0.92 * hang)) + 0.016
    over_cloth = np.clip((nape + 0.06 - level) / 0.06, 0, 1) * (outfit.looseness + 0.006)
    radius += over_cloth[:, None]
    radius[0] -= 0.012
    # To the sides the hair ends where it meets the shoulders.
    room = np.interp(np.abs(degrees), [25, 60], [2.4, 1.3]) * hang
    reached = np.array([np.argmax(np.append(radius[:, k] > room[k], True)) - 1
                        for k in range(CURTAIN_COLUMNS)])  # fmt: skip
    lowest = _smooth(level[np.clip(reached, 0, CURTAIN_ROWS - 1)])
    grid = []
    for k in range(CURTAIN_COLUMNS):
        heights = np.linspace(level[0], lowest[k], CURTAIN_ROWS)
        out_k = np.minimum(np.interp(-heights, -level, radius[:, k]), room[k])
        grid.append(np.stack([*(centre[:2, None] + aside[k][:, None] * out_k), heights], axis=-1))
    surface = np.stack(grid, axis=1).reshape(-1, 3)
    faces = sheet_faces(CURTAIN_ROWS, CURTAIN_COLUMNS, closed=False)
    part = rigid(body, "hair", "head", (surface, faces), (outfit.hair, outfit.hair))
    below = np.clip((middle[2] - 1.2 * top - surface[:, 2]) / (2.2 * top), 0, 1)
    return blended(body, part, {"head": 1 - 0.75 * below, "spine01": 0.75 * below})


def _smooth(values: Array) -> Array:
    kernel = np.hanning(9)[1:-1]
    smooth: Array = np.convolve(np.pad(values, 3, "edge"), kernel / kernel.sum(), mode="valid")
    return smooth


def _beyond(vertices: Array, centre: Array, aside: Array, level: float) -> float:
    """How far the body reaches from the head's axis in one direction near a height."""
    offset = vertices[:, :2] - centre[:2]
    out = offset @ aside
    across = np.abs(offset @ np.array([aside[1], -aside[0]]))
    near = (np.abs(vertices[:, 2] - level) < 0.022) & (across < 0.03) & (out > 0)
    return float(out[near].max()) if near.any() else 0.0


def _above_brim(body: Body) -> Array:
    return _above(body, BRIM)


def _cap(body: Body, outfit: Outfit) -> list[Part]:
    edge = _above_brim(body)
    base = ironed(body, 8)
    moved = base + 0.016 * averaged(body, vertex_normals(base, body.faces))
    colours = (outfit.cover_colour, outfit.cover_colour)
    crown = _layer(body, "shirt", edge, moved, colours)
    return [crown, _peak(body, crown, colours)]


def _peak(body: Body, crown: Part, colours: tuple[Colour, Colour]) -> Part:
    """The peak of a cap: a bent sheet from the front of its edge."""
    middle, top = head_box(body)
    rim = crown.vertices[np.abs(crown.edge) < 0.012]
    half = 0.80 * float(np.abs(rim[:, 0]).max())
    across = np.linspace(-1, 1, 17)
    front = rim[rim[:, 1] < middle[1] + 0.5 * top]
    y = np.array([front[np.abs(front[:, 0] - half * a) < 0.022][:, 1].min() for a in across])
    z = float(np.median(front[np.abs(front[:, 0]) < 0.03][:, 2])) - 0.004
    out = np.linspace(-0.012, 1.0, 6)[:, None]
    reach = 0.078 * np.sqrt(np.clip(1 - across**2, 0.02, 1))
    grid = np.stack(
        [
            np.broadcast_to(half * across, (6, 17)),
            y - out * reach,
            z - 0.012 * across**2 - 0.016 * np.clip(out, 0, 1) ** 1.5 * np.ones(17),
        ],
        axis=-1,
    ).reshape(-1, 3)
    return rigid(body, "shirt", "head", (grid, sheet_faces(6, 17, closed=False)), colours)


def head_cover_edge(body: Body, outfit: Outfit) -> Array:
    """(V,) metres inside the border of a headscarf; negative where there is none."""
    if outfit.cover != "headscarf":
        return np.full(len(body.vertices), -1.0)
    _, top = head_box(body)
    places = _places(body)
    oval = np.sqrt((places[:, 0] / 0.60) ** 2 + ((places[:, 2] + 0.22) / 0.80) ** 2)
    edge = np.where(places[:, 1] < 0.62, (oval - 1) * 0.6 * top, 0.05)
    neck = body.head("neck01")
    reach = np.hypot(body.vertices[:, 0], body.vertices[:, 1] - neck[1])
    low = body.vertices[:, 2] - neck[2] + 0.035 + 0.25 * np.clip(0.13 - reach, -0.1, 0.1)
    near = weight(body, *HEAD, "spine", "clavicle", "shoulder01") > 0.5
    return np.where(near, np.minimum(edge, low), -1.0)


def _headscarf(body: Body, outfit: Outfit) -> Part:
    """Cloth round head and neck that leaves the face free and lies over the collar."""
    places = _places(body)
    edge = head_cover_edge(body, outfit)
    base = ironed(body, 60).copy()
    ears = (weight(body, "head") > 0.5) & (np.abs(places[:, 2]) < 0.8) & (places[:, 1] > 0.5)
    half = _half_width(body)
    base[ears, 0] = np.clip(base[ears, 0], -half, half)
    bulk = 0.014 + 0.016 * np.clip(places[:, 1] - 0.8, 0, 1) * (places[:, 2] > -0.6)
    collar = np.clip((body.head("neck02")[2] - body.vertices[:, 2]) / 0.06, 0, 1)
    bulk += (max(outfit.looseness, 0.012) - 0.004) * collar
    return _layer(
        body,
        "shirt",
        edge,
        base + bulk[:, None] * averaged(body, vertex_normals(base, body.faces)),
        (outfit.cover_colour, outfit.cover_colour),
    )


def _beard(body: Body, outfit: Outfit) -> Part:
    _, top = head_box(body)
    places = _places(body)
    side, z = np.abs(places[:, 0]), places[:, 2]
    lip = np.sqrt((side / 0.25) ** 2 + ((z + 0.62) / 0.085) ** 2) - 1
    if outfit.beard == "moustache":
        edge = np.minimum.reduce([-0.42 - z, z + 0.60, 0.30 - side, 0.30 * lip])
    else:
        line = np.interp(side, [0.0, 0.22, 0.40, 0.62, 0.75], [-0.43, -0.45, -0.62, -0.45, 0.10])
        edge = np.minimum.reduce([line - z, z + 1.35, 0.25 * lip, 0.85 - places[:, 1]])
    edge = np.where(weight(body, "head", "neck03", "neck02") > 0.3, edge * top, -1.0)
    inner = [mask for name, mask in body.regions.items() if name.startswith(("mouth", "tongue"))]
    edge[np.unique(body.faces[np.logical_or.reduce(inner)])] = -0.01
    grow = 0.001 + 0.009 * np.clip(edge / 0.02, 0, 1) ** 0.7
    moved = body.vertices + grow[:, None] * averaged(body, body.normals)
    return _layer(body, "hair", edge, moved, (outfit.hair, outfit.hair))


def _glasses(body: Body) -> Part:
    """A thin dark frame before the eyes, with temples to the ears."""
    middle, top = head_box(body)
    front = body.vertices[body.faces[body.regions["eye_front.L"]]][..., 1].min() - 0.014
    apart = body.head("eye.L")[0]
    half_wide, half_high = 0.80 * apart, 0.60 * apart
    turn = np.linspace(0, 2 * np.pi, 25)
    round_ = (np.abs(np.cos(turn)) ** 3 + np.abs(np.sin(turn)) ** 3) ** (-1 / 3)
    lines = []
    for sign in (1.0, -1.0):
        ring = np.stack(
            [
                sign * apart + half_wide * np.cos(turn) * round_,
                np.full(25, front) + 0.10 * np.abs(half_wide * np.cos(turn) * round_),
                middle[2] - 0.004 + half_high * np.sin(turn) * round_,
            ],
            axis=-1,
        )
        outer = sign * (apart + half_wide)
        ear = sign * (_half_width(body) + 0.002)
        temple = np.array(
            [[outer, front + 0.004, middle[2] + 0.004], [ear, front + 0.03, middle[2] + 0.004],
             [ear, middle[1] + 0.80 * top, middle[2] + 0.004]]
        )  # fmt: skip
        lines += [ring, temple]
    inner = apart - half_wide
    bridge = np.array([[-inner, front, middle[2]], [0, front - 0.003, middle[2] + 0.003],
                       [inner, front, middle[2]]])  # fmt: skip
    dark: Colour = (0.015, 0.013, 0.012)
    tubes = [_tube(line, 0.0022) for line in (*lines, bridge)]
    parts = [rigid(body, "shoe", "head", tube, (dark, dark)) for tube in tubes]
    return merged(*parts)


def _tube(line: Array, radius: float, sides: int = 5) -> tuple[Array, Faces]:
    """Vertices and faces of a thin tube along points (N, 3)."""
    ahead = np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    aside = np.cross(ahead, [0.3, 0.9, 0.31])
    aside /= np.linalg.norm(aside, axis=1, keepdims=True)
    up = np.cross(ahead, aside)
    turn = np.linspace(0, 2 * np.pi, sides, endpoint=False)[None, :, None]
    grid = line[:, None] + radius * (np.cos(turn) * aside[:, None] + np.sin(turn) * up[:, None])
    return grid.reshape(-1, 3), sheet_faces(len(line), sides, closed=True)
