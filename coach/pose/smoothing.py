"""Takes the tremble out of keypoints without making them late.

The 1 Euro filter: a first-order low-pass whose cut-off rises with speed, so that a still
joint is held firmly and a fast one is followed at once. The speed of a trembling joint is
not zero, though; so here only the speed above a threshold counts. Measured on world points,
that halves the tremble left over at the same delay (``models/README.md``).

Source: G. Casiez, N. Roussel, D. Vogel: "1 Euro Filter: A Simple Speed-based Low-pass
Filter for Noisy Input in Interactive Systems", CHI 2012.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from coach.pose.people import body_size
from coach.types import FloatArray, Pose

LIMBS: Final = 1.85
"""``body_size`` of an adult seen from the front, in metres."""


@dataclass(frozen=True, slots=True)
class SmoothingSettings:
    """Strength of the filter.

    Attributes:
        min_cutoff: Hz; cut-off of a joint at rest. Lower: steadier.
        beta: how much the cut-off rises, Hz for every metre a second. Higher: less late.
        still_speed: metres a second up to which a joint counts as at rest.
        speed_cutoff: Hz; cut-off of the speed itself.
        longest_gap: seconds; after a longer time without a person the filter starts anew.
    """

    min_cutoff: float = 0.5
    beta: float = 16.0
    still_speed: float = 0.1
    speed_cutoff: float = 2.0
    longest_gap: float = 0.25


class OneEuroFilter:
    """The filter for a set of joints; the speed of a joint sets the cut-off of all its axes."""

    def __init__(self, settings: SmoothingSettings | None = None) -> None:
        self._settings = settings or SmoothingSettings()
        self.reset()

    def reset(self) -> None:
        """Forget the past: the next values pass unchanged."""
        self._value = self._raw = self._velocity = np.empty((0, 0), np.float32)
        self._time = -np.inf

    def push(self, value: FloatArray, time: float, metre: float = 1.0) -> FloatArray:
        """One frame, (joints, axes), smoothed.

        Args:
            value: no NaN.
            time: seconds. A step back, or one longer than ``longest_gap``, starts anew;
                the same time again changes nothing.
            metre: about what a metre of the body is in the unit of ``value``.
        """
        settings, step = self._settings, time - self._time
        if step == 0:
            return self._value
        if not 0 < step <= settings.longest_gap:
            self._value, self._raw, self._velocity = value, value, np.zeros_like(value)
            self._time = time
            return value
        velocity = (value - self._raw) / np.float32(step)
        self._velocity += _weight(settings.speed_cutoff, step) * (velocity - self._velocity)
        speed = np.linalg.norm(self._velocity, axis=1, keepdims=True) / metre
        cutoff = settings.min_cutoff + settings.beta * np.maximum(speed - settings.still_speed, 0)
        smooth = self._value + _weight(cutoff, step) * (value - self._value)
        self._value, self._raw, self._time = smooth.astype(np.float32), value, time
        return self._value


def _weight(cutoff_hz: Any, step_s: float) -> Any:
    """Weight of the new value in a first-order low-pass, 0..1."""
    ratio = 2 * np.pi * cutoff_hz * step_s
    return ratio / (1 + ratio)


class PoseSmoother:
    """Smooths the poses of one person: points in the picture and world points.

    A frame without the person changes nothing; when it lasts longer than
    ``longest_gap`` the next pose passes unchanged.
    """

    def __init__(self, settings: SmoothingSettings | None = None) -> None:
        self._points = OneEuroFilter(settings)
        self._world = OneEuroFilter(settings)

    def reset(self) -> None:
        """Forget the past."""
        self._points.reset()
        self._world.reset()

    def push(self, pose: Pose | None) -> Pose | None:
        """The pose smoothed, with its own time and confidence; None stays None."""
        if pose is None:
            return None
        return Pose(
            self._points.push(pose.points, pose.time, metre=body_size(pose.points) / LIMBS),
            pose.confidence,
            self._world.push(pose.world, pose.time),
            pose.time,
        )
