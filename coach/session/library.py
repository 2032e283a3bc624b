"""Videos of the library: found in folders, taken in, looked through for their moves."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.backlog import GivenUp, Tell
from coach.errors import FileMissing, OtherVideo, VideoUnknown
from coach.media import Chapter, content_hash, probe
from coach.paths import title_of
from coach.pose import TrackCache, analyse
from coach.storage import Video
from coach.tracks import MODEL, RATE
from coach.types import Move, PoseTrack

if TYPE_CHECKING:
    from coach.storage import Store

MOST: Final = 5000
"""Files that one look into folders finds."""

FindMoves = Callable[[Path, PoseTrack, Sequence[Chapter]], Sequence[Move]]
"""Takes the file of a video, its poses and its chapters."""


def videos_in(
    paths: Iterable[Path], endings: Iterable[str], stop: threading.Event | None = None
) -> tuple[Path, ...]:
    """The files, and the videos in the folders and all folders within, in order.

    Args:
        paths: files are taken whatever they are called. Hidden folders and links to folders
            are left out.
        endings: of videos, ".mp4".
        stop: once set, what was found so far comes back.
    """
    wanted = {ending.lower() for ending in endings}
    found: dict[Path, None] = {}
    for path in paths:
        for file in _walk(path) if path.is_dir() else [path]:
            if len(found) >= MOST or (stop is not None and stop.is_set()):
                return tuple(found)
            if file == path or file.suffix.lower() in wanted:
                found[file] = None
    return tuple(found)


def _walk(folder: Path) -> Iterable[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(place) / name


def take_in(store: Store, path: Path, now: datetime, *, title: str = "", url: str = "") -> Video:
    """Put a video into the library; one that is known keeps what is known, and its new place.

    Raises:
        FileMissing and the errors of reading a video.
    """
    if not path.is_file():
        raise FileMissing(path)
    info, name = probe(path), content_hash(path)
    known = store.video(name)
    if known is not None:
        video = replace(known, path=path, url=url or known.url)
    else:
        video = Video(name, title or title_of(path), path, now, duration=info.duration, url=url)
    store.put_video(video)
    return video


def look_through(
    store: Store,
    name: str,
    cache: TrackCache,
    find_moves: FindMoves,
    tell: Tell,
    stop: threading.Event,
) -> Video:
    """Analyse a video of the library and note how long it is and what is done in it.

    Args:
        store: of the library; name: content hash of the video.
        cache: where the poses are kept.
        find_moves: makes out the moves.
        tell: called with the part done, 0..1.
        stop: once set, nothing is kept.

    Raises:
        GivenUp: it was stopped.
        VideoUnknown, FileMissing and the errors of reading a video; ModelMissing,
        ModelDamaged.
    """
    video = store.video(name)
    if video is None:
        raise VideoUnknown(name)
    if not video.path.is_file():
        raise FileMissing(video.path)
    info = probe(video.path)
    (track, *_) = analyse(video.path, model=MODEL, rate=RATE, cache=cache, progress=tell, stop=stop)
    if stop.is_set():
        raise GivenUp
    moves = [move.name for move in find_moves(video.path, track, info.chapters) if move.is_exercise]
    store.change_video(name, duration=info.duration, moves=tuple(moves))
    return replace(video, duration=info.duration, moves=tuple(moves))


def locate(store: Store, name: str, path: Path) -> None:
    """Tell where the file of a video is now; it must be the same video.

    Raises:
        VideoUnknown, FileMissing, FileUnreadable.
        OtherVideo: another one.
    """
    video = store.video(name)
    if video is None:
        raise VideoUnknown(name)
    if not path.is_file():
        raise FileMissing(path)
    if content_hash(path) != name:
        raise OtherVideo(path, video.title)
    store.change_video(name, path=path)
