"""The last seconds of a person beside the target, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLES
from coach.directions import N_DIRECTIONS
from coach.scoring.measures import Aspect
from coach.sight import N_BONES


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Aligned frames, oldest first; views of the window, to be read at once.

    Attributes:
        time: (n,) session seconds. lag: (n,) seconds behind the target.
        turn: (n,) radians by which the person has to be turned to face like the target.
        user, target: what is compared of person and target, n rows each.
    """

    time: NDArray[np.float64]
    lag: NDArray[np.float64]
    turn: NDArray[np.float64]
    user: Aspect
    target: Aspect


class MomentWindow:
    """Keeps the last ``seconds``; the oldest frames go when new ones come."""

    def __init__(self, size: int, seconds: float, fastest: float = 120.0) -> None:
        """size: of a latent; fastest: frames a second that there is room for."""
        self._room = round(seconds * fastest) + 1
        self._seconds = seconds
        n = 2 * self._room
        shapes = ((size,), (len(ANGLES),), (N_DIRECTIONS, 3), (N_BONES, 3))
        self._time, self._lag, self._turn = (np.zeros(n) for _ in range(3))
        self._user, self._target = (
            Aspect(*(np.zeros((n, *shape), np.float32) for shape in shapes)) for _ in range(2)
        )
        self.clear()

    def clear(self) -> None:
        """Forget all frames."""
        self._first = self._end = 0

    def __len__(self) -> int:
        return self._end - self._first

    def push(self, time: float, lag: float, turn: float, user: Aspect, target: Aspect) -> None:
        """Take the newest frame; one row of each aspect."""
        if self._end == 2 * self._room:
            self._move_back()
        self._time[self._end], self._lag[self._end], self._turn[self._end] = time, lag, turn
        for kept, new in ((self._user, user), (self._target, target)):
            for array, row in zip(kept.arrays, new.arrays, strict=True):
                array[self._end] = row[0]
        self._end += 1
        oldest = int(np.searchsorted(self._time[self._first : self._end], time - self._seconds))
        self._first = max(self._first + oldest, self._end - self._room)

    def turn_since(self, time: float, turn: float) -> None:
        """Of the frames later than a time it is known better now how far two face apart."""
        kept = slice(self._first, self._end)
        self._turn[kept][self._time[kept] > time] = turn

    def _move_back(self) -> None:
        kept = slice(self._first, self._end)
        own = self._time, self._lag, self._turn
        for array in (*own, *self._user.arrays, *self._target.arrays):
            array[: len(self)] = array[kept].copy()
        self._first, self._end = 0, len(self)

    def last(self, seconds: float) -> Moments:
        """The frames of the last seconds before the newest one."""
        times = self._time[self._first : self._end]
        start = int(np.searchsorted(times, times[-1] - seconds)) if len(times) else 0
        part = slice(self._first + start, self._end)
        return Moments(
            self._time[part],
            self._lag[part],
            self._turn[part],
            self._user.rows(part),
            self._target.rows(part),
        )
