"""Processes of this machine that do jobs, each alone, so that one that dies takes none along.

``concurrent.futures`` gives up all that waits when one of its processes dies; here the job in
work is lost and a new process takes the place.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any, Final, Protocol

from coach.batch.work import Job, Outcome, run_job
from coach.logbook import join_log

ONE_THREAD: Final = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""Set to 1 for a worker: there are as many workers as cores, and their threads would fight."""

GRACE_S: Final = 2.0
"""Seconds that a process that is told to end has before it is killed."""


@dataclass(frozen=True, slots=True)
class Died:
    """The process ended without an answer."""


@dataclass(frozen=True, slots=True)
class TooLong:
    """The job took longer than the minutes it may, and was given up."""

    minutes: float


Answer = Outcome | Died | TooLong


class Workers(Protocol):
    """Whoever does jobs: the processes of this machine, or a cluster."""

    @property
    def room(self) -> int:
        """How many more jobs are wanted just now."""

    def submit(self, job: Job) -> None:
        """Hand over a job; there has to be room."""

    def finished(self) -> Sequence[tuple[Job, Answer]]:
        """Wait for jobs that have come to their end; at least one."""

    def close(self) -> None:
        """Give up what is in work, and let everything go."""


def cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Worker:
    """One process and the job it is at."""

    def __init__(self, run: Callable[[Job], Outcome]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, run), daemon=True)
        self._process.start()
        theirs.close()
        self.job: Job | None = None
        self.began = 0.0

    @property
    def pid(self) -> int | None:
        """Of the process."""
        return self._process.pid

    def answer(self) -> Answer:
        """What it sent; it has sent something or died."""
        try:
            outcome: Outcome = self.pipe.recv()
        except (EOFError, OSError):
            return Died()
        return outcome

    def end(self) -> None:
        """Stop it, whatever it does."""
        self.pipe.close()
        self._process.terminate()
        self._process.join(GRACE_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()


class LocalWorkers:
    """As many processes as asked for, made when there is work for them."""

    def __init__(
        self,
        number: int,
        *,
        limit_s: float = float("inf"),
        run: Callable[[Job], Outcome] = run_job,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """How many, and what they do.

        Args:
            number: of processes.
            limit_s: seconds that a job may take.
            run: what a process does with a job; it has to be importable there.
            clock: seconds, growing.
        """
        self._number, self._limit_s, self._run, self._clock = number, limit_s, run, clock
        self._idle: list[_Worker] = []
        self._busy: dict[Any, _Worker] = {}

    @property
    def room(self) -> int:
        """How many processes have nothing to do."""
        return self._number - len(self._busy)

    @property
    def pids(self) -> tuple[int | None, ...]:
        """Processes that are at a job."""
        return tuple(worker.pid for worker in self._busy.values())

    def submit(self, job: Job) -> None:
        """Hand a job to a process."""
        worker = self._idle.pop() if self._idle else self._new()
        worker.job, worker.began = job, self._clock()
        self._busy[worker.pipe] = worker
        with suppress(OSError):  # it died while it was idle: its pipe says so
            worker.pipe.send(job)

    def finished(self) -> list[tuple[Job, Answer]]:
        """Wait for jobs that have come to their end."""
        done: list[tuple[Job, Answer]] = []
        while not done:
            spoke = wait(list(self._busy), self._patience())
            done += [self._take(self._busy.pop(pipe)) for pipe in spoke]
            done += [self._give_up(worker) for worker in self._overdue()]
        return done

    def close(self) -> None:
        """End all processes."""
        for worker in (*self._idle, *self._busy.values()):
            worker.end()
        self._idle, self._busy = [], {}

    def _new(self) -> _Worker:
        before = {name: os.environ.get(name) for name in ONE_THREAD}
        os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
        try:
            return _Worker(self._run)
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value

    def _take(self, worker: _Worker) -> tuple[Job, Answer]:
        assert worker.job is not None
        job, answer = worker.job, worker.answer()
        if isinstance(answer, Died):
            worker.end()
        else:
            self._idle.append(worker)
        return job, answer

    def _patience(self) -> float | None:
        """Seconds until the first job is overdue; None: for ever."""
        if self._limit_s == float("inf"):
            return None
        first = min(worker.began for worker in self._busy.values())
        return max(0.0, first + self._limit_s - self._clock())

    def _overdue(self) -> list[_Worker]:
        now = self._clock()
        late = [w for w in self._busy.values() if now - w.began >= self._limit_s]
        for worker in late:
            del self._busy[worker.pipe]
        return late

    def _give_up(self, worker: _Worker) -> tuple[Job, Answer]:
        assert worker.job is not None
        worker.end()
        return worker.job, TooLong(self._limit_s / 60)


def _serve(pipe: Any, run: Callable[[Job], Outcome]) -> None:
    """A worker's life: until nobody hands over jobs any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who hands out the jobs
    with suppress(EOFError, OSError):
        while True:
            job: Job = pipe.recv()
            join_log(job.data)
            pipe.send(run(job))
