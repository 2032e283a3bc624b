"""The people of a recording, whether it is a video or a keypoints file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from coach.errors import FileMissing, NobodyFound
from coach.media import Chapter, probe
from coach.pose.analysis import RATE, TrackCache, analyse
from coach.pose.keypoints_file import is_keypoints_file, read_keypoints
from coach.types import ModelName, PoseTrack


def tracks_in(
    path: Path,
    *,
    people: int,
    model: ModelName,
    cache: TrackCache | None,
    rate: float = RATE,
    progress: Callable[[float], None] | None = None,
) -> tuple[PoseTrack, ...]:
    """People of a video, or of a keypoints file.

    Args:
        path: either.
        people: how many; a file that holds fewer gives fewer.
        model: pose model for a video.
        cache: of analysed videos.
        rate: poses a second for a video, at most.
        progress: called with the part done of a video, 0 to 1.

    Raises:
        FileMissing, KeypointsInvalid, NobodyFound and the errors of reading a video.
    """
    if not path.exists():
        raise FileMissing(path)
    if is_keypoints_file(path):
        tracks = read_keypoints(path)
        tracks = tuple(sorted(tracks, key=lambda t: not t.seen.any()))[:people]
    else:
        tracks = analyse(
            path, model=model, people=people, cache=cache, progress=progress, rate=rate
        )
    if not any(track.seen.any() for track in tracks):
        raise NobodyFound(path)
    return tracks


def chapters_of(path: Path) -> tuple[Chapter, ...]:
    """Chapters of a video; none of a keypoints file."""
    return () if is_keypoints_file(path) else probe(path).chapters
