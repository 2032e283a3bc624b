"""A strict floor: unexpected Qt messages, leftover threads, timers and dialogs fail a test."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QEvent, QTimer, QtMsgType
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import tests.ui.offscreen  # noqa: F401
from tests.ui.scripted import ScriptedEngine, ScriptedVoice
from ui.app import _OF_THE_MACHINE
from ui.follow.view import Stage
from ui.options import AppOptions
from ui.window import MainWindow

SECONDS = 1.2
FPS = 30

PATIENCE_MS = 30_000
"""What is waited for comes at once where the machine is free; a busy one may take longer."""

for _wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitExposed):
    _wait.__kwdefaults__["timeout"] = PATIENCE_MS


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _strict(
    request: pytest.FixtureRequest,
    qapp: QApplication,
    qtlog: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[None]:
    monkeypatch.setenv("COACH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setattr("ui.follow.voice.Voice", ScriptedVoice)
    before = set(threading.enumerate())
    yield
    assert QApplication.activeModalWidget() is None, "a dialogue was left open"
    for widget in QApplication.topLevelWidgets():
        assert not widget.isVisible(), f"{widget} was left open"
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    left = [t.name for t in set(threading.enumerate()) - before if t.is_alive()]
    assert not left, f"threads left running: {left}"
    if "qtbot" in request.fixturenames:
        assert not _running_timers(), "timers left running"
    serious = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
    unexpected = [
        record.message
        for record in qtlog.records
        if record.type in serious and not any(known in record.message for known in _OF_THE_MACHINE)
    ]
    assert not unexpected, unexpected


def _running_timers() -> list[QTimer]:
    return [
        timer
        for timer in gc.get_objects()
        if isinstance(timer, QTimer) and shiboken6.isValid(timer) and timer.isActive()
    ]


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short video with sound; its pictures grow brighter."""
    path = tmp_path_factory.mktemp("video") / "squats.mp4"
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
        pictures.width, pictures.height, pictures.pix_fmt = 320, 240, "yuv420p"
        sound = container.add_stream("aac", rate=48000, layout="mono")
        for i in range(int(SECONDS * FPS)):
            image = np.full((240, 320, 3), 40 + 4 * i, np.uint8)
            container.mux(pictures.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(pictures.encode())
        for i in range(int(SECONDS * 48000) // 1024):
            beat = av.AudioFrame.from_ndarray(
                np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
            )
            beat.sample_rate, beat.pts = 48000, 1024 * i
            container.mux(sound.encode(beat))
        container.mux(sound.encode())
    return path


@pytest.fixture
def engine() -> ScriptedEngine:
    return ScriptedEngine()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_window(
    qtbot: Any, engine: ScriptedEngine, clock: Clock, tmp_path: Path
) -> Iterator[Callable[..., MainWindow]]:
    """Opens the window with given options and waits until it is ready."""
    opened: list[MainWindow] = []

    def open_it(**options: Any) -> MainWindow:
        window = MainWindow(engine, tmp_path / "settings.json", AppOptions(**options), clock=clock)
        opened.append(window)
        with qtbot.waitSignal(window.ready):
            window.show()
        return window

    yield open_it
    for window in opened:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window(language="en")


@pytest.fixture
def opened(qtbot: Any, window: MainWindow, video: Path) -> MainWindow:
    """A window on its set-up screen, ready to start."""
    window.open_video(video)
    qtbot.waitUntil(lambda: window.controller.stage is Stage.READY)
    return window
