"""``coach count``: the repetitions, attempts, holds and claps of a recording."""

from __future__ import annotations

import argparse
from pathlib import Path

from coach.cli.io import (
    Progress,
    check_readable,
    check_writable,
    track_cache,
    tracks_of,
    write_json,
)
from coach.embedding import Encoder
from coach.moves.claps import CLOCK, find_claps
from coach.moves.counting import Counted, count
from coach.moves.exercises import UNKNOWN, ExerciseRecogniser
from coach.texts import Texts
from coach.types import PoseTrack


def run_count(options: argparse.Namespace, texts: Texts) -> None:
    """``coach count``."""
    if options.json != "-":
        check_writable(Path(options.json))
    check_readable(options.video)
    track = tracks_of(
        options.video,
        people=1,
        model=options.model,
        cache=track_cache(options.data),
        texts=texts,
        rate=CLOCK,
    )[0]
    with Progress(texts("cli_counting", name=options.video.name)) as progress:
        done = count(track, Encoder(), progress=progress)
    claps = find_claps(track)
    write_json(
        {
            "exercise": _exercise(track, done),
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


def _exercise(track: PoseTrack, done: Counted) -> str:
    """What most of what was counted is, of the vocabulary."""
    spans = sorted((*done.repetitions, *done.attempts)) or sorted(done.held)
    if not spans:
        return UNKNOWN
    return ExerciseRecogniser().recognise(track, spans[0][0], spans[-1][1]).name


def _rounded(spans: tuple[tuple[float, float], ...]) -> list[list[float]]:
    return [[round(start, 3), round(end, 3)] for start, end in spans]
