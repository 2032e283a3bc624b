"""Motion that was never filmed: who does it, what is done to it, how a camera has it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from coach.skeleton import INDEX
from coach.tracks import RATE
from models.training import performances as p
from models.training.bones import UIPRMD, Motion
from models.training.split import held_out, held_out_mask

SOMEBODY = ("evaluate", 3)
LEFT_HIP, NOSE = INDEX["left_hip"], INDEX["nose"]


@lru_cache(maxsize=1)
def squat() -> p.Performance:
    return p.performed("squat", SOMEBODY, repetitions=2)


def exact(joints, **view):
    return p.filmed(joints, np.random.default_rng(0), errors=False, **view)


def seen(joints, seed=0, **view):
    return p.filmed(joints, np.random.default_rng(seed), **view)


def test_a_performance_has_its_repetitions_and_its_person():
    found = squat()

    (segment,) = found.exercises
    assert (segment.name, len(segment.repetitions), found.person) == ("squat", 2, "evaluate-000003")
    for repetition in found.repetitions():
        hips = repetition[:, LEFT_HIP, 2]
        assert hips.min() < 0.75 * hips[0]


def test_a_fault_is_done_and_labelled():
    wrong = p.performed("squat", SOMEBODY, repetitions=2, faults={"shallow": 1.0})

    assert {fault.name for fault in wrong.exercises[0].faults} == {"shallow"}
    assert wrong.joints[:, LEFT_HIP, 2].min() > squat().joints[:, LEFT_HIP, 2].min() + 0.1


def test_the_same_seed_gives_the_same_motion_and_another_one_another():
    again = p.performed("squat", SOMEBODY, repetitions=2)
    other = p.performed("squat", SOMEBODY, repetitions=2, seed=1)

    np.testing.assert_array_equal(again.joints, squat().joints)
    assert other.joints.shape != again.joints.shape or not np.allclose(other.joints, again.joints)


def test_who_stands_still_hardly_moves_and_who_wanders_does():
    still, about = p.standing(SOMEBODY, 4.0).joints, p.wandering(SOMEBODY, 4.0).joints

    assert len(still) == len(about) == 4 * RATE
    assert np.ptp(still, axis=0).max() < 0.15
    assert np.ptp(about, axis=0).max() > 0.15


def test_a_camera_in_front_has_the_own_left_at_its_right():
    track = exact(squat().joints)

    assert track.world[0, LEFT_HIP, 0] > 0.05
    assert track.world[0, NOSE, 1] < -0.4
    assert track.world[0, NOSE, 2] < -0.05
    assert track.points[0, LEFT_HIP, 0] > track.points[0, INDEX["right_hip"], 0]


def test_a_camera_at_the_own_left_has_the_left_hip_nearer():
    world = exact(squat().joints, yaw=90).world

    assert world[0, LEFT_HIP, 2] < -0.05


def test_a_camera_above_looks_down_at_the_whole_person():
    track = exact(squat().joints, pitch=30)

    assert track.world[0, NOSE, 2] < exact(squat().joints).world[0, NOSE, 2] - 0.2
    assert (track.points >= 0).all()
    assert (track.points < p.SIZE).all()


def test_errors_are_those_of_the_seed_and_larger_in_the_world_than_in_the_picture():
    true, one, other = exact(squat().joints), seen(squat().joints), seen(squat().joints, seed=1)

    np.testing.assert_array_equal(one.world, seen(squat().joints).world)
    assert not np.array_equal(one.world, other.world, equal_nan=True)
    metres = np.nanmean(np.linalg.norm(one.world - true.world, axis=2))
    pixels = np.nanmean(np.linalg.norm(one.points - true.points, axis=2))
    assert 0.02 < metres < 0.3
    assert 1 < pixels < 40


def test_who_is_not_found_is_nan_with_no_confidence():
    lying = p.performed("crunch", SOMEBODY, repetitions=1)
    tracks = [seen(lying.joints, seed=seed, yaw=90, model="lite") for seed in range(4)]

    missing = [~track.seen for track in tracks]
    assert any(m.any() for m in missing)
    for track, m in zip(tracks, missing, strict=True):
        assert np.isnan(track.world[m]).all()
        assert not track.confidence[m].any()
        assert np.isfinite(track.world[~m]).all()


def test_a_reflection_exchanges_the_sides():
    raised = p.performed("standing_knee_raise", SOMEBODY, repetitions=1, side="left").joints
    reflected = p.mirrored(raised)

    left, right = INDEX["left_knee"], INDEX["right_knee"]
    assert raised[:, left, 2].max() > raised[:, right, 2].max() + 0.2
    np.testing.assert_array_equal(reflected[:, right, 2], raised[:, left, 2])
    np.testing.assert_array_equal(p.mirrored(reflected), raised)


@pytest.fixture
def ramp():
    """Joints that all stand at the number of their frame."""
    return np.arange(31.0)[:, None, None] * np.ones((1, 17, 3))


def test_a_delay_keeps_the_first_pose_and_the_length(ramp):
    late = p.delayed(ramp, 0.4)

    assert late[:, 0, 0].tolist() == [0.0] * 6 + list(range(25))


@pytest.mark.parametrize(
    ("factor", "length", "third"),
    [pytest.param(2.0, 16, 4.0, id="faster"), pytest.param(0.5, 61, 1.0, id="slower")],
)
def test_another_tempo_takes_another_time(ramp, factor, length, third):
    changed = p.at_tempo(ramp, factor)

    assert len(changed) == length
    assert changed[2, 0, 0] == pytest.approx(third)
    assert changed[-1, 0, 0] == pytest.approx(30)


def test_a_frozen_pose_lasts_as_long(ramp):
    assert (p.frozen(ramp, 7) == 7).all()
    assert p.frozen(ramp, 7).shape == ramp.shape


def test_a_loop_begins_again(ramp):
    assert p.looped(ramp, 33)[-2:, 0, 0].tolist() == [0.0, 1.0]


def test_spliced_parts_follow_where_the_last_one_ended_with_their_times():
    both = p.spliced([squat(), squat()], blend=0.4)

    first, second = both.exercises
    length = len(squat().joints) / RATE
    assert second.start == pytest.approx(first.start + length + 0.4)
    assert np.abs(np.diff(both.joints, axis=0)).max() < 0.2


def test_a_recording_is_turned_to_the_front_and_stands_on_the_floor():
    standing = exact(squat().joints).world[:1] * [1, -1, -1]
    turn = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    motion = Motion((standing @ turn.T).repeat(5, axis=0), "squat", 2, True, UIPRMD)

    found = p.recorded(motion)

    np.testing.assert_allclose(
        exact(found.joints).world, exact(squat().joints).world[:1].repeat(5, axis=0), atol=0.05
    )
    assert found.joints[..., 2].min() == 0
    assert found.person == f"{UIPRMD}-2"


def test_one_person_in_five_is_held_out_and_stays_so():
    names = [f"train-{i:06d}" for i in range(1000)]

    assert [i for i in range(12) if held_out(names[i])] == [0, 1, 8, 10]
    assert 0.16 < held_out_mask(names).mean() < 0.24
