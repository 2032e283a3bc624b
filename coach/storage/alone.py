"""Whether another copy of the app has the same data folder open.

Two copies may: each change is one transaction. But only who is alone can know that a session
which is not finished was broken off, and does not run elsewhere.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from coach.paths import make_private

LOCK_NAME: Final = "coach.lock"
"""An empty file that is locked while the app is open; the system unlocks it whatever happens."""


class Alone:
    """Holds the data folder, if nobody else does, until it is let go or the process ends.

    Attributes:
        is_alone: False when another process held it already; True too where the file system
            knows no locks or the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.is_alone = True
        self._lock: sqlite3.Connection | None = None
        try:
            make_private(folder)
            # The locks of SQLite work on every system, and an empty file is a database.
            self._lock = sqlite3.connect(
                folder / LOCK_NAME, timeout=0.0, isolation_level=None, check_same_thread=False
            )
            self._lock.execute("BEGIN EXCLUSIVE")
        except (sqlite3.Error, OSError) as error:
            self.is_alone = getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY
            self.let_go()

    def let_go(self) -> None:
        """Others may be alone from now on."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def __enter__(self) -> Alone:
        return self

    def __exit__(self, *_: object) -> None:
        self.let_go()
