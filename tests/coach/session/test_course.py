import numpy as np
import pytest

from coach.embedding import Encoder
from coach.session import score_session
from coach.types import Move
from tests.coach.people import knee_lifts, raises, squats, still, track_of

PARTS = {"squat": squats(4), "raise": raises(4), "knees": knee_lifts(4)}
LENGTH = 12.0
PAUSE = 2.0


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def session(*names):
    parts = [part for name in names for part in (PARTS.get(name, still(LENGTH)), still(PAUSE))]
    return np.concatenate([still(PAUSE), *parts])


def moves(*names, repetitions=4):
    starts = [PAUSE + i * (LENGTH + PAUSE) for i in range(len(names))]
    return [Move(n, s, s + LENGTH, repetitions) for n, s in zip(names, starts, strict=True)]


def follow(asked, world, encoder, **options):
    options = {"title": "t", "encoder": encoder, "moves": moves(*asked), **options}
    target = track_of(session(*asked))
    return score_session(target, [track_of(world)], **options).people[0]


@pytest.mark.parametrize(
    ("asked", "did", "times", "in_order"),
    [
        pytest.param(
            ["squat", "raise", "knees"], ["squat", "raise", "knees"], [1, 1, 1], True, id="as-asked"
        ),
        pytest.param(
            ["squat", "raise", "knees"], ["squat", "", "knees"], [1, 0, 1], True, id="left-out"
        ),
        pytest.param(["squat", "raise"], ["squat", "squat", "raise"], [2, 1], True, id="one-twice"),
        pytest.param(
            ["squat", "raise", "knees"],
            ["squat", "knees", "raise"],
            [1, 1, 1],
            False,
            id="another-order",
        ),
        pytest.param(
            ["squat", "raise", "squat"],
            ["squat", "raise", "squat"],
            [1, 1, 1],
            True,
            id="the-same-move-asked-twice",
        ),
        pytest.param(
            ["squat", "raise", "squat"],
            ["squat", "raise", ""],
            [1, 1, 0],
            True,
            id="the-second-time-left-out",
        ),
        pytest.param(
            ["squat", "raise", "squat"],
            ["", "raise", "squat"],
            [0, 1, 1],
            True,
            id="the-first-time-left-out",
        ),
    ],
)
def test_the_course_of_a_session(encoder, asked, did, times, in_order):
    person = follow(asked, session(*did), encoder)

    assert [m.times_done for m in person.moves] == times
    assert person.in_order == in_order


def test_who_follows_as_in_a_mirror_leaves_nothing_out(encoder):
    mirrored = np.concatenate(
        [still(2), squats(4), still(2), knee_lifts(4, side="right"), still(2), raises(4), still(2)]
    )

    person = follow(["squat", "knees", "raise"], mirrored, encoder)

    assert person.mirrored
    assert [m.times_done for m in person.moves] == [1, 1, 1]


def test_of_one_move_alone_nothing_is_told(encoder):
    person = follow(["squat"], session("squat", "squat"), encoder)

    assert person.moves[0].times_done is None


def test_of_a_hold_nothing_is_told(encoder):
    asked = ["squat", "", "raise"]
    hold = moves(*asked)
    hold[1] = Move("plank", hold[1].start, hold[1].end, 0)

    person = follow(asked, session(*asked), encoder, moves=hold)

    assert [m.times_done for m in person.moves] == [1, None, 1]


def test_of_a_move_that_was_not_seen_nothing_is_told(encoder):
    world = session("squat", "raise", "knees")
    world[18 * 15 : 24 * 15] = np.nan

    person = follow(["squat", "raise", "knees"], world, encoder)

    assert [m.times_done for m in person.moves] == [1, None, 1]


def test_what_comes_after_the_person_stopped_was_left_out(encoder):
    person = follow(["squat", "raise", "knees"], session("squat"), encoder)

    assert [m.times_done for m in person.moves] == [1, 0, 0]


def test_who_went_out_of_the_picture_may_have_done_the_rest(encoder):
    world = session("squat", "raise", "knees")
    world[16 * 15 :] = np.nan

    person = follow(["squat", "raise", "knees"], world, encoder)

    assert [m.times_done for m in person.moves] == [1, None, None]


def test_who_stands_still_leaves_everything_out(encoder):
    person = follow(["squat", "raise"], still(30), encoder)

    assert [m.times_done for m in person.moves] == [0, 0]
    assert person.in_order
