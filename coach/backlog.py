"""Slow work in the background: one thing after the other, with progress, rest and cancel."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Final, Generic, TypeVar

from coach.errors import UserCanFix

log = logging.getLogger(__name__)

NEWS_S: Final = 0.1
"""Seconds between two reports of the same task at most; its end is told at once."""


class Stage(Enum):
    """How far a task is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN: Final = (Stage.WAITING, Stage.RUNNING)
"""Stages that are not the end."""


class GivenUp(Exception):
    """Raised by work that stopped because it was asked to."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        key: what it is about.
        stage: how far it is; fraction: of the work, 0..1.
        remaining_s: seconds to go at the speed so far; NaN while it cannot be told.
        outcome: what the work returned.
        error: why it failed; None for a fault of our own, which is in the log.
    """

    key: Any
    stage: Stage = Stage.WAITING
    fraction: float = 0.0
    remaining_s: float = math.nan
    outcome: Any = None
    error: UserCanFix | None = None


Tasks = tuple[Task, ...]
Tell = Callable[[float], None]
"""Takes the part done, 0..1; waits there while the backlog rests."""

K = TypeVar("K", bound=Hashable)


class Backlog(Generic[K]):
    """Does tasks as they are pushed; a bad one stops nothing.

    A thread runs while there is something to do. ``on_change`` is called from it (and from
    ``push``, ``drop`` and ``cancel``) with all tasks of the round, never by two at once: it
    must not wait for the other. A round begins with the first task that is pushed after all
    others came to their end.
    """

    def __init__(
        self,
        work: Callable[[K, Tell, threading.Event], Any],
        on_change: Callable[[Tasks], None],
        *,
        name: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """What to do with a key, whom to tell.

        Args:
            work: takes a key, whom to tell the part done, and what is set to give it up;
                raises GivenUp then.
            on_change: see above.
            name: of the thread.
            clock: seconds, growing.
        """
        self._work, self._on_change, self._name, self._clock = work, on_change, name, clock
        self._changed = threading.Condition()
        self._telling = threading.RLock()
        self._tasks: dict[K, Task] = {}
        self._held = self._closed = False
        self._stop = threading.Event()
        self._rested = 0.0
        self._told = -math.inf
        self._thread: threading.Thread | None = None

    @property
    def tasks(self) -> Tasks:
        """Those of this round, in their order."""
        with self._changed:
            return tuple(self._tasks.values())

    @property
    def busy(self) -> bool:
        """Whether something waits or runs."""
        return any(task.stage in OPEN for task in self.tasks)

    def push(self, keys: Iterable[K]) -> None:
        """Put tasks at the end; one that waits or runs already is not queued again."""
        with self._changed:
            if self._closed:
                return
            if all(task.stage not in OPEN for task in self._tasks.values()):
                self._tasks = {}
            for key in keys:
                if key not in self._tasks or self._tasks[key].stage not in OPEN:
                    self._tasks.pop(key, None)
                    self._tasks[key] = Task(key)
            if self._thread is None and self._tasks:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
        self._tell_all()

    def hold(self) -> None:
        """Let the work rest, for somebody needs the machine; ``go_on`` ends it."""
        with self._changed:
            self._held = True

    def go_on(self) -> None:
        """Work on."""
        with self._changed:
            self._held = False
            self._changed.notify_all()

    def drop(self, key: K) -> None:
        """Give one task up."""
        self._drop({key})

    def cancel(self) -> None:
        """Give up the task that runs and those that wait; what was done stays."""
        self._drop({task.key for task in self.tasks})

    def close(self) -> None:
        """Cancel for good and wait for the end."""
        with self._changed:
            self._closed = True
        self.cancel()
        self.join()

    def join(self) -> None:
        """Wait until nothing is done any more."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _drop(self, keys: set[K]) -> None:
        with self._changed:
            for key in keys & self._tasks.keys():
                task = self._tasks[key]
                if task.stage is Stage.RUNNING:
                    self._stop.set()
                elif task.stage is Stage.WAITING:
                    self._tasks[key] = replace(task, stage=Stage.CANCELLED)
            self._changed.notify_all()
        self._tell_all()

    def _tell_all(self) -> None:
        """Tell how it stands; one at a time, so that what is told last is what is so."""
        with self._telling:
            self._on_change(self.tasks)

    def _run(self) -> None:
        while (task := self._next()) is not None:
            self._put(self._do(task))

    def _next(self) -> Task | None:
        with self._changed:
            self._changed.wait_for(lambda: not self._held or not self._waiting())
            for key, task in self._tasks.items():
                if task.stage is Stage.WAITING:
                    self._tasks[key] = replace(task, stage=Stage.RUNNING)
                    self._stop, self._rested = threading.Event(), 0.0
                    return self._tasks[key]
            self._thread = None
            return None

    def _waiting(self) -> bool:
        return any(task.stage is Stage.WAITING for task in self._tasks.values())

    def _do(self, task: Task) -> Task:
        self._tell_all()
        began, stop = self._clock(), self._stop
        first: float | None = None  # it may go on with what was done before

        def tell(fraction: float) -> None:
            nonlocal first
            self._rest(stop)
            now = self._clock()
            if now - self._told < NEWS_S:
                return
            self._told = now
            first = fraction if first is None else first
            done = fraction - first
            spent = now - began - self._rested
            left = spent * (1 - fraction) / done if done > 0 else math.nan
            self._put(replace(task, fraction=fraction, remaining_s=left))

        try:
            outcome = self._work(task.key, tell, stop)
        except GivenUp:
            return replace(task, stage=Stage.CANCELLED)
        except UserCanFix as error:
            log.info("%s", error)
            return replace(task, stage=Stage.FAILED, error=error)
        except Exception:  # our own bug: the other tasks go on
            log.exception("%s: %s broke", self._name, task.key)
            return replace(task, stage=Stage.FAILED)
        return replace(task, stage=Stage.DONE, fraction=1.0, remaining_s=0.0, outcome=outcome)

    def _rest(self, stop: threading.Event) -> None:
        """Wait while the backlog is held; the time does not count."""
        with self._changed:
            if self._held:
                before = self._clock()
                self._changed.wait_for(lambda: not self._held or stop.is_set())
                self._rested += self._clock() - before

    def _put(self, task: Task) -> None:
        with self._changed:
            self._tasks[task.key] = task
            self._told = self._told if task.stage is Stage.RUNNING else -math.inf
        self._tell_all()
