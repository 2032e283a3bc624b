"""What is known of a target by now, and how it comes to a session in another process.

A target is analysed where it was opened. The session has a copy, which is told what is new:
while the analysis runs that is what was added at the end, so a long video is not sent again
and again.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from coach.moves.attempts import Cycle
from coach.session.features import Features
from coach.types import Move, Pose, PoseTrack

NEAR: Final = 0.5
"""Seconds within which the nearest pose of the instructor is the one of now."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What is known of a target at one moment.

    Attributes:
        poses: of the instructor so far, None before the first.
        features: latents and angles so far of what is compared, on the clock i / RATE.
        cycles: the instructor's repetitions, in order; None until all of it is analysed.
        generation: one more whenever frames changed that had been there before.
    """

    poses: PoseTrack | None
    features: Features
    cycles: tuple[Cycle, ...] | None = None
    generation: int = 0


class KnownTarget:
    """Poses and moves of a target, looked up by presentation time.

    Attributes:
        title: of the video.
        known: all that is known by now; replaced as a whole, so any thread may look.
    """

    title: str
    known: Known

    def __init__(self) -> None:
        self._asked: tuple[PoseTrack | None, int, Pose | None] = (None, -1, None)

    @property
    @abstractmethod
    def moves(self) -> tuple[Move, ...]:
        """The exercises: what is followed, counted and scored."""

    @property
    def features(self) -> Features:
        """Latents and angles so far of what is compared, on the clock i / RATE."""
        return self.known.features

    @property
    def cycles(self) -> tuple[Cycle, ...] | None:
        """The instructor's repetitions, in order; None until all of it is analysed."""
        return self.known.cycles

    def track(self) -> PoseTrack:
        """The instructor's poses so far."""
        poses = self.known.poses
        return PoseTrack.of([], np.zeros(0), (0, 0), 30.0) if poses is None else poses

    def pose_at(self, time: float) -> Pose | None:
        """The instructor's pose nearest to a presentation time."""
        track = self.known.poses
        if track is None or not len(track):
            return None
        i = int(np.clip(np.searchsorted(track.time, time), 0, len(track) - 1))
        if i > 0 and time - track.time[i - 1] < track.time[i] - time:
            i -= 1
        if abs(track.time[i] - time) >= NEAR:
            return None
        of, at, pose = self._asked
        if of is not track or at != i:  # most moments are asked for several times
            seen = np.isfinite(track.world[i]).all(axis=1).any()
            pose = track.pose(i) if seen else None
            self._asked = track, i, pose
        return pose

    def moves_at(self, time: float) -> tuple[Move | None, Move | None]:
        """The move that is done at a time, and the one after it."""
        moves = self.moves
        now = next((m for m in moves if m.start <= time <= m.end), None)
        return now, next((m for m in moves if m.start > time), None)


@dataclass(frozen=True, slots=True)
class TargetNews:
    """What a copy of a target does not know yet.

    Attributes:
        title, moves: as they are now.
        added: frames to be added at the end, and the cycles; ``whole``: in place of all there
            were.
    """

    title: str
    moves: tuple[Move, ...]
    added: Known
    whole: bool


class TargetFeed:
    """Says, whenever it is asked, what is new of a target since it was asked last."""

    def __init__(self, target: KnownTarget) -> None:
        self._target = target
        self._told: tuple[str, tuple[Move, ...], Known] | None = None

    def news(self) -> TargetNews | None:
        """What is new, None where nothing is."""
        target = self._target
        before, self._told = self._told, (target.title, target.moves, target.known)
        title, moves, known = self._told
        if self._told == before:
            return None
        if before is None or before[2].generation != known.generation:
            return TargetNews(title, moves, known, whole=True)
        n_poses, n_features = _length(before[2].poses), len(before[2].features.time)
        poses = None if known.poses is None else known.poses.select(slice(n_poses, None))
        features = known.features.rows(slice(n_features, None))
        return TargetNews(title, moves, replace(known, poses=poses, features=features), whole=False)


class TargetCopy(KnownTarget):
    """A target as it was told."""

    def __init__(self, news: TargetNews) -> None:
        super().__init__()
        self.take(news)

    @property
    def moves(self) -> tuple[Move, ...]:
        """The exercises: what is followed, counted and scored."""
        return self._moves

    def take(self, news: TargetNews) -> None:
        """Know this, too."""
        self.title, self._moves = news.title, news.moves
        known = news.added
        if not news.whole:
            old, poses = self.known, known.poses
            if old.poses is not None:
                poses = old.poses if poses is None else old.poses.followed_by(poses)
            features = old.features.followed_by(known.features)
            known = replace(known, poses=poses, features=features)
        self.known = known


def _length(track: PoseTrack | None) -> int:
    return 0 if track is None else len(track)
