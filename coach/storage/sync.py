"""One PC and the server that it shares with others.

What a PC does is always written to its own file first. When the server can be reached, the
changes made here since the last time go there, and those that others made come back. Both may
be cut off anywhere and be done again: a change that is known already is left out, see
``transfer``. The server is a store like the one of the PC; the number that each change gets
there grows in the order of commits, as one writer works at a time, so that "all after the last
one I saw" misses nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from coach.storage import journal, queries
from coach.storage.database import Database
from coach.storage.server import server_name, server_url
from coach.storage.store import FORGET, Store, local_now
from coach.storage.tables import JOURNAL, PEER
from coach.storage.transfer import Change, changes_after, read, take
from coach.storage.values import MAY_STILL_RUN

log = logging.getLogger(__name__)

AT_ONCE: Final = 200
"""Small records in one transaction; a session has one of its own."""

Listed = tuple[int, str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Met:
    """How a meeting with the server went.

    Attributes:
        pushed, pulled: records that changed there, and here.
    """

    pushed: int
    pulled: int


class Sync:
    """Brings a store and a server to the same state.

    Attributes:
        name: of the server, for messages.
    """

    def __init__(
        self, store: Store, server: str, clock: Callable[[], datetime] = local_now
    ) -> None:
        """Nothing is asked of the server yet.

        Args:
            store: of this PC.
            server: address, see ``server_url``.
            clock: gives aware datetimes.

        Raises:
            BadRequest: not an address.
        """
        self.name: Final = server_name(server_url(server))
        self._here = store.database
        self._store = store
        self._address = server
        self._clock = clock

    def meet(self, go_on: Callable[[], bool] = lambda: True) -> Met:
        """Send what is new here, fetch what is new there.

        Args:
            go_on: asked now and then; False ends the meeting early, the rest waits.

        Raises:
            ServerUnreachable; DataNewer: the server is used by a newer version.
        """
        try:
            with Store(self._address, self._clock) as server:
                there = server.database
                with there.reading() as connection:
                    peer, newest = journal.own_uid(connection), journal.now_at(connection)
                self._prepare(peer, newest)
                pushed = self._carry(peer, "pushed", self._here, there, go_on)
                pulled = self._carry(peer, "pulled", there, self._here, go_on)
        finally:
            self._store.forget_rest()
        log.info("server: %d records sent, %d fetched", pushed, pulled)
        return Met(pushed, pulled)

    def _prepare(self, peer: str, newest: int) -> None:
        """A server that is new to this PC, or knows less than it did, gets everything."""
        now = self._clock()
        with self._here.writing() as connection:
            queries.note_interrupted(connection, now - MAY_STILL_RUN, now)
            known = connection.execute(select(PEER.c.pulled).where(PEER.c.uid == peer)).first()
            if known is None or known.pulled > newest:
                _number_all(connection)
                connection.execute(delete(PEER).where(PEER.c.uid == peer))
                connection.execute(
                    insert(PEER).values(uid=peer, pushed=0, pulled=0, met=now.isoformat())
                )

    def _carry(
        self, peer: str, mark: str, source: Database, sink: Database, go_on: Callable[[], bool]
    ) -> int:
        """Bring what is new in one database to the other; ``mark``: how far that has come."""
        changed = 0
        while go_on():
            with self._here.reading() as connection:
                known = connection.scalar(select(PEER.c[mark]).where(PEER.c.uid == peer)) or 0
            with source.reading() as connection:
                listed = changes_after(connection, known, AT_ONCE)
            if not listed:
                break
            for some in _portions(listed):
                if not go_on():
                    return changed
                changed += self._bring(some, source, sink)
                self._remember(peer, **{mark: some[-1][0]})
        return changed

    def _bring(self, some: Sequence[Listed], source: Database, sink: Database) -> int:
        with sink.reading() as connection:
            wanted = _later(connection, some)
        with source.reading() as connection:
            changes = _read(connection, wanted)
        if not changes:
            return 0
        comes_here = sink is self._here  # what came from there is not sent back
        gone = any(change.kind == journal.PROFILE and change.record is None for change in changes)
        with sink.writing() as connection:
            taken = 0
            for change in changes:
                number = 0 if comes_here else journal.next_seq(connection)
                taken += take(connection, change, number, self._clock())
            if comes_here and gone:
                queries.put_setting(connection, FORGET, "1")
        return taken

    def _remember(self, peer: str, **marks: int) -> None:
        with self._here.writing() as connection:
            connection.execute(
                update(PEER)
                .where(PEER.c.uid == peer)
                .values(met=self._clock().isoformat(), **marks)
            )


def waiting(store: Store) -> int:
    """How many sessions of this PC the server does not know yet."""
    with store.database.reading() as connection:
        pushed = connection.scalar(select(PEER.c.pushed).order_by(PEER.c.met.desc()).limit(1))
        return journal.count_after(connection, journal.SESSION, pushed or 0)


def _number_all(connection: Connection) -> None:
    """Let what came from another server wait to be sent as well."""
    wanted = select(JOURNAL.c.kind, JOURNAL.c.uid).where(JOURNAL.c.seq == 0)
    rows = connection.execute(wanted).all()
    first = journal.next_seq(connection, len(rows))
    for place, (kind, uid) in enumerate(rows):
        connection.execute(
            update(JOURNAL)
            .where(JOURNAL.c.kind == kind, JOURNAL.c.uid == uid)
            .values(seq=first + place)
        )


def _portions(listed: Sequence[Listed]) -> Iterator[Sequence[Listed]]:
    """What goes in one transaction: a session, or the small records up to the next one."""
    some: list[Listed] = []
    for one in listed:
        if one[1] == journal.SESSION and some:
            yield some
            some = []
        some.append(one)
        if one[1] == journal.SESSION:
            yield some
            some = []
    if some:
        yield some


def _later(connection: Connection, listed: Sequence[Listed]) -> list[Listed]:
    """Those that a database does not know yet."""
    known: dict[tuple[str, str], str] = {}
    for kind in {kind for _, kind, *_ in listed}:
        uids = [uid for _, k, uid, *_ in listed if k == kind]
        found = journal.stamps(connection, kind, uids)
        known |= {(kind, uid): stamp for uid, stamp in found.items()}
    return [one for one in listed if journal.is_later(one[3], known.get((one[1], one[2])))]


def _read(connection: Connection, wanted: Sequence[Listed]) -> list[Change]:
    """The records of some changes; one that has gone since comes later, as deleted."""
    changes = []
    for _, kind, uid, stamp, deleted in wanted:
        record = None if deleted else read(connection, kind, uid)
        if deleted or record is not None:
            changes.append(Change(kind, uid, stamp, record))
    return changes
