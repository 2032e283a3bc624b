import json
import shutil

import pytest

from coach.cli import doctor
from coach.paths import MODELS
from coach.selftest import Trial


@pytest.mark.slow
def test_everything_that_is_needed_works_here(coach, tmp_path):
    done = coach("doctor", "--data", tmp_path / "data")

    *checks, verdict = done.out.splitlines()
    assert done.status == 0, done.out
    assert len(checks) >= 20
    assert all(line[0] in "✓!" and ": " in line for line in checks)
    assert verdict[0] not in "✓✗!"
    assert not (tmp_path / "data").exists()


@pytest.mark.slow
def test_a_missing_model_is_a_line_and_a_status(coach, tmp_path, monkeypatch):
    shutil.copytree(MODELS / "pose", tmp_path / "pose", ignore=lambda *_: ["full.task"])
    monkeypatch.setattr("coach.pose.landmarker.MODELS", tmp_path)

    done = coach("doctor", "--data", tmp_path / "data")

    assert done.status == 1
    assert any(line.startswith("✗") and "full.task" in line for line in done.out.splitlines())
    assert done.err == ""


TRIALS = (
    Trial("itself", 100.0, 1.0, False, at_least=98.0, wanted_mirrored=False),
    Trial("still", 3.4, 0.5, False, at_most=25.0),
)
FAILED = Trial("other", 61.0, 0.8, False, at_most=35.0)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        pytest.param(
            "en",
            [
                "✓ The workout against itself: 100 of 100, not mirrored (expected: at least 98)",
                "✓ Somebody who stands still: 3 of 100 (expected: at most 25)",
                "The score tells these apart on this machine.",
            ],
            id="en",
        ),
        pytest.param(
            "ko",
            [
                "✓ 운동 영상을 그대로 비교: 100점 중 100점, 같은 방향 (기준: 98점 이상)",
                "✓ 가만히 서 있는 사람: 100점 중 3점 (기준: 25점 이하)",
                "이 컴퓨터에서 점수가 이 네 가지를 제대로 구별해요.",
            ],
            id="ko",
        ),
    ],
)
def test_the_self_test_shows_its_numbers(coach, monkeypatch, language, lines):
    monkeypatch.setattr(doctor, "self_test", lambda: TRIALS)

    done = coach("doctor", "--self-test", "--language", language)

    assert (done.status, done.out.splitlines(), done.err) == (0, lines, "")


def test_a_number_out_of_bounds_is_a_cross_and_a_status(coach, monkeypatch):
    monkeypatch.setattr(doctor, "self_test", lambda: (*TRIALS, FAILED))

    done = coach("doctor", "--self-test", "--language", "en")

    assert done.status == 1
    assert [line[0] for line in done.out.splitlines()] == ["✓", "✓", "✗", "T"]


def test_the_self_test_as_json_is_nothing_but_json(coach, monkeypatch):
    monkeypatch.setattr(doctor, "self_test", lambda: (*TRIALS, FAILED))

    done = coach("doctor", "--self-test", "--json", "-")

    found = json.loads(done.out)["trials"]
    assert done.status == 1
    assert [(t["name"], t["score"], t["passed"]) for t in found] == [
        ("itself", 100.0, True),
        ("still", 3.4, True),
        ("other", 61.0, False),
    ]


def test_the_self_test_tries_no_camera(coach):
    assert coach("doctor", "--self-test", "--camera", "0").refused
