"""A video of a link into the data folder, by yt-dlp in a process of its own.

The process may open connections and write into one folder that is thrown away afterwards;
see ``coach.media.fetching``. It can be ended at any moment, also while it waits for a
server, and what it had written goes with it.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import shutil
import threading
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from coach.backlog import GivenUp, Tell
from coach.errors import DataUnwritable, DownloadFailed, UserCanFix
from coach.links import Link
from coach.media.fetching import Request, serve
from coach.media.messages import hear
from coach.offline import usual_proxy
from coach.paths import make_private

FOLDER: Final = "videos"
"""Where downloads are, in the data folder."""

LARGEST: Final = 4 << 30
"""Bytes of a video at most."""

_LOOK_S: Final = 0.2
"""Seconds between two looks at whether to stop."""

_LONGEST_NAME: Final = 80
_MOST_BYTES: Final = 240
"""Of a title in the name of a file; 255 is what most file systems take of all of it."""
_ENDINGS: Final = frozenset({"mp4", "m4v", "mov", "mkv", "webm", "flv", "ts", "3gp"})
_PART: Final = ".part"

Serve = Callable[[Connection, Request], None]


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A video that came.

    Attributes:
        path: of the file. title: as its site has it. url: where it came from.
    """

    path: Path
    title: str
    url: str


def download(
    link: Link,
    folder: Path,
    tell: Tell,
    stop: threading.Event,
    *,
    largest: int = LARGEST,
    serve: Serve = serve,
) -> Downloaded:
    """Fetch the video of a link.

    Args:
        link: see ``checked_link``.
        folder: the data folder; the file comes into its ``videos``.
        tell: called with the part done, 0..1.
        stop: once set, the download ends and leaves nothing behind.
        largest: bytes.
        serve: what the process runs; a function of a module.

    Raises:
        GivenUp: it was stopped.
        NetworkMissing, VideoNotPublic, VideoAgeLimited, DownloadNeedsMore, DownloadTooLarge,
        LinkIsList, DownloadFailed: as the process found; DataUnwritable.
    """
    videos = folder / FOLDER
    name = hashlib.sha256(link.url.encode()).hexdigest()[:8]
    part = videos / f".{name}{_PART}"
    try:
        _clear(videos)
        make_private(videos)
        part.mkdir()
    except OSError as error:
        raise DataUnwritable(videos, str(error)) from error
    try:
        request = Request(
            link.url, link.site.name, link.site.extractors, part, largest, usual_proxy()
        )
        title, file = _attend(request, tell, stop, serve)
        return Downloaded(_keep(file, part, videos, title, name), title, link.url)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _attend(request: Request, tell: Tell, stop: threading.Event, serve: Serve) -> tuple[str, str]:
    """Run the process and hear what it says; title and file name of the video."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=serve, args=(theirs, request), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            if stop.is_set():
                raise GivenUp
            if not ours.poll(_LOOK_S):
                continue
            try:
                message = hear(ours)
            except (EOFError, OSError, ValueError) as error:
                raise DownloadFailed(request.site, "the download broke off") from error
            if isinstance(message, float):
                tell(message)
            elif isinstance(message, UserCanFix):
                raise message
            else:
                title, file = message
                return title, file
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


def _keep(file: str, part: Path, videos: Path, title: str, name: str) -> Path:
    """Move the video to its place, under a name that is ours."""
    source = part / Path(file).name
    ending = source.suffix.lower().lstrip(".")
    kept = videos / f"{safe_name(title)} {name}.{ending if ending in _ENDINGS else 'mp4'}"
    try:
        os.replace(source, kept)
    except OSError as error:
        raise DataUnwritable(videos, str(error)) from error
    return kept


def safe_name(title: str) -> str:
    """Letters, figures, spaces and hyphens of a title, as a file may be called anywhere."""
    plain = unicodedata.normalize("NFC", title)
    words = re.sub(r"[^\w -]+", " ", plain, flags=re.UNICODE)
    short = " ".join(words.split())[:_LONGEST_NAME].encode()[:_MOST_BYTES]
    return short.decode("utf-8", "ignore").strip(" -_") or "video"


def _clear(videos: Path) -> None:
    """Remove what downloads left that were ended with the program."""
    if videos.is_dir():
        for old in videos.glob(f".*{_PART}"):
            shutil.rmtree(old, ignore_errors=True)
