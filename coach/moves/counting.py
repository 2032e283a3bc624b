"""Repetitions of any exercise, of a recording and live, and the seconds of a hold.

A repetition is a way out and back to where it began; each side of an alternating move is
one. One that falls short of the others of its set, or of the instructor's, is an attempt and
is told apart. What people do between sets is not counted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.angles import joint_angles
from coach.directions import directions
from coach.embedding import Encoder
from coach.moves.attempts import (
    NEIGHBOURS,
    Cycle,
    Way,
    cycle_of,
    fall_short,
    is_slight,
    way_of,
)
from coach.moves.counting_net import CounterNet, likely_spans, shipped_net
from coach.moves.counting_signals import LATENTS, N_TURNS, PLACE, carried_on, signals_of
from coach.moves.cycles import cycles
from coach.moves.hindsight import WINDOW, Span
from coach.moves.holds import HoldClock
from coach.moves.idling import trained
from coach.moves.kinds import described, shipped_kinds
from coach.moves.live_cycles import APART, Known, LiveCycles
from coach.moves.spans import MARGIN
from coach.pose.correction import corrected_on_clock
from coach.tracks import LONGEST_GAP, RATE
from coach.types import FloatArray, Pose, PoseTrack

Seconds = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was done, each with start and end in seconds of the track's clock.

    Attributes:
        repetitions: full ones. attempts: those that fell short. held: poses held.
    """

    repetitions: Seconds
    attempts: Seconds
    held: Seconds

    @property
    def held_s(self) -> float:
        """Seconds that poses were held, in all."""
        return float(sum(end - start for start, end in self.held))


@dataclass(frozen=True, slots=True, eq=False)
class Exemplar:
    """How the instructor does a move.

    Attributes:
        ways: of repetitions, none of a hold. pose: (27,) directions of the pose held; NaN of a
            move that repeats.
    """

    ways: tuple[Way, ...]
    pose: NDArray[np.float64]


def signals_of_track(track: PoseTrack, encoder: Encoder) -> FloatArray:
    """Signals (T, S) of a track on the regular clock, corrected (``coach.pose.correction``)."""
    latents = encoder.encode(track.world, track.confidence, track.points)
    return signals_of(directions(track.world), track.world, track.points, latents)


def count(
    track: PoseTrack,
    encoder: Encoder,
    *,
    exemplar: Exemplar | None = None,
    net: CounterNet | None = None,
    progress: Callable[[float], None] | None = None,
) -> Counted:
    """Repetitions, attempts and holds of whatever somebody does.

    Args:
        track: of any rate; it may hold anything before, between and after.
        encoder: poses to latents.
        exemplar: what full means; None: what is usual in the set.
        net: None: the shipped one.
        progress: told the part that is done, 0..1.
    """
    track = corrected_on_clock(track)
    if not track.seen.any():
        return Counted((), (), ())
    signals = signals_of_track(track, encoder)
    angles = joint_angles(track.world)
    kinds = shipped_kinds().probabilities(described(signals[:, LATENTS], angles, signals[:, PLACE]))
    found = find_cycles(signals, track.time, net, progress, kinds)
    short = fall_short(found, exemplar.ways if exemplar else (), net)
    held = holds(signals[:, :N_TURNS], track.time, exemplar)
    spans = [(one.start, one.end) for one in found]
    return Counted(
        tuple(span for span, less in zip(spans, short, strict=True) if not less),
        tuple(span for span, less in zip(spans, short, strict=True) if less),
        held,
    )


def holds(
    turns: NDArray[np.floating], time: NDArray[np.float64], exemplar: Exemplar | None = None
) -> Seconds:
    """Where a plank, or the instructor's pose, is held: start and end of each, seconds.

    Args:
        turns: (T, 27) or (T, 9, 3) directions. time: (T,) seconds.
    """
    clock = HoldClock(_pose_of(exemplar))
    for frame, now in zip(turns.reshape(len(turns), N_TURNS), time.tolist(), strict=True):
        clock.push(frame, now)
    return tuple(clock.spans)


def find_cycles(
    signals: FloatArray,
    time: NDArray[np.float64],
    net: CounterNet | None = None,
    progress: Callable[[float], None] | None = None,
    kinds: FloatArray | None = None,
) -> tuple[Cycle, ...]:
    """All repetitions, full or not, in order; see ``count``.

    Args:
        signals: (T, S) of ``signals_of``. time: (T,) seconds of the regular clock.
        kinds: (H, 4) probabilities of ``coach.moves.kinds``; None: nobody waits or holds a pose.
    """
    frames = carried_on(signals)
    spans, odds = likely_spans(frames, net or shipped_net(), progress)
    chosen = cycles(spans, odds, len(frames))
    if kinds is not None:
        likely = {(a, a + n): one for (a, n), one in zip(spans.tolist(), odds, strict=True)}
        chosen = trained(chosen, [likely[span] for span in chosen], kinds)
    found = (cycle_of(float(time[a]), float(time[b]), signals[a : b + 1]) for a, b in chosen)
    return tuple(one for one in found if one.goes_somewhere)


def exemplar_of(
    turns: NDArray[np.floating], time: NDArray[np.floating], done: Sequence[tuple[float, float]]
) -> Exemplar:
    """What an instructor shows in a stretch.

    Args:
        turns: (T, 27) or (T, 9, 3) directions. time: (T,) seconds.
        done: the repetitions in it; none: a pose is held.
    """
    turns = turns.reshape(len(turns), N_TURNS)
    ways = tuple(way_of(turns[(time >= a) & (time <= b)]) for a, b in done)
    pose = np.full(N_TURNS, np.nan)
    if not ways and np.isfinite(turns).all(axis=1).any():
        pose = np.nanmedian(turns, axis=0).astype(np.float64)
    return Exemplar(ways, pose)


def _pose_of(exemplar: Exemplar | None) -> NDArray[np.float64] | None:
    return exemplar.pose if exemplar is not None and np.isfinite(exemplar.pose).all() else None


class LiveCounter:
    """Repetitions, attempts and the clock of holds, frame by frame.

    A repetition is counted LIVE_DELAY frames of the regular clock after its end or one more,
    or when a second look finds it. Where a second look finds that it was none, the next one
    changes nothing, so that the number is right again.
    A frame in which nobody is seen is bridged for LONGEST_GAP; then nothing is known.

    Attributes:
        count: full repetitions so far. total: those and the attempts. Neither goes down; an
            attempt may turn out to be full.
    """

    def __init__(self, exemplar: Exemplar | None = None, net: CounterNet | None = None) -> None:
        self._net = net or shipped_net()
        self._cycles = LiveCycles(self._net)
        self._last: tuple[float, FloatArray] | None = None
        self._next = 0
        self._before: FloatArray | None = None
        self._taken = self._ended = 0
        self._kept: deque[tuple[float, FloatArray, bool]] = deque(maxlen=WINDOW)
        self.begin(exemplar)

    def begin(self, exemplar: Exemplar | None) -> None:
        """Count anew, by another exemplar; what was seen so far is still known."""
        self._exemplar = exemplar
        self._clock = HoldClock(_pose_of(exemplar))
        self._began, self._over = self._taken, self._ended
        self._told: dict[Span, Cycle | None] = {}
        self._settled: list[tuple[Cycle, bool]] = []
        self.count = 0
        self.total = 0

    @property
    def held_s(self) -> float:
        """Good seconds of holds so far."""
        return self._clock.seconds

    def push(
        self, pose: Pose | None, latent: FloatArray | None, time: float, *, counting: bool = True
    ) -> int:
        """Take one frame and give the number of full repetitions.

        Args:
            pose, latent: (K,) of it, corrected (``LiveCorrection``); None where nobody is seen.
            time: seconds. Frames before the next moment of the regular clock change nothing.
            counting: whether what ends now is counted.
        """
        too_early = self._last is not None and time < self._next / RATE
        if pose is None or latent is None or too_early:
            return self.count
        world, points = pose.world[None], pose.points[None]
        new = signals_of(directions(world), world, points, latent[None])[0]
        if counting:
            self._clock.push(new[:N_TURNS], time)
        at, rows = self._due(new, time)
        self._last = (time, new)
        last = self._taken + len(at)
        for moment, frame in zip(at.tolist(), self._carried(rows), strict=True):
            self._kept.append((moment, frame[:-1], counting))
            self._taken += 1
            known = self._cycles.push(frame, newest=self._taken == last)
            if known is not None:
                self._learn(known)
        return self.count

    def _carried(self, rows: FloatArray) -> FloatArray:
        frames = carried_on(rows, self._before)
        if len(frames):
            self._before = frames[-1, :-1]
        return frames

    def _due(self, new: FloatArray, time: float) -> tuple[NDArray[np.float64], FloatArray]:
        """Moments of the regular clock since the last frame, and the signals then."""
        latest = int(np.floor(time * RATE))
        if self._last is None:
            self._next = latest + 1
            return np.array([time]), new[None]
        before, old = self._last
        at = np.arange(max(self._next, latest - MARGIN), latest + 1) / RATE
        self._next = latest + 1
        part = ((at - before) / max(time - before, 1e-9))[:, None]
        rows = (old + part * (new - old)).astype(np.float32)
        if time - before > LONGEST_GAP:
            rows[:-1] = np.nan
        return at, rows

    def _learn(self, known: Known) -> None:
        """Take over what is known now of the repetitions since ``begin``."""
        settled, recent = (self._cycles_of(spans) for spans in (known.settled, known.recent))
        done = [one for one, _ in self._settled[-NEIGHBOURS:]]
        for one in self._cycles_of(known.at_once):
            if not is_slight(one, [*done, *settled, *recent]):
                recent.append(one)
        ways = self._exemplar.ways if self._exemplar else ()
        short = fall_short([*done, *settled, *recent], ways, self._net)[len(done) :]
        self._settled += zip(settled, short, strict=False)
        self._told = {span: self._told[span] for span in (*known.recent, *known.at_once)
                      if span in self._told}  # fmt: skip
        self._ended = max([self._ended, *(end for _, end in self._told)])
        full = [*(less for _, less in self._settled), *short[len(settled) :]].count(False)
        self.count = max(self.count, full)
        self.total = max(self.total, self.count, len(self._settled) + len(recent))

    def _cycles_of(self, spans: Sequence[Span]) -> list[Cycle]:
        """Those of the repetitions that are counted."""
        for span in spans:
            is_new = span[1] >= self._began and span[0] >= self._over - APART
            if is_new and span not in self._told:
                self._told[span] = self._cycle(*(i - self._taken for i in span))
        told = (self._told.get(span) for span in spans)
        return [one for one in told if one is not None]

    def _cycle(self, first: int, last: int) -> Cycle | None:
        """From one of the last frames to another, counted from the end: -1, ..."""
        frames = list(self._kept)[max(first, -len(self._kept)) : last + 1 or None]
        seen = np.array([signals for _, signals, _ in frames])
        one = cycle_of(frames[0][0], frames[-1][0], seen)
        return one if frames[-1][2] and one.goes_somewhere else None
