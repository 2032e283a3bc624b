"""One advice at a time, without flicker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.session.readiness import Advice


@dataclass(frozen=True, slots=True)
class AdviserSettings:
    """How long an advice waits and stays, seconds.

    Attributes:
        wait: for which another advice has to hold before it is said.
        stay: for which an advice is said at least, so that it can be read.
    """

    wait: float = 0.7
    stay: float = 1.5


class Adviser:
    """Says one thing at a time: what is wrong now and then does not make it flicker."""

    def __init__(self, settings: AdviserSettings = AdviserSettings()) -> None:
        self._settings = settings
        self.reset()

    def reset(self) -> None:
        """Nothing was said yet; what comes first is said at once."""
        self._said: Advice | None = None
        self._said_at = -np.inf
        self._next: Advice | None = None
        self._next_since: float | None = None

    def push(self, advice: Advice | None, time: float) -> Advice | None:
        """Take what stands in the way at a time; return what to say."""
        if advice != self._next or self._next_since is None:
            self._next, first = advice, self._next_since is None
            self._next_since = -np.inf if first else time
        held = time - self._next_since >= self._settings.wait
        read = time - self._said_at >= self._settings.stay
        if advice != self._said and held and read:
            self._said, self._said_at = advice, time
        return self._said
