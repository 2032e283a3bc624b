import numpy as np
import pytest

from coach.angles import joint_angles
from coach.embedding import Encoder
from coach.moves import kinds
from coach.moves.kinds import DESCRIBED, HOP, KINDS, LAGS, KindModel, described
from tests.coach.people import raises, squats, still


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def descriptions(encoder, world):
    return described(encoder.encode(world), joint_angles(world))


def unlike_at(rows, seconds):
    """Mean of the column whose lag is nearest."""
    return rows[:, np.argmin(np.abs(LAGS / 15 - seconds))].mean()


def test_a_move_is_alike_at_its_period_and_not_at_half_of_it(encoder):
    rows = descriptions(encoder, squats(6, seconds=3.0))[10:-10]

    assert unlike_at(rows, 3.0) < 0.3
    assert unlike_at(rows, 1.5) > 0.7


def test_every_fifth_of_a_second_is_described_with_numbers_whatever_is_seen(encoder):
    world = np.concatenate([squats(2), still(2)])
    latents, angles = encoder.encode(world).copy(), joint_angles(world).copy()
    latents[30:45], angles[:, 0] = np.nan, np.nan

    rows = described(latents, angles)

    assert rows.shape == (-(-len(world) // HOP), DESCRIBED)
    assert np.isfinite(rows).all()


def test_of_nobody_there_are_no_descriptions():
    assert described(np.full((90, 64), np.nan), np.full((90, 32), np.nan)).shape == (0, DESCRIBED)


def test_a_long_track_is_described_in_parts_as_it_would_be_at_once(encoder, monkeypatch):
    world = np.concatenate([squats(12), raises(12), still(10)])
    whole = descriptions(encoder, world)
    monkeypatch.setattr(kinds, "_CHUNK", 300)

    np.testing.assert_allclose(descriptions(encoder, world), whole, atol=1e-3)


@pytest.mark.parametrize("moments", [0, 1, 2000])
def test_the_kinds_have_probabilities_at_every_moment(moments):
    likely = KindModel().probabilities(np.zeros((moments, DESCRIBED), np.float32))

    assert likely.shape == (moments, len(KINDS))
    np.testing.assert_allclose(likely.sum(axis=1), 1.0, atol=1e-5)
