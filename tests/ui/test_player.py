"""The player of the target: one way or the other, loudness, jumps, and what is given up."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from coach.errors import FileMissing
from coach.media.playing import Look
from ui.follow import player as module
from ui.follow.own_deck import OwnDeck
from ui.follow.player import LATE_FOR_S, OWN_MS, STALLED_MS, TargetPlayer
from ui.follow.qt_deck import SOUGHT_WITHIN, QtDeck

PLAIN = Look("h264", 8, 320, 240, True, 1.2)


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def player(qtbot: Any, clock: Clock) -> Iterator[TargetPlayer]:
    player = TargetPlayer(clock=clock)
    player.failures = []  # type: ignore[attr-defined]
    player.failed.connect(player.failures.append)  # type: ignore[attr-defined]
    yield player
    player.close()


@pytest.fixture
def loaded(qtbot: Any, player: TargetPlayer, video: Path) -> TargetPlayer:
    """The first picture is there."""
    with qtbot.waitSignal(player.first_picture):
        player.load(video)
    return player


def looks(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Every video looks like this one."""
    monkeypatch.setattr(module, "look_at", lambda _: replace(PLAIN, **changes))


def pictures(player: TargetPlayer) -> list[float]:
    shown: list[float] = []
    player.picture_shown.connect(lambda _, time: shown.append(time))
    return shown


@pytest.mark.parametrize(
    ("look", "deck"),
    [
        pytest.param({}, QtDeck, id="h264"),
        pytest.param({"depth": 10}, QtDeck, id="ten-bits"),
        pytest.param({"codec": "av1"}, OwnDeck, id="av1"),
        pytest.param({"codec": "hevc"}, OwnDeck, id="hevc"),
        pytest.param({"codec": "hevc", "width": 3840, "height": 2160}, QtDeck, id="hevc-4k"),
    ],
)
def test_who_plays_is_decided_by_what_the_file_tells(qtbot, player, video, monkeypatch, look, deck):
    looks(monkeypatch, **look)
    with qtbot.waitSignal(player.first_picture):
        player.load(video)

    assert isinstance(player._deck, deck)


@pytest.mark.parametrize("codec", ["h264", "av1"], ids=["by-qt", "by-ourselves"])
def test_both_ways_play_to_the_end_stand_still_and_jump(qtbot, player, video, monkeypatch, codec):
    looks(monkeypatch, codec=codec)
    with qtbot.waitSignal(player.first_picture):
        player.load(video)
    shown = pictures(player)
    player.set_rate(1.5)
    with qtbot.waitSignal(player.ended):
        player.play()
    assert len(shown) > 25
    assert shown == sorted(shown)
    assert shown[-1] == pytest.approx(1.17, abs=0.05)
    assert not player.playing

    player.seek(0.5)
    qtbot.waitUntil(lambda: player.is_settled)
    qtbot.waitUntil(lambda: player.time == pytest.approx(0.5, abs=0.05))
    player.play()
    player.seek(0.2)
    qtbot.waitUntil(lambda: 0.25 < player.time < 0.45)
    player.pause()
    assert not player.playing


def test_after_the_end_it_plays_from_the_beginning(qtbot, player, video, monkeypatch):
    looks(monkeypatch, codec="av1")
    with qtbot.waitSignal(player.first_picture):
        player.load(video)
    player.seek(1.1)
    with qtbot.waitSignal(player.ended):
        player.play()
    shown = pictures(player)
    player.play()
    qtbot.waitUntil(lambda: bool(shown))

    assert shown[0] < 0.1


def test_what_is_sought_before_the_video_is_there_is_shown_then(qtbot, player, video):
    player.load(video)
    player.seek(0.8)

    qtbot.waitUntil(lambda: player.time > 0.7)


def test_the_first_picture_counts_whatever_was_sought_before(qtbot, loaded):
    shown = []
    loaded.first_picture.connect(lambda: shown.append(loaded.time))
    loaded.load(loaded._path)
    loaded.seek(30.0)

    qtbot.waitUntil(lambda: bool(shown))


def test_pictures_are_about_as_large_as_they_are_seen(qtbot, player, video, monkeypatch):
    looks(monkeypatch, codec="av1")
    sizes = []
    player.picture_shown.connect(lambda image, _: sizes.append(image.size()))
    player.set_size(QSize(150, 150))
    player.load(video)
    qtbot.waitUntil(lambda: bool(sizes))

    assert sizes[0] == QSize(160, 120)


# -- what goes wrong -------------------------------------------------------------------------


def test_a_picture_that_stands_still_is_played_on_by_ourselves(qtbot, loaded):
    loaded.play()
    loaded._watch.stop()
    at = loaded.time
    shown = pictures(loaded)
    with qtbot.waitSignal(loaded.ended):
        loaded._missed()

    assert isinstance(loaded._deck, OwnDeck)
    assert shown[0] == pytest.approx(at, abs=0.05)
    assert loaded.failures == []


def test_a_video_that_ends_without_a_picture_is_played_by_ourselves(
    qtbot, player, video, monkeypatch
):
    monkeypatch.setattr(QtDeck, "_note_frame", lambda *_: None)
    player.load(video)
    qtbot.waitUntil(lambda: player._deck is not None)
    with qtbot.waitSignal(player.first_picture):
        player._deck.ended.emit()

    assert isinstance(player._deck, OwnDeck)


def test_pictures_that_stay_late_are_played_by_who_leaves_some_out(qtbot, loaded, clock):
    loaded._plays = True
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    for i in range(40):
        clock.now += 0.1
        loaded._show(image, 0.02 * i)
        if isinstance(loaded._deck, OwnDeck):
            break
    loaded._plays = False

    assert isinstance(loaded._deck, OwnDeck)
    assert 0.1 * i >= LATE_FOR_S
    qtbot.waitUntil(lambda: loaded._before is None)  # Qt has let go of the file


def test_pictures_in_time_stay_where_they_are(loaded, clock):
    loaded._plays = True
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    for i in range(60):
        clock.now += 0.1
        loaded._show(image, 0.1 * i + (0.3 if i % 2 else 0.0))
    loaded._plays = False

    assert isinstance(loaded._deck, QtDeck)


def test_sound_that_is_longer_than_the_pictures_does_not_hold_up_the_end(qtbot, loaded):
    loaded.play()
    loaded._time = 1.15
    with qtbot.waitSignal(loaded.ended):
        loaded._missed()

    assert not loaded.playing
    assert loaded.failures == []


@pytest.fixture
def silent_drive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Whoever reads a file waits until this is called."""
    answers = threading.Event()

    def wait(*_: object) -> Look:
        answers.wait()
        raise FileMissing(Path("late.mp4"))

    monkeypatch.setattr(module, "look_at", wait)
    monkeypatch.setattr("coach.media.playing.pictures_from", wait)
    yield answers.set
    answers.set()


def test_a_drive_that_does_not_answer_is_said_and_nothing_waits(qtbot, player, video, silent_drive):
    player.load(video)
    player._watch.stop()
    player._missed()

    assert player.failures == ["ui_video_silent"]
    silent_drive()


def test_a_drive_that_falls_silent_while_playing_is_said(qtbot, loaded, silent_drive):
    loaded.play()
    loaded._watch.stop()
    loaded._missed()  # Qt shows nothing more; our own deck waits for the file
    assert loaded._watch.interval() == OWN_MS > STALLED_MS
    loaded._watch.stop()
    loaded._missed()

    assert loaded.failures == ["ui_video_silent"]
    left = len(module._LEFT)
    loaded.close()
    assert len(module._LEFT) == left + 1  # nobody waits for Qt to close the file
    silent_drive()
    module._LEFT.pop().close()


def test_a_file_that_is_gone_is_said(qtbot, player, tmp_path):
    with qtbot.waitSignal(player.failed):
        player.load(tmp_path / "nothing.mp4")

    assert player.failures == ["ui_video_gone"]


@pytest.mark.parametrize("codec", ["h264", "av1"], ids=["by-qt", "by-ourselves"])
def test_a_file_that_is_removed_while_it_plays_is_played_on(
    qtbot, player, video, tmp_path, monkeypatch, codec
):
    looks(monkeypatch, codec=codec)
    copy = tmp_path / "copy.mp4"
    shutil.copy(video, copy)
    with qtbot.waitSignal(player.first_picture):
        player.load(copy)
    copy.unlink()
    with qtbot.waitSignal(player.ended):
        player.play()

    assert player.failures == []
    assert player.time == pytest.approx(1.17, abs=0.05)


def test_a_jump_in_a_file_that_is_gone_says_so(qtbot, player, video, tmp_path, monkeypatch):
    looks(monkeypatch, codec="av1")
    copy = tmp_path / "copy.mp4"
    shutil.copy(video, copy)
    with qtbot.waitSignal(player.first_picture):
        player.load(copy)
    copy.unlink()
    with qtbot.waitSignal(player.failed):
        player.seek(0.5)

    assert player.failures == ["ui_video_gone"]


# -- loudness and jumps ----------------------------------------------------------------------


def test_the_sound_of_the_video_goes_down_and_up_gently(loaded):
    asked = []
    loaded._deck.set_loudness = asked.append
    for quiet in (True, False):
        for _ in range(20):
            loaded.duck(quiet=quiet)

    lowest = min(asked)
    down = asked[: asked.index(lowest) + 1]
    up = asked[len(down) :]
    assert down == sorted(down, reverse=True)
    assert up == sorted(up)
    assert (lowest, up[-1]) == (0.3, 1.0)
    assert min(len(down), len(up)) >= 4


def test_a_picture_from_before_a_jump_is_not_taken_for_one_after_it(loaded, clock):
    deck = loaded._deck
    deck._sought = (30.0, clock.now)
    assert deck._is_from_before(3.0)
    assert not loaded.is_settled

    assert not deck._is_from_before(29.6)
    assert loaded.is_settled


def test_after_a_while_any_picture_is_taken(loaded, clock):
    deck = loaded._deck
    deck._sought = (30.0, clock.now)
    clock.now += SOUGHT_WITHIN + 1

    assert not deck._is_from_before(3.0)
    assert loaded.is_settled
