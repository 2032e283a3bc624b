"""A made-up diary for the tests of this folder."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

from coach.storage import StoredTarget
from coach.types import (
    Cue,
    FrameScore,
    Move,
    MoveScore,
    PersonResult,
    Pose,
    Repetition,
    SessionResult,
    Trend,
    Unjudged,
)

SEOUL = timezone(timedelta(hours=9))
FIRST_DAY = datetime(2026, 11, 21, 7, 30, tzinfo=SEOUL)


class Clock:
    """Wall-clock time that goes on by a day each time it is asked."""

    def __init__(self):
        self.days = -1

    def __call__(self):
        self.days += 1
        return FIRST_DAY + timedelta(days=self.days)


TARGET = StoredTarget(
    title="아침 스쿼트 <b>12 min</b>",
    path=Path("/videos/아침 'squat'.mp4"),
    content_hash="ab12",
    duration=40.0,
    moves=(Move("squat", 2.0, 18.0, 8), Move("lunge", 20.0, 38.0, 6)),
)


def pose(time: float, shift: float = 0.0) -> Pose:
    rng = np.random.default_rng(7)
    return Pose(
        points=rng.uniform(0, 480, (17, 2)) + shift,
        confidence=rng.uniform(0.5, 1, 17),
        world=rng.uniform(-0.9, 0.9, (17, 3)) + shift / 100,
        time=time,
    )


def frame_score(time: float, score: float = 80.0) -> FrameScore:
    return FrameScore(time, time - 0.5, 0.75, score, 0.5, (1.5, -20.25), True)


def fill(recorder, frames: int, people: int = 1, start: float = 0.0, score: float = 80.0) -> None:
    """Frames at 30 a second, each person standing a pixel further right than the last."""
    for i in range(frames):
        time = start + i / 30
        recorder.add(
            time,
            time - 0.5,
            tuple(pose(time, shift=float(n)) for n in range(people)),
            tuple(frame_score(time, score) for _ in range(people)),
        )


def session_result(*scores: float) -> SessionResult:
    return SessionResult("아침 스쿼트", 40.0, tuple(_person(score) for score in scores))


def _person(score: float) -> PersonResult:
    time = np.arange(5) / 15
    values = np.array([80.0, 82.5, np.nan, 70.0, 60.0])
    worst = Repetition(4.0, 6.0, 81.5, 60.0, 5.2)
    trend = Trend("left_knee", (Repetition(2.0, 4.0, 95.0, 80.0, 3.1), worst), (worst,), -13.5, "")
    deeper = Cue("bend_knee", "left", 20)
    moves = (
        MoveScore(
            *("squat", 2, 18, score, "B", 0.7, 0.6, 7, 8, "left_knee", None, 1.0),
            *(3.0, 0.4, "late", trend, 2),
            half=(3,),
            held=2.5,
        ),
        MoveScore("lunge", 20, 38, 55.0, "D", 0.4, 0.9, 6, 6, "", deeper, 1, 4.0, -0.1, held=0.0),
    )
    arrays = (time + 0.5, time, values, values)
    hidden = (Unjudged(2.0, 3.5, "in_front"),)
    return PersonResult(score, "B", 0.7, 0.6, True, 0.94, moves, *arrays, hidden, 2.5, False)
