"""How a body moves through the room, as the recognisers of actions and falls see it.

A pose is described in lengths of the body itself (from the ankles to the neck along the
bones), so that neither the person's height nor the distance of the camera counts. The
joints are about the hips; how the hips move is told by the picture: a body length in pixels
there says how large a step was, and how it grows or shrinks says what goes towards the
camera. The camera is taken to stand upright.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.pose.correction import corrected_on_clock
from coach.skeleton import INDEX
from coach.tracks import LONGEST_GAP, RATE, resample
from coach.types import Pose, PoseTrack

Array = NDArray[np.float32]

JOINTS: Final[NDArray[np.intp]] = np.array(
    [
        INDEX["nose"],
        *(
            INDEX[f"{side}_{part}"]
            for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
            for side in ("left", "right")
        ),
    ]
)
"""(13,) the keypoints that are looked at; of the face the nose stands for all."""
SWAPPED: Final[NDArray[np.intp]] = np.array([0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11])
"""(13,) permutation of JOINTS that exchanges left and right."""
AWAY: Final = 2.5
"""Body lengths from the camera to somebody who is seen whole, about: a body that looks a
tenth smaller has gone a tenth of it away."""
N_FEATURES: Final = 3 * len(JOINTS) + 3 + 1
"""Numbers that describe one moment of a window."""
SUPPORT: Final = 2 * LONGEST_GAP
"""Seconds of poses on which the newest moments of a stream can depend."""
_SHOULDERS, _HIPS, _KNEES, _ANKLES = (slice(i, i + 2) for i in (1, 7, 9, 11))


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """A track on the regular clock, in body lengths.

    Attributes:
        time: (T,) seconds.
        joints: (T, 13, 3) by JOINTS about the hips: right, down, away; NaN: not seen.
        place: (T, 3) of the hips: right, down, away, from anywhere; NaN: not known.
    """

    time: NDArray[np.float64]
    joints: Array
    place: Array

    def __len__(self) -> int:
        return len(self.time)

    @property
    def seen(self) -> NDArray[np.bool_]:
        """(T,) whether the whole body and its place are known."""
        return _known(self.joints, self.place)

    @property
    def height(self) -> NDArray[np.float32]:
        """(T,) how far the higher one of hips and shoulders is above the lowest joint.

        About 1 standing, 0.6 on a chair or on the knees, below 0.55 on the floor.
        """
        down = self.joints[:, :, 1]
        middles = np.stack([down[:, _SHOULDERS].mean(axis=1), down[:, _HIPS].mean(axis=1)])
        above: Array = down.max(axis=1) - middles.min(axis=0)
        return above

    def mirrored(self) -> Motion:
        """The mirror image, left and right exchanged."""
        flip = np.array([-1, 1, 1], np.float32)
        return Motion(self.time, self.joints[:, SWAPPED] * flip, self.place * flip)


def corrected_motion(track: PoseTrack) -> Motion:
    """The motion of a recording without part of the estimator's errors."""
    return motion_on_clock(corrected_on_clock(track))


def motion_of(track: PoseTrack) -> Motion:
    """The motion of a track, resampled to ``coach.tracks.RATE``."""
    return motion_on_clock(resample(track))


def motion_on_clock(track: PoseTrack) -> Motion:
    """The motion of a track that is on the regular clock; once more bridged gaps would grow."""
    world, points = track.world[:, JOINTS], track.points[:, JOINTS]
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        size = _body_length(world)[:, None]
        world = world - world[:, _HIPS].mean(axis=1, keepdims=True)
        pixels = _spread(points) / _spread(world[..., :2]) * size[:, 0]  # a body length
        hips = points[:, _HIPS].mean(axis=1) / pixels[:, None]
        away = -AWAY * np.log(pixels)
        place = np.concatenate([hips, away[:, None]], axis=1)
        joints = world / size[:, None]
    return Motion(track.time, joints.astype(np.float32), place.astype(np.float32))


def _known(joints: Array, place: Array) -> NDArray[np.bool_]:
    known = np.isfinite(joints).all(axis=(-2, -1)) & np.isfinite(place).all(axis=-1)
    return np.asarray(known)


def _body_length(world: Array) -> Array:
    """(T,) from the ankles to the neck along the bones, mean of both sides."""
    chain = [world[:, part] for part in (_SHOULDERS, _HIPS, _KNEES, _ANKLES)]
    bones = [np.linalg.norm(a - b, axis=2) for a, b in zip(chain[1:], chain[:-1], strict=True)]
    length: Array = np.sum(bones, axis=0).mean(axis=1)
    return length


def _spread(points: Array) -> Array:
    """(T,) how far points (T, 13, 2) lie from their middle."""
    spread: Array = np.linalg.norm(points - points.mean(axis=1, keepdims=True), axis=(1, 2))
    return spread


def windows(motion: Motion, last: NDArray[np.integer], steps: int, stride: int = 1) -> Array:
    """What happened up to some moments, in axes of the person.

    Args:
        last: (N,) the newest frame of each window; frames before the first are not seen.
        steps: frames of a window, ``stride`` frames of the motion apart.

    Returns:
        (N, steps, N_FEATURES): joints (39), turned so that the person faces away from the
        reader on the whole; place (3) from where the hips were last seen, turned likewise;
        whether the person was seen (1). Frames not seen are 0.
    """
    rows = np.asarray(last)[:, None] + np.arange(1 - steps, 1) * stride
    joints, place = (values[np.maximum(rows, 0)] for values in (motion.joints, motion.place))
    seen = _known(joints, place) & (rows >= 0)
    joints = np.where(seen[..., None, None], joints, 0)
    place = np.where(seen[..., None], place, 0)
    newest = steps - 1 - np.argmax(seen[:, ::-1], axis=1)
    place = place - place[np.arange(len(rows)), newest][:, None]
    left = joints[:, :, [1, 7]].sum(axis=(1, 2)) - joints[:, :, [2, 8]].sum(axis=(1, 2))
    turn = _about_gravity(left)
    joints = np.einsum("nsjk,nlk->nsjl", joints, turn)
    place = np.einsum("nsk,nlk->nsl", place, turn) * seen[..., None]
    flat = joints.reshape(*rows.shape, -1)
    return np.concatenate([flat, place, seen[..., None]], axis=2).astype(np.float32)


def _about_gravity(left: Array) -> Array:
    """(N, 3, 3) turns about the upright that bring (N, 3) into the plane of left and down."""
    angle = np.arctan2(left[:, 2], left[:, 0])
    c, s = np.cos(angle), np.sin(angle)
    turn = np.zeros((len(left), 3, 3), np.float32)
    turn[:, 0, 0], turn[:, 0, 2], turn[:, 2, 0], turn[:, 2, 2] = c, s, -s, c
    turn[:, 1, 1] = 1
    return turn


class MotionStream:
    """Poses of one person as they come, of any rate, brought onto the regular clock.

    Only the last seconds are kept. A clock that steps back, or a break that is longer than
    them, starts anew.
    """

    def __init__(self, seconds: float, every: int = 1) -> None:
        """seconds: of motion that are asked for. every: so many moments one answer is given."""
        self._seconds = max(seconds, SUPPORT)
        self._every = every
        self.reset()

    def reset(self) -> None:
        """Forget the past."""
        self._poses: deque[tuple[float, Pose | None]] = deque()
        self._motion: Motion | None = None

    def push(self, pose: Pose | None, time: float) -> Motion | None:
        """Take one frame, None where the person is not seen.

        Returns:
            The motion of the last seconds once ``every`` moments of the regular clock have
            passed since the last answer, its last frame the newest such moment; else None.
        """
        if self._poses and not 0 < time - self._poses[-1][0] <= self._seconds:
            if time == self._poses[-1][0]:
                return None
            self.reset()
        self._poses.append((time, pose))
        given = -np.inf if self._motion is None else float(self._motion.time[-1])
        while self._poses[0][0] < given - SUPPORT:
            self._poses.popleft()
        if np.floor(time * RATE + 1e-6) / RATE < given + (self._every - 0.5) / RATE:
            return None
        times, poses = zip(*self._poses, strict=True)
        newest = motion_of(PoseTrack.of(poses, times, (0, 0), RATE))
        if not len(newest):
            return None
        self._motion = self._joined(newest, given)
        return self._motion

    def _joined(self, newest: Motion, given: float) -> Motion:
        """The motion so far with the newest one; of what was given a gap may be bridged now."""
        if self._motion is None:
            return newest
        fresh = newest.time > given - LONGEST_GAP - 0.5 / RATE
        first = newest.time[fresh][0] - 0.5 / RATE
        old = (self._motion.time < first) & (self._motion.time > given - self._seconds)
        parts = ((self._motion, old), (newest, fresh))
        return Motion(
            *(
                np.concatenate([getattr(part, name)[rows] for part, rows in parts])
                for name in ("time", "joints", "place")
            )
        )
