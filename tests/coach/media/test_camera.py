import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.errors import CameraLost, CameraNotFound, CoachBug, FileMissing, VideoUnreadable
from coach.media import (
    CameraChoice,
    DeviceCamera,
    FileCamera,
    LatestFrame,
    camera,
    list_cameras,
    open_camera,
)
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


def test_frames_that_nobody_asked_for_are_dropped(file_camera, time):
    time.steps.release(9)
    file_camera.open()
    while file_camera.latest(10, PATIENCE_S):
        pass

    assert file_camera.ended
    assert (file_camera.captured, file_camera.dropped) == (10, 9)


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


# --- a device ----------------------------------------------------------------------------


class FakeDevice:
    """Gives numbered pictures, then behaves as an unplugged camera does."""

    def __init__(self, time: SteppedTime, pictures: int, after: str) -> None:
        self.time, self.pictures, self.after = time, pictures, after
        self.given = 0
        self.starved = threading.Event()
        self.released = threading.Event()

    def grab(self) -> bool:
        if self.given == self.pictures:
            self.time.now += 1.0
            if self.time.now > 110:
                self.starved.set()
            return self.after == "repeats"
        self.time.now += 1 / 30
        self.given += 1
        return True

    def retrieve(self):
        return True, np.full((4, 6, 3), (self.given, 0, 200), np.uint8)

    def release(self) -> None:
        self.released.set()


def test_a_device_gives_rgb_with_the_time_of_its_capture(time):
    device = FakeDevice(time, pictures=1, after="fails")
    webcam = DeviceCamera(0, time.clock, lambda index: device)
    webcam.open()

    frame = webcam.latest(-1, PATIENCE_S)
    webcam.close()

    assert frame is not None
    assert frame.image[0, 0].tolist() == [200, 0, 1]
    assert frame.time == pytest.approx(100 + 1 / 30)
    assert device.released.is_set()


@pytest.mark.parametrize(("most", "captured"), [(15, 15), (20, 20), (30, 30), (60, 30)])
def test_no_more_pictures_a_second_than_asked_for_are_captured(time, most, captured):
    device = FakeDevice(time, pictures=30, after="fails")
    webcam = DeviceCamera(0, time.clock, lambda index: device, most_fps=most)
    webcam.open()
    assert device.starved.wait(PATIENCE_S)
    webcam.close()

    assert webcam.captured == pytest.approx(captured, abs=1)


@pytest.mark.parametrize("after", ["repeats", "fails"])
def test_an_unplugged_device_is_lost(time, after):
    devices = [FakeDevice(time, 5, after)]
    webcam = DeviceCamera(0, time.clock, lambda index: devices.pop() if devices else None)
    first = devices[0]
    webcam.open()

    assert first.released.wait(PATIENCE_S)
    lost, captured = webcam.lost, webcam.captured
    webcam.close()

    assert isinstance(lost, CameraLost)
    assert captured == 5


def test_a_device_that_is_plugged_in_again_gives_pictures_again(time):
    devices = [FakeDevice(time, 200, "fails"), FakeDevice(time, 5, "fails")]
    webcam = DeviceCamera(0, time.clock, lambda index: devices.pop())
    webcam.open()

    frame = webcam.latest(5, PATIENCE_S)
    webcam.close()

    assert frame is not None
    assert webcam.lost is None


def test_a_device_that_is_not_there_is_not_found(time):
    with pytest.raises(CameraNotFound) as error:
        DeviceCamera(3, time.clock, lambda index: None).open()

    assert error.value.camera == "3"


@pytest.mark.parametrize(
    ("spec", "error"),
    [
        pytest.param("97", CameraNotFound, id="number-in-words"),
        pytest.param(97, CameraNotFound, id="number"),
        pytest.param("no/such.mp4", FileMissing, id="path-in-words"),
        pytest.param(Path("no/such.mp4"), FileMissing, id="path"),
    ],
)
def test_a_camera_that_cannot_be_opened_says_so_without_noise(spec, error, capfd):
    with pytest.raises(error):
        open_camera(spec)

    assert capfd.readouterr() == ("", "")


def test_a_broken_file_is_refused_as_camera(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"nothing of a video" * 10)

    with pytest.raises(VideoUnreadable):
        open_camera(tmp_path / "a.mp4")


# --- the choice --------------------------------------------------------------------------


def test_linux_tells_its_cameras_by_name_and_hides_their_other_nodes(tmp_path):
    for node, index, name in (("video2", 0, "USB"), ("video0", 0, "Front"), ("video1", 1, "Front")):
        (tmp_path / node).mkdir()
        (tmp_path / node / "index").write_text(f"{index}\n")
        (tmp_path / node / "name").write_text(f"{name}\n")

    assert list_cameras("linux", tmp_path) == (CameraChoice(0, "Front"), CameraChoice(2, "USB"))


def test_without_cameras_there_is_no_choice(tmp_path):
    assert list_cameras("linux", tmp_path / "nothing") == ()


def test_elsewhere_the_first_numbers_are_tried(time, monkeypatch):
    device = FakeDevice(time, 0, "fails")
    monkeypatch.setattr(camera, "open_device", lambda i: device if i == 1 else None)

    assert list_cameras("win32") == (CameraChoice(1, ""),)
    assert device.released.is_set()
