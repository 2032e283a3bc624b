"""Percentage of correct keypoints (PCK): how near predicted keypoints are to the truth.

A keypoint is correct if it lies within ``alpha`` torso diameters of its true place
(Yang and Ramanan 2013; with the torso of Leeds Sports Pose: left shoulder to right hip).
The torso here is the longer of that diagonal and its mirror image, measured in the truth
of the same frame, so that a body seen from the side keeps its scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.errors import BadRequest
from coach.pose.lsp import LSP_JOINTS, lsp_points
from coach.skeleton import INDEX, KEYPOINTS, N_KEYPOINTS
from coach.types import PoseTrack

WIDEST_ALPHA: Final = 0.5
_ALPHAS: Final = np.linspace(0.0, WIDEST_ALPHA, 51)
_DIAGONALS: Final = (("left_shoulder", "right_hip"), ("right_shoulder", "left_hip"))


@dataclass(frozen=True, slots=True)
class PckResult:
    """How many of the keypoints that are visible in the truth were found.

    Attributes:
        alpha: threshold in torso diameters.
        joints: keypoint to part found, 0..1; NaN where the truth never shows it.
        mean: over the joints that the truth shows, 0..1; NaN where it shows none.
        auc: area under the mean's curve over alpha from 0 to 0.5, divided by 0.5.
        compared: number of true keypoints that were looked for.
    """

    alpha: float
    joints: dict[str, float]
    mean: float
    auc: float
    compared: int


def pck(
    predicted: Sequence[PoseTrack], truth: Sequence[PoseTrack], alpha: float = 0.2
) -> PckResult:
    """PCK of the people of a video against their true places.

    Keypoints of the truth with confidence 0 or NaN, and frames in which it shows no torso
    diagonal, are left out. Everything else that was not predicted is missed: unseen
    keypoints, people without a partner, times without a prediction.

    Each predicted frame is compared with the true frame nearest in time; true frames
    between predicted ones are left out, those farther from any prediction than both
    frame intervals are missed. People are matched so that most keypoints are correct,
    one partner for the whole video. Pictures of other sizes are scaled onto the truth's.

    Raises:
        BadRequest: ``alpha`` is not within 0 to 0.5.
    """
    _check(alpha)
    missed = [_missed(true) for true in truth]
    errors = [[_errors(found, true) for true in truth] for found in predicted]
    if predicted and truth:
        from scipy.optimize import linear_sum_assignment  # heavy, and seldom needed

        hits = np.array([[np.sum(part <= alpha) for part in row] for row in errors])
        for found, true in zip(*linear_sum_assignment(hits, maximize=True), strict=True):
            missed[true] = errors[found][true]
    together = np.concatenate(missed) if missed else np.empty((0, N_KEYPOINTS))
    return _result(together, KEYPOINTS, alpha)


def pck_lsp(
    predicted: Sequence[PoseTrack], truth: NDArray[np.floating], alpha: float = 0.2
) -> PckResult:
    """PCK on the 14 joints of Leeds Sports Pose, a frame for each of its pictures.

    Of several people that were predicted the one with most correct joints counts, the same
    in all pictures. Otherwise as ``pck``; one torso diagonal is always from the left shoulder
    to the right hip and the other its mirror image.

    Args:
        predicted: the people, N frames each.
        truth: (N, 14, 2) pixels, see ``coach.pose.lsp``.

    Raises:
        BadRequest: ``alpha`` is not within 0 to 0.5, or the frames are not N.
    """
    _check(alpha)
    for track in predicted:
        if len(track) != len(truth):
            raise BadRequest("PREDICTED", f"{len(truth)} frames", str(len(track)))
    diagonals = [
        np.linalg.norm(truth[:, LSP_JOINTS.index(a)] - truth[:, LSP_JOINTS.index(b)], axis=-1)
        for a, b in _DIAGONALS
    ]
    torso = _positive(np.fmax(*diagonals))
    errors = []
    for track in predicted:
        away = np.linalg.norm(lsp_points(track.points) - truth, axis=-1) / torso[:, None]
        shown = np.isfinite(truth).all(axis=-1) & np.isfinite(torso)[:, None]
        errors.append(np.where(shown, np.where(np.isnan(away), np.inf, away), np.nan))
    best = max(errors, key=lambda away: int(np.sum(away <= alpha)))
    return _result(best, LSP_JOINTS, alpha)


def _check(alpha: float) -> None:
    if not 0 < alpha <= WIDEST_ALPHA:
        raise BadRequest("alpha", f"above 0, up to {WIDEST_ALPHA}", f"{alpha:g}")


def _result(errors: NDArray[np.float64], names: Sequence[str], alpha: float) -> PckResult:
    """Of errors (R, J) in torso diameters: inf where missed, NaN where left out."""
    joints = _correct(errors, alpha)
    curve = [_mean(_correct(errors, step)) for step in _ALPHAS]
    return PckResult(
        alpha=alpha,
        joints=dict(zip(names, joints.tolist(), strict=True)),
        mean=_mean(joints),
        auc=float(np.trapezoid(curve, _ALPHAS) / WIDEST_ALPHA),
        compared=int(np.sum(~np.isnan(errors))),
    )


def _errors(found: PoseTrack, true: PoseTrack) -> NDArray[np.float64]:
    """(frames, 17) errors in torso diameters: inf where missed, NaN where left out."""
    errors = _missed(true)
    if not len(found) or not len(true):
        return errors
    nearest = _nearest(true.time, found.time)
    seen_from = _nearest(found.time, true.time)
    mutual = nearest[seen_from] == np.arange(len(true))
    scale = np.array(true.size) / np.array(found.size)
    points = found.points[seen_from] * scale
    distance = np.linalg.norm(points - true.points, axis=-1) / _torso(true)[:, None]
    distance = np.where(np.isnan(distance), np.inf, distance)
    errors = np.where(mutual[:, None] & ~np.isnan(errors), distance, errors)
    far = np.abs(found.time[seen_from] - true.time) > max(_interval(found), _interval(true))
    kept: NDArray[np.float64] = errors[mutual | far]
    return kept


def _missed(true: PoseTrack) -> NDArray[np.float64]:
    """(T, 17) as if nothing had been found: inf where visible, NaN where left out."""
    visible = (true.confidence > 0) & ~np.isnan(true.points).any(axis=-1)
    visible &= np.isfinite(_torso(true))[:, None]
    return np.where(visible, np.inf, np.nan)


def _torso(true: PoseTrack) -> NDArray[np.float64]:
    """(T,) torso diameter in pixels, NaN where no diagonal is visible or it is a point."""
    points = np.where(true.confidence[..., None] > 0, true.points, np.nan).astype(np.float64)
    diagonals = [
        np.linalg.norm(points[:, INDEX[a]] - points[:, INDEX[b]], axis=-1) for a, b in _DIAGONALS
    ]
    return _positive(np.fmax(*diagonals))


def _positive(longest: NDArray[np.float64]) -> NDArray[np.float64]:
    """A torso that is a point has no diameter."""
    return np.where(longest > 0, longest, np.nan)


def _nearest(times: NDArray[np.float64], asked: NDArray[np.float64]) -> NDArray[np.intp]:
    """Index of the entry of ``times`` (growing) nearest to each asked time."""
    after = np.clip(np.searchsorted(times, asked), 0, len(times) - 1)
    before = np.maximum(after - 1, 0)
    nearer = np.abs(times[before] - asked) <= np.abs(times[after] - asked)
    return np.where(nearer, before, after)


def _interval(track: PoseTrack) -> float:
    """Median time between frames, seconds; 0 for a single frame."""
    return float(np.median(np.diff(track.time))) if len(track) > 1 else 0.0


def _correct(errors: NDArray[np.float64], alpha: float) -> NDArray[np.float64]:
    """(J,) part of the errors up to alpha, NaN for a joint that is never compared."""
    compared = np.sum(~np.isnan(errors), axis=0)
    correct = np.sum(errors <= alpha, axis=0)
    return np.where(compared > 0, correct / np.maximum(compared, 1), np.nan)


def _mean(joints: NDArray[np.float64]) -> float:
    known = joints[~np.isnan(joints)]
    return float(known.mean()) if len(known) else float("nan")
