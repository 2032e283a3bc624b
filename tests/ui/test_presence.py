"""Who leaves the picture, and who comes back."""

from __future__ import annotations

import numpy as np
import pytest

from tests.coach.people import stand, track_of
from ui.follow.presence import Change, Presence, is_on_floor


def course(*parts, on_floor=False):
    """What happened, with the tenths of seconds, while somebody was seen or not for so long."""
    presence, told, tick = Presence(), [], 0
    for seen, seconds in parts:
        for _ in range(round(10 * seconds)):
            change = presence.push(seen, tick / 10, on_floor=on_floor)
            told += [] if change is None else [(change, tick)]
            tick += 1
    return told


def test_whoever_leaves_has_left_after_a_while_and_is_told_once():
    assert course((True, 5.0), (False, 10.0)) == [(Change.LEFT, 90)]


def test_a_moment_out_of_sight_is_nothing():
    assert course((True, 5.0), (False, 3.0), (True, 5.0)) == []


def test_whoever_comes_back_is_back_after_a_moment():
    told = course((True, 5.0), (False, 5.0), (True, 3.0))

    assert told == [(Change.LEFT, 90), (Change.BACK, 115)]


def test_a_glimpse_is_not_yet_back():
    assert course((True, 1.0), (False, 5.0), (True, 1.0), (False, 1.0)) == [(Change.LEFT, 50)]


def test_whoever_was_never_there_has_not_left():
    assert course((False, 30.0)) == []


def test_on_the_floor_there_is_more_patience():
    assert course((True, 1.0), (False, 14.0), on_floor=True) == []
    assert course((True, 1.0), (False, 16.0), on_floor=True) == [(Change.LEFT, 160)]


def test_where_the_session_goes_on_all_the_same_the_wait_begins_anew():
    presence = Presence()
    presence.push(True, 0.0)
    presence.push(False, 1.0)
    assert presence.push(False, 5.0) is Change.LEFT

    presence.go_on(6.0)
    assert presence.push(False, 9.0) is None
    assert presence.push(False, 10.0) is Change.LEFT


def test_a_new_session_knows_nobody():
    presence = Presence()
    presence.push(True, 0.0)
    presence.reset()

    assert presence.push(False, 100.0) is None
    assert not presence.is_away


@pytest.mark.parametrize("seen", [True, False])
def test_the_first_moment_changes_nothing(seen):
    assert Presence().push(seen, 50.0) is None


LYING = stand() @ np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], np.float32)


@pytest.mark.parametrize(
    ("world", "on_floor"),
    [
        pytest.param(stand(), False, id="standing"),
        pytest.param(stand(lean=40.0), False, id="leaning"),
        pytest.param(LYING, True, id="lying"),
        pytest.param(np.full((17, 3), np.nan, np.float32), False, id="not-known"),
    ],
)
def test_an_exercise_on_the_floor_is_one_whose_instructor_lies(world, on_floor):
    assert is_on_floor(track_of(world[None]).pose(0)) is on_floor
    assert not is_on_floor(None)
