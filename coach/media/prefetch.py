"""Slow items made ready on a thread of their own while the ones before are worked on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import TypeVar

Item = TypeVar("Item")

_LOOK_S = 0.05
"""Seconds after which a thread that has no room looks whether it is still wanted."""


def prefetched(items: Iterator[Item], room: int) -> Iterator[Item]:
    """The same items, in order; a few of them are made ahead.

    An error of ``items`` comes where it belongs, after the items before it. Whoever stops early
    closes this iterator (or leaves its loop), which ends the thread.

    Args:
        items: used by the other thread alone from now on.
        room: how many may wait.
    """
    ready: Queue[tuple[Item | None, BaseException | None]] = Queue(room)
    unwanted = threading.Event()

    def put(item: Item | None, error: BaseException | None) -> bool:
        while not unwanted.is_set():
            with suppress(Full):
                ready.put((item, error), timeout=_LOOK_S)
                return True
        return False

    def run() -> None:
        try:
            for item in items:
                if not put(item, None):
                    return
            put(None, StopIteration())
        except BaseException as error:  # it belongs to who asks for the items
            put(None, error)

    thread = threading.Thread(target=run, name="prefetch", daemon=True)
    thread.start()
    try:
        while True:
            item, error = ready.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield item  # type: ignore[misc]
    finally:
        unwanted.set()
        with suppress(Empty):
            ready.get_nowait()
        thread.join()
