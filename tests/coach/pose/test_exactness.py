import numpy as np
import pytest

from coach.pose.exactness import exactness
from tests.coach.people import stand, track_of, unsure

RNG = np.random.default_rng(5)
FRAMES = 120


def raising():
    part = (1 - np.cos(np.linspace(0, 6 * np.pi, FRAMES))) / 2
    return np.stack([stand(arms=(5 + 120 * p, 5 + 120 * p)) for p in part])


def test_bones_that_keep_their_length_are_exact():
    assert exactness(track_of(raising())) == 1.0


@pytest.mark.parametrize("metres", [0.01, 0.03])
def test_errors_of_a_centimetre_are_not(metres):
    world = raising()

    assert exactness(track_of(world + RNG.normal(0, metres, world.shape))) == 0.0


def test_between_the_two_some_of_it_is_left():
    world = raising()

    assert 0 < exactness(track_of(world + RNG.normal(0, 0.005, world.shape))) < 1


def test_an_estimator_is_never_wholly_sure_even_of_somebody_who_keeps_still():
    assert exactness(unsure(track_of(np.repeat(raising()[:1], FRAMES, axis=0)), 0.97)) == 0.0


def test_picture_points_alone_are_not_exact():
    assert exactness(track_of(np.full((FRAMES, 17, 3), np.nan))) == 0.0
    assert exactness(track_of(np.zeros((0, 17, 3)))) == 0.0


def test_a_moment_tells_nothing():
    assert exactness(track_of(raising()[:5])) == 0.0


def test_limbs_that_are_not_known_are_left_out():
    world = raising()
    world[:, [9, 10, 15, 16]] = np.nan

    assert exactness(track_of(world)) == 1.0
