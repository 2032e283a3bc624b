"""Whatever the user can mend: one line, exit status 2, no traceback."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from coach.paths import MODELS
from tests.coach.cli.clips import TARGET, clip, truth_file
from tests.coach.media.video_files import regular, write_sound, write_video

COACH = "import sys; from coach.cli import main; sys.exit(main())"


@pytest.fixture(autouse=True)
def no_window(monkeypatch):
    """A command that should have been refused must not open the app."""
    monkeypatch.setattr("coach.cli.app._open_app", lambda **_: pytest.fail("the app was opened"))


def folder(path):
    path.mkdir()


UNREADABLE = [
    pytest.param(lambda path: path.write_bytes(b"no film " * 500), id="not-a-video"),
    pytest.param(lambda path: path.write_bytes(b""), id="empty"),
    pytest.param(write_sound, id="sound-only"),
    pytest.param(folder, id="folder"),
    pytest.param(lambda path: None, id="missing"),
    pytest.param(lambda path: path.write_bytes(TARGET.read_bytes()[:20_000]), id="cut-off"),
]


@pytest.mark.parametrize("make", UNREADABLE)
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["score", "{bad}", str(truth_file("good"))], id="score-target"),
        pytest.param(["score", str(truth_file("target")), "{bad}"], id="score-user"),
        pytest.param(["keypoints", "{bad}", "-o", "{tmp}/out.npz"], id="keypoints"),
        pytest.param(["follow", "{bad}", "--camera", str(clip("good"))], id="follow-target"),
        pytest.param(["follow", str(TARGET), "--camera", "{bad}"], id="follow-camera"),
    ],
)
def test_a_video_that_cannot_be_played(coach, tmp_path, command, make):
    make(tmp_path / "bad.mp4")
    filled = [part.format(bad=tmp_path / "bad.mp4", tmp=tmp_path) for part in command]

    done = coach(*filled, "--data", tmp_path / "data")

    assert done.refused, done
    assert "bad.mp4" in done.err


def test_a_camera_that_does_not_exist(coach, tmp_path):
    done = coach("follow", TARGET, "--camera", "99", "--data", tmp_path, "--language", "en")

    assert done.refused
    assert "99" in done.err


def test_a_video_without_people(coach, tmp_path):
    write_video(tmp_path / "wall.mp4", regular(10))

    done = coach(
        *("keypoints", tmp_path / "wall.mp4", "-o", tmp_path / "out.npz"),
        *("--model", "lite", "--data", tmp_path / "data"),
    )

    assert done.refused
    assert "wall.mp4" in done.err


def keypoints_of_16(path):
    """A keypoints file that lacks the last point."""
    person = {"keypoints": [[1, 1, 1]] * 16, "world": [[0, 0, 0]] * 16, "head_top": [0, 0]}
    content = {
        "video": "x.mp4", "width": 640, "height": 480, "fps": 30, "keypoint_names": ["nose"] * 16,
        "frames": [{"time": i / 30, "people": [person]} for i in range(5)],
    }  # fmt: skip
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["score", str(truth_file("target")), "{bad}"], id="score"),
        pytest.param(["pck", "{bad}", str(truth_file("target"))], id="pck-predicted"),
        pytest.param(["pck", str(truth_file("target")), "{bad}"], id="pck-truth"),
    ],
)
def test_a_keypoints_file_of_16_points(coach, tmp_path, command):
    keypoints_of_16(tmp_path / "bad.json")

    done = coach(*(part.format(bad=tmp_path / "bad.json") for part in command), "--language", "en")

    assert done.refused
    assert "bad.json" in done.err
    assert "16" in done.err
    assert "17" in done.err


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda task: task.unlink(), id="missing"),
        pytest.param(lambda task: task.write_bytes(b"no model"), id="damaged"),
    ],
)
def test_a_pose_model_that_cannot_be_used(coach, tmp_path, monkeypatch, spoil):
    shutil.copytree(MODELS / "pose", tmp_path / "pose")
    spoil(tmp_path / "pose" / "full.task")
    monkeypatch.setattr("coach.pose.landmarker.MODELS", tmp_path)

    done = coach(
        *("keypoints", TARGET, "-o", tmp_path / "out.npz", "--model", "full"),
        *("--data", tmp_path / "data"),
    )

    assert done.refused
    assert "full.task" in done.err


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda onnx: None, id="missing"),
        pytest.param(lambda onnx: onnx.write_bytes(b"no model"), id="damaged"),
    ],
)
def test_an_encoder_that_cannot_be_used(coach, tmp_path, monkeypatch, spoil):
    spoil(tmp_path / "encoder.onnx")
    monkeypatch.setattr("coach.embedding.encoder.ENCODER", tmp_path / "encoder.onnx")

    done = coach("score", truth_file("target"), truth_file("good"), "--data", tmp_path)

    assert done.refused
    assert "encoder.onnx" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["dance"], id="unknown-command"),
        pytest.param(["score"], id="too-few"),
        pytest.param(["score", "a.mp4", "b.mp4", "--people", "3"], id="three-people"),
        pytest.param(["score", "a.mp4", "b.mp4", "--people", "many"], id="not-a-number"),
        pytest.param(["score", "a.mp4", "b.mp4", "--louder"], id="unknown-option"),
        pytest.param(["keypoints", str(TARGET), "-o", "x.npz", "--rate", "0"], id="rate-of-0"),
        pytest.param(["keypoints", str(TARGET), "-o", "x.npz", "--rate", "nan"], id="rate-of-nan"),
        pytest.param(["pck", str(truth_file("good")), str(truth_file("good")), "--alpha", "7"],
                     id="alpha-of-7"),
        pytest.param(["keypoints", str(truth_file("good")), "-o", "x.docx"], id="unknown-format"),
        pytest.param(["keypoints", str(truth_file("good")), "-o", "nowhere/x.npz"], id="no-folder"),
        pytest.param(["score", str(truth_file("target")), str(truth_file("good")),
                      "--report", "x.docx"], id="unknown-report"),
        pytest.param(["score", str(truth_file("target")), str(truth_file("good")),
                      "--json", "nowhere/x.json"], id="no-folder-for-json"),
    ],
)  # fmt: skip
def test_an_argument_that_makes_no_sense(coach, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)

    done = coach(*arguments)

    assert done.refused, done
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["score", "{tmp}/bad.mp4", str(TARGET)], id="unreadable-video"),
        pytest.param(["follow", str(TARGET), "--camera", "99", "--exit"], id="no-camera"),
        pytest.param(["score", str(truth_file("target")), "{tmp}/bad.json"], id="16-points"),
        pytest.param(["keypoints", str(TARGET), "-o", "{tmp}/x.npz"], id="no-model"),
        pytest.param(["dance"], id="unknown-command"),
    ],
)
def test_a_real_process_says_one_line_and_leaves_with_2(tmp_path, request, arguments):
    (tmp_path / "bad.mp4").write_bytes(b"no film " * 500)
    keypoints_of_16(tmp_path / "bad.json")
    program = COACH
    if "no-model" in request.node.name:
        moved = f"import pathlib, coach.paths; coach.paths.MODELS = pathlib.Path({str(tmp_path)!r})"
        program = f"{moved}; {COACH}"

    done = subprocess.run(
        [sys.executable, "-c", program, *(part.format(tmp=tmp_path) for part in arguments)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "COACH_DATA": str(tmp_path / "data")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("coach: ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
