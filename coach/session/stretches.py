"""What goes on in a whole recording, however long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import joint_angles
from coach.embedding import Encoder
from coach.moves import Recogniser, find_stretches
from coach.moves.attempts import Cycle
from coach.moves.segmentation import Titled
from coach.scoring.judged import blanked, judge_target
from coach.session.features import corrected, counted_by, given, has_depth
from coach.tracks import RATE, resample
from coach.types import FloatArray, Move, PoseTrack

PART: Final = 300.0
"""Seconds that are described at once: three hours of keypoints at once would take gigabytes."""
OVERLAP: Final = 1.0
"""Seconds of the part before, so that nothing is missing between two parts."""


def stretches_of(
    track: PoseTrack,
    encoder: Encoder,
    chapters: Sequence[Titled] = (),
    *,
    recogniser: Recogniser | None = None,
    cycles: Sequence[Cycle] | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[Move, ...]:
    """The stretches of a track; see ``find_stretches``.

    Args:
        track: of any rate and length.
        encoder: poses to latents.
        chapters: of the video.
        recogniser: of exercises.
        cycles: the repetitions, where they are known; None: they are found.
        progress: called with the part done, 0..1.
    """
    seen = seen_in(track, encoder, progress)
    return find_stretches(
        seen.latents,
        seen.angles,
        seen.signals,
        seen.time,
        chapters,
        track=track,
        recogniser=recogniser,
        cycles=cycles,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What stretches are found by, on the regular clock, corrected.

    Attributes:
        time: (T,) seconds. latents: (T, K). angles: (T, A) degrees. signals: (T, S).
    """

    time: NDArray[np.float64]
    latents: FloatArray
    angles: FloatArray
    signals: FloatArray


def seen_in(
    track: PoseTrack, encoder: Encoder, progress: Callable[[float], None] = lambda _: None
) -> Seen:
    """What stretches are found by, part by part; see ``find_stretches``."""
    flat = not has_depth(track)
    parts: list[Seen] = []
    for start in np.arange(0.0, track.duration, PART):
        near = (track.time >= start - OVERLAP) & (track.time <= start + PART + OVERLAP)
        if np.count_nonzero(near) > 1:
            parts.append(_described(resample(track.select(near)), encoder, start, flat))
        progress(float(start) / track.duration)
    names = ("time", "latents", "angles", "signals")
    if not parts:
        parts = [_described(track.select(slice(0, 0)), encoder, 0.0, flat)]
    return Seen(*(np.concatenate([getattr(p, name) for p in parts]) for name in names))


def _described(track: PoseTrack, encoder: Encoder, start: float, flat: bool) -> Seen:
    """The seconds from ``start`` on, of a track on the regular clock that begins before them."""
    seen = judge_target(track)
    track = corrected(track, flat)
    rows = (track.time > start - 0.5 / RATE) & (track.time < start + PART - 0.5 / RATE)
    signals = counted_by(track.select(rows), seen.frames[rows], encoder, flat=flat)
    track = blanked(track, seen.joints).select(rows)
    points, world, picture = given(track, flat)
    latents = encoder.encode(points, track.confidence, picture)
    return Seen(track.time, latents, joint_angles(world), signals)
