"""A media file opened, and its pictures in the order of their presentation time (PyAV).

Time 0 is what ``coach.media.video`` says. Where an error of PyAV is raised, it is ours already.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from coach.errors import (
    FileMissing,
    FileUnreadable,
    UserCanFix,
    VideoEmpty,
    VideoHasNoPicture,
    VideoUnreadable,
)
from coach.media.drive import touch

AV_TROUBLE: Final = (av.FFmpegError, OSError, ValueError, IndexError, OverflowError, MemoryError)
"""What PyAV raises on broken files; UnicodeDecodeError is a ValueError."""

_FORMATS: Final = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,asf,flv,ogg,rm,mxf,nut,dv,gxf,"
    "wtv,gif,apng,ivf,obu,av1,h264,hevc,m4v,vc1,mjpeg,mp3,aac,flac,wav,ac3,eac3,aiff,caf,amr,w64"
)
"""Formats that FFmpeg may read: recordings, and none that name other files or servers (playlists,
descriptions of streams), nor those in which it paints any text file as a picture."""

CONFINED: Final = {"format_whitelist": _FORMATS, "protocol_whitelist": "file"}
"""Options of FFmpeg for every file that is opened."""

_MOST_PIXELS: Final = 40_000_000
"""Of a picture, a little more than 8K: what a decoder keeps of larger ones fills the memory."""

_DECODER_THREADS: Final = 2
_HIGHEST_FPS: Final = 1000.0


@contextmanager
def any_container(path: Path) -> Iterator[InputContainer]:
    """The container of a media file.

    Raises:
        DriveSilent, FileMissing, FileUnreadable, VideoEmpty, VideoUnreadable.
    """
    touch(path)
    if not path.is_file():
        raise FileMissing(path)
    try:
        if path.stat().st_size == 0:
            raise VideoEmpty(path)
        container = av.open(
            str(path.absolute()), metadata_errors="ignore", container_options=CONFINED
        )
    except PermissionError as error:
        raise FileUnreadable(path, str(error)) from error
    except EOFError as error:
        raise VideoEmpty(path) from error
    except AV_TROUBLE as error:
        raise VideoUnreadable(path, str(error)) from error
    with container:
        yield container


@contextmanager
def opened(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The container and its picture stream, with decoding threads set.

    Raises:
        DriveSilent, FileMissing, FileUnreadable, VideoEmpty, VideoHasNoPicture,
        VideoUnreadable.
    """
    with any_container(path) as container:
        try:
            stream = _picture_stream(path, container)
        except AV_TROUBLE as error:
            raise VideoUnreadable(path, str(error)) from error
        yield container, stream


def _picture_stream(path: Path, container: InputContainer) -> VideoStream:
    """The stream of pictures; a cover picture of a sound file is none."""
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
    stream.codec_context.options = {"max_pixels": str(_MOST_PIXELS)}
    stream.codec_context.thread_count = min(_DECODER_THREADS, os.cpu_count() or 1)
    return stream


def pictures_from(path: Path, start: float) -> Iterator[tuple[VideoStream, float, VideoFrame]]:
    """Pictures from one at or before ``start`` on; from the first where seeking goes wrong."""
    if start > 0:
        with opened(path) as (container, stream):
            found = _sought(path, container, stream, start)
            first = next(found, None)
            if first is not None and first[0] <= start:
                yield stream, *first
                yield from ((stream, *later) for later in found)
                return
    with opened(path) as (container, stream):
        yield from ((stream, *found) for found in timed_pictures(path, container, stream))


def _sought(
    path: Path, container: InputContainer, stream: VideoStream, start: float
) -> Iterator[tuple[float, VideoFrame]]:
    """Pictures from the key picture before ``start`` on; none where that cannot be found."""
    try:
        container.seek(round((start + offset_of(container)) * 1e6), backward=True)
        yield from timed_pictures(path, container, stream)
    except (*AV_TROUBLE, UserCanFix):
        return


def timed_pictures(
    path: Path, container: InputContainer, stream: VideoStream
) -> Iterator[tuple[float, VideoFrame]]:
    """Pictures with times that grow strictly; at least one."""
    offset, step, last = offset_of(container), 1 / rate_of(stream), -math.inf
    trouble: Exception | None = None
    for picture in decoded(container, stream):
        if isinstance(picture, Exception):
            trouble = picture
            continue
        time = presentation_time(picture, stream)
        time = last + step if time is None and last > -math.inf else (time or 0.0) - offset
        if time <= last:
            continue
        last = time
        yield time, picture
    if last == -math.inf:
        raise VideoUnreadable(path, str(trouble)) if trouble else VideoEmpty(path)


def decoded(container: InputContainer, stream: VideoStream | AudioStream) -> Iterator[Any]:
    """Every picture, or block of sound, that can be decoded; where one cannot, the reason."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except AV_TROUBLE as error:
            yield error
            return
        try:
            yield from packet.decode()
        except EOFError:
            return
        except AV_TROUBLE as error:
            yield error


def presentation_time(
    frame: VideoFrame | AudioFrame, stream: VideoStream | AudioStream
) -> float | None:
    """Seconds on the container's own clock, None where the frame carries no time."""
    ticks = frame.pts if frame.pts is not None else frame.dts
    base = frame.time_base or stream.time_base
    return None if ticks is None or base is None else float(ticks * base)


def offset_of(container: InputContainer) -> float:
    """The container's time at which its earliest stream begins, seconds."""
    return (container.start_time or 0) / 1e6


def rate_of(stream: VideoStream) -> float:
    """Mean rate as far as the file knows; 30 where it tells nothing sensible."""
    for rate in (stream.average_rate, stream.guessed_rate, stream.base_rate):
        if rate and 0 < rate < _HIGHEST_FPS:
            return float(rate)
    return 30.0


def upright(
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
