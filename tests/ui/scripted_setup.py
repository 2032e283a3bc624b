"""What the set-up screen asks, from memory."""

from __future__ import annotations

from typing import Any

from coach.pose import Gathering, Instructor
from coach.types import Frame


class ScriptedSetup:
    """The people in every video, as the test says."""

    def __init__(self) -> None:
        self.found: Gathering | None = None
        self.number: int | None = None
        self.kept: list[Instructor] = []
        self.names: tuple[str, ...] = ()
        self.turn, self.waits = 0, True
        self.shown: Frame | None = None

    def known(self) -> tuple[str, ...]:
        return self.names

    def picture(self, target: Any) -> Frame | None:
        return self.shown

    def gathering(self, target: Any) -> Gathering | None:
        return self.found

    def chosen(self, target: Any, gathering: Gathering) -> int | None:
        return self.number

    def choose(self, target: Any, chosen: Instructor) -> None:
        self.kept.append(chosen)
