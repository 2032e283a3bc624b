"""What goes into the diary and what comes out of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import UserCanFix
from coach.types import FrameScore, Limb, Move, Pose, PoseTrack, SessionResult, Strictness

MAY_STILL_RUN: Final = timedelta(days=1)
"""A session that is not finished may be running; one that began earlier was interrupted."""


@dataclass(frozen=True, slots=True)
class StoredTarget:
    """The target of a session, as it was when the session began.

    Attributes:
        title: what the screen calls it.
        path: where the video was; it may have moved since.
        content_hash: names the video whatever its place.
        duration: seconds.
        moves: the moves that were asked for.
    """

    title: str
    path: Path
    content_hash: str
    duration: float
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Video:
    """A video of the library.

    Attributes:
        content_hash: names the video whatever its place.
        title: what the screen calls it.
        path: where the file is on this PC; it may have moved since.
        added: when it came into the library, aware.
        last_opened: aware, or None when it never was.
        duration: seconds; NaN until it is known.
        moves: names of the moves that were found, in their order.
        tags: words of the user, in the order they were given.
        favourite: whether the user marked it.
        url: the link it was downloaded from, or "".
    """

    content_hash: str
    title: str
    path: Path
    added: datetime
    last_opened: datetime | None = None
    duration: float = math.nan
    moves: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    favourite: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Best:
    """How a person did with one video.

    Attributes:
        score: of the best session, 0 to 100; NaN when none was judged.
        last_started: when the newest session began, aware.
        last_score: of the newest session; NaN when it was not judged.
    """

    score: float
    last_started: datetime
    last_score: float


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """One line of the diary.

    Attributes:
        id: number of the session, growing.
        started: aware, in the zone the session was held in.
        target: title of the target.
        target_hash: content hash of the target.
        person: name of the profile of the first (or only) person, None for the guest; "" for
            somebody who was deleted.
        people: 1 or 2.
        duration_s: length of the target.
        recorded_s: session time of the last frame on disk; 0 when there is none.
        score: of the result (mean of the people); without one, the mean of the frame
            scores on disk; NaN when nothing was judged.
        finished: False when the program ended before the session did.
        uid: names the session on every PC.
        partner: of two people the second, as ``person``.
    """

    id: int
    started: datetime
    target: str
    target_hash: str
    person: str | None
    people: int
    duration_s: float
    recorded_s: float
    score: float
    finished: bool
    uid: str = ""
    partner: str | None = None

    @property
    def names(self) -> tuple[str | None, ...]:
        """The profiles of the people, the first first."""
        return (self.person, self.partner)[: self.people]


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the settings show of the server.

    Attributes:
        waiting: sessions of this PC that the server does not know yet.
        last: when all was sent and fetched, aware; None when it never was.
        error: why the last meeting failed; None when it did not.
        busy: whether something is on its way now.
    """

    waiting: int = 0
    last: datetime | None = None
    error: UserCanFix | None = None
    busy: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class StoredSession:
    """Everything that is known of one session.

    Attributes:
        summary: its line of the diary.
        target: what was followed.
        tracks: one a person; ``time`` is session time, seconds.
        target_times: (T,) seconds of the target shown at each frame of the tracks.
        scores: per person, T live scores, None where there was none.
        result: of the whole session, or None when it was interrupted.
        strictness: of its score.
        left_out: limbs that were not to be judged.
    """

    summary: SessionSummary
    target: StoredTarget
    tracks: tuple[PoseTrack, ...]
    target_times: NDArray[np.float64]
    scores: tuple[tuple[FrameScore | None, ...], ...]
    result: SessionResult | None
    strictness: Strictness
    left_out: tuple[Limb, ...] = ()

    @property
    def recorded_s(self) -> float:
        """Session time of the last frame on disk, seconds."""
        return self.summary.recorded_s


@dataclass(frozen=True, slots=True, eq=False)
class RecordedFrame:
    """One scored camera frame on its way to the disk.

    Attributes:
        time: session time, seconds; target_time: place in the target, seconds.
        poses, scores: one entry a person, None where there is none.
    """

    time: float
    target_time: float
    poses: tuple[Pose | None, ...]
    scores: tuple[FrameScore | None, ...]
