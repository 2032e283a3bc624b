"""The history for a page, a part of it at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QTimer

from coach.diary.month import MONTHS, months_later
from ui.diary.desk import DiaryDesk, History
from ui.kit.jobs import Failed, Jobs

T = TypeVar("T")


class Reading:
    """Reads the history for a page: the last year first, when nothing is shown yet.

    Ten years take several times as long as one has patience for.
    """

    def __init__(self, desk: DiaryDesk, jobs: Jobs, refuse: Failed) -> None:
        """``refuse``: tells why something could not be read."""
        self._desk, self._jobs, self._refuse = desk, jobs, refuse
        self._whose: tuple[str | None] | None = None

    def begin(
        self, today: date, prepare: Callable[[History], T], show: Callable[[T], None]
    ) -> None:
        """Read for who is chosen now.

        Args:
            today: the local date.
            prepare: makes of the history what is shown, off the interface's thread.
            show: takes it, once or twice.
        """
        desk, whose = self._desk, (self._desk.person,)

        def everything() -> None:
            self._jobs.do(lambda: prepare(desk.history()), show, self._refuse)

        def last_year() -> T | None:
            history = desk.history(months_later(today, -MONTHS))
            return prepare(history) if history.sessions or history.lines else None

        def show_first(made: T | None) -> None:
            if made is not None:
                show(made)
            QTimer.singleShot(0, self._jobs, everything)  # once it is painted

        if whose == self._whose:
            everything()
        else:
            self._whose = whose
            self._jobs.do(last_year, show_first, self._refuse)
