"""One recording of many: what a worker is handed, what it does, what it hands back.

Everything here can be sent to another process, or to another machine that sees the same files.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from coach import __version__, answers
from coach.batch.manifest import OPTIONS, Options, Row
from coach.embedding import Encoder
from coach.errors import NobodyFound, UserCanFix
from coach.media import content_hash
from coach.moves.actions import recognise_actions
from coach.moves.claps import CLOCK
from coach.moves.exercises import ExerciseRecogniser
from coach.moves.fall_detector import find_falls
from coach.moves.form import Form, assess
from coach.moves.taught import FILE as TAUGHT
from coach.moves.taught import read_taught
from coach.paths import TRACKS, title_of
from coach.pose import TrackCache, analyse, is_keypoints_file
from coach.pose.recording import chapters_of, tracks_in
from coach.report import result_json
from coach.scoring import curve_for
from coach.session import score_session
from coach.texts import Texts
from coach.tracks import RATE
from coach.types import ModelName, PoseTrack

log = logging.getLogger(__name__)

BUG: Final = "Bug"
"""Kind of a failure that is a fault of the program; the details are in the log."""


@dataclass(frozen=True, slots=True)
class Look:
    """The analysis of one video, which several rows may ask for.

    Attributes:
        path: of the video.
        model, people, rate: as of ``coach.pose.analyse``.
    """

    path: Path
    model: ModelName
    people: int
    rate: float


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file as it was when it was read: where it is, bytes, time of change (ns), content."""

    path: str
    size: int
    changed: int
    content: str


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is handed.

    Attributes:
        number: tells jobs of a run apart.
        what: a row, or the analysis of a video that several rows need.
        data: the data folder, where the analyses of videos are kept.
        language: of the sentences.
        before: fingerprint of the answer that is known already, "" for none; where it is
            still the same, nothing is done.
    """

    number: int
    what: Row | Look
    data: Path
    language: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a worker hands back.

    Attributes:
        status: "unchanged": the answer that is known already still holds.
        error: name of the kind of error, "" for none; message: its sentence.
        seconds: that it took.
        answer: as the command of the task writes it, without the single frames.
        fingerprint: of files and options together. files: those that were read.
    """

    status: Literal["done", "failed", "unchanged"]
    seconds: float = 0.0
    error: str = ""
    message: str = ""
    answer: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""
    files: tuple[FileMark, ...] = ()


def run_job(job: Job) -> Outcome:
    """Do it; whatever goes wrong with it is part of the outcome."""
    began = time.monotonic()
    texts = Texts(job.language)
    try:
        outcome = _looked(job, job.what) if isinstance(job.what, Look) else _done(job, job.what)
    except UserCanFix as error:
        outcome = failed(error, texts)
    except Exception as error:  # our own bug: it costs one row
        log.exception("job %d broke", job.number)
        outcome = Outcome(
            "failed", error=BUG, message=texts("batch_bug", kind=type(error).__name__)
        )
    return replace(outcome, seconds=time.monotonic() - began)


def failed(error: UserCanFix, texts: Texts) -> Outcome:
    """The outcome of something that the user can mend."""
    return Outcome("failed", error=type(error).__name__, message=texts.error(error))


def looks_of(row: Row) -> tuple[Look, ...]:
    """The videos that a row needs analysed; none of keypoints files."""
    people = row.options.people if row.task in ("score", "watch") else 1
    rate = CLOCK if row.task == "count" else RATE
    looks = [Look(row.recording, row.options.model, people, rate)]
    if row.target is not None:
        looks.insert(0, Look(row.target, row.options.model, 1, RATE))
    return tuple(look for look in looks if not is_keypoints_file(look.path))


def files_of(row: Row) -> tuple[Path, ...]:
    """The files that a row reads."""
    return (row.recording,) if row.target is None else (row.recording, row.target)


def fingerprint_of(row: Row, contents: tuple[str, ...], taught: str, language: str) -> str:
    """A name for everything that the answer to a row depends on.

    Args:
        row: what is asked.
        contents: hashes of ``files_of(row)``.
        taught: hash of what was taught, "" for nothing.
        language: of the sentences in the answer.
    """
    options = [[name, getattr(row.options, name)] for name in OPTIONS[row.task]]
    asked = [__version__, row.task, options, contents, taught, language]
    return hashlib.blake2b(json.dumps(asked).encode(), digest_size=16).hexdigest()


def taught_hash(data: Path) -> str:
    """Name of what was taught; "" for nothing."""
    path = data / TAUGHT
    return content_hash(path) if path.is_file() else ""


def mark_of(path: Path) -> tuple[str, int, int]:
    """Place, bytes and time of change (ns) of a file; OSError."""
    stat = path.stat()
    return str(path.absolute()), stat.st_size, stat.st_mtime_ns


def _looked(job: Job, look: Look) -> Outcome:
    analyse(
        look.path,
        model=look.model,
        people=look.people,
        rate=look.rate,
        cache=_cache_in(job.data),
    )
    return Outcome("done")


def _done(job: Job, row: Row) -> Outcome:
    contents = tuple(content_hash(path) for path in files_of(row))
    marks = tuple(
        FileMark(*mark_of(path), content)
        for path, content in zip(files_of(row), contents, strict=True)
    )
    fingerprint = fingerprint_of(row, contents, taught_hash(job.data), job.language)
    if fingerprint == job.before:
        return Outcome("unchanged", fingerprint=fingerprint, files=marks)
    answer = _Answers(job.data, Texts(job.language), row.options).to(row)
    return Outcome("done", answer=answers.plain(answer), fingerprint=fingerprint, files=marks)


class _Answers:
    """Answers to rows, each as the command of the same name gives it."""

    def __init__(self, data: Path, texts: Texts, options: Options) -> None:
        self._data, self._texts, self._options = data, texts, options

    def to(self, row: Row) -> dict[str, Any]:
        answer: dict[str, Any] = getattr(self, f"_{row.task}")(row)
        return answer

    def _tracks(self, path: Path, people: int = 1, rate: float = RATE) -> tuple[PoseTrack, ...]:
        model = self._options.model
        cache = _cache_in(self._data)
        return tracks_in(path, people=people, model=model, cache=cache, rate=rate)

    def _recogniser(self) -> ExerciseRecogniser:
        return _recogniser(self._data, taught_hash(self._data))

    def _score(self, row: Row) -> dict[str, Any]:
        assert row.target is not None
        options = self._options
        target = self._tracks(row.target)[0]
        users = answers.from_left(self._tracks(row.recording, options.people))
        result = score_session(
            target,
            users,
            title=title_of(row.target),
            encoder=_encoder(),
            chapters=chapters_of(row.target),
            mirror=options.mirror,
            curve=curve_for(options.strictness),
            left_out=answers.left_out(options.body, options.without),
            recogniser=self._recogniser(),
        )
        return _without_frames(result_json(result, self._texts))

    def _count(self, row: Row) -> dict[str, Any]:
        track = self._tracks(row.recording, rate=CLOCK)[0]
        return answers.counted(track, encoder=_encoder(), recogniser=self._recogniser())

    def _moves(self, row: Row) -> dict[str, Any]:
        return answers.divided(
            self._tracks(row.recording)[0],
            encoder=_encoder(),
            recogniser=self._recogniser(),
            chapters=chapters_of(row.recording),
        )

    def _squat(self, row: Row) -> dict[str, Any]:
        exercise = row.options.exercise
        try:
            form = assess(self._tracks(row.recording)[0], exercise)
        except NobodyFound:
            form = Form.empty(exercise)
        return answers.judged(form, self._texts)

    def _watch(self, row: Row) -> dict[str, Any]:
        tracks = self._tracks(row.recording, row.options.people)
        found = [answers.watched(recognise_actions(track), find_falls(track)) for track in tracks]
        return found[0] if row.options.people == 1 else {"people": found}


def _without_frames(answer: dict[str, Any]) -> dict[str, Any]:
    """The same without the scores of single frames, which a table has no place for."""
    for one in answer.get("people", [answer]):
        del one["frames"]
    return answer


def _cache_in(data: Path) -> TrackCache:
    return TrackCache(data / TRACKS)


@cache
def _encoder() -> Encoder:
    """One for all rows of a worker."""
    return Encoder()


@cache
def _recogniser(data: Path, taught: str) -> ExerciseRecogniser:
    """One for all rows of a worker; ``taught``: hash of what was taught, anew when it changes."""
    return ExerciseRecogniser(taught=read_taught(data) if taught else ())
