"""Small rooms and people who sit: legs are left out everywhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.cli.parser import build_parser
from coach.cli.recordings import left_out
from coach.embedding import Encoder
from coach.moves.counting_signals import N_TURNS
from coach.report.words import judged_part
from coach.scoring.judged import LiveJudge, judge_person, judge_target
from coach.session import score_session
from coach.session.features import features_of
from coach.skeleton import INDEX, LEGS, LIMB_KEYPOINTS, keypoints_of
from coach.texts import Texts
from coach.types import LIMB_NAMES, PoseTrack
from tests.coach.people import raises, squats, stand, still, swing, track_of

OUT = keypoints_of(LEGS)
SITTING = {"hips": (90.0, 90.0), "knees": (90.0, 90.0)}
OF_LEGS = ("hip", "knee")


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


def presses(repetitions=4, high=160.0, **posture):
    """Both arms up sideways and down again, three seconds each."""
    amount = swing(45 * repetitions, repetitions)
    return np.stack([stand(arms=(5 + (high - 5) * a,) * 2, **posture) for a in amount])


def workout(high=160.0, **posture):
    rest = np.stack([stand(**posture)] * 30)
    return np.concatenate([rest, presses(high=high, **posture), rest])


def score(target, world, encoder, **options):
    result = score_session(
        track_of(target), [track_of(world)], title="t", encoder=encoder, **options
    )
    return result.people[0]


def test_who_sits_and_does_the_arms_right_scores_as_well_as_who_stands(encoder):
    standing = score(workout(), workout(), encoder, left_out=LEGS)
    sitting = score(workout(), workout(**SITTING), encoder, left_out=LEGS)
    whole = score(workout(), workout(**SITTING), encoder)

    assert standing.score == pytest.approx(100, abs=1)
    assert sitting.score == pytest.approx(standing.score, abs=1)
    assert sitting.coverage == pytest.approx(standing.coverage, abs=0.02)
    assert whole.score < sitting.score - 10
    assert [m.repetitions for m in sitting.moves] == [m.repetitions for m in standing.moves]


def test_who_sits_and_does_the_arms_wrong_does_not(encoder):
    right = score(workout(), workout(**SITTING), encoder, left_out=LEGS)
    lazy = score(workout(), workout(high=80.0, **SITTING), encoder, left_out=LEGS)

    assert lazy.score < right.score - 10
    assert "shoulder" in lazy.moves[0].weakest_joint


@pytest.mark.parametrize("world", [squats(4), raises(4)], ids=["squats", "raises"])
def test_legs_never_appear_in_cues_reasons_or_the_weakest_joint(encoder, world):
    target = np.concatenate([still(2), squats(4), raises(4), still(2)])
    lazy = np.concatenate([still(2), world, squats(4, depth=0.2), still(2)])
    person = score(target, lazy, encoder, left_out=LEGS)

    cues = " ".join(m.cue.kind for m in person.moves if m.cue)
    assert not any(word in cues for word in ("knee", "hip", "leg", "foot", "lower_side"))
    assert not any(m.weakest_joint.endswith(OF_LEGS) for m in person.moves)
    assert not {u.reason for u in person.not_judged} & {"feet_outside", "half_hidden"}


def test_a_target_whose_legs_are_never_shown_can_be_followed(encoder):
    hidden = workout()
    hidden[:, OUT] = np.nan

    assert judge_target(track_of(hidden)).frames.sum() == 0
    assert judge_target(track_of(hidden), left_out=OUT).frames.all()
    assert score(hidden, workout(**SITTING), encoder, left_out=LEGS).score > 95


def test_who_shows_no_legs_is_wholly_judged_where_they_are_left_out():
    world = workout()
    world[:, OUT] = np.nan
    track = track_of(world)

    assert judge_person(track).spans
    assert judge_person(track, left_out=OUT).spans == ()


def test_who_shows_too_little_of_the_upper_body_is_not_judged():
    world = workout()
    world[:, OUT] = np.nan
    world[:, [INDEX[f"{s}_{j}"] for s in ("left", "right") for j in ("elbow", "wrist")]] = np.nan
    world[:, [INDEX["left_hip"], INDEX["right_hip"]]] = np.nan

    assert not judge_person(track_of(world), left_out=OUT).frames.any()


def test_live_the_legs_are_blanked_and_are_no_reason():
    pose = track_of(workout()).pose(40)
    judge = LiveJudge((640, 480), left_out=OUT)
    seen = judge.seen(pose, 0.0)

    assert np.isnan(seen.world[OUT]).all()
    assert np.isfinite(seen.world[~OUT]).all()
    assert np.isnan(seen.points[INDEX["left_hip"]]).all()
    assert not (seen.confidence[OUT] > 0).any()
    assert judge.push(pose, 1.0) is None


def test_where_the_hips_are_does_not_count_without_legs(encoder):
    low, high = (track_of(workout() + np.array([0, dy, 0], np.float32)) for dy in (0.0, 0.3))
    features = [features_of(track, encoder, left_out=OUT) for track in (low, high)]

    assert np.isnan(features[0].signals[:, N_TURNS : N_TURNS + 2]).all()
    np.testing.assert_allclose(features[0].latents, features[1].latents, atol=1e-4)


def test_a_limb_that_is_left_out_may_do_what_it_wants(encoder):
    target = np.concatenate([still(2), raises(4), still(2)])
    stiff = np.concatenate([still(2), raises(4, left=15.0), still(2)])
    judged = score(target, stiff, encoder, mirror="off")
    spared = score(target, stiff, encoder, mirror="off", left_out=["left_arm"])

    assert judged.score < 85
    assert spared.score > 97
    assert not any("left" in (m.cue.side if m.cue else "") for m in spared.moves)


def test_the_spared_arm_of_who_mirrors_is_their_own(encoder):
    target = np.concatenate([still(2), raises(4, right=30.0), still(2)])
    mirrored = np.concatenate([still(2), raises(4, left=30.0, right=15.0), still(2)])

    assert score(target, mirrored, encoder, mirror="on", left_out=["right_arm"]).score > 97


def test_the_result_says_what_was_left_out(encoder):
    result = score_session(
        track_of(workout()), [track_of(workout())], title="t", encoder=encoder, left_out=LEGS
    )

    assert result.left_out == ("left_leg", "right_leg")


def test_every_limb_has_its_keypoints():
    assert set(LIMB_KEYPOINTS) == set(LIMB_NAMES)
    assert keypoints_of(LIMB_NAMES).sum() == 8
    assert not keypoints_of([]).any()


def test_of_unknown_pictures_nothing_changes():
    """A track without picture size is judged by its world points."""
    track = track_of(workout())
    flat = PoseTrack(track.time, track.points, track.confidence, track.world, (0, 0), track.fps)

    assert judge_person(flat, left_out=OUT).spans == ()
    assert replace(judge_person(flat, left_out=OUT)).frames.all()


def test_repetitions_of_the_arms_are_counted_without_the_legs(encoder):
    person = score(workout(), workout(**SITTING), encoder, left_out=LEGS)

    assert [(m.repetitions, m.target_repetitions) for m in person.moves] == [(4, 4)]


@pytest.mark.parametrize(
    ("limbs", "said"),
    [
        pytest.param((), "", id="all-is-judged"),
        pytest.param(("left_leg", "right_leg"), "Upper body only", id="seated"),
        pytest.param(("left_arm",), "Not judged: left arm", id="one-arm"),
        pytest.param(("left_leg",), "Not judged: left leg", id="one-leg"),
        pytest.param(
            ("left_leg", "right_arm", "right_leg"),
            "Upper body only · Not judged: right arm",
            id="seated-and-an-arm",
        ),
    ],
)
def test_the_report_says_what_was_judged(limbs, said):
    assert judged_part(Texts("en"), limbs) == said


def test_the_command_line_names_limbs():
    options = build_parser().parse_args(
        ["score", "a", "b", "--body", "upper", "--without", "left_arm"]
    )

    assert left_out(options.body, options.without) == LEGS | {"left_arm"}
    assert left_out("whole", []) == frozenset()
