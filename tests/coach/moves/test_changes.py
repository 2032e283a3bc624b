import numpy as np
import pytest

from coach.moves.changes import MOST, change_in


def circle(turns, centre=(0.0, 0.0), per_turn=20):
    """(N, 2) poses that go round and round."""
    angle = 2 * np.pi * np.arange(round(turns * per_turn)) / per_turn
    return np.column_stack([np.cos(angle), np.sin(angle)]) + np.asarray(centre)


@pytest.mark.parametrize("turns", [1, 2.5, 40, 10 * MOST // 20])
def test_a_move_that_repeats_does_not_change(turns):
    assert change_in(circle(turns), 10) is None


@pytest.mark.parametrize("turns", [3, 3 * MOST // 20], ids=["short", "long"])
def test_one_move_after_another_is_divided_between_them(turns):
    both = np.concatenate([circle(turns), circle(turns, (9.0, 0.0))])

    assert change_in(both, 10) == pytest.approx(len(both) / 2, abs=len(both) / MOST + 1)


def test_what_is_too_short_for_two_moves_is_not_divided():
    assert change_in(np.concatenate([circle(1), circle(1, (9.0, 0.0))]), 25) is None


def test_something_strange_at_an_end_is_no_other_move():
    assert change_in(np.concatenate([circle(4), np.full((3, 2), 9.0)]), 10) is None


def test_wavering_about_one_pose_does_not_change():
    small = np.random.default_rng(0).normal(0, 0.1, (120, 6))
    small[60:] += 0.05

    assert change_in(small, 10) is None
