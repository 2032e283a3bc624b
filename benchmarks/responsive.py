"""How long the thread of the window is busy during a session: ``python -m benchmarks.responsive``.

Another thread asks the window's for a sign of life all the time. How long it takes to answer is
how long it was blocked: by its own work, or by others who held the interpreter or the processor.
The two are told apart by the processor time that the window's thread has used meanwhile. Where
an answer is late, the line of Python at which it then is gets noted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal, Slot

from benchmarks.clips import cut
from benchmarks.table import Row, print_rows
from coach.paths import DEMO, TRACKS
from coach.pose import TrackCache, analyse
from coach.tracks import RATE

GOAL_MS: Final = 16.0
"""Longest block that nobody sees at 60 pictures a second."""
LATE_S: Final = 0.008
"""Seconds without an answer after which is noted where the window's thread is."""
REST_S: Final = 0.001
"""Seconds from an answer to the next question."""
SECONDS: Final = 20.0
"""Of the target that is followed."""
PLACES: Final = 8
"""Places in the code that are named."""


@dataclass(frozen=True)
class Answer:
    """One sign of life: seconds by the clock, and of the processor on the window's thread."""

    clock: float
    processor: float


class Watchdog(QObject):
    """Asks the thread that it was made on for signs of life.

    Attributes:
        answers: while it was on. places: where the thread was when an answer was late.
    """

    _asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[Answer] = []
        self.places: Counter[str] = Counter()
        self._watched = threading.get_ident()
        self._answered = threading.Event()
        self._is_on = threading.Event()
        self._stop = threading.Event()
        self._used = 0.0
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
        self._thread.start()

    def set_on(self, on: bool) -> None:
        """Measure from now on, or no longer."""
        (self._is_on.set if on else self._is_on.clear)()

    def close(self) -> None:
        """End; the window's thread has to answer no more."""
        self._stop.set()
        self._is_on.set()
        self._answered.set()
        self._thread.join()

    @Slot()
    def _answer(self) -> None:
        self._used = time.thread_time()
        self._answered.set()

    def _run(self) -> None:
        used = None
        while not self._stop.is_set():
            if not self._is_on.is_set():
                used = None
                self._is_on.wait()
                continue
            self._answered.clear()
            begun = time.perf_counter()
            self._asked.emit()
            if not self._answered.wait(LATE_S):
                self._note_place()
                self._answered.wait()
            if used is not None:
                self.answers.append(Answer(time.perf_counter() - begun, self._used - used))
            used = self._used
            time.sleep(REST_S)

    def _note_place(self) -> None:
        frame: FrameType | None = sys._current_frames().get(self._watched)
        lines: list[str] = []
        while frame is not None and len(lines) < 3:
            path = Path(frame.f_code.co_filename)
            if path.parent.name != "benchmarks" and not path.name.startswith("<"):
                lines.append(f"{path.parent.name}/{path.name}:{frame.f_lineno}")
            frame = frame.f_back
        self.places[" < ".join(lines) or "Qt itself"] += 1


def responsive() -> list[Row]:
    """Figures of a session of the demo clips, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.responsive", "--inside"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    note = f"p99 {found['p99_ms']:.1f}, {found['late']} of {found['asked']} over {GOAL_MS:.0f}"
    places = "; ".join(f"{n} x {place}" for place, n in found["places"])
    return [
        Row("longest block of the window", found["longest_ms"], "ms", GOAL_MS, "most", note),
        Row(
            "the same, its own work alone", found["own_ms"], "ms", GOAL_MS, "most",
            f"p99 {found['own_p99_ms']:.1f}, {found['own_late']} over; {places}",
        ),
    ]  # fmt: skip


def measured() -> dict[str, Any]:
    """Run the app through a short session and look at its thread."""
    from ui.app import TURN_S, make_application
    from ui.autopilot import Autopilot
    from ui.follow.view import Stage
    from ui.options import AppOptions
    from ui.window import MainWindow
    from ui.wiring import RealEngine

    sys.setswitchinterval(TURN_S)
    app = make_application()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        target = data / "target.mp4"
        cut(DEMO / "target.mp4", target, SECONDS)
        analyse(target, model="full", rate=RATE, cache=TrackCache(data / TRACKS))
        options = AppOptions(
            target=target, camera=str(DEMO / "good.mp4"), start=True, exit_at_end=True, data=data
        )
        window = MainWindow(RealEngine(data), data / "settings.json", options)
        pilot = Autopilot(window, options)
        watchdog = Watchdog()
        window.controller.changed.connect(
            lambda _: watchdog.set_on(window.controller.stage is Stage.RUNNING)
        )
        window.show()
        app.exec()
        watchdog.close()
        pilot.deleteLater()
        window.close()
    return _figures(watchdog)


def _figures(watchdog: Watchdog) -> dict[str, Any]:
    found = {
        name: 1000 * np.array([asdict(answer)[name] for answer in watchdog.answers] or [0.0])
        for name in ("clock", "processor")
    }
    clock, own = found["clock"], found["processor"]
    return {
        "asked": len(clock),
        "late": int((clock > GOAL_MS).sum()),
        "longest_ms": round(float(clock.max()), 1),
        "p99_ms": round(float(np.quantile(clock, 0.99)), 1),
        "own_ms": round(float(own.max()), 1),
        "own_late": int((own > GOAL_MS).sum()),
        "own_p99_ms": round(float(np.quantile(own, 0.99)), 1),
        "places": watchdog.places.most_common(PLACES),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.responsive", description=__doc__)
    parser.add_argument("--inside", action="store_true", help="in this process, as JSON")
    if parser.parse_args().inside:
        print(json.dumps(measured()))
    else:
        print_rows("Thread of the window during a session", responsive())


if __name__ == "__main__":
    main()
