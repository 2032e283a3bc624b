"""Claps of a made-up person."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from coach.errors import ModelMissing
from coach.moves.claps import CLAPS, DELAY, ClapNetwork, LiveClaps, find_claps
from coach.skeleton import MIRROR
from coach.types import PoseTrack
from tests.coach.clapping import FPS, TOUCHING, WIDE, clapping, hands
from tests.coach.people import track_of


@pytest.mark.parametrize(
    "times",
    [
        pytest.param((), id="none"),
        pytest.param((1.5,), id="one"),
        pytest.param((1.5, 2.0), id="two"),
        pytest.param((1.2, 1.7, 2.2, 2.7, 3.2, 3.7), id="applause"),
    ],
)
def test_every_clap_is_found_once(times):
    found = find_claps(clapping(*times, end=5.0))

    assert len(found) == len(times)
    assert np.allclose(found, times, atol=0.12)


def test_hands_that_are_brought_together_and_held_do_not_clap():
    folded = hands((0, WIDE), (1.0, WIDE), (1.8, TOUCHING), (4.0, TOUCHING), (4.8, WIDE), (6, WIDE))

    assert find_claps(folded) == []


def test_hands_that_do_not_meet_do_not_clap():
    short = hands((0, WIDE), (1.5, WIDE), (1.7, 0.28), (1.9, WIDE), (3, WIDE))

    assert find_claps(short) == []


def test_a_clap_is_told_live_soon_after_the_palms_have_met():
    track, claps = clapping(1.5, 2.1, end=4.0), LiveClaps()

    told = [t for i, t in enumerate(track.time) if claps.push(track.pose(i), float(t))]

    assert np.allclose(told, np.array([1.5, 2.1]) + DELAY, atol=0.12)


def test_a_camera_of_fifteen_pictures_a_second_will_do():
    track, claps = clapping(1.5, 2.1, end=4.0).select(slice(None, None, 2)), LiveClaps()

    assert sum(claps.push(track.pose(i), float(t)) for i, t in enumerate(track.time)) == 2


def test_who_is_not_seen_does_not_clap():
    claps = LiveClaps()

    assert not any(claps.push(None, i / FPS) for i in range(90))
    assert find_claps(PoseTrack.of([None] * 90, np.arange(90) / FPS, (640, 480), FPS)) == []


def test_a_clap_out_of_sight_is_not_made_up():
    track = clapping(2.0, end=4.0)
    poses = [None if 1.6 < t < 2.6 else track.pose(i) for i, t in enumerate(track.time)]

    assert find_claps(PoseTrack.of(poses, track.time, (640, 480), FPS)) == []


@pytest.mark.parametrize("frames", [0, 1, 3])
def test_a_few_frames_hold_no_clap(frames):
    assert find_claps(clapping(0.5, end=1.0).select(slice(frames))) == []


def test_a_clock_that_steps_back_starts_anew():
    track, claps = clapping(1.5, end=3.0), LiveClaps()
    for i in range(len(track)):
        claps.push(track.pose(i), 100.0 + float(track.time[i]))

    assert sum(claps.push(track.pose(i), float(t)) for i, t in enumerate(track.time)) == 1


def test_the_weights_are_those_that_are_documented():
    readme = (CLAPS.parent / "README.md").read_text(encoding="utf-8")

    assert hashlib.sha256(CLAPS.read_bytes()).hexdigest() in readme


def test_missing_weights_are_reported(tmp_path):
    with pytest.raises(ModelMissing):
        ClapNetwork(tmp_path / "claps.onnx")


def test_the_mirror_image_claps_at_the_same_moments():
    track = clapping(1.5, 2.0, end=4.0)
    world = track.world[:, MIRROR] * np.array([-1, 1, 1], np.float32)

    assert find_claps(track_of(world, FPS)) == find_claps(track)
