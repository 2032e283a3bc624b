from dataclasses import replace

import numpy as np
import pytest

from coach.report import worst_clips
from coach.types import Repetition, Trend
from tests.coach.report.samples import MOVES, NAN, move, person


def repeated(start, *scores):
    """A move whose repetitions last two seconds each, half a second behind the video."""
    done = tuple(
        Repetition(start + 2 * i + 0.6, start + 2 * i + 2.6, 80.0, score, start + 2 * i + 1.0)
        for i, score in enumerate(scores)
    )
    worst = tuple(sorted((r for r in done if r.score == r.score), key=lambda r: r.score)[:3])
    one = move("squat", start, start + 2 * len(scores) + 1, 70.0)
    return replace(one, trend=Trend("left_knee", done, worst, NAN, ""))


def test_the_worst_of_all_moves_come_first():
    one = person(moves=(repeated(2, 80, 55, 90), repeated(20, 60, 40, 95)))

    clips = worst_clips(one)

    assert [(clip.move, clip.repetition, clip.score) for clip in clips] == [
        (1, 2, 40),
        (0, 2, 55),
        (1, 1, 60),
    ]


def test_a_clip_knows_which_moment_of_the_video_belongs_to_it():
    (clip,) = worst_clips(person(moves=(repeated(2, 40),)))

    assert clip.start == pytest.approx(2.0, abs=0.1)
    assert clip.end == pytest.approx(4.0, abs=0.1)
    assert clip.own_time(3.0) == pytest.approx(3.6, abs=0.01)
    assert np.all(np.diff(clip.times) > 0)
    assert np.all(np.diff(clip.own) > 0)


@pytest.mark.parametrize(
    "moves",
    [
        pytest.param((), id="no-moves"),
        pytest.param(MOVES, id="no-repetitions"),
        pytest.param((repeated(2, NAN, NAN),), id="never-judged"),
    ],
)
def test_without_a_judged_repetition_there_is_no_clip(moves):
    assert worst_clips(person(moves=moves)) == ()


def test_a_repetition_that_met_nothing_of_the_video_is_left_out():
    lost = repeated(2, 40)
    one = person(moves=(lost,))

    assert worst_clips(replace(one, time=np.full(len(one.time), NAN))) == ()
