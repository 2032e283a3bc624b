"""Whether somebody else has come into the picture, found out beside the stream."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray


class Glances:
    """Counts the people of a frame on a thread of its own while the stream goes on.

    A look for two takes 20 ms longer than one for the person who is followed: in the stream it
    would hold up the frames after it, once a second.
    """

    def __init__(self, count: Callable[[NDArray[np.uint8]], int]) -> None:
        """``count``: number of people in a picture (H, W, 3), RGB; called by one thread."""
        self._count = count
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="coach-glance")
        self._looking: Future[int] | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is still to be had."""
        return self._looking is not None

    def look(self, image: NDArray[np.uint8]) -> None:
        """Begin to look at a picture; only when not ``busy``."""
        self._looking = self._pool.submit(self._count, image)

    def seen(self) -> int | None:
        """The answer, once; None while there is none."""
        if self._looking is None or not self._looking.done():
            return None
        return self.wait()

    def wait(self) -> int:
        """The answer, waited for; 0 where nobody looks."""
        looking, self._looking = self._looking, None
        return 0 if looking is None else looking.result()

    def close(self) -> None:
        """End the thread."""
        self._pool.shutdown()
