import numpy as np
import pytest

from coach.angles import ANGLE_INDEX, ANGLES, joint_angles
from coach.scoring.motion import motion_of
from coach.scoring.setup import moved, setup_of
from coach.types import Setup
from tests.coach.people import squats, track_of

NAN = float("nan")
HERE = Setup((640, 480), 20.0, 0.2)


def squatted(depth=1.0):
    angles = joint_angles(squats(4, depth=depth))
    return np.arange(len(angles)) / 15, angles


def test_the_range_of_a_knee_is_that_of_its_repetitions():
    time, angles = squatted()

    ranges = {
        one.joint: one for one in motion_of(time, angles, [(3 * i, 3 * i + 3) for i in range(4)])
    }

    knee = ranges["left_knee"]
    assert knee.low < 5.0
    assert knee.high == pytest.approx(107, abs=4)
    assert knee.least <= knee.mean <= knee.most
    assert knee.mean == pytest.approx(knee.high - knee.low)
    assert knee.error > 0


def test_a_joint_that_was_never_seen_has_no_range():
    time, angles = squatted()
    angles[:, ANGLE_INDEX["left_knee"]] = NAN

    joints = {one.joint for one in motion_of(time, angles, [(0.0, 12.0)])}

    assert "left_knee" not in joints
    assert "right_knee" in joints


@pytest.mark.parametrize(
    "spans", [pytest.param([], id="none"), pytest.param([(90.0, 95.0)], id="outside")]
)
def test_without_a_repetition_there_is_no_range(spans):
    time, angles = squatted()

    assert motion_of(time, angles, spans) == ()


def test_the_setup_tells_how_large_somebody_is_in_the_picture():
    track = track_of(squats(2))

    setup = setup_of(track, np.full(len(track), 30.0))

    assert setup.size == (640, 480)
    assert setup.facing == 30.0
    assert setup.trunk == pytest.approx(0.5 * 200 / 480, rel=0.02)


def test_nobody_in_the_picture_has_no_setup_to_compare():
    track = track_of(np.full((5, 17, 3), np.nan))

    setup = setup_of(track, np.full(5, NAN))

    assert np.isnan(setup.trunk)
    assert moved(setup, HERE) == ()


@pytest.mark.parametrize(
    ("other", "what"),
    [
        pytest.param(Setup((1280, 960), 25.0, 0.21), (), id="same-place-finer-camera"),
        pytest.param(Setup((640, 480), 70.0, 0.2), ("angle",), id="from-the-side"),
        pytest.param(Setup((640, 480), 20.0, 0.1), ("distance",), id="farther"),
        pytest.param(Setup((640, 480), 20.0, 0.4), ("distance",), id="nearer"),
        pytest.param(Setup((480, 640), 20.0, 0.2), ("picture",), id="turned"),
    ],
)
def test_what_moved_is_named(other, what):
    assert moved(HERE, other) == what
    assert moved(other, HERE) == what


def test_every_joint_may_have_a_range():
    time, angles = squatted()

    assert len(motion_of(time, angles, [(0.0, 12.0)])) == len(ANGLES[:9])
