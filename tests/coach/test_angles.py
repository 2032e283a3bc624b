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

    np.testing.assert_allclose(turned, joint_angles(world[None]), atol=0.1)


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
