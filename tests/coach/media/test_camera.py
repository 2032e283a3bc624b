import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.errors import CoachBug
from coach.media import FileCamera, LatestFrame
from coach.media.camera import KEPT
from tests.coach.media.video_files import number_shown, regular, write_video

PATIENCE_S = 10.0  # for threads; reached only where something is broken
BLACK = np.zeros((4, 6, 3), np.uint8)


class SteppedTime:
    """A clock that moves on only when the test allows a step of the one who waits."""

    def __init__(self) -> None:
        self.now = 100.0
        self.steps = threading.Semaphore(0)

    def clock(self) -> float:
        return self.now

    def wait(self, stop: threading.Event, seconds: float) -> None:
        while not stop.is_set():
            if self.steps.acquire(timeout=0.01):
                self.now += seconds
                return


@pytest.fixture
def time() -> SteppedTime:
    return SteppedTime()


@pytest.fixture
def file_camera(tmp_path: Path, time: SteppedTime) -> Iterator[FileCamera]:
    path = write_video(tmp_path / "a.mp4", regular(10, start=5.0))
    playing = FileCamera(path, time.clock, time.wait)
    yield playing
    playing.close()


# --- the slot ----------------------------------------------------------------------------


def test_the_slot_keeps_the_newest_frame_only():
    slot = LatestFrame()
    for i in range(3):
        slot.put(BLACK, at=i / 30)

    frame = slot.latest(-1, timeout=0)

    assert frame is not None
    assert (frame.index, frame.time) == (2, 2 / 30)
    assert (slot.captured, slot.dropped) == (3, 2)


def test_a_frame_that_was_read_is_not_dropped():
    slot = LatestFrame()
    for i in range(3):
        slot.put(BLACK, at=i / 30)
        slot.latest(-1, timeout=0)

    assert (slot.captured, slot.dropped) == (3, 0)


def test_the_same_frame_is_not_given_twice():
    slot = LatestFrame()
    slot.put(BLACK, at=0)

    assert slot.latest(0, timeout=0) is None


def test_waiting_ends_when_the_camera_ends():
    slot = LatestFrame()
    threading.Timer(0.01, slot.end).start()

    assert slot.latest(-1, timeout=PATIENCE_S) is None
    assert slot.ended


# --- a file as camera --------------------------------------------------------------------


def test_a_file_plays_on_the_clock_from_its_opening(file_camera, time):
    file_camera.open()

    frames = []
    while frame := file_camera.latest(frames[-1].index if frames else -1, PATIENCE_S):
        frames.append(frame)
        time.steps.release()

    assert [f.time for f in frames] == pytest.approx([100 + i / 25 for i in range(10)])
    assert [number_shown(f.image, 10) for f in frames] == list(range(10))
    assert (file_camera.captured, file_camera.dropped) == (10, 0)
    assert (file_camera.size, file_camera.name) == ((64, 48), "a.mp4")
    assert file_camera.ended
    assert file_camera.lost is None


def test_frames_that_nobody_asked_for_are_dropped_but_for_the_last_few(file_camera, time):
    time.steps.release(9)
    file_camera.open()
    while file_camera.latest(10, PATIENCE_S):
        pass

    assert file_camera.ended
    assert (file_camera.captured, file_camera.dropped) == (10, 10 - KEPT)


def test_a_closed_camera_has_ended_and_its_thread_too(file_camera):
    file_camera.open()
    file_camera.close()

    assert file_camera.ended
    assert file_camera.latest(100, timeout=PATIENCE_S) is None
    assert not [t for t in threading.enumerate() if t.name == "camera a.mp4"]


def test_a_closed_camera_opens_again_from_the_beginning(file_camera):
    file_camera.open()
    file_camera.close()
    file_camera.open()

    frame = file_camera.latest(-1, PATIENCE_S)

    assert frame is not None
    assert number_shown(frame.image, 10) == 0


def test_a_camera_opens_once(file_camera):
    file_camera.open()

    with pytest.raises(CoachBug, match="open already"):
        file_camera.open()


def test_high_video_comes_in_the_size_of_a_webcam(tmp_path, time):
    path = write_video(tmp_path / "a.mp4", regular(1), size=(1280, 720))
    playing = FileCamera(path, time.clock, time.wait)
    playing.open()

    frame = playing.latest(-1, PATIENCE_S)
    playing.close()

    assert frame is not None
    assert frame.size == (853, 480)
