"""Camera pictures on their way between two processes: memory that both of them see."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.types import Frame

SLOTS: Final = 8
"""Pictures kept: whoever reads has so many frames of time, a quarter of a second."""


@dataclass(frozen=True, slots=True)
class PictureRef:
    """Where the picture of a frame lies.

    Attributes:
        memory: name of the shared memory; slot: in it.
        shape: of the picture; time, index: of the frame.
    """

    memory: str
    slot: int
    shape: tuple[int, int, int]
    time: float
    index: int


def _view(memory: SharedMemory, slot: int, shape: tuple[int, int, int]) -> NDArray[np.uint8]:
    size = int(np.prod(shape))
    return np.ndarray(shape, np.uint8, memory.buf, slot * size)


class PictureWriter:
    """Puts pictures into a ring of slots; the oldest one is overwritten."""

    def __init__(self) -> None:
        self._memory: SharedMemory | None = None
        self._shape = (0, 0, 0)
        self._next = 0

    def put(self, frame: Frame) -> PictureRef:
        """Write the picture of a frame; pictures of another size begin a new ring."""
        height, width, channels = frame.image.shape
        if self._memory is None or (height, width, channels) != self._shape:
            self.close()
            self._shape = height, width, channels
            self._memory = SharedMemory(create=True, size=SLOTS * frame.image.nbytes)
        slot, self._next = self._next, (self._next + 1) % SLOTS
        _view(self._memory, slot, self._shape)[:] = frame.image
        return PictureRef(self._memory.name, slot, self._shape, frame.time, frame.index)

    def close(self) -> None:
        """Give the memory back, as soon as nobody reads it any more."""
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()
            with suppress(FileNotFoundError):  # the reader was quicker
                memory.unlink()


class PictureReader:
    """Takes copies of pictures that a writer in another process has put."""

    def __init__(self) -> None:
        self._memory: SharedMemory | None = None

    def take(self, ref: PictureRef) -> Frame | None:
        """The frame; None where its memory is gone already."""
        if self._memory is None or self._memory.name != ref.memory:
            self.close()
            try:
                self._memory = SharedMemory(ref.memory)
            except FileNotFoundError:
                return None
        image = _view(self._memory, ref.slot, ref.shape).copy()
        return Frame(image, ref.time, ref.index)

    def close(self, *, abandoned: bool = False) -> None:
        """Look at it no more; ``abandoned``: its writer died without giving it back."""
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.close()
            if abandoned:
                with suppress(FileNotFoundError):
                    memory.unlink()
