import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from coach.errors import CoachBug, DataDamaged, EntryNotFound
from coach.storage import Correction, Measured, NewEntry, Profile, WorkSet
from coach.types import Move
from tests.coach.storage.samples import SEOUL, TARGET, session_result

SQUATS = Measured(
    "squat",
    datetime(2026, 11, 21, 7, 30, tzinfo=SEOUL),
    (WorkSet(2.0, 30.0, 12), WorkSet(60.5, 90.0, 9, attempts=2)),
    "B",
    96.5,
)
ENTRY = NewEntry("video:ab12", 1, 0, "아침 'squat'", "Mina", SQUATS)
PLANK = replace(
    ENTRY,
    place=1,
    measured=Measured("plank", SQUATS.started, (WorkSet(100.0, 131.0, 0, held=30.25),)),
)


def test_entries_come_back_as_they_went_in(store):
    squats, plank = store.add_entries([ENTRY, PLANK])

    assert store.entries() == (squats, plank)
    assert (squats.measured, squats.exercise, squats.repetitions) == (SQUATS, "squat", 21)
    assert (plank.seconds, plank.grade, plank.measured.range_deg) == (30.25, "", None)
    assert replace(squats.new, uid="") == ENTRY
    assert squats.new.uid != plank.new.uid != ""


def test_the_same_source_put_in_twice_is_not_doubled(store):
    store.add_entries([ENTRY, PLANK])

    assert store.add_entries([ENTRY, PLANK]) == ()
    assert len(store.entries()) == 2


def test_the_same_name_put_in_twice_is_not_doubled(store):
    named = replace(ENTRY, uid="one")
    store.add_entries([named])

    assert store.add_entries([replace(named, source="video:else")]) == ()


def test_a_bad_entry_among_many_leaves_the_diary_as_it_was(store):
    def entries():
        yield ENTRY
        raise CoachBug("broken")

    with pytest.raises(CoachBug):
        store.add_entries(entries())

    assert store.entries() == ()


def test_a_source_is_known_while_an_entry_of_it_is_there(store):
    (entry,) = store.add_entries([ENTRY])
    assert store.has_entries_of("video:ab12")
    assert not store.has_entries_of("video:ab")
    assert store.entries_of("video:ab12") == (entry,)
    assert store.entries_of("video:ab") == ()

    store.delete_entry(entry.id)

    assert not store.has_entries_of("video:ab12")


def test_a_correction_stands_beside_the_measured_value(store):
    (entry,) = store.add_entries([ENTRY])

    corrected = store.correct_entry(
        entry.id, Correction("lunge", 20, grade="A", day=date(2026, 11, 20))
    )

    assert corrected == store.entry(entry.id)
    assert corrected.measured == SQUATS
    assert (corrected.exercise, corrected.repetitions, corrected.grade) == ("lunge", 20, "A")
    assert corrected.started == datetime(2026, 11, 20, 7, 30, tzinfo=SEOUL)


def test_a_later_correction_counts_and_others_stay(store):
    (entry,) = store.add_entries([ENTRY])
    store.correct_entry(entry.id, Correction(exercise="lunge", repetitions=20))

    corrected = store.correct_entry(entry.id, Correction(repetitions=0))

    assert corrected.corrected == Correction(exercise="lunge", repetitions=0)


def test_corrections_are_taken_back_but_never_lost(file_store):
    (entry,) = file_store.add_entries([ENTRY])
    file_store.correct_entry(entry.id, Correction(exercise="lunge", day=date(2026, 1, 1)))

    assert file_store.take_back_corrections(entry.id) == entry

    assert file_store.entries(date(2026, 11, 21), date(2026, 11, 21)) == (entry,)
    with closing(sqlite3.connect(file_store.path)) as raw:
        kept = raw.execute("SELECT field, taken_back IS NOT NULL FROM correction").fetchall()
    assert kept == [("exercise", 1), ("day", 1)]


def test_a_correction_that_came_with_an_entry_is_kept(store):
    (entry,) = store.add_entries([replace(ENTRY, corrected=Correction(seconds=3.5))])

    assert store.entry(entry.id).seconds == 3.5


def test_entries_are_looked_up_by_the_local_date_in_force(store):
    late = datetime(2026, 11, 21, 23, 30, tzinfo=timezone(timedelta(hours=-11)))
    sets = {"measured": replace(SQUATS, started=late)}
    (entry,) = store.add_entries([replace(ENTRY, **sets)])
    saturday, sunday = date(2026, 11, 21), date(2026, 11, 22)

    assert store.entries(saturday, saturday) == (entry,)
    assert store.entries(first=sunday) == ()

    store.correct_entry(entry.id, Correction(day=sunday))
    assert store.entries(last=saturday) == ()
    assert len(store.entries(sunday, sunday)) == 1


def test_entries_of_one_person_can_be_asked_for(store):
    store.add_entries([ENTRY, replace(PLANK, person=None)])

    assert [e.exercise for e in store.entries(person="Mina")] == ["squat"]


def test_days_are_looked_up_by_an_index(file_store):
    with closing(sqlite3.connect(file_store.path)) as raw:
        plan = raw.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM entry WHERE day BETWEEN '2026' AND '2027'"
        ).fetchall()
        other = raw.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM correction WHERE entry_id IN (1, 2)"
        ).fetchall()

    assert "entry_day" in str(plan)
    assert "correction_entry" in str(other)


def test_more_entries_than_one_statement_takes_keep_their_corrections(store):
    many = [replace(ENTRY, place=i, corrected=Correction(repetitions=i)) for i in range(1, 1201)]
    store.add_entries(many)

    assert [e.repetitions for e in store.entries()] == list(range(1, 1201))


@pytest.mark.parametrize("number", [7, -1, 2**80])
@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda s, n: s.entry(n), id="look"),
        pytest.param(lambda s, n: s.correct_entry(n, Correction(repetitions=1)), id="correct"),
        pytest.param(lambda s, n: s.take_back_corrections(n), id="take-back"),
        pytest.param(lambda s, n: s.delete_entry(n), id="delete"),
    ],
)
def test_an_entry_that_is_not_there_is_named(store, ask, number):
    with pytest.raises(EntryNotFound, match=str(number)):
        ask(store, number)


def test_deleting_a_session_keeps_what_it_gave(store):
    recorder = store.start_session(TARGET, 1)
    recorder.finish(session_result(80.0))
    store.add_entries([replace(ENTRY, source=f"session:{recorder.id}:x")])

    store.delete_session(recorder.id)

    assert len(store.entries()) == 1


def test_a_row_that_makes_no_sense_is_damage(file_store):
    file_store.add_entries([ENTRY])
    with closing(sqlite3.connect(file_store.path)) as raw:
        raw.execute("UPDATE entry SET sets = 'none'")
        raw.commit()

    with pytest.raises(DataDamaged):
        file_store.entries()


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda: replace(SQUATS, started=datetime(2026, 1, 1)), id="no-zone"),
        pytest.param(lambda: replace(SQUATS, sets=()), id="no-set"),
        pytest.param(lambda: replace(SQUATS, grade="G"), id="no-such-grade"),
        pytest.param(lambda: Correction(grade="a"), id="no-such-corrected-grade"),
        pytest.param(lambda: WorkSet(3.0, 2.0, 1), id="ends-before-it-starts"),
        pytest.param(lambda: WorkSet(float("nan"), 2.0, 1), id="starts-never"),
        pytest.param(lambda: WorkSet(0.0, 2.0, -1), id="less-than-nothing"),
    ],
)
def test_values_without_sense_are_refused(wrong):
    with pytest.raises(CoachBug):
        wrong()


def test_of_a_person_nothing_is_known_until_it_is_told(store):
    assert store.profile(None) == Profile("")
    told = Profile("Mina", 61.5, 1.68)
    store.set_profile(told)
    kept = store.set_profile(replace(told, weight_kg=60.0))

    assert replace(kept, uid="") == Profile("Mina", 60.0, 1.68)
    assert store.weights(["Mina", "Jun", None]) == {"Mina": 60.0}


def test_edited_moves_are_kept_until_they_are_taken_back(store):
    moves = (Move("squat", 2.0, 18.0, 8), Move("나의 동작", 20.0, 38.5, 0))
    assert store.moves_of("ab12") is None

    store.set_moves("ab12", moves[:1])
    store.set_moves("ab12", moves)
    assert store.moves_of("ab12") == moves

    store.set_moves("ab12", None)
    assert store.moves_of("ab12") is None


def test_a_target_may_be_edited_to_have_no_moves(store):
    store.set_moves("ab12", ())

    assert store.moves_of("ab12") == ()
