"""Processes that do jobs, and what becomes of the others when one dies."""

import os

import pytest

from coach.batch.work import Outcome
from coach.batch.workers import Died, LocalWorkers, TooLong, cores
from tests.coach.batch.jobs import job_of, obey


@pytest.fixture
def workers():
    """Two processes that are ended afterwards."""
    made = LocalWorkers(2, run=obey)
    yield made
    made.close()


def test_a_process_that_is_killed_takes_no_other_job_along(workers):
    answers = {}
    for name in ("die", "live"):
        workers.submit(job_of(name))
    while len(answers) < 2:
        answers |= {job.what.id: answer for job, answer in workers.finished()}
    workers.submit(job_of("after"))
    ((_, after),) = workers.finished()

    assert answers["die"] == Died()
    assert isinstance(answers["live"], Outcome)
    assert after.answer["pid"] == answers["live"].answer["pid"]  # it was idle, and is used again


def test_a_worker_has_one_thread_for_sums(workers, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    workers.submit(job_of("live"))

    ((_, outcome),) = workers.finished()

    assert outcome.answer["threads"] == "1"


def test_a_job_that_hangs_is_given_up():
    seconds = iter([0.0])
    workers = LocalWorkers(1, run=obey, limit_s=60.0, clock=lambda: next(seconds, 61.0))
    workers.submit(job_of("hang"))

    ((job, answer),) = workers.finished()

    assert (job.what.id, answer) == ("hang", TooLong(1.0))
    assert workers.room == 1


def test_closing_ends_the_processes_at_once(workers):
    workers.submit(job_of("hang"))
    (pid,) = workers.pids

    workers.close()

    assert workers.room == 2
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_there_is_at_least_one_core():
    assert cores() >= 1
