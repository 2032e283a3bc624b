"""Claps: palms that meet, and that must part before they can meet again.

Wrists that come near to each other are no clap by themselves: hands are held, rubbed and
folded, and the estimator errs by 10 cm where hands hide each other. So a small network looks
at how the hands came and went, over two thirds of a second before the palms meet and 0.4 after,
in the world and in the picture. Its answer closes a switch that must open again.
"""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.directions import trunk_axes
from coach.network import open_network
from coach.paths import MODELS
from coach.skeleton import INDEX
from coach.tracks import LONGEST_GAP, resample, runs
from coach.types import FloatArray, Pose, PoseTrack

CLAPS: Final = MODELS / "claps.onnx"
"""The weights that are shipped."""

CLOCK: Final = 30.0
"""Poses a second that the network looks at."""
BEFORE: Final = 20
AFTER: Final = 12
"""Poses before the palms meet, and after it."""
WINDOW: Final = BEFORE + 1 + AFTER
DELAY: Final = AFTER / CLOCK
"""Seconds after the palms have met at which a clap can be told."""

CLOSED: Final = 0.3
OPEN: Final = 0.1
"""The switch closes at the one probability and opens at the other."""
REACH: Final = 1.1
"""Widths of the shoulders between wrists beyond which palms cannot have met, however wrong the
estimator is; the network is not asked."""
LEAST_APART: Final = 0.25
"""Seconds from one clap to the next; nobody claps faster."""

_ARMS: Final = np.array(
    [
        [INDEX[f"{side}_{part}"] for part in ("shoulder", "elbow", "wrist")]
        for side in ("left", "right")
    ]
)
_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
SHOULDERS_OF_TRUNK: Final = 0.62
"""Width of the shoulders by length of the trunk: what a person seen from aside has of them."""
N_HANDS: Final = 12
"""Values that describe the hands of a pose."""
_OTHER_SIDE: Final = [0, 1, 2, 3, 4, 5, 6, 8, 7, 9, 11, 10]
_FLIP: Final = np.where(np.arange(N_HANDS) == 4, -1, 1).astype(np.float32)
"""What the mirror image does with these values: their order, and their signs."""


def hands_of(world: FloatArray, points: FloatArray) -> FloatArray:
    """Where the hands are, in widths of the shoulders, (T, N_HANDS).

    The distance of the wrists in the world, in the picture and along the line of sight; of the
    elbows; the middle of the wrists from the neck: sideways, up, ahead; how far either arm is
    bent (cosine); the cosine of the two forearms; the height of either wrist above the neck.

    Args:
        world: (T, 17, 3) metres. points: (T, 17, 2) pixels.
    """
    arms = world[:, _ARMS]
    width, pixels = _width(world), _width(points)
    necks = arms[:, :, 0].mean(axis=1)
    apart = arms[:, 0, 1:] - arms[:, 1, 1:]
    flat = points[:, _ARMS[0, 2]] - points[:, _ARMS[1, 2]]
    bones = arms[:, :, 1:] - arms[:, :, :-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        bones = bones / _length(bones)[..., None]
        middle = arms[:, :, 2].mean(axis=1) - necks
        columns = [
            _length(apart[:, 1]) / width,
            _length(flat) / pixels,
            np.abs(apart[:, 1, 2]) / width,
            _length(apart[:, 0]) / width,
            *(np.einsum("tij,tj->it", trunk_axes(world), middle) / width),
            *np.einsum("tsj,tsj->st", bones[:, :, 0], bones[:, :, 1]),
            np.einsum("tj,tj->t", bones[:, 0, 1], bones[:, 1, 1]),
            *((necks[:, None, 1] - arms[:, :, 2, 1]).T / width),
        ]
    hands: FloatArray = np.clip(np.stack(columns, axis=1), -5.0, 5.0).astype(np.float32)
    return hands


def apart_of(hands: FloatArray) -> FloatArray:
    """How far apart the wrists are at least, in the world or in the picture: (..., N_HANDS)."""
    least: FloatArray = hands[..., :2].min(axis=-1)
    return least


def _width(points: FloatArray) -> FloatArray:
    """(T,) of the shoulders; seen from aside, by way of the trunk."""
    shoulder, hip = points[:, _ARMS[:, 0]], points[:, _HIPS]
    trunk = _length(shoulder.mean(axis=1) - hip.mean(axis=1)) * SHOULDERS_OF_TRUNK
    widest: FloatArray = np.fmax(_length(shoulder[:, 0] - shoulder[:, 1]), trunk)
    return widest


def _length(vectors: FloatArray) -> FloatArray:
    length: FloatArray = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))
    return length


class ClapNetwork:
    """How probable a clap is about BEFORE poses into a window; the same for its mirror image."""

    def __init__(self, path: Path = CLAPS) -> None:
        """ModelMissing, ModelDamaged: the file is not there, or another network."""
        self._session: Any = open_network(path, ("hands",))

    def probability(self, windows: FloatArray) -> FloatArray:
        """(N, WINDOW, N_HANDS) to (N,); 0 where anything in the window is not seen."""
        chances = np.zeros(len(windows), np.float32)
        known = np.isfinite(windows).all(axis=(1, 2)) & (apart_of(windows[:, BEFORE]) <= REACH)
        if known.any():
            hands = windows[known]
            both = np.concatenate([hands, hands[..., _OTHER_SIDE] * _FLIP])
            chances[known] = self._session.run(None, {"hands": both})[0].reshape(2, -1).mean(axis=0)
        return chances


class _Switch:
    """Probabilities of a clap into claps; see the module."""

    def __init__(self) -> None:
        self._is_open, self._last = True, -np.inf

    def push(self, probability: float, time: float) -> bool:
        """Whether a clap is told, by the probability of one about a time, seconds."""
        if not self._is_open:
            self._is_open = probability < OPEN and time - self._last >= LEAST_APART
        elif probability >= CLOSED:
            self._is_open, self._last = False, time
            return True
        return False


def find_claps(track: PoseTrack, network: ClapNetwork | None = None) -> list[float]:
    """Seconds at which somebody claps."""
    network = network or ClapNetwork()
    regular = resample(track, CLOCK)
    switch, found = _Switch(), []
    for first, last in runs(regular.seen):
        if last - first < WINDOW:
            continue
        hands = hands_of(regular.world[first:last], regular.points[first:last])
        windows = np.lib.stride_tricks.sliding_window_view(hands, WINDOW, axis=0)
        chances = network.probability(np.ascontiguousarray(windows.transpose(0, 2, 1)))
        times = regular.time[first + BEFORE : last - AFTER]
        found += [float(t) for t, p in zip(times, chances, strict=True) if switch.push(p, t)]
    return found


class LiveClaps:
    """Claps of one person, live: told DELAY after the palms met.

    A frame without the person changes nothing; after LONGEST_GAP without, or a step back in
    time, the hands must be seen for a whole window again.
    """

    def __init__(self, network: ClapNetwork | None = None) -> None:
        self._network = network or ClapNetwork()
        self.reset()

    def reset(self) -> None:
        """Forget the past."""
        self._kept: deque[tuple[float, Pose, bool]] = deque()
        self._switch = _Switch()

    def push(self, pose: Pose | None, time: float) -> bool:
        """Take the pose of one frame, seconds; whether a clap can be told now."""
        if pose is None:
            return False
        if self._kept and not 0 < time - self._kept[-1][0] <= LONGEST_GAP:
            self.reset()
        self._kept.append((time, pose, _within_reach(pose)))
        grid = time + (np.arange(WINDOW) - WINDOW + 1) / CLOCK
        if self._kept[0][0] > grid[0]:
            return False
        while self._kept[1][0] <= grid[0]:
            self._kept.popleft()
        return self._switch.push(self._probability(grid), time)

    def _probability(self, grid: NDArray[np.float64]) -> float:
        """Of a clap at the middle of a window at such times."""
        times, poses, near = zip(*self._kept, strict=True)
        at = np.array(times)
        middle = int(np.searchsorted(at, grid[BEFORE]))
        if not any(near[middle - 1 : middle + 1]):
            return 0.0
        world, points = (
            _between(at, np.stack([getattr(pose, name) for pose in poses]), grid)
            for name in ("world", "points")
        )
        return float(self._network.probability(hands_of(world, points)[None])[0])


def _within_reach(pose: Pose) -> bool:
    """Whether the wrists are near enough that the network is worth asking."""
    return any(
        bool(_length(points[_ARMS[:1, 2]] - points[_ARMS[1:, 2]]) <= REACH * _width(points[None]))
        for points in (pose.world, pose.points)
    )


def _between(times: NDArray[np.float64], values: FloatArray, at: NDArray[Any]) -> FloatArray:
    """Values (T, ...) on a line between times (T,), at other times within them."""
    after = np.clip(np.searchsorted(times, at), 1, len(times) - 1)
    share = (at - times[after - 1]) / (times[after] - times[after - 1])
    part = share.astype(np.float32).reshape(-1, *(1,) * (values.ndim - 1))
    between: FloatArray = values[after - 1] * (1 - part) + values[after] * part
    return between
