"""Beginnings of the demo clips."""

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
