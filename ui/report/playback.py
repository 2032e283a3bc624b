"""What the player of the report shows at a moment: plain values and a clock that is given."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from coach.report.reel import Clip
from coach.types import MoveScore, PersonResult, Pose, PoseTrack

SLOWED: Final = 0.5
"""Speed at which repetitions are looked at, 1 is as filmed."""
NEAR: Final = 0.3
"""Seconds to the nearest pose beyond which nobody was seen."""
SHORTEST_S: Final = 0.1
"""Seconds; nothing shorter is played."""


def whole_clip(person: PersonResult, duration: float) -> Clip | None:
    """All of a session as one clip; None where nothing of it can be shown."""
    known = np.isfinite(person.time) & np.isfinite(person.target_time)
    if not known.any() or duration < SHORTEST_S:
        return None
    times, own = person.target_time[known], person.time[known]
    return Clip(-1, 0, "", 0.0, duration, times, own, math.nan, None)


def clip_at(clip: Clip, moves: Sequence[MoveScore], time: float) -> Clip:
    """The whole clip with name, cue and score of the move at a time."""
    move = next((m for m in moves if m.start <= time <= m.end), None)
    name, cue, score = (move.name, move.cue, move.score) if move else ("", None, math.nan)
    if (clip.name, clip.cue) == (name, cue):
        return clip
    return replace(clip, name=name, cue=cue, score=score)


def pose_at(track: PoseTrack | None, time: float) -> Pose | None:
    """The pose between the two nearest frames; None where nobody was seen.

    Args:
        track: None has none. time: seconds on the track's clock.
    """
    if track is None or not len(track):
        return None
    after = int(np.clip(np.searchsorted(track.time, time), 0, len(track) - 1))
    before = max(after - 1, 0)
    gap = float(track.time[after] - track.time[before])
    near = min(abs(track.time[after] - time), abs(track.time[before] - time))
    if near > NEAR:
        return None
    part = min(max((time - float(track.time[before])) / gap, 0.0), 1.0) if 0 < gap <= NEAR else 1.0
    points, confidence, world = (
        values[before] * (1.0 - part) + values[after] * part
        for values in (track.points, track.confidence, track.world)
    )
    return Pose(points, confidence, world, time) if np.isfinite(points).any() else None


@dataclass(frozen=True, slots=True)
class Playback:
    """Where the player is.

    Attributes:
        clips: what can be played; current: which of them.
        time: second in the target. playing: whether it runs.
    """

    clips: tuple[Clip, ...]
    current: int = 0
    time: float = 0.0
    playing: bool = False

    @property
    def clip(self) -> Clip | None:
        """What is played."""
        return self.clips[self.current] if self.clips else None

    def at(self, number: int) -> Playback:
        """The beginning of a clip, running on if it ran."""
        if not self.clips:
            return self
        number %= len(self.clips)
        return replace(self, current=number, time=self.clips[number].start)

    def step(self, clips: int) -> Playback:
        """So many clips on, round and round."""
        return self.at(self.current + clips)

    def seek(self, time: float) -> Playback:
        """Another moment of the same clip."""
        clip = self.clip
        return self if clip is None else replace(self, time=min(max(time, clip.start), clip.end))

    def toggled(self) -> Playback:
        """Run or stand still."""
        return replace(self, playing=not self.playing and bool(self.clips))

    def advanced(self, seconds: float) -> Playback:
        """After so many seconds on the clock; a clip begins again at its end."""
        clip = self.clip
        if clip is None or not self.playing:
            return self
        length = max(clip.end - clip.start, SHORTEST_S)
        return replace(self, time=clip.start + (self.time - clip.start + SLOWED * seconds) % length)
