"""Who of the people in a video is followed: the choice, and what to choose from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

import numpy as np

from coach.media.video import VideoInfo, probe, read_frames
from coach.pose.estimator import BLANK, pose_of_landmarks
from coach.pose.landmarker import Landmarker
from coach.pose.people import MAX_PEOPLE, body_size
from coach.skeleton import INDEX
from coach.types import Frame, ModelName, Pose, PoseTrack

LOOKS: Final = 8
"""Pictures of a video in which people are looked for, spread evenly over its length."""
LOOK_HEIGHT: Final = 480
"""Higher pictures are scaled down to this height, pixels."""
SMALLEST: Final = 0.15
"""Height of a person, in picture heights, below which somebody is a passer-by or a poster."""
AGREES: Final = 0.5
"""Seconds about the chosen moment over which tracks are compared with the choice."""
_TRUNK: Final = [INDEX[f"{s}_{part}"] for part in ("shoulder", "hip") for s in ("left", "right")]


@dataclass(frozen=True, slots=True)
class Instructor:
    """The one at this place of the video's picture at this moment.

    Attributes:
        time: seconds. x, y: of the middle of the trunk, parts of width and height.
    """

    time: float
    x: float
    y: float

    def as_text(self) -> str:
        """What ``from_text`` reads."""
        return json.dumps(astuple(self))

    @staticmethod
    def from_text(text: str | None) -> Instructor | None:
        """A choice that was kept; None where there is none, or it makes no sense."""
        try:
            time, x, y = (float(value) for value in json.loads(text or ""))
        except (ValueError, TypeError, OverflowError, RecursionError):
            return None
        return Instructor(time, x, y) if np.isfinite((time, x, y)).all() else None


@dataclass(frozen=True, slots=True, eq=False)
class Gathering:
    """A picture of a video and the people in it, from left to right."""

    frame: Frame
    people: tuple[Pose, ...]

    def instructor(self, number: int) -> Instructor:
        """The choice of one of the people."""
        middle = self.people[number].points[_TRUNK].mean(axis=0) / np.array(self.frame.size)
        return Instructor(self.frame.time, float(middle[0]), float(middle[1]))


def people_of(path: Path, *, model: ModelName = "lite") -> Gathering | None:
    """The first picture of a video, of a few, with the most people; None if they are alone.

    Takes a second or two.

    Raises:
        The errors of ``coach.media.probe``; ModelMissing, ModelDamaged.
    """
    info = probe(path)
    best: Gathering | None = None
    with closing(Landmarker(model, MAX_PEOPLE)) as landmarker:
        for number in range(LOOKS):
            found = _look(landmarker, info, number)
            if found is not None and (best is None or len(found.people) > len(best.people)):
                best = found
            if best is not None and len(best.people) == MAX_PEOPLE:
                return best
    return None


def _look(landmarker: Landmarker, info: VideoInfo, number: int) -> Gathering | None:
    """People in one picture; a blank one before it lets the model begin anew."""
    start = info.duration * (number + 0.5) / LOOKS if info.duration > 0 else 0.0
    frame = next(iter(read_frames(info.path, start=start, max_height=LOOK_HEIGHT)), None)
    if frame is None:
        return None
    landmarker.detect(BLANK, 2 * number + 1)
    seen, world = landmarker.detect(frame.image, 2 * number + 2)
    poses = [
        pose_of_landmarks(s, w, frame.size, frame.time) for s, w in zip(seen, world, strict=True)
    ]
    large = [p for p in poses if body_size(p.points) >= SMALLEST * frame.size[1]]
    large.sort(key=lambda pose: float(pose.points[_TRUNK, 0].mean()))
    return Gathering(frame, tuple(large))


def by_choice(tracks: Sequence[PoseTrack], chosen: Instructor) -> tuple[PoseTrack, ...]:
    """The tracks, the chosen one first: who is nearest to the place at the moment.

    Where the tracks do not reach the moment yet, their last moment counts.
    """
    return tuple(sorted(tracks, key=lambda track: _away(track, chosen)))


def _away(track: PoseTrack, chosen: Instructor) -> float:
    """Mean distance in picture heights; infinite where nobody is seen then."""
    if not len(track) or min(track.size) <= 0:
        return float("inf")
    moment = min(chosen.time, float(track.time[-1]))
    rows = np.abs(track.time - moment) <= AGREES
    place = np.array([chosen.x * track.size[0], chosen.y * track.size[1]])
    middle = track.points[rows][:, _TRUNK].mean(axis=1)
    away = np.linalg.norm(middle - place, axis=1) / track.size[1]
    seen = np.isfinite(away)
    return float(away[seen].mean()) if seen.any() else float("inf")
