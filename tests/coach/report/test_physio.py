import re
from dataclasses import replace

import pytest

from coach.errors import BadRequest
from coach.report import write_report
from coach.report.physio import MOST_ROWS, physio_view
from coach.texts import Texts
from coach.types import JointRange
from tests.coach.report.samples import NAN, NASTY, UNJUDGED, WHEN, move, person, session

EN, KO = Texts("en"), Texts("ko")


def joint(name, low=4.0, high=96.0, error=20.9, spread=4.0):
    mean = high - low
    return JointRange(name, low, high, mean, mean - spread, mean + spread, error)


LEGS = (joint("left_knee"), joint("right_knee", 6.0, 90.0), joint("left_elbow", 10.0, 25.0, 31.0))
SQUAT = replace(move("squat", 0, 20, 80.0, done=8, asked=10), motion=LEGS, half=(3,))


def sheet_of(*moves, **more):
    return physio_view(session(person(moves=moves)), EN, **more).sheets[0]


def test_each_side_of_a_joint_is_told_with_its_range_and_error():
    (squat,) = sheet_of(SQUAT).exercises

    assert (squat.name, squat.amount) == ("Squat", "8 of 10 repetitions, 1 of them half")
    (knee,) = squat.joints
    assert (knee.joint, knee.error) == ("Knee bend", "± 21°")
    assert (knee.left.span, knee.left.range) == ("4° – 96°", "92° (88 – 96)")
    assert (knee.right.span, knee.right.range) == ("6° – 90°", "84° (80 – 88)")


def test_a_joint_that_moved_less_than_its_error_is_left_out():
    still = replace(SQUAT, motion=(joint("left_elbow", 10.0, 25.0, 31.0),))

    assert sheet_of(still).exercises[0].joints == ()


def test_the_trunk_has_no_sides():
    lean = replace(SQUAT, motion=(joint("trunk", 2.0, 42.0, 13.1),))

    (row,) = sheet_of(lean).exercises[0].joints

    assert not row.has_sides
    assert (row.left.span, row.right.span) == ("2° – 42°", "")


def test_a_side_that_was_not_seen_stays_empty():
    one = replace(SQUAT, motion=(joint("right_knee"),))

    (row,) = sheet_of(one).exercises[0].joints

    assert (row.left.span, row.right.span) == ("", "4° – 96°")


def test_sets_of_one_exercise_are_one_line_their_means_by_repetition():
    first = replace(SQUAT, repetitions=9, motion=(joint("left_knee", 0.0, 100.0),), half=())
    second = replace(SQUAT, repetitions=1, motion=(joint("left_knee", 0.0, 50.0),), half=())

    (squat,) = sheet_of(first, second).exercises

    assert squat.amount == "10 of 20 repetitions"
    assert squat.joints[0].left.range == "95° (46 – 104)"


def test_a_hold_is_told_in_seconds():
    plank = replace(
        move("plank", 0, 30, 80.0, done=0, asked=0), held=24.6, motion=(joint("left_hip"),)
    )

    assert sheet_of(plank).exercises[0].amount == "held for 25 s"


@pytest.mark.parametrize(
    "moves",
    [
        pytest.param((), id="no-moves"),
        pytest.param((move("squat", 0, 10, 80.0),), id="before-ranges-were-kept"),
        pytest.param((replace(SQUAT, score=NAN, coverage=0.0),), id="not-judged"),
    ],
)
def test_without_a_range_the_page_says_so(tmp_path, moves):
    assert sheet_of(*moves).exercises == ()
    for ending in ("html", "pdf"):
        path = tmp_path / f"page.{ending}"
        write_report(session(person(moves=moves)), path, texts=EN, page="physio")
        assert path.stat().st_size > 1000


def test_what_does_not_fit_on_the_sheet_is_counted():
    moves = tuple(
        replace(SQUAT, name=f"Exercise {i}", motion=(joint("left_knee"),)) for i in range(60)
    )

    sheet = sheet_of(*moves)

    assert len(sheet.exercises) == MOST_ROWS // 2
    assert sheet.more == "48 more exercises are in the full report."


def test_a_name_that_is_not_told_is_a_line_to_write_on():
    facts = dict(physio_view(session(), EN, when=WHEN).facts)

    assert facts["Name"] == ""
    assert facts["Date"] == "21 November 2026, 07:30"


def test_two_people_have_a_sheet_each_without_a_name():
    view = physio_view(session(person(), person()), KO, person="지우")

    assert [bool(sheet.heading) for sheet in view.sheets] == [True, True]
    assert view.facts[0][1] == ""


def pages(path):
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", path.read_bytes()))


@pytest.mark.parametrize("texts", [EN, KO], ids=["en", "ko"])
@pytest.mark.parametrize(
    ("people", "count"),
    [
        pytest.param((person(moves=(SQUAT,)),), 1, id="usual"),
        pytest.param((UNJUDGED,), 1, id="never-judged"),
        pytest.param(
            (person(moves=tuple(replace(SQUAT, name=f"{NASTY} {i}") for i in range(60))),),
            1,
            id="sixty-moves",
        ),
        pytest.param((person(moves=(SQUAT,)), person(moves=(SQUAT,))), 2, id="two-people"),
    ],
)
def test_the_document_is_one_sheet_a_person(tmp_path, texts, people, count):
    path = tmp_path / "page.pdf"
    result = session(*people, target=NASTY * 14)
    write_report(result, path, texts=texts, when=WHEN, person="지우 <b>", page="physio")

    assert pages(path) == count


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_the_sheet_is_no_table(tmp_path, ending):
    with pytest.raises(BadRequest):
        write_report(session(), tmp_path / f"page.{ending}", texts=EN, page="physio")
