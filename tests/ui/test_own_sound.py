"""The sound that we play ourselves: how much the device gets, what is heard, when it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtMultimedia import QtAudio

from coach.media.playing import Sound
from ui.follow import sound_out
from ui.follow.own_deck import GAP_S, OwnDeck
from ui.follow.sound_out import BUFFER_S, STUCK_S, SoundOut

RATE = 8000
SECOND = 2 * RATE


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class FakeSink:
    """A device that takes what the test lets it take."""

    def __init__(self, *_: object) -> None:
        self.held, self.size, self.given = 0, 0, 0
        self.now = QtAudio.State.StoppedState

    def setBufferSize(self, size: int) -> None:
        self.size = size

    def bufferSize(self) -> int:
        return self.size

    def bytesFree(self) -> int:
        return self.size - self.held

    def start(self) -> FakeSink:
        self.now = QtAudio.State.ActiveState
        return self

    def stop(self) -> None:
        self.now, self.held = QtAudio.State.StoppedState, 0

    def write(self, data: bytes) -> int:
        self.held += len(data)
        self.given += len(data)
        return len(data)

    def state(self) -> Any:
        return self.now

    def resume(self) -> None: ...
    def suspend(self) -> None: ...
    def setVolume(self, _: float) -> None: ...


class Endless:
    """Sound without end, in blocks of 64 ms."""

    def __init__(self) -> None:
        self.end = 0.0

    def take(self) -> Sound:
        self.end += 512 / RATE
        return Sound(np.zeros((512, 1), np.int16), self.end)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch, qapp: Any, clock: Clock) -> SoundOut:
    monkeypatch.setattr(sound_out, "QAudioSink", FakeSink)
    form = SimpleNamespace(sampleRate=lambda: RATE, channelCount=lambda: 1)
    return SoundOut(SimpleNamespace(preferredFormat=lambda: form), clock)  # type: ignore[arg-type]


def test_the_device_is_filled_and_what_is_heard_is_told_when_it_has_taken_some(out):
    sounds: Any = Endless()
    assert out.feed(sounds, 1.0) is None
    assert out._sink.held == round(BUFFER_S * SECOND)

    out._sink.held -= round(0.05 * SECOND)
    assert out.feed(sounds, 1.0) == pytest.approx(0.05, abs=0.001)
    assert out.feed(sounds, 1.0) is None  # it has taken nothing since
    out._sink.held -= round(0.05 * SECOND)
    assert out.feed(sounds, 1.0) == pytest.approx(0.1, abs=0.001)


def test_a_device_that_takes_nothing_is_lost_and_one_that_takes_little_is_not(out, clock):
    sounds: Any = Endless()
    for _ in range(10):
        clock.now += STUCK_S / 2
        out.feed(sounds, 1.0)
        assert not out.is_lost
        out._sink.held -= 10
    for _ in range(4):
        clock.now += STUCK_S / 2
        out.feed(sounds, 1.0)

    assert out.is_lost


def test_a_device_that_stops_is_lost(out):
    out.feed(Endless(), 1.0)  # type: ignore[arg-type]
    out._sink.stop()

    assert out.is_lost


def test_after_a_jump_the_device_gets_new_sound(out):
    out.feed(Endless(), 1.0)  # type: ignore[arg-type]
    out.empty()
    assert out._sink.held == 0
    assert not out.is_lost

    later = Endless()
    later.end = 30.0
    out.feed(later, 1.0)  # type: ignore[arg-type]
    out._sink.held -= 160
    assert out.feed(later, 1.0) == pytest.approx(30.01, abs=0.001)


# -- the deck ----------------------------------------------------------------------------------


@pytest.fixture
def deck(qtbot: Any, clock: Clock, out: SoundOut, video: Path) -> Iterator[OwnDeck]:
    """A video whose first picture is shown, its time in the test's hands."""
    deck = OwnDeck(video, clock=clock, sound=lambda: out)
    deck.times = []  # type: ignore[attr-defined]
    deck.pictured.connect(lambda _, time: deck.times.append(time))  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: deck.is_settled)
    yield deck
    deck.close()
    deck.deleteLater()


def started(qtbot: Any, deck: OwnDeck) -> None:
    deck.play()
    deck._timer.stop()
    qtbot.waitUntil(lambda: deck._pictures.peek(3) is not None)
    qtbot.waitUntil(lambda: deck._sounds.peek(9) is not None)
    deck._turn()
    assert deck._runs


def test_pictures_go_with_the_sound_that_is_heard(qtbot, deck, clock, out):
    started(qtbot, deck)
    deck._turn()
    clock.now += 0.12
    out._sink.held -= round(0.06 * SECOND)  # only half of it was heard
    deck._turn()

    assert 0.05 < deck._position() < 0.12


def test_sound_that_is_far_off_is_followed_at_once(qtbot, deck, clock, out):
    started(qtbot, deck)
    deck._turn()
    clock.now += 0.45
    out._sink.held -= round(0.1 * SECOND)
    deck._turn()

    assert deck._position() == pytest.approx(0.1, abs=0.01)


def test_pictures_go_on_when_the_device_is_gone(qtbot, deck, clock, out):
    started(qtbot, deck)
    deck._turn()
    out._sink.stop()
    clock.now += 0.1
    deck._turn()
    assert deck._out is None
    clock.now += 0.1
    deck._turn()

    assert deck._position() == pytest.approx(0.2, abs=0.02)
    assert deck.times[-1] > 0.1


def test_what_was_slept_through_is_not_caught_up(qtbot, deck, clock, out):
    started(qtbot, deck)
    before = deck._position()
    clock.now += 60 * GAP_S
    deck._turn()

    assert deck._position() == pytest.approx(before, abs=0.05)


def test_late_pictures_are_passed_over(qtbot, deck, clock):
    deck._drop_sound()
    deck.play()
    deck._timer.stop()
    qtbot.waitUntil(lambda: deck._pictures.peek(3) is not None)
    deck._turn()
    shown = len(deck.times)
    clock.now += 0.11
    deck._turn()

    assert deck.times[shown:] == [pytest.approx(0.1, abs=0.001)]


def test_where_nothing_comes_the_clock_waits(qtbot, deck, clock):
    deck._drop_sound()
    deck.play()
    deck._timer.stop()
    qtbot.waitUntil(lambda: deck._pictures.peek() is not None)
    deck._turn()
    at = deck._position()
    deck._pictures.close()
    for _ in range(20):
        clock.now += 0.1
        deck._turn()

    assert deck.is_starved or not deck._runs
    assert deck._position() < at + 0.2
