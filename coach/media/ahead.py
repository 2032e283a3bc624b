"""What will be shown or heard next, made ready on a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

from coach.errors import UserCanFix

log = logging.getLogger(__name__)

Item = TypeVar("Item")

PARTING_S: Final = 0.1
"""Seconds that closing waits for the thread; one that hangs in a file is left to itself."""


class Ahead(Generic[Item]):
    """The next items of a source, a few at a time; all reading is done on the own thread.

    A drive that does not answer keeps that thread and nobody else.

    Args:
        source: makes the items from a second of the file on; closed when no more are wanted.
        room: items that are made ready at most.
        news: called on the thread when there is an item, or there will be none.
        name: of the thread.
    """

    def __init__(
        self,
        source: Callable[[float], Iterator[Item]],
        *,
        room: int,
        news: Callable[[], None],
        name: str,
    ) -> None:
        self._source, self._room, self._news = source, room, news
        self._wake = threading.Condition()
        self._items: deque[Item] = deque()
        self._start: float | None = None
        self._turn = 0
        self._ended = self._closed = False
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def go_to(self, start: float) -> None:
        """Begin anew at a second; what was ready is forgotten."""
        with self._wake:
            self._start, self._turn = start, self._turn + 1
            self._items.clear()
            self._ended, self._error = False, None
            self._wake.notify()

    def peek(self, number: int = 0) -> Item | None:
        """An item that is ready, the next one first; None where there is none."""
        with self._wake:
            return self._items[number] if number < len(self._items) else None

    def take(self) -> Item | None:
        """The next item, or None where it is not ready."""
        with self._wake:
            if not self._items:
                return None
            self._wake.notify()
            return self._items.popleft()

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to take."""
        with self._wake:
            return self._ended and not self._items

    @property
    def error(self) -> Exception | None:
        """Why the source broke, None where it did not."""
        with self._wake:
            return self._error

    @property
    def is_alive(self) -> bool:
        """Whether the thread still runs."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Make no more; waits a moment for the thread to end."""
        with self._wake:
            self._closed = True
            self._items.clear()
            self._wake.notify()
        self._thread.join(PARTING_S)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._start is not None)
                if self._closed or self._start is None:
                    return
                start, turn, self._start = self._start, self._turn, None
            error: Exception | None = None
            try:
                self._fill(self._source(start), turn)
            except UserCanFix as trouble:
                error = trouble
            except Exception as trouble:  # our own bug: told like any other file that breaks
                log.exception("a source broke")
                error = trouble
            with self._wake:
                if turn != self._turn or self._closed:
                    continue
                self._ended, self._error = True, error
            self._news()

    def _fill(self, items: Iterator[Item], turn: int) -> None:
        try:
            for item in items:
                with self._wake:
                    self._wake.wait_for(lambda: self._is_over(turn) or self._has_room())
                    if self._is_over(turn):
                        return
                    self._items.append(item)
                self._news()
        finally:
            close = getattr(items, "close", None)
            if close is not None:
                close()

    def _is_over(self, turn: int) -> bool:
        return self._closed or turn != self._turn

    def _has_room(self) -> bool:
        return len(self._items) < self._room
