"""The record of a session: begun at its first frame, written while it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from coach.errors import CoachError, UserCanFix
from coach.types import FrameScore, Pose, SessionResult


class Recorder(Protocol):
    """What keeps the frames of one run, see ``coach.storage.SessionRecorder``."""

    @property
    def error(self) -> CoachError | None:
        """Why it cannot be written."""

    def add(
        self,
        time_s: float,
        target_time: float,
        poses: tuple[Pose | None, ...],
        scores: tuple[FrameScore | None, ...],
    ) -> None:
        """Take one frame; returns at once."""

    def finish(self, result: SessionResult | None) -> None:
        """End the record; waits for the disk."""


NewRecorder = Callable[[tuple[int, int]], Recorder]
"""Begins a record, given width and height of the picture in pixels; UserCanFix."""


class Record:
    """Keeps the frames of one run after the other; training goes on where it cannot."""

    def __init__(self, new: NewRecorder | None) -> None:
        """``new``: begins the record of a run; None: nothing is kept."""
        self._new = new
        self._lock = threading.Lock()
        self._recorder: Recorder | None = None
        self._problem: CoachError | None = None

    @property
    def problem(self) -> CoachError | None:
        """Why what is done now is not kept."""
        recorder = self._recorder
        return self._problem if recorder is None else recorder.error

    def add(
        self,
        size: tuple[int, int],
        time_s: float,
        target_time: float,
        poses: tuple[Pose | None, ...],
        scores: tuple[FrameScore | None, ...],
    ) -> None:
        """Take a frame of a picture of that size; the first one begins the record."""
        if self._new is None or self._problem is not None:
            return
        with self._lock:
            if self._recorder is None:
                try:
                    self._recorder = self._new(size)
                except UserCanFix as problem:
                    self._problem = problem
                    return
            self._recorder.add(time_s, target_time, poses, scores)

    def end(self, result: SessionResult | None) -> None:
        """The run is over, ``result`` comes with it if there is one; the next may begin."""
        with self._lock:
            recorder, self._recorder = self._recorder, None
        self._problem = None
        if recorder is not None:
            recorder.finish(result)
            self._problem = recorder.error
