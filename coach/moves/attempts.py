"""Which repetitions are full, and which fall short and are attempts.

A repetition is told by how far it goes: the way of the limbs, the height of the hips, the
latents, the joints in the picture, and the length of the path there and back. An estimator's
errors make each of them unsure, so all are looked at together, beside those of the others of its
set, by a small perceptron that is a part of the counter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.directions import N_DIRECTIONS, mirrored_directions
from coach.moves.counting_net import SHORT, CounterNet, shipped_net
from coach.moves.counting_signals import LATENTS, N_TURNS, PLACE, SHOWN
from coach.types import FloatArray

Way = NDArray[np.float64]
"""(27,) directions of the pose farthest out, less those of the one in which it began."""

LIKELY: Final = 0.0
"""Log odds from which a repetition is an attempt."""
HALF: Final = 0.5
"""Part of the instructor's way, and
SMALL: part of its size, below which a repetition falls short of it: with errors, a way of full
size may point elsewhere. From one view to another even both may be wrong, so only
MOST: part of a set that has to."""
SMALL: Final = 0.6
MOST: Final = 0.6
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
LEAST_PART: Final = 0.25
"""Part of the usual way, of limbs and latents, below which not even an attempt was made."""
EASED: Final = np.array([0.02, 0.02, 0.05, 0.1, 0.03, 0.1])
"""Added to extents before they are divided: what errors alone make of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Cycle:
    """One repetition, full or not.

    Attributes:
        start, end: seconds. way: how far it went, see Way.
        extents: (6,) length of the way; metres of height; way of the latents; length of the
            path of the limbs; way of the joints across the line of sight, and length of its path.
    """

    start: float
    end: float
    way: Way
    extents: NDArray[np.float64]

    @property
    def goes_somewhere(self) -> bool:
        """Whether somebody did more than sway."""
        return bool(self.extents[0] >= LEAST_WAY or self.extents[1] >= LEAST_RISE)


def cycle_of(start: float, end: float, signals: FloatArray) -> Cycle:
    """A repetition; ``signals``: (T, S) of ``signals_of`` from its first to its last frame."""
    turns = signals[:, :N_TURNS]
    way = way_of(turns)
    extents = (
        np.linalg.norm(way),
        _out(signals[:, [PLACE.start + 1]]),
        _out(signals[:, LATENTS]),
        _path(turns),
        _out(signals[:, SHOWN]),
        _path(signals[:, SHOWN]),
    )
    return Cycle(start, end, way, np.array(extents, np.float64))


def way_of(turns: NDArray[np.floating]) -> Way:
    """The way of one repetition, from (T, 27) directions."""
    out = _from_ends(turns)
    if not len(out):
        return np.zeros(N_TURNS)
    far = np.argsort(np.linalg.norm(out, axis=1))[-max(1, len(out) // 5) :]
    way: Way = out[far].mean(axis=0)
    return way


def _out(values: NDArray[np.floating]) -> float:
    """How far (T, N) values are from their ends where they are farthest; 0 if not known."""
    far = np.sort(np.linalg.norm(_from_ends(values), axis=1))
    return float(far[-max(1, len(far) // 5) :].mean()) if len(far) else 0.0


def _path(values: NDArray[np.floating]) -> float:
    """How far (T, N) values go from frame to frame, in all."""
    return float(np.linalg.norm(np.diff(_from_ends(values), axis=0), axis=1).sum())


def _from_ends(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """The values that are known, less the middle of the first and the last."""
    known: NDArray[np.float64] = values[np.isfinite(values).all(axis=1)].astype(np.float64)
    if len(known):
        known -= (known[0] + known[-1]) / 2
    return known


def compared(one: Cycle, beside: Sequence[Cycle]) -> FloatArray:
    """(N_COMPARED,) a repetition beside at least FEWEST others of its set."""
    sizes = EASED + [other.extents for other in beside]
    usual = np.median(sizes, axis=0)
    seconds = float(np.median([other.end - other.start for other in beside]))
    own = EASED + one.extents
    return np.array(
        [
            *np.log(own / usual),
            np.log(own[0] / sizes[:, 0].max()),
            np.log(max(one.end - one.start, 1e-3) / max(seconds, 1e-3)),
            _share(one.way, [other.way for other in beside]),
            *usual[:2],
            np.log(sizes[:, 0]).std(),
            seconds,
        ],
        np.float32,
    )


def fall_short(
    found: Sequence[Cycle], ways: Sequence[Way] = (), net: CounterNet | None = None
) -> list[bool]:
    """Of every repetition whether it falls short of its set's, or with most of them of a way.

    Args:
        found: repetitions in order.
        ways: of the instructor; none: what is usual in the set is full.
        net: None: the shipped one.
    """
    short = _of_their_sets(found, net or shipped_net())
    below = [_is_below(one, ways) for one in found]
    if sum(below) > MOST * len(found):
        return [one or other for one, other in zip(short, below, strict=True)]
    return short


def is_slight(one: Cycle, before: Sequence[Cycle]) -> bool:
    """Whether the newest repetition goes nowhere beside those before it.

    Live, the dip between two lifts of a limb may look like one more: it goes out and back too.
    """
    before = before[-NEIGHBOURS:]
    if len(before) < FEWEST:
        return False
    usual = EASED + np.median([other.extents for other in before], axis=0)
    part = ((EASED + one.extents) / usual)[[0, 2]]
    return bool(part.prod() < LEAST_PART**2)


def _of_their_sets(found: Sequence[Cycle], net: CounterNet) -> list[bool]:
    """Where many of a set seem to fall short, they are what is usual in it."""
    rows = [(i, beside_of(found, i)) for i in range(len(found))]
    told = [(i, compared(found[i], beside)) for i, beside in rows if len(beside) >= FEWEST]
    short = [False] * len(found)
    likely = _likely(net, [values for _, values in told])
    for (i, _), is_likely in zip(told, likely, strict=True):
        short[i] = is_likely
    apart = [i for i in range(1, len(found)) if found[i].start - found[i - 1].end >= SAME_SET]
    for first, after in pairwise([0, *apart, len(found)]):
        if sum(short[first:after]) > MOST_SHORT * (after - first):
            short[first:after] = [False] * (after - first)
    return short


def _likely(net: CounterNet, values: Sequence[FloatArray]) -> list[bool]:
    """Whether each of what ``compared`` tells is likely an attempt."""
    return [bool(odds > LIKELY) for odds in net.odds(SHORT, np.stack(values))] if values else []


def beside_of(found: Sequence[Cycle], i: int) -> list[Cycle]:
    """The repetitions of the same set."""
    beside = []
    for j in range(max(0, i - NEIGHBOURS), min(len(found), i + NEIGHBOURS + 1)):
        gap = max(found[i].start - found[j].end, found[j].start - found[i].end)
        if i != j and gap < SAME_SET * abs(i - j):
            beside.append(found[j])
    return beside


def _is_below(one: Cycle, ways: Sequence[Way]) -> bool:
    """Whether a repetition seems to fall short of the instructor's ways."""
    if not ways:
        return False
    usual = float(np.median([np.linalg.norm(way) for way in ways]))
    return bool(one.extents[0] < SMALL * usual and _share(one.way, ways) < HALF)


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
