"""The way of a database to the newest schema: Alembic revisions.

Alembic is imported only when there is something to do. On SQLite and PostgreSQL all steps
are one transaction; a copy of an older file is kept beside it before. A database that names
a step we do not know is newer than the program and is left alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from coach.errors import DataDamaged, DataNewer
from coach.storage.copies import keep_copy

HEAD: Final = "0007_partner"
"""The newest step."""
_LEDGER: Final = "migration"
"""Table that named the steps before Alembic did."""
_LOCKS: Final = {
    "postgresql": "SELECT pg_advisory_xact_lock(6283185307)",
    "mariadb": "SELECT GET_LOCK('coach-migration', 60)",
}
"""Of two PCs that find an old server, one waits for the other; until it lets the server go."""


def is_newest(connection: Connection) -> bool:
    """Whether there is nothing to do."""
    return _revision(connection) == HEAD


def migrate(
    connection: Connection, place: Path, folder: Path | None = None, head: str = HEAD
) -> None:
    """Bring a database to the newest schema, in the transaction of ``connection``.

    Args:
        connection: to the database, in a transaction that may write.
        place: the file, or what a server is called.
        folder: with the steps, where they are not the program's own.
        head: the newest of them.

    Raises:
        DataNewer: it was written by a later version; it is unchanged.
        DataDamaged: a database, but not ours.
    """
    if lock := _LOCKS.get(connection.dialect.name):
        connection.execute(text(lock))
    tables = set(inspect(connection).get_table_names())
    ours = "alembic_version" in tables
    if tables and not ours and _LEDGER not in tables:
        raise DataDamaged(place, "not a database of this program")
    done = _revision(connection) if ours else _last_of_ledger(connection, tables)
    if done == head:
        return
    _upgrade(connection, place, done, folder or Path(__file__).parent, head)
    if _LEDGER in tables:
        connection.execute(text(f"DROP TABLE {_LEDGER}"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _last_of_ledger(connection: Connection, tables: set[str]) -> str | None:
    if not tables:
        return None
    found: str | None = connection.scalar(text(f"SELECT max(name) FROM {_LEDGER}"))
    return found


def _upgrade(
    connection: Connection, place: Path, done: str | None, folder: Path, head: str
) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext, RevisionStep
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(folder))
    known = {revision.revision for revision in script.walk_revisions()}
    if done is not None and done not in known:
        raise DataNewer(place)
    if done is not None and connection.dialect.name == "sqlite":
        # Reads what is committed, nothing of the transaction that is open here.
        keep_copy(place, head)

    def steps(*_: object) -> list[RevisionStep]:
        return script._upgrade_revs(head, done or "base")

    context = MigrationContext.configure(connection, opts={"fn": steps})
    if done is not None:
        context.stamp(script, done)  # of an older ledger; else it is there already
    with Operations.context(context):
        context.run_migrations()
