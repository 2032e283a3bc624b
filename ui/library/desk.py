"""What the library asks the engine for. All of it is slow: ask off the interface's thread."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.backlog import GivenUp, Tell
from coach.errors import UserCanFix
from ui.library.values import VIDEO_ENDINGS, Shelved

if TYPE_CHECKING:
    from coach.session.library import FindMoves
    from coach.storage import Video
    from ui.house import House

log = logging.getLogger(__name__)


class LibraryDesk:
    """The library of one data folder, opened when first asked for."""

    def __init__(self, house: House, demo: Path, find_moves: FindMoves) -> None:
        """What the desk works with.

        Args:
            house: whose library it is.
            demo: the video that comes with the program.
            find_moves: makes out what is done in a video.
        """
        self._house, self._demo, self._find_moves = house, demo, find_moves

    @cached_property
    def _demo_video(self) -> Video | None:
        """The demo workout, as it is without a line of the library."""
        from coach.media import content_hash, probe
        from coach.storage import Video

        if not self._demo.exists():
            return None
        added = datetime.fromtimestamp(0).astimezone()
        name, seconds = content_hash(self._demo), probe(self._demo).duration
        return Video(name, self._demo.stem, self._demo, added, duration=seconds)

    def load(self) -> tuple[Shelved, ...]:
        """Every video, the demo workout first."""
        from coach.tracks import MODEL, RATE

        store = self._house.store()
        bests = store.bests(self._house.person)
        analysed = self._house.cache().known(MODEL, 1, RATE)
        videos = {video.content_hash: video for video in store.videos()}
        demo = self._demo_video
        if demo is not None:
            kept = videos.pop(demo.content_hash, demo)
            demo = replace(kept, path=demo.path, title=demo.title, duration=demo.duration)
            videos = {demo.content_hash: demo, **videos}
        return tuple(
            Shelved(
                video,
                bests.get(name),
                analysed=name in analysed and not math.isnan(video.duration),
                missing=not video.path.exists(),
                is_demo=video is demo,
            )
            for name, video in videos.items()
        )

    def find(self, paths: Iterable[Path], stop: threading.Event) -> tuple[Path, ...]:
        """The videos of some files and folders."""
        from coach.session.library import videos_in

        return videos_in(paths, VIDEO_ENDINGS, stop)

    def add(self, path: Path, tell: Tell, stop: threading.Event) -> Video:
        """Take a file in; UserCanFix, GivenUp."""
        from coach.session.library import take_in

        tell(0.0)
        if stop.is_set():
            raise GivenUp
        return take_in(self._house.store(), path, _now())

    def fetch(self, link: str, tell: Tell, stop: threading.Event) -> Video:
        """Download the video of a link and take it in; UserCanFix, GivenUp."""
        from coach.links import checked_link
        from coach.media.download import download
        from coach.session.library import take_in

        got = download(checked_link(link), self._house.folder, tell, stop)
        return take_in(self._house.store(), got.path, _now(), title=got.title, url=got.url)

    def analyse(self, key: str, tell: Tell, stop: threading.Event) -> Video:
        """Find the poses and moves of a video; UserCanFix, GivenUp.

        The thread that runs this lets everybody else go first from then on.
        """
        from coach.pose import lower_priority
        from coach.session.library import look_through

        lower_priority()
        self._ensure(key)
        return look_through(
            self._house.store(), key, self._house.cache(), self._find_moves, tell, stop
        )

    def change(self, key: str, changes: dict[str, Any]) -> None:
        """Note title, tags or favourite; UserCanFix."""
        self._ensure(key)
        self._house.store().change_video(key, **changes)

    def remove(self, key: str) -> None:
        """Take a video off the shelf; its file and what was done with it stay."""
        self._house.store().delete_video(key)

    def restore(self, video: Video) -> None:
        """Put a video back that was removed."""
        self._house.store().put_video(video)

    def locate(self, key: str, path: Path) -> None:
        """Tell where a missing file is; UserCanFix."""
        from coach.session.library import locate

        locate(self._house.store(), key, path)

    def picture(self, item: Shelved) -> Path | None:
        """A small picture of the video, kept in the cache; None where it has none."""
        from coach.media.thumbnail import write_thumbnail

        file = self._house.folder / "cache" / "pictures" / f"{item.key}.jpg"
        if file.exists():
            return file
        if item.missing:
            return None
        try:
            write_thumbnail(item.video.path, file, item.video.duration)
        except UserCanFix as error:
            log.info("%s", error)
            return None
        return file

    def _ensure(self, key: str) -> None:
        """Give the demo workout a line of its own before something is noted in it."""
        demo = self._demo_video
        if demo is not None and key == demo.content_hash and self._house.store().video(key) is None:
            self._house.store().put_video(demo)


def _now() -> datetime:
    return datetime.now().astimezone()
