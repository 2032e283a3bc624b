"""A diary from memory, through the same doors as the real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from threading import Event

from coach.diary import Imported, streak
from coach.diary.goal import Goal, week_so_far
from coach.diary.intake import Wanted
from coach.diary.lines import line_of, session_of
from coach.diary.video import Taken
from coach.errors import UserCanFix, VideoUnreadable
from coach.storage import Correction, Entry, Measured, NewEntry, SessionSummary, WorkSet
from ui.diary.desk import Days, History, Standing

SEOUL = timezone(timedelta(hours=9))
TODAY = date(2026, 11, 21)
"""A Saturday."""
NOW = datetime(2026, 11, 21, 20, 15, tzinfo=SEOUL)
HARD_TITLE = "<b>x</b> & 'drop' 운동 #1 " + "very long " * 28
"""Three hundred characters of a title."""


def entry(
    number: int,
    exercise: str,
    days_ago: int,
    *sets: WorkSet,
    grade: str = "",
    range_deg: float | None = None,
    corrected: Correction | None = None,
    title: str = "Morning squats",
    source: str = "",
    person: str | None = None,
) -> Entry:
    """An entry so many days before TODAY, at half past seven."""
    day = TODAY - timedelta(days=days_ago)
    started = datetime(day.year, day.month, day.day, 7, 30, tzinfo=SEOUL)
    measured = Measured(exercise, started, sets or (WorkSet(0, 30, 12),), grade, range_deg)
    source = source or f"video:{days_ago}"
    kept = corrected or Correction()
    new = NewEntry(source, 1, number, title, person, measured, kept, f"u{number}")
    return Entry(number, new)


def session(
    number: int,
    days_ago: int,
    score: float = 84.0,
    *,
    title: str = "Morning squats",
    finished: bool = True,
    person: str | None = None,
) -> SessionSummary:
    """A session so many days before TODAY, at half past seven."""
    day = TODAY - timedelta(days=days_ago)
    started = datetime(day.year, day.month, day.day, 7, 30, tzinfo=SEOUL)
    return SessionSummary(number, started, title, title, person, 1, 600.0, 580.0, score, finished)


def some_weeks() -> tuple[Entry, ...]:
    """Two full weeks and what lies before."""
    return (
        *(
            entry(100 + n, "squat", 7 * n + 14, WorkSet(0, 300, 12 + n), grade="CBA"[n % 3])
            for n in range(10, 0, -1)
        ),
        entry(1, "lunge", 9, WorkSet(0, 40, 10), WorkSet(70, 110, 9), grade="C", range_deg=84.0),
        entry(2, "plank", 9, WorkSet(130, 175, 0, held=41.5), grade="B", title=HARD_TITLE),
        entry(3, "jumping_jack", 4, WorkSet(0, 60, 55, attempts=2), grade="A"),
        entry(
            4, "squat", 1, WorkSet(0, 40, 12), WorkSet(70, 115, 12), WorkSet(150, 190, 11),
            grade="B", range_deg=97.4, source="session:21:x",
        ),
        entry(
            5, "push_up", 1, WorkSet(200, 230, 11), corrected=Correction(repetitions=10),
            source="session:21:x",
        ),
        entry(6, "unknown", 0, WorkSet(0, 20, 8), title="아침 운동"),
        entry(7, "춤 <b>연습</b>", 0, WorkSet(30, 1290, 16), source="hand:7", title=""),
    )  # fmt: skip


def some_sessions() -> tuple[SessionSummary, ...]:
    """The sessions beside ``some_weeks``, the newest first."""
    return (
        session(22, 0, float("nan"), finished=False, title=HARD_TITLE),
        session(21, 1, 84.0),
        session(20, 4, 66.0, title="HIIT, no jumping"),
        *(session(20 - n, 7 * n + 14, 70.0 + n) for n in range(1, 11)),
    )


def full_month() -> tuple[tuple[Entry, ...], tuple[SessionSummary, ...]]:
    """Somebody who trains nearly every day."""
    names = ("squat", "lunge", "push_up", "plank", "jumping_jack", "crunch", "burpee")
    entries, sessions = [], []
    for ago in range(62):
        if ago % 5 == 3:
            continue
        sessions.append(session(500 - ago, ago, 58.0 + 37 * (ago * 7 % 11) / 11))
        for place in range(2 + ago % 3):
            length = 120.0 + 90 * ((ago + place) % 7)
            is_hold = names[(ago + place) % 7] == "plank"
            work = WorkSet(0, length, 0 if is_hold else 12 + ago % 9, held=45 if is_hold else 0)
            entries.append(
                entry(
                    1000 + 10 * ago + place, names[(ago + place) % 7], ago, work, work,
                    grade="ABC"[(ago + place) % 3], range_deg=85.0 + (ago * 13 + place) % 20,
                    source=f"session:{500 - ago}:x",
                )
            )  # fmt: skip
    return tuple(reversed(entries)), tuple(sessions)


class ScriptedDesk:
    """Remembers what it was asked."""

    def __init__(
        self,
        entries: tuple[Entry, ...] = (),
        sessions: tuple[SessionSummary, ...] = (),
        kilograms: float | None = None,
    ) -> None:
        self.entries, self.sessions = entries, sessions
        self.weights = {} if kilograms is None else {None: kilograms}
        self.person: str | None = None
        self.goal: Goal | None = None
        self.exported: list[Path] = []
        self.taken_in: list[Path] = []
        self.wishes: list[Wanted] = []
        self.left: tuple[Wanted, ...] = ()
        self.error: UserCanFix | None = None
        self.gate: Event | None = None

    @property
    def own(self) -> tuple[Entry, ...]:
        found = (e for e in self.entries if e.new.person == self.person)
        return tuple(sorted(found, key=lambda e: (e.day, e.started, e.id)))

    def days(self, first: date, last: date) -> Days:
        self._refuse()
        entries = tuple(e for e in self.own if first <= e.day <= last)
        sessions = tuple(s for s in self._held if first <= s.started.date() <= last)
        return Days(first, last, entries, sessions[::-1], self.weights)

    def is_bare(self) -> bool:
        return not (self.own or self.sessions)

    def standing(self, today: date, first_weekday: int) -> Standing:
        self._refuse()
        days = [e.day for e in self.own]
        week = week_so_far(map(line_of, self.own), today, first_weekday)
        return Standing(self.goal, week, streak(days, today))

    def history(self, since: date | None = None) -> History:
        self._refuse()
        first = since or date.min
        lines = (line_of(e) for e in self.own if e.day >= first)
        return History(tuple(lines), tuple(s for s in self._held if s.started.date() >= first))

    @property
    def _held(self) -> tuple[SessionSummary, ...]:
        return tuple(s for s in self.sessions if s.person == self.person)

    def correct(self, entry_id: int, correction: Correction) -> None:
        self._refuse()
        given = {f.name: getattr(correction, f.name) for f in fields(correction)}
        changed = {name: value for name, value in given.items() if value is not None}
        self._change(entry_id, lambda before: replace(before, **changed))

    def take_back(self, entry_id: int) -> None:
        self._change(entry_id, lambda _: Correction())

    def delete(self, entry_id: int) -> None:
        self._refuse()
        self.entries = tuple(e for e in self.entries if e.id != entry_id)

    def delete_session(self, session_id: int) -> None:
        self._refuse()
        self.sessions = tuple(s for s in self.sessions if s.id != session_id)
        self.entries = tuple(e for e in self.entries if session_of(e.new.source) != session_id)

    def write_down(self, measured: Measured) -> None:
        self._refuse()
        number = 2000 + len(self.entries)
        new = NewEntry(f"hand:{number}", 1, 0, "", self.person, measured, uid=f"u{number}")
        self.entries += (Entry(number, new),)

    def set_goal(self, goal: Goal | None) -> None:
        self._refuse()
        self.goal = goal

    def export(self, path: Path, language: str) -> int:
        self._refuse()
        self.exported.append(path)
        return len(self.own)

    def take_in(self, path: Path) -> Imported:
        self._refuse()
        self.taken_in.append(path)
        return Imported(2, 1)

    def keep_unfinished(self, files: tuple[Wanted, ...]) -> None:
        self.left = files

    def unfinished(self) -> tuple[Wanted, ...]:
        return self.left

    def wanted(self, path: Path, day: date | None = None) -> Wanted:
        return Wanted(path, day, self.person)

    def add(self, wanted: Wanted, progress: Callable[[float], None], stop: Event) -> Taken:
        """A video gives an entry; "bad" in its name an error, "old" nothing new."""
        progress(0.5)
        if self.gate is not None:
            self.gate.wait(5)
        if stop.is_set():
            return Taken(stopped=True)
        self._refuse()
        self.wishes.append(wanted)
        name = wanted.path.name
        if "old" in name:
            return Taken(known=True)
        if "bad" in name:
            raise VideoUnreadable(wanted.path, "Invalid data found")
        ago = (TODAY - (wanted.day or TODAY)).days
        number = 1_000_000 + len(self.entries)
        new = entry(number, "burpee", ago, title=wanted.path.stem, person=wanted.person)
        self.entries += (new,)
        return Taken((new,))

    def _refuse(self) -> None:
        if self.error is not None:
            raise self.error

    def _change(self, entry_id: int, change: Callable[[Correction], Correction]) -> None:
        self.entries = tuple(
            replace(e, new=replace(e.new, corrected=change(e.corrected))) if e.id == entry_id else e
            for e in self.entries
        )
