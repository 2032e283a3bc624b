"""A video or keypoints file becomes lines of the diary."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Protocol

import numpy as np

from coach.angles import joint_angles
from coach.diary.done import Done, Recording, entries_of
from coach.errors import FileMissing, NobodyFound
from coach.media import Chapter, content_hash, probe
from coach.pose import TrackCache, analyse, is_keypoints_file, read_keypoints
from coach.scoring.trend import trend_of
from coach.storage import Entry, Store, WorkSet
from coach.tracks import RATE
from coach.types import ModelName, Move, PoseTrack

Spans = Sequence[tuple[float, float]]
"""Starts and ends, seconds."""


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
    source = f"video:{content_hash(path)}"
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
    recording = Recording(source, path.stem, recorded_at(path, day), person)
    done = read_track(tracks[0], reader, chapters)
    return Taken(store.add_entries(entries_of(recording, done)))


def recorded_at(path: Path, day: date | None = None) -> datetime:
    """When a file was recorded, in the zone of the machine: its own time, on ``day``."""
    own = datetime.fromtimestamp(path.stat().st_mtime).replace(microsecond=0)
    return (own if day is None else datetime.combine(day, own.time())).astimezone()


def read_track(
    track: PoseTrack, reader: Reader, chapters: Sequence[Chapter] = ()
) -> tuple[Done, ...]:
    """What is done in a track, set by set; moves in which nothing is done are left out."""
    moves = [move for move in reader.moves(track, chapters) if move.is_exercise]
    if not moves:
        return ()
    counts = reader.counts(track)
    found = (_done(track, reader, move, counts) for move in moves)
    return tuple(done for done in found if done is not None)


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
    grade = reader.grade(track, move.name, sorted((*full, *short)))
    return Done(move.name, work, grade, range_of_motion(track, full))


def _within(spans: Spans, move: Move) -> list[tuple[float, float]]:
    """The spans whose middle is in a move, in order."""
    inside = (s for s in spans if move.start <= (s[0] + s[1]) / 2 <= move.end)
    return sorted((max(0.0, start), max(0.0, start, end)) for start, end in inside)


def range_of_motion(track: PoseTrack, spans: Spans) -> float | None:
    """Degrees that the joint which moves most goes in a typical repetition, or None."""
    if not spans:
        return None
    rows = (track.time >= spans[0][0]) & (track.time <= spans[-1][1])
    angles = joint_angles(track.world[rows]).astype(np.float64)
    unscored = np.full(len(angles), np.nan)
    trend = trend_of(track.time[rows], angles, angles, unscored, spans)
    known = [r.range for r in trend.repetitions if math.isfinite(r.range)]
    return float(median(known)) if known else None
