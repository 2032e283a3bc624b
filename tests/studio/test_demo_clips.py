from pathlib import Path

import av
import numpy as np
import pytest

from coach.skeleton import INDEX
from models.training.studio.truth import read_labels, read_truth

DEMO = Path(__file__).resolve().parents[2] / "assets" / "demo"
FOLLOWERS = ("good", "good_25", "poor")
EVERYBODY = ("target", *FOLLOWERS, "still")
EXERCISES = ["squat", "lateral_raise", "standing_knee_raise", "shoulder_press"]
LAG = 0.6


def joint(world, name):
    return world[:, 0, INDEX[name]]


def bend(a, b, c):
    """Degrees by which the chain a-b-c is bent at b; 0 is straight."""
    u, v = b - a, c - b
    cosine = np.sum(u * v, axis=-1) / np.linalg.norm(u, axis=-1) / np.linalg.norm(v, axis=-1)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


def knee(clip, side):
    world = read_truth(DEMO / f"{clip}.npz").world
    return bend(*(joint(world, f"{side}_{name}") for name in ("hip", "knee", "ankle")))


def arm_height(clip, side):
    """Height of the wrist over the shoulder in lengths of the trunk, (T,)."""
    world = read_truth(DEMO / f"{clip}.npz").world
    trunk = joint(world, f"{side}_hip") - joint(world, f"{side}_shoulder")
    rise = joint(world, f"{side}_shoulder")[:, 1] - joint(world, f"{side}_wrist")[:, 1]
    return rise / np.median(np.linalg.norm(trunk, axis=1))


def moves(clip):
    return [s for s in read_truth(DEMO / f"{clip}.npz").segments(0) if s.kind == "exercise"]


def during(clip, exercise, values):
    move = next(m for m in moves(clip) if m.name == exercise)
    time = read_truth(DEMO / f"{clip}.npz").time
    return values[(time >= move.start) & (time <= move.end)]


@pytest.mark.parametrize("name", [*EVERYBODY, "two_people"])
def test_the_truth_of_a_clip_has_the_layout_of_a_keypoints_file(name):
    truth = read_truth(DEMO / f"{name}.npz")
    t, n = truth.points.shape[:2]

    assert truth.time.shape == (t,)
    assert np.all(np.diff(truth.time) > 0)
    assert truth.points.shape == (t, n, 17, 2)
    assert truth.confidence.shape == (t, n, 17)
    assert truth.world.shape == (t, n, 17, 3)
    assert np.isfinite(truth.world).all()
    assert n == (2 if name == "two_people" else 1)


@pytest.mark.parametrize("name", [*EVERYBODY, "two_people"])
def test_the_origin_of_the_world_lies_between_the_hips(name):
    world = read_truth(DEMO / f"{name}.npz").world
    middle = (world[:, :, INDEX["left_hip"]] + world[:, :, INDEX["right_hip"]]) / 2

    assert np.abs(middle).max() < 1e-3


@pytest.mark.parametrize("name", EVERYBODY)
def test_bones_keep_their_length(name):
    world = read_truth(DEMO / f"{name}.npz").world
    for a, b in (("left_hip", "left_knee"), ("right_knee", "right_ankle")):
        length = np.linalg.norm(joint(world, a) - joint(world, b), axis=1)
        assert np.ptp(length) / np.median(length) < 0.12


@pytest.mark.parametrize("name", EVERYBODY)
def test_standing_feet_stay_where_they_are(name):
    truth = read_truth(DEMO / f"{name}.npz")
    squats = (truth.time > 2) & (truth.time < 11)
    for side in ("left", "right"):
        ankle = truth.points[squats, 0, INDEX[f"{side}_ankle"]]
        assert np.ptp(ankle, axis=0).max() < 6  # pixels; the shin tilts about the ankle


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_whole_person_is_in_the_picture(name):
    assert read_truth(DEMO / f"{name}.npz").confidence.min() == 1


@pytest.mark.parametrize("name", [*EVERYBODY, "two_people"])
def test_the_film_is_small_and_fits_its_truth(name):
    path = DEMO / f"{name}.mp4"
    truth = read_truth(DEMO / f"{name}.npz")
    with av.open(str(path)) as film:
        video = film.streams.video[0]
        assert (video.width, video.height) == truth.size
        assert video.frames == len(truth.time)
        assert video.codec_context.name == "h264"
        assert video.codec_context.pix_fmt == "yuv420p"
    assert path.stat().st_size < 3_200_000


def test_the_target_has_sound_and_a_chapter_for_each_move():
    with av.open(str(DEMO / "target.mp4")) as film:
        titles = [chapter["metadata"]["title"] for chapter in film.chapters()]
        assert film.streams.audio[0].codec_context.name == "aac"

    assert [title for title in titles if title != "rest"] == EXERCISES
    assert titles[::2] == ["rest"] * 5


@pytest.mark.parametrize("name", ["target", *FOLLOWERS])
def test_labels_list_every_repetition(name):
    assert [move.name for move in moves(name)] == EXERCISES
    for move in moves(name):
        assert len(move.repetitions) >= 4
        assert move.start == pytest.approx(move.repetitions[0][0], abs=2e-3)
        assert move.end == pytest.approx(move.repetitions[-1][1], abs=2e-3)


@pytest.mark.parametrize("name", FOLLOWERS)
def test_followers_begin_each_move_late(name):
    lags = [own.start - his.start for own, his in zip(moves(name), moves("target"), strict=True)]

    assert lags == pytest.approx([LAG] * 4, abs=3e-3)


@pytest.mark.parametrize(
    ("clip", "side"),
    [
        pytest.param("target", "left", id="target-lifts-the-left-knee"),
        pytest.param("good", "right", id="good-follows-as-in-a-mirror"),
        pytest.param("poor", "right", id="poor-follows-as-in-a-mirror"),
    ],
)
def test_one_knee_is_lifted(clip, side):
    other = "right" if side == "left" else "left"
    used = during(clip, "standing_knee_raise", knee(clip, side)).max()
    idle = during(clip, "standing_knee_raise", knee(clip, other)).max()

    assert used > idle + 20
    assert moves(clip)[2].side == side


def test_the_good_one_goes_as_deep_as_the_target_and_the_poor_one_does_not():
    depth = {c: during(c, "squat", knee(c, "left")).max() for c in ("target", "good", "poor")}

    assert depth["target"] > 95
    assert depth["good"] == pytest.approx(depth["target"], abs=12)
    assert depth["poor"] < 0.6 * depth["target"]


def test_the_poor_one_holds_one_arm_low_in_both_arm_moves():
    for exercise in ("lateral_raise", "shoulder_press"):
        left = during("poor", exercise, arm_height("poor", "left")).max()
        right = during("poor", exercise, arm_height("poor", "right")).max()
        assert left > right + 0.25
    faults = {m.name: {fault.name for fault in m.faults} for m in moves("poor")}
    assert faults["lateral_raise"] == faults["shoulder_press"] == {"uneven"}
    assert (faults["squat"], faults["standing_knee_raise"]) == ({"shallow"}, {"knee_low"})


def test_the_turned_camera_saw_the_same_performance():
    good, turned = (read_truth(DEMO / f"{name}.npz").world for name in ("good", "good_25"))
    apart = [np.linalg.norm(w[:, 0, :, None] - w[:, 0, None, :], axis=-1) for w in (good, turned)]
    cameras = [read_labels(DEMO / f"{name}.json")["camera"] for name in ("good", "good_25")]

    assert np.abs(apart[0] - apart[1]).max() < 2e-3
    assert cameras[1]["yaw"] - cameras[0]["yaw"] == 25


def test_the_still_one_hardly_moves():
    truth = read_truth(DEMO / "still.npz")

    assert np.ptp(truth.points[:, 0], axis=0).max() < 25
    assert np.ptp(truth.points[:, 0, INDEX["nose"]], axis=0).max() > 2
    assert moves("still") == []


def test_the_two_people_change_sides_once():
    middle = read_truth(DEMO / "two_people.npz").points.mean(axis=2)[..., 0]
    order = np.sign(middle[:, 0] - middle[:, 1])

    assert np.count_nonzero(np.diff(order[order != 0])) == 1
