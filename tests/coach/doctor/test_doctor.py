"""What the doctor finds wrong, each thing by itself."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from coach.doctor import State, checks, examine, line_of, machine, report_for_help, screen, speed
from coach.doctor.check import Check, Words
from coach.errors import CameraNotFound, ModelDamaged
from coach.logbook import FILE
from coach.texts import LANGUAGES, Texts, load_texts

TEXTS = Texts("en")
WORDS = Words(TEXTS)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
FOUND = {
    "qt": "6.11.3", "platform": "xcb", "plays": True, "outputs": ["Speakers"],
    "voices": ["en", "ko"], "font": "Pretendard", "korean": True,
}  # fmt: skip


def states(found) -> dict[str, State]:
    return {check.key: check.state for check in found}


@pytest.mark.parametrize(
    ("check", "state"),
    [
        pytest.param(machine.cores_check(4, WORDS), State.OK, id="cores"),
        pytest.param(machine.cores_check(1, WORDS), State.WARNING, id="one-core"),
        pytest.param(machine.memory_check(6.0, WORDS), State.OK, id="memory"),
        pytest.param(machine.memory_check(0.5, WORDS), State.WARNING, id="little-memory"),
        pytest.param(machine.memory_check(None, WORDS), State.OK, id="memory-that-is-not-told"),
        pytest.param(machine.room_check(20.0, WORDS), State.OK, id="room"),
        pytest.param(machine.room_check(0.5, WORDS), State.WARNING, id="little-room"),
        pytest.param(machine.room_check(0.05, WORDS), State.WRONG, id="full-disk"),
        pytest.param(machine.clock_check(NOW, None, WORDS), State.OK, id="clock"),
        pytest.param(
            machine.clock_check(datetime(1970, 1, 2, tzinfo=UTC), None, WORDS), State.WARNING,
            id="empty-battery",
        ),
        pytest.param(
            machine.clock_check(NOW, NOW + timedelta(hours=14), WORDS), State.OK, id="travelled",
        ),
        pytest.param(
            machine.clock_check(NOW, NOW + timedelta(days=3), WORDS), State.WARNING,
            id="set-back",
        ),
        pytest.param(
            speed.judged({"lite": 80.0, "full": 60.0, "heavy": 19.0}, WORDS), State.OK, id="fast",
        ),
        pytest.param(
            speed.judged({"lite": 20.0, "full": 15.0, "heavy": 5.0}, WORDS), State.WARNING,
            id="slow",
        ),
        pytest.param(
            speed.judged({"lite": 4.0, "full": 3.0, "heavy": 1.0}, WORDS), State.WRONG,
            id="far-too-slow",
        ),
    ],
)  # fmt: skip
def test_the_machine(check, state):
    assert check.state is state
    assert bool(check.advice) is (state is not State.OK)


def test_the_model_that_suits_is_the_best_that_keeps_up():
    found = speed.judged({"lite": 80.0, "full": 60.0, "heavy": 19.0}, WORDS)

    assert (
        found.detail
        == "lite 80, full 60, heavy 19 pictures a second; live, “full” suits this machine"
    )


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        pytest.param({}, {}, id="all-well"),
        pytest.param({"plays": False}, {"player": State.WARNING}, id="no-player"),
        pytest.param({"outputs": []}, {"sound": State.WARNING}, id="no-sound"),
        pytest.param({"voices": ["ko"]}, {"voices": State.WARNING}, id="another-voice"),
        pytest.param({"voices": []}, {"voices": State.WARNING}, id="no-voice"),
        pytest.param({"korean": False}, {"fonts": State.WARNING}, id="no-korean"),
    ],
)
def test_the_screen(changed, wrong):
    found = list(screen.screen_checks(FOUND | changed, WORDS))

    assert {key: state for key, state in states(found).items() if state is not State.OK} == wrong
    assert len(found) == 5


def test_an_app_that_cannot_be_loaded_is_told_with_what_to_install():
    (check,) = screen.screen_checks({"missing": "libEGL.so.1: no such file"}, WORDS)

    assert (check.key, check.state) == ("app", State.WRONG)
    assert "libEGL.so.1" in check.detail
    assert "libegl1" in check.advice


def test_an_app_that_is_not_there_does_not_end_the_doctor(monkeypatch):
    monkeypatch.setattr(screen, "_ask", ask_nobody)

    assert screen.AppAsked().answer() == {"missing": "No module named 'no_such_app'"}


def test_a_library_that_ends_the_process_that_asks_does_not_end_the_doctor(monkeypatch):
    monkeypatch.setattr(screen, "_ask", ask_and_die)

    found = screen.AppAsked().answer()

    assert found["missing"].startswith("exit status -")


def ask_nobody(pipe):
    """As where the app is not installed."""
    screen.FINDINGS = "no_such_app"
    ASK(pipe)


def ask_and_die(pipe):
    """As a library of the system does that finds no screen."""
    os.abort()


ASK = screen._ask


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    def refuse(dir):
        raise PermissionError(13, "Permission denied")

    good = machine.folder_check(tmp_path / "not" / "there", WORDS)
    monkeypatch.setattr(machine.tempfile, "TemporaryFile", refuse)
    bad = machine.folder_check(tmp_path, WORDS)

    assert (good.state, bad.state) == (State.OK, State.WRONG)
    assert not (tmp_path / "not").exists()
    assert "Permission denied" in bad.detail


@pytest.mark.parametrize(
    ("content", "state"),
    [
        pytest.param(None, State.OK, id="none"),
        pytest.param('{"theme": "dark"}', State.OK, id="sound"),
        pytest.param("{", State.WARNING, id="cut-off"),
        pytest.param("[]", State.WARNING, id="no-settings"),
    ],
)
def test_the_settings(tmp_path, content, state):
    if content is not None:
        (tmp_path / "settings.json").write_text(content)

    assert checks._settings(tmp_path, WORDS).state is state


def test_a_database_that_is_damaged_is_wrong_and_tells_how_to_mend_it(tmp_path):
    (tmp_path / "coach.sqlite3").write_bytes(b"no database " * 100)

    check, newest = checks._database(tmp_path, WORDS)

    assert check.state is State.WRONG
    assert newest is None


def test_a_model_that_is_damaged_is_wrong(monkeypatch, tmp_path):
    (tmp_path / "encoder.onnx").write_bytes(b"another one")
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  encoder.onnx\n")
    monkeypatch.setattr(checks, "MODELS", tmp_path)

    check = WORDS.asked("models", checks._models)

    assert check.state is State.WRONG
    assert "encoder.onnx" in check.detail


class Camera:
    """A camera of the test: gives so many pictures, or none."""

    def __init__(self, pictures: int) -> None:
        self.frames = iter([SimpleNamespace(index=i, size=(640, 480)) for i in range(pictures)])
        self.ended, self.lost, self.closed = False, None, False

    def latest(self, after, timeout):
        frame = next(self.frames, None)
        self.ended = frame is None
        return frame

    def close(self):
        self.closed = True


@pytest.mark.parametrize(
    ("pictures", "words"),
    [
        pytest.param(46, "640×480, 30 pictures a second", id="gives-pictures"),
        pytest.param(0, "no picture within 5 seconds", id="gives-none"),
    ],
)
def test_a_camera_is_tried_when_asked_for(monkeypatch, pictures, words):
    camera = Camera(pictures)
    monkeypatch.setattr(checks, "open_camera", lambda spec: camera)

    found = checks._tried("0", TEXTS, clock=lambda: 0.0)

    assert words in found
    assert camera.closed


def test_a_camera_that_cannot_be_opened_is_wrong(monkeypatch):
    def refuse(spec):
        raise CameraNotFound(spec)

    monkeypatch.setattr(checks, "open_camera", refuse)

    check = WORDS.asked("camera", lambda: checks._tried("7", TEXTS))

    assert check.state is State.WRONG
    assert "“7”" in check.detail


@pytest.fixture
def quick(monkeypatch):
    """An examination without what takes seconds."""
    asked = SimpleNamespace(answer=lambda: FOUND, close=lambda: None)
    monkeypatch.setattr(checks, "AppAsked", lambda: asked)
    monkeypatch.setattr(checks, "_pose", lambda texts: "found")
    monkeypatch.setattr(checks, "_models", lambda: "lite")


@pytest.mark.usefixtures("quick")
def test_everything_is_looked_at_and_nothing_is_made(tmp_path):
    found = list(examine(tmp_path / "data", TEXTS, speed=False))

    assert [check.key for check in found] == [
        "program", "libraries", "models", "encoder", "pose", "codecs", "demo", "app", "player",
        "sound", "voices", "fonts", "cameras", "database", "settings", "cores", "memory", "room",
        "folder", "clock",
    ]  # fmt: skip
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_words(language):
    texts = load_texts(language)
    named = {key.removesuffix("_advice") for key in texts if key.endswith("_advice")}

    assert {key for key in named if key.startswith("doctor_")} <= texts.keys()


@pytest.mark.usefixtures("quick")
def test_the_report_for_help_is_private(tmp_path):
    data = tmp_path / "Jane Müller"
    data.mkdir()
    (data / FILE).write_text("2026-11-21 ERROR coach.session it broke off\n", encoding="utf-8")

    report = report_for_help(data, examine(data, TEXTS, speed=False), TEXTS)

    assert report.startswith("Coach 0.")
    assert "✓ Codecs" in report or "✓ Video codecs" in report
    assert report.endswith("End of the log:\n2026-11-21 ERROR coach.session it broke off\n")
    assert "Jane" not in report
    assert "Müller" not in report
    assert str(tmp_path) not in report


def test_a_line_says_what_and_what_to_do():
    check = Check("memory", State.WARNING, "0.5 GB free", "Close other programs.")

    assert line_of(check, TEXTS) == "! Memory: 0.5 GB free. Close other programs."


def test_an_error_of_the_user_is_a_line():
    def damaged():
        raise ModelDamaged(checks.MODELS / "encoder.onnx", "sha256")

    assert "damaged" in line_of(WORDS.asked("encoder", damaged), TEXTS)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="told elsewhere in other ways")
def test_linux_tells_how_much_memory_is_free():
    assert 0 < machine.free_memory() < 10_000


def test_the_json_of_the_command(monkeypatch, capsys, tmp_path):
    from coach.cli import doctor, main

    found = [Check("cores", State.OK, "4"), Check("app", State.WRONG, "no", "install")]
    monkeypatch.setattr(doctor, "examine", lambda *_, **__: iter(found))

    status = main(["doctor", "--json", "-", "--data", str(tmp_path)])

    said = json.loads(capsys.readouterr().out)
    assert status == 1
    assert said["ok"] is False
    assert said["checks"][1] == {
        "key": "app", "state": "wrong", "detail": "no", "advice": "install"
    }  # fmt: skip
