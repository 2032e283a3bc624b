"""Form of an exercise: repetitions, phases, faults, grades.

A repetition has 100 points less COST for each fault, times its severity; a set has the mean
of its repetitions. Letters are those of every score (``coach.scoring.curve.GRADES``), so a
fault that is coarser, or one more, never raises a grade.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX, joint_angles
from coach.errors import CoachBug
from coach.moves.form import measures, phases
from coach.moves.form.exercises import PLANS, Plan
from coach.moves.form.nets import ALIKE_COLUMNS, OF_FRAME, Judge, load_judges
from coach.pose.correction import corrected_on_clock
from coach.scoring.curve import grade_of
from coach.scoring.tolerance import view_of
from coach.skeleton import INDEX
from coach.tracks import RATE, equal_runs, runs
from coach.types import PoseTrack

Floats = NDArray[np.float64]

COST: Final = 45.0
"""Points that a fault of severity 1 costs."""
SHORTEST_HOLD: Final = 1.5
"""Seconds."""
ALIKE: Final = -0.1
"""Likeness from which a movement that was found here is taken for the exercise."""
RIGHT_ANGLE: Final = 90.0
LEVEL, KNEE, HIP, DEEP = range(len(OF_FRAME))


@dataclass(frozen=True, slots=True)
class FaultFound:
    """Something that is wrong with a repetition.

    Attributes:
        name: by ``exercises.Plan.faults``.
        severity: 0 hardly seen .. 1 coarse. confidence: 0..1 that it is there.
    """

    name: str
    severity: float
    confidence: float


@dataclass(frozen=True, slots=True)
class FormRepetition:
    """How one repetition (or hold) was done.

    Attributes:
        start, bottom, end: seconds; of a hold the bottom is its middle.
        knee_angle, hip_angle: flexion at the far end, degrees, 0 straight; of both sides, or
            of the leading one. deep: degrees of the angle of ``exercises.Plan.deep`` there.
        full: whether it went far enough.
        faults: the worst first. not_judged: faults that this view does not show.
        points: 0..100. grade: "A" to "F".
    """

    start: float
    bottom: float
    end: float
    knee_angle: float
    hip_angle: float
    deep: float
    full: bool
    faults: tuple[FaultFound, ...]
    not_judged: tuple[str, ...]
    points: float
    grade: str


@dataclass(frozen=True, slots=True)
class Form:
    """How a set was done.

    Attributes:
        exercise: name. points: 0..100, NaN without a repetition; grade: "A" to "F" or None.
        repetitions: in order. phases: start and end in seconds and name, in order; stretches
            in which the person was not seen are left out.
    """

    exercise: str
    points: float
    grade: str | None
    repetitions: tuple[FormRepetition, ...]
    phases: tuple[tuple[float, float, str], ...]

    @staticmethod
    def empty(exercise: str) -> Form:
        """Nothing was done, or nobody was there."""
        return Form(exercise, float("nan"), None, (), ())


def points_of(severities: Sequence[float]) -> float:
    """Points of a repetition with faults of these severities."""
    return max(0.0, 100.0 - COST * float(sum(severities)))


def assess(
    track: PoseTrack,
    exercise: str,
    repetitions: Sequence[tuple[float, float]] | None = None,
) -> Form:
    """Judge the form of one exercise.

    Args:
        track: of one person, at any rate.
        exercise: name, of ``exercises.PLANS``.
        repetitions: start and end of each in seconds (of a hold: its stretches); None: found
            here, and what does not look like the exercise is left out.
    """
    if exercise not in PLANS:
        raise CoachBug(f"exercise must be one of {tuple(PLANS)}, got {exercise!r}")
    plan, judge = PLANS[exercise], load_judges()[exercise]
    track = corrected_on_clock(track)
    if not track.seen.any():
        return Form.empty(exercise)
    seen = Seen.of(track, judge)
    if repetitions is None:
        spans = _holds(seen) if plan.hold else phases.spans_of(seen.level, plan, RATE)
    else:
        spans = _rows(track.time, repetitions)
    judged = [one for one in (measured(seen, plan, judge, s) for s in spans) if one]
    if repetitions is None:
        judged = [one for one in judged if one.alike >= ALIKE]
    usual = np.mean([one.severities for one in judged], axis=0) if judged else np.zeros(0)
    done = [verdict(one, plan, judge, usual) for one in judged]
    return _form(plan, done, _phases(track, plan, judged))


def _form(
    plan: Plan,
    done: Sequence[FormRepetition],
    stretches: tuple[tuple[float, float, str], ...],
) -> Form:
    if not done:
        return Form(plan.name, float("nan"), None, (), stretches)
    points = float(np.mean([one.points for one in done]))
    return Form(plan.name, points, grade_of(points), tuple(done), stretches)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A track on the regular clock and what is told of its frames.

    Attributes:
        track: corrected. level: (T,), see ``exercises.Plan``.
    """

    track: PoseTrack
    level: Floats

    @staticmethod
    def of(track: PoseTrack, judge: Judge) -> Seen:
        """Of a track on the regular clock."""
        nearer = measures.camera_on_right(track.world)
        table = measures.frames(measures.other_side(track) if nearer else track)
        return Seen(track, judge.frame(table)[:, LEVEL])


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A repetition in numbers.

    Attributes:
        span: first and last frame. times: of its start, bottom and end, seconds.
        places: (n,) phases of its frames. full: whether it went far enough.
        angles: of knee, hip and the telling angle at the far end, degrees.
        severities: (faults,) as they seem by this repetition alone. view: as ``view_of``.
        alike: how much it looks like this exercise at all, about 1 if so, -1 if not.
    """

    span: phases.Span
    times: tuple[float, float, float]
    places: NDArray[np.int8]
    full: bool
    angles: tuple[float, float, float]
    severities: Floats
    view: int
    alike: float


def measured(seen: Seen, plan: Plan, judge: Judge, span: phases.Span) -> Measured | None:
    """One repetition in numbers; None where too little of it was seen."""
    track, _ = turned(seen.track.select(slice(span[0], span[1] + 1)), plan)
    table = measures.frames(track)
    told = judge.frame(table)
    known = np.isfinite(told[:, LEVEL])
    if np.count_nonzero(known) < measures.FEWEST or not _shown(track, plan):
        return None
    way = np.ones(len(track)) if plan.hold else phases.way_of(told[:, LEVEL], plan)
    row = measures.repetition(track, table, told, way)
    if row is None:
        return None
    far = np.flatnonzero(phases.far_rows(way) & known)
    knee, hip, deep = (np.median(told[far][:, [KNEE, HIP, DEEP]], axis=0) * RIGHT_ANGLE).tolist()
    full = plan.is_full(deep)
    bottom = far[len(far) // 2] if plan.hold else far[np.argmax(way[far])]
    return Measured(
        span,
        (float(track.time[0]), float(track.time[bottom]), float(track.time[-1])),
        phases.phases_of(way, full),
        full,
        (knee, hip, deep),
        judge.faults(row),
        view_of(joint_angles(track.world))[1],
        float(judge.alike(row[:ALIKE_COLUMNS])[0]),
    )


def _shown(track: PoseTrack, plan: Plan) -> bool:
    """Whether one side at least of the joints that tell the level is seen on the whole."""
    return all(
        max(float(np.median(track.confidence[:, INDEX[f"{side}_{part}"]]))
            for side in ("left", "right")) >= SEEN
        for part in (plan.upper, plan.lower)
    )  # fmt: skip


SEEN: Final = 0.3
"""Confidence from which a joint is seen."""


def verdict(one: Measured, plan: Plan, judge: Judge, usual: Floats) -> FormRepetition:
    """The verdict on one repetition.

    ``usual``: (faults,) mean severities of the set; people repeat their faults, and half of
    the evidence is the set's.
    """
    severities = (1.0 - SHARED) * one.severities + SHARED * usual
    sure = _chance((severities - judge.limits) / judge.spreads)
    shown = judge.judged[:, one.view]
    sizes = np.clip(judge.sizes[:, 0] + judge.sizes[:, 1] * severities, LEAST_SEVERITY, 1.0)
    found = [
        FaultFound(name, float(size), float(confidence))
        for name, size, confidence, visible in zip(plan.faults, sizes, sure, shown, strict=True)
        if visible and confidence >= TOLD
    ]
    points = points_of([fault.severity for fault in found])
    return FormRepetition(
        *one.times,
        *one.angles,
        one.full,
        tuple(sorted(found, key=lambda fault: -fault.severity)),
        tuple(name for name, visible in zip(plan.faults, shown, strict=True) if not visible),
        points,
        grade_of(points),
    )


SHARED: Final = 0.5
"""Part of the evidence for a fault that is its mean over the set."""
LEAST_SEVERITY: Final = 0.1
"""Severity of a fault that is told at all."""
TOLD: Final = 0.5
"""Confidence from which a fault is told."""


def _chance(spreads: Floats) -> Floats:
    """0..1 of so many standard deviations beyond a limit, by the logistic function."""
    chance: Floats = 1.0 / (1.0 + np.exp(-np.pi / np.sqrt(3.0) * np.clip(spreads, -8.0, 8.0)))
    return chance


def turned(track: PoseTrack, plan: Plan) -> tuple[PoseTrack, bool]:
    """A repetition with its sides as ``measures`` has them, and whether they were exchanged."""
    swapped = right_leads(track.world) if plan.leading else measures.camera_on_right(track.world)
    return (measures.other_side(track) if swapped else track), swapped


def right_leads(world: NDArray[np.floating]) -> bool:
    """Whether the right hip bends farther than the left one at most, of (T, 17, 3)."""
    hips = joint_angles(world)[:, [ANGLE_INDEX["left_hip"], ANGLE_INDEX["right_hip"]]]
    hips = hips[np.isfinite(hips).all(axis=1)]
    if not len(hips):
        return False
    bent = hips.sum(axis=1)
    left, right = hips[bent >= np.quantile(bent, 0.7)].mean(axis=0)
    return bool(right > left)


def _rows(time: Floats, spans: Sequence[tuple[float, float]]) -> list[phases.Span]:
    """First and last frame of stretches in seconds; those outside the track are left out."""
    rows = [(int(a), int(b) - 1) for a, b in np.searchsorted(time, spans).reshape(-1, 2)]
    return [(a, b) for a, b in rows if b - a >= 1]


def _holds(seen: Seen) -> list[phases.Span]:
    """Stretches in which somebody keeps still on the floor; short disturbances are bridged."""
    with np.errstate(invalid="ignore"):
        lying = joint_angles(seen.track.world)[:, ANGLE_INDEX["trunk"]] > LYING
        still = np.abs(np.gradient(phases.smoothed(seen.level))) * RATE < STILL
    joined: list[phases.Span] = []
    for a, b in runs(lying & still):
        if joined and a - joined[-1][1] <= BRIDGED * RATE:
            joined[-1] = (joined[-1][0], b - 1)
        else:
            joined.append((a, b - 1))
    return [(a, b) for a, b in joined if b - a >= SHORTEST_HOLD * RATE]


BRIDGED: Final = 1.0
"""Seconds of a disturbance that does not end a hold."""
LYING: Final = 50.0
"""Degrees of the trunk's lean from which somebody is on the floor."""
STILL: Final = 0.25
"""Change of the level a second up to which a hold is held."""


def _phases(
    track: PoseTrack, plan: Plan, judged: Sequence[Measured]
) -> tuple[tuple[float, float, str], ...]:
    """Stretches of one phase; between repetitions it is the ready one (of a hold: none)."""
    known = np.isfinite(track.world).all(axis=(1, 2))
    places = np.where(known & (not plan.hold), phases.READY, -1).astype(np.int8)
    for one in judged:
        places[one.span[0] : one.span[1] + 1] = one.places
    time = np.append(track.time, track.time[-1] + 1.0 / RATE)
    return tuple(
        (float(time[a]), float(time[b]), plan.phases[places[a]])
        for a, b in equal_runs(places)
        if places[a] >= 0
    )
