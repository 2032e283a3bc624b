"""Claps and falls, from the engine's states to the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coach.session import Alarm
from coach.texts import Texts
from tests.ui import scripted
from ui.follow.guidance import COUNTDOWN_S
from ui.follow.view import Stage

EN = Texts("en")


def stage_is(window, stage):
    return lambda: window.controller.stage is stage


def send(window, engine, **changes):
    """A state of the session, as if a camera frame had been looked at."""
    engine.sessions[-1].send(scripted.live_state((scripted.person(80.0),), **changes))


@pytest.fixture
def ready(qtbot, window, video):
    """A window whose follow screen waits for the start."""
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))
    return window


@pytest.fixture
def running(qtbot, ready, clock):
    """A window in the middle of a session."""
    ready.controller.press_start()
    clock.now += COUNTDOWN_S
    ready.controller.tick()
    qtbot.waitUntil(stage_is(ready, Stage.RUNNING))
    return ready


@pytest.fixture
def asked(qtbot, running, engine, clock):
    """A window that asks whether all is well, for ten seconds."""
    send(running, engine, alarm=Alarm(0, clock.now + 10.0, is_off=False))
    qtbot.waitUntil(running.follow.alarm.isVisible)
    return running


def test_two_claps_start(qtbot, ready, engine):
    send(ready, engine, clapped_at=3.0)

    qtbot.waitUntil(stage_is(ready, Stage.COUNTDOWN))


def test_two_claps_pause_and_go_on(qtbot, running, engine):
    send(running, engine, clapped_at=3.0)
    qtbot.waitUntil(stage_is(running, Stage.PAUSED))

    send(running, engine, clapped_at=6.0)

    qtbot.waitUntil(stage_is(running, Stage.RUNNING))


def test_the_same_claps_in_the_next_state_are_not_obeyed_again(qtbot, running, engine):
    send(running, engine, clapped_at=3.0)
    qtbot.waitUntil(stage_is(running, Stage.PAUSED))

    with qtbot.waitSignal(running.controller.state_arrived):
        send(running, engine, clapped_at=3.0)

    assert running.controller.stage is Stage.PAUSED


def test_claps_while_counting_down_change_nothing(qtbot, ready, engine):
    ready.controller.press_start()

    with qtbot.waitSignal(ready.controller.state_arrived):
        send(ready, engine, clapped_at=3.0)

    assert ready.controller.stage is Stage.COUNTDOWN


@pytest.mark.parametrize("name", ["claps", "falls"])
def test_what_is_switched_off_is_not_asked_of_the_engine(qtbot, window, engine, video, name):
    window.choices.keep(**{name: False})
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))

    assert engine.sessions[-1].watching == (name != "claps", name != "falls")


def test_without_claps_nothing_speaks_of_them(qtbot, window, video):
    window.choices.keep(claps=False)
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))

    assert window.setup.hint.text() == EN("setup_start_key")


def test_a_run_without_hands_watches_for_neither(qtbot, open_window, engine, video):
    window = open_window(language="en", exit_at_end=True)
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))

    assert engine.sessions[-1].watching == (False, False)


def test_a_fall_stops_the_video_and_asks(asked):
    view = asked.follow._view.alarm

    assert asked.controller.stage is Stage.PAUSED
    assert (view.title, view.left) == (EN("ui_alarm_ask"), EN("alarm_left", seconds=10))
    assert asked.follow._view.curtain is None
    assert asked.follow._view.cue == ""
    assert not asked.follow.alarm.hush.isVisible()
    assert asked.follow.alarm.button.hasFocus()


def test_a_fall_while_counting_down_stops_the_countdown(qtbot, ready, engine, clock):
    ready.controller.press_start()
    send(ready, engine, alarm=Alarm(0, clock.now + 10.0, is_off=False))

    qtbot.waitUntil(stage_is(ready, Stage.READY))


def test_the_seconds_to_answer_in_run_down(asked, clock):
    clock.now += 3.2
    asked.controller.tick()

    assert asked.follow._view.alarm.left == EN("alarm_left", seconds=7)


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape], ids=["space", "enter", "esc"]
)
def test_any_likely_key_is_an_answer(asked, engine, key):
    QTest.keyClick(asked.follow.alarm.button, key)

    assert "dismiss_alarm" in engine.sessions[-1].calls
    assert not asked.follow.alarm.isVisible()
    assert asked.controller.stage is Stage.PAUSED


def test_who_has_answered_is_not_asked_again_by_a_late_state(qtbot, asked, engine, clock):
    due = asked.controller._run.attention.alarm.due
    asked.follow.alarm.button.click()

    with qtbot.waitSignal(asked.controller.state_arrived):
        send(asked, engine, alarm=Alarm(0, due, is_off=False))

    assert not asked.follow.alarm.isVisible()


def test_who_gets_up_is_left_alone(qtbot, asked, engine):
    send(asked, engine, alarm=None)

    qtbot.waitUntil(lambda: not asked.follow.alarm.isVisible())
    assert asked.follow.target.curtain.button.hasFocus()


@pytest.mark.parametrize("name", ["button", "hush"])
def test_without_an_answer_the_alarm_goes_off_until_there_is_one(qtbot, asked, engine, name):
    due = asked.controller._run.attention.alarm.due
    send(asked, engine, alarm=Alarm(0, due, is_off=True))
    qtbot.waitUntil(lambda: asked.follow._view.alarm.is_loud)
    assert asked.follow._view.alarm.answers == EN("alarm_answers")
    assert asked.follow.alarm.hush.isVisible()

    getattr(asked.follow.alarm, name).click()

    assert "dismiss_alarm" in engine.sessions[-1].calls
    assert not asked.follow.alarm.isVisible()


def test_the_question_covers_the_screen_of_any_size(qtbot, asked):
    asked.resize(1500, 900)
    qtbot.waitUntil(lambda: asked.follow.alarm.size() == asked.follow.size())
