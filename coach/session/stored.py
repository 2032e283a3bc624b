"""The result of a session from the diary, an interrupted one too."""

from __future__ import annotations

from pathlib import Path

from coach.embedding import Encoder
from coach.errors import UserCanFix
from coach.media import Chapter, probe
from coach.pose import Instructor, TrackCache, analyse, by_choice
from coach.pose.people import MAX_PEOPLE
from coach.scoring import curve_for
from coach.session.playhead import jumped_over
from coach.session.result import MAX_LAG, score_session
from coach.storage import StoredSession
from coach.tracks import RATE, newest_passes
from coach.types import MODEL_NAMES, PoseTrack, SessionResult


def result_of(
    stored: StoredSession, cache: TrackCache, instructor: Instructor | None = None
) -> SessionResult:
    """The stored result, or that of what was recorded until the session broke off.

    The target's poses come from the cache, or from its video where the cache was lost;
    ``instructor``: who of several people was followed.

    Raises:
        FileMissing or another error of reading the target video.
    """
    if stored.result is not None:
        return stored.result
    users = users_of(stored)
    return score_session(
        _target_track(stored, cache, instructor),
        users,
        title=stored.target.title,
        encoder=Encoder(),
        moves=stored.target.moves,
        chapters=_chapters(stored.target.path),
        curve=curve_for(stored.strictness),
        max_lag=MAX_LAG,
        left_out=stored.left_out,
        skipped=jumped_over(users[0].time),
    )


def users_of(stored: StoredSession) -> tuple[PoseTrack, ...]:
    """The people's poses on the clock of the target, as their result has them."""
    keep = newest_passes(stored.target_times)
    return tuple(
        PoseTrack(
            stored.target_times[keep],
            track.points[keep],
            track.confidence[keep],
            track.world[keep],
            track.size,
            track.fps,
        )
        for track in stored.tracks
    )


def cached_target(
    stored: StoredSession, cache: TrackCache, instructor: Instructor | None = None
) -> PoseTrack | None:
    """The target's poses as they were analysed, None where the cache was lost.

    ``instructor``: who of several people was followed, see ``coach.session.choice``.
    """
    people = 1 if instructor is None else MAX_PEOPLE
    for model in reversed(MODEL_NAMES):
        tracks = cache.load(stored.target.content_hash, model=model, people=people, rate=RATE)
        if tracks is not None:
            return (tracks if instructor is None else by_choice(tracks, instructor))[0]
    return None


def _chapters(path: Path) -> tuple[Chapter, ...]:
    """Chapters of the video, where it still is; a session may begin before its moves are known."""
    try:
        return probe(path).chapters
    except UserCanFix:
        return ()


def _target_track(
    stored: StoredSession, cache: TrackCache, instructor: Instructor | None
) -> PoseTrack:
    cached = cached_target(stored, cache, instructor)
    if cached is not None:
        return cached
    people = 1 if instructor is None else MAX_PEOPLE
    tracks = analyse(stored.target.path, model="full", people=people, rate=RATE, cache=cache)
    return (tracks if instructor is None else by_choice(tracks, instructor))[0]
