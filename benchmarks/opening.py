"""How soon a video can be followed, how fast it is analysed, and what an idle app does."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.clips import enlarge
from benchmarks.live import COACH, FULL_HD
from benchmarks.processes import worked_s
from benchmarks.table import Row
from coach.paths import DEMO, TRACKS
from coach.pose import TrackCache, analyse
from coach.session import Target, open_target
from coach.tracks import RATE
from ui.follow.showing import HEAD_START_S

SECONDS: Final = 30.0
LOOK_S: Final = 0.02
SETTLED_S, IDLE_S = 15.0, 10.0
"""Seconds that the app has to become idle, and that it is watched then."""


def opening() -> list[Row]:
    """A video of 1080p that was never seen, and the same once more."""
    with tempfile.TemporaryDirectory() as folder:
        video = Path(folder) / "target.mp4"
        enlarge(DEMO / "target.mp4", video, SECONDS, FULL_HD)
        cache = TrackCache(Path(folder) / "tracks")
        warm = open_target(DEMO / "target.mp4", cache=None)  # the libraries are loaded by then
        warm.close()
        begun = time.perf_counter()
        target = open_target(video, cache=cache)
        playable = _waited(target, begun, HEAD_START_S)
        whole = _waited(target, begun, SECONDS)
        target.close()
        begun = time.perf_counter()
        again = open_target(video, cache=cache)
        known = _waited(again, begun, SECONDS)
        again.close()
    note = f"{SECONDS:g} s of 1920 x 1080, 30 pictures a second, in {whole:.1f} s"
    return [
        Row("analysis over its duration", SECONDS / whole, "x", 2.5, note=note),
        Row("opened to playable", playable, "s", 2.0, "most", f"{HEAD_START_S:g} s are known"),
        Row("opened once more to playable", known, "s", 0.3, "most", "all is known"),
    ]


def _waited(target: Target, begun: float, until: float) -> float:
    """Seconds since ``begun`` when so much of the target is known."""
    while not target.done and target.ready_until < until:
        time.sleep(LOOK_S)
    if target.error is not None:
        raise target.error
    return time.perf_counter() - begun


def idle() -> list[Row]:
    """Processor time of the app while nobody does anything, its library analysed."""
    with tempfile.TemporaryDirectory() as folder:
        cache = TrackCache(Path(folder) / TRACKS)
        analyse(DEMO / "target.mp4", model="full", rate=RATE, cache=cache)
        command = [sys.executable, "-c", COACH, "--data", folder]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        with subprocess.Popen(command, env=environment) as app:
            time.sleep(SETTLED_S)
            before = worked_s(app.pid)
            time.sleep(IDLE_S)
            share = (worked_s(app.pid) - before) / IDLE_S
            app.terminate()
    return [Row("processor while idle", 100 * share, "%", 2.0, "most", "100 is one core")]
