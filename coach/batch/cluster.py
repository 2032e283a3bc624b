"""Jobs done by the workers of a Dask cluster, by the same function as on this machine.

The cluster sees the same files at the same places, and has the same version of the program. A
worker that dies takes nothing along: the scheduler hands its jobs to others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from distributed import Client, KilledWorker, wait

from coach import __version__
from coach.batch.work import Job, Outcome, run_job
from coach.batch.workers import Answer, Died
from coach.errors import SchedulerUnusable
from coach.logbook import join_log

AHEAD: Final = 2
"""Jobs for each thread of the cluster that are handed over, so that none waits for us."""

PATIENCE_S: Final = 10.0
"""Seconds within which the scheduler has to answer."""


def version_there() -> str:
    """The version of the program, asked of a worker."""
    return __version__


def run_there(job: Job) -> Outcome:
    """Do a job on a machine of the cluster; what breaks goes to the log of the data folder."""
    join_log(job.data)
    return run_job(job)


class ClusterWorkers:
    """The workers of a scheduler."""

    def __init__(self, address: str, run: Callable[[Job], Outcome] = run_there) -> None:
        """address: such as tcp://host:8786; run: what a worker does with a job.

        Raises:
            SchedulerUnusable: it does not answer, has no workers, or workers of another version.
        """
        self._address, self._run = address, run
        self._jobs: dict[Any, Job] = {}
        try:
            self._client = Client(address, timeout=PATIENCE_S, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise SchedulerUnusable(address, str(error) or type(error).__name__) from error
        self._check_versions()

    @property
    def room(self) -> int:
        """How many more jobs are wanted just now; at least one in work."""
        threads: int = sum(self._client.nthreads().values())
        return max(1, AHEAD * threads) - len(self._jobs)

    def submit(self, job: Job) -> None:
        """Hand a job to the scheduler."""
        self._jobs[self._client.submit(self._run, job, pure=False)] = job

    def finished(self) -> list[tuple[Job, Answer]]:
        """Wait for jobs that have come to their end."""
        with self._client.as_current():
            done = wait(list(self._jobs), return_when="FIRST_COMPLETED").done
        return [(self._jobs.pop(future), self._answer(future)) for future in done]

    def close(self) -> None:
        """Take back what waits; a job that has begun comes to its end there."""
        self._client.cancel(list(self._jobs))
        self._jobs = {}
        self._client.close()

    def _answer(self, future: Any) -> Answer:
        error = future.exception()
        if isinstance(error, KilledWorker):
            return Died()
        if error is not None:
            raise SchedulerUnusable(self._address, f"{type(error).__name__}: {error}") from error
        outcome: Outcome = future.result()
        return outcome

    def _check_versions(self) -> None:
        try:
            versions = set(self._client.run(version_there).values())
        except Exception as error:  # whatever a worker without this program raises
            self._client.close()
            raise SchedulerUnusable(self._address, f"{type(error).__name__}: {error}") from error
        if versions != {__version__}:
            self._client.close()
            found = ", ".join(sorted(versions)) or "no workers"
            raise SchedulerUnusable(self._address, f"{__version__} / {found}")
