"""Repetitions as they end, frame by frame, and looked at again a little later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.moves.counting_net import CounterNet
from coach.moves.counting_signals import N_TURNS, PLACE, SHOWN
from coach.moves.cycles import OVERLAP
from coach.moves.hindsight import WINDOW, Hindsight, Span
from coach.moves.spans import LENGTHS, LIVE_DELAY, MARGIN, STRIDE, Spans, Track
from coach.types import FloatArray

WORTH: Final = 2.0
"""Log odds from which a stretch counts, if the next frame does not end one that is likelier."""
CLEAR: Final = 2.5
"""Log odds from which it counts at once."""
ALIKE: Final = 0.25
"""Logarithm of the ratio of two repetitions' lengths that is usual within a set."""
IN_A_ROW: Final = 1.0
"""Log odds in favour of a stretch that follows on one of its length."""
MOVED: Final = 1.0
"""Way out, in lengths of directions of limbs, that is no repetition; an estimator's errors."""
RAISED: Final = 6.0
"""What a metre of height is worth of them, and
SEEN: one of the joints across the line of sight."""
SEEN: Final = 3.0
RETURNED: Final = 0.75
"""Part of the way out at which somebody may be at the end of a repetition."""
LOOKED_AT: Final = 8
"""Stretches that end in a frame and are looked at, those that return best."""
BELIEVED: Final = 30
"""Frames for which a repetition is believed that no second look has found."""
APART: Final = 2
"""Frames by which it may begin before the last one that was found has ended."""


@dataclass(frozen=True, slots=True)
class Known:
    """The repetitions by what is known now.

    Attributes:
        settled: those that will not change any more, since this was last told.
        recent: those after them that a second look has found.
        at_once: those after them that were found as they ended.
    """

    settled: tuple[Span, ...]
    recent: tuple[Span, ...]
    at_once: tuple[Span, ...]


class LiveCycles:
    """Takes frames on the regular clock; tells the repetitions when something new is known.

    One is told LIVE_DELAY frames, and at most one more, after its end, or when a second look
    finds it.
    """

    def __init__(self, net: CounterNet) -> None:
        self._net = net
        self._frames: FloatArray | None = None
        self._taken = 0
        self._ended = 0
        self._length = 0
        self._waiting: tuple[float, int, int] | None = None
        self._at_once: list[Span] = []
        self._hindsight = Hindsight(net)
        self._recent: list[Span] = []

    def push(self, frame: FloatArray, *, newest: bool = True) -> Known | None:
        """Take a frame; what is known if that is something new.

        Args:
            frame: (S + 1,) of ``carried_on``.
            newest: whether no other frame is waiting: then there is time for a second look.
        """
        new = frame[None]
        before = new[:0] if self._frames is None else self._frames
        self._frames = np.concatenate([before[1 - WINDOW :], new])
        self._taken += 1
        ended = self._ending()
        looked = self._hindsight.push(self._frames, self._taken, self._possible(), look=newest)
        if ended is not None:
            self._at_once.append(ended)
        return self._now(looked) if looked is not None or ended is not None else None

    def _now(self, looked: tuple[list[Span], list[Span]] | None) -> Known:
        settled: list[Span] = []
        if looked is not None:
            settled, self._recent = looked
            sure = [*settled, *self._recent]
            until = max([self._taken - BELIEVED, *(end - APART for _, end in sure)])
            self._at_once = [
                one for one in self._at_once
                if one[1] >= until and all(one[0] >= end - APART for _, end in sure)
            ]  # fmt: skip
            newest = max([*sure, *self._at_once], key=lambda one: one[1], default=None)
            if newest is not None and newest[1] > self._ended:
                self._ended, self._length = newest[1], newest[1] - newest[0]
        return Known(tuple(settled), tuple(self._recent), tuple(self._at_once))

    def _ending(self) -> Span | None:
        """The repetition of which it is clear now that it has just ended."""
        best = self._best()
        waiting, self._waiting = self._waiting, None
        if waiting is not None and (best is None or best[0] <= waiting[0]):
            return self._count(waiting)
        if best is not None and best[0] >= CLEAR:
            return self._count(best)
        self._waiting = best
        return None

    def _count(self, found: tuple[float, int, int]) -> Span:
        _, start, end = found
        self._ended, self._length = end, end - start
        return start, end

    def _possible(self) -> Spans:
        """The stretches that end LIVE_DELAY frames ago and that a recording is searched for."""
        end = self._taken - 1 - LIVE_DELAY
        starts = end - LENGTHS
        searched = (starts >= 0) & (starts % np.maximum(1, LENGTHS // STRIDE) == 0)
        searched &= self._is_seen()
        spans: Spans = np.stack([starts, LENGTHS], axis=1)[searched]
        return spans

    def _is_seen(self) -> bool:
        """Whether somebody is seen in the frame whose stretches are looked at."""
        frames = self._frames
        if frames is None or len(frames) <= LIVE_DELAY:
            return False
        return bool(frames[-1 - LIVE_DELAY, -1] > 0)

    def _best(self) -> tuple[float, int, int] | None:
        """The likeliest stretch that ended LIVE_DELAY frames ago: log odds, first, last frame."""
        frames = self._frames
        assert frames is not None
        offset = self._taken - len(frames)
        end = len(frames) - 1 - LIVE_DELAY
        lengths = LENGTHS[end - max(0, self._ended - OVERLAP - offset) >= LENGTHS]
        if not len(lengths) or not self._is_seen():
            return None
        change = frames[: end + 1, : SHOWN.stop] - frames[end, : SHOWN.stop]
        apart = np.linalg.norm(change[:, :N_TURNS], axis=1)
        apart += SEEN * np.linalg.norm(change[:, SHOWN], axis=1)
        apart += RAISED * np.abs(change[:, PLACE.start + 1])
        farthest = np.maximum.accumulate(apart[::-1])[lengths]
        returned = apart[end - lengths] / np.maximum(farthest, MOVED)
        nearest = np.argsort(returned, kind="stable")[:LOOKED_AT]
        lengths = lengths[np.sort(nearest[returned[nearest] < RETURNED])]
        if not len(lengths):
            return None
        low = max(0, end - round(MARGIN / LENGTHS[-1] * lengths[-1]))
        spans = np.stack([end - lengths - low, lengths], axis=1)
        last = np.full((len(spans), 1), len(frames) - 1 - low, np.intp)
        features = Track(frames[low:], few=True).features(spans, last)
        live = np.ones((len(spans), 1), np.float32)
        odds = self._net.odds("alone", np.concatenate([features, live], axis=1))
        starts = end - lengths + offset
        if self._length:
            alike = np.abs(np.log(lengths / self._length)) < ALIKE
            follows = np.abs(starts - self._ended) <= max(2, 0.1 * self._length)
            odds = odds + IN_A_ROW * (alike & follows)
        best = int(np.argmax(odds))
        if odds[best] < WORTH:
            return None
        return float(odds[best]), int(starts[best]), end + offset
