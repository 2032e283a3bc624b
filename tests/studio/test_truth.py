import json
from dataclasses import replace

import numpy as np
import pytest

from coach.pose import read_keypoints
from models.training.studio.camera import Camera
from models.training.studio.take import Fault, Segment
from models.training.studio.truth import (
    Truth,
    TruthError,
    in_body,
    read_truth,
    segment_labels,
    truth_of,
    write_arrays,
    write_truth,
)

SEGMENT = Segment(
    kind="exercise",
    name="squat",
    start=0.1,
    end=0.35,
    side="both",
    repetitions=((0.1, 0.2), (0.2, 0.3)),
    attempts=((0.3, 0.35),),
    faults=(Fault("knees_in", 0.5, 0.12, 0.18),),
)
LABELS = {
    "format": 2,
    "people": [{"segments": [segment_labels(SEGMENT)], "claps": [0.25]}, {}],
}


def standing_people(frames=12):
    """Two people, one metre apart, who turn a little; (T, 2, 17, 3) in the room."""
    left = np.array(
        [
            (0, -0.1, 1.6), (0.03, -0.09, 1.63), (-0.03, -0.09, 1.63), (0.07, 0, 1.6),
            (-0.07, 0, 1.6), (0.18, 0, 1.4), (-0.18, 0, 1.4), (0.25, 0, 1.1), (-0.25, 0, 1.1),
            (0.25, -0.05, 0.85), (-0.25, -0.05, 0.85), (0.1, 0, 0.9), (-0.1, 0, 0.9),
            (0.11, 0, 0.5), (-0.11, 0, 0.5), (0.11, 0.02, 0.08), (-0.11, 0.02, 0.08),
        ]
    )  # fmt: skip
    turn = np.linspace(0, 0.5, frames)
    c, s, zero, one = np.cos(turn), np.sin(turn), np.zeros(frames), np.ones(frames)
    matrices = np.array([[c, -s, zero], [s, c, zero], [zero, zero, one]]).transpose(2, 0, 1)
    turned = np.einsum("tij,kj->tki", matrices, left)
    return np.stack([turned - (0.5, 0, 0), turned + (0.5, 0, 0)], axis=1)


@pytest.fixture
def truth():
    ground = standing_people()
    feet = np.ones(ground.shape[:2], bool)
    return truth_of(
        Camera(),
        np.arange(len(ground)) / 30,
        ground,
        phase=np.linspace(0, 1, len(ground))[:, None].repeat(2, axis=1),
        supports={"l_foot": feet, "r_foot": ~feet},
        labels=LABELS,
    )


def test_what_is_written_is_read_again_to_within_the_rounding(truth, tmp_path):
    write_truth(tmp_path / "clip.npz", truth)

    found = read_truth(tmp_path / "clip.mp4")

    assert np.array_equal(found.time, truth.time)
    assert found.size == truth.size
    assert np.abs(found.points - truth.points).max() <= 1 / 64
    for name in ("world", "body", "ground"):
        assert np.abs(getattr(found, name) - getattr(truth, name)).max() <= 1 / 8192 + 1e-6
    assert np.array_equal(found.visible, truth.visible)
    assert np.abs(found.phase - truth.phase).max() <= 1 / 2048
    assert found.supports.keys() == {"l_foot", "r_foot"}
    assert found.supports["l_foot"].all()
    assert found.segments(0) == (SEGMENT,)
    assert found.claps(0) == (0.25,)


def test_the_same_truth_is_the_same_bytes_at_another_time(truth, tmp_path, monkeypatch):
    write_truth(tmp_path / "a.npz", truth)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    write_truth(tmp_path / "b.npz", truth)

    for suffix in (".npz", ".json"):
        a, b = ((tmp_path / name).with_suffix(suffix).read_bytes() for name in "ab")
        assert a == b


def test_the_app_reads_the_truth_as_a_keypoints_file(truth, tmp_path):
    write_truth(tmp_path / "clip.npz", truth)

    tracks = read_keypoints(tmp_path / "clip.npz")

    assert len(tracks) == 2
    assert np.abs(tracks[1].points - truth.points[:, 1]).max() <= 1 / 64


def test_nothing_is_left_behind_where_a_file_was_written(truth, tmp_path):
    write_truth(tmp_path / "clip.npz", truth)

    assert sorted(p.name for p in tmp_path.iterdir()) == ["clip.json", "clip.npz"]


def test_a_joint_outside_the_picture_is_neither_in_view_nor_visible():
    ground = standing_people(3)
    ground[:, 0, 9] = (5.0, 0.0, 1.0)

    truth = truth_of(Camera(), np.arange(3.0), ground, visible=np.ones((3, 2, 17), bool))

    assert not truth.confidence[:, 0, 9].any()
    assert not truth.visible[:, 0, 9].any()
    assert truth.visible[:, 1].all()


def test_the_axes_of_a_body_turn_with_it():
    body = in_body(standing_people())

    assert np.abs(body - body[:1, :1]).max() < 1e-9


@pytest.mark.parametrize(
    ("joint", "axis"),
    [
        pytest.param(5, 0, id="left-shoulder-to-the-left"),
        pytest.param(5, 1, id="left-shoulder-above-the-hips"),
        pytest.param(0, 2, id="nose-in-front"),
    ],
)
def test_the_axes_of_a_body_are_left_up_and_forward(joint, axis):
    assert (in_body(standing_people())[..., joint, axis] > 0.05).all()


def test_the_axes_of_a_body_are_the_same_from_the_camera_and_from_the_room(truth):
    assert np.abs(in_body(truth.world.astype(float)) - truth.body).max() < 1e-5


def test_the_first_format_is_read_with_what_it_lacks_unknown(truth, tmp_path):
    first = {n: getattr(truth, n) for n in ("time", "points", "confidence", "world")}
    write_arrays(tmp_path / "old.npz", {**first, "size": np.array(truth.size)})

    found = read_truth(tmp_path / "old.npz")

    assert np.array_equal(found.visible, truth.confidence > 0)
    assert np.abs(found.body - truth.body).max() < 1e-5
    assert np.isnan(found.ground).all()
    assert np.isnan(found.phase).all()
    assert not found.supports
    assert not found.labels


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(None, "no such file", id="missing"),
        pytest.param(b"not a zip", "expected an .npz", id="not-arrays"),
        pytest.param({"time": np.arange(3.0)}, "no points", id="without-points"),
    ],
)
def test_what_is_no_truth_is_refused_with_the_reason(content, words, tmp_path):
    path = tmp_path / "clip.npz"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        write_arrays(path, content)

    with pytest.raises(TruthError, match=words) as refused:
        read_truth(path)

    assert str(path) in str(refused.value)


def test_a_truncated_file_is_refused(truth, tmp_path):
    path = tmp_path / "clip.npz"
    write_truth(path, truth)
    path.write_bytes(path.read_bytes()[:-300])

    with pytest.raises(TruthError, match=r"expected an \.npz"):
        read_truth(path)


def test_a_newer_format_is_refused(truth, tmp_path):
    write_truth(tmp_path / "clip.npz", truth)
    (tmp_path / "clip.json").write_text(json.dumps({"format": 3}), encoding="utf-8")

    with pytest.raises(TruthError, match="format 3 is newer than 2"):
        read_truth(tmp_path / "clip.npz")


def test_an_array_of_another_shape_is_refused(truth):
    with pytest.raises(TruthError, match=r"visible must have shape \(12, 2, 17\), got \(12, 2\)"):
        replace(truth, visible=truth.visible[..., 0])


def test_times_that_do_not_grow_are_refused(truth):
    with pytest.raises(TruthError, match="grow"):
        replace(truth, time=np.zeros(len(truth)))


def test_truth_is_a_value(truth):
    assert isinstance(truth, Truth)
    with pytest.raises(AttributeError):
        truth.size = (1, 1)
