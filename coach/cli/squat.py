"""``coach squat``: phases, faults and grades of a squat, or of another exercise."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from coach.answers import judged
from coach.cli.io import check_readable, check_writable, track_of, write_json
from coach.errors import NobodyFound
from coach.moves.form import PLANS, Form, assess
from coach.texts import Texts


def run_squat(options: argparse.Namespace, texts: Texts) -> None:
    """``coach squat``: JSON, and what to do about it in words on standard error."""
    if options.json != "-":
        check_writable(Path(options.json))
    check_readable(options.video)
    try:
        track = track_of(options, texts)
        form = assess(track, options.exercise)
    except NobodyFound:
        form = Form.empty(options.exercise)
    write_json(judged(form, texts), options.json)
    print("\n".join(in_words(form, options.video.name, texts)), file=sys.stderr)


def in_words(form: Form, name: str, texts: Texts) -> list[str]:
    """The set, each repetition with what to do about it, and what this view does not show."""
    exercise = texts(f"exercise_{form.exercise}")
    if not form.repetitions:
        return [texts("form_nothing", name=name, exercise=exercise.lower())]
    known = {"name": name, "exercise": exercise, "grade": form.grade}
    if PLANS[form.exercise].hold:
        held = sum(one.end - one.start for one in form.repetitions)
        lines = [texts("form_hold", seconds=round(held), **known)]
    else:
        lines = [texts("form_set", n=len(form.repetitions), **known)]
    for n, one in enumerate(form.repetitions, 1):
        times = {"start": f"{one.start:.1f}", "end": f"{one.end:.1f}"}
        advice = [texts(f"advice_{form.exercise}_{fault.name}") for fault in one.faults]
        lines.append(" ".join([texts("form_repetition", n=n, grade=one.grade, **times), *advice]))
    hidden = [f for f in PLANS[form.exercise].faults
              if all(f in one.not_judged for one in form.repetitions)]  # fmt: skip
    if hidden:
        faults = ", ".join(texts(f"fault_{fault}") for fault in hidden)
        lines.append(texts("form_hidden", faults=faults))
    return lines
