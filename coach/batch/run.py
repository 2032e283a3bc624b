"""A whole batch: what is known is left out, the rest is handed round, one answer a row."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.batch.journal import Journal
from coach.batch.manifest import Row
from coach.batch.work import Job, Look, Outcome, failed, looks_of, taught_hash
from coach.batch.workers import Answer, Died, TooLong, Workers
from coach.errors import RowTooLong, WorkerDied
from coach.texts import Texts

TRIES: Final = 2
"""How often a job is done whose process died."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is.

    Attributes:
        total: rows; done: those with an answer, of an earlier run too; failed: those without.
        known: rows of ``done`` that an earlier run did.
        remaining_s: seconds to go at the speed so far, None while it cannot be told.
        row, outcome: what ended just now; None at the beginning.
    """

    total: int
    done: int
    failed: int
    known: int
    remaining_s: float | None
    row: Row | None = None
    outcome: Outcome | None = None


Told = Callable[[Progress], None]


class Batch:
    """Hands the rows to workers and keeps what they answer.

    Attributes:
        outcomes: of the rows that have come to an end, by the id of the row.
        known: how many of them an earlier run did.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        journal: Journal,
        workers: Workers,
        *,
        data: Path,
        texts: Texts,
        told: Told = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """What to do, and with whom.

        Args:
            rows: what to do, ids unique.
            journal: of what is done.
            workers: who does it.
            data: the data folder.
            texts: of the sentences of errors and cues.
            told: called with the progress after every row.
            clock: seconds, growing.
        """
        self._rows, self._journal, self._workers = rows, journal, workers
        self._data, self._texts, self._told, self._clock = data.absolute(), texts, told, clock
        self.outcomes: dict[str, Outcome] = {}
        self._ready: deque[Job] = deque()
        self._waiting: dict[Look, list[Job]] = {}
        self._blocked: Counter[int] = Counter()
        self._died: Counter[int] = Counter()
        self.known = self._failed = 0
        self._began = 0.0

    def run(self) -> None:
        """Do everything; what was done counts even if it does not come to its end.

        Raises:
            OutputUnwritable: an answer cannot be written down.
        """
        self._began = self._clock()
        jobs = self._jobs()
        self.known = len(self.outcomes)
        self._line_up(jobs)
        self._tell()
        in_work = 0
        while self._ready or in_work:
            while self._ready and self._workers.room > 0:
                self._workers.submit(self._ready.popleft())
                in_work += 1
            for job, answer in self._workers.finished():
                in_work -= 1
                self._take(job, answer)

    def _jobs(self) -> list[Job]:
        """A job for every row whose answer is not known; the known ones are taken over."""
        taught, language = taught_hash(self._data), self._texts.language
        jobs = []
        for number, row in enumerate(self._rows):
            known = self._journal.known(row, taught, language)
            if known is not None:
                self.outcomes[row.id] = known
            else:
                before = self._journal.before(row, taught, language)
                jobs.append(Job(number, row, self._data, language, before))
        return jobs

    def _line_up(self, jobs: Sequence[Job]) -> None:
        """Videos that several rows need come first, once; their rows wait for them."""
        needed = {job.number: _looks(job) for job in jobs}
        users = Counter(look for looks in needed.values() for look in looks)
        shared = [look for look, n in users.items() if n > 1]
        for number, look in enumerate(shared, len(self._rows)):
            self._ready.append(Job(number, look, self._data, self._texts.language))
            self._waiting[look] = []
        for job in jobs:
            blocking = [look for look in needed[job.number] if look in self._waiting]
            for look in blocking:
                self._waiting[look].append(job)
            self._blocked[job.number] = len(blocking)
            if not blocking:
                self._ready.append(job)

    def _take(self, job: Job, answer: Answer) -> None:
        if isinstance(answer, Died):
            self._died[job.number] += 1
            if self._died[job.number] < TRIES:
                self._ready.appendleft(job)
                return
        outcome = self._outcome(job, answer)
        if isinstance(job.what, Look):
            self._let_go(job.what, outcome)
        else:
            self._end(job.what, self._journal.settled(outcome))

    def _outcome(self, job: Job, answer: Answer) -> Outcome:
        path = job.what.path if isinstance(job.what, Look) else job.what.recording
        match answer:
            case Died():
                return failed(WorkerDied(path), self._texts)
            case TooLong(minutes):
                return failed(RowTooLong(path, f"{minutes:g}"), self._texts)
        return answer

    def _let_go(self, look: Look, outcome: Outcome) -> None:
        """The rows that waited for a video may begin, or fail as it failed."""
        for job in self._waiting.pop(look):
            assert isinstance(job.what, Row)
            self._blocked[job.number] -= 1
            if job.what.id in self.outcomes:
                continue
            if outcome.status == "failed":
                self._end(job.what, outcome)
            elif not self._blocked[job.number]:
                self._ready.append(job)

    def _end(self, row: Row, outcome: Outcome) -> None:
        self.outcomes[row.id] = outcome  # first: Ctrl+C may come while it is written down
        self._failed += outcome.status == "failed"
        self._journal.keep(outcome)
        self._tell(row, outcome)

    def _tell(self, row: Row | None = None, outcome: Outcome | None = None) -> None:
        total, ended = len(self._rows), len(self.outcomes)
        new = ended - self.known
        left_s = (self._clock() - self._began) / new * (total - ended) if new else None
        done = ended - self._failed
        self._told(Progress(total, done, self._failed, self.known, left_s, row, outcome))


def _looks(job: Job) -> tuple[Look, ...]:
    return looks_of(job.what) if isinstance(job.what, Row) else ()
