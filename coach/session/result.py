"""A whole session against its target: from pose tracks to scores, moves and cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from coach.alignment import SessionSettings, align
from coach.angles import ANGLE_INDEX
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
from coach.scoring.measures import Aspect
from coach.session.features import Features, features_of, has_depth
from coach.tracks import RATE, runs
from coach.types import Cue, Move, MoveScore, PersonResult, PoseTrack, SessionResult, Warping

Mirror = Literal["auto", "on", "off"]

MOTION_WINDOW: Final = 3.0
"""Seconds over which the movement of person and target are compared."""

LONGEST_STALL: Final = 0.7
"""Seconds of the target that one frame of the person may stand for."""

MAX_LAG: Final = 8.0
"""Seconds that somebody may be behind a target whose playhead was recorded."""

ABSENT: Final = 1.5
"""Seconds out of sight from which somebody is not hidden but gone."""

EDGE: Final = 3.0
"""Seconds at both ends of the target that a person's delay may cut off."""

EXCELLENT: Final = 88.0
MARKED: Final = 1.6
"""In a move that scores EXCELLENT only differences of MARKED severity are worth a word."""

LOST_GAIN: Final = 0.15
"""Below this gain over the whole session nobody takes part, so no limb is named."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """How people are compared in one session."""

    mirror: Mirror
    curve: Curve
    alignment: SessionSettings


_NO_FRAMES: Final = np.zeros(0)
NOTHING: Final = PersonResult(
    0.0, "F", 0.0, 0.0, False, 0.0, (), _NO_FRAMES, _NO_FRAMES, _NO_FRAMES, _NO_FRAMES
)
"""The result where the target shows nothing to follow."""


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
    max_lag: float | None = None,
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
        max_lag: seconds that a person may be behind or ahead; None: recordings with a clock
            of their own, in which any pause is possible.
    """
    flat = any(not has_depth(track) for track in (target, *users))
    wanted = features_of(target, encoder, flat=flat)
    if not moves:
        moves = find_moves(wanted.latents, wanted.angles, wanted.time, chapters)
    rules = _Rules(mirror, curve or load_curve(), SessionSettings(max_lag=max_lag))
    people = tuple(
        _person(wanted, features_of(user, encoder, flat=flat), moves, rules)
        if len(wanted.time)
        else NOTHING
        for user in users
    )
    return SessionResult(title, target.duration, people)


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """One person on the clock of the target: one row a target frame, NaN where unknown.

    Attributes:
        time: (T,) of the person's own clock, seconds.
        aspect: what the score compares, T rows.
        similarity: (T,) latent cosine.
        reached: (T,) whether the warping covers the frame.
        warping: rows of ``source`` with rows of the target.
        source: the person's own features; mirrored: with left and right exchanged.
    """

    time: NDArray[np.float64]
    aspect: Aspect
    similarity: NDArray[np.float64]
    reached: NDArray[np.bool_]
    warping: Warping
    source: Features
    mirrored: bool


def follow(
    wanted: Features,
    user: Features,
    *,
    mirrored: bool,
    settings: SessionSettings | None = None,
) -> Followed:
    """Align a person with a target and bring them onto its clock."""
    source = user.other_side() if mirrored else user
    warping = align(
        source.latents,
        wanted.latents,
        user_time=source.time,
        target_time=wanted.time,
        settings=settings,
    )
    n = len(wanted.time)
    i, j = warping.path[:, 0], warping.path[:, 1]
    reached = np.zeros(n, dtype=bool)
    if len(j):
        reached[j.min() : j.max() + 1] = True
        reached[_stalled(i, j)] = False
    aspect = Aspect(
        *(
            _mean_by(j, values[i], n, reached)
            for values in (source.latents, source.angles, source.directions)
        )
    )
    time = _mean_by(j, source.time[i], n, reached)
    return Followed(
        time,
        aspect,
        cosine(aspect.latents, wanted.latents),
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
    """Mean of the values (P, ...) that share a row, (n, ...); a skipped row takes the one before.

    ``rows`` never decrease.
    """
    mean = np.full((n, *values.shape[1:]), np.nan)
    if len(rows):
        met, starts = np.unique(rows, return_index=True)
        known = np.isfinite(values)
        total = np.add.reduceat(np.where(known, values, 0.0), starts, axis=0, dtype=np.float64)
        count = np.add.reduceat(known, starts, axis=0, dtype=np.int64)
        with np.errstate(invalid="ignore"):
            mean[met] = np.where(count > 0, total / count, np.nan)
        latest = np.maximum.accumulate(np.where(np.isin(np.arange(n), met), np.arange(n), 0))
        mean = mean[latest]
    mean[~reached] = np.nan
    return mean


def _better_side(wanted: Features, user: Features, rules: _Rules) -> Followed:
    """The person as they are or with left and right exchanged, by the evidence of one-sided moves.

    Where the evidence of both alignments contradicts itself, the cheaper one decides.
    """
    straight, swapped = (
        follow(wanted, user, mirrored=mirrored, settings=rules.alignment)
        for mirrored in (False, True)
    )
    evidence = []
    for followed in (straight, swapped):
        i, j = followed.warping.path[:, 0], followed.warping.path[:, 1]
        sides = followed.source.sidedness[i], wanted.sidedness[j]
        evidence.append(side_evidence(*sides, noise=rules.curve.still_energy))
    if evidence[0] > 0 > evidence[1]:
        return straight
    if evidence[1] > 0 > evidence[0]:
        return swapped
    return min(straight, swapped, key=lambda f: f.warping.cost)


def _person(wanted: Features, own: Features, moves: Sequence[Move], rules: _Rules) -> PersonResult:
    followed = (
        _better_side(wanted, own, rules)
        if rules.mirror == "auto"
        else follow(wanted, own, mirrored=rules.mirror == "on", settings=rules.alignment)
    )
    possible = _possible(wanted, followed)
    scores, taking_part = _frame_scores(wanted, followed, possible, rules.curve)
    seen = possible & np.isfinite(followed.similarity)
    scored = tuple(
        _move(move, wanted, followed, scores, possible, taking_part=taking_part) for move in moves
    )
    weights = [float(np.mean(possible[_rows(m, wanted.time)])) * (m.end - m.start) for m in moves]
    inside = np.zeros(len(scores), dtype=bool)
    for move in moves:
        inside |= _rows(move, wanted.time)
    if sum(weights) > 0:
        score = float(np.average([m.score for m in scored], weights=weights))
    else:
        score = _mean(scores)
        inside[:] = True
    return PersonResult(
        score=score,
        grade=grade_of(score),
        similarity=_mean(followed.similarity[inside]),
        lag=followed.warping.lag if np.isfinite(followed.warping.lag) else 0.0,
        mirrored=followed.mirrored,
        coverage=_share(seen[inside], possible[inside]),
        moves=scored,
        time=followed.time,
        target_time=wanted.time,
        similarities=followed.similarity,
        scores=scores,
    )


def _frame_scores(
    wanted: Features, followed: Followed, possible: NDArray[np.bool_], curve: Curve
) -> tuple[NDArray[np.float64], bool]:
    """Score of every target frame, NaN where not judged, and whether the person takes part.

    A short moment out of sight is not judged; who stays away earns nothing.
    """
    window = round(MOTION_WINDOW * RATE)
    gain, energy = sliding_movement(followed.aspect.latents, wanted.latents, window)
    joints = sliding_joint_part(followed.aspect.angles, wanted.angles, window)
    trunk = ANGLE_INDEX["trunk"]
    upright = uprightness(followed.aspect.angles[:, trunk] - wanted.angles[:, trunk])
    shape = sliding_mean(curve.shape(followed.similarity), window)
    scores = 100.0 * np.minimum(shape, np.minimum(curve.motion(gain, energy), joints)) * upright
    unseen = np.isnan(followed.similarity)
    scores[unseen] = np.nan
    scores[~followed.reached | _long(unseen, round(ABSENT * RATE))] = 0.0
    scores[~possible] = np.nan
    moving = float(np.sum(energy))
    return scores, moving <= 0 or float(np.sum(gain * energy)) / moving >= LOST_GAIN


def _long(mask: NDArray[np.bool_], frames: int) -> NDArray[np.bool_]:
    """The runs of a mask that are longer than so many frames."""
    long = np.zeros_like(mask)
    for start, end in runs(mask):
        if end - start > frames:
            long[start:end] = True
    return long


def _possible(wanted: Features, followed: Followed) -> NDArray[np.bool_]:
    """Target frames by which somebody can be judged.

    The instructor is seen, and it is not one of those within the first or last EDGE seconds
    that the recording, which starts and ends with the target, cannot hold of a late person.
    """
    possible = np.asarray(np.isfinite(wanted.latents).all(axis=1))
    missed = np.flatnonzero(~followed.reached)
    head = missed[wanted.time[missed] < EDGE]
    tail = missed[wanted.time[missed] > wanted.time[-1] - EDGE]
    if len(head):
        possible[: head[-1] + 1] = False
    if len(tail):
        possible[tail[0] :] = False
    return possible


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    return int(np.count_nonzero(part)) / max(int(np.count_nonzero(whole)), 1)


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
    possible: NDArray[np.bool_],
    *,
    taking_part: bool,
) -> MoveScore:
    rows = _rows(move, wanted.time)
    score = _mean(scores[rows])
    lags = (followed.time - wanted.time)[rows]
    lag = float(np.nanmedian(lags)) if np.isfinite(lags).any() else 0.0
    weakest, cue = _feedback(wanted, followed, rows, score, taking_part)
    return MoveScore(
        name=move.name,
        start=move.start,
        end=move.end,
        score=score,
        grade=grade_of(score),
        similarity=_mean(followed.similarity[rows]),
        lag=lag,
        repetitions=_repetitions(wanted, followed, rows) if move.repetitions else 0,
        target_repetitions=move.repetitions,
        weakest_joint=weakest,
        cue=cue,
        coverage=_share(np.isfinite(followed.similarity[rows]) & possible[rows], possible[rows]),
    )


def _feedback(
    wanted: Features,
    followed: Followed,
    rows: NDArray[np.bool_],
    score: float,
    taking_part: bool,
) -> tuple[str, Cue | None]:
    """Weakest joint and cue; nothing is named in a move that scores EXCELLENT but for a trifle."""
    finding = find_difference(wanted.angles[rows], followed.aspect.angles[rows])
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
