"""Copies of the database file that are kept beside it before it is changed as a whole."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

_MARK: Final = "-before-"
LOGS: Final = ("-wal", "-shm")
"""Endings of the files that SQLite keeps beside a database while it is open."""


def keep_copy(path: Path, step: str) -> Path:
    """Keep the file as it is, named by what comes next; one of the same name is replaced."""
    copy = path.with_name(f"{path.stem}{_MARK}{step}{path.suffix}")
    with suppress(OSError):  # else it is written over
        copy.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
    except sqlite3.Error:
        with suppress(OSError):
            copy.unlink(missing_ok=True)
        raise
    return copy


def kept_copies(path: Path) -> tuple[Path, ...]:
    """What ``keep_copy`` left beside a file."""
    return tuple(sorted(path.parent.glob(f"{path.stem}{_MARK}*{path.suffix}*")))


def put_in_place(new: Path, path: Path, step: str) -> Path:
    """Let a file that cannot be used give way to a new one; where it is kept, with its log.

    Whenever the power goes, the old file or the new one is there, and never with a log that is
    not its own.
    """
    aside = path.with_name(f"{path.stem}{_MARK}{step}{path.suffix}")
    if path.is_file():
        shutil.copy2(path, aside)
    elif path.exists():  # a folder of that name
        path.replace(aside)
    for ending in LOGS:
        if (log := path.with_name(path.name + ending)).exists():
            log.replace(aside.with_name(aside.name + ending))
    with new.open("r+b") as written:
        os.fsync(written.fileno())
    new.replace(path)
    return aside
