"""Parts that are done again and again, and the way from move to move."""

from __future__ import annotations

import math

import pytest

from coach.types import Move
from ui.follow.loop import Loop, Marks, Part, next_start, part_of_move, previous_start

MOVES = (Move("squat", 5.0, 15.0, 4), Move("lunge", 20.0, 30.0, 4))


def passed(loop, score, *, at=(10.0, 12.0, 14.0)):
    """One pass with the same score throughout."""
    backs = [loop.push(time, score) for time in (*at, 15.0)]
    assert backs == [False] * len(at) + [True]
    return loop.tempo


def test_the_tempo_rises_after_every_good_pass_up_to_the_full_one():
    loop = Loop(Part(10.0, 15.0))
    tempos = [loop.tempo, *(passed(loop, 90.0) for _ in range(6))]

    assert tempos == [0.6, 0.7, 0.8, 0.9, 1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "score", [pytest.param(79.0, id="not-good"), pytest.param(math.nan, id="not-judged")]
)
def test_the_tempo_stays_after_any_other_pass(score):
    assert passed(Loop(Part(10.0, 15.0)), score) == 0.6


def test_a_part_is_mastered_by_a_good_pass_at_full_tempo():
    loop = Loop(Part(10.0, 15.0), tempo=1.0)
    passed(loop, 70.0)
    assert not loop.is_mastered

    passed(loop, 85.0)
    assert loop.is_mastered
    assert (loop.passes, loop.last_score) == (2, 85.0)


def test_what_was_done_to_get_ready_does_not_count():
    loop = Loop(Part(10.0, 15.0))
    loop.push(9.5, 0.0)

    passed(loop, 90.0)
    assert loop.last_score == 90.0


def test_a_pass_that_was_jumped_out_of_does_not_count():
    loop = Loop(Part(10.0, 15.0))
    loop.push(11.0, 0.0)
    loop.drop_pass()

    passed(loop, 90.0)
    assert loop.last_score == 90.0


def test_a_tempo_above_the_full_one_is_kept():
    assert passed(Loop(Part(10.0, 15.0), tempo=1.3), 90.0) == 1.3


def test_a_part_is_marked_by_its_two_ends_in_any_order():
    marks = Marks()
    assert marks.mark_end(20.0) is None
    assert marks.mark_start(12.0) == Part(12.0, 20.0)
    assert marks.mark_end(18.0) == Part(12.0, 18.0)


def test_a_mark_on_the_wrong_side_forgets_the_other():
    marks = Marks()
    marks.mark_start(12.0)

    assert marks.mark_end(11.0) is None
    assert marks.mark_start(11.9) is None
    assert marks.mark_end(20.0) == Part(11.9, 20.0)


def test_cleared_marks_make_no_part():
    marks = Marks()
    marks.mark_start(1.0)
    marks.clear()

    assert marks.mark_end(9.0) is None


def test_a_part_is_entered_a_little_early_but_not_before_the_video():
    assert Part(10.0, 15.0).entry == 9.0
    assert Part(0.4, 15.0).entry == 0.0


@pytest.mark.parametrize(
    ("time", "part"),
    [
        pytest.param(10.0, Part(5.0, 15.0), id="within"),
        pytest.param(17.0, Part(20.0, 30.0), id="between"),
        pytest.param(40.0, Part(20.0, 30.0), id="after-the-last"),
    ],
)
def test_the_part_of_a_move(time, part):
    assert part_of_move(MOVES, time) == part
    assert part_of_move((), time) is None


@pytest.mark.parametrize(
    ("time", "forward", "back"),
    [
        pytest.param(0.0, 4.0, 0.0, id="before-the-first"),
        pytest.param(6.0, 19.0, 0.0, id="just-begun"),
        pytest.param(10.0, 19.0, 4.0, id="in-the-first"),
        pytest.param(21.0, None, 4.0, id="just-in-the-second"),
        pytest.param(28.0, None, 19.0, id="well-in-the-second"),
    ],
)
def test_the_way_from_move_to_move(time, forward, back):
    assert next_start(MOVES, time) == forward
    assert previous_start(MOVES, time) == back
