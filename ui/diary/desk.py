"""What the diary page asks the engine for. All of it is slow: ask through ``ui.kit.jobs``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from coach.diary import Imported, Weights, export_diary, import_diary
from coach.diary.video import Reader, Taken, add_video
from coach.storage import Correction, Entry, Store
from coach.texts import Texts

if TYPE_CHECKING:
    from coach.pose import TrackCache


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """What the page shows.

    Attributes:
        entries: all of them, the oldest first.
        weights: of the people who told theirs.
    """

    entries: tuple[Entry, ...]
    weights: Weights


class DiaryDesk:
    """The diary of one data folder, opened when first asked for."""

    def __init__(
        self,
        store: Callable[[], Store],
        cache: Callable[[], TrackCache],
        reader: Callable[[], Reader],
    ) -> None:
        """Each argument is called when it is first needed.

        Args:
            store: opens the diary; cache: that of analysed videos.
            reader: makes out what is done in a video.
        """
        self._store, self._cache, self._make_reader = store, cache, reader

    @cached_property
    def _reader(self) -> Reader:
        return self._make_reader()

    def load(self) -> DiaryPage:
        """All entries, and the weights for the estimate of energy."""
        store = self._store()
        entries = store.entries()
        return DiaryPage(entries, store.weights({None, *(e.new.person for e in entries)}))

    def correct(self, entry_id: int, correction: Correction) -> None:
        """Put an entry right; EntryNotFound."""
        self._store().correct_entry(entry_id, correction)

    def take_back(self, entry_id: int) -> None:
        """Let what was measured stand again; EntryNotFound."""
        self._store().take_back_corrections(entry_id)

    def delete(self, entry_id: int) -> None:
        """Remove an entry for good; EntryNotFound."""
        self._store().delete_entry(entry_id)

    def set_weight(self, kilograms: float | None) -> None:
        """Keep the body weight of who trains without a name."""
        store = self._store()
        store.set_profile(replace(store.profile(None), weight_kg=kilograms))

    def export(self, path: Path, language: str) -> int:
        """Write all entries as .csv, .json or .ics; how many."""
        entries = self._store().entries()
        export_diary(entries, path, Texts(language), datetime.now().astimezone())
        return len(entries)

    def take_in(self, path: Path) -> Imported:
        """Read a file that ``export`` wrote; UserCanFix."""
        return import_diary(self._store(), path)

    def add(self, path: Path, progress: Callable[[float], None], stop: threading.Event) -> Taken:
        """Look at a video and write down what is done in it; UserCanFix."""
        return add_video(
            self._store(), path, self._reader, cache=self._cache(), progress=progress, stop=stop
        )
