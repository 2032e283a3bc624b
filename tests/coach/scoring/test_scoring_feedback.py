import numpy as np
import pytest

from coach.angles import joint_angles
from coach.scoring import find_difference, other_side
from coach.types import Cue
from tests.coach.people import knee_lifts, raises, squats, stand, still, swing


def angles(world):
    return joint_angles(world)


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
    finding = find_difference(angles(target), angles(user))

    assert joint in finding.joint
    assert (finding.cue.kind, finding.cue.side) == (kind, side)
    assert finding.severity >= 1


def test_the_measure_is_what_is_missing_at_the_end_of_the_range():
    finding = find_difference(angles(raises(2)), angles(raises(2, left=50)))

    assert finding.cue.degrees == pytest.approx(40, abs=6)


@pytest.mark.parametrize("move", [squats, raises, knee_lifts, presses])
def test_doing_it_right_gives_no_cue(move):
    world = move()

    assert find_difference(angles(world), angles(world)) is None


def test_a_little_less_is_let_pass():
    assert find_difference(angles(raises(2)), angles(raises(2, left=78, right=80))) is None


def test_an_offset_that_a_camera_adds_is_no_fault():
    target = angles(raises(2))

    assert find_difference(target, target + 12.0) is None


def test_in_a_hold_the_angle_itself_counts():
    plank = np.stack([stand(lean=85, arms=(90, 90))] * 60)
    bent = np.stack([stand(lean=85, arms=(90, 90), hips=(60, 60))] * 60)

    finding = find_difference(angles(plank), angles(bent))

    assert finding.cue == Cue("straighten_hip", "both", pytest.approx(60, abs=2))


def test_a_hidden_wrist_is_not_judged():
    user = angles(presses(0.1)).copy()
    user[:, :2] = np.nan

    finding = find_difference(angles(presses()), user)

    assert "elbow" not in finding.joint


def test_too_few_frames_say_nothing():
    assert find_difference(angles(raises(2))[:5], angles(still(6))[:5]) is None


def test_the_other_side_is_told_to_who_mirrors():
    finding = find_difference(angles(raises(2)), angles(raises(2, left=40)))

    swapped = other_side(finding)

    assert (swapped.joint, swapped.cue.side) == ("right_shoulder", "right")
    assert other_side(swapped) == finding
