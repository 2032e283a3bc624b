import numpy as np
import pytest

from coach.embedding import Encoder
from coach.session import stretches, stretches_of
from coach.session.stretches import seen_in
from coach.types import PoseTrack
from tests.coach.people import raises, squats, still, track_of

WORLD = np.concatenate([still(4), squats(5), still(5), raises(4), still(4)])


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


@pytest.mark.parametrize("part", [7.0, 20.0])
def test_a_long_recording_is_seen_in_parts_as_it_would_be_at_once(encoder, monkeypatch, part):
    whole = seen_in(track_of(WORLD), encoder)
    monkeypatch.setattr(stretches, "PART", part)

    seen = seen_in(track_of(WORLD), encoder)

    np.testing.assert_allclose(seen.time, whole.time)
    np.testing.assert_allclose(seen.latents, whole.latents, atol=1e-3)
    np.testing.assert_allclose(seen.angles, whole.angles, atol=0.1)
    np.testing.assert_allclose(seen.signals, whole.signals, atol=1e-2)


def test_the_progress_grows_from_part_to_part(encoder, monkeypatch):
    monkeypatch.setattr(stretches, "PART", 10.0)
    told = []

    stretches_of(track_of(WORLD), encoder, progress=told.append)

    assert told == pytest.approx([0.0, 0.25, 0.5, 0.75], abs=0.01)


def test_a_recording_without_depth_has_moves_too(encoder):
    track = track_of(WORLD)
    flat = PoseTrack(
        track.time,
        track.world[..., :2] * 200 + 320,
        track.confidence,
        np.full_like(track.world, np.nan),
        track.size,
        track.fps,
    )

    kinds = [m.kind for m in stretches_of(flat, encoder) if m.is_exercise]

    assert kinds == ["periodic", "periodic"]


def test_an_empty_recording_has_no_stretches(encoder):
    assert stretches_of(track_of(WORLD).select(slice(0, 0)), encoder) == ()


def test_seconds_in_which_nobody_is_seen_are_no_move(encoder):
    world = WORLD.copy()
    world[15 * 20 : 15 * 23] = np.nan

    found = stretches_of(track_of(world), encoder)

    assert [m.kind for m in found if m.is_exercise] == ["periodic", "periodic"]
