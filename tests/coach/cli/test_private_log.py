"""Whatever is done with names that nobody else is to know: none of them is in the log."""

from __future__ import annotations

import logging
import re
import shutil
from pathlib import Path

import pytest

from coach.cli import batch as command
from coach.logbook import FILE
from tests.coach.batch.test_run import Here
from tests.coach.cli.clips import truth_file

MARK = "Marisol Quintanilla 운동"
"""A name that stands nowhere in the program."""


@pytest.fixture
def place(tmp_path) -> Path:
    """A folder with a marked name, and a recording in it that has one too."""
    folder = tmp_path / f"{MARK}'s videos"
    folder.mkdir()
    shutil.copy(truth_file("good"), folder / f"{MARK} (1).npz")
    (folder / f"{MARK}, broken.mp4").write_bytes(b"no film " * 100)
    return folder


@pytest.fixture
def level():
    """As much as there is to say."""
    root = logging.getLogger()
    before = root.level
    root.setLevel(logging.INFO)
    yield
    root.setLevel(before)


def test_no_flow_tells_a_name_a_file_or_a_folder(coach, place, level, monkeypatch):
    data = place / "data"
    good, broken = place / f"{MARK} (1).npz", place / f"{MARK}, broken.mp4"
    table = place / f"{MARK}.csv"
    rows = f'recording,task\n"{good.name}",squat\n"{broken.name}",squat\n'
    table.write_text(rows, encoding="utf-8")
    monkeypatch.setattr(command, "_workers", lambda options: Here())

    def fail(*_: object, **__: object):
        raise RuntimeError(f"{MARK!r} cannot open {good}") from FileNotFoundError(
            2, "no", str(good)
        )

    coach("diary", "profile", "--person", MARK, "--weight", "60", "--data", data)
    coach("diary", "add", good, broken, "--person", MARK, "--data", data)
    coach("diary", "export", place / "nowhere" / f"{MARK}.csv", "--data", data)
    coach("data", "backup", place / f"{MARK}.coach", "--data", data)
    monkeypatch.setattr("coach.batch.work.assess", fail)
    coach("batch", table, "-o", place / "out", "--data", data)
    monkeypatch.setattr("coach.cli.squat.assess", fail)
    status = coach("squat", good, "--data", data).status

    log = (data / FILE).read_text(encoding="utf-8")
    assert status == 70
    assert "command failed" in log
    assert "job 0 broke" in log
    assert "RuntimeError" in log
    for word in (*re.findall(r"\w+", MARK), "nowhere", str(place.parent)):
        assert word not in log, log
