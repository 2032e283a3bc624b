"""How well exercises are told apart, what is none is seen as such, new ones are learned.

    python -m models.training.moves.evaluate_exercises --data FOLDER [--practice DIR]
        [--plots docs/moves] [--without FILE.onnx] [--clips DIR]

On people whom nothing was trained or chosen on: those of the set "evaluate", and recorded
ones who are held out, before cameras all round, with the estimator's errors, each set once.
``--without`` names weights that were trained without the exercises of HELD_OUT
(``train_exercises --without``); these are taught on one person and looked for on others.
``--clips`` measures keypoints files that an estimator made of the studio's test clips.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from coach.moves.exercises import EXERCISES, UNKNOWN, ExerciseRecogniser, Recognised
from coach.moves.taught import shown
from coach.pose import read_keypoints
from coach.tracks import RATE
from coach.types import MODEL_NAMES, PoseTrack
from models.training.bones import load_motions
from models.training.figures import Figure, figure, table
from models.training.moves.exercise_data import (
    NOT,
    Movement,
    from_recordings,
    grafted,
    practised,
)
from models.training.moves.train_exercises import HELD_OUT
from models.training.performances import filmed, random_view
from models.training.plots import saved
from models.training.practice import PRACTICE
from models.training.studio.truth import read_truth
from models.training.views import POSTURES, VIEWS, seen_from

CLIPS: Final = Path("tests/data/studio")
LONGEST: Final = 15.0
"""Seconds of a set that are filmed."""
ENDS: Final = 0.5
"""Seconds by which the ends of a set are put wrong, at most."""
GRAFTS: Final = 60
TAUGHT_REPETITIONS: Final = 5
SEED: Final = 11
BINS: Final = np.array([0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0001])
"""Of the confidence."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A set before a camera: seconds of its ends, and places in VIEWS and POSTURES."""

    track: PoseTrack
    name: str
    person: str
    start: float
    end: float
    repetition: float
    view: int
    posture: int


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What was answered for sets: all (N,)."""

    truth: NDArray[np.str_]
    name: NDArray[np.str_]
    best: NDArray[np.str_]
    confidence: NDArray[np.float64]
    person: NDArray[np.str_]
    view: NDArray[np.int64]
    posture: NDArray[np.int64]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the name is the true one."""
        return np.asarray(self.name == self.truth)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether the truth is an exercise of the vocabulary."""
        return np.isin(self.truth, EXERCISES)


def filmed_once(movements: Sequence[Movement], rng: np.random.Generator) -> list[Shown]:
    """Each before one camera, from anywhere."""
    found = []
    for movement in movements:
        first, last = movement.span
        joints = movement.joints[: min(last, first + round(LONGEST * RATE)) + round(RATE)]
        last = min(last, len(joints) - 1)
        view = random_view(rng, 180)
        model = MODEL_NAMES[int(rng.integers(len(MODEL_NAMES)))]
        track = filmed(joints, rng, **view, model=model)
        yaw = np.radians(view["yaw"])
        lens = np.array([np.sin(yaw), -np.cos(yaw), 0.0])
        sides, postures = seen_from(joints[first : last + 1], np.array([0.0, 0.0, 1.0]), lens)
        found.append(
            Shown(
                track, movement.name, movement.person, first / RATE, last / RATE,
                movement.repetition, int(np.median(sides)), int(np.median(postures)),
            )
        )  # fmt: skip
    return found


def answered(
    recogniser: ExerciseRecogniser, sets: Sequence[Shown], rng: np.random.Generator | None = None
) -> Answers:
    """What is recognised; with ``rng`` the ends of the sets are up to ENDS wrong."""
    found: list[Recognised] = []
    for one in sets:
        off = np.zeros(2) if rng is None else rng.uniform(-ENDS, ENDS, 2)
        start, end = one.start + off[0], one.end + off[1]
        found.append(recogniser.recognise(one.track, max(start, 0.0), max(end, start + 1.0)))
    best = [next((n for n, _ in a.ranked if n != UNKNOWN), UNKNOWN) for a in found]
    return Answers(
        np.array([UNKNOWN if one.name.startswith(NOT) else one.name for one in sets], np.str_),
        np.array([a.name for a in found], np.str_),
        np.array(best, np.str_),
        np.array([a.confidence for a in found]),
        np.array([one.person for one in sets], np.str_),
        np.array([one.view for one in sets], np.int64),
        np.array([one.posture for one in sets], np.int64),
    )


def evaluation_sets(
    practice: Path, data: Path | None, rng: np.random.Generator
) -> dict[str, list[Shown]]:
    """Sets to be known, and strangers by where they come from."""
    movements = practised(practice, "evaluate", None)
    recordings = [] if data is None else from_recordings(load_motions(data), False)
    groups = {
        "exercises": [m for m in movements if m.name in EXERCISES],
        "recorded exercises": [m for m in recordings if m.name in EXERCISES],
        "UI-PRMD": [m for m in recordings if m.name.startswith(NOT) and "uip" in m.person],
        "CMU": [m for m in recordings if m.name.startswith(NOT) and "cmu" in m.person],
        "actions": [
            m for m in movements if m.name.startswith(NOT) and not m.name.endswith("posture")
        ],
        "arms of one exercise, body of another": grafted(movements, rng, GRAFTS),
    }
    return {name: filmed_once(group, rng) for name, group in groups.items()}


def figures(
    recogniser: ExerciseRecogniser, sets: dict[str, list[Shown]], rng: np.random.Generator
) -> tuple[list[Figure], dict[str, Answers]]:
    """All figures of one recogniser but those of teaching."""
    answers = {name: answered(recogniser, group) for name, group in sets.items()}
    known = answers["exercises"]
    found = [
        _share("exercise, top-1", known.best == known.truth, known, rng, ">= 0.95"),
        _share("exercise, named right (else wrong or unknown)", known.right, known, rng),
        _share("exercise, ends 0.5 s off, top-1", *_off(recogniser, sets["exercises"]), rng),
    ]
    for i, view in enumerate(VIEWS):
        for j, posture in enumerate(POSTURES):
            chosen = (known.view == i) & (known.posture == j)
            right = (known.best == known.truth)[chosen]
            found.append(_share(f"top-1 from {view}, {posture}", right, _of(known, chosen), rng))
        chosen = known.view == i
        right = (known.best == known.truth)[chosen]
        found.append(_share(f"top-1 from {view}", right, _of(known, chosen), rng, ">= 0.88"))
    named = known.name != UNKNOWN
    found.append(_share("right where named", known.right[named], _of(known, named), rng, ">= 0.95"))
    other = answers["recorded exercises"]
    found.append(_share("recorded exercises, top-1", other.best == other.truth, other, rng))
    for name, group in answers.items():
        if "exercises" not in name:
            found.append(_share(f"unknown: {name}", group.name == UNKNOWN, group, rng, ">= 0.8"))
    found.append(Figure("calibration error", calibration_error(known), n=len(known.name)))
    return found, answers


def _off(recogniser: ExerciseRecogniser, sets: Sequence[Shown]) -> tuple[NDArray[Any], Answers]:
    answers = answered(recogniser, sets, np.random.default_rng(SEED))
    return answers.best == answers.truth, answers


def _of(answers: Answers, chosen: NDArray[np.bool_]) -> Answers:
    return replace(answers, **{name: getattr(answers, name)[chosen] for name in Answers.__slots__})


def _share(
    measure: str, hit: NDArray[Any], answers: Answers, rng: np.random.Generator, goal: str = ""
) -> Figure:
    values = np.asarray(hit, float)
    return figure(measure, lambda rows: float(values[rows].mean()), answers.person, rng, goal)


def calibration_error(answers: Answers) -> float:
    """Mean gap between confidence and how often a name is right, over BINS, by their size.

    Of what was given a name.
    """
    named = answers.name != UNKNOWN
    confidence, right = answers.confidence[named], answers.right[named]
    bins = np.digitize(confidence, BINS)
    gaps = [
        (bins == b).sum() * abs(confidence[bins == b].mean() - right[bins == b].mean())
        for b in np.unique(bins)
    ]
    return float(sum(gaps) / max(len(confidence), 1))


# Teaching


def taught_figures(
    path: Path, sets: Sequence[Shown], strangers: Sequence[Shown], rng: np.random.Generator
) -> list[Figure]:
    """HELD_OUT taught, all of them, on each person in turn, and looked for on the others."""
    right, mistaken, people, others = [], [], [], []
    for teacher in sorted({one.person for one in sets}):
        lessons = {
            one.name: lesson
            for one in sets
            if one.person == teacher and one.name in HELD_OUT
            and (lesson := shown(one.name, one.track, one.start, _until(one))) is not None
        }  # fmt: skip
        recogniser = ExerciseRecogniser(path, tuple(lessons.values()))
        asked = [one for one in sets if one.person != teacher and one.name in lessons]
        answers = answered(recogniser, asked)
        right += answers.right.tolist()
        people += answers.person.tolist()
        wrong = answered(recogniser, strangers)
        mistaken += np.isin(wrong.name, HELD_OUT).tolist()
        others += wrong.person.tolist()
    hits, false = np.array(right, float), np.array(mistaken, float)
    return [
        figure(
            f"taught with {TAUGHT_REPETITIONS} repetitions, others recognised",
            lambda rows: float(hits[rows].mean()), np.array(people), rng, ">= 0.9",
        ),
        figure(
            "something else taken for a taught one",
            lambda rows: float(false[rows].mean()), np.array(others), rng,
        ),
    ]  # fmt: skip


def _until(one: Shown) -> float:
    return min(one.end, one.start + TAUGHT_REPETITIONS * (one.repetition or 2.0))


# Rendered clips


def clips_figures(
    recogniser: ExerciseRecogniser, folder: Path, truths: Path, rng: np.random.Generator
) -> list[Figure]:
    """Of keypoints files that an estimator made of the studio's test clips."""
    hits, wrong, asked = [], [], []
    for path in sorted(folder.glob("*.npz")):
        truth = read_truth(truths / path.name)
        track = read_keypoints(path)[0]
        for segment in truth.segments():
            if segment.kind == "exercise" and truth.people == 1:
                answer = recogniser.recognise(track, segment.start, segment.end)
                best = next((n for n, _ in answer.ranked if n != UNKNOWN), UNKNOWN)
                hits.append(best == segment.name)
                asked.append(path.stem)
                if best != segment.name:
                    wrong.append(f"{path.stem}: {answer.name} ({best})")
    print("rendered clips taken for another:", "; ".join(wrong) or "none")
    values = np.array(hits, float)
    return [
        figure(
            "rendered test clips, top-1", lambda rows: float(values[rows].mean()),
            np.array(asked), rng, ">= 0.95",
        )
    ]  # fmt: skip


# Pictures


def draw(answers: dict[str, Answers], folder: Path) -> list[Path]:
    """The confusions, and how often names are right by their confidence."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        saved(folder / "exercises.svg", 1, lambda plots: _confusions(answers, plots)),
        saved(folder / "exercises_confidence.svg", 1, lambda plots: _reliability(answers, plots)),
    ]


def _confusions(answers: dict[str, Answers], plots: Sequence[Axes]) -> None:
    names = (*EXERCISES, UNKNOWN)
    at = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for group in answers.values():
        for truth, name in zip(group.truth, group.name, strict=True):
            counts[at[str(truth)], at[str(name)]] += 1
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    (plot,) = plots
    plot.figure.set_size_inches(11.0, 10.5)
    plot.imshow(share, cmap="Blues", vmin=0, vmax=1)
    words = [name.replace("_", " ") for name in names]
    plot.set_xticks(range(len(names)), words, rotation=90, fontsize=8)
    plot.set_yticks(range(len(names)), words, fontsize=8)
    plot.set(title="What is done (rows) and what it is called", xlabel="", ylabel="")
    plot.grid(visible=False)


def _reliability(answers: dict[str, Answers], plots: Sequence[Axes]) -> None:
    known = answers["exercises"]
    named = known.name != UNKNOWN
    bins = np.digitize(known.confidence[named], BINS)
    rows = [
        (known.confidence[named][bins == b].mean(), known.right[named][bins == b].mean())
        for b in np.unique(bins)
    ]
    (plot,) = plots
    plot.plot([0, 1], [0, 1], color="#566072", linewidth=1, linestyle="--")
    plot.plot(*zip(*rows, strict=True), marker="o", color="#0068A8")
    plot.set(xlabel="confidence", ylabel="part that is right", xlim=(0, 1), ylim=(0, 1.02))


def main(arguments: Sequence[str] | None = None) -> list[Figure]:
    """Measure, print the tables, draw the pictures where asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, default=PRACTICE)
    parser.add_argument("--data", type=Path, default=None, help="recordings")
    parser.add_argument("--model", type=Path, default=None, help="weights, else the shipped ones")
    parser.add_argument("--without", type=Path, default=None, metavar="FILE.onnx")
    parser.add_argument("--clips", type=Path, default=None, metavar="DIR")
    parser.add_argument("--plots", type=Path, default=None, metavar="DIR")
    options = parser.parse_args(arguments)
    rng = np.random.default_rng(SEED)
    sets = evaluation_sets(options.practice, options.data, rng)
    recogniser = ExerciseRecogniser(options.model)
    found, answers = figures(recogniser, sets, rng)
    if options.without is not None:
        strangers = [one for one in sets["exercises"] if one.name not in HELD_OUT]
        found += taught_figures(options.without, sets["exercises"], strangers, rng)
    if options.clips is not None:
        found += clips_figures(recogniser, options.clips, CLIPS, rng)
    print(table("Exercises", found))
    if options.plots is not None:
        draw(answers, options.plots)
    return found


if __name__ == "__main__":
    main()
