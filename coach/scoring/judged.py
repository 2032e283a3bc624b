"""What can be judged: which keypoints are seen in a frame, and why a stretch is left out.

A track, on a regular clock (``coach.tracks.resample``), is turned into a mask of the
keypoints that can be made out and a reason per frame. Of the target, frames without a whole
instructor are left out: nobody there, a close-up, a shot too short to follow. Of the person,
frames in which nobody is seen; where feet or half the body are missing (``PARTIAL``) the rest
is judged. Reasons hold for a moment before they count, so that a flicker makes no spans.

``LiveJudge`` tells the same of one pose after the other.

Limbs that are left out on purpose (``coach.skeleton.LIMB_KEYPOINTS``) are never made out, and are
no reason for anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.skeleton import INDEX
from coach.tracks import RATE, equal_runs, runs
from coach.types import PARTIAL, REASONS, FloatArray, Pose, PoseTrack, Reason, Unjudged

Codes = NDArray[np.int8]
"""(T,) place of each frame's reason in REASONS, JUDGED where there is none."""

JUDGED: Final = -1

_CODE: Final[dict[Reason, int]] = {reason: i for i, reason in enumerate(REASONS)}
_IS_PARTIAL: Final[NDArray[np.bool_]] = np.array([r in PARTIAL for r in REASONS] + [True])
"""By code, JUDGED (the last) included: whether something of the frame is judged."""


def _pair(part: str) -> list[int]:
    return [INDEX[f"left_{part}"], INDEX[f"right_{part}"]]


_SHOULDERS, _HIPS, _KNEES, _ANKLES = (_pair(p) for p in ("shoulder", "hip", "knee", "ankle"))
_TRUNK: Final = _SHOULDERS + _HIPS
_INSIDE: Final = 0.03
"""Part of the picture by which who is within it keeps away from its edge."""
_CORE: Final = np.array([_SHOULDERS, _HIPS, _KNEES])
BODY: Final = np.arange(INDEX["left_shoulder"], INDEX["right_ankle"] + 1)
"""Keypoints of trunk and limbs."""
ALL_COUNT: Final[NDArray[np.bool_]] = np.zeros(len(INDEX), np.bool_)
"""(17,) mask of keypoints that leaves nothing out."""


@dataclass(frozen=True, slots=True)
class JudgingSettings:
    """What counts as seen, and for how long.

    Attributes:
        unsure, sure: confidence below which a keypoint is lost and from which it is found
            again; estimators are unsure of far more than they get wrong (docs/score.md).
        margin: part of the picture by which a keypoint has to be outside to be lost.
        fewest: keypoints of the twelve of trunk and limbs; with fewer nothing is judged.
        half: with fewer than this, half the body is hidden.
        dark: brightness, 0..1, below which what is not seen is so for want of light.
        shortest: seconds; shorter stretches are not worth a word.
        bridge: seconds; two stretches that are nearer than this are one.
        shortest_shot: seconds; a shorter shot of the target cannot be followed.
        one_verdict: seconds; in a shot up to this long of which half is left out, all is.
        longest_hidden: seconds for which somebody who vanished from within the picture is
            thought to be behind something.
    """

    unsure: float = 0.05
    sure: float = 0.1
    margin: float = 0.02
    fewest: int = 4
    half: int = 6
    dark: float = 0.06
    shortest: float = 0.4
    bridge: float = 0.5
    shortest_shot: float = 1.0
    one_verdict: float = 15.0
    longest_hidden: float = 10.0


DEFAULTS: Final = JudgingSettings()


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What can be judged of a track.

    Attributes:
        time: (T,) seconds; codes: (T,) reason of each frame (see ``Codes``).
        joints: (T, 17) whether a keypoint can be made out; none where nothing is judged.
    """

    time: NDArray[np.float64]
    codes: Codes
    joints: NDArray[np.bool_]

    @property
    def frames(self) -> NDArray[np.bool_]:
        """(T,) whether something of the frame is judged."""
        return has_judged(self.codes)

    @property
    def spans(self) -> tuple[Unjudged, ...]:
        """The stretches that are not judged, in order."""
        return spans_of(self.time, self.codes)


def judge_target(
    track: PoseTrack,
    settings: JudgingSettings = DEFAULTS,
    left_out: NDArray[np.bool_] = ALL_COUNT,
) -> Judged:
    """What a target video shows of its instructor.

    A shot is a close-up where shoulders, hips or knees lie outside the picture. Those that lie
    within it and are unsure are not judged, but the rest is: estimators are unsure of the legs
    of many who are seen from the side or who lie.

    Args:
        track: on a regular clock.
        settings: what counts as seen.
        left_out: (17,) keypoints that do not count.
    """
    seen = _look(track, track.size, settings)
    joints = _held(seen) & ~left_out
    present = joints[:, BODY].any(axis=1)
    codes = np.full(len(track), JUDGED, np.int8)
    core = _CORE[~left_out[_CORE].all(axis=1)]
    whole = np.asarray((joints | seen.inside)[:, core].any(axis=2)).all(axis=1)
    codes[~whole] = _CODE["close_up"]
    codes[~present] = _CODE["no_instructor"]
    for start, end in _shots(track.shot):
        shot = codes[start:end]
        if len(shot) < settings.shortest_shot * RATE:
            shot[:] = _CODE["no_instructor"]
        elif len(shot) <= settings.one_verdict * RATE:
            left_out = shot[shot != JUDGED]
            if 2 * len(left_out) >= len(shot):
                shot[:] = np.bincount(left_out).argmax()
    return _judged(track.time, codes, joints, settings)


def judge_person(
    track: PoseTrack,
    settings: JudgingSettings = DEFAULTS,
    left_out: NDArray[np.bool_] = ALL_COUNT,
) -> Judged:
    """What the camera shows of a person.

    Args:
        track: on a regular clock.
        settings: what counts as seen.
        left_out: (17,) keypoints that do not count.
    """
    seen = _look(track, track.size, settings)
    joints = _held(seen) & ~left_out
    codes = _person_codes(joints, seen.feet_out, settings, left_out)
    gone = codes == _CODE["nobody"]
    for start, end in runs(gone):
        brief = start > 0 and end - start <= settings.longest_hidden * RATE
        if brief and end < len(track) and seen.within[start - 1]:
            codes[start:end] = _CODE["in_front"]
    codes[gone & (track.light < settings.dark)] = _CODE["too_dark"]
    return _judged(track.time, codes, joints, settings)


def _judged(
    time: NDArray[np.float64], codes: Codes, joints: NDArray[np.bool_], settings: JudgingSettings
) -> Judged:
    codes = _settled(codes, settings)
    return Judged(time, codes, joints & has_judged(codes)[:, None])


def has_judged(codes: Codes) -> NDArray[np.bool_]:
    """(T,) whether something of a frame is judged, by its reason."""
    judged: NDArray[np.bool_] = _IS_PARTIAL[codes]
    return judged


def first_reason(*codes: Codes) -> Codes:
    """The reasons of several sources on one clock; of two, the earlier source's counts.

    A reason for which nothing is judged comes before one for which a part is.
    """
    first = codes[0]
    for other in codes[1:]:
        better = (first == JUDGED) | (has_judged(first) & ~has_judged(other))
        first = np.where(better, other, first).astype(np.int8)
    return first


def spans_of(time: NDArray[np.floating], codes: Codes) -> tuple[Unjudged, ...]:
    """The stretches with a reason; a stretch ends where the next frame begins.

    Args:
        time: (T,) seconds, growing.
        codes: (T,) reason of each frame.
    """
    if not len(time):
        return ()
    step = float(np.median(np.diff(time))) if len(time) > 1 else 1.0 / RATE
    ends = np.append(time[1:], time[-1] + step)
    return tuple(
        Unjudged(float(time[a]), float(ends[b - 1]), REASONS[codes[a]])
        for a, b in equal_runs(codes)
        if codes[a] != JUDGED
    )


def _held(seen: _Seen) -> NDArray[np.bool_]:
    """(T, 17) whether a keypoint can be made out; in doubt as in the frame before."""
    rows = np.arange(len(seen.found))[:, None]
    last = np.maximum.accumulate(np.where(seen.found | seen.lost, rows, -1), axis=0)
    return np.where(last < 0, True, np.take_along_axis(seen.found, np.maximum(last, 0), axis=0))


def in_picture(joints: NDArray[np.bool_], left_out: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(..., 17) which keypoints are told by their place in the picture too.

    Without legs the hips are not: the trunk's axes need them, but where they are is what legs do.
    """
    shown = joints.copy()
    shown[..., _HIPS] &= not left_out[_KNEES + _ANKLES].all()
    return shown


def blanked(
    track: PoseTrack, joints: NDArray[np.bool_], left_out: NDArray[np.bool_] = ALL_COUNT
) -> PoseTrack:
    """The track with what cannot be made out as not seen, for scoring on the rest.

    Args:
        track: T frames.
        joints: (T, 17) what stays.
        left_out: (17,) keypoints that do not count, see ``in_picture``.
    """
    return PoseTrack(
        track.time,
        np.where(in_picture(joints, left_out)[..., None], track.points, np.float32(np.nan)),
        np.where(joints, track.confidence, np.float32(0)),
        np.where(joints[..., None], track.world, np.float32(np.nan)),
        track.size,
        track.fps,
        track.shot,
        track.light,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """What one look tells, of poses in any leading shape (...).

    Attributes:
        found, lost: (..., 17) keypoints seen for sure, and those that surely are not.
        inside: (..., 17) keypoints that lie within the picture, however unsure.
        feet_out: (...) whether the feet are not within the picture, so far as one knows.
        within: (...) whether the trunk is well within the picture.
    """

    found: NDArray[np.bool_]
    lost: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    feet_out: NDArray[np.bool_]
    within: NDArray[np.bool_]


def _look(pose: Pose | PoseTrack, size: tuple[int, int], settings: JudgingSettings) -> _Seen:
    """What one pose, or every frame of a track, shows by itself."""
    outside = _outside(pose.points, size)
    known = np.isfinite(pose.points[..., 0]) | np.isfinite(pose.world[..., 0])
    found = known & (pose.confidence >= settings.sure) & ~(outside > 0)
    seen = known & (pose.confidence >= settings.unsure) & ~(outside > settings.margin)
    feet_in = (outside[..., _ANKLES] <= 0).any(axis=-1)
    within = (outside[..., _TRUNK] < -_INSIDE).all(axis=-1)
    inside = known & (outside <= 0)
    return _Seen(found, ~seen, inside, ~np.asarray(feet_in), np.asarray(within))


def _outside(points: FloatArray, size: tuple[int, int]) -> FloatArray:
    """(..., 17) how far a point is outside, parts of the picture; NaN where unknown."""
    if min(size) <= 1:  # a picture of unknown size
        return np.full(points.shape[:-1], np.nan, np.float32)
    off = np.abs(points / np.array(size, np.float32) - np.float32(0.5))
    return np.maximum(off[..., 0], off[..., 1]) - np.float32(0.5)


def _person_codes(
    joints: NDArray[np.bool_],
    feet_out: NDArray[np.bool_],
    settings: JudgingSettings,
    left_out: NDArray[np.bool_],
) -> Codes:
    """(...) reasons by what is seen: (..., 17) keypoints and whether the feet are outside.

    Of those that count the same part has to be seen as of all.
    """
    part = 1.0 - left_out[BODY].mean()
    count = joints[..., BODY].sum(axis=-1)
    codes = np.full(count.shape, JUDGED, np.int8)
    hidden = np.asarray(count < settings.half * part)
    if not left_out[_KNEES + _ANKLES].all():
        knees, ankles = joints[..., _KNEES].any(axis=-1), joints[..., _ANKLES].any(axis=-1)
        codes[~ankles & feet_out] = _CODE["feet_outside"]
        hidden = hidden | ~(knees | ankles)
    codes[hidden] = _CODE["half_hidden"]
    codes[count < settings.fewest * part] = _CODE["nobody"]
    return codes


def _shots(shot: NDArray[np.int32]) -> list[tuple[int, int]]:
    """First and one-past-last frame of every shot that is known."""
    return [(a, b) for a, b in equal_runs(shot) if shot[a] >= 0]


def _settled(codes: Codes, settings: JudgingSettings) -> Codes:
    """Reasons without flicker: near stretches joined, short ones left out."""
    codes = codes.copy()
    for start, end in runs(codes == JUDGED):
        if start > 0 and end < len(codes) and end - start < settings.bridge * RATE:
            codes[start:end] = codes[start - 1]
    for start, end in runs(codes != JUDGED):
        if end - start < settings.shortest * RATE:
            codes[start:end] = JUDGED
        else:
            _steady(codes[start:end], settings.shortest * RATE)
    return codes


def _steady(codes: Codes, shortest: float) -> None:
    """In one stretch, a reason that holds only for a moment becomes that before it.

    The first of all becomes that after it.
    """
    for start, end in equal_runs(codes):
        if start and end - start < shortest:
            codes[start:end] = codes[start - 1]
    _, first = next(iter(equal_runs(codes)), (0, len(codes)))
    if first < min(shortest, len(codes)):
        codes[:first] = codes[first]


class LiveJudge:
    """Tells of one person, pose by pose, what cannot be judged now and why."""

    def __init__(
        self,
        size: tuple[int, int],
        settings: JudgingSettings = DEFAULTS,
        left_out: NDArray[np.bool_] = ALL_COUNT,
    ) -> None:
        """size: width and height of the picture, pixels; left_out: (17,) what does not count."""
        self._size, self._settings, self._left_out = size, settings, left_out
        self.reset()

    def reset(self) -> None:
        """Forget what was seen."""
        self._joints = ~self._left_out
        self._within = False
        self._seen_at = -np.inf
        self._reason: Reason | None = None
        self._candidate: Reason | None = None
        self._since = -np.inf

    @property
    def joints(self) -> NDArray[np.bool_]:
        """(17,) whether a keypoint can be made out now."""
        return self._joints

    def push(self, pose: Pose | None, time: float, light: float = float("nan")) -> Reason | None:
        """The reason that holds now, None while all is well.

        A change counts once it has held for ``shortest`` seconds.

        Args:
            pose: of the person; None where not found.
            time: seconds, growing.
            light: brightness of the picture, 0..1; NaN: unknown.
        """
        reason = self._at_once(pose, time, light)
        if reason != self._candidate:
            self._candidate, self._since = reason, time
        if time - self._since >= self._settings.shortest:
            self._reason = reason
        return self._reason

    def seen(self, pose: Pose | None, time: float) -> Pose | None:
        """Take the newest pose; what of it can be made out, the rest NaN."""
        self.push(pose, time)
        return self._of(pose, self._joints)

    def guess(self, pose: Pose | None) -> Pose | None:
        """The pose with what cannot be made out as well, but for what does not count."""
        return self._of(pose, ~self._left_out)

    def _of(self, pose: Pose | None, joints: NDArray[np.bool_]) -> Pose | None:
        """These keypoints (17,) of a pose, the rest NaN."""
        if pose is None or joints.all():
            return pose
        shown = in_picture(joints, self._left_out)
        return Pose(
            np.where(shown[:, None], pose.points, np.float32(np.nan)),
            np.where(joints, pose.confidence, np.float32(0)),
            np.where(joints[:, None], pose.world, np.float32(np.nan)),
            pose.time,
        )

    def _at_once(self, pose: Pose | None, time: float, light: float) -> Reason | None:
        """The reason by this pose alone."""
        settings = self._settings
        code = _CODE["nobody"]
        if pose is None:
            self._joints = np.zeros_like(self._joints)
        else:
            seen = _look(pose, self._size, settings)
            self._joints = (seen.found | (self._joints & ~seen.lost)) & ~self._left_out
            code = int(_person_codes(self._joints, seen.feet_out, settings, self._left_out)[()])
            if code != _CODE["nobody"]:
                self._within, self._seen_at = bool(seen.within), time
        if code != _CODE["nobody"]:
            return REASONS[code] if code != JUDGED else None
        if light < settings.dark:
            return "too_dark"
        hidden = self._within and time - self._seen_at <= settings.longest_hidden
        return "in_front" if hidden else "nobody"
