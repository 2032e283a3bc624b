"""Things that people lift, sit on, lean on or carry, as surfaces with bones of their own.

Each prop has its own axes; transforms (b, 3, 4) put its bones into the room as they do with
people. Unless said otherwise the origin is on the floor under the middle of the prop, x to
the left of a person who uses it and faces -y, z up; metres.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.training.studio.outfit import Colour
from models.training.studio.parts import Part

Array = NDArray[np.float64]
Vec = tuple[float, float, float]
Solid = tuple[Array, Array, NDArray[np.int64]]
"""Vertices, normals and faces."""

BARBELL_LENGTH: Final = 1.80
BARBELL_GRIP_RADIUS: Final = 0.014
BARBELL_PLATE_RADIUS: Final = 0.225
"""Of the largest plates: a barbell on the floor has its axis this high."""
BARBELL_INNER: Final = 0.62
"""The plates begin this far from the middle."""
DUMBBELL_LENGTH: Final = 0.28
DUMBBELL_GRIP_RADIUS: Final = 0.016
DUMBBELL_HEAD_RADIUS: Final = 0.065
CHAIR_SEAT_HEIGHT: Final = 0.45
CHAIR_SEAT_DEPTH: Final = 0.42
CHAIR_BACK_HEIGHT: Final = 0.90
ROWER_SEAT_HEIGHT: Final = 0.35
ROWER_RAIL: Final = 0.85
"""How far back the seat may roll; at 0 it is under the hips of somebody at the catch."""
ROWER_FEET: Final = (-0.40, 0.16)
"""y and z of the soles on the foot plates; 0.13 to each side."""
ROWER_HANDLE: Final = (-0.95, 0.62)
"""y and z at which the handle hangs when nobody pulls."""
ROWER_WHEEL: Final = (-1.15, 0.55)
"""y and z at which the chain leaves the flywheel."""
DIP_BAR_HEIGHT: Final = 1.18
"""Of the middle of the bars; hands press on their tops, 1.20 m up."""
DIP_BAR_SPACING: Final = 0.56
"""Between the middles of the bars, which run along y."""
DIP_BAR_RADIUS: Final = 0.019
STEP_HEIGHT: Final = 0.20
STEP_HALF: Final = (0.38, 0.20)
BOX_HALF: Final = (0.19, 0.15, 0.13)
"""Half sizes; a box to lift has its origin in its middle and is held at +-x."""
BOTTLE_LENGTH: Final = 0.23
BOTTLE_RADIUS: Final = 0.035
BAG_DROP: Final = 0.16
"""From the grip to the top of a bag."""
BENCH_HEIGHT: Final = 0.45

GRIPS: Final[dict[str, tuple[Vec, ...]]] = {
    "barbell": ((0.42, 0.0, 0.0), (-0.42, 0.0, 0.0)),
    "dumbbell": ((0.0, 0.0, 0.0),),
    "rowing_machine": ((0.20, 0.0, 0.0), (-0.20, 0.0, 0.0)),
    "dip_bars": (
        (DIP_BAR_SPACING / 2, 0.0, DIP_BAR_HEIGHT),
        (-DIP_BAR_SPACING / 2, 0.0, DIP_BAR_HEIGHT),
    ),
    "box": ((BOX_HALF[0], 0.0, -0.02), (-BOX_HALF[0], 0.0, -0.02)),
    "bottle": ((0.0, 0.0, 0.0),),
    "bag": ((0.0, 0.0, 0.0),),
}
"""Where hands hold a prop, in the axes of the bone held: the left hand first, if there are two."""
BONES: Final[dict[str, tuple[str, ...]]] = {
    "barbell": ("bar",),
    "dumbbell": ("dumbbell",),
    "chair": ("chair",),
    "rowing_machine": ("frame", "seat", "handle"),
    "dip_bars": ("frame",),
    "step_box": ("step",),
    "box": ("box",),
    "bottle": ("bottle",),
    "bag": ("bag",),
    "bench": ("bench",),
    "mat": ("mat",),
    "dog": ("dog",),
}
"""Props and the names of their bones.

Bars (barbell, dumbbell, the handle of the rowing machine) lie along x about their middle. What
one hand holds is given in that hand's axes, origin in the fist: x across the knuckles, towards
the thumb of a right hand, z along the fingers: a bottle stands along x, a bag hangs along z.
"""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A solid of one material on one bone, or between two by ``share`` of the second."""

    solid: Solid
    kind: str
    colour: Colour
    bone: int = 0
    second: int = 0
    share: Array | None = None


def make_prop(name: str, rng: np.random.Generator) -> list[Part]:
    """The surfaces of one of BONES, its colours and details drawn at random."""
    return [_part(piece) for piece in _MAKERS[name](rng)]


def at_rest(name: str, x: float = 0.0, y: float = 0.0, turn: float = 0.0) -> Array:
    """(b, 3, 4) transforms of a prop that stands on the floor, turned by degrees about z."""
    a = np.radians(turn)
    rows = np.array(
        [[np.cos(a), -np.sin(a), 0, x], [np.sin(a), np.cos(a), 0, y], [0, 0, 1, 0]], float
    )
    bones = np.repeat(rows[None], len(BONES[name]), axis=0)
    if name == "rowing_machine":
        bones[2, :, 3] += bones[2, :, :3] @ np.array([0.0, *ROWER_HANDLE])
    return bones


def _part(piece: _Piece) -> Part:
    vertices, normals, faces = piece.solid
    n = len(vertices)
    bones = np.full((n, 4), piece.bone, np.int64)
    weights = np.tile([1.0, 0.0, 0.0, 0.0], (n, 1))
    if piece.share is not None:
        bones[:, 1] = piece.second
        weights[:, 0], weights[:, 1] = 1 - piece.share, piece.share
    return Part(
        kind=piece.kind,
        vertices=vertices,
        normals=normals,
        faces=faces,
        bones=bones,
        weights=weights,
        edge=np.ones(n),
        features=np.zeros((n, 4)),
        colour=piece.colour,
        second=tuple(0.45 * c for c in piece.colour),  # type: ignore[arg-type]
    )


def _block(middle: Vec, half: Vec) -> Solid:
    """A box along the axes."""
    vertices: list[Array] = []
    normals: list[Array] = []
    faces: list[tuple[int, int, int]] = []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3] * sign
            n = np.eye(3)[axis] * sign
            first = len(vertices)
            vertices += [n - u - v, n + u - v, n + u + v, n - u + v]
            normals += [n] * 4
            faces += [(first, first + 1, first + 2), (first, first + 2, first + 3)]
    return np.array(vertices) * half + middle, np.array(normals), np.array(faces, np.int64)


def _rod(start: Vec, end: Vec, radius: float, columns: int = 12) -> Solid:
    """A cylinder with caps between two points."""
    a, b = np.array(start, float), np.array(end, float)
    along = (b - a) / np.linalg.norm(b - a)
    side = np.cross(along, [1.0, 0.0, 0.0] if abs(along[0]) < 0.8 else [0.0, 0.0, 1.0])
    side /= np.linalg.norm(side)
    turn = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    ring = np.outer(np.cos(turn), side) + np.outer(np.sin(turn), np.cross(along, side))
    k = np.arange(columns)
    nxt = (k + 1) % columns
    sides = np.concatenate(
        [np.stack([k, nxt, nxt + columns], 1), np.stack([k, nxt + columns, k + columns], 1)]
    )
    vertices = [a + radius * ring, b + radius * ring]
    normals = [ring, ring]
    faces = [sides]
    for point, facing, order in ((a, -along, (0, 2, 1)), (b, along, (0, 1, 2))):
        first = sum(len(v) for v in vertices)
        vertices += [point + radius * ring, point[None]]
        normals += [np.tile(facing, (columns, 1)), facing[None]]
        fan = np.stack([np.full(columns, first + columns), first + k, first + nxt], 1)
        faces.append(fan[:, order])
    return np.concatenate(vertices), np.concatenate(normals), np.concatenate(faces)


def _ball(middle: Vec, radii: Vec, rows: int = 8, columns: int = 12) -> Solid:
    up = np.linspace(0, np.pi, rows + 1)
    turn = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    ring = np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    unit = np.concatenate(
        [np.concatenate([np.sin(u) * ring, np.full((columns, 1), np.cos(u))], axis=1) for u in up]
    )
    i, j = np.meshgrid(np.arange(rows), np.arange(columns), indexing="ij")
    a, b = i * columns + j, i * columns + (j + 1) % columns
    c, d = a + columns, b + columns
    faces = np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, c, b), (b, c, d))])
    normals = unit / radii
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return unit * radii + middle, normals, faces


STEEL: Final[Colour] = (0.32, 0.33, 0.35)
BLACK: Final[Colour] = (0.025, 0.025, 0.03)


def _bright(rng: np.random.Generator) -> Colour:
    r, g, b = rng.uniform(0.03, 0.6, 3)
    return (float(r), float(g), float(b))


def _wood(rng: np.random.Generator) -> Colour:
    k = float(rng.uniform(0.3, 1.2))
    return (0.40 * k, 0.25 * k, 0.14 * k)


def _barbell(rng: np.random.Generator) -> list[_Piece]:
    half = BARBELL_LENGTH / 2
    pieces = [
        _Piece(_rod((-half, 0, 0), (half, 0, 0), BARBELL_GRIP_RADIUS), "metal", STEEL),
        *[
            _Piece(_rod((s * BARBELL_INNER, 0, 0), (s * half, 0, 0), 0.024), "metal", STEEL)
            for s in (-1.0, 1.0)
        ],
    ]
    at = BARBELL_INNER + 0.01
    for k in range(int(rng.integers(1, 4))):
        radius = BARBELL_PLATE_RADIUS if k == 0 else float(rng.uniform(0.09, 0.18))
        thick = float(rng.uniform(0.02, 0.05))
        colour = BLACK if rng.random() < 0.5 else _bright(rng)
        for s in (-1.0, 1.0):
            plate = _rod((s * at, 0, 0), (s * (at + thick), 0, 0), radius, 24)
            pieces.append(_Piece(plate, "matte", colour))
        at += thick + 0.004
    return pieces


def _dumbbell(rng: np.random.Generator) -> list[_Piece]:
    half = DUMBBELL_LENGTH / 2
    radius = DUMBBELL_HEAD_RADIUS * float(rng.uniform(0.65, 1.0))
    long = float(rng.uniform(0.05, 0.075))
    colour = BLACK if rng.random() < 0.4 else _bright(rng)
    columns = int(rng.choice([6, 16]))
    return [
        _Piece(_rod((-half, 0, 0), (half, 0, 0), DUMBBELL_GRIP_RADIUS), "metal", STEEL),
        *[
            _Piece(_rod((s * half, 0, 0), (s * (half - long), 0, 0), radius, columns), "matte",
                   colour)
            for s in (-1.0, 1.0)
        ],
    ]  # fmt: skip


def _legs(half_x: float, half_y: float, height: float, thick: float) -> list[Solid]:
    return [
        _block((sx * half_x, sy * half_y, height / 2), (thick, thick, height / 2))
        for sx in (-1.0, 1.0)
        for sy in (-1.0, 1.0)
    ]


def _chair(rng: np.random.Generator) -> list[_Piece]:
    frame, colour = _wood(rng), _bright(rng)
    half, seat, top = CHAIR_SEAT_DEPTH / 2, CHAIR_SEAT_HEIGHT, CHAIR_BACK_HEIGHT
    solids = _legs(half - 0.02, half - 0.02, seat - 0.03, 0.018)
    solids += [
        _block((s * (half - 0.02), half - 0.01, (seat + top) / 2), (0.016, 0.014, (top - seat) / 2))
        for s in (-1.0, 1.0)
    ]
    back = _block((0, half - 0.01, top - 0.12), (half, 0.012, 0.12))
    cushion = _block((0, 0, seat - 0.02), (half, half, 0.02))
    return [
        *[_Piece(solid, "matte", frame) for solid in solids],
        _Piece(cushion, "matte", colour),
        _Piece(back, "matte", colour),
    ]


def _rowing_machine(rng: np.random.Generator) -> list[_Piece]:
    dark, bright = BLACK, _bright(rng)
    far = ROWER_RAIL + 0.15
    rail_z = ROWER_SEAT_HEIGHT - 0.09
    wheel_y, wheel_z = ROWER_WHEEL
    frame = [
        _Piece(_block((0, (wheel_y + far) / 2, rail_z), (0.035, (far - wheel_y) / 2, 0.025)),
               "metal", STEEL),
        _Piece(_block((0, far, rail_z / 2), (0.25, 0.03, rail_z / 2)), "matte", dark),
        _Piece(_block((0, wheel_y, 0.10), (0.30, 0.05, 0.04)), "matte", dark),
        _Piece(_rod((-0.06, wheel_y - 0.10, 0.40), (0.06, wheel_y - 0.10, 0.40), 0.26, 24),
               "matte", bright),
        _Piece(_block((0, wheel_y + 0.02, 0.78), (0.02, 0.02, 0.20)), "matte", dark),
        _Piece(_block((0, wheel_y + 0.04, 0.98), (0.10, 0.02, 0.08)), "matte", dark),
    ]  # fmt: skip
    frame += [
        _Piece(_block((s * 0.13, ROWER_FEET[0] - 0.06, ROWER_FEET[1] - 0.03), (0.06, 0.14, 0.02)),
               "matte", dark)
        for s in (-1.0, 1.0)
    ]  # fmt: skip
    seat = _Piece(
        _block((0, 0, ROWER_SEAT_HEIGHT - 0.03), (0.16, 0.12, 0.03)), "matte", dark, bone=1
    )
    handle = _Piece(_rod((-0.25, 0, 0), (0.25, 0, 0), 0.016), "matte", dark, bone=2)
    chain = _rod((0, wheel_y, wheel_z), (0, 0, 0), 0.006, 6)
    share = (chain[0][:, 1] > wheel_y / 2).astype(float)
    return [*frame, seat, handle, _Piece(chain, "metal", STEEL, 0, 2, share)]


def _dip_bars(rng: np.random.Generator) -> list[_Piece]:
    colour = BLACK if rng.random() < 0.5 else _bright(rng)
    half, top, r = DIP_BAR_SPACING / 2, DIP_BAR_HEIGHT, DIP_BAR_RADIUS
    solids = []
    for s in (-1.0, 1.0):
        solids.append(_rod((s * half, -0.45, top), (s * half, 0.45, top), r))
        for y in (-0.38, 0.38):
            solids.append(_rod((s * half, y, 0.02), (s * half, y, top), r))
        solids.append(_rod((s * half, -0.55, 0.02), (s * half, 0.55, 0.02), r))
    solids.append(_rod((-half, 0.45, 0.10), (half, 0.45, 0.10), r))
    return [_Piece(solid, "metal", colour) for solid in solids]


def _step_box(rng: np.random.Generator) -> list[_Piece]:
    colour = _bright(rng)
    x, y = STEP_HALF
    return [
        _Piece(_block((0, 0, STEP_HEIGHT - 0.03), (x, y, 0.03)), "matte", colour),
        _Piece(_block((0, 0, STEP_HEIGHT / 2 - 0.03), (x - 0.05, y - 0.03, STEP_HEIGHT / 2 - 0.03)),
               "matte", BLACK),
    ]  # fmt: skip


def _box(rng: np.random.Generator) -> list[_Piece]:
    k = float(rng.uniform(0.7, 1.2))
    paper: Colour = (0.52 * k, 0.36 * k, 0.20 * k)
    tape: Colour = (0.60, 0.50, 0.34)
    colour = paper if rng.random() < 0.7 else _bright(rng)
    x, y, z = BOX_HALF
    return [
        _Piece(_block((0, 0, 0), (x, y, z)), "matte", colour),
        _Piece(_block((0, 0, z), (x + 0.001, 0.025, 0.002)), "matte", tape),
        _Piece(_block((0, -y, 0.4 * z), (0.3 * x, 0.002, 0.3 * z)), "matte", (0.7, 0.7, 0.7)),
    ]


def _bottle(rng: np.random.Generator) -> list[_Piece]:
    half, r, colour = BOTTLE_LENGTH / 2, BOTTLE_RADIUS, _bright(rng)
    return [
        _Piece(_rod((-half, 0, 0), (0.55 * half, 0, 0), r, 16), "metal", colour),
        _Piece(_ball((0.55 * half, 0, 0), (0.25 * half, r, r)), "metal", colour),
        _Piece(_rod((0.7 * half, 0, 0), (half, 0, 0), 0.4 * r), "matte", BLACK),
    ]


def _bag(rng: np.random.Generator) -> list[_Piece]:
    colour = _bright(rng)
    x, y, z = (float(v) for v in (rng.uniform(0.15, 0.24), 0.075, rng.uniform(0.13, 0.19)))
    middle = BAG_DROP + z
    straps = []
    for side in (-1.0, 1.0):
        low, high = (side * 0.6 * x, 0.0, BAG_DROP + 0.02), (side * 0.05, 0.0, 0.01)
        straps.append(_rod(low, high, 0.008, 6))
    straps.append(_rod((-0.055, 0, 0), (0.055, 0, 0), 0.012, 8))
    body = [_block((0, 0, middle), (x, y, z))]
    return [
        *[_Piece(s, "matte", colour) for s in body],
        *[_Piece(s, "matte", BLACK) for s in straps],
        _Piece(_block((0, -y, middle), (0.7 * x, 0.004, 0.3 * z)), "matte", _bright(rng)),
    ]


def _bench(rng: np.random.Generator) -> list[_Piece]:
    return [
        _Piece(_block((0, 0, BENCH_HEIGHT - 0.04), (0.15, 0.60, 0.04)), "matte", _bright(rng)),
        *[
            _Piece(_block((0, y, BENCH_HEIGHT / 2 - 0.04), (0.22, 0.03, BENCH_HEIGHT / 2 - 0.04)),
                   "metal", BLACK)
            for y in (-0.4, 0.4)
        ],
    ]  # fmt: skip


def _mat(rng: np.random.Generator) -> list[_Piece]:
    return [_Piece(_block((0, 0, 0.001), (0.31, 0.92, 0.001)), "matte", _bright(rng))]


def _dog(rng: np.random.Generator) -> list[_Piece]:
    """Something the size and shape of a dog that looks along -y."""
    k, tone = float(rng.uniform(0.6, 1.15)), float(rng.uniform(0.1, 1.3))
    coat: Colour = (0.36 * tone, 0.25 * tone, 0.16 * tone)
    legs = [
        _rod((sx * 0.07 * k, sy * 0.24 * k, 0), (sx * 0.08 * k, sy * 0.22 * k, 0.34 * k), 0.032 * k)
        for sx in (-1.0, 1.0)
        for sy in (-1.0, 1.0)
    ]
    solids = [
        _ball((0, 0.02, 0.40 * k), (0.13 * k, 0.33 * k, 0.14 * k)),
        _ball((0, -0.20 * k, 0.44 * k), (0.12 * k, 0.16 * k, 0.17 * k)),
        _ball((0, -0.42 * k, 0.60 * k), (0.085 * k, 0.11 * k, 0.09 * k)),
        _ball((0, -0.53 * k, 0.57 * k), (0.042 * k, 0.085 * k, 0.042 * k)),
        _rod((0, -0.26 * k, 0.48 * k), (0, -0.42 * k, 0.60 * k), 0.07 * k),
        _rod((0, 0.32 * k, 0.46 * k), (0, 0.50 * k, 0.62 * k), 0.022 * k, 8),
        *[_ball((s * 0.07 * k, -0.38 * k, 0.66 * k), (0.02 * k, 0.035 * k, 0.06 * k))
          for s in (-1.0, 1.0)],
        *legs,
    ]  # fmt: skip
    nose = _ball((0, -0.61 * k, 0.58 * k), (0.018 * k, 0.014 * k, 0.014 * k))
    return [*[_Piece(s, "fur", coat) for s in solids], _Piece(nose, "matte", BLACK)]


_MAKERS: Final[dict[str, Callable[[np.random.Generator], Sequence[_Piece]]]] = {
    "barbell": _barbell,
    "dumbbell": _dumbbell,
    "chair": _chair,
    "rowing_machine": _rowing_machine,
    "dip_bars": _dip_bars,
    "step_box": _step_box,
    "box": _box,
    "bottle": _bottle,
    "bag": _bag,
    "bench": _bench,
    "mat": _mat,
    "dog": _dog,
}
PROPS: Final = tuple(_MAKERS)
"""Names that `make_prop` knows."""
