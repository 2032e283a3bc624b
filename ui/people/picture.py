"""A small square picture of a person, made of any picture file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from coach.errors import FileMissing, FileUnreadable, PictureUnreadable

SIDE: Final = 192
"""Width and height of what is kept, pixels."""

LARGEST: Final = 50_000_000
"""Bytes of a picture file."""

MOST_PIXELS: Final = 60_000_000
"""Of a picture: more than a camera has, and 240 MB when it is unpacked."""

FORMATS: Final = frozenset({b"png", b"jpeg", b"webp", b"bmp", b"gif", b"tiff"})
"""Pictures of points alone; others are programs that draw."""


def square_picture(path: Path) -> bytes:
    """The middle of a picture, square and small, as PNG.

    Raises:
        FileMissing, FileUnreadable, PictureUnreadable.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError as error:
        raise FileMissing(path) from error
    except OSError as error:
        raise FileUnreadable(path, error.strerror or str(error)) from error
    image = _unpacked(path) if size <= LARGEST else None
    if image is None:
        raise PictureUnreadable(path)
    side = min(image.width(), image.height())
    middle = QRect((image.width() - side) // 2, (image.height() - side) // 2, side, side)
    small = image.copy(middle).scaled(SIDE, SIDE, mode=Qt.TransformationMode.SmoothTransformation)
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(kept, QByteArray(b"png")).write(small)
    return bytes(kept.data().data())


def _unpacked(path: Path) -> QImage | None:
    """The picture, upright; None where it is none or far too large."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in FORMATS:
        return None
    size = reader.size()  # told by its head
    if size.width() * size.height() > MOST_PIXELS:
        return None
    image = reader.read()
    return None if image.isNull() else image
