import numpy as np
import pytest

from coach.skeleton import INDEX
from coach.types import PoseTrack
from models.training.evaluate_studio import (
    Looked,
    calm,
    errors_at,
    in_view,
    joined,
    pck_of,
    pck_table,
)
from models.training.studio.camera import Camera
from models.training.studio.truth import truth_of

FRAMES = 6


def people_standing():
    """(T, 2, 17, 3) two people side by side who do not move."""
    height = {"shoulder": 1.4, "elbow": 1.1, "wrist": 0.85, "hip": 0.9, "knee": 0.5, "ankle": 0.1}
    half = {"shoulder": 0.18, "elbow": 0.27, "wrist": 0.3, "hip": 0.1, "knee": 0.12, "ankle": 0.12}
    pose = np.zeros((17, 3))
    pose[:5] = (0, -0.1, 1.6)
    for side, sign in (("left", 1), ("right", -1)):
        for name, z in height.items():
            pose[INDEX[f"{side}_{name}"]] = (sign * half[name], 0, z)
    return np.tile(np.stack([pose - (0.6, 0, 0), pose + (0.6, 0, 0)]), (FRAMES, 1, 1, 1))


@pytest.fixture
def truth():
    return truth_of(Camera(), np.arange(FRAMES) / 30, people_standing())


def track(points, time):
    n = len(points)
    world = np.zeros((n, 17, 3), np.float32)
    return PoseTrack(time, points, np.ones((n, 17)), world, (640, 480), 30.0)


def looked(error, visible=True):
    n = len(error)
    return Looked(
        error,
        np.full(error.shape, visible),
        np.zeros(n, int),
        np.ones(n, int),
        np.full(n, "squat"),
    )


def test_people_found_in_their_places_are_right_in_whatever_order(truth):
    tracks = [track(truth.points[:, n], truth.time) for n in (1, 0)]

    error = errors_at(tracks, truth, 3)

    assert error.shape == (2, 17)
    assert np.abs(error).max() == 0


def test_a_person_nobody_found_is_missed(truth):
    error = errors_at([track(truth.points[:, 1], truth.time)], truth, 0)

    assert np.isinf(error[0]).all()
    assert np.abs(error[1]).max() == 0


def test_errors_are_in_torsos(truth):
    points = truth.points[:, 0].copy()
    torso = np.linalg.norm(points[0, INDEX["left_shoulder"]] - points[0, INDEX["right_hip"]])
    points[:, INDEX["nose"], 0] += 0.5 * torso

    error = errors_at([track(points, truth.time)], truth, 0)[0]

    assert error[INDEX["nose"]] == pytest.approx(0.5, abs=0.01)
    assert error[INDEX["left_knee"]] == 0


def test_joints_out_of_the_picture_do_not_count(truth):
    near = truth_of(Camera(distance=1.2, look=1.4), truth.time, people_standing())
    error = errors_at([track(near.points[:, 0], near.time)], near, 0)[0]

    assert np.isnan(error[near.confidence[0, 0] == 0]).all()
    assert (error[near.confidence[0, 0] > 0] == 0).all()


def test_pck_is_the_mean_over_joints_of_the_part_found():
    error = np.zeros((4, 17))
    error[0, 0] = 0.19
    error[1, 0] = 0.21
    error[2, 0] = np.inf
    error[3, 0] = np.nan

    assert pck_of(looked(error), np.ones(4, bool)) == pytest.approx((1 / 3 + 16) / 17)


def test_only_people_mostly_in_the_picture_are_in_view():
    error = np.zeros((2, 17))
    error[1, :5] = np.nan

    assert in_view(looked(error)).tolist() == [True, False]
    assert not in_view(looked(error, visible=False)).any()


def test_the_table_has_a_row_for_each_exercise_and_the_whole():
    table = pck_table(joined([looked(np.zeros((3, 17))), looked(np.full((2, 17), 9.0))]))

    assert "| squat | 0.600 |" in table
    assert "**all in view**" in table


def test_a_still_track_has_no_jitter(truth):
    still = calm(track(truth.points[:, 0], truth.time))

    assert (still.found, still.unsure, still.jitter_px, still.jitter_mm) == (1, 0, 0, 0)


def test_somebody_found_in_frames_far_apart_has_no_jitter_to_measure(truth):
    points = np.tile(truth.points[:1, 0], (60, 1, 1))
    points[np.arange(60) % 7 > 0] = np.nan
    time = np.arange(60) / 30
    world = np.where(np.isnan(points[..., :1]), np.nan, np.zeros((60, 17, 3)))
    seen = PoseTrack(time, points, np.ones((60, 17)), world, (640, 480), 30.0)

    assert calm(seen).found == pytest.approx(9 / 60)
    assert np.isnan(calm(seen).jitter_px)


def test_somebody_hardly_ever_found_has_no_figures(truth):
    points = np.full((FRAMES, 17, 2), np.nan, np.float32)
    lost = PoseTrack(truth.time, points, np.zeros((FRAMES, 17)),
                     np.full((FRAMES, 17, 3), np.nan), (640, 480), 30.0)  # fmt: skip

    assert calm(lost).found == 0
    assert np.isnan(calm(lost).jitter_mm)
