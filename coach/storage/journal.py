"""What was changed when: what has to go to a server, and which of two changes is the later.

Each record that travels has one row, also after it is deleted. ``stamp`` is the time of its
last change and the database that made it: the greater text is the later change. ``seq`` counts
the changes of this database; what came from a server has 0 and need not go back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Table, and_, bindparam, delete, func, insert, select, update

from coach.storage.tables import CLOCK, JOURNAL, PEER

SESSION: Final = "session"
ENTRY: Final = "entry"
PROFILE: Final = "profile"
VIDEO: Final = "video"
MOVES: Final = "target_moves"

MOST_NAMED: Final = 500
"""Values in one IN (...), well below what every database takes."""
_TIME: Final = "%Y-%m-%dT%H:%M:%S.%f"
_TICK: Final = timedelta(microseconds=1)


def own_uid(connection: Connection) -> str:
    """The name of this database."""
    return str(connection.scalar(select(CLOCK.c.uid)))


def now_at(connection: Connection) -> int:
    """The number of the newest change."""
    return int(connection.scalar(select(CLOCK.c.seq)) or 0)


def newest(connection: Connection) -> tuple[str, int, int]:
    """Name of this database, the number of its newest change, how much came from servers."""
    fetched = connection.scalar(select(func.sum(PEER.c.pulled))) or 0
    return own_uid(connection), now_at(connection), int(fetched)


def next_seq(connection: Connection, count: int = 1) -> int:
    """The first of so many new numbers; other writers wait until this transaction ends."""
    connection.execute(update(CLOCK).values(seq=CLOCK.c.seq + count))
    return now_at(connection) - count + 1


def note(
    connection: Connection,
    kind: str,
    uids: Iterable[str],
    now: datetime,
    *,
    deleted: bool = False,
) -> None:
    """Note that records were changed (or deleted) here, after all changes that are known."""
    wanted = list(dict.fromkeys(uids))
    if not wanted:
        return
    known = stamps(connection, kind, wanted)
    seq = next_seq(connection, len(wanted))
    mine = own_uid(connection)[:8]
    put(
        connection,
        [
            {
                "kind": kind,
                "uid": uid,
                "stamp": _stamp(now, known.get(uid, ""), mine),
                "deleted": int(deleted),
                "seq": seq + i,
            }
            for i, uid in enumerate(wanted)
        ],
        known,
    )


def remove(connection: Connection, kind: str, table: Table, number: int, now: datetime) -> bool:
    """Delete a record by its local number and note it; False when there was none."""
    uid = connection.scalar(select(table.c.uid).where(table.c.id == number))
    if uid is None:
        return False
    connection.execute(delete(table).where(table.c.id == number))
    note(connection, kind, [uid], now, deleted=True)
    return True


def put(connection: Connection, rows: Sequence[dict[str, Any]], known: Iterable[str]) -> None:
    """Write rows of one kind as they are; ``known`` are the uids that have a row."""
    there = set(known)
    new = [row for row in rows if row["uid"] not in there]
    old = [{f"_{k}": v for k, v in row.items()} for row in rows if row["uid"] in there]
    if new:
        connection.execute(insert(JOURNAL), new)
    if old:
        connection.execute(
            update(JOURNAL)
            .where(and_(JOURNAL.c.kind == bindparam("_kind"), JOURNAL.c.uid == bindparam("_uid")))
            .values(
                stamp=bindparam("_stamp"), deleted=bindparam("_deleted"), seq=bindparam("_seq")
            ),
            old,
        )


def stamps(connection: Connection, kind: str, uids: Sequence[str]) -> dict[str, str]:
    """The last changes of those records that have one."""
    found: dict[str, str] = {}
    for some in batches(uids):
        rows = connection.execute(
            select(JOURNAL.c.uid, JOURNAL.c.stamp).where(
                JOURNAL.c.kind == kind, JOURNAL.c.uid.in_(some)
            )
        )
        found |= {uid: stamp for uid, stamp in rows}  # noqa: C416
    return found


def count_after(connection: Connection, kind: str, seq: int) -> int:
    """How many records of a kind changed here after change number ``seq``."""
    return int(
        connection.scalar(select(func.count()).where(JOURNAL.c.kind == kind, JOURNAL.c.seq > seq))
        or 0
    )


def is_later(stamp: str, known: str | None) -> bool:
    """Whether a change is later than the one that is known; None where there is none."""
    return known is None or stamp > known


def batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Not too many at a time."""
    for at in range(0, len(values), MOST_NAMED):
        yield values[at : at + MOST_NAMED]


def _stamp(now: datetime, before: str, mine: str) -> str:
    """The time of a change; never before one that was known, whatever the clocks say."""
    time = now.astimezone(UTC)
    if before:
        known = datetime.strptime(before.rpartition("Z")[0], _TIME).replace(tzinfo=UTC)
        time = max(time, known + _TICK)
    return f"{time.strftime(_TIME)}Z{mine}"
