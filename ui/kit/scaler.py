"""Pictures brought to the size in which they are seen, off the interface's thread.

Painting a picture at another size costs the interface 4 ms at 500 pixels width and 20 at
1900; one that is ready costs it 0.1 and 2.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QImage

from ui.kit.newest import Newest

_RGB: Final = 3
"""Bytes a pixel of a picture that is not yet as the screen has it."""


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """A picture that is to be shown.

    Attributes:
        image: the picture; size: device pixels; mirrored: left and right exchanged.
        note: whatever belongs to the picture; pixels: the memory of ``image``, where that
            does not hold it itself.
        turn: number among the pictures of a view, growing.
    """

    image: QImage
    size: QSize
    mirrored: bool
    note: Any = None
    pixels: NDArray[np.uint8] | None = None
    turn: int = 0

    def is_like(self, other: Wanted) -> bool:
        """Whether the same comes of both."""
        return self.image is other.image and (self.size, self.mirrored) == (
            other.size,
            other.mirrored,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """The picture of a ``Wanted`` as it is blitted, and its memory."""

    wanted: Wanted
    image: QImage
    pixels: NDArray[np.uint8]


class Scaler(QObject):
    """One thread that brings the newest picture to size; what a newer one overtakes is dropped.

    Signals:
        done: Ready, on the interface's thread.
    """

    done = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest = Newest(self)
        self._newest.arrived.connect(self._tell)
        self._wake = threading.Condition()
        self._wanted: Wanted | None = None
        self._under_way: Wanted | None = None
        self._thread: threading.Thread | None = None
        self._stops = False
        if parent is not None:
            parent.destroyed.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether pictures may be put."""
        return self._thread is not None

    def start(self) -> None:
        """Be ready for pictures."""
        if self._thread is None:
            self._stops = False
            self._thread = threading.Thread(target=self._run, name="scaler", daemon=True)
            self._thread.start()

    @Slot()
    def stop(self) -> None:
        """End the thread, and forget what is under way."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        with self._wake:
            self._stops, self._wanted = True, None
            self._wake.notify()
        thread.join()
        self._under_way = None
        self._newest.clear()

    def put(self, wanted: Wanted, *, if_idle: bool = False) -> None:
        """Bring a picture to size; ``if_idle``: unless another one is not yet told."""
        with self._wake:
            if if_idle and (self._wanted or self._under_way):
                return
            self._wanted = wanted
            self._wake.notify()

    @Slot(object)
    def _tell(self, ready: Ready) -> None:
        with self._wake:
            if self._under_way is ready.wanted:
                self._under_way = None
        self.done.emit(ready)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stops or self._wanted is not None)
                if self._stops:
                    return
                wanted, self._wanted = self._wanted, None
                self._under_way = wanted
            if wanted is not None:
                self._newest.put(scaled(wanted))


def scaled(wanted: Wanted) -> Ready:
    """The picture in its size."""
    import cv2

    image = wanted.image
    if image.format() != QImage.Format.Format_RGB888:
        image = image.convertToFormat(QImage.Format.Format_RGB32)
    source = _pixels(image)
    size = wanted.size.width(), wanted.size.height()
    shrinks = size[0] < source.shape[1]
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    sized: NDArray[Any] = cv2.resize(source, size, interpolation=way)
    if sized.shape[2] == _RGB:
        sized = cv2.cvtColor(sized, cv2.COLOR_RGB2BGRA)
    if wanted.mirrored:
        sized = cv2.flip(sized, 1)
    made = QImage(sized.data, *size, 4 * size[0], QImage.Format.Format_RGB32)
    return Ready(wanted, made, sized)


def _pixels(image: QImage) -> NDArray[np.uint8]:
    """(H, W, 3 or 4) over the memory of a picture."""
    stride, depth = image.bytesPerLine(), image.depth() // 8
    flat = np.frombuffer(image.constBits(), np.uint8, count=stride * image.height())
    rows = flat.reshape(image.height(), stride)[:, : image.width() * depth]
    return rows.reshape(image.height(), image.width(), depth)
