"""Copies of the database file that are kept beside it before it is changed as a whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

_MARK: Final = "-before-"


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


def set_aside(path: Path, step: str) -> Path:
    """Move a file that cannot be read out of the way, with its log."""
    aside = path.with_name(f"{path.stem}{_MARK}{step}{path.suffix}")
    for ending in ("", "-wal", "-shm"):
        if (part := path.with_name(path.name + ending)).exists():
            part.replace(aside.with_name(aside.name + ending))
    return aside
