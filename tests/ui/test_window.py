"""The flows of the app on its real widgets, with a scripted engine and a real video."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QWidget

from coach.texts import Texts
from coach.types import Cue
from tests.ui import scripted
from tests.ui.scripted_library import shelved
from ui.follow.guidance import COUNTDOWN_S
from ui.follow.view import PlayerView, Stage
from ui.kit.bands import Band
from ui.settings import load_settings

EN = Texts("en")


def drop(widget: QWidget, path: Path) -> None:
    """Drag a file onto a widget and let it go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    how = (
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    widget.dragEnterEvent(QDragEnterEvent(QPoint(20, 20), *how))
    widget.dropEvent(QDropEvent(QPointF(20, 20), *how))


def stage_is(window, stage):
    return lambda: window.controller.stage is stage


@pytest.fixture
def ready(qtbot, window, video):
    """A window whose set-up screen waits for the start."""
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))
    return window


@pytest.fixture
def running(qtbot, ready, clock):
    """A window in the middle of a session; its video stands still after the first pictures."""
    key(ready, Qt.Key.Key_Space)
    clock.now += COUNTDOWN_S
    ready.controller.tick()
    qtbot.waitUntil(stage_is(ready, Stage.RUNNING))
    return ready


def key(window, code):
    QTest.keyClick(window.focusWidget() or window.page, code)


# -- start ----------------------------------------------------------------------------


def test_a_dropped_video_is_followed(qtbot, window, engine, video):
    drop(window.library, video)

    qtbot.waitUntil(lambda: window.page is window.setup)
    assert engine.targets[0].path == video


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("notes.txt", "cannot be played", id="not-a-video"),
        pytest.param("gone.mp4", "There is no file", id="missing"),
    ],
)
def test_a_file_that_cannot_be_followed_gets_a_sentence_and_the_app_stays(
    qtbot, window, tmp_path, name, words
):
    (tmp_path / "notes.txt").write_text("hello")
    drop(window.library, tmp_path / name)

    qtbot.waitUntil(lambda: name in window.library.banner.sentence)
    assert words in window.library.banner.sentence
    assert window.page is window.library
    assert window.library.bar.isEnabled()


def test_a_card_opens_its_video(qtbot, open_window, engine, video):
    engine.library.items["squats"] = item = shelved("squats", path=video)
    window = open_window()
    grid = window.library.grid
    qtbot.waitUntil(lambda: item in window.library.model.items)

    place = grid.visualRect(grid.shelf.index(grid.shelf.row_of("squats"))).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)

    qtbot.waitUntil(lambda: window.page is window.setup)


def test_somebody_new_begins_with_the_demo_workout(qtbot, open_window, engine, video):
    engine.library.items["demo"] = shelved("demo", path=video, is_demo=True)
    window = open_window(language="en")
    start = window.library.hero.start
    qtbot.waitUntil(lambda: EN("ui_demo_workout") in start.accessibleName())

    QTest.mouseClick(start, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: window.page is window.setup)


def test_a_video_that_nobody_waits_for_any_more_is_closed(qtbot, window, engine, video):
    gate, opening = threading.Event(), engine.open_target

    def slowly(path, texts):
        gate.wait(10)
        return opening(path, texts)

    engine.open_target = slowly
    window.open_video(video)
    assert window.library.hero.cancel.isVisibleTo(window.library.hero)
    window.training.give_up()
    assert window.library.bar.isEnabled()
    gate.set()

    qtbot.waitUntil(lambda: bool(engine.targets) and engine.targets[-1].closed)
    assert window.page is window.library


def test_a_bug_in_a_video_that_nobody_waits_for_breaks_nothing(qtbot, window, engine, video):
    begun, gate, opening = threading.Event(), threading.Event(), engine.open_target
    told = []
    window.jobs.broke.connect(lambda _, vital: told.append(vital))

    def broken(*_):
        begun.set()
        gate.wait(10)
        raise KeyError("inside")

    engine.open_target = broken
    window.open_video(video)
    assert begun.wait(10)
    window.training.give_up()
    engine.open_target = opening
    window.open_video(video)
    gate.set()

    qtbot.waitUntil(lambda: window.page is window.setup)
    assert told == [False]


def test_the_focus_stays_while_a_video_is_opened(window):
    window.activateWindow()
    window.library.hero.start.setFocus()
    window.library.tell("A sentence with a button to close it.")
    window.library.show_busy(True)
    assert window.focusWidget() is window.library

    window.library.show_busy(False)
    assert window.focusWidget() is window.library.hero.start


def test_the_file_dialogue_opens_a_video(qtbot, window, video, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(video)], ""))
    QTest.keyClick(window.library, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)

    qtbot.waitUntil(lambda: window.page is window.setup)


def test_the_language_changes_at_once_and_is_remembered(qtbot, window, tmp_path):
    QTest.mouseClick(window.nav.button("preferences"), Qt.MouseButton.LeftButton)
    languages = window.preferences.control("language").widget
    QTest.mouseClick(languages.button("ko"), Qt.MouseButton.LeftButton)

    assert window.library.steps.open.text().strip() == "영상 열기"
    qtbot.waitUntil(lambda: load_settings(tmp_path / "settings.json").language == "ko")


def test_the_palette_changes_at_once(window, qapp):
    window.choices.keep(theme="light")

    assert window.settings.theme == "light"
    assert "#F6F7F9" in qapp.styleSheet()


# -- follow ---------------------------------------------------------------------------


def test_from_the_video_to_the_report(qtbot, ready, engine, clock, video):
    key(ready, Qt.Key.Key_Space)
    assert ready.follow.target.countdown == f"{COUNTDOWN_S}"
    clock.now += COUNTDOWN_S - 1.5
    ready.controller.tick()
    assert ready.follow.target.countdown == "2"
    clock.now += 1.5
    ready.controller.tick()

    with qtbot.waitSignal(ready.finished):
        pass

    session = engine.sessions[0]
    assert ready.page is ready.report
    assert session.calls[:2] == ["open", "start"]
    assert session.calls.index("finish") < session.calls.index("result")
    assert engine.kept == [ready.report.result]
    qtbot.waitUntil(lambda: session.calls[-1] == "close")
    assert engine.targets[0].closed


def test_the_playhead_is_fed_with_the_time_of_every_picture(qtbot, running, engine):
    told = engine.sessions[0].playhead.told
    qtbot.waitUntil(lambda: sum(playing for _, playing in told) > 5)

    times = [time for time, playing in told if playing]
    assert times == sorted(times)
    assert all(abs(time * 30 - round(time * 30)) < 0.01 for time in times)


def test_scores_and_skeletons_are_shown_and_the_engine_hears_of_it(qtbot, running, engine):
    session = engine.sessions[0]
    running.controller.toggle_pause()
    state = scripted.live_state((scripted.person(87.0, cue=Cue("bend_knee", "both", 20.0)),))
    session.send(state)

    qtbot.waitUntil(lambda: session.painted == [state.frame])
    running.controller.tick()
    assert running.follow.scores[0].accessibleName() == "87 good"


def test_many_states_wake_the_window_with_the_newest_only(qtbot, running, engine):
    session = engine.sessions[0]
    arrived = []
    running.controller.state_arrived.connect(arrived.append)
    states = [scripted.live_state((scripted.person(float(i)),)) for i in range(5)]
    for state in states:
        session.send(state)

    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == [states[-1]]


def test_space_pauses_and_goes_on(qtbot, running, engine):
    key(running, Qt.Key.Key_Space)
    assert running.controller.stage is Stage.PAUSED
    assert not running.player.playing

    key(running, Qt.Key.Key_Space)
    assert running.controller.stage is Stage.RUNNING
    assert engine.sessions[0].calls[-2:] == ["pause", "resume"]


@pytest.mark.parametrize(
    ("code", "speed"),
    [
        pytest.param(Qt.Key.Key_Plus, 1.1, id="faster"),
        pytest.param(Qt.Key.Key_Minus, 0.9, id="slower"),
    ],
)
def test_keys_change_the_speed(running, code, speed):
    key(running, code)

    assert running.player.rate == pytest.approx(speed)
    assert running.follow.speed.text() == f"{speed:.1f}×"


def test_the_button_says_what_it_does(qtbot, ready, clock):
    assert ready.setup.start.text().strip() == EN("ui_start")
    assert not ready.follow.restart.isEnabled()

    QTest.mouseClick(ready.setup.start, Qt.MouseButton.LeftButton)
    clock.now += COUNTDOWN_S
    ready.controller.tick()
    qtbot.waitUntil(stage_is(ready, Stage.RUNNING))
    assert ready.follow.pause.text().strip() == EN("ui_pause")
    assert ready.follow.restart.isEnabled()

    QTest.mouseClick(ready.follow.pause, Qt.MouseButton.LeftButton)
    assert ready.follow.pause.text().strip() == EN("ui_resume")


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("people", [1, 2])
def test_nothing_moves_when_the_verdict_changes(qtbot, open_window, video, language, people):
    window = open_window(language=language, people=people)
    window.resize(1024, 640)
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))
    follow, places = window.follow, set()
    for band, score in ((Band.GOOD, "88"), (Band.OFF, "7"), (Band.NONE, "–")):
        view = PlayerView("x" if people > 1 else "", score, band, EN(band.word_key), "7 / 12")
        for block in follow.scores:
            block.tell(view)
        QApplication.processEvents()
        number = follow.scores[0].number
        assert number.width() >= number.sizeHint().width()
        places.add((follow.scores[0].geometry().getRect(), follow.chart.geometry().getRect()))

    assert len(places) == 1


def test_two_people_find_their_score_on_their_side_of_the_mirror(qtbot, open_window, video):
    window = open_window(language="en", people=2)
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))
    key(window, Qt.Key.Key_Space)
    QApplication.processEvents()

    first, second = window.follow.scores
    assert second.x() < first.x()


def test_the_speed_has_its_limits(ready):
    ready.controller.change_speed(-20)
    assert ready.controller.speed == 0.5
    ready.controller.change_speed(20)
    assert ready.controller.speed == 1.5


def test_the_mirror_key_goes_round_and_is_remembered(running, engine):
    for _ in range(3):
        key(running, Qt.Key.Key_M)

    asked = [call for call in engine.sessions[0].calls if call.startswith("mirror")]
    assert asked == ["mirror on", "mirror off", "mirror auto"]
    assert running.settings.mirror == "auto"


def test_restart_begins_again_with_a_countdown(qtbot, running, engine, clock):
    key(running, Qt.Key.Key_R)
    assert running.controller.stage is Stage.COUNTDOWN

    clock.now += COUNTDOWN_S
    running.controller.tick()
    qtbot.waitUntil(stage_is(running, Stage.RUNNING))
    assert engine.sessions[0].calls[-1] == "restart"


def test_escape_twice_ends_the_session_with_a_report(qtbot, running):
    key(running, Qt.Key.Key_Escape)
    assert running.controller.view.curtain.title == EN("follow_ending")
    with qtbot.waitSignal(running.finished):
        key(running, Qt.Key.Key_Escape)

    assert running.page is running.report


def test_escape_before_the_start_goes_back(qtbot, ready, engine):
    key(ready, Qt.Key.Key_Escape)

    assert ready.page is ready.library
    qtbot.waitUntil(lambda: engine.sessions[0].calls[-1] == "close")


def test_full_screen_goes_in_and_out(ready):
    key(ready, Qt.Key.Key_F)
    assert ready.isFullScreen()
    key(ready, Qt.Key.Key_F)
    assert not ready.isFullScreen()


def test_a_video_without_a_picture_is_given_up_with_a_sentence(qtbot, window, tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"not a video")
    window.open_video(tmp_path / "broken.mp4")

    qtbot.waitUntil(stage_is(window, Stage.FAILED), timeout=7000)
    assert window.setup.trouble.sentence == EN("ui_video_no_picture")
    assert not window.setup.start.isEnabled()


def test_the_video_waits_for_the_analysis(qtbot, window, engine, video):
    engine.target_changes = {"done": False, "ready_until": 0.0, "fraction": 0.1, "remaining_s": 5.0}
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.ANALYSING))
    window.controller.tick()
    assert window.controller.stage is Stage.ANALYSING

    engine.targets[0].done = True
    qtbot.waitUntil(stage_is(window, Stage.READY))


def test_where_the_analysis_ends_the_video_waits_and_goes_on(qtbot, running, engine):
    target = engine.targets[0]
    target.done, target.ready_until = False, 0.0
    running.controller.tick()
    assert running.controller.stage is Stage.CATCHING_UP
    assert not running.player.playing

    target.done = True
    running.controller.tick()
    assert running.controller.stage is Stage.RUNNING


def test_a_video_as_camera_begins_with_the_session(qtbot, open_window, engine, video, clock):
    window = open_window(camera=str(video))
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))
    assert "open" not in engine.sessions[0].calls

    window.controller.press_start()
    clock.now += COUNTDOWN_S
    window.controller.tick()
    qtbot.waitUntil(stage_is(window, Stage.RUNNING))
    assert engine.sessions[0].calls == ["open", "start"]


def test_closing_in_the_middle_lets_everything_go(qtbot, running, engine):
    running.close()

    assert engine.sessions[0].calls[-1] == "close"
    assert engine.targets[0].closed
    assert engine.closed


# -- report ---------------------------------------------------------------------------


@pytest.fixture
def reported(qtbot, running):
    with qtbot.waitSignal(running.finished):
        running.controller.stop()
    return running


def test_train_again_opens_the_same_video(qtbot, reported, engine, video):
    key(reported, Qt.Key.Key_R)

    qtbot.waitUntil(lambda: reported.page is reported.setup)
    assert [target.path for target in engine.targets] == [video, video]


def test_escape_leads_from_the_report_to_the_start(reported):
    key(reported, Qt.Key.Key_Escape)

    assert reported.page is reported.library


# -- access ---------------------------------------------------------------------------


@pytest.mark.parametrize("screen", ["library", "follow", "report"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_everything_that_can_be_used_has_a_name(qtbot, open_window, video, language, screen):
    window = open_window(language=language)
    page = getattr(window, screen)
    controls = [
        control
        for kind in (QAbstractButton, QComboBox)
        for control in page.findChildren(kind)
        if control.isVisibleTo(page) and control.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]

    assert controls
    assert [type(c).__name__ for c in controls if not c.accessibleName()] == []


def test_the_tab_key_reaches_every_control_of_the_start_screen(window):
    wanted = {
        window.library.hero.start,
        window.library.steps.open,
        window.nav.button("diary"),
        window.nav.button("preferences"),
    }
    window.activateWindow()
    reached = set()
    for _ in range(40):
        key(window, Qt.Key.Key_Tab)
        reached.add(window.focusWidget())

    assert wanted <= reached
