"""Posters with a person on them: flat figures as on a gym's wall, to fool who looks for people."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT, WIDTH = 384, 238
_LIMBS = (
    ("hips", "l_knee", 0.060), ("l_knee", "l_foot", 0.045),
    ("hips", "r_knee", 0.060), ("r_knee", "r_foot", 0.045),
    ("chest", "l_elbow", 0.042), ("l_elbow", "l_hand", 0.034),
    ("chest", "r_elbow", 0.042), ("r_elbow", "r_hand", 0.034),
)  # fmt: skip


def random_poster(rng: np.random.Generator) -> NDArray[np.uint8]:
    """(HEIGHT, WIDTH, 3) uint8 sRGB picture of a person in some pose."""
    paper, ink = (rng.integers(150, 250, 3), rng.integers(10, 120, 3))
    sheet = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    fade = np.linspace(0, 1, HEIGHT)[:, None]
    sheet[:] = (paper * (1 - 0.35 * fade * rng.random()))[:, None, :]
    disc = (int(WIDTH * rng.uniform(0.3, 0.7)), int(HEIGHT * rng.uniform(0.3, 0.5)))
    cv2.circle(sheet, disc, int(WIDTH * 0.36), _tone(rng, 90, 230), -1, cv2.LINE_AA)
    _figure(sheet, rng)
    for k in range(int(rng.integers(1, 4))):
        top = HEIGHT - 22 - 16 * k
        right = int(WIDTH * rng.uniform(0.4, 0.9))
        cv2.rectangle(sheet, (18, top), (right, top + 7), tuple(int(c) for c in ink), -1)
    return sheet


def _tone(rng: np.random.Generator, low: int, high: int) -> tuple[int, ...]:
    return tuple(int(c) for c in rng.integers(low, high, 3))


def _pose(rng: np.random.Generator) -> dict[str, NDArray[np.float64]]:
    """Joints of an upright figure, parts of its height from the soles, x to the right."""
    joints = {"hips": np.array([0.0, 0.50]), "chest": np.array([rng.normal(0, 0.02), 0.78])}
    for side, sign in (("l", 1.0), ("r", -1.0)):
        hip, knee = rng.uniform(-5, 35), rng.uniform(0, 50)
        joints[f"{side}_knee"] = joints["hips"] + 0.25 * _down(sign * hip)
        joints[f"{side}_foot"] = joints[f"{side}_knee"] + 0.24 * _down(sign * (hip - knee))
        arm, bend = rng.uniform(10, 170), rng.uniform(-20, 110)
        joints[f"{side}_elbow"] = joints["chest"] + 0.18 * _down(sign * arm) + [sign * 0.05, 0.0]
        joints[f"{side}_hand"] = joints[f"{side}_elbow"] + 0.18 * _down(sign * (arm + bend))
    joints["head"] = joints["chest"] + np.array([rng.normal(0, 0.01), 0.14])
    return joints


def _down(degrees: float) -> NDArray[np.float64]:
    return np.array([np.sin(np.radians(degrees)), -np.cos(np.radians(degrees))])


def _figure(sheet: NDArray[np.uint8], rng: np.random.Generator) -> None:
    tall = HEIGHT * rng.uniform(0.62, 0.78)
    foot = np.array([WIDTH * rng.uniform(0.42, 0.58), HEIGHT * 0.86])
    at = {
        name: tuple(int(v) for v in foot + np.array([p[0], -p[1]]) * tall)
        for name, p in _pose(rng).items()
    }
    skin, shirt, legs, hair = (
        _tone(rng, low, high) for low, high in ((120, 230), (30, 220), (10, 110), (5, 80))
    )
    for start, end, wide in _LIMBS:
        bare = start.endswith("elbow") or (start.endswith("knee") and legs[0] % 2 == 0)
        colour = skin if bare else legs if "knee" in start or "hips" in start else shirt
        cv2.line(sheet, at[start], at[end], colour, max(2, int(wide * tall * 1.6)), cv2.LINE_AA)
    cv2.line(sheet, at["hips"], at["chest"], shirt, int(0.15 * tall), cv2.LINE_AA)
    cv2.line(sheet, at["chest"], at["head"], skin, int(0.05 * tall), cv2.LINE_AA)
    cv2.circle(sheet, at["head"], int(0.062 * tall), skin, -1, cv2.LINE_AA)
    top = (at["head"][0], at["head"][1] - int(0.016 * tall))
    cv2.ellipse(sheet, top, (int(0.066 * tall), int(0.055 * tall)), 0, 180, 360, hair, -1)
    for name in ("l_foot", "r_foot"):
        cv2.circle(sheet, at[name], int(0.032 * tall), hair, -1, cv2.LINE_AA)
    for name in ("l_hand", "r_hand"):
        cv2.circle(sheet, at[name], int(0.026 * tall), skin, -1, cv2.LINE_AA)
