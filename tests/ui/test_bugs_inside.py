"""A bug of ours while somebody trains, and closing the window while something still runs."""

from __future__ import annotations

import time

import pytest

from coach.texts import Texts
from tests.ui.test_setup import stage_is
from ui.follow.guidance import COUNTDOWN_S
from ui.follow.view import Stage

EN = Texts("en")
PATIENCE_S = 10.0


def fail():
    raise ZeroDivisionError("a bug")


@pytest.fixture
def running(qtbot, opened, clock):
    """A session that runs."""
    opened.controller.press_start()
    clock.now += COUNTDOWN_S
    qtbot.waitUntil(stage_is(opened, Stage.RUNNING))
    return opened


def test_a_bug_in_the_background_is_told_after_the_training(qtbot, running, caplog):
    with qtbot.waitSignal(running.jobs.broke):
        running.jobs.do(fail, print)
    assert running.controller.stage is Stage.RUNNING
    assert running.page is running.follow

    with qtbot.waitSignal(running.finished):
        running.controller.stop()

    assert running.page is running.report
    assert running.report.banner.sentence == EN("ui_bug")
    assert "a bug" in caplog.text


def test_who_leaves_the_set_up_is_told_in_the_library(qtbot, opened, caplog):
    with qtbot.waitSignal(opened.jobs.broke):
        opened.jobs.do(fail, print)
    assert opened.page is opened.setup

    opened.setup.back.click()

    assert opened.page is opened.library
    assert opened.library.banner.sentence == EN("ui_bug")


def test_a_bug_in_the_session_itself_ends_it(qtbot, running, engine, caplog):
    engine.sessions[0].result = fail

    with qtbot.waitSignal(running.stopped):
        running.controller.stop()

    assert running.page is running.library
    assert running.library.banner.sentence == EN("ui_bug")


def test_a_video_may_be_opened_after_a_bug_in_opening_one(qtbot, window, engine, video, caplog):
    opening, engine.open_target = engine.open_target, lambda path, texts: fail()
    with qtbot.waitSignal(window.stopped):
        window.open_video(video)
    assert window.library.banner.sentence == EN("ui_bug")

    engine.open_target = opening
    window.open_video(video)

    qtbot.waitUntil(stage_is(window, Stage.READY))


def test_the_window_is_gone_while_a_job_still_runs(qtbot, window):
    seen = []

    def lasting():
        until = time.monotonic() + PATIENCE_S
        while window.isVisible() and time.monotonic() < until:
            time.sleep(0.001)
        seen.append(window.isVisible())

    window.jobs.tidy(lasting)
    window.close()

    assert seen == [False]
