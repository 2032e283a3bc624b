"""Arms held up, and what is none of it."""

from __future__ import annotations

import numpy as np
import pytest

from coach.session.arms_up import HELD, ArmsSwitch, has_arms_up
from coach.session.watch import Watch, Watching
from coach.types import Move, PoseTrack
from tests.coach.people import stand, track_of

FPS = 30.0
UP = stand(arms=(170.0, 170.0))
DOWN = stand()


def pose_of(world):
    return track_of(world[None]).pose(0)


def course(*parts):
    """Poses over time: (world points or None, seconds) one after the other."""
    poses = []
    for world, seconds in parts:
        pose = None if world is None else pose_of(world)
        poses += [pose] * round(seconds * FPS)
    return poses


def told(*parts):
    """Seconds at which arms that are held up are told."""
    switch = ArmsSwitch()
    return [i / FPS for i, pose in enumerate(course(*parts)) if switch.push(pose, i / FPS)]


@pytest.mark.parametrize(
    ("world", "is_up"),
    [
        pytest.param(UP, True, id="both-up"),
        pytest.param(DOWN, False, id="hanging"),
        pytest.param(stand(arms=(170.0, 5.0)), False, id="one-arm"),
        pytest.param(stand(arms=(90.0, 90.0)), False, id="to-the-sides"),
        pytest.param(stand(arms=(90.0, 90.0), elbows=(90.0, 90.0)), False, id="hands-at-the-head"),
    ],
)
def test_arms_up_are_both_hands_well_above_the_head(world, is_up):
    assert has_arms_up(pose_of(world)) is is_up


def test_arms_held_up_are_told_once():
    assert told((DOWN, 1.0), (UP, 4.0)) == [pytest.approx(1.0 + HELD, abs=0.04)]


def test_arms_raised_for_a_moment_are_not_told():
    assert told((DOWN, 1.0), (UP, 0.8), (DOWN, 2.0)) == []


def test_a_second_time_is_told_after_they_were_lowered():
    assert len(told((UP, 1.5), (DOWN, 0.5), (UP, 1.5))) == 2


def test_arms_that_tremble_are_not_lowered():
    assert len(told((UP, 1.5), (DOWN, 0.1), (UP, 3.0))) == 1


def test_somebody_out_of_sight_has_to_raise_them_anew():
    assert told((UP, 0.8), (None, 0.6), (UP, 0.8)) == []


class Instructor:
    """Stands for eight seconds; raises the arms from one time to another."""

    def __init__(self, up: tuple[float, float] = (0.0, 0.0), end: float = 60.0) -> None:
        self._up, self._end = up, end

    def pose_at(self, time):
        return pose_of(UP if self._up[0] <= time < self._up[1] else DOWN)

    def moves_at(self, time):
        return Move("squat", 0.0, self._end, 5), None


def asked(instructor, *parts, playing=True, arms=True):
    looking = Watch(instructor, 1, Watching(claps=False, falls=False, arms=arms))
    for i, pose in enumerate(course(*parts)):
        looking.push((pose,), (pose,), i / FPS, i / FPS, playing=playing)
    return looking.raised_at


def test_raised_arms_ask_for_something():
    assert asked(Instructor(), (DOWN, 1.0), (UP, 1.5)) == pytest.approx(2.0, abs=0.04)


def test_raised_arms_that_are_switched_off_do_not():
    assert asked(Instructor(), (UP, 1.5), arms=False) is None


@pytest.mark.parametrize(
    "instructor",
    [
        pytest.param(Instructor((0.5, 2.0)), id="at-the-same-time"),
        pytest.param(Instructor((20.0, 22.0)), id="elsewhere-in-the-move"),
    ],
)
def test_who_raises_the_arms_as_the_exercise_does_asks_for_nothing(instructor):
    assert asked(instructor, (UP, 1.5)) is None


def test_arms_raised_in_another_move_explain_nothing():
    assert asked(Instructor((20.0, 22.0), end=10.0), (UP, 1.5)) is not None


def test_while_the_video_rests_the_exercise_does_not_matter():
    assert asked(Instructor((0.0, 5.0)), (UP, 1.5), playing=False) is not None


def test_who_lies_with_the_arms_over_the_head_asks_for_nothing():
    lying = UP @ np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], np.float32)

    assert asked(Instructor(), (lying, 2.0)) is None


def test_nobody_asks_for_nothing():
    nobody = PoseTrack.of([None], [0.0], (0, 0), 30.0)

    assert len(nobody) == 1
    assert asked(Instructor(), (None, 2.0)) is None
