"""A real session of the app in real time: the demo clip as camera, a 1080p video, the window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from benchmarks.clips import enlarge
from benchmarks.processes import Memory
from benchmarks.table import Row
from coach.media import probe
from coach.paths import DEMO, TRACKS
from coach.pose import TrackCache, analyse
from coach.tracks import RATE

SCORED: Final = {1: 29.5, 2: 24.0}
"""Frames of 30 that are to be scored, by the number of people."""
SCORE_MS, SCREEN_MS, MEMORY_MB = 60.0, 100.0, 600.0
FULL_HD: Final = (1920, 1080)
COACH = "import sys; from coach.cli import main; sys.exit(main())"


def live(people: int) -> list[Row]:
    """Figures of ``coach follow --stats``.

    The target is cut to the length of the clip that plays the camera.
    """
    camera = DEMO / ("good.mp4" if people == 1 else "two_people.mp4")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "target.mp4"
        enlarge(DEMO / "target.mp4", target, probe(camera).duration, FULL_HD)
        cache = TrackCache(Path(folder) / TRACKS)
        for known in (target, DEMO / "target.mp4"):  # or the library would analyse it meanwhile
            analyse(known, model="full", rate=RATE, cache=cache)
        stats = Path(folder) / "stats.json"
        command = [
            *(sys.executable, "-c", COACH, "follow", str(target)),
            *("--camera", str(camera), "--people", str(people), "--start", "--exit"),
            *("--stats", str(stats), "--data", folder),
        ]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        with subprocess.Popen(command, env=environment) as app, Memory(app.pid) as memory:
            if app.wait() != 0:
                raise subprocess.CalledProcessError(app.returncode, command)
        figures: dict[str, Any] = json.loads(stats.read_text(encoding="utf-8"))
    return _rows(figures, "one person" if people == 1 else "two people", people, memory.most_mb)


def _rows(figures: dict[str, Any], who: str, people: int, memory_mb: float) -> list[Row]:
    latency = figures["latency_ms"]
    score, screen = latency["score"], latency["screen"]
    note = f"{figures['scored']} of {figures['captured']} in {figures['duration_s']:.1f} s"
    rate = figures["scored"] / figures["duration_s"]
    return [
        Row(f"scored, {who}", rate, "1/s", SCORED[people], note=note),
        Row(f"dropped, {who}", figures["dropped"], "", 0.0, "most"),
        _latency(f"capture to score p95, {who}", score, SCORE_MS),
        _latency(f"capture to screen p95, {who}", screen, SCREEN_MS),
        Row(f"processor, {who}", figures["cpu_percent"], "%", note="100 is one core"),
        Row(
            f"memory at the peak, {who}",
            memory_mb or None,
            "MB",
            MEMORY_MB,
            "most",
            "all processes, shared pages once",
        ),
    ]


def _latency(name: str, quantiles: dict[str, Any], goal: float) -> Row:
    return Row(name, quantiles["p95"], "ms", goal, "most", f"p50 {quantiles['p50']}")
