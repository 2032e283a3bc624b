import numpy as np
import pytest

from coach.directions import DIRECTIONS, between, directions, mirrored_directions
from coach.skeleton import INDEX, MIRROR
from tests.coach.people import stand

POSE = stand(arms=(80, 20), elbows=(10, 60), hips=(70, 5), knees=(60, 10), lean=10)


def turned(points, degrees, axis):
    """About the camera's x (over) or y (round)."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    matrix = {
        "round": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
        "over": [[1, 0, 0], [0, c, -s], [0, s, c]],
    }[axis]
    return points @ np.array(matrix).T


@pytest.mark.parametrize("degrees", [30, 90, 180])
def test_the_camera_may_stand_anywhere_around(degrees):
    seen = directions(np.stack([POSE, turned(POSE, degrees, "round")]))

    np.testing.assert_allclose(seen[0], seen[1], atol=1e-5)


def test_who_lies_down_has_gravity_elsewhere_and_the_limbs_where_they_were():
    standing, lying = directions(np.stack([POSE, turned(POSE, 90, "over")]))

    apart = between(standing, lying)

    assert apart[DIRECTIONS.index("up")] == pytest.approx(90, abs=0.1)
    assert apart[:-1] == pytest.approx(0, abs=0.1)


def test_the_mirror_image_has_its_sides_exchanged():
    reflected = (POSE * [-1, 1, 1])[MIRROR]

    seen = directions(np.stack([POSE, reflected]))

    np.testing.assert_allclose(mirrored_directions(seen[:1])[0], seen[1], atol=1e-5)


def test_a_reflection_before_and_behind_is_another_pose():
    """All distances are the same, arms and knees bend the other way."""
    arms_ahead = stand()
    arms_ahead[[INDEX["left_wrist"], INDEX["right_wrist"]], 2] -= 0.25
    reflected = arms_ahead.copy()
    reflected[[INDEX["left_wrist"], INDEX["right_wrist"]], 2] *= -1

    ahead, behind = directions(np.stack([arms_ahead, reflected]))

    assert between(ahead, behind)[DIRECTIONS.index("left_forearm")] > 60


def test_a_missing_wrist_leaves_the_rest_known():
    points = POSE.copy()
    points[INDEX["left_wrist"]] = np.nan

    seen = directions(points[None])[0]

    unknown = np.isnan(seen).any(axis=1)
    assert [name for name, missing in zip(DIRECTIONS, unknown, strict=True) if missing] == [
        "left_forearm"
    ]
