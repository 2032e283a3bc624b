"""What the diary shows of one day and of the running week: no widget in here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from coach.diary import amount_of
from coach.diary.goal import Goal, WeekSoFar
from coach.diary.lines import BY_HAND, day_totals, line_of, session_of
from coach.storage import Entry, SessionSummary
from coach.texts import Texts
from ui.diary.desk import Days, Standing
from ui.diary.words import RowView, row_view, time_text
from ui.kit.bands import Band, band_of, score_text
from ui.kit.dates import clock_time, full_day

MOST_MARKS = 7
"""Sessions of a goal that are drawn one by one."""


@dataclass(frozen=True, slots=True)
class GroupView:
    """What one session, video or hand gave.

    Attributes:
        title: of the video; "" for what was written down.
        note: when, and what it was.
        score: mark and points, or ""; band: of it.
        session: its number, None for anything else; is_finished: False for one that ended
            before it should.
        rows: its entries.
    """

    title: str
    note: str
    score: str
    band: Band
    session: int | None
    is_finished: bool
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """One day: its name, what it comes to ("" for nothing), what gave it."""

    heading: str
    amount: str
    groups: tuple[GroupView, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """The running week.

    Attributes:
        done: "2 of 3 sessions", or what there is where nothing is wanted.
        marks: "● ● ○"; "" where they would be too many.
        fraction: of the goal, 0..1; None where nothing is wanted.
        is_reached: whether the goal is.
        note: the rest, in small letters.
    """

    done: str
    marks: str
    fraction: float | None
    is_reached: bool
    note: str


def day_view(days: Days, day: date, texts: Texts) -> DayView:
    """One day."""
    entries = in_order(entry for entry in days.entries if entry.day == day)
    groups = [
        (own[0].started, _group(source, own, days.sessions, texts))
        for source, own in (
            (source, list(group)) for source, group in groupby(entries, key=_source)
        )
    ]
    told = {group.session for _, group in groups}
    groups += [
        (session.started, _session(session, (), texts))
        for session in days.sessions
        if session.started.date() == day and session.id not in told
    ]
    ordered = sorted(groups, key=lambda pair: pair[0])
    total = day_totals(map(line_of, entries)).get(day)
    kcal = amount_of(entries, days.weights).kcal if entries else None
    parts = [time_text(total.minutes, texts)] if total and total.minutes else []
    if kcal is not None:
        parts.append(texts("diary_kcal", n=round(kcal)))
    return DayView(full_day(texts, day), " · ".join(parts), tuple(g for _, g in ordered))


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The entries of a day as they were done: one source after the other, each in its order."""
    ordered = sorted(entries, key=lambda e: (e.started, e.new.place, e.id))
    begun: dict[str, datetime] = {}
    for entry in ordered:
        begun.setdefault(_source(entry), entry.started)
    return sorted(ordered, key=lambda e: (begun[_source(e)], _source(e)))


def _source(entry: Entry) -> str:
    source = entry.new.source
    return BY_HAND if source.startswith(BY_HAND) else source


def _group(
    source: str, entries: list[Entry], sessions: tuple[SessionSummary, ...], texts: Texts
) -> GroupView:
    rows = tuple(row_view(entry, texts) for entry in entries)
    number = session_of(source)
    session = next((s for s in sessions if s.id == number), None)
    if session is not None:
        return _session(session, rows, texts)
    if source == BY_HAND:
        return GroupView("", texts("day_by_hand"), "", Band.NONE, None, True, rows)
    when = clock_time(texts, entries[0].started.time())
    note = texts("day_from_session" if number is not None else "day_from_video", time=when)
    return GroupView(entries[0].new.title, note, "", Band.NONE, None, True, rows)


def _session(session: SessionSummary, rows: tuple[RowView, ...], texts: Texts) -> GroupView:
    band = band_of(session.score)
    when = clock_time(texts, session.started.time())
    key = "day_from_session" if session.finished else "day_interrupted"
    score = "" if band is Band.NONE else f"{band.mark} {score_text(session.score)}"
    return GroupView(
        session.target,
        texts(key, time=when),
        score,
        band,
        session.id,
        session.finished,
        rows,
    )


def week_view(standing: Standing, texts: Texts) -> WeekView:
    """The running week, and the weeks in a row."""
    week, goal = standing.week, standing.goal
    done, marks, fraction = _done(week, goal, texts)
    notes = []
    if goal is None or goal.kind == "sessions":
        notes.append(time_text(week.minutes, texts) if week.minutes else "")
    elif week.sessions:
        notes.append(_sessions(week.sessions, texts))
    if standing.streak.weeks > 1:
        notes.append(texts("week_streak", n=standing.streak.weeks))
    return WeekView(
        done,
        marks,
        fraction,
        fraction is not None and fraction >= 1.0,
        " · ".join(note for note in notes if note),
    )


def _done(week: WeekSoFar, goal: Goal | None, texts: Texts) -> tuple[str, str, float | None]:
    if goal is None:
        return _sessions(week.sessions, texts), "", None
    done = week.done(goal)
    words = texts(f"week_of_{goal.kind}", done=done, goal=goal.number)
    if done > goal.number:
        minutes = goal.kind == "minutes"
        words = time_text(done, texts) if minutes else _sessions(done, texts)
    marks = ""
    if goal.kind == "sessions" and goal.number <= MOST_MARKS:
        full = min(done, goal.number)
        marks = " ".join("●" * full + "○" * (goal.number - full))
    return words, marks, min(1.0, done / goal.number)


def _sessions(n: int, texts: Texts) -> str:
    if not n:
        return texts("week_nothing")
    return texts("week_session") if n == 1 else texts("week_sessions", n=n)
