"""A small picture of a video, for lists."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from coach.errors import DataUnwritable
from coach.media.opencv import cv2, resized
from coach.media.video import read_frames
from coach.paths import make_private, whole_file

SIZE: Final = (480, 270)
"""Width and height, pixels."""

_QUALITY: Final = 80
_PLACE: Final = 0.25
"""Part of the video at which the picture is taken: past titles, before the end."""


def write_thumbnail(video: Path, file: Path, duration: float) -> None:
    """Write a JPEG of a picture of the video, cut to 16 : 9.

    Args:
        video: whose picture. file: made whole or not at all, its folder too.
        duration: of the video, seconds; NaN takes the first picture.

    Raises:
        DataUnwritable, and the errors of ``read_frames``.
    """
    start = _PLACE * duration if duration == duration else 0.0
    frame = next(iter(read_frames(video, start=start, max_height=2 * SIZE[1])), None)
    if frame is None:
        frame = next(iter(read_frames(video, max_height=2 * SIZE[1])))
    height, width = frame.image.shape[:2]
    wide = min(width, height * SIZE[0] // SIZE[1])
    high = min(height, width * SIZE[1] // SIZE[0])
    left, top = (width - wide) // 2, (height - high) // 2
    cut = frame.image[top : top + high, left : left + wide]
    small = resized(cut, SIZE)
    pixels = cv2.cvtColor(np.ascontiguousarray(small), cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    try:
        make_private(file.parent)
        with whole_file(file) as whole:
            whole.write(data.tobytes())
    except OSError as error:
        raise DataUnwritable(file.parent, str(error)) from error
