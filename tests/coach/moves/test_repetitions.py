import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.embedding import Encoder
from coach.moves import count_repetitions
from tests.coach.people import knee_lifts, raises, squats, stand, still


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


@pytest.mark.parametrize("move", [squats, raises, knee_lifts])
@pytest.mark.parametrize("repetitions", [1, 4, 12])
def test_repetitions_are_counted_exactly(encoder, move, repetitions):
    world = np.concatenate([still(1), move(repetitions), still(1)])

    found, _ = count_repetitions(encoder.encode(world), 15.0)

    assert len(found) == repetitions


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 8), st.floats(1.0, 5.0))
def test_the_count_does_not_depend_on_the_tempo(encoder, repetitions, seconds):
    world = np.concatenate([still(1), squats(repetitions, seconds=seconds), still(1)])

    found, _ = count_repetitions(encoder.encode(world), 15.0)

    assert len(found) == repetitions


def test_both_sides_of_an_alternating_move_count(encoder):
    world = np.concatenate(
        [knee_lifts(1, side=side) for side in ("left", "right", "left", "right")]
    )

    assert len(count_repetitions(encoder.encode(world), 15.0)[0]) == 4


def test_standing_still_is_no_repetition(encoder):
    latents = encoder.encode(still(10))
    latents = latents + np.random.default_rng(1).normal(0, 0.01, latents.shape).astype(np.float32)

    assert count_repetitions(latents, 15.0)[0] == []


def test_a_twitch_is_none_beside_the_target(encoder):
    _, asked = count_repetitions(encoder.encode(squats(4)), 15.0)

    found, _ = count_repetitions(encoder.encode(squats(4, depth=0.1)), 15.0, amplitude=asked)

    assert found == []


def test_frames_in_which_nobody_is_seen_are_bridged(encoder):
    latents = encoder.encode(np.concatenate([still(1), squats(3), still(1)])).copy()
    latents[20:23] = np.nan

    assert len(count_repetitions(latents, 15.0)[0]) == 3


@pytest.mark.parametrize("frames", [0, 1, 3])
def test_next_to_nothing_holds_no_repetition(frames):
    assert count_repetitions(np.zeros((frames, 8), np.float32), 15.0)[0] == []


def test_a_hold_with_a_trembling_body_has_no_repetitions(encoder):
    world = np.stack([stand(hips=(90, 90), knees=(90, 90), arms=(90, 90))] * 300)
    shaken = world + np.random.default_rng(5).normal(0, 0.005, world.shape).astype(np.float32)
    held = encoder.encode(world)
    _, asked = count_repetitions(held, 15.0)

    found, _ = count_repetitions(encoder.encode(shaken), 15.0, amplitude=asked)

    assert found == []


@pytest.mark.parametrize("rate", [15.0, 15.000000000000053, 14.999999999])
def test_fast_repetitions_do_not_depend_on_a_rounding(encoder, rate):
    world = np.concatenate([still(1), squats(10, seconds=0.7), still(1)])

    assert len(count_repetitions(encoder.encode(world), rate)[0]) == 10
