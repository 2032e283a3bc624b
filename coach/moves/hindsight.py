"""The repetitions of the last seconds, looked at again with what came after them.

As a repetition ends nobody can know whether more of the same will follow. Every now and then the
stretches of the last seconds are judged as those of a recording are, each among the others
(``coach.moves.counting_net``); so what was missed is found, and what was none is given up.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.counting_net import POSSIBLE, CounterNet, among_others
from coach.moves.cycles import OVERLAP, cycles
from coach.moves.spans import N_FEATURES, SHIFTS, SMOOTHED, Spans, Track
from coach.types import FloatArray

WINDOW: Final = 360
"""Frames that are looked at, 24 seconds."""
EVERY: Final = 10
"""Frames from one look to the next, two thirds of a second."""
SETTLED: Final = 180
"""Frames after which a repetition is no longer looked at again."""
HOPELESS: Final = POSSIBLE - 1.0
"""Log odds, by itself, below which a stretch is not looked at again."""
Span = tuple[int, int]
"""First and last frame of a repetition, both numbered from the first one taken."""
_AFTER: Final = max(SHIFTS), SMOOTHED[-1][1]
"""Lengths of a stretch, and frames, after its end that its description looks at."""


class Hindsight:
    """Takes frames and the stretches that end in them.

    A repetition is settled when it ended SETTLED frames ago; it does not change any more.
    """

    def __init__(self, net: CounterNet) -> None:
        self._net = net
        self._looked = 0
        self._until = 0
        self._new: list[Spans] = []
        self._spans: Spans = np.zeros((0, 2), np.intp)
        self._features: FloatArray = np.zeros((0, N_FEATURES), np.float32)
        self._odds: FloatArray = np.zeros(0, np.float32)
        self._known: NDArray[np.intp] = np.zeros(0, np.intp)

    def push(
        self, frames: FloatArray, taken: int, spans: Spans, *, look: bool = True
    ) -> tuple[list[Span], list[Span]] | None:
        """Take the last frame; None if it is too early to look again.

        Args:
            frames: (T, S + 1) of ``carried_on``, the last ones; at least WINDOW if there are.
            taken: frames so far, with these. spans: (S, 2) possible stretches, by first frame
                and length, that have not been given before.
            look: whether there is time for it.

        Returns:
            The repetitions that have settled since the last look, and those after them as they
            seem now.
        """
        self._new.append(spans)
        if not look or taken < self._looked + EVERY:
            return None
        self._looked = taken
        frames = frames[-WINDOW:]
        self._describe(frames, taken)
        low = taken - len(frames)
        rows = self._odds > POSSIBLE
        local = self._spans[rows] - np.array([low, 0])
        odds = among_others(local, self._features[rows], self._odds[rows], len(frames), self._net)
        found = [(low + a, low + b) for a, b in cycles(local, odds, len(frames))]
        found = [one for one in found if one[0] >= self._until - OVERLAP]
        old = taken - SETTLED
        settled = [one for one in found if one[1] <= old]
        self._until = max([self._until, *(end for _, end in settled)])
        return settled, [one for one in found if one[1] > old]

    def _describe(self, frames: FloatArray, taken: int) -> None:
        """Describe the new stretches, and again those of whose after more is known by now."""
        low = taken - len(frames)
        new = np.concatenate(self._new)
        self._new = []
        spans = np.concatenate([self._spans, new])
        features = np.concatenate([self._features, np.zeros((len(new), N_FEATURES), np.float32)])
        odds = np.concatenate([self._odds, np.zeros(len(new), np.float32)])
        known = np.concatenate([self._known, np.zeros(len(new), np.intp)])
        ends = spans.sum(axis=1)
        after = ends + np.ceil(_AFTER[0] * spans[:, 1]) + _AFTER[1]
        inside = spans[:, 0] >= low
        due = inside & (known < np.minimum(after, taken))
        if due.any():
            described = Track(frames).features(spans[due] - np.array([low, 0]))
            features[due] = described
            odds[due] = self._net.odds("alone", np.pad(described, ((0, 0), (0, 1))))
            known[due] = taken
        kept = inside & (odds > HOPELESS)
        self._spans, self._features = spans[kept], features[kept]
        self._odds, self._known = odds[kept], known[kept]
