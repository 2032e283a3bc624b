"""Beginnings of the demo clips, and larger ones."""

from __future__ import annotations

from pathlib import Path

import av


def cut(source: Path, to: Path, seconds: float) -> None:
    """Copy the first seconds of a video, sound and all, without decoding it."""
    with av.open(str(source)) as read, av.open(str(to), "w") as written:
        streams = [*read.streams.video, *read.streams.audio]
        copies = {s.index: written.add_stream_from_template(s) for s in streams}
        for packet in read.demux(streams):
            if packet.dts is None or packet.dts * packet.time_base >= seconds:
                continue
            packet.stream = copies[packet.stream.index]
            written.mux(packet)


def enlarge(source: Path, to: Path, seconds: float, size: tuple[int, int]) -> None:
    """The first seconds of a video in another size, as H.264, with its sound."""
    with av.open(str(source)) as read, av.open(str(to), "w") as written:
        video, sound = read.streams.video[0], read.streams.audio[0]
        picture = written.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        picture.width, picture.height = size
        copied = written.add_stream_from_template(sound)
        for packet in read.demux(video, sound):
            if packet.dts is None or packet.dts * packet.time_base >= seconds:
                continue
            if packet.stream is sound:
                packet.stream = copied
                written.mux(packet)
                continue
            for frame in video.decode(packet):
                written.mux(picture.encode(frame.reformat(*size, format="yuv420p")))
        written.mux(picture.encode(None))
