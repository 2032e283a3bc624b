import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.tracks import newest_passes, resample
from coach.types import PoseTrack
from tests.coach.people import raises, squats, track_of


def test_resampling_to_its_own_rate_changes_nothing():
    track = track_of(squats(1))

    again = resample(track, 15.0)

    np.testing.assert_allclose(again.world, track.world, atol=1e-5)


def test_thirty_frames_a_second_become_fifteen():
    track = track_of(raises(1, fps=30.0), fps=30.0)

    half = resample(track, 15.0)

    np.testing.assert_allclose(half.world, track.world[::2], atol=1e-5)
    assert half.fps == 15.0


@pytest.mark.parametrize(
    ("hidden", "unknown"),
    [
        pytest.param(slice(10, 13), 0, id="a-short-gap-is-bridged"),
        pytest.param(slice(10, 25), 11, id="a-long-gap-stays-unknown"),
    ],
)
def test_gaps(hidden, unknown):
    world = squats(1).copy()
    world[hidden] = np.nan

    resampled = resample(track_of(world))

    assert np.count_nonzero(~resampled.seen) == unknown


def test_a_track_in_which_nobody_is_seen_stays_empty_of_people():
    world = np.full((30, 17, 3), np.nan)

    assert not resample(track_of(world)).seen.any()


def test_a_track_without_frames_is_left_alone():
    track = PoseTrack.of([], [], (640, 480), 30.0)

    assert len(resample(track)) == 0


def in_shots(track, shot, light=0.5):
    """The track with a shot number and a brightness for every frame."""
    arrays = (track.time, track.points, track.confidence, track.world)
    light = np.broadcast_to(light, len(track))
    return PoseTrack(*arrays, track.size, track.fps, np.asarray(shot), light)


def test_the_shot_is_that_of_the_frame_before_and_the_light_in_between():
    track = in_shots(track_of(squats(1, fps=30.0), fps=30.0), [0] * 31 + [1] * 59)

    half = resample(track)

    assert half.shot.tolist() == [0] * 16 + [1] * 29
    np.testing.assert_allclose(half.light, 0.5)


def test_no_pose_is_carried_over_a_cut():
    world = squats(1).copy()
    world[20:23] = np.nan  # a title of three frames

    resampled = resample(in_shots(track_of(world), [0] * 20 + [1] * 3 + [2] * 22))

    assert np.flatnonzero(~resampled.seen).tolist() == [20, 21, 22]


def test_values_are_not_mixed_over_a_cut():
    track = in_shots(track_of(raises(1, fps=10.0), fps=10.0), [0] * 15 + [1] * 15)

    resampled = resample(track, 20.0)

    np.testing.assert_array_equal(resampled.world[29], track.world[14])  # 1.45 s: before the cut
    np.testing.assert_array_equal(resampled.world[30], track.world[15])


@pytest.mark.parametrize(
    ("clock", "kept"),
    [
        pytest.param([0, 1, 2, 3], [0, 1, 2, 3], id="straight"),
        pytest.param([0, 1, 2, 1, 2, 3], [0, 3, 4, 5], id="jumped-back-once"),
        pytest.param([0, 1, 2, 3, 4, 1, 2], [0, 5, 6, 3, 4], id="what-was-done-before-stays"),
        pytest.param([5, 6, 0, 1], [2, 3, 0, 1], id="the-end-first"),
        pytest.param([0, 1, 1, 2], [0, 2, 3], id="same-time-twice"),
        pytest.param([0, 1, 2, 0, 1, 2, 0], [6, 4, 5], id="three-times"),
        pytest.param([3], [0], id="one-frame"),
        pytest.param([], [], id="none"),
    ],
)
def test_of_a_clock_that_jumps_back_the_newest_pass_counts(clock, kept):
    assert newest_passes(np.array(clock, float)).tolist() == kept


@given(st.lists(st.integers(0, 20), max_size=40))
def test_the_passes_become_one_growing_clock(clock):
    time = np.array(clock, float)

    kept = time[newest_passes(time)]

    assert (np.diff(kept) > 0).all()
    assert not len(time) or time[-1] in kept
