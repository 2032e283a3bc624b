"""The entries of the diary, a part of ``coach.storage.store.Store``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final

from coach.errors import DataDamaged, EntryNotFound
from coach.storage import diary_queries
from coach.storage.database import Database
from coach.storage.diary_values import Correction, Entry, EntryLine, NewEntry
from coach.storage.profile import EVERYBODY, Whose

INTEGER_BITS: Final = 64
"""Of an integer of SQLite, the sign included."""


class DiaryStore:
    """What a store does with entries; errors as of ``Store``."""

    _database: Database
    _clock: Callable[[], datetime]

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except ValueError as error:
            raise DataDamaged(Path(self._database.place), str(error)) from error

    def add_entries(self, entries: Iterable[NewEntry]) -> tuple[Entry, ...]:
        """Put entries in, all or none; those that the diary holds already are left as they are.

        Returns:
            The entries that are new.
        """
        with self._readable(), self._database.writing() as connection:
            return diary_queries.insert_entries(connection, entries, self._clock())

    def entries(
        self, first: date = date.min, last: date = date.max, person: Whose = EVERYBODY
    ) -> tuple[Entry, ...]:
        """The entries of some days, both ends included, the oldest first.

        Args:
            first, last: local dates of the entries.
            person: whose: a name, None for the guest, or everybody.
        """
        with self._readable(), self._database.reading() as connection:
            return diary_queries.entries(connection, first, last, person)

    def lines(self, person: str | None, first: date = date.min) -> tuple[EntryLine, ...]:
        """The entries of a person (None: the guest) from a day on, in brief, the oldest first."""
        with self._readable(), self._database.reading() as connection:
            return diary_queries.lines(connection, person, first)

    def days_of(self, person: str | None) -> tuple[date, ...]:
        """The days on which a person (None: the guest) did something, in order."""
        with self._database.reading() as connection:
            return diary_queries.days_of(connection, person)

    def entry(self, entry_id: int) -> Entry:
        """One entry; else EntryNotFound."""
        self._check_entry(entry_id)
        with self._readable(), self._database.reading() as connection:
            found = diary_queries.entry(connection, entry_id)
        if found is None:
            raise EntryNotFound(str(entry_id))
        return found

    def entries_of(self, source: str) -> tuple[Entry, ...]:
        """The entries that a source, see ``NewEntry``, has given and that are still there."""
        with self._readable(), self._database.reading() as connection:
            return diary_queries.entries_of(connection, source)

    def has_entries_of(self, source: str) -> bool:
        """Whether a source, see ``NewEntry``, has given entries that are still there."""
        with self._database.reading() as connection:
            return diary_queries.has_source(connection, source)

    def correct_entry(self, entry_id: int, correction: Correction) -> Entry:
        """Put an entry right; what was measured and put right before is kept beside.

        Raises:
            EntryNotFound.
        """
        there = self.entry(entry_id)
        with self._database.writing() as connection:
            diary_queries.correct(connection, there, correction, self._clock())
        return self.entry(entry_id)

    def take_back_corrections(self, entry_id: int) -> Entry:
        """Let what was measured stand again; else EntryNotFound."""
        there = self.entry(entry_id)
        with self._database.writing() as connection:
            diary_queries.take_back(connection, there, self._clock())
        return self.entry(entry_id)

    def delete_entry(self, entry_id: int) -> None:
        """Remove an entry and its corrections; else EntryNotFound."""
        self._check_entry(entry_id)
        with self._database.writing() as connection:
            found = diary_queries.delete_entry(connection, entry_id, self._clock())
        if not found:
            raise EntryNotFound(str(entry_id))

    @staticmethod
    def _check_entry(entry_id: int) -> None:
        if entry_id.bit_length() >= INTEGER_BITS:
            raise EntryNotFound(str(entry_id))
