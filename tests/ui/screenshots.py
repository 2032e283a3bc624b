"""Pictures of every screen, made from scripted states: ``make screenshots``.

Both languages, both palettes, the smallest window and a full HD one; beside the usual
state of each screen the empty, busy and failing ones. ``index.html`` in the folder shows all
of them side by side; the few of the README go to ``docs/screenshots`` with ``--readme``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtTest import QTest

from coach.diary.goal import Goal
from coach.paths import ROOT
from coach.storage import Entry, SessionSummary
from coach.texts import Texts
from tests.ui import scripted
from tests.ui.contact_sheet import few_colours, write_sheet
from tests.ui.screenshots_follow import FOLLOW_SHOTS
from tests.ui.screenshots_library import LIBRARY_SHOTS, shelf
from tests.ui.screenshots_report import REPORT_SHOTS
from tests.ui.screenshots_setup import SETUP_SHOTS
from tests.ui.screenshots_shell import SHELL_SHOTS
from tests.ui.scripted_diary import NOW, TODAY, full_month, some_sessions, some_weeks
from ui.app import make_application
from ui.options import AppOptions
from ui.settings import Settings, save_settings
from ui.window import MainWindow

SIZES: Final = (QSize(1024, 640), QSize(1920, 1080))
_WAITS, _MOST_WAITS = 5, 60
"""Waits before a picture at least, and at most where an answer is on its way."""

Shot = Callable[["Studio"], None]


class Studio:
    """A window in one language, palette and size."""

    def __init__(self, folder: Path, language: str, palette: str, size: QSize) -> None:
        self._folder, self.size = folder, size
        self._name = f"{language}_{palette}_{size.width()}"
        self._scratch = tempfile.TemporaryDirectory()
        settings = Path(self._scratch.name) / "settings.json"
        save_settings(settings, Settings(language=language, theme=palette))
        self.engine = scripted.ScriptedEngine()
        self.engine.library = shelf(Path(self._scratch.name))
        self.texts = Texts(language)
        self.window = MainWindow(self.engine, settings, AppOptions())
        self.window.resize(size)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Let everything that is due happen, and what is read arrive."""
        for i in range(_MOST_WAITS):
            QTest.qWait(15)
            if i >= _WAITS and self.window.jobs.idle:
                break

    def take(self, name: str) -> Path:
        """Write a picture; where it is."""
        self.settle()
        file = self._folder / f"{name}_{self._name}.png"
        self.window.grab().save(str(file))
        return file

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self._scratch.cleanup()

    def diary(
        self,
        entries: tuple[Entry, ...] = (),
        sessions: tuple[SessionSummary, ...] = (),
        *,
        tab: str = "calendar",
    ) -> None:
        """One page of the diary, on the day of the made-up entries."""
        self.engine.diary.entries, self.engine.diary.sessions = entries, sessions
        self.engine.diary.weights, self.engine.diary.goal = {None: 70.0}, Goal("sessions", 3)
        screen = self.window.diary
        screen.calendar._now = screen.calendar.panel._now = lambda: NOW
        screen.progress._today = lambda: TODAY
        screen.calendar.panel.close_form()
        screen.calendar.zoom.choose("month")
        screen.calendar._show_zoom()
        self.window.show_screen("diary")
        screen.calendar.go_to_today()
        screen.show_tab(tab)
        self.settle()

    def diary_edited(self) -> None:
        """The diary, and one of its entries while it is put right."""
        self.diary(some_weeks(), some_sessions())
        panel = self.window.diary.calendar.panel
        panel.edit(next(iter(panel.groups[0].rows)))

    def diary_year(self) -> None:
        """A year of the diary."""
        self.diary(*full_month())
        self.window.diary.calendar.zoom.button("year").click()

    def diary_curve(self) -> None:
        """Repetitions of an exercise over time."""
        self.diary(some_weeks(), some_sessions(), tab="progress")
        progress = self.window.diary.progress
        progress.subject.setCurrentIndex(progress.subject.findData("exercise:squat"))
        progress.subject.activated.emit(progress.subject.currentIndex())
        self.settle()
        progress.curve.read_point(3)


SHOTS: Final[dict[str, Shot]] = {
    **SHELL_SHOTS,
    **LIBRARY_SHOTS,
    **SETUP_SHOTS,
    **REPORT_SHOTS,
    **FOLLOW_SHOTS,
    "diary": lambda s: s.diary(*full_month()),
    "diary_edited": lambda s: s.diary_edited(),
    "diary_empty": lambda s: s.diary(),
    "diary_year": lambda s: s.diary_year(),
    "diary_progress": lambda s: s.diary_curve(),
    "diary_progress_empty": lambda s: s.diary(tab="progress"),
    "diary_sessions": lambda s: s.diary(*full_month(), tab="sessions"),
    "diary_sessions_empty": lambda s: s.diary(tab="sessions"),
}


README: Final = {
    "library": "light",
    "follow": "dark",
    "setup": "dark",
    "report": "light",
    "diary": "light",
    "settings_app": "dark",
}
"""Pictures of the README, and their palette."""
README_SIZE: Final = QSize(1280, 800)
README_FOLDER: Final = ROOT / "docs" / "screenshots"


def studios(
    folder: Path, languages: Iterable[str], palettes: Iterable[str], sizes: Iterable[QSize]
) -> Iterator[Studio]:
    """One window after the other."""
    for language, palette, size in product(languages, palettes, sizes):
        studio = Studio(folder, language, palette, size)
        yield studio
        studio.close()


def take_all(options: argparse.Namespace) -> None:
    """Every screen in every look that was asked for, and the sheet of them."""
    options.folder.mkdir(parents=True, exist_ok=True)
    languages, palettes = options.language or ["en", "ko"], options.palette or ["dark", "light"]
    sizes = [size for size in SIZES if options.width in (None, size.width())]
    for studio in studios(options.folder, languages, palettes, sizes):
        for name in options.only or SHOTS:
            SHOTS[name](studio)
            studio.take(name)
    write_sheet(options.folder, list(SHOTS))


def take_readme(languages: Iterable[str]) -> None:
    """The pictures of the README, few colours each."""
    README_FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for palette in sorted(set(README.values())):
            for studio in studios(Path(scratch), languages, [palette], [README_SIZE]):
                for name in (name for name, wanted in README.items() if wanted == palette):
                    SHOTS[name](studio)
                    taken = studio.take(name)
                    few_colours(taken, README_FOLDER / f"{name}.{studio.texts.language}.png")


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "screenshots")
    parser.add_argument("--language", action="append", choices=("en", "ko"))
    parser.add_argument("--palette", action="append", choices=("dark", "light"))
    parser.add_argument("--width", type=int, choices=[size.width() for size in SIZES])
    parser.add_argument("--only", action="append", choices=tuple(SHOTS))
    parser.add_argument("--readme", action="store_true", help="those of the README alone")
    options = parser.parse_args()
    make_application()
    if options.readme:
        take_readme(options.language or ["en", "ko"])
    else:
        take_all(options)


if __name__ == "__main__":
    main()
