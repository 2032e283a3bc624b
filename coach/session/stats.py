"""What a session measures of itself: frames, latencies, processor and memory."""

from __future__ import annotations

import os
import sys
import time
from array import array
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from coach.types import Frame

MOST_SAMPLES: Final = 400_000
"""Latencies kept: more than three hours at 30 a second."""


def peak_rss_mb() -> float:
    """The most memory that this process has had so far, megabytes; NaN where nobody tells."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024.0 * 1024.0 if sys.platform == "darwin" else 1024.0)


class Measurements:
    """Counts and latencies while the target plays and is scored; all else is left out."""

    def __init__(self, processor: Callable[[], float] = time.process_time) -> None:
        """``processor``: seconds of processor time used so far."""
        self._processor = processor
        self.start()

    def start(self) -> None:
        """Begin anew, with a pause."""
        self.n_scored = 0
        self._captured_before = 0
        self._first: int | None = None
        self._last = -1
        self._score_ms, self._screen_ms = array("f"), array("f")
        self._shown = -1
        self._wall = self._cpu = 0.0
        self._since = (0.0, 0.0)

    def pause(self) -> None:
        """Stop counting."""
        if self._first is not None:
            self._captured_before += self._last + 1 - self._first
            self._first = None
            self._wall += time.monotonic() - self._since[0]
            self._cpu += self._processor() - self._since[1]

    def resume(self, index: int) -> None:
        """Count from the camera frame of that index on; while counting it changes nothing."""
        if self._first is None:
            self._first, self._last = index, index - 1
            self._since = (time.monotonic(), self._processor())

    def scored(self, frame: Frame, at: float) -> None:
        """A frame was scored at monotonic time ``at``."""
        self.n_scored += 1
        self._last = frame.index
        if len(self._score_ms) < MOST_SAMPLES:
            self._score_ms.append((at - frame.time) * 1000.0)

    def shown(self, index: int, captured_at: float, at: float) -> None:
        """The state of a frame was painted at ``at``; repaints are not counted."""
        if index != self._shown and len(self._screen_ms) < MOST_SAMPLES:
            self._shown = index
            self._screen_ms.append((at - captured_at) * 1000.0)

    @property
    def captured(self) -> int:
        """Camera frames from the first to the last one that was scored, pauses left out."""
        return self._captured_before + (
            self._last + 1 - self._first if self._first is not None else 0
        )

    @property
    def dropped(self) -> int:
        """Those of them that got no score."""
        return self.captured - self.n_scored

    def summary(self) -> dict[str, object]:
        """The figures of ``coach follow --stats``, best asked for after the end."""
        wall, cpu = self._wall, self._cpu
        if self._first is not None:
            wall += time.monotonic() - self._since[0]
            cpu += self._processor() - self._since[1]
        return {
            "captured": self.captured,
            "scored": self.n_scored,
            "dropped": self.dropped,
            "duration_s": round(wall, 3),
            "latency_ms": {
                "score": _quantiles(self._score_ms),
                "screen": _quantiles(self._screen_ms),
            },
            "cpu_percent": round(100.0 * cpu / wall, 1) if wall > 0 else 0.0,
            "cpu_count": os.cpu_count(),
            "peak_rss_mb": round(peak_rss_mb(), 1),
        }


def _quantiles(values: Sequence[float]) -> dict[str, float | None]:
    if not values:
        return {"p50": None, "p95": None}
    p50, p95 = np.quantile(values, (0.5, 0.95))
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1)}
