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
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from coach.errors import (
    FileMissing,
    FileUnreadable,
    UserCanFix,
    VideoEmpty,
    VideoHasNoPicture,
    VideoUnreadable,
)
from coach.types import Frame

_AV_TROUBLE: Final = (av.FFmpegError, OSError, ValueError, IndexError, OverflowError, MemoryError)
"""What PyAV raises on broken files; UnicodeDecodeError is a ValueError."""

_NOT_VIDEOS: Final = frozenset({"tty"})
"""Formats in which FFmpeg paints any text file as a picture."""

_DECODER_THREADS: Final = 2
_HIGHEST_FPS: Final = 1000.0
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
        FileMissing, FileUnreadable, VideoEmpty, VideoHasNoPicture, VideoUnreadable.
    """
    path = Path(path)
    with _opened(path) as (container, stream):
        offset = _offset(container)
        time, first = next(_timed(path, container, stream))
        width, height, turns = _upright(stream, first, None)
        return VideoInfo(
            path=path,
            width=height if turns % 2 else width,
            height=width if turns % 2 else height,
            fps=_fps(stream),
            duration=_duration(container, stream),
            rotation=90 * turns,
            start_time=time,
            has_audio=bool(container.streams.audio),
            codec=stream.codec_context.name,
            chapters=tuple(_chapters(container, offset)),
        )


def recorded_at(path: Path) -> datetime | None:
    """When a video was recorded, in UTC, as its file tells; None where it does not.

    Raises:
        FileMissing, FileUnreadable, VideoEmpty, VideoHasNoPicture, VideoUnreadable.
    """
    with _opened(Path(path)) as (container, _):
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
        FileMissing, FileUnreadable, VideoEmpty, VideoHasNoPicture, VideoUnreadable.
    """
    path = Path(path)
    limit = rate if rate and math.isfinite(rate) else None
    index, last_slot = 0, -math.inf
    for stream, time, picture in _pictures_from(path, start):
        slot = math.floor(time * limit + _SLOT_TOLERANCE) if limit else math.inf
        if time < start or (limit and slot <= last_slot):
            continue
        last_slot = slot
        try:
            image = _image(stream, picture, max_height)
        except _AV_TROUBLE as error:
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
        FileMissing, FileUnreadable.
    """
    path = Path(path)
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


@contextmanager
def _opened(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The container and its picture stream, with decoding threads set."""
    if not path.is_file():
        raise FileMissing(path)
    try:
        if path.stat().st_size == 0:
            raise VideoEmpty(path)
        container = av.open(str(path.absolute()), metadata_errors="ignore")
    except PermissionError as error:
        raise FileUnreadable(path, str(error)) from error
    except EOFError as error:
        raise VideoEmpty(path) from error
    except _AV_TROUBLE as error:
        raise VideoUnreadable(path, str(error)) from error
    with container:
        try:
            stream = _picture_stream(path, container)
        except _AV_TROUBLE as error:
            raise VideoUnreadable(path, str(error)) from error
        yield container, stream


def _picture_stream(path: Path, container: InputContainer) -> VideoStream:
    """The stream of pictures; a cover picture of a sound file is none."""
    if container.format.name in _NOT_VIDEOS:
        raise VideoUnreadable(path, "a text file")
    cover = av.stream.Disposition.attached_pic
    streams = [s for s in container.streams.video if not s.disposition & cover]
    if not streams:
        if container.streams.audio or container.streams.video:
            raise VideoHasNoPicture(path)
        raise VideoEmpty(path)
    stream = streams[0]
    if stream.codec_context is None:
        raise VideoUnreadable(path, "no decoder for its picture")
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = min(_DECODER_THREADS, os.cpu_count() or 1)
    return stream


def _pictures_from(path: Path, start: float) -> Iterator[tuple[VideoStream, float, VideoFrame]]:
    """Pictures from one at or before ``start`` on; from the first where seeking goes wrong."""
    if start > 0:
        with _opened(path) as (container, stream):
            found = _sought(path, container, stream, start)
            first = next(found, None)
            if first is not None and first[0] <= start:
                yield stream, *first
                yield from ((stream, *later) for later in found)
                return
    with _opened(path) as (container, stream):
        yield from ((stream, *found) for found in _timed(path, container, stream))


def _sought(
    path: Path, container: InputContainer, stream: VideoStream, start: float
) -> Iterator[tuple[float, VideoFrame]]:
    """Pictures from the key picture before ``start`` on; none where that cannot be found."""
    try:
        container.seek(round((start + _offset(container)) * 1e6), backward=True)
        yield from _timed(path, container, stream)
    except (*_AV_TROUBLE, UserCanFix):
        return


def _timed(
    path: Path, container: InputContainer, stream: VideoStream
) -> Iterator[tuple[float, VideoFrame]]:
    """Pictures with times that grow strictly; at least one."""
    offset, step, last = _offset(container), 1 / _fps(stream), -math.inf
    trouble: Exception | None = None
    for picture in _decoded(container, stream):
        if isinstance(picture, Exception):
            trouble = picture
            continue
        time = _presentation_time(picture, stream)
        time = last + step if time is None and last > -math.inf else (time or 0.0) - offset
        if time <= last:
            continue
        last = time
        yield time, picture
    if last == -math.inf:
        raise VideoUnreadable(path, str(trouble)) if trouble else VideoEmpty(path)


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame | Exception]:
    """Every picture that can be decoded; where one cannot, the reason."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except _AV_TROUBLE as error:
            yield error
            return
        try:
            yield from packet.decode()
        except EOFError:
            return
        except _AV_TROUBLE as error:
            yield error


def _presentation_time(picture: VideoFrame, stream: VideoStream) -> float | None:
    """Seconds on the container's own clock, None where the picture carries no time."""
    ticks = picture.pts if picture.pts is not None else picture.dts
    base = picture.time_base or stream.time_base
    return None if ticks is None or base is None else float(ticks * base)


def _offset(container: InputContainer) -> float:
    """The container's time at which its earliest stream begins, seconds."""
    return (container.start_time or 0) / 1e6


def _fps(stream: VideoStream) -> float:
    """Mean rate as far as the file knows; 30 where it tells nothing sensible."""
    for rate in (stream.average_rate, stream.guessed_rate, stream.base_rate):
        if rate and 0 < rate < _HIGHEST_FPS:
            return float(rate)
    return 30.0


def _duration(container: InputContainer, stream: VideoStream) -> float:
    """Seconds to the end; recordings of browsers do not tell and are read through."""
    if container.duration and container.duration > 0:
        return container.duration / 1e6
    end, base = 0, stream.time_base or Fraction(1, 1)
    try:
        for packet in container.demux(stream):
            if packet.pts is not None:
                end = max(end, packet.pts + (packet.duration or 0))
    except _AV_TROUBLE:
        pass  # broken off: what was found so far is the length
    return max(0.0, float(end * base) - _offset(container))


def _chapters(container: InputContainer, offset: float) -> Iterator[Chapter]:
    for chapter in container.chapters():
        base = chapter["time_base"] or Fraction(1, 1_000_000)
        start, end = (float(chapter[side] * base) - offset for side in ("start", "end"))
        yield Chapter(chapter["metadata"].get("title", ""), start, end)


def _upright(
    stream: VideoStream, picture: VideoFrame, max_height: int | None
) -> tuple[int, int, int]:
    """Size to scale the stored picture to, and quarter turns counter-clockwise after."""
    turns = round(picture.rotation / 90) % 4
    ratio = stream.sample_aspect_ratio
    aspect = float(ratio) if ratio and ratio > 0 else 1.0
    width, height = picture.width * max(aspect, 1.0), picture.height / min(aspect, 1.0)
    shown_height = width if turns % 2 else height
    scale = min(1.0, max_height / shown_height) if max_height else 1.0
    return max(1, round(width * scale)), max(1, round(height * scale)), turns


def _image(stream: VideoStream, picture: VideoFrame, max_height: int | None) -> NDArray[np.uint8]:
    width, height, turns = _upright(stream, picture, max_height)
    stored = picture.to_ndarray(
        format="rgb24", width=width, height=height, interpolation="AREA", threads=1
    )
    image: NDArray[np.uint8] = np.ascontiguousarray(np.rot90(stored, turns), dtype=np.uint8)
    return image
