"""The weeks of a month, and ways about in it. Days are local dates; no time of day is in here,
so summer time changes nothing.
"""

from __future__ import annotations

from calendar import Calendar, monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final

DAYS: Final = 7
"""Of a week."""
MONTHS: Final = 12
"""Of a year."""

Weeks = tuple[tuple[date, ...], ...]
"""Weeks of seven days each."""


def month_grid(month: date, first_weekday: int) -> Weeks:
    """The weeks that hold a month, with the days of its neighbours that fill them up.

    Args:
        month: any day of it; neither the first nor the last month of all dates.
        first_weekday: with which weeks begin, 0 (Monday) to 6 (Sunday).
    """
    weeks = Calendar(first_weekday).monthdatescalendar(month.year, month.month)
    return tuple(tuple(week) for week in weeks)


def week_start(day: date, first_weekday: int) -> date:
    """First day of the week that a day is in."""
    return day - timedelta(days=(day.weekday() - first_weekday) % DAYS)


def month_start(day: date) -> date:
    """First day of the month that a day is in."""
    return day.replace(day=1)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; its last day where that month is too short.

    >>> months_later(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = min(max(day.year + years, MINYEAR + 1), MAXYEAR - 1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
