"""Webcams pulled out, taken, covered, frozen, hung up: what is said, and what comes back."""

import itertools
import threading
import time as real_time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.errors import (
    CameraBlack,
    CameraBusy,
    CameraFrozen,
    CameraLost,
    CameraNotFound,
    CameraRefused,
    FileMissing,
    VideoUnreadable,
)
from coach.media import CameraChoice, DeviceCamera, device, list_cameras, open_camera
from coach.media.picture import clean, fitted, is_black
from coach.media.webcam import FAILS_FOR_S, LOST_AFTER_S, MOST_STUCK, OPEN_WITHIN_S
from tests.coach.media.devices import (
    FAILS,
    HANGS,
    RAISES,
    FakeDevice,
    PassingTime,
    Usb,
    black,
    for_ever,
    view,
    views,
)

PATIENCE_S = 20.0  # of real time, for threads; reached only where something is broken


@pytest.fixture
def time() -> PassingTime:
    return PassingTime()


@pytest.fixture
def usb(time: PassingTime) -> Usb:
    return Usb(time)


@pytest.fixture
def webcam(time: PassingTime, usb: Usb) -> Iterator:
    """Makes cameras; whatever their drivers hold is let go at the end."""
    made: list[DeviceCamera] = []

    def make(index: int = 0, **wishes) -> DeviceCamera:
        made.append(
            DeviceCamera(index, time.clock, usb.connect, named=usb.named, wait=time.wait, **wishes)
        )
        return made[-1]

    devices: list[FakeDevice] = []

    def device_of(*script, fps=30.0) -> FakeDevice:
        devices.append(FakeDevice(time, itertools.chain(*script), fps))
        return devices[-1]

    make.device = device_of
    yield make
    for one in devices:
        one.returns.set()
    for camera in made:
        camera.close()


def until(condition) -> None:
    """Wait for other threads."""
    end = real_time.monotonic() + PATIENCE_S
    while not condition():
        assert real_time.monotonic() < end, "it never happened"
        real_time.sleep(0.001)


def newer(camera, than=-1):
    """The next picture."""
    frame = camera.latest(than, PATIENCE_S)
    assert frame is not None
    return frame


# --- a good one --------------------------------------------------------------------------


def test_a_device_gives_rgb_with_the_time_of_its_capture(time, usb, webcam):
    first = np.full((48, 64, 3), (1, 20, 200), np.uint8)
    usb.plug(0, lambda: webcam.device([first], for_ever(FAILS)))
    camera = webcam()
    before = time.now
    camera.open()

    frame = newer(camera)

    assert frame.image[0, 0].tolist() == [200, 20, 1]
    assert before + usb.opening_takes < frame.time <= time.now


def test_a_closed_device_is_let_go_and_opens_again(usb, webcam):
    given = []
    usb.plug(0, lambda: given.append(webcam.device(views(10**6))) or given[-1])
    camera = webcam()
    camera.open()
    newer(camera)
    camera.close()

    assert given[0].released.wait(PATIENCE_S)
    assert camera.ended
    assert camera.lost is None

    camera.open()
    newer(camera)
    assert len(given) == 2


@pytest.mark.parametrize(("most", "captured"), [(15, 15), (20, 20), (30, 30), (60, 30)])
def test_no_more_pictures_a_second_than_asked_for_are_captured(time, usb, most, captured):
    usb.plug(0, lambda: FakeDevice(time, [*views(30), HANGS]))
    camera = DeviceCamera(0, time.clock, usb.connect, most_fps=most, named=usb.named)
    opened = []
    camera._connect = lambda index: opened.append(usb.connect(index)) or opened[-1]
    camera.open()
    until(lambda: time.now >= 100 + usb.opening_takes + 31 / 30 - 1e-6)
    opened[0].returns.set()
    camera.close()

    assert camera.captured == pytest.approx(captured, abs=1)


def test_five_pictures_a_second_are_taken_as_they_are(time, usb, webcam):
    usb.plug(0, lambda: webcam.device(views(10**6), fps=5.0))
    camera = webcam()
    camera.open()

    until(lambda: camera.captured > 20)

    assert time.now > 100 + 20 / 5
    assert camera.lost is None
    assert usb.opened == [0]


# --- none, refused, busy -----------------------------------------------------------------


def raising(error):
    def connect():
        raise error

    return connect


@pytest.mark.parametrize("kind", [CameraNotFound, CameraRefused, CameraBusy])
def test_a_device_that_cannot_be_opened_says_why_by_its_name(usb, webcam, kind):
    usb.plug(0, raising(kind("0")))

    with pytest.raises(kind) as error:
        webcam(0).open()

    assert error.value.camera == "HD Webcam"


def test_a_device_that_is_not_there_is_called_by_its_number(webcam):
    with pytest.raises(CameraNotFound) as error:
        webcam(3).open()

    assert error.value.camera == "3"


def test_a_driver_that_raises_on_opening_is_busy(usb, webcam, caplog):
    usb.plug(0, raising(RuntimeError("odd")))

    with pytest.raises(CameraBusy):
        webcam().open()


def test_a_driver_that_never_returns_from_opening_is_given_up(time, usb, webcam):
    gate = threading.Event()
    usb.plug(0, lambda: gate.wait() and webcam.device())
    before = time.now
    try:
        with pytest.raises(CameraBusy):
            webcam().open()
    finally:
        gate.set()

    assert OPEN_WITHIN_S < time.now - before < OPEN_WITHIN_S + 5


@pytest.mark.parametrize("kind", [CameraNotFound, CameraRefused, CameraBusy])
def test_who_waits_for_a_camera_is_told_why_and_gets_it_when_it_is_there(usb, webcam, kind):
    usb.plug(0, raising(kind("0")))
    camera = webcam(waits=True)
    camera.open()
    until(lambda: camera.lost is not None)
    assert isinstance(camera.lost, kind)

    usb.plug(0, lambda: webcam.device(views(10**6)))

    newer(camera)
    assert camera.lost is None


def test_a_device_that_opens_and_never_gives_a_picture_is_busy(usb, webcam):
    usb.plug(0, lambda: webcam.device(for_ever(FAILS)))
    camera = webcam(waits=True)
    camera.open()

    until(lambda: isinstance(camera.lost, CameraBusy))


# --- unplugged ---------------------------------------------------------------------------


def test_an_unplugged_device_is_lost_and_asked_for_again(usb, webcam):
    first = webcam.device(views(5), for_ever(FAILS))
    usb.plug(0, lambda: first)
    camera = webcam()
    camera.open()
    newer(camera)
    usb.unplug(0)

    assert first.released.wait(PATIENCE_S)
    until(lambda: camera.lost is not None)
    assert isinstance(camera.lost, CameraLost)
    assert camera.lost.camera == "HD Webcam"
    assert camera.captured == 5


@pytest.mark.parametrize("index", [pytest.param(0, id="same-number"), pytest.param(2, id="other")])
def test_a_device_that_is_plugged_in_again_is_back_within_two_seconds(time, usb, webcam, index):
    usb.plug(0, lambda: webcam.device(views(5), for_ever(FAILS)))
    camera = webcam()
    camera.open()
    newer(camera)
    usb.unplug(0)
    until(lambda: camera.lost is not None)
    last = camera.captured - 1

    usb.plug(index, lambda: webcam.device([view(50)], [HANGS]))
    plugged_in = time.now
    frame = newer(camera, last)

    assert frame.time - plugged_in < 2.0
    assert camera.lost is None


def test_a_loose_cable_is_noticed_before_it_is_told(time, usb, webcam):
    given = []
    usb.plug(0, lambda: given.append(webcam.device(views(5), for_ever(FAILS))) or given[-1])
    camera = webcam()
    camera.open()
    last = newer(camera, 3)

    usb.plug(0, lambda: webcam.device([view(50)], [HANGS]))
    frame = newer(camera, 4)

    assert FAILS_FOR_S < frame.time - last.time < LOST_AFTER_S


def test_another_camera_does_not_step_in_for_the_one_that_was_chosen(usb, webcam):
    usb.plug(0, lambda: webcam.device(views(5), for_ever(FAILS)))
    camera = webcam()
    camera.open()
    newer(camera)

    usb.plug(0, lambda: webcam.device(views(10**6)), name="Virtual Camera")
    until(lambda: camera.lost is not None)

    assert isinstance(camera.lost, CameraLost)
    assert usb.opened == [0]


# --- frozen, black -----------------------------------------------------------------------


def test_the_same_picture_for_ever_is_frozen_and_opened_again(usb, webcam):
    stuck = webcam.device(views(5), for_ever(view(4)))
    usb.plug(0, lambda: stuck)
    camera = webcam()
    camera.open()
    until(lambda: camera.lost is not None)

    assert isinstance(camera.lost, CameraFrozen)
    assert camera.captured == 5

    usb.plug(0, lambda: webcam.device(views(10**6, first=50)))
    newer(camera, 4)
    assert camera.lost is None


def test_a_covered_camera_is_black_and_not_opened_again(usb, webcam):
    usb.plug(0, lambda: webcam.device(views(5), black(200), views(10**6)))
    camera = webcam()
    camera.open()
    until(lambda: camera.lost is not None)

    assert isinstance(camera.lost, CameraBlack)
    assert camera.captured == 5

    newer(camera, 4)
    assert usb.opened == [0]


def test_a_camera_that_is_black_from_the_beginning_says_so_after_a_while(time, usb, webcam):
    usb.plug(0, lambda: webcam.device(for_ever(black(1)[0])))
    camera = webcam()
    before = time.now
    camera.open()
    until(lambda: camera.lost is not None)

    assert isinstance(camera.lost, CameraBlack)
    assert time.now - before > LOST_AFTER_S


# --- drivers that hang or raise ----------------------------------------------------------


def test_a_driver_that_never_returns_is_left_behind(usb, webcam):
    usb.plug(0, lambda: webcam.device(views(5), [HANGS]))
    camera = webcam()
    camera.open()
    newer(camera)

    usb.plug(0, lambda: webcam.device(views(10**6, first=50)))
    newer(camera, 4)

    assert camera.lost is None


def test_what_a_driver_gives_after_it_was_left_behind_is_not_taken(usb, webcam):
    late = webcam.device(views(5), [HANGS], views(5, first=90))
    usb.plug(0, lambda: late)
    camera = webcam()
    camera.open()
    newer(camera)
    usb.plug(0, lambda: webcam.device(views(5, first=50), for_ever(black(1)[0])))
    newer(camera, 8)
    late.returns.set()

    assert late.released.wait(PATIENCE_S)
    assert camera.captured == 10


def test_no_more_calls_are_made_when_every_one_hangs(time, usb, webcam):
    usb.plug(0, lambda: webcam.device([HANGS]))
    camera = webcam(waits=True)
    camera.open()
    until(lambda: len(usb.opened) == MOST_STUCK)
    then = time.now
    until(lambda: time.now > then + 20)

    assert len(usb.opened) == MOST_STUCK
    assert isinstance(camera.lost, CameraBusy)


def test_closing_does_not_wait_for_a_driver_that_hangs(usb, webcam):
    usb.plug(0, lambda: webcam.device(views(5), [HANGS]))
    camera = webcam()
    camera.open()
    until(lambda: camera.lost is not None)
    camera.close()

    assert camera.ended
    assert "camera 0" not in {thread.name for thread in threading.enumerate()}


def test_a_driver_that_raises_is_opened_again(usb, webcam, caplog):
    usb.plug(0, lambda: webcam.device(views(5), [RAISES]))
    camera = webcam()
    camera.open()
    newer(camera, 3)
    usb.plug(0, lambda: webcam.device(views(10**6, first=50)))

    newer(camera, 4)
    assert camera.lost is None


# --- pictures ----------------------------------------------------------------------------

GARBAGE = (
    None,
    np.zeros((0, 0, 3), np.uint8),
    np.zeros((4, 6, 3), np.uint8),
    np.full((48, 64, 2), 99, np.uint8),
    np.full((48, 64, 3), 0.5, np.float32),
    np.full((2, 48, 64, 3), 99, np.uint8),
    "no picture",
)


def test_garbage_between_the_pictures_is_passed_over(usb, webcam):
    usb.plug(0, lambda: webcam.device(views(3), GARBAGE[:-1], views(10**6, first=50)))
    camera = webcam()
    camera.open()

    assert newer(camera, 5).size == (64, 48)
    assert usb.opened == [0]


def test_a_device_that_gives_nothing_but_garbage_is_told(usb, webcam):
    usb.plug(0, lambda: webcam.device(views(3), itertools.cycle(GARBAGE[:-1])))
    camera = webcam()
    camera.open()
    newer(camera)
    usb.plug(0, lambda: webcam.device(itertools.cycle(GARBAGE[:-1])))

    until(lambda: isinstance(camera.lost, CameraLost))


def test_the_size_stays_whatever_the_device_gives(usb, webcam):
    sizes = [(64, 48), (160, 90), (50, 100), (33, 200)]
    usb.plug(0, lambda: webcam.device(*(views(10, s, first=20 * i) for i, s in enumerate(sizes))))
    camera = webcam()
    camera.open()

    assert {newer(camera, i).size for i in range(-1, 39)} == {(64, 48)}


def test_a_picture_of_another_shape_is_whole_with_black_beside_it():
    whole = fitted(np.full((100, 50, 3), 200, np.uint8), (64, 48))

    assert whole.shape == (48, 64, 3)
    assert (whole[:, 20:44] == 200).all()
    assert not whole[:, :20].any()
    assert not whole[:, 44:].any()


@pytest.mark.parametrize(
    ("size", "becomes"),
    [
        pytest.param((3840, 2160), (853, 480), id="4k"),
        pytest.param((1080, 1920), (270, 480), id="upright-phone"),
        pytest.param((320, 240), (320, 240), id="small"),
    ],
)
def test_large_pictures_are_made_small_before_anything_else(size, becomes):
    image = clean(view(0, size), 0)

    assert image is not None
    assert (image.shape[1], image.shape[0]) == becomes


@pytest.mark.parametrize("raw", GARBAGE)
def test_what_is_no_picture_is_none(raw):
    assert clean(raw, 0) is None


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(np.full((48, 64), 99, np.uint8), id="grey"),
        pytest.param(np.full((48, 64, 1), 99, np.uint8), id="grey-with-axis"),
        pytest.param(np.full((48, 64, 4), 99, np.uint8), id="with-opacity"),
    ],
)
def test_grey_pictures_and_such_with_opacity_become_colours(raw):
    image = clean(raw, 0)

    assert image is not None
    assert image.shape == (48, 64, 3)
    assert (image == 99).all()


@pytest.mark.parametrize(
    ("turn", "row", "column"), [(0, 0, 0), (90, 0, -1), (180, -1, -1), (270, -1, 0)]
)
def test_a_picture_is_turned_clockwise(turn, row, column):
    raw = np.full((40, 60, 3), 50, np.uint8)
    raw[:10, :10] = 250

    image = clean(raw, turn)

    assert image is not None
    assert image[row, column].tolist() == [250, 250, 250]
    assert image.shape[:2] == ((60, 40) if turn % 180 else (40, 60))


def test_a_dark_room_is_not_black():
    assert is_black(np.full((48, 64, 3), 4, np.uint8))
    assert not is_black(np.full((48, 64, 3), 12, np.uint8))


# --- opening by what was asked for -------------------------------------------------------


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


# --- the devices of the system -----------------------------------------------------------


def test_linux_tells_its_cameras_by_name_and_hides_their_other_nodes(tmp_path):
    for node, index, name in (("video2", 0, "USB"), ("video0", 0, "Front"), ("video1", 1, "Front")):
        (tmp_path / node).mkdir()
        (tmp_path / node / "index").write_text(f"{index}\n")
        (tmp_path / node / "name").write_text(f"{name}\n")

    assert list_cameras("linux", tmp_path) == (CameraChoice(0, "Front"), CameraChoice(2, "USB"))


def test_without_cameras_there_is_no_choice(tmp_path):
    assert list_cameras("linux", tmp_path / "nothing") == ()


def test_elsewhere_the_first_numbers_are_tried(time, monkeypatch):
    there = FakeDevice(time, [])

    def open_first(index):
        if index != 1:
            raise CameraNotFound(str(index))
        return there

    monkeypatch.setattr(device, "open_device", open_first)

    assert list_cameras("win32") == (CameraChoice(1, ""),)
    assert there.released.is_set()


@pytest.mark.parametrize(
    ("system", "mode", "kind"),
    [
        pytest.param("linux", None, CameraNotFound, id="not-there"),
        pytest.param("linux", False, CameraRefused, id="not-allowed"),
        pytest.param("linux", True, CameraBusy, id="taken"),
        pytest.param("win32", True, CameraNotFound, id="nobody-tells"),
    ],
)
def test_why_a_device_does_not_open(tmp_path, monkeypatch, system, mode, kind):
    if mode is not None:
        (tmp_path / "video3").touch()
    monkeypatch.setattr(device.os, "access", lambda *_: mode)

    problem = device.why_not(3, system, tmp_path)

    assert type(problem) is kind
    assert problem.camera == "3"
