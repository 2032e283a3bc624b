"""Picture and sound that came in files of their own, in one file; nothing is encoded anew."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

import av

from coach.media.container import CONFINED

_IN_MP4: Final = frozenset({"h264", "hevc", "av1", "mpeg4", "aac", "mp3"})
"""Codecs that an mp4 file may hold everywhere; others go into mkv."""


def join(files: Sequence[Path], folder: Path) -> Path:
    """The first picture and the first sound of some files, as one file of a folder.

    The other streams are left out.

    Raises:
        av.FFmpegError: what came is no video.
    """
    with ExitStack() as opened:
        sources = [
            opened.enter_context(av.open(str(file), container_options=CONFINED)) for file in files
        ]
        streams = [
            next(s for source in sources for s in getattr(source.streams, kind))
            for kind in ("video", "audio")
            if any(getattr(source.streams, kind) for source in sources)
        ]
        plain = all(stream.codec_context.name in _IN_MP4 for stream in streams)
        made = folder / f"joined.{'mp4' if plain else 'mkv'}"
        output = opened.enter_context(av.open(str(made), "w"))
        targets = [output.add_stream_from_template(stream) for stream in streams]
        packets = (_packets(stream, i) for i, stream in enumerate(streams))
        for _, number, packet in heapq.merge(*packets, key=lambda entry: entry[0]):
            packet.stream = targets[number]
            output.mux(packet)
    return made


def _packets(stream: Any, number: int) -> Iterator[tuple[float, int, Any]]:
    """Seconds, number of the stream and packet, in their order."""
    for packet in stream.container.demux(stream):
        if packet.dts is not None:  # the last one is empty
            yield float(packet.dts * packet.time_base), number, packet
