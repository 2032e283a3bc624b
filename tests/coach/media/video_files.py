"""Small video files whose pictures tell their number, written with PyAV."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

SIZE = (64, 48)
CORNER = (240, 20, 20)
TICK = Fraction(1, 1000)
SOUND_RATE = 48000


def regular(n: int, fps: float = 25.0, start: float = 0.0) -> list[float]:
    return [start + i / fps for i in range(n)]


def picture(number: int, of: int, size: tuple[int, int] = SIZE) -> np.ndarray:
    """White from the left up to the number's share; the upper left corner is red."""
    width, height = size
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : round(width * (number + 1) / of)] = 230
    image[: height // 4, : width // 4] = CORNER
    return image


def number_shown(image: np.ndarray, of: int) -> int:
    """The number of a picture that stands upright."""
    row = image[image.shape[0] * 3 // 4, :, 1]
    return round(float(np.mean(row > 115)) * of) - 1


def red_corner(image: np.ndarray) -> str:
    """Where the red corner is: "upper left" and so on."""
    red = (image[..., 0] > 150) & (image[..., 1] < 100)
    y, x = np.argwhere(red).mean(axis=0)
    return ("upper" if y < image.shape[0] / 2 else "lower") + (
        " left" if x < image.shape[1] / 2 else " right"
    )


def write_video(
    path: Path,
    times: Sequence[float],
    size: tuple[int, int] = SIZE,
    *,
    sound: tuple[float, float] | None = None,
    rotation: float | None = None,
    pixel_aspect: Fraction | None = None,
    chapters: Sequence[tuple[str, float, float]] = (),
    codec: str = "libx264",
    pixels: str = "yuv420p",
    coding: dict[str, str] | None = None,
    tick: Fraction = TICK,
    gop: int = 12,
    options: dict[str, str] | None = None,
    recorded: str = "",
    draw: Callable[[int, int, tuple[int, int]], np.ndarray] = picture,
) -> Path:
    """A video with a picture at each time (s), sound over a span, everything else on wish.

    ``options`` are those of the container, ``coding`` those of the encoder.
    """
    with av.open(str(path), "w", options=options or {}) as container:
        video: Any = container.add_stream(codec, rate=round(1 / tick) if tick > TICK else 30)
        video.options = coding or {}
        video.width, video.height = size
        video.pix_fmt, video.gop_size = pixels, gop
        video.time_base = video.codec_context.time_base = tick
        if pixel_aspect:
            video.codec_context.sample_aspect_ratio = pixel_aspect
        if rotation is not None:
            video.set_display_rotation(rotation)
        if recorded:
            container.metadata["creation_time"] = recorded
        if chapters:
            container.set_chapters([_chapter(i, *chapter) for i, chapter in enumerate(chapters)])
        packets = list(_sound_packets(container, *sound)) if sound else []
        container.start_encoding()
        for i, time in enumerate(times):
            frame = av.VideoFrame.from_ndarray(draw(i, len(times), size), format="rgb24")
            frame = frame.reformat(format=pixels)
            frame.pts, frame.time_base = round(time / tick), tick
            packets += video.encode(frame)
        packets += video.encode(None)
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            container.mux(packet)
    return path


def write_sound(path: Path, seconds: float = 0.5) -> Path:
    """A file without a picture."""
    with av.open(str(path), "w") as container:
        for packet in _sound_packets(container, 0.0, seconds):
            container.mux(packet)
    return path


def _sound_packets(container: Any, start: float, end: float) -> Iterator[Any]:
    sound = container.add_stream("aac", rate=SOUND_RATE)
    sound.layout = "mono"
    for at in range(round(start * SOUND_RATE), round(end * SOUND_RATE), 1024):
        silence = np.zeros((1, 1024), np.float32)
        frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
        frame.sample_rate, frame.pts = SOUND_RATE, at
        frame.time_base = Fraction(1, SOUND_RATE)
        yield from sound.encode(frame)
    yield from sound.encode(None)


def _chapter(number: int, title: str, start: float, end: float) -> Any:
    return {
        "id": number,
        "start": round(start / TICK),
        "end": round(end / TICK),
        "time_base": TICK,
        "metadata": {"title": title},
    }
