"""A video or keypoints file becomes lines of the diary."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from coach.angles import joint_angles
from coach.diary.done import Done, Recording, entries_of
from coach.diary.names import UNKNOWN, exercise_key
from coach.errors import FileMissing, NobodyFound
from coach.media import Chapter, content_hash, probe, recorded_at
from coach.paths import title_of
from coach.pose import TrackCache, analyse, is_keypoints_file, read_keypoints
from coach.pose.correction import corrected_on_clock
from coach.scoring.trend import trend_of
from coach.storage import Entry, WorkSet
from coach.tracks import RATE
from coach.types import ModelName, Move, PoseTrack

if TYPE_CHECKING:
    from coach.storage import Store

Spans = Sequence[tuple[float, float]]
"""Starts and ends, seconds."""

FEWEST: Final = 2
"""Repetitions outside all moves that are a set; a single one may be anything."""
EDGE: Final = 0.8
"""Seconds between a move and a repetition beside it that belongs to it."""
AROUND: Final = 1.0
"""Seconds before and after a set that are looked at too, for its form and its range."""
SWAY: Final = 8.0
"""Degrees up to which the joints of somebody who does nothing go; an unknown move that goes
no further is none."""
LONGEST_PAUSE: Final = 12.0
"""Seconds between two of them."""


class Counts(Protocol):
    """What was done in a track; see ``coach.moves.counting.Counted``."""

    @property
    def repetitions(self) -> Spans:
        """Full ones."""

    @property
    def attempts(self) -> Spans:
        """Those that fell short."""

    @property
    def held(self) -> Spans:
        """Poses held."""


class Reader(Protocol):
    """Makes out what is done in a track."""

    def moves(self, track: PoseTrack, chapters: Sequence[Chapter]) -> Sequence[Move]:
        """The exercises, in order, named where they are known."""

    def counts(self, track: PoseTrack) -> Counts:
        """Repetitions, attempts and holds of the whole track."""

    def name(self, track: PoseTrack, start: float, end: float) -> str:
        """The exercise of a stretch, "unknown" where it is not known."""

    def grade(self, track: PoseTrack, exercise: str, spans: Spans, /) -> str:
        """Letter for the form of some repetitions, or of a hold; "" where it is not judged."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file gave.

    Attributes:
        entries: that are new. known: whether the diary had taken the file before.
        stopped: whether it was given up before the end; nothing was taken then.
    """

    entries: tuple[Entry, ...] = ()
    known: bool = False
    stopped: bool = False


def add_video(
    store: Store,
    path: Path,
    reader: Reader,
    *,
    cache: TrackCache | None = None,
    model: ModelName = "heavy",
    person: str | None = None,
    day: date | None = None,
    progress: Callable[[float], None] | None = None,
    stop: threading.Event | None = None,
) -> Taken:
    """Look at a video or keypoints file and write down what is done in it.

    Args:
        store: where to.
        path: of either; one that the diary has taken before is not looked at again.
        reader: makes out what is done.
        cache: of analysed videos.
        model: pose model for a video.
        person: name of the profile, or None.
        day: local date; None: that of the file.
        progress: called with the part done, 0 to 1.
        stop: once set, the work is given up.

    Raises:
        FileMissing, KeypointsInvalid, NobodyFound and the errors of reading a video.
    """
    if not path.is_file():
        raise FileMissing(path)
    name = content_hash(path)
    source = f"video:{name}"
    if store.has_entries_of(source):
        return Taken(known=True)
    chapters: Sequence[Chapter] = ()
    if is_keypoints_file(path):
        tracks = sorted(read_keypoints(path), key=lambda t: not t.seen.any())
    else:
        chapters = probe(path).chapters
        tracks = list(
            analyse(path, model=model, rate=RATE, cache=cache, progress=progress, stop=stop)
        )
    if stop is not None and stop.is_set():
        return Taken(stopped=True)
    if not tracks or not tracks[0].seen.any():
        raise NobodyFound(path)
    recording = Recording(source, title_of(path), time_of(path, day), person)
    done = read_track(tracks[0], reader, chapters, store.moves_of(name))
    return Taken(store.add_entries(entries_of(recording, done)))


def time_of(path: Path, day: date | None = None) -> datetime:
    """When a file was recorded, in the zone of the machine.

    It is the time that the video tells, else that of the file; of it, the time of day alone
    where a ``day`` is given.

    Raises:
        The errors of reading a video.
    """
    told = None if is_keypoints_file(path) else recorded_at(path)
    moment = told or datetime.fromtimestamp(path.stat().st_mtime, UTC)
    local = moment.astimezone().replace(microsecond=0)
    # Without its zone, so that summer time is that of the day.
    return local if day is None else datetime.combine(day, local.time()).astimezone()


def read_track(
    track: PoseTrack,
    reader: Reader,
    chapters: Sequence[Chapter] = (),
    edited: Sequence[Move] | None = None,
) -> tuple[Done, ...]:
    """What is done in a track, set by set; moves in which nothing is done are left out.

    ``edited``: the moves as the person divided the video, who knows best.
    """
    if len(track) < 2:
        return ()
    given = reader.moves(track, chapters) if edited is None else edited
    moves = [move for move in given if move.is_exercise]
    counts = reader.counts(track)
    if edited is None:
        moves = _grown(moves, (*counts.repetitions, *counts.attempts))
        moves += _missed(track, reader, counts.repetitions, moves)
    found = (_done(track, reader, move, counts) for move in sorted(moves, key=lambda m: m.start))
    return tuple(done for done in found if done is not None)


def _grown(moves: Sequence[Move], spans: Spans) -> list[Move]:
    """The moves with the repetitions at their edges that are in no other one."""
    free = [span for span in sorted(spans) if not any(_is_in(span, move) for move in moves)]
    grown = []
    for move in moves:
        for start, end in free:
            if end > move.end and start - move.end <= EDGE:
                move = replace(move, end=end)
        for start, end in reversed(free):
            if start < move.start and move.start - end <= EDGE:
                move = replace(move, start=start)
        free = [span for span in free if not _is_in(span, move)]
        grown.append(move)
    return grown


def _missed(
    track: PoseTrack, reader: Reader, repetitions: Spans, moves: Sequence[Move]
) -> list[Move]:
    """Repetitions that are in no move, as moves of their own."""
    inside = {span for move in moves for span in repetitions if _is_in(span, move)}
    sets: list[list[tuple[float, float]]] = []
    for span in sorted(span for span in repetitions if span not in inside):
        if sets and span[0] - sets[-1][-1][1] <= LONGEST_PAUSE:
            sets[-1].append(span)
        else:
            sets.append([span])
    return [
        Move(reader.name(track, own[0][0], own[-1][1]), own[0][0], own[-1][1], len(own))
        for own in sets
        if len(own) >= FEWEST
    ]


def _done(track: PoseTrack, reader: Reader, move: Move, counts: Counts) -> Done | None:
    """One move as a set; None where nothing is done in it."""
    if move.kind == "held":
        held = _within(counts.held, move)
        if not held:
            return None
        seconds = round(sum(end - start for start, end in held), 2)
        work = WorkSet(held[0][0], held[-1][1], 0, held=seconds)
        return Done(move.name, work, reader.grade(track, move.name, held))
    full, short = _within(counts.repetitions, move), _within(counts.attempts, move)
    if not full and not short:
        return None
    start = min(span[0] for span in (*full, *short))
    end = max(span[1] for span in (*full, *short))
    work = WorkSet(start, end, len(full), len(short))
    went = range_of_motion(track, full)
    if exercise_key(move.name) == UNKNOWN and (went is None or went < SWAY):
        return None
    grade = reader.grade(track, move.name, sorted((*full, *short)))
    return Done(move.name, work, grade, went)


def _is_in(span: tuple[float, float], move: Move) -> bool:
    """Whether the middle of a span is in a move."""
    return move.start <= (span[0] + span[1]) / 2 <= move.end


def _within(spans: Spans, move: Move) -> list[tuple[float, float]]:
    """The spans that are in a move, in order."""
    inside = (span for span in spans if _is_in(span, move))
    return sorted((max(0.0, start), max(0.0, start, end)) for start, end in inside)


def range_of_motion(track: PoseTrack, spans: Spans) -> float | None:
    """Degrees that the joint which moves most goes in a typical repetition, or None."""
    if not spans:
        return None
    start, end = spans[0][0], spans[-1][1]
    near = (track.time >= start - AROUND) & (track.time <= end + AROUND)
    done = corrected_on_clock(track.select(near))
    done = done.select((done.time >= start) & (done.time <= end))
    angles = joint_angles(done.world).astype(np.float64)
    unscored = np.full(len(angles), np.nan)
    trend = trend_of(done.time, angles, angles, unscored, spans)
    known = [r.range for r in trend.repetitions if math.isfinite(r.range)]
    return float(median(known)) if known else None
