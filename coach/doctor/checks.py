"""Everything that the doctor looks at, one thing after another."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

import av
import numpy as np

from coach import __version__
from coach.doctor.check import Check, State, Words
from coach.doctor.machine import machine_checks
from coach.doctor.screen import AppAsked, screen_checks
from coach.doctor.speed import speed_check
from coach.embedding import Encoder
from coach.media import list_cameras, open_camera, probe, read_frames
from coach.paths import DEMO, MODELS
from coach.pose import PoseEstimator
from coach.pose.landmarker import read_model
from coach.skeleton import N_KEYPOINTS
from coach.storage import Store
from coach.texts import Texts
from coach.types import MODEL_NAMES
from coach.weights import read_weights

CODECS: Final = ("h264", "hevc", "vp9", "av1", "mpeg4")
LIBRARIES: Final = ("mediapipe", "onnxruntime", "opencv-contrib-python", "av", "PySide6")

FIRST_PICTURES: Final = 5
"""Of the demo workout, in which somebody has to be found."""

CAMERA_S: Final = 5.0
"""Seconds in which a camera that is tried has to give its first picture."""

WATCHED_S: Final = 1.5
"""Seconds for which the pictures of a camera are counted."""


def examine(
    data: Path, texts: Texts, *, speed: bool = True, camera: str | None = None
) -> Iterator[Check]:
    """Look at one thing after another.

    Args:
        data: the data folder; it is not made.
        texts: language of the sentences.
        speed: whether the pose models are timed, some seconds.
        camera: number of one that is to be tried; None: none is opened.
    """
    words = Words(texts)
    asked = AppAsked()
    try:
        system = f"{platform.system()} {platform.release()}, {platform.machine()}"
        yield words.ok("program", f"{__version__}, Python {platform.python_version()}, {system}")
        yield _libraries(words)
        yield words.asked("models", _models)
        yield words.asked("encoder", _encode)
        yield words.asked("pose", lambda: _pose(texts))
        if speed:
            yield words.looked("speed", lambda: speed_check(words))
        yield _codecs(words)
        yield words.asked("demo", lambda: f"{probe(DEMO / 'target.mp4').duration:.0f} s")
        yield from screen_checks(asked.answer(), words)
    finally:
        asked.close()
    yield _cameras(words)
    if camera is not None:
        yield words.asked("camera", lambda: _tried(camera, texts))
    database, newest = _database(data, words)
    yield database
    yield _settings(data, words)
    yield from machine_checks(data, words, newest)


def _libraries(words: Words) -> Check:
    try:
        versions = [f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES]
    except importlib.metadata.PackageNotFoundError as error:
        return words.trouble("libraries", State.WRONG, str(error))
    return words.ok("libraries", ", ".join(versions))


def _models() -> str:
    """Every file of weights is the one that was shipped."""
    for name in MODEL_NAMES:
        read_model(name)
    networks = sorted(MODELS.glob("*.onnx"))
    for path in networks:
        read_weights(path)
    return ", ".join([*MODEL_NAMES, *(path.stem for path in networks)])


def _encode() -> str:
    latents = Encoder().encode(np.zeros((1, N_KEYPOINTS, 3), np.float32))
    return f"{latents.shape[1]}"


def _pose(texts: Texts) -> str:
    with PoseEstimator("lite") as estimator:
        frames = islice(read_frames(DEMO / "target.mp4"), FIRST_PICTURES)
        found = sum(estimator.push(frame)[0] is not None for frame in frames)
    return texts("doctor_pose_found" if found else "doctor_pose_none")


def _codecs(words: Words) -> Check:
    missing = [name for name in CODECS if name not in av.codecs_available]
    if missing:
        detail = words.texts("doctor_codecs_missing", names=", ".join(missing))
        return words.trouble("codecs", State.WRONG, detail)
    return words.ok("codecs", ", ".join(CODECS))


def _cameras(words: Words) -> Check:
    cameras = list_cameras()
    if not cameras:
        return words.trouble("cameras", State.WARNING, words.texts("doctor_none"))
    return words.ok("cameras", ", ".join(f"{c.index}: {c.name}" for c in cameras))


def _tried(spec: str, texts: Texts, clock: Callable[[], float] = time.monotonic) -> str:
    """Open a camera and count its pictures for a while; CameraNotFound, CameraLost."""
    with closing(open_camera(spec)) as camera:
        first = camera.latest(-1, CAMERA_S)
        if camera.lost is not None:
            raise camera.lost
        if first is None:
            return texts("doctor_camera_none")
        began, index = clock(), first.index
        while clock() - began < WATCHED_S and not camera.ended:
            frame = camera.latest(index, WATCHED_S)
            index = index if frame is None else frame.index
        rate = (index - first.index) / WATCHED_S
    width, height = first.size
    return texts("doctor_camera_found", width=width, height=height, rate=round(rate))


def _database(data: Path, words: Words) -> tuple[Check, datetime | None]:
    """Whether what was kept is sound, and when the newest session began."""
    newest: list[datetime] = []

    def look() -> str:
        if not (data / "coach.sqlite3").exists():
            with tempfile.TemporaryDirectory() as elsewhere, Store(Path(elsewhere)) as store:
                store.check()
            return words.texts("doctor_none")
        with Store(data) as store:
            problems = store.check()
            history = store.history(limit=1)
            newest.extend(session.started for session in history)
        return "; ".join(problems)

    check = words.asked("database", look)
    if check.state is State.OK and check.detail != words.texts("doctor_none"):
        if check.detail:
            check = words.trouble("database", State.WRONG, check.detail)
        else:
            check = words.ok("database", words.texts("doctor_sound"))
    return check, newest[0] if newest else None


def _settings(data: Path, words: Words) -> Check:
    path = data / "settings.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return words.ok("settings", words.texts("doctor_none"))
    except (OSError, ValueError, RecursionError) as error:
        return words.trouble("settings", State.WARNING, type(error).__name__)
    if not isinstance(found, dict):
        return words.trouble("settings", State.WARNING, type(found).__name__)
    return words.ok("settings", words.texts("doctor_sound"))
