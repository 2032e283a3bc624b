"""What a session shows at one moment: frozen values, made by the session's thread."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from coach.errors import CoachError
from coach.scoring.timing import Timing
from coach.skeleton import INDEX
from coach.types import Cue, Frame, FrameScore, Move, Pose

UNSURE: Final = 0.3
"""Confidence below which a foot cannot be made out."""


class Phase(Enum):
    """Where a session stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class PersonState:
    """One person now.

    Attributes:
        pose: in the camera frame, None if not seen.
        score: of the newest scored frame.
        smoothed_score: 0..100 as shown; NaN when not judged.
        average: mean score so far; NaN before the first.
        cue: what to change now.
        repetitions: within the current move, those that fell short too; attempts: of them
            those that did; held: seconds for which its pose was held, of a hold.
        corrected: whether to say that what the last cue was about is right now.
        timing: late or early against the person's usual lag; None: cannot be told.
    """

    pose: Pose | None
    score: FrameScore | None
    smoothed_score: float
    average: float
    cue: Cue | None
    repetitions: int
    corrected: bool = False
    timing: Timing | None = None
    attempts: int = 0
    held: float = 0.0


@dataclass(frozen=True, slots=True)
class Alarm:
    """Somebody seems to have fallen and is asked whether all is well.

    Attributes:
        person: whom, by place. due: when the alarm goes off unless they answer, seconds on
            the clock of the camera's frames. is_off: whether it has gone off.
    """

    person: int
    due: float
    is_off: bool


@dataclass(frozen=True, slots=True)
class LiveState:
    """Everything a screen shows of a session at one moment.

    Attributes:
        frame: the camera frame that the people belong to.
        people: one entry a person, left to right in the camera picture.
        target_pose: of the instructor about now.
        move, next_move: of the target; target_repetitions: asked in the current move.
        mirrored: whether the first person mirrors the instructor; None: not decided yet.
        phase: where the session stands.
        captured, scored, dropped: camera frames since the start.
        problem: what went wrong, for the user.
        note: key of a sentence about what cannot be judged now, or "".
        clapped_at: when somebody last clapped twice, and meant it, seconds on the clock of
            the camera's frames; None: never.
        alarm: somebody seems to have fallen.
        others: whoever is in the picture and is not followed.
        raised_at: when somebody last held up both arms, and meant it, likewise.
        target_shown: repetitions of the current move that the instructor has done by now.
        synchrony: how well two people move together lately, -1..1; NaN where it cannot be told.
    """

    frame: Frame | None
    people: tuple[PersonState, ...]
    target_pose: Pose | None
    move: Move | None
    next_move: Move | None
    target_repetitions: int
    mirrored: bool | None
    phase: Phase
    captured: int
    scored: int
    dropped: int
    problem: CoachError | None
    note: str
    clapped_at: float | None = None
    alarm: Alarm | None = None
    others: tuple[Pose, ...] = ()
    raised_at: float | None = None
    target_shown: int = 0
    synchrony: float = float("nan")


def nobody(n: int) -> tuple[PersonState, ...]:
    """Places of which nothing is known."""
    nan = float("nan")
    return tuple(PersonState(None, None, nan, nan, None, 0) for _ in range(n))


def first_state(n: int) -> LiveState:
    """What there is of so many people before the first frame."""
    return LiveState(None, nobody(n), None, None, None, 0, None, Phase.WAITING, 0, 0, 0, None, "")


_FEET: Final = [INDEX["left_ankle"], INDEX["right_ankle"]]


def hides_feet(pose: Pose) -> bool:
    """Whether the feet of somebody cannot be made out."""
    return bool((pose.confidence[_FEET] < UNSURE).all())


def feet_hidden(poses: tuple[Pose | None, ...], frame: Frame) -> bool:
    """Whether somebody's feet are out of the picture, or not to be made out."""
    return any(
        pose is not None
        and (hides_feet(pose) or bool((pose.points[_FEET, 1] > frame.size[1]).all()))
        for pose in poses
    )
