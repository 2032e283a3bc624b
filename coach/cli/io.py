"""What the commands share: tracks of a video or keypoints file, progress, JSON out."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coach.answers import plain
from coach.errors import BadRequest, FileMissing, OutputUnwritable
from coach.media import probe
from coach.paths import TRACKS, data_folder
from coach.pose import TrackCache, is_keypoints_file
from coach.pose.recording import tracks_in
from coach.texts import Texts
from coach.tracks import RATE
from coach.types import ModelName, PoseTrack


def track_cache(data: Path | None) -> TrackCache:
    """The cache of analysed videos in the data folder."""
    return TrackCache(data_folder(data) / TRACKS)


def track_of(options: argparse.Namespace, texts: Texts, rate: float = RATE) -> PoseTrack:
    """The person in the video or keypoints file that a command is given; see ``tracks_of``."""
    return tracks_of(
        options.video,
        people=1,
        model=options.model,
        cache=track_cache(options.data),
        texts=texts,
        rate=rate,
    )[0]


def tracks_of(
    path: Path,
    *,
    people: int,
    model: ModelName,
    cache: TrackCache | None,
    texts: Texts,
    rate: float = RATE,
) -> tuple[PoseTrack, ...]:
    """People of a video, or of a keypoints file, as ``tracks_in``, with a line of progress."""
    with Progress(texts("cli_analysing", name=path.name)) as progress:
        return tracks_in(
            path, people=people, model=model, cache=cache, rate=rate, progress=progress
        )


def check_readable(path: Path) -> None:
    """Fail early when a video cannot be read; analysing another one takes a while."""
    if not path.exists():
        raise FileMissing(path)
    if not is_keypoints_file(path):
        probe(path)


class Progress:
    """A line on a terminal that says how far a long work is; silent elsewhere."""

    def __init__(self, title: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._title, self._clock = title, clock
        self._shown = sys.stderr.isatty()
        self._started = clock()
        self._last = -1.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown and self._last >= 0:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def __call__(self, fraction: float) -> None:
        """Say that ``fraction`` (0..1) is done."""
        now = self._clock()
        if not self._shown or now - self._last < 0.2:
            return
        self._last = now
        passed = now - self._started
        left = f"  {passed / fraction - passed:.0f} s" if fraction > 0.02 else ""
        print(
            f"\r\033[K{self._title} {100 * fraction:.0f} %{left}",
            end="",
            file=sys.stderr,
            flush=True,
        )


def write_json(value: Any, path: str) -> None:
    """Write JSON to the file named, or to standard output for "-"."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=None if path == "-" else 1)
    try:
        if path == "-":
            print(text, flush=True)
            return
        Path(path).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputUnwritable(Path(path), error.strerror or str(error)) from error


def check_writable(path: Path, formats: tuple[str, ...] = ()) -> None:
    """Fail before the work when a file cannot be written as or where it was asked for."""
    if formats and path.suffix.lower() not in formats:
        raise BadRequest("--output", " / ".join(formats), path.name)
    if not path.parent.is_dir():
        raise OutputUnwritable(path, "no such folder")
