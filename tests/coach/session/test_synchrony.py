"""How well two people move together, on exact people."""

from __future__ import annotations

import math

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.session.synchrony import LiveSynchrony, synchrony_of
from coach.tracks import RATE
from tests.coach.people import raises, squats, track_of


@pytest.fixture(scope="module")
def latents():
    """Latents of eight squats, and of eight raises of the arms, on the regular clock."""
    encoder = Encoder()

    def of(world):
        track = track_of(world, RATE)
        return encoder.encode(track.world, track.confidence, track.points)

    return of(squats(4, fps=RATE)), of(raises(4, fps=RATE))


def later(values, seconds):
    """The same, so much later."""
    n = round(seconds * RATE)
    return np.concatenate([np.repeat(values[:1], n, axis=0), values])[: len(values)]


def live(one, other):
    together = LiveSynchrony(one.shape[1])
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        together.push(a, b, i / RATE)
    return together.value


@pytest.mark.parametrize("measure", [live, synchrony_of], ids=["live", "session"])
def test_two_who_do_exactly_the_same_are_together(latents, measure):
    squatting, _ = latents

    assert measure(squatting, squatting) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("measure", [live, synchrony_of], ids=["live", "session"])
def test_half_a_second_later_is_still_together(latents, measure):
    squatting, _ = latents

    assert measure(squatting, later(squatting, 0.5)) > 0.99
    assert measure(later(squatting, 0.5), squatting) > 0.99


@pytest.mark.parametrize("measure", [live, synchrony_of], ids=["live", "session"])
def test_two_who_do_different_things_are_not(latents, measure):
    squatting, raising = latents
    n = min(len(squatting), len(raising))

    assert measure(squatting[:n], raising[:n]) < 0.7


def test_with_one_person_out_of_sight_nothing_is_told(latents):
    squatting, _ = latents
    together = LiveSynchrony(squatting.shape[1])
    for i, latent in enumerate(squatting):
        together.push(latent, None, i / RATE)

    assert math.isnan(together.value)
    assert math.isnan(synchrony_of(squatting, np.full_like(squatting, np.nan)))


def test_it_is_told_as_soon_as_half_the_window_is_known(latents):
    squatting, _ = latents

    assert math.isnan(live(squatting[:10], squatting[:10]))
    assert live(squatting[:30], squatting[:30]) == pytest.approx(1.0, abs=1e-5)


def test_frames_between_two_moments_of_the_clock_change_nothing(latents):
    squatting, _ = latents
    often = np.repeat(squatting, 2, axis=0)
    together = LiveSynchrony(squatting.shape[1])
    for i, latent in enumerate(often):
        together.push(latent, latent, i / (2 * RATE))

    assert together.value == pytest.approx(1.0, abs=1e-5)
