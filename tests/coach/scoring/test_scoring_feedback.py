from dataclasses import replace

import numpy as np
import pytest

from coach.angles import ANGLE_MIRROR, joint_angles
from coach.errors import ModelDamaged, ModelMissing
from coach.paths import MODELS
from coach.scoring import find_difference, other_side
from coach.scoring.causes import load_causes
from coach.scoring.cues import CUE_KINDS
from coach.scoring.feedback import compare
from coach.scoring.measures import Aspect
from coach.sight import bones_of, mirrored_bones, sighted
from coach.skeleton import INDEX
from coach.texts import LANGUAGES, Texts, cue_text
from coach.types import Cue
from tests.coach.people import knee_lifts, raises, squats, stand, still, swing


def shown(world):
    world = np.asarray(world, np.float32)
    nothing = np.zeros((len(world), 0), np.float32)
    bones = bones_of(sighted(world, np.full((len(world), 17, 2), np.nan, np.float32)))
    return Aspect(nothing, joint_angles(world), nothing, bones)


def exchanged(one):
    return replace(one, angles=one.angles[:, ANGLE_MIRROR], bones=mirrored_bones(one.bones))


def presses(height=1.0, n=90):
    amount = swing(n, 2)
    return np.stack(
        [
            stand(arms=(80 + 80 * height * a,) * 2, elbows=(90 - 85 * height * a,) * 2)
            for a in amount
        ]
    )


@pytest.mark.parametrize(
    ("target", "user", "joint", "kind", "side"),
    [
        pytest.param(squats(2), squats(2, depth=0.5), "knee", "bend_knee", "both", id="shallow"),
        pytest.param(
            raises(2), raises(2, left=40), "left_shoulder", "raise_arm", "left", id="left-arm-low"
        ),
        pytest.param(
            raises(2), raises(2, right=40), "right_shoulder", "raise_arm", "right", id="right-arm"
        ),
        pytest.param(
            raises(2),
            raises(2, left=40, right=45),
            "shoulder",
            "raise_arm",
            "both",
            id="both-arms-low",
        ),
        pytest.param(knee_lifts(2), still(6), "left_", "raise_leg", "left", id="leg"),
    ],
)
def test_the_worst_difference_is_named(target, user, joint, kind, side):
    finding = find_difference(shown(target), shown(user))

    assert joint in finding.joint
    assert (finding.cue.kind, finding.cue.side) == (kind, side)
    assert finding.severity >= 1


def test_the_measure_is_what_is_missing_at_the_end_of_the_range():
    finding = find_difference(shown(raises(2)), shown(raises(2, left=50)))

    assert finding.cue.degrees == pytest.approx(40, abs=6)


@pytest.mark.parametrize("move", [squats, raises, knee_lifts, presses])
def test_doing_it_right_gives_no_cue(move):
    world = move()

    assert find_difference(shown(world), shown(world)) is None


def test_a_little_less_is_let_pass():
    assert find_difference(shown(raises(2)), shown(raises(2, left=81, right=80))) is None


def plank(yaw, **bent):
    turn = np.radians(yaw)
    spin = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
    return np.stack([stand(lean=85, arms=(90, 90), **bent) @ spin.T] * 60)


def test_in_a_hold_the_angle_itself_counts():
    finding = find_difference(shown(plank(90)), shown(plank(90, hips=(60, 60))))

    assert finding.cue == Cue("lower_hips", "both", pytest.approx(60, abs=2))


def test_what_a_view_hardly_shows_is_less_sure():
    front, side = (
        find_difference(shown(plank(yaw)), shown(plank(yaw, hips=(40, 40)))) for yaw in (0, 90)
    )

    assert front.severity < side.severity


def test_left_and_right_are_judged_alike():
    target, user = shown(raises(2)), shown(raises(2, left=40))

    left = find_difference(target, user)
    right = find_difference(exchanged(target), exchanged(user))

    assert left.severity == pytest.approx(right.severity)
    assert other_side(left) == replace(right, severity=left.severity)


def test_the_probabilities_leave_a_part_for_nothing():
    seen = compare(shown(raises(2)), shown(raises(2, left=40)))

    shares = load_causes().shares(seen.angles, seen.bones, seen.possible())

    assert 0 < shares.sum() < 1
    assert not shares[~seen.possible()].any()


def test_damaged_weights_are_told(tmp_path):
    path = tmp_path / "cues.onnx"
    path.write_bytes(b"not a network")

    with pytest.raises(ModelDamaged):
        load_causes(path)


def test_the_weights_of_another_network_are_told(tmp_path):
    path = tmp_path / "cues.onnx"
    path.write_bytes((MODELS / "claps.onnx").read_bytes())

    with pytest.raises(ModelDamaged):
        load_causes(path)


def test_missing_weights_are_told(tmp_path):
    with pytest.raises(ModelMissing):
        load_causes(tmp_path / "cues.onnx")


def squats_with(change):
    world = squats(2)
    change(world, swing(len(world), 2)[:, None])
    return world


def inward(world, amount):
    for side, way in (("left", -1), ("right", 1)):
        world[:, INDEX[f"{side}_knee"]] += way * 0.2 * amount * [1.0, 0.0, 0.0]


def leaning(world, amount):
    above = [i for name, i in INDEX.items() if not name.endswith(("hip", "knee", "ankle"))]
    turn = np.radians(-40.0 * amount[:, 0])
    y, z = world[:, above, 1].copy(), world[:, above, 2].copy()
    c, s = np.cos(turn)[:, None], np.sin(turn)[:, None]
    world[:, above, 1], world[:, above, 2] = c * y + s * z, c * z - s * y


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        pytest.param(inward, {"knee_out"}, id="knees-in"),
        pytest.param(leaning, {"lean_less", "straighten_hip"}, id="leaning-forward"),
    ],
)
def test_where_limbs_go_is_told_too(change, kinds):
    finding = find_difference(shown(squats(2)), shown(squats_with(change)))

    assert finding.cue.kind in kinds
    assert finding.cue.side == "both"


def test_an_elbow_away_from_the_body_is_called_so():
    held = np.stack([stand(arms=(20, 20), elbows=(100 * a, 100 * a)) for a in swing(60, 2)])
    flared = np.stack([stand(arms=(75, 75), elbows=(100 * a, 100 * a)) for a in swing(60, 2)])

    finding = find_difference(shown(held), shown(flared))

    assert finding.cue.kind == "tuck_elbow"


@pytest.mark.parametrize("lean", [35, -35])
def test_a_trunk_that_leans_to_a_side_is_told_by_the_side(lean):
    above = [i for name, i in INDEX.items() if not name.endswith(("hip", "knee", "ankle"))]
    turn = np.radians(lean)
    world = raises(2)
    x, y = world[:, above, 0].copy(), world[:, above, 1].copy()
    world[:, above, 0] = np.cos(turn) * x - np.sin(turn) * y
    world[:, above, 1] = np.cos(turn) * y + np.sin(turn) * x

    finding = find_difference(shown(raises(2)), shown(world))

    assert finding.cue.kind == "unlean_side"
    assert finding.cue.side == ("left" if lean > 0 else "right")


def test_every_cue_has_its_sentence_in_every_language():
    for kinds, sides in CUE_KINDS.items():
        for language in LANGUAGES:
            for side in sides:
                assert cue_text(Texts(language), Cue(kinds, side, 20.0))


def test_a_hidden_wrist_is_not_judged():
    user = shown(presses(0.1))
    user.angles[:, :2] = np.nan
    user.bones[:, 2:4] = np.nan

    finding = find_difference(shown(presses()), user)

    assert "elbow" not in finding.joint


@pytest.mark.parametrize("frames", [0, 1, 5])
def test_too_few_frames_say_nothing(frames):
    assert find_difference(shown(raises(2)[:frames]), shown(still(6)[:frames])) is None


def test_the_other_side_is_told_to_who_mirrors():
    finding = find_difference(shown(raises(2)), shown(raises(2, left=40)))

    swapped = other_side(finding)

    assert (swapped.joint, swapped.cue.side) == ("right_shoulder", "right")
    assert other_side(swapped) == finding
