"""The reader of videos that the diary uses: moves, counts, names and form of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from coach.diary.names import exercise_key
from coach.diary.video import AROUND, Counts, Spans
from coach.embedding import Encoder
from coach.media import Chapter
from coach.moves.counting import count
from coach.moves.exercises import ExerciseRecogniser
from coach.moves.form import PLANS, assess
from coach.moves.taught import read_taught
from coach.session import stretches_of
from coach.types import Move, PoseTrack


class EngineReader:
    """Makes out what is done with the models that are shipped; loaded when first needed."""

    def __init__(self, folder: Path) -> None:
        """``folder``: the data folder, where exercises of one's own are."""
        self._folder = folder

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder()

    @cached_property
    def _recogniser(self) -> ExerciseRecogniser:
        return ExerciseRecogniser(taught=read_taught(self._folder))

    def moves(self, track: PoseTrack, chapters: Sequence[Chapter]) -> Sequence[Move]:
        """The exercises, named by chapter or by the recogniser."""
        return stretches_of(track, self._encoder, chapters, recogniser=self._recogniser)

    def counts(self, track: PoseTrack) -> Counts:
        """Repetitions, attempts and holds of the whole track."""
        return count(track, self._encoder)

    def name(self, track: PoseTrack, start: float, end: float) -> str:
        """The exercise of a stretch, "unknown" where it is not known."""
        return self._recogniser.recognise(track, start, end).name

    def grade(self, track: PoseTrack, exercise: str, spans: Spans, /) -> str:
        """Letter for the form of some repetitions, or of a hold; "" where it is not judged."""
        name = exercise_key(exercise)
        if name not in PLANS or not spans:
            return ""
        start, end = spans[0][0] - AROUND, max(span[1] for span in spans) + AROUND
        rows = (track.time >= start) & (track.time <= end)
        if not np.any(rows):
            return ""
        return assess(track.select(rows), name, spans).grade or ""
