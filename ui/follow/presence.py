"""Whether the person has left the picture, so that the video waits, and whether they are back."""

from __future__ import annotations

from enum import Enum
from typing import Final

import numpy as np

from coach.skeleton import INDEX
from coach.types import Pose

LEFT_AFTER: Final = 4.0
"""Seconds out of sight after which somebody who stands has left."""
LEFT_FROM_FLOOR_AFTER: Final = 15.0
"""The same during an exercise on the floor, where people are often not made out."""
BACK_AFTER: Final = 1.5
"""Seconds in sight after which they are back."""

UPRIGHT: Final = 0.5
"""Cosine between the trunk and the upright below which somebody does not stand or sit."""


class Change(Enum):
    """What has happened."""

    LEFT = "left"
    BACK = "back"


class Presence:
    """Takes who is seen, moment by moment; whoever was never seen has not left.

    Attributes:
        is_away: whether the person has left and is not back.
    """

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Another session."""
        self.is_away = False
        self._since: float | None = None
        self._was_seen = False
        self._begun = False

    def go_on(self, now: float) -> None:
        """The video runs again, whoever wished it: the wait begins anew."""
        self.is_away = False
        self._since = now

    def push(self, seen: bool, now: float, *, on_floor: bool = False) -> Change | None:
        """Take a moment, seconds of any clock; what has happened by it.

        Args:
            seen: whether anybody is.
            now: seconds.
            on_floor: whether the exercise is one on the floor.
        """
        self._begun = self._begun or seen
        if not self._begun:
            return None
        if self._since is None or seen != self._was_seen:
            self._since, self._was_seen = now, seen
        lasted = now - self._since
        if self.is_away and seen and lasted >= BACK_AFTER:
            self.is_away = False
            return Change.BACK
        patience = LEFT_FROM_FLOOR_AFTER if on_floor else LEFT_AFTER
        if not self.is_away and not seen and lasted >= patience:
            self.is_away = True
            return Change.LEFT
        return None


def is_on_floor(pose: Pose | None) -> bool:
    """Whether an instructor's trunk lies, about; not where nothing is known."""
    if pose is None:
        return False
    sides = ("left", "right")
    shoulders, hips = (
        pose.world[[INDEX[f"{side}_{part}"] for side in sides]].mean(axis=0)
        for part in ("shoulder", "hip")
    )
    trunk = shoulders - hips
    upright = -float(trunk[1]) / max(float(np.linalg.norm(trunk)), 1e-9)
    return upright < UPRIGHT
