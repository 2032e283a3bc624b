"""Made-up but likely results for the tests of this folder."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np

from coach.report import Earlier
from coach.scoring import grade_of
from coach.types import (
    Cue,
    MoveScore,
    PersonResult,
    Repetition,
    SessionResult,
    Trend,
    Unjudged,
)

WHEN = datetime(2026, 11, 21, 7, 30, tzinfo=timezone(timedelta(hours=9)))
NASTY = "<b>x</b> & 'drop' 운동"
LENGTH_S = 76.0
NAN = float("nan")


def move(name, start, end, score, lag=0.6, done=8, asked=8, joint="", cue=None, coverage=1.0):
    grade = grade_of(score) if np.isfinite(score) else ""
    similarity = score / 110
    return MoveScore(
        name, start, end, score, grade, similarity, lag, done, asked, joint, cue, coverage
    )


MOVES = (
    move("squat", 2, 14, 87.4, 0.42, 6, 6),
    move("shoulder_press", 16, 28, 52.6, 0.81, 7, 8, "left_shoulder", Cue("raise_arm", "left", 23)),
    move("Move 3", 30, 40, NAN, NAN, 0, 5, coverage=0.1),
    move("standing_knee_raise", 42, 58, 71.2, 0.1, 8, 8, "right_elbow"),
    move("lateral_raise", 60, 74, 90.0, 0.6, 10, 10),
)


LEFT_OUT = (
    Unjudged(29.0, 40.0, "in_front"),
    Unjudged(45.0, 48.2, "feet_outside"),
    Unjudged(60.0, 61.0, "in_front"),
)


WORST = Repetition(18.0, 20.0, 62.0, 40.2, 19.1)
TIRING = Trend(
    "left_shoulder", (Repetition(16.0, 18.0, 85.0, 81.0, 17.0), WORST), (WORST,), -21.3, "shallower"
)


def person(
    score=78.4,
    moves=MOVES,
    lag=0.62,
    coverage=0.853,
    mirrored=True,
    seed=1,
    left_out=(),
    uncertainty=NAN,
):
    """Noisy frames about the score of each move; nothing judged from 29 to 40 s."""
    time = np.arange(0, LENGTH_S, 1 / 15)
    scores = np.full(len(time), score)
    for m in moves:
        scores[(time >= m.start) & (time < m.end)] = m.score
    smooth = np.convolve(
        np.random.default_rng(seed).normal(0, 12, len(time)), np.ones(9) / 9, "same"
    )
    scores = np.clip(scores + smooth + 4 * np.sin(time), 0, 100)
    scores[(time > 29) & (time < 40)] = NAN
    grade = grade_of(score) if np.isfinite(score) else ""
    return PersonResult(
        score,
        grade,
        score / 110,
        lag,
        mirrored,
        coverage,
        moves,
        time + 0.6,
        time,
        scores / 110,
        scores,
        left_out,
        uncertainty,
    )


def session(*people, target=NASTY):
    return SessionResult(target, LENGTH_S, people or (person(),))


def earlier(score=70.0, days=3, **changes):
    """The same video some days before."""
    one = replace(person(score), **changes)
    when = WHEN - timedelta(days=days)
    return Earlier(when, session(one), ((when, score),))


UNJUDGED = person(NAN, (move("squat", 2, 14, NAN, NAN, 0, 6, coverage=0.0),), NAN, 0.0)
