"""What every camera is, and a file that is played as one.

A camera captures in a thread of its own and keeps the last few frames only: who asks gets
the newest picture, or the next one, and pictures that were replaced before anybody asked are
counted as dropped. There is no queue that could grow or delay for long.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from coach.errors import CoachBug, UserCanFix
from coach.media.picture import HEIGHT, Image
from coach.media.video import probe, read_frames
from coach.types import Frame

KEPT: Final = 3
"""Frames that are kept for who takes one after the other: one that is looked at for long
costs no other, and nobody is further behind than a tenth of a second."""
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

    def next(self, after_index: int, timeout: float) -> Frame | None:
        """The oldest kept frame above ``after_index``, so that none is left out.

        Of who falls so far behind that frames are lost, the newest one.
        """

    def close(self) -> None:
        """Stop capturing; may be called more than once."""


class LatestFrame:
    """The slot between the thread that captures and whoever asks for frames."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._kept: deque[Frame] = deque(maxlen=KEPT)
        self._read_until = -1
        self._overflowed = False
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
        with self._changed:
            return self._kept[-1].size if self._kept else (0, 0)

    def put(self, image: Image, at: float) -> None:
        """Add a newer frame, captured at ``at`` seconds; the oldest may be lost."""
        with self._changed:
            if len(self._kept) == KEPT and self._kept[0].index > self._read_until:
                self.dropped += 1
                self._overflowed = True
            self._kept.append(Frame(image, at, self.captured))
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
            return self._taken(self._awaited(after_index, timeout)[-1:])

    def next(self, after_index: int, timeout: float) -> Frame | None:
        """See ``Camera.next``."""
        with self._changed:
            waiting = self._awaited(after_index, timeout)
            return self._taken(waiting[-1:] if self._overflowed else waiting[:1])

    def _awaited(self, after_index: int, timeout: float) -> list[Frame]:
        def newer() -> list[Frame]:
            return [frame for frame in self._kept if frame.index > after_index]

        self._changed.wait_for(lambda: self._ended or newer(), timeout)
        return newer()

    def _taken(self, chosen: list[Frame]) -> Frame | None:
        if not chosen:
            return None
        frame = chosen[0]
        unread = max(self._read_until, self._kept[0].index - 1)
        self.dropped += max(0, frame.index - unread - 1)
        self._read_until = max(self._read_until, frame.index)
        self._overflowed = False
        return frame


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

    def next(self, after_index: int, timeout: float) -> Frame | None:
        """See ``Camera.next``."""
        return self._slot.next(after_index, timeout)

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
