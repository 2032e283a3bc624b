"""``coach teach``: exercises of the user's own."""

import json

import pytest

from coach.moves.taught import read_taught
from coach.pose import write_keypoints
from tests.coach.people import squats, still, track_of


@pytest.fixture
def recording(tmp_path):
    """A keypoints file of five repetitions."""
    path = tmp_path / "me.npz"
    write_keypoints(path, [track_of(squats(5, seconds=2.0))], "me.mp4")
    return path


def test_an_exercise_is_taught_listed_and_forgotten(coach, recording, tmp_path):
    data = ("--data", tmp_path, "--language", "en")

    taught = coach("teach", "Cossack squat", recording, *data)
    listed = coach("teach", "--list", *data)
    forgotten = coach("teach", "--forget", "Cossack squat", *data)

    assert (taught.status, taught.out) == (0, "Learned “Cossack squat”.\n")
    assert json.loads(listed.out) == ["Cossack squat"]
    assert (forgotten.status, forgotten.out) == (0, "Forgot “Cossack squat”.\n")
    assert read_taught(tmp_path) == ()


def test_only_the_seconds_named_are_shown(coach, recording, tmp_path):
    coach("teach", "short", recording, "--start", "2", "--end", "6", "--data", tmp_path)

    (one,) = read_taught(tmp_path)
    assert one.seconds.max() <= 4.0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing"),
        pytest.param(["mine"], id="no-video"),
        pytest.param(["squat", "{recording}"], id="name-of-the-vocabulary"),
        pytest.param(["mine", "{recording}", "--start", "5", "--end", "2"], id="backwards"),
        pytest.param(["mine", "{recording}", "--start", "50", "--end", "60"], id="beyond-the-end"),
        pytest.param(["mine", "nothing.mp4"], id="missing-video"),
        pytest.param(["--forget", "mine"], id="never-taught"),
    ],
)
def test_what_cannot_be_taught_is_refused(coach, recording, tmp_path, arguments):
    filled = [argument.format(recording=recording) for argument in arguments]

    done = coach("teach", *filled, "--data", tmp_path)

    assert done.refused
    assert read_taught(tmp_path) == ()


def test_who_stands_still_for_a_moment_teaches_nothing(coach, tmp_path):
    path = tmp_path / "blink.npz"
    write_keypoints(path, [track_of(still(0.4))], "blink.mp4")

    assert coach("teach", "mine", path, "--data", tmp_path).refused
