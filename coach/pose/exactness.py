"""Whether keypoints are exact: motion capture, or an estimator's view of a picture.

An estimator errs by centimetres, so small differences between two people say little; of motion
capture they say a lot. An estimator is never wholly sure of every keypoint. Where a file says
that all are sure, the bones are looked at: they do not change their length, and how much those of a
track do tells how far its keypoints err. Who keeps still keeps them as well, so that a file that
fills in a confidence of 1 is taken at its word then.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from coach.skeleton import INDEX
from coach.types import PoseTrack

_BONES: Final = np.array(
    [
        (INDEX[f"{side}_{a}"], INDEX[f"{side}_{b}"])
        for side in ("left", "right")
        for a, b in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
    ]
)
_FIRM, _LOOSE = 0.012, 0.03
"""Spread of lengths, in parts of the length, up to which keypoints are exact and from which
they are not. Of recordings by motion capture 99 in 100 are below the first, errors of 1 cm that
change from frame to frame make 0.04."""
SURE: Final = 0.99
"""Confidence, and part of all keypoints that have to have it."""
FEWEST: Final = 20
"""Frames of which the lengths can be told to last."""
_QUARTILE: Final = 1.349
"""Standard deviations between the quartiles of a normal distribution."""


def exactness(track: PoseTrack) -> float:
    """1 of exact keypoints, 0 of an estimator's or of picture points alone.

    The spread of a length is that between its quartiles; that of a track is the lower quartile
    over the bones of arms and legs, as some recordings hold a limb that slips.
    """
    seen = np.isfinite(track.world).all(axis=2)
    if np.count_nonzero(track.seen) < FEWEST or not seen.any():
        return 0.0
    if np.mean(track.confidence[seen] >= SURE) < SURE:
        return 0.0
    ends = track.world[:, _BONES].astype(np.float64)
    lengths = np.linalg.norm(ends[:, :, 0] - ends[:, :, 1], axis=2)
    lengths = lengths[:, np.isfinite(lengths).any(axis=0)]
    if not lengths.size:
        return 0.0
    low, middle, high = np.nanquantile(lengths, (0.25, 0.5, 0.75), axis=0)
    spread = float(np.quantile((high - low) / _QUARTILE / np.maximum(middle, 1e-6), 0.25))
    return float(np.clip((_LOOSE - spread) / (_LOOSE - _FIRM), 0.0, 1.0))
