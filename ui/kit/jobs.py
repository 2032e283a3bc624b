"""The one door for slow work: off the interface's thread, answers come back on it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from coach.errors import UserCanFix

log = logging.getLogger(__name__)

Done = Callable[[Any], None]
Failed = Callable[[UserCanFix], None]


class Jobs(QObject):
    """Runs functions one after the other on one thread of its own.

    Signals:
        broke: a job failed in a way that is our own bug; the exception, and whether what goes
            on now cannot go on without its answer.
    """

    broke = Signal(object, bool)
    _answered = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="jobs")
        self._closed = False
        self._waiting = 0
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        """Whether every answer has been delivered."""
        return self._waiting == 0

    def do(
        self,
        work: Callable[[], Any],
        done: Done,
        failed: Failed | None = None,
        *,
        vital: bool | Callable[[], bool] = False,
    ) -> None:
        """Run ``work``; then ``done(answer)`` or ``failed(error)`` on the interface's thread.

        ``vital``: what goes on now cannot go on without the answer (see ``broke``); a function
        is asked when the job has failed.
        """
        if self._closed:
            return

        def broke(error: Exception) -> None:
            self.broke.emit(error, vital() if callable(vital) else vital)

        self._waiting += 1
        self._pool.submit(self._run, work, done, failed, broke)

    def tidy(self, work: Callable[[], None]) -> None:
        """Run something that lets go of a resource: also when the app is about to close."""
        if self._closed:
            return
        self._pool.submit(self._run_tidy, work)

    def close(self, last: Callable[[], None]) -> None:
        """Forget what waits, tidy up, run ``last``, deliver no more. Waits for all of it."""
        if self._closed:
            return
        self._closed = True
        self._pool.submit(self._run_tidy, last)
        self._pool.shutdown(wait=True)

    def _run_tidy(self, work: Callable[[], None]) -> None:
        try:
            work()
        except UserCanFix as error:
            log.warning("%s", error)
        except Exception:  # our own bug: the app must close all the same
            log.exception("tidying broke")

    def _run(self, work: Callable[[], Any], done: Done, failed: Failed | None, broke: Done) -> None:
        if self._closed:
            return
        try:
            answer = work()
        except UserCanFix as error:
            log.info("%s", error)
            self._answered.emit(failed or broke, error)
        except Exception as error:  # our own bug: shown, logged, and the app goes on
            log.exception("a job broke")
            self._answered.emit(broke, error)
        else:
            self._answered.emit(done, answer)

    @Slot(object, object)
    def _deliver(self, receiver: Done, answer: object) -> None:
        self._waiting -= 1
        if not self._closed:
            receiver(answer)
