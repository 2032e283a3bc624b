"""The estimator with the real models, on the first frames of the demo's target clip."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import av
import numpy as np
import pytest

from coach.errors import CoachBug, ModelDamaged, ModelMissing
from coach.paths import DEMO, MODELS
from coach.pose import PoseEstimator
from coach.pose.estimator import nearest, next_timestamp_ms, pose_of_landmarks
from coach.pose.landmarker import read_model
from coach.pose.stderr import chatter_dropped
from coach.skeleton import BLAZEPOSE_TO_COCO, INDEX
from coach.types import MODEL_NAMES, Frame, Pose

FRAMES = 6


@pytest.fixture(scope="module")
def frames() -> list[Frame]:
    """The first frames: one person who faces the camera."""
    with av.open(str(DEMO / "target.mp4")) as video:
        pictures = itertools.islice(video.decode(video=0), FRAMES)
        return [Frame(p.to_ndarray(format="rgb24"), p.time, i) for i, p in enumerate(pictures)]


@pytest.fixture(scope="module")
def truth() -> np.ndarray:
    """(FRAMES, 17, 2) true places in pixels."""
    with np.load(DEMO / "target.npz") as file:
        return file["points"][:FRAMES, 0]


@pytest.fixture
def estimator() -> Iterator[PoseEstimator]:
    with PoseEstimator("lite") as made:
        yield made


def side_by_side(frame: Frame) -> Frame:
    """The person of a frame twice, the second one shifted to the right."""
    width = frame.size[0]
    middle = frame.image[:, width // 4 : -(width // 4)]
    return Frame(np.ascontiguousarray(np.hstack([middle, middle])), frame.time, frame.index)


def median_miss(points: np.ndarray, true: np.ndarray) -> float:
    """Median distance of the keypoints from the truth, in torso lengths."""
    torso = np.linalg.norm(true[INDEX["left_shoulder"]] - true[INDEX["right_hip"]])
    return float(np.median(np.linalg.norm(points - true, axis=1)) / torso)


@pytest.mark.parametrize("model", MODEL_NAMES)
def test_every_model_finds_the_joints_where_they_are(model, frames, truth):
    with PoseEstimator(model) as estimator:
        for frame in frames:
            (pose,) = estimator.push(frame)

    assert pose is not None
    assert pose.time == frames[-1].time
    assert median_miss(pose.points, truth[-1]) < 0.12
    assert np.median(pose.confidence) > 0.9


def test_world_axes_are_right_of_the_picture_down_and_away(estimator, frames):
    (pose,) = estimator.push(frames[0])

    assert pose is not None
    world = {name: pose.world[i] for name, i in INDEX.items()}
    assert world["left_shoulder"][0] > 0.05 > -0.05 > world["right_shoulder"][0]
    assert world["nose"][1] < world["left_hip"][1] < world["left_ankle"][1]
    assert world["nose"][2] < (world["left_ear"][2] + world["right_ear"][2]) / 2
    assert np.linalg.norm(world["left_hip"] + world["right_hip"]) < 0.02


def test_two_people_come_from_left_to_right(frames):
    with PoseEstimator("lite", people=2) as estimator:
        for frame in frames:
            found = estimator.push(side_by_side(frame))

    assert [pose is not None for pose in found] == [True, True]
    shift = found[1].points - found[0].points
    np.testing.assert_allclose(np.median(shift, axis=0), (frames[0].size[0] / 2, 0), atol=6)


@pytest.mark.parametrize("people", [1, 2])
def test_nobody_in_the_picture_is_none_in_every_place(people):
    wall = Frame(np.full((240, 320, 3), 128, np.uint8), 0.0, 0)

    with PoseEstimator("lite", people=people) as estimator:
        assert estimator.push(wall) == (None,) * people


def test_a_missing_person_keeps_a_place(frames):
    with PoseEstimator("lite", people=2) as estimator:
        found = estimator.push(frames[0])

    assert sorted(pose is None for pose in found) == [False, True]


def test_a_frame_from_before_starts_anew(estimator, frames):
    first = estimator.push(frames[0])
    for frame in frames[1:]:
        estimator.push(frame)

    again = estimator.push(frames[0])

    np.testing.assert_array_equal(again[0].points, first[0].points)


def test_frames_of_the_same_time_are_taken(estimator, frames):
    for _ in range(3):
        (pose,) = estimator.push(frames[0])

    assert pose is not None


def test_smoothing_can_be_left_out(frames):
    found = []
    for smooth in (False, True):
        with PoseEstimator("lite", smooth=smooth) as estimator:
            found.append([estimator.push(frame)[0].points for frame in frames])

    raw, smoothed = np.array(found)
    np.testing.assert_array_equal(raw[0], smoothed[0])
    assert np.abs(np.diff(smoothed, axis=0)).mean() < np.abs(np.diff(raw, axis=0)).mean()


def test_a_picture_that_is_not_contiguous_gives_the_same(frames):
    turned = Frame(frames[0].image[:, ::-1], 0.0, 0)
    copied = Frame(np.ascontiguousarray(turned.image), 0.0, 0)
    points = []
    for frame in (turned, copied):
        with PoseEstimator("lite") as estimator:
            points.append(estimator.push(frame)[0].points)

    np.testing.assert_array_equal(*points)


def test_closing_twice_is_harmless():
    estimator = PoseEstimator("lite")

    estimator.close()
    estimator.close()


def test_mediapipe_says_nothing_on_standard_error(capfd, frames):
    with PoseEstimator("lite") as estimator:
        for frame in frames:
            estimator.push(frame)

    assert capfd.readouterr().err == ""


def test_only_the_library_chatter_is_dropped(capfd):
    with chatter_dropped(), chatter_dropped():
        os.write(2, b"W0000 00:00:1795230371.17 13503 manager.cc:121] Feedback.\n")
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"Traceback (most recent call last):\n")

    os.write(2, b"INFO: Created by somebody else\n")
    assert capfd.readouterr().err.splitlines() == [
        "Traceback (most recent call last):",
        "INFO: Created by somebody else",
    ]


def copied_models(folder: Path) -> Path:
    """A folder of models that holds lite only."""
    (folder / "pose").mkdir()
    for name in ("lite.task", "SHA256SUMS"):
        (folder / "pose" / name).write_bytes((MODELS / "pose" / name).read_bytes())
    return folder


@pytest.mark.parametrize("file", ["lite.task", "SHA256SUMS"])
def test_a_missing_file_is_named(tmp_path, file):
    models = copied_models(tmp_path)
    (models / "pose" / file).unlink()

    with pytest.raises(ModelMissing) as caught:
        PoseEstimator("lite", models=models)

    assert caught.value.path == models / "pose" / file


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda model, _: model.write_bytes(b""), id="empty"),
        pytest.param(lambda model, _: model.write_bytes(model.read_bytes()[:-9]), id="cut-off"),
        pytest.param(lambda model, _: model.write_bytes(b"PK" + bytes(5000)), id="other-bytes"),
        pytest.param(lambda _, sums: sums.write_text("no hashes here\n"), id="list-unreadable"),
        pytest.param(lambda _, sums: sums.write_text(""), id="not-in-the-list"),
    ],
)
def test_a_damaged_model_is_named(tmp_path, damage):
    pose = copied_models(tmp_path) / "pose"
    damage(pose / "lite.task", pose / "SHA256SUMS")

    with pytest.raises(ModelDamaged) as caught:
        PoseEstimator("lite", models=tmp_path)

    assert caught.value.path == pose / "lite.task"


def test_a_model_of_the_right_hash_that_mediapipe_refuses_is_damaged(tmp_path, monkeypatch):
    monkeypatch.setattr("coach.pose.landmarker.read_model", lambda *_: b"PK" + bytes(5000))

    with pytest.raises(ModelDamaged):
        PoseEstimator("lite", models=tmp_path)


def test_an_unknown_model_is_a_bug():
    with pytest.raises(CoachBug, match="model must be one of"):
        read_model("medium")


def test_landmarks_become_pixels_metres_and_confidence():
    seen = np.zeros((33, 4), np.float32)
    seen[:, 0] = np.arange(33) / 100
    seen[:, 1] = 0.5
    seen[:, 2:] = (0.5, 0.8)
    world = np.arange(99, dtype=np.float32).reshape(33, 3)

    pose = pose_of_landmarks(seen, world, (200, 100), 1.5)

    np.testing.assert_allclose(pose.points[:, 0], BLAZEPOSE_TO_COCO * 2.0, rtol=1e-6)
    np.testing.assert_allclose(pose.points[:, 1], 50)
    np.testing.assert_allclose(pose.confidence, 0.4)
    np.testing.assert_array_equal(pose.world, world[BLAZEPOSE_TO_COCO])
    assert pose.time == 1.5


@pytest.mark.parametrize(
    ("time", "last_ms", "expected"),
    [
        pytest.param(0.0, -1, 0, id="first"),
        pytest.param(0.0333, 0, 33, id="rounded"),
        pytest.param(0.0334, 33, 34, id="less-than-a-millisecond-later"),
        pytest.param(0.0333, 40, 41, id="never-back"),
    ],
)
def test_timestamps_always_grow(time, last_ms, expected):
    assert next_timestamp_ms(time, last_ms) == expected


class CountingLandmarker:
    """Sees so many standing people as ``seen`` says; notes how many were looked for."""

    seen = 1
    looked_for: ClassVar[list[int]] = []

    def __init__(self, name: str, people: int, models: Path | None = None) -> None:
        self.people = people

    def detect(self, image: np.ndarray, time_ms: int) -> tuple[np.ndarray, np.ndarray]:
        if image.shape[0] == 64:  # the black one
            return np.zeros((0, 33, 4), np.float32), np.zeros((0, 33, 3), np.float32)
        self.looked_for.append(self.people)
        n = min(self.seen, self.people)
        marks = np.ones((n, 33, 4), np.float32)
        marks[..., 0] = 0.5 + 0.3 * np.arange(n)[:, None]
        marks[..., 1] = np.linspace(0.1, 0.9, 33)
        return marks, np.zeros((n, 33, 3), np.float32)

    def close(self) -> None:
        pass


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> type[CountingLandmarker]:
    CountingLandmarker.seen, CountingLandmarker.looked_for = 1, []
    monkeypatch.setattr("coach.pose.estimator.Landmarker", CountingLandmarker)
    return CountingLandmarker


def pushed(estimator: PoseEstimator, start: float, seconds: float) -> None:
    for i in range(round(start * 10), round((start + seconds) * 10)):
        estimator.push(Frame(np.zeros((48, 64, 3), np.uint8), i / 10, i))


def test_one_alone_is_looked_for_alone_but_for_a_glance(counting):
    pushed(PoseEstimator(), 0.0, 4.0)

    settled, later = counting.looked_for[:21], counting.looked_for[21:]
    assert set(settled) == {2}
    assert later[:4] == [1, 1, 1, 1]
    assert 1 <= later.count(2) <= 2


def test_two_are_looked_for_as_long_as_there_are_two(counting):
    counting.seen = 2

    pushed(PoseEstimator(), 0.0, 4.0)

    assert set(counting.looked_for) == {2}


def test_two_are_looked_for_while_nobody_is_found(counting):
    estimator = PoseEstimator()
    pushed(estimator, 0.0, 3.0)
    counting.seen = 0

    pushed(estimator, 3.0, 1.0)

    assert counting.looked_for[-9:] == [2] * 9


def test_a_cut_makes_it_look_for_two_again(counting):
    estimator = PoseEstimator()
    pushed(estimator, 0.0, 3.0)

    estimator.reset()
    pushed(estimator, 3.0, 0.5)

    assert counting.looked_for[-5:] == [2] * 5


def test_the_one_at_the_chosen_place_is_followed_and_the_other_one_told(counting):
    counting.seen = 2
    estimator = PoseEstimator(smooth=False)
    pushed(estimator, 0.0, 1.0)

    estimator.follow(0.8 * 64, 24)
    (chosen,) = estimator.push(Frame(np.zeros((48, 64, 3), np.uint8), 1.0, 10))

    assert chosen.points[0, 0] == pytest.approx(0.8 * 64)
    (other,) = estimator.others
    assert other.points[0, 0] == pytest.approx(0.5 * 64)


def test_a_choice_waits_until_somebody_is_found(counting):
    counting.seen = 0
    estimator = PoseEstimator(smooth=False)
    estimator.follow(0.8 * 64, 24)
    pushed(estimator, 0.0, 0.5)
    counting.seen = 2

    (chosen,) = estimator.push(Frame(np.zeros((48, 64, 3), np.uint8), 0.5, 5))

    assert chosen.points[0, 0] == pytest.approx(0.8 * 64)


def test_where_two_train_nobody_is_chosen(counting):
    counting.seen = 2
    estimator = PoseEstimator(people=2, smooth=False)
    estimator.follow(0.8 * 64, 24)
    pushed(estimator, 0.0, 0.5)

    assert estimator.others == ()


def test_a_small_person_beside_a_large_one_can_be_pointed_at():
    outline = np.stack([np.linspace(-10, 10, 17), np.linspace(-50, 50, 17)], axis=1)
    large, small = (
        Pose(outline * size + (x, 200), np.ones(17), np.zeros((17, 3)), 0.0)
        for size, x in ((3.0, 200), (1.0, 320))
    )

    assert nearest((large, small), (325, 210)) == 1
    assert nearest((large, small), (210, 250)) == 0


class GlancesAtOnce:
    """Glances whose answer is there at the next question."""

    busy = False

    def __init__(self, count: Callable[[np.ndarray], int]) -> None:
        self.count = count
        self.answer: int | None = None

    def look(self, image: np.ndarray) -> None:
        self.answer = self.count(image)

    def seen(self) -> int | None:
        answer, self.answer = self.answer, None
        return answer

    def wait(self) -> int:
        return self.seen() or 0

    def close(self) -> None:
        pass


@pytest.fixture
def live(counting, monkeypatch: pytest.MonkeyPatch) -> PoseEstimator:
    monkeypatch.setattr("coach.pose.estimator.Glances", GlancesAtOnce)
    return PoseEstimator(live=True)


def test_live_the_frames_of_one_alone_are_looked_at_once_and_glances_go_beside(live, counting):
    pushed(live, 0.0, 4.0)
    frames, glances = counting.looked_for.count(1), counting.looked_for.count(2)
    assert frames == 39  # all but the first
    assert 1 + 2 / 0.25 * 0.5 < glances <= 1 + 2 / 0.25 + 2


def test_live_somebody_who_joins_is_looked_for_after_the_next_glance(live, counting):
    pushed(live, 0.0, 3.0)
    counting.seen = 2

    pushed(live, 3.0, 2.0)

    assert counting.looked_for[-8:] == [2] * 8
    assert len(live.others) == 1


def test_live_two_may_be_looked_for_again_after_a_cut(live, counting):
    pushed(live, 0.0, 3.0)

    live.reset()
    pushed(live, 3.0, 0.5)

    assert counting.looked_for[-5:].count(1) >= 2
    live.close()
