"""The filter on signals whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.pose import OneEuroFilter, PoseSmoother, SmoothingSettings
from coach.types import Pose

SETTINGS = SmoothingSettings()


def pose(value: float, time: float) -> Pose:
    return Pose(np.full((17, 2), value), np.full(17, 0.9), np.full((17, 3), value), time)


def spread_out(rng: np.random.Generator, time: float, noise: float) -> Pose:
    """Somebody 200 pixels high who stands still and trembles by ``noise`` metres."""
    points = np.linspace((200, 100), (280, 300), 17) + rng.normal(0, noise * 120, (17, 2))
    return Pose(points, np.ones(17), rng.normal(0, noise, (17, 3)), time)


def run(values: list[np.ndarray], times: list[float]) -> np.ndarray:
    smoother = OneEuroFilter()
    return np.array([smoother.push(v, t) for v, t in zip(values, times, strict=True)])


@pytest.mark.parametrize("fps", [15, 30, 60])
def test_trembling_at_rest_falls_to_less_than_half(fps):
    rng = np.random.default_rng(1)
    noise = rng.normal(0, 0.005, (10 * fps, 17, 3)).astype(np.float32)

    smooth = run(list(noise), list(np.arange(10 * fps) / fps))

    settled = slice(fps, None)
    assert np.diff(smooth[settled], axis=0).std() < 0.5 * np.diff(noise[settled], axis=0).std()


@pytest.mark.parametrize("fps", [15, 30, 60])
def test_a_fast_arm_is_followed_with_little_delay(fps):
    time = np.arange(4 * fps) / fps
    swing = 0.5 * np.sin(2 * np.pi * time)
    values = np.repeat(swing, 3).reshape(-1, 1, 3).astype(np.float32)

    smooth = run(list(values), list(time))[:, 0, 0]

    later = np.arange(0, 0.15, 0.001)
    gap = [np.abs(np.interp(time - d, time, swing) - smooth)[fps:].mean() for d in later]
    assert later[int(np.argmin(gap))] < 0.035


def test_the_first_value_passes_unchanged():
    value = np.array([[1.0, 2.0]], np.float32)

    np.testing.assert_array_equal(OneEuroFilter().push(value, 5.0), value)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-3, 3, width=32), min_size=1, max_size=40))
def test_the_answer_never_leaves_the_range_of_what_was_seen(values):
    frames = [np.array([[v]], np.float32) for v in values]

    smooth = run(frames, [i / 30 for i in range(len(values))])

    assert smooth.min() >= min(values) - 1e-4
    assert smooth.max() <= max(values) + 1e-4


def test_a_short_gap_goes_on_and_a_long_one_starts_anew():
    for gap, starts_anew in (
        (SETTINGS.longest_gap * 0.9, False),
        (SETTINGS.longest_gap * 1.1, True),
    ):
        smoother = OneEuroFilter()
        smoother.push(np.zeros((1, 1), np.float32), 0.0)

        answer = smoother.push(np.full((1, 1), 0.05, np.float32), gap)

        assert (answer[0, 0] == np.float32(0.05)) is np.bool_(starts_anew)


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        pytest.param(1.0, 0.0, id="same-time-changes-nothing"),
        pytest.param(0.5, 0.05, id="back-in-time-starts-anew"),
    ],
)
def test_times_that_do_not_grow(time, expected):
    smoother = OneEuroFilter()
    smoother.push(np.zeros((1, 1), np.float32), 1.0)

    assert smoother.push(np.full((1, 1), 0.05, np.float32), time)[0, 0] == np.float32(expected)


def test_a_missing_person_stays_missing_and_a_pose_keeps_time_and_confidence():
    smoother = PoseSmoother()
    smoother.push(pose(1.0, 0.0))

    assert smoother.push(None) is None
    after = smoother.push(pose(2.0, 0.1))
    assert after is not None
    assert after.time == 0.1
    np.testing.assert_array_equal(after.confidence, pose(2.0, 0.1).confidence)


def test_reset_forgets_the_past():
    smoother = PoseSmoother()
    smoother.push(pose(1.0, 0.0))

    smoother.reset()

    after = smoother.push(pose(1.01, 1 / 30))
    assert after is not None
    np.testing.assert_array_equal(after.world, pose(1.01, 0).world)


def test_strength_does_not_depend_on_the_resolution_of_the_picture():
    rng = np.random.default_rng(2)
    frames = [spread_out(rng, i / 30, 0.004) for i in range(60)]
    small, large = PoseSmoother(), PoseSmoother()

    for p in frames:
        doubled = Pose(p.points * 2, p.confidence, p.world, p.time)
        a, b = small.push(p), large.push(doubled)

    assert a is not None
    assert b is not None
    np.testing.assert_allclose(a.points * 2, b.points, rtol=1e-5)
