"""How rows are handed round, what is kept, and what is not done twice."""

from __future__ import annotations

import os
from collections import deque
from dataclasses import replace
from pathlib import Path

import pytest

from coach.batch.journal import FILE, Journal
from coach.batch.manifest import Options, read_manifest
from coach.batch.run import Batch
from coach.batch.work import Job, Look, Outcome, run_job
from coach.batch.workers import Died, TooLong
from coach.errors import FileMissing
from coach.texts import Texts
from tests.coach.batch.jobs import row_of

TEXTS = Texts("en")


class Here:
    """Workers in this process; what is to happen to whom can be told."""

    def __init__(self, number=2, do=run_job, before=lambda job: None):
        self.number, self.do, self.before = number, do, before
        self.jobs: list[Job] = []
        self.waiting: deque[Job] = deque()
        self.most = 0

    @property
    def room(self):
        return self.number - len(self.waiting)

    def submit(self, job):
        assert self.room > 0
        self.jobs.append(job)
        self.waiting.append(job)
        self.most = max(self.most, len(self.waiting))

    def finished(self):
        job = self.waiting.popleft()
        return [(job, self.before(job) or self.do(job))]

    def close(self):
        self.waiting.clear()

    @property
    def names(self):
        return [job.what.path.name if isinstance(job.what, Look) else job.what.id
                for job in self.jobs]  # fmt: skip


@pytest.fixture(autouse=True)
def quick_answers(monkeypatch):
    """The answer to a row is its id, so that no recording has to be looked at."""
    monkeypatch.setattr("coach.batch.work._Answers.to", lambda self, row: {"of": row.id})


@pytest.fixture
def folder(tmp_path) -> Path:
    """Recordings a, b and c, and a table of them."""
    for name in "abct":
        (tmp_path / f"{name}.npz").write_text(name)
    (tmp_path / "list.csv").write_text("id,recording\na,a.npz\nb,b.npz\nc,c.npz\n")
    return tmp_path


def run(folder, workers, rows=None, **kept):
    """A batch from its table to the end."""
    rows = rows or read_manifest(folder / "list.csv")
    with Journal(folder / "out") as journal:
        batch = Batch(rows, journal, workers, data=folder / "data", texts=TEXTS, **kept)
        batch.run()
    return batch


def test_every_row_is_done_with_as_many_at_a_time_as_there_is_room_for(folder):
    workers = Here(2)

    batch = run(folder, workers)

    assert {name: one.answer for name, one in batch.outcomes.items()} == {
        name: {"of": name} for name in "abc"
    }
    assert (workers.names, workers.most) == (["a", "b", "c"], 2)


def test_a_bad_file_costs_its_row_alone(folder):
    (folder / "b.npz").unlink()

    batch = run(folder, Here())

    assert [one.status for one in batch.outcomes.values()] == ["done", "failed", "done"]
    assert batch.outcomes["b"].error == "FileMissing"
    assert batch.outcomes["b"].message == TEXTS.error(FileMissing(folder / "b.npz"))


def test_a_fault_of_the_program_costs_its_row_alone_and_tells_no_path(folder, monkeypatch, caplog):
    def broken(self, row):
        raise RuntimeError("b") if row.id == "b" else KeyError("c")

    monkeypatch.setattr("coach.batch.work._Answers.to", broken)

    batch = run(folder, Here())

    assert {one.error for one in batch.outcomes.values()} == {"Bug"}
    assert "RuntimeError" in batch.outcomes["b"].message
    assert str(folder) not in caplog.text


def test_what_is_done_is_not_done_again(folder):
    run(folder, Here())
    again = Here()

    batch = run(folder, again)

    assert again.jobs == []
    assert batch.known == 3
    assert batch.outcomes["b"].answer == {"of": "b"}


def test_ids_and_columns_of_the_users_own_may_change(folder):
    run(folder, Here())
    (folder / "list.csv").write_text("recording,id,note\nc.npz,3,late\na.npz,1,\nb.npz,2,\n")
    again = Here()

    batch = run(folder, again)

    assert again.jobs == []
    assert batch.outcomes["3"].answer == {"of": "c"}


def test_another_option_is_another_question(folder):
    run(folder, Here())
    rows = [replace(row, options=Options(model="lite")) if row.id == "b" else row
            for row in read_manifest(folder / "list.csv")]  # fmt: skip
    again = Here()

    run(folder, again, rows)

    assert again.names == ["b"]


def test_a_file_that_holds_something_else_is_looked_at_again(folder):
    run(folder, Here())
    (folder / "b.npz").write_text("somebody else")
    again = Here()

    batch = run(folder, again)

    assert again.names == ["b"]
    assert batch.outcomes["b"].status == "done"


def test_a_file_that_was_only_touched_is_hashed_and_its_answer_stands(folder, monkeypatch):
    run(folder, Here())
    os.utime(folder / "b.npz", (1, 1))
    monkeypatch.setattr(
        "coach.batch.work._Answers.to", lambda self, row: pytest.fail("it was done again")
    )

    batch = run(folder, Here())
    later = Here()
    run(folder, later)

    assert batch.outcomes["b"].answer == {"of": "b"}
    assert batch.outcomes["b"].status == "done"
    assert later.jobs == []


def test_what_was_taught_since_is_a_reason_to_look_again(folder):
    run(folder, Here())
    (folder / "data").mkdir()
    (folder / "data" / "taught.npz").write_text("a dance")
    again = Here()

    run(folder, again)

    assert again.names == ["a", "b", "c"]


def test_a_row_that_failed_is_tried_again(folder):
    (folder / "b.npz").unlink()
    run(folder, Here())
    (folder / "b.npz").write_text("b")
    again = Here()

    batch = run(folder, again)

    assert again.names == ["b"]
    assert batch.outcomes["b"].status == "done"


def test_a_process_that_dies_once_is_forgiven(folder):
    deaths = iter([Died()])
    workers = Here(1, before=lambda job: next(deaths, None) if job.what.id == "b" else None)

    batch = run(folder, workers)

    assert workers.names == ["a", "b", "b", "c"]
    assert batch.outcomes["b"].status == "done"


def test_a_process_that_dies_again_costs_its_row_alone(folder):
    workers = Here(1, before=lambda job: Died() if job.what.id == "b" else None)

    batch = run(folder, workers)

    assert workers.names == ["a", "b", "b", "c"]
    assert [one.error for one in batch.outcomes.values()] == ["", "WorkerDied", ""]
    assert "b.npz" in batch.outcomes["b"].message


def test_a_row_that_takes_too_long_says_so(folder):
    workers = Here(before=lambda job: TooLong(0.5) if job.what.id == "b" else None)

    batch = run(folder, workers)

    assert batch.outcomes["b"].error == "RowTooLong"
    assert "0.5 minutes" in batch.outcomes["b"].message


def test_a_batch_that_was_stopped_goes_on_where_it_was(folder):
    def stop(job):
        if job.what.id == "b":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(folder, Here(1, before=stop))
    again = Here()

    batch = run(folder, again)

    assert again.names == ["b", "c"]
    assert batch.known == 1


def test_a_line_that_was_cut_off_by_a_power_cut_costs_its_row_alone(folder):
    run(folder, Here(1))
    journal = folder / "out" / FILE
    journal.write_bytes(journal.read_bytes()[:-20])

    again = Here()
    run(folder, again)
    later = Here()
    run(folder, later)

    assert again.names == ["c"]
    assert later.jobs == []


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("\n", id="empty"),
        pytest.param("null\n", id="no-object"),
        pytest.param('{"status": "done", "files": 3}\n', id="no-files"),
        pytest.param('{"status": "done", "files": [], "mood": 3}\n', id="unknown-key"),
        pytest.param('{"status": "done", "files": [], "answer": []}\n', id="no-answer"),
        pytest.param("\0\0\0\0\n", id="zeros"),
    ],
)
def test_a_line_of_the_journal_that_makes_no_sense_is_left_out(folder, line):
    (folder / "out").mkdir()
    (folder / "out" / FILE).write_text(line)

    assert len(run(folder, Here()).outcomes) == 3


def test_a_video_that_several_rows_need_is_looked_at_once_and_first(folder):
    rows = [row_of(name, task="score", target="t.mp4") for name in ("a.npz", "b.npz", "c.npz")]
    workers = Here(do=lambda job: Outcome("done"))

    run(folder, workers, rows)

    assert workers.names == ["t.mp4", "a.npz", "b.npz", "c.npz"]
    assert isinstance(workers.jobs[0].what, Look)


def test_who_needs_nothing_does_not_wait_for_who_does(folder):
    rows = [
        row_of("a.npz", task="score", target="t.mp4"),
        row_of("b.npz", task="score", target="t.mp4"),
        row_of("c.npz"),
    ]
    workers = Here(2, do=lambda job: Outcome("done"))

    run(folder, workers, rows)

    assert workers.names == ["t.mp4", "c.npz", "a.npz", "b.npz"]


def test_a_target_that_cannot_be_read_is_tried_once_for_all_its_rows(folder):
    rows = [row_of(name, task="score", target="t.mp4") for name in ("a.npz", "b.npz")]
    workers = Here(do=lambda job: Outcome("failed", error="VideoEmpty", message="Empty."))

    batch = run(folder, workers, rows)

    assert workers.names == ["t.mp4"]
    assert {(one.error, one.message) for one in batch.outcomes.values()} == {
        ("VideoEmpty", "Empty.")
    }


def test_the_rest_is_guessed_from_what_it_took_so_far(folder):
    now = iter([0.0, 10.0, 24.0, 30.0])
    told = []

    run(folder, Here(1), told=told.append, clock=lambda: next(now))

    assert [one.remaining_s for one in told] == [None, 20.0, 12.0, 0.0]
    assert [one.done for one in told] == [0, 1, 2, 3]
    assert [one.row and one.row.id for one in told] == [None, "a", "b", "c"]
