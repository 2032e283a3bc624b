"""The desk of the report screen, from memory."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coach.errors import UserCanFix
from coach.report import Earlier
from coach.storage import Correction, Entry, Measured, NewEntry, WorkSet
from coach.types import Frame, MoveScore, PoseTrack, Repetition, SessionResult, Trend
from ui.follow.values import Outcome
from ui.report.desk import Kept, Left, renamed

WHEN = datetime(2026, 11, 21, 7, 30, tzinfo=timezone(timedelta(hours=9)))
RATE = 15.0


JOINTS = {"lateral_raise": "left_shoulder", "standing_knee_raise": "right_hip"}
"""Joint that moves most in a move of the made-up result; of all others the left knee."""


def with_repetitions(result: SessionResult) -> SessionResult:
    """The same result, each judged move with as many repetitions as were counted, one bad."""
    people = tuple(
        replace(one, moves=tuple(_repeated(move, i) for i, move in enumerate(one.moves)))
        for one in result.people
    )
    return replace(result, people=people)


def _repeated(move: MoveScore, number: int) -> MoveScore:
    if math.isnan(move.score):
        return move
    count = max(move.repetitions, 1)
    step = (move.end - move.start) / count
    done = tuple(
        Repetition(start, start + 0.95 * step, 80.0, score, start + step / 2)
        for start, score in (
            (move.start + step * i, move.score - (20 + number if i == 0 else i % 3))
            for i in range(count)
        )
    )
    worst = tuple(sorted(done, key=lambda one: one.score)[:3])
    joint = JOINTS.get(move.name, "left_knee")
    return replace(move, trend=Trend(joint, done, worst, -12.0, "shallower"))


def track(points: NDArray[np.float32], duration: float, size: tuple[int, int]) -> PoseTrack:
    """Somebody who sways."""
    time = np.arange(0, duration, 1 / RATE)
    sway = np.stack([20 * np.sin(time), np.zeros(len(time))], axis=1)[:, None]
    moved = points[None] + sway.astype(np.float32)
    sure = np.ones((len(time), 17), np.float32)
    return PoseTrack(time, moved, sure, np.zeros((len(time), 17, 3), np.float32), size, RATE)


def kept(result: SessionResult, points: NDArray[np.float32], **changes: Any) -> Kept:
    """What is kept of a session: poses, the last time, a line of the diary of what was counted."""
    one = replace(result.people[0], score=70.0)
    before = WHEN - timedelta(days=3)
    earlier = Earlier(before, replace(result, people=(one,)), ((before, 70.0),))
    entries = tuple(
        Entry(
            i + 1,
            NewEntry(
                "session:7", 1, i, result.target, None,
                Measured(name, WHEN, (WorkSet(1.0, 9.0, count),)), uid=f"u{i}",
            ),
        )
        for i, (name, count) in enumerate(
            (m.name, m.repetitions) for m in result.people[0].moves[:4] if m.repetitions
        )
    )  # fmt: skip
    values = {
        "session": 7,
        "when": WHEN,
        "names": (None,) * len(result.people),
        "video": Path("squats.mp4"),
        "content_hash": "ab12",
        "target": track(points, result.duration, (640, 480)),
        "people": tuple(track(points, result.duration, (640, 480)) for _ in result.people),
        "earlier": earlier if len(result.people) == 1 else None,
        "entries": entries,
    }
    return Kept(**(values | changes))


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
        self.left_over = Left(None)
        self.left: list[int] = []

    def look(self) -> Left:
        return self.left_over

    def leave(self, session: int) -> None:
        self.left.append(session)

    def newest(self, result: SessionResult, stats: dict[str, Any]) -> Outcome:
        return Outcome(result, stats, self.kept)

    def open(self, session: int) -> Outcome:
        self._fail()
        return self.stored[session]

    def correct(self, outcome: Outcome, entry_id: int, correction: Correction) -> Outcome:
        self._fail()
        self.corrected.append((entry_id, correction))
        if outcome.kept is None:
            return outcome
        entries = tuple(
            Entry(one.id, replace(one.new, corrected=correction)) if one.id == entry_id else one
            for one in outcome.kept.entries
        )
        return replace(outcome, kept=replace(outcome.kept, entries=entries))

    def take_back(self, outcome: Outcome, entry_id: int) -> Outcome:
        self.taken_back.append(entry_id)
        return outcome

    def rename(self, outcome: Outcome, move: int, name: str) -> Outcome:
        self._fail()
        self.names.append((move, name))
        return Outcome(renamed(outcome.result, move, name), outcome.stats, outcome.kept)

    def pictures(self, video: Path, start: float, end: float) -> tuple[Frame, ...]:
        return self.frames

    def save(
        self,
        outcome: Outcome,
        path: Path,
        language: str,
        page: str = "full",
        *,
        named: bool = True,
    ) -> None:
        self._fail()
        self.saved.append((path, page if named else f"{page} without a name"))

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error
