"""Rooms: three that the demo clips know by name, and as many others as there are seeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.training.studio import furniture as f
from models.training.studio.camera import Array, Camera
from models.training.studio.poster import random_poster
from models.training.studio.things import (
    BALL,
    BRICKS,
    CLOTH,
    CONCRETE,
    CYLINDER,
    DOTS,
    GRASS,
    LAMP,
    LEAVES,
    MAT,
    PLAIN,
    PLANKS,
    RUBBER,
    STRIPES,
    TILES,
    WALL,
    WINDOW,
    WOOD,
    Colour,
    Light,
    Role,
    Room,
    Thing,
    placed,
)

__all__ = ["KINDS", "ROOMS", "Room", "RoomColours", "random_room"]

Generator = np.random.Generator
Things = list[Thing]


@dataclass(frozen=True, slots=True)
class RoomColours:
    """The choices that make one room differ from another (linear RGB)."""

    wall: Colour
    floor: Colour
    mat: Colour
    sofa: Colour
    wood: Colour


@dataclass(frozen=True, slots=True)
class Walls:
    """Where the walls stand, metres, and what they and the floor are made of."""

    back: float
    left: float
    right: float
    high: float
    wall: Thing
    floor: Thing
    backlit: bool = False


BACK = 1.75
PAINT = Thing((0, 0, 0), (1, 1, 1), (0.6, 0.6, 0.6), WALL)
BOARDS = Thing((0, 0, 0), (1, 1, 1), (0.4, 0.3, 0.2), PLANKS)
DEMO = Walls(BACK, -2.7, 2.9, 5.0, PAINT, BOARDS)


def _shell(walls: Walls) -> Things:
    """Floor, walls and skirting boards; a ceiling where it is low enough to be seen."""
    w, white = walls, f.WHITE
    middle = (w.left + w.right) / 2
    back = Role.BARRIER if w.backlit else Role.SHELL
    half, z = (w.high + 1.0) / 2, (w.high - 1.0) / 2
    things = [
        replace(w.floor, middle=(0, 0, -0.5), half=(8, 8, 0.5), role=Role.SHELL),
        replace(w.wall, middle=(middle, w.back + 0.5, z), half=(8, 0.5, half), role=back),
        replace(w.wall, middle=(w.left - 0.5, 0, z), half=(0.5, 8, half), role=Role.SHELL),
        replace(w.wall, middle=(w.right + 0.5, 0, z), half=(0.5, 8, half), role=Role.SHELL),
        Thing((0, w.back - 0.008, 0.055), (8, 0.012, 0.055), white, role=Role.FLAT),
        Thing((w.left + 0.008, 0, 0.055), (0.012, 8, 0.055), white, role=Role.FLAT),
        Thing((w.right - 0.008, 0, 0.055), (0.012, 8, 0.055), white, role=Role.FLAT),
    ]
    if w.high < 4:
        things.append(Thing((0, 0, w.high + 0.3), (8, 8, 0.3), white, WALL, role=Role.SHELL))
    return things


def _demo_shell(c: RoomColours) -> Things:
    walls = replace(DEMO, wall=replace(PAINT, colour=c.wall), floor=replace(BOARDS, colour=c.floor))
    mat = Thing((0, -0.05, 0.004), (0.95, 0.62, 0.004), c.mat, MAT, role=Role.FLAT)
    return [*_shell(walls), mat]


def bright_studio(c: RoomColours) -> Room:
    """A bright room: window to the right, a plant, a bench, a picture."""
    things = [
        *_demo_shell(c),
        *placed(f.window(0.62, 0.70, 1.55), 1.75, BACK),
        *placed(f.plant(5), -1.75, 1.65),
        *placed(f.picture(1.62, 0.34, 0.26, c.wood), -0.95, BACK),
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
        *_demo_shell(c),
        *placed(f.sofa(c.sofa, (0.60, 0.36, 0.10)), 1.35, 1.71),
        *placed(f.picture(1.50, 0.42, 0.28, (0.04, 0.04, 0.04), seed=1.35), 1.35, BACK),
        *placed(f.floor_lamp(), -2.35, BACK),
        *placed(f.shelf(1.45, c.wood, 3), -1.30, BACK),
        *placed(f.shelf(1.02, c.wood, 8), -1.30, BACK),
        Thing((-1.30, 1.50, 0.25), (0.55, 0.20, 0.25), c.wood, WOOD),
    ]
    return Room("living_room", tuple(things))


def quiet_room(c: RoomColours) -> Room:
    """A plain room: curtained window to the left, a plant, a low cupboard."""
    things = [
        *_demo_shell(c),
        *placed(f.window(0.60, 0.68, 1.55), -1.55, BACK),
        *placed(f.curtain(c.sofa), -2.50, BACK),
        *placed(f.curtain(c.sofa), -0.85, BACK),
        *placed(f.plant(2), 1.95, 1.60),
        *placed(f.picture(1.60, 0.24, 0.32, (0.55, 0.40, 0.22)), 0.95, BACK),
        Thing((1.05, 1.52, 0.30), (0.42, 0.20, 0.30), c.wood, WOOD),
    ]
    return Room("quiet_room", tuple(things))


ROOMS: dict[str, Callable[[RoomColours], Room]] = {
    "bright_studio": bright_studio,
    "living_room": living_room,
    "quiet_room": quiet_room,
}


def _tint(rng: Generator, low: float, high: float, strong: float = 0.25) -> Colour:
    """A colour of some brightness; ``strong``: how far from grey."""
    bright = rng.uniform(low, high)
    off = 1 + strong * rng.uniform(-1, 1, 3)
    r, g, b = np.clip(bright * off, 0.01, 0.9)
    return (float(r), float(g), float(b))


def _wood(rng: Generator) -> Colour:
    k = rng.uniform(0.25, 1.3)
    return (float(0.40 * k), float(0.25 * k), float(0.14 * k))


Piece = tuple[Things, float, float, float]
"""Things, and how wide, deep and high they are, metres."""


def _piece(name: str, rng: Generator) -> Piece:
    """One piece of furniture of this name, drawn at random."""
    seed = int(rng.integers(10, 1000))
    wood, cloth, dark = _wood(rng), _tint(rng, 0.05, 0.5, 0.6), _tint(rng, 0.02, 0.12, 0.4)
    wide = float(rng.uniform(0.35, 0.6))
    high = float(rng.uniform(0.5, 2.1))
    boards = int(rng.integers(2, 6))
    half = float(rng.uniform(0.45, 0.8))
    pieces: dict[str, Callable[[], Piece]] = {
        "sofa": lambda: (f.sofa(cloth, _tint(rng, 0.1, 0.6, 0.6), 0.5 + wide), 2.3, 0.9, 0.85),
        "plant": lambda: (f.plant(seed, float(rng.uniform(0.6, 1.5))), 0.7, 0.6, 1.4),
        "lamp": lambda: (f.floor_lamp(), 0.5, 0.5, 1.7),
        "cupboard": lambda: (f.cupboard(wide, high, wood), 2 * wide, 0.45, high),
        "bookcase": lambda: (
            f.bookcase(half, boards, wood, _tint(rng, 0.1, 0.5, 0.8), _tint(rng, 0.1, 0.5, 0.8),
                       seed), 2 * half, 0.3, 0.36 * boards),
        "bed": lambda: (f.bed(cloth, _tint(rng, 0.4, 0.75), wood), 1.7, 2.0, 1.0),
        "desk": lambda: (f.desk(wood, _tint(rng, 0.02, 0.5, 0.6)), 1.5, 0.75, 1.25),
        "chair": lambda: (f.chair(cloth, wood), 0.6, 0.6, 0.95),
        "office_chair": lambda: (f.office_chair(dark), 0.7, 0.7, 1.1),
        "screen": lambda: (f.screen_on_board(wood, float(rng.uniform(0, 0.4))), 1.7, 0.45, 1.25),
        "kitchen": lambda: (f.kitchen(wood, _tint(rng, 0.1, 0.6)), 2.8, 0.65, 2.15),
        "boxes": lambda: (f.boxes(seed), 1.4, 0.6, 0.9),
        "rack": lambda: (f.rack(dark, seed), 1.9, 0.5, 0.9),
        "wall_bars": lambda: (f.wall_bars(wood), 1.1, 0.2, 2.5),
        "gym_balls": lambda: (f.gym_balls(seed), 2.3, 0.8, 0.7),
        "bench": lambda: (f.bench(dark), 0.6, 1.2, 0.5),
        "metal_shelves": lambda: (f.metal_shelves(seed), 1.4, 0.5, 2.1),
        "table": lambda: (f.table(half, 0.38, 0.74, wood), 2 * half, 0.8, 0.76),
        "door": lambda: (f.door(_tint(rng, 0.2, 0.7)), 1.1, 0.1, 2.1),
        "window": lambda: (f.window(wide + 0.1, 0.65, 1.5), 1.6, 0.2, 2.2),
        "poster": lambda: (f.poster(1.35, float(rng.uniform(0.45, 0.85))), 1.1, 0.02, 2.2),
    }  # fmt: skip
    return pieces[name]()


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of room may hold.

    Attributes:
        pieces: names of furniture. walls, floors: materials. full: part of the walls in use.
    """

    pieces: tuple[str, ...]
    walls: tuple[int, ...]
    floors: tuple[int, ...]
    full: float


HOME_WALLS = (WALL, WALL, WALL, STRIPES, DOTS, LEAVES, BRICKS)
INDOORS: dict[str, Kind] = {
    "living_room": Kind(
        ("sofa", "plant", "lamp", "bookcase", "screen", "cupboard", "window", "chair", "poster"),
        HOME_WALLS, (PLANKS, PLANKS, TILES), 0.75,
    ),
    "bedroom": Kind(
        ("bed", "cupboard", "window", "chair", "plant", "lamp", "poster", "desk"),
        HOME_WALLS, (PLANKS, CONCRETE), 0.7,
    ),
    "kitchen": Kind(
        ("kitchen", "table", "chair", "door", "window", "plant"), (WALL, TILES), (TILES, PLANKS),
        0.7,
    ),
    "gym": Kind(
        ("rack", "wall_bars", "gym_balls", "bench", "poster", "boxes", "poster"),
        (WALL, WALL, BRICKS, CONCRETE), (RUBBER, RUBBER, PLANKS), 0.7,
    ),
    "garage": Kind(
        ("metal_shelves", "boxes", "table", "door", "cupboard", "boxes"),
        (CONCRETE, CONCRETE, BRICKS, WALL), (CONCRETE,), 0.8,
    ),
    "office": Kind(
        ("desk", "office_chair", "desk", "bookcase", "window", "plant", "door"),
        (WALL, WALL, TILES), (CONCRETE, PLANKS), 0.7,
    ),
    "plain": Kind(("door", "plant"), (WALL,), (PLANKS, CONCRETE), 0.12),
    "patterned": Kind(("chair", "plant"), (STRIPES, DOTS, LEAVES, BRICKS), (PLANKS, TILES), 0.2),
    "cluttered": Kind(
        ("boxes", "bookcase", "chair", "plant", "metal_shelves", "desk", "lamp", "gym_balls",
         "cupboard", "poster"),
        HOME_WALLS, (PLANKS, TILES, CONCRETE), 1.0,
    ),
}  # fmt: skip
KINDS = (*INDOORS, "park")
"""Kinds of rooms that `random_room` makes."""


def random_room(
    rng: Generator,
    camera: Camera | None = None,
    kind: str | None = None,
    hard: bool = False,
    clear: float = 0.8,
) -> Room:
    """A room of one of KINDS, open to the side of the camera (to -y without one).

    People stay about the middle, within a metre or so. ``hard``: backlight, darkness and
    furniture before the person are likely; it leaves what is over the middle of the floor,
    ``clear`` metres high, to be seen.
    """
    kind = kind or str(rng.choice(KINDS))
    if kind == "park":
        room = _park(rng)
    else:
        mood = str(rng.choice(MOODS, p=(0.40, 0.15, 0.20, 0.25) if hard else MOOD_SHARES))
        room = _indoors(rng, kind, mood)
    room = replace(room, poster=random_poster(rng))
    if camera is None:
        return room
    room = room.turned(camera.yaw + _aslant(rng, camera, room))
    if rng.random() < (0.5 if hard else 0.08):
        room = replace(room, things=room.things + tuple(_before(camera, rng, clear)))
    return room


def _aslant(rng: Generator, camera: Camera, room: Room) -> float:
    """Degrees by which the room is turned to the camera; it stays between the side walls."""
    sides = [abs(t.middle[0]) - t.half[0] for t in room.things if t.role is Role.SHELL]
    nearest = min((side for side in sides if side > 0.5), default=9.0)
    most = np.degrees(np.arcsin(min(1.0, max(nearest - 0.4, 0.0) / camera.distance)))
    return float(np.clip(rng.normal(0, 16), -most, most))


MOODS = ("day", "harsh", "evening", "backlit")
MOOD_SHARES = (0.70, 0.12, 0.10, 0.08)


def _light(rng: Generator, mood: str) -> Light:
    side = rng.uniform(-70, 70) if mood != "backlit" else rng.uniform(150, 210)
    up = np.radians(rng.uniform(28, 42) if mood == "harsh" else rng.uniform(38, 65))
    a = np.radians(side)
    key = (float(np.cos(up) * np.sin(a)), float(-np.cos(up) * np.cos(a)), float(np.sin(up)))
    warm = float(rng.uniform(-0.08, 0.08))
    fill = (float(rng.uniform(-1, 1)), -0.75, 0.25)
    default = Light()

    def scaled(colour: Colour, by: float, tone: float) -> Colour:
        return (colour[0] * by * (1 + tone), colour[1] * by, colour[2] * by * (1 - tone))

    strength = {"day": (1.0, 1.0), "harsh": (1.5, 0.55), "evening": (0.28, 0.16)}.get(
        mood, (1.25, 0.42)
    )
    if mood == "evening":
        warm += 0.30
    return Light(
        key=key,
        key_colour=scaled(default.key_colour, strength[0] * float(rng.uniform(0.8, 1.1)), warm),
        sky=scaled(default.sky, strength[1] * float(rng.uniform(0.8, 1.15)), warm),
        ground=scaled(default.ground, strength[1] * float(rng.uniform(0.7, 1.2)), warm),
        fill=fill,
        fill_strength=0.22 * strength[1],
        exposure=float(rng.uniform(0.7, 0.95)) * (1.9 if mood == "evening" else 1.0),
        softness=0.05 if mood == "harsh" else 0.18,
    )


def _surface(rng: Generator, material: int, floor: bool) -> Thing:
    colour = _tint(rng, 0.18, 0.5, 0.2) if floor else _tint(rng, 0.18, 0.68, 0.2)
    if material == PLANKS:
        colour = _wood(rng)
    elif material == RUBBER:
        colour = _tint(rng, 0.02, 0.10, 0.2)
    second = _tint(rng, 0.15, 0.7, 0.35)
    if rng.random() < 0.5:
        k = rng.uniform(0.6, 1.3)
        second = (colour[0] * k, colour[1] * k, colour[2] * k)
    size = float(rng.uniform(0.25, 0.6) if material == TILES else rng.uniform(0.08, 0.3))
    if not floor and material == TILES:
        size = float(rng.uniform(0.12, 0.25))
    return Thing((0, 0, 0), (1, 1, 1), colour, material, second=second, pattern=size)


def _indoors(rng: Generator, name: str, mood: str) -> Room:
    kind = INDOORS[name]
    walls = Walls(
        back=float(rng.uniform(1.5, 3.6)),
        left=-float(rng.uniform(1.9, 4.2)),
        right=float(rng.uniform(1.9, 4.2)),
        high=float(rng.uniform(2.4, 3.2)),
        wall=_surface(rng, int(rng.choice(kind.walls)), False),
        floor=_surface(rng, int(rng.choice(kind.floors)), True),
        backlit=mood == "backlit",
    )
    things = _shell(walls)
    if rng.random() < 0.55:
        things += _on_floor(rng)
    things += _furnished(rng, kind, walls, mood)
    return Room(name, tuple(things), _light(rng, mood))


def _on_floor(rng: Generator) -> Things:
    if rng.random() < 0.4:
        half = (float(rng.uniform(0.8, 1.6)), float(rng.uniform(0.6, 1.2)))
        return f.rug(*half, _tint(rng, 0.05, 0.5, 0.6), _tint(rng, 0.05, 0.6, 0.6))
    long, colour = float(rng.uniform(0.88, 1.0)), _tint(rng, 0.04, 0.4, 0.8)
    mat = Thing((0, 0, 0.004), (long, 0.32, 0.004), colour, MAT, role=Role.FLAT)
    return placed([mat], 0.0, 0.0, float(rng.choice([0, 0, 90, 30, -30])))


def _furnished(rng: Generator, kind: Kind, walls: Walls, mood: str) -> Things:
    """Furniture along the three walls."""
    things: Things = []
    start, end = walls.left + 0.5, walls.right - 0.5
    if mood == "backlit":
        half = float(rng.uniform(0.7, 1.4))
        glass = f.window(half, float(rng.uniform(0.7, 1.0)), 1.35, float(rng.uniform(2.0, 4.5)))
        things += placed(glass, float(rng.uniform(-0.4, 0.4)), walls.back)
    else:
        things += _row(rng, kind, (start, end), walls.back - 1.0, mood, (0.0, walls.back, 0.0))
    for x, turn, sign in ((walls.left, 90.0, 1.0), (walls.right, -90.0, -1.0)):
        room = abs(x) - 1.1
        row = _row(rng, kind, (-1.6, walls.back - 0.7), room, mood, (x, 0.0, turn), sign)
        things += row
    return things


def _row(
    rng: Generator,
    kind: Kind,
    between: tuple[float, float],
    deepest: float,
    mood: str,
    wall: tuple[float, float, float],
    sign: float = 1.0,
) -> Things:
    """Pieces side by side along one wall (its x, y and turn), with pictures over low ones."""
    x0, y0, turn = wall
    at, end = between
    things: Things = []
    while at < end - 0.4:
        if rng.random() > kind.full:
            at += float(rng.uniform(0.4, 1.2))
            continue
        piece, wide, deep, high = _piece(str(rng.choice(kind.pieces)), rng)
        if wide > end - at or deep > max(deepest, 0.3):
            at += 0.3
            continue
        along = at + wide / 2
        x, y = (along, y0) if turn == 0 else (x0, sign * along if sign > 0 else along)
        if high < 1.0 and rng.random() < 0.6:
            over = f.picture(
                1.55, float(rng.uniform(0.2, 0.45)), float(rng.uniform(0.18, 0.32)), _wood(rng),
                _tint(rng, 0.1, 0.7, 0.7), _tint(rng, 0.05, 0.4, 0.7), float(rng.uniform(0, 6)),
            )  # fmt: skip
            piece = [*piece, *over]
        things += placed(_in_mood(piece, mood), x, y, turn)
        at += wide + float(rng.uniform(0.05, 0.4))
    return things


def _in_mood(things: Sequence[Thing], mood: str) -> Things:
    """Windows dark and lamps bright in the evening."""
    result = []
    for thing in things:
        if mood == "evening" and thing.material == WINDOW:
            thing = replace(thing, second=(0.02, 0, 0), colour=(0.4, 0.5, 1.0))
        elif mood == "evening" and thing.material == LAMP:
            thing = replace(thing, second=(1.6, 0, 0))
        result.append(thing)
    return result


def _park(rng: Generator) -> Room:
    """Grass, a path, trees, bushes, benches, perhaps houses far away."""
    ground: Colour = (0.09, 0.16, 0.04) if rng.random() < 0.75 else (0.35, 0.28, 0.18)
    floor = Thing((0, 0, -0.5), (60, 60, 0.5), ground, GRASS, role=Role.SHELL)
    things = [floor]
    if rng.random() < 0.6:
        path = Thing((0, 0, 0.002), (float(rng.uniform(0.8, 2)), 30, 0.002), (0.36, 0.33, 0.29),
                     CONCRETE, role=Role.FLAT)  # fmt: skip
        things += placed([path], float(rng.uniform(-2, 2)), 0.0, float(rng.choice([0, 90, 75])))
    for _ in range(int(rng.integers(3, 8))):
        x, y = float(rng.uniform(-10, 10)), float(rng.uniform(3.5, 16))
        things += placed(f.tree(int(rng.integers(1000)), float(rng.uniform(0.7, 1.5))), x, y)
    for _ in range(int(rng.integers(1, 5))):
        x, y = float(rng.uniform(-7, 7)), float(rng.uniform(2.5, 9))
        things += placed(f.bush(int(rng.integers(1000))), x, y)
    if rng.random() < 0.5:
        things += placed(f.park_bench(_wood(rng)), float(rng.uniform(-3, 3)), 2.6)
    for _ in range(int(rng.integers(0, 4))):
        half = (float(rng.uniform(3, 7)), 3.0, float(rng.uniform(2.5, 7)))
        house = Thing((0, 0, half[2]), half, _tint(rng, 0.2, 0.6, 0.3), TILES,
                      second=_tint(rng, 0.05, 0.2), pattern=1.6)  # fmt: skip
        things += placed([house], float(rng.uniform(-22, 22)), float(rng.uniform(24, 36)))
    light = _light(rng, str(rng.choice(["day", "harsh", "harsh"])))
    overcast = rng.random() < 0.4
    if overcast:
        light = replace(light, key_colour=(0.35, 0.35, 0.36), sky=(0.85, 0.87, 0.92), on_room=0.7)
    zenith: Colour = (0.55, 0.58, 0.62) if overcast else (0.16, 0.32, 0.72)
    return Room("park", tuple(things), light, zenith, (0.72, 0.78, 0.85), float(rng.uniform(0, 1)))


def _before(camera: Camera, rng: Generator, clear: float) -> Things:
    """One thing between the camera and the person that leaves a place free."""
    name = str(rng.choice(["chair", "table", "plant", "sofa", "boxes", "office_chair", "bench"]))
    piece, wide, _, _ = _piece(name, rng)
    yaw = np.radians(camera.yaw)
    to_lens = np.array([np.sin(yaw), -np.cos(yaw)])
    across = np.array([np.cos(yaw), np.sin(yaw)])
    turn = camera.yaw + 180.0 + float(rng.uniform(-40, 40))
    for _ in range(12):
        near = camera.distance * rng.uniform(0.28, 0.62)
        if near < 0.75:
            continue
        spot = near * to_lens + rng.uniform(-0.5, 0.5) * across * (0.6 + wide)
        things = placed(piece, float(spot[0]), float(spot[1]), turn)
        if not _covers(camera, things, np.array([0.0, 0.0, clear])):
            return things
    return []


def _covers(camera: Camera, things: Sequence[Thing], point: Array) -> bool:
    """Whether the things' outline in the picture holds the point."""
    signs = np.stack(np.meshgrid([-1, 1], [-1, 1], [-1, 1]), axis=-1).reshape(-1, 3)
    half = np.array([(max(t.half[:2]), max(t.half[:2]), t.half[2]) for t in things])
    corners = np.array([t.middle for t in things])[:, None] + half[:, None] * signs
    if camera.view(corners)[..., 2].min() < 0.3:
        return True
    pixels = camera.project(corners).reshape(-1, 2)
    x, y = camera.project(point)
    return bool(pixels[:, 0].min() < x < pixels[:, 0].max() and y > pixels[:, 1].min())
