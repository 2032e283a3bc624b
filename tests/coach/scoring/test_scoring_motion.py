import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.angles import ANGLES
from coach.scoring import (
    joint_part,
    movement,
    side_evidence,
    sliding_joint_part,
    sliding_mean,
    sliding_movement,
)
from coach.scoring.sides import SideEvidence
from tests.coach.people import swing

RNG = np.random.default_rng(3)
TARGET = np.cumsum(RNG.normal(size=(90, 8)), axis=0)


@given(st.floats(0, 2), st.floats(-5, 5))
def test_the_gain_is_the_share_of_the_movement_that_was_made(share, offset):
    gain, _ = movement(share * TARGET + offset, TARGET)

    assert gain == pytest.approx(share, abs=1e-6)


def test_standing_still_has_no_gain():
    assert movement(np.ones_like(TARGET), TARGET)[0] == pytest.approx(0, abs=1e-9)


def test_a_target_that_holds_still_has_no_energy():
    assert movement(TARGET, np.ones_like(TARGET)) == (0.0, 0.0)


def test_unseen_frames_are_left_out():
    user = TARGET.copy()
    user[10:40] = np.nan

    gain, energy = movement(user, TARGET)

    assert gain == pytest.approx(1.0)
    assert np.isfinite(energy)


@pytest.mark.parametrize("n", [0, 1])
def test_too_few_frames_have_no_movement(n):
    assert movement(TARGET[:n], TARGET[:n]) == (0.0, 0.0)


def test_a_stretch_of_all_frames_is_the_whole():
    user = 0.5 * TARGET + RNG.normal(size=TARGET.shape)

    gain, energy = sliding_movement(user, TARGET, 4 * len(TARGET))

    whole = movement(user, TARGET)
    np.testing.assert_allclose(gain, whole[0])
    np.testing.assert_allclose(energy, whole[1])


def angles(**joints):
    values = np.full((60, len(ANGLES)), 5.0)
    for name, series in joints.items():
        values[:, ANGLES.index(name)] = series
    return values


def test_one_arm_that_stays_low_costs_though_the_other_does_it_right():
    target = angles(left_shoulder=90 * swing(60, 2), right_shoulder=90 * swing(60, 2))
    user = angles(left_shoulder=90 * swing(60, 2), right_shoulder=30 * swing(60, 2))

    assert joint_part(target, target) == 1.0
    assert 0.5 < joint_part(user, target) < 0.85
    assert sliding_joint_part(user, target, 240)[30] == pytest.approx(joint_part(user, target))


def test_a_target_in_which_no_joint_moves_is_neutral():
    assert joint_part(angles(left_knee=50 * swing(60, 3)), angles()) == 1.0


def test_means_leave_out_the_unknown():
    values = np.array([1.0, np.nan, 3.0, np.nan, np.nan, np.nan])

    means = sliding_mean(values, 3)

    np.testing.assert_array_equal(means, [1.0, 2.0, 3.0, 3.0, np.nan, np.nan])


SIDED = np.outer(swing(60, 3), [2.0, -1.0, 0.5])


@pytest.mark.parametrize(
    ("user", "sign"),
    [
        pytest.param(SIDED, 1, id="same-side"),
        pytest.param(-SIDED, -1, id="mirrored"),
        pytest.param(np.zeros_like(SIDED), 0, id="still"),
        pytest.param(SIDED + 7.0, 1, id="a-camera-from-the-side-changes-nothing"),
    ],
)
def test_the_side_shows_in_one_sided_moves(user, sign):
    assert np.sign(side_evidence(user, SIDED, noise=0.1)) == sign


def test_a_symmetric_target_gives_no_evidence():
    assert side_evidence(SIDED, 0.01 * SIDED, noise=0.1) == 0.0


@pytest.mark.parametrize("sign", [1, -1])
def test_live_evidence_has_the_sign_of_the_whole(sign):
    evidence = SideEvidence(3, noise=0.1)

    for user, target in zip(sign * SIDED, SIDED, strict=True):
        evidence.push(user, target, 1 / 15)

    assert np.sign(evidence.value) == sign


def test_live_evidence_ignores_what_was_not_seen():
    evidence = SideEvidence(3, noise=0.1)

    assert evidence.push(np.full(3, np.nan), SIDED[5], 1.0) == 0.0
