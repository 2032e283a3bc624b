import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from coach.errors import CoachBug, DataDamaged, DataUnwritable
from coach.storage import Store, queries
from coach.storage.database import translated
from tests.coach.storage.samples import TARGET, fill, session_result

ROOT = Path(__file__).resolve().parents[3]


def raw(path):
    return closing(sqlite3.connect(path, isolation_level=None))


def child(code: str, folder: Path) -> subprocess.Popen:
    """A process that records into ``folder`` and writes lines as it goes."""
    start = """
import sys, time
from coach.storage import Store
from tests.coach.storage.samples import *
"""
    return subprocess.Popen(
        [sys.executable, "-c", start + code, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def kill_after(process: subprocess.Popen, lines: int) -> list[str]:
    """What it wrote until it was killed: that many lines and what was in the pipe."""
    said = [process.stdout.readline() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL
    return [line for line in said + rest.splitlines(keepends=True) if line.endswith("\n")]


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_program_loses_nothing_that_was_acknowledged(tmp_path):
    endless = """
recorder = Store(Path(sys.argv[1])).start_session(TARGET, 2)
second = 0
while True:
    fill(recorder, 30, people=2, start=float(second))
    second += 1
    assert recorder.flush()
    print(recorder.written, flush=True)
"""
    said = kill_after(child(endless, tmp_path), 20)

    with Store(tmp_path) as store:
        (line,) = store.history()
        stored = store.session(line.id)
        assert store.check() == ()
    assert not line.finished
    assert line.score == pytest.approx(80.0)
    assert len(stored.tracks[0]) >= int(said[-1]) >= 600
    assert stored.tracks[1].seen.all()
    assert None not in stored.scores[0]


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_killed_program_loses_at_most_the_last_second(tmp_path):
    in_real_time = """
recorder = Store(Path(sys.argv[1])).start_session(TARGET, 1)
begin = time.monotonic()
while True:
    now = time.monotonic() - begin
    recorder.add(now, now, (pose(now),), (frame_score(now),))
    print(now, flush=True)
    time.sleep(1 / 30)
"""
    said = kill_after(child(in_real_time, tmp_path), 40)

    with Store(tmp_path) as store:
        (line,) = store.history()
    assert line.recorded_s > float(said[-1]) - 1.0


def test_while_another_program_writes_nothing_is_lost(tmp_path):
    with Store(tmp_path, commit_every_s=60.0, patience_s=0.0) as store:
        recorder = store.start_session(TARGET, 1)
        with raw(store.path) as other:
            other.execute("BEGIN IMMEDIATE")
            fill(recorder, 10)
            assert not recorder.flush()
            assert isinstance(recorder.error, DataUnwritable)
            other.execute("ROLLBACK")
        fill(recorder, 10, start=1.0)
        recorder.finish(session_result(80.0))

        assert recorder.error is None
        assert len(store.session(recorder.id).tracks[0]) == 20


def test_a_session_deleted_while_it_runs_ends_quietly(store):
    recorder = store.start_session(TARGET, 1)
    store.delete_session(recorder.id)
    fill(recorder, 3)
    recorder.finish(session_result(80.0))

    assert isinstance(recorder.error, CoachBug)
    assert store.history() == ()


def test_adding_does_not_wait_for_the_disk(tmp_path):
    with Store(tmp_path, commit_every_s=60.0) as store:
        recorder = store.start_session(TARGET, 1)
        with raw(store.path) as other:
            other.execute("BEGIN IMMEDIATE")
            fill(recorder, 100)
            other.execute("ROLLBACK")
        assert recorder.written == 0
        recorder.finish(None)
        assert recorder.written == 100


def test_a_full_disk_is_named(tmp_path):
    path = tmp_path / "full.sqlite3"
    with raw(path) as connection:
        connection.execute("CREATE TABLE t (a BLOB)")
        connection.execute("PRAGMA max_page_count = 3")
        with pytest.raises(DataUnwritable, match="full"), translated(path):
            connection.execute("INSERT INTO t VALUES (zeroblob(100000))")


def test_a_file_that_may_not_be_written_is_named(tmp_path):
    path = tmp_path / "fixed.sqlite3"
    with raw(path) as connection:
        connection.execute("CREATE TABLE t (a)")
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as fixed,
        pytest.raises(DataUnwritable, match="readonly"),
        translated(path),
    ):
        fixed.execute("INSERT INTO t VALUES (1)")


def test_a_wrong_statement_is_our_own_bug(tmp_path):
    with (
        raw(tmp_path / "any.sqlite3") as connection,
        pytest.raises(CoachBug, match="no such table"),
        translated(tmp_path),
    ):
        connection.execute("SELECT * FROM absent")


def test_a_data_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "data").write_text("not a folder")

    with pytest.raises(DataUnwritable):
        Store(tmp_path / "data" / "here")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"this is not a database at all, but long enough" * 40, id="text"),
        pytest.param(b"SQLite format 3\x00" + b"\xff" * 4096, id="only-the-first-line"),
    ],
)
def test_a_file_that_is_no_database_is_left_alone(tmp_path, content):
    file = tmp_path / "coach.sqlite3"
    file.write_bytes(content)

    with pytest.raises(DataDamaged):
        Store(tmp_path)

    assert file.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path):
    with raw(tmp_path / "coach.sqlite3") as connection:
        connection.execute("CREATE TABLE theirs (a)")

    with pytest.raises(DataDamaged, match="not a database of this program"):
        Store(tmp_path)


def test_pages_overwritten_in_the_middle_are_noticed(tmp_path):
    with Store(tmp_path) as store:
        recorder = store.start_session(TARGET, 1)
        for second in range(40):
            fill(recorder, 30, start=float(second))
            recorder.flush()
        recorder.finish(None)
        file = store.path
    content = bytearray(file.read_bytes())
    content[8192:-4096] = b"\xa5" * (len(content) - 12288)
    file.write_bytes(content)

    with pytest.raises(DataDamaged), Store(tmp_path) as damaged:
        damaged.session(1)


def test_a_date_that_is_none_is_damage(file_store):
    file_store.start_session(TARGET, 1).finish(None)
    with file_store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE session SET started = 'x'")
        connection.exec_driver_sql("UPDATE video SET tags = '{'")

    for read in (file_store.history, file_store.videos, lambda: file_store.summary(1)):
        with pytest.raises(DataDamaged):
            read()


def test_who_waits_for_the_disk_does_not_wait_for_a_fault_of_our_own(file_store, monkeypatch):
    recorder = file_store.start_session(TARGET, 1)
    monkeypatch.setattr(queries, "insert_frames", lambda *_: (_ for _ in ()).throw(TypeError("x")))
    fill(recorder, 3)

    assert not recorder.flush()
    assert isinstance(recorder.error, CoachBug)

    monkeypatch.undo()
    recorder.finish(None)
    assert (recorder.error, recorder.written) == (None, 3)


def test_an_array_of_the_wrong_length_is_damage(file_store):
    recorder = file_store.start_session(TARGET, 1)
    fill(recorder, 3)
    recorder.finish(None)
    with raw(file_store.path) as connection:
        connection.execute("UPDATE chunk SET frames = 4")

    with pytest.raises(DataDamaged):
        file_store.session(recorder.id)


def test_a_new_file_has_no_copy_beside_it(tmp_path):
    Store(tmp_path).close()

    assert [file.name for file in tmp_path.iterdir()] == ["coach.sqlite3"]


def test_what_is_committed_survives_a_power_cut(file_store):
    with file_store._database.reading() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
