"""Numbered pieces of work done by several processes, with progress; may be killed any time.

A piece of work writes one file, complete or not at all. Whoever starts again does what is
not there yet.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, TextIO

EVERY: Final = 10.0
"""Seconds between two lines of progress."""

Work = Callable[[int], None]


class WorkFailed(RuntimeError):
    """A process ended before its work was done; its own words are on standard error."""


def run(work: Work, pieces: Sequence[int], processes: int, unit: str, size: int = 1) -> None:
    """Do ``work`` on every piece, the next free process the next piece.

    Args:
        work: can be sent to another process; called there with a piece's number.
        unit: what a line of progress counts, ``size`` of them a piece ("frames").

    Raises:
        WorkFailed: a process ended with an error. The others finish their piece.
    """
    context = multiprocessing.get_context("spawn")
    following, finished = context.Value("l", 0), context.Value("l", 0)
    team = [
        context.Process(target=_worker, args=(work, list(pieces), following, finished, os.getpid()))
        for _ in range(max(1, min(processes, len(pieces))))
    ]
    with _one_thread_each():
        for process in team:
            process.start()
    progress = Progress(len(pieces), unit, size)
    while any(process.is_alive() for process in team):
        progress.show(finished.value)
        for process in team:
            process.join(timeout=0.5)
    progress.show(finished.value, last=True)
    if any(process.exitcode for process in team):
        raise WorkFailed(f"{finished.value} of {len(pieces)} done")


THREADS: Final = ("LP_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What Mesa and the libraries under numpy ask for the number of their threads."""


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started inside leave the other cores to each other."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update({name: value or "1" for name, value in before.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]


def _worker(work: Work, pieces: Sequence[int], following: Any, finished: Any, parent: int) -> None:
    """Takes pieces until none is left, one fails anywhere, or whoever asked is gone."""
    while os.getppid() == parent:
        with following.get_lock():
            at = following.value
            following.value = at + 1
        if at >= len(pieces):
            return
        try:
            work(pieces[at])
        except BaseException:
            following.value = len(pieces)
            traceback.print_exc()
            sys.exit(1)
        with finished.get_lock():
            finished.value += 1


class Progress:
    """Lines of progress: done, speed, remaining time."""

    def __init__(
        self,
        total: int,
        unit: str,
        size: int = 1,
        to: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._total, self._unit, self._size = total, unit, size
        self._to, self._clock = to or sys.stderr, clock
        self._start = self._shown = clock()

    def show(self, done: int, last: bool = False) -> None:
        """Print a line if the last one is old enough, or this is the ``last``."""
        now = self._clock()
        if not last and now - self._shown < EVERY:
            return
        self._shown = now
        print(self.line(done), file=self._to, flush=True)

    def line(self, done: int) -> str:
        """What is said when ``done`` pieces are done."""
        seconds = self._clock() - self._start
        speed = done / seconds if seconds > 0 else 0.0
        words = f"{done * self._size} of {self._total * self._size} {self._unit}"
        if not done:
            return f"{words}, {duration(seconds)} so far"
        left = (self._total - done) / speed
        return f"{words}, {speed * self._size:.1f} a second, {duration(left)} left"


def duration(seconds: float) -> str:
    """A time as "1 h 05 min", "3 min 20 s" or "12 s"."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
