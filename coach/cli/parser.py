"""The arguments of every command; what runs them is loaded only when it is asked for."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from coach import __version__
from coach.links import SITE_NAMES
from coach.texts import LANGUAGES, Texts
from coach.types import LIMB_NAMES, MODEL_NAMES, STRICTNESS_NAMES

EXIT_USER = 2

FORM_NAMES = ("squat", "push_up", "lunge", "plank", "shoulder_press", "deadlift")
"""Exercises whose form is judged: those of ``coach.moves.form``, which is loaded later."""

Command = Callable[[argparse.Namespace, Texts], int | None]


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(EXIT_USER, f"coach: {message} (try “{self.prog} --help”)\n")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; every command and option is documented in ``docs/cli.md``."""
    parser = _Parser(
        prog="coach",
        parents=[_common(None)],
        description="Follow any workout video and see how well you do. Alone: opens the app.",
    )
    parser.add_argument("--version", action="version", version=f"coach {__version__}")
    parser.set_defaults(run=_later("app", "run_start"), opened=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    common = _common(argparse.SUPPRESS)
    adders = (
        _add_app,
        _add_recordings,
        _add_diary,
        _add_watch,
        _add_teach,
        _add_fetch,
        _add_batch,
        _add_data,
        _add_doctor,
    )
    for add in adders:
        add(commands, common)
    return parser


def _later(module: str, function: str) -> Command:
    """The function of a module of this package, imported when it is called."""

    def run(options: argparse.Namespace, texts: Texts) -> int | None:
        command: Command = getattr(importlib.import_module(f"coach.cli.{module}"), function)
        return command(options, texts)

    return run


def _common(default: str | None) -> argparse.ArgumentParser:
    """Options that may stand before and after the command; the later one counts."""
    common = argparse.ArgumentParser(add_help=False, argument_default=default)
    common.add_argument("--data", type=Path, metavar="DIR", help="folder of profiles and sessions")
    common.add_argument("--language", choices=LANGUAGES, help="of what is printed and shown")
    return common


def _strict() -> argparse.ArgumentParser:
    """The option of every command that scores."""
    strict = argparse.ArgumentParser(add_help=False)
    strict.add_argument(
        "--strictness", choices=STRICTNESS_NAMES, default="normal", help="of the score"
    )
    return strict


def _add_app(commands: Any, common: argparse.ArgumentParser) -> None:
    follow = commands.add_parser(
        "follow", parents=[common, _strict()], help="open the app on a session"
    )
    follow.add_argument("target", type=Path, metavar="TARGET", help="workout video")
    follow.add_argument("--camera", metavar="N or FILE", help="a camera, or a video played as one")
    follow.add_argument("--people", type=int, choices=(1, 2), default=1)
    follow.add_argument("--model", choices=MODEL_NAMES, default="full", help="pose model, live")
    follow.add_argument("--start", action="store_true", help="begin at once")
    follow.add_argument("--exit", action="store_true", help="end with the target")
    follow.add_argument("--stats", metavar="FILE", help="figures as JSON; - for standard output")
    follow.set_defaults(run=_later("app", "run_follow"))

    demo = commands.add_parser(
        "demo", parents=[common], help="a whole session on the bundled clips, in real time"
    )
    demo.add_argument("--output", type=Path, default=Path("demo-output"), metavar="DIR")
    demo.set_defaults(run=_later("app", "run_demo"))


def _add_recordings(commands: Any, common: argparse.ArgumentParser) -> None:
    model = argparse.ArgumentParser(add_help=False)
    model.add_argument("--model", choices=MODEL_NAMES, default="heavy", help="pose model")

    score = commands.add_parser(
        "score", parents=[common, model, _strict()], help="score a recording against a target"
    )
    score.add_argument("target", type=Path, metavar="TARGET", help="video or keypoints file")
    score.add_argument("user", type=Path, metavar="USER", help="video or keypoints file")
    score.add_argument("--people", type=int, choices=(1, 2), default=1)
    score.add_argument("--mirror", choices=("auto", "on", "off"), default="auto")
    score.add_argument("--body", choices=("whole", "upper"), default="whole", help="what is judged")
    score.add_argument(
        "--without", action="append", choices=LIMB_NAMES, default=[], metavar="LIMB",
        help=f"a limb that is not judged: {', '.join(LIMB_NAMES)}; may be given again",
    )  # fmt: skip
    score.add_argument("--json", metavar="FILE", help="result as JSON; - for standard output")
    score.add_argument("--report", type=Path, metavar="FILE", help=".html, .pdf, .csv or .json")
    score.set_defaults(run=_later("recordings", "run_score"))

    keypoints = commands.add_parser(
        "keypoints", parents=[common, model], help="write the keypoints of a video"
    )
    keypoints.add_argument("video", type=Path, metavar="VIDEO")
    keypoints.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    keypoints.add_argument("--people", type=int, choices=(1, 2), default=1)
    keypoints.add_argument("--rate", type=float, metavar="N", help="poses a second (default: all)")
    keypoints.set_defaults(run=_later("recordings", "run_keypoints"))

    embed = commands.add_parser("embed", parents=[common], help="points to latents")
    embed.add_argument("points", type=Path, metavar="POINTS.npy", help="(T,17,3) or (T,17,2)")
    embed.add_argument("latents", type=Path, metavar="LATENTS.npy", help="(T,K) float32")
    embed.set_defaults(run=_later("recordings", "run_embed"))

    moves = commands.add_parser(
        "moves", parents=[common, model], help="the moves of a video, with their repetitions"
    )
    moves.add_argument("video", type=Path, metavar="VIDEO", help="video or keypoints file")
    moves.add_argument("--all", action="store_true", help="rests and transitions too")
    moves.add_argument("--json", metavar="FILE", default="-", help="- for standard output")
    moves.set_defaults(run=_later("moves", "run_moves"))

    counting = commands.add_parser(
        "count", parents=[common, model], help="count repetitions, whatever the exercise"
    )
    counting.add_argument("video", type=Path, metavar="VIDEO", help="video or keypoints file")
    counting.add_argument("--json", metavar="FILE", default="-", help="- for standard output")
    counting.set_defaults(run=_later("count", "run_count"))

    form = commands.add_parser(
        "squat", parents=[common, model], help="phases, faults and grades of a squat"
    )
    form.add_argument("video", type=Path, metavar="VIDEO", help="video or keypoints file")
    form.add_argument("--exercise", choices=FORM_NAMES, default="squat", help="another exercise")
    form.add_argument("--json", metavar="FILE", default="-", help="- for standard output")
    form.set_defaults(run=_later("squat", "run_squat"))

    accuracy = commands.add_parser("pck", parents=[common], help="check keypoints against truth")
    accuracy.add_argument("predicted", type=Path, metavar="PREDICTED")
    accuracy.add_argument("truth", type=Path, metavar="TRUTH")
    accuracy.add_argument("--alpha", type=float, default=0.2)
    accuracy.add_argument("--json", metavar="FILE", default="-")
    accuracy.set_defaults(run=_later("recordings", "run_pck"))


def _add_diary(commands: Any, common: argparse.ArgumentParser) -> None:
    history = commands.add_parser("history", parents=[common], help="list the sessions")
    history.add_argument("--json", metavar="FILE", help="as JSON; - for standard output")
    history.set_defaults(run=_later("diary", "run_history"))

    report = commands.add_parser("report", parents=[common], help="report of a stored session")
    report.add_argument("session", metavar="SESSION", help="number from “coach history”")
    report.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help=".html .pdf .csv .json"
    )
    report.add_argument(
        "--page", choices=("full", "physio"), default="full", help="physio: one page of ranges"
    )
    report.set_defaults(run=_later("diary", "run_report"))

    _add_entries(commands, common)


def _add_entries(commands: Any, common: argparse.ArgumentParser) -> None:
    diary = commands.add_parser("diary", parents=[common], help="what was done, day by day")
    diary.add_argument("--json", metavar="FILE", help="as JSON; - for standard output")
    diary.add_argument("--from", dest="first", metavar="DATE", help="first day, YYYY-MM-DD")
    diary.add_argument("--to", dest="last", metavar="DATE", help="last day")
    diary.add_argument("--person", metavar="NAME", help="of this person alone")
    diary.set_defaults(run=_later("entries", "run_list"))
    under = diary.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, words: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = under.add_parser(name, parents=[common], help=words)
        added.set_defaults(run=_later("entries", f"run_{name}"))
        return added

    add = command("add", "write down what is done in videos")
    add.add_argument("videos", type=Path, nargs="+", metavar="VIDEO", help="or keypoints files")
    add.add_argument("--date", metavar="DATE", help="local date; that of the file if not given")
    add.add_argument("--person", metavar="NAME", help="whose diary it is")
    add.add_argument("--model", choices=MODEL_NAMES, default="heavy", help="pose model")

    correct = command("correct", "put an entry right; what was measured is kept beside")
    correct.add_argument("entry", metavar="ENTRY", help="number from “coach diary”")
    correct.add_argument("--exercise", metavar="NAME")
    correct.add_argument("--repetitions", type=int, metavar="N")
    correct.add_argument("--seconds", type=float, metavar="S", help="of a hold")
    correct.add_argument("--grade", metavar="LETTER")
    correct.add_argument("--date", metavar="DATE")
    correct.add_argument("--take-back", action="store_true", help="back to what was measured")
    correct.add_argument("--json", metavar="FILE", help="the entry; - for standard output")

    delete = command("delete", "remove an entry")
    delete.add_argument("entry", metavar="ENTRY")

    profile = command("profile", "body weight and height, for the estimate of energy")
    profile.add_argument("--person", metavar="NAME")
    profile.add_argument("--weight", type=float, metavar="KG")
    profile.add_argument("--height", type=float, metavar="M")

    for name, words in (("export", "all entries as a file"), ("import", "entries of a file")):
        command(name, words).add_argument(
            "file", type=Path, metavar="FILE", help=".csv, .json or .ics"
        )


def _add_watch(commands: Any, common: argparse.ArgumentParser) -> None:
    watch = commands.add_parser(
        "watch", parents=[common], help="what somebody is doing, and whether they fell"
    )
    watch.add_argument(
        "video", metavar="VIDEO", help="video, keypoints file, or number of a camera"
    )
    watch.add_argument("--people", type=int, choices=(1, 2), default=1)
    watch.add_argument(
        "--model", choices=MODEL_NAMES, help="pose model (default: heavy, full for a camera)"
    )
    watch.add_argument("--json", metavar="FILE", default="-")
    watch.set_defaults(run=_later("watch", "run_watch"))


def _add_teach(commands: Any, common: argparse.ArgumentParser) -> None:
    teach = commands.add_parser(
        "teach", parents=[common], help="an exercise of your own, from a few repetitions"
    )
    teach.add_argument("name", nargs="?", metavar="NAME", help="what it is called")
    teach.add_argument("video", nargs="?", type=Path, metavar="VIDEO", help="or keypoints file")
    teach.add_argument("--start", type=float, default=0.0, metavar="S", help="seconds")
    teach.add_argument("--end", type=float, default=float("inf"), metavar="S", help="seconds")
    teach.add_argument("--model", choices=MODEL_NAMES, default="heavy", help="pose model")
    teach.add_argument("--list", action="store_true", help="what was taught")
    teach.add_argument("--json", metavar="FILE", default="-", help="of the list")
    teach.add_argument("--forget", metavar="NAME", help="an exercise that was taught")
    teach.set_defaults(run=_later("teach", "run_teach"))


def _add_fetch(commands: Any, common: argparse.ArgumentParser) -> None:
    fetch = commands.add_parser(
        "fetch", parents=[common], help="download the video of a link into the library"
    )
    fetch.add_argument("link", metavar="LINK", help=f"of {SITE_NAMES}")
    fetch.set_defaults(run=_later("fetch", "run_fetch"))


def _add_batch(commands: Any, common: argparse.ArgumentParser) -> None:
    batch = commands.add_parser("batch", parents=[common], help="many recordings, as a table says")
    batch.add_argument("manifest", type=Path, metavar="MANIFEST", help="a row a recording, CSV")
    batch.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="results, to go on with"
    )
    batch.add_argument("--model", choices=MODEL_NAMES, default="heavy", help="pose model")
    batch.add_argument("--workers", type=int, metavar="N", help="processes (default: all cores)")
    batch.add_argument(
        "--limit", type=float, default=float("inf"), metavar="MIN", help="minutes a row may take"
    )
    batch.add_argument(
        "--scheduler", "--dask", metavar="ADDRESS", help="of a Dask cluster: tcp://host:8786"
    )
    batch.add_argument("--again", action="store_true", help="do all rows, also those done before")
    batch.add_argument("--quiet", action="store_true", help="no progress, no summary")
    batch.add_argument("--json", metavar="FILE", help="progress as JSON lines; - for stdout")
    batch.set_defaults(run=_later("batch", "run_batch"))


def _add_data(commands: Any, common: argparse.ArgumentParser) -> None:
    data = commands.add_parser("data", parents=[common], help="back-up, restore, check, export")
    under = data.add_subparsers(
        title="commands", metavar="COMMAND", parser_class=_Parser, required=True
    )

    def command(name: str, words: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = under.add_parser(name, parents=[common], help=words)
        added.set_defaults(run=_later("data", f"run_{name}"))
        return added

    for name, words, file in (
        ("backup", "all of the data folder as one file", "the file, .coach"),
        ("restore", "a back-up into the data folder; a copy of what was there stays", "the file"),
        ("export", "all that is known, as CSV and JSON", "a folder, or a .zip file"),
    ):
        command(name, words).add_argument("path", type=Path, metavar="PATH", help=file)
    check = command("check", "whether the data folder, or a back-up, is sound")
    check.add_argument("path", type=Path, nargs="?", metavar="PATH", help="a back-up")
    check.add_argument("--repair", action="store_true", help="save what a damaged file still holds")


def _add_doctor(commands: Any, common: argparse.ArgumentParser) -> None:
    doctor = commands.add_parser("doctor", parents=[common], help="what works, what to install")
    doctor.add_argument("--self-test", action="store_true", help="let the score prove itself")
    doctor.add_argument("--quick", action="store_true", help="without the speed of the models")
    doctor.add_argument("--camera", metavar="N", help="try this camera, for some seconds")
    doctor.add_argument("--json", metavar="FILE", help="as JSON; - for standard output")
    doctor.set_defaults(run=_later("doctor", "run_doctor"))
