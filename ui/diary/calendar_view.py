"""What the calendar shows of a month and of a year: no widget in here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from coach.diary import shown_name
from coach.diary.lines import DayTotal, day_totals, heat_of, line_of
from coach.diary.month import MONTHS, month_grid
from coach.storage import Entry, EntryLine, SessionSummary
from coach.texts import Texts
from ui.diary.day_view import in_order
from ui.diary.desk import Days
from ui.diary.words import time_text
from ui.kit.bands import Band, band_of, score_text
from ui.kit.dates import day_text, full_day, month_names, month_text, weekday_names


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the calendar.

    Attributes:
        day: of it.
        is_outside: whether it is of a neighbouring month.
        is_today: whether it is today.
        heat: 0 (nothing) to 4.
        time: "34 min", or "" where nothing tells.
        score: mean points of its sessions, "" where none was judged; band: of it.
        names: of what was done, as it was done.
        spoken: for screen readers and the tool tip.
    """

    day: date
    is_outside: bool
    is_today: bool
    heat: int
    time: str
    score: str
    band: Band
    names: tuple[str, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month: its heading, what it comes to, the names of the days, the weeks."""

    heading: str
    amount: str
    weekdays: tuple[str, ...]
    long_weekdays: tuple[str, ...]
    weeks: tuple[tuple[DayCell, ...], ...]


@dataclass(frozen=True, slots=True)
class YearCell:
    """One day of the year.

    Attributes:
        day: of it; heat: 0..4; minutes: to show, "" for none.
        is_today: whether it is today; spoken: for screen readers and the tool tip.
    """

    day: date
    heat: int
    minutes: str
    is_today: bool
    spoken: str


@dataclass(frozen=True, slots=True)
class YearView:
    """A year: what it comes to; its months by name, each with its days and what it comes to."""

    heading: str
    amount: str
    months: tuple[str, ...]
    days: tuple[tuple[YearCell, ...], ...]
    amounts: tuple[str, ...]


def month_view(days: Days, month: date, today: date, first: int, texts: Texts) -> MonthView:
    """A month, weeks beginning with weekday ``first``."""
    lines = [line_of(entry) for entry in days.entries]
    totals, scores = day_totals(lines), _scores(days.sessions)
    held, names = {s.started.date() for s in days.sessions}, _names(days.entries, texts)

    def cell(day: date) -> DayCell:
        score = scores.get(day)
        return _day_cell(
            day, month, today, totals.get(day), score, names.get(day), day in held, texts
        )

    weeks = tuple(tuple(map(cell, week)) for week in month_grid(month, first))
    own = [line for line in lines if (line.day.year, line.day.month) == (month.year, month.month)]
    return MonthView(
        month_text(texts, month),
        amount_text(own, texts),
        weekday_names(texts, first),
        weekday_names(texts, first, short=False),
        weeks,
    )


def _scores(sessions: Iterable[SessionSummary]) -> Mapping[date, float]:
    """Mean score of the judged sessions of each day."""
    found: dict[date, list[float]] = {}
    for session in sessions:
        if math.isfinite(session.score):
            found.setdefault(session.started.date(), []).append(session.score)
    return {day: fmean(scores) for day, scores in found.items()}


def _names(entries: Iterable[Entry], texts: Texts) -> dict[date, tuple[str, ...]]:
    """What was done on each day, in the order in which the day itself shows it."""
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    return {
        day: tuple(
            shown_name(texts, name) for name in dict.fromkeys(e.exercise for e in in_order(own))
        )
        for day, own in by_day.items()
    }


def _day_cell(
    day: date,
    month: date,
    today: date,
    total: DayTotal | None,
    score: float | None,
    names: tuple[str, ...] | None,
    was_session: bool,
    texts: Texts,
) -> DayCell:
    band = band_of(math.nan if score is None else score)
    names = names or ()
    time = time_text(total.minutes, texts) if total and total.minutes else ""
    heat = heat_of(total.minutes, total.recordings) if total else int(was_session)
    spoken = [full_day(texts, day) + (f" ({texts('calendar_today')})" if day == today else "")]
    spoken += [", ".join(names), time]
    if score is not None:
        spoken.append(texts("calendar_score", score=score_text(score), word=texts(band.word_key)))
    if not heat:
        spoken.append(texts("calendar_nothing"))
    return DayCell(
        day,
        (day.year, day.month) != (month.year, month.month),
        day == today,
        heat,
        time,
        score_text(score) if score is not None else "",
        band,
        names or ((texts("calendar_session"),) if was_session else ()),
        "\n".join(part for part in spoken if part),
    )


def amount_text(lines: Iterable[EntryLine], texts: Texts) -> str:
    """What some entries come to: "12 days · 3 h 5 min"; "" for none."""
    totals = day_totals(lines).values()
    if not totals:
        return ""
    parts = [_days(len(totals), texts)]
    minutes = sum(total.minutes for total in totals)
    if minutes:
        parts.append(time_text(minutes, texts))
    return " · ".join(parts)


def _days(n: int, texts: Texts) -> str:
    return texts("calendar_day") if n == 1 else texts("calendar_days", n=n)


def year_view(days: Days, year: int, today: date, texts: Texts) -> YearView:
    """A year, a row a month."""
    lines = [line_of(entry) for entry in days.entries]
    totals = day_totals(lines)
    held = {s.started.date() for s in days.sessions}
    months = []
    for month in range(1, MONTHS + 1):
        own = (d for week in month_grid(date(year, month, 1), 0) for d in week if d.month == month)
        months.append(tuple(_year_cell(d, today, totals.get(d), d in held, texts) for d in own))
    amounts = (
        amount_text([line for line in lines if line.day.month == month], texts)
        for month in range(1, MONTHS + 1)
    )
    return YearView(
        texts("calendar_of_year", year=year),
        amount_text(lines, texts),
        month_names(texts),
        tuple(months),
        tuple(amounts),
    )


def _year_cell(
    day: date, today: date, total: DayTotal | None, was_session: bool, texts: Texts
) -> YearCell:
    minutes = total.minutes if total else 0
    heat = heat_of(minutes, total.recordings) if total else int(was_session)
    done = time_text(minutes, texts) if minutes else texts("calendar_nothing")
    if heat and not minutes:
        done = texts("calendar_session")
    return YearCell(
        day,
        heat,
        str(minutes) if minutes else "",
        day == today,
        f"{day_text(texts, day, weekday=True)}: {done}",
    )
