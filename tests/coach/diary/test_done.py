from dataclasses import replace
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest

from coach.diary import (
    Done,
    Recording,
    entries_of,
    exercise_key,
    keep_result,
    keep_session,
    repetitions_text,
    shown_name,
)
from coach.diary.session import done_of
from coach.storage import Profile, Store, WorkSet
from coach.texts import Texts
from coach.types import MoveScore, PersonResult, Repetition, SessionResult, Trend
from tests.coach.storage.samples import TARGET, Clock

BEGAN = datetime(2026, 3, 4, 23, 59, tzinfo=timezone(timedelta(hours=9)))
RECORDING = Recording("video:ab", "my \n video", BEGAN, "Mina")


@pytest.mark.parametrize(
    ("called", "name"),
    [
        pytest.param("squat", "squat", id="as-we-call-it"),
        pytest.param("Push-up", "push_up", id="english"),
        pytest.param("JUMPING JACKS", "jumping_jack", id="many-and-loud"),
        pytest.param("스쿼트", "squat", id="korean"),
        pytest.param("Move 12", "unknown", id="numbered"),
        pytest.param(" \n ", "unknown", id="blank"),
        pytest.param("My\tdance ", "My dance", id="own"),
        pytest.param("x" * 300, "x" * 100, id="long"),
    ],
)
def test_an_exercise_goes_by_one_name(called, name):
    assert exercise_key(called) == name


def test_what_nobody_named_is_called_so():
    assert shown_name(Texts("en"), "unknown") == "Unknown exercise"
    assert shown_name(Texts("ko"), "squat") == "스쿼트"


def test_one_repetition_is_one():
    assert [repetitions_text(Texts("en"), n) for n in (0, 1, 2)] == [
        "0 repetitions",
        "1 repetition",
        "2 repetitions",
    ]


def test_sets_that_follow_each_other_are_one_entry():
    done = [
        Done("Squats", WorkSet(90, 100, 8), "A", 100.0),
        Done("squat", WorkSet(120, 130, 7), "C", 90.0),
        Done("squat", WorkSet(150, 160, 6), "B"),
        Done("lunge", WorkSet(170, 180, 5)),
        Done("squat", WorkSet(200, 210, 4), "F"),
    ]

    squats, lunges, again = entries_of(RECORDING, done)

    assert [e.measured.exercise for e in (squats, lunges, again)] == ["squat", "lunge", "squat"]
    assert [e.place for e in (squats, lunges, again)] == [0, 1, 2]
    assert (squats.measured.repetitions, squats.measured.range_deg) == (21, 95.0)
    assert (squats.measured.grade, lunges.measured.grade) == ("B", "")
    assert squats.measured.started == BEGAN + timedelta(seconds=90)
    assert squats.measured.started.day == 5  # past midnight
    assert (squats.title, squats.person) == ("my video", "Mina")


def test_the_grade_in_the_middle_is_the_worse_of_two():
    done = [Done("squat", WorkSet(0, 1, 1), grade) for grade in "AB"]

    assert entries_of(RECORDING, done)[0].measured.grade == "B"


def test_two_unknown_moves_are_not_taken_for_one():
    done = [Done(f"Move {n}", WorkSet(n, n + 1, 3)) for n in (1, 2)]

    assert [e.measured.exercise for e in entries_of(RECORDING, done)] == ["unknown", "unknown"]


def test_nothing_done_is_no_entry():
    assert entries_of(RECORDING, []) == ()


def move(name: str, start: float, end: float, done: int, asked: int, **changes) -> MoveScore:
    score = MoveScore(name, start, end, 85.0, "B", 0.9, 0.5, done, asked, "", None, 1.0)
    return replace(score, **changes)


def person(*moves: MoveScore) -> PersonResult:
    """Somebody who is half a second behind a target of a minute."""
    time = np.arange(0.0, 60.0, 0.1)
    scores = np.full(len(time), 80.0)
    return PersonResult(85.0, "B", 0.9, 0.5, False, 1.0, moves, time + 0.5, time, scores, scores)


def test_repetitions_count_from_the_first_to_the_last():
    spans = (Repetition(4.0, 6.0, 90.0, 80.0, 5.0), Repetition(6.0, 9.0, np.nan, 80.0, 7.0))
    trend = Trend("left_knee", spans, (), np.nan, "")

    (done,) = done_of(person(move("squat", 2.0, 20.0, 2, 8, trend=trend)))

    assert done == Done("squat", WorkSet(4.0, 9.0, 2), "B", 90.0)


def test_without_a_trend_the_whole_move_counts_on_the_person_s_clock():
    (done,) = done_of(person(move("squat", 2.0, 20.0, 5, 5)))

    assert (done.work.start, done.work.end) == (pytest.approx(2.5), pytest.approx(20.5))
    assert done.range_deg is None


def test_half_repetitions_are_attempts():
    (done,) = done_of(person(move("squat", 2.0, 20.0, 5, 5, half=(2, 5))))

    assert (done.work.repetitions, done.work.attempts) == (3, 2)


def test_a_hold_counts_the_seconds_for_which_it_was_held():
    (done,) = done_of(person(move("plank", 10.0, 29.95, 0, 0, held=12.25)))

    assert (done.work.held, done.work.repetitions) == (12.25, 0)
    assert (done.work.start, done.work.end) == (pytest.approx(10.5), pytest.approx(30.4))


@pytest.mark.parametrize(
    "left_out",
    [
        pytest.param(move("squat", 2.0, 20.0, 0, 8), id="no-repetition"),
        pytest.param(move("squat", 2.0, 20.0, 8, 8, times_done=0), id="another-move-instead"),
        pytest.param(move("plank", 2.0, 20.0, 0, 0, held=0.5), id="hold-not-held"),
        pytest.param(move("plank", 2.0, 20.0, 0, 0), id="hold-not-known"),
    ],
)
def test_what_was_left_out_is_not_in_the_diary(left_out):
    assert list(done_of(person(left_out))) == []


def test_a_target_without_frames_gives_nothing():
    nothing = np.zeros(0)
    moves = (move("plank", 0.0, 1.0, 0, 0, held=0.0), move("squat", 0.0, 1.0, 3, 3))
    empty = PersonResult(0, "F", 0, 0, False, 0, moves, nothing, nothing, nothing, nothing)

    assert [d.work for d in done_of(empty)] == [WorkSet(0, 0, 3)]


def test_a_session_is_kept_once(tmp_path):
    result = SessionResult("t", 60.0, (person(move("squat", 2.0, 20.0, 5, 5)),))
    with Store(tmp_path, Clock()) as store:
        recorder = store.start_session(TARGET, 1, "Mina")
        recorder.finish(result)
        summary = store.summary(recorder.id)

        (entry,) = keep_session(store, summary, result)

        assert keep_session(store, summary, result) == ()
        assert store.entries() == (entry,)
    assert (entry.exercise, entry.repetitions, entry.grade) == ("squat", 5, "B")
    assert entry.started == summary.started + timedelta(seconds=2.5)
    assert (entry.new.person, entry.new.number) == ("Mina", 1)
    assert entry.new.source.startswith(f"session:{recorder.id}:")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("Mina", "지우", id="both"),
        pytest.param("Mina", None, id="with-a-guest"),
        pytest.param(None, "지우", id="guest-first"),
    ],
)
def test_of_two_people_each_has_their_own_entries(tmp_path, first, second):
    both = (person(move("squat", 2, 20, 5, 5)), person(move("squat", 2, 20, 3, 5)))
    with Store(tmp_path, Clock()) as store:
        recorder = store.start_session(TARGET, 2, first, partner=second)
        result = SessionResult("t", 60.0, both)
        recorder.finish(result)

        entries = keep_session(store, store.summary(recorder.id), result)

    assert [(e.new.number, e.new.person, e.repetitions) for e in entries] == [
        (1, first, 5),
        (2, second, 3),
    ]


def test_of_somebody_who_was_deleted_nothing_is_written_down_later(tmp_path):
    both = (person(move("squat", 2, 20, 5, 5)), person(move("squat", 2, 20, 3, 5)))
    with Store(tmp_path, Clock()) as store:
        store.set_profile(Profile("Mina"))
        recorder = store.start_session(TARGET, 2, "Mina", partner="지우")
        result = SessionResult("t", 60.0, both)
        recorder.finish(result)
        store.delete_profile("Mina")

        entries = keep_session(store, store.summary(recorder.id), result)

    assert [(e.new.number, e.new.person) for e in entries] == [(2, "지우")]


def test_of_two_compared_recordings_nobody_knows_who_is_who(tmp_path):
    both = (person(move("squat", 2, 20, 5, 5)), person(move("squat", 2, 20, 3, 5)))
    with Store(tmp_path, Clock()) as store:
        recording = Recording("compare:1", "t", Clock()(), "Mina")

        entries = keep_result(store, recording, SessionResult("t", 60.0, both))

    assert [e.new.person for e in entries] == [None, None]
