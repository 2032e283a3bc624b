"""What the user has chosen, while the app runs: one holder, kept in the file off this thread."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.kit.jobs import Jobs
from ui.settings import Settings, load_settings, save_settings, set_aside_if_damaged


class Choices(QObject):
    """The settings, and who wants to know when one is changed.

    Attributes:
        lost: whether the file was damaged, and all is as the app begins with.

    Signals:
        changed: frozenset of the names of the fields that are different now.
    """

    changed = Signal(object)

    def __init__(self, file: Path, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file, self._jobs = file, jobs
        self.lost = set_aside_if_damaged(file)
        self._settings = load_settings(file)

    @property
    def settings(self) -> Settings:
        """What is remembered."""
        return self._settings

    def reload(self) -> None:
        """Take what stands in the file now: it was put there by a back-up."""
        self._take(load_settings(self._file))

    def forget(self) -> None:
        """Take what the app begins with; only the language stays, and that somebody was here."""
        before = self._settings
        self.keep(**asdict(Settings(language=before.language, welcomed=before.welcomed)))

    def keep(self, **changes: Any) -> None:
        """Remember fields of ``Settings``; nothing happens where they are so already."""
        after = replace(self._settings, **changes)
        if self._take(after):
            self._jobs.tidy(lambda: save_settings(self._file, after))

    def _take(self, after: Settings) -> bool:
        """Whether anything is different now."""
        before, self._settings = self._settings, after
        names = frozenset(
            field.name
            for field in fields(Settings)
            if getattr(before, field.name) != getattr(after, field.name)
        )
        if names:
            self.changed.emit(names)
        return bool(names)
