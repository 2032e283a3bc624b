"""The data folder while the app runs: its diary, its cache, who is chosen, what is open.

A desk (what one screen asks the engine for) is made of a ``House``.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from coach.errors import UserCanFix
from coach.paths import TRACKS

if TYPE_CHECKING:
    from coach.pose import TrackCache
    from coach.storage import Store, SyncStatus
    from coach.storage.alone import Alone
    from coach.storage.sync_runner import SyncRunner

log = logging.getLogger(__name__)


class House:
    """What all desks share. Its methods may be called from any thread.

    Attributes:
        folder: the data folder.
        person: name of the chosen profile; None is the guest, or somebody without a name.
        session_id: number of the session that ran last, or None.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.person: str | None = None
        self.session_id: int | None = None
        self._lock = threading.RLock()
        self._store: Store | None = None
        self._runner: SyncRunner | None = None
        self._open: WeakSet[Any] = WeakSet()
        self._alone: Alone | None = None

    @property
    def is_alone(self) -> bool:
        """Whether no other copy of the app has the folder open; holds it from the first time."""
        from coach.storage.alone import Alone

        with self._lock:
            if self._alone is None or not self._alone.is_alone:  # the other one may be gone
                self._alone = Alone(self.folder)
            return self._alone.is_alone

    def store(self) -> Store:
        """The diary, opened when first asked for; UserCanFix."""
        from coach.storage import Store

        with self._lock:
            if self._store is None:
                self._store = Store(self.folder)
            return self._store

    @contextmanager
    def diary(self) -> Iterator[Store | None]:
        """The diary, None where it cannot be opened: training goes on without."""
        try:
            store = self.store()
        except UserCanFix as error:
            log.warning("%s", error)
            yield None
            return
        yield store

    @contextmanager
    def sparing(self) -> Iterator[None]:
        """What cannot be read or kept inside is noted, and training goes on without."""
        try:
            yield
        except UserCanFix as error:
            log.warning("%s", error)

    def cache(self) -> TrackCache:
        """The poses of videos that were analysed before."""
        from coach.pose import TrackCache

        return TrackCache(self.folder / TRACKS)

    def keep(self, thing: Any) -> None:
        """Close ``thing`` with the house, whoever forgot it."""
        with self._lock:
            self._open.add(thing)

    def use_server(self, address: str, told: Callable[[SyncStatus], None]) -> None:
        """Keep the diary and a server together from now on; slow; UserCanFix.

        Args:
            address: of the server, "" for none.
            told: is given each new status, on a thread of its own.
        """
        with self._lock:
            self._leave_server()
            if address:
                from coach.storage.sync_runner import SyncRunner

                self._runner = SyncRunner(self.store(), address, told=told)

    def tell_server(self) -> None:
        """There is something new to send, if there is a server; returns at once."""
        with self._lock:
            if self._runner is not None:
                self._runner.poke()

    def _leave_server(self) -> None:
        if self._runner is not None:
            self._runner.stop()
            self._runner = None

    def close_store(self) -> None:
        """Let server and diary go; the diary is opened again when it is next asked for."""
        with self._lock:
            self._leave_server()
            if self._store is not None:
                self._store.close()
                self._store = None

    def close(self) -> None:
        """Close whatever is still open, the diary last."""
        with self._lock:
            things = tuple(self._open)
        for thing in things:  # whose threads may still ask for the diary: the lock is free
            thing.close()
        self.close_store()
        with self._lock:
            if self._alone is not None:
                self._alone.let_go()
