"""``coach batch`` from the table to the tables."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import product
from pathlib import Path

import av
import pytest

from coach.batch.journal import FILE
from coach.batch.run import Progress
from coach.cli import batch as command
from coach.cli.batch import progress_line
from coach.paths import TRACKS
from coach.texts import Texts
from coach.types import MODEL_NAMES, STRICTNESS_NAMES
from tests.coach.batch.test_run import Here
from tests.coach.cli.clips import clip, truth_file

COACH = """
import signal, sys
from coach.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored below a job in the background
sys.exit(main())
"""


@pytest.fixture
def here(monkeypatch):
    """Rows are done in this process."""
    workers = Here()
    monkeypatch.setattr(command, "_workers", lambda options: workers)
    return workers


@pytest.fixture
def table(tmp_path):
    """Writes a table of demo recordings, as keypoints files beside it."""

    def write(*lines: str) -> Path:
        shutil.copy(truth_file("good"), tmp_path / "good.npz")
        shutil.copy(truth_file("two_people"), tmp_path / "two.npz")
        path = tmp_path / "list.csv"
        path.write_text("\n".join(["id,task,recording,target,group", *lines]), encoding="utf-8")
        return path

    return write


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_batch_says_what_the_command_says(coach, here, table, tmp_path):
    path = table("one,squat,good.npz,,A", "two,watch,two.npz,,B")
    alone = coach("squat", tmp_path / "good.npz", "--data", tmp_path / "data", "--language", "en")

    done = coach("batch", path, "-o", tmp_path / "out", "--data", tmp_path / "data")

    form = json.loads(alone.out)
    first, second = rows_of(tmp_path / "out" / "results.csv")
    parts = rows_of(tmp_path / "out" / "moves.csv")
    assert done.status == 0, done
    assert (first["id"], first["group"], first["status"]) == ("one", "A", "done")
    assert (first["grade"], float(first["points"])) == (form["grade"], form["points"])
    assert [float(p["start"]) for p in parts if p["id"] == "one"] == [
        one["start"] for one in form["repetitions"]
    ]
    assert (second["id"], second["falls"]) == ("two", "0")
    assert (tmp_path / "out" / "results.parquet").exists()


def test_a_row_that_fails_is_told_at_the_end(coach, here, table, tmp_path):
    path = table("one,squat,good.npz,,A", "two,squat,nobody.mp4,,B")

    done = coach("batch", path, "-o", tmp_path / "out", "--language", "en")

    _, second = rows_of(tmp_path / "out" / "results.csv")
    assert done.status == 2
    assert done.err.startswith("coach: 1 of 2 rows failed; ")
    assert done.err.count("\n") == 1
    assert (second["status"], second["error"]) == ("failed", "FileMissing")
    assert "nobody.mp4" in second["message"]


def test_ctrl_c_leaves_tables_of_what_is_done_and_says_how_to_go_on(coach, here, table, tmp_path):
    def stop(job):
        if job.what.id == "two":
            raise KeyboardInterrupt

    here.number, here.before = 1, stop
    path = table("one,squat,good.npz,,", "two,watch,two.npz,,")
    stopped = coach("batch", path, "-o", tmp_path / "out", "--language", "en")
    states = [row["status"] for row in rows_of(tmp_path / "out" / "results.csv")]

    here.before = lambda job: None
    again = coach("batch", path, "-o", tmp_path / "out", "--language", "en")

    assert stopped.status == 130
    assert stopped.err == (
        "coach: Stopped; 1 of 2 rows are done. The same command goes on from there.\n"
    )
    assert states == ["done", "waiting"]
    assert again.status == 0
    assert "1 done now, 1 known before" in again.out
    assert here.names == ["one", "two", "two"]


def test_again_means_everything_again(coach, here, table, tmp_path):
    path = table("one,squat,good.npz,,")
    coach("batch", path, "-o", tmp_path / "out")

    coach("batch", path, "-o", tmp_path / "out", "--again")

    assert here.names == ["one", "one"]


def test_progress_as_lines_of_json(coach, here, table, tmp_path):
    path = table("one,squat,good.npz,,", "two,squat,nobody.mp4,,")

    done = coach("batch", path, "-o", tmp_path / "out", "--json", "-", "--language", "en")

    events = [json.loads(line) for line in done.out.splitlines()]
    assert [(one["done"], one["failed"], one["total"]) for one in events] == [
        (0, 0, 2), (1, 0, 2), (1, 1, 2),
    ]  # fmt: skip
    assert (events[2]["id"], events[2]["error"]) == ("two", "FileMissing")


def test_quiet_is_quiet(coach, here, table, tmp_path):
    path = table("one,squat,good.npz,,")

    done = coach("batch", path, "-o", tmp_path / "out", "--quiet")

    assert (done.status, done.out, done.err) == (0, "", "")


def test_without_its_library_parquet_is_left_out_and_it_is_said(
    coach, here, table, tmp_path, monkeypatch
):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    path = table("one,squat,good.npz,,")

    done = coach("batch", path, "-o", tmp_path / "out", "--language", "en")

    assert done.status == 0
    assert 'pip install "coach[batch]"' in done.out
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        FILE, "moves.csv", "results.csv"
    ]  # fmt: skip


def test_without_its_library_a_cluster_is_refused(coach, table, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "coach.batch.cluster", None)
    path = table("one,squat,good.npz,,")

    done = coach(
        *("batch", path, "-o", tmp_path / "out", "--scheduler", "tcp://x:1", "--language", "en")
    )

    assert done.refused, done
    assert 'pip install "coach[dask]"' in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--workers", "0"], id="no-workers"),
        pytest.param(["--limit", "0"], id="no-time"),
        pytest.param(["--limit", "nan"], id="no-number"),
        pytest.param(["--json", "nowhere/x.json"], id="no-folder-for-json"),
        pytest.param(["--output", "list.csv/out"], id="no-folder"),
        pytest.param(["--scheduler", "nonsense://x"], id="no-scheduler"),
    ],
)
def test_what_makes_no_sense_is_refused(coach, table, tmp_path, monkeypatch, arguments):
    path = table("one,squat,good.npz,,")
    monkeypatch.chdir(tmp_path)
    output = [] if "--output" in arguments else ["-o", tmp_path / "out"]

    done = coach("batch", path, *output, *arguments)

    assert done.refused, done


def test_a_table_with_a_mistake_is_refused_before_anything_is_done(coach, table, tmp_path):
    path = table("one,squat,good.npz,,", "two,dance,good.npz,,")

    done = coach("batch", path, "-o", tmp_path / "out", "--language", "en")

    assert done.refused
    assert "“list.csv”, line 3, column “task”" in done.err
    assert "“dance”" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("left", "words"),
    [
        pytest.param(None, "3 of 9, 1 failed", id="unknown"),
        pytest.param(45.0, "3 of 9, 1 failed  45 s left", id="seconds"),
        pytest.param(119.0, "3 of 9, 1 failed  119 s left", id="not-yet-minutes"),
        pytest.param(600.0, "3 of 9, 1 failed  10 min left", id="minutes"),
        pytest.param(9000.0, "3 of 9, 1 failed  2 h left", id="hours"),
    ],
)
def test_the_rest_is_said_in_a_unit_that_fits(left, words):
    progress = Progress(total=9, done=2, failed=1, known=0, remaining_s=left)

    assert progress_line(progress, Texts("en")) == words


def test_a_real_batch_stops_at_ctrl_c_and_keeps_what_is_done(table, tmp_path):
    path = table()
    choices = product(MODEL_NAMES, ("auto", "on", "off"), STRICTNESS_NAMES, ("whole", "upper"))
    rows = [f"two.npz,score,good.npz,{','.join(one)}" for one in choices]  # for many seconds
    lines = ["recording,task,target,model,mirror,strictness,body", *rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    journal = tmp_path / "out" / FILE

    process = subprocess.Popen(
        [*(sys.executable, "-c", COACH, "batch", path, "-o", tmp_path / "out"),
         *("--workers", "1", "--language", "en")],
        env={**os.environ, "COACH_DATA": str(tmp_path / "data")},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    while not (journal.exists() and journal.stat().st_size) and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    states = [row["status"] for row in rows_of(tmp_path / "out" / "results.csv")]
    assert process.returncode == 130, errors
    assert errors.startswith("coach: Stopped; ")
    assert errors.count("\n") == 1
    assert set(states) == {"done", "waiting"}
    written = len(journal.read_text(encoding="utf-8").splitlines())
    assert states.count("done") - written in (0, 1)  # stopped while it was written


@pytest.mark.slow
def test_videos_from_the_table_to_the_tables(coach, tmp_path):
    for name in ("target", "good"):
        shorten(clip(name), tmp_path / f"{name}.mp4", seconds=6)
    (tmp_path / "broken.mp4").write_bytes(b"no film " * 100)
    table = tmp_path / "list.csv"
    table.write_text("target,recording,who\ntarget.mp4,good.mp4,A\ntarget.mp4,broken.mp4,B\n")
    data = tmp_path / "data"

    done = coach(
        *("batch", table, "-o", tmp_path / "out", "--model", "lite"),
        *("--workers", "2", "--data", data),
    )

    good, broken = rows_of(tmp_path / "out" / "results.csv")
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert float(good["score"]) > 80
    assert (broken["error"], broken["who"]) == ("VideoUnreadable", "B")
    assert len(list((data / TRACKS).iterdir())) == 2
    assert not (data / "coach.sqlite3").exists()  # what others did is not in the user's diary


def shorten(video: Path, to: Path, *, seconds: float) -> None:
    """The beginning of a video, as it is."""
    with av.open(str(video)) as source, av.open(str(to), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.dts is not None and packet.dts * stream.time_base < seconds:
                packet.stream = copy
                target.mux(packet)
