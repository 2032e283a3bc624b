"""What a session measures of itself: frames, latencies, processor and memory."""

from __future__ import annotations

import os
import sys
import time
from typing import Final

import numpy as np

from coach.types import Frame

MOST_SAMPLES: Final = 400_000
"""Latencies kept: more than three hours at 30 a second."""


def _peak_rss_mb() -> float:
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0 * 1024.0 if sys.platform == "darwin" else 1024.0)


class Measurements:
    """Counts and latencies while the target plays and is scored; all else is left out."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Begin anew, with a pause."""
        self.n_scored = 0
        self._captured_before = 0
        self._captured_at: int | None = None
        self._score_ms: list[float] = []
        self._screen_ms: list[float] = []
        self._shown = -1
        self._wall = self._cpu = 0.0
        self._since = (0.0, 0.0)

    def pause(self, captured: int) -> None:
        """Stop counting; ``captured`` is the camera's running count."""
        if self._captured_at is not None:
            self._captured_before += captured - self._captured_at
            self._captured_at = None
            self._wall += time.monotonic() - self._since[0]
            self._cpu += time.process_time() - self._since[1]

    def resume(self, captured: int) -> None:
        """Count from a camera frame on; while counting it changes nothing."""
        if self._captured_at is None:
            self._captured_at = captured
            self._since = (time.monotonic(), time.process_time())

    def scored(self, frame: Frame, at: float) -> None:
        """A frame was scored at monotonic time ``at``."""
        self.n_scored += 1
        if len(self._score_ms) < MOST_SAMPLES:
            self._score_ms.append((at - frame.time) * 1000.0)

    def shown(self, frame: Frame, at: float) -> None:
        """The state of a frame was painted at ``at``; repaints are not counted."""
        if frame.index != self._shown and len(self._screen_ms) < MOST_SAMPLES:
            self._shown = frame.index
            self._screen_ms.append((at - frame.time) * 1000.0)

    def captured(self, now: int) -> int:
        """Camera frames while scoring."""
        return self._captured_before + (
            now - self._captured_at if self._captured_at is not None else 0
        )

    def dropped(self, now: int) -> int:
        """Camera frames while scoring that got no score; the one in work does not count."""
        return max(0, self.captured(now) - self.n_scored - 1)

    def summary(self) -> dict[str, object]:
        """The figures of ``coach follow --stats``, best asked for after the end."""
        wall, cpu = self._wall, self._cpu
        if self._captured_at is not None:
            wall += time.monotonic() - self._since[0]
            cpu += time.process_time() - self._since[1]
        captured = self._captured_before
        return {
            "captured": captured,
            "scored": self.n_scored,
            "dropped": max(0, captured - self.n_scored),
            "duration_s": round(wall, 3),
            "latency_ms": {
                "score": _quantiles(self._score_ms),
                "screen": _quantiles(self._screen_ms),
            },
            "cpu_percent": round(100.0 * cpu / wall, 1) if wall > 0 else 0.0,
            "cpu_count": os.cpu_count(),
            "peak_rss_mb": round(_peak_rss_mb(), 1),
        }


def _quantiles(values: list[float]) -> dict[str, float | None]:
    if not values:
        return {"p50": None, "p95": None}
    p50, p95 = np.quantile(values, (0.5, 0.95))
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}
