"""The weeks of a month, also where the calendar is odd."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.diary.month import month_grid, months_later, week_start

DAYS = st.dates(date(1970, 1, 1), date(2998, 12, 31))
WEEKDAYS = st.integers(0, 6)


@given(day=DAYS, first=WEEKDAYS)
def test_the_grid_holds_each_day_of_the_month_once_in_whole_weeks(day, first):
    weeks = month_grid(day, first)
    days = [d for week in weeks for d in week]

    assert all(len(week) == 7 and week[0].weekday() == first for week in weeks)
    assert days == [days[0] + timedelta(days=i) for i in range(len(days))]
    own = [d for d in days if (d.year, d.month) == (day.year, day.month)]
    assert (own[0].day, (own[-1] + timedelta(days=1)).day) == (1, 1)
    assert 4 <= len(weeks) <= 6
    assert all(any(d in own for d in week) for week in weeks)


@given(day=DAYS, first=WEEKDAYS)
def test_a_week_starts_on_its_first_day(day, first):
    start = week_start(day, first)

    assert start.weekday() == first
    assert timedelta(0) <= day - start < timedelta(days=7)


@given(day=DAYS, months=st.integers(-400, 400))
def test_there_and_back_is_the_same_month(day, months):
    there = months_later(day, months)
    back = months_later(there, -months)

    assert (back.year, back.month) == (day.year, day.month)
    assert there.day <= day.day


@pytest.mark.parametrize(
    ("month", "first", "weeks"),
    [
        pytest.param(date(2021, 2, 1), 0, 4, id="28 days from a Monday"),
        pytest.param(date(2024, 2, 1), 0, 5, id="leap year"),
        pytest.param(date(2026, 8, 1), 6, 6, id="six weeks from Sunday"),
        pytest.param(date(2026, 3, 29), 0, 6, id="the month summer time begins"),
        pytest.param(date(2026, 10, 25), 0, 5, id="the month it ends"),
    ],
)
def test_months_have_as_many_weeks_as_they_need(month, first, weeks):
    assert len(month_grid(month, first)) == weeks


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 5, 31), -3, date(2026, 2, 28)),
    ],
)
def test_a_day_that_a_month_lacks_becomes_its_last(day, months, later):
    assert months_later(day, months) == later


def test_pages_turned_beyond_all_dates_stay_inside():
    assert months_later(date(3, 1, 1), -1000).year == 2
    assert months_later(date(9990, 1, 1), 1000).year == 9998
