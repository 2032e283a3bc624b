"""What the comparison sees of a pose track: latents and angles on the regular clock."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_MIRROR, ANGLES, joint_angles
from coach.body_size import body_size
from coach.directions import N_DIRECTIONS, directions, hanging, mirrored_directions
from coach.embedding import Encoder
from coach.moves.counting_signals import LATENTS, N_TURNS, SHOWN, mirrored_shown, signals_of
from coach.pose.correction import shipped_corrector
from coach.scoring.judged import ALL_COUNT, blanked, judge_target
from coach.scoring.measures import Aspect
from coach.sight import N_BONES, bones_of, mirrored_bones, sighted
from coach.skeleton import MIRROR
from coach.tracks import RATE, resample
from coach.types import FloatArray, PoseTrack


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What the comparison sees of one track, on the regular clock.

    All of it is of corrected poses (``coach.pose.correction``).

    Attributes:
        time: (T,) seconds.
        latents: (T, K).
        swapped: (T, K) latents with left and right exchanged.
        angles: (T, A) degrees by ``coach.angles.ANGLES``.
        directions: (T, 9, 3) by ``coach.directions.DIRECTIONS``.
        signals: (T, S) what repetitions are counted by, see ``counted_by``.
        bones: (T, N_BONES, 3) metres, see ``coach.sight``; NaN of picture points alone.
        shot: (T,) of ``PoseTrack``.
    """

    time: NDArray[np.float64]
    latents: NDArray[np.float32]
    swapped: NDArray[np.float32]
    angles: NDArray[np.float32]
    directions: NDArray[np.float32]
    signals: NDArray[np.float32]
    bones: NDArray[np.float32]
    shot: NDArray[np.int32]

    @property
    def turns(self) -> NDArray[np.float32]:
        """(T, 27) directions of the signals."""
        return self.signals[:, :N_TURNS]

    @property
    def aspect(self) -> Aspect:
        """What the score compares of them."""
        return Aspect(self.latents, self.angles, self.directions, self.bones)

    @property
    def sidedness(self) -> NDArray[np.float32]:
        """(T, K), see ``coach.scoring.sides``."""
        return self.latents - self.swapped

    def sidedness_at(self, row: int) -> NDArray[np.float32]:
        """(K,) of one frame."""
        difference: NDArray[np.float32] = self.latents[row] - self.swapped[row]
        return difference

    def other_side(self) -> Features:
        """The same with left and right exchanged, but for the place and the latents of the signals.

        The same exchange all along leaves the repetitions what they are.
        """
        turns = mirrored_directions(self.turns.reshape(-1, N_DIRECTIONS, 3))
        signals = self.signals.copy()
        signals[:, :N_TURNS] = turns.reshape(-1, N_TURNS)
        signals[:, SHOWN] = mirrored_shown(self.signals[:, SHOWN])
        return Features(
            self.time,
            self.swapped,
            self.latents,
            self.angles[:, ANGLE_MIRROR],
            mirrored_directions(self.directions),
            signals,
            mirrored_bones(self.bones),
            self.shot,
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
        np.zeros((0, LATENTS.start + size), np.float32),
        np.zeros((0, N_BONES, 3), np.float32),
        np.zeros(0, np.int32),
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
    seen = judge_target(track, left_out=left_out)
    track = corrected(track, flat)
    return described(
        blanked(track, seen.joints, left_out),
        encoder,
        counted_by(track, seen.frames, encoder, flat=flat, left_out=left_out),
        flat=flat,
        left_out=left_out,
    )


def corrected(track: PoseTrack, flat: bool) -> PoseTrack:
    """A track on the regular clock without part of the estimator's errors.

    Before anything is blanked: what is unsure helps to place the rest. ``flat``: see
    ``described``; picture points are not corrected.
    """
    return track if flat else shipped_corrector().track(track)


def counted_by(
    track: PoseTrack,
    seen: NDArray[np.bool_],
    encoder: Encoder,
    *,
    flat: bool = False,
    left_out: NDArray[np.bool_] = ALL_COUNT,
) -> NDArray[np.float32]:
    """What repetitions are counted by, (T, S) of ``signals_of``.

    A keypoint that is too unsure to be judged still goes out and back: the estimator's guess
    counts as well.

    Args:
        track: ``corrected``, nothing blanked.
        seen: (T,) whether something of a frame is judged.
        encoder, flat, left_out: see ``described``.
    """
    joints = seen[:, None] & ~left_out
    track = blanked(track, joints, left_out)
    points, world, picture = given(track, flat)
    if flat:
        world = world / np.float32(_usual_size(world))
    turned = hanging(directions(world), left_out & left_out[MIRROR])
    latents = encoder.encode(points, track.confidence, picture)
    return signals_of(turned, world, track.points, latents)


def _usual_size(world: FloatArray) -> float:
    """Median size of a body (``coach.body_size``), 1 where it is never known."""
    size = body_size(world)
    known = np.isfinite(size)
    return float(np.median(size[known])) if known.any() else 1.0


def described(
    track: PoseTrack,
    encoder: Encoder,
    signals: NDArray[np.float32],
    *,
    flat: bool = False,
    left_out: NDArray[np.bool_] = ALL_COUNT,
) -> Features:
    """Features of a track on the regular clock; ``signals``: of ``counted_by``.

    ``flat`` describes it by its picture points instead of its world points: both sides of a
    comparison have to be described alike. Limbs of which both sides are in ``left_out`` (17,)
    hang.
    """
    points, world, picture = given(track, flat)
    latents, swapped = (
        encoder.encode(
            points[:, sides],
            track.confidence[:, sides],
            None if picture is None else picture[:, sides],
        )
        for sides in (slice(None), MIRROR)
    )
    turned = hanging(directions(world), left_out & left_out[MIRROR])
    bones: FloatArray = np.full((len(track), N_BONES, 3), np.nan, np.float32)
    if not flat:  # else a bone that points at the camera has no length to compare by
        bones = bones_of(sighted(world, track.points))
    return Features(
        track.time, latents, swapped, joint_angles(world), turned, signals, bones, track.shot
    )


def given(track: PoseTrack, flat: bool) -> tuple[FloatArray, FloatArray, FloatArray | None]:
    """Points for the encoder, the same in three dimensions, and the picture's beside them."""
    if flat:
        return track.points, np.pad(track.points, ((0, 0), (0, 0), (0, 1))), None
    return track.world, track.world, track.points
