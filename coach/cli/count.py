"""``coach count``: the repetitions, attempts, holds and claps of a recording."""

from __future__ import annotations

import argparse
from pathlib import Path

from coach.answers import counted
from coach.cli.io import (
    Progress,
    check_readable,
    check_writable,
    track_of,
    write_json,
)
from coach.embedding import Encoder
from coach.moves.claps import CLOCK
from coach.moves.exercises import ExerciseRecogniser
from coach.moves.taught import read_taught
from coach.paths import data_folder
from coach.texts import Texts


def run_count(options: argparse.Namespace, texts: Texts) -> None:
    """``coach count``."""
    if options.json != "-":
        check_writable(Path(options.json))
    check_readable(options.video)
    track = track_of(options, texts, rate=CLOCK)
    with Progress(texts("cli_counting", name=options.video.name)) as progress:
        answer = counted(
            track,
            encoder=Encoder(),
            recogniser=ExerciseRecogniser(taught=read_taught(data_folder(options.data))),
            progress=progress,
        )
    write_json(answer, options.json)
