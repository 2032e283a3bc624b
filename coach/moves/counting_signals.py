"""What the counter sees of a frame: directions of limbs, where the body is, and latents."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.directions import N_DIRECTIONS
from coach.skeleton import INDEX
from coach.types import FloatArray

N_TURNS: Final = 3 * N_DIRECTIONS
N_PLACE: Final = 3
_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]


def signals_of(turns: FloatArray, place: FloatArray, latents: FloatArray) -> FloatArray:
    """What is compared of frames, side by side: (T, 27 + 3 + K); NaN where nobody is seen.

    Args:
        turns: (T, 9, 3) of ``coach.directions``. place: (T, 3) of ``place_of``.
        latents: (T, K).
    """
    flat = turns.reshape(len(turns), N_TURNS)
    return np.concatenate([flat, place, latents], axis=1).astype(np.float32)


def place_of(world: FloatArray, points: FloatArray) -> FloatArray:
    """(T, 3) where the hips are, by the number of pixels that make a metre of this person.

    Metres to the right, metres down, logarithm of the distance; NaN where not known.
    """
    known = np.isfinite(world[..., :1] + points[..., :1])
    number = np.maximum(known.sum(axis=1, keepdims=True), 1)
    about = []
    for values in (world[..., :2], points):
        shown = np.where(known, values, 0.0)
        about.append((shown - shown.sum(axis=1, keepdims=True) / number) * known)
    flat, seen = about
    with np.errstate(invalid="ignore", divide="ignore"):
        pixels = np.sum(flat * seen, axis=(1, 2)) / np.sum(flat * flat, axis=(1, 2))
        pixels = np.where(pixels > 0, pixels, np.nan)
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
