"""``coach moves``: any workout video into moves."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from coach.cli.io import (
    Progress,
    chapters_of,
    check_readable,
    check_writable,
    track_of,
    write_json,
)
from coach.embedding import Encoder
from coach.moves.exercises import ExerciseRecogniser
from coach.moves.taught import read_taught
from coach.paths import data_folder
from coach.session import stretches_of
from coach.texts import Texts
from coach.types import Move


def run_moves(options: argparse.Namespace, texts: Texts) -> None:
    """``coach moves``."""
    if options.json != "-":
        check_writable(Path(options.json))
    check_readable(options.video)
    track = track_of(options, texts)
    with Progress(texts("cli_dividing", name=options.video.name)) as progress:
        found = stretches_of(
            track,
            Encoder(),
            chapters_of(options.video),
            recogniser=ExerciseRecogniser(taught=read_taught(data_folder(options.data))),
            progress=progress,
        )
    chosen = [move for move in found if options.all or move.is_exercise]
    write_json({"moves": [_as_json(move) for move in chosen]}, options.json)


def _as_json(move: Move) -> dict[str, Any]:
    return {
        "name": move.name,
        "start": round(move.start, 3),
        "end": round(move.end, 3),
        "repetitions": move.repetitions,
        "confidence": round(move.confidence, 3),
        "kind": move.kind,
    }
