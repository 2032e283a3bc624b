"""What the set-up screen asks, from memory."""

from __future__ import annotations

from typing import Any

from coach.pose import Gathering, Instructor


class ScriptedSetup:
    """The people in every video, as the test says."""

    def __init__(self) -> None:
        self.found: Gathering | None = None
        self.number: int | None = None
        self.kept: list[Instructor] = []
        self.names: tuple[str, ...] = ()
        self.turn, self.waits = 0, True

    def known(self) -> tuple[str, ...]:
        return self.names

    def gathering(self, target: Any) -> Gathering | None:
        return self.found

    def chosen(self, target: Any, gathering: Gathering) -> int | None:
        return self.number

    def choose(self, target: Any, chosen: Instructor) -> None:
        self.kept.append(chosen)
