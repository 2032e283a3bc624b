"""A diary from memory, through the same doors as the real one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from threading import Event

from coach.diary import Imported
from coach.diary.video import Taken
from coach.errors import UserCanFix, VideoUnreadable
from coach.storage import Correction, Entry, Measured, NewEntry, WorkSet
from ui.diary.desk import DiaryPage

SEOUL = timezone(timedelta(hours=9))
TODAY = date(2026, 11, 21)
"""A Saturday."""


def entry(
    number: int,
    exercise: str,
    days_ago: int,
    *sets: WorkSet,
    grade: str = "",
    range_deg: float | None = None,
    corrected: Correction | None = None,
    title: str = "Morning squats",
) -> Entry:
    """An entry so many days before TODAY, at half past seven."""
    day = TODAY - timedelta(days=days_ago)
    started = datetime(day.year, day.month, day.day, 7, 30, tzinfo=SEOUL)
    measured = Measured(exercise, started, sets or (WorkSet(0, 30, 12),), grade, range_deg)
    source = f"video:{days_ago}"
    new = NewEntry(
        source, 1, number, title, None, measured, corrected or Correction(), f"u{number}"
    )
    return Entry(number, new)


def some_weeks() -> tuple[Entry, ...]:
    """Two full weeks and what lies before."""
    long_title = "HIIT, no jumping, and a title that is much too long for its place"
    return (
        *(entry(100 + n, "squat", 7 * n + 14) for n in range(10, 0, -1)),
        entry(1, "lunge", 9, WorkSet(0, 40, 10), WorkSet(70, 110, 9), grade="C", range_deg=84.0),
        entry(2, "plank", 9, WorkSet(130, 175, 0, held=41.5), grade="B", title=long_title),
        entry(3, "jumping_jack", 4, WorkSet(0, 60, 55, attempts=2), grade="A"),
        entry(
            4, "squat", 1, WorkSet(0, 40, 12), WorkSet(70, 115, 12), WorkSet(150, 190, 11),
            grade="B", range_deg=97.4,
        ),
        entry(5, "push_up", 1, WorkSet(200, 230, 11), corrected=Correction(repetitions=10)),
        entry(6, "unknown", 0, WorkSet(0, 20, 8), title="아침 운동"),
        entry(7, "춤 <b>연습</b>", 0, WorkSet(30, 90, 16)),
    )  # fmt: skip


class ScriptedDesk:
    """Remembers what it was asked."""

    def __init__(self, entries: tuple[Entry, ...] = (), kilograms: float | None = None) -> None:
        self.entries = entries
        self.weights = {} if kilograms is None else {None: kilograms}
        self.exported: list[Path] = []
        self.taken_in: list[Path] = []
        self.error: UserCanFix | None = None
        self.gate: Event | None = None

    def load(self) -> DiaryPage:
        self._refuse()
        return DiaryPage(self.entries, self.weights)

    def correct(self, entry_id: int, correction: Correction) -> None:
        self._refuse()
        given = {f.name: getattr(correction, f.name) for f in fields(correction)}
        changed = {name: value for name, value in given.items() if value is not None}
        self._change(entry_id, lambda before: replace(before, **changed))

    def take_back(self, entry_id: int) -> None:
        self._change(entry_id, lambda _: Correction())

    def delete(self, entry_id: int) -> None:
        self.entries = tuple(e for e in self.entries if e.id != entry_id)

    def set_weight(self, kilograms: float | None) -> None:
        self.weights = {} if kilograms is None else {None: kilograms}

    def export(self, path: Path, language: str) -> int:
        self._refuse()
        self.exported.append(path)
        return len(self.entries)

    def take_in(self, path: Path) -> Imported:
        self._refuse()
        self.taken_in.append(path)
        return Imported(2, 1)

    def add(self, path: Path, progress: Callable[[float], None], stop: Event) -> Taken:
        """A video gives an entry; "bad" in its name an error, "old" nothing new."""
        progress(0.5)
        if self.gate is not None:
            self.gate.wait(5)
        if stop.is_set():
            return Taken(stopped=True)
        self._refuse()
        if "old" in path.name:
            return Taken(known=True)
        if "bad" in path.name:
            raise VideoUnreadable(path, "Invalid data found")
        new = entry(1000 + len(self.entries), "burpee", 0, title=path.stem)
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
