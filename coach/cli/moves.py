"""``coach moves``: any workout video into moves."""

from __future__ import annotations

import argparse
from pathlib import Path

from coach.answers import divided
from coach.cli.io import (
    Progress,
    check_readable,
    check_writable,
    track_of,
    write_json,
)
from coach.embedding import Encoder
from coach.moves.exercises import ExerciseRecogniser
from coach.moves.taught import read_taught
from coach.paths import data_folder
from coach.pose.recording import chapters_of
from coach.texts import Texts


def run_moves(options: argparse.Namespace, texts: Texts) -> None:
    """``coach moves``."""
    if options.json != "-":
        check_writable(Path(options.json))
    check_readable(options.video)
    track = track_of(options, texts)
    with Progress(texts("cli_dividing", name=options.video.name)) as progress:
        answer = divided(
            track,
            encoder=Encoder(),
            recogniser=ExerciseRecogniser(taught=read_taught(data_folder(options.data))),
            chapters=chapters_of(options.video),
            rests=options.all,
            progress=progress,
        )
    write_json(answer, options.json)
