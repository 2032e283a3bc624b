"""Form live: the phase of every frame, and the verdict after each repetition."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.moves.form import measures, phases
from coach.moves.form.assess import (
    ALIKE,
    DEEP,
    LEVEL,
    RIGHT_ANGLE,
    FormRepetition,
    Seen,
    measured,
    verdict,
)
from coach.moves.form.exercises import PLANS
from coach.moves.form.nets import load_judges
from coach.pose.correction import LiveCorrection
from coach.tracks import RATE
from coach.types import Pose, PoseTrack

KEPT: Final = 12.0
"""Seconds of the past that a repetition is looked for in."""
EVERY: Final = 3
"""Frames of the regular clock after which a finished repetition is looked for."""

SETTLED: Final = 1.0
"""Seconds before the end of a repetition in which the next one may have begun."""
STANDSTILL: Final = 0.06
"""Part of the way in two frames below which the far end is reached."""


@dataclass(frozen=True, slots=True)
class LiveMoment:
    """What is known after one frame.

    Attributes:
        phase: name, "" while nobody is seen or nothing is known yet.
        last: the newest repetition that has ended; None before the first one.
        repetitions: how many have ended.
    """

    phase: str
    last: FormRepetition | None
    repetitions: int


class LiveForm:
    """Judges repetitions as they end. Frames beyond ``RATE`` a second are left out.

    A frame without a person changes nothing but the phase; a gap longer than KEPT forgets a
    repetition that had begun. A held exercise (a plank) has no repetitions: judge it with
    ``assess`` when it has ended.
    """

    def __init__(self, exercise: str, size: tuple[int, int]) -> None:
        """exercise: of ``exercises.PLANS``; size: width and height of the picture, pixels."""
        self._plan, self._judge, self._size = PLANS[exercise], load_judges()[exercise], size
        self.reset()

    def reset(self) -> None:
        """Forget all that was seen."""
        self._poses: deque[Pose] = deque(maxlen=round(KEPT * RATE))
        self._correction = LiveCorrection()
        self._told: deque[tuple[float, float]] = deque(maxlen=round(KEPT * RATE))
        self._severities: list[NDArray[np.float64]] = []
        self._ended, self._moved, self._since = -np.inf, False, 0
        self._moment = LiveMoment("", None, 0)

    def push(self, pose: Pose | None, time: float) -> LiveMoment:
        """Take one frame; ``time`` in seconds, growing."""
        if pose is None or not np.isfinite(pose.world).all():
            self._moment = LiveMoment("", self._moment.last, self._moment.repetitions)
            return self._moment
        if self._poses and time - self._poses[-1].time < 0.9 / RATE:
            return self._moment
        if self._poses and time - self._poses[-1].time > KEPT:
            self.reset()
        pose = replace(self._correction.push(pose, time), time=time)
        self._poses.append(pose)
        self._told.append(self._numbers(pose))
        last, n = self._moment.last, self._moment.repetitions
        place = self._place()
        self._moved |= place in (phases.SHORT, phases.FULL, phases.RETURN)
        self._since += 1
        if self._moved and place in (phases.READY, phases.RETURN) and self._since >= EVERY:
            self._since = 0
            found = self._finished()
            if found is not None:
                last, n, self._ended, self._moved = found, n + 1, found.end, False
        self._moment = LiveMoment(self._plan.phases[place], last, n)
        return self._moment

    def _numbers(self, pose: Pose) -> tuple[float, float]:
        """Level, and degrees of the angle that tells how far it goes."""
        one = PoseTrack.of([pose], [0.0], self._size, RATE)
        nearer = measures.camera_on_right(one.world)
        table = measures.frames(measures.other_side(one) if nearer else one)
        told = self._judge.frame(table)[0]
        return float(told[LEVEL]), float(told[DEEP] * RIGHT_ANGLE)

    def _finished(self) -> FormRepetition | None:
        """The first repetition that has ended since the last one."""
        levels = np.array([level for level, _ in self._told])
        times = np.array([pose.time for pose in self._poses])
        for a, b in phases.spans_of(levels, self._plan, RATE):
            if times[a] >= self._ended - 1.0 / RATE and b < len(times) - 1:
                track = PoseTrack.of(self._poses, times, self._size, RATE)
                one = measured(Seen(track, levels), self._plan, self._judge, (a, b))
                if one is not None and one.alike >= ALIKE:
                    self._severities.append(one.severities)
                    usual = np.mean(self._severities, axis=0)
                    return verdict(one, self._plan, self._judge, usual)
        return None

    def _place(self) -> int:
        """Place of the newest frame's phase, by the way since the last repetition."""
        fresh = [pose.time > self._ended - SETTLED for pose in self._poses]
        level, deep = np.array(self._told)[np.array(fresh)].T
        out = level if self._plan.rises else -level
        home, now, top = float(out.min()), float(out[-1]), float(out.max())
        place = phases.OUT
        if top - home < self._plan.least or now - home <= measures.NEAR * (top - home):
            place = phases.READY
        elif now < top - measures.NEAR * (top - home):
            place = phases.RETURN
        elif now - out[-min(len(out), 3)] < STANDSTILL * (top - home):
            place = phases.FULL if self._plan.is_full(float(deep[-1])) else phases.SHORT
        return place
