"""Many files on their way into the diary, one after the other, in the background."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from coach.diary.video import Taken
from coach.errors import UserCanFix

log = logging.getLogger(__name__)

Add = Callable[[Path, Callable[[float], None], threading.Event], Taken]
"""Takes one file: its path, whom to tell the part done, and what is set to give it up."""


class Stage(Enum):
    """How far a file is."""

    WAITING = "waiting"
    READING = "reading"
    ADDED = "added"
    NOTHING = "nothing"
    KNOWN = "known"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (Stage.WAITING, Stage.READING)
"""Stages that are not the end."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file.

    Attributes:
        path: of it. stage: how far it is; fraction: of the reading, 0..1.
        added: number of entries that it gave.
        error: why it failed; None for a fault of our own, which is in the log.
    """

    path: Path
    stage: Stage = Stage.WAITING
    fraction: float = 0.0
    added: int = 0
    error: UserCanFix | None = None


class Intake:
    """Takes files as they are pushed; a bad one stops nothing.

    A thread runs while there are files to read. ``on_change`` is called from it (and from
    ``push`` and ``cancel``) with all files of the round; a round begins with the first file
    that is pushed after all others were done.
    """

    def __init__(self, add: Add, on_change: Callable[[tuple[Item, ...]], None]) -> None:
        self._add, self._on_change = add, on_change
        self._lock = threading.Lock()
        self._items: list[Item] = []
        self._stop = threading.Event()
        self._go = threading.Event()
        self._go.set()
        self._thread: threading.Thread | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """The files of this round."""
        with self._lock:
            return tuple(self._items)

    @property
    def busy(self) -> bool:
        """Whether a file waits or is read."""
        return any(item.stage in OPEN for item in self.items)

    def push(self, paths: Iterable[Path]) -> None:
        """Put files at the end of the queue; one that waits already is not queued again."""
        with self._lock:
            if all(item.stage not in OPEN for item in self._items):
                self._items = []
            if self._stop.is_set():  # what is being given up keeps the old one
                self._stop = threading.Event()
            queued = {item.path for item in self._items if item.stage in OPEN}
            self._items += [Item(p) for p in dict.fromkeys(paths) if p not in queued]
            if self._thread is None and self._items:
                self._thread = threading.Thread(target=self._run, name="coach-intake", daemon=True)
                self._thread.start()
        self._on_change(self.items)

    def hold(self) -> None:
        """Let the reading rest, for somebody needs the machine; ``go_on`` ends it."""
        self._go.clear()

    def go_on(self) -> None:
        """Read on."""
        self._go.set()

    def cancel(self) -> None:
        """Give up the file that is read and those that wait; what was taken stays."""
        self.go_on()
        with self._lock:
            self._stop.set()
            self._items = [
                replace(item, stage=Stage.CANCELLED) if item.stage is Stage.WAITING else item
                for item in self._items
            ]
        self._on_change(self.items)

    def close(self) -> None:
        """Cancel and wait for the end."""
        self.cancel()
        self.join()

    def join(self) -> None:
        """Wait until nothing is read any more."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while (at := self._next()) is not None:
            place, item, stop = at
            self._put(place, self._read(place, item, stop))

    def _next(self) -> tuple[int, Item, threading.Event] | None:
        with self._lock:
            for place, item in enumerate(self._items):
                if item.stage is Stage.WAITING:
                    self._items[place] = replace(item, stage=Stage.READING)
                    return place, self._items[place], self._stop
            self._thread = None
            return None

    def _read(self, place: int, item: Item, stop: threading.Event) -> Item:
        self._on_change(self.items)

        def tell(fraction: float) -> None:
            self._put(place, replace(item, fraction=fraction))
            self._go.wait()

        try:
            self._go.wait()
            taken = self._add(item.path, tell, stop)
        except UserCanFix as error:
            log.info("%s", error)
            return replace(item, stage=Stage.FAILED, error=error)
        except Exception:  # our own bug: the other files go on
            log.exception("%s cannot be taken into the diary", item.path)
            return replace(item, stage=Stage.FAILED)
        if taken.stopped:
            return replace(item, stage=Stage.CANCELLED)
        stage = Stage.KNOWN if taken.known else Stage.ADDED if taken.entries else Stage.NOTHING
        return replace(item, stage=stage, fraction=1.0, added=len(taken.entries))

    def _put(self, place: int, item: Item) -> None:
        with self._lock:
            self._items[place] = item
        self._on_change(self.items)
