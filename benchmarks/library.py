"""How long a library of 5,000 videos takes to be read, shown, scrolled and searched."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.table import Row

if TYPE_CHECKING:
    from coach.media import Chapter
    from coach.types import Move, PoseTrack
    from ui.house import House
    from ui.library.screen import LibraryScreen

VIDEOS: Final = 5000
SIZE: Final = (1920, 1080)
"""Of the window, pixels."""

FRAME_MS: Final = 1000 / 60
"""Of a screen that shows 60 pictures a second."""

BLOCKED_MS: Final = 8.0
"""How long the interface may stand still at most."""

_STEPS: Final = 150
_STEP: Final = 97
"""Pictures scrolled through, and pixels between them."""

_PICTURES: Final = 400
"""Videos with one: as many as are scrolled past."""


def library() -> list[Row]:
    """The library on a disk of its own, in a window that nobody sees."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        return _measured(Path(folder))


def _measured(folder: Path) -> list[Row]:
    from PySide6.QtTest import QTest

    from coach.texts import Texts
    from ui.app import make_application
    from ui.house import House
    from ui.kit import theme
    from ui.kit.jobs import Jobs
    from ui.kit.theme import Look
    from ui.library.desk import LibraryDesk
    from ui.library.screen import LibraryScreen

    app = make_application()
    app.setStyleSheet(theme.stylesheet(theme.DARK))
    house = House(folder)
    _fill(house)
    desk = LibraryDesk(house, folder / "none.mp4", _no_moves)
    desk.load()
    jobs = Jobs()
    screen = LibraryScreen(desk, jobs)
    screen.work.want_analysis(False)
    read = _ms(desk.load)
    screen.resize(*SIZE)
    screen.dress(Look(Texts("en"), theme.DARK))
    screen.show()
    screen.refresh()
    while not screen.model.rowCount() or not screen._aside.idle:
        QTest.qWait(20)
    taken = _ms(lambda: screen._take(screen._shelf))
    scrolled = _scroll(screen, QTest.qWait)
    searched = [
        _ms(partial(screen.bar.search.setText, word))
        for word in ["s", "sq", "squ", "squat", "4", "49", "499", ""]
    ]
    screen.close()
    screen.close_down()
    jobs.close(house.close)
    slowest = f"slowest {max(scrolled):.1f}, of {len(scrolled)}"
    return [
        Row("Reading the library, beside the interface", read, "ms"),
        Row("Showing what was read", taken, "ms", BLOCKED_MS, "most"),
        Row("A picture while scrolling, median", median(scrolled), "ms", FRAME_MS, "most", slowest),
        Row("A letter typed into the search, median", median(searched), "ms", FRAME_MS, "most"),
    ]


def _scroll(screen: LibraryScreen, wait: Callable[[int], None]) -> list[float]:
    """Milliseconds of each picture, all thumbnails at hand as after a moment of rest."""
    grid = screen.grid
    bar = grid.verticalScrollBar()
    times = []
    for step in range(_STEPS):
        bar.setValue(step * _STEP)
        if step % 5 == 0:
            wait(40)
        times.append(_ms(grid.viewport().repaint))
    return times


def _ms(work: Callable[[], object]) -> float:
    """Milliseconds of this thread alone: other programs do not count."""
    began = time.thread_time()
    work()
    return 1000 * (time.thread_time() - began)


def _no_moves(path: Path, _track: PoseTrack, _chapters: Sequence[Chapter]) -> Sequence[Move]:
    raise AssertionError(f"nothing is analysed here, {path} was")


def _fill(house: House) -> None:
    """Videos with small pictures."""
    import cv2

    from coach.storage import Video
    from coach.storage.people_queries import put_video

    store, folder = house.store(), house.folder
    pictures = folder / "cache" / "pictures"
    pictures.mkdir(parents=True)
    shades = np.random.default_rng(3).integers(0, 255, (20, 9, 16, 3), np.uint8)
    encoded = [cv2.imencode(".jpg", cv2.resize(s, (480, 270)))[1].tobytes() for s in shades]
    file = folder / "video.mp4"
    file.write_bytes(b"")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    names = [f"{i:016x}" for i in range(VIDEOS)]
    with store._database.writing() as connection:  # at once: each by itself takes a minute
        for i, name in enumerate(names):
            title = f"Squats and lunges, part {i}, 운동 {i % 37}"
            added = now - timedelta(hours=i)
            video = Video(name, title, file, added, added, 600.0 + i, ("squat",) * 5)
            put_video(connection, video, added)
    for i, name in enumerate(names[:_PICTURES]):
        (pictures / f"{name}.jpg").write_bytes(encoded[i % len(encoded)])
