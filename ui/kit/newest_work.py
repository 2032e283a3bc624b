"""Work on the newest of what comes, on a thread of its own; what is overtaken is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ui.kit.newest import Newest


class NewestWork(QObject):
    """One thread that does the newest piece of work, and tells of it on the interface's.

    Signals:
        done: what came of it.
    """

    done = Signal(object)

    def __init__(
        self, work: Callable[[Any], object], name: str, parent: QObject | None = None
    ) -> None:
        """``work``: done on the thread, which is called ``name``."""
        super().__init__(parent)
        self._work, self._name = work, name
        self._newest = Newest(self)
        self._newest.arrived.connect(self._tell)
        self._wake = threading.Condition()
        self._wanted: object | None = None
        self._under_way: object | None = None
        self._thread: threading.Thread | None = None
        self._stops = False
        if parent is not None:
            parent.destroyed.connect(self.stop)

    @property
    def is_running(self) -> bool:
        """Whether work may be put."""
        return self._thread is not None

    def start(self) -> None:
        """Be ready for work."""
        if self._thread is None:
            self._stops = False
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    @Slot()
    def stop(self) -> None:
        """End the thread, and forget what is under way."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        with self._wake:
            self._stops, self._wanted = True, None
            self._wake.notify()
        thread.join()
        self._under_way = None
        self._newest.clear()

    def put(self, wanted: object, *, if_idle: bool = False) -> None:
        """Something to be done; ``if_idle``: unless something else is not yet told."""
        with self._wake:
            if if_idle and (self._wanted or self._under_way):
                return
            self._wanted = wanted
            self._wake.notify()

    @Slot(object)
    def _tell(self, answered: tuple[object, object]) -> None:
        wanted, answer = answered
        with self._wake:
            if self._under_way is wanted:
                self._under_way = None
        self.done.emit(answer)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stops or self._wanted is not None)
                if self._stops:
                    return
                wanted, self._wanted = self._wanted, None
                self._under_way = wanted
            self._newest.put((wanted, self._work(wanted)))
