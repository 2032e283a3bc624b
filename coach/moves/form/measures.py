"""What a frame and a repetition look like, in numbers that a fitted decision reads.

Sides are told apart by the camera: a person is turned into the one whose left is nearer to
it, so that every column means the nearer or the farther limb and a mirror image is the same.
Of an exercise in which one leg leads, the leading one is made the left one instead.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_MIRROR, ANGLES, joint_angles
from coach.sight import pixels_a_metre
from coach.skeleton import INDEX, MIRROR
from coach.types import PoseTrack

Floats = NDArray[np.float64]

_BODY: Final = np.array([INDEX["nose"], *range(INDEX["left_shoulder"], INDEX["right_ankle"] + 1)])
"""Keypoints whose places are told."""


def _both(part: str) -> list[int]:
    return [INDEX[f"left_{part}"], INDEX[f"right_{part}"]]


_APART: Final = np.array([_both(part) for part in ("elbow", "wrist", "knee", "ankle")]).T
"""(2, 4) joints of which the distance between both sides is told."""
_BONES: Final = np.array(
    [
        [INDEX[f"{side}_{end}"] for end in ends]
        for ends in (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"))
        for side in ("left", "right")
    ]
).T
"""(2, 6) ends of the bones that together are the size of a body, of both sides."""
_LEFT, _RIGHT = np.array([_both("shoulder"), _both("hip")]).T
LEVELS: Final = (0.35, 0.65)
"""Between which parts of the way a repetition is half way."""
NEAR: Final = 0.2
"""Part of the way from the ready pose, and from the far end, that still belongs to it."""

FEWEST: Final = 5
"""Frames of a repetition that have to be seen."""


def _lengths(world: NDArray[np.floating], ends: NDArray[np.intp]) -> Floats:
    """(T, n) distances between pairs (2, n) of keypoints of (T, 17, 3)."""
    between = world[:, ends[0]] - world[:, ends[1]]
    return np.asarray(np.sqrt(np.einsum("tij,tij->ti", between, between)), dtype=np.float64)


def size_of(world: NDArray[np.floating]) -> float:
    """Trunk, thigh and shank together, median over (T, 17, 3), in its unit; NaN if unknown."""
    total = _lengths(world, _BONES).sum(axis=1) / 2
    total = total[np.isfinite(total)]
    return float(np.median(total)) if len(total) else float("nan")


def _scale_of(points: NDArray[np.floating], world: NDArray[np.floating]) -> Floats:
    """(T,) pixels a metre of each frame, by what is known of all but the face."""
    return np.asarray(pixels_a_metre(world[:, _BODY], points[:, _BODY]), np.float64)


def camera_on_right(world: NDArray[np.floating]) -> bool:
    """Whether the right side of a body (T, 17, 3) is the nearer one, on the whole."""
    ahead = (world[:, _LEFT, 2] - world[:, _RIGHT, 2]).sum(axis=1)
    ahead = ahead[np.isfinite(ahead)]
    return bool(len(ahead) and np.median(ahead) > 0)


def other_side(track: PoseTrack) -> PoseTrack:
    """The mirror image: left and right exchanged, the picture turned over."""
    points = track.points[:, MIRROR] * np.array([-1, 1], np.float32)
    points[..., 0] += track.size[0]
    world = track.world[:, MIRROR] * np.array([-1, 1, 1], np.float32)
    return PoseTrack(
        track.time, points, track.confidence[:, MIRROR], world, track.size, track.fps,
        track.shot, track.light,
    )  # fmt: skip


N_ANGLES: Final = len(ANGLES)
_PLACES: Final = len(_BODY)
N_SHAPE: Final = N_ANGLES + _PLACES + _APART.shape[1] + 2 * _PLACES
"""Columns of the shape of a frame: angles, heights, distances apart, places in the picture."""
N_FRAME: Final = N_SHAPE + _PLACES
"""Columns of a frame: its shape, and the confidences."""
_SIDED: Final = np.array(
    [(i, j) for i, j in enumerate(ANGLE_MIRROR) if ANGLES[i].startswith("left_")]
).T
"""Places of the angles of the left and of the right."""
N_TOLD: Final = 4
"""Numbers that the fitted net tells of a frame."""
N_REPETITION: Final = 3 * N_SHAPE + 2 * N_TOLD + 2 * _SIDED.shape[1] + 2 * _PLACES + 2
"""Columns of a repetition: the far end, how it differs from the ready pose, how half way
differs from both; what is told of the far end, and beyond the ready pose; how unlike both sides
are at the far end, and beyond the ready pose; moved in the picture; time."""


def frames(track: PoseTrack) -> Floats:
    """(T, N_FRAME) of a track on the regular clock; NaN rows where the body is not known.

    Angles are in right angles; lengths in sizes of the body; places in the picture are
    relative to the hips.
    """
    world = track.world.astype(np.float64)
    points = track.points.astype(np.float64)
    size = size_of(world)
    scale = (_scale_of(points, world) * size)[:, None, None]
    hips = points[:, _both("hip")].mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        table = np.concatenate(
            [
                joint_angles(world) / 90.0,
                world[:, _BODY, 1] / size,
                _lengths(world, _APART) / size,
                ((points[:, _BODY] - hips) / scale).reshape(len(world), -1),
                track.confidence[:, _BODY],
            ],
            axis=1,
        )
    table[~np.isfinite(table).all(axis=1)] = np.nan
    return table


def repetition(track: PoseTrack, table: Floats, told: Floats, way: Floats) -> Floats | None:
    """(N_REPETITION,) of one repetition, None where too little of it was seen.

    Args:
        track: (T) its frames. table: (T, N_FRAME) of ``frames``.
        told: (T, N_TOLD) what the fitted net says of them (``nets.OF_FRAME``).
        way: (T,) part of the way, 0 ready .. 1 far end; all 1 of a hold.
    """
    known = np.isfinite(table).all(axis=1) & np.isfinite(way)
    ready, far = known & (way <= NEAR), known & (way >= 1.0 - NEAR)
    half = known & (way > LEVELS[0]) & (way < LEVELS[1])
    if np.count_nonzero(known) < FEWEST or not far.any():
        return None
    ready = ready if ready.any() else far
    half = half if half.any() else ready | far
    begun, between, done = (table[rows, :N_SHAPE].mean(axis=0) for rows in (ready, half, far))
    reached = [told[rows].mean(axis=0) for rows in (far, ready)]
    unlike = [np.abs(row[_SIDED[0]] - row[_SIDED[1]]) for row in (done, done - begun)]
    points = track.points[:, _BODY].astype(np.float64)
    unit = np.nanmedian(_scale_of(track.points, track.world)) * size_of(track.world)
    moved = (points[far].mean(axis=0) - points[ready].mean(axis=0)) / unit
    deepest = float(np.flatnonzero(far).mean()) / max(len(way) - 1, 1)
    row = np.concatenate(
        [
            *(done, done - begun, between - (begun + done) / 2),
            *(reached[0], reached[0] - reached[1]),
            *unlike,
            moved.ravel(),
            [float(track.time[-1] - track.time[0]) / 4.0, deepest],
        ]
    )
    return row if np.isfinite(row).all() else None
