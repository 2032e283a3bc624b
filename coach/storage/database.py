"""The only place that opens databases and knows the errors of SQLAlchemy and its drivers.

SQLite with a write-ahead log and ``synchronous=FULL``: what was committed survives ``kill -9``
and a power cut; what is deleted is overwritten. Transactions are explicit. On a server one
writer works at a time, as on SQLite.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)

from coach.errors import CoachBug, CoachError, DataDamaged, DataUnwritable, ServerUnreachable
from coach.paths import make_private
from coach.storage import migrations
from coach.storage.copies import LOGS, kept_copies
from coach.storage.server import CONNECT_ARGUMENTS, server_name
from coach.storage.tables import CLOCK, METADATA

Place = Path | str
"""The file of a database, or what its server is called in messages."""

PATIENCE_S: Final = 5.0
"""Seconds to wait for another program that writes the file."""
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_SAID_OF_DAMAGED: Final = ("Could not decode to UTF-8", "unsupported file format")
"""First words of errors of SQLite that have no number of their own."""
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
_OF_A_USED_FOLDER: Final = ("settings.json", "cache", "videos")
_NOT_ALLOWED: Final = "42501"
"""What PostgreSQL calls an account without the rights."""
_WRITING: Final = "coach_writing"
"""Execution option of a connection that will write."""


@contextmanager
def translated(place: Place) -> Iterator[None]:
    """Errors of databases inside become DataDamaged, DataUnwritable, ServerUnreachable.

    What is no fault of disk or server is a CoachBug.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _translation(place, error) from error
    except UnicodeDecodeError as error:  # what SQLite says of a damaged file, damaged itself
        if isinstance(place, str):
            raise
        raise DataDamaged(place, str(error)) from error


def _translation(place: Place, error: Exception) -> CoachError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    reason = " ".join(str(cause).split())
    if isinstance(place, str):
        lost = isinstance(error, (OperationalError, InterfaceError, InternalError))
        if lost or getattr(cause, "sqlstate", None) == _NOT_ALLOWED:
            return ServerUnreachable(place, reason)
    elif isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _DAMAGED or reason.startswith(_SAID_OF_DAMAGED):
            return DataDamaged(place, reason)
        if code in _UNWRITABLE:
            return DataUnwritable(place, reason)
    return CoachBug(f"{place}: {reason}")


class Database:
    """A file of this PC or a server, at the newest schema.

    Attributes:
        place: the file, or what the server is called in messages.
    """

    def __init__(self, place: Path | URL, patience_s: float | None = None) -> None:
        """Open or make it; an older one is brought to the newest schema.

        Args:
            place: the file (its folder is made if missing), or the address of a server.
            patience_s: how long to wait for another writer of the file; ``PATIENCE_S`` if None.

        Raises:
            DataNewer: written by a later version of the program; it is unchanged.
            DataDamaged, DataUnwritable, ServerUnreachable.
        """
        if isinstance(place, Path):
            self.place: Place = place
            self._emptied = _is_emptied(place)
            self._engine = _file_engine(place, PATIENCE_S if patience_s is None else patience_s)
        else:
            self.place, self._emptied = server_name(place), False
            self._engine = _server_engine(place)
        try:
            with translated(self.place):
                self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        with self._engine.begin() as connection:
            newest = migrations.is_newest(connection)
        if not newest:
            with self._transaction() as connection:
                if self._emptied and not inspect(connection).get_table_names():
                    raise DataDamaged(Path(self.place), "0 bytes")
                migrations.migrate(connection, Path(self.place))
        if isinstance(self.place, Path):
            with self._raw() as raw:
                raw.execute("PRAGMA journal_mode = WAL")
                if wrong := _misses(raw):
                    raise DataDamaged(self.place, wrong)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the file."""
        with translated(self.place), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it on disk at the end, or none of it."""
        with translated(self.place), self._transaction() as connection:
            if not isinstance(self.place, Path):
                connection.execute(select(CLOCK.c.seq).with_for_update())
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        options = {_WRITING: True}
        with (
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def forget_deleted(self) -> None:
        """Let nothing of deleted rows stay in the file or in copies beside it; slow.

        Raises:
            DataUnwritable: somebody reads the file just now; it has to be done again.
        """
        if isinstance(self.place, Path):
            try:
                for copy in kept_copies(self.place):
                    copy.unlink(missing_ok=True)
            except OSError as error:
                raise DataUnwritable(self.place, error.strerror or str(error)) from error
            with translated(self.place), self._raw() as raw:
                raw.execute("VACUUM")
                (busy, *_) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:  # somebody reads: the old pages are still there
                raise DataUnwritable(self.place, "database is locked")

    def copy_to(self, path: Path) -> None:
        """A copy of the file as it is now; others may go on writing meanwhile."""
        with translated(path), self._raw() as raw, closing(sqlite3.connect(path)) as copy:
            raw.backup(copy)

    def replace_by(self, path: Path) -> None:
        """All of the file becomes what another database file holds, or nothing changes."""
        with translated(self.place), self._raw() as raw, closing(sqlite3.connect(path)) as other:
            other.backup(raw, progress=self._stop_at_lock)

    def _stop_at_lock(self, status: int, *_: int) -> None:
        # Without this, sqlite3 would try for ever.
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DataUnwritable(Path(self.place), "database is locked")

    @contextmanager
    def _raw(self) -> Iterator[sqlite3.Connection]:
        """The connection of sqlite3 itself, outside of any transaction."""
        with closing(self._engine.raw_connection()) as pooled:
            raw = pooled.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            yield raw

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _is_emptied(path: Path) -> bool:
    """Whether a file lost all it held, as after a power cut: it is empty, its folder was used."""
    used = any((path.parent / name).exists() for name in _OF_A_USED_FOLDER)
    return path.is_file() and path.stat().st_size == 0 and used


def _file_engine(path: Path, patience_s: float) -> Engine:
    for ending in ("", *LOGS):
        if (part := path.with_name(path.name + ending)).is_dir():
            raise DataDamaged(part, os.strerror(errno.EISDIR))
    try:
        make_private(path.parent)
    except OSError as error:
        raise DataUnwritable(path.parent, error.strerror or str(error)) from error
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        # Used by one thread at a time; the pool hands it on.
        connect_args={"timeout": patience_s, "check_same_thread": False},
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(raw: sqlite3.Connection, _: Any) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA secure_delete = ON")


def _misses(raw: sqlite3.Connection) -> str:
    """A column that a file of the newest schema should have and has not; "" where all is there."""
    asked = "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p"
    found = set(raw.execute(f"{asked} WHERE m.type = 'table'"))
    wanted = ((t.name, c.name) for t in METADATA.sorted_tables for c in t.columns)
    return next((".".join(one) for one in wanted if one not in found), "")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _server_engine(url: URL) -> Engine:
    return create_engine(
        url,
        isolation_level="READ COMMITTED",
        hide_parameters=True,
        pool_size=1,
        pool_pre_ping=True,
        connect_args=CONNECT_ARGUMENTS[url.get_backend_name()],
    )
