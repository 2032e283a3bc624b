"""What a damaged database file still holds, in a new one."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import URL, create_engine, delete

from coach.errors import CoachBug, DataDamaged, DataUnwritable
from coach.storage import migrations
from coach.storage.copies import LOGS, put_in_place
from coach.storage.database import translated
from coach.storage.sense import makes_sense
from coach.storage.store import FILE_NAME, Store
from coach.storage.tables import CHUNK, RESULT

_UNREADABLE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
_OWN: Final = frozenset({"alembic_version", "clock", "peer"})
"""Tables of the new file alone: it has another name, and knows no server yet."""
_HEADER: Final = 100
"""Bytes at the beginning of a file of SQLite that tell how to read the rest; see
https://www.sqlite.org/fileformat.html."""
_MAGIC: Final = b"SQLite format 3\x00"
_PAGE: Final = slice(16, 18)
"""Bytes of the size of a page."""
_PAGE_SIZES: Final = frozenset(2**power for power in range(9, 16))
_PAGES: Final = slice(28, 32)
"""Bytes of the number of pages."""
_FREE: Final = slice(32, 40)
"""Bytes of the list of pages that are not used, and of their number."""
_CHANGES: Final = slice(24, 28)
"""Bytes of the number of changes so far."""
_COUNTED_AT: Final = slice(92, 96)
"""Bytes of that number when the pages were counted."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What came of a repair.

    Attributes:
        rows: that were saved; 0 where nothing of the file could be read.
        broken: names of the tables that could not be read to their ends, in order.
        kept: where the damaged file is now; None where it was sound and nothing was done.
    """

    rows: int
    broken: tuple[str, ...] = ()
    kept: Path | None = None


def repair(folder: Path, now: datetime) -> Repaired:
    """Save what can be read of a damaged file; the file itself stays beside.

    Where nothing can be read, an empty one takes its place.

    Raises:
        DataNewer, DataUnwritable: all is as it was.
    """
    file = folder / FILE_NAME
    try:
        with Store(folder) as store:
            if not damage(store):
                return Repaired(0)
    except DataDamaged:
        pass
    try:
        with TemporaryDirectory(dir=folder, prefix=".coach-repair-") as name:
            made = Path(name) / FILE_NAME
            rows, broken = _save(file, made)
            with Store(Path(name)) as store:  # goes the steps that the file had still to go
                broken += _drop_unreadable(store)
            kept = put_in_place(made, file, f"repair-{now:%Y%m%d-%H%M%S}")
    except OSError as error:
        raise DataUnwritable(folder, error.strerror or str(error)) from error
    return Repaired(rows, broken, kept)


def _drop_unreadable(store: Store) -> tuple[str, ...]:
    """Take from each session what still cannot be read: its result, else its poses too."""
    dropped = []
    for line in store.history():
        for table in (RESULT, CHUNK):
            if not _trouble_with(store, line.id):
                break
            with store.database.writing() as connection:
                connection.execute(delete(table).where(table.c.session_id == line.id))
            dropped.append(table.name)
    return tuple(dropped)


def _trouble_with(store: Store, session_id: int) -> str:
    """Why a session cannot be read; "" where it can."""
    try:
        store.session(session_id)
    except (DataDamaged, CoachBug) as error:  # values of the right form that make no sense
        return str(error)
    return ""


@contextmanager
def rescued(folder: Path) -> Iterator[Store]:
    """What can be read of a data folder that cannot be used; the folder is not touched.

    Also of one that a newer version wrote, or that may not be written.

    Raises:
        DataDamaged: nothing can be read; DataUnwritable: there is no room to do so.
    """
    with TemporaryDirectory(prefix="coach-rescue-") as name:
        try:
            rows, _ = _save(folder / FILE_NAME, Path(name) / FILE_NAME)
        except OSError as error:
            raise DataUnwritable(Path(name), error.strerror or str(error)) from error
        if not rows:
            raise DataDamaged(folder / FILE_NAME, "no row can be read")
        with Store(Path(name)) as store:
            _drop_unreadable(store)
            yield store


def damage(store: Store) -> str:
    """What is wrong with a file, in short; "" where all of it can be read. Slow."""
    if found := store.check():
        return found[0]
    try:
        for read in (store.entries, store.profiles, store.videos):
            read()
        lines = store.history()
    except DataDamaged as error:
        return error.reason
    return next(filter(None, (_trouble_with(store, line.id) for line in lines)), "")


def _save(file: Path, made: Path) -> tuple[int, tuple[str, ...]]:
    """Put what can be read into a new file of the same schema; rows, and tables with gaps."""
    saved, broken = 0, []
    with (
        translated(made),
        TemporaryDirectory(dir=made.parent) as name,
        closing(sqlite3.connect(_copied(file, Path(name)))) as old,
    ):
        _make(made, _revision_of(old))
        with closing(sqlite3.connect(made)) as new:
            for table, (columns, key) in _tables(new).items():
                rows, whole = _save_table(old, new, table, columns, key)
                saved += rows
                if not whole:
                    broken.append(table)
            _put_right(new)
            new.commit()
    return saved, tuple(broken)


def _save_table(
    old: sqlite3.Connection, new: sqlite3.Connection, table: str, columns: set[str], key: list[str]
) -> tuple[int, bool]:
    """The number of rows that were saved, and whether those are all."""
    saved, whole = 0, True
    for row in _rows(old, table, key):
        if row is None or not makes_sense(table, row):
            whole = False
            continue
        known = [name for name in row if name in columns]
        names = ", ".join(f'"{name}"' for name in known)
        marks = ", ".join("?" * len(known))
        added = new.execute(
            f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})',
            tuple(row[name] for name in known),
        )
        saved += added.rowcount
    return saved, whole


def _copied(file: Path, folder: Path) -> Path:
    """The damaged file with its log in a folder where SQLite may do with it what it likes."""
    copy = folder / file.name
    for ending in ("", *LOGS[:1]):
        if (part := file.with_name(file.name + ending)).is_file():
            shutil.copy2(part, copy.with_name(copy.name + ending))
    if copy.exists():
        _mend_header(copy)
    return copy


def _mend_header(copy: Path) -> None:
    """Where only the beginning is damaged, or the end missing, the pages between can be read."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.execute("CREATE TABLE t (a)")
        usual = fresh.serialize()[:_HEADER]
    with copy.open("r+b") as file:
        header = bytearray(file.read(_HEADER))
        page = int.from_bytes(header[_PAGE], "big")
        if not header.startswith(_MAGIC) or page not in _PAGE_SIZES:
            header = bytearray(usual)
            page = int.from_bytes(usual[_PAGE], "big")
        pages = copy.stat().st_size // page
        if int.from_bytes(header[_PAGES], "big") != pages:
            header[_PAGES] = pages.to_bytes(4, "big")
            header[_FREE] = bytes(8)
            header[_CHANGES] = header[_COUNTED_AT]  # else the number of pages is not believed
            file.seek(0)
            file.write(header)
            file.truncate(pages * page)


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


def _rows(
    connection: sqlite3.Connection, table: str, key: list[str]
) -> Iterator[dict[str, Any] | None]:
    """The rows of a table; where it is broken, None, and then those from its end."""
    for way in ("ASC", "DESC"):
        order = ", ".join(f'"{name}" {way}' for name in key)
        try:
            found = connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}')
            names = [column[0] for column in found.description]
            for row in found:
                yield dict(zip(names, row, strict=True))
        except _UNREADABLE:
            yield None
            continue
        return
