"""A session on its way to the disk, without the scoring thread waiting for it."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Final

from coach.errors import CoachBug, CoachError
from coach.storage import queries
from coach.storage.database import Database
from coach.storage.values import RecordedFrame
from coach.types import FrameScore, Pose, SessionResult

log = logging.getLogger(__name__)

COMMIT_EVERY_S: Final = 0.5
MOST_WAITING: Final = 18_000
"""Frames kept in memory while the disk cannot be written: ten minutes at 30 a second."""


class SessionRecorder:
    """Takes frames as they are scored; a thread of its own commits them twice a second.

    A killed program loses what came after the last commit, less than a second. A write
    that fails is tried again with the next commit; ``error`` says what is wrong meanwhile.

    Attributes:
        id: number of the session in the diary.
        error: of the last commit; None when it worked.
    """

    def __init__(
        self,
        database: Database,
        session_id: int,
        people: int,
        commit_every_s: float,
        clock: Callable[[], datetime],
    ) -> None:
        """Use ``Store.start_session``."""
        self.id = session_id
        self.error: CoachError | None = None
        self._database = database
        self._people = people
        self._every_s = commit_every_s
        self._clock = clock
        self._wake = threading.Condition()
        self._incoming: list[RecordedFrame] = []
        self._last_time = -math.inf
        self._asked = self._answered = 0
        self._ending = False
        self._result: SessionResult | None = None
        self._unwritten: list[RecordedFrame] = []
        self._written = 0
        self._thread = threading.Thread(
            target=self._run, name=f"session-{session_id}-writer", daemon=True
        )
        self._thread.start()

    def add(
        self,
        time_s: float,
        target_time: float,
        poses: tuple[Pose | None, ...],
        scores: tuple[FrameScore | None, ...],
    ) -> None:
        """Take one frame; returns at once.

        A frame that is not later than the one before, or comes after ``finish``, is ignored.

        Args:
            time_s: session time, seconds.
            target_time: place in the target that was shown, seconds.
            poses, scores: one entry a person, None where there is none.
        """
        if len(poses) != self._people or len(scores) != self._people:
            raise CoachBug(
                f"expected {self._people} poses and scores, got {len(poses)} and {len(scores)}"
            )
        with self._wake:
            if time_s > self._last_time and not self._ending:
                self._last_time = time_s
                self._incoming.append(RecordedFrame(time_s, target_time, poses, scores))

    @property
    def written(self) -> int:
        """Number of frames that are safe on disk."""
        return self._written

    def flush(self) -> bool:
        """Commit what was added so far; whether it is safe on disk now. Waits for the disk."""
        with self._wake:
            if not self._ending:
                self._asked += 1
                ticket = self._asked
                self._wake.notify_all()
                self._wake.wait_for(lambda: self._answered >= ticket or self._ending)
        return self.error is None

    def finish(self, result: SessionResult | None) -> None:
        """End the session; waits for the disk. Look at ``error`` afterwards.

        Args:
            result: of the whole session; None when there is none (yet).
        """
        with self._wake:
            self._result = self._result if self._ending else result
            self._ending = True
            self._wake.notify_all()
        self._thread.join()

    def _run(self) -> None:
        ending = False
        while not ending:
            with self._wake:
                self._wake.wait_for(
                    lambda: self._ending or self._asked > self._answered, self._every_s
                )
                ending, ticket = self._ending, self._asked
                self._unwritten += self._incoming
                self._incoming = []
            try:
                self._write(ending)
                self.error = None
            except CoachError as error:
                self._fail(error)
            except Exception as bug:  # the last door of this thread: who waits would wait for ever
                log.exception("what was recorded cannot be written")
                self._fail(CoachBug(str(bug)))
            with self._wake:
                self._answered = ticket
                self._wake.notify_all()

    def _fail(self, error: CoachError) -> None:
        self.error = error
        del self._unwritten[:-MOST_WAITING]

    def _write(self, ending: bool) -> None:
        frames = self._unwritten
        if not frames and not ending:
            return
        with self._database.writing() as connection:
            if frames:
                queries.insert_frames(connection, self.id, self._written, frames, self._people)
            if self._result is not None:
                queries.put_result(connection, self.id, self._result)
            if ending:
                queries.finish_session(connection, self.id, self._clock())
        self._written += len(frames)
        self._unwritten = []
