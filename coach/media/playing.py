"""Pictures and sound of a video as a player needs them: of the size that is seen, in time.

The pictures that follow each other too fast for the machine become smaller, then fewer, and
never late (``Haste``). The sound is stretched with its pitch kept (FFmpeg's ``atempo``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.filter import Graph
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from coach.errors import VideoUnreadable
from coach.media.container import (
    AV_TROUBLE,
    any_container,
    decoded,
    offset_of,
    opened,
    pictures_from,
    presentation_time,
    rate_of,
    upright,
)

LATE_S: Final = 0.15
"""Seconds by which a picture may come late before something is done about it."""
PATIENCE_S: Final = 0.5
"""Seconds after which the next thing is done, if pictures still come late."""
EASE_S: Final = 10.0
"""Seconds in time after which the last thing is done no more."""
SELDOM_S: Final = 0.25
"""Seconds after which a late picture is shown all the same, so that something moves."""

_HD_ROWS: Final = 576
"""Rows above which colours that are not told are those of HD, as Qt takes them."""

_SKIPPED: Final[tuple[Literal["DEFAULT", "NONREF", "NONKEY"], ...]] = (
    "DEFAULT",
    "DEFAULT",
    "NONREF",
    "NONKEY",
)
"""What FFmpeg leaves out at each level of haste."""

_PARTS: Final = 8
"""Sizes that a picture is made in, between nothing and its own: they change seldom."""

_BLOCK: Final = 1024
"""Samples of a block of sound or of silence."""


class Haste:
    """What is done so that pictures come in time, more where they still come late.

    Attributes:
        level: 0: nothing; 1: half the size; 2: a quarter, and pictures that no other one
            needs are left out; 3: only pictures that need no other one.
    """

    MOST: Final = 3

    def __init__(self) -> None:
        self.level = 0
        self._least = 0
        self._changed: float | None = None
        self._late_at: float | None = None

    def note(self, late: float, now: float) -> None:
        """A picture is ready ``late`` seconds after its time, at ``now`` on any clock."""
        if self._changed is None:
            self._changed = now
        if late > LATE_S:
            self._late_at = now
            if self.level < self.MOST and now - self._changed >= PATIENCE_S:
                self.level += 1
                self._least = self.level - 1
                self._changed = now
        elif self.level > self._least and now - max(self._changed, self._late_at or 0) >= EASE_S:
            self.level -= 1
            self._changed = now

    @property
    def shrink(self) -> int:
        """By how much pictures are smaller."""
        return (1, 2, 4, 4)[self.level]

    @property
    def skip_frame(self) -> Literal["DEFAULT", "NONREF", "NONKEY"]:
        """Which pictures the decoder leaves out."""
        return _SKIPPED[self.level]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture to be shown.

    Attributes:
        pixels: (H, W, 4) uint8, blue, green, red, 255, upright.
        time: presentation time, seconds; lasts: seconds until the next one as a rule.
    """

    pixels: NDArray[np.uint8]
    time: float
    lasts: float


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A stretch of sound to be heard.

    Attributes:
        samples: (N, channels) int16. end: presentation time after it, seconds.
    """

    samples: NDArray[np.int16]
    end: float


@dataclass(frozen=True, slots=True)
class Look:
    """What has to be known of a video before it is decided who plays it.

    Attributes:
        codec: "h264". depth: bits of a colour. width, height: as stored, pixels.
        has_sound: whether there is sound. end: seconds at which the pictures end, NaN: not told.
    """

    codec: str
    depth: int
    width: int
    height: int
    has_sound: bool
    end: float


def look_at(path: Path) -> Look:
    """What a file tells without decoding.

    Raises:
        DriveSilent, FileMissing, FileUnreadable, VideoEmpty, VideoHasNoPicture,
        VideoUnreadable.
    """
    with opened(path) as (container, stream):
        context = stream.codec_context
        parts = context.format.components if context.format is not None else ()
        end = math.nan
        if stream.duration and stream.time_base:
            end = float(((stream.start_time or 0) + stream.duration) * stream.time_base)
            end -= offset_of(container)
        return Look(
            codec=stream.codec.canonical_name,
            depth=max((part.bits for part in parts), default=8),
            width=context.width,
            height=context.height,
            has_sound=bool(container.streams.audio),
            end=end,
        )


class PictureSource:
    """The pictures of a video from a second on, as large as they are seen.

    Attributes:
        size: device pixels (width, height) into which they will be fitted.
        decoded: how many were decoded so far, those that are not shown too.
    """

    def __init__(
        self, path: Path, late: Callable[[float], float], clock: Callable[[], float]
    ) -> None:
        """``late``: seconds by which a picture of that time would be late now."""
        self._path, self._late, self._clock = path, late, clock
        self._haste = Haste()
        self.size = (960, 540)
        self.decoded = 0

    def __call__(self, start: float) -> Iterator[Picture]:
        """Pictures from ``start`` (s) on; after the end, the last one."""
        shown_at, last = -math.inf, None
        for stream, time, frame in pictures_from(self._path, start):
            self.decoded += 1
            stored = _Stored.of(stream, time, frame)
            if time < start - stored.lasts / 2:
                last = stored
                continue
            last = None
            late, now = self._late(time), self._clock()
            self._haste.note(late, now)
            stream.codec_context.skip_frame = self._haste.skip_frame
            if late > LATE_S and now - shown_at < SELDOM_S:
                last = stored
                continue
            shown_at = now
            yield self._picture(stored)
        if last is not None:
            yield self._picture(last)

    def _picture(self, stored: _Stored) -> Picture:
        seen = self.size[::-1] if stored.turns % 2 else self.size
        size = seen_size((stored.width, stored.height), seen, self._haste.shrink)
        try:
            pixels = shown_pixels(stored.frame, size)
        except AV_TROUBLE as error:
            raise VideoUnreadable(self._path, str(error)) from error
        turned = np.ascontiguousarray(np.rot90(pixels, stored.turns))
        return Picture(turned, stored.time, stored.lasts)


@dataclass(frozen=True, slots=True, eq=False)
class _Stored:
    """A frame with all that its stream says of it, which ends with the container.

    Attributes:
        width, height: with square pixels, before it is turned.
        turns: quarters counter-clockwise until it is upright.
    """

    frame: VideoFrame
    time: float
    lasts: float
    width: int
    height: int
    turns: int

    @classmethod
    def of(cls, stream: VideoStream, time: float, frame: VideoFrame) -> _Stored:
        return cls(frame, time, 1 / rate_of(stream), *upright(stream, frame, None))


def seen_size(
    stored: tuple[float, float], seen: tuple[int, int], shrink: int = 1
) -> tuple[int, int]:
    """How large a picture is made: as large as it is seen, or a little larger.

    Args:
        stored: (width, height) of the picture as it is. seen: into which it is fitted whole.
        shrink: by how much it is made smaller still, for want of time.
    """
    part = min(1.0, seen[0] / stored[0], seen[1] / stored[1])
    part = max(1, math.ceil(_PARTS * part)) / _PARTS / shrink
    return max(1, round(stored[0] * part)), max(1, round(stored[1] * part))


def shown_pixels(frame: VideoFrame, size: tuple[int, int]) -> NDArray[np.uint8]:
    """(H, W, 4) uint8 blue, green, red, 255, of a frame as it is stored.

    Args:
        frame: of any format; its colours, where they are not told, are those of its size.
        size: (width, height).
    """
    unknown = frame.colorspace not in {int(known) for known in Colorspace}
    hd = Colorspace.ITU709 if frame.height > _HD_ROWS else Colorspace.ITU601
    made = frame.reformat(
        format="bgra",
        width=size[0],
        height=size[1],
        src_colorspace=hd if unknown else None,
        interpolation="AREA",
        threads=1,
    )
    return np.asarray(made.to_ndarray(), dtype=np.uint8)


def sound_of(
    path: Path, start: float, *, speed: float, rate: int, channels: int
) -> Iterator[Sound]:
    """The sound of a video from ``start`` (s) on, without gaps; nothing where there is none.

    Args:
        speed: 0.5 to 2, the pitch stays. rate: samples a second. channels: 1 or 2.
    """
    tempo = _Tempo(speed, rate, channels) if speed != 1 else None
    end = start
    for samples in _aligned(path, start, rate, channels):
        if tempo is None:
            end += len(samples) / rate
            yield Sound(samples, end)
            continue
        for stretched in tempo.push(samples):
            end += len(stretched) * speed / rate
            yield Sound(stretched, end)


def _aligned(path: Path, start: float, rate: int, channels: int) -> Iterator[NDArray[np.int16]]:
    """Samples that begin at ``start`` exactly: what is missing is silence, what is over is cut."""
    position = round(start * rate)
    for time, samples in _resampled(path, start, rate, channels):
        begin = round(time * rate)
        if begin - position > _BLOCK:  # less is the rounding of the file's times
            for at in range(position, begin, _BLOCK):
                yield np.zeros((min(_BLOCK, begin - at), channels), np.int16)
            position = begin
        if position - begin > _BLOCK:
            samples = samples[position - begin :]
        if len(samples):
            position += len(samples)
            yield samples


def _resampled(
    path: Path, start: float, rate: int, channels: int
) -> Iterator[tuple[float, NDArray[np.int16]]]:
    """Decoded blocks with the time of their first sample, seconds."""
    with any_container(path) as container:
        stream = container.streams.best("audio")
        if not isinstance(stream, AudioStream) or stream.codec_context is None:
            return
        offset = offset_of(container)
        layout = "stereo" if channels == 2 else "mono"
        try:
            if start > 0:
                container.seek(round((start + offset) * 1e6), backward=True)
            resampler = av.AudioResampler("s16", layout, rate)
            for frame in decoded(container, stream):
                if isinstance(frame, Exception):
                    continue
                time = presentation_time(frame, stream)
                for made in resampler.resample(frame):
                    samples = _samples(made, channels)
                    yield (start if time is None else time - offset), samples
                    time = None if time is None else time + len(samples) / rate
        except AV_TROUBLE as error:
            raise VideoUnreadable(path, str(error)) from error


class _Tempo:
    """Sound of another speed, its pitch kept."""

    def __init__(self, speed: float, rate: int, channels: int) -> None:
        self._rate, self._channels = rate, channels
        self._layout = "stereo" if channels == 2 else "mono"
        self._base = Fraction(1, rate)
        self._pushed = 0
        self._graph = Graph()
        source = self._graph.add_abuffer(
            format="s16", sample_rate=rate, layout=self._layout, time_base=self._base
        )
        stretch = self._graph.add("atempo", str(speed))
        source.link_to(stretch)
        stretch.link_to(self._graph.add("abuffersink"))
        self._graph.configure()

    def push(self, samples: NDArray[np.int16]) -> Iterator[NDArray[np.int16]]:
        """What is ready after (N, channels) more."""
        packed = np.ascontiguousarray(samples).reshape(1, -1)
        frame = AudioFrame.from_ndarray(packed, format="s16", layout=self._layout)
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._pushed, self._base
        self._pushed += len(samples)
        self._graph.push(frame)
        while True:
            try:
                made = cast(AudioFrame, self._graph.pull())
            except (av.BlockingIOError, EOFError):
                return
            yield _samples(made, self._channels)


def _samples(frame: AudioFrame, channels: int) -> NDArray[np.int16]:
    """(N, channels) of packed sound."""
    return np.asarray(frame.to_ndarray(), dtype=np.int16).reshape(-1, channels)
