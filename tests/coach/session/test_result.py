from dataclasses import replace

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.session import score_session
from coach.session.playhead import jumped_over
from coach.types import Cue, Move, PoseTrack
from tests.coach.people import (
    Body,
    cut_to,
    knee_lifts,
    raises,
    squats,
    stand,
    still,
    track_of,
    unsure,
)


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def workout(*, depth=1.0, left=90.0, right=90.0, side="left", late=0.0):
    return np.concatenate(
        [
            still(2 + late),
            squats(4, depth=depth),
            still(2),
            raises(4, left=left, right=right),
            still(2),
            knee_lifts(4, side=side),
            still(2),
        ]
    )


@pytest.fixture(scope="module")
def target():
    return track_of(workout())


def follow(target, world, encoder, **options):
    result = score_session(target, [track_of(world)], title="t", encoder=encoder, **options)
    return result.people[0]


def test_the_target_against_itself_is_perfect(target, encoder):
    person = follow(target, workout(), encoder)

    assert person.score == pytest.approx(100, abs=0.5)
    assert (person.mirrored, person.grade) == (False, "A")
    assert person.lag == pytest.approx(0, abs=0.05)
    assert [m.repetitions for m in person.moves] == [4, 4, 4]
    assert [m.cue for m in person.moves] == [None] * 3


@pytest.mark.parametrize("degrees", [40, -90, 180])
def test_a_cut_that_is_known_costs_nothing(encoder, degrees):
    world = workout()
    cut, shot = cut_to(world, round(10.5 * 15), degrees)

    person = follow(replace(track_of(cut), shot=shot), world, encoder)

    assert np.nanmin(person.scores) > 98


def test_coming_late_costs_nothing_and_is_told(target, encoder):
    person = follow(target, workout(late=0.8), encoder)

    assert person.score > 98
    assert person.lag == pytest.approx(0.8, abs=0.1)


def test_following_as_in_a_mirror_is_found_out(target, encoder):
    person = follow(target, workout(side="right"), encoder)

    assert person.mirrored
    assert person.score > 98


def test_a_switch_overrides_the_mirror(target, encoder):
    person = follow(target, workout(side="right"), encoder, mirror="off")

    assert not person.mirrored
    assert person.moves[2].score < 60


@pytest.mark.parametrize(
    ("fault", "move", "joint", "cue"),
    [
        pytest.param({"depth": 0.5}, 0, "knee", ("bend_knee", "both"), id="shallow-squat"),
        pytest.param({"left": 45.0}, 1, "left_shoulder", ("raise_arm", "left"), id="low-arm"),
        pytest.param(
            {"right": 45.0}, 1, "right_shoulder", ("raise_arm", "right"), id="other-low-arm"
        ),
    ],
)
def test_a_fault_costs_points_in_its_move_and_is_named(target, encoder, fault, move, joint, cue):
    person = follow(target, workout(**fault), encoder)

    scores = [m.score for m in person.moves]
    assert np.argmin(scores) == move
    assert scores[move] < 92
    assert all(score > 98 for i, score in enumerate(scores) if i != move)
    assert joint in person.moves[move].weakest_joint
    assert (person.moves[move].cue.kind, person.moves[move].cue.side) == cue


def test_the_side_of_a_cue_is_the_persons_own_when_mirrored(target, encoder):
    person = follow(target, workout(side="right", left=45.0), encoder)

    assert person.mirrored
    assert person.moves[1].weakest_joint == "left_shoulder"
    assert person.moves[1].cue.side == "left"


def test_standing_still_scores_low(target, encoder):
    person = follow(target, still(44), encoder)

    assert person.score < 30
    assert [m.repetitions for m in person.moves] == [0, 0, 0]
    assert person.moves[0].cue == Cue("move_along", "both", 0.0)


def test_doing_something_else_scores_low(target, encoder):
    other = np.concatenate([still(2), raises(14), still(2)])

    assert follow(target, other, encoder).moves[0].score < 35


def test_who_does_something_else_in_full_view_is_judged(encoder):
    lying = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], np.float32)
    target = track_of(knee_lifts(5) @ lying)

    person = follow(target, raises(5), encoder)
    away = follow(target, np.full_like(raises(5), np.nan), encoder)

    assert person.score < 10
    assert person.is_judged
    assert person.coverage > 0.9
    assert not person.not_judged
    assert not away.is_judged


def test_another_body_changes_little(target, encoder):
    tall = np.stack(
        [
            stand(arms=(5 + 85 * a,) * 2, body=Body(thigh=0.5, shank=0.48, upper_arm=0.34))
            for a in (1 - np.cos(np.linspace(0, 8 * np.pi, 180))) / 2
        ]
    )
    move = track_of(np.concatenate([still(2), raises(4), still(2)]))

    assert follow(move, np.concatenate([still(2), tall, still(2)]), encoder).score > 95


def test_stopping_half_way_leaves_the_rest_at_nothing(target, encoder):
    person = follow(target, workout()[: 15 * 15], encoder)

    assert person.moves[0].score > 95
    assert person.moves[2].score < 20


def test_what_is_exact_has_costs_of_its_own_where_both_are(target, encoder):
    low = track_of(workout(left=75.0, right=75.0))

    def raised(shown, followed):
        (person,) = score_session(shown, [followed], title="t", encoder=encoder).people
        return person.moves[1].score

    exact = raised(target, low)
    seen = raised(target, unsure(low))

    assert abs(exact - seen) > 3
    assert raised(unsure(target), low) == pytest.approx(seen, abs=3)


def test_stopping_half_way_before_a_camera_leaves_next_to_nothing(target, encoder):
    stopped = unsure(track_of(workout()[: 15 * 15]))
    (person,) = score_session(target, [stopped], title="t", encoder=encoder).people

    assert person.moves[2].score < 20


def test_who_leaves_earns_nothing_from_then_on(target, encoder):
    world = workout().copy()
    world[30 * 15 :] = np.nan

    person = follow(target, world, encoder)

    assert [m.score > 95 for m in person.moves] == [True, True, False]
    assert person.moves[2].score < 5
    assert person.moves[2].coverage < 0.3
    assert person.moves[0].coverage == pytest.approx(1.0)
    assert person.score < 75


def test_a_moment_out_of_sight_is_not_judged(target, encoder):
    world = workout().copy()
    world[15 * 8 : 15 * 9] = np.nan

    person = follow(target, world, encoder)

    assert person.score > 98
    assert 0.85 < person.moves[0].coverage < 0.97


def test_a_move_of_which_nothing_could_be_judged_has_no_score(target, encoder):
    user = track_of(workout())
    away = (user.time > 15) & (user.time < 29.5)
    hidden = np.where(away[:, None, None], np.nan, user.world)
    track = PoseTrack(
        user.time,
        np.where(away[:, None, None], np.nan, user.points),
        np.where(away[:, None], 0.0, user.confidence),
        hidden,
        user.size,
        user.fps,
        light=np.where(away, 0.0, 0.5),
    )

    person = score_session(target, [track], title="t", encoder=encoder).people[0]

    squat, raised, knees = person.moves
    assert np.isnan(raised.score)
    assert (raised.grade, raised.coverage, raised.is_judged) == ("", 0.0, False)
    assert min(squat.score, knees.score, person.score) > 90
    assert "too_dark" in {span.reason for span in person.not_judged}


def test_the_ranges_of_the_joints_are_those_of_the_person(target, encoder):
    person = follow(target, workout(side="right"), encoder)

    squat, _, knees = ({one.joint: one for one in move.motion} for move in person.moves)
    assert squat["left_knee"].mean == pytest.approx(104, abs=8)
    assert knees["right_hip"].mean > knees["left_hip"].mean + 40
    assert person.setup.size == (640, 480)


@pytest.mark.parametrize("frames", [0, 1, 2])
def test_next_to_no_frames_give_a_score_of_nothing(target, encoder, frames):
    user = track_of(workout()[:frames]) if frames else PoseTrack.of([], [], (640, 480), 30.0)

    person = score_session(target, [user], title="t", encoder=encoder).people[0]

    assert person.score < 10
    assert person.grade == "F"


def test_the_end_that_a_delay_cuts_off_is_not_judged(encoder):
    cut = track_of(workout()[: 15 * 40])
    late = workout(late=1.5)[: len(cut)]

    person = follow(cut, late, encoder)

    assert not (person.scores < 50).any()
    assert np.isnan(person.scores[-5:]).all()
    assert person.score > 95


def test_a_target_without_a_frame_gives_nothing(encoder):
    empty = PoseTrack.of([], [], (640, 480), 30.0)

    person = score_session(empty, [track_of(workout())], title="t", encoder=encoder).people[0]

    assert (person.score, person.coverage, person.moves) == (0.0, 0.0, ())


@pytest.fixture(scope="module")
def flat(target):
    nothing = np.full_like(target.world, np.nan)
    parts = target.time, target.points, target.confidence, nothing, target.size, target.fps
    return PoseTrack(*parts)


@pytest.mark.parametrize("depth", [False, True], ids=["both-flat", "target-has-depth"])
def test_flat_keypoints_are_scored_against_either_target(target, flat, encoder, depth):
    result = score_session(target if depth else flat, [flat], title="t", encoder=encoder)

    assert result.people[0].score > 95


def test_flat_keypoints_from_the_side_bear_the_errors_of_an_estimator(encoder):
    aside = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)
    track = track_of(np.concatenate([still(2), squats(6), still(2)]) @ aside)
    nothing = np.full_like(track.world, np.nan)
    rng = np.random.default_rng(0)

    def filmed():
        off = np.cumsum(rng.normal(0, 0.4, track.points.shape), axis=0)
        off -= 0.9 * off.mean(axis=0)
        return replace(track, world=nothing, points=track.points + np.clip(off, -2, 2))

    person = score_session(filmed(), [filmed()], title="t", encoder=encoder).people[0]

    assert person.score > 65


def test_with_a_recorded_playhead_nobody_can_be_minutes_late(target, encoder):
    twice_as_fast = workout()[::2]
    user = np.concatenate([twice_as_fast, twice_as_fast])

    free = follow(target, user, encoder)
    bound = follow(target, user, encoder, max_lag=8.0)

    assert abs(bound.lag) <= 8.0 < free.lag


def test_one_move_for_all_does_not_pay(target, encoder):
    squatting = np.concatenate([still(2), squats(14)])

    person = follow(target, squatting, encoder)

    assert person.moves[0].score > 90
    assert person.moves[1].score < 40
    assert person.score < 60


def test_what_was_jumped_over_lowers_the_coverage_and_not_the_score(target, encoder):
    track = track_of(workout())
    rows = (track.time < 14.0) | (track.time > 28.0)
    whole = score_session(target, [track], title="t", encoder=encoder, max_lag=8.0)
    moves = [Move(m.name, m.start, m.end, m.target_repetitions) for m in whole.people[0].moves]
    shorter = score_session(
        target, [track.select(rows)], title="t", encoder=encoder, max_lag=8.0, moves=moves,
        skipped=jumped_over(track.time[rows]),
    ).people[0]  # fmt: skip

    assert shorter.score > 95
    assert shorter.coverage < 0.8
    assert shorter.moves[1].coverage < 0.1
    assert "skipped" in {one.reason for one in shorter.not_judged}


def test_two_people_who_move_alike_are_together(target, encoder):
    def together(one, other):
        tracks = [track_of(one), track_of(other)]
        return score_session(target, tracks, title="t", encoder=encoder).synchrony

    assert together(workout(), workout()) == pytest.approx(1.0, abs=1e-4)
    assert together(workout(), still(44)) < together(workout(), workout(late=0.5)) - 0.05


def test_two_people_of_whom_one_mirrors_are_together_too(target, encoder):
    tracks = [track_of(workout()), track_of(workout(side="right"))]
    result = score_session(target, tracks, title="t", encoder=encoder)

    assert result.synchrony > 0.97


def test_of_one_person_nothing_is_told_of_being_together(target, encoder):
    result = score_session(target, [track_of(workout())], title="t", encoder=encoder)

    assert np.isnan(result.synchrony)
