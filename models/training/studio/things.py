"""What rooms are made of: shapes with a material, and light."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Colour = tuple[float, float, float]
"""Linear RGB, 0..1."""

_NAMES = (
    "PLAIN PLANKS WALL PICTURE WINDOW MAT CLOTH WOOD LAMP LEAF STRIPES DOTS LEAVES BRICKS "
    "TILES CONCRETE GRASS CARPET POSTER BOOKS RUBBER"
)
MATERIALS = {name: number for number, name in enumerate(_NAMES.split())}
"""Numbers of the materials in shaders/room.frag."""
(
    PLAIN, PLANKS, WALL, PICTURE, WINDOW, MAT, CLOTH, WOOD, LAMP, LEAF, STRIPES, DOTS, LEAVES,
    BRICKS, TILES, CONCRETE, GRASS, CARPET, POSTER, BOOKS, RUBBER,
) = range(21)  # fmt: skip
BOX, BALL, CYLINDER = range(3)
Vec = tuple[float, float, float]
Picture = NDArray[np.uint8]


class Role(Enum):
    """What a thing does to people and to light."""

    FURNITURE = "hides people, throws shadows"
    SHELL = "walls and floor: stop light from all round, let the key light in"
    BARRIER = "a wall that stops the key light too"
    FLAT = "lies on a surface and stops nothing"


@dataclass(frozen=True, slots=True)
class Thing:
    """One shape: middle and half sizes in metres, turn about z in degrees.

    ``second`` and ``pattern`` (a size in metres) are for materials with a pattern. Of a window
    and a lamp ``second[0]`` is how bright it is.
    """

    middle: Vec
    half: Vec
    colour: Colour
    material: int = PLAIN
    shape: int = BOX
    turn: float = 0.0
    second: Colour = (0.80, 0.30, 0.12)
    pattern: float = 1.0
    role: Role = Role.FURNITURE

    @property
    def hides(self) -> bool:
        """Whether it can stand before a person."""
        return self.role is Role.FURNITURE

    @property
    def stops_light(self) -> bool:
        """Whether light from all round ends at it."""
        return self.role is not Role.FLAT

    @property
    def throws_shadow(self) -> bool:
        """Whether the key light ends at it."""
        return self.role in (Role.FURNITURE, Role.BARRIER)


@dataclass(frozen=True, slots=True)
class Light:
    """Where light comes from, linear RGB.

    Attributes:
        key: direction towards the key light, any length; it throws the shadows.
        key_colour, sky, ground: of the key light, from above, from below.
        fill, fill_strength: direction and strength of a weak second light on people.
        exposure: of the camera. softness: of the key light's shadows in the room.
        on_room: share of the key light in the room that people's shadows take away.
    """

    key: Vec = (-0.50, -0.70, 1.05)
    key_colour: Colour = (1.18, 1.10, 1.00)
    sky: Colour = (0.50, 0.51, 0.54)
    ground: Colour = (0.23, 0.19, 0.16)
    fill: Vec = (0.8, -0.75, 0.25)
    fill_strength: float = 0.22
    exposure: float = 0.82
    softness: float = 0.16
    on_room: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """Things, light, and what is seen where there are no things.

    Attributes:
        name: kind of room.
        zenith, horizon, cloud: colours of the sky (linear RGB) and part covered by clouds.
        poster: (H, W, 3) uint8 picture on things of the material POSTER.
    """

    name: str
    things: tuple[Thing, ...]
    light: Light = Light()
    zenith: Colour = (0.7, 0.7, 0.7)
    horizon: Colour = (0.7, 0.7, 0.7)
    cloud: float = 0.0
    poster: Picture | None = None

    def turned(self, degrees: float) -> Room:
        """The room turned about the middle of its floor, against the clock seen from above."""
        things = tuple(placed(self.things, 0.0, 0.0, degrees))
        light = replace(
            self.light,
            key=_turned(self.light.key, degrees),
            fill=_turned(self.light.fill, degrees),
        )
        return replace(self, things=things, light=light)


def placed(things: Iterable[Thing], x: float, y: float, turn: float = 0.0) -> list[Thing]:
    """The things turned by ``turn`` degrees about the origin, then moved."""
    moved = []
    for thing in things:
        a, b, c = _turned(thing.middle, turn)
        moved.append(replace(thing, middle=(a + x, b + y, c), turn=thing.turn + turn))
    return moved


def _turned(v: Vec, degrees: float) -> Vec:
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return (float(cosine * v[0] - sine * v[1]), float(sine * v[0] + cosine * v[1]), v[2])
