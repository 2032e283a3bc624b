"""Cameras: a device, or a file played in real time, behind one protocol.

A camera captures in a thread of its own and keeps the latest frame only: who asks gets
the newest picture, and pictures that were replaced before anybody asked are counted as
dropped. There is no queue that could grow or delay.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")

import cv2
import numpy as np
from numpy.typing import NDArray

from coach.errors import CameraLost, CameraNotFound, CoachBug, UserCanFix
from coach.media.video import probe, read_frames
from coach.types import Frame

Image = NDArray[np.uint8]

WIDTH: Final = 640
HEIGHT: Final = 480
FPS: Final = 30
LOST_AFTER_S: Final = 3.0
"""A device that gives no new picture for so long is reported as lost."""
_REOPEN_EVERY_S: Final = 1.0
_CLOSE_WITHIN_S: Final = 1.0
_OPEN_WITHIN_S: Final = 15.0
_PROBED_DEVICES: Final = 4
_IDLE_S: Final = 0.005


class Camera(Protocol):
    """What every camera can do."""

    @property
    def name(self) -> str:
        """What the user called it: the number of a device, the name of a file."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of its pictures in pixels; (0, 0) before it is open."""

    @property
    def captured(self) -> int:
        """Number of pictures captured since it was opened."""

    @property
    def dropped(self) -> int:
        """Number of pictures that were replaced before anybody asked for them."""

    @property
    def ended(self) -> bool:
        """Whether no picture will ever come again: a file at its end, a closed camera."""

    @property
    def lost(self) -> UserCanFix | None:
        """Why pictures have stopped, None while they come."""

    def open(self) -> None:
        """Begin to capture, from the beginning; CameraNotFound or a video's error."""

    def latest(self, after_index: int, timeout: float) -> Frame | None:
        """The newest frame if its index is above ``after_index`` (-1: any).

        Waits up to ``timeout`` seconds for one; None if none came. Frame times are
        those of the camera's clock at capture.
        """

    def close(self) -> None:
        """Stop capturing; may be called more than once."""


class LatestFrame:
    """The slot between the thread that captures and whoever asks for the newest frame."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._read = True
        self._ended = False
        self.captured = 0
        self.dropped = 0

    @property
    def ended(self) -> bool:
        """Whether no frame will be put any more."""
        return self._ended

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the newest frame, (0, 0) before the first."""
        frame = self._frame
        return frame.size if frame else (0, 0)

    def put(self, image: Image, at: float) -> None:
        """Replace the frame by a newer one, captured at ``at`` seconds."""
        with self._changed:
            self.dropped += not self._read
            self._frame = Frame(image, at, self.captured)
            self._read = False
            self.captured += 1
            self._changed.notify_all()

    def end(self) -> None:
        """No frame comes any more: whoever waits is let go."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def latest(self, after_index: int, timeout: float) -> Frame | None:
        """See ``Camera.latest``."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._is_newer(after_index), timeout)
            if not self._is_newer(after_index):
                return None
            self._read = True
            return self._frame

    def _is_newer(self, after_index: int) -> bool:
        return self._frame is not None and self._frame.index > after_index


class _ThreadedCamera:
    """What both cameras share: the slot, the thread and its end."""

    def __init__(self, name: str, clock: Callable[[], float]) -> None:
        self._name = name
        self._clock = clock
        self._slot = LatestFrame()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def name(self) -> str:
        return self._name

    @property
    def size(self) -> tuple[int, int]:
        return self._slot.size

    @property
    def captured(self) -> int:
        return self._slot.captured

    @property
    def dropped(self) -> int:
        return self._slot.dropped

    @property
    def ended(self) -> bool:
        return self._slot.ended

    def latest(self, after_index: int, timeout: float) -> Frame | None:
        return self._slot.latest(after_index, timeout)

    def close(self) -> None:
        self._stop.set()
        self._slot.end()
        if self._thread is not None:
            self._thread.join(_CLOSE_WITHIN_S)
            self._thread = None

    def _start(self, capture: Callable[[LatestFrame, threading.Event], None]) -> None:
        """Run ``capture`` in a new thread, with a slot and a stop sign of its own."""
        if self._thread is not None:
            raise CoachBug(f"camera {self._name} is open already")
        slot, stop = LatestFrame(), threading.Event()
        self._slot, self._stop = slot, stop

        def run() -> None:
            try:
                capture(slot, stop)
            finally:
                slot.end()

        self._thread = threading.Thread(target=run, name=f"camera {self._name}", daemon=True)
        self._thread.start()


def wait_for_stop(stop: threading.Event, seconds: float) -> None:
    """Wait in real time until the stop sign or for so many seconds."""
    stop.wait(seconds)


class FileCamera(_ThreadedCamera):
    """A video file played once in real time, as a camera would show it.

    A frame's time is the moment of the clock at which it was due: the moment of opening
    plus its place in the video, counted from the first picture. The decoder's threads
    work a picture ahead, so that the schedule holds; if decoding falls behind, late
    frames follow at once and replace each other.
    """

    def __init__(
        self,
        path: Path,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[threading.Event, float], None] = wait_for_stop,
        max_height: int = HEIGHT,
    ) -> None:
        """A camera that is not open yet.

        Args:
            path: the video.
            clock: seconds, growing.
            wait: waits for the stop sign or so many seconds of ``clock``.
            max_height: higher pictures are scaled down to this height, pixels.
        """
        super().__init__(Path(path).name, clock)
        self._path = Path(path)
        self._wait = wait
        self._max_height = max_height
        self._error: UserCanFix | None = None

    @property
    def lost(self) -> UserCanFix | None:
        """The error that ended the video before its end, if any."""
        return self._error

    def open(self) -> None:
        """Check the video and begin to play it."""
        probe(self._path)
        self._error = None
        self._start(self._play)

    def _play(self, slot: LatestFrame, stop: threading.Event) -> None:
        began = first = 0.0
        try:
            for frame in read_frames(self._path, max_height=self._max_height):
                if frame.index == 0:
                    began, first = self._clock(), frame.time
                due = began + frame.time - first
                while not stop.is_set() and (early := due - self._clock()) > 0:
                    self._wait(stop, early)
                if stop.is_set():
                    return
                slot.put(frame.image, due)
        except UserCanFix as error:
            self._error = error


class Device(Protocol):
    """The part of ``cv2.VideoCapture`` that is used."""

    def grab(self) -> bool:
        """Take a picture; may block, may fail."""

    def retrieve(self) -> tuple[bool, Any]:
        """Decode the picture taken: (H, W, 3) BGR."""

    def release(self) -> None:
        """Let the device go."""


class DeviceCamera(_ThreadedCamera):
    """A webcam, asked for 640x480 at 30 frames a second.

    Pictures equal to the one before are not counted as captured, since an unplugged
    camera may go on to give its last one. A device that gives nothing new for
    ``LOST_AFTER_S`` is reported by ``lost`` and opened again until it gives pictures.
    """

    def __init__(
        self,
        index: int,
        clock: Callable[[], float] = time.monotonic,
        connect: Callable[[int], Device | None] | None = None,
        *,
        most_fps: float = math.inf,
    ) -> None:
        """A camera that is not open yet.

        Args:
            index: number of the device.
            clock: seconds, growing.
            connect: opens the device of a number, None where there is none.
            most_fps: pictures a second that are handed on at most; the others are not
                captured.
        """
        super().__init__(str(index), clock)
        self._period = 1.0 / most_fps
        self._index = index
        self._connect = connect or open_device
        self._fresh_at = clock()

    @property
    def lost(self) -> UserCanFix | None:
        """CameraLost while an open device has been giving nothing new for too long."""
        open_and_silent = self._thread is not None and (
            self._clock() - self._fresh_at > LOST_AFTER_S
        )
        return CameraLost(self._name) if open_and_silent else None

    def open(self) -> None:
        """Connect the device (which may take seconds) and begin to capture."""
        found: list[Device | None] = []
        tried = threading.Event()

        def capture(slot: LatestFrame, stop: threading.Event) -> None:
            found.append(self._connect(self._index))
            self._fresh_at = self._clock()
            tried.set()
            if found[0] is not None:
                self._capture(found[0], slot, stop)

        self._fresh_at = self._clock()
        self._start(capture)
        if not tried.wait(_OPEN_WITHIN_S) or found[0] is None:
            self.close()
            raise CameraNotFound(self._name)

    def _capture(self, first: Device, slot: LatestFrame, stop: threading.Event) -> None:
        device: Device | None = first
        last: Image | None = None
        tried_at = self._clock()
        due = -math.inf
        try:
            while not stop.is_set():
                taken = _take(device, self._clock)
                if taken is not None and not _same(taken[0], last):
                    last, self._fresh_at = taken
                    if self._fresh_at >= due:
                        due = max(due, self._fresh_at - self._period) + self._period
                        slot.put(*taken)
                    continue
                stop.wait(_IDLE_S)
                if self._clock() > max(self._fresh_at + LOST_AFTER_S, tried_at + _REOPEN_EVERY_S):
                    if device is not None:
                        device.release()
                    device, tried_at = self._connect(self._index), self._clock()
        finally:
            if device is not None:
                device.release()


def _take(device: Device | None, clock: Callable[[], float]) -> tuple[Image, float] | None:
    """One picture in RGB and the time it was taken, None where the device gives none."""
    if device is None:
        return None
    try:
        if not device.grab():
            return None
        at = clock()
        good, image = device.retrieve()
        if not good or image is None or image.ndim != 3:
            return None
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8), at
    except cv2.error:
        return None


def _same(image: Image, last: Image | None) -> bool:
    return last is not None and np.array_equal(image, last)


def open_device(index: int) -> Device | None:
    """A device opened by OpenCV and asked for our size and rate, None where there is none."""
    if sys.platform.startswith("linux") and not Path(f"/dev/video{index}").exists():
        return None
    backend = cv2.CAP_V4L2 if sys.platform.startswith("linux") else cv2.CAP_ANY
    with _quiet_opencv():
        device = cv2.VideoCapture(index, backend)
        if not device.isOpened():
            device.release()
            return None
        device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        device.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        device.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        device.set(cv2.CAP_PROP_FPS, FPS)
        device.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return device


@contextmanager
def _quiet_opencv() -> Iterator[None]:
    """OpenCV writes about missing cameras to standard error; not in here."""
    logging = cv2.utils.logging
    before = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        logging.setLogLevel(before)


def open_camera(spec: str | int | Path) -> Camera:
    """An open camera: a device for a number ("0"), a file played in real time for a path.

    Raises:
        CameraNotFound for a device; FileMissing, FileUnreadable, VideoEmpty,
        VideoHasNoPicture or VideoUnreadable for a file.
    """
    camera: Camera
    if isinstance(spec, int) or (isinstance(spec, str) and spec.strip().isdecimal()):
        camera = DeviceCamera(int(spec))
    else:
        camera = FileCamera(Path(spec))
    camera.open()
    return camera


@dataclass(frozen=True, slots=True)
class CameraChoice:
    """A device that can be chosen.

    Attributes:
        index: its number, for ``DeviceCamera``.
        name: what its driver calls it; "" where only the number is known.
    """

    index: int
    name: str


def list_cameras(
    system: str = sys.platform, sysfs: Path = Path("/sys/class/video4linux")
) -> tuple[CameraChoice, ...]:
    """The devices that are there, by number.

    Linux tells without opening one; elsewhere the first numbers are tried, which takes
    about a second each and may switch a camera's light on.

    Args:
        system: as ``sys.platform``.
        sysfs: where Linux lists its video devices.
    """
    if system.startswith("linux"):
        return tuple(sorted(_linux_cameras(sysfs), key=lambda choice: choice.index))
    found = []
    for index in range(_PROBED_DEVICES):
        device = open_device(index)
        if device is not None:
            device.release()
            found.append(CameraChoice(index, ""))
    return tuple(found)


def _linux_cameras(sysfs: Path) -> Iterator[CameraChoice]:
    """One choice a camera: its further nodes (``index`` above 0) hold no pictures."""
    for node in sysfs.glob("video*"):
        number = node.name.removeprefix("video")
        try:
            if number.isdecimal() and (node / "index").read_text().strip() == "0":
                yield CameraChoice(int(number), (node / "name").read_text().strip())
        except OSError:
            continue
