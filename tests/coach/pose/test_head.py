"""The top of a head whose place is known: a rigid head turned, seen straight on."""

from __future__ import annotations

import numpy as np
import pytest

from coach.pose import head_top
from coach.skeleton import INDEX

# Metres, head upright and facing the camera: x to the right, y down, z away; the origin
# between the ears. Proportions of an adult.
HEAD = {
    "nose": (0.0, 0.03, -0.12),
    "left_eye": (0.0315, -0.01, -0.085),
    "right_eye": (-0.0315, -0.01, -0.085),
    "left_ear": (0.0725, 0.0, 0.0),
    "right_ear": (-0.0725, 0.0, 0.0),
}
TOP = np.array([0.0, -0.13, 0.0])
SHOULDERS = {"left_shoulder": (0.19, 0.22, 0.02), "right_shoulder": (-0.19, 0.22, 0.02)}


def rotation(axis: str, degrees: float) -> np.ndarray:
    a = np.radians(degrees)
    c, s = np.cos(a), np.sin(a)
    return np.array(
        {
            "yaw": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
            "roll": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
            "pitch": [[1, 0, 0], [0, c, -s], [0, s, c]],
        }[axis]
    )


def person(turn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All keypoints of a turned person, (17, 3), and the true top."""
    points = np.zeros((17, 3))
    for name, place in {**HEAD, **SHOULDERS}.items():
        points[INDEX[name]] = turn @ place
    return points, turn @ TOP


@pytest.mark.parametrize(
    "yaw",
    [
        pytest.param(0, id="facing-the-camera"),
        pytest.param(25, id="a-little-to-the-right"),
        pytest.param(-25, id="a-little-to-the-left"),
        pytest.param(90, id="facing-right"),
        pytest.param(-90, id="facing-left"),
        pytest.param(65, id="nearly-right"),
        pytest.param(-115, id="left-and-away"),
        pytest.param(180, id="facing-away"),
    ],
)
@pytest.mark.parametrize(
    "roll",
    [
        pytest.param(0, id="upright"),
        pytest.param(30, id="leaning"),
        pytest.param(90, id="lying"),
        pytest.param(180, id="upside-down"),
    ],
)
def test_the_top_is_found_in_the_picture(yaw, roll):
    points, top = person(rotation("roll", roll) @ rotation("yaw", yaw))

    assert np.linalg.norm(head_top(points[:, :2]) - top[:2]) < 0.035


@pytest.mark.parametrize("yaw", [0, 60, 90, 180, -90])
@pytest.mark.parametrize("pitch", [-80, -30, 0, 30, 80])
def test_the_top_is_found_in_three_dimensions(yaw, pitch):
    points, top = person(rotation("yaw", yaw) @ rotation("pitch", pitch))

    assert np.linalg.norm(head_top(points) - top) < 0.015


def test_the_unit_does_not_matter():
    points, _ = person(rotation("yaw", 20))

    np.testing.assert_allclose(head_top(points[:, :2] * 700), head_top(points[:, :2]) * 700)


def test_many_poses_at_once_give_the_same_as_one_by_one():
    several = np.stack([person(rotation("yaw", yaw))[0] for yaw in (0, 50, 90, 180)])
    several = several.reshape(2, 2, 17, 3)

    for dimensions in (2, 3):
        together = head_top(several[..., :dimensions])
        assert together.shape == (2, 2, dimensions)
        np.testing.assert_array_equal(together[1, 0], head_top(several[1, 0, :, :dimensions]))


@pytest.mark.parametrize(
    ("missing", "yaw"),
    [
        pytest.param(["left_ear"], 90, id="far-ear-of-a-profile"),
        pytest.param(["nose", "left_eye", "right_eye"], 180, id="face-of-one-turned-away"),
        pytest.param(["left_shoulder"], 0, id="a-shoulder"),
    ],
)
def test_the_top_is_found_without(missing, yaw):
    points, top = person(rotation("yaw", yaw))
    points[[INDEX[name] for name in missing]] = np.nan

    assert np.linalg.norm(head_top(points[:, :2]) - top[:2]) < 0.05


@pytest.mark.parametrize("dimensions", [2, 3])
def test_a_person_who_is_not_seen_has_no_head_top(dimensions):
    several = np.stack([person(np.eye(3))[0], np.full((17, 3), np.nan)])[..., :dimensions]

    top = head_top(several)

    assert np.isfinite(top[0]).all()
    assert np.isnan(top[1]).all()
