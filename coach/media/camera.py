"""What every camera is, and a file that is played as one.

A camera captures in a thread of its own and keeps the latest frame only: who asks gets
the newest picture, and pictures that were replaced before anybody asked are counted as
dropped. There is no queue that could grow or delay.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from coach.errors import CoachBug, UserCanFix
from coach.media.picture import HEIGHT, Image
from coach.media.video import probe, read_frames
from coach.types import Frame

CLOSE_WITHIN_S: Final = 1.0
"""Seconds for which a thread is waited for; one that a driver holds is left behind."""


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


class ThreadedCamera:
    """What all cameras share: the slot, the thread and its end."""

    def __init__(self, name: str, clock: Callable[[], float]) -> None:
        self._name = name
        self._clock = clock
        self._slot = LatestFrame()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def name(self) -> str:
        """See ``Camera.name``."""
        return self._name

    @property
    def size(self) -> tuple[int, int]:
        """See ``Camera.size``."""
        return self._slot.size

    @property
    def captured(self) -> int:
        """See ``Camera.captured``."""
        return self._slot.captured

    @property
    def dropped(self) -> int:
        """See ``Camera.dropped``."""
        return self._slot.dropped

    @property
    def ended(self) -> bool:
        """See ``Camera.ended``."""
        return self._slot.ended

    def latest(self, after_index: int, timeout: float) -> Frame | None:
        """See ``Camera.latest``."""
        return self._slot.latest(after_index, timeout)

    def close(self) -> None:
        """See ``Camera.close``."""
        self._stop.set()
        self._slot.end()
        if self._thread is not None:
            self._thread.join(CLOSE_WITHIN_S)
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


class FileCamera(ThreadedCamera):
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
