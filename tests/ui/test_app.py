"""The app without hands: sessions from the command line, statistics, pictures, exit status."""

from __future__ import annotations

import json
import logging
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType

from coach.errors import CameraNotFound
from coach.paths import DEMO
from coach.storage import Store
from coach.texts import Texts
from tests.ui import scripted
from ui import app
from ui.autopilot import Autopilot
from ui.engine import CameraOption
from ui.follow.guidance import COUNTDOWN_S
from ui.follow.view import Stage
from ui.options import AppOptions
from ui.wiring import RealEngine, StillPreview


def pilot_of(open_window, **options):
    """A window with its autopilot; both begin when the event loop runs."""
    window = open_window(**options)
    pilot = Autopilot(window, AppOptions(**options))
    window.ready.emit()
    return window, pilot


def test_a_session_begins_by_itself_writes_figures_and_leaves(
    qtbot, open_window, engine, video, tmp_path, clock
):
    engine.target_changes = {"duration": 1.2}
    stats, shots = tmp_path / "stats.json", tmp_path / "shots"
    shots.mkdir()
    window, pilot = pilot_of(
        open_window, target=video, start=True, exit_at_end=True, stats=str(stats), screenshots=shots
    )
    qtbot.waitUntil(lambda: window.controller.stage is Stage.COUNTDOWN)
    clock.now += COUNTDOWN_S

    qtbot.waitUntil(lambda: not window.isVisible())

    assert pilot.status == 0
    assert json.loads(stats.read_text())["scored"] == 30
    assert sorted(p.stem for p in shots.iterdir()) == [
        "follow_1", "follow_2", "follow_3", "report", "start",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("camera_error", "name"),
    [
        pytest.param(CameraNotFound("7"), "squats.mp4", id="no-camera"),
        pytest.param(None, "gone.mp4", id="no-video"),
    ],
)
def test_a_session_that_cannot_be_held_ends_with_a_sentence(
    qtbot, open_window, engine, video, capsys, camera_error, name
):
    engine.camera_error = camera_error
    window, pilot = pilot_of(
        open_window, target=video.with_name(name), start=True, exit_at_end=True, language="en"
    )

    qtbot.waitUntil(lambda: not window.isVisible())

    assert pilot.status == 2
    error = capsys.readouterr().err
    assert error.startswith("coach: ")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("kind", "message", "level"),
    [
        pytest.param(QtMsgType.QtWarningMsg, "something odd", logging.WARNING, id="warning"),
        pytest.param(QtMsgType.QtInfoMsg, "chatter", logging.DEBUG, id="info"),
        pytest.param(
            QtMsgType.QtWarningMsg,
            "PulseAudioService: pa_context_connect() failed",
            logging.DEBUG,
            id="no-sound",
        ),
    ],
)
def test_messages_of_qt_go_to_the_log(caplog, kind, message, level):
    with caplog.at_level(logging.DEBUG, logger="qt"):
        app._log_message(kind, QMessageLogContext(), message)

    assert [record.levelno for record in caplog.records] == [level]


@pytest.fixture
def real(tmp_path):
    made = RealEngine(tmp_path / "data")
    yield made
    made.close()


@pytest.mark.skipif(not (DEMO / "target.mp4").exists(), reason="needs the demo clips")
class TestRealEngine:
    def test_the_demo_workout_is_always_there(self, real):
        (demo,) = real.library.load()

        assert demo.is_demo
        assert demo.video.duration == pytest.approx(44.7, abs=1)
        assert real.library.picture(demo).stat().st_size > 1000

    def test_who_has_no_camera_can_watch_the_demo_person(self, real):
        demo = real.cameras()[-1]

        assert demo.is_demo
        preview = real.open_preview(demo)
        assert isinstance(preview, StillPreview)
        assert preview.latest(-1) is not None
        assert preview.latest(0) is None

    def test_a_camera_that_is_not_there_is_the_users_to_mend(self, real):
        with pytest.raises(CameraNotFound):
            real.open_preview(CameraOption("93", ""))

    def test_the_report_is_written_in_the_language(self, real, tmp_path):
        outcome = real.report.newest(scripted.result(), {})
        real.report.save(outcome, tmp_path / "report.html", "ko")

        assert "운동 리포트" in (tmp_path / "report.html").read_text(encoding="utf-8")

    def test_a_video_that_was_opened_is_in_the_library(self, qtbot, real, video):
        target = real.open_target(video, Texts("en"))
        target.close()
        qtbot.waitUntil(lambda: "analysis" not in {t.name for t in threading.enumerate()})

        assert [item.video.path for item in real.library.load()][-1] == Path(video)


def test_a_session_goes_into_the_diary_by_itself(real, tmp_path):
    target = scripted.ScriptedTarget(tmp_path / "squats.mp4")
    target.content_hash = "ab12"
    recorder = real._record(target, 1, (), (640, 480), ())
    result = scripted.result()
    recorder.finish(result)

    for _ in range(2):
        real.keep_in_diary(result)

    with Store(tmp_path / "data") as store:
        entries = store.entries()
    assert [e.exercise for e in entries] == ["squat", "lateral_raise", "standing_knee_raise"]
    assert [e.repetitions for e in entries] == [12, 9, 5]


def test_a_session_without_a_record_is_not_in_the_diary(real, tmp_path):
    real.keep_in_diary(scripted.result())

    with Store(tmp_path / "data") as store:
        assert store.entries() == ()


def test_an_error_in_a_slot_or_a_thread_is_logged_and_told(qtbot, qapp, window, caplog):
    def fault():
        raise KeyError("inside")

    told = []
    window.jobs.broke.connect(lambda error, vital: told.append((str(error), vital)))
    with app.BugsLogged(qapp, AppOptions(), window.jobs.broke):
        for _ in range(3):  # as at every frame of a film
            try:
                fault()
            except KeyError:
                sys.excepthook(*sys.exc_info())
        thread = threading.Thread(target=fault, name="analysis")
        thread.start()
        thread.join()
        qtbot.waitUntil(lambda: len(told) == 2)

    messages = [record.message for record in caplog.records]
    assert messages.count("an error inside the app") == 1
    assert "the thread analysis broke" in messages
    assert told == [("'inside'", False)] * 2
    assert window.library.banner.sentence == Texts("en")("ui_bug")
