"""What a session notices beside the score: claps and raised arms meant for it, and a fall.

The target says what is to be expected: who claps along with the instructor means nothing by
it, and who goes down to the floor as the instructor does has not fallen.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from coach.moves.claps import ClapNetwork, LiveClaps, find_claps
from coach.moves.fall_detector import FallWatch
from coach.moves.falls import Expected, FallPhase, FallState
from coach.moves.motion import motion_of
from coach.session.arms_up import ArmsSwitch, has_arms_up
from coach.session.clap_switch import ClapSwitch, faces_camera
from coach.session.state import Alarm
from coach.tracks import RATE
from coach.types import Move, Pose, PoseTrack

CLAPPING_MOVES: Final = frozenset({"clap", "jumping_jack"})
"""Exercises in which hands meet."""
ALONG: Final = (4.0, 2.0)
"""Seconds before and after a clap, or raised arms, within which the instructor doing the same
explains it."""
ARMS_STEP: Final = 0.25
"""Seconds between two looks at the instructor's arms."""
LONGEST_LOOK: Final = 30.0
"""Seconds of the current move in which raised arms of the instructor explain the person's."""
FLOOR: Final = (2.0, 5.0)
"""Seconds before and after now within which the instructor on the floor explains a person
there: they follow late, or get ready early."""
ON_FLOOR: Final = 0.5
"""Height of the instructor, as seen, below which they are on the floor."""
FLOOR_STEP: Final = 0.5
"""Seconds between two looks at the instructor's height."""
LOOK_AHEAD: Final = 0.5
"""Seconds between two looks at what the target asks for."""


class Instructor(Protocol):
    """What is asked of a target."""

    def pose_at(self, time: float) -> Pose | None:
        """The instructor's pose about a time."""

    def moves_at(self, time: float) -> tuple[Move | None, Move | None]:
        """The move at a time, and the one after it."""


@dataclass(frozen=True, slots=True)
class Watching:
    """What to look out for: claps that start and pause, falls, raised arms that pause."""

    claps: bool = True
    falls: bool = True
    arms: bool = True


class Watch:
    """Looks out for claps and falls of the people before the camera; time is handed in.

    Attributes:
        asked_at: when two claps were last made out, seconds; None: never. raised_at: the same
            of arms that were held up.
        alarm: what there is about a fall now, or None.
    """

    def __init__(self, target: Instructor, people: int, wanted: Watching) -> None:
        """ModelMissing, ModelDamaged."""
        self.asked_at: float | None = None
        self.raised_at: float | None = None
        self.alarm: Alarm | None = None
        self._target = target
        self._network = ClapNetwork()
        n_claps = people if wanted.claps or wanted.falls else 0  # a clap answers the alarm too
        self._claps = [LiveClaps(self._network) for _ in range(n_claps)]
        self._switches = [ClapSwitch() for _ in range(people if wanted.claps else 0)]
        self._arms = [ArmsSwitch() for _ in range(people if wanted.arms else 0)]
        self._falls = [FallWatch() for _ in range(people if wanted.falls else 0)]
        self._expected: Expected = "unknown"
        self._looked = -np.inf
        self._answered = threading.Event()

    def push(
        self,
        poses: Sequence[Pose | None],
        fixed: Sequence[Pose | None],
        time: float,
        target_time: float,
        *,
        playing: bool = True,
    ) -> None:
        """Take the people of one frame.

        Args:
            poses: as they were seen: claps are told by them, as hands that touch are drawn
                apart where keypoints are corrected.
            fixed: the same, corrected (``LiveCorrection``).
            time: seconds. target_time: where the target is. playing: whether it runs.
        """
        clapped = [claps.push(pose, time) for claps, pose in zip(self._claps, poses, strict=False)]
        if self._answered.is_set() or (self.alarm is not None and any(clapped)):
            self._answered.clear()
            self.alarm = _alarm_of(fall.cancel() for fall in self._falls)
            return
        for switch, clap, pose in zip(self._switches, clapped, poses, strict=False):
            meant = clap and pose is not None and faces_camera(pose)
            if meant and playing:
                meant = not self._claps_too(target_time)
            if switch.push(clap, time, meant=meant):
                self.asked_at = time
        self._look_for_arms(poses, time, target_time, playing)
        if self._falls and not 0 <= time - self._looked < LOOK_AHEAD:
            self._expected, self._looked = expected_at(self._target, target_time), time
        self.alarm = _alarm_of(
            fall.push(pose, time, self._expected)
            for fall, pose in zip(self._falls, fixed, strict=False)
        )

    def dismiss(self) -> None:
        """All is well; may be called from any thread, and counts from the next frame on."""
        self._answered.set()

    def _look_for_arms(
        self, poses: Sequence[Pose | None], time: float, target_time: float, playing: bool
    ) -> None:
        for switch, pose in zip(self._arms, poses, strict=False):
            if not switch.push(pose, time) or pose is None or not faces_camera(pose):
                continue
            if not (playing and self._raises_arms_too(target_time)):
                self.raised_at = time

    def _raises_arms_too(self, target_time: float) -> bool:
        """Whether the instructor raises both arms about now, or anywhere in this move."""
        move, _ = self._target.moves_at(target_time)
        start, end = target_time - ALONG[0], target_time + ALONG[1]
        if move is not None:
            start = max(min(start, move.start), target_time - LONGEST_LOOK)
            end = min(max(end, move.end), target_time + LONGEST_LOOK)
        times = np.arange(max(start, 0.0), end, ARMS_STEP).tolist()
        poses = map(self._target.pose_at, times)
        return any(pose is not None and has_arms_up(pose) for pose in poses)

    def _claps_too(self, target_time: float) -> bool:
        """Whether the instructor claps about now."""
        move, _ = self._target.moves_at(target_time)
        if move is not None and move.name in CLAPPING_MOVES:
            return True
        return bool(find_claps(around(self._target, target_time, *ALONG, 1 / RATE), self._network))


def _alarm_of(states: Iterable[FallState]) -> Alarm | None:
    """The most urgent one."""
    alarms = [
        Alarm(person, state.alarm_at, state.phase is FallPhase.ALARM)
        for person, state in enumerate(states)
        if state.alarm_at is not None
    ]
    return min(alarms, key=lambda alarm: alarm.due, default=None)


def around(target: Instructor, time: float, before: float, after: float, step: float) -> PoseTrack:
    """The instructor's poses about a time, so many seconds apart."""
    times = np.arange(max(time - before, 0.0), time + after, step)
    return PoseTrack.of([target.pose_at(t) for t in times], times, (0, 0), 1 / step)


def expected_at(target: Instructor, time: float) -> Expected:
    """What the target asks for about a time."""
    height = motion_of(around(target, time, *FLOOR, FLOOR_STEP)).height
    known = height[np.isfinite(height)]
    if not len(known):
        return "unknown"
    return "floor" if known.min() < ON_FLOOR else "standing"
