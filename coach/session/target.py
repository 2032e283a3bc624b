"""A target video while it is followed: analysed ahead of the playhead, looked up by time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import CoachBug, CoachError
from coach.media import VideoInfo, content_hash, probe
from coach.moves import with_repetitions
from coach.moves.attempts import Cycle
from coach.moves.counting import find_cycles
from coach.moves.taught import TaughtExercise
from coach.paths import title_of
from coach.pose import BackgroundAnalysis, Instructor, TrackCache
from coach.pose.correction import REACH
from coach.scoring.judged import ALL_COUNT
from coach.session.features import Features, features_of, no_features
from coach.session.found import Finder
from coach.session.known import Known, KnownTarget
from coach.skeleton import MIRROR, keypoints_of
from coach.tracks import RATE
from coach.types import Limb, ModelName, Move, PoseTrack

log = logging.getLogger(__name__)

STEP: Final = 0.25
"""Seconds between two looks at the progress of the analysis."""

AHEAD: Final = 1.0
"""Seconds of video that are taken over at once."""


class Target(KnownTarget):
    """A workout video, its poses so far and its moves.

    The analysis runs in the background; everything may be asked for at any time and
    speaks of what is known by then.

    Attributes:
        path, title, duration: of the video; info: of its file.
    """

    def __init__(
        self,
        info: VideoInfo,
        analysis: BackgroundAnalysis,
        finder: Finder,
    ) -> None:
        """The video, what finds its poses, and what finds its moves in those."""
        super().__init__()
        self.path, self.info = info.path, info
        self.title = title_of(info.path)
        self.duration = info.duration
        self._analysis, self._finder = analysis, finder
        self._features = no_features(finder.encoder.size)
        self._cycles: tuple[Cycle, ...] | None = None
        self.known = Known(None, self._features)
        self._left_out = ALL_COUNT
        self._lock = threading.Lock()
        self._found: tuple[Move, ...] = ()
        self._edited: tuple[Move, ...] | None = None
        self._complete = False
        self._chapters_known = -1
        self._broken: CoachBug | None = None
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="coach-target", daemon=True)

    def start(self) -> None:
        """Begin the analysis; a cached one is there at once."""
        self._analysis.start()
        if self._analysis.done:
            self._refresh()
        else:
            self._thread.start()

    def close(self) -> None:
        """Give the analysis up."""
        self._closed.set()
        self._analysis.cancel()
        self._analysis.join()
        if self._thread.is_alive():
            self._thread.join()

    @cached_property
    def content_hash(self) -> str:
        """Name of the video by its content."""
        return content_hash(self.path)

    @property
    def ready_until(self) -> float:
        """Seconds of the video that can be scored by now."""
        time = self._features.time
        return self.duration if self._complete else float(time[-1]) if len(time) else 0.0

    @property
    def fraction(self) -> float:
        """Part of the analysis that is done, 0..1."""
        return 1.0 if self._complete else self._analysis.fraction

    @property
    def remaining_s(self) -> float:
        """Seconds that the analysis will still take; NaN while it cannot be told."""
        left = self._analysis.remaining_s
        return 0.0 if self._complete else left if left is not None else float("nan")

    @property
    def done(self) -> bool:
        """Whether all of the video is analysed."""
        return self._complete

    @property
    def error(self) -> CoachError | None:
        """What stopped the analysis."""
        return self._analysis.error or self._broken

    @property
    def stretches(self) -> tuple[Move, ...]:
        """All that is known so far to go on, rests and transitions too."""
        return self._found if self._edited is None else self._edited

    @property
    def moves(self) -> tuple[Move, ...]:
        """The exercises among the stretches: what is followed, counted and scored.

        Where limbs are left out, with the repetitions that the others do.
        """
        moves = tuple(move for move in self.stretches if move.is_exercise)
        if self._left_out.any() and self.cycles is not None:
            return with_repetitions(moves, self.cycles)
        return moves

    def leave_out(self, limbs: Iterable[Limb]) -> None:
        """Compare people with the rest of the instructor only; computes for a moment.

        Of a limb of one side nothing is left out: who mirrors has it on the other one.
        """
        asked = keypoints_of(limbs)
        with self._lock:
            self._left_out = asked & asked[MIRROR]
            if self.known.poses is not None:
                self._judge_part(self.known.poses, whole=True)

    @property
    def found_moves(self) -> tuple[Move, ...]:
        """The exercises as they were found, whatever a person made of them."""
        return tuple(move for move in self._found if move.is_exercise)

    def set_moves(self, moves: Iterable[Move] | None) -> None:
        """Take the moves that a person gives instead of those found; None: those found.

        Where all of the video is analysed, their repetitions are counted anew.
        """
        if moves is not None:
            moves = sorted(moves, key=lambda move: move.start)
            if self._cycles is not None:
                moves = with_repetitions(moves, self._cycles)
            moves = tuple(moves)
        self._edited = moves

    def _watch(self) -> None:
        try:
            self._keep_up()
        except Exception as error:  # the last door of this thread: it must not die in silence
            log.exception("the target cannot be taken over")
            self._broken = CoachBug(str(error))

    def _keep_up(self) -> None:
        while not self._closed.is_set():
            self._analysis.join(STEP)
            finished = self._analysis.done or self._analysis.error is not None
            known = self._features.time[-1] if len(self._features.time) else -AHEAD
            if finished or self._analysis.analysed_until - known >= AHEAD:
                self._refresh()
            if finished:
                return

    def _refresh(self) -> None:
        with self._lock:
            self._take_over()

    def _take_over(self) -> None:
        finished = self._analysis.done
        track = self._analysis.track()[0]
        whole = finished or not len(self._features.time)
        if finished:
            found = self._finder.find(self.path, track, self.info.chapters)
            self._features, self._cycles = found.features, found.cycles
            self._found = found.stretches
        else:
            self._features = self._grown(self._features, track, ALL_COUNT, whole=whole)
            self._look_at_chapters(track)
        self._judge_part(track, whole=whole)
        self._complete = finished and self._analysis.error is None

    def _look_at_chapters(self, track: PoseTrack) -> None:
        """Find the moves of the chapters that are analysed by now, whenever there is one more."""
        ended = sum(c.end <= self._analysis.analysed_until for c in self.info.chapters)
        if not self.info.chapters or ended == self._chapters_known:
            return
        self._chapters_known = ended
        self._found = self._finder.stretches(track, self.info.chapters)

    def _judge_part(self, track: PoseTrack, *, whole: bool) -> None:
        """What is compared, and its repetitions: of everything, or of what is not left out."""
        known = self.known
        if self._left_out.any():
            judged = self._grown(known.features, track, self._left_out, whole=whole)
        else:
            judged = self._features
        cycles = self._cycles
        if cycles is not None and judged is not self._features:
            cycles = find_cycles(judged.signals, judged.time)
        self.known = Known(track, judged, cycles, known.generation + whole)

    def _grown(
        self, old: Features, track: PoseTrack, left_out: NDArray[np.bool_], *, whole: bool
    ) -> Features:
        """The features so far and what the analysis has added since; ``whole``: all anew.

        What is there stays, though what comes after it would have a say in its correction.
        """
        if whole:
            return features_of(track, self._finder.encoder, from_zero=True, left_out=left_out)
        known = float(old.time[-1]) if len(old.time) else -1.0
        rows = np.flatnonzero(track.time > known - REACH / RATE - 1.0)
        if len(rows) < 2 or track.time[-1] <= known + 1.0 / RATE:
            return old
        return old.joined(features_of(track.select(rows), self._finder.encoder, left_out=left_out))


def open_target(
    path: Path,
    *,
    cache: TrackCache | None,
    model: ModelName = "full",
    people: int = 1,
    taught: Sequence[TaughtExercise] = (),
    instructor: Instructor | None = None,
) -> Target:
    """Open a video and begin to analyse it in the background.

    ``taught``: exercises of the user's own, for the names of its moves. ``instructor``: who of
    several people is followed; None: the most prominent.

    Raises:
        FileMissing, VideoEmpty, VideoHasNoPicture, VideoUnreadable, ModelMissing,
        ModelDamaged.
    """
    info = probe(path)
    analysis = BackgroundAnalysis(
        path, model=model, people=people, rate=RATE, cache=cache, instructor=instructor
    )
    finder = Finder(taught=taught, folder=cache.folder if cache is not None else None)
    target = Target(info, analysis, finder)
    target.start()
    return target
