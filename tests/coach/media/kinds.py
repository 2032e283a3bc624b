"""Every kind of video that people have, made small; and every kind of file that is none."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from coach.errors import (
    FileMissing,
    UserCanFix,
    VideoEmpty,
    VideoHasNoPicture,
    VideoUnreadable,
)
from tests.coach.media.video_files import picture, regular, write_sound, write_video

N = 12
FPS = 25
FRAME = Fraction(1, FPS)
SIZE = (128, 96)
TIMES = regular(N, FPS)
TOLERANCE_S = 0.0025
"""Seconds to which files tell times; less than half the way between two pictures."""
WOBBLING = np.cumsum([0, 0.02, 0.05, 0.08, 0.03, 0.04, 0.1, 0.02, 0.04, 0.04, 0.06, 0.04])


@dataclass(frozen=True)
class Kind:
    """A kind of video that plays.

    Attributes:
        make: writes it; name: of the file.
        times: of its pictures, seconds.
        size: (width, height) upright, with square pixels.
        is_whole: whether no picture is missing at the end.
    """

    make: Callable[[Path], Path]
    name: str
    times: tuple[float, ...] = tuple(TIMES)
    size: tuple[int, int] = SIZE
    is_whole: bool = True

    def number_at(self, time: float) -> int:
        """Of the picture of a time, which must be there to the millisecond or two."""
        number = int(np.argmin(np.abs(np.subtract(self.times, time))))
        assert abs(self.times[number] - time) < TOLERANCE_S, (time, self.times)
        return number


def _kind(name: str, times: Any = TIMES, **how: Any) -> Kind:
    seen = how.pop("seen", how.get("size", SIZE))
    shown = how.pop("shown", times)
    how.setdefault("size", SIZE)

    def make(path: Path) -> Path:
        return write_video(path, times, **how)

    return Kind(make, name, tuple(float(t) for t in shown), seen)


def _several_streams(path: Path) -> Path:
    """The second stream of pictures and of sound must not be taken for the first."""
    with av.open(str(path), "w") as container:
        videos: list[Any] = [container.add_stream("libx264", rate=FPS) for _ in range(2)]
        sounds: list[Any] = [container.add_stream("aac", rate=48000) for _ in range(2)]
        for stream in videos:
            stream.width, stream.height = SIZE
            stream.pix_fmt = "yuv420p"
        for stream in sounds:
            stream.layout = "mono"
        packets: list[Any] = []
        for i in range(N):
            for turned, stream in enumerate(videos):
                image = picture(i, N, SIZE)
                frame = av.VideoFrame.from_ndarray(image[:: -1 if turned else 1].copy())
                frame.pts, frame.time_base = i, FRAME
                packets += stream.encode(frame)
            for stream in sounds:
                silence = av.AudioFrame.from_ndarray(
                    np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
                )
                silence.sample_rate, silence.pts = 48000, 1024 * i
                silence.time_base = Fraction(1, 48000)
                packets += stream.encode(silence)
        for stream in (*videos, *sounds):
            packets += stream.encode(None)
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            container.mux(packet)
    return path


def _broken_off(name: str, **how: Any) -> Kind:
    """Only the first three fifths of a file are there."""
    times = regular(3 * N, FPS)

    def make(path: Path) -> Path:
        write_video(path, times, SIZE, gop=3, **how)
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 5])
        return path

    return Kind(make, name, tuple(times), is_whole=False)


def _read_only(path: Path) -> Path:
    folder = path.parent / "archive"
    folder.mkdir(exist_ok=True)
    made = write_video(folder / path.name, TIMES, SIZE)
    made.chmod(0o444)
    folder.chmod(0o555)
    return made


_LONG = "스쿼트" * 27 + "x" * 3

KINDS: dict[str, Kind] = {
    "h264": _kind("a.mp4"),
    "h264-ten-bits": _kind("a.mp4", pixels="yuv420p10le"),
    "h264-full-colour": _kind("a.mp4", pixels="yuv444p"),
    "hevc": _kind("a.mp4", codec="libx265"),
    "hevc-ten-bits": _kind("a.mp4", codec="libx265", pixels="yuv420p10le"),
    "vp8": _kind("a.webm", codec="libvpx"),
    "vp9": _kind("a.webm", codec="libvpx-vp9"),
    "av1": _kind("a.mp4", codec="libsvtav1"),
    "av1-webm": _kind("a.webm", codec="libsvtav1"),
    "av1-ten-bits": _kind("a.mkv", codec="libsvtav1", pixels="yuv420p10le"),
    "mpeg4": _kind("a.avi", codec="mpeg4", tick=FRAME),
    "mpeg2": _kind("a.ts", codec="mpeg2video", tick=FRAME),
    "motion-jpeg": _kind("a.avi", codec="mjpeg", pixels="yuvj420p", tick=FRAME),
    "prores": _kind("a.mov", codec="prores_ks", pixels="yuv422p10le", tick=FRAME),
    "wmv": _kind("a.wmv", codec="wmv2"),
    "interlaced": _kind("a.ts", coding={"flags": "+ilme+ildct", "x264-params": "tff=1"}),
    "variable-rate": _kind("a.mp4", WOBBLING),
    "fifteen-fps": _kind("a.mp4", regular(N, 15)),
    "sixty-fps": _kind("a.mp4", regular(N, 60)),
    "begins-late": _kind("a.mp4", regular(N, FPS, 0.3), sound=(0, 0.8)),
    "begins-at-5-s": _kind("a.ts", regular(N, FPS, 5.0), shown=TIMES),
    "portrait": _kind("a.mp4", size=(96, 128)),
    "turned-left": _kind("a.mp4", rotation=90, seen=SIZE[::-1]),
    "upside-down": _kind("a.mp4", rotation=180),
    "turned-right": _kind("a.mp4", rotation=-90, seen=SIZE[::-1]),
    "wide-pixels": _kind("a.mp4", pixel_aspect=Fraction(3, 2), seen=(192, 96)),
    "with-sound": _kind("a.mp4", sound=(0, 0.5)),
    "sound-is-longer": _kind("a.mp4", sound=(0, 1.0)),
    "several-streams": Kind(_several_streams, "a.mkv"),
    "one-picture": _kind("a.mp4", [0.0]),
    "wrong-extension": Kind(
        lambda path: write_video(path.with_suffix(".mp4"), TIMES, SIZE).rename(path), "a.avi"
    ),
    "truncated-mkv": _broken_off("a.mkv"),
    "truncated-webm": _broken_off("a.webm", codec="libvpx"),
    "truncated-mp4": _broken_off("a.mp4", options={"movflags": "faststart"}),
    "read-only-folder": Kind(_read_only, "a.mp4"),
    "name-with-#": _kind("leg day #3 100%.mp4"),
    "name-with-spaces": _kind("  my  workout .mp4"),
    "name-in-korean": _kind("하체 운동 1일차.mp4"),
    "name-with-emoji": _kind("💪🏽 squats?.mp4"),
    "name-of-250-bytes": _kind(f"{_LONG}.mp4"),
}
"""By name; each has pictures whose bars tell their number and a red corner at the upper left."""


def _empty(path: Path) -> Path:
    path.touch()
    return path


def _garbage(path: Path) -> Path:
    path.write_bytes(np.random.default_rng(1).bytes(5000))
    return path


def _text(path: Path) -> Path:
    path.write_text("Monday: squats\n" * 50)
    return path


def _half(path: Path) -> Path:
    write_video(path, TIMES, SIZE)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


@dataclass(frozen=True)
class Refused:
    """A kind of file that is no video, and the error that says so."""

    make: Callable[[Path], Path]
    name: str
    error: type[UserCanFix]


REFUSED: dict[str, Refused] = {
    "missing": Refused(lambda path: path, "a.mp4", FileMissing),
    "a-folder": Refused(_folder, "a.mp4", FileMissing),
    "a-pipe-that-nobody-fills": Refused(_pipe, "a.mp4", FileMissing),
    "no-bytes": Refused(_empty, "a.mp4", VideoEmpty),
    "no-pictures": Refused(lambda path: write_video(path, []), "a.mkv", VideoEmpty),
    "sound-only": Refused(write_sound, "a.m4a", VideoHasNoPicture),
    "garbage": Refused(_garbage, "a.mp4", VideoUnreadable),
    "a-text": Refused(_text, "a.txt", VideoUnreadable),
    "mp4-without-its-index": Refused(_half, "a.mp4", VideoUnreadable),
}
