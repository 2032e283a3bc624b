import csv
import io
import json
from dataclasses import replace

import numpy as np
import pytest

from coach.report import result_json, write_report
from coach.texts import Texts
from coach.types import Cue, JointRange, Setup
from tests.coach.report.samples import (
    LEFT_OUT,
    MOVES,
    NAN,
    TIRING,
    UNJUDGED,
    move,
    person,
    session,
)

EN, KO = Texts("en"), Texts("ko")
PERSON_KEYS = [
    "score",
    "grade",
    "similarity",
    "lag_s",
    "mirrored",
    "coverage",
    "uncertainty",
    "not_judged",
    "in_order",
    "setup",
    "moves",
    "frames",
]
ROW_KEYS = [
    "name",
    "start",
    "end",
    "score",
    "grade",
    "similarity",
    "lag_s",
    "repetitions",
    "target_repetitions",
    "weakest_joint",
    "cue",
    "coverage",
    "uncertainty",
    "late_s",
    "times_done",
]
MOVE_KEYS = [
    *ROW_KEYS,
    "trend",
    "worst_repetitions",
    "half_repetitions",
    "held_s",
    "range_of_motion",
]
SHEET_KEYS = [
    *ROW_KEYS,
    "half_repetitions",
    "held_s",
    "range_joint",
    "range_deg",
    "range_error_deg",
]


def test_one_person_has_the_keys_of_the_contract():
    shown = result_json(session(), EN)

    assert list(shown) == [*PERSON_KEYS, "left_out"]
    assert [list(m) for m in shown["moves"]] == [MOVE_KEYS] * len(MOVES)
    assert list(shown["frames"]) == ["time", "target_time", "similarity", "score"]


def test_two_people_are_a_list_of_the_same():
    shown = result_json(session(person(80.0), person(60.0)), EN)

    assert list(shown) == ["people", "synchrony", "left_out"]
    assert [list(one) for one in shown["people"]] == [PERSON_KEYS] * 2
    assert [one["score"] for one in shown["people"]] == [80.0, 60.0]


def test_the_values_of_a_move_are_told():
    press = replace(
        MOVES[1],
        uncertainty=4.21,
        late=0.312,
        timing="late",
        trend=TIRING,
        times_done=2,
        half=(4, 7),
        motion=(JointRange("left_shoulder", 11.0, 96.0, 85.0, 62.0, 91.24, 20.5),),
    )

    shown = result_json(session(person(moves=(press,))), EN)["moves"][0]

    assert shown == {
        "name": "shoulder_press",
        "start": 16,
        "end": 28,
        "score": 52.6,
        "grade": "E",
        "similarity": 0.4782,
        "lag_s": 0.81,
        "repetitions": 7,
        "target_repetitions": 8,
        "weakest_joint": "left_shoulder",
        "cue": "Raise your left arm about 25° higher.",
        "coverage": 1.0,
        "uncertainty": 4.2,
        "late_s": 0.31,
        "times_done": 2,
        "trend": {"direction": "shallower", "joint": "left_shoulder", "change_deg": -21.3},
        "worst_repetitions": [{"start": 18.0, "end": 20.0, "score": 40.2, "picture_s": 19.1}],
        "half_repetitions": [4, 7],
        "held_s": None,
        "range_of_motion": [
            {
                "joint": "left_shoulder",
                "low_deg": 11.0,
                "high_deg": 96.0,
                "mean_deg": 85.0,
                "least_deg": 62.0,
                "most_deg": 91.2,
                "error_deg": 20.5,
            }
        ],
    }


def test_a_move_without_repetitions_has_no_trend():
    shown = result_json(session(person(moves=(MOVES[0],))), EN)["moves"][0]

    assert (shown["trend"], shown["worst_repetitions"]) == (None, [])
    assert (shown["late_s"], shown["times_done"]) == (None, None)


def test_what_was_left_out_is_told_with_the_reason():
    shown = result_json(session(person(left_out=LEFT_OUT, uncertainty=3.14)), EN)

    assert shown["uncertainty"] == 3.1
    assert shown["not_judged"][1] == {"start": 45.0, "end": 48.2, "reason": "feet_outside"}
    assert [span["reason"] for span in shown["not_judged"]] == [s.reason for s in LEFT_OUT]


def test_the_cue_is_in_the_language_of_the_texts():
    assert result_json(session(), KO)["moves"][1]["cue"].startswith("왼팔을")


def test_what_was_not_judged_is_null(tmp_path):
    write_report(session(UNJUDGED), tmp_path / "r.json", texts=EN)

    shown = json.loads((tmp_path / "r.json").read_text("utf-8"), parse_constant=pytest.fail)

    assert (shown["score"], shown["lag_s"], shown["moves"][0]["score"]) == (None, None, None)
    assert set(shown["frames"]["score"]) == {None}


def test_frames_are_as_many_as_were_aligned():
    one = person()
    frames = result_json(session(one), EN)["frames"]

    assert {len(values) for values in frames.values()} == {len(one.time)}
    np.testing.assert_allclose(frames["time"], one.time, atol=5e-4)


def read_csv(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_the_table_reads_back(tmp_path):
    write_report(session(person(), person()), tmp_path / "r.csv", texts=KO)

    rows = read_csv(tmp_path / "r.csv")

    assert list(rows[0]) == ["person", *SHEET_KEYS]
    assert [row["person"] for row in rows] == ["1"] * 5 + ["2"] * 5
    assert [row["name"] for row in rows[:5]] == [m.name for m in MOVES]
    assert float(rows[1]["score"]) == 52.6
    assert rows[2]["score"] == ""
    assert rows[1]["cue"] == result_json(session(), KO)["moves"][1]["cue"]


def test_names_with_commas_quotes_and_lines_read_back(tmp_path):
    odd = replace(MOVES[0], name='squat, "deep"\n그리고 <b>')
    write_report(session(person(moves=(odd,))), tmp_path / "r.csv", texts=EN)

    assert read_csv(tmp_path / "r.csv")[0]["name"] == odd.name


def test_a_chapter_title_cannot_become_a_formula(tmp_path):
    trap = move("=1+1", 0, 10, 80.0, lag=-0.4, cue=Cue("bend_knee", "left", 20))
    write_report(session(person(moves=(trap,))), tmp_path / "r.csv", texts=EN)

    (row,) = read_csv(tmp_path / "r.csv")

    assert row["name"] == "'=1+1"
    assert row["lag_s"] == "-0.4"


def test_a_lag_that_is_unknown_is_empty():
    assert result_json(session(person(lag=NAN)), EN)["lag_s"] is None


def test_where_the_camera_stood_is_told():
    one = replace(person(), setup=Setup((1280, 720), 12.46, 0.2104))

    assert result_json(session(one), EN)["setup"] == {
        "width": 1280,
        "height": 720,
        "facing_deg": 12.5,
        "trunk_share": 0.21,
    }


def test_the_table_names_the_joint_that_went_farthest(tmp_path):
    hip = JointRange("left_hip", 2.0, 42.0, 40.0, 38.0, 44.0, 18.2)
    knee = JointRange("left_knee", 4.0, 96.0, 92.0, 88.0, 95.0, 20.9)
    one = replace(MOVES[0], motion=(hip, knee), half=(2, 5))
    write_report(session(person(moves=(one,))), tmp_path / "r.csv", texts=EN)

    (row,) = read_csv(tmp_path / "r.csv")

    found = row["range_joint"], row["range_deg"], row["range_error_deg"], row["half_repetitions"]
    assert found == ("left_knee", "92.0", "20.9", "2 5")
