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
