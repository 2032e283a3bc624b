import numpy as np
import pytest

from coach.errors import CoachBug
from coach.types import Frame, Pose, PoseTrack, Warping
from tests.coach.people import raises, stand, track_of


def test_a_track_of_sixteen_keypoints_is_refused_with_both_shapes():
    with pytest.raises(CoachBug, match=r"points must have shape \(3, 17, 2\), got \(3, 16, 2\)"):
        PoseTrack(
            np.arange(3.0),
            np.zeros((3, 16, 2)),
            np.zeros((3, 17)),
            np.zeros((3, 17, 3)),
            (640, 480),
            30.0,
        )


@pytest.mark.parametrize(
    ("time", "said"),
    [
        pytest.param([0.0, 1.0, 1.0], "frame 2 does not", id="stands-still"),
        pytest.param([0.0, 2.0, 1.0], "frame 2 does not", id="goes-back"),
        pytest.param([0.0, np.nan, 1.0], "finite", id="unknown"),
    ],
)
def test_time_must_grow(time, said):
    with pytest.raises(CoachBug, match=said):
        PoseTrack.of([None] * 3, time, (640, 480), 30.0)


def test_the_arrays_of_a_value_are_read_only():
    track = track_of(raises(1))

    with pytest.raises(ValueError, match="read-only"):
        track.world[0] = 0


def test_a_value_does_not_share_memory_with_what_it_was_made_of():
    world = stand()
    pose = Pose(world[:, :2], np.ones(17), world, 0.0)

    world[0] = 99

    assert pose.world[0, 0] != 99


def test_a_frame_without_a_person_is_not_seen():
    track = PoseTrack.of([None, track_of(raises(1)).pose(0)], [0.0, 0.1], (640, 480), 30.0)

    assert track.seen.tolist() == [False, True]


def test_a_grey_picture_is_no_frame():
    with pytest.raises(CoachBug, match="image must be"):
        Frame(np.zeros((4, 4), np.uint8), 0.0, 0)


def test_a_warping_is_made_of_pairs():
    with pytest.raises(CoachBug, match="path must have shape"):
        Warping(np.zeros((3, 3)), 0.0, 0.0)
