import numpy as np
import pytest

from coach.angles import ANGLES
from coach.session.window import MomentWindow


def filled(n, fps=30.0, seconds=4.0):
    window = MomentWindow(3, seconds)
    for i in range(n):
        angles = np.full(len(ANGLES), i, np.float32)
        window.push(i / fps, np.full(3, i), np.full(3, -i), angles, -angles, i, -i)
    return window


@pytest.mark.parametrize("n", [1, 50, 500, 5000])
def test_the_last_seconds_are_kept_in_order(n):
    last = filled(n).last(2.0)

    expected = np.arange(max(0, n - 61), n)
    np.testing.assert_array_equal(last.shape, expected)
    np.testing.assert_array_equal(last.latents[:, 0], expected)
    np.testing.assert_array_equal(last.lag, -expected)
    np.testing.assert_array_equal(last.target_angles[:, 8], -expected)
    np.testing.assert_allclose(last.time, expected / 30)


def test_no_more_than_the_window_is_kept():
    window = filled(5000)

    assert len(window) == 121
    assert len(window.last(100.0).time) == 121


def test_a_camera_faster_than_expected_keeps_the_newest():
    window = filled(5000, fps=1000.0, seconds=1.0)

    assert window.last(1.0).shape[-1] == 4999
    assert len(window) <= 121


def test_an_empty_window_has_no_frames():
    window = filled(10)
    window.clear()

    assert len(window.last(4.0).time) == 0
