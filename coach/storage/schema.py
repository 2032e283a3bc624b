"""The tables, as named migrations.

A migration and the record that it was done are one transaction. A copy of an older file
is kept beside it before anything is changed. A file that knows a migration we do not is
newer than the program and is left alone.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.errors import DataDamaged, DataNewer
from coach.storage.database import transaction


@dataclass(frozen=True, slots=True)
class Migration:
    """A named step of the schema; never changed once released."""

    name: str
    statements: tuple[str, ...]


MIGRATIONS: Final = (
    Migration(
        "0001_sessions",
        (
            """CREATE TABLE session (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                started TEXT NOT NULL,
                person TEXT,
                people INTEGER NOT NULL CHECK (people >= 1),
                target_hash TEXT NOT NULL,
                target_title TEXT NOT NULL,
                target_path TEXT NOT NULL,
                target_duration REAL NOT NULL,
                target_moves TEXT NOT NULL,
                width INTEGER NOT NULL,
                height INTEGER NOT NULL,
                fps REAL NOT NULL,
                finished INTEGER NOT NULL DEFAULT 0,
                score REAL
            )""",
            "CREATE INDEX session_target ON session (target_hash, id)",
            """CREATE TABLE chunk (
                session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                first_frame INTEGER NOT NULL,
                frames INTEGER NOT NULL,
                last_time REAL NOT NULL,
                poses BLOB NOT NULL,
                PRIMARY KEY (session_id, first_frame)
            )""",
            """CREATE TABLE frame_score (
                session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
                person INTEGER NOT NULL,
                frame INTEGER NOT NULL,
                time REAL NOT NULL,
                target_time REAL,
                similarity REAL,
                score REAL,
                lag REAL,
                joint_errors BLOB NOT NULL,
                mirrored INTEGER NOT NULL,
                PRIMARY KEY (session_id, person, frame)
            ) WITHOUT ROWID""",
            """CREATE TABLE result (
                session_id INTEGER PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
                summary TEXT NOT NULL,
                frames BLOB NOT NULL
            )""",
            """CREATE TABLE target (
                hash TEXT PRIMARY KEY,
                title TEXT NOT NULL,
                path TEXT NOT NULL,
                last_opened TEXT NOT NULL
            )""",
            "CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        ),
    ),
    Migration(
        "0002_strictness",
        ("ALTER TABLE session ADD COLUMN strictness TEXT NOT NULL DEFAULT 'normal'",),
    ),
    Migration(
        "0003_diary",
        (
            """CREATE TABLE entry (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                uid TEXT NOT NULL UNIQUE,
                source TEXT NOT NULL,
                number INTEGER NOT NULL,
                place INTEGER NOT NULL,
                title TEXT NOT NULL,
                person TEXT,
                started TEXT NOT NULL,
                day TEXT NOT NULL,
                exercise TEXT NOT NULL,
                sets TEXT NOT NULL,
                grade TEXT NOT NULL,
                range_deg REAL,
                added TEXT NOT NULL,
                UNIQUE (source, number, place)
            )""",
            "CREATE INDEX entry_day ON entry (day)",
            """CREATE TABLE correction (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
                field TEXT NOT NULL,
                value TEXT NOT NULL,
                made TEXT NOT NULL,
                taken_back TEXT
            )""",
            "CREATE INDEX correction_entry ON correction (entry_id, id)",
            """CREATE TABLE profile (
                name TEXT PRIMARY KEY,
                weight_kg REAL,
                height_m REAL
            )""",
            """CREATE TABLE target_moves (
                hash TEXT PRIMARY KEY,
                moves TEXT NOT NULL,
                edited TEXT NOT NULL
            )""",
        ),
    ),
    Migration(
        "0004_people_and_library",
        (
            "ALTER TABLE session ADD COLUMN uid TEXT NOT NULL DEFAULT ''",
            "UPDATE session SET uid = lower(hex(randomblob(16)))",
            "ALTER TABLE session ADD COLUMN began REAL NOT NULL DEFAULT 0",
            "UPDATE session SET began = (julianday(started) - 2440587.5) * 86400.0",
            "CREATE UNIQUE INDEX session_uid ON session (uid)",
            "CREATE INDEX session_began ON session (began)",
            "CREATE INDEX session_person ON session (person, began)",
            "CREATE INDEX entry_person ON entry (person, day)",
            "ALTER TABLE profile ADD COLUMN colour TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE profile ADD COLUMN picture BLOB",
            "ALTER TABLE profile ADD COLUMN weekly_goal INTEGER",
            "ALTER TABLE profile ADD COLUMN goal_unit TEXT NOT NULL DEFAULT 'sessions'",
            "ALTER TABLE profile ADD COLUMN pin_hash TEXT",
            "ALTER TABLE profile ADD COLUMN uid TEXT NOT NULL DEFAULT ''",
            "UPDATE profile SET uid = lower(hex(randomblob(16)))",
            "CREATE UNIQUE INDEX profile_uid ON profile (uid)",
            """CREATE TABLE video (
                hash TEXT PRIMARY KEY,
                title TEXT NOT NULL,
                path TEXT NOT NULL,
                added TEXT NOT NULL,
                last_opened TEXT,
                duration REAL,
                moves TEXT NOT NULL DEFAULT '[]',
                tags TEXT NOT NULL DEFAULT '[]',
                favourite INTEGER NOT NULL DEFAULT 0,
                url TEXT NOT NULL DEFAULT ''
            )""",
            "INSERT INTO video (hash, title, path, added, last_opened)"
            " SELECT hash, title, path, last_opened, last_opened FROM target",
            "DROP TABLE target",
        ),
    ),
)

_LEDGER: Final = (
    "CREATE TABLE IF NOT EXISTS migration ("
    "name TEXT PRIMARY KEY, applied TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"
)


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: tuple[Migration, ...] = MIGRATIONS
) -> None:
    """Bring the file to the newest schema.

    Raises:
        DataNewer: the file was written by a later version; it is unchanged.
        DataDamaged: a database, but not ours.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if tables and "migration" not in tables:
        raise DataDamaged(path, "not a database of this program")
    done = _applied(connection) if tables else set()
    if done - {m.name for m in migrations}:
        raise DataNewer(path)
    pending = [m for m in migrations if m.name not in done]
    if pending and tables:
        _keep_copy(connection, path.with_name(f"{path.stem}-before-{pending[0].name}{path.suffix}"))
    for migration in pending:
        _apply(connection, migration)


def _apply(connection: sqlite3.Connection, migration: Migration) -> None:
    with transaction(connection):
        connection.execute(_LEDGER)
        # Another process may have been faster.
        if migration.name in _applied(connection):
            return
        for statement in migration.statements:
            connection.execute(statement)
        connection.execute("INSERT INTO migration (name) VALUES (?)", (migration.name,))


def _applied(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM migration")}


def _keep_copy(connection: sqlite3.Connection, path: Path) -> None:
    path.unlink(missing_ok=True)
    copy = sqlite3.connect(path)
    try:
        connection.backup(copy)
    finally:
        copy.close()
