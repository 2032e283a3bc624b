"""Whether the drive of a file answers: reading from one that does not waits without end."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from coach.errors import DriveSilent

ANSWER_S: Final = 10.0
"""Seconds in which a drive has to answer; one that has to wake up takes about 8."""
_BYTES: Final = 1 << 16


def touch(path: Path) -> None:
    """Read the beginning of a file on a thread that is left to itself where it hangs.

    What else may be wrong with the file is left to whoever reads it.

    Raises:
        DriveSilent: nothing came within ``ANSWER_S``.
    """
    thread = threading.Thread(target=_read, args=(path,), name="touch", daemon=True)
    thread.start()
    thread.join(ANSWER_S)
    if thread.is_alive():
        raise DriveSilent(path)


def _read(path: Path) -> None:
    try:
        if path.is_file():  # a pipe would wait for whoever fills it
            with path.open("rb") as file:
                file.read(_BYTES)
    except OSError:
        return
