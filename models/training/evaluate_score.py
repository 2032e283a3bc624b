"""What the score is worth, measured on people whom no model was trained on.

    python -m models.training.evaluate_score [--quick] [--json FILE] [--plots FOLDER]
        [--data FOLDER] [--poses FILE] [--only PART ...]

Parts: pairs (same against different repetitions), right (correct against incorrect ones),
poses (single poses as estimators saw them), faults (severity against score), idle (who
does not take part), views (the same move from another camera, late, at another tempo),
hold (flicker of the live score). Those that end in _exact are of keypoints without any
error, as motion capture gives them. Intervals are of 95 %, people drawn anew; of fewer than
four people, rows. Nothing here renders or needs torch.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from coach.embedding import Encoder
from models.training import (
    bones,
    motion_bank,
    score_faults,
    score_hold,
    score_pairs,
    score_poses,
)
from models.training import score_sessions as sessions
from models.training.error_model import DATA
from models.training.figures import Figure, as_json, table
from models.training.performances import recorded

LOOKS: Final = DATA / "looks.npz"
POSES: Final = DATA / "poses.npz"
SEEN: Final = DATA / "seen.npz"


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured.

    Attributes:
        people: of the studio. exercises: of the pairs and of those who do not take part.
        each: repetitions of a UI-PRMD person and exercise in pairs. right: of those of each kind,
            correct and incorrect.
        same, different: other people that a repetition is compared with.
        severities: of the faults. workouts: filmed otherwise. rows: of single poses.
    """

    people: int
    exercises: int
    each: int
    right: int
    same: int
    different: int
    severities: tuple[float, ...]
    workouts: int
    rows: int


FULL: Final = Size(8, 20, 5, 20, 3, 5, motion_bank.SEVERITIES, 4, 6000)
QUICK: Final = Size(3, 6, 2, 2, 2, 3, (0.5, 1.0), 1, 1500)

Measured = tuple[list[Figure], dict[str, Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """Everything that the parts share."""

    size: Size
    bank: sessions.Bank
    motions: list[bones.Motion]
    poses: Path
    judge: sessions.Judge

    def pairs(self) -> Measured:
        """Same against different repetitions, of the studio and of UI-PRMD."""
        figures: list[Figure] = []
        raw: dict[str, Any] = {}
        for source, repetitions in self._repetitions().items():
            for most_yaw, words, goal in ((57, "±57°", ">= 0.99"), (180, "all round", ">= 0.975")):
                if not repetitions:
                    continue
                rng = self.judge.rng
                views = score_pairs.film(repetitions, self.judge.encoder, rng, most_yaw)
                found = score_pairs.compare(views, rng, self.size.same, self.size.different)
                name = f"{source}, {words}"
                if most_yaw == 57:
                    for same, kind, limit in (
                        (True, "same", ">= 0.9"),
                        (False, "different", "<= 0.15"),
                    ):
                        text = f"mean latent cosine, {kind} move, {name}"
                        figures.append(score_pairs.mean_cosine(found, same, rng, text, limit))
                for method in score_pairs.METHODS:
                    limit = goal if method == score_pairs.ENCODER else ""
                    figures.append(score_pairs.area(found, method, rng, f"AUC, {name}", limit))
                raw[name] = {"same": found.same, **found.value}
        return figures, raw

    def _repetitions(self) -> dict[str, list[score_pairs.Repetition]]:
        """One of each studio person and exercise, some of each UI-PRMD person and exercise."""
        names = self.exercises()
        studio = [
            score_pairs.Repetition(self.bank.joints(person, name), person, name)
            for person in self.bank.people()[: self.size.people]
            for name in names
        ]
        groups: dict[tuple[int, str], list[score_pairs.Repetition]] = {}
        for m in self.motions:
            if m.correct:
                one = score_pairs.Repetition(recorded(m).joints, f"uiprmd-{m.subject}", m.name)
                groups.setdefault((m.subject, m.name), []).append(one)
        return {
            "studio": studio,
            "UI-PRMD": [r for g in groups.values() for r in g[: self.size.each]],
        }

    def exercises(self) -> list[str]:
        """Spread over all that are kept."""
        names = self.bank.exercises()
        return names[:: max(len(names) // self.size.exercises, 1)][: self.size.exercises]

    def right(self) -> Measured:
        """Correct against incorrect repetitions."""
        if not self.motions:
            return [], {}
        return sessions.right_against_wrong(self.judge, self.motions, self.size.right)

    def single(self) -> Measured:
        """Single poses."""
        encoder, rng = self.judge.encoder, self.judge.rng
        figures: list[Figure] = []
        for path, words in ((self.poses, "random poses"), (LOOKS, "poses from two sides"),
                            (SEEN, "exercises")):  # fmt: skip
            if not path.exists():
                print(f"No {path.name}: not measured on {words}.", file=sys.stderr)
            else:
                text = f"cosine follows the truth, {words}"
                figures += score_poses.follows(path, text, encoder, rng, self.size.rows)
        if LOOKS.exists():
            figures += score_poses.found_again(LOOKS, encoder, rng)
        return figures, {}

    def faults(self) -> Measured:
        """Severity against score."""
        return score_faults.graded(self.judge, self.bank, self.size.people, self.size.severities)

    def idle(self) -> Measured:
        """Who does not take part."""
        return sessions.idle(self.judge, self.bank, self.size.people, self.exercises())

    def views(self) -> Measured:
        """The same move, filmed or done otherwise."""
        people, workouts = self.size.people, sessions.WORKOUTS[: self.size.workouts]
        changed, rows = sessions.unchanged(self.judge, self.bank, people, workouts)
        again, pairs = sessions.retest(self.judge, self.bank, people, self.exercises())
        sweeps = sessions.sweeps(self.judge, self.bank, people, workouts[0])
        return [*changed, *again], {**rows, **pairs, **sweeps}

    def hold(self) -> Measured:
        """Flicker of the live score."""
        return score_hold.flicker(self.judge, self.bank, self.size.people)


def exact(measure: Callable[[Evaluation], Measured]) -> Callable[[Evaluation], Measured]:
    """The same of keypoints without any error."""

    def measured(shared: Evaluation) -> Measured:
        return measure(replace(shared, judge=replace(shared.judge, errors=False)))

    return measured


PARTS: Final[dict[str, tuple[str, Callable[[Evaluation], Measured]]]] = {
    "pairs": ("Same against different repetitions, other person", Evaluation.pairs),
    "right": ("Correct against incorrect repetitions", Evaluation.right),
    "right_exact": (
        "Correct against incorrect repetitions, exact keypoints",
        exact(Evaluation.right),
    ),
    "poses": ("Single poses as estimators saw them", Evaluation.single),
    "faults": ("Severity of faults against score (Spearman)", Evaluation.faults),
    "faults_exact": (
        "Severity of faults against score (Spearman), exact keypoints",
        exact(Evaluation.faults),
    ),
    "idle": ("Who does not take part (points)", Evaluation.idle),
    "idle_exact": ("Who does not take part (points), exact keypoints", exact(Evaluation.idle)),
    "views": ("The same move filmed or done otherwise (points)", Evaluation.views),
    "hold": ("Live score while a pose is held (points)", Evaluation.hold),
}


def motions_of(folder: Path) -> list[bones.Motion]:
    """UI-PRMD's held-out people; none where the recordings are not there."""
    if not (folder / bones.UIPRMD).is_file():
        print(f"No recordings in {folder}: measured on the studio alone.", file=sys.stderr)
        return []
    found = bones.load_motions(folder)
    return [m for m in found if m.held_out and m.source == bones.UIPRMD]


def evaluate(options: argparse.Namespace) -> dict[str, Any]:
    """Measure the parts asked for and print their tables."""
    size = QUICK if options.quick else FULL
    rng = np.random.default_rng(0)
    shared = Evaluation(
        size,
        sessions.Bank(motion_bank.read()),
        motions_of(options.data),
        options.poses,
        sessions.Judge(Encoder(options.encoder), rng),
    )
    found: dict[str, Any] = {}
    for name in options.only or PARTS:
        title, measure = PARTS[name]
        started = time.perf_counter()
        figures, raw = measure(shared)
        seconds = time.perf_counter() - started
        print(table(f"{title} ({seconds:.0f} s)", figures), flush=True)
        found[name] = {"figures": [as_json(f) for f in figures], "raw": raw, "seconds": seconds}
    return found


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    made.add_argument("--quick", action="store_true", help="two minutes instead of ten")
    made.add_argument("--only", nargs="*", choices=list(PARTS), default=[])
    made.add_argument("--data", type=Path, default=Path("../shared/data"))
    made.add_argument("--poses", type=Path, default=POSES, help="random poses, as seen")
    made.add_argument("--encoder", type=Path, default=None, help="ONNX file, else the shipped")
    made.add_argument("--json", type=Path, default=None)
    made.add_argument("--plots", type=Path, default=None, help="folder of the pictures")
    return made


def main(arguments: list[str] | None = None) -> dict[str, Any]:
    """Print the tables; write JSON and pictures where asked."""
    options = parser().parse_args(arguments)
    found = evaluate(options)
    if options.json:
        text = json.dumps(found, default=_listed, indent=1)
        options.json.write_text(text + "\n", encoding="utf-8")
    if options.plots:
        from models.training import plots

        plots.draw(found, options.plots)
    return found


def _listed(value: Any) -> Any:
    return value.tolist()


if __name__ == "__main__":
    main()
