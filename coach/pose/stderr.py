"""Holds back the log that MediaPipe's C++ prints on standard error and offers no switch for."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Final

STANDARD_ERROR: Final = 2  # file descriptor

_CHATTER: Final = re.compile(
    rb"INFO: (Created|Initialized) "
    rb"|WARNING: (Logging before|All log messages before)"
    rb"|[IWE]\d{4} \d\d:\d\d:\d\d"
)


class _HeldBack:
    """Standard error of the whole process, held in a file while anyone asks for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holders = 0
        self._real = -1
        self._file: IO[bytes] | None = None

    def hold(self) -> None:
        with self._lock:
            self._holders += 1
            if self._holders > 1:
                return
            if sys.stderr is not None:
                sys.stderr.flush()
            try:
                self._real = os.dup(STANDARD_ERROR)
            except OSError:  # a windowed program has no standard error
                return
            self._file = tempfile.TemporaryFile()  # noqa: SIM115
            os.dup2(self._file.fileno(), STANDARD_ERROR)

    def release(self) -> None:
        with self._lock:
            self._holders -= 1
            if self._holders or self._file is None:
                return
            if sys.stderr is not None:
                sys.stderr.flush()
            os.dup2(self._real, STANDARD_ERROR)
            os.close(self._real)
            self._file.seek(0)
            for line in self._file:
                if not _CHATTER.match(line):
                    os.write(STANDARD_ERROR, line)
            self._file.close()
            self._file = None


_held_back = _HeldBack()


@contextmanager
def chatter_dropped() -> Iterator[None]:
    """Drops lines of the C++ log printed inside the block; all other lines come after it.

    Threads may be inside at once; the lines come when the last one leaves.
    """
    _held_back.hold()
    try:
        yield
    finally:
        _held_back.release()
