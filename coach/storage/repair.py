"""What a damaged database file still holds, in a new one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from coach.errors import DataDamaged
from coach.storage.copies import set_aside
from coach.storage.store import FILE_NAME, Store
from coach.storage.tables import METADATA

_UNREADABLE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)


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
    new = folder / "repair"
    made = new / FILE_NAME
    made.unlink(missing_ok=True)
    Store(new).close()
    saved = _save(file, made)
    if not saved:
        made.unlink()
        new.rmdir()
        raise DataDamaged(file, "no row can be read")
    set_aside(file, f"repair-{now:%Y%m%d-%H%M%S}")
    made.replace(file)
    new.rmdir()
    return saved


def _save(file: Path, made: Path) -> int:
    saved = 0
    with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(made)) as new:
        for table in METADATA.sorted_tables:
            if table.name == "clock":  # a new name: it is not the database it was
                continue
            for row in _rows(old, table.name, [column.name for column in table.primary_key]):
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" * len(row))
                added = new.execute(
                    f'INSERT OR IGNORE INTO "{table.name}" ({names}) VALUES ({marks})',
                    tuple(row.values()),
                )
                saved += added.rowcount
        for orphan, number, *_ in new.execute("PRAGMA foreign_key_check").fetchall():
            if number is None:
                new.execute(
                    f'DELETE FROM "{orphan}" WHERE session_id NOT IN (SELECT id FROM session)'
                )
            else:
                new.execute(f'DELETE FROM "{orphan}" WHERE rowid = ?', (number,))
        new.execute("UPDATE clock SET seq = (SELECT coalesce(max(seq), 0) FROM journal)")
        new.execute("DELETE FROM peer")
        new.commit()
    return saved


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
