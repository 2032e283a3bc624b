from dataclasses import replace

import numpy as np
import pytest

from coach.report import compare, report_view
from coach.texts import Texts
from coach.types import Setup
from tests.coach.report.samples import MOVES, NAN, UNJUDGED, WHEN, earlier, move, person, session

EN = Texts("en")
HERE = Setup((640, 480), 10.0, 0.2)


def progress(one, before):
    facts = report_view(session(one), EN, earlier=before).people[0].facts
    return next((f for f in facts if f.label == "Since last time"), None)


@pytest.mark.parametrize(
    ("before", "value"),
    [
        pytest.param(70.0, "▲ 8 higher", id="better"),
        pytest.param(84.0, "▼ 6 lower", id="worse"),
        pytest.param(78.2, "the same", id="same"),
    ],
)
def test_progress_compares_with_the_last_time(before, value):
    told = progress(person(78.4), earlier(before))

    assert told.value == value
    assert told.note == f"{round(before)} on 18 November"


def test_a_change_within_the_margin_says_so():
    told = progress(person(78.4, uncertainty=9.0), earlier(70.0))

    assert told.value == "▲ 8 higher"
    assert told.note == "70 on 18 November; within what the score can tell"


@pytest.mark.parametrize(
    ("other", "what"),
    [
        pytest.param(Setup((640, 480), 80.0, 0.2), "filmed from another side", id="angle"),
        pytest.param(
            Setup((640, 480), 80.0, 0.4),
            "filmed from another side and from another distance",
            id="both",
        ),
    ],
)
def test_when_the_camera_moved_nothing_is_called_better(other, what):
    now = replace(person(78.4), setup=HERE)
    before = earlier(60.0, setup=other)

    told = progress(now, before)

    assert told.value == "not comparable"
    assert told.note == f"60 on 18 November, but {what}"
    view = report_view(session(now), EN, earlier=before, when=WHEN)
    assert {row.change for row in view.people[0].moves} == {""}
    assert view.past_note.startswith("Something was different last time")


@pytest.mark.parametrize(
    ("now", "before"),
    [
        pytest.param(person(), None, id="first-time"),
        pytest.param(person(), earlier(NAN), id="not-judged-then"),
        pytest.param(UNJUDGED, earlier(70.0), id="not-judged-now"),
        pytest.param(person(), earlier(70.0, coverage=0.0), id="nobody-there-then"),
    ],
)
def test_without_two_scores_there_is_no_progress(now, before):
    assert progress(now, before) is None


def test_progress_is_not_told_to_two_people():
    view = report_view(session(person(), person()), EN, earlier=earlier(70.0), when=WHEN)

    assert all(f.label != "Since last time" for one in view.people for f in one.facts)
    assert view.past == ()


def test_each_move_is_compared_with_the_same_move_then():
    before = tuple(replace(one, score=one.score - 5) for one in MOVES)

    rows = report_view(session(), EN, earlier=earlier(70.0, moves=before)).people[0].moves

    assert [row.change for row in rows] == ["▲ 5", "▲ 5", "", "▲ 5", "▲ 5"]


def test_of_two_sets_the_second_is_compared_with_the_second():
    now = (move("squat", 0, 10, 80.0), move("squat", 20, 30, 70.0))
    then = (move("squat", 0, 10, 75.0), move("squat", 20, 30, 74.4))

    comparison = compare(session(person(moves=now)), earlier(70.0, moves=then))

    np.testing.assert_allclose(comparison.moves, (5.0, -4.4))


def test_a_move_that_is_new_has_no_change():
    comparison = compare(session(), earlier(70.0, moves=()))

    assert np.isnan(comparison.moves).all()


def test_all_sessions_with_the_video_are_listed_this_one_last():
    view = report_view(session(), EN, earlier=earlier(70.0), when=WHEN)

    assert view.past == (("18 November", 70.0, 0.0), ("21 November", 78.4, pytest.approx(3.0)))
    assert view.past_note == ""


@pytest.mark.parametrize(
    ("change", "what"),
    [
        pytest.param({"as_strict": False}, ("strictness",), id="another-strictness"),
        pytest.param({}, (), id="alike"),
    ],
)
def test_only_scores_of_the_same_strictness_are_compared(change, what):
    assert compare(session(), replace(earlier(70.0), **change)).unlike == what


def test_a_session_of_the_upper_body_is_not_compared_with_one_of_all_of_it():
    seated = replace(session(), left_out=("left_leg", "right_leg"))

    assert compare(seated, earlier(70.0)).unlike == ("body",)
    assert compare(seated, replace(earlier(70.0), result=seated)).unlike == ()
