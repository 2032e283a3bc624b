"""What the machine has: cores, memory, room on the disk, a clock that goes right."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from coach.doctor.check import Check, State, Words

LEAST_CORES: Final = 2
"""With one, the pose model and the video wait for each other."""

LEAST_MEMORY: Final = 1.0
"""GiB that should be free: a session takes up to 0.6."""

LEAST_ROOM: Final = 1.0
"""GiB that should be free on the disk of the data folder."""

NO_ROOM: Final = 0.1
"""GiB below which a session may not be written down to its end."""

FIRST_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that goes right shows an earlier day."""

AHEAD: Final = timedelta(days=1)
"""By which a session that was kept may lie in the future: another time zone."""

_GIB: Final = 2**30


def machine_checks(data: Path, words: Words, newest: datetime | None) -> Iterator[Check]:
    """Cores, memory, disk, folder and clock.

    Args:
        data: the data folder, there or not.
        words: for the sentences.
        newest: when the newest session that is kept began.
    """
    yield cores_check(os.cpu_count() or 1, words)
    yield memory_check(free_memory(), words)
    yield room_check(shutil.disk_usage(existing(data)).free / _GIB, words)
    yield folder_check(data, words)
    yield clock_check(datetime.now(UTC), newest, words)


def cores_check(cores: int, words: Words) -> Check:
    """Enough processors?"""
    if cores < LEAST_CORES:
        return words.trouble("cores", State.WARNING, str(cores))
    return words.ok("cores", str(cores))


def memory_check(gib: float | None, words: Words) -> Check:
    """Enough free memory? None: it cannot be told."""
    if gib is None:
        return words.ok("memory", "?")
    detail = words.texts("doctor_free", gib=f"{gib:.1f}")
    if gib < LEAST_MEMORY:
        return words.trouble("memory", State.WARNING, detail)
    return words.ok("memory", detail)


def room_check(gib: float, words: Words) -> Check:
    """Enough room on the disk?"""
    detail = words.texts("doctor_free", gib=f"{gib:.1f}")
    if gib < LEAST_ROOM:
        return words.trouble("room", State.WRONG if gib < NO_ROOM else State.WARNING, detail)
    return words.ok("room", detail)


def folder_check(data: Path, words: Words) -> Check:
    """Can the data folder be written? Where it is not there, could it be made?"""
    try:
        with tempfile.TemporaryFile(dir=existing(data)):
            return words.ok("folder", str(data))
    except OSError as error:
        detail = f"{data}: {error.strerror or error}"
        return words.trouble("folder", State.WRONG, detail)


def clock_check(now: datetime, newest: datetime | None, words: Words) -> Check:
    """Does the clock go right, as far as one can tell?"""
    shown = now.astimezone().strftime("%Y-%m-%d %H:%M %Z")
    if now < FIRST_DAY or (newest is not None and newest - now > AHEAD):
        return words.trouble("clock", State.WARNING, shown)
    return words.ok("clock", shown)


def existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())


def free_memory() -> float | None:
    """GiB that programs may still have; None where the system does not tell."""
    if sys.platform.startswith("linux"):
        try:
            lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        except OSError:
            return None
        found = (line.split() for line in lines if line.startswith("MemAvailable:"))
        return next((int(kib) * 1024 / _GIB for _, kib, *_ in found), None)
    if sys.platform == "win32":
        status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
        told = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return status.free / _GIB if told else None
    return None


class _MemoryStatus(ctypes.Structure):
    """MEMORYSTATUSEX of Windows."""

    _fields_ = (
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("rest", ctypes.c_ulonglong * 5),
    )
