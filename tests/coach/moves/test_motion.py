"""Motion in body lengths, of exact synthetic people."""

import numpy as np
import pytest

from coach.moves.motion import JOINTS, Motion, MotionStream, motion_of, windows
from coach.skeleton import MIRROR
from coach.tracks import RATE
from coach.types import Pose, PoseTrack
from tests.coach.people import stand


def placed(world: np.ndarray, x: float, scale: float) -> np.ndarray:
    """Where somebody is seen whose hips are at x, in pixels, at so many pixels a metre."""
    return world[..., :2] * scale + np.array([x, 240])


def track(
    world: np.ndarray, x: np.ndarray | float = 320.0, scale: np.ndarray | float = 100.0
) -> PoseTrack:
    """(T, 17, 3) seen at RATE."""
    n = len(world)
    x, scale = np.broadcast_to(x, n), np.broadcast_to(scale, n)
    points = np.stack(
        [placed(w, float(a), float(s)) for w, a, s in zip(world, x, scale, strict=True)]
    )
    return PoseTrack(np.arange(n) / RATE, points, np.ones((n, 17)), world, (640, 480), RATE)


STANDING = np.repeat(stand()[None], 20, axis=0)


def test_who_stands_is_about_one_body_length_high():
    assert motion_of(track(STANDING)).height == pytest.approx(np.ones(20), abs=0.05)


def test_who_lies_is_hardly_high_at_all():
    lying = STANDING[..., [1, 0, 2]]

    assert np.all(motion_of(track(lying)).height < 0.3)


@pytest.mark.parametrize("metres", [1.0, 0.5, 2.0])
@pytest.mark.parametrize("pixels", [50.0, 300.0])
def test_neither_size_nor_distance_counts(metres, pixels):
    seen = motion_of(track(STANDING * metres, scale=pixels))

    assert seen.joints == pytest.approx(motion_of(track(STANDING)).joints, abs=1e-5)


def test_steps_aside_are_told_in_body_lengths():
    near = motion_of(track(STANDING, x=320 + np.arange(20) * 4.0, scale=200.0)).place
    far = motion_of(track(STANDING, x=320 + np.arange(20) * 1.0, scale=50.0)).place

    assert near[-1, 0] - near[0, 0] == pytest.approx(far[-1, 0] - far[0, 0], rel=1e-4)
    assert near[-1, 0] - near[0, 0] > 0.2


def test_who_looks_smaller_has_gone_away():
    place = motion_of(track(STANDING, scale=np.linspace(120, 100, 20))).place

    assert place[-1, 2] > place[0, 2]
    assert place[-1, 1] == pytest.approx(place[0, 1], abs=1.0)


def test_a_window_is_the_same_from_every_side():
    seen = [
        windows(motion_of(track(STANDING @ turned(angle).T)), np.array([19]), 9)
        for angle in (0.0, 70.0, 180.0)
    ]

    assert seen[1][..., :39] == pytest.approx(seen[0][..., :39], abs=1e-4)
    assert seen[2][..., :39] == pytest.approx(seen[0][..., :39], abs=1e-4)


def turned(degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def test_before_the_first_frame_nobody_is_seen():
    window = windows(motion_of(track(STANDING)), np.array([3]), 9)[0]

    assert window[:5].tolist() == np.zeros_like(window[:5]).tolist()
    assert window[5:, -1].tolist() == [1, 1, 1, 1]


def test_a_hidden_joint_hides_the_moment():
    world = STANDING.copy()
    world[10, JOINTS[3]] = np.nan
    motion = motion_of(track(world))

    assert not motion.seen[10]
    assert motion.seen[:10].all()
    assert motion.seen[12:].all()
    assert np.isfinite(windows(motion, np.arange(20), 9)).all()


def test_the_mirror_image_is_that_of_the_mirrored_person():
    world = STANDING + np.random.default_rng(1).normal(0, 0.05, STANDING.shape)
    flipped = world[:, MIRROR] * [-1, 1, 1]

    mirrored = motion_of(track(world)).mirrored()

    assert mirrored.joints == pytest.approx(motion_of(track(flipped)).joints, abs=1e-5)


def test_a_window_in_which_nobody_is_seen_is_empty():
    nobody = Motion(np.arange(9) / RATE, np.full((9, 13, 3), np.nan, np.float32),
                    np.full((9, 3), np.nan, np.float32))  # fmt: skip

    assert not windows(nobody, np.array([8]), 9).any()


def pose(time: float) -> Pose:
    world = stand()
    return Pose(placed(world, 320.0, 100.0), np.ones(17), world, time)


@pytest.mark.parametrize("rate", [15.0, 24.0, 30.0, 60.0])
def test_a_stream_answers_at_the_regular_clock_whatever_the_rate(rate):
    stream = MotionStream(0.5)
    answers = [stream.push(pose(i / rate), i / rate) for i in range(round(2 * rate) + 1)]
    given = [answer.time[-1] for answer in answers if answer is not None]

    assert given == pytest.approx(np.arange(round(2 * RATE) + 1) / RATE)


def test_a_stream_keeps_no_more_than_it_needs():
    stream = MotionStream(0.5)
    longest = max(
        len(answer) for answer in (stream.push(pose(i / 30), i / 30) for i in range(300)) if answer
    )

    assert longest <= round(1.5 * RATE)


@pytest.mark.parametrize("rate", [4.0, 15.0, 30.0])
def test_a_stream_sees_what_the_track_shows_gaps_and_all(rate):
    rng = np.random.default_rng(3)
    poses = [pose(i / rate) for i in range(round(12 * rate))]
    seen = [None if 4 < p.time < 4.3 or 6 < p.time < 8 or rng.random() < 0.1 else p for p in poses]
    times = [p.time for p in poses]
    stream = MotionStream(2.0)
    answers = [stream.push(one, time) for one, time in zip(seen, times, strict=True)]

    for i in np.flatnonzero([answer is not None for answer in answers])[::7]:
        so_far = motion_of(PoseTrack.of(seen[: i + 1], times[: i + 1], (0, 0), rate))
        n = min(15, len(so_far))
        np.testing.assert_allclose(answers[i].time[-n:], so_far.time[-n:])
        np.testing.assert_allclose(answers[i].joints[-n:], so_far.joints[-n:], atol=1e-5)


def test_a_stream_begins_anew_after_a_long_break():
    stream = MotionStream(2.0)
    for i in range(30):
        stream.push(pose(i / 15), i / 15)

    answer = stream.push(pose(100.0), 100.0)

    assert answer is not None
    assert answer.time.tolist() == [100.0]


def test_a_stream_whose_clock_steps_back_starts_anew():
    stream = MotionStream(0.5)
    for i in range(30):
        stream.push(pose(5 + i / 30), 5 + i / 30)

    answer = stream.push(pose(0.0), 0.0)

    assert answer is not None
    assert answer.time.tolist() == [0.0]


def test_the_same_moment_again_changes_nothing():
    stream = MotionStream(0.5)
    stream.push(pose(1.0), 1.0)

    assert stream.push(pose(1.0), 1.0) is None


def test_a_stream_of_nobody_is_seen_as_nobody():
    stream = MotionStream(0.5)
    answers = [stream.push(None, i / 15) for i in range(30)]

    assert not any(answer.seen.any() for answer in answers if answer is not None)
