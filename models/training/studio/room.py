"""The furniture: rooms as lists of boxes, balls and cylinders for the ray tracer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from models.training.studio.wardrobe import Colour

_NAMES = (
    "PLAIN PLANKS WALL PICTURE WINDOW MAT CLOTH WOOD LAMP LEAF STRIPES DOTS LEAVES BRICKS "
    "TILES CONCRETE GRASS CARPET POSTER BOOKS RUBBER"
)
MATERIALS = {name: number for number, name in enumerate(_NAMES.split())}  # noqa: SIM905
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
        things = tuple(
            replace(t, middle=_turned(t.middle, degrees), turn=t.turn + degrees)
            for t in self.things
        )
        light = replace(
            self.light,
            key=_turned(self.light.key, degrees),
            fill=_turned(self.light.fill, degrees),
        )
        return replace(self, things=things, light=light)


def _turned(v: Vec, degrees: float) -> Vec:
    cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return (float(cosine * v[0] - sine * v[1]), float(sine * v[0] + cosine * v[1]), v[2])


@dataclass(frozen=True, slots=True)
class RoomColours:
    """The choices that make one room differ from another (linear RGB)."""

    wall: Colour
    floor: Colour
    mat: Colour
    sofa: Colour
    wood: Colour


BACK = 1.75
LEFT = -2.7
RIGHT = 2.9


def _shell(c: RoomColours) -> list[Thing]:
    white: Colour = (0.78, 0.77, 0.74)
    return [
        Thing((0, 0, -0.5), (8, 8, 0.5), c.floor, PLANKS, role=Role.SHELL),
        Thing((0, BACK + 0.5, 2), (8, 0.5, 3), c.wall, WALL, role=Role.SHELL),
        Thing((LEFT - 0.5, 0, 2), (0.5, 8, 3), c.wall, WALL, role=Role.SHELL),
        Thing((RIGHT + 0.5, 0, 2), (0.5, 8, 3), c.wall, WALL, role=Role.SHELL),
        Thing((0, BACK - 0.008, 0.055), (8, 0.012, 0.055), white, role=Role.FLAT),
        Thing((LEFT + 0.008, 0, 0.055), (0.012, 8, 0.055), white, role=Role.FLAT),
        Thing((RIGHT - 0.008, 0, 0.055), (0.012, 8, 0.055), white, role=Role.FLAT),
        Thing((0, -0.05, 0.004), (0.95, 0.62, 0.004), c.mat, MAT, role=Role.FLAT),
    ]


def _window(x: float, z: float, half_x: float, half_z: float) -> list[Thing]:
    frame: Colour = (0.80, 0.80, 0.78)
    y = BACK - 0.004
    return [
        Thing((x, y, z), (half_x, 0.006, half_z), (1.0, 1.0, 1.0), WINDOW, second=(1.25, 0, 0)),
        Thing((x - half_x, y - 0.01, z), (0.035, 0.035, half_z + 0.035), frame),
        Thing((x + half_x, y - 0.01, z), (0.035, 0.035, half_z + 0.035), frame),
        Thing((x, y - 0.01, z), (0.022, 0.028, half_z), frame),
        Thing((x, y - 0.01, z + half_z), (half_x, 0.035, 0.035), frame),
        Thing((x, y - 0.01, z + 0.15 * half_z), (half_x, 0.025, 0.018), frame),
        Thing((x, y - 0.07, z - half_z), (half_x + 0.10, 0.10, 0.025), frame),
    ]


def _curtain(x: float, colour: Colour) -> list[Thing]:
    return [
        Thing((x + 0.055 * i, BACK - 0.10 + 0.02 * (i % 2), 1.30), (0.034, 0.030, 1.22), colour,
              CLOTH, CYLINDER)
        for i in range(5)
    ]  # fmt: skip


def _sofa(x: float, y: float, colour: Colour, cushion: Colour) -> list[Thing]:
    dark: Colour = (0.05, 0.035, 0.025)
    pieces = [
        Thing((x, y, 0.24), (0.80, 0.38, 0.12), colour, CLOTH),
        Thing((x, y + 0.32, 0.52), (0.80, 0.10, 0.30), colour, CLOTH),
        Thing((x - 0.86, y, 0.36), (0.10, 0.42, 0.24), colour, CLOTH),
        Thing((x + 0.86, y, 0.36), (0.10, 0.42, 0.24), colour, CLOTH),
        Thing((x - 0.38, y - 0.04, 0.40), (0.385, 0.36, 0.055), colour, CLOTH),
        Thing((x + 0.38, y - 0.04, 0.40), (0.385, 0.36, 0.055), colour, CLOTH),
        Thing((x - 0.50, y + 0.14, 0.60), (0.20, 0.11, 0.17), cushion, CLOTH, BALL, 12),
        Thing((x + 0.56, y + 0.14, 0.59), (0.19, 0.10, 0.16), (0.62, 0.60, 0.54), CLOTH, BALL, -9),
    ]
    legs = [
        Thing((x + sx * 0.85, y + sy * 0.36, 0.06), (0.022, 0.022, 0.06), dark)
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    return pieces + legs


def _plant(x: float, y: float, seed: int) -> list[Thing]:
    rng = np.random.default_rng(seed)
    things = [
        Thing((x, y, 0.17), (0.16, 0.16, 0.17), (0.62, 0.58, 0.52), PLAIN, CYLINDER),
        Thing((x, y, 0.335), (0.145, 0.145, 0.01), (0.03, 0.02, 0.012), PLAIN, CYLINDER),
        Thing((x, y, 0.62), (0.012, 0.012, 0.30), (0.10, 0.07, 0.03), PLAIN, CYLINDER),
    ]
    for i in range(13):
        turn = i * 137.5
        out = 0.10 + 0.12 * rng.random()
        up = 0.60 + 0.055 * i
        dx, dy = np.cos(np.radians(turn)) * out, np.sin(np.radians(turn)) * out
        green = (0.05 + 0.04 * rng.random(), 0.20 + 0.10 * rng.random(), 0.06)
        things.append(
            Thing((x + dx, y + dy, up), (0.15, 0.055, 0.045 + 0.05 * rng.random()), green, LEAF,
                  BALL, turn)
        )  # fmt: skip
    return things


def _shelf(x: float, z: float, wood: Colour, seed: int) -> list[Thing]:
    rng = np.random.default_rng(seed)
    things = [Thing((x, BACK - 0.12, z), (0.48, 0.12, 0.016), wood, WOOD)]
    at = x - 0.44
    colours: list[Colour] = [
        (0.42, 0.10, 0.07), (0.08, 0.18, 0.32), (0.62, 0.52, 0.30), (0.10, 0.26, 0.20),
        (0.70, 0.68, 0.62), (0.30, 0.16, 0.26),
    ]  # fmt: skip
    for i in range(9):
        thick, tall = 0.013 + 0.012 * rng.random(), 0.09 + 0.045 * rng.random()
        at += thick
        things.append(
            Thing((at, BACK - 0.11, z + 0.016 + tall), (thick, 0.08, tall), colours[i % 6])
        )
        at += thick + 0.002
    things.append(Thing((x + 0.20, BACK - 0.12, z + 0.10), (0.06, 0.06, 0.085), (0.55, 0.30, 0.18),
                        PLAIN, BALL))  # fmt: skip
    return things


def _picture(x: float, z: float, half_x: float, half_z: float, frame: Colour) -> list[Thing]:
    return [
        Thing((x, BACK - 0.008, z), (half_x + 0.022, 0.014, half_z + 0.022), frame, WOOD),
        Thing(
            (x, BACK - 0.018, z), (half_x, 0.008, half_z), (0.10, 0.24, 0.28), PICTURE, pattern=x
        ),
    ]


def _lamp(x: float, y: float) -> list[Thing]:
    return [
        Thing((x, y, 0.012), (0.14, 0.14, 0.012), (0.05, 0.05, 0.05), PLAIN, CYLINDER),
        Thing((x, y, 0.72), (0.011, 0.011, 0.72), (0.06, 0.06, 0.06), PLAIN, CYLINDER),
        Thing(
            (x, y, 1.52), (0.17, 0.17, 0.14), (0.95, 0.82, 0.60), LAMP, CYLINDER, second=(0.8, 0, 0)
        ),
    ]


def bright_studio(c: RoomColours) -> Room:
    """A bright room: window to the right, a plant, a bench, a picture."""
    things = [
        *_shell(c),
        *_window(1.75, 1.55, 0.62, 0.70),
        *_plant(-1.75, 1.35, 5),
        *_picture(-0.95, 1.62, 0.34, 0.26, c.wood),
        Thing((1.75, 1.45, 0.23), (0.75, 0.20, 0.025), c.wood, WOOD),
        Thing((1.15, 1.45, 0.10), (0.03, 0.18, 0.10), c.wood, WOOD),
        Thing((2.35, 1.45, 0.10), (0.03, 0.18, 0.10), c.wood, WOOD),
        Thing((1.45, 1.45, 0.325), (0.13, 0.13, 0.07), (0.10, 0.35, 0.42), CLOTH, CYLINDER),
        Thing((2.00, 1.42, 0.37), (0.115, 0.115, 0.115), (0.62, 0.20, 0.10), PLAIN, BALL),
    ]
    return Room("bright_studio", tuple(things))


def living_room(c: RoomColours) -> Room:
    """A living room: sofa, picture over it, lamp, books."""
    things = [
        *_shell(c),
        *_sofa(1.35, 1.28, c.sofa, (0.60, 0.36, 0.10)),
        *_picture(1.35, 1.50, 0.42, 0.28, (0.04, 0.04, 0.04)),
        *_lamp(-2.35, 1.40),
        *_shelf(-1.30, 1.45, c.wood, 3),
        *_shelf(-1.30, 1.02, c.wood, 8),
        Thing((-1.30, 1.50, 0.25), (0.55, 0.20, 0.25), c.wood, WOOD),
    ]
    return Room("living_room", tuple(things))


def quiet_room(c: RoomColours) -> Room:
    """A plain room: curtained window to the left, a plant, a low cupboard."""
    things = [
        *_shell(c),
        *_window(-1.55, 1.55, 0.60, 0.68),
        *_curtain(-2.50, c.sofa),
        *_curtain(-0.85, c.sofa),
        *_plant(1.95, 1.30, 2),
        *_picture(0.95, 1.60, 0.24, 0.32, (0.55, 0.40, 0.22)),
        Thing((1.05, 1.52, 0.30), (0.42, 0.20, 0.30), c.wood, WOOD),
    ]
    return Room("quiet_room", tuple(things))


ROOMS: dict[str, Callable[[RoomColours], Room]] = {
    "bright_studio": bright_studio,
    "living_room": living_room,
    "quiet_room": quiet_room,
}
