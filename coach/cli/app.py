"""Commands that open the app: the app itself, follow, demo."""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path
from typing import Any

from coach.cli.io import write_json
from coach.errors import FileMissing, OutputUnwritable
from coach.media import open_camera, probe
from coach.memory import few_arenas
from coach.paths import DEMO, data_folder
from coach.report import result_json, write_report
from coach.storage import Store
from coach.texts import Texts


def _open_app(**options: Any) -> int:
    """The app, imported only when it is asked for: the engine itself knows no Qt."""
    few_arenas()
    app = importlib.import_module("ui.app")
    return int(app.run_app(app.AppOptions(**options)))


def run_start(options: argparse.Namespace, _texts: Texts) -> int:
    """``coach`` alone, or with a video that was opened with it."""
    return _open_app(
        target=options.opened, data=options.data, language=options.language, welcome=True
    )


def run_follow(options: argparse.Namespace, _texts: Texts) -> int:
    """``coach follow``."""
    if not options.target.exists():
        raise FileMissing(options.target)
    probe(options.target)
    if options.camera is not None:
        open_camera(options.camera).close()
    return _open_app(
        target=options.target,
        camera=options.camera,
        people=options.people,
        model=options.model,
        start=options.start,
        exit_at_end=options.exit,
        stats=options.stats,
        data=options.data,
        language=options.language,
        strictness=options.strictness,
    )


def run_demo(options: argparse.Namespace, texts: Texts) -> int:
    """``coach demo``."""
    output: Path = options.output
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputUnwritable(output, error.strerror or str(error)) from error
    data = options.data or output / "data"
    stats = output / "stats.json"
    print(texts("cli_demo_begins"))
    status = _open_app(
        target=DEMO / "target.mp4",
        camera=str(DEMO / "good.mp4"),
        start=True,
        exit_at_end=True,
        stats=str(stats),
        data=data,
        language=options.language,
        screenshots=output,
    )
    if status:
        return status
    with Store(data_folder(data)) as store:
        session = store.session(store.history()[0].id)
    result = session.result
    if result is None:
        return 1
    write_json(result_json(result, texts), str(output / "result.json"))
    for suffix in ("html", "pdf"):
        write_report(result, output / f"report.{suffix}", texts=texts, when=session.summary.started)
    person = result.people[0]
    print(texts("cli_demo_done", score=round(person.score), grade=person.grade, folder=output))
    return 0
