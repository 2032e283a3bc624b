"""What goes on in a whole recording, however long."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from coach.embedding import Encoder
from coach.media import Chapter
from coach.moves import Recogniser, find_stretches
from coach.session.features import Features, features_of
from coach.types import Move, PoseTrack

PART: Final = 300.0
"""Seconds that are described at once: three hours of keypoints at once would take gigabytes."""
OVERLAP: Final = 1.0
"""Seconds of the part before, so that nothing is missing between two parts."""


def stretches_of(
    track: PoseTrack,
    encoder: Encoder,
    chapters: Sequence[Chapter] = (),
    *,
    recogniser: Recogniser | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[Move, ...]:
    """The stretches of a track; see ``find_stretches``.

    Args:
        track: of any rate and length.
        encoder: poses to latents.
        chapters: of the video.
        recogniser: of exercises.
        progress: called with the part done, 0..1.
    """
    if len(track) < 2:
        return ()
    features: Features | None = None
    for start in np.arange(track.time[0], track.time[-1], PART):
        rows = (track.time >= start - OVERLAP) & (track.time <= start + PART)
        part = features_of(track.select(rows), encoder)
        features = part if features is None else features.joined(part)
        progress(float((start - track.time[0]) / (track.time[-1] - track.time[0])))
    if features is None:
        return ()
    return find_stretches(
        features.latents,
        features.angles,
        features.time,
        chapters,
        track=track,
        recogniser=recogniser,
    )
