from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from coach.diary import Streak, amount_of, by_exercise, records, streak, totals
from coach.diary.energy import ACTIVITIES, kcal_per_kg
from coach.diary.totals import start_of
from coach.storage import Correction, WorkSet
from coach.texts import load_texts
from tests.coach.diary.samples import NOON, entry, with_sets

MONDAY = date(2026, 3, 2)
BERLIN = ZoneInfo("Europe/Berlin")


def weeks(*numbers: int) -> list[date]:
    """A day in each week, counted from one of them."""
    return [MONDAY + timedelta(days=7 * n + n % 7) for n in numbers]


def test_energy_is_met_times_weight_times_hours():
    assert kcal_per_kg("burpee", 1800.0) == pytest.approx(3.75)
    assert kcal_per_kg("my dance", 1800.0) is None


def test_every_exercise_of_the_vocabulary_has_an_activity():
    names = {k.removeprefix("exercise_") for k in load_texts("en") if k.startswith("exercise_")}

    assert ACTIVITIES.keys() == names - {"clap", "rest", "unknown"}


def test_an_amount_adds_up_sets_time_and_rest():
    squats = with_sets([WorkSet(10, 30, 8), WorkSet(50, 80, 7, attempts=1)])
    plank = entry("plank", repetitions=0, seconds=40.0, held=35.5, at=100.0, id=2)

    amount = amount_of([plank, squats], {})

    assert (amount.sets, amount.repetitions, amount.held_s) == (3, 15, 35.5)
    assert (amount.active_s, amount.rest_s) == (90.0, 40.0)
    assert amount.kcal_per_kg == pytest.approx((3.0 * 50 + 2.8 * 40) / 3600)
    assert amount.kcal is None


def test_there_is_no_rest_between_two_recordings_or_two_people():
    entries = [
        entry(),
        entry(at=500.0, source="video:other"),
        entry(at=900.0, number=2),
    ]

    assert amount_of(entries, {}).rest_s == 0.0


def test_overlapping_sets_leave_no_rest():
    sets = [WorkSet(0, 60, 1), WorkSet(10, 20, 1), WorkSet(70, 80, 1)]

    assert amount_of([with_sets(sets)], {}).rest_s == 10.0


def test_energy_needs_the_weight_of_everybody():
    mina = entry(seconds=3600.0, person="Mina")
    nobody = entry(seconds=3600.0, id=2)

    assert amount_of([mina], {"Mina": 60.0}).kcal == pytest.approx(180.0)
    assert amount_of([mina, nobody], {"Mina": 60.0}).kcal is None
    assert amount_of([mina, nobody], {"Mina": 60.0, None: 80.0}).kcal == pytest.approx(420.0)


def test_an_exercise_without_a_value_takes_no_energy_and_no_weight():
    dance = entry("my dance", person="Mina")

    assert amount_of([dance], {}).kcal_per_kg is None
    assert amount_of([dance, entry()], {None: 60.0}).kcal is not None


def test_nothing_comes_to_nothing():
    amount = amount_of([], {})

    assert (amount.sets, amount.active_s, amount.rest_s, amount.kcal) == (0, 0, 0, None)


def test_exercises_go_by_the_corrected_name_and_count():
    wrong = entry("squat", corrected=Correction(exercise="lunge", repetitions=4), seconds=5.0)
    right = entry("squat", grade="C", range_deg=90.0, id=2, seconds=30.0)
    deep = entry("squat", grade="B", range_deg=110.0, id=3)

    squats, lunges = by_exercise([wrong, right, deep], {})

    assert (squats.exercise, squats.range_deg, squats.best_grade) == ("squat", 100.0, "B")
    assert (lunges.exercise, lunges.amount.repetitions, lunges.range_deg) == ("lunge", 4, None)


@pytest.mark.parametrize(
    ("period", "first"),
    [("day", date(2026, 3, 4)), ("week", date(2026, 3, 2)), ("month", date(2026, 3, 1))],
)
def test_a_day_is_in_its_period(period, first):
    assert start_of(date(2026, 3, 4), period) == first


def test_weeks_and_months_over_the_new_year():
    entries = [
        entry(started=NOON.replace(year=2025, month=12, day=29)),
        entry(started=NOON.replace(year=2026, month=1, day=4), id=2),
        entry(started=NOON.replace(year=2026, month=1, day=5), id=3),
        entry(started=NOON.replace(year=2026, month=1, day=5, hour=13), id=4),
    ]

    later, earlier = totals(entries, "week", {})
    assert [(t.start, t.days, t.amount.repetitions) for t in (earlier, later)] == [
        (date(2025, 12, 29), 2, 20),
        (date(2026, 1, 5), 1, 20),
    ]
    assert [t.start for t in totals(entries, "month", {})] == [date(2026, 1, 1), date(2025, 12, 1)]


def test_a_year_of_days_adds_up_to_its_months():
    entries = [
        entry(started=datetime(2026, 1, 1, 12, tzinfo=BERLIN) + timedelta(days=n), id=n)
        for n in range(365)
    ]

    months = totals(entries, "month", {})

    assert len(totals(entries, "day", {})) == 365
    assert [t.days for t in reversed(months)] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert sum(t.amount.repetitions for t in months) == 3650


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        pytest.param(datetime(2026, 3, 29, 0, 30, tzinfo=BERLIN), 29, id="before-summer-time"),
        pytest.param(datetime(2026, 3, 29, 23, 30, tzinfo=BERLIN), 29, id="first-summer-evening"),
        pytest.param(datetime(2026, 10, 25, 23, 30, tzinfo=BERLIN), 25, id="first-winter-evening"),
        pytest.param(datetime(2026, 10, 25, 0, 30, tzinfo=BERLIN), 25, id="last-summer-night"),
    ],
)
def test_a_change_of_summer_time_moves_no_day(moment, day):
    kept = datetime.fromisoformat(moment.isoformat())  # as the diary does

    (total,) = totals([entry(started=kept)], "day", {})

    assert total.start == date(moment.year, moment.month, day)


def test_days_are_those_of_the_place_and_not_of_the_machine():
    abroad = datetime(2026, 3, 4, 23, 59, tzinfo=timezone(timedelta(hours=-11)))
    at_home = datetime(2026, 3, 5, 0, 1, tzinfo=timezone(timedelta(hours=14)))

    days = [t.start.day for t in totals([entry(started=abroad), entry(started=at_home)], "day", {})]

    assert days == [5, 4]


def test_records_are_the_best_and_the_first_of_equals():
    few, many = entry(repetitions=5, id=1), entry(repetitions=9, grade="B", id=2)
    again = entry(repetitions=9, grade="A", id=3)
    plank = entry("plank", repetitions=0, held=31.0, id=4)

    holds, squats = records([few, many, again, plank])

    assert (holds.exercise, holds.longest_hold, holds.most_repetitions) == ("plank", plank, None)
    assert (squats.most_repetitions, squats.best_grade, squats.longest_hold) == (many, again, None)
    assert holds.best_grade is None


@pytest.mark.parametrize(
    ("days", "today", "expected"),
    [
        pytest.param([], MONDAY, Streak(0, 0), id="nothing-yet"),
        pytest.param(weeks(0), MONDAY, Streak(1, 1), id="today"),
        pytest.param(weeks(0, 0, 0), MONDAY, Streak(1, 1), id="three-times-a-week-is-one"),
        pytest.param(weeks(-3, -2, -1), MONDAY, Streak(3, 3), id="this-week-is-not-over"),
        pytest.param(weeks(-4, -3, -2), MONDAY, Streak(3, 3), id="one-week-off-is-no-end"),
        pytest.param(weeks(-5, -4, -3), MONDAY, Streak(0, 3), id="two-weeks-off-are"),
        pytest.param(weeks(-4, -2, 0), MONDAY, Streak(3, 3), id="every-other-week"),
        pytest.param(weeks(-9, -8, -7, -4, -1, 0), MONDAY, Streak(2, 3), id="begun-again"),
        pytest.param(weeks(0, 1, 2), MONDAY, Streak(1, 1), id="days-to-come-do-not-count"),
    ],
)
def test_the_streak_of_weeks(days, today, expected):
    assert streak(days, today) == expected


def test_a_streak_runs_over_years():
    days = [date(2016, 1, 1) + timedelta(days=3 * n) for n in range(1200)]

    assert streak(days, days[-1]).weeks == ((days[-1] - days[0]).days + 4) // 7 + 1


def test_a_corrected_date_moves_an_entry():
    moved = entry(corrected=Correction(day=date(2024, 2, 29)))

    (total,) = totals([moved], "day", {})

    assert total.start == date(2024, 2, 29)
    assert replace(moved.new, corrected=Correction()).measured.started == NOON
