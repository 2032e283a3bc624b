"""``coach teach``: exercises of the user's own."""

from __future__ import annotations

import argparse

from coach.cli.io import track_of, write_json
from coach.errors import BadRequest, ExerciseNotTaught, NobodyFound
from coach.moves.exercises import EXERCISES, UNKNOWN
from coach.moves.taught import checked_name, forget, read_taught, shown, teach
from coach.paths import data_folder
from coach.texts import Texts


def run_teach(options: argparse.Namespace, texts: Texts) -> None:
    """Teach an exercise, list those that are known, or forget one."""
    folder = data_folder(options.data)
    if options.list:
        write_json([one.name for one in read_taught(folder)], options.json)
    elif options.forget is not None:
        if not forget(folder, options.forget):
            raise ExerciseNotTaught(options.forget)
        print(texts("cli_teach_forgotten", name=options.forget))
    elif options.name is None or options.video is None:
        raise BadRequest("coach teach", "NAME VIDEO / --list / --forget NAME", "-")
    else:
        _teach(options, texts)


def _teach(options: argparse.Namespace, texts: Texts) -> None:
    name = checked_name(options.name, (*EXERCISES, UNKNOWN))
    start, end = options.start, options.end
    if not 0 <= start < end:
        raise BadRequest("--start, --end", "0 <= START < END", f"{start:g}, {end:g}")
    track = track_of(options, texts)
    lesson = shown(name, track, start, end)
    if lesson is None:
        raise NobodyFound(options.video)
    teach(data_folder(options.data), lesson)
    print(texts("cli_teach_done", name=name))
