"""The rig: contacts are kept exactly, balance and level are found, mirroring is exact."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.training.studio.anatomy import angles, slides
from models.training.studio.body import load_bodies
from models.training.studio.channels import CHANNELS, keypoints, mirrored
from models.training.studio.exercises.postures import ALL_FOURS, PLANK, POSTURES, transition
from models.training.studio.keys import FEET, Key, Mark, both, pchip, play, smoothed, solve_marks
from models.training.studio.rig import Rig
from models.training.studio.rotations import axis_angle, between, rotation, rotation_to

RIGS = [Rig(body) for body in load_bodies(Path(__file__).parents[1] / "data/bodies.npz").values()]
WHO = pytest.mark.parametrize("rig", RIGS, ids=list("abcdef"))
LEFT, RIGHT = [5, 7, 9, 11, 13, 15], [6, 8, 10, 12, 14, 16]
degrees = st.floats(-170, 170)


def played(rig, *keys, seconds=1.0, rate=30):
    marks = [Mark(i * seconds, key) for i, key in enumerate(keys)]
    return play(rig, marks, np.arange(0, marks[-1].time, 1 / rate))


@WHO
def test_a_deep_squat_stands_on_feet_that_do_not_move(rig):
    deep = Key(both(knee=110, ankle=28, pitch=35), balance=True)
    motion, supports = played(rig, Key(balance=True), deep, Key(balance=True))

    assert supports["l_foot"].all()
    assert max(slides(rig, motion, supports).values()) < 0.002


@WHO
def test_the_centre_of_mass_of_a_balanced_pose_is_over_the_feet(rig):
    deep = Key(both(knee=100, ankle=20, pitch=45, arm_raise=90, arm_plane=0), balance=True)
    motion, _ = played(rig, deep, deep)
    joints = np.einsum("tbij,bj->tbi", motion.rotation, rig.body.heads) + motion.shift
    centre = rig.mass_centre(joints)[0]
    feet = [rig.point(f, motion.rotation, joints)[0] for f in FEET]
    ankles = [rig.at(joints, f"foot.{tag}")[0] for tag in "LR"]
    back, front = sorted(np.mean(p, axis=0)[1] for p in (feet, ankles))

    assert back < centre[1] < front
    assert abs(centre[0] - np.mean(feet, axis=0)[0]) < 0.02


@WHO
@pytest.mark.parametrize("key", [PLANK, ALL_FOURS], ids=["plank", "all-fours"])
def test_a_levelled_pose_touches_with_hands_and_feet(rig, key):
    motion, supports = played(rig, key, key)
    joints = np.einsum("tbij,bj->tbi", motion.rotation, rig.body.heads) + motion.shift

    for limb in supports:
        assert abs(rig.lowest(limb, motion.rotation, joints)[5]) < 0.015, limb


@WHO
def test_a_jump_leaves_the_floor_and_lands_where_it_began(rig):
    crouch = Key(both(knee=40, ankle=20))
    high = Key(both(lift=0.2), contacts=())
    motion, supports = played(rig, crouch, high, crouch, seconds=0.4)
    low = rig.surface(motion)[..., 2].min(axis=1)

    assert low.max() > 0.12
    assert not supports["l_foot"][np.argmax(low)]
    assert abs(low[-1]) < 0.01


@WHO
def test_the_mirrored_pose_is_the_mirror_image(rig):
    key = Key(
        {"l_knee": 60.0, "l_hip_flex": 50.0, "r_arm_raise": 120.0, "spine_yaw": 20.0, "roll": 5.0},
        contacts=("r_foot",),
    )
    here, there = (keypoints(rig.body, played(rig, k, k)[0])[0] for k in (key, key.mirrored()))
    flipped = there * np.array([-1.0, 1.0, 1.0])

    np.testing.assert_allclose(here[LEFT], flipped[RIGHT], atol=0.012)


@pytest.mark.parametrize("posture", sorted(set(POSTURES) - {"standing"}))
def test_every_posture_is_reached_from_standing_without_sliding(posture):
    rig = RIGS[len(posture) % 6]
    at, marks = 0.0, [Mark(0.0, POSTURES["standing"])]
    for seconds, key in transition("standing", posture):
        at += seconds
        marks.append(Mark(at, key))
    motion, supports = play(rig, marks, np.arange(0, at, 1 / 20))

    assert max(slides(rig, motion, supports).values(), default=0) < 0.01
    assert rig.surface(motion)[..., 2].min() > -0.012


def test_an_unknown_channel_is_refused():
    with pytest.raises(KeyError, match="nose_length"):
        Key({"nose_length": 3.0})


def test_an_unknown_contact_is_refused():
    with pytest.raises(KeyError, match="tail"):
        Key(contacts=("tail",))


def test_channels_of_a_standing_leg_give_its_hip_flexion():
    full = Key(both(knee=90, ankle=25, pitch=30)).full()

    assert full["l_hip_flex"] == 90 - 25 + 30


def test_mirroring_twice_changes_nothing():
    rng = np.random.default_rng(0)
    pose = {
        name: float(v) for name, v in zip(CHANNELS, rng.normal(size=len(CHANNELS)), strict=True)
    }

    assert mirrored(mirrored(pose)) == pose


def test_a_bent_knee_is_measured_as_it_was_asked_for():
    key = Key(both(knee=70.0, hip_flex=20.0), contacts=())
    motion, _ = played(RIGS[0], key, key)

    assert angles(RIGS[0], motion)["l_knee"][0] == pytest.approx(70, abs=0.5)
    assert angles(RIGS[0], motion)["r_hip_flex"][0] == pytest.approx(20, abs=0.5)


@given(degrees, degrees, degrees)
def test_the_way_between_rotations_ends_at_both(a, b, share):
    first, second = rotation("x", a), rotation("y", b)

    np.testing.assert_allclose(between(first, second, 0.0), first, atol=1e-9)
    _axis, angle = axis_angle(first.T @ second)
    if angle < 179.5:
        np.testing.assert_allclose(between(first, second, 1.0), second, atol=1e-6)


@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
def test_one_direction_is_turned_to_another(values):
    a, b = np.array(values[:3]), np.array(values[3:])
    if min(np.linalg.norm(a), np.linalg.norm(b)) < 0.1:
        return
    a, b = a / np.linalg.norm(a), b / np.linalg.norm(b)
    if a @ b < -0.999:
        return
    np.testing.assert_allclose(rotation_to(a[None], b[None])[0] @ a, b, atol=1e-6)


@settings(deadline=None)
@given(st.lists(st.floats(-90, 90), min_size=2, max_size=8))
def test_interpolation_goes_through_its_points_and_never_beyond(values):
    at = np.arange(len(values), dtype=float)
    values = np.array(values)
    times = np.linspace(0, len(values) - 1, 60)
    result = pchip(at, values, times)

    np.testing.assert_allclose(pchip(at, values, at), values, atol=1e-9)
    assert result.min() >= values.min() - 1e-6
    assert result.max() <= values.max() + 1e-6


def test_smoothing_keeps_what_does_not_change():
    np.testing.assert_allclose(smoothed(np.full(50, 3.0), 60.0), 3.0)


def test_contacts_named_at_two_keys_in_turn_are_held_at_one_place():
    far = Key(both(knee=30, ankle=15))
    solved = solve_marks(RIGS[0], [Mark(0, Key()), Mark(1, far), Mark(2, Key())])

    assert {name: len(stays) for name, stays in solved.stays.items()} == {"l_foot": 1, "r_foot": 1}
    assert solved.stays["l_foot"][0].end == 2


def test_a_fresh_contact_takes_a_new_place():
    wide = Key(both(hip_open=20), fresh=FEET)
    solved = solve_marks(RIGS[0], [Mark(0, Key()), Mark(1, wide)])
    first, second = solved.stays["l_foot"]

    assert second.place[0] > first.place[0] + 0.1
