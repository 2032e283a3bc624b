"""From a decoded video frame to a picture of about the size that is shown.

A 4K frame costs 16 to 25 ms as it is; its planes are thinned out first, so that the
conversion stays within a few milliseconds.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

_PLANES: Final = {
    QVideoFrameFormat.PixelFormat.Format_YUV420P: ((1, 1), (2, 1), (2, 1)),
    QVideoFrameFormat.PixelFormat.Format_NV12: ((1, 1), (2, 2)),
}
"""Of each plane: by how much it is smaller than the picture, and bytes a sample."""


def image_of(frame: QVideoFrame, shown: QSize) -> QImage:
    """The picture of a frame, upright, about as large as it will be seen.

    Args:
        frame: a valid video frame.
        shown: device pixels into which it will be fitted whole.
    """
    step = _step(frame, shown)
    if step > 1:
        thinner = _thinned(frame, step)
        if thinner is not None:
            return thinner.toImage()
    return frame.toImage()


def _step(frame: QVideoFrame, shown: QSize) -> int:
    """Every how many samples are needed."""
    turned = frame.surfaceFormat().rotation().value in (90, 270)
    want = shown.transposed() if turned else shown
    if want.isEmpty():
        return 1
    spare = max(frame.width() / want.width(), frame.height() / want.height())
    return max(1, int(spare + 0.25))


def _thinned(frame: QVideoFrame, step: int) -> QVideoFrame | None:
    """The frame with every step-th sample of each plane; None for other formats."""
    layout = _PLANES.get(frame.pixelFormat())
    if layout is None or not frame.map(QVideoFrame.MapMode.ReadOnly):
        return None
    try:
        width, height = frame.width() // step // 2 * 2, frame.height() // step // 2 * 2
        old = frame.surfaceFormat()
        made_as = QVideoFrameFormat(QSize(width, height), frame.pixelFormat())
        made_as.setColorSpace(old.colorSpace())
        made_as.setColorRange(old.colorRange())
        made_as.setColorTransfer(old.colorTransfer())
        made_as.setRotation(old.rotation())
        made_as.setMirrored(old.isMirrored())
        made = QVideoFrame(made_as)
        if not made.map(QVideoFrame.MapMode.WriteOnly):
            return None
        for number, (smaller, size) in enumerate(layout):
            source = _plane(frame, number, frame.height() // smaller, size)
            into = _plane(made, number, height // smaller, size)
            rows, columns = height // smaller, width // smaller
            into[:rows, :columns] = source[::step, ::step][:rows, :columns]
        made.unmap()
        return made
    finally:
        frame.unmap()


def _plane(frame: QVideoFrame, number: int, rows: int, size: int) -> NDArray[np.uint8]:
    """(rows, samples, bytes a sample) over the memory of a mapped plane."""
    stride = frame.bytesPerLine(number)
    flat = np.frombuffer(frame.bits(number), dtype=np.uint8, count=rows * stride)
    return flat.reshape(rows, stride // size, size)
