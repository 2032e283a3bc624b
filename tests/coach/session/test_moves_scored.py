from dataclasses import replace

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.scoring import STRICTNESS, curve_for
from coach.scoring.uncertainty import UNCERTAINTY
from coach.session import score_session
from coach.types import Cue, Move
from tests.coach.people import raises, squats, stand, still, swing, track_of, unsure

MOVES = (Move("squat", 2.0, 14.0, 4), Move("lateral_raise", 16.0, 28.0, 4))


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def workout(**raise_faults):
    return np.concatenate([still(2), squats(4), still(2), raises(4, **raise_faults), still(2)])


TARGET = track_of(workout())


def follow(user, encoder, **options):
    options = {"title": "t", "encoder": encoder, "moves": MOVES} | options
    return score_session(TARGET, [user], **options).people[0]


def hidden(track, seconds):
    world, points = track.world.copy(), track.points.copy()
    world[(16 * 15) : round((16 + seconds) * 15)] = np.nan
    points[(16 * 15) : round((16 + seconds) * 15)] = np.nan
    return replace(track, world=world, points=points)


@pytest.mark.parametrize(
    ("user", "wider"),
    [
        pytest.param(unsure(TARGET, 0.4), (36, 50), id="unsure-keypoints"),
        pytest.param(hidden(TARGET, 1.2), (0.5, 2), id="out-of-sight-for-a-moment"),
    ],
)
def test_a_score_says_how_sure_it_is(encoder, user, wider):
    sure, person = follow(TARGET, encoder), follow(user, encoder)

    assert sure.uncertainty == pytest.approx(UNCERTAINTY.exact, abs=0.1)
    assert wider[0] < person.uncertainty - sure.uncertainty < wider[1]
    assert person.moves[1].uncertainty > sure.moves[1].uncertainty


def test_of_two_sure_ones_the_unsure_target_counts_too(encoder):
    person = score_session(
        unsure(TARGET, 0.4), [TARGET], title="t", encoder=encoder, moves=MOVES
    ).people[0]

    assert person.uncertainty > 8


def test_late_in_one_move_is_told_apart_from_the_usual_lag(encoder):
    late = np.concatenate(
        [still(2.6), squats(4), still(2.5), raises(4), still(2)]
    )  # 0.6 s in the first move, 1.1 s in the second

    first, second = follow(track_of(late), encoder).moves

    assert (first.late, first.timing) == (pytest.approx(0, abs=0.1), "")
    assert (second.late, second.timing) == (pytest.approx(0.5, abs=0.15), "late")
    assert second.score > 95
    assert second.lag == pytest.approx(1.1, abs=0.15)


def test_who_does_not_follow_has_no_usual_lag(encoder):
    person = follow(track_of(still(30)), encoder)

    assert [m.timing for m in person.moves] == ["", ""]
    assert np.isnan([m.late for m in person.moves]).all()


def tiring(reaches):
    """Raises that reach so many degrees, one repetition each."""
    return np.concatenate([raises(1, left=reach, right=reach) for reach in reaches])


def test_repetitions_that_become_smaller_are_told_with_the_worst_of_them(encoder):
    world = np.concatenate([still(2), squats(4), still(2), tiring([90, 80, 70, 55]), still(2)])

    trend = follow(track_of(world), encoder).moves[1].trend

    assert (trend.trend, trend.joint) == ("shallower", "left_shoulder")
    assert trend.change == pytest.approx(-34, abs=8)
    assert len(trend.repetitions) == 4
    worst = trend.worst[0]
    assert 24.5 < worst.start < worst.picture < worst.end < 28
    assert worst.picture == pytest.approx(26.5, abs=0.4)
    assert worst.score == min(r.score for r in trend.repetitions)


def test_the_joint_of_a_trend_is_the_persons_own_when_mirrored(encoder):
    amount = swing(180, 4)
    lifts = [
        np.stack([stand(hips=side, knees=side) for side in sides])
        for sides in ([(90 * a, 0.0) for a in amount], [(0.0, 90 * a) for a in amount])
    ]
    target, user = (track_of(np.concatenate([still(2), part, still(2)])) for part in lifts)
    move = Move("standing_knee_raise", 2.0, 14.0, 4)

    person = score_session(target, [user], title="t", encoder=encoder, moves=[move]).people[0]

    assert person.mirrored
    assert person.moves[0].trend.joint.startswith("right_")


def test_who_stands_still_has_no_trend(encoder):
    assert [m.trend for m in follow(track_of(still(30)), encoder).moves] == [None, None]


@pytest.mark.parametrize(
    ("seconds", "cue"),
    [
        pytest.param(2.2, Cue("slow_down", "both", 0.0), id="faster-than-the-video"),
        pytest.param(3.0, None, id="in-time"),
        pytest.param(4.2, Cue("speed_up", "both", 0.0), id="slower-than-the-video"),
    ],
)
def test_the_tempo_is_named_where_there_is_nothing_else(encoder, seconds, cue):
    world = np.concatenate([still(2), squats(4), still(2), raises(4, seconds=seconds), still(2)])

    move = follow(track_of(world), encoder).moves[1]

    assert move.score > 90
    assert (move.cue, move.weakest_joint) == (cue, "")


@pytest.mark.parametrize(
    "user",
    [
        pytest.param(workout(left=60.0), id="a-fault"),
        pytest.param(np.concatenate([still(2), squats(7), still(7)]), id="wrong-repetitions"),
        pytest.param(still(30), id="nothing-done"),
        pytest.param(workout(), id="all-right"),
    ],
)
def test_strictness_moves_every_score_the_same_way(encoder, user):
    results = [
        follow(track_of(user), encoder, curve=curve_for(strictness)) for strictness in STRICTNESS
    ]

    frames = np.stack([person.scores for person in results])
    moves = np.array([[m.score for m in person.moves] for person in results])
    assert (np.diff(frames, axis=0)[:, np.isfinite(frames[0])] <= 0).all()
    assert (np.diff(moves, axis=0) <= 0).all()
    assert (np.diff([person.score for person in results]) <= 0).all()
    if not np.array_equal(user, workout()):
        assert results[0].score > results[2].score + 3
