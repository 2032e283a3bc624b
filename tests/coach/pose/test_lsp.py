"""The 14 joints of Leeds Sports Pose: places worked out by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest
import scipy.io

from coach.cli import main
from coach.errors import BadRequest, KeypointsInvalid
from coach.pose import LSP_JOINTS, lsp_points, pck_lsp, read_lsp, write_keypoints
from coach.skeleton import INDEX
from coach.types import PoseTrack

# The torso's diagonals are 100 pixels: 60 across and 80 down.
PLACES = {
    "right_ankle": (200, 380), "right_knee": (200, 280), "right_hip": (200, 180),
    "left_hip": (260, 180), "left_knee": (260, 280), "left_ankle": (260, 380),
    "right_wrist": (160, 220), "right_elbow": (170, 160), "right_shoulder": (200, 100),
    "left_shoulder": (260, 100), "left_elbow": (290, 160), "left_wrist": (300, 220),
    "neck": (230, 100), "head_top": (230, 20),
}  # fmt: skip
FACE = {"nose": (230, 62), "left_ear": (240, 56), "right_ear": (220, 56), "left_eye": (235, 54),
        "right_eye": (225, 54)}  # fmt: skip


def truth(frames: int = 4) -> np.ndarray:
    """(N, 14, 2)."""
    return np.repeat(np.array([PLACES[name] for name in LSP_JOINTS], float)[None], frames, axis=0)


def predicted(frames: int = 4, **moved: tuple[float, float]) -> PoseTrack:
    """Keypoints at the true places, some of them moved by so many pixels."""
    points = np.zeros((frames, 17, 2))
    for name, i in INDEX.items():
        place = np.array(PLACES.get(name) or FACE[name], float)
        points[:, i] = place + np.array(moved.get(name, (0, 0)))
    world = np.full((frames, 17, 3), np.nan)
    return PoseTrack(np.arange(frames) / 1.0, points, np.ones((frames, 17)), world, (500, 500), 1.0)


def test_the_joints_stand_in_the_order_of_the_data_set():
    places = lsp_points(predicted(1).points)[0]

    assert np.allclose(places[:13], truth(1)[0, :13])
    assert LSP_JOINTS[0] == "right_ankle"
    assert LSP_JOINTS[12:] == ("neck", "head_top")


def test_the_top_of_the_head_comes_from_the_face():
    top = lsp_points(predicted(1).points)[0, 13]

    assert top[0] == pytest.approx(230, abs=0.01)
    assert 30 < top[1] < 45  # ears 20 pixels apart: 18 pixels up from between them


def test_a_part_of_the_torso_decides():
    # 20 pixels are 0.2 of 100; a shoulder that moves by 30 takes the neck with it by 15.
    moved = predicted(left_wrist=(0, 19), right_wrist=(0, 21), left_shoulder=(30, 0))

    result = pck_lsp([moved], truth())

    assert result.joints["left_wrist"] == 1.0
    assert result.joints["right_wrist"] == 0.0
    assert result.joints["left_shoulder"] == 0.0
    assert result.joints["neck"] == 1.0
    assert result.mean == pytest.approx((14 - 2) / 14)
    assert result.compared == 4 * 14


def test_the_area_under_the_curve_by_hand():
    # One joint of 14 is away by a quarter of the torso: right for half of the thresholds; the
    # top of the head is 18 of 100 pixels away: right from 0.18 on.
    result = pck_lsp([predicted(left_ankle=(25, 0))], truth())

    top = abs(float(lsp_points(predicted(1).points)[0, 13, 1]) - 20) / 100
    by_hand = (12 + (0.5 - 0.25) / 0.5 + (0.5 - top) / 0.5) / 14
    assert result.auc == pytest.approx(by_hand, abs=0.01)


def test_a_joint_without_a_place_is_left_out():
    places = truth()
    places[:, 0] = np.nan

    result = pck_lsp([predicted()], places)

    assert np.isnan(result.joints["right_ankle"])
    assert result.compared == 4 * 13


def test_of_two_people_the_better_one_counts():
    far = PoseTrack(
        predicted().time, predicted().points + 200, np.ones((4, 17)), predicted().world,
        (500, 500), 1.0,
    )  # fmt: skip

    assert pck_lsp([far, predicted()], truth()).mean == pck_lsp([predicted()], truth()).mean


def test_as_many_frames_as_pictures_are_needed():
    with pytest.raises(BadRequest):
        pck_lsp([predicted(3)], truth(4))


@pytest.mark.parametrize(
    "axes", [pytest.param((2, 1, 0), id="3x14xN"), pytest.param((1, 2, 0), id="14x3xN")]
)
def test_both_layouts_are_read(tmp_path, axes):
    flags = np.concatenate([truth(), np.ones((4, 14, 1))], axis=2)
    scipy.io.savemat(tmp_path / "joints.mat", {"joints": flags.transpose(axes)})

    assert np.array_equal(read_lsp(tmp_path / "joints.mat"), truth())


def test_a_single_picture_is_read(tmp_path):
    flags = np.concatenate([truth(1), np.zeros((1, 14, 1))], axis=2)
    scipy.io.savemat(tmp_path / "joints.mat", {"joints": flags.transpose(2, 1, 0)[..., 0]})

    assert np.array_equal(read_lsp(tmp_path / "joints.mat"), truth(1))


def test_a_place_at_the_origin_is_none(tmp_path):
    flags = np.concatenate([truth(), np.ones((4, 14, 1))], axis=2)
    flags[1, 5] = 0
    scipy.io.savemat(tmp_path / "joints.mat", {"joints": flags.transpose(1, 2, 0)})

    assert np.argwhere(np.isnan(read_lsp(tmp_path / "joints.mat")[..., 0])).tolist() == [[1, 5]]


@pytest.mark.parametrize("shape", [(3, 13, 5), (14, 4, 2), (14,), (3, 14, 2, 2)])
def test_other_shapes_are_refused(tmp_path, shape):
    scipy.io.savemat(tmp_path / "joints.mat", {"joints": np.ones(shape)})

    with pytest.raises(KeypointsInvalid):
        read_lsp(tmp_path / "joints.mat")


def test_a_file_of_keypoints_is_none_of_these(tmp_path):
    write_keypoints(tmp_path / "a.mat", [predicted()], "a.mp4")

    assert read_lsp(tmp_path / "a.mat") is None


def test_the_command_compares_with_such_a_file(tmp_path, monkeypatch):
    monkeypatch.setenv("COACH_DATA", str(tmp_path / "data"))
    write_keypoints(tmp_path / "found.npz", [predicted(right_wrist=(0, 30))], "a.mp4")
    flags = np.concatenate([truth(), np.ones((4, 14, 1))], axis=2)
    scipy.io.savemat(tmp_path / "joints.mat", {"joints": flags.transpose(2, 1, 0)})
    command = ["pck", str(tmp_path / "found.npz"), str(tmp_path / "joints.mat")]

    assert main([*command, "--json", str(tmp_path / "out.json")]) == 0

    result = json.loads((tmp_path / "out.json").read_text())
    assert list(result["joints"]) == list(LSP_JOINTS)
    assert result["joints"]["right_wrist"] == 0.0
    assert result["compared"] == 56
