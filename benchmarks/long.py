"""Memory of two hours of a session, run through as fast as they can be scored.

The camera's frames and the poses in them come at once (the demo clips, again and again); all
that follows, from the poses kept to the counter, is the product. What the pose model itself
takes is in ``benchmarks.live``.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.pipeline import FilmTarget
from benchmarks.table import Row
from coach.embedding import Encoder
from coach.media import Camera
from coach.memory import few_arenas, give_back
from coach.paths import DEMO
from coach.pose import read_keypoints
from coach.session import LiveSession, Watching, features_of
from coach.session.stretches import stretches_of
from coach.types import FloatArray, Frame, Pose, PoseTrack

FPS: Final = 30.0
HOURS: Final = 2.0
SETTLED_S: Final = 120.0
"""Seconds of the session after which all is loaded; growth counts from there."""
GROWTH_MB: Final = 50.0
LOOK_EVERY_S: Final = 2.0


class Film(Camera):
    """Black frames, the next one as soon as it is asked for."""

    name, size, dropped, lost = "film", (640, 480), 0, None

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._picture = np.zeros((self.size[1], self.size[0], 3), np.uint8)
        self._given = 0
        self.over = threading.Event()

    @property
    def ended(self) -> bool:
        """Whether there are no more."""
        return self.captured >= self._frames

    @property
    def captured(self) -> int:
        """Frames so far."""
        return self._given

    @property
    def now(self) -> float:
        """Time of the newest frame, seconds."""
        return self.captured / FPS

    def open(self) -> None:
        """Nothing is to be opened."""

    def next(self, after_index: int, timeout: float) -> Frame | None:
        """The next frame; None after the last one, when all of them have been taken."""
        del after_index, timeout
        if self.ended:
            self.over.set()
            return None
        frame = Frame(self._picture, self.now, self.captured)
        self._given += 1
        return frame

    latest = next

    def close(self) -> None:
        """Nothing is to be closed."""


class Known:
    """An estimator that knows what is to be seen: somebody who follows, again and again."""

    others: tuple[Pose, ...] = ()

    def __init__(self, track: PoseTrack) -> None:
        self._track = track

    def push(self, frame: Frame) -> tuple[Pose | None, ...]:
        """The pose of a frame."""
        return (self._track.pose(frame.index % len(self._track)),)

    def follow(self, x: float, y: float) -> None:
        """There is nobody else."""

    def close(self) -> None:
        """Nothing is to be closed."""


def long(hours: float = HOURS) -> list[Row]:
    """Growth of memory over a long session, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.long", str(hours)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    note = f"{found['settled']:.0f} to {found['most']:.0f} MB, {found['scored']} frames scored"
    growth = found["most"] - found["settled"]
    return [Row(f"memory growth over {hours:g} hours", growth, "MB", GROWTH_MB, "most", note)]


def measured(hours: float) -> dict[str, float]:
    """Megabytes of this process: once all is loaded, and the most after that."""
    few_arenas()
    encoder = Encoder()
    target = _repeated(read_keypoints(DEMO / "target.npz")[0], encoder, hours * 3600.0)
    film = Film(round(hours * 3600.0 * FPS))
    somebody = Known(read_keypoints(DEMO / "good.npz")[0])
    session = LiveSession(
        target,
        film,
        watching=Watching(claps=True, falls=True, arms=True),
        clock=lambda: film.now,
        make_estimator=lambda _model, _people: somebody,
    )
    session.open()
    session.playhead.update(0.0, 0.0, rate=1.0, playing=True)
    session.start()
    settled, most = float("nan"), 0.0
    while not film.over.wait(LOOK_EVERY_S):
        if film.now >= SETTLED_S:
            used = _resident_mb()
            settled = used if np.isnan(settled) else settled
            most = max(most, used)
    scored = session.state().scored
    session.close()
    return {"settled": settled, "most": most, "scored": scored}


def _repeated(track: PoseTrack, encoder: Encoder, seconds: float) -> FilmTarget:
    """A target that shows the same over and over."""
    lasts = float(track.time[-1]) + 1 / FPS
    times = int(seconds / lasts) + 1
    starts = lasts * np.arange(times)

    def again(values: FloatArray) -> FloatArray:
        return np.concatenate([values] * times)

    whole = PoseTrack(
        (starts[:, None] + track.time).ravel(),
        again(track.points),
        again(track.confidence),
        again(track.world),
        track.size,
        track.fps,
    )
    once = stretches_of(track, encoder)
    moves = [
        replace(move, start=move.start + start, end=move.end + start)
        for start in starts.tolist()
        for move in once
    ]
    return FilmTarget(features_of(whole, encoder, from_zero=True), tuple(moves))


def _resident_mb() -> float:
    give_back()
    told = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(told[1]) / 1024 if told else float("nan")


def main(arguments: Sequence[str]) -> None:
    """Measure and print as JSON."""
    print(json.dumps(measured(float(arguments[0]))))


if __name__ == "__main__":
    main(sys.argv[1:])
