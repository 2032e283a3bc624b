"""The only place that opens SQLite and knows its errors.

Write-ahead log with ``synchronous=FULL``: what was committed survives ``kill -9`` and a
power cut. One connection a thread. Transactions are explicit.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from coach.errors import CoachBug, DataDamaged, DataUnwritable

_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_UNWRITABLE: Final = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PROTOCOL,
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of sqlite3 inside become DataDamaged, DataUnwritable or CoachBug."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _DAMAGED:
            raise DataDamaged(path, str(error)) from error
        if code in _UNWRITABLE:
            raise DataUnwritable(path, str(error)) from error
        raise CoachBug(f"{path}: {error}") from error


class Database:
    """One SQLite file, a connection for each thread that asks.

    Attributes:
        path: the file.
    """

    def __init__(
        self,
        path: Path,
        prepare: Callable[[sqlite3.Connection, Path], None],
        patience_s: float = 5.0,
    ) -> None:
        """Open or make the file; ``prepare`` checks and migrates it before anything is written.

        Args:
            path: the file; its folder is made if missing.
            prepare: called once with the first connection and the path.
            patience_s: how long to wait for another writer.
        """
        self.path = path
        self._patience_s = patience_s
        self._lock = threading.Lock()
        self._connections: dict[threading.Thread, sqlite3.Connection] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataUnwritable(path.parent, error.strerror or str(error)) from error
        with translated(path):
            connection = self._connect()
            try:
                prepare(connection, path)
                connection.execute("PRAGMA journal_mode = WAL")
            except BaseException:
                connection.close()
                raise
        self._connections[threading.current_thread()] = connection

    def _connect(self) -> sqlite3.Connection:
        # Used by one thread at a time; closed by whichever closes the store.
        connection = sqlite3.connect(
            self.path, timeout=self._patience_s, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _connection(self) -> sqlite3.Connection:
        me = threading.current_thread()
        with self._lock:
            if me not in self._connections:
                for thread in [t for t in self._connections if not t.is_alive()]:
                    self._connections.pop(thread).close()
                self._connections[me] = self._connect()
            return self._connections[me]

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the file."""
        with translated(self.path), transaction(self._connection(), "BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it on disk at the end, or none of it."""
        with (
            translated(self.path),
            transaction(self._connection()) as connection,
        ):
            yield connection

    def release(self) -> None:
        """Close the connection of this thread."""
        with self._lock:
            connection = self._connections.pop(threading.current_thread(), None)
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            connections = list(self._connections.values())
            self._connections.clear()
        for connection in connections:
            connection.close()


@contextmanager
def transaction(
    connection: sqlite3.Connection, begin: str = "BEGIN IMMEDIATE"
) -> Iterator[sqlite3.Connection]:
    """All of what is executed inside, or nothing of it."""
    connection.execute(begin)
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself after some errors (disk full).
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
