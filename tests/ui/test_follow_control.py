"""How a session is steered: countdown, presence, arms, parts, jumps, the end, and the voice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coach.texts import Texts
from coach.types import Move
from tests.ui import scripted
from ui.follow.guidance import ALONE, COUNTDOWN_S, Guidance, guidance_of
from ui.follow.loop import Part
from ui.follow.presence import BACK_AFTER, LEFT_AFTER
from ui.follow.view import Stage
from ui.settings import Settings

EN = Texts("en")
MOVES = (Move("squat", 0.2, 0.6, 2), Move("lunge", 0.8, 1.1, 2))


def stage_is(window, stage):
    return lambda: window.controller.stage is stage


def key(window, code):
    QTest.keyClick(window.focusWidget() or window.page, code)


def send(qtbot, window, engine, *people, **changes):
    """A state of the session, as if a camera frame had been looked at."""
    shown = people or (scripted.person(90.0),)
    with qtbot.waitSignal(window.controller.state_arrived):
        engine.sessions[-1].send(scripted.live_state(shown, **changes))


def nobody():
    return replace(scripted.person(90.0), pose=None)


def wait(window, clock, seconds):
    """Time passes, ten ticks a second."""
    for _ in range(round(10 * seconds)):
        clock.now += 0.1
        window.controller.tick()


@pytest.fixture
def ready(qtbot, window, engine, video):
    """A window whose session waits for the start; its video has two short moves."""
    engine.target_changes = {"moves": MOVES, "duration": 1.2}
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))
    return window


@pytest.fixture
def running(qtbot, ready, clock):
    """A window in the middle of a session, its video standing still."""
    ready.controller.press_start()
    clock.now += COUNTDOWN_S
    ready.controller.tick()
    qtbot.waitUntil(stage_is(ready, Stage.RUNNING))
    ready.player.pause()
    return ready


def guided(window, **changes):
    window.controller.set_guidance(replace(Guidance(), **changes))


# -- waits ---------------------------------------------------------------------------------


def test_a_wait_before_the_start_can_be_broken_off(qtbot, window, engine, video):
    engine.target_changes = {"done": False, "ready_until": 0.5, "remaining_s": 60.0}
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.ANALYSING))

    with qtbot.waitSignal(window.controller.left):
        window.controller.press_curtain()
    assert window.controller.request is None


def test_a_wait_on_the_way_is_broken_off_after_a_question(running, engine):
    target = engine.targets[-1]
    target.done, target.ready_until = False, 0.0
    running.controller.tick()
    assert running.controller.stage is Stage.CATCHING_UP
    running.controller.press_curtain()

    assert running.controller.stage is Stage.PAUSED
    assert running.controller.view.curtain.title == EN("follow_ending")


# -- countdown -----------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [0, 3, 10])
def test_the_countdown_is_as_long_as_chosen(qtbot, ready, clock, seconds):
    guided(ready, countdown=seconds)
    ready.controller.press_start()
    assert ready.controller.stage is Stage.COUNTDOWN

    wait(ready, clock, seconds - 0.2)
    assert ready.controller.stage is Stage.COUNTDOWN
    wait(ready, clock, 0.4)
    qtbot.waitUntil(stage_is(ready, Stage.RUNNING))


def test_the_settings_make_the_guidance(window):
    window.choices.keep(countdown=10, voice=False, voice_volume=40, voice_rate=120)

    guidance = guidance_of(window.settings)
    assert (guidance.countdown, guidance.speaks) == (10, False)
    assert (guidance.volume, guidance.rate) == (0.4, pytest.approx(0.2))


def test_who_wants_everything_told_is_spoken_to_whatever_else_is_chosen():
    assert guidance_of(Settings(voice=False, spoken_only=True)).speaks


def test_another_setting_counts_at_once(qtbot, ready, clock):
    ready.choices.keep(countdown=0)
    ready.controller.press_start()
    ready.controller.tick()

    qtbot.waitUntil(stage_is(ready, Stage.RUNNING))


def test_a_beginning_that_was_held_up_is_counted_down_anew(ready, clock):
    ready.controller.press_start()
    wait(ready, clock, COUNTDOWN_S)
    ready.controller._stand_still()  # before the engine has begun
    ready.controller.press_start()

    ready.controller._play()
    assert ready.controller.stage is Stage.COUNTDOWN


def test_a_result_of_what_was_broken_off_is_not_shown(qtbot, running, engine):
    shown = []
    running.finished.connect(shown.append)
    running.controller.stop()
    running.controller.leave()
    qtbot.waitUntil(lambda: running.jobs.idle)

    assert shown == []
    assert running.screens.current == "library"


# -- who leaves, and raised arms -----------------------------------------------------------


def test_the_video_waits_for_whoever_leaves_and_goes_on_when_they_are_back(
    qtbot, running, engine, clock
):
    send(qtbot, running, engine)
    wait(running, clock, 1)
    send(qtbot, running, engine, nobody())
    wait(running, clock, LEFT_AFTER + 0.2)
    assert running.controller.stage is Stage.PAUSED
    assert running.controller.view.curtain.title == EN("follow_gone")

    send(qtbot, running, engine)
    wait(running, clock, BACK_AFTER + 0.2)
    assert running.controller.stage is Stage.COUNTDOWN
    wait(running, clock, 3.2)
    assert running.controller.stage is Stage.RUNNING
    assert engine.sessions[0].calls[-2:] == ["pause", "resume"]


def test_a_pause_that_was_wished_for_lasts_until_it_is_ended(qtbot, running, engine, clock):
    send(qtbot, running, engine)
    key(running, Qt.Key.Key_Space)
    send(qtbot, running, engine, nobody())
    wait(running, clock, 10)
    send(qtbot, running, engine)
    wait(running, clock, 10)

    assert running.controller.stage is Stage.PAUSED


def test_where_nobody_wants_it_the_video_does_not_wait(qtbot, running, engine, clock):
    guided(running, waits=False)
    send(qtbot, running, engine)
    wait(running, clock, 1)
    send(qtbot, running, engine, nobody())
    wait(running, clock, 20)

    assert running.controller.stage is Stage.RUNNING


def test_of_two_people_one_may_leave(qtbot, running, engine, clock):
    send(qtbot, running, engine)
    wait(running, clock, 1)
    send(qtbot, running, engine, nobody(), scripted.person(80.0))
    wait(running, clock, 20)

    assert running.controller.stage is Stage.RUNNING


def test_the_end_while_it_counts_down_again_leads_to_the_report(qtbot, running, engine, clock):
    send(qtbot, running, engine)
    wait(running, clock, 1)
    send(qtbot, running, engine, nobody())
    wait(running, clock, LEFT_AFTER + 0.2)
    send(qtbot, running, engine)
    wait(running, clock, BACK_AFTER + 0.2)
    assert running.controller.stage is Stage.COUNTDOWN

    with qtbot.waitSignal(running.finished):
        running.controller.stop()


def test_arms_up_pause_and_go_on(qtbot, running, engine):
    send(qtbot, running, engine, raised_at=3.0)
    assert running.controller.stage is Stage.PAUSED

    send(qtbot, running, engine, raised_at=3.0)
    assert running.controller.stage is Stage.PAUSED
    send(qtbot, running, engine, raised_at=8.0)
    assert running.controller.stage is Stage.RUNNING


def test_arms_up_do_not_start(qtbot, ready, engine):
    send(qtbot, ready, engine, raised_at=3.0)

    assert ready.controller.stage is Stage.READY


def test_arms_that_are_switched_off_are_not_obeyed(qtbot, running, engine):
    guided(running, arms_up=False)
    send(qtbot, running, engine, raised_at=3.0)

    assert running.controller.stage is Stage.RUNNING


# -- the end -------------------------------------------------------------------------------


def test_the_end_has_to_be_asked_for_twice(qtbot, running):
    running.controller.ask_to_stop()
    assert running.controller.stage is Stage.PAUSED
    assert running.controller.view.curtain.title == EN("follow_ending")

    with qtbot.waitSignal(running.finished):
        running.controller.ask_to_stop()


def test_who_did_not_mean_the_end_goes_on(running):
    running.controller.ask_to_stop()
    running.controller.toggle_pause()
    assert running.controller.stage is Stage.RUNNING

    running.controller.toggle_pause()
    assert running.controller.view.curtain.title == EN("ui_paused")


# -- parts and jumps -----------------------------------------------------------------------


def test_a_move_is_repeated_slowly_and_then_goes_on_as_before(running):
    controller = running.controller
    controller.change_speed(1)
    key(running, Qt.Key.Key_A)
    assert controller.view.part == pytest.approx((0.2 / 1.2, 0.6 / 1.2))
    assert (controller.speed, running.player.rate) == (0.6, pytest.approx(0.6))
    assert controller.view.loop == EN("follow_loop", n=1)

    key(running, Qt.Key.Key_A)
    assert controller.view.part is None
    assert (controller.speed, running.player.rate) == (1.1, pytest.approx(1.1))


def test_the_speed_of_a_part_is_changed_apart(running):
    controller = running.controller
    controller.toggle_loop()
    controller.change_speed(2)
    assert controller.speed == 0.8

    controller.toggle_loop()
    assert controller.speed == 1.0


def test_at_its_end_a_part_begins_again_a_little_faster(qtbot, running, engine, clock):
    controller = running.controller
    controller.toggle_loop()
    send(qtbot, running, engine)
    running.player.seek(0.4)
    qtbot.waitUntil(lambda: running.player.is_settled and running.player.time > 0.3)
    wait(running, clock, 0.3)
    running.player.seek(0.9)
    qtbot.waitUntil(lambda: controller._course.passes == 1)
    controller.tick()

    assert controller.view.loop == EN("follow_loop", n=2)
    assert controller.speed == 0.7
    qtbot.waitUntil(lambda: running.player.time < 0.1)


def test_at_the_end_of_the_video_a_part_begins_again(qtbot, running):
    running.controller.mark(end=False)
    running.controller._course.repeat(Part(0.0, 5.0))
    running.player.ended.emit()

    assert running.controller.stage is Stage.RUNNING
    assert running.controller._course.passes == 1


def test_a_part_at_the_end_of_the_video_is_played_again_from_its_beginning(
    qtbot, running, monkeypatch
):
    monkeypatch.setattr("ui.follow.loop.LEAD", 0.1)
    shown = []
    running.player.picture_shown.connect(lambda _, time: shown.append(time))
    running.controller._course.repeat(Part(0.7, 5.0))
    running.player.play()
    qtbot.waitUntil(lambda: running.controller._course.passes >= 1)
    shown.clear()
    qtbot.waitUntil(lambda: len(shown) > 3)

    assert running.controller.stage is Stage.RUNNING
    assert min(shown) > 0.5


def test_the_playhead_is_told_the_time_of_a_picture_when_it_is_shown_and_not_later(
    running, engine, clock
):
    told = engine.sessions[0].playhead.told
    before = len(told)
    wait(running, clock, 1)

    assert len(told) == before


def test_the_last_words_may_be_said_after_the_session(qtbot, running):
    voice = running.training.voice
    with qtbot.waitSignal(running.finished):
        running.controller.stop()

    assert voice.said[-1] == EN("voice_done")
    assert not voice.is_closed


def test_the_keys_mark_a_part(qtbot, running):
    key(running, Qt.Key.Key_BracketLeft)
    assert running.controller.view.part is None
    begun = running.player.time
    running.controller._course._marks.mark_end(begun + 1.05)
    key(running, Qt.Key.Key_BracketLeft)

    assert running.controller.view.part[0] == pytest.approx(begun / 1.2)


def test_while_a_jump_is_on_its_way_nothing_is_scored(qtbot, running, engine):
    told = engine.sessions[0].playhead.told
    running.controller._course.repeat(Part(1.0, 1.2))
    running.player.seek(0.0)
    running.controller.tick()
    assert told[-1][1] is False

    qtbot.waitUntil(lambda: running.player.is_settled)
    qtbot.waitUntil(lambda: told[-1][1] is True)


def test_the_keys_jump_from_move_to_move(qtbot, running, engine):
    far = (Move("squat", 0.2, 0.3, 2), Move("lunge", 1.9, 2.5, 2))
    engine.targets[0].moves, engine.targets[0].ready_until = far, 5.0
    sought = []
    running.player.seek = sought.append
    key(running, Qt.Key.Key_Right)
    assert sought == [pytest.approx(0.9)]

    key(running, Qt.Key.Key_Left)
    assert sought[1:] in ([], [0.0])


def test_what_is_not_analysed_is_not_jumped_to(running, engine):
    engine.targets[0].moves = (Move("lunge", 9.0, 12.0, 2),)
    engine.targets[0].ready_until = 5.0
    sought = []
    running.player.seek = sought.append
    running.controller.jump(1)

    assert sought == []


def test_before_the_start_nothing_is_repeated_or_jumped_over(ready):
    ready.controller.toggle_loop()
    ready.controller.jump(1)
    ready.controller.mark(end=False)

    assert ready.controller.view.part is None
    assert ready.player.time < 0.1


def test_a_drill_practises_one_part_and_nothing_else(qtbot, ready, engine, clock):
    request = replace(ready.controller.request, drill=Part(0.5, 0.9))
    ready.controller.begin(request)
    qtbot.waitUntil(lambda: len(engine.sessions) == 2)
    qtbot.waitUntil(stage_is(ready, Stage.READY))

    assert engine.sessions[-1].drill == (0.5, 0.9)
    assert ready.controller.speed == 0.6
    assert ready.controller.view.part is not None
    ready.controller.press_start()
    clock.now += COUNTDOWN_S
    ready.controller.tick()
    qtbot.waitUntil(stage_is(ready, Stage.RUNNING))
    ready.controller.toggle_loop()
    assert ready.controller.view.part is not None


def test_sides_that_are_chosen_while_the_session_is_made_count(qtbot, ready, engine):
    ready.controller.change(people=2)
    ready.controller.set_mirror("on")
    qtbot.waitUntil(lambda: len(engine.sessions) == 2)
    qtbot.waitUntil(stage_is(ready, Stage.READY))

    assert engine.sessions[-1].mirror == "on" or "mirror on" in engine.sessions[-1].calls


# -- the voice -----------------------------------------------------------------------------


def test_the_start_is_spoken(qtbot, running, engine, clock):
    said = running.training.voice.said
    assert "5" in said

    send(qtbot, running, engine, next_move=None)
    wait(running, clock, 1)
    assert said[-2:] == [EN("voice_go"), "Squat."]


def test_the_voice_is_asked_in_the_language_of_the_screen(qtbot, ready):
    ready.choices.keep(language="ko", voice_volume=60)
    ready.controller.press_start()
    ready.controller.tick()

    assert ready.training.voice.how == ("ko", 0.6, 0.0)


def test_a_voice_that_is_switched_off_is_silent_at_once(running):
    running.training.voice.is_speaking = True
    running.choices.keep(voice=False)

    assert not running.training.voice.is_speaking


def test_the_video_is_quieter_while_something_is_said(running):
    voice = running.training.voice
    asked = []
    running.player.duck = lambda quiet: asked.append(quiet)
    voice.is_speaking = True
    running.controller._guide._said_at = running.controller._clock()
    running.controller.tick()
    voice.is_speaking = False
    running.controller.tick()

    assert asked == [True, False]


def test_a_missing_voice_is_told_on_the_screen_once_and_for_a_while(qtbot, running, clock):
    running.training.voice.problem = "voice_none"
    wait(running, clock, 1)
    assert running.controller.view.cue == EN("voice_none")

    wait(running, clock, 15)
    assert running.controller.view.cue == ""


def test_a_sentence_of_another_screen_is_spoken_to_who_cannot_look(ready, clock):
    ready.controller.announce("Turn the light on.")
    wait(ready, clock, 1)
    assert "Turn the light on." not in ready.training.voice.said

    guided(ready, everything=True)
    wait(ready, clock, 6)
    ready.controller.announce("Turn the light on.")
    wait(ready, clock, 1)
    assert ready.training.voice.said[-1] == "Turn the light on."


def test_a_session_that_runs_by_itself_is_silent_and_waits_for_nobody(open_window):
    window = open_window(language="en", exit_at_end=True)
    assert window.training._guidance() == ALONE
    assert not any((ALONE.speaks, ALONE.waits, ALONE.sounds, ALONE.arms_up))


# -- sides ---------------------------------------------------------------------------------


def test_a_flipped_target_is_compared_the_other_way_round_and_back(running, engine):
    asked = engine.sessions[-1].calls
    asked.clear()
    running.controller.set_mirror("on")
    key(running, Qt.Key.Key_V)
    key(running, Qt.Key.Key_V)

    sides = [call for call in asked if call.startswith(("mirror", "exchange"))]
    assert sides == ["mirror on", "exchange", "mirror off", "exchange", "mirror on"]
    assert not running.settings.follow_flip
    running.follow._told.stop()


def test_a_session_of_a_target_that_was_flipped_before_begins_flipped(qtbot, window, engine, video):
    window.choices.keep(follow_flip=True, mirror="on")
    window.open_video(video)
    qtbot.waitUntil(stage_is(window, Stage.READY))

    assert engine.sessions[-1].mirror == "off"
    assert window.follow.target.mirrored
