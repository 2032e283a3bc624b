"""A real session of the app: the demo clip as camera, video and window, in real time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.clips import cut
from benchmarks.table import Row
from coach.media import probe
from coach.paths import DEMO
from coach.pose import TrackCache, analyse
from coach.tracks import RATE

GOALS = {1: 29.0, 2: 20.0}
LATENCY_GOAL_MS = 80.0
COACH = "import sys; from coach.cli import main; sys.exit(main())"


def live(people: int) -> list[Row]:
    """Figures of ``coach follow --stats``; no rows where there is no clip of two people.

    The target is cut to the length of the clip that plays the camera.
    """
    camera = DEMO / ("good.mp4" if people == 1 else "two_people.mp4")
    if not camera.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "target.mp4"
        cut(DEMO / "target.mp4", target, probe(camera).duration)
        cache = TrackCache(Path(folder) / "cache" / "tracks")
        analyse(target, model="full", rate=RATE, cache=cache)
        stats = Path(folder) / "stats.json"
        command = [
            *(sys.executable, "-c", COACH, "follow", str(target)),
            *("--camera", str(camera), "--people", str(people), "--start", "--exit"),
            *("--stats", str(stats), "--data", folder),
        ]
        subprocess.run(command, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
        figures: dict[str, Any] = json.loads(stats.read_text(encoding="utf-8"))
    return _rows(figures, "one person" if people == 1 else "two people", GOALS[people])


def _rows(figures: dict[str, Any], who: str, goal: float) -> list[Row]:
    latency = figures["latency_ms"]
    score, screen = latency["score"], latency["screen"]
    note = f"{figures['scored']} of {figures['captured']} in {figures['duration_s']:.1f} s"
    return [
        Row(f"scored, {who}", figures["scored"] / figures["duration_s"], "1/s", goal, note=note),
        Row(f"dropped, {who}", figures["dropped"], ""),
        Row(
            f"capture to score p95, {who}",
            score["p95"],
            "ms",
            LATENCY_GOAL_MS,
            "most",
            f"p50 {score['p50']}",
        ),
        Row(f"capture to screen p95, {who}", screen["p95"], "ms", note=f"p50 {screen['p50']}"),
        Row(f"processor, {who}", figures["cpu_percent"], "%", note="100 is one core"),
        Row(f"memory at the peak, {who}", figures["peak_rss_mb"], "MB"),
    ]
