"""Which repetitions fall short, with a network that tells what the test says."""

import numpy as np
import pytest

from coach.moves.attempts import (
    EASED,
    LEAST_RISE,
    Cycle,
    beside_of,
    compared,
    cycle_of,
    fall_short,
    is_slight,
    way_of,
)
from coach.moves.counting_net import N_COMPARED
from coach.moves.counting_signals import LATENTS, N_TURNS, SHOWN

UP = np.eye(N_TURNS)[0]


class Told:
    """Log odds by how much smaller a repetition is than is usual."""

    def __init__(self, below=0.6):
        self.below = below

    def odds(self, stage, values):
        assert stage == "short"
        assert values.shape[1] == N_COMPARED
        return np.where(values[:, 0] < np.log(self.below), 3.0, -3.0)


def cycle(start, size=1.0, seconds=2.0, way=UP):
    return Cycle(
        start, start + seconds, size * way, np.array([size, 0.0, size, 4 * size, size, 4 * size])
    )


def a_set(*sizes, start=0.0):
    return [cycle(start + 2.5 * i, size) for i, size in enumerate(sizes)]


def signals(out, *, frames=31, rise=0.0, latent=0.0, shown=0.0):
    """Out and back along the first direction, the height, the first latent and joint."""
    share = np.sin(np.linspace(0, np.pi, frames))[:, None]
    ends = np.zeros(LATENTS.start + 8)
    ends[0], ends[N_TURNS + 1], ends[LATENTS.start], ends[SHOWN.start] = out, rise, latent, shown
    return (share * ends).astype(np.float32)


def test_a_repetition_is_told_by_how_far_it_goes():
    one = cycle_of(1.0, 3.0, signals(0.8, rise=0.2, latent=0.5, shown=0.3))

    assert one.extents == pytest.approx([0.8, 0.2, 0.5, 1.6, 0.3, 0.6], rel=0.05)
    assert one.way / np.linalg.norm(one.way) == pytest.approx(UP)


def test_what_is_not_seen_of_a_repetition_is_left_out():
    part = signals(0.8)
    part[10:14] = np.nan

    assert np.isfinite(cycle_of(0.0, 2.0, part).extents).all()
    assert cycle_of(0.0, 2.0, part).extents[0] == pytest.approx(0.8, rel=0.1)


def test_of_a_repetition_that_is_not_seen_nothing_is_known():
    one = cycle_of(0.0, 2.0, np.full_like(signals(1.0), np.nan))

    assert (one.extents == 0).all()
    assert not one.way.any()
    assert not one.goes_somewhere
    assert (way_of(np.zeros((0, N_TURNS))) == 0).all()


@pytest.mark.parametrize(
    ("out", "rise", "goes"),
    [(0.5, 0.0, True), (0.1, 0.0, False), (0.1, 2 * LEAST_RISE, True)],
)
def test_who_only_sways_goes_nowhere(out, rise, goes):
    assert cycle_of(0.0, 2.0, signals(out, rise=rise)).goes_somewhere == goes


def test_a_repetition_like_the_others_differs_in_nothing():
    told = compared(cycle(9.0), a_set(1.0, 1.0, 1.0))

    assert told == pytest.approx([0, 0, 0, 0, 0, 0, 0, 0, 1, 1.02, 0.02, 0, 2], abs=1e-6)
    assert told.dtype == np.float32


def test_half_a_repetition_is_half_of_the_others():
    told = compared(cycle(9.0, 0.5), a_set(1.0, 1.0, 1.0))

    assert told[0] == pytest.approx(np.log((0.5 + EASED[0]) / (1 + EASED[0])))
    assert told[8] == pytest.approx(0.5)


def test_the_other_side_goes_as_far():
    arms = np.zeros(N_TURNS)
    arms[:3] = (0.6, 0.8, 0.0)
    both = np.stack([arms, arms])

    assert compared(cycle(9.0, way=arms), [cycle(0.0, way=w) for w in both])[8] == pytest.approx(1)


def test_only_what_is_of_the_same_set_is_beside():
    found = [*a_set(1, 1, 1), *a_set(1, 1, start=60.0)]

    assert beside_of(found, 1) == [found[0], found[2]]
    assert beside_of(found, 3) == [found[4]]


@pytest.mark.parametrize(
    ("sizes", "short"),
    [
        ((1, 1, 0.5, 1, 1), [False, False, True, False, False]),
        ((1, 0.5), [False, False]),  # too few to tell what is usual
        ((), []),
    ],
)
def test_what_falls_short_of_the_rest_of_its_set(sizes, short):
    assert fall_short(a_set(*sizes), net=Told()) == short


def test_where_many_seem_to_they_are_what_is_usual():
    assert not any(fall_short(a_set(1, 0.5, 1, 0.5, 0.5, 1, 0.5), net=Told(below=0.9)))


def test_a_set_of_which_most_falls_short_of_the_instructor():
    ways = [UP, UP, UP]

    assert fall_short(a_set(0.4, 0.4, 0.9, 0.4), ways, Told()) == [True, True, False, True]
    assert not any(fall_short(a_set(0.9, 0.4, 0.9, 0.9), ways, Told(below=0.1)))
    assert not any(fall_short(a_set(0.7, 0.7, 0.7), ways, Told()))


@pytest.mark.parametrize(
    ("sizes", "slight"),
    [((1, 1, 0.1), True), ((1, 1, 0.4), False), ((1, 0.1), False), ((0.1,), False)],
)
def test_live_a_dip_between_two_repetitions_is_none(sizes, slight):
    *before, newest = a_set(*sizes)

    assert is_slight(newest, before) == slight
