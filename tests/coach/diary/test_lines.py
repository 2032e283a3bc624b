"""Entries in brief: the same values, in one quick read."""

from dataclasses import replace
from datetime import timedelta

import pytest

from coach.diary.goal import Goal, goal_of, week_so_far
from coach.diary.lines import DayTotal, day_totals, heat_of, line_of, minutes_of, session_of
from coach.storage import Correction, Profile, Store, WorkSet
from tests.coach.diary.samples import NOON, entry, with_sets
from tests.coach.storage.samples import TARGET


def stored(store, *entries):
    return store.add_entries(e.new for e in entries)


def test_lines_are_the_entries_in_brief(tmp_path):
    sets = [WorkSet(0, 40, 12), WorkSet(60, 95, 11)]
    with Store(tmp_path) as store:
        entries = stored(
            store,
            with_sets(sets, id=1, grade="B", range_deg=88.5),
            entry("plank", held=30.0, repetitions=0, id=2, source="session:7:x"),
            entry(id=3),
        )
        later = Correction("lunge", 9, grade="A", day=NOON.date() + timedelta(days=3))
        store.correct_entry(entries[2].id, Correction(repetitions=8))
        store.correct_entry(entries[2].id, later)
        store.correct_entry(entries[1].id, Correction(seconds=25.0))
        store.take_back_corrections(entries[1].id)

        assert store.lines(None) == tuple(line_of(e) for e in store.entries(person=None))
        assert store.days_of(None) == (NOON.date(), later.day)


def test_everybody_has_lines_of_their_own(tmp_path):
    with Store(tmp_path) as store:
        stored(store, entry(id=1), entry(id=2, person="지우"), entry(id=3, person="Min"))

        assert [line.source for line in store.lines("지우")] == ["video:ab"]
        assert len(store.lines(None)) == 1
        assert store.days_of("nobody") == ()


def test_a_day_comes_to_its_minutes_and_recordings():
    lines = [
        line_of(entry("squat", seconds=50.0, id=1, source="video:a")),
        line_of(entry("lunge", seconds=80.0, id=2, source="video:a")),
        line_of(entry("squat", seconds=40.0, id=3, source="hand:1")),
        line_of(entry("squat", seconds=0.0, id=4, source="hand:2")),
    ]

    assert day_totals(lines) == {NOON.date(): DayTotal(NOON.date(), 3, 2)}


@pytest.mark.parametrize(
    ("minutes", "recordings", "heat"),
    [(0, 0, 0), (0, 1, 1), (1, 1, 1), (9, 1, 1), (10, 1, 2), (20, 2, 3), (40, 1, 4), (300, 9, 4)],
)
def test_a_day_is_as_warm_as_it_was_long(minutes, recordings, heat):
    assert heat_of(minutes, recordings) == heat


@pytest.mark.parametrize(
    ("source", "number"),
    [("session:12:2026-01-01", 12), ("video:12", None), ("hand:1", None), ("session:x:1", None)],
)
def test_a_source_tells_its_session(source, number):
    assert session_of(source) == number


@pytest.mark.parametrize(("seconds", "minutes"), [(0.0, 0), (0.5, 1), (60.0, 1), (60.1, 2)])
def test_a_begun_minute_counts(seconds, minutes):
    assert minutes_of(seconds) == minutes


def test_the_week_so_far_is_that_of_today():
    wednesday = NOON  # 4 March 2026
    at = [wednesday + timedelta(days=d) for d in (-4, -3, -2, 0, 3)]
    lines = [
        line_of(entry(started=when, seconds=90.0, id=i, source=f"video:{i}"))
        for i, when in enumerate(at)
    ]
    from_sunday = week_so_far(lines, NOON.date(), 6)
    from_monday = week_so_far(lines, NOON.date(), 0)

    assert (from_sunday.sessions, from_sunday.minutes) == (4, 8)  # as its days say
    assert (from_monday.sessions, from_monday.minutes) == (3, 6)
    assert from_sunday.done(Goal("sessions", 3)) == 4
    assert from_sunday.done(Goal("minutes", 60)) == 8


def test_a_goal_is_kept_with_the_person(tmp_path):
    with Store(tmp_path) as store:
        store.set_profile(replace(Profile("Min"), weekly_goal=90, goal_unit="minutes"))
        kept = store.profile("Min")

    assert goal_of(kept) == Goal("minutes", 90)
    assert goal_of(Profile("Jiu", weekly_goal=3)) == Goal("sessions", 3)
    assert goal_of(Profile("")) is None


def test_lines_and_sessions_are_read_from_a_day_on(tmp_path):
    days = [NOON + timedelta(days=d) for d in (0, 1, 2)]
    now = days[:1]
    with Store(tmp_path, lambda: now[0]) as store:
        for day in days:
            now[0] = day
            store.start_session(TARGET, people=1).finish(None)
        stored(store, *(entry(started=d, id=i) for i, d in enumerate(days)))

        assert [line.day for line in store.lines(None, days[1].date())] == [
            d.date() for d in days[1:]
        ]
        assert len(store.history(since=days[1])) == 2
        assert [s.started for s in store.history(since=days[1], until=days[2])] == [days[1]]
