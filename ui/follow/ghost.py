"""The target's pose laid over the person: pure numbers, no widget in here.

The pose is turned to the person's facing, made as large as their trunk, mirrored where they
follow as in a mirror, and stood where they stand: over their hips from side to side, and on
their feet (on their hips where feet are not seen), so that hips which are too high show.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import UPRIGHT
from coach.directions import trunk_axes
from coach.skeleton import INDEX, MIRROR
from coach.types import Pose
from ui.kit.skeleton_paint import SURE

SETTLING_S: Final = 0.5
"""Seconds in which size and facing follow what is measured: single frames are unsure of both."""

_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_FEET: Final = [INDEX["left_ankle"], INDEX["right_ankle"]]
_TRUNK: Final = _HIPS + _SHOULDERS
_FLIP: Final = np.array([-1.0, 1.0, 1.0])


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a target's pose is laid over a person.

    Attributes:
        scale: pixels of the camera picture a metre of the target.
        turn: degrees about the upright, from the target's facing to the person's.
    """

    scale: float
    turn: float

    def toward(self, other: Alignment, share: float) -> Alignment:
        """Nearer to another alignment by a share of the way, 0..1, the shorter way round."""
        turn = (other.turn - self.turn + 180.0) % 360.0 - 180.0
        return Alignment(self.scale + share * (other.scale - self.scale), self.turn + share * turn)


def align(person: Pose, target: Pose, *, mirrored: bool) -> Alignment | None:
    """Size and facing of a target's pose over a person; None where a trunk is not seen.

    Args:
        person: in the camera picture; target: of the instructor.
        mirrored: whether the person does with the left what the target does with the right.
    """
    if not (_sure(person, _TRUNK) and _sure(target, _TRUNK)):
        return None
    own, shown = person.world.astype(np.float64), _world(target, mirrored)
    seen = (person.confidence >= SURE) & np.isfinite(own).all(axis=1)
    flat = own[seen, :2] - own[_HIPS, :2].mean(axis=0)
    pixels = person.points[seen] - person.points[_HIPS].mean(axis=0)
    spread = float((flat * flat).sum())
    lengths = [_trunk_length(world) for world in (own, shown)]
    if spread <= 0.0 or min(lengths) <= 0.0:
        return None
    scale = float((flat * pixels).sum()) / spread * lengths[0] / lengths[1]
    return Alignment(scale, _turn(shown, own)) if scale > 0.0 else None


def ghost_points(
    person: Pose, target: Pose, alignment: Alignment, *, mirrored: bool
) -> NDArray[np.float32]:
    """(17, 2) pixels of the camera picture; NaN where the target's keypoint is not sure.

    Args:
        person, target, mirrored: as in ``align``; alignment: what it found.
    """
    world = _world(target, mirrored)
    angle = math.radians(alignment.turn)
    across = world[:, 0] * math.cos(angle) - world[:, 2] * math.sin(angle)
    points = np.stack([across, world[:, 1]], axis=1) * alignment.scale
    unsure = (target.confidence < SURE)[MIRROR] if mirrored else target.confidence < SURE
    points[unsure] = np.nan
    points += person.points[_HIPS].mean(axis=0) - points[_HIPS].mean(axis=0)
    if _sure(person, _FEET) and not unsure[_FEET].any():
        points[:, 1] += person.points[_FEET, 1].max() - points[_FEET, 1].max()
    return points.astype(np.float32)


class Ghost:
    """The same frame after frame, with size and facing that settle instead of trembling."""

    def __init__(self) -> None:
        self._alignment: Alignment | None = None
        self._mirrored = False
        self._time = 0.0

    def clear(self) -> None:
        """Somebody else, or another place."""
        self._alignment = None

    def over(
        self, person: Pose | None, target: Pose | None, *, mirrored: bool
    ) -> NDArray[np.float32] | None:
        """Points of the ghost over a person, see ``ghost_points``; None where there is none."""
        if person is None or target is None:
            return None
        found = align(person, target, mirrored=mirrored)
        if found is None:
            return None
        before, since = self._alignment, person.time - self._time
        if before is None or mirrored != self._mirrored or not 0.0 <= since < SETTLING_S:
            self._alignment = found
        else:
            self._alignment = before.toward(found, 1.0 - math.exp(-since / SETTLING_S))
        self._mirrored, self._time = mirrored, person.time
        return ghost_points(person, target, self._alignment, mirrored=mirrored)


def _sure(pose: Pose, keypoints: list[int]) -> bool:
    known = np.isfinite(pose.points[keypoints]).all() and np.isfinite(pose.world[keypoints]).all()
    return bool(known and (pose.confidence[keypoints] >= SURE).all())


def _world(target: Pose, mirrored: bool) -> NDArray[np.float64]:
    """(17, 3) the target in metres, left and right exchanged where it is mirrored."""
    world = target.world.astype(np.float64)
    return world[MIRROR] * _FLIP if mirrored else world


def _trunk_length(world: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(world[_SHOULDERS].mean(axis=0) - world[_HIPS].mean(axis=0)))


def _turn(target: NDArray[np.float64], person: NDArray[np.float64]) -> float:
    """Degrees about the upright between two facings; 0 where one stands and the other lies."""
    axes = trunk_axes(np.stack([target, person]))
    stands = axes[:, 1, 1] < -UPRIGHT
    if stands[0] != stands[1]:
        return 0.0
    ways = axes[:, 2] if stands[0] else axes[:, 1]  # who lies faces where the head points
    target_at, person_at = (math.degrees(math.atan2(way[0], -way[2])) for way in ways)
    return (person_at - target_at + 180.0) % 360.0 - 180.0
