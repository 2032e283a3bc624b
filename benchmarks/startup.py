"""Start-up: time to the first picture of the window, and which import it goes to."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import Row

COMMAND = "from coach.cli.main import build_parser; build_parser()"
WINDOW = "import ui.app, ui.autopilot, ui.window, ui.wiring"
SESSION = f"""{WINDOW}
import coach.session, coach.storage, coach.report
from mediapipe.tasks.python import vision
"""
SHOWN = 10
"""Packages named; the rest is summed up."""

NOTHING = "pass"
VERSION = "from coach.cli import main; main(['--version'])"
BARE_WINDOW = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
"""
OUR_WINDOW = """
import pathlib, sys
from ui.app import make_application
app = make_application()
from ui.options import AppOptions
from ui.window import MainWindow
from ui.wiring import RealEngine
data = pathlib.Path(sys.argv[1])
window = MainWindow(RealEngine(data), data / "settings.json", AppOptions(data=data))
"""
FIRST_PAINT = """
import os
from PySide6.QtCore import QEvent, QObject, QTimer
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, lambda: os._exit(0))
        return False
watch = Watch()
window.installEventFilter(watch)
window.show()
app.exec()
"""


def startup(rounds: int) -> list[Row]:
    """Whole processes, taking turns with the least that such a process can be."""
    rows = []
    for name, ours, bare, beside in (
        ("coach --version", VERSION, NOTHING, "a bare Python"),
        (
            "main window, start to painted",
            OUR_WINDOW + FIRST_PAINT,
            BARE_WINDOW + FIRST_PAINT,
            "an empty Qt window",
        ),
    ):
        times = [(_seconds(ours), _seconds(bare)) for _ in range(rounds + 1)][1:]
        mine, least = (statistics.median(column) for column in zip(*times, strict=True))
        ratio = statistics.median(a / b for a, b in times)
        rows.append(
            Row(name, 1000 * mine, "ms", note=f"{ratio:.2f} times {beside}, {1000 * least:.0f} ms")
        )
    return rows


def imports() -> dict[str, list[Row]]:
    """Import time split by top-level package, by what is started."""
    return {
        "Imports of the command line": _split(COMMAND),
        "Imports up to the window": _split(WINDOW),
        "Imports of the window and a session": _split(SESSION),
    }


def _seconds(program: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        _run(["-c", program, folder])
        return time.perf_counter() - begun


def _run(arguments: Sequence[str]) -> str:
    """Standard error of a Python process."""
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return done.stderr


def _split(program: str) -> list[Row]:
    own, whole = import_times(_run(["-X", "importtime", "-c", program]))
    total = sum(own.values())
    largest = sorted(own, key=lambda name: own[name], reverse=True)
    rows = [Row("all", total, "ms", note=f"{len(own)} packages")]
    rows += [
        Row(
            name,
            own[name],
            "ms",
            note=f"{100 * own[name] / total:.0f} %, with what it brings {whole[name]:.0f} ms",
        )
        for name in largest[:SHOWN]
    ]
    rest = sum(own[name] for name in largest[SHOWN:])
    return [*rows, Row("the others", rest, "ms")]


def import_times(log: str) -> tuple[dict[str, float], dict[str, float]]:
    """Milliseconds by top-level package from the log of ``-X importtime``.

    Returns:
        The time of its own modules; and the time of its outermost imports, with everything
        that they bring along for the first time.
    """
    own: dict[str, float] = defaultdict(float)
    whole: dict[str, float] = defaultdict(float)
    above: list[str] = []
    for line in reversed(log.splitlines()):  # a module stands after those that it brings
        parts = line.removeprefix("import time:").split("|")
        if len(parts) != 3 or not parts[0].strip().isdigit():
            continue
        name = parts[2].strip().partition(".")[0]
        depth = (len(parts[2]) - len(parts[2].lstrip()) - 1) // 2
        del above[depth:]
        own[name] += int(parts[0]) / 1000
        if name not in above:
            whole[name] += int(parts[1]) / 1000
        above.append(name)
    return dict(own), dict(whole)
