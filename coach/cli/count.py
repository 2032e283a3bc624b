"""``coach count``: the repetitions, attempts, holds and claps of a recording."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from coach.cli.io import (
    Progress,
    check_readable,
    check_writable,
    track_of,
    write_json,
)
from coach.embedding import Encoder
from coach.moves.claps import CLOCK, find_claps
from coach.moves.counting import Counted, count
from coach.moves.exercises import UNKNOWN, ExerciseRecogniser
from coach.moves.form import assess
from coach.moves.taught import TaughtExercise, read_taught
from coach.paths import data_folder
from coach.texts import Texts
from coach.types import PoseTrack

KNOWN_BY_FORM: Final = frozenset({"push_up"})
"""Exercises whose own measures find the repetitions better than the counter of any exercise: of
people held out 8 of 9 sets against 3 of 9."""


def run_count(options: argparse.Namespace, texts: Texts) -> None:
    """``coach count``."""
    if options.json != "-":
        check_writable(Path(options.json))
    check_readable(options.video)
    track = track_of(options, texts, rate=CLOCK)
    with Progress(texts("cli_counting", name=options.video.name)) as progress:
        done = count(track, Encoder(), progress=progress)
    exercise = _exercise(track, done, read_taught(data_folder(options.data)))
    if exercise in KNOWN_BY_FORM:
        done = _looked_at_again(track, exercise, done)
    claps = find_claps(track)
    write_json(
        {
            "exercise": exercise,
            "repetitions": len(done.repetitions),
            "times": _rounded(done.repetitions),
            "attempts": len(done.attempts),
            "attempt_times": _rounded(done.attempts),
            "claps": len(claps),
            "clap_times": [round(time, 3) for time in claps],
            "held_s": round(done.held_s, 2),
        },
        options.json,
    )


def _exercise(track: PoseTrack, done: Counted, taught: Sequence[TaughtExercise]) -> str:
    """What most of what was counted is, or all there is where nothing was."""
    if not len(track):
        return UNKNOWN
    spans = sorted((*done.repetitions, *done.attempts)) or [(float(track.time[0]), track.duration)]
    return ExerciseRecogniser(taught=taught).recognise(track, spans[0][0], spans[-1][1]).name


def _looked_at_again(track: PoseTrack, exercise: str, done: Counted) -> Counted:
    """The repetitions as the form of the exercise has them, where those are more."""
    found = tuple((one.start, one.end) for one in assess(track, exercise).repetitions)
    if len(found) <= len(done.repetitions) + len(done.attempts):
        return done
    return replace(done, repetitions=found, attempts=())


def _rounded(spans: tuple[tuple[float, float], ...]) -> list[list[float]]:
    return [[round(start, 3), round(end, 3)] for start, end in spans]
