"""From where a body is seen, in words: front, 45, side or back; standing or on the floor."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from models.training.studio.truth import body_frame

VIEWS: Final = ("front", "45", "side", "back")
EDGES: Final = (22.5, 67.5, 112.5)
"""Degrees between them."""
POSTURES: Final = ("floor", "standing")
UPRIGHT: Final = 0.6
"""Cosine between the trunk and the vertical above which somebody stands (or sits)."""


def seen_from(
    world: NDArray[Any], up: NDArray[Any], view: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places in VIEWS and POSTURES, (...,) each.

    What counts is the angle on the floor between the way to the camera and the way the chest
    faces; of somebody on the floor, the way the head points ("front": the head is nearest).

    Args:
        world: (..., 17, 3) metres, any right-handed axes.
        up: (..., 3) against gravity. view: (..., 3) from the body to the lens; same axes.
    """
    frame = body_frame(world.astype(np.float64))
    up = np.broadcast_to(up, (*world.shape[:-2], 3)).astype(np.float64)
    upright = np.sum(frame[..., 1, :] * up, axis=-1) > UPRIGHT
    ahead = np.where(upright[..., None], frame[..., 2, :], frame[..., 1, :])
    ahead, view = (v - np.sum(v * up, axis=-1, keepdims=True) * up for v in (ahead, view))
    length = np.linalg.norm(ahead, axis=-1) * np.linalg.norm(view, axis=-1)
    cosine = np.sum(ahead * view, axis=-1) / np.maximum(length, 1e-9)
    angle = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    return np.digitize(angle, EDGES), upright.astype(np.int64)
