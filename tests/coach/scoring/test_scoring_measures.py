import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.angles import ANGLE_INDEX, ANGLES, joint_angles
from coach.directions import directions
from coach.scoring.measures import MEASURES, Aspect, measures, sliding_measures, stillness
from coach.sight import bones_of, sighted
from tests.coach.people import stand, turned_round

STILL = 0.05
ACROSS = slice(MEASURES.index("beside"), None)
RNG = np.random.default_rng(3)
LATENTS = np.cumsum(RNG.normal(size=(90, 8)), axis=0).astype(np.float32)


def raising(highest, n=90, elbow=5.0):
    """Somebody who raises both arms up to so many degrees and lowers them, three times."""
    part = (1 - np.cos(np.linspace(0, 6 * np.pi, n))) / 2
    return np.stack(
        [stand(arms=(5 + p * highest, 5 + p * highest), elbows=(elbow, elbow)) for p in part]
    )


def aspect(world, latents=LATENTS):
    nowhere = np.full((*world.shape[:2], 2), np.nan)
    bones = bones_of(sighted(world, nowhere))
    return Aspect(latents[: len(world)], joint_angles(world), directions(world), bones)


TARGET = aspect(raising(120))


def named(found):
    return dict(zip(MEASURES, found, strict=True))


def test_nothing_differs_from_itself():
    assert measures(TARGET, TARGET, STILL) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize(
    ("world", "names"),
    [
        pytest.param(
            raising(40),
            {"worst_limb", "joints", "swerve", "beside", "shifting", "reach"},
            id="too-low",
        ),
        pytest.param(
            raising(120, elbow=70),
            {"worst_limb", "beside", "shifting"},
            id="bent-elbows",
        ),
    ],
)
def test_a_fault_is_measured_where_it_is(world, names):
    found = named(measures(aspect(world), TARGET, STILL))

    assert {name for name, value in found.items() if value > 0.1} == names


@pytest.mark.parametrize("degrees", [-100, -30, 15, 60, 180])
def test_another_camera_changes_nothing_of_exact_bones(degrees):
    found = measures(aspect(turned_round(raising(120), degrees)), TARGET, STILL)

    assert found[ACROSS] == pytest.approx(0, abs=1e-3)


def test_facing_that_is_known_is_not_made_out_anew():
    aside = measures(TARGET, TARGET, STILL, turn=np.ones(90))

    assert aside[MEASURES.index("beside")] > 0.1


def test_how_far_bones_swing_says_nothing_of_a_hold():
    pose = np.repeat(raising(120)[20:21], 90, axis=0)
    trembling = (pose + RNG.normal(0, 0.01, pose.shape)).astype(np.float32)

    held = named(measures(aspect(trembling), aspect(pose), STILL))
    moved = named(measures(aspect(raising(40)), TARGET, STILL))

    assert held["reach"] < 0.002 < 0.1 < moved["reach"]


@pytest.mark.filterwarnings("error")
def test_bones_without_length_are_left_out():
    flat = raising(120)
    flat[:, [11, 12]] = flat[:, [11, 12]].mean(axis=1, keepdims=True)

    found = measures(aspect(flat), aspect(flat), STILL)

    assert found[ACROSS] == pytest.approx(0, abs=1e-6)


def test_a_larger_body_that_does_the_same_is_not_beside():
    found = measures(aspect(raising(120) * np.float32(1.3)), TARGET, STILL)

    assert found[ACROSS] == pytest.approx(0, abs=1e-3)


def test_lying_is_measured_as_gravity_alone():
    lying = raising(120) @ np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]])

    found = named(measures(aspect(lying), TARGET, STILL))

    assert found["gravity"] == pytest.approx(70 / 90, abs=0.01)
    assert found["worst_limb"] == pytest.approx(0, abs=1e-3)


@given(st.floats(0, 1))
def test_the_missing_part_of_a_movement_is_what_still_says(share):
    user = Aspect(share * LATENTS, TARGET.angles, TARGET.directions, TARGET.bones)

    assert named(measures(user, TARGET, 0.0))["still"] == pytest.approx(1 - share, abs=1e-4)
    assert stillness(user.latents, LATENTS, 0.0) == pytest.approx(1 - share, abs=1e-4)


def test_a_hold_asks_for_no_movement():
    held = aspect(raising(0), np.ones_like(LATENTS))

    found = named(measures(held, held, STILL))

    assert found["still"] == found["joints"] == 0


def test_moving_what_should_keep_still_is_too_much():
    found = named(measures(TARGET, aspect(raising(0)), STILL))

    assert found["excess"] > 0.3


def test_how_far_the_angles_go_is_compared_in_all_of_them_but_where_one_faces():
    angles = np.zeros((90, len(ANGLES)))
    angles[:, ANGLE_INDEX["left_elbow"]] = np.tile([20.0, -20.0], 45)
    wider, turned = angles * 2, angles.copy()
    turned[:, ANGLE_INDEX["facing"]] = angles[:, ANGLE_INDEX["left_elbow"]]
    target, user, turning = (
        Aspect(LATENTS, some, TARGET.directions, TARGET.bones) for some in (angles, wider, turned)
    )

    found = named(measures(user, target, STILL))

    others = len(ANGLES) - 1
    assert found["ratio"] == pytest.approx(np.log(45 / 25) / others)
    assert found["swerve"] == pytest.approx((20 / others) / (20 / others + 5))
    assert named(measures(turning, target, STILL))["ratio"] == 0


def test_the_same_way_at_other_moments_is_a_swerve_only():
    late = Aspect(LATENTS, np.roll(TARGET.angles, 15, axis=0), TARGET.directions, TARGET.bones)

    found = named(measures(late, TARGET, STILL))

    assert found["swerve"] > 0.5
    assert found["ratio"] == pytest.approx(0, abs=1e-3)


def test_every_frame_has_the_measures_of_the_stretch_about_it():
    user = aspect(raising(60), LATENTS + RNG.normal(size=LATENTS.shape))

    frame_by_frame = sliding_measures(user, TARGET, STILL, 31)

    whole = measures(user.rows(slice(30, 61)), TARGET.rows(slice(30, 61)), STILL)
    np.testing.assert_allclose(frame_by_frame[45], whole, atol=1e-6)


def test_what_is_not_seen_is_left_out():
    world = raising(120)
    world[20:40] = np.nan
    user = aspect(world, np.where(np.arange(90)[:, None] // 20 == 1, np.nan, LATENTS))

    assert measures(user, TARGET, STILL) == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("n", [1, 2])
def test_a_moment_is_enough(n):
    some = TARGET.rows(slice(0, n))

    assert np.isfinite(sliding_measures(some, some, STILL, 45)).all()
