"""Whether the computer slept, or the whole program stood still."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

LOOK_MS: Final = 1000
SLEPT_S: Final = 5.0
"""Seconds from one look to the next that nothing but sleep explains, or a program that stood
still just as long."""


def sleeping_seconds() -> float:
    """Seconds that grow during sleep too, and whatever is done to the clock on the wall.

    ``time.monotonic`` stands still during sleep on Linux and macOS.
    """
    if sys.platform.startswith("linux"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # unlike ``time.monotonic`` there
    return time.monotonic()


class Awake(QObject):
    """Looks at the clock now and then.

    Signals:
        woke: the computer is awake again; seconds for which it slept.
    """

    woke = Signal(float)

    def __init__(
        self, clock: Callable[[], float] = sleeping_seconds, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._looked_at = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, on: bool) -> None:
        """Begin or cease to look."""
        if on and not self._timer.isActive():
            self._looked_at = self._clock()
            self._timer.start()
        elif not on:
            self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Tell if the last look was too long ago."""
        now = self._clock()
        away, self._looked_at = now - self._looked_at, now
        if away > SLEPT_S:
            self.woke.emit(away)
