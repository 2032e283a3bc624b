from dataclasses import replace

import numpy as np
import pytest

from coach.pose import read_keypoints
from coach.selftest import FOLDER, Trial, mirror_image, self_test
from coach.skeleton import INDEX


@pytest.fixture(scope="module")
def trials():
    return self_test()


def test_the_shipped_score_proves_itself(trials):
    assert [trial.name for trial in trials] == ["itself", "mirror", "other", "still"]
    assert [trial.name for trial in trials if not trial.passed] == []


def test_the_mirror_image_is_told_from_the_workout_itself(trials):
    assert [trial.mirrored for trial in trials[:2]] == [False, True]


@pytest.mark.parametrize(
    ("change", "passed"),
    [
        pytest.param({}, True, id="within"),
        pytest.param({"score": 94.9}, False, id="too-low"),
        pytest.param({"score": 99.1}, False, id="too-high"),
        pytest.param({"mirrored": False}, False, id="wrong-side"),
        pytest.param({"mirrored": False, "wanted_mirrored": None}, True, id="any-side"),
        pytest.param({"score": float("nan")}, False, id="no-score"),
    ],
)
def test_a_trial_passes_within_its_bounds_only(change, passed):
    trial = Trial("mirror", 97.0, 0.99, True, at_least=95.0, at_most=99.0, wanted_mirrored=True)

    assert replace(trial, **change).passed is passed


def test_a_mirror_image_has_left_and_right_exchanged_and_twice_is_the_same():
    track = read_keypoints(FOLDER / "target.npz")[0]
    image = mirror_image(track)

    left, right = INDEX["left_wrist"], INDEX["right_wrist"]
    np.testing.assert_array_equal(image.points[:, left, 1], track.points[:, right, 1])
    np.testing.assert_array_equal(image.world[:, left, 0], -track.world[:, right, 0])
    np.testing.assert_allclose(mirror_image(image).points, track.points, atol=1e-3)
