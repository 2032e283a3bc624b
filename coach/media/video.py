"""Video files by presentation time: facts about them and their pictures (PyAV).

Time 0 is the moment at which a player shows 0: the start of the file's earliest stream,
sound included. Where the sound begins first, the first picture comes later than 0; where
all streams begin at 5 s, the first picture comes at 0. ``QVideoFrame.startTime()`` counts
from the same moment (measured with mp4, ts, avi, mkv and webm; in the last two Qt's times
are later by the encoder delay of the sound, 7 to 21 ms).
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from coach.errors import FileMissing, FileUnreadable, VideoUnreadable
from coach.media.container import (
    AV_TROUBLE,
    offset_of,
    opened,
    pictures_from,
    rate_of,
    timed_pictures,
    upright,
)
from coach.media.drive import touch
from coach.types import Frame

_SLOT_TOLERANCE: Final = 0.05
"""Part of a slot that a picture may come early: milliseconds are rounded in webm."""

_EARLIEST_YEAR: Final = 1980

_HASH_WHOLE_BYTES: Final = 64 << 20
_HASH_SAMPLES: Final = 64
_HASH_SAMPLE_BYTES: Final = 256 << 10


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named stretch of a video, as its file tells.

    Attributes:
        title: "" where the file gives none.
        start, end: seconds on the file's timeline.
    """

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """Facts about a video file.

    Attributes:
        path: the file.
        width, height: of the upright picture with square pixels.
        fps: mean frames a second, as told by the file; variable rates vary about it.
        duration: seconds from time 0 to the end, as told by the file.
        rotation: degrees by which the stored picture is turned counter-clockwise to be
            upright: 0, 90, 180 or 270.
        start_time: time of the first picture, seconds (module docstring).
        has_audio: whether there is sound.
        codec: name of the picture's codec ("h264").
        chapters: in the order of the file.
    """

    path: Path
    width: int
    height: int
    fps: float
    duration: float
    rotation: int
    start_time: float
    has_audio: bool
    codec: str
    chapters: tuple[Chapter, ...]


def probe(path: Path) -> VideoInfo:
    """Facts about a video; its first picture is decoded, so a video that passes can play.

    Raises:
        DriveSilent, FileMissing, FileUnreadable, VideoEmpty, VideoHasNoPicture,
        VideoUnreadable.
    """
    path = Path(path)
    with opened(path) as (container, stream):
        offset = offset_of(container)
        time, first = next(timed_pictures(path, container, stream))
        width, height, turns = upright(stream, first, None)
        return VideoInfo(
            path=path,
            width=height if turns % 2 else width,
            height=width if turns % 2 else height,
            fps=rate_of(stream),
            duration=_duration(container, stream),
            rotation=90 * turns,
            start_time=time,
            has_audio=bool(container.streams.audio),
            codec=stream.codec.canonical_name,
            chapters=tuple(_chapters(container, offset)),
        )


def recorded_at(path: Path) -> datetime | None:
    """When a video was recorded, in UTC, as its file tells; None where it does not.

    Raises:
        DriveSilent, FileMissing, FileUnreadable, VideoEmpty, VideoHasNoPicture,
        VideoUnreadable.
    """
    with opened(Path(path)) as (container, _):
        told = container.metadata.get("creation_time", "")
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return None
    # Cameras whose clock was never set tell the first day that they can.
    known = moment.tzinfo is not None and moment.year >= _EARLIEST_YEAR
    return moment.astimezone(UTC) if known else None


def read_frames(
    path: Path,
    *,
    start: float = 0.0,
    rate: float | None = None,
    max_height: int | None = None,
) -> Iterator[Frame]:
    """The pictures of a video, upright, in the order of their presentation time.

    Errors come with the first picture. A file that breaks off later ends early.

    Args:
        path: the video.
        start: pictures before this time (seconds, module docstring) are left out.
        rate: at most so many pictures a second: time is cut into slots of ``1 / rate``
            and the first picture of each is given. None or infinity gives every picture.
        max_height: higher pictures are scaled down to this height, in pixels.

    Yields:
        Frames whose times grow strictly; ``index`` counts the frames given.

    Raises:
        DriveSilent, FileMissing, FileUnreadable, VideoEmpty, VideoHasNoPicture,
        VideoUnreadable.
    """
    path = Path(path)
    limit = rate if rate and math.isfinite(rate) else None
    index, last_slot = 0, -math.inf
    for stream, time, picture in pictures_from(path, start):
        slot = math.floor(time * limit + _SLOT_TOLERANCE) if limit else math.inf
        if time < start or (limit and slot <= last_slot):
            continue
        last_slot = slot
        try:
            image = _image(stream, picture, max_height)
        except AV_TROUBLE as error:
            raise VideoUnreadable(Path(path), str(error)) from error
        yield Frame(image, time, index)
        index += 1


def content_hash(path: Path) -> str:
    """A name for the content of a file: 32 hexadecimal digits (BLAKE2b, 16 bytes).

    Up to 64 MiB the whole file counts. Of larger ones, the size and 64 stretches of
    256 KiB, evenly spaced from the first byte to the last, so that hours of video cost
    no more than a short clip. Two recordings that differ only between these stretches
    and have the same size to the byte would be taken for one.

    Raises:
        DriveSilent, FileMissing, FileUnreadable.
    """
    path = Path(path)
    touch(path)
    if not path.is_file():
        raise FileMissing(path)
    digest = hashlib.blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            digest.update(size.to_bytes(8, "little"))
            if size <= _HASH_WHOLE_BYTES:
                while block := file.read(1 << 20):
                    digest.update(block)
            else:
                for i in range(_HASH_SAMPLES):
                    file.seek((size - _HASH_SAMPLE_BYTES) * i // (_HASH_SAMPLES - 1))
                    digest.update(file.read(_HASH_SAMPLE_BYTES))
    except OSError as error:
        raise FileUnreadable(path, str(error)) from error
    return digest.hexdigest()


def _duration(container: InputContainer, stream: VideoStream) -> float:
    """Seconds to the end; recordings of browsers do not tell and are read through."""
    if container.duration and container.duration > 0:
        return container.duration / 1e6
    end, base = 0, stream.time_base or Fraction(1, 1)
    try:
        for packet in container.demux(stream):
            if packet.pts is not None:
                end = max(end, packet.pts + (packet.duration or 0))
    except AV_TROUBLE:
        pass  # broken off: what was found so far is the length
    return max(0.0, float(end * base) - offset_of(container))


def _chapters(container: InputContainer, offset: float) -> Iterator[Chapter]:
    for chapter in container.chapters():
        base = chapter["time_base"] or Fraction(1, 1_000_000)
        start, end = (float(chapter[side] * base) - offset for side in ("start", "end"))
        yield Chapter(chapter["metadata"].get("title", ""), start, end)


def _image(stream: VideoStream, picture: VideoFrame, max_height: int | None) -> NDArray[np.uint8]:
    width, height, turns = upright(stream, picture, max_height)
    stored = picture.to_ndarray(
        format="rgb24", width=width, height=height, interpolation="AREA", threads=1
    )
    image: NDArray[np.uint8] = np.ascontiguousarray(np.rot90(stored, turns), dtype=np.uint8)
    return image
