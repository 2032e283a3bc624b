"""A small square picture of a person, made of any picture file."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from coach.errors import FileMissing, FileUnreadable, PictureUnreadable

SIDE: Final = 192
"""Width and height of what is kept, pixels."""

LARGEST: Final = 50_000_000
"""Bytes of a picture file that are read."""


def square_picture(path: Path) -> bytes:
    """The middle of a picture, square and small, as PNG.

    Raises:
        FileMissing, FileUnreadable, PictureUnreadable.
    """
    import cv2

    try:
        if path.stat().st_size > LARGEST:
            raise PictureUnreadable(path)
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except FileNotFoundError as error:
        raise FileMissing(path) from error
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    image = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if image is None:
        raise PictureUnreadable(path)
    height, width = image.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    cut = image[top : top + side, left : left + side]
    small = cv2.resize(cut, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return bytes(cv2.imencode(".png", small)[1])
