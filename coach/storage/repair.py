"""What a damaged database file still holds, in a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import URL, create_engine

from coach.errors import DataDamaged, DataUnwritable
from coach.storage import migrations
from coach.storage.copies import set_aside
from coach.storage.database import translated
from coach.storage.store import FILE_NAME, Store

_UNREADABLE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
_OWN: Final = frozenset({"alembic_version", "clock", "peer"})
"""Tables of the new file alone: it has another name, and knows no server yet."""


def repair(folder: Path, now: datetime) -> int:
    """Save what can be read of a damaged file; the file itself stays beside.

    Returns:
        Rows that were saved; 0 where the file was sound and nothing was done.

    Raises:
        DataDamaged: nothing can be read of it; DataNewer, DataUnwritable.
    """
    file = folder / FILE_NAME
    try:
        with Store(folder) as store:
            if not store.check():
                return 0
    except DataDamaged:
        pass
    try:
        with TemporaryDirectory(dir=folder, prefix=".coach-repair-") as name:
            made = Path(name) / FILE_NAME
            with translated(made):
                saved = _save(file, made)
            if not saved:
                raise DataDamaged(file, "no row can be read")
            Store(Path(name)).close()  # the steps that the file had still to go
            set_aside(file, f"repair-{now:%Y%m%d-%H%M%S}")
            made.replace(file)
    except OSError as error:
        raise DataUnwritable(folder, error.strerror or str(error)) from error
    return saved


def _save(file: Path, made: Path) -> int:
    """Put what can be read into a new file of the same schema; the number of rows."""
    saved = 0
    with closing(sqlite3.connect(file)) as old:
        _make(made, _revision_of(old))
        with closing(sqlite3.connect(made)) as new:
            for table, (columns, key) in _tables(new).items():
                for row in _rows(old, table, key):
                    known = [name for name in row if name in columns]
                    names = ", ".join(f'"{name}"' for name in known)
                    marks = ", ".join("?" * len(known))
                    added = new.execute(
                        f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})',
                        tuple(row[name] for name in known),
                    )
                    saved += added.rowcount
            _put_right(new)
            new.commit()
    return saved


def _revision_of(connection: sqlite3.Connection) -> str:
    """The newest step that a file has gone; the newest of all where that cannot be read."""
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    steps = {step.revision for step in script.walk_revisions()}
    for wanted in (
        "SELECT version_num FROM alembic_version",
        "SELECT max(name) FROM migration",
    ):
        with suppress(*_UNREADABLE):
            found = connection.execute(wanted).fetchone()
            if found is not None and found[0] in steps:
                return str(found[0])
    return migrations.HEAD


def _make(made: Path, revision: str) -> None:
    """A new file as it was after a step."""
    engine = create_engine(URL.create("sqlite", database=str(made)))
    try:
        with engine.begin() as connection:
            migrations.migrate(connection, made, head=revision)
    finally:
        engine.dispose()


def _tables(connection: sqlite3.Connection) -> dict[str, tuple[set[str], list[str]]]:
    """Columns and those of the key, of each table with rows of the user."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    ).fetchall()
    found = {}
    for (name,) in names:
        if name not in _OWN:
            columns = connection.execute(f'PRAGMA table_info("{name}")').fetchall()
            key = [column for _, column, *_, place in columns if place]
            found[name] = {column for _, column, *_ in columns}, key
    return found


def _put_right(new: sqlite3.Connection) -> None:
    """Remove what belongs to rows that are gone, and let the changes be counted on."""
    for orphan, number, *_ in new.execute("PRAGMA foreign_key_check").fetchall():
        if number is None:
            new.execute(f'DELETE FROM "{orphan}" WHERE session_id NOT IN (SELECT id FROM session)')
        else:
            new.execute(f'DELETE FROM "{orphan}" WHERE rowid = ?', (number,))
    if new.execute("SELECT 1 FROM sqlite_master WHERE name = 'clock'").fetchone():
        new.execute("UPDATE clock SET seq = (SELECT coalesce(max(seq), 0) FROM journal)")


def _rows(connection: sqlite3.Connection, table: str, key: list[str]) -> Iterator[dict[str, Any]]:
    """The rows of a table from its beginning and from its end, up to where it is broken."""
    for way in ("ASC", "DESC"):
        order = ", ".join(f'"{name}" {way}' for name in key)
        try:
            found = connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}')
            names = [column[0] for column in found.description]
            for row in found:
                yield dict(zip(names, row, strict=True))
        except _UNREADABLE:
            continue
        return
