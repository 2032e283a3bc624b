from dataclasses import replace

import numpy as np
import pytest

from coach.angles import joint_angles
from coach.pose import correction
from coach.pose.correction import N_GIVEN, WINDOW, Corrector, LiveCorrection, given
from coach.tracks import LONGEST_GAP, RATE
from coach.types import Pose
from models.training import performances as play
from tests.coach.people import stand, track_of, unsure

FRAMES = 90
HIPS = [11, 12]


def raising(frames=FRAMES):
    part = (1 - np.cos(np.linspace(0, 6 * np.pi, frames))) / 2
    world = np.stack([stand(arms=(5 + 120 * p, 5 + 120 * p)) for p in part]).astype(np.float32)
    return world + np.random.default_rng(5).normal(0, 0.03, world.shape).astype(np.float32)


SURE = np.full((FRAMES, 17), 0.9, np.float32)


@pytest.fixture(scope="module")
def corrector():
    return Corrector()


def poses(world, rate=RATE):
    points = np.zeros((17, 2), np.float32)
    return [Pose(points, SURE[0], w, i / rate) for i, w in enumerate(world)]


def test_the_network_is_given_a_body_of_standard_size_about_its_hips():
    put, size, there = given(2 * raising()[None] + 3, SURE[None])
    once, plain, _ = given(raising()[None], SURE[None])

    assert put.shape == (1, N_GIVEN, FRAMES)
    assert size == pytest.approx(2 * plain, rel=1e-5)
    np.testing.assert_allclose(put, once, atol=1e-5)
    assert there.all()


def test_what_is_not_seen_is_given_as_unsure():
    world = raising()
    world[4:, 9] = np.nan
    world[7] = np.nan
    put, _, there = given(world[None], SURE[None])

    assert np.isfinite(put).all()
    assert put[0, 51 + 9, 3:5].tolist() == pytest.approx([0.8, -1.0])
    np.testing.assert_array_equal(there[0], np.isfinite(world).all(axis=2))


def test_size_and_place_do_not_matter(corrector):
    plain = corrector.points(raising(), SURE)

    np.testing.assert_allclose(
        corrector.points(2 * raising() + 3, SURE), 2 * plain + 3, rtol=0, atol=1e-4
    )
    assert np.abs(plain - raising()).max() > 0.01


def test_a_long_track_is_corrected_in_parts_as_if_it_were_one(corrector, monkeypatch):
    whole = corrector.points(raising(), SURE)
    monkeypatch.setattr(correction, "_CHUNK", 17)

    np.testing.assert_allclose(corrector.points(raising(), SURE), whole, atol=1e-5)


@pytest.mark.parametrize("frames", [3, WINDOW])
def test_the_newest_alone_is_as_the_last_of_all(corrector, frames):
    world = raising(frames)
    world[-1, 9] = np.nan
    last = corrector.points(world, SURE[:frames])[-1]
    np.testing.assert_allclose(corrector.newest(world, SURE[:frames]), last, atol=1e-5)


def test_what_is_not_seen_stays_so(corrector):
    world = raising()
    world[:, 9] = np.nan
    world[30:40] = np.nan
    world[50, HIPS] = np.nan
    fixed = corrector.points(world, SURE)

    np.testing.assert_array_equal(np.isnan(fixed), np.isnan(world))
    np.testing.assert_array_equal(fixed[50], world[50])
    assert np.isnan(corrector.points(np.full((3, 17, 3), np.nan), SURE[:3])).all()


@pytest.mark.parametrize("far", [50.0, 1e30, 3e38, np.inf])
def test_a_keypoint_nowhere_near_the_body_is_left_alone_and_spoils_nothing(corrector, far):
    world = raising()
    world[40, 9, 0] = far
    world[60, 11, 1] = far
    fixed = corrector.points(world, SURE)

    assert fixed[40, 9, 0] == np.float32(far)
    others = np.delete(fixed, 60, axis=0)[:, :9]
    np.testing.assert_allclose(
        others, np.delete(corrector.points(raising(), SURE), 60, axis=0)[:, :9], atol=0.1
    )


def test_exact_keypoints_stay_where_they_are(corrector):
    part = (1 - np.cos(np.linspace(0, 6 * np.pi, FRAMES))) / 2
    exact = track_of(np.stack([stand(arms=(5 + 120 * p, 5)) for p in part]))

    assert corrector.track(exact) is exact
    assert not np.allclose(corrector.track(unsure(exact)).world, exact.world, atol=1e-3)


def test_nothing_is_carried_over_a_cut(corrector):
    track = unsure(track_of(raising()))
    cut = replace(track, shot=(np.arange(FRAMES) >= 40).astype(track.shot.dtype))
    apart = [
        corrector.points(track.world[p], track.confidence[p]) for p in (slice(40), slice(40, None))
    ]

    np.testing.assert_allclose(corrector.track(cut).world, np.concatenate(apart), atol=1e-6)


def test_a_moment_is_left_alone(corrector):
    for frames in (0, 1, 19):
        moment = unsure(track_of(raising()[:frames]))
        assert corrector.track(moment) is moment


def test_live_the_newest_pose_is_corrected_by_those_before(corrector):
    live = LiveCorrection(corrector)
    fixed = [live.push(pose, pose.time) for pose in poses(raising())]

    window = slice(FRAMES - WINDOW, FRAMES)
    np.testing.assert_allclose(
        fixed[-1].world, corrector.points(raising()[window], SURE[window])[-1], atol=1e-5
    )


def test_live_the_rate_of_the_camera_does_not_matter(corrector):
    slow, fast = LiveCorrection(corrector), LiveCorrection(corrector)
    world = raising()
    twice = np.repeat(world, 2, axis=0)
    twice[1:-1:2] = (world[:-1] + world[1:]) / 2
    a = [slow.push(pose, pose.time) for pose in poses(world)]
    b = [fast.push(pose, pose.time) for pose in poses(twice, 2 * RATE)]

    np.testing.assert_allclose(b[::2][-1].world, a[-1].world, atol=1e-5)


@pytest.mark.parametrize("later", [-1.0, 0.0, LONGEST_GAP + 0.1])
def test_live_a_gap_or_a_step_back_begins_anew(corrector, later):
    live = LiveCorrection(corrector)
    for pose in poses(raising()[:30]):
        live.push(pose, pose.time)
    last = poses(raising())[29]

    fixed = live.push(last, last.time + later)

    alone = corrector.points(last.world[None], SURE[:1])[0]
    np.testing.assert_allclose(fixed.world, alone, atol=1e-5)


def test_live_poses_that_are_all_sure_are_exact(corrector):
    live = LiveCorrection(corrector)
    sure = [replace(pose, confidence=np.ones(17, np.float32)) for pose in poses(raising())]

    assert all(live.push(pose, pose.time) is pose for pose in sure[:30])
    unsure_pose = poses(raising())[30]
    assert live.push(unsure_pose, unsure_pose.time) is not unsure_pose
    assert live.push(sure[31], sure[31].time) is not sure[31]


@pytest.mark.parametrize("exercise", ["squat", "lateral_raise"])
def test_somebody_never_trained_on_is_nearer_the_truth_afterwards(corrector, exercise):
    joints = play.performed(exercise, ("evaluate", 3), repetitions=2).joints
    off = {"seen": [], "corrected": []}
    for seed in range(4):
        view = play.random_view(np.random.default_rng(seed), 57)
        seen, true = (
            play.filmed(joints, np.random.default_rng(seed), **view, errors=errors)
            for errors in (True, False)
        )
        rows = seen.seen
        wanted = joint_angles(true.world[rows])
        for name, world in (("seen", seen.world), ("corrected", corrector.track(seen).world)):
            error = (joint_angles(world[rows]) - wanted + 180) % 360 - 180
            off[name].append(np.nanmedian(np.abs(error)))

    assert np.mean(off["corrected"]) < 0.9 * np.mean(off["seen"])
