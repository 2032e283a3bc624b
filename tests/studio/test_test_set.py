"""The committed test set: what is in it, and that pictures and truth belong together."""

from functools import cache
from pathlib import Path

import av
import numpy as np
import pytest

from coach.skeleton import INDEX
from models.training.studio.actions import FALLS, NEAR_FALLS
from models.training.studio.exercises import EXERCISES
from models.training.studio.sets import test_recipes as recipes_of_the_set
from models.training.studio.truth import FORMAT, read_truth

FOLDER = Path(__file__).resolve().parents[1] / "data" / "studio"
NAMES = [recipe.name for recipe in recipes_of_the_set()]
BONES = (("left_hip", "left_knee"), ("right_knee", "right_ankle"), ("left_elbow", "left_wrist"))


@cache
def truth_of(name):
    return read_truth(FOLDER / f"{name}.npz")


def segments():
    return [s for name in NAMES for n in range(truth_of(name).people)
            for s in truth_of(name).segments(n)]  # fmt: skip


def test_it_holds_the_clips_of_the_list_and_nothing_else():
    assert {path.name for path in FOLDER.iterdir()} == {
        f"{name}{suffix}" for name in NAMES for suffix in (".mp4", ".npz", ".json")
    }


def test_it_is_small_enough_to_be_committed():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 40e6


@pytest.mark.parametrize("name", NAMES)
def test_a_clip_fits_its_truth(name):
    truth = truth_of(name)
    with av.open(str(FOLDER / f"{name}.mp4")) as film:
        video = film.streams.video[0]
        assert (video.width, video.height) == truth.size
        assert video.frames == len(truth) == truth.labels["frames"]
        assert video.codec_context.name == "h264"
        assert float(video.average_rate) == pytest.approx(truth.labels["fps"])
    assert truth.labels["format"] == FORMAT
    assert truth.time[1] - truth.time[0] == pytest.approx(1 / truth.labels["fps"])


@pytest.mark.parametrize("name", NAMES)
def test_bones_keep_their_length(name):
    ground = truth_of(name).ground
    for a, b in BONES:
        length = np.linalg.norm(ground[:, :, INDEX[a]] - ground[:, :, INDEX[b]], axis=-1)
        assert (np.ptp(length, axis=0) < 0.18 * np.median(length, axis=0)).all()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_below_the_floor_and_hidden_joints_are_no_longer_visible(name):
    truth = truth_of(name)

    assert truth.ground[..., 2].min() > -0.03
    assert not (truth.visible & (truth.confidence == 0)).any()


@pytest.mark.parametrize("name", NAMES)
def test_the_camera_of_the_labels_gives_the_pixels(name):
    truth = truth_of(name)
    camera = truth.labels["camera"]
    view = (truth.ground - camera["position"]) @ np.array(camera["axes"]).T
    near = view[..., 2] > 0.5
    pixels = view[..., :2] / view[..., 2:] * camera["focal_px"] + np.array(truth.size) / 2

    assert np.abs(pixels - truth.points)[near].max() < 1.0


def test_every_exercise_is_done_right_and_wrong():
    done = {s.name for s in segments() if s.kind == "exercise" and not s.faults}
    wrong = {s.name for s in segments() if s.kind == "exercise" and s.faults}

    assert done == set(EXERCISES)
    assert wrong == {name for name, exercise in EXERCISES.items() if exercise.faults}


def test_people_fall_and_nearly_fall():
    assert all("falling" in {s.name for s in truth_of(name).segments()} for name in FALLS)
    for name in NEAR_FALLS:
        assert "falling" not in {s.name for s in truth_of(name).segments()}


def test_somebody_claps():
    assert sum(len(truth_of(name).claps()) for name in NAMES) >= 5


def test_nobody_of_it_is_in_another_set():
    people = {p["id"] for name in NAMES for p in truth_of(name).labels["people"]}

    assert all(person.startswith("test-") for person in people)
    assert len(people) > 100
