"""Ten years of training, made up, in a data folder of the usual kind."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Final

import numpy as np

from coach.storage import GRADES, Measured, NewEntry, Store, StoredTarget, WorkSet
from coach.types import Move, PersonResult, SessionResult

LAST: Final = datetime(2026, 11, 20, 19, 30, tzinfo=timezone(timedelta(hours=9)))
"""When the newest session begins."""
DAYS: Final = 3653
VIDEOS: Final = 60
EXERCISES: Final = ("squat", "lunge", "push_up", "plank", "jumping_jack", "crunch", "burpee")
PLACES: Final = 4
"""Exercises of a session, at most."""


def make_history(folder: Path, sessions: int = 4_000) -> None:
    """A diary of ``sessions`` sessions with 3 to 4 entries each, in ``folder``."""
    chance = Random(7)
    moments = sorted(
        LAST - timedelta(days=chance.randrange(DAYS), minutes=chance.randrange(60))
        for _ in range(sessions)
    )
    now = moments[0]
    with Store(folder, lambda: now, commit_every_s=60.0) as store:
        entries: list[NewEntry] = []
        for number, now in enumerate(moments):  # noqa: B007 (the clock of the store)
            title = f"Workout {number % VIDEOS + 1}"
            target = StoredTarget(
                title, Path(f"/videos/{title}.mp4"), f"{number % VIDEOS:02}", 1200.0,
                (Move("squat", 2.0, 18.0, 8),),
            )  # fmt: skip
            recorder = store.start_session(target, people=1)
            recorder.finish(_result(title, chance.uniform(55, 95)))
            entries += _entries(recorder.id, title, moments[number], chance)
        store.add_entries(entries)


def _result(title: str, score: float) -> SessionResult:
    nothing = np.zeros(1)
    person = PersonResult(score, "B", 0.8, 0.4, False, 0.95, (), nothing, nothing, nothing, nothing)
    return SessionResult(title, 1200.0, (person,))


def _entries(number: int, title: str, started: datetime, chance: Random) -> list[NewEntry]:
    made = []
    at = 0.0
    for place in range(chance.randint(PLACES - 1, PLACES)):
        exercise = chance.choice(EXERCISES)
        sets = []
        for _ in range(chance.randint(1, 3)):
            length = chance.uniform(20, 90)
            is_hold = exercise == "plank"
            count = 0 if is_hold else round(length / 3)
            sets.append(WorkSet(at, at + length, count, held=length if is_hold else 0.0))
            at += length + 30
        measured = Measured(
            exercise,
            started + timedelta(seconds=sets[0].start),
            tuple(sets),
            chance.choice(GRADES),
            round(chance.uniform(60, 110), 1),
        )
        source = f"session:{number}:{started.isoformat()}"
        made.append(NewEntry(source, 1, place, title, None, measured))
    return made
