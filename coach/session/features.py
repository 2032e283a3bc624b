"""What the comparison sees of a pose track: latents and angles on the regular clock."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_MIRROR, ANGLES, joint_angles
from coach.directions import N_DIRECTIONS, directions, hanging, mirrored_directions
from coach.embedding import Encoder
from coach.moves.counting_signals import N_PLACE, place_of, signals_of
from coach.scoring.judged import ALL_COUNT, blanked, judge_target
from coach.scoring.measures import Aspect
from coach.skeleton import MIRROR
from coach.tracks import RATE, resample
from coach.types import PoseTrack


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What the comparison sees of one track, on the regular clock.

    Attributes:
        time: (T,) seconds.
        latents: (T, K).
        swapped: (T, K) latents with left and right exchanged.
        angles: (T, A) degrees by ``coach.angles.ANGLES``.
        directions: (T, 9, 3) by ``coach.directions.DIRECTIONS``.
        place: (T, 3) where the hips are, see ``coach.moves.counting_signals.place_of``.
    """

    time: NDArray[np.float64]
    latents: NDArray[np.float32]
    swapped: NDArray[np.float32]
    angles: NDArray[np.float32]
    directions: NDArray[np.float32]
    place: NDArray[np.float32]

    @property
    def signals(self) -> NDArray[np.float32]:
        """(T, S) what repetitions are counted by."""
        return signals_of(self.directions, self.place, self.latents)

    @property
    def aspect(self) -> Aspect:
        """What the score compares of them."""
        return Aspect(self.latents, self.angles, self.directions)

    @property
    def sidedness(self) -> NDArray[np.float32]:
        """(T, K), see ``coach.scoring.sides``."""
        return self.latents - self.swapped

    def sidedness_at(self, row: int) -> NDArray[np.float32]:
        """(K,) of one frame."""
        difference: NDArray[np.float32] = self.latents[row] - self.swapped[row]
        return difference

    def other_side(self) -> Features:
        """The same with left and right exchanged."""
        return Features(
            self.time,
            self.swapped,
            self.latents,
            self.angles[:, ANGLE_MIRROR],
            mirrored_directions(self.directions),
            self.place,
        )

    def rows(self, part: slice | NDArray[np.bool_]) -> Features:
        """Some of the frames."""
        return Features(*(getattr(self, f.name)[part] for f in fields(self)))

    def followed_by(self, later: Features) -> Features:
        """These frames and then the others."""
        return Features(
            *(np.concatenate([getattr(self, f.name), getattr(later, f.name)]) for f in fields(self))
        )

    def joined(self, later: Features) -> Features:
        """These frames and then those that are later than all of them."""
        new = later.time > (self.time[-1] if len(self.time) else -np.inf) + 0.5 / RATE
        return self.followed_by(later.rows(new))


def no_features(size: int) -> Features:
    """Features of no frames; ``size``: of latents."""
    nothing: NDArray[np.float32] = np.zeros((0, size), np.float32)
    return Features(
        np.zeros(0),
        nothing,
        nothing,
        np.zeros((0, len(ANGLES)), np.float32),
        np.zeros((0, N_DIRECTIONS, 3), np.float32),
        np.zeros((0, N_PLACE), np.float32),
    )


def has_depth(track: PoseTrack) -> bool:
    """Whether a track has world points; one in which nobody is seen has nothing against it."""
    return bool(np.isfinite(track.world).any()) or not np.isfinite(track.points).any()


def features_of(
    track: PoseTrack,
    encoder: Encoder,
    *,
    from_zero: bool = False,
    flat: bool = False,
    left_out: NDArray[np.bool_] = ALL_COUNT,
) -> Features:
    """Features of a track, resampled to ``RATE``; see ``described``.

    What cannot be made out is left out, and so are the keypoints of ``left_out`` (17,).
    ``from_zero`` lets the clock begin at 0.
    """
    track = resample(track, from_zero=from_zero)
    joints = judge_target(track, left_out=left_out).joints
    return described(blanked(track, joints, left_out), encoder, flat=flat, left_out=left_out)


def described(
    track: PoseTrack,
    encoder: Encoder,
    *,
    flat: bool = False,
    left_out: NDArray[np.bool_] = ALL_COUNT,
) -> Features:
    """Features of a track on the regular clock.

    ``flat`` describes it by its picture points instead of its world points: both sides of a
    comparison have to be described alike. Limbs of which both sides are in ``left_out`` (17,)
    hang.
    """
    points = track.points if flat else track.world
    world = np.pad(points, ((0, 0), (0, 0), (0, 1))) if flat else points
    latents, swapped = (
        encoder.encode(
            points[:, sides], track.confidence[:, sides], None if flat else track.points[:, sides]
        )
        for sides in (slice(None), MIRROR)
    )
    place = place_of(world, track.points)
    turned = hanging(directions(world), left_out & left_out[MIRROR])
    return Features(track.time, latents, swapped, joint_angles(world), turned, place)
