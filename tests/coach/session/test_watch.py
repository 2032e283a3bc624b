"""What a session notices beside the score, with an instructor who is told what to do."""

from __future__ import annotations

import numpy as np
import pytest

from coach.moves.falls import FallPhase, FallState
from coach.session import watch
from coach.session.state import Alarm
from coach.session.watch import Watch, Watching, expected_at
from coach.types import Move, PoseTrack
from tests.coach.clapping import clapping
from tests.coach.people import stand, track_of

CLAPS = (3.0, 3.5)
PAIR = clapping(*CLAPS, end=6.0)
LYING = stand() @ np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], np.float32)
"""Head to the side, on the floor."""


class Instructor:
    """A target: poses over time, and one move."""

    def __init__(self, track: PoseTrack, move: str = "squat") -> None:
        self.track, self.move = track, move

    def pose_at(self, time: float):
        i = int(np.searchsorted(self.track.time, time))
        return self.track.pose(i) if i < len(self.track) else None

    def moves_at(self, time: float):
        return Move(self.move, 0.0, 60.0, 5), None


def standing(seconds: float = 12.0, pose: np.ndarray | None = None) -> PoseTrack:
    world = np.repeat((stand() if pose is None else pose)[None], round(seconds * 15), axis=0)
    return track_of(world, 15.0)


def asked(
    target: Instructor, person: PoseTrack, *, claps: bool = True, playing: bool = True
) -> float | None:
    """When a session is asked for something by claps."""
    looking = Watch(target, 1, Watching(claps, falls=False))
    for i, time in enumerate(person.time):
        poses = (person.pose(i),)
        looking.push(poses, poses, float(time), float(time), playing=playing)
    return looking.asked_at


def test_two_claps_ask_for_something():
    time = asked(Instructor(standing()), PAIR)

    assert time is not None
    assert CLAPS[1] < time < CLAPS[1] + 1.5


def test_claps_that_are_switched_off_do_not():
    assert asked(Instructor(standing()), PAIR, claps=False) is None


def test_who_claps_along_with_the_instructor_asks_for_nothing():
    assert asked(Instructor(clapping(2.2, 2.7, end=6.0)), PAIR) is None


@pytest.mark.parametrize("move", ["jumping_jack", "clap"])
def test_claps_of_the_exercise_ask_for_nothing(move):
    assert asked(Instructor(standing(), move), PAIR) is None


def test_before_the_start_the_exercise_does_not_matter():
    assert asked(Instructor(standing(), "jumping_jack"), PAIR, playing=False) is not None


def test_who_lies_on_the_floor_asks_for_nothing():
    turned = PAIR.world @ np.array([[0, 1, 0], [-1, 0, 0], [0, 0, 1]], np.float32)

    assert asked(Instructor(standing()), track_of(turned, 30.0)) is None


@pytest.mark.parametrize(
    ("track", "expected"),
    [
        pytest.param(standing(), "standing", id="standing"),
        pytest.param(standing(pose=LYING), "floor", id="lying"),
        pytest.param(
            track_of(np.concatenate([standing(4).world, standing(8, LYING).world]), 15.0),
            "floor",
            id="lying-soon",
        ),
        pytest.param(standing(0.1), "unknown", id="over"),
    ],
)
def test_what_the_target_asks_for(track, expected):
    assert expected_at(Instructor(track), 2.5) == expected


class ScriptedFall:
    """A fall at second 1, asked about for five seconds."""

    def __init__(self) -> None:
        self.state, self.is_over = FallState(FallPhase.WATCHING), False
        self.expected: list[str] = []

    def push(self, pose, time, expected):
        self.expected.append(expected)
        if time >= 1.0 and not self.is_over:
            phase = FallPhase.ALARM if time >= 6.0 else FallPhase.ASKING
            self.state = FallState(phase, 1.0, 6.0)
        return self.state

    def cancel(self):
        self.state, self.is_over = FallState(FallPhase.WATCHING), True
        return self.state


@pytest.fixture
def falling(monkeypatch):
    monkeypatch.setattr(watch, "FallWatch", ScriptedFall)
    return Watch(Instructor(standing()), 1, Watching(claps=False, falls=True))


def test_a_fall_is_asked_about_and_then_the_alarm_goes_off(falling):
    falling.push((None,), (None,), 0.5, 0.5)
    before = falling.alarm
    falling.push((None,), (None,), 1.5, 1.5)
    asking = falling.alarm
    falling.push((None,), (None,), 6.5, 6.5)

    assert before is None
    assert asking == Alarm(0, 6.0, is_off=False)
    assert falling.alarm == Alarm(0, 6.0, is_off=True)


def test_an_answer_ends_it(falling):
    falling.push((None,), (None,), 1.5, 1.5)

    falling.dismiss()
    falling.push((None,), (None,), 1.6, 1.6)

    assert falling.alarm is None


def test_a_clap_is_an_answer_even_where_claps_control_nothing(falling):
    alarms = []
    for i, time in enumerate(PAIR.time):
        falling.push((PAIR.pose(i),), (PAIR.pose(i),), float(time), float(time))
        alarms.append(falling.alarm is not None)

    assert alarms[int(2.5 * 30)]
    assert not alarms[-1]
    assert falling.asked_at is None


def test_what_falls_are_judged_by_comes_from_the_target(monkeypatch):
    monkeypatch.setattr(watch, "FallWatch", ScriptedFall)
    looking = Watch(Instructor(standing(pose=LYING)), 1, Watching(claps=False, falls=True))
    looking.push((None,), (None,), 0.0, 0.0)

    assert looking._falls[0].expected == ["floor"]
