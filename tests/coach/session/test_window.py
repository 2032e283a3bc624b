import numpy as np
import pytest

from coach.angles import ANGLES
from coach.directions import N_DIRECTIONS
from coach.scoring import Aspect
from coach.session.window import MomentWindow
from coach.sight import N_BONES


def one(value):
    return Aspect(
        np.full((1, 3), value),
        np.full((1, len(ANGLES)), value),
        np.full((1, N_DIRECTIONS, 3), value),
        np.full((1, N_BONES, 3), value),
    )


def filled(n, fps=30.0, seconds=4.0):
    window = MomentWindow(3, seconds)
    for i in range(n):
        window.push(i / fps, -i, 2 * i, one(i), one(-i))
    return window


@pytest.mark.parametrize("n", [1, 50, 500, 5000])
def test_the_last_seconds_are_kept_in_order(n):
    last = filled(n).last(2.0)

    expected = np.arange(max(0, n - 61), n)
    np.testing.assert_array_equal(last.user.latents[:, 0], expected)
    np.testing.assert_array_equal(last.user.directions[:, 8, 2], expected)
    np.testing.assert_array_equal(last.target.angles[:, 8], -expected)
    np.testing.assert_array_equal(last.lag, -expected)
    np.testing.assert_array_equal(last.turn, 2 * expected)
    np.testing.assert_allclose(last.time, expected / 30)


def test_no_more_than_the_window_is_kept():
    window = filled(5000)

    assert len(window) == 121
    assert len(window.last(100.0).time) == 121


def test_a_camera_faster_than_expected_keeps_the_newest():
    window = filled(5000, fps=1000.0, seconds=1.0)

    assert window.last(1.0).user.latents[-1, 0] == 4999
    assert len(window) <= 121


def test_an_empty_window_has_no_frames():
    window = filled(10)
    window.clear()

    assert len(window.last(4.0).time) == 0


def test_how_far_two_face_apart_may_be_known_better_later():
    window = filled(120)

    window.turn_since(3.0, -1.0)

    last = window.last(4.0)
    assert (last.turn[last.time > 3.0] == -1.0).all()
    assert (last.turn[last.time <= 3.0] >= 0.0).all()
    assert 0 < np.count_nonzero(last.turn == -1.0) < 120
