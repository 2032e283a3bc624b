"""Where the target video is: told by every picture shown, asked by the scoring."""

from __future__ import annotations

import threading
from typing import Final

import numpy as np
from numpy.typing import NDArray

SKIPPED: Final = 2.0
"""Seconds of the target without a frame from which a stretch was left out of a session."""


class Playhead:
    """Presentation time of the target at any monotonic moment; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._target_time = 0.0
        self._at = 0.0
        self._rate = 1.0
        self._playing = False

    def update(self, target_time: float, at: float, *, rate: float, playing: bool) -> None:
        """A picture of ``target_time`` was shown at monotonic time ``at``."""
        with self._lock:
            self._target_time, self._at = target_time, at
            self._rate, self._playing = rate, playing

    def at(self, now: float) -> float:
        """Presentation time at monotonic time ``now`` (also somewhat in the past).

        A player that shows no new picture for a second stands still for us too.
        """
        with self._lock:
            if not self._playing:
                return self._target_time
            passed = min(max(now - self._at, -1.0), 1.0)
            return max(0.0, self._target_time + passed * self._rate)

    @property
    def playing(self) -> bool:
        """Whether the target moves on."""
        with self._lock:
            return self._playing


def jumped_over(times: NDArray[np.floating]) -> tuple[tuple[float, float], ...]:
    """Stretches of the target that no pass of a session came to, start and end of each.

    They were jumped over, or the camera gave no picture. What lies before the first frame or
    after the last one is not among them: who ends early has not done the rest.

    Args:
        times: (N,) of the target, growing, seconds (see ``coach.tracks.newest_passes``).
    """
    before = np.flatnonzero(np.diff(times) > SKIPPED)
    return tuple((float(times[i]), float(times[i + 1])) for i in before)
