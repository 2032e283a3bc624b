"""Measures the recogniser of actions and the fall alarm on people who were not trained on.

    python -m models.training.moves.evaluate_actions --practice DIR [DIR ...] [--seen DIR]
           [--plots docs/moves]

Practice is filmed by cameras all round with the estimator's errors. ``--seen``: folder of
keypoints files (NAME.npz) of the clips in ``tests/data/studio``, as ``coach keypoints`` with
``--model full`` writes them.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from coach.moves.actions import ACTIONS, ActionRecogniser
from coach.moves.fall_detector import FallDetector, FallWatch
from coach.moves.falls import Expected, FallAlarm, FallEvidence, FallPhase
from coach.moves.motion import Motion, motion_of
from coach.pose import read_keypoints
from coach.pose.correction import LiveCorrection
from coach.session.watch import FLOOR, ON_FLOOR
from coach.tracks import RATE
from models.training.figures import Figure, figure, table
from models.training.moves.action_data import (
    OTHER,
    Scene,
    labelled,
    pieces_of,
    scene,
    steady,
)
from models.training.plots import saved
from models.training.practice import PRACTICE, Practice
from models.training.studio.actions import FALLS, NEAR_FALLS
from models.training.studio.truth import read_truth

CLIPS: Final = Path("tests/data/studio")
ON_PURPOSE: Final = ("drop_to_push_up", "lie_down_quickly", "kneel_down_fast")
"""Near falls that a workout may ask for."""
EARLY: Final = 3.5
LATE: Final = 3.0
"""Seconds before and after an impact in which who is asked about it was last up."""


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """What the alarm made of a scene.

    Attributes:
        scene: with the truth. asked: (fallen_at, asked_at) of everything asked about, seconds.
    """

    scene: Scene
    asked: tuple[tuple[float, float], ...]

    @property
    def delays(self) -> list[float]:
        """Seconds from each impact to the question; NaN where the fall was missed."""
        return [
            next((at - i for fell, at in self.asked if i - EARLY <= fell <= i + LATE), np.nan)
            for i in self.scene.impacts
        ]

    @property
    def false(self) -> int:
        """Questions that no fall gave rise to."""
        return sum(
            not any(i - EARLY <= fell <= i + LATE for i in self.scene.impacts)
            for fell, _ in self.asked
        )


def watched(
    one: Scene, likelihoods: NDArray[np.float64], expects: Callable[[float], Expected]
) -> Watched:
    """The alarm on a scene that is told what a workout asks for."""
    alarm, asked = FallAlarm(), []
    phase = FallPhase.WATCHING
    rows = zip(one.motion.time, likelihoods, one.motion.height, strict=True)
    for t, likelihood, height in rows:
        evidence = FallEvidence(float(likelihood), float(height))
        state = alarm.push(float(t), evidence, expects(float(t)))
        if state.phase is FallPhase.ASKING and phase is not FallPhase.ASKING:
            asked.append((alarm.falls[-1], float(t)))
        phase = state.phase
    return Watched(one, tuple(asked))


class AsTarget:
    """What the live session would expect of somebody who follows this motion."""

    def __init__(self, motion: Motion) -> None:
        self._time, self._height = motion.time, motion.height

    def expected(self, t: float) -> Expected:
        """At a time of the motion, seconds; the rule of ``coach.session.watch.expected_at``."""
        about = slice(*np.searchsorted(self._time, (t - FLOOR[0], t + FLOOR[1])))
        known = self._height[about][np.isfinite(self._height[about])]
        if not len(known):
            return "unknown"
        return "floor" if known.min() < ON_FLOOR else "standing"


def nothing_known(_one: Scene) -> Callable[[float], Expected]:
    """Nothing is known of what comes next."""
    return lambda _time: "unknown"


def target_known(one: Scene) -> Callable[[float], Expected]:
    """The person follows a workout in which everything but falls is asked for."""
    if one.name in FALLS:
        return lambda _time: "standing"
    if one.name in NEAR_FALLS:
        return lambda _time: "floor" if one.name in ON_PURPOSE else "standing"
    return AsTarget(motion_of(one.track)).expected


def floor_asked(_one: Scene) -> Callable[[float], Expected]:
    """The worst for who falls: the workout asks for the floor."""
    return lambda _time: "floor"


def filmed_pieces(
    pieces: Sequence[Practice], rng: np.random.Generator, views: int
) -> Iterator[Scene]:
    """Falls and what looks like one from ``views`` sides all round, everything else from one."""
    for piece in pieces:
        n = views if piece.name in (*FALLS, *NEAR_FALLS) else 1
        start = float(rng.uniform(-180, 180))
        for i in range(n):
            yield scene(piece, rng, yaw=(start + 360 * i / n + 180) % 360 - 180)


def action_figures(
    scenes: Sequence[Scene], rng: np.random.Generator
) -> tuple[list[Figure], NDArray[np.float64]]:
    """Figures of the actions by window, every third one, and the (7, 7) confusion."""
    recogniser = ActionRecogniser()
    truth, answers, people = [], [], []
    for one in scenes:
        rows = np.flatnonzero(steady(one.actions))[::3]
        found = recogniser.probabilities(one.motion, rows)
        known = np.isfinite(found).all(axis=1)
        truth.append(one.actions[rows][known])
        answers.append(found[known])
        people += [one.person] * int(known.sum())
    t, p, who = np.concatenate(truth), np.concatenate(answers), np.array(people)
    six = t < OTHER
    best, of_six = p.argmax(axis=1), p[:, :OTHER].argmax(axis=1)
    counts = np.zeros((OTHER + 1, OTHER + 1))
    np.add.at(counts, (t, best), 1)

    def share(
        right: NDArray[np.bool_], rows: NDArray[np.bool_], name: str, goal: str = ""
    ) -> Figure:
        values = right[rows].astype(float)
        return figure(name, lambda drawn: float(values[drawn].mean()), who[rows], rng, goal)

    return [
        share(of_six == t, six, "six actions, windows right", ">= 0.97"),
        share(best == t, six, "the same, “none of them” among the answers"),
        *(share(of_six == t, t == i, f"{name}, of the six") for i, name in enumerate(ACTIONS)),
        share(best == t, ~six, "exercises and ways between postures called none of them"),
    ], counts


def fall_figures(seen: Sequence[Watched], name: str, rng: np.random.Generator) -> list[Figure]:
    """Falls found, false questions an hour and at near falls, delay."""
    delays = np.array([d for w in seen for d in w.delays])
    near = [w for w in seen if w.scene.name in NEAR_FALLS]
    rest = [w for w in seen if not w.scene.impacts]
    hours = np.array([w.scene.track.duration / 3600 for w in rest])
    false = np.array([w.false for w in rest], float)
    workouts = [w for w in rest if w.scene.name not in NEAR_FALLS]
    return [
        found(seen, name, rng),
        figure(f"false questions an hour, near falls among it, {name}",
               lambda rows: float(false[rows].sum() / hours[rows].sum()),
               np.array([w.scene.person for w in rest]), rng),
        _an_hour(f"false questions an hour of practice, {name}", workouts, rng),
        figure(f"near falls asked about, {name}",
               lambda rows: float(np.mean([near[i].false > 0 for i in rows])),
               np.array([w.scene.person for w in near]), rng),
        Figure(f"seconds from impact to question, median, {name}", float(np.nanmedian(delays)),
               n=int(np.isfinite(delays).sum())),
        Figure(f"hours without a fall, {name}", float(hours.sum()), n=len(rest)),
    ]  # fmt: skip


def found(seen: Sequence[Watched], name: str, rng: np.random.Generator) -> Figure:
    """The part of the falls that were asked about."""
    of_falls = [(np.isfinite(d), w.scene.person) for w in seen for d in w.delays]
    right = np.array([r for r, _ in of_falls], float)
    people = np.array([p for _, p in of_falls])
    return figure(
        f"falls found, {name}", lambda rows: float(right[rows].mean()), people, rng, ">= 0.98"
    )


def _an_hour(name: str, seen: Sequence[Watched], rng: np.random.Generator) -> Figure:
    hours = np.array([w.scene.track.duration / 3600 for w in seen])
    false = np.array([w.false for w in seen], float)
    people = np.array([w.scene.person for w in seen])
    return figure(
        name, lambda rows: float(false[rows].sum() / hours[rows].sum()), people, rng, "<= 0.2"
    )


def seen_scenes(folder: Path) -> Iterator[Scene]:
    """Rendered clips as the real estimator saw them."""
    for path in sorted(folder.glob("*.npz")):
        truth = read_truth(CLIPS / path.name)
        track = read_keypoints(path)[0]
        yield labelled(path.stem, f"clip {path.stem}", track, truth.segments(), live=True)


def cost(one: Scene) -> float:
    """Milliseconds a frame of correction and both recognisers, live at 30 frames a second."""
    actions, falls = ActionRecogniser(), FallWatch()
    correction = LiveCorrection()
    seen = np.flatnonzero(one.track.seen)[:150]
    poses = [one.track.pose(i) for i in seen]
    begun = time.process_time()
    for i, pose in enumerate(poses):
        for half in range(2):
            at = (i + half / 2) / RATE
            fixed = correction.push(pose, at)
            actions.push(fixed, at)
            falls.push(fixed, at)
    return 1000 * (time.process_time() - begun) / (2 * len(poses))


def figures(
    practice: Sequence[Path],
    *,
    views: int = 8,
    seen: Path | None = None,
    people: range | None = None,
) -> tuple[list[Figure], NDArray[np.float64]]:
    """All figures, and the confusion of the actions."""
    rng = np.random.default_rng(23)
    scenes = list(filmed_pieces(pieces_of(practice, "evaluate", people), rng, views))
    clips = [] if seen is None else list(seen_scenes(seen))
    return figures_of(scenes, clips, rng)


def figures_of(
    scenes: Sequence[Scene], clips: Sequence[Scene], rng: np.random.Generator
) -> tuple[list[Figure], NDArray[np.float64]]:
    """The same of scenes, and of rendered clips that an estimator saw."""
    measured, counts = action_figures(scenes, rng)
    detector = FallDetector()
    likely = [detector.likelihoods(one.motion) for one in scenes]
    for expects, name in ((nothing_known, "target unknown"), (target_known, "target known")):
        alarms = [watched(o, p, expects(o)) for o, p in zip(scenes, likely, strict=True)]
        measured += fall_figures(alarms, name, rng)
    fallen = [(o, p) for o, p in zip(scenes, likely, strict=True) if o.impacts]
    alarms = [watched(o, p, floor_asked(o)) for o, p in fallen]
    measured.append(found(alarms, "while the floor is asked for", rng))
    if clips:
        of_clips, _ = action_figures(clips, rng)
        measured.append(replace(of_clips[0], measure=f"{of_clips[0].measure}, rendered clips"))
        alarms = [watched(c, detector.likelihoods(c.motion), nothing_known(c)) for c in clips]
        measured += fall_figures(alarms, "rendered clips", rng)
        for alarm in alarms:
            if alarm.false or np.isnan(alarm.delays).any():
                print(f"{alarm.scene.name}: asked {alarm.asked}, fell {alarm.scene.impacts}")
    measured.append(Figure("milliseconds a frame at 30 a second", cost(scenes[0]), goal="<= 3"))
    return measured, counts


def draw(counts: NDArray[np.float64], folder: Path) -> Path:
    """``actions.svg``: what is taken for what, percent of the windows of each answer."""
    names = [*ACTIONS, "none"]
    share = 100 * counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

    def fill(plots: Sequence[Axes]) -> None:
        (plot,) = plots
        plot.imshow(share, cmap="Blues", vmin=0, vmax=130, aspect="auto")
        plot.grid(visible=False)
        for i, j in np.ndindex(share.shape):
            if share[i, j] >= 0.05:
                plot.text(j, i, f"{share[i, j]:.1f}", ha="center", va="center", fontsize=9)
        plot.set(xticks=range(len(names)), yticks=range(len(names)), xlabel="recognised",
                 ylabel="is", title="Actions, % of the windows")  # fmt: skip
        plot.set_xticklabels(names, fontsize=9)
        plot.set_yticklabels(names, fontsize=9)

    folder.mkdir(parents=True, exist_ok=True)
    return saved(folder / "actions.svg", 1, fill)


def main(arguments: Sequence[str] | None = None) -> list[Figure]:
    """Measure, print the table, draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, nargs="+", default=[PRACTICE])
    parser.add_argument("--seen", type=Path, default=None)
    parser.add_argument("--views", type=int, default=8, help="of falls and near falls")
    parser.add_argument("--people", type=int, default=None, help="the first so many alone")
    parser.add_argument("--plots", type=Path, default=None)
    chosen = parser.parse_args(arguments)
    people = None if chosen.people is None else range(chosen.people)
    measured, counts = figures(chosen.practice, views=chosen.views, seen=chosen.seen, people=people)
    print(table("Actions and falls", measured))
    if chosen.plots:
        print(draw(counts, chosen.plots))
    return measured


if __name__ == "__main__":
    main()
