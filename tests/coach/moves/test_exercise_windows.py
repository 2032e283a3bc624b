"""Windows of a movement at its own tempo."""

import numpy as np
import pytest

from coach.moves.exercise_windows import (
    FEATURES,
    LONGEST,
    MOST,
    SHORTEST,
    STEPS,
    described,
    filled,
    levelled,
    period_of,
    seen_part,
    spans_of,
    stepped,
    windows_of,
)
from coach.tracks import RATE
from tests.coach.people import squats, still, track_of


def turned(world, degrees):
    """World points (T, 17, 3) about the camera's vertical."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return (world @ np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])).astype(np.float32)


def test_a_turn_of_the_camera_about_the_person_changes_nothing():
    world = squats(4, seconds=2.0)
    poses, seconds = windows_of(world)

    from_aside = described(np.stack([turned(p, 70.0) for p in poses]), seconds)

    np.testing.assert_allclose(from_aside, described(poses, seconds), atol=1e-4)


def test_a_larger_body_is_the_same():
    poses, seconds = windows_of(squats(4, seconds=2.0))

    larger = described(1.3 * poses, seconds)

    np.testing.assert_allclose(larger, described(poses, seconds), atol=1e-4)


def test_whether_somebody_stands_or_lies_is_told_apart():
    poses, _ = windows_of(squats(4, seconds=2.0))
    lying = poses[..., [0, 2, 1]] * np.array([1, -1, 1], np.float32)

    assert np.abs(levelled(lying) - levelled(poses)).max() > 0.5


@pytest.mark.parametrize("period", [0.6, 1.2, 2.0, 4.0, 7.0])
def test_the_period_of_a_movement_is_found(period):
    assert period_of(squats(4, seconds=period)) == pytest.approx(period, abs=0.15)


def test_who_stands_still_has_no_period():
    assert period_of(still(8.0)) is None


def test_a_movement_looks_alike_at_any_tempo():
    slow, _ = windows_of(squats(6, seconds=4.0))
    fast, _ = windows_of(squats(6, seconds=1.0))

    np.testing.assert_allclose(levelled(slow[:1]), levelled(fast[:1]), atol=0.09)


@pytest.mark.parametrize(
    ("frames", "period", "seconds"),
    [
        pytest.param(151, 2.0, 4.0, id="two-periods"),
        pytest.param(151, 0.3, SHORTEST, id="not-too-short"),
        pytest.param(451, 8.0, LONGEST, id="not-too-long"),
        pytest.param(31, 2.0, 2.0, id="not-longer-than-the-set"),
    ],
)
def test_windows_lie_evenly_over_a_set(frames, period, seconds):
    spans = spans_of(frames, period)

    assert 1 <= len(spans) <= MOST
    np.testing.assert_allclose(spans[:, 1] - spans[:, 0], seconds * RATE)
    assert spans[0, 0] == 0
    assert spans[-1, 1] <= frames - 1 + 1e-9


def test_steps_are_straight_between_frames():
    world = np.zeros((3, 17, 3), np.float32) + np.arange(3, dtype=np.float32)[:, None, None]

    steps = stepped(world, 0.0, 2.0)

    assert steps.shape == (STEPS, 17, 3)
    np.testing.assert_allclose(np.diff(steps[:, 0, 0]), 2.0 / STEPS, atol=1e-5)


def test_a_gap_is_bridged_and_its_ends_are_held():
    world = np.full((5, 17, 3), np.nan, np.float32)
    world[1], world[3] = 1.0, 3.0

    whole = filled(world)

    np.testing.assert_allclose(whole[:, 0, 0], [1, 1, 2, 3, 3])


def test_nobody_in_view_gives_no_windows():
    assert filled(np.full((5, 17, 3), np.nan, np.float32)) is None
    assert seen_part(track_of(np.full((60, 17, 3), np.nan, np.float32)), 0.0, 4.0, 0.5) is None


def test_three_frames_give_no_windows():
    assert seen_part(track_of(squats(1, seconds=0.2)), 0.0, 1.0, 0.5) is None


def test_the_network_gets_finite_numbers_of_the_agreed_shape():
    poses, seconds = windows_of(squats(4, seconds=2.0))

    windows = described(poses, seconds)

    assert windows.shape == (len(poses), STEPS, FEATURES)
    assert np.isfinite(windows).all()
