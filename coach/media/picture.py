"""What a device gives, made into the pictures that everything else works with."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.media.opencv import cv2, resized

Image = NDArray[np.uint8]

HEIGHT: Final = 480
"""Pixels that a device is asked for, and to which higher pictures are scaled down."""
SMALLEST: Final = 32
"""Pixels of width and height below which something is no picture of a camera."""
BLACK: Final = 5.0
"""Mean brightness, 0..255, below which a picture shows nothing: the estimator loses everybody
already at 10 (see ``coach.session.readiness.DARK``)."""
TURNS: Final = (0, 90, 180, 270)
"""Degrees clockwise by which a picture may be turned."""

_TURNED: Final = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}
_TO_RGB: Final = {1: cv2.COLOR_GRAY2RGB, 3: cv2.COLOR_BGR2RGB, 4: cv2.COLOR_BGRA2RGB}
"""By number of channels."""


def clean(raw: Any, turn: int) -> Image | None:
    """An RGB picture of a sensible size, None where what a driver gave is none.

    Args:
        raw: (H, W) grey, (H, W, 3) BGR or (H, W, 4) BGRA of bytes; anything else is no picture.
        turn: degrees clockwise, one of ``TURNS``.

    Returns:
        (H', W', 3).
    """
    if not isinstance(raw, np.ndarray) or raw.dtype != np.uint8 or raw.ndim not in (2, 3):
        return None
    height, width = raw.shape[:2]
    colors = 1 if raw.ndim == 2 else raw.shape[2]
    if min(height, width) < SMALLEST or colors not in _TO_RGB:
        return None
    if height > HEIGHT:  # before anything else: a picture of 4K has 25 MB
        size = (max(SMALLEST, round(width * HEIGHT / height)), HEIGHT)
        raw = resized(raw, size)
    if turn:
        raw = cv2.rotate(raw, _TURNED[turn])
    return np.asarray(cv2.cvtColor(raw, _TO_RGB[colors]), dtype=np.uint8)


def fitted(image: Image, size: tuple[int, int]) -> Image:
    """The whole picture within another size, with black beside it where the shape differs.

    A device may change the size of its pictures, or come back with another one; places in
    them are compared over a whole session, so what is handed on never changes its size.

    Args:
        image: (H, W, 3).
        size: width and height, pixels.
    """
    height, width = image.shape[:2]
    if (width, height) == size:
        return image
    scale = min(size[0] / width, size[1] / height)
    inner = max(1, round(width * scale)), max(1, round(height * scale))
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    whole = np.zeros((size[1], size[0], 3), np.uint8)
    whole[top : top + inner[1], left : left + inner[0]] = resized(image, inner)
    return whole


def is_black(image: Image) -> bool:
    """Whether (H, W, 3) shows nothing at all; some of its pixels are looked at."""
    return float(image[::8, ::8].mean()) < BLACK
