"""Pictures and sound as a player needs them: in time, of the size that is seen, made ahead."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.errors import FileMissing
from coach.media.ahead import Ahead
from coach.media.playing import (
    EASE_S,
    LATE_S,
    PATIENCE_S,
    Haste,
    PictureSource,
    look_at,
    seen_size,
    sound_of,
)
from tests.coach.media.video_files import number_shown, regular, write_video

RATE = 8000


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty pictures of 40 ms, and a second of silence."""
    return write_video(tmp_path_factory.mktemp("v") / "a.mp4", regular(20), sound=(0, 1.0))


def in_time(_: float) -> float:
    return -1.0


# -- haste -------------------------------------------------------------------------------------


def test_pictures_that_stay_late_become_smaller_then_fewer_and_never_less_than_that() -> None:
    haste, levels = Haste(), []
    for i in range(40):
        haste.note(LATE_S + 0.1, i * PATIENCE_S / 4)
        levels.append((haste.shrink, haste.skip_frame))

    assert list(dict.fromkeys(levels)) == [
        (1, "DEFAULT"),
        (2, "DEFAULT"),
        (4, "NONREF"),
        (4, "NONKEY"),
    ]


def test_pictures_in_time_are_left_as_they_are() -> None:
    haste = Haste()
    for i in range(100):
        haste.note(0.05, float(i))

    assert haste.level == 0


def test_what_was_left_out_comes_back_by_one_step_and_no_further() -> None:
    haste = Haste()
    now = 0.0
    while haste.level < 2:
        haste.note(1.0, now)
        now += PATIENCE_S
    for _ in range(10):
        now += EASE_S
        haste.note(-1.0, now)

    assert haste.level == 1


# -- pictures ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "seen", "shrink", "size"),
    [
        pytest.param((1920, 1080), (960, 540), 1, (960, 540), id="half"),
        pytest.param((1920, 1080), (970, 540), 1, (960, 540), id="height-decides"),
        pytest.param((1920, 1080), (970, 999), 1, (1200, 675), id="never-smaller-than-seen"),
        pytest.param((640, 480), (4000, 4000), 1, (640, 480), id="never-enlarged"),
        pytest.param((3840, 2160), (960, 540), 4, (240, 135), id="in-haste"),
        pytest.param((3, 2), (1, 1), 4, (1, 1), id="never-nothing"),
    ],
)
def test_a_picture_is_made_about_as_large_as_it_is_seen(stored, seen, shrink, size) -> None:
    assert seen_size(stored, seen, shrink) == size


@pytest.mark.parametrize(
    ("start", "first"),
    [(0.0, 0), (0.4, 10), (0.41, 10), (0.39, 10), (5.0, 19)],
    ids=["beginning", "exactly", "just-before", "just-after", "after-the-end"],
)
def test_a_jump_shows_the_picture_of_that_time(video: Path, start: float, first: int) -> None:
    found = list(PictureSource(video, in_time, lambda: 0.0)(start))

    assert found[0].time == pytest.approx(first / 25, abs=0.001)
    assert number_shown(found[0].pixels[..., ::-1], 20) == first
    assert len(found) == 20 - first


def test_late_pictures_are_left_out_but_not_all_of_them(video: Path) -> None:
    now = iter(np.arange(0.0, 10.0, 0.1))
    source = PictureSource(video, lambda _: 1.0, lambda: float(next(now)))
    found = list(source(0.0))

    assert 4 <= len(found) <= 8
    assert 8 < source.decoded <= 20  # at last the decoder leaves some out by itself
    assert found[-1].pixels.shape[0] < found[0].pixels.shape[0]
    assert found[-1].time > 0.7  # the last one is shown, however late


def test_a_look_tells_what_decides_who_plays(video: Path) -> None:
    look = look_at(video)

    assert (look.codec, look.depth, look.width, look.height) == ("h264", 8, 64, 48)
    assert look.has_sound
    assert look.end == pytest.approx(0.8, abs=0.01)


# -- sound -------------------------------------------------------------------------------------


@pytest.mark.parametrize("speed", [0.5, 1.0, 1.5], ids=["slow", "as-filmed", "fast"])
@pytest.mark.parametrize("start", [0.0, 0.3])
def test_sound_lasts_as_long_as_the_video_at_any_speed(
    video: Path, speed: float, start: float
) -> None:
    blocks = list(sound_of(video, start, speed=speed, rate=RATE, channels=2))
    heard = sum(len(block.samples) for block in blocks) / RATE

    assert heard * speed == pytest.approx(1.0 - start, abs=0.12)
    assert blocks[-1].end == pytest.approx(start + heard * speed, abs=0.001)
    assert blocks[0].samples.shape[1] == 2


def test_the_pitch_stays_at_another_speed() -> None:
    from coach.media.playing import _Tempo

    tone = np.sin(2 * np.pi * 440 * np.arange(2 * RATE) / RATE)
    samples = (8000 * tone).astype(np.int16)[:, None]
    tempo = _Tempo(1.5, RATE, 1)
    made = np.concatenate([part for at in range(0, len(samples), 1024)
                           for part in tempo.push(samples[at : at + 1024])])[:, 0]  # fmt: skip

    strongest = np.argmax(np.abs(np.fft.rfft(made))) * RATE / len(made)
    assert strongest == pytest.approx(440, abs=5)
    assert len(made) == pytest.approx(len(samples) / 1.5, rel=0.1)


def test_before_sound_that_begins_late_there_is_silence(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mkv", regular(20), sound=(0.5, 1.0))
    blocks = list(sound_of(path, 0.0, speed=1.0, rate=RATE, channels=1))

    assert sum(len(block.samples) for block in blocks) / RATE == pytest.approx(1.0, abs=0.15)


def test_a_video_without_sound_has_none(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", regular(3))

    assert list(sound_of(path, 0.0, speed=1.0, rate=RATE, channels=1)) == []


# -- ahead -------------------------------------------------------------------------------------


class Waiting:
    """Tells the test that there is news."""

    def __init__(self) -> None:
        self._news = threading.Semaphore(0)

    def __call__(self) -> None:
        self._news.release()

    def wait(self, times: int = 1) -> None:
        for _ in range(times):
            assert self._news.acquire(timeout=5)


def counting(start: float) -> Iterator[float]:
    yield from (start + i for i in range(6))


def test_no_more_is_made_ahead_than_there_is_room_for() -> None:
    news = Waiting()
    ahead = Ahead(counting, room=2, news=news, name="test")
    ahead.go_to(10.0)
    news.wait(2)

    assert (ahead.peek(), ahead.peek(1), ahead.peek(2)) == (10.0, 11.0, None)
    assert not ahead.ended
    ahead.close()
    assert not ahead.is_alive


def test_a_jump_forgets_what_was_ready_and_the_end_is_told() -> None:
    news = Waiting()
    ahead = Ahead(counting, room=9, news=news, name="test")
    ahead.go_to(10.0)
    news.wait(7)
    ahead.go_to(50.0)
    news.wait(7)
    taken = [ahead.take() for _ in range(6)]

    assert taken == [50.0 + i for i in range(6)]
    assert ahead.ended
    assert ahead.take() is None
    ahead.close()


def test_a_source_that_breaks_says_why() -> None:
    def gone(_: float) -> Iterator[float]:
        yield 1.0
        raise FileMissing(Path("a.mp4"))

    news = Waiting()
    ahead = Ahead(gone, room=3, news=news, name="test")
    ahead.go_to(0.0)
    news.wait(2)

    assert ahead.take() == 1.0
    assert isinstance(ahead.error, FileMissing)
    assert ahead.ended
    ahead.close()


def test_a_source_that_hangs_holds_up_nobody() -> None:
    asked, answers = threading.Event(), threading.Event()

    def silent(_: float) -> Iterator[float]:
        asked.set()
        answers.wait()
        yield math.nan

    ahead = Ahead(silent, room=1, news=lambda: None, name="test")
    ahead.go_to(0.0)
    assert asked.wait(5)
    ahead.close()
    assert ahead.is_alive
    answers.set()
