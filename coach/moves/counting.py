"""Repetitions of any exercise, of a recording and live, and the seconds of a hold.

A repetition is a way out and back to where it began; each side of an alternating move is
one. One that falls short of the others of its set, or of the instructor's, is an attempt and
is told apart. What people do between sets is not counted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.directions import N_DIRECTIONS, directions, mirrored_directions
from coach.embedding import Encoder
from coach.moves.counting_net import CounterNet, likely_spans, shipped_net
from coach.moves.counting_signals import N_PLACE, N_TURNS, carried_on, place_of, signals_of
from coach.moves.cycles import cycles
from coach.moves.holds import HoldClock
from coach.moves.live_cycles import LiveCycles
from coach.moves.spans import LIVE_DELAY, MARGIN
from coach.tracks import LONGEST_GAP, RATE, resample
from coach.types import FloatArray, Pose, PoseTrack

Way = NDArray[np.float64]
"""(27,) directions of the pose farthest out, less those of the one in which it began."""
Seconds = tuple[tuple[float, float], ...]

HALF: Final = 0.5
"""Part of the full way below which a repetition is an attempt."""
SMALL: Final = 0.8
"""Part of the usual size that it has at most besides: with errors, a way of full size may point
elsewhere."""
FEWEST: Final = 2
"""Repetitions beside one from which it can be told what is usual."""
NEIGHBOURS: Final = 6
"""Repetitions before and after that tell what the full way is."""
MOST_SHORT: Final = 1 / 3
"""Part of a set that may fall short of it."""
SAME_SET: Final = 12.0
"""Seconds between two repetitions of a set at most."""
LEAST_WAY: Final = 0.25
"""Length of a way (a Way), and
LEAST_RISE: metres that the hips go up or down, below which somebody just sways; of exercises
only those of the ankles have so short a way."""
LEAST_RISE: Final = 0.04


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


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """One repetition, full or not.

    Attributes:
        start, end: seconds. way: how far it went, see Way.
    """

    start: float
    end: float
    way: Way


def signals_of_track(track: PoseTrack, encoder: Encoder) -> FloatArray:
    """Signals (T, S) of a track on the regular clock."""
    latents = encoder.encode(track.world, track.confidence, track.points)
    return signals_of(directions(track.world), place_of(track.world, track.points), latents)


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
    track = resample(track)
    if not track.seen.any():
        return Counted((), (), ())
    signals = signals_of_track(track, encoder)
    found = find_cycles(signals, track.time, net, progress)
    short = fall_short(found, exemplar)
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
) -> tuple[Cycle, ...]:
    """All repetitions, full or not, in order; see ``count``.

    Args:
        signals: (T, S) of ``signals_of``. time: (T,) seconds of the regular clock.
    """
    frames = carried_on(signals)
    spans, odds = likely_spans(frames, net or shipped_net(), progress)
    found = [
        (Cycle(float(time[a]), float(time[b]), way_of(part[:, :N_TURNS])), part)
        for a, b in cycles(spans, odds, len(frames))
        for part in (signals[a : b + 1],)
    ]
    return tuple(one for one, part in found if _goes_somewhere(one.way, part))


def _goes_somewhere(way: Way, signals: NDArray[np.floating]) -> bool:
    """Whether somebody does more than sway; from the signals of a repetition."""
    return bool(np.linalg.norm(way) >= LEAST_WAY or _rise(signals[:, N_TURNS + 1]) >= LEAST_RISE)


def _rise(height: NDArray[np.floating]) -> float:
    """Metres by which a height leaves what it was at its ends; 0 where it is not known."""
    known = height[np.isfinite(height)]
    if not len(known):
        return 0.0
    out = np.sort(np.abs(known - (known[0] + known[-1]) / 2))
    return float(out[-max(1, len(out) // 5) :].mean())


def fall_short(found: Sequence[Cycle], exemplar: Exemplar | None = None) -> list[bool]:
    """Of every repetition whether it falls short of the instructor's, else of its set's.

    Where many of a set seem to, they are what is usual in it.
    """
    short = [_falls_short(one, _beside(found, i), exemplar) for i, one in enumerate(found)]
    if exemplar is not None and exemplar.ways:
        return short
    apart = [i for i in range(1, len(found)) if found[i].start - found[i - 1].end >= SAME_SET]
    for first, after in pairwise([0, *apart, len(found)]):
        if sum(short[first:after]) > MOST_SHORT * (after - first):
            short[first:after] = [False] * (after - first)
    return short


def way_of(turns: NDArray[np.floating]) -> Way:
    """The way of one repetition, from (T, 27) directions."""
    known = np.isfinite(turns).all(axis=1)
    if not known.any():
        return np.zeros(N_TURNS)
    turns = turns[known].astype(np.float64)
    out = turns - (turns[0] + turns[-1]) / 2
    far = np.argsort(np.linalg.norm(out, axis=1))[-max(1, len(out) // 5) :]
    way: Way = out[far].mean(axis=0)
    return way


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


def _beside(found: Sequence[Cycle], i: int) -> list[Way]:
    """Ways of the repetitions of the same set."""
    ways = []
    for j in range(max(0, i - NEIGHBOURS), min(len(found), i + NEIGHBOURS + 1)):
        gap = max(found[i].start - found[j].end, found[j].start - found[i].end)
        if i != j and gap < SAME_SET * abs(i - j):
            ways.append(found[j].way)
    return ways


def _falls_short(one: Cycle, beside: Sequence[Way], exemplar: Exemplar | None) -> bool:
    """Whether a repetition falls short of the instructor's, else of those beside it."""
    if exemplar is not None and exemplar.ways:
        beside = exemplar.ways
    elif len(beside) < FEWEST:
        return False
    usual = float(np.median([np.linalg.norm(way) for way in beside]))
    is_small = float(np.linalg.norm(one.way)) < SMALL * usual
    return is_small and _share(one.way, beside) < HALF


def _share(way: Way, full: Sequence[Way]) -> float:
    """Part of the usual way that a way goes.

    Only products of different ways are used: the errors in them are not alike, so that they
    cancel out. A way counts as itself or as its mirror image, whichever is more alike.
    """
    others = np.stack(full)
    mirrored = mirrored_directions(others.reshape(-1, N_DIRECTIONS, 3)).reshape(len(full), -1)
    usual = np.maximum(others @ others.T, others @ mirrored.T)
    different = ~np.eye(len(full), dtype=bool) if len(full) > 1 else np.ones((1, 1), bool)
    own = np.maximum(others @ way, mirrored @ way)
    return float(np.median(own) / max(float(np.median(usual[different])), 1e-9))


class LiveCounter:
    """Repetitions, attempts and the clock of holds, frame by frame; none of them goes down.

    A repetition is counted LIVE_DELAY frames of the regular clock after its end, or one more.
    A frame in which nobody is seen is bridged for LONGEST_GAP; then nothing is known.

    Attributes:
        repetitions, attempts: start and end of those so far, seconds.
    """

    def __init__(self, exemplar: Exemplar | None = None, net: CounterNet | None = None) -> None:
        self._cycles = LiveCycles(net or shipped_net())
        self._last: tuple[float, FloatArray] | None = None
        self._next = 0
        self._before: FloatArray | None = None
        self._taken = 0
        self._kept: deque[tuple[float, FloatArray]] = deque(maxlen=MARGIN + LIVE_DELAY)
        self.begin(exemplar)

    def begin(self, exemplar: Exemplar | None) -> None:
        """Count anew, by another exemplar; what was seen so far is still known."""
        self._exemplar = exemplar
        self._clock = HoldClock(_pose_of(exemplar))
        self._done: list[Cycle] = []
        self.repetitions: list[tuple[float, float]] = []
        self.attempts: list[tuple[float, float]] = []

    @property
    def count(self) -> int:
        """Full repetitions so far."""
        return len(self.repetitions)

    @property
    def held_s(self) -> float:
        """Good seconds of holds so far."""
        return self._clock.seconds

    def push(
        self, pose: Pose | None, latent: FloatArray | None, time: float, *, counting: bool = True
    ) -> int:
        """Take one frame and give the number of full repetitions.

        Args:
            pose, latent: (K,) of it; None where nobody is seen.
            time: seconds. Frames before the next moment of the regular clock change nothing.
            counting: whether what ends now is counted.
        """
        too_early = self._last is not None and time < self._next / RATE
        if pose is None or latent is None or too_early:
            return self.count
        place = place_of(pose.world[None], pose.points[None])
        new = signals_of(directions(pose.world[None]), place, latent[None])[0]
        if counting:
            self._clock.push(new[:N_TURNS], time)
        at, rows = self._due(new, time)
        self._last = (time, new)
        for moment, frame in zip(at.tolist(), self._carried(rows), strict=True):
            self._kept.append((moment, frame[: N_TURNS + N_PLACE]))
            self._taken += 1
            span = self._cycles.push(frame)
            if span is not None and counting:
                self._add(*(i - self._taken for i in span))
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

    def _add(self, first: int, last: int) -> None:
        """A repetition from one of the last frames to another, counted from the end: -1, ..."""
        frames = list(self._kept)[max(first, -len(self._kept)) : last + 1]
        seen = np.array([signals for _, signals in frames])
        way = way_of(seen[:, :N_TURNS])
        if not _goes_somewhere(way, seen):
            return
        one = Cycle(frames[0][0], frames[-1][0], way)
        beside = [done.way for done in self._done[-NEIGHBOURS:]]
        short = _falls_short(one, beside, self._exemplar)
        self._done.append(one)
        (self.attempts if short else self.repetitions).append((one.start, one.end))
