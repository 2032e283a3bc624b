"""The last seconds of a person beside the target, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLES


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Aligned frames, oldest first; views of the window, to be read at once.

    Attributes:
        time: (n,) session seconds.
        latents, target_latents: (n, K).
        angles, target_angles: (n, 9) degrees.
        shape: (n,) 0..1, see ``coach.scoring.curve``.
        lag: (n,) seconds behind the target.
    """

    time: NDArray[np.float64]
    latents: NDArray[np.float32]
    target_latents: NDArray[np.float32]
    angles: NDArray[np.float32]
    target_angles: NDArray[np.float32]
    shape: NDArray[np.float64]
    lag: NDArray[np.float64]

    def rows(self, part: slice) -> Moments:
        """Some of the frames."""
        return Moments(
            self.time[part],
            self.latents[part],
            self.target_latents[part],
            self.angles[part],
            self.target_angles[part],
            self.shape[part],
            self.lag[part],
        )


class MomentWindow:
    """Keeps the last ``seconds``; the oldest frames go when new ones come."""

    def __init__(self, size: int, seconds: float, fastest: float = 120.0) -> None:
        """size: of a latent; fastest: frames a second that there is room for."""
        self._room = round(seconds * fastest) + 1
        self._seconds = seconds
        n = 2 * self._room
        self._all = Moments(
            np.zeros(n),
            np.zeros((n, size), np.float32),
            np.zeros((n, size), np.float32),
            np.zeros((n, len(ANGLES)), np.float32),
            np.zeros((n, len(ANGLES)), np.float32),
            np.zeros(n),
            np.zeros(n),
        )
        self.clear()

    def clear(self) -> None:
        """Forget all frames."""
        self._first = self._end = 0

    def __len__(self) -> int:
        return self._end - self._first

    def push(
        self,
        time: float,
        latent: NDArray[np.floating],
        target_latent: NDArray[np.floating],
        angles: NDArray[np.floating],
        target_angles: NDArray[np.floating],
        shape: float,
        lag: float,
    ) -> None:
        """Take the newest frame."""
        values = (time, latent, target_latent, angles, target_angles, shape, lag)
        if self._end == 2 * self._room:
            self._move_back()
        for name, value in zip(Moments.__dataclass_fields__, values, strict=True):
            getattr(self._all, name)[self._end] = value
        self._end += 1
        oldest = int(np.searchsorted(self._all.time[self._first : self._end], time - self._seconds))
        self._first = max(self._first + oldest, self._end - self._room)

    def _move_back(self) -> None:
        kept = slice(self._first, self._end)
        for name in Moments.__dataclass_fields__:
            array = getattr(self._all, name)
            array[: len(self)] = array[kept].copy()
        self._first, self._end = 0, len(self)

    def last(self, seconds: float) -> Moments:
        """The frames of the last seconds before the newest one."""
        times = self._all.time[self._first : self._end]
        start = int(np.searchsorted(times, times[-1] - seconds)) if len(times) else 0
        return self._all.rows(slice(self._first + start, self._end))
