"""The one door to the diary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final

from coach.errors import DataDamaged, EntryNotFound, SessionNotFound
from coach.storage import diary_queries, queries
from coach.storage.database import Database
from coach.storage.diary_values import Correction, Entry, NewEntry, Profile
from coach.storage.recorder import COMMIT_EVERY_S, SessionRecorder
from coach.storage.schema import migrate
from coach.storage.values import RecentTarget, SessionSummary, StoredSession, StoredTarget
from coach.types import Move, SessionResult, Strictness

FILE_NAME: Final = "coach.sqlite3"
INTEGER_BITS: Final = 64
"""Of an integer of SQLite, the sign included."""


def local_now() -> datetime:
    """Wall-clock time in the zone of the machine."""
    return datetime.now().astimezone()


class Store:
    """Sessions, diary entries, profiles, targets and settings of one data folder.

    Safe to use from several threads. Every method may raise DataDamaged (the file cannot be
    read) and DataUnwritable (full disk, no permission, another program keeps it locked).

    >>> with Store(folder) as store:
    ...     recorder = store.start_session(target, people=1)
    """

    def __init__(
        self,
        folder: Path,
        clock: Callable[[], datetime] = local_now,
        *,
        commit_every_s: float = COMMIT_EVERY_S,
        patience_s: float = 5.0,
    ) -> None:
        """Open the file of a data folder, making both if they are missing.

        Args:
            folder: the data folder.
            clock: gives aware datetimes.
            commit_every_s: how often a running session is committed.
            patience_s: how long to wait while another program writes.

        Raises:
            DataNewer: the file was written by a later version of the program.
        """
        self._clock = clock
        self._commit_every_s = commit_every_s
        self._database = Database(folder / FILE_NAME, migrate, patience_s)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; finish recorders before."""
        self._database.close()

    @property
    def path(self) -> Path:
        """The database file."""
        return self._database.path

    def start_session(
        self,
        target: StoredTarget,
        people: int,
        profile: str | None = None,
        *,
        size: tuple[int, int] = (640, 480),
        fps: float = 30.0,
        strictness: Strictness = "normal",
    ) -> SessionRecorder:
        """A new line of the diary and what fills it.

        Args:
            target: what is followed; it moves to the head of the recent targets.
            people: how many follow, 1 or 2.
            profile: who, or None.
            size: width and height of the camera picture, pixels.
            fps: frames a second of the camera.
            strictness: of the score.
        """
        now = self._clock()
        with self._database.writing() as connection:
            queries.put_target(connection, target.title, target.path, target.content_hash, now)
            number = queries.insert_session(
                connection, target, people, profile, now, (size, fps), strictness
            )
        return SessionRecorder(self._database, number, people, self._commit_every_s)

    def history(self) -> tuple[SessionSummary, ...]:
        """All sessions, the newest first."""
        with self._database.reading() as connection:
            return queries.summaries(connection)

    def session(self, session_id: int) -> StoredSession:
        """Everything of one session, a running or interrupted one too; else SessionNotFound."""
        self._check_number(session_id)
        with self._readable(), self._database.reading() as connection:
            stored = queries.stored_session(connection, session_id)
        if stored is None:
            raise SessionNotFound(str(session_id))
        return stored

    def summary(self, session_id: int) -> SessionSummary:
        """One line of the diary, cheaper than ``session``; else SessionNotFound."""
        self._check_number(session_id)
        with self._database.reading() as connection:
            line = queries.summary(connection, session_id)
        if line is None:
            raise SessionNotFound(str(session_id))
        return line

    @staticmethod
    def _check_number(session_id: int) -> None:
        if session_id.bit_length() >= INTEGER_BITS:
            raise SessionNotFound(str(session_id))

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except ValueError as error:
            raise DataDamaged(self.path, str(error)) from error

    def save_result(self, session_id: int, result: SessionResult) -> None:
        """Keep the result of a session that was aligned later; else SessionNotFound."""
        self._check_number(session_id)
        with self._database.writing() as connection:
            found = queries.put_result(connection, session_id, result)
        if not found:
            raise SessionNotFound(str(session_id))

    def delete_session(self, session_id: int) -> None:
        """Remove a session and all that was recorded of it; else SessionNotFound."""
        self._check_number(session_id)
        with self._database.writing() as connection:
            found = queries.delete_session(connection, session_id)
        if not found:
            raise SessionNotFound(str(session_id))

    def previous_score(self, target_hash: str, before_id: int) -> float | None:
        """Score of the newest result with that target before a session.

        Counts only sessions of the same profile and number of people as session
        ``before_id``, when there is one of that number.
        """
        with self._database.reading() as connection:
            return queries.previous_score(connection, target_hash, before_id)

    def last_session_of(self, target_hash: str) -> SessionSummary | None:
        """The newest session with a target, or None."""
        with self._database.reading() as connection:
            return queries.last_of_target(connection, target_hash)

    def remember_target(self, title: str, path: Path, content_hash: str) -> None:
        """Put a target at the head of the recent ones."""
        with self._database.writing() as connection:
            queries.put_target(connection, title, path, content_hash, self._clock())

    def recent_targets(self, limit: int = 20) -> tuple[RecentTarget, ...]:
        """The targets opened last, the newest first."""
        with self._database.reading() as connection:
            return queries.recent_targets(connection, limit)

    def forget_target(self, content_hash: str) -> None:
        """Take a target off the recent ones; its sessions stay."""
        with self._database.writing() as connection:
            queries.delete_target(connection, content_hash)

    def setting(self, key: str) -> str | None:
        """A setting ("language", "camera"), or None."""
        with self._database.reading() as connection:
            return queries.setting(connection, key)

    def set_setting(self, key: str, value: str | None) -> None:
        """Keep a setting; None forgets it."""
        with self._database.writing() as connection:
            queries.put_setting(connection, key, value)

    # -- the diary ----------------------------------------------------------------------

    def add_entries(self, entries: Iterable[NewEntry]) -> tuple[Entry, ...]:
        """Put entries in, all or none; those that the diary holds already are left as they are.

        Returns:
            The entries that are new.
        """
        now = self._clock()
        with self._readable(), self._database.writing() as connection:
            numbers = [diary_queries.insert_entry(connection, new, now) for new in entries]
            added = [diary_queries.entry(connection, n) for n in numbers if n is not None]
        return tuple(entry for entry in added if entry is not None)

    def entries(
        self, first: date = date.min, last: date = date.max, person: str | None = None
    ) -> tuple[Entry, ...]:
        """The entries of some days, both ends included, the oldest first.

        Args:
            first, last: local dates of the entries.
            person: of this profile alone; None for all.
        """
        with self._readable(), self._database.reading() as connection:
            return diary_queries.entries(connection, first, last, person)

    def entry(self, entry_id: int) -> Entry:
        """One entry; else EntryNotFound."""
        self._check_entry(entry_id)
        with self._readable(), self._database.reading() as connection:
            found = diary_queries.entry(connection, entry_id)
        if found is None:
            raise EntryNotFound(str(entry_id))
        return found

    def has_entries_of(self, source: str) -> bool:
        """Whether a source, see ``NewEntry``, has given entries that are still there."""
        with self._database.reading() as connection:
            return diary_queries.has_source(connection, source)

    def correct_entry(self, entry_id: int, correction: Correction) -> Entry:
        """Put an entry right; what was measured and put right before is kept beside.

        Raises:
            EntryNotFound.
        """
        self.entry(entry_id)
        with self._database.writing() as connection:
            diary_queries.insert_correction(connection, entry_id, correction, self._clock())
        return self.entry(entry_id)

    def take_back_corrections(self, entry_id: int) -> Entry:
        """Let what was measured stand again; else EntryNotFound."""
        self.entry(entry_id)
        with self._database.writing() as connection:
            diary_queries.take_back(connection, entry_id, self._clock())
        return self.entry(entry_id)

    def delete_entry(self, entry_id: int) -> None:
        """Remove an entry and its corrections; else EntryNotFound."""
        self._check_entry(entry_id)
        with self._database.writing() as connection:
            found = diary_queries.delete_entry(connection, entry_id)
        if not found:
            raise EntryNotFound(str(entry_id))

    @staticmethod
    def _check_entry(entry_id: int) -> None:
        if entry_id.bit_length() >= INTEGER_BITS:
            raise EntryNotFound(str(entry_id))

    def profile(self, name: str | None) -> Profile:
        """What is known of a person; None for who trains without a name."""
        with self._database.reading() as connection:
            return diary_queries.profile(connection, name or "")

    def weights(self, people: Iterable[str | None]) -> dict[str | None, float]:
        """Body weights of those who told theirs, kilograms."""
        known = {name: self.profile(name).weight_kg for name in people}
        return {name: weight for name, weight in known.items() if weight is not None}

    def set_profile(self, profile: Profile) -> None:
        """Keep what is known of a person."""
        with self._database.writing() as connection:
            diary_queries.put_profile(connection, profile)

    def moves_of(self, target_hash: str) -> tuple[Move, ...] | None:
        """The moves of a target as the person edited them; None where they did not."""
        with self._readable(), self._database.reading() as connection:
            return diary_queries.moves_of(connection, target_hash)

    def set_moves(self, target_hash: str, moves: Iterable[Move] | None) -> None:
        """Keep edited moves of a target; None goes back to those that are found."""
        with self._database.writing() as connection:
            diary_queries.put_moves(connection, target_hash, moves, self._clock())

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file; empty when it is sound. Slow: reads all of it."""
        with self._database.reading() as connection:
            return queries.integrity(connection)
