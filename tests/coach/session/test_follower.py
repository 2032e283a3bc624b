from dataclasses import dataclass, fields

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.moves import find_moves
from coach.scoring import load_curve
from coach.session.features import Features, features_of
from coach.session.follower import CUE_STAYS, Follower
from coach.types import Move
from tests.coach.people import knee_lifts, raises, squats, still, track_of

FPS = 30.0


@dataclass
class FakeTarget:
    features: Features
    moves: tuple[Move, ...]

    def moves_at(self, time):
        now = next((m for m in self.moves if m.start <= time <= m.end), None)
        return now, next((m for m in self.moves if m.start > time), None)


def workout(*, depth=1.0, left=90.0, side="left", fps=FPS):
    return np.concatenate(
        [
            still(2, fps),
            squats(4, depth=depth, fps=fps),
            still(2, fps),
            raises(4, left=left, fps=fps),
            still(2, fps),
            knee_lifts(4, side=side, fps=fps),
            still(2, fps),
        ]
    )


def part_of(features, n):
    parts = (getattr(features, field.name) for field in fields(features))
    return Features(*(part[:n] for part in parts))


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


@pytest.fixture(scope="module")
def target(encoder):
    features = features_of(track_of(workout(), FPS), encoder, from_zero=True)
    return FakeTarget(features, find_moves(features.latents, features.angles, features.time))


def run(follower, world, *, lag=0.0, hidden=()):
    """Feed every frame; the playhead runs ahead of the person by ``lag`` seconds."""
    track = track_of(world, FPS)
    views, scores = [], []
    for i in range(len(track)):
        time = i / FPS
        pose = None if any(a <= time < b for a, b in hidden) else track.pose(i)
        scores.append(follower.push(pose, time, time + lag))
        views.append(follower.view())
    return views, scores


@pytest.fixture
def follower(target, encoder):
    return Follower(target, encoder, load_curve(), "auto")


@pytest.mark.parametrize("lag", [0.0, 0.6, 1.5])
def test_following_right_scores_high_at_any_lag(follower, lag):
    views, scores = run(follower, workout(), lag=lag)

    assert views[-1].average > 90
    assert np.median([s.lag for s in scores[90:]]) == pytest.approx(lag, abs=0.2)


def test_standing_still_scores_low(follower):
    views, _ = run(follower, still(44, FPS))

    assert views[-1].average < 45


def test_following_as_in_a_mirror_is_found_out(follower):
    views, scores = run(follower, workout(side="right"))

    assert views[-1].mirrored is True
    assert scores[-60].mirrored


def test_a_switch_overrides_the_mirror(follower):
    follower.set_mirror("off")

    views, scores = run(follower, workout(side="right"))

    assert views[-1].mirrored is False
    assert not any(s.mirrored for s in scores)


def test_a_shallow_squat_brings_the_cue_and_it_stays_a_while(follower):
    views, _ = run(follower, workout(depth=0.5))

    shown = [i for i, v in enumerate(views) if v.cue is not None and v.cue.kind == "bend_knee"]
    assert shown
    assert len(shown) >= CUE_STAYS * FPS
    assert shown[0] < 12 * FPS


def test_who_does_it_right_gets_no_cue(follower):
    views, _ = run(follower, workout(), lag=0.5)

    assert {v.cue for v in views} == {None}


def test_repetitions_rise_and_never_fall_within_a_move(follower, target):
    views, _ = run(follower, workout())

    for move in target.moves:
        counts = [v.repetitions for i, v in enumerate(views) if move.start < i / FPS < move.end]
        assert counts == sorted(counts)
        assert counts[-1] in (3, 4)


def test_a_hidden_person_is_not_judged_and_comes_back(follower):
    views, scores = run(follower, workout(), hidden=[(5, 9)])

    assert all(s is None for s in scores[151:269])
    assert views[-1].average > 85


def test_a_target_not_yet_analysed_is_not_judged(encoder, target):
    short = FakeTarget(part_of(target.features, 0), ())
    follower = Follower(short, encoder, load_curve(), "auto")

    _, scores = run(follower, workout()[:60])

    assert all(s is None for s in scores)


def test_a_target_that_grows_is_followed(encoder, target):
    growing = FakeTarget(part_of(target.features, 60), target.moves)
    follower = Follower(growing, encoder, load_curve(), "auto")
    run(follower, workout()[:30])
    growing.features = target.features

    views, _ = run(follower, workout())

    assert views[-1].average > 85


def test_who_has_gone_is_not_shown_the_old_score_and_earns_nothing(follower):
    views, _ = run(follower, workout(depth=0.5), hidden=[(8, 44)])

    gone = views[-1]
    assert np.isnan(gone.smoothed_score)
    assert gone.cue is None
    assert gone.average < 35


def test_a_jump_back_within_a_move_counts_anew(follower, target):
    squat = target.moves[0]
    track = track_of(workout(), FPS)
    for i in range(len(track)):
        time = i / FPS
        if time > squat.end - 1:
            break
        follower.push(track.pose(i), time, time)
    before = follower.view().repetitions

    follower.push(track.pose(90), time, squat.start + 0.5)

    assert (before, follower.view().repetitions) == (3, 0)
