"""Trains the exercise recogniser and writes ``models/exercises.onnx``.

    python -m models.training.moves.train_exercises --practice DIR --data FOLDER

Windows of random films (``exercise_data``), exercises and all else in balance; cross entropy
over classes. Temperature and threshold are chosen on people of the training set who are
held out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from scipy.special import softmax

from coach.moves.exercise_windows import FEATURES, STEPS
from coach.moves.exercises import EXERCISES, WEIGHTS, ExerciseRecogniser
from models.training.bones import load_motions
from models.training.error_model import DATA
from models.training.moves.exercise_data import (
    NOT,
    Film,
    Movement,
    batch,
    film,
    from_recordings,
    from_seen,
    grafted,
    practised,
    swinging,
)
from models.training.moves.exercise_nets import SCALE, Kind, Recogniser, Shipped
from models.training.moves.window_nets import OPSET, Batch, fit
from models.training.studio.seen_data import read_seen

CHUNK: Final = 256
"""Windows that are described at once."""
LOST: Final = 0.02
"""Part of the sets named right, of people held out, that the threshold may cost."""
HELD_OUT: Final = (
    "side_lunge", "bent_over_row", "y_raise", "biceps_curl", "toe_touch", "bird_dog",
    "torso_twist", "lying_leg_raise",
)  # fmt: skip
"""Exercises without which weights are trained to measure how new ones are learned."""


@dataclass(frozen=True)
class Settings:
    kind: Kind = "lstm"
    films: int = 4  # of each movement of the studio's people
    recorded: int = 1  # of each recording
    grafts: int = 160
    swings: int = 100
    steps: int = 4000
    each: int = 6  # windows of a film
    windows: int = 128  # in a batch
    exercises: float = 0.6  # part of a batch that is an exercise
    seen: float = 0.15  # part of the exercises of a batch that a real estimator saw
    rate: float = 2e-3
    smoothing: float = 0.05
    seed: int = 7


class Pool:
    """Windows by class; the classes of exercises first, in the order of the vocabulary."""

    def __init__(
        self, films: Sequence[Film], seen: Sequence[Film], rng: np.random.Generator, each: int
    ) -> None:
        """With so many random windows of each film."""
        names = {one.name for one in (*films, *seen)}
        strange = sorted(name for name in names if name.startswith(NOT))
        self.classes = (*(name for name in EXERCISES if name in names), *strange)
        self.known = len(self.classes) - len(strange)
        both = [*films, *seen] * each
        label = np.array([self.classes.index(one.name) for one in both])
        real = np.tile(np.arange(len(films) + len(seen)) >= len(films), each)
        chunks = [both[i : i + CHUNK] for i in range(0, len(both), CHUNK)]
        self.windows = np.concatenate([batch(part, rng).astype(np.float16) for part in chunks])
        self.filmed, self.seen = (
            [np.flatnonzero((label == i) & (real == of)) for i in range(len(self.classes))]
            for of in (False, True)
        )
        several = np.sqrt(np.bincount(label, minlength=len(self.classes))[self.known :])
        self.share = several / several.sum()

    def draw(self, rng: np.random.Generator, settings: Settings) -> Batch:
        """Windows (N, S, F) and classes (N,): exercises alike often, others by their root."""
        named = round(settings.exercises * settings.windows)
        labels = np.concatenate(
            [
                rng.integers(self.known, size=named),
                self.known + rng.choice(len(self.share), settings.windows - named, p=self.share),
            ]
        )
        rows = [self._one(label, rng, settings.seen) for label in labels.tolist()]
        return self.windows[rows].astype(np.float32), labels

    def _one(self, label: int, rng: np.random.Generator, share: float) -> int:
        films, seen = self.filmed[label], self.seen[label]
        group = seen if len(seen) and (not len(films) or rng.random() < share) else films
        return int(group[rng.integers(len(group))])


def gathered(practice: Path, data: Path, settings: Settings, without: Sequence[str] = ()) -> Pool:
    """What is trained on.

    Args:
        practice, data: folders of the studio's people and of recordings.
        without: exercises that are left out.
    """
    rng = np.random.default_rng(settings.seed)
    people = [m for m in practised(practice, "train", True) if m.name not in without]
    recordings = [m for m in from_recordings(load_motions(data), True) if m.name not in without]
    made = [*grafted(people, rng, settings.grafts), *swinging(rng, settings.swings)]
    plan = [*people * settings.films, *recordings * settings.recorded, *made]
    films = [one for movement in plan if (one := film(movement, rng)) is not None]
    seen = [f for f in from_seen(read_seen(DATA / "seen.npz")) if f.name not in without]
    return Pool(films, seen, rng, settings.each)


def trained(pool: Pool, settings: Settings) -> Recogniser:
    """The network after all steps; the same on every run."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(settings.seed + 1)
    sample = np.concatenate([pool.draw(rng, settings)[0] for _ in range(8)])
    net = Recogniser(settings.kind, len(pool.classes), sample)
    fit(net, lambda: pool.draw(rng, settings), settings.steps, settings.rate, settings.smoothing)
    return net


def write(net: Recogniser, settings: dict[str, Any], path: Path) -> None:
    """As ONNX, with the settings of ``ExerciseRecogniser`` in it."""
    torch.onnx.export(
        Shipped(net).eval(), (torch.zeros(2, STEPS, FEATURES),), str(path),
        input_names=["windows"], output_names=["logits", "embedding"],
        dynamic_axes={name: {0: "windows"} for name in ("windows", "logits", "embedding")},
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip
    model = onnx.load(str(path))
    del model.metadata_props[:]
    entry = model.metadata_props.add()
    entry.key, entry.value = "recogniser", json.dumps(settings)
    onnx.save(model, str(path))


# Confidence


def calibrated(
    path: Path, movements: Sequence[Movement], rng: np.random.Generator
) -> tuple[float, float]:
    """Temperature and threshold, by people who are held out.

    The temperature makes the truth as likely as can be; the threshold is passed by all but
    LOST of the exercises that are named right.
    """
    recogniser = ExerciseRecogniser(path)
    logits, truth = [], []
    for movement in movements:
        one = film(movement, rng, vary=False)
        if one is None or one.track is None:
            continue
        if (seen := recogniser.look(one.track, *one.seconds())) is not None:
            logits.append(seen.logits.mean(axis=0))
            truth.append(one.name)
    means, names = np.array(logits, np.float64), np.array(truth)
    known = np.array([name in EXERCISES for name in recogniser.classes])
    column = {name: i for i, name in enumerate(recogniser.classes)}
    exercise = np.array([name in column and name in EXERCISES for name in names])
    places = np.array([column.get(name, 0) for name in names])
    rows = np.arange(len(names))
    best, likeliest = 1.0, np.inf
    for temperature in np.geomspace(0.2, 3.0, 60):
        share = softmax(means / temperature, axis=1)
        p = np.where(exercise, share[rows, places], share[:, ~known].sum(axis=1))
        cost = -float(np.mean(np.log(np.maximum(p, 1e-9))))
        if cost < likeliest:
            best, likeliest = float(temperature), cost
    share = softmax(means / best, axis=1)[:, known]
    right = exercise & (np.flatnonzero(known)[share.argmax(axis=1)] == places)
    return best, float(np.quantile(share.max(axis=1)[right], LOST))


def main() -> None:
    """Train, find temperature and threshold, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, required=True, help="people at practice")
    parser.add_argument("--data", type=Path, required=True, help="recordings")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    parser.add_argument("--kind", choices=("lstm", "convolution"), default=Settings.kind)
    parser.add_argument("--without", action="store_true", help="leave out HELD_OUT")
    options = parser.parse_args()
    settings = Settings(kind=options.kind)
    left_out = HELD_OUT if options.without else ()
    pool = gathered(options.practice, options.data, settings, left_out)
    print(len(pool.classes), "classes,", len(pool.windows), "windows", flush=True)
    net = trained(pool, settings)
    known = {"classes": pool.classes, "scale": SCALE, "temperature": 1.0, "threshold": 0.5}
    write(net, known, options.output)
    held = [m for m in practised(options.practice, "train", False) if m.name not in left_out]
    temperature, threshold = calibrated(options.output, held, np.random.default_rng(settings.seed))
    write(net, known | {"temperature": temperature, "threshold": threshold}, options.output)
    print(f"temperature {temperature:.3f}, threshold {threshold:.3f}")


if __name__ == "__main__":
    main()
