"""Records as they go from one database to another: a row and the rows that belong to it.

Numbers of rows stay at home; records are named by their uid. Of two changes of one record the
later counts, the whole record. Where two records cannot stand beside each other (a profile of
the same name, an entry of the same recording), the one with the smaller uid stays, on every PC
alike, and the other is deleted everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Table, and_, delete, insert, select, update

from coach.storage import journal
from coach.storage.codec import path_from_text, path_to_text
from coach.storage.queries import new_number
from coach.storage.tables import (
    CHUNK,
    CORRECTION,
    ENTRY,
    FRAME_SCORE,
    JOURNAL,
    PROFILE,
    RESULT,
    SESSION,
    TARGET_MOVES,
    VIDEO,
)

Record = dict[str, list[dict[str, Any]]]
"""Rows by the name of their table."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How records of one kind are made up.

    Attributes:
        table, key: where its row is, and the column of its uid.
        children: tables of the rows that belong to it.
        unique: columns of which no two records may have the same values.
        own: columns that each PC keeps for itself once it has them.
        path: column that tells where a file is on the PC; its name alone travels.
    """

    table: Table
    key: Column[Any]
    children: tuple[Table, ...] = ()
    unique: tuple[Column[Any], ...] = ()
    own: frozenset[str] = frozenset()
    path: str = ""

    @property
    def parent(self) -> str:
        """The column by which ``children`` name the row they belong to."""
        return f"{self.table.name}_id"


KINDS: Final = {
    journal.SESSION: Kind(
        SESSION,
        SESSION.c.uid,
        (CHUNK, FRAME_SCORE, RESULT),
        own=frozenset({"target_path"}),
        path="target_path",
    ),
    journal.ENTRY: Kind(
        ENTRY, ENTRY.c.uid, (CORRECTION,), (ENTRY.c.source, ENTRY.c.number, ENTRY.c.place)
    ),
    journal.PROFILE: Kind(PROFILE, PROFILE.c.uid, unique=(PROFILE.c.name,)),
    journal.VIDEO: Kind(VIDEO, VIDEO.c.hash, own=frozenset({"path", "last_opened"}), path="path"),
    journal.MOVES: Kind(TARGET_MOVES, TARGET_MOVES.c.hash),
}


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of a record.

    Attributes:
        kind, uid, stamp: as in ``journal``.
        record: as it is now; None when it was deleted.
    """

    kind: str
    uid: str
    stamp: str
    record: Record | None


def read(connection: Connection, kind: str, uid: str) -> Record | None:
    """A record on its way; None when it is not there."""
    about = KINDS[kind]
    row = connection.execute(select(about.table).where(about.key == uid)).mappings().first()
    if row is None:
        return None
    own = dict(row)
    number = own.pop("id", None)
    if about.path:
        own[about.path] = path_to_text(Path(path_from_text(own[about.path]).name))
    if kind == journal.ENTRY:
        own["source"] = _source_away(connection, own["source"])
    record: Record = {about.table.name: [own]}
    for child in about.children:
        left = {about.parent, "id"}
        columns = [column for column in child.c if column.name not in left]
        order = child.primary_key.columns.values()
        rows = connection.execute(
            select(*columns).where(child.c[about.parent] == number).order_by(*order)
        )
        record[child.name] = [dict(found) for found in rows.mappings()]
    return record


def take(connection: Connection, change: Change, seq: int, now: datetime) -> bool:
    """Take over a change of another database, unless a later one is known here.

    Args:
        connection: in a transaction that writes.
        change: what was changed there.
        seq: number of the change here; 0 where it need not go back.
        now: of what has to be decided here.
    """
    known = journal.stamps(connection, change.kind, [change.uid])
    if not journal.is_later(change.stamp, known.get(change.uid)):
        return False
    about = KINDS[change.kind]
    row = {
        "kind": change.kind,
        "uid": change.uid,
        "stamp": change.stamp,
        "deleted": int(change.record is None),
        "seq": seq,
    }
    journal.put(connection, [row], known)
    if change.record is None:
        connection.execute(delete(about.table).where(about.key == change.uid))
        return True
    own = dict(change.record[about.table.name][0])
    if change.kind == journal.ENTRY:
        own["source"] = _source_here(connection, own["source"])
    rival = _rival(connection, about, own)
    if rival is not None:
        loser = max(rival, change.uid)
        connection.execute(delete(about.table).where(about.key == loser))
        journal.note(connection, change.kind, [loser], now, deleted=True)
        if loser == change.uid:
            return True
    _write(connection, about, own, change.record)
    if change.kind == journal.SESSION:
        _name_its_entries(connection, change.uid)
    return True


def _write(connection: Connection, about: Kind, own: dict[str, Any], record: Record) -> None:
    mine = about.key == own[about.key.name]
    there = connection.execute(select(about.table).where(mine)).mappings().first()
    number: int | None = None
    if there is not None:
        changed = {name: value for name, value in own.items() if name not in about.own}
        connection.execute(update(about.table).where(mine).values(changed))
        number = there.get("id")
    elif "id" in about.table.c:
        number = new_number(connection, insert(about.table).values(own))
    else:
        connection.execute(insert(about.table).values(own))
    for child in about.children:
        connection.execute(delete(child).where(child.c[about.parent] == number))
        if rows := record[child.name]:
            connection.execute(insert(child), [{**row, about.parent: number} for row in rows])


def _rival(connection: Connection, about: Kind, own: dict[str, Any]) -> str | None:
    """The uid of another record that has what only one may have."""
    if not about.unique:
        return None
    same = and_(*(column == own[column.name] for column in about.unique))
    other = about.key != own[about.key.name]
    found: str | None = connection.scalar(select(about.key).where(same, other))
    return found


_LONGEST_NUMBER: Final = 18
"""Figures of a number that every database takes."""
_SOURCE: Final = "session"
"""How the source of an entry begins that a session gave; its number and its time follow."""


def _source_away(connection: Connection, source: str) -> str:
    """A source with the uid of the session in place of its number here."""
    number, started = _session_of(source)
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return source
    wanted = select(SESSION.c.uid).where(SESSION.c.id == int(number), SESSION.c.started == started)
    return f"{_SOURCE}:{connection.scalar(wanted) or ''}:{started}"


def _source_here(connection: Connection, source: str) -> str:
    """A source with the number that the session has here, where it is here."""
    uid, started = _session_of(source)
    wanted = select(SESSION.c.id).where(SESSION.c.uid == uid)
    number = connection.scalar(wanted) if uid else None
    return source if number is None else f"{_SOURCE}:{number}:{started}"


def _name_its_entries(connection: Connection, uid: str) -> None:
    """Entries that came before their session get its number."""
    number, started = connection.execute(
        select(SESSION.c.id, SESSION.c.started).where(SESSION.c.uid == uid)
    ).one()
    connection.execute(
        update(ENTRY)
        .where(ENTRY.c.source == f"{_SOURCE}:{uid}:{started}")
        .values(source=f"{_SOURCE}:{number}:{started}")
    )


def _session_of(source: str) -> tuple[str, str]:
    """Number or uid of the session of a source, and when it started; "" of another source."""
    kind, _, rest = source.partition(":")
    name, _, started = rest.partition(":")
    return (name, started) if kind == _SOURCE else ("", "")


def changes_after(
    connection: Connection, seq: int, limit: int
) -> Sequence[tuple[int, str, str, str, bool]]:
    """The next changes here: number, kind, uid, stamp, and whether it was deleted."""
    c = JOURNAL.c
    rows = connection.execute(
        select(c.seq, c.kind, c.uid, c.stamp, c.deleted)
        .where(c.seq > seq)
        .order_by(c.seq)
        .limit(limit)
    )
    return [(number, kind, uid, stamp, bool(gone)) for number, kind, uid, stamp, gone in rows]
