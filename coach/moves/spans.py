"""Every stretch of time described as one repetition might be, whatever the exercise.

A repetition goes out and comes back: the pose at its end is that of its beginning, it was far
from both in between, and not near them again half way. What comes before and after is often
the same once more, or its mirror image. All of this is told by distances between poses of the
track itself (self-similarity, which RepNet of Dwibedi et al. 2020 counts by), so it is the
same for every exercise. Distances are measured twice: between poses in the person's own axes, and
between places of the joints across the line of sight.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.directions import N_DIRECTIONS, mirrored_directions
from coach.moves.counting_signals import LATENTS, N_TURNS, PLACE, SHOWN, mirrored_shown
from coach.types import FloatArray

LENGTHS: Final[NDArray[np.intp]] = np.array(
    [*range(4, 17), *range(18, 33, 2), *range(36, 65, 4), *range(72, 137, 8)], dtype=np.intp
)
"""Frames of the stretches that are looked at, 0.27 to 9 seconds."""
STRIDE: Final = 20
"""A stretch of so many frames begins at every frame, one twice as long at every other."""
PHASES: Final = 12
"""Parts of a stretch at whose edges the pose is looked at."""
SHIFTS: Final = (0.87, 1.0, 1.15)
"""Lengths of the repetition before or after, in parts of this one."""
MARGIN: Final = round(2.2 * 136)
"""Frames before and after that a description may look at."""
LATENT: Final = 0.25
"""Weight of a latent's values beside directions."""
METRE: Final = 0.5
"""What a metre across the line of sight is worth of the distance between poses."""
BESIDE: Final = 8
"""Frames beside a stretch in which somebody may be still."""
LIVE_DELAY: Final = 3
"""Frames after the end of a stretch at which it is judged live."""
N_POSES: Final = 2 * N_TURNS
"""Features that tell the poses themselves, nearest and farthest; the last ones."""
N_ALIKE: Final = 12 + 11 + 1 + 6 + 6 + 3 + 2 + 2
"""Features told by one kind of distances."""
N_FEATURES: Final = 2 * N_ALIKE + 12 + 2 + 2 + 1 + N_DIRECTIONS + 3 + 3 + N_POSES

Spans = NDArray[np.intp]
"""(S, 2) first frame and number of frames."""


SMOOTHED: Final = ((0, 1), (20, 4), (44, 12))
"""Frames from which a stretch is looked at in poses smoothed so many times: the slower a
movement, the more an estimator's errors can be averaged out."""


class Track:
    """The poses of a track, ready to be compared with each other at every tempo."""

    def __init__(self, frames: FloatArray, *, few: bool = False) -> None:
        """frames: (T, S + 1) of ``carried_on``. few: only some stretches will be looked at."""
        self._frames, self._few = frames, few

    def features(self, spans: Spans, last: NDArray[np.intp] | None = None) -> FloatArray:
        """(S, N_FEATURES) of stretches; after frames ``last`` (S, 1) nothing is known."""
        found = np.zeros((len(spans), N_FEATURES), np.float32)
        level = np.searchsorted([n for n, _ in SMOOTHED], spans[:, 1], side="right") - 1
        smooth, done = self._frames, 0
        for i, (_, times) in enumerate(SMOOTHED):
            rows = level == i
            if not rows.any():
                continue
            for _ in range(times - done):
                smooth = _smoother(smooth)
            done = times
            known = None if last is None else last[rows]
            found[rows] = Described(smooth, self._few).features(spans[rows], known)
        return found


class Described:
    """The poses of a track at one smoothness."""

    def __init__(self, smooth: FloatArray, few: bool) -> None:
        self.turns = smooth[:, :N_TURNS]
        self.place = smooth[:, PLACE]
        latents = smooth[:, LATENTS][:, :-1]
        mirrored = mirrored_directions(self.turns.reshape(-1, N_DIRECTIONS, 3))
        scale = 1 / np.sqrt(N_DIRECTIONS)
        poses = np.concatenate([scale * self.turns, LATENT * latents], axis=1)
        sides = scale * self.turns, scale * mirrored.reshape(len(smooth), N_TURNS)
        shown = METRE * smooth[:, SHOWN]
        distances = _Pairs if few else _distances
        self._kinds: tuple[tuple[Any, Any], ...] = (
            (distances(poses, poses), distances(*sides)),
            (distances(shown, shown), distances(shown, mirrored_shown(shown))),
        )
        """Between frames, and from them to mirror images: of poses in space, of joints in sight."""

    def features(self, spans: Spans, last: NDArray[np.intp] | None = None) -> FloatArray:
        """(S, N_FEATURES) of stretches; after frames ``last`` (S, 1) nothing is known."""
        end: Any = len(self.turns) - 1 if last is None else last
        first, n = spans[:, :1], spans[:, 1:]
        at = first + np.round(n * np.arange(PHASES + 1) / PHASES).astype(np.intp)
        final = at[:, -1:]
        where = _Places(at, n, end)
        parts: list[NDArray[Any]] = []
        fars: list[FloatArray] = []
        for apart, crossed in self._kinds:
            far, alike = where.alike(apart, crossed)
            fars.append(far)
            parts += alike
        height = self.place[at, 1]
        parts.append(_inside(3 * (height[:, 1:] - height[:, :1]), 3, -3))
        for sign in (-1, 1):
            change = np.abs(height - self.place[_inside(at + sign * n, end), 1])
            parts.append(np.minimum(3 * change.mean(axis=1, keepdims=True), 3))
        parts += [first >= n, final + n <= end, np.log(n / 15.0)]
        farthest = np.take_along_axis(at, 1 + fars[0].argmax(axis=1, keepdims=True), axis=1)
        way = (self.turns[farthest[:, 0]] - self.turns[first[:, 0]]).reshape(-1, N_DIRECTIONS, 3)
        parts += [np.linalg.norm(way, axis=2), self.turns[first[:, 0], -3:]]
        across = self.place[at, 0]
        away = self.place[:, 2]
        parts += [
            np.minimum(np.abs(across[:, -1:] - across[:, :1]), 3),
            np.minimum(np.ptp(across, axis=1, keepdims=True), 3),
            np.minimum(np.abs(away[final] - away[first]), 2),
        ]
        parts += [self.turns[first[:, 0]], self.turns[farthest[:, 0]]]
        return np.concatenate(parts, axis=1).astype(np.float32)


class _Places:
    """Pairs of frames whose distances tell whether stretches are repetitions."""

    def __init__(self, at: NDArray[np.intp], n: NDArray[np.intp], end: Any) -> None:
        """at: (S, PHASES + 1) phases of stretches of n (S, 1) frames. end: the last frame known."""
        steps = [sign * np.round(shift * n).astype(np.intp) for sign in (-1, 1) for shift in SHIFTS]
        self._steps = len(steps)
        self._again = np.tile(at, self._steps)
        self._moved = _inside(np.concatenate([at + step for step in steps], axis=1), end)
        first, final = at[:, :1], at[:, -1:]
        ends = np.concatenate([first, final, at[:, PHASES // 2 : PHASES // 2 + 1]], axis=1)
        ahead = np.concatenate([first - BESIDE, final + BESIDE], axis=1)
        pairs = (
            (np.repeat(first, PHASES, axis=1), at[:, 1:]),
            (np.repeat(final, PHASES - 1, axis=1), at[:, 1:-1]),
            (self._again, self._moved),
            (_inside(ends - 2, end), _inside(ends + 2, end)),
            (ends[:, :2], _inside(ahead, end)),
            (np.repeat(first, PHASES + 1, axis=1), _inside(2 * first - at, end)),
            (np.repeat(final, PHASES + 1, axis=1), _inside(2 * final - at, end)),
        )
        self._rows, self._columns = (
            np.concatenate(side, axis=1) for side in zip(*pairs, strict=True)
        )
        self._edges = np.cumsum([one.shape[1] for one, _ in pairs])[:-1]

    def alike(self, apart: Any, crossed: Any) -> tuple[FloatArray, list[FloatArray]]:
        """How far each phase is from the ends (S, PHASES - 1), and N_ALIKE features in parts.

        Of the phases from the first and from the last frame; from those of the repetition before
        and after, and of its mirror image; about first, last and middle; from both ends to BESIDE
        them; and what is beyond the ends as much as the phases are within.
        """
        values = np.split(apart[self._rows, self._columns], self._edges, axis=1)
        out, back, beside, near, still, before, after = values
        mirrored = crossed[self._again, self._moved]
        far = np.maximum(out[:, :-1], back)
        size = far.max(axis=1, keepdims=True) + 0.05
        means = [
            pairs.reshape(len(far), self._steps, -1).mean(axis=2) for pairs in (beside, mirrored)
        ]
        highest = [pairs.max(axis=1, keepdims=True) for pairs in (before, after)]
        return far, [
            out / size, back / size, np.log(size), *(mean / size for mean in means),
            near / size, still, *(most / size for most in highest),
        ]  # fmt: skip


def _inside(values: NDArray[Any], most: Any, least: float = 0) -> NDArray[Any]:
    """The values within their limits; quicker than ``np.clip`` for few."""
    inside: NDArray[Any] = np.minimum(np.maximum(values, least), most)
    return inside


class _Pairs:
    """Some of the distances, worked out when they are asked for."""

    def __init__(self, one: FloatArray, other: FloatArray) -> None:
        self._one, self._other = one, other

    def __getitem__(self, places: tuple[Any, Any]) -> FloatArray:
        rows, columns = np.broadcast_arrays(*places)
        between = self._one[rows] - self._other[columns]
        apart: FloatArray = np.sqrt(np.einsum("...i,...i->...", between, between))
        return apart


def _smoother(frames: FloatArray) -> FloatArray:
    doubled = 2 * frames
    before = np.concatenate([frames[:1], frames[:-1]])
    before += doubled
    before[:-1] += frames[1:]
    before[-1:] += frames[-1:]
    before /= 4
    return before


def _distances(one: FloatArray, other: FloatArray) -> FloatArray:
    found: FloatArray = one @ other.T  # half of the work where both are the same
    found *= -2
    found += np.sum(one * one, axis=1)[:, None]
    found += np.sum(other * other, axis=1)
    np.maximum(found, 0.0, out=found)
    return np.sqrt(found, out=found)


def all_spans(first: int, end: int, total: int) -> Spans:
    """The stretches that are looked at that begin from ``first`` to before ``end``."""
    parts = []
    for n in LENGTHS.tolist():
        step = max(1, n // STRIDE)
        starts = np.arange(-(-first // step) * step, min(end, total - n), step, dtype=np.intp)
        parts.append(np.stack([starts, np.full(len(starts), n, np.intp)], axis=1))
    return np.concatenate(parts)
