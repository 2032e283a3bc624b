"""Where the camera stood: whether two sessions with one video can be compared."""

from __future__ import annotations

import math
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX
from coach.types import PoseTrack, Setup

Floats = NDArray[np.floating]

Moved = Literal["angle", "distance", "picture"]
"""What is different: the side from which the camera looks, how far away it stands, or the
shape of its picture."""

OTHER_ANGLE: Final = 20.0
"""Degrees by which the view may differ; the estimator's own error of it is about half."""
OTHER_DISTANCE: Final = 1.3
"""Factor by which somebody may look larger or smaller."""
OTHER_SHAPE: Final = 0.1
"""Part by which width to height of the picture may differ."""
LONGEST: Final = 0.9
"""Share of the frames in which the trunk looks shorter than its length: it leans, too."""

_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]


def setup_of(track: PoseTrack, facing: Floats) -> Setup:
    """The set-up by the poses of one person.

    Args:
        track: of the person. facing: (n,) degrees by ``coach.angles``; NaN where unknown.
    """
    way = track.points[:, _SHOULDERS].mean(axis=1) - track.points[:, _HIPS].mean(axis=1)
    length = np.hypot(way[:, 0], way[:, 1])
    length, facing = length[np.isfinite(length)], facing[np.isfinite(facing)]
    height = track.size[1] or math.nan  # keypoints from elsewhere may not know their picture
    trunk = float(np.quantile(length, LONGEST)) / height if len(length) else math.nan
    return Setup(track.size, float(np.median(facing)) if len(facing) else math.nan, trunk)


def moved(now: Setup, before: Setup) -> tuple[Moved, ...]:
    """What is different of two set-ups; what is unknown of either is not."""
    found: list[Moved] = []
    if abs(now.facing - before.facing) > OTHER_ANGLE:
        found.append("angle")
    ratio = now.trunk / before.trunk if before.trunk else math.nan
    if ratio > OTHER_DISTANCE or ratio < 1.0 / OTHER_DISTANCE:
        found.append("distance")
    shapes = [
        width / height if width and height else math.nan
        for width, height in (now.size, before.size)
    ]
    if abs(shapes[0] / shapes[1] - 1.0) > OTHER_SHAPE:
        found.append("picture")
    return tuple(found)
