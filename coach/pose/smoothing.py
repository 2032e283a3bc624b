"""Takes the tremble out of keypoints without making them late.

The 1 Euro filter: a first-order low-pass whose cut-off rises with speed, so that a still
joint is held firmly and a fast one is followed at once.

Source: G. Casiez, N. Roussel, D. Vogel: "1 Euro Filter: A Simple Speed-based Low-pass
Filter for Noisy Input in Interactive Systems", CHI 2012.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from coach.pose.people import body_size
from coach.types import FloatArray, Pose


@dataclass(frozen=True, slots=True)
class SmoothingSettings:
    """Strength of the filter.

    Attributes:
        min_cutoff: Hz; cut-off of a joint at rest. Lower: steadier.
        beta: how much the cut-off rises, Hz for every unit of speed (metres a second for
            world points, body sizes a second for points in the picture). Higher: less late.
        speed_cutoff: Hz; cut-off of the speed itself.
        longest_gap: seconds; after a longer time without a person the filter starts anew.
    """

    min_cutoff: float = 1.0
    beta: float = 6.0
    speed_cutoff: float = 1.5
    longest_gap: float = 0.25


class OneEuroFilter:
    """The filter for a set of joints; the speed of a joint sets the cut-off of all its axes."""

    def __init__(self, settings: SmoothingSettings | None = None) -> None:
        self._settings = settings or SmoothingSettings()
        self.reset()

    def reset(self) -> None:
        """Forget the past: the next values pass unchanged."""
        self._value: FloatArray | None = None
        self._velocity: FloatArray | None = None
        self._time = -np.inf

    def push(self, value: FloatArray, time: float, unit: float = 1.0) -> FloatArray:
        """One frame, (joints, axes), smoothed.

        Args:
            value: no NaN.
            time: seconds. A step back, or one longer than ``longest_gap``, starts anew;
                the same time again changes nothing.
            unit: length in ``value`` that counts as one for the speed.
        """
        step = time - self._time
        if (
            self._value is None
            or self._velocity is None
            or not 0 <= step <= self._settings.longest_gap
        ):
            self._value, self._velocity = value, np.zeros_like(value)
            self._time = time
            return value
        if step == 0:
            return self._value
        velocity = (value - self._value) / np.float32(step)
        part = _smoothing_factor(np.float32(self._settings.speed_cutoff), step)
        self._velocity = self._velocity + part * (velocity - self._velocity)
        speed = np.linalg.norm(self._velocity, axis=1, keepdims=True) / unit
        cutoff = self._settings.min_cutoff + self._settings.beta * speed
        part = _smoothing_factor(cutoff, step)
        self._value = (self._value + part * (value - self._value)).astype(np.float32)
        self._time = time
        return self._value


def _smoothing_factor(cutoff_hz: FloatArray | np.float32, step_s: float) -> FloatArray:
    """Weight of the new value in a first-order low-pass, 0..1."""
    ratio = 2 * np.pi * cutoff_hz * step_s
    factor: FloatArray = np.asarray(ratio / (1 + ratio), np.float32)
    return factor


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
            self._points.push(pose.points, pose.time, unit=body_size(pose.points)),
            pose.confidence,
            self._world.push(pose.world, pose.time),
            pose.time,
        )
