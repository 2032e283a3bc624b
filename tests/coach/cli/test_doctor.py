import shutil

import pytest

from coach.paths import MODELS


@pytest.mark.slow
def test_everything_that_is_needed_works_here(coach, tmp_path):
    done = coach("doctor", "--data", tmp_path / "data")

    *checks, verdict = done.out.splitlines()
    assert done.status == 0, done.out
    assert len(checks) >= 8
    assert all(line[0] in "✓–" and ": " in line for line in checks)
    assert verdict[0] not in "✓✗–"
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
def test_a_missing_model_is_a_line_and_a_status(coach, tmp_path, monkeypatch):
    shutil.copytree(MODELS / "pose", tmp_path / "pose", ignore=lambda *_: ["full.task"])
    monkeypatch.setattr("coach.pose.landmarker.MODELS", tmp_path)

    done = coach("doctor", "--data", tmp_path / "data")

    assert done.status == 1
    assert any(line.startswith("✗") and "full.task" in line for line in done.out.splitlines())
    assert done.err == ""
