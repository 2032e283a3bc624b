import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from coach.pose import write_keypoints
from coach.types import STRICTNESS_NAMES, PoseTrack
from tests.coach.cli.clips import TARGET, clip, exercises, truth, truth_file

MOVE_KEYS = {
    *("name", "start", "end", "score", "grade", "similarity", "lag_s"),
    *("repetitions", "target_repetitions", "weakest_joint", "cue"),
}
MOVES = range(4)
NAMES = [move.name for move in exercises("target")]


@pytest.mark.slow
def test_the_result_keeps_the_contract(score_of):
    result = score_of("good")

    assert result.keys() >= {"score", "grade", "similarity", "lag_s", "mirrored", "moves", "frames"}
    assert all(move.keys() >= MOVE_KEYS for move in result["moves"])
    assert result["frames"].keys() == {"time", "target_time", "similarity", "score"}
    assert len({len(column) for column in result["frames"].values()}) == 1
    assert [move["name"] for move in result["moves"]] == NAMES


@pytest.mark.slow
def test_who_follows_well_scores_high(score_of):
    result = score_of("good")

    assert result["score"] >= 80
    assert result["mirrored"] is True
    assert result["lag_s"] == pytest.approx(0.6, abs=0.25)


@pytest.mark.slow
def test_the_repetitions_of_who_follows_well_are_counted(score_of):
    moves = score_of("good")["moves"]

    done = [len(move.repetitions) for move in exercises("good")]
    assert [move["repetitions"] for move in moves] == done
    assert [move["target_repetitions"] for move in moves] == done


@pytest.mark.slow
def test_a_camera_turned_by_25_degrees_changes_little(score_of):
    assert score_of("good_25")["score"] == pytest.approx(score_of("good")["score"], abs=8)


@pytest.mark.slow
def test_the_target_against_itself_is_perfect(score_of):
    result = score_of("target")

    assert result["score"] >= 98
    assert result["mirrored"] is False
    assert [move["cue"] for move in result["moves"]] == [""] * len(NAMES)


@pytest.mark.slow
def test_standing_still_scores_low(score_of):
    result = score_of("still")

    assert result["score"] < 30
    assert [move["repetitions"] for move in result["moves"]] == [0] * len(NAMES)


@pytest.mark.slow
def test_who_follows_poorly_scores_well_below(score_of):
    assert score_of("poor")["score"] <= score_of("good")["score"] - 15


@pytest.mark.slow
@pytest.mark.parametrize("at", MOVES, ids=NAMES)
def test_what_is_wrong_with_a_move_is_named(score_of, at):
    move, fault = score_of("poor")["moves"][at], exercises("poor")[at].faults[0].name

    assert move["score"] < score_of("good")["moves"][at]["score"] - 5
    if fault == "uneven":  # the own right arm stays low
        assert move["weakest_joint"] in ("right_shoulder", "right_elbow")
        assert "right arm" in move["cue"]
    else:
        assert fault in ("shallow", "knee_low")
        assert move["weakest_joint"].endswith(("_knee", "_hip"))
        assert any(word in move["cue"] for word in ("deeper", "higher", "further"))


@pytest.mark.slow
def test_nobody_who_follows_well_is_corrected(score_of):
    assert [move["cue"] for move in score_of("good")["moves"]] == [""] * len(NAMES)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "begins"),
    [
        pytest.param("report.html", b"<!doctype html>", id="html"),
        pytest.param("report.pdf", b"%PDF-", id="pdf"),
        pytest.param("report.csv", b"\xef\xbb\xbfperson,", id="csv"),
    ],
)
def test_a_report_is_written(coach, score_of, data, tmp_path, name, begins):
    score_of("poor")  # analysed by now
    report = tmp_path / name

    done = coach(
        *("score", TARGET, clip("poor"), "--model", "full", "--report", report, "--data", data)
    )

    assert (done.status, done.err) == (0, "")
    assert report.read_bytes().lower().startswith(begins.lower())


@pytest.mark.slow
def test_the_report_says_the_score_and_the_cue(coach, score_of, data, tmp_path):
    poor, report = score_of("poor"), tmp_path / "report.csv"

    coach(
        *("score", TARGET, clip("poor"), "--model", "full", "--report", report, "--data", data),
        *("--language", "en"),
    )

    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["cue"] for row in rows] == [move["cue"] for move in poor["moves"]]
    assert [float(row["score"]) for row in rows] == [move["score"] for move in poor["moves"]]


def score_json(coach, *arguments):
    done = coach("score", *arguments, "--language", "en", "--json", "-")
    assert (done.status, done.err) == (0, "")
    return json.loads(done.out)


def test_keypoints_files_are_taken_for_videos(coach):
    result = score_json(coach, truth_file("target"), truth_file("good"))

    assert result["score"] >= 80
    assert result["mirrored"] is True


def test_without_the_mirror_a_one_sided_move_is_wrong(coach):
    mirrored = score_json(coach, truth_file("target"), truth_file("good"))
    straight = score_json(coach, truth_file("target"), truth_file("good"), "--mirror", "off")

    at = NAMES.index("standing_knee_raise")
    assert straight["mirrored"] is False
    assert straight["moves"][at]["score"] < mirrored["moves"][at]["score"] - 30


def test_a_stricter_score_is_lower(coach):
    scores = [
        score_json(coach, truth_file("target"), truth_file("poor"), "--strictness", strictness)
        for strictness in STRICTNESS_NAMES
    ]

    beginner, normal, expert = (result["score"] for result in scores)
    assert beginner > normal + 3 > expert + 6
    moves = zip(*([move["score"] for move in result["moves"]] for result in scores), strict=True)
    assert all(list(move) == sorted(move, reverse=True) for move in moves)


def test_cues_are_told_in_korean_too(coach):
    done = coach(
        *("score", truth_file("target"), truth_file("poor"), "--json", "-", "--language", "ko")
    )

    assert "오른팔" in json.loads(done.out)["moves"][NAMES.index("lateral_raise")]["cue"]


def test_without_json_the_score_is_one_line(coach):
    done = coach("score", truth_file("target"), truth_file("target"))

    assert done.out.count("\n") == 1
    assert "100" in done.out


def beside(name: str, by: float) -> PoseTrack:
    track = truth(name)
    return replace(track, points=track.points + np.array([by, 0], np.float32))


def test_two_people_come_in_the_order_of_the_picture(coach, tmp_path):
    good, poor = beside("good", 200), beside("poor", -200)
    n = min(len(good), len(poor))
    write_keypoints(tmp_path / "two.npz", [good.select(slice(n)), poor.select(slice(n))], "two.mp4")

    result = score_json(coach, truth_file("target"), tmp_path / "two.npz", "--people", "2")

    left, right = result["people"]
    assert left["score"] < right["score"] - 15
    assert left.keys() == right.keys()
