"""Repetitions as an estimator sees them beside what they truly were: what form is fitted on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX, joint_angles
from coach.moves.form.assess import turned
from coach.moves.form.exercises import PLANS, Plan
from coach.moves.form.measures import other_side
from coach.pose.correction import shipped_corrector
from coach.skeleton import INDEX
from coach.tracks import RATE
from coach.types import ModelName, PoseTrack
from models.training.performances import Joints, filmed, random_view
from models.training.practice import Practice
from models.training.studio.take import Segment

Floats = NDArray[np.float64]

WORTH_A_WORD: Final = 0.2
"""Severity from which a fault is to be told."""
COARSE: Final = 0.5
"""Severity from which it has to be told."""
LONGEST: Final = 5.0
"""Seconds of what is none of these exercises."""
STRIDE: Final = 2
"""Every so many frames of the regular clock are learned from: the next one says the same."""
EXACT: Final = 0.12
"""Part of what is filmed that is seen without errors, as motion capture is."""
FEWEST: Final = 6
"""Frames of the same."""
AROUND: Final = 0.4
"""Seconds before and after a repetition that are filmed too."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One repetition (or hold) before one camera.

    Attributes:
        exercise, person: names.
        track: what is seen; of the sides as ``turned`` has them.
        true: (T, 4) exact numbers of each frame by ``nets.OF_FRAME``; NaN of other exercises.
        span: first and last frame of the repetition.
        faults: (F,) severities by ``Plan.faults``; none of other exercises.
    """

    exercise: str
    person: str
    track: PoseTrack
    true: Floats
    span: tuple[int, int]
    faults: Floats


def samples(pieces: Sequence[Practice], rng: np.random.Generator, views: int) -> Iterator[Sample]:
    """Every repetition of these exercises, each from so many random views."""
    for piece in pieces:
        for segment in piece.done.exercises:
            if segment.name in PLANS:
                for span in segment.repetitions or ((segment.start, segment.end),):
                    for _ in range(views):
                        yield _sample(piece, segment, span, rng)


def others(pieces: Sequence[Practice], rng: np.random.Generator) -> Iterator[Sample]:
    """One repetition of every other set, and every action: what is none of these exercises."""
    for piece in pieces:
        if piece.kind == "workout" or piece.name in PLANS:
            continue
        spans = [
            (segment.start, min(segment.end, segment.start + LONGEST))
            for segment in piece.done.segments
            if segment.kind == "action"
        ]
        for segment in piece.done.exercises:
            spans += segment.repetitions[:1] or [(segment.start, segment.start + LONGEST)]
        for span in spans:
            seen, _, rows = _filmed(piece, span, rng)
            if rows[1] - rows[0] >= FEWEST:
                nothing = np.full((len(seen), 4), np.nan)
                person = piece.done.person
                yield Sample(piece.name, person, seen, nothing, rows, np.zeros(0))


def _filmed(
    piece: Practice, span: tuple[float, float], rng: np.random.Generator
) -> tuple[PoseTrack, Joints, tuple[int, int]]:
    """What is seen about a span, its joints, and the frames of the span."""
    start = max(span[0] - AROUND, 0.0)
    joints = piece.done.part(start, span[1] + AROUND)
    model: ModelName = "full" if rng.random() < 0.5 else "heavy"
    errors = bool(rng.random() >= EXACT)
    seen = filmed(joints, rng, **random_view(rng, 180), model=model, errors=errors, smooth=False)
    world = shipped_corrector().points(seen.world, seen.confidence) if errors else seen.world
    kept = slice(None, None, STRIDE)
    rate = RATE / STRIDE
    seen, joints = replace(seen, world=world, fps=rate).select(kept), joints[kept]
    first, last = round((span[0] - start) * rate), round((span[1] - start) * rate)
    return seen, joints, (first, min(last, len(joints) - 1))


def _sample(
    piece: Practice, segment: Segment, span: tuple[float, float], rng: np.random.Generator
) -> Sample:
    plan = PLANS[segment.name]
    seen, joints, rows = _filmed(piece, span, rng)
    _, swapped = turned(seen.select(slice(rows[0], rows[1] + 1)), plan)
    severities = [
        max(
            (
                f.severity
                for f in segment.faults
                if f.name == name and f.start < span[1] and f.end > span[0]
            ),
            default=0.0,
        )
        for name in plan.faults
    ]
    return Sample(
        plan.name,
        piece.done.person,
        other_side(seen) if swapped else seen,
        true_numbers(joints, plan, swapped),
        rows,
        np.array(severities),
    )


def true_numbers(joints: Joints, plan: Plan, swapped: bool) -> Floats:
    """(T, 4) by ``nets.OF_FRAME`` of exact joints (T, 17, 3) in the room."""
    sides = ["right", "left"] if swapped else ["left", "right"]
    leading = sides[:1] if plan.leading else sides
    height = joints[..., 2]

    def at(part: str) -> Floats:
        return np.mean([height[:, INDEX[f"{s}_{part}"]] for s in sides], axis=0)

    def length(bone: str) -> float:
        a, b = ENDS[bone]
        return float(np.median([
            np.linalg.norm(joints[:, INDEX[f"{s}_{a}"]] - joints[:, INDEX[f"{s}_{b}"]], axis=1)
            for s in sides
        ]))  # fmt: skip

    world = joints[..., [0, 2, 1]] * np.array([1.0, -1.0, 1.0])
    angles = joint_angles(world) / 90.0

    def angle(name: str) -> Floats:
        return np.mean([angles[:, ANGLE_INDEX[f"{s}_{name}"]] for s in leading], axis=0)

    level = (at(plan.upper) - at(plan.lower)) / sum(length(bone) for bone in plan.chain)
    deep = {
        "thigh": lambda: _slope(joints, leading),
        "elbow": lambda: angle("elbow"),
        "trunk": lambda: angles[:, ANGLE_INDEX["trunk"]],
    }[plan.deep]()
    return np.stack([level, angle("knee"), angle("hip"), deep], axis=1)


def _slope(joints: Joints, sides: Sequence[str]) -> Floats:
    """(T,) right angles of the thighs above the horizontal."""
    slopes = []
    for side in sides:
        thigh = joints[:, INDEX[f"{side}_hip"]] - joints[:, INDEX[f"{side}_knee"]]
        slopes.append(np.arcsin(thigh[:, 2] / np.linalg.norm(thigh, axis=1)))
    return np.mean(slopes, axis=0) / (np.pi / 2)


ENDS: Final = {
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
    "upper_arm": ("shoulder", "elbow"),
    "forearm": ("elbow", "wrist"),
    "side": ("shoulder", "hip"),
}
"""Joints at the ends of the bones of ``Plan.chain``."""
