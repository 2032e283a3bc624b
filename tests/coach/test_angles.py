import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.angles import ANGLE_INDEX, ANGLE_MIRROR, ANGLES, joint_angles
from coach.skeleton import INDEX, MIRROR
from tests.coach.people import Body, stand


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        pytest.param({"arms": (90, 30)}, {"left_shoulder": 90, "right_shoulder": 30}, id="arms"),
        pytest.param({"elbows": (120, 0)}, {"left_elbow": 120, "right_elbow": 0}, id="elbows"),
        pytest.param(
            {"hips": (95, 0), "knees": (110, 0)}, {"left_hip": 95, "left_knee": 110}, id="leg"
        ),
        pytest.param({"lean": 40}, {"trunk": 40}, id="lean"),
    ],
)
def test_an_angle_is_the_one_the_body_was_made_with(recipe, expected):
    angles = joint_angles(stand(**recipe)[None])[0]

    for name, degrees in expected.items():
        assert angles[ANGLE_INDEX[name]] == pytest.approx(degrees, abs=0.1)


@given(st.floats(-180, 180), st.floats(0.5, 2.0))
def test_angles_are_the_same_from_every_side_and_for_every_size(yaw, size):
    world = stand(arms=(70, 20), hips=(60, 10), knees=(80, 5), lean=15)
    turn = np.radians(yaw)
    spin = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])

    turned = joint_angles((world @ spin.T * size)[None])

    own = [i for i, name in enumerate(ANGLES) if name != "facing"]
    np.testing.assert_allclose(turned[:, own], joint_angles(world[None])[:, own], atol=0.1)


def test_exchanging_left_and_right_exchanges_the_angles():
    world = stand(arms=(70, 20), hips=(60, 10), knees=(80, 5))
    swapped = world[MIRROR]

    np.testing.assert_allclose(
        joint_angles(swapped[None])[0], joint_angles(world[None])[0][ANGLE_MIRROR], atol=0.01
    )


def test_a_missing_wrist_hides_only_its_elbow():
    world = stand(body=Body(thigh=0.5))
    world[INDEX["left_wrist"]] = np.nan

    angles = joint_angles(world[None])[0]

    assert [name for name in ANGLES if np.isnan(angles[ANGLE_INDEX[name]])] == ["left_elbow"]


def test_a_body_without_size_has_no_angles():
    assert np.isnan(joint_angles(np.zeros((1, 17, 3)))).all()


def test_a_limb_that_goes_elsewhere_is_told_apart_from_one_that_bends():
    world = stand(hips=(60, 0), knees=(60, 0))
    knee, hip = INDEX["left_knee"], INDEX["left_hip"]
    world[knee] += [-0.15, 0, 0]

    straight, inward = joint_angles(np.stack([stand(hips=(60, 0), knees=(60, 0)), world]))

    knee_in = ANGLE_INDEX["left_knee_in"]
    thigh, shank = np.hypot(0.42, 0.15), np.hypot(0.41, 0.15)
    expected = np.degrees(np.arcsin(0.15 / thigh) + np.arcsin(0.15 / shank))
    assert straight[knee_in] == pytest.approx(0, abs=0.1)
    assert inward[knee_in] == pytest.approx(expected, abs=0.2)
    assert world[hip][1] < world[knee][1]


@pytest.mark.parametrize(
    ("name", "recipe", "expected"),
    [
        pytest.param("left_arm_side", {"arms": (70, 0)}, 70, id="arm-to-the-side"),
        pytest.param("left_arm_front", {"arms": (70, 0)}, 0, id="not-to-the-front"),
        pytest.param("left_hip_flex", {"hips": (-15, 0)}, -15, id="hip-behind-the-trunk"),
        pytest.param("trunk_front", {"lean": 30}, 30, id="leaning-forward"),
        pytest.param("trunk_front", {"lean": -20}, -20, id="leaning-back"),
        pytest.param("left_shank", {"hips": (50, 0), "knees": (80, 0)}, 30, id="shank"),
        pytest.param("facing", {}, 0, id="seen-from-the-front"),
    ],
)
def test_a_signed_angle_tells_the_direction(name, recipe, expected):
    angles = joint_angles(stand(**recipe)[None])[0]

    assert angles[ANGLE_INDEX[name]] == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("yaw", [30, 90, 180])
def test_facing_is_the_way_to_the_camera(yaw):
    turn = np.radians(yaw)
    spin = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])

    angles = joint_angles((stand(lean=10) @ spin.T)[None])[0]

    assert angles[ANGLE_INDEX["facing"]] == pytest.approx(yaw, abs=0.5)


def test_of_a_pair_of_opposites_one_side_is_the_other_ones_negative():
    world = stand()
    world[INDEX["left_hip"], 1] -= 0.05

    angles = joint_angles(world[None])[0]

    up = [angles[ANGLE_INDEX[f"{side}_hip_up"]] for side in ("left", "right")]
    assert up[0] == pytest.approx(-up[1]) == pytest.approx(np.degrees(np.arctan(0.05 / 0.22)), 0.01)
