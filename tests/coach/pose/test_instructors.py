"""Choosing the instructor of a video with several people."""

from __future__ import annotations

import numpy as np
import pytest

from coach.paths import DEMO, ROOT
from coach.pose import BackgroundAnalysis, Gathering, Instructor, TrackCache, by_choice, people_of
from coach.session.choice import instructor_of, keep_instructor
from coach.skeleton import INDEX
from coach.storage import Store
from coach.types import Frame, Pose, PoseTrack

TWO = ROOT / "tests" / "data" / "studio" / "two_people.mp4"
HIPS = [INDEX["left_hip"], INDEX["right_hip"]]


def standing(x, seconds=4.0, size=(640, 480)):
    """A track of somebody whose keypoints are all at one place across the picture."""
    time = np.arange(0, seconds, 1 / 15)
    points = np.zeros((len(time), 17, 2)) + np.array([x, 240.0])
    world = np.zeros((len(time), 17, 3))
    return PoseTrack(time, points, np.ones(points.shape[:2]), world, size, 15.0)


def test_the_one_at_the_chosen_place_comes_first():
    left, right = standing(160.0), standing(480.0)

    assert by_choice((left, right), Instructor(2.0, 0.75, 0.5))[0] is right
    assert by_choice((right, left), Instructor(2.0, 0.25, 0.5))[0] is left


def test_before_the_moment_is_analysed_the_last_known_one_counts():
    left, right = standing(160.0, 1.0), standing(480.0, 1.0)

    assert by_choice((left, right), Instructor(30.0, 0.75, 0.5))[0] is right


def test_whoever_is_not_seen_then_is_not_the_one():
    nobody = standing(480.0)
    gone = PoseTrack.of([None] * len(nobody), nobody.time, nobody.size, nobody.fps)

    assert by_choice((gone, standing(160.0)), Instructor(2.0, 0.75, 0.5))[1] is gone
    assert by_choice((), Instructor(2.0, 0.75, 0.5)) == ()


def test_a_choice_is_written_and_read():
    chosen = Instructor(4.5, 0.25, 0.6)

    assert Instructor.from_text(chosen.as_text()) == chosen


@pytest.mark.parametrize("text", [None, "", "x", "[1, 2]", "{}", "[NaN, 0.5, 0.5]", "3"])
def test_a_choice_that_makes_no_sense_is_none(text):
    assert Instructor.from_text(text) is None


def test_a_choice_is_kept_for_each_video(tmp_path):
    with Store(tmp_path) as store:
        keep_instructor(store, "a", Instructor(1.0, 0.2, 0.5))

        assert instructor_of(store, "a") == Instructor(1.0, 0.2, 0.5)
        assert instructor_of(store, "b") is None
        keep_instructor(store, "a", None)
        assert instructor_of(store, "a") is None


def test_a_person_of_the_picture_is_chosen_by_the_middle_of_the_trunk():
    points = np.zeros((17, 2)) + np.array([160.0, 120.0])
    pose = Pose(points, np.ones(17), np.zeros((17, 3)), 2.0)
    frame = Frame(np.zeros((480, 640, 3), np.uint8), 2.0, 0)

    assert Gathering(frame, (pose,)).instructor(0) == Instructor(2.0, 0.25, 0.25)


def test_of_a_video_with_one_person_there_is_nothing_to_choose():
    assert people_of(DEMO / "still.mp4") is None


@pytest.mark.slow
def test_both_people_of_a_clip_can_be_followed_and_are_cached_once(tmp_path):
    """On a rendered clip whose truth is known."""
    truth = np.load(TWO.with_suffix(".npz"))
    found = people_of(TWO)
    assert found is not None
    cache, hips = TrackCache(tmp_path), truth["points"][:, :, HIPS].mean(axis=2)
    sides = np.argsort(hips[np.searchsorted(truth["time"], found.frame.time)][:, 0])
    for number in range(2):
        analysis = BackgroundAnalysis(
            TWO, model="lite", cache=cache, instructor=found.instructor(number)
        )
        analysis.run()
        track = analysis.track()[0]
        wanted = hips[np.searchsorted(truth["time"], track.time).clip(0, len(hips) - 1)]
        away = np.linalg.norm(track.points[:, HIPS].mean(axis=1)[:, None] - wanted, axis=2)
        nearest = np.argmin(away, axis=1)[np.isfinite(away).all(axis=1)]
        assert (nearest == sides[number]).mean() > 0.97
    assert len(list(tmp_path.glob("*.npz"))) == 1
