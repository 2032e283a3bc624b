"""Pictures brought to the size in which they are seen, off the interface's thread.

Painting a picture at another size costs the interface 4 ms at 500 pixels width and 20 at
1900; one that is ready costs it 0.1 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage

from ui.kit.newest_work import NewestWork

_RGB: Final = 3
"""Bytes a pixel of a picture that is not yet as the screen has it."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A picture that is to be shown.

    Attributes:
        image: the picture; size: device pixels; mirrored: left and right exchanged.
        note: whatever belongs to the picture; pixels: the memory of ``image``, where that
            does not hold it itself.
        turn: number among the pictures of a view, growing.
    """

    image: QImage
    size: QSize
    mirrored: bool
    note: Any = None
    pixels: NDArray[np.uint8] | None = None
    turn: int = 0

    def is_like(self, other: Wanted) -> bool:
        """Whether the same comes of both."""
        return self.image is other.image and (self.size, self.mirrored) == (
            other.size,
            other.mirrored,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """The picture of a ``Wanted`` as it is blitted, and its memory."""

    wanted: Wanted
    image: QImage
    pixels: NDArray[np.uint8]


class Scaler(NewestWork):
    """Brings the newest ``Wanted`` to size.

    Signals:
        done: Ready, on the interface's thread.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(scaled, "scaler", parent)


def scaled(wanted: Wanted) -> Ready:
    """The picture in its size."""
    from coach.media.opencv import cv2, resized

    image = wanted.image
    if image.format() != QImage.Format.Format_RGB888:
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    source = _pixels(image)
    size = wanted.size.width(), wanted.size.height()
    sized: NDArray[Any] = resized(source, size)
    if sized.shape[2] == _RGB:
        sized = cv2.cvtColor(sized, cv2.COLOR_RGB2BGRA)
    if wanted.mirrored:
        sized = cv2.flip(sized, 1)
    made = QImage(sized.data, *size, 4 * size[0], QImage.Format.Format_RGB32)
    return Ready(wanted, made, sized)


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """(H, W, 3 or 4) over the memory of a picture."""
    stride, depth = image.bytesPerLine(), image.depth() // 8
    flat = np.frombuffer(image.constBits(), np.uint8, count=stride * image.height())
    rows = flat.reshape(image.height(), stride)[:, : image.width() * depth]
    return rows.reshape(image.height(), image.width(), depth)
