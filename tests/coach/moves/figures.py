"""Simple people whose movement is exact: camera axes, metres."""

import numpy as np

from coach.tracks import RATE
from coach.types import PoseTrack

STANDING = np.array(
    [
        (0.0, -0.65, -0.1), (0.03, -0.68, -0.08), (-0.03, -0.68, -0.08), (0.07, -0.66, 0.0),
        (-0.07, -0.66, 0.0), (0.17, -0.5, 0.0), (-0.17, -0.5, 0.0), (0.2, -0.22, 0.0),
        (-0.2, -0.22, 0.0), (0.2, 0.03, 0.0), (-0.2, 0.03, 0.0), (0.1, 0.0, 0.0),
        (-0.1, 0.0, 0.0), (0.1, 0.42, 0.0), (-0.1, 0.42, 0.0), (0.1, 0.82, 0.0),
        (-0.1, 0.82, 0.0),
    ],
    np.float32,
)  # fmt: skip
"""(17, 3) somebody who faces the camera, about the hips."""


def squatting(seconds: float, period: float, depth: float = 1.0) -> np.ndarray:
    """(T, 17, 3) at RATE: knees go forward and shins lean, again and again."""
    phase = 2 * np.pi * np.arange(round(seconds * RATE)) / (period * RATE)
    share = depth * (1 - np.cos(phase)) / 2
    world = np.repeat(STANDING[None], len(phase), axis=0)
    bend = 1.4 * share
    for side in (0, 1):
        knee, ankle, wrist = world[:, 13 + side], world[:, 15 + side], world[:, 9 + side]
        knee[:, 1], knee[:, 2] = 0.42 * np.cos(bend), -0.42 * np.sin(bend)
        ankle[:, 1] = knee[:, 1] + 0.4 * np.cos(bend / 2)
        ankle[:, 2] = knee[:, 2] + 0.4 * np.sin(bend / 2)
        wrist[:, 1], wrist[:, 2] = 0.03 - 0.5 * share, -0.25 * share
    return world.astype(np.float32)


def turned(world: np.ndarray, degrees: float) -> np.ndarray:
    """World points about the camera's vertical."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], np.float32)
    return (world @ turn.T).astype(np.float32)


def track_of(world: np.ndarray, rate: float = RATE) -> PoseTrack:
    """A track of world points (T, 17, 3) without a picture."""
    n = len(world)
    seen = np.isfinite(world).all(axis=2)
    points = np.where(seen[..., None], 300.0 + 200.0 * world[..., :2], np.nan)
    return PoseTrack(np.arange(n) / rate, points, seen.astype(np.float32), world, (640, 480), rate)
