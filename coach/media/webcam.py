"""A webcam that may be pulled out, taken, covered, frozen or hung up by its driver at any time.

Three threads: whoever asks for pictures, a keeper that watches, and one that calls the driver
(a ``_Line``). A driver that does not return holds nobody but that last one: it is left behind,
and the keeper opens the device anew.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np

from coach.errors import (
    CameraBlack,
    CameraBusy,
    CameraFrozen,
    CameraLost,
    CameraNotFound,
    UserCanFix,
)
from coach.media.camera import (
    CLOSE_WITHIN_S,
    Camera,
    FileCamera,
    LatestFrame,
    ThreadedCamera,
    wait_for_stop,
)
from coach.media.device import CameraChoice, Device, named_cameras, open_device
from coach.media.picture import Image, clean, fitted, is_black

log = logging.getLogger(__name__)

LOST_AFTER_S: Final = 3.0
"""A device that gives no new picture for so long is reported, and opened anew."""
FAILS_FOR_S: Final = 0.5
"""The same of one that tells at every call that it has none, as an unplugged one does."""
OPEN_WITHIN_S: Final = 15.0
"""Seconds for which opening is waited for: with some drivers it takes ten."""
REOPEN_EVERY_S: Final = 0.5
"""Seconds from one try to the next; with the opening itself it is back within two."""
MOST_STUCK: Final = 3
"""Threads that are left in the hands of a driver at most; then no more calls are made."""
_WATCH_EVERY_S: Final = 0.05
_IDLE_S: Final = 0.005

Connect = Callable[[int], Device]


class DeviceCamera(ThreadedCamera):
    """A webcam, asked for 640x480 at 30 frames a second.

    Its pictures are scaled to 480 lines before anything else, turned, and of one size for as
    long as it is open, whatever the device gives. Pictures equal to the one before are not
    counted as captured, since an unplugged camera may go on to give its last one; nor are black
    ones, in which nobody can be seen. A device that gives nothing for ``LOST_AFTER_S`` is
    reported by ``lost`` and opened again until it gives pictures, where the system names its
    devices also under another number.
    """

    def __init__(
        self,
        index: int,
        clock: Callable[[], float] = time.monotonic,
        connect: Connect = open_device,
        *,
        most_fps: float = math.inf,
        turn: int = 0,
        waits: bool = False,
        named: Callable[[], tuple[CameraChoice, ...]] = named_cameras,
        wait: Callable[[threading.Event, float], None] = wait_for_stop,
    ) -> None:
        """A camera that is not open yet.

        Args:
            index: number of the device.
            clock: seconds, growing.
            connect: opens the device of a number; CameraNotFound, CameraRefused, CameraBusy.
            most_fps: pictures a second that are handed on at most; the others are not
                captured.
            turn: degrees clockwise by which its pictures are turned, 0, 90, 180 or 270.
            waits: whether ``open`` returns at once, and a device that is not there is waited
                for; ``lost`` tells so.
            named: the devices that are there with their names, or none where nobody knows.
            wait: waits for the stop sign or so many seconds of ``clock``.
        """
        super().__init__(str(index), clock)
        self._index, self._connect, self._named = index, connect, named
        self._period, self._turn, self._waits = 1.0 / most_fps, turn, waits
        self._wait = wait
        self._driver_name = next((c.name for c in named() if c.index == index), "")
        self._label = self._driver_name or str(index)
        self._lock = threading.Lock()
        self._line: _Line | None = None
        self._stuck: list[_Line] = []
        self._forget()

    def _forget(self) -> None:
        self._last: Image | None = None
        self._fixed_size: tuple[int, int] | None = None
        self._due = self._quiet_since = -math.inf
        self._problem: UserCanFix | None = None

    @property
    def lost(self) -> UserCanFix | None:
        """Why an open device has been giving nothing new for too long.

        CameraLost, CameraFrozen or CameraBlack; of one that gave nothing yet also
        CameraNotFound, CameraRefused or CameraBusy.
        """
        is_silent = self._clock() - self._quiet_since > LOST_AFTER_S
        return self._problem if self._thread is not None and is_silent else None

    def open(self) -> None:
        """Connect the device (which may take seconds) and begin to capture.

        Raises:
            CameraNotFound, CameraRefused or CameraBusy, unless it ``waits``.
        """
        self._forget()
        tried = threading.Event()
        self._start(lambda slot, stop: self._keep(slot, stop, tried))
        if self._waits:
            return
        tried.wait()
        problem = self._problem
        if self._quiet_since == -math.inf and problem is not None:
            self.close()
            raise problem

    # -- the keeper -----------------------------------------------------------------------

    def _keep(self, slot: LatestFrame, stop: threading.Event, tried: threading.Event) -> None:
        while not stop.is_set():
            line = _Line(
                self._reach,
                lambda line, raw, at: self._take(slot, line, raw, at),
                lambda at: at >= self._due,
                self._clock,
                self._wait,
                f"device {self._name}",
            )
            with self._lock:
                self._line = line
            line.start()
            self._watch(line, stop, tried)
            self._let_go(line, stop)
            self._wait(stop, REOPEN_EVERY_S)

    def _watch(self, line: _Line, stop: threading.Event, tried: threading.Event) -> None:
        """Until the line is of no use any more, and why."""
        while not stop.is_set():
            if line.opened_at is not None and self._quiet_since == -math.inf:
                self._quiet_since, self._problem = line.opened_at, None
            trouble = self._trouble(line)
            if trouble is not None:
                self._problem = trouble
            if trouble is not None or line.opened_at is not None:
                tried.set()
            if trouble is not None:
                return
            self._wait(stop, _WATCH_EVERY_S)

    def _trouble(self, line: _Line) -> UserCanFix | None:
        """Why a line is of no use any more; None: it is, or may be."""
        now, has_worked = self._clock(), self._last is not None
        silent = CameraLost(self._label) if has_worked else CameraBusy(self._label)
        if not line.is_alive:
            if line.problem is None or has_worked:
                return silent
            return type(line.problem)(self._label)
        if line.opened_at is None:
            return silent if now - line.called_at > OPEN_WITHIN_S else None
        patience = FAILS_FOR_S if line.has_worked else LOST_AFTER_S
        if now - line.called_at > LOST_AFTER_S or now - (line.fails_since or now) > patience:
            return silent
        quiet = now - max(self._quiet_since, line.opened_at)
        stands_still = quiet > LOST_AFTER_S and not isinstance(self._problem, CameraBlack)
        return CameraFrozen(self._label) if stands_still else None

    def _let_go(self, line: _Line, stop: threading.Event) -> None:
        """End a line; one whose driver does not return is left behind, but not ever more."""
        line.end()
        self._stuck = [old for old in (*self._stuck, line) if old.is_alive]
        while len(self._stuck) >= MOST_STUCK and not stop.is_set():
            self._wait(stop, _WATCH_EVERY_S)
            self._stuck = [old for old in self._stuck if old.is_alive]

    # -- on the thread of a line ------------------------------------------------------------

    def _reach(self) -> Device:
        """The device, also where it was plugged in again and has got another number."""
        index = self._index
        if self._driver_name:
            names = {choice.index: choice.name for choice in self._named()}
            if names.get(index) != self._driver_name:
                others = [i for i, name in names.items() if name == self._driver_name]
                if not others:
                    raise CameraNotFound(self._label)
                index = others[0]
        return self._connect(index)

    def _take(self, slot: LatestFrame, line: _Line, raw: Any, at: float) -> bool:
        """Hand on what a device gave; whether it was a picture."""
        image = clean(raw, self._turn)
        if image is None:
            return False
        with self._lock:
            if line is not self._line:
                return False  # it was left behind, and its driver has returned at last
            if is_black(image):
                self._quiet_since = max(self._quiet_since, line.opened_at or at)
                self._problem = CameraBlack(self._label)
                return True
            height, width = image.shape[:2]
            self._fixed_size = self._fixed_size or (width, height)
            image = fitted(image, self._fixed_size)
            if self._last is None or not np.array_equal(image, self._last):
                self._last, self._quiet_since, self._problem = image, at, None
                self._due = max(self._due, at - self._period) + self._period
                slot.put(image, at)
        return True


class _Line:
    """One opening of a device, in a thread of its own; only this thread calls the driver.

    Attributes:
        problem: why it could not be opened. opened_at: when it was, else None.
        called_at: when the driver was last called; it may not have returned since.
        has_worked: whether it has given a picture. fails_since: the first of the calls in a row
            that gave none, else None.
    """

    def __init__(
        self,
        reach: Callable[[], Device],
        take: Callable[[_Line, Any, float], bool],
        is_due: Callable[[float], bool],
        clock: Callable[[], float],
        wait: Callable[[threading.Event, float], None],
        name: str,
    ) -> None:
        self.problem: UserCanFix | None = None
        self.opened_at: float | None = None
        self.called_at = clock()
        self.has_worked = False
        self.fails_since: float | None = None
        self._reach, self._take, self._is_due = reach, take, is_due
        self._clock, self._wait = clock, wait
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def is_alive(self) -> bool:
        """Whether the driver may still be called, or has not returned."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Open the device and read it."""
        self._thread.start()

    def end(self) -> None:
        """Let the device go as soon as the driver returns, and wait for that a moment."""
        self._stop.set()
        is_held = self._clock() - self.called_at > LOST_AFTER_S
        self._thread.join(0.0 if is_held else CLOSE_WITHIN_S / 2)

    def _run(self) -> None:
        try:
            device = self._reach()
        except UserCanFix as problem:
            self.problem = problem
            return
        except Exception:  # a driver may raise anything; the keeper tries again
            log.exception("a camera could not be opened")
            return
        self.opened_at = self.called_at = self._clock()
        try:
            while not self._stop.is_set():
                self._read(device)
        except Exception:  # likewise
            log.exception("a camera broke off")
        finally:
            device.release()

    def _read(self, device: Device) -> None:
        self.called_at = self._clock()
        good, at, raw = device.grab(), self._clock(), None
        if good and self._is_due(at):
            good, raw = device.retrieve()
            good = good and self._take(self, raw, at)
        if good:
            self.has_worked, self.fails_since = True, None
        else:
            self.fails_since = self.fails_since or at
            self._wait(self._stop, _IDLE_S)


def open_camera(spec: str | int | Path) -> Camera:
    """An open camera: a device for a number ("0"), a file played in real time for a path.

    Raises:
        CameraNotFound, CameraRefused or CameraBusy for a device; FileMissing, FileUnreadable,
        VideoEmpty, VideoHasNoPicture or VideoUnreadable for a file.
    """
    camera: Camera
    if isinstance(spec, int) or (isinstance(spec, str) and spec.strip().isdecimal()):
        camera = DeviceCamera(int(spec))
    else:
        camera = FileCamera(Path(spec))
    camera.open()
    return camera
