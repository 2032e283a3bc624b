"""Meets the server again and again in the background, more seldom while it does not answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from coach.errors import ServerUnreachable, UserCanFix
from coach.storage.store import Store, local_now
from coach.storage.sync import Sync, waiting
from coach.storage.values import SyncStatus

log = logging.getLogger(__name__)

EVERY_S: Final = 60.0
"""Seconds between two meetings that went well."""
FIRST_PAUSE_S: Final = 5.0
"""Seconds after the first failure; twice as many after each further one."""
LONGEST_PAUSE_S: Final = 600.0


def pause_after(failures: int) -> float:
    """Seconds until the next meeting after so many failures in a row."""
    if failures == 0:
        return EVERY_S
    return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(failures - 1, 20))


class SyncRunner:
    """A thread that keeps a store and a server together.

    >>> runner = SyncRunner(store, settings.server, told=show)
    >>> runner.poke()  # a session has ended
    >>> runner.stop()  # before the store is closed
    """

    def __init__(
        self,
        store: Store,
        server: str,
        *,
        clock: Callable[[], datetime] = local_now,
        told: Callable[[SyncStatus], None] = lambda _: None,
    ) -> None:
        """Begin at once.

        Args:
            store: of this PC; stays open until ``stop``.
            server: address, see ``coach.storage.server.server_url``.
            clock: gives aware datetimes.
            told: is given each new status, on the thread of the runner.

        Raises:
            BadRequest: not an address.
        """
        self._store = store
        self._sync = Sync(store, server, clock)
        self._clock = clock
        self._told = told
        self._status = SyncStatus()
        self._wake = threading.Condition()
        self._poked = self._stopping = False
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)
        self._thread.start()

    @property
    def status(self) -> SyncStatus:
        """The newest."""
        return self._status

    def poke(self) -> None:
        """Meet the server soon: there is something new. Returns at once."""
        with self._wake:
            self._poked = True
            self._wake.notify_all()

    def stop(self) -> None:
        """End it; waits for what is on its way, seconds where the server is silent."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        self._thread.join()

    def _run(self) -> None:
        failures = 0
        while not self._stopping:
            failures = 0 if self._meet() else failures + 1
            with self._wake:
                self._wake.wait_for(lambda: self._poked or self._stopping, pause_after(failures))
                self._poked = False

    def _meet(self) -> bool:
        """Whether it went well."""
        error: UserCanFix | None = None
        self._tell(replace(self._status, busy=True))
        try:
            self._sync.meet(lambda: not self._stopping)
        except UserCanFix as found:
            error = found
            log.warning("%s", found)
        except Exception as bug:  # of any kind: the thread goes on, and says so
            error = ServerUnreachable(self._sync.name, str(bug))
            log.exception("the server was not met")
        done = error is None and not self._stopping
        last = self._clock() if done else self._status.last
        self._tell(SyncStatus(self._waiting(), last, error))
        return error is None

    def _waiting(self) -> int:
        try:
            return waiting(self._store)
        except UserCanFix as error:
            log.warning("%s", error)
            return self._status.waiting

    def _tell(self, status: SyncStatus) -> None:
        self._status = status
        self._told(status)
