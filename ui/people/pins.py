"""How long to wait after wrong PINs: longer each time, never for good."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

FREE_TRIES: Final = 3
"""Wrong PINs before the first wait."""
FIRST_WAIT_S: Final = 2.0
LONGEST_WAIT_S: Final = 60.0


class PinWaits:
    """Counts the wrong PINs of each person while the app runs."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock``: seconds that only go forward."""
        self._clock = clock
        self._wrong: dict[str, int] = {}
        self._until: dict[str, float] = {}

    def left_s(self, name: str) -> float:
        """Seconds until the next PIN of a person is looked at; 0 where it may come now."""
        return max(0.0, self._until.get(name, 0.0) - self._clock())

    def note(self, name: str, *, right: bool) -> None:
        """A PIN was looked at; a right one makes up for all the wrong ones."""
        if right:
            self._wrong.pop(name, None)
            self._until.pop(name, None)
            return
        wrong = self._wrong[name] = self._wrong.get(name, 0) + 1
        if wrong >= FREE_TRIES:
            wait = min(FIRST_WAIT_S * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT_S)
            self._until[name] = self._clock() + wait
