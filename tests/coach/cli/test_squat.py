"""``coach squat`` on keypoints files."""

import json

import numpy as np
import pytest

from coach.cli.parser import FORM_NAMES
from coach.moves.form import PLANS
from coach.pose import write_keypoints
from tests.coach.people import squats, still, track_of

KEYS = {"start", "bottom", "end", "knee_angle_deg", "faults", "grade"}


@pytest.fixture
def keypoints(tmp_path):
    """A keypoints file of world points."""

    def write(world: np.ndarray):
        path = tmp_path / "me.npz"
        write_keypoints(path, (track_of(world),), path.name)
        return path

    return write


def test_squats_have_phases_faults_and_grades(coach, keypoints):
    path = keypoints(np.concatenate([still(2.0), squats(2), still(2.0)]))

    outcome = coach("squat", str(path), "--language", "en")

    found = json.loads(outcome.out)
    assert outcome.status == 0
    assert {"grade", "repetitions", "phases"} <= found.keys()
    assert [one.keys() >= KEYS for one in found["repetitions"]] == [True, True]
    assert found["phases"][0][2] == "standing"
    assert "Squat, 2 repetitions" in outcome.err


def test_every_repetition_is_told_in_korean_too(coach, keypoints):
    outcome = coach("squat", str(keypoints(squats(2))), "--language", "ko")

    assert "스쿼트 2회" in outcome.err


@pytest.mark.parametrize("exercise", PLANS)
def test_who_just_stands_has_no_grade_and_is_told_so(coach, keypoints, exercise):
    outcome = coach("squat", str(keypoints(still(3.0))), "--exercise", exercise, "--language", "en")

    found = json.loads(outcome.out)
    assert (outcome.status, found["grade"], found["repetitions"]) == (0, None, [])
    assert "was found" in outcome.err


def test_nobody_in_view_is_no_error(coach, keypoints):
    outcome = coach("squat", str(keypoints(np.full((30, 17, 3), np.nan))))

    found = json.loads(outcome.out)
    assert (outcome.status, found["grade"], found["repetitions"]) == (0, None, [])
    assert found["phases"] == []


def test_the_exercises_of_the_command_are_those_that_are_judged():
    assert set(FORM_NAMES) == set(PLANS)
