"""The desk of the report screen, from memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from coach.errors import UserCanFix
from coach.storage import Correction
from coach.types import Frame, SessionResult
from ui.follow.values import Outcome
from ui.report.desk import renamed


class ScriptedReports:
    """Gives what the test put in, and remembers what it was asked."""

    def __init__(self) -> None:
        self.kept: Any = None
        self.stored: dict[int, Outcome] = {}
        self.saved: list[tuple[Path, str]] = []
        self.corrected: list[tuple[int, Correction]] = []
        self.taken_back: list[int] = []
        self.names: list[tuple[int, str]] = []
        self.frames: tuple[Frame, ...] = ()
        self.error: UserCanFix | None = None

    def newest(self, result: SessionResult, stats: dict[str, Any]) -> Outcome:
        return Outcome(result, stats, self.kept)

    def open(self, session: int) -> Outcome:
        self._fail()
        return self.stored[session]

    def correct(self, outcome: Outcome, entry_id: int, correction: Correction) -> Outcome:
        self._fail()
        self.corrected.append((entry_id, correction))
        return outcome

    def take_back(self, outcome: Outcome, entry_id: int) -> Outcome:
        self.taken_back.append(entry_id)
        return outcome

    def rename(self, outcome: Outcome, move: int, name: str) -> Outcome:
        self._fail()
        self.names.append((move, name))
        return Outcome(renamed(outcome.result, move, name), outcome.stats, outcome.kept)

    def pictures(self, video: Path, start: float, end: float) -> tuple[Frame, ...]:
        return self.frames

    def save(self, outcome: Outcome, path: Path, language: str, page: str = "full") -> None:
        self._fail()
        self.saved.append((path, page))

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error
