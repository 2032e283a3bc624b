"""What the diary page asks the engine for. All of it is slow: ask through ``ui.kit.jobs``."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from coach.diary import Imported, Streak, Weights, export_diary, import_diary, streak
from coach.diary.goal import Goal, WeekSoFar, goal_of, week_so_far
from coach.diary.intake import Wanted, files_of_text, files_to_text
from coach.diary.lines import BY_HAND, line_of, session_of
from coach.diary.month import DAYS, week_start
from coach.diary.video import Reader, Taken, add_video
from coach.storage import Correction, Entry, EntryLine, Measured, NewEntry, SessionSummary
from coach.texts import Texts

if TYPE_CHECKING:
    from coach.pose import TrackCache
    from coach.storage import Store


_UNFINISHED: Final = "diary_unfinished"
"""Setting that holds the videos which are not yet looked at."""


@dataclass(frozen=True, slots=True)
class Days:
    """What was done on some days.

    Attributes:
        first, last: the days, both included.
        entries: the oldest first; sessions: likewise.
        weights: of the person, where it is told.
    """

    first: date
    last: date
    entries: tuple[Entry, ...]
    sessions: tuple[SessionSummary, ...]
    weights: Weights


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands today.

    Attributes:
        goal: of a week, None where none is wanted.
        week: the running one; streak: of weeks with exercise.
    """

    goal: Goal | None
    week: WeekSoFar
    streak: Streak


@dataclass(frozen=True, slots=True)
class History:
    """All that somebody ever did, in brief.

    Attributes:
        lines: of all entries, the oldest first.
        sessions: the newest first.
    """

    lines: tuple[EntryLine, ...]
    sessions: tuple[SessionSummary, ...]


class DiaryDesk:
    """The diary of whoever is chosen, in one data folder, opened when first asked for."""

    def __init__(
        self,
        store: Callable[[], Store],
        cache: Callable[[], TrackCache],
        reader: Callable[[], Reader],
        person: Callable[[], str | None] = lambda: None,
        tell: Callable[[], None] = lambda: None,
    ) -> None:
        """Each argument is called when it is first needed.

        Args:
            store: opens the diary; cache: that of analysed videos.
            reader: makes out what is done in a video.
            person: name of the profile that is chosen now, None for the guest.
            tell: is called after every change, for a server that wants to know.
        """
        self._store, self._cache, self._make_reader = store, cache, reader
        self._person, self._tell = person, tell
        self._known: tuple[object, tuple[EntryLine, ...]] | None = None

    @property
    def person(self) -> str | None:
        """Whose diary it is now."""
        return self._person()

    @cached_property
    def _reader(self) -> Reader:
        return self._make_reader()

    # -- reading --------------------------------------------------------------------------

    def days(self, first: date, last: date) -> Days:
        """What was done from one day to another, both included."""
        store, person = self._store(), self.person
        near = store.history(person, since=_noon(first, -2), until=_noon(last, 2))
        sessions = (s for s in near if first <= s.started.date() <= last)
        entries = store.entries(first, last, person)
        return Days(first, last, entries, tuple(sessions)[::-1], store.weights({person}))

    def standing(self, today: date, first_weekday: int) -> Standing:
        """The week that runs, its goal, and the weeks before."""
        store, person = self._store(), self.person
        start = week_start(today, first_weekday)
        week = store.entries(start, start + timedelta(days=DAYS - 1), person)
        return Standing(
            self._goal(),
            week_so_far(map(line_of, week), today, first_weekday),
            streak(store.days_of(person), today),
        )

    def is_bare(self) -> bool:
        """Whether nothing at all was ever done."""
        store, person = self._store(), self.person
        return not (store.days_of(person) or store.history(person, 1))

    def history(self, since: date | None = None) -> History:
        """Everything in brief, or what was done from a day on."""
        store, person = self._store(), self.person
        if since is None:
            return History(self._all_lines(store, person), store.history(person))
        return History(store.lines(person, since), store.history(person, since=_noon(since)))

    def _all_lines(self, store: Store, person: str | None) -> tuple[EntryLine, ...]:
        """Of all entries; read again only after a change: two pages want them, one by one."""
        state = (person, store.newest_change())
        if self._known is None or self._known[0] != state:
            self._known = (state, store.lines(person))
        return self._known[1]

    # -- changing -------------------------------------------------------------------------

    def correct(self, entry_id: int, correction: Correction) -> None:
        """Put an entry right; EntryNotFound."""
        self._store().correct_entry(entry_id, correction)
        self._tell()

    def take_back(self, entry_id: int) -> None:
        """Let what was measured stand again; EntryNotFound."""
        self._store().take_back_corrections(entry_id)
        self._tell()

    def delete(self, entry_id: int) -> None:
        """Remove an entry for good; EntryNotFound."""
        self._store().delete_entry(entry_id)
        self._tell()

    def delete_session(self, session_id: int) -> None:
        """Remove a session, and what the diary took from it; SessionNotFound."""
        store = self._store()
        # What two people did together is nobody's by name.
        lines = [line for person in {self.person, None} for line in store.lines(person)]
        own = [line.id for line in lines if session_of(line.source) == session_id]
        store.delete_session(session_id)
        for entry_id in own:
            store.delete_entry(entry_id)
        self._tell()

    def write_down(self, measured: Measured) -> None:
        """Keep what somebody did without being watched."""
        source = f"{BY_HAND}{uuid4().hex}"
        self._store().add_entries([NewEntry(source, 1, 0, "", self.person, measured)])
        self._tell()

    def set_goal(self, goal: Goal | None) -> None:
        """Keep the weekly goal; None: there is none."""
        store = self._store()
        unit, number = ("sessions", None) if goal is None else (goal.kind, goal.number)
        profile = store.profile(self.person)
        store.set_profile(replace(profile, weekly_goal=number, goal_unit=unit))
        self._tell()

    def _goal(self) -> Goal | None:
        return goal_of(self._store().profile(self.person))

    # -- in and out -----------------------------------------------------------------------

    def export(self, path: Path, language: str) -> int:
        """Write all entries as .csv, .json or .ics; how many."""
        entries = self._store().entries(person=self.person)
        export_diary(entries, path, Texts(language), datetime.now().astimezone())
        return len(entries)

    def take_in(self, path: Path) -> Imported:
        """Read a file that ``export`` wrote; UserCanFix."""
        done = import_diary(self._store(), path)
        self._tell()
        return done

    def wanted(self, path: Path, day: date | None = None) -> Wanted:
        """A video to look at, for whom is chosen now."""
        return Wanted(path, day, self.person)

    def keep_unfinished(self, files: Sequence[Wanted]) -> None:
        """Remember videos that are not yet looked at; they may be taken up after a new start."""
        self._store().set_setting(_UNFINISHED, files_to_text(files) if files else None)

    def unfinished(self) -> tuple[Wanted, ...]:
        """The videos that were not finished last time."""
        return files_of_text(self._store().setting(_UNFINISHED) or "[]")

    def add(
        self, wanted: Wanted, progress: Callable[[float], None], stop: threading.Event
    ) -> Taken:
        """Look at a video and write down what is done in it; UserCanFix."""
        taken = add_video(
            self._store(),
            wanted.path,
            self._reader,
            cache=self._cache(),
            person=wanted.person,
            day=wanted.day,
            progress=progress,
            stop=stop,
        )
        self._tell()
        return taken


def _noon(day: date, later: int = 0) -> datetime:
    """An hour of a day, or of one some days later; whatever the zone, the day is near it."""
    return datetime.combine(day, time(12), UTC) + timedelta(days=later)
