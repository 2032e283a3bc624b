"""``coach doctor``: what works on this machine, and what to install."""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import av

from coach.cli.io import write_json
from coach.embedding import Encoder
from coach.errors import BadRequest, UserCanFix
from coach.media import list_cameras, probe, read_frames
from coach.paths import ASSETS, DEMO, data_folder
from coach.pose import PoseEstimator
from coach.pose.landmarker import read_model
from coach.selftest import Trial, self_test
from coach.storage import Store
from coach.texts import Texts
from coach.types import MODEL_NAMES

CODECS: Final = ("h264", "hevc", "vp9", "av1", "mpeg4")
LIBRARIES: Final = ("mediapipe", "onnxruntime", "opencv-contrib-python", "av", "PySide6")
_APP_LIBRARIES: Final = ("PySide6.QtWidgets", "PySide6.QtMultimedia", "pyqtgraph")
_PATIENCE_S: Final = 120
"""Seconds for the libraries of the app to load."""
DEBIAN_PACKAGES: Final = ASSETS / "debian-packages.txt"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor.

    Attributes:
        name: what was looked at.
        works: whether it can be used.
        detail: what was found, or what to do.
        needed: whether the program is of no use without it.
    """

    name: str
    works: bool
    detail: str
    needed: bool = True


def run_doctor(options: argparse.Namespace, texts: Texts) -> int:
    """``coach doctor``: exit status 1 when something needed does not work.

    Raises:
        BadRequest: ``--json`` without ``--self-test``.
    """
    if options.self_test:
        return _run_self_test(options.json, texts)
    if options.json:
        raise BadRequest("--json", "--self-test --json FILE", options.json)
    found = []
    for check in checks(options.data, texts):
        mark = "✓" if check.works else "✗" if check.needed else "–"
        print(f"{mark} {check.name}: {check.detail}", flush=True)
        found.append(check)
    bad = [check for check in found if check.needed and not check.works]
    print(texts("doctor_problems", n=len(bad), total=len(found)) if bad else texts("doctor_ok"))
    return 1 if bad else 0


def _run_self_test(json: str | None, texts: Texts) -> int:
    """Print the trials, or write them as JSON where standard output is asked for."""
    trials = self_test()
    if json != "-":
        for trial in trials:
            print(f"{'✓' if trial.passed else '✗'} {_trial_line(trial, texts)}")
        passed = all(trial.passed for trial in trials)
        print(texts("selftest_passed" if passed else "selftest_failed"))
    if json:
        write_json({"trials": [{**asdict(t), "passed": t.passed} for t in trials]}, json)
    return 0 if all(trial.passed for trial in trials) else 1


def _trial_line(trial: Trial, texts: Texts) -> str:
    """A trial in words: what, how many points, which were wanted."""
    least = trial.at_least > 0
    limit = texts(
        "selftest_at_least" if least else "selftest_at_most",
        points=round(trial.at_least if least else trial.at_most),
    )
    side = texts("selftest_mirrored") if trial.mirrored else texts("selftest_same_side")
    return texts(
        "selftest_line" if trial.wanted_mirrored is None else "selftest_line_sided",
        what=texts(f"selftest_{trial.name}"),
        points=f"{trial.score:.0f}",
        side=side,
        limit=limit,
    )


def checks(data: Path | None, texts: Texts) -> Iterator[Check]:
    """Look at one thing after another."""
    yield _libraries(texts)
    yield _app(texts)
    yield _asked(texts, "doctor_models", _models)
    yield _asked(texts, "doctor_encoder", lambda: f"{Encoder().size}")
    yield _codecs(texts)
    cameras = list_cameras()
    names = ", ".join(f"{c.index}: {c.name}" for c in cameras)
    yield Check(
        texts("doctor_cameras"), bool(cameras), names or texts("doctor_no_camera"), needed=False
    )
    yield _asked(texts, "doctor_data", lambda: _data(data))
    yield _asked(texts, "doctor_demo", lambda: f"{probe(DEMO / 'target.mp4').duration:.0f} s")
    yield _asked(texts, "doctor_pose", lambda: _pose(texts))


def _asked(texts: Texts, key: str, question: Callable[[], str]) -> Check:
    """A check that fails with the sentence of the error it meets."""
    try:
        return Check(texts(key), True, question())
    except UserCanFix as error:
        return Check(texts(key), False, texts.error(error))


def _libraries(texts: Texts) -> Check:
    try:
        versions = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    except importlib.metadata.PackageNotFoundError as error:
        return Check(texts("doctor_libraries"), False, str(error))
    return Check(texts("doctor_libraries"), True, ", ".join(versions))


def _app(texts: Texts) -> Check:
    """Import the app's libraries in a process of their own: a missing one must not end us."""
    context = multiprocessing.get_context("spawn")  # in the built app there is no Python to call
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_import_app, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    try:
        reason = ours.recv() if ours.poll(_PATIENCE_S) else "?"
    except EOFError:
        reason = "?"
    finally:
        process.kill()
        process.join()
        ours.close()
    if not reason:
        return Check(texts("doctor_app"), True, "Qt")
    packages = " ".join(DEBIAN_PACKAGES.read_text(encoding="utf-8").split())
    detail = texts("doctor_app_missing", reason=reason, packages=packages)
    return Check(texts("doctor_app"), False, detail)


def _import_app(connection: Connection) -> None:
    """Import them, and say what is wrong: "" for nothing."""
    os.environ["QT_LOGGING_RULES"] = "*=false"  # Qt tells which libraries it does without
    try:
        for name in _APP_LIBRARIES:
            importlib.import_module(name)
        connection.send("")
    except ImportError as error:
        connection.send(str(error))


def _codecs(texts: Texts) -> Check:
    missing = [name for name in CODECS if name not in av.codecs_available]
    detail = ", ".join(CODECS)
    if missing:
        detail = texts("doctor_codecs_missing", names=", ".join(missing))
    return Check(texts("doctor_codecs"), not missing, detail)


def _models() -> str:
    for name in MODEL_NAMES:
        read_model(name)
    return ", ".join(MODEL_NAMES)


def _data(data: Path | None) -> str:
    folder = data_folder(data)
    if not (folder / "coach.sqlite3").exists():
        with tempfile.TemporaryDirectory() as elsewhere, Store(Path(elsewhere)) as store:
            store.check()
        return str(folder)
    with Store(folder) as store:
        problems = store.check()
        return ", ".join(problems) or f"{folder}, {len(store.history())}"


def _pose(texts: Texts) -> str:
    frames = [f for f, _ in zip(read_frames(DEMO / "target.mp4"), range(10), strict=False)]
    with PoseEstimator("full") as estimator:
        started = time.perf_counter()
        found = [estimator.push(frame)[0] for frame in frames]
        passed = time.perf_counter() - started
    if not any(found):
        return texts("doctor_pose_none")
    return texts("doctor_pose_time", ms=round(1000 * passed / len(frames)))
