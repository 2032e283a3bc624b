"""The results as tables, for spreadsheets and for programs."""

import csv
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from coach.batch.tables import parts_of, results_of, write_tables
from coach.batch.work import Outcome
from coach.errors import OutputUnwritable
from tests.coach.batch.jobs import row_of

MOVE = {"name": "squat", "start": 1.0, "end": 9.0, "score": 80.0, "repetitions": 4}
SCORED = {
    "score": 88.5, "grade": "B", "mirrored": True, "in_order": True,
    "moves": [{**MOVE, "target_repetitions": 5, "trend": None}],
}  # fmt: skip
COUNTED = {
    "exercise": "squat", "repetitions": 1, "attempts": 1, "held_s": 0.0, "claps": 1,
    "times": [[1.0, 2.0]], "attempt_times": [[3.0, 4.0]], "clap_times": [5.0],
}  # fmt: skip
FORM = {
    "exercise": "squat", "grade": "C", "points": 71.0,
    "repetitions": [
        {"start": 1.0, "end": 2.0, "knee_angle_deg": 95.0, "faults": ["shallow", "knees_in"]},
        {"start": 2.0, "end": 3.0, "knee_angle_deg": None, "faults": ["shallow"]},
    ],
}  # fmt: skip
WATCHED = {"actions": [{"start": 0.0, "end": 2.0, "action": "walking", "confidence": 0.9}] * 2,
           "falls": [7.5]}  # fmt: skip
MOVES = {"moves": [{**MOVE, "confidence": 0.9, "kind": "periodic"}] * 2}


def tables_of(task, answer, **about):
    """Both tables of one row with this answer."""
    row = replace(row_of("a.npz", task=task, target="t.npz" if task == "score" else None), **about)
    outcomes = {row.id: Outcome("done", 1.234, answer=answer)}
    return results_of([row], outcomes), parts_of([row], outcomes)


def told(cells):
    """What is said, without what is empty."""
    return {name: cell for name, cell in cells.items() if cell is not None}


@pytest.mark.parametrize(
    ("task", "answer", "result", "parts"),
    [
        pytest.param(
            "score", SCORED,
            {"score": 88.5, "grade": "B", "moves": 1, "repetitions": 4, "target_repetitions": 5},
            [{"part": "move", "number": 1, "name": "squat", "score": 80.0}], id="score",
        ),
        pytest.param(
            "count", COUNTED, {"exercise": "squat", "repetitions": 1, "attempts": 1, "claps": 1},
            [
                {"part": "repetition", "number": 1, "name": "squat", "start": 1.0, "end": 2.0},
                {"part": "attempt", "number": 1, "start": 3.0, "end": 4.0},
                {"part": "clap", "number": 1, "start": 5.0},
            ], id="count",
        ),
        pytest.param(
            "squat", FORM, {"grade": "C", "repetitions": 2, "faults": "shallow knees_in"},
            [
                {"part": "repetition", "knee_angle_deg": 95.0, "faults": "shallow knees_in"},
                {"part": "repetition", "knee_angle_deg": None, "faults": "shallow"},
            ], id="squat",
        ),
        pytest.param(
            "watch", WATCHED, {"actions": "walking", "falls": 1},
            [
                {"part": "action", "name": "walking", "confidence": 0.9},
                {"part": "action", "number": 2},
                {"part": "fall", "number": 1, "start": 7.5},
            ], id="watch",
        ),
        pytest.param(
            "moves", MOVES, {"exercise": "squat", "moves": 2, "repetitions": 8},
            [{"part": "move", "number": 1}, {"part": "move", "number": 2}], id="moves",
        ),
    ],
)  # fmt: skip
def test_each_task_has_its_columns(task, answer, result, parts):
    results, found = tables_of(task, answer)

    (row,) = results.rows
    assert row.items() >= result.items()
    assert (row["id"], row["task"], row["person"], row["seconds"]) == ("a.npz", task, 1, 1.23)
    assert len(found.rows) == len(parts)
    for one, expected in zip(found.rows, parts, strict=True):
        assert one.items() >= expected.items()
        assert one.keys() <= found.columns.keys()


def test_two_people_are_two_rows():
    answer = {"people": [SCORED, SCORED], "synchrony": 0.9}

    results, parts = tables_of("score", answer)

    assert [(row["person"], row["synchrony"]) for row in results.rows] == [(1, 0.9), (2, 0.9)]
    assert [row["person"] for row in parts.rows] == [1, 2]


def test_a_failure_has_its_sentence_and_what_is_not_done_says_so():
    rows = [row_of("a.npz"), row_of("b.npz")]
    outcomes = {"a.npz": Outcome("failed", error="VideoEmpty", message="It is empty.")}

    table = results_of(rows, outcomes)

    assert [row["status"] for row in table.rows] == ["failed", "waiting"]
    assert (table.rows[0]["error"], table.rows[0]["message"]) == ("VideoEmpty", "It is empty.")
    assert parts_of(rows, outcomes).rows == []


def test_columns_of_the_users_own_stand_before_what_was_found():
    results, _ = tables_of("count", COUNTED, carried=(("group", "A"), ("score", "7")))

    names = list(results.columns)
    assert (results.rows[0]["group"], results.rows[0]["manifest_score"]) == ("A", "7")
    assert names.index("target") < names.index("group") < names.index("score")


def test_a_spreadsheet_takes_no_text_for_a_formula(tmp_path):
    carried = (("=x", "=SUM(A1)"), ("y", "-3.5"), ("z", "@home"))
    results, parts = tables_of("count", COUNTED, carried=carried)

    write_tables(tmp_path, {"results": results, "moves": parts}, parquet=False)

    with (tmp_path / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["'=x"], row["y"], row["z"]) == ("'=SUM(A1)", "-3.5", "'@home")
    assert (row["repetitions"], row["score"]) == ("1", "")
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["moves.csv", "results.csv"]


def test_parquet_holds_the_same_with_types(tmp_path):
    results, parts = tables_of("score", SCORED, carried=(("운동", "=x"),))

    write_tables(tmp_path, {"results": results, "moves": parts}, parquet=True)

    table = pq.read_table(tmp_path / "results.parquet")
    (row,) = table.to_pylist()
    assert told(row) == told({name: results.rows[0].get(name) for name in results.columns})
    assert (row["mirrored"], row["운동"], row["exercise"]) == (True, "=x", None)
    assert str(table.schema.field("repetitions").type) == "int64"
    assert pq.read_table(tmp_path / "moves.parquet").num_rows == 1


def test_tables_without_rows_have_their_columns_all_the_same(tmp_path):
    write_tables(tmp_path, {"moves": parts_of([], {})}, parquet=True)

    assert pq.read_table(tmp_path / "moves.parquet").column_names[:3] == ["id", "task", "person"]


def test_a_table_that_cannot_be_written_leaves_the_old_one(tmp_path):
    results, _ = tables_of("count", COUNTED)
    (tmp_path / "results.csv").mkdir()

    with pytest.raises(OutputUnwritable):
        write_tables(tmp_path, {"results": results}, parquet=False)

    assert [path.name for path in tmp_path.iterdir()] == ["results.csv"]
