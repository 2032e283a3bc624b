import numpy as np

from coach.session.kept_poses import CHUNK, KeptPoses
from coach.types import Pose, PoseTrack
from tests.coach.people import squats, track_of

SIZE = (1280, 720)
TRACK = track_of(squats(3))


def filled(frames, people=1):
    kept = KeptPoses(people)
    for i in range(frames):
        pose = TRACK.pose(i % len(TRACK))
        kept.add((pose, None)[:people], i / 30, SIZE)
    return kept


def rows(n):
    return np.arange(n, dtype=np.intp)


def test_poses_come_back_to_a_millimetre_and_a_pixel():
    frames = CHUNK + 10
    found = filled(frames).track(0, rows(frames), SIZE, 30.0)

    given = PoseTrack.of([TRACK.pose(i % len(TRACK)) for i in range(frames)], found.time, SIZE, 30)
    assert len(found) == frames
    np.testing.assert_allclose(found.world, given.world, atol=1e-3)
    np.testing.assert_allclose(found.points, given.points, atol=1.0)
    np.testing.assert_allclose(found.confidence, given.confidence, atol=1e-3)


def test_somebody_who_was_not_seen_is_not_there():
    found = filled(3, people=2).track(1, rows(3), SIZE, 30.0)

    assert not found.seen.any()
    assert (found.confidence == 0).all()


def test_rows_are_taken_in_the_order_asked_for():
    found = filled(40).track(0, np.array([5, 30]), SIZE, 30.0)

    np.testing.assert_allclose(found.time, [5 / 30, 1.0])


def test_nothing_kept_is_an_empty_track():
    assert len(KeptPoses(1).track(0, rows(0), SIZE, 30.0)) == 0


def test_a_camera_that_changes_its_size_keeps_people_where_they_are():
    kept = KeptPoses(1)
    pose = TRACK.pose(0)
    half = Pose(pose.points / 2, pose.confidence, pose.world, pose.time)
    kept.add((pose,), 0.0, SIZE)
    kept.add((half,), 0.1, (SIZE[0] // 2, SIZE[1] // 2))

    found = kept.track(0, rows(2), SIZE, 30.0)

    np.testing.assert_allclose(found.points[0], found.points[1], atol=1.0)


def test_two_hours_take_less_than_50_megabytes():
    kept = filled(CHUNK)

    assert kept._chunks[0].nbytes / CHUNK * 2 * 3600 * 30 < 50e6
