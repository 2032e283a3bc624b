"""Where things are: the files shipped with the program and the user's data folder."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from platformdirs import user_data_path

ROOT: Final = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))
ASSETS: Final = ROOT / "assets"
MODELS: Final = ROOT / "models"
DEMO: Final = ASSETS / "demo"
TRACKS: Final = Path("cache") / "tracks"
"""In the data folder: poses of videos, and what was found in them."""
BACKUP_SUFFIX: Final = ".coach"
"""Of a back-up of everything in one file."""


def title_of(path: Path) -> str:
    """Name of a file without its ending; a mark for each byte of it that is no text."""
    return path.stem.encode("utf-8", "replace").decode("utf-8")


def data_folder(chosen: Path | None = None) -> Path:
    """Folder of profiles, sessions and cache: ``chosen``, else ``COACH_DATA``, else the system's.

    The folder is not made here; whoever writes into it makes it (``make_private``).
    """
    if chosen is not None:
        return chosen
    if named := os.environ.get("COACH_DATA"):
        return Path(named)
    return user_data_path("coach", appauthor=False)


def make_private(folder: Path) -> None:
    """Make a folder of data, and those above it, for the user alone; one that exists stays.

    Raises:
        OSError: no permission, a full disk, a file of that name.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(exist_ok=True)


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that appears under its name whole or not at all; one there is replaced.

    >>> with whole_file(path) as file:
    ...     file.write(content)

    Raises:
        OSError: no permission, no such folder, a full disk.
    """
    beside = path.with_name(f".coach-{os.getpid()}-{threading.get_ident()}.tmp")
    try:
        with beside.open("wb") as file:
            yield file
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
