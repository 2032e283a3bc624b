"""A whole session against its target: from pose tracks to scores, moves and cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from coach.alignment import align
from coach.angles import ANGLE_INDEX, ANGLE_MIRROR, joint_angles
from coach.embedding import Encoder, cosine
from coach.moves import count_repetitions, find_moves
from coach.moves.segmentation import Titled
from coach.scoring import (
    Curve,
    find_difference,
    grade_of,
    load_curve,
    other_side,
    side_evidence,
    sliding_joint_part,
    sliding_mean,
    sliding_movement,
    uprightness,
)
from coach.skeleton import MIRROR
from coach.tracks import RATE, resample
from coach.types import Cue, Move, MoveScore, PersonResult, PoseTrack, SessionResult, Warping

Mirror = Literal["auto", "on", "off"]

MOTION_WINDOW: Final = 3.0
"""Seconds over which the movement of person and target are compared."""

LONGEST_STALL: Final = 0.7
"""Seconds of the target that one frame of the person may stand for."""

EDGE: Final = 3.0
"""Seconds at both ends of the target that a person's delay may cut off."""

EXCELLENT: Final = 88.0
MARKED: Final = 1.6
"""In a move that scores EXCELLENT only differences of MARKED severity are worth a word."""

LOST_GAIN: Final = 0.15
"""Below this gain over the whole session nobody takes part, so no limb is named."""


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What the comparison sees of one track, on the regular clock.

    Attributes:
        time: (T,) seconds.
        latents: (T, K).
        swapped: (T, K) latents with left and right exchanged.
        angles: (T, 9) degrees.
    """

    time: NDArray[np.float64]
    latents: NDArray[np.float32]
    swapped: NDArray[np.float32]
    angles: NDArray[np.float32]

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
        return Features(self.time, self.swapped, self.latents, self.angles[:, ANGLE_MIRROR])

    def joined(self, later: Features) -> Features:
        """These frames and then those that are later than all of them."""
        new = later.time > (self.time[-1] if len(self.time) else -np.inf) + 0.5 / RATE
        return Features(
            np.concatenate([self.time, later.time[new]]),
            np.concatenate([self.latents, later.latents[new]]),
            np.concatenate([self.swapped, later.swapped[new]]),
            np.concatenate([self.angles, later.angles[new]]),
        )


def features_of(track: PoseTrack, encoder: Encoder, *, from_zero: bool = False) -> Features:
    """Latents and angles of a track, resampled to ``RATE``.

    A track without world points (2-D keypoints only) is described by its picture points.
    ``from_zero`` lets the clock begin at 0.
    """
    track = resample(track, from_zero=from_zero)
    flat = bool(len(track)) and not np.isfinite(track.world).any()
    points = track.points if flat else track.world
    world = np.pad(points, ((0, 0), (0, 0), (0, 1))) if flat else points
    return Features(
        track.time,
        encoder.encode(points, track.confidence),
        encoder.encode(points[:, MIRROR], track.confidence[:, MIRROR]),
        joint_angles(world),
    )


def score_session(
    target: PoseTrack,
    users: Sequence[PoseTrack],
    *,
    title: str,
    encoder: Encoder,
    moves: Sequence[Move] = (),
    chapters: Sequence[Titled] = (),
    mirror: Mirror = "auto",
    curve: Curve | None = None,
) -> SessionResult:
    """Compare people with the target they followed.

    Args:
        target: the instructor.
        users: one track a person; the clock of a track starts with the target.
        title: of the target, for the report.
        encoder: poses to latents.
        moves: of the target; found by ``find_moves`` when empty.
        chapters: of the target video, used when ``moves`` is empty.
        mirror: whether people are compared with left and right exchanged; "auto" decides
            for each person by which fits better over the whole session.
        curve: similarity to score; None: the one that belongs to the encoder.
    """
    wanted = features_of(target, encoder)
    if not moves:
        moves = find_moves(wanted.latents, wanted.angles, wanted.time, chapters)
    curve = curve or load_curve()
    people = tuple(_person(wanted, user, moves, encoder, mirror, curve) for user in users)
    return SessionResult(title, target.duration, people)


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """One person on the clock of the target: one row a target frame, NaN where unknown.

    Attributes:
        time: (T,) of the person's own clock, seconds; latents: (T, K); angles: (T, 9).
        similarity: (T,) latent cosine.
        reached: (T,) whether the warping covers the frame.
        warping: rows of ``source`` with rows of the target.
        source: the person's own features; mirrored: with left and right exchanged.
    """

    time: NDArray[np.float64]
    latents: NDArray[np.float64]
    angles: NDArray[np.float64]
    similarity: NDArray[np.float64]
    reached: NDArray[np.bool_]
    warping: Warping
    source: Features
    mirrored: bool


def follow(wanted: Features, user: Features, *, mirrored: bool) -> Followed:
    """Align a person with a target and bring them onto its clock."""
    source = user.other_side() if mirrored else user
    warping = align(
        source.latents,
        wanted.latents,
        user_time=source.time,
        target_time=wanted.time,
    )
    n = len(wanted.time)
    i, j = warping.path[:, 0], warping.path[:, 1]
    reached = np.zeros(n, dtype=bool)
    if len(j):
        reached[j.min() : j.max() + 1] = True
        reached[_stalled(i, j)] = False
    latents = _mean_by(j, source.latents[i], n, reached)
    angles = _mean_by(j, source.angles[i], n, reached)
    time = _mean_by(j, source.time[i][:, None], n, reached)[:, 0]
    return Followed(
        time,
        latents,
        angles,
        cosine(latents, wanted.latents),
        reached,
        warping,
        source,
        mirrored,
    )


def _stalled(i: NDArray[np.integer], j: NDArray[np.integer]) -> NDArray[np.integer]:
    """Target frames (of j) that one user frame stands for beyond LONGEST_STALL."""
    first = np.concatenate([[True], np.diff(i) > 0])
    run_start = j[np.maximum.accumulate(np.where(first, np.arange(len(i)), 0))]
    late: NDArray[np.integer] = j[j - run_start > LONGEST_STALL * RATE]
    return late


def _mean_by(
    rows: NDArray[np.integer], values: NDArray[np.floating], n: int, reached: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Mean of the values that share a row, (n, K); a skipped row takes its predecessor's."""
    known = np.isfinite(values)
    total = np.zeros((n, values.shape[1]))
    count = np.zeros((n, values.shape[1]))
    np.add.at(total, rows, np.where(known, values, 0.0))
    np.add.at(count, rows, known)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = total / count
    met = np.zeros(n, dtype=bool)
    met[rows] = True
    for row in np.flatnonzero(reached & ~met):
        mean[row] = mean[row - 1]
    mean[~reached] = np.nan
    return mean


def _better_side(wanted: Features, user: Features, curve: Curve) -> Followed:
    """The person as they are or with left and right exchanged, by the evidence of one-sided moves.

    Where the evidence of both alignments contradicts itself, the cheaper one decides.
    """
    straight, swapped = (follow(wanted, user, mirrored=mirrored) for mirrored in (False, True))
    evidence = []
    for followed in (straight, swapped):
        i, j = followed.warping.path[:, 0], followed.warping.path[:, 1]
        sides = followed.source.sidedness[i], wanted.sidedness[j]
        evidence.append(side_evidence(*sides, noise=curve.still_energy))
    if evidence[0] > 0 > evidence[1]:
        return straight
    if evidence[1] > 0 > evidence[0]:
        return swapped
    return min(straight, swapped, key=lambda f: f.warping.cost)


def _person(
    wanted: Features,
    user: PoseTrack,
    moves: Sequence[Move],
    encoder: Encoder,
    mirror: Mirror,
    curve: Curve,
) -> PersonResult:
    own = features_of(user, encoder)
    followed = (
        _better_side(wanted, own, curve)
        if mirror == "auto"
        else follow(wanted, own, mirrored=mirror == "on")
    )
    window = round(MOTION_WINDOW * RATE)
    gain, energy = sliding_movement(followed.latents, wanted.latents, window)
    joints = sliding_joint_part(followed.angles, wanted.angles, window)
    tilt = followed.angles[:, ANGLE_INDEX["trunk"]] - wanted.angles[:, ANGLE_INDEX["trunk"]]
    motion = np.minimum(curve.motion(gain, energy), joints)
    shape = sliding_mean(curve.shape(followed.similarity), window)
    parts = np.minimum(shape, motion) * uprightness(tilt)
    parts[np.isnan(followed.similarity)] = np.nan
    scores = np.where(followed.reached, 100.0 * parts, 0.0)
    scores[_out_of_reach(wanted, followed)] = np.nan
    moving = float(np.sum(energy))
    taking_part = moving <= 0 or float(np.sum(gain * energy)) / moving >= LOST_GAIN
    scored = tuple(_move(move, wanted, followed, scores, taking_part) for move in moves)
    judged = np.isfinite(scores)
    inside = np.zeros(len(scores), dtype=bool)
    for move in moves:
        inside |= _rows(move, wanted.time)
    weights = [(m.end - m.start) * m.coverage for m in scored]
    if sum(weights) > 0:
        score = float(np.average([m.score for m in scored], weights=weights))
    else:
        score = float(np.mean(scores[judged])) if judged.any() else 0.0
        inside[:] = True
    return PersonResult(
        score=score,
        grade=grade_of(score),
        similarity=_mean(followed.similarity[inside]),
        lag=followed.warping.lag,
        mirrored=followed.mirrored,
        coverage=float(np.mean(judged[inside])) if inside.any() else 0.0,
        moves=scored,
        time=followed.time,
        target_time=wanted.time,
        similarities=followed.similarity,
        scores=scores,
    )


def _out_of_reach(wanted: Features, followed: Followed) -> NDArray[np.bool_]:
    """Target frames that nobody can be judged by.

    The instructor is not seen, or within the first or last EDGE seconds the recording, which
    starts and ends with the target, holds no frame of the (late) person.
    """
    unseen = np.asarray(np.isnan(wanted.latents).all(axis=1))
    missed = np.flatnonzero(~followed.reached)
    head = missed[wanted.time[missed] < EDGE]
    tail = missed[wanted.time[missed] > wanted.time[-1] - EDGE]
    if len(head):
        unseen[: head[-1] + 1] = True
    if len(tail):
        unseen[tail[0] :] = True
    return unseen


def _rows(move: Move, time: NDArray[np.float64]) -> NDArray[np.bool_]:
    rows: NDArray[np.bool_] = (time >= move.start) & (time <= move.end)
    return rows


def _mean(values: NDArray[np.floating]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else 0.0


def _move(
    move: Move,
    wanted: Features,
    followed: Followed,
    scores: NDArray[np.float64],
    taking_part: bool,
) -> MoveScore:
    rows = _rows(move, wanted.time)
    judged = np.isfinite(scores[rows])
    score = _mean(scores[rows])
    lags = (followed.time - wanted.time)[rows]
    lag = float(np.nanmedian(lags)) if np.isfinite(lags).any() else followed.warping.lag
    weakest, cue = _feedback(wanted, followed, rows, score, taking_part)
    return MoveScore(
        name=move.name,
        start=move.start,
        end=move.end,
        score=score,
        grade=grade_of(score),
        similarity=_mean(followed.similarity[rows]),
        lag=lag,
        repetitions=_repetitions(wanted, followed, rows),
        target_repetitions=move.repetitions,
        weakest_joint=weakest,
        cue=cue,
        coverage=float(np.mean(judged)) if len(judged) else 0.0,
    )


def _feedback(
    wanted: Features,
    followed: Followed,
    rows: NDArray[np.bool_],
    score: float,
    taking_part: bool,
) -> tuple[str, Cue | None]:
    """Weakest joint and cue; nothing is named in a move that scores EXCELLENT but for a trifle."""
    finding = find_difference(wanted.angles[rows], followed.angles[rows])
    if finding is None or (score >= EXCELLENT and finding.severity < MARKED):
        return "", None
    if followed.mirrored:
        finding = other_side(finding)
    return finding.joint, finding.cue if taking_part else Cue("move_along", "both", 0.0)


def _repetitions(wanted: Features, followed: Followed, rows: NDArray[np.bool_]) -> int:
    """Repetitions of the person in the stretch of their own time that met the move."""
    times = followed.time[rows]
    if not np.isfinite(times).any():
        return 0
    first, last = np.nanmin(times), np.nanmax(times)
    own = followed.source
    latents = own.latents[(own.time >= first) & (own.time <= last)]
    _, amplitude = count_repetitions(wanted.latents[rows], RATE)
    found, _ = count_repetitions(latents, RATE, amplitude=amplitude)
    return len(found)
