import numpy as np
import pytest

from coach.errors import BadRequest
from coach.pose import pck
from coach.skeleton import INDEX
from coach.types import PoseTrack

TORSO = 100.0  # pixels from the left shoulder to the right hip


def standing(frames: int = 6, fps: float = 30.0, x: float = 0.0) -> PoseTrack:
    """All keypoints at one place but the torso's, whose diagonals are 100 pixels."""
    points = np.full((frames, 17, 2), 200.0)
    points[:, INDEX["left_shoulder"]] = (260, 100)
    points[:, INDEX["right_shoulder"]] = (200, 100)
    points[:, INDEX["left_hip"]] = (260, 180)
    points[:, INDEX["right_hip"]] = (200, 180)
    points[..., 0] += x
    world = np.full((frames, 17, 3), np.nan)
    return PoseTrack(np.arange(frames) / fps, points, np.ones((frames, 17)), world, (640, 480), fps)


def changed(track: PoseTrack, points=None, confidence=None) -> PoseTrack:
    return PoseTrack(
        track.time,
        track.points if points is None else points,
        track.confidence if confidence is None else confidence,
        track.world,
        track.size,
        track.fps,
    )


def moved(track: PoseTrack, joint: str, by: float, rows=slice(None)) -> PoseTrack:
    points = track.points.copy()
    points[rows, INDEX[joint], 1] += by
    return changed(track, points)


def without(track: PoseTrack, joint: str) -> PoseTrack:
    points, confidence = track.points.copy(), track.confidence.copy()
    points[:, INDEX[joint]], confidence[:, INDEX[joint]] = np.nan, 0
    return changed(track, points, confidence)


def test_the_truth_itself_is_perfect():
    result = pck([standing()], [standing()])

    assert (result.mean, result.auc, result.compared) == (1.0, 1.0, 6 * 17)


@pytest.mark.parametrize(
    ("pixels", "alpha", "part"),
    [
        pytest.param(19.9, 0.2, 1.0, id="just-within"),
        pytest.param(20.1, 0.2, 0.0, id="just-outside"),
        pytest.param(20.1, 0.21, 1.0, id="wider-threshold"),
    ],
)
def test_the_threshold_is_a_part_of_the_torso(pixels, alpha, part):
    result = pck([moved(standing(), "left_wrist", pixels)], [standing()], alpha)

    assert result.joints["left_wrist"] == part
    assert result.joints["right_wrist"] == 1.0
    assert result.mean == pytest.approx((16 + part) / 17)


def test_the_mean_is_over_joints_and_each_joint_over_frames():
    result = pck([moved(standing(), "nose", 50, slice(0, 3))], [standing()])

    assert result.joints["nose"] == 0.5
    assert result.mean == pytest.approx(16.5 / 17)


def test_the_area_counts_every_threshold_up_to_a_half():
    everything = changed(standing(), standing().points + np.float32([0, 25]))

    assert pck([everything], [standing()]).auc == pytest.approx(0.5, abs=0.02)


def test_what_the_truth_does_not_show_is_left_out():
    result = pck([standing()], [without(standing(), "left_ear")])

    assert np.isnan(result.joints["left_ear"])
    assert (result.mean, result.compared) == (1.0, 6 * 16)


def test_what_was_not_predicted_is_missed():
    assert pck([without(standing(), "left_ear")], [standing()]).joints["left_ear"] == 0.0


def test_the_other_diagonal_stands_in_for_a_hidden_one():
    assert pck([standing()], [without(standing(), "left_shoulder")]).compared == 6 * 16


def test_frames_without_a_torso_are_left_out():
    truth = without(without(standing(), "left_shoulder"), "right_shoulder")
    result = pck([standing()], [truth])

    assert result.compared == 0
    assert np.isnan(result.mean)


def test_a_prediction_of_every_second_frame_is_compared_there():
    walking = standing(12)
    points = walking.points + np.float32([15, 0]) * np.arange(12, dtype=np.float32)[:, None, None]
    truth = changed(walking, points)

    result = pck([truth.select(slice(None, None, 2))], [truth])

    assert (result.mean, result.compared) == (1.0, 6 * 17)


def test_times_without_a_prediction_are_missed():
    result = pck([standing(30).select(slice(0, 15))], [standing(30)])

    assert result.mean == pytest.approx(0.5, abs=0.04)


def test_people_are_matched_whatever_their_order():
    left, right = standing(x=0), standing(x=300)

    assert pck([right, left], [left, right]).mean == 1.0


@pytest.mark.parametrize(
    ("predicted", "mean"),
    [
        pytest.param([standing()], 0.5, id="one-of-two"),
        pytest.param([], 0.0, id="nobody"),
        pytest.param([standing(), standing(x=300), standing(x=150)], 1.0, id="one-too-many"),
    ],
)
def test_people_who_are_not_predicted_are_missed(predicted, mean):
    assert pck(predicted, [standing(), standing(x=300)]).mean == mean


def test_pictures_of_another_size_are_scaled():
    small = standing()
    half = PoseTrack(
        small.time, small.points / 2, small.confidence, small.world, (320, 240), small.fps
    )

    assert pck([half], [standing()]).mean == 1.0


@pytest.mark.parametrize("alpha", [0.0, -0.1, 0.6, float("nan")])
def test_a_senseless_threshold_is_refused(alpha):
    with pytest.raises(BadRequest):
        pck([standing()], [standing()], alpha)
