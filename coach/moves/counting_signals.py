"""What the counter sees of a frame: directions and places of limbs, where the body is, latents.

Directions of limbs, in the person's own axes, tell every movement, but carry all of an estimator's
errors; where joints are across the line of sight (``coach.sight``) carries less than half of them,
and tells most movements too.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.directions import N_DIRECTIONS
from coach.sight import pixels_a_metre, sighted
from coach.skeleton import INDEX
from coach.types import FloatArray

N_TURNS: Final = 3 * N_DIRECTIONS
N_PLACE: Final = 3
_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
_SHOWN: Final = [
    INDEX[f"{side}_{part}"]
    for part in ("shoulder", "elbow", "wrist", "knee", "ankle")
    for side in ("left", "right")
]
N_SHOWN: Final = 2 * len(_SHOWN)
PLACE: Final = slice(N_TURNS, N_TURNS + N_PLACE)
SHOWN: Final = slice(PLACE.stop, PLACE.stop + N_SHOWN)
LATENTS: Final = slice(SHOWN.stop, None)
"""Columns of signals: where the hips are, where joints are across the line of sight, latents."""


def signals_of(
    turns: FloatArray, world: FloatArray, points: FloatArray, latents: FloatArray
) -> FloatArray:
    """What is compared of frames, side by side: (T, 27 + 3 + 20 + K); NaN where nobody is seen.

    Args:
        turns: (T, 9, 3) of ``coach.directions``.
        world: (T, 17, 3) metres. points: (T, 17, 2) pixels. latents: (T, K).
    """
    count = len(turns)
    pixels = pixels_a_metre(world, points)
    shown = sighted(world, points, pixels)[:, _SHOWN, :2].reshape(count, N_SHOWN)
    parts = (turns.reshape(count, N_TURNS), place_of(points, pixels), shown, latents)
    return np.concatenate(parts, axis=1).astype(np.float32)


def mirrored_shown(shown: FloatArray) -> FloatArray:
    """Joints (T, N_SHOWN) of the mirror image, left and right exchanged."""
    pairs = shown.reshape(len(shown), N_SHOWN // 4, 2, 2)[:, :, ::-1]
    flipped: FloatArray = (pairs * np.array([-1, 1], np.float32)).reshape(shown.shape)
    return flipped


def place_of(points: FloatArray, pixels: NDArray[np.floating]) -> FloatArray:
    """(T, 3) where the hips are, by the number of pixels that make a metre of this person.

    Metres to the right, metres down, logarithm of the distance; NaN where not known.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        place = points[:, _HIPS].mean(axis=1) / pixels[:, None]
        return np.concatenate([place, -np.log(pixels)[:, None]], axis=1).astype(np.float32)


def carried_on(signals: FloatArray, before: FloatArray | None = None) -> FloatArray:
    """The signals with what is not known as it last was, and a last column: 1 where seen.

    Args:
        signals: (T, S). before: (S,) the frame before them; a limb that was never known hangs,
            as those do that an exercise does not need, all else that was never known is 0.
    """
    first = _hanging(signals.shape[1]) if before is None else before
    known = np.isfinite(signals)
    if before is None and len(signals):
        first = np.where(known.any(axis=0), _first_known(signals, known), first)
    held = np.concatenate([first[None], signals])
    at = np.where(np.concatenate([np.ones((1, len(first)), bool), known]),
                  np.arange(len(held))[:, None], 0)  # fmt: skip
    filled = np.take_along_axis(held, np.maximum.accumulate(at, axis=0), axis=0)[1:]
    seen = known[:, :N_TURNS].any(axis=1, keepdims=True)
    return np.concatenate([filled, seen], axis=1).astype(np.float32)


def _hanging(size: int) -> FloatArray:
    """(S,) of somebody who stands with hanging limbs."""
    rest = np.zeros(size, np.float32)
    rest[1:N_TURNS:3] = -1.0  # of every limb away from the head,
    rest[N_TURNS - 2] = 1.0  # and of the upright towards it
    return rest


def _first_known(signals: FloatArray, known: NDArray[np.bool_]) -> FloatArray:
    first: FloatArray = signals[known.argmax(axis=0), np.arange(signals.shape[1])]
    return first
