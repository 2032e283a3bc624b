"""Many files on their way into the diary, one after the other, in the background."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Final

from coach import backlog
from coach.backlog import Backlog, GivenUp, Task
from coach.diary.video import Taken
from coach.errors import UserCanFix


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is to be looked at.

    Attributes:
        path: of it.
        day: local date to write it down on; None: that of the file.
        person: name of the profile whose diary it goes to, None for the guest.
    """

    path: Path
    day: date | None = None
    person: str | None = None


Add = Callable[[Wanted, Callable[[float], None], threading.Event], Taken]
"""Takes one file: which, whom to tell the part done, and what is set to give it up."""


class Stage(Enum):
    """How far a file is."""

    WAITING = "waiting"
    READING = "reading"
    ADDED = "added"
    NOTHING = "nothing"
    KNOWN = "known"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (Stage.WAITING, Stage.READING)
"""Stages that are not the end."""

_STAGES: Final = {
    backlog.Stage.WAITING: Stage.WAITING,
    backlog.Stage.RUNNING: Stage.READING,
    backlog.Stage.FAILED: Stage.FAILED,
    backlog.Stage.CANCELLED: Stage.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Item:
    """One file.

    Attributes:
        wanted: what was asked for. stage: how far it is; fraction: of the reading, 0..1.
        remaining_s: seconds to go; NaN while it cannot be told.
        taken: what it gave, None before the end.
        error: why it failed; None for a fault of our own, which is in the log.
    """

    wanted: Wanted
    stage: Stage = Stage.WAITING
    fraction: float = 0.0
    remaining_s: float = float("nan")
    taken: Taken | None = None
    error: UserCanFix | None = None

    @property
    def added(self) -> int:
        """Number of entries that it gave."""
        return len(self.taken.entries) if self.taken else 0


class Intake:
    """Takes files as they are pushed; a bad one stops nothing. See ``coach.backlog``."""

    def __init__(self, add: Add, on_change: Callable[[tuple[Item, ...]], None]) -> None:
        self._add = add
        self._backlog: Backlog[Wanted] = Backlog(
            self._take,
            lambda tasks: on_change(tuple(_item(task) for task in tasks)),
            name="coach-intake",
        )
        self.hold, self.go_on = self._backlog.hold, self._backlog.go_on
        self.cancel, self.close = self._backlog.cancel, self._backlog.close
        self.join = self._backlog.join

    @property
    def items(self) -> tuple[Item, ...]:
        """The files of this round."""
        return tuple(_item(task) for task in self._backlog.tasks)

    @property
    def busy(self) -> bool:
        """Whether a file waits or is read."""
        return self._backlog.busy

    @property
    def unfinished(self) -> tuple[Wanted, ...]:
        """Those that were given up, or are not yet done: what could be pushed again."""
        left = (*OPEN, Stage.CANCELLED)
        return tuple(item.wanted for item in self.items if item.stage in left)

    def push(self, files: Iterable[Wanted]) -> None:
        """Put files at the end of the queue; one that waits already is not queued again."""
        self._backlog.push(files)

    def _take(self, wanted: Wanted, tell: Callable[[float], None], stop: threading.Event) -> Taken:
        taken = self._add(wanted, tell, stop)
        if taken.stopped:
            raise GivenUp
        return taken


def files_to_text(files: Iterable[Wanted]) -> str:
    """Files to remember until the next start."""
    return json.dumps(
        [[str(f.path), f.day.isoformat() if f.day else None, f.person] for f in files]
    )


def files_of_text(text: str) -> tuple[Wanted, ...]:
    """The files of ``files_to_text``; none where it makes no sense."""
    try:
        return tuple(
            Wanted(Path(path), date.fromisoformat(day) if day else None, person)
            for path, day, person in json.loads(text)
        )
    except (TypeError, ValueError, RecursionError):
        return ()


def _item(task: Task) -> Item:
    if task.stage is not backlog.Stage.DONE:
        stage = _STAGES[task.stage]
        return Item(task.key, stage, task.fraction, task.remaining_s, error=task.error)
    taken: Taken = task.outcome
    stage = Stage.KNOWN if taken.known else Stage.ADDED if taken.entries else Stage.NOTHING
    return Item(task.key, stage, 1.0, 0.0, taken)
