"""Pieces of furniture as things, each against a wall at y = 0 with its front to -y."""

from __future__ import annotations

import numpy as np

from models.training.studio.things import (
    BALL,
    BOOKS,
    CARPET,
    CLOTH,
    CYLINDER,
    LAMP,
    LEAF,
    PICTURE,
    PLAIN,
    POSTER,
    WINDOW,
    WOOD,
    Colour,
    Role,
    Thing,
    placed,
)

BLACK: Colour = (0.03, 0.03, 0.03)
WHITE: Colour = (0.78, 0.77, 0.74)
STEEL: Colour = (0.30, 0.31, 0.33)
PAPER: Colour = (0.55, 0.38, 0.22)


def _legs(half_x: float, half_y: float, height: float, colour: Colour) -> list[Thing]:
    return [
        Thing((sx * half_x, sy * half_y, height / 2), (0.022, 0.022, height / 2), colour)
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]


def window(
    half_x: float,
    half_z: float,
    z: float,
    bright: float = 1.25,
    tint: Colour = (1.0, 1.0, 1.0),
    frame: Colour = (0.80, 0.80, 0.78),
) -> list[Thing]:
    """A window with a sill; ``bright``: of the world outside."""
    return [
        Thing((0, -0.004, z), (half_x, 0.006, half_z), tint, WINDOW, second=(bright, 0, 0)),
        Thing((-half_x, -0.014, z), (0.035, 0.035, half_z + 0.035), frame),
        Thing((half_x, -0.014, z), (0.035, 0.035, half_z + 0.035), frame),
        Thing((0, -0.014, z), (0.022, 0.028, half_z), frame),
        Thing((0, -0.014, z + half_z), (half_x, 0.035, 0.035), frame),
        Thing((0, -0.014, z + 0.15 * half_z), (half_x, 0.025, 0.018), frame),
        Thing((0, -0.074, z - half_z), (half_x + 0.10, 0.10, 0.025), frame),
    ]  # fmt: skip


def curtain(colour: Colour, folds: int = 5, top: float = 2.52) -> list[Thing]:
    """A curtain beside a window, from its left edge to the right."""
    half = top / 2 - 0.04
    return [
        Thing((0.055 * i, -0.10 + 0.02 * (i % 2), half + 0.08), (0.034, 0.030, half), colour,
              CLOTH, CYLINDER)
        for i in range(folds)
    ]  # fmt: skip


def sofa(colour: Colour, cushion: Colour, wide: float = 0.80) -> list[Thing]:
    """A sofa for two or three."""
    half = wide / 2 - 0.015
    pieces = [
        Thing((0, -0.43, 0.24), (wide, 0.38, 0.12), colour, CLOTH),
        Thing((0, -0.11, 0.52), (wide, 0.10, 0.30), colour, CLOTH),
        Thing((-wide - 0.06, -0.43, 0.36), (0.10, 0.42, 0.24), colour, CLOTH),
        Thing((wide + 0.06, -0.43, 0.36), (0.10, 0.42, 0.24), colour, CLOTH),
        Thing((-half - 0.015, -0.47, 0.40), (half, 0.36, 0.055), colour, CLOTH),
        Thing((half + 0.015, -0.47, 0.40), (half, 0.36, 0.055), colour, CLOTH),
        Thing((-wide + 0.3, -0.29, 0.60), (0.20, 0.11, 0.17), cushion, CLOTH, BALL, 12),
        Thing((wide - 0.24, -0.29, 0.59), (0.19, 0.10, 0.16), (0.62, 0.60, 0.54), CLOTH, BALL, -9),
    ]
    return pieces + placed(_legs(wide + 0.05, 0.36, 0.12, (0.05, 0.035, 0.025)), 0, -0.43)


def plant(seed: int, tall: float = 1.0) -> list[Thing]:
    """A plant in a pot."""
    rng = np.random.default_rng(seed)
    pots: list[Colour] = [(0.62, 0.58, 0.52), (0.42, 0.16, 0.08), (0.08, 0.09, 0.10), WHITE]
    things = [
        Thing((0, -0.3, 0.17), (0.16, 0.16, 0.17), pots[seed % 4 if seed > 9 else 0], PLAIN,
              CYLINDER),
        Thing((0, -0.3, 0.335), (0.145, 0.145, 0.01), (0.03, 0.02, 0.012), PLAIN, CYLINDER),
        Thing((0, -0.3, 0.32 + 0.30 * tall), (0.012, 0.012, 0.30 * tall), (0.10, 0.07, 0.03), PLAIN,
              CYLINDER),
    ]  # fmt: skip
    for i in range(13):
        turn = i * 137.5
        out = 0.10 + 0.12 * rng.random()
        up = 0.60 * tall + 0.055 * i * tall
        dx, dy = np.cos(np.radians(turn)) * out, np.sin(np.radians(turn)) * out
        green = (0.05 + 0.04 * rng.random(), 0.20 + 0.10 * rng.random(), 0.06)
        things.append(
            Thing((dx, dy - 0.3, up), (0.15, 0.055, 0.045 + 0.05 * rng.random()), green, LEAF,
                  BALL, turn)
        )  # fmt: skip
    return things


def shelf(z: float, wood: Colour, seed: int) -> list[Thing]:
    """A board on the wall with books and a vase."""
    rng = np.random.default_rng(seed)
    things = [Thing((0, -0.12, z), (0.48, 0.12, 0.016), wood, WOOD)]
    at = -0.44
    colours: list[Colour] = [
        (0.42, 0.10, 0.07), (0.08, 0.18, 0.32), (0.62, 0.52, 0.30), (0.10, 0.26, 0.20),
        (0.70, 0.68, 0.62), (0.30, 0.16, 0.26),
    ]  # fmt: skip
    for i in range(9):
        thick, tall = 0.013 + 0.012 * rng.random(), 0.09 + 0.045 * rng.random()
        at += thick
        things.append(Thing((at, -0.11, z + 0.016 + tall), (thick, 0.08, tall), colours[i % 6]))
        at += thick + 0.002
    vase: Colour = (0.55, 0.30, 0.18)
    things.append(Thing((0.20, -0.12, z + 0.10), (0.06, 0.06, 0.085), vase, PLAIN, BALL))
    return things


def picture(
    z: float,
    half_x: float,
    half_z: float,
    frame: Colour,
    sun: Colour = (0.80, 0.30, 0.12),
    hills: Colour = (0.10, 0.24, 0.28),
    seed: float = 0.0,
) -> list[Thing]:
    """A framed picture of hills."""
    return [
        Thing((0, -0.008, z), (half_x + 0.022, 0.014, half_z + 0.022), frame, WOOD),
        Thing((0, -0.018, z), (half_x, 0.008, half_z), hills, PICTURE, second=sun, pattern=seed),
    ]  # fmt: skip


def poster(z: float, half_z: float, wide: float = 0.62) -> list[Thing]:
    """A sheet of paper that shows the room's poster; ``wide``: of its height."""
    return [
        Thing((0, -0.004, z), (wide * half_z, 0.004, half_z), WHITE, POSTER, role=Role.FLAT),
    ]


def floor_lamp(bright: float = 0.8) -> list[Thing]:
    """A lamp with a shade on a pole."""
    shade: Colour = (0.95, 0.82, 0.60)
    return [
        Thing((0, -0.35, 0.012), (0.14, 0.14, 0.012), (0.05, 0.05, 0.05), PLAIN, CYLINDER),
        Thing((0, -0.35, 0.72), (0.011, 0.011, 0.72), (0.06, 0.06, 0.06), PLAIN, CYLINDER),
        Thing((0, -0.35, 1.52), (0.17, 0.17, 0.14), shade, LAMP, CYLINDER, second=(bright, 0, 0)),
    ]


def cupboard(
    half_x: float, high: float, colour: Colour, material: int = WOOD, deep: float = 0.20
) -> list[Thing]:
    """A cupboard with two doors."""
    dark: Colour = (colour[0] * 0.5, colour[1] * 0.5, colour[2] * 0.5)
    z = high / 2
    return [
        Thing((0, -deep, z), (half_x, deep, z), colour, material),
        Thing((0, -2 * deep - 0.002, z), (0.004, 0.004, z - 0.05), dark),
        Thing((-0.05, -2 * deep - 0.012, z), (0.008, 0.012, 0.06), STEEL),
        Thing((0.05, -2 * deep - 0.012, z), (0.008, 0.012, 0.06), STEEL),
    ]  # fmt: skip


def bookcase(
    half_x: float, boards: int, wood: Colour, first: Colour, second: Colour, seed: float
) -> list[Thing]:
    """Shelves full of books."""
    high = 0.36 * boards
    things = [
        Thing((side * half_x, -0.15, high / 2), (0.015, 0.15, high / 2), wood, WOOD)
        for side in (-1, 1)
    ]
    for k in range(boards + 1):
        things.append(Thing((0, -0.15, 0.36 * k + 0.012), (half_x, 0.15, 0.012), wood, WOOD))
    things.append(
        Thing((0, -0.11, high / 2), (half_x - 0.015, 0.11, high / 2), first, BOOKS, second=second,
              pattern=seed)
    )  # fmt: skip
    return things


def bed(cover: Colour, sheet: Colour, wood: Colour) -> list[Thing]:
    """A bed, its head at the wall."""
    return [
        Thing((0, -0.04, 0.50), (0.75, 0.03, 0.50), wood, WOOD),
        Thing((0, -1.02, 0.16), (0.74, 0.98, 0.12), wood, WOOD),
        Thing((0, -1.02, 0.36), (0.72, 0.96, 0.10), sheet, CLOTH),
        Thing((0, -1.25, 0.44), (0.75, 0.76, 0.04), cover, CLOTH),
        Thing((-0.34, -0.30, 0.50), (0.28, 0.17, 0.08), sheet, CLOTH, BALL),
        Thing((0.34, -0.30, 0.50), (0.28, 0.17, 0.08), sheet, CLOTH, BALL),
    ]


def table(half_x: float, half_y: float, high: float, wood: Colour) -> list[Thing]:
    """A table; its far edge at the wall."""
    top = Thing((0, -half_y, high - 0.018), (half_x, half_y, 0.018), wood, WOOD)
    legs = _legs(half_x - 0.05, half_y - 0.05, high - 0.03, wood)
    return [top, *placed(legs, 0, -half_y)]


def desk(wood: Colour, screen: Colour) -> list[Thing]:
    """A desk with a screen and a lamp's worth of clutter."""
    return [
        *table(0.70, 0.34, 0.74, wood),
        Thing((0.0, -0.22, 1.03), (0.31, 0.015, 0.18), BLACK),
        Thing((0.0, -0.237, 1.03), (0.295, 0.004, 0.165), screen),
        Thing((0.0, -0.22, 0.80), (0.03, 0.02, 0.07), BLACK),
        Thing((0.0, -0.22, 0.75), (0.13, 0.09, 0.008), BLACK),
        Thing((-0.48, -0.30, 0.82), (0.10, 0.14, 0.08), PAPER),
        Thing((0.05, -0.50, 0.752), (0.21, 0.07, 0.010), (0.10, 0.10, 0.11)),
        Thing((0.50, -0.25, 0.80), (0.04, 0.04, 0.055), (0.60, 0.15, 0.10), PLAIN, CYLINDER),
    ]


def chair(colour: Colour, wood: Colour) -> list[Thing]:
    """A plain chair that looks into the room."""
    return [
        Thing((0, -0.25, 0.45), (0.21, 0.21, 0.02), colour, CLOTH),
        Thing((0, -0.05, 0.78), (0.20, 0.015, 0.14), colour, CLOTH),
        Thing((-0.18, -0.05, 0.69), (0.016, 0.016, 0.23), wood),
        Thing((0.18, -0.05, 0.69), (0.016, 0.016, 0.23), wood),
        *placed(_legs(0.18, 0.18, 0.44, wood), 0, -0.25),
    ]


def office_chair(colour: Colour) -> list[Thing]:
    """A chair on one foot."""
    return [
        Thing((0, -0.35, 0.03), (0.28, 0.28, 0.03), BLACK, PLAIN, CYLINDER),
        Thing((0, -0.35, 0.24), (0.03, 0.03, 0.20), STEEL, PLAIN, CYLINDER),
        Thing((0, -0.35, 0.47), (0.24, 0.24, 0.045), colour, CLOTH),
        Thing((0, -0.12, 0.82), (0.22, 0.04, 0.26), colour, CLOTH),
    ]


def screen_on_board(wood: Colour, glow: float) -> list[Thing]:
    """A television on a low board."""
    return [
        *cupboard(0.80, 0.45, wood),
        Thing((0, -0.20, 0.86), (0.58, 0.025, 0.34), BLACK),
        Thing((0, -0.228, 0.86), (0.56, 0.004, 0.32), (0.04 + glow, 0.05 + glow, 0.07 + glow)),
        Thing((0, -0.20, 0.48), (0.20, 0.10, 0.02), BLACK),
    ]


def kitchen(wood: Colour, top: Colour) -> list[Thing]:
    """Cabinets, a worktop and cabinets over it."""
    return [
        Thing((0, -0.30, 0.43), (1.3, 0.29, 0.43), wood, WOOD),
        Thing((0, -0.31, 0.88), (1.32, 0.31, 0.022), top),
        Thing((0.2, -0.17, 1.80), (1.1, 0.17, 0.33), wood, WOOD),
        *[Thing((x, -0.592, 0.45), (0.004, 0.004, 0.38), BLACK) for x in (-0.65, 0.0, 0.65)],
        *[Thing((x, -0.342, 1.80), (0.004, 0.004, 0.31), BLACK) for x in (-0.35, 0.2, 0.75)],
        Thing((-0.9, -0.30, 1.02), (0.13, 0.13, 0.12), STEEL, PLAIN, CYLINDER),
        Thing((0.8, -0.30, 0.98), (0.09, 0.09, 0.08), (0.6, 0.2, 0.1), PLAIN, BALL),
    ]


def boxes(seed: int, colour: Colour = PAPER) -> list[Thing]:
    """A heap of cardboard boxes."""
    rng = np.random.default_rng(seed)
    things, top = [], [0.0, 0.0, 0.0]
    for k in range(6):
        column = k % 3
        half = 0.14 + 0.10 * rng.random(3)
        shade = 0.7 + 0.5 * rng.random()
        x = (column - 1) * 0.45
        tone = (colour[0] * shade, colour[1] * shade, colour[2] * shade)
        things.append(
            Thing((x, -0.30, top[column] + half[2]), (half[0], half[1], half[2]), tone, PLAIN,
                  turn=float(rng.uniform(-14, 14)))
        )  # fmt: skip
        top[column] += 2 * half[2]
    return things


def rack(colour: Colour, seed: int) -> list[Thing]:
    """A rack of dumbbells."""
    rng = np.random.default_rng(seed)
    things = [Thing((side * 0.85, -0.22, 0.42), (0.03, 0.20, 0.42), colour) for side in (-1.0, 1.0)]
    for level in (0.30, 0.72):
        things.append(Thing((0, -0.22, level), (0.85, 0.16, 0.02), colour))
        for k in range(6):
            x, r = -0.70 + 0.28 * k, 0.045 + 0.008 * k
            tone = (0.04, 0.04, 0.05) if rng.random() < 0.7 else (0.35, 0.05, 0.05)
            things += [
                Thing((x, -0.12, level + 0.02 + r), (r, 0.05, r), tone, PLAIN, BALL),
                Thing((x, -0.32, level + 0.02 + r), (r, 0.05, r), tone, PLAIN, BALL),
            ]
    return things


def wall_bars(wood: Colour) -> list[Thing]:
    """A ladder on the wall."""
    sides = [Thing((s * 0.45, -0.06, 1.25), (0.025, 0.06, 1.25), wood, WOOD) for s in (-1, 1)]
    bars = [Thing((0, -0.10, 0.25 + 0.22 * k), (0.43, 0.018, 0.018), wood) for k in range(11)]
    return sides + bars


def gym_balls(seed: int) -> list[Thing]:
    """Two or three large balls."""
    rng = np.random.default_rng(seed)
    things = []
    for k in range(3):
        r = float(rng.uniform(0.22, 0.36))
        colour = tuple(float(c) for c in rng.uniform(0.05, 0.6, 3))
        things.append(Thing((0.75 * (k - 1), -0.4, r), (r, r, r), colour[:3], PLAIN, BALL))  # type: ignore[arg-type]
    return things


def bench(colour: Colour) -> list[Thing]:
    """A training bench."""
    return [
        Thing((0, -0.6, 0.44), (0.15, 0.60, 0.04), colour, CLOTH),
        Thing((0, -0.25, 0.20), (0.22, 0.03, 0.20), BLACK),
        Thing((0, -0.95, 0.20), (0.22, 0.03, 0.20), BLACK),
    ]


def metal_shelves(seed: int) -> list[Thing]:
    """Shelves with boxes and cans."""
    rng = np.random.default_rng(seed)
    things = [
        Thing((sx * 0.60, -0.22 + sy * 0.20, 0.95), (0.02, 0.02, 0.95), STEEL)
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]
    for level in (0.15, 0.70, 1.25, 1.80):
        things.append(Thing((0, -0.22, level), (0.60, 0.21, 0.015), STEEL))
        x = -0.52
        while x < 0.45:
            half = 0.05 + 0.10 * rng.random()
            high = 0.06 + 0.13 * rng.random()
            tone = tuple(float(c) for c in rng.uniform(0.03, 0.55, 3))
            shape = CYLINDER if rng.random() < 0.3 else 0
            things.append(
                Thing((x + half, -0.22, level + 0.015 + high), (half, 0.14, high), tone[:3], PLAIN,  # type: ignore[arg-type]
                      shape)
            )  # fmt: skip
            x += 2 * half + 0.03
    return things


def tree(seed: int, tall: float = 1.0) -> list[Thing]:
    """A tree with a round crown."""
    rng = np.random.default_rng(seed)
    trunk: Colour = (0.10, 0.065, 0.04)
    high = 2.2 * tall
    things = [Thing((0, 0, high / 2), (0.13 * tall, 0.13 * tall, high / 2), trunk, PLAIN, CYLINDER)]
    for _ in range(8):
        off = rng.normal(0, 0.55 * tall, 3)
        r = tall * rng.uniform(0.6, 1.1)
        green = (0.05 + 0.05 * rng.random(), 0.15 + 0.12 * rng.random(), 0.03)
        middle = (float(off[0]), float(off[1]), high + 0.4 * tall + 0.7 * float(off[2]))
        things.append(
            Thing(middle, (r, r, 0.75 * r), green, LEAF, BALL, float(rng.uniform(0, 90)),
                  pattern=6.0)
        )  # fmt: skip
    return things


def bush(seed: int) -> list[Thing]:
    """Three round bushes."""
    rng = np.random.default_rng(seed)
    things = []
    for k in range(3):
        r = float(rng.uniform(0.35, 0.7))
        green = (0.04 + 0.04 * rng.random(), 0.14 + 0.10 * rng.random(), 0.03)
        things.append(
            Thing((0.7 * (k - 1), float(rng.uniform(-0.2, 0.2)), 0.6 * r), (r, r, 0.8 * r), green,
                  LEAF, BALL, pattern=3.0)
        )  # fmt: skip
    return things


def park_bench(wood: Colour) -> list[Thing]:
    """A bench of boards."""
    boards = [Thing((0, -0.25 - 0.13 * k, 0.44), (0.8, 0.055, 0.02), wood, WOOD) for k in range(3)]
    back = [Thing((0, -0.15, 0.60 + 0.15 * k), (0.8, 0.02, 0.055), wood, WOOD) for k in range(2)]
    feet = [Thing((s * 0.65, -0.35, 0.21), (0.03, 0.20, 0.21), BLACK) for s in (-1, 1)]
    return boards + back + feet


def rug(half_x: float, half_y: float, colour: Colour, second: Colour) -> list[Thing]:
    """A carpet in the middle of the room."""
    return [
        Thing((0, 0, 0.003), (half_x, half_y, 0.003), colour, CARPET, second=second, pattern=0.14,
              role=Role.FLAT)
    ]  # fmt: skip


def door(colour: Colour) -> list[Thing]:
    """A closed door with its frame."""
    return [
        Thing((0, -0.01, 1.02), (0.47, 0.02, 1.02), WHITE),
        Thing((0, -0.03, 1.0), (0.41, 0.012, 0.99), colour),
        Thing((0.33, -0.06, 1.0), (0.05, 0.02, 0.012), STEEL),
    ]
