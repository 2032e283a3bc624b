"""A library from memory, through the same doors as the real one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from coach.errors import FileMissing, LinkNotAllowed, UserCanFix
from coach.storage import Best, Video
from ui.library.values import Shelved

SEOUL = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 21, 12, tzinfo=SEOUL)
HTML_TITLE = "<b>x</b> & 'drop' 운동 #1.mp4"
LONG_TITLE = "Morning squats, gentle start for stiff knees, " * 7


def best(score: float, days_ago: float) -> Best:
    """Trained with so many days before NOW."""
    return Best(score, NOW - timedelta(days=days_ago), score - 2)


def shelved(key: str, title: str = "", **changes: Any) -> Shelved:
    """A video of the library."""
    of_item = {
        name: changes.pop(name) for name in ("best", "missing", "is_demo") if name in changes
    }
    analysed = changes.pop("analysed", True)
    values: dict[str, Any] = {
        "path": Path(f"/videos/{key}.mp4"),
        "added": NOW - timedelta(days=30),
        "duration": 754.0,
        "moves": ("squat", "lunge"),
    }
    video = Video(key, title or key, **(values | changes))
    return Shelved(video, analysed=analysed, **of_item)


DEMO = shelved("demo", "target", is_demo=True, duration=41.0, moves=("squat",) * 4)


def seven() -> tuple[Shelved, ...]:
    """One of each kind."""
    return (
        DEMO,
        shelved("squats", "Morning squats", best=best(84, 1), favourite=True, tags=("legs",)),
        shelved("long", LONG_TITLE, best=best(72, 3), moves=("squat",) * 6, duration=1215.0),
        shelved("korean", "아침 스트레칭 20분", analysed=False, moves=()),
        shelved("html", HTML_TITLE, duration=3722.0, tags=("dance", "short"), moves=()),
        shelved("lost", "HIIT, no jumping", missing=True, best=best(41, 400)),
        shelved("yoga", "Yoga", analysed=False, moves=(), duration=float("nan")),
    )


def many(n: int) -> tuple[Shelved, ...]:
    """So many videos, of all sorts."""
    titles = ("Morning squats", "HIIT, no jumping", "아침 스트레칭", "Dance cardio", "Yoga flow")
    return tuple(
        shelved(
            f"k{i}",
            f"{titles[i % len(titles)]} {i}",
            best=best(40 + i % 60, i / 10) if i % 3 else None,
            moves=("squat",) * (i % 9),
            duration=300.0 + 7 * (i % 300),
            favourite=i % 11 == 0,
            tags=("legs",) if i % 5 == 0 else (),
        )
        for i in range(n)
    )


class ScriptedLibrary:
    """Does at once what the test says, or waits until it may."""

    def __init__(self, items: Iterable[Shelved] = (DEMO,)) -> None:
        self.items = {item.key: item for item in items}
        self.error: UserCanFix | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.pictures: dict[str, Path] = {}
        self.folders: dict[Path, tuple[Path, ...]] = {}
        self.steps: tuple[float, ...] = (0.5,)
        self.done: list[str] = []

    def load(self) -> tuple[Shelved, ...]:
        if self.error is not None:
            raise self.error
        return tuple(self.items.values())

    def find(self, paths: Iterable[Path], stop: threading.Event) -> tuple[Path, ...]:
        return tuple(file for path in paths for file in self.folders.get(path, (path,)))

    def _work(self, tell: Callable[[float], None], stop: threading.Event) -> None:
        from coach.backlog import GivenUp

        for step in self.steps:
            tell(step)
        while not self.gate.wait(0.005):
            if stop.is_set():
                raise GivenUp
        if stop.is_set():
            raise GivenUp

    def add(self, path: Path, tell: Callable[[float], None], stop: threading.Event) -> Video:
        self._work(tell, stop)
        if path.suffix != ".mp4":
            raise FileMissing(path)
        item = shelved(path.stem, analysed=False)
        self.items[item.key] = replace(item, video=replace(item.video, path=path))
        return self.items[item.key].video

    def fetch(self, link: str, tell: Callable[[float], None], stop: threading.Event) -> Video:
        if "private" in link:
            raise LinkNotAllowed(link, "")
        self._work(tell, stop)
        item = shelved("fetched", "From afar", url=link)
        self.items[item.key] = item
        return item.video

    def analyse(self, key: str, tell: Callable[[float], None], stop: threading.Event) -> Video:
        self._work(tell, stop)
        self.done.append(key)
        self.items[key] = replace(self.items[key], analysed=True)
        return self.items[key].video

    def change(self, key: str, changes: dict[str, Any]) -> None:
        item = self.items[key]
        self.items[key] = replace(item, video=replace(item.video, **changes))

    def remove(self, key: str) -> None:
        del self.items[key]

    def restore(self, video: Video) -> None:
        self.items[video.content_hash] = Shelved(video, analysed=True)

    def locate(self, key: str, path: Path) -> None:
        item = self.items[key]
        self.items[key] = replace(item, missing=False, video=replace(item.video, path=path))

    def picture(self, item: Shelved) -> Path | None:
        return self.pictures.get(item.key)
