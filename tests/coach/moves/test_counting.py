from dataclasses import replace

import numpy as np
import pytest

from coach.directions import directions
from coach.embedding import Encoder
from coach.moves.counting import LiveCounter, count, exemplar_of, signals_of_track
from coach.moves.counting_signals import SHOWN, mirrored_shown
from coach.paths import DEMO
from coach.pose import read_keypoints
from coach.skeleton import MIRROR
from coach.tracks import resample
from coach.types import PoseTrack
from tests.coach.people import knee_lifts, raises, squats, stand, still, track_of


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def live(track, encoder, counter=None):
    """Counts after every frame."""
    counter = counter or LiveCounter()
    latents = encoder.encode(track.world, track.confidence, track.points)
    return [
        counter.push(track.pose(i) if track.seen[i] else None, latents[i], float(track.time[i]))
        for i in range(len(track))
    ]


@pytest.mark.parametrize(
    ("move", "repetitions"),
    [(squats, 1), (squats, 4), (squats, 12), (raises, 4), (raises, 12),
     (knee_lifts, 4), (knee_lifts, 12)],
)  # fmt: skip
def test_repetitions_are_counted_exactly(encoder, move, repetitions):
    track = track_of(np.concatenate([still(2), move(repetitions), still(2)]))

    assert len(count(track, encoder).repetitions) == repetitions


@pytest.mark.parametrize("fps", [10, 25, 30, 60])
def test_the_count_does_not_depend_on_the_rate(encoder, fps):
    track = track_of(np.concatenate([still(2, fps), squats(5, fps=fps), still(2, fps)]), fps)

    assert len(count(track, encoder).repetitions) == 5


@pytest.mark.parametrize("seconds", [1.0, 2.0, 4.0, 6.0])
def test_the_count_does_not_depend_on_the_tempo(encoder, seconds):
    track = track_of(np.concatenate([still(2), squats(4, seconds=seconds), still(2)]))

    assert len(count(track, encoder).repetitions) == 4


def test_each_side_of_an_alternating_move_is_a_repetition(encoder):
    sides = [knee_lifts(1, side=side) for side in ("left", "right", "left", "right")]

    assert (
        len(count(track_of(np.concatenate([still(1), *sides, still(1)])), encoder).repetitions) == 4
    )


def test_a_repetition_lies_where_it_was_done(encoder):
    track = track_of(np.concatenate([still(3), squats(1, seconds=3.0), still(3)]))

    ((start, end),) = count(track, encoder).repetitions

    assert (start, end) == (pytest.approx(3.0, abs=0.4), pytest.approx(6.0, abs=0.4))


def test_standing_still_is_no_repetition(encoder):
    world = still(20) + np.random.default_rng(1).normal(0, 0.004, (300, 17, 3)).astype(np.float32)

    assert count(track_of(world), encoder).repetitions == ()


def test_what_falls_short_of_the_others_is_an_attempt(encoder):
    world = [still(2), squats(4), squats(1, depth=0.4), squats(3), still(2)]

    done = count(track_of(np.concatenate(world)), encoder)

    assert (len(done.repetitions), len(done.attempts)) == (7, 1)


def test_what_falls_short_of_the_instructor_is_an_attempt(encoder):
    full, shallow = (
        track_of(np.concatenate([still(2), squats(4, depth=depth), still(2)]))
        for depth in (1.0, 0.4)
    )
    shown = count(full, encoder).repetitions
    exemplar = exemplar_of(directions(full.world), full.time, shown)

    done = count(shallow, encoder, exemplar=exemplar)

    assert (len(done.repetitions), len(done.attempts)) == (0, 4)


@pytest.mark.parametrize("frames", [0, 1, 3])
def test_next_to_nothing_holds_no_repetition(encoder, frames):
    assert count(track_of(squats(1)[:frames]), encoder).repetitions == ()


def test_nobody_in_view_does_nothing(encoder):
    assert count(track_of(np.full((60, 17, 3), np.nan)), encoder).repetitions == ()


def test_a_moment_out_of_sight_is_bridged(encoder):
    world = np.concatenate([still(2), squats(4), still(2)]).copy()
    world[50:53] = np.nan

    assert len(count(track_of(world), encoder).repetitions) == 4


def test_live_every_repetition_counts_at_its_end(encoder):
    fps = 30.0
    world = np.concatenate([still(2, fps), squats(5, seconds=2.0, fps=fps), still(2, fps)])

    counts = live(track_of(world, fps), encoder)

    rises = (np.flatnonzero(np.diff(counts)) + 1) / fps
    assert counts[-1] == 5
    assert np.all(np.abs(rises - [4, 6, 8, 10, 12]) <= 0.3)


def test_live_the_count_never_goes_down(encoder):
    counts = live(track_of(np.concatenate([squats(4), still(3), raises(4)])), encoder)

    assert np.all(np.diff(counts) >= 0)


def test_live_a_pause_in_the_stream_is_no_repetition(encoder):
    track = track_of(still(4))
    later = PoseTrack(
        np.concatenate([track.time[:30], track.time[30:] + 60.0]),
        track.points, track.confidence, track.world, track.size, track.fps,
    )  # fmt: skip

    assert live(later, encoder)[-1] == 0


def test_a_pose_like_the_instructors_is_held_by_the_clock(encoder):
    held = np.stack([stand(hips=(90, 90), knees=(90, 90), arms=(90, 90))] * 150)
    exemplar = exemplar_of(directions(held), np.arange(150) / 15, ())
    track = track_of(np.concatenate([still(4), held, still(4)]))

    assert count(track, encoder, exemplar=exemplar).held_s == pytest.approx(10.0, abs=1.2)


def test_standing_about_is_no_plank(encoder):
    assert count(track_of(still(10)), encoder).held_s == 0.0


def test_somebody_who_stands_and_sways_does_nothing(encoder):
    (swaying,) = read_keypoints(DEMO / "still.npz")

    done = count(swaying, encoder)

    assert done.repetitions == done.attempts == ()
    assert live(resample(swaying), encoder)[-1] == 0


def test_signals_of_the_mirror_image_are_mirrored(encoder):
    track = track_of(np.concatenate([knee_lifts(1, side="left"), raises(1, left=90, right=20)]))
    flip = np.array([-1, 1, 1], np.float32)
    mirrored = replace(
        track, world=track.world[:, MIRROR] * flip, points=track.points[:, MIRROR] * flip[:2]
    )

    plain, other = (signals_of_track(one, encoder) for one in (track, mirrored))

    np.testing.assert_allclose(other[:, SHOWN], mirrored_shown(plain[:, SHOWN]), atol=1e-5)
    assert np.abs(other[:, SHOWN] - plain[:, SHOWN]).max() > 0.1
