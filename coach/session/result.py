"""A whole session against its target: from pose tracks to scores, moves and cues."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.alignment import SessionSettings
from coach.angles import ANGLE_INDEX
from coach.embedding import Encoder
from coach.moves import Recogniser, with_repetitions
from coach.moves.attempts import Cycle
from coach.moves.counting import find_cycles
from coach.moves.segmentation import Titled
from coach.pose.exactness import exactness
from coach.scoring import FAIR, Curve, grade_of, load_curve, measures
from coach.scoring.judged import (
    JUDGED,
    Codes,
    Judged,
    blanked,
    first_reason,
    has_judged,
    judge_person,
    judge_target,
    spans_of,
)
from coach.scoring.measures import MEASURES, sliding_measures
from coach.scoring.setup import setup_of
from coach.scoring.timing import usual_lag
from coach.session.course import with_course
from coach.session.features import Features, corrected, counted_by, described, has_depth
from coach.session.following import Followed, Mirror, follow_sided
from coach.session.moves_scored import Compared, mean_of, rows_of, score_move
from coach.session.stretches import stretches_of
from coach.session.synchrony import synchrony_of
from coach.skeleton import MIRROR, keypoints_of
from coach.tracks import RATE, resample, runs
from coach.types import (
    REASONS,
    FloatArray,
    Limb,
    Move,
    PersonResult,
    PoseTrack,
    SessionResult,
    Setup,
    Unjudged,
)

MOTION_WINDOW: Final = 3.0
"""Seconds over which person and target are compared."""

MAX_LAG: Final = 8.0
"""Seconds that somebody may be behind a target whose playhead was recorded."""

ABSENT: Final = 1.5
"""Seconds out of sight from which somebody is not hidden but gone."""

EDGE: Final = 3.0
"""Seconds at both ends of the target that a person's delay may cut off."""

LOST: Final = 0.85
"""Where more of the movement is missing over the whole session, nobody takes part: no limb
is named."""

Met = tuple[NDArray[np.integer], NDArray[np.integer]]
"""Frames of the target that a person came to, and the person's frames there."""

_NOBODY: Final = REASONS.index("nobody")
_SKIPPED: Final = REASONS.index("skipped")


@dataclass(frozen=True, slots=True, eq=False)
class _Rules:
    """How people are compared in one session.

    skipped: (T,) frames left out of it; left_out: (17,) keypoints that do not count.
    """

    mirror: Mirror
    curve: Curve
    alignment: SessionSettings
    encoder: Encoder
    flat: bool
    skipped: NDArray[np.bool_]
    left_out: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """What is known of somebody on one clock.

    Attributes:
        track: what can be made out of it; features: of that.
        codes: why frames are not judged. joints: (T, 17) what can be made out.
        exactness: 0..1, how exact the keypoints are.
    """

    track: PoseTrack
    features: Features
    codes: Codes
    joints: NDArray[np.bool_]
    exactness: float


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
    recogniser: Recogniser | None = None,
    left_out: Collection[Limb] = (),
    skipped: Sequence[tuple[float, float]] = (),
    cycles: Sequence[Cycle] | None = None,
) -> SessionResult:
    """Compare people with the target they followed.

    Args:
        target: the instructor.
        users: one track a person; the clock of a track starts with the target.
        title: of the target, for the report.
        encoder: poses to latents.
        moves: of the target; found by ``stretches_of`` when empty.
        chapters: of the target video, used when ``moves`` is empty.
        mirror: whether people are compared with left and right exchanged; "auto" decides
            for each person by which fits better over the whole session.
        curve: similarity to score; None: the one that belongs to the encoder.
        max_lag: seconds that a person may be behind or ahead; None: recordings with a clock
            of their own, in which any pause is possible.
        recogniser: names the moves where ``moves`` is empty.
        left_out: limbs of the people that are neither judged nor counted, nor named; both
            legs: only the upper body counts, whatever the target does with its legs.
        skipped: stretches of the target, seconds, that were left out of the session: they
            are not judged, and lower the coverage, not the score.
        cycles: the target's repetitions, of the limbs that are not left out, where they are
            known; None: they are found.
    """
    flat = any(not has_depth(track) for track in (target, *users))
    target = resample(target)
    out_of_reach = keypoints_of(left_out)
    of_both = out_of_reach & out_of_reach[MIRROR]  # a side of the person is not one of the target
    wanted = _shown(target, judge_target(target, left_out=of_both), encoder, flat, of_both)
    if cycles is None:
        cycles = find_cycles(wanted.features.signals, wanted.features.time) if len(target) else ()
    if not moves:
        is_whole = not of_both.any()
        found = stretches_of(
            target, encoder, chapters, recogniser=recogniser, cycles=cycles if is_whole else None
        )
        moves = tuple(move for move in found if move.is_exercise)
    if of_both.any():
        moves = with_repetitions(moves, cycles)
    out = np.zeros(len(wanted.features.time), bool)
    for start, end in skipped:
        out |= (wanted.features.time > start) & (wanted.features.time < end)
    curve = curve or load_curve()
    rules = _Rules(mirror, curve, SessionSettings(max_lag=max_lag), encoder, flat, out, of_both)
    persons = [
        _shown(user, judge_person(user, left_out=out_of_reach), encoder, flat, out_of_reach)
        for user in map(resample, users)
    ]
    people = tuple(
        _person(wanted, person, moves, cycles, rules) if len(target) else NOTHING
        for person in persons
    )
    limbs = tuple(sorted(left_out))
    return SessionResult(title, target.duration, people, _synchrony(persons, people), limbs)


def _synchrony(persons: Sequence[_Shown], people: Sequence[PersonResult]) -> float:
    """How well two people moved together, sides as they were compared; NaN of one."""
    if len(persons) != 2 or not all(len(person.features.time) for person in persons):
        return float("nan")
    first = [round(float(person.features.time[0]) * RATE) for person in persons]
    ends = [start + len(one.features.time) for start, one in zip(first, persons, strict=True)]
    sides = []
    for person, result, start in zip(persons, people, first, strict=True):
        own = person.features.swapped if result.mirrored else person.features.latents
        row = start - min(first)
        latents = np.full((max(ends) - min(first), own.shape[1]), np.nan, np.float32)
        latents[row : row + len(own)] = own
        sides.append(latents)
    return synchrony_of(*sides)


def _shown(
    track: PoseTrack, seen: Judged, encoder: Encoder, flat: bool, left_out: NDArray[np.bool_]
) -> _Shown:
    exact = 0.0 if flat else exactness(track)
    track = corrected(track, flat)
    signals = counted_by(track, seen.frames, encoder, flat=flat, left_out=left_out)
    track = blanked(track, seen.joints, left_out)
    features = described(track, encoder, signals, flat=flat, left_out=left_out)
    return _Shown(track, features, seen.codes, seen.joints, exact)


def _person(
    target: _Shown,
    person: _Shown,
    moves: Sequence[Move],
    shown: Sequence[Cycle],
    rules: _Rules,
) -> PersonResult:
    wanted = target.features
    followed = follow_sided(
        wanted,
        person.features,
        [slice(*np.searchsorted(wanted.time, (m.start, m.end))) for m in moves],
        mirror=rules.mirror,
        noise=rules.curve.sided_noise,
        settings=rules.alignment,
    )
    met = _rows_met(person, followed)
    known, rows = met
    codes = np.full(len(wanted.time), JUDGED, np.int8)
    codes[known] = person.codes[rows]
    codes = first_reason(target.codes, codes)
    codes[rules.skipped] = _SKIPPED
    joints = _seen_of_both(target, person, followed, met)
    if (joints != target.joints).any():
        wanted = described(
            blanked(target.track, joints),
            rules.encoder,
            wanted.signals,
            flat=rules.flat,
            left_out=rules.left_out,
        )
        followed = followed.beside(wanted)
    asked = _possible(target, followed)
    judged = asked & has_judged(np.where(codes == _NOBODY, JUDGED, codes))
    curve = replace(rules.curve, exactness=min(target.exactness, person.exactness))
    scores, taking_part = _frame_scores(wanted, followed, judged, curve)
    follows = np.greater_equal(scores, FAIR)
    elsewhere = _elsewhere(wanted, person, followed)
    seen = np.isfinite(followed.similarity)
    seen[elsewhere[0]] = True
    compared = Compared(
        wanted,
        followed,
        scores,
        seen=judged & seen,
        asked=asked,
        confidence=_confidence(target, person, followed, met, elsewhere),
        taking_part=taking_part,
        shown=tuple(shown),
        done=find_cycles(followed.source.signals, followed.source.time),
        usual_lag=usual_lag((followed.time - wanted.time)[follows], RATE),
        curve=curve,
    )
    facing = person.features.angles[:, ANGLE_INDEX["facing"]]
    setup = setup_of(person.track, facing)
    return _result(compared, moves, judged, _spans(wanted, codes, followed), setup)


def _result(
    compared: Compared,
    moves: Sequence[Move],
    judged: NDArray[np.bool_],
    not_judged: tuple[Unjudged, ...],
    setup: Setup,
) -> PersonResult:
    """All moves and what they come to; the more of a move is judged, the more it counts."""
    wanted, followed, scores = compared.wanted, compared.followed, compared.scores
    scored, in_order = with_course([score_move(move, compared) for move in moves], compared)
    each = np.array([move.score for move in scored])
    weights = np.array([np.count_nonzero(judged & rows_of(move, wanted.time)) for move in moves])
    weights *= np.isfinite(each)
    inside = np.zeros(len(scores), dtype=bool)
    for move in moves:
        inside |= rows_of(move, wanted.time)
    if weights.sum() > 0:
        score = float(np.average(np.nan_to_num(each), weights=weights))
    else:
        score = float(np.nan_to_num(mean_of(scores)))
        inside[:] = True
    return PersonResult(
        score=score,
        grade=grade_of(score),
        similarity=float(np.nan_to_num(mean_of(followed.similarity[inside]))),
        lag=followed.warping.lag if np.isfinite(followed.warping.lag) else 0.0,
        mirrored=bool(np.mean(followed.mirrored) > 0.5),
        coverage=compared.coverage(inside),
        moves=scored,
        time=followed.time,
        target_time=wanted.time,
        similarities=followed.similarity,
        scores=scores,
        not_judged=not_judged,
        uncertainty=compared.uncertainty(inside),
        in_order=in_order,
        setup=setup,
    )


def _rows_met(person: _Shown, followed: Followed) -> Met:
    """Frames of the target that the person came to, and the person's frames there."""
    known = np.flatnonzero(np.isfinite(followed.time))
    nearest = np.searchsorted(person.features.time, followed.time[known] - 0.5 / RATE)
    return known, nearest.clip(0, max(len(person.codes) - 1, 0))


def _of_person(values: NDArray[Any], followed: Followed, met: Met) -> NDArray[Any]:
    """What is known by keypoint (N, 17) of the person's frames met, sides as in the target."""
    known, rows = met
    theirs = values[rows]
    exchanged = followed.mirrored[known]
    theirs[exchanged] = theirs[exchanged][:, MIRROR]
    return theirs


def _seen_of_both(
    target: _Shown, person: _Shown, followed: Followed, met: Met
) -> NDArray[np.bool_]:
    """(T, 17) keypoints of the target that are seen of the person too: like with like."""
    theirs = _of_person(person.joints, followed, met)
    joints = target.joints.copy()
    joints[met[0]] &= theirs | ~theirs.any(axis=1, keepdims=True)
    return joints


def _elsewhere(wanted: Features, person: _Shown, followed: Followed) -> Met:
    """Frames of the target that a person in view did not come to, and the person's then.

    Whoever does something else all the time can be judged: it is not a matter of the camera.
    """
    time = person.features.time
    missed = np.flatnonzero(~followed.reached)
    rows = np.searchsorted(time, wanted.time[missed] - 0.5 / RATE)
    there = rows < len(time)
    missed, rows = missed[there], rows[there]
    there = (np.abs(time[rows] - wanted.time[missed]) < 1 / RATE) & has_judged(person.codes[rows])
    return missed[there], rows[there]


def _confidence(target: _Shown, person: _Shown, followed: Followed, *meetings: Met) -> FloatArray:
    """(T, 17) the lesser of target's and person's; 0 where the person never was."""
    least = np.zeros_like(target.track.confidence)
    for met in meetings:
        theirs = _of_person(person.track.confidence, followed, met)
        least[met[0]] = np.minimum(target.track.confidence[met[0]], theirs)
    return least


def _spans(wanted: Features, codes: Codes, followed: Followed) -> tuple[Unjudged, ...]:
    """What is not judged, or not wholly; what nobody came to is not a matter of the camera."""
    unknown = ~np.isfinite(wanted.latents[:, 0]) | (codes == _SKIPPED)
    codes = np.where(followed.reached | unknown, codes, JUDGED)
    return spans_of(wanted.time, codes)


def _frame_scores(
    wanted: Features, followed: Followed, possible: NDArray[np.bool_], curve: Curve
) -> tuple[NDArray[np.float64], bool]:
    """Score of every target frame, NaN where not judged, and whether the person takes part.

    A short moment out of sight is not judged; who stays away earns nothing.
    """
    window = round(MOTION_WINDOW * RATE)
    found = sliding_measures(
        followed.aspect, wanted.aspect, curve.still_energy, window, wanted.shot
    )
    scores = curve.score(found)
    unseen = np.isnan(followed.similarity)
    scores[unseen] = np.nan
    scores[~followed.reached | _long(unseen, round(ABSENT * RATE))] = 0.0
    scores[~possible] = np.nan
    whole = measures(followed.aspect, wanted.aspect, curve.still_energy)
    return scores, bool(whole[MEASURES.index("still")] < LOST)


def _long(mask: NDArray[np.bool_], frames: int) -> NDArray[np.bool_]:
    """The runs of a mask that are longer than so many frames."""
    long = np.zeros_like(mask)
    for start, end in runs(mask):
        if end - start > frames:
            long[start:end] = True
    return long


def _possible(target: _Shown, followed: Followed) -> NDArray[np.bool_]:
    """Target frames by which somebody can be judged.

    The instructor is seen, and it is not one of those within the first or last EDGE seconds
    that the recording, which starts and ends with the target, cannot hold of a late person.
    """
    wanted = target.features
    possible = has_judged(target.codes) & np.isfinite(wanted.latents).all(axis=1)
    missed = np.flatnonzero(~followed.reached)
    head = missed[wanted.time[missed] < EDGE]
    tail = missed[wanted.time[missed] > wanted.time[-1] - EDGE]
    if len(head):
        possible[: head[-1] + 1] = False
    if len(tail):
        possible[tail[0] :] = False
    return possible
