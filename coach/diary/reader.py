"""The reader of videos that the diary uses: moves, counts and names of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from coach.diary.video import Counts, Spans
from coach.embedding import Encoder
from coach.media import Chapter
from coach.moves import count_repetitions, find_moves
from coach.session import Features, features_of
from coach.types import Move, PoseTrack


@dataclass(frozen=True, slots=True)
class _Counts:
    repetitions: Spans
    attempts: Spans = ()
    held: Spans = ()


class EngineReader:
    """Makes out what is done with the models that are shipped; loaded when first needed."""

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder()

    def moves(self, track: PoseTrack, chapters: Sequence[Chapter]) -> Sequence[Move]:
        """The exercises, named by chapter where there are some."""
        seen = self._features(track)
        return find_moves(seen.latents, seen.angles, seen.time, chapters)

    def counts(self, track: PoseTrack) -> Counts:
        """Repetitions of the whole track."""
        seen = self._features(track)
        rate = 1.0 / (seen.time[1] - seen.time[0])
        found, _ = count_repetitions(seen.latents, rate)
        return _Counts([(float(seen.time[a]), float(seen.time[b])) for a, b in found])

    def grade(self, _track: PoseTrack, _exercise: str, _spans: Spans, /) -> str:
        """Letter for the form of some repetitions, or of a hold; "" where it is not judged."""
        return ""

    def _features(self, track: PoseTrack) -> Features:
        return features_of(track, self._encoder, from_zero=True)
