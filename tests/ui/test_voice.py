"""The voice and the small sounds, with the engine of Qt that makes no sound."""

from __future__ import annotations

import wave

import pytest

from coach.paths import ASSETS
from models.training.chime_sounds import SOUNDS, sound
from tests.ui import scripted
from tests.ui.test_voice_plan import situation
from ui.follow.chimes import NAMES, chime_of
from ui.follow.view import Stage
from ui.follow.voice import Voice


@pytest.fixture
def voice(qtbot):
    """A voice that is let go at the end."""
    made = []

    def make(*engines):
        made.append(Voice(engines=engines))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_sentence_is_being_said_until_it_is_over(qtbot, voice):
    speaker = voice("mock")
    speaker.set_voice("en", 0.5, 0.0)
    speaker.say("Go.", urgent=False)
    assert speaker.is_speaking

    qtbot.waitUntil(lambda: not speaker.is_speaking)
    assert speaker.problem == ""


def test_an_urgent_sentence_breaks_off_the_last_one(qtbot, voice):
    speaker = voice("mock")
    speaker.set_voice("en", 0.5, 0.0)
    speaker.say("A sentence that goes on and on and on and on and on.", urgent=False)
    speaker.say("Stop.", urgent=True)

    qtbot.waitUntil(lambda: not speaker.is_speaking, timeout=3000)


def test_who_is_told_to_be_silent_is(qtbot, voice):
    speaker = voice("mock")
    speaker.say("A sentence that goes on and on and on and on and on.", urgent=False)
    speaker.hush()

    qtbot.waitUntil(lambda: not speaker.is_speaking, timeout=2000)


def test_without_an_engine_the_reason_is_told_and_nothing_more_is_asked(qtbot, voice):
    speaker = voice()
    speaker.say("Go.", urgent=False)
    qtbot.waitUntil(lambda: speaker.problem == "voice_none")

    speaker.say("Go.", urgent=False)
    assert not speaker.is_speaking


def test_a_language_without_a_voice_is_told_and_another_one_is_tried(qtbot, voice):
    speaker = voice("mock")
    speaker.set_voice("ko", 0.5, 0.0)
    speaker.say("시작.", urgent=False)
    qtbot.waitUntil(lambda: speaker.problem == "voice_no_language")

    speaker.set_voice("en", 0.5, 0.0)
    assert speaker.problem == ""
    speaker.say("Go.", urgent=False)
    qtbot.waitUntil(lambda: not speaker.is_speaking)
    assert speaker.problem == ""


def test_a_voice_that_was_closed_can_speak_again(qtbot, voice):
    speaker = voice("mock")
    speaker.say("Go.", urgent=False)
    speaker.close()
    assert not speaker.is_speaking

    speaker.say("Go.", urgent=False)
    qtbot.waitUntil(lambda: not speaker.is_speaking)


# -- sounds --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_sounds_are_those_that_the_command_makes(name):
    with wave.open(str(ASSETS / "sounds" / f"{name}.wav")) as file:
        assert file.readframes(file.getnframes()) == sound(SOUNDS[name]).tobytes()


MOVING = situation()


@pytest.mark.parametrize(
    ("before", "now", "name"),
    [
        pytest.param(None, MOVING, "", id="nothing-before"),
        pytest.param(MOVING, MOVING, "", id="nothing-new"),
        pytest.param(
            situation(Stage.READY), situation(Stage.COUNTDOWN, countdown=5), "tick", id="begins"
        ),
        pytest.param(
            situation(Stage.COUNTDOWN, countdown=5),
            situation(Stage.COUNTDOWN, countdown=4),
            "tick",
            id="a-second-less",
        ),
        pytest.param(situation(Stage.COUNTDOWN, countdown=1), MOVING, "start", id="start"),
        pytest.param(MOVING, situation(live_move=scripted.MOVES[1]), "chime", id="next-move"),
        pytest.param(MOVING, situation(live_move=None), "", id="a-rest"),
        pytest.param(MOVING, situation(Stage.PAUSED), "", id="a-pause"),
    ],
)
def test_the_sound_of_a_change(before, now, name):
    assert chime_of(before, now) == name
