"""How well form is judged: phases by frame, faults, grades; people and cameras not learned from.

    python -m models.training.moves.evaluate_form [--practice DIR] [--motions FILE] [--views 4]

Faults and grades: single repetitions of the file of motions (right, and every fault at four
severities), from random sides, the ends of the repetition known. Phases, and grades of sets:
the sets of ``practice`` with what goes on before and after, repetitions found by themselves.
True phases and letters come from the exact joints and severities by the rules of
``docs/form.md``. Faults of a severity of 0.5 or more have to be told, where there is none none
may be; a fault that a view does not show counts as not told.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import joint_angles
from coach.moves.form import PLANS, Form, Plan, assess, points_of
from coach.moves.form import phases as phasing
from coach.scoring.curve import GRADES, grade_of
from coach.scoring.tolerance import view_of
from coach.tracks import RATE
from coach.types import PoseTrack
from models.training.figures import Figure, Rows, figure, table
from models.training.motion_bank import FILE, Kept
from models.training.motion_bank import read as read_motions
from models.training.moves.form_samples import COARSE, WORTH_A_WORD, true_numbers
from models.training.performances import Joints, filmed, random_view
from models.training.practice import PRACTICE, Practice
from models.training.practice import read as read_practice
from models.training.studio.take import Segment
from models.training.views import VIEWS

LETTERS: Final = [letter for _, letter in GRADES]
MARGIN: Final = 1.0
"""Seconds before and after a set whose phases count too."""


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """One repetition of one person before one camera.

    Attributes:
        person, exercise: names. view: place in VIEWS.
        true: (F,) severities by ``Plan.faults``. told: (F,) found severities, 0 where not told.
        shown: (F,) whether the view is said to show it.
    """

    person: str
    exercise: str
    view: int
    true: NDArray[np.float64]
    told: NDArray[np.float64]
    shown: NDArray[np.bool_]

    @property
    def letters(self) -> tuple[int, int]:
        """Places of the true and of the told letter among LETTERS."""
        return _letter(points_of(self.true)), _letter(points_of(self.told))


def _letter(points: float) -> int:
    return LETTERS.index(grade_of(points))


def judged_motions(motions: Sequence[Kept], views: int, rng: np.random.Generator) -> list[Verdict]:
    """Every repetition from so many random views."""
    found = []
    for kept in motions:
        if kept.exercise not in PLANS:
            continue
        plan = PLANS[kept.exercise]
        true = np.array([kept.severity * (kept.fault == name) for name in plan.faults])
        for _ in range(views):
            track = filmed(kept.joints, rng, **random_view(rng, 180))
            form = assess(track, plan.name, [(0.0, len(kept.joints) / RATE)])
            found.append(_verdict(kept.person, plan, track, form, true))
    return found


def _verdict(
    person: str, plan: Plan, track: PoseTrack, form: Form, true: NDArray[np.float64]
) -> Verdict:
    view = view_of(joint_angles(track.world))[1]
    told, shown = np.zeros(len(plan.faults)), np.zeros(len(plan.faults), dtype=bool)
    for one in form.repetitions:
        for fault in one.faults:
            told[plan.faults.index(fault.name)] = fault.severity
        shown = np.array([name not in one.not_judged for name in plan.faults])
    return Verdict(person, plan.name, view, true, told, shown)


@dataclass(frozen=True, slots=True, eq=False)
class Set:
    """One set of practice before one camera.

    Attributes:
        person, exercise: names. right: part of the frames whose phase is right.
        letters: places of the true and the told letter; the told one -1 where none.
        counted: repetitions done and found.
    """

    person: str
    exercise: str
    right: float
    letters: tuple[int, int]
    counted: tuple[int, int]


def judged_sets(pieces: Sequence[Practice], views: int, rng: np.random.Generator) -> list[Set]:
    """Sets with idle before and after; repetitions are found, not given."""
    found = []
    for piece in pieces:
        if piece.kind != "set" or piece.name not in PLANS:
            continue
        plan = PLANS[piece.name]
        (segment,) = (s for s in piece.done.exercises if s.name == plan.name)
        for _ in range(views):
            track = filmed(piece.done.joints, rng, **random_view(rng, 180))
            form = assess(track, plan.name)
            right = _right_phases(piece.done.joints, segment, plan, form)
            found.append(Set(piece.done.person, plan.name, right, _set_letters(segment, form),
                             (len(_spans(segment)), len(form.repetitions))))  # fmt: skip
    return found


def _spans(segment: Segment) -> tuple[tuple[float, float], ...]:
    done = segment.repetitions or ((segment.start, segment.end),)
    return tuple(sorted((*done, *segment.attempts)))


def _set_letters(segment: Segment, form: Form) -> tuple[int, int]:
    points = [
        points_of([f.severity for f in segment.faults if f.start < b and f.end > a])
        for a, b in _spans(segment)
    ]
    return _letter(float(np.mean(points))), -1 if form.grade is None else _letter(form.points)


def _right_phases(joints: Joints, segment: Segment, plan: Plan, form: Form) -> float:
    """Part of the frames about a set whose phase is the true one."""
    true = true_phases(joints, _spans(segment), plan)
    time = np.arange(len(joints)) / RATE
    told = np.full(len(joints), "", dtype=object)
    for start, end, name in form.phases:
        told[(time >= start - 1e-6) & (time < end - 1e-6)] = name
    counts = (time >= segment.start - MARGIN) & (time <= segment.end + MARGIN)
    return float(np.mean(true[counts] == told[counts]))


def true_phases(
    joints: Joints, spans: Sequence[tuple[float, float]], plan: Plan
) -> NDArray[np.object_]:
    """(T,) names of exact joints, by the definition of ``docs/form.md``."""
    found = np.full(len(joints), "" if plan.hold else plan.phases[phasing.READY], dtype=object)
    for start, end in spans:
        a, b = round(start * RATE), min(round(end * RATE), len(joints) - 1)
        if plan.hold:
            found[a : b + 1] = plan.phases[phasing.FULL]
            continue
        numbers = _of_leading_side(joints[a : b + 1], plan)
        way = phasing.way_of(numbers[:, 0], plan)
        deep = float(np.median(numbers[phasing.far_rows(way), 3])) * 90.0
        places = phasing.phases_of(way, plan.is_full(deep))
        found[a : b + 1] = np.array(plan.phases, dtype=object)[places]
    return found


def _of_leading_side(joints: Joints, plan: Plan) -> NDArray[np.float64]:
    """Exact numbers; of a lunge, those of the leg whose thigh comes nearer to the level."""
    both = [true_numbers(joints, plan, swapped) for swapped in (False, True)]
    if not plan.leading:
        return both[0]
    return min(both, key=lambda numbers: float(numbers[:, 3].min()))


def f1(verdicts: Sequence[Verdict], fault: int | None = None) -> float:
    """Of one fault (all: None): coarse ones found, none where there is none."""
    hit = missed = idle = 0
    for v in verdicts:
        columns = slice(None) if fault is None else slice(fault, fault + 1)
        true, told = v.true[columns], v.told[columns] > 0
        hit += int(np.count_nonzero(told & (true >= COARSE)))
        missed += int(np.count_nonzero(~told & (true >= COARSE)))
        idle += int(np.count_nonzero(told & (true < WORTH_A_WORD / 2)))
    return 2 * hit / (2 * hit + missed + idle) if hit + missed + idle else float("nan")


def _same(letters: NDArray[np.int64], within: int) -> float:
    return float(np.mean(np.abs(letters[:, 0] - letters[:, 1]) <= within))


def fault_table(verdicts: Sequence[Verdict]) -> str:
    """F1 of every fault, by view, as Markdown."""
    lines = ["| exercise | fault | all | " + " | ".join(VIEWS) + " | not judged |",
             "|---|---|---|" + "---|" * (len(VIEWS) + 1)]  # fmt: skip
    for name, plan in PLANS.items():
        mine = [v for v in verdicts if v.exercise == name]
        for i, fault in enumerate(plan.faults):
            cells = [f1(mine, i), *(f1([v for v in mine if v.view == k], i) for k in range(4))]
            hidden = np.mean([not v.shown[i] for v in mine]) if mine else float("nan")
            shown = " | ".join("–" if np.isnan(c) else f"{c:.2f}" for c in [*cells, hidden])
            lines.append(f"| {name} | {fault} | {shown} |")
    return "\n".join(lines)


def figures(verdicts: Sequence[Verdict], sets: Sequence[Set]) -> list[Figure]:
    """The table of the issue: of the squat, and of all six."""
    rng = np.random.default_rng(3)
    found: list[Figure] = []
    for title, names in (("squat", ["squat"]), ("all six", list(PLANS))):
        mine = [v for v in verdicts if v.exercise in names]
        people = np.array([v.person for v in mine])
        letters = np.array([v.letters for v in mine])

        def of_faults(rows: Rows, mine: list[Verdict] = mine) -> float:
            return f1([mine[i] for i in rows])

        found.append(figure(f"{title}: faults, F1", of_faults, people, rng, ">= 0.85"))
        for within, words, goal in ((0, "same letter", 0.8), (1, "within one", 0.98)):

            def alike(rows: Rows, within: int = within, letters: NDArray[Any] = letters) -> float:
                return _same(letters[rows], within)

            label = f"{title}: {words}, repetitions"
            found.append(figure(label, alike, people, rng, f">= {goal}"))
        found += _of_sets(title, [s for s in sets if s.exercise in names], rng)
    return found


def _of_sets(title: str, sets: Sequence[Set], rng: np.random.Generator) -> list[Figure]:
    people = np.array([s.person for s in sets])
    right = np.array([s.right for s in sets])
    letters = np.array([s.letters for s in sets]).reshape(-1, 2)
    return [
        figure(f"{title}: phase by frame", lambda rows: float(right[rows].mean()), people, rng,
               ">= 0.95"),
        figure(f"{title}: same letter, sets", lambda rows: _same(letters[rows], 0), people, rng,
               ">= 0.8"),
        figure(f"{title}: within one, sets", lambda rows: _same(letters[rows], 1), people, rng,
               ">= 0.98"),
    ]  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> list[Figure]:
    """Film, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, default=PRACTICE)
    parser.add_argument("--motions", type=Path, default=FILE)
    parser.add_argument("--views", type=int, default=2)
    options = parser.parse_args(arguments)
    rng = np.random.default_rng(29)
    verdicts = judged_motions(read_motions(options.motions), options.views, rng)
    pieces = [p for f in sorted(options.practice.glob("evaluate-*.npz")) for p in read_practice(f)]
    sets = judged_sets(pieces, options.views, rng)
    found = figures(verdicts, sets)
    print(table("Form", found))
    print(fault_table(verdicts))
    return found


if __name__ == "__main__":
    main()
