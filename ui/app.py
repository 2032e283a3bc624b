"""Opens the window, with or without a screen, and leaves cleanly."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import traceback
from types import TracebackType
from typing import Final

from PySide6.QtCore import (
    QLoggingCategory,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    SignalInstance,
    qInstallMessageHandler,
)
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from coach.logbook import log_thread
from coach.paths import ASSETS, data_folder
from ui.options import AppOptions

__all__ = ["AppOptions", "run_app"]

log = logging.getLogger(__name__)

_QUIET: Final = "\n".join(
    (
        "qt.multimedia.symbolsresolver=false",
        "qt.multimedia.ffmpeg*.info=false",
        "qt.multimedia.*.info=false",
    )
)
"""Qt tells which optional system libraries it does without; nobody can do anything with it."""

TURN_S: Final = 0.0003
"""Seconds after which a thread of Python lets another one that waits have its turn. With the
usual five thousandths the window waits for the threads that bring its pictures to size. While
the scoring still ran in this process, 540 of 1,341 camera frames were dropped with those, and 296
with this; it has a process of its own since (``coach.session.host``)."""

_OF_THE_MACHINE: Final = (
    "PulseAudioService: pa_context_connect() failed",
    "No RHI backend. Using CPU conversion",
    "This plugin does not support propagateSizeHints()",
    "Error loading text-to-speech plug-in",
)
"""Messages about what a machine without sound, voice or graphics does not have."""


def run_app(options: AppOptions) -> int:
    """Open the app and stay until it is closed; the exit status.

    0: closed or ended; 2: with ``exit_at_end``, the session could not be held.
    """
    sys.setswitchinterval(TURN_S)
    app = make_application()
    from ui.autopilot import Autopilot
    from ui.window import MainWindow
    from ui.wiring import RealEngine

    engine = RealEngine(options.data)
    window = MainWindow(engine, data_folder(options.data) / "settings.json", options)
    pilot = Autopilot(window, options)
    window.show()
    with _interruptible(app), BugsLogged(app, options, window.jobs.broke):
        status = app.exec()
    window.close()
    window.deleteLater()
    app.processEvents()
    return pilot.status or status


def make_application() -> QApplication:
    """The one QApplication, without a screen where there is none."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QLoggingCategory.setFilterRules(_QUIET)
    qInstallMessageHandler(_log_message)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Coach")
    app.setDesktopFileName("coach")
    app.setWindowIcon(QIcon(str(ASSETS / "app" / "coach-256.png")))
    app.setStyle("Fusion")
    from ui.kit import theme

    app.setFont(theme.base_font())
    return app


def _log_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's messages go where ours go."""
    harmless = any(known in message for known in _OF_THE_MACHINE)
    chatter = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
    level = logging.DEBUG if harmless or chatter else logging.WARNING
    logging.getLogger("qt").log(level, "%s: %s", context.category, message)


class _interruptible:
    """Lets Ctrl+C close the window: Python looks at signals only while it runs."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._timer = QTimer()
        self._timer.timeout.connect(lambda: None)

    def __enter__(self) -> None:
        self._before = signal.signal(signal.SIGINT, lambda *_: self._app.quit())
        self._timer.start(200)

    def __exit__(self, *_: object) -> None:
        self._timer.stop()
        signal.signal(signal.SIGINT, self._before)


class BugsLogged:
    """An error inside a slot or a thread goes to the log, and a sentence says so.

    Python would print it and go on: a whole screenful for every frame of a film. Without hands
    the app ends, else it stays open. What is in the log once is told no more.
    """

    STATUS: Final = 70

    def __init__(self, app: QApplication, options: AppOptions, broke: SignalInstance) -> None:
        """``broke``: takes the error, and whether what runs has to be broken off."""
        self._app, self._options, self._broke = app, options, broke
        self._told: set[str] = set()

    def __enter__(self) -> None:
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._take
        threading.excepthook = self._take_thread

    def __exit__(self, *_: object) -> None:
        sys.excepthook, threading.excepthook = self._before

    def _take(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        last = traceback.extract_tb(trace)[-1:] if trace else []
        place = f"{kind.__name__} {last}"
        if place not in self._told:
            self._told.add(place)
            log.error("an error inside the app", exc_info=(kind, error, trace))
            self._broke.emit(error, False)
        if self._options.exit_at_end:
            self._app.exit(self.STATUS)

    def _take_thread(self, broken: threading.ExceptHookArgs) -> None:
        log_thread(broken)
        self._broke.emit(broken.exc_value, False)
