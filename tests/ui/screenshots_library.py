"""Pictures of the library: what ``tests.ui.screenshots`` shows of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.backlog import Stage, Task
from coach.errors import VideoUnreadable
from coach.media.thumbnail import write_thumbnail
from coach.paths import DEMO
from tests.ui.scripted_library import DEMO as DEMO_VIDEO
from tests.ui.scripted_library import ScriptedLibrary, many, seven
from ui.library.background import analysis_view, fetching_view
from ui.library.values import Shelved

if TYPE_CHECKING:
    from tests.ui.screenshots import Studio


_PATIENCE: Final = 40
"""Looks at whether the library is shown, on a machine that is busy."""


def shelf(folder: Path) -> ScriptedLibrary:
    """A library of some days, with pictures of the demo clips."""
    library = ScriptedLibrary(seven())
    clips = sorted(DEMO.glob("*.mp4"))
    for number, key in enumerate(key for key in library.items if key != "html" and clips):
        library.pictures[key] = folder / f"{key}.jpg"
        write_thumbnail(clips[number % len(clips)], library.pictures[key], 20.0 + number)
    return library


def library(studio: Studio, items: Iterable[Shelved]) -> None:
    """The library with some videos; their analysis rests."""
    screen = studio.window.library
    screen.work.want_analysis(False)
    screen.show_busy(False)
    screen.bar.search.clear()
    wanted = studio.engine.library.items = {item.key: item for item in items}
    studio.window.show_start()
    screen.tell("")
    screen.note.tell("")
    screen.ask.close_it()
    for strip in (screen.fetching, screen.analysing):
        strip.show_work(None)
    screen.refresh()
    for _ in range(_PATIENCE):
        studio.settle()
        if screen._shelf.items.keys() == wanted.keys() and screen._aside.idle:
            break


def library_busy(studio: Studio) -> None:
    library(studio, seven())
    screen = studio.window.library
    half = Task("korean", Stage.RUNNING, 0.43, 130.0)
    screen.model.show_tasks({"korean": half, "yoga": Task("yoga")})
    screen.analysing.show_work(analysis_view((half, Task("yoga")), screen._called, studio.texts))
    fetched = Task("https://vimeo.com/1", Stage.RUNNING, 0.6, 40.0)
    screen.fetching.show_work(fetching_view((fetched,), studio.texts))


def library_error(studio: Studio) -> None:
    library(studio, seven())
    error = VideoUnreadable(Path("workout.mkv"), "Invalid data found when processing input")
    studio.window.library.tell(studio.texts.error(error))
    studio.window.library.open(studio.engine.library.items["lost"])


def library_link(studio: Studio) -> None:
    library(studio, seven())
    studio.window.library.arrivals.ask_for_link()


def library_opening(studio: Studio) -> None:
    library(studio, seven())
    screen = studio.window.library
    screen._wanted = screen._shelf.last
    screen.show_busy(True)


def library_nothing(studio: Studio) -> None:
    library(studio, seven())
    studio.window.library.bar.search.setFocus()
    studio.window.library.bar.search.setText("zumba")


def library_many(studio: Studio) -> None:
    studio.window.library.bar.show_all()
    library(studio, (*seven(), *many(5000)))


LIBRARY_SHOTS: Final = {
    "library": lambda s: library(s, seven()),
    "library_empty": lambda s: library(s, (DEMO_VIDEO,)),
    "library_busy": library_busy,
    "library_error": library_error,
    "library_link": library_link,
    "library_nothing": library_nothing,
    "library_many": library_many,
    "library_opening": library_opening,
}
