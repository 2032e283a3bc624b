"""A computer that sleeps while somebody trains, and clocks on the wall that are set."""

from __future__ import annotations

import time

import pytest

from tests.ui.conftest import Clock
from tests.ui.test_setup import stage_is
from ui.follow.awake import SLEPT_S, Awake, sleeping_seconds
from ui.follow.guidance import COUNTDOWN_S
from ui.follow.view import Stage


@pytest.fixture
def running(qtbot, opened, clock):
    """A session that runs, with a clock that sleeps when the test says so."""
    opened.training.awake._clock = clock
    opened.controller.press_start()
    clock.now += COUNTDOWN_S
    qtbot.waitUntil(stage_is(opened, Stage.RUNNING))
    opened.training.awake.look()
    return opened


def test_after_sleep_the_session_waits(running, engine, clock):
    clock.now += 600.0
    running.training.awake.look()

    assert running.controller.stage is Stage.PAUSED
    assert engine.sessions[0].calls[-1] == "pause"

    running.controller.toggle_pause()
    assert running.controller.stage is Stage.RUNNING
    assert engine.sessions[0].calls[-1] == "resume"


def test_what_is_no_sleep_pauses_nothing(running, clock):
    clock.now += SLEPT_S - 0.1
    running.training.awake.look()

    assert running.controller.stage is Stage.RUNNING


def test_a_pause_stays_one_after_sleep(running, clock):
    running.controller.toggle_pause()
    clock.now += 600.0
    running.training.awake.look()

    assert running.controller.stage is Stage.PAUSED


def test_sleep_before_it_was_watched_is_nobodys_business(qtbot):
    clock = Clock()
    awake = Awake(clock)
    clock.now += 600.0
    awake.watch(True)

    with qtbot.assertNotEmitted(awake.woke):
        awake.look()
    awake.watch(False)


def test_a_clock_on_the_wall_that_is_set_is_no_sleep(monkeypatch):
    before = sleeping_seconds()
    monkeypatch.setattr(time, "time", lambda: 0.0)

    assert 0.0 <= sleeping_seconds() - before < SLEPT_S
