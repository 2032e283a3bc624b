"""The same rows, done by a Dask cluster on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from distributed import KilledWorker, LocalCluster

from coach.batch import cluster as cluster_room
from coach.batch.cluster import ClusterWorkers
from coach.batch.journal import Journal
from coach.batch.run import Batch
from coach.batch.workers import Died
from coach.errors import SchedulerUnusable
from coach.texts import Texts
from tests.coach.batch.jobs import obey, row_of


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Address of a cluster of one process."""
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as made:
        yield made.scheduler_address


@pytest.fixture
def workers(scheduler) -> Iterator[ClusterWorkers]:
    """Workers that do what the name of the recording says."""
    made = ClusterWorkers(scheduler, run=obey)
    yield made
    made.close()


def test_a_worker_that_is_killed_loses_nothing(workers, tmp_path):
    rows = [row_of(name) for name in ("before", "die-once", "after")]

    with Journal(tmp_path / "out") as journal:
        batch = Batch(rows, journal, workers, data=tmp_path, texts=Texts("en"))
        batch.run()

    assert (tmp_path / "died").exists()
    assert {name: one.status for name, one in batch.outcomes.items()} == {
        "before": "done", "die-once": "done", "after": "done"
    }  # fmt: skip


@dataclass(eq=False)
class Future:
    """A job of the cluster that ended so."""

    error: Exception

    def exception(self) -> Exception:
        return self.error


def test_a_job_that_kills_every_worker_is_told_as_a_death(workers):
    killed = KilledWorker("job", None, 3)

    assert workers._answer(Future(killed)) == Died()


def test_a_cluster_that_cannot_do_the_job_is_named(workers):
    with pytest.raises(SchedulerUnusable, match="ModuleNotFoundError: No module"):
        workers._answer(Future(ModuleNotFoundError("No module named 'coach'")))


def test_workers_of_another_version_are_refused(scheduler, monkeypatch):
    monkeypatch.setattr(cluster_room, "__version__", "99.0")

    with pytest.raises(SchedulerUnusable, match=r"99\.0 / "):
        ClusterWorkers(scheduler)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("tcp://127.0.0.1:1", id="nobody-there"),
        pytest.param("nonsense://x", id="no-address"),
    ],
)
def test_a_scheduler_that_does_not_answer(monkeypatch, address):
    monkeypatch.setattr(cluster_room, "PATIENCE_S", 0.5)

    with pytest.raises(SchedulerUnusable):
        ClusterWorkers(address)
