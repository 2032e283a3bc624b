"""The diary of ten years: how long its pages take to open, on real widgets without a screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks.table import Row

GOAL_MS: Final = 300.0
"""Within which a page has to be open."""
SESSIONS: Final = 4_000
FEW: Final = 400
"""Sessions of a quick run."""


def diary(*, quick: bool) -> list[Row]:
    """Figures of a process of its own."""
    sessions = FEW if quick else SESSIONS
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.diary", folder, str(sessions)],
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    figures: dict[str, float] = json.loads(done.stdout)
    note = f"{sessions} sessions, {figures.pop('entries'):.0f} entries"
    return [Row(name, value, "ms", GOAL_MS, "most", note) for name, value in figures.items()]


def measure(folder: Path, sessions: int) -> dict[str, float]:
    """Milliseconds until each page shows what it has to, by name."""
    from PySide6.QtCore import QEventLoop

    from benchmarks.ten_years import LAST, make_history
    from coach.pose import TrackCache
    from coach.storage import Store
    from coach.texts import Texts
    from ui.app import make_application
    from ui.diary.desk import DiaryDesk
    from ui.diary.screen import DiaryScreen
    from ui.kit import theme
    from ui.kit.jobs import Jobs
    from ui.kit.theme import Look

    if not any(folder.iterdir()):
        make_history(folder, sessions)
    app = make_application()
    app.setStyleSheet(theme.stylesheet(theme.DARK))
    store, jobs = Store(folder), Jobs()
    desk = DiaryDesk(lambda: store, lambda: TrackCache(folder), lambda: None)  # type: ignore[arg-type,return-value]
    screen = DiaryScreen(desk, jobs, lambda: LAST)
    screen.resize(1280, 800)

    def timed(act: Callable[[], object]) -> float:
        """Until the page says that it is shown and is painted."""
        loop = QEventLoop()
        screen.shown.connect(loop.quit)
        begun = perf_counter()
        act()
        loop.exec()
        screen.repaint()
        took = 1000 * (perf_counter() - begun)
        screen.shown.disconnect(loop.quit)
        while not jobs.idle:
            app.processEvents()
        return took

    def opened() -> None:
        screen.dress(Look(Texts("en"), theme.DARK))
        screen.refresh()
        screen.show()

    figures = {
        "the diary opens on a month": timed(opened),
        "another month": timed(screen.calendar.before.click),
        "a year": timed(screen.calendar.zoom.button("year").click),
        "all sessions": timed(lambda: screen.show_tab("sessions")),
        "progress": timed(lambda: screen.show_tab("progress")),
        "progress of all years": timed(screen.progress.span.button("all").click),
    }
    screen.show_tab("sessions")
    begun = perf_counter()
    screen.sessions.search.setText("squat 3")
    screen.repaint()
    figures["a search in the sessions"] = 1000 * (perf_counter() - begun)
    figures["entries"] = len(store.lines(None))
    screen.close()
    screen.close_down()
    jobs.close(store.close)
    return figures


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2]))))
