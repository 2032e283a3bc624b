"""What the counter sees: how far every moment is from the moments before it.

A repetition is a way out and back, whatever the exercise. So a frame is described by its
distances from the frames of the last eight seconds (a row of the self-similarity that
RepNet counts by: Dwibedi et al. 2020), in directions of limbs, in latents and in height,
and beside them by the directions themselves and by the way the body travels.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.directions import N_DIRECTIONS
from coach.skeleton import INDEX
from coach.types import FloatArray

LAGS: Final[NDArray[np.intp]] = np.array(
    [*range(1, 16), *range(17, 46, 2), *range(49, 122, 4)], dtype=np.intp
)
"""Frames back to the moments that a frame is compared with, eight seconds at most."""
MEMORY: Final = int(LAGS[-1])
"""Frames that have to be kept."""
TREMBLE: Final = 0.15
"""Distance of directions that an estimator's errors make."""
FARTHEST: Final = 1.0
"""Metres of height beyond which a difference says no more."""
STEPS: Final = (1, 5)
"""Frames over which the way of the body is told."""
N_TURNS: Final = 3 * N_DIRECTIONS
N_PLACE: Final = 3
N_RAW: Final = N_TURNS + len(STEPS) * N_PLACE + 1
"""Values of a row after the distances: what is not the same for every exercise."""
N_ROW: Final = 4 * len(LAGS) + N_RAW
_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
_BATCH: Final = 512


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


def rows_of(frames: FloatArray, past: FloatArray | None = None) -> FloatArray:
    """A row of distances from earlier moments for every frame.

    Args:
        frames: (T, S + 1) of ``carried_on``.
        past: (MEMORY, S + 1) frames before them; None: they were like the first frame.

    Returns:
        (T, N_ROW).
    """
    if not len(frames):
        return np.zeros((0, N_ROW), np.float32)
    if past is None:
        past = np.repeat(frames[:1], MEMORY, axis=0)
    known = np.concatenate([past, frames])
    parts = [
        _compared(known, np.arange(start, min(start + _BATCH, len(known))))
        for start in range(MEMORY, len(known), _BATCH)
    ]
    return np.concatenate(parts)


def _compared(known: FloatArray, at: NDArray[np.intp]) -> FloatArray:
    now = known[at]
    ago = now[:, None] - known[at[:, None] - LAGS]
    turned = np.sqrt(np.einsum("tls,tls->tl", *[ago[..., :N_TURNS]] * 2) / N_DIRECTIONS)
    latents = ago[..., N_TURNS + N_PLACE : -1]
    other = np.sqrt(np.einsum("tls,tls->tl", latents, latents))
    higher = np.clip(ago[..., N_TURNS + 1], -FARTHEST, FARTHEST)
    share = turned / (turned.max(axis=1, keepdims=True) + TREMBLE)
    places = slice(N_TURNS, N_TURNS + N_PLACE)
    moved = [np.clip(now[:, places] - known[at - step, places], -1, 1) for step in STEPS]
    row = [turned, 0.5 * other, 3 * higher, share, now[:, :N_TURNS], *(5 * m for m in moved)]
    return np.concatenate([*row, now[:, -1:]], axis=1).astype(np.float32)
