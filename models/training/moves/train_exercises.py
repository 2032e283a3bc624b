"""Trains the exercise recogniser and writes ``models/exercises.onnx``.

    python -m models.training.moves.train_exercises --practice DIR --data FOLDER

Windows of random films (``exercise_data``), exercises and all else in balance; cross entropy
over classes. Temperature and threshold are chosen on people of the training set who are
held out: the threshold such that TRUSTED of what is named is right.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from coach.moves.exercises import EXERCISES, WEIGHTS
from models.training.bones import load_motions
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
from models.training.moves.exercise_nets import SCALE, Kind, Recogniser
from models.training.performances import DATA
from models.training.studio.seen_data import read_seen

OPSET: Final = 17
"""Read by onnxruntime 1.14 and later."""


@dataclass(frozen=True)
class Settings:
    kind: Kind = "lstm"
    films: int = 8  # of each movement of the studio's people
    recorded: int = 2  # of each recording
    grafts: int = 600
    swings: int = 400
    steps: int = 3000
    windows: int = 192  # in a batch
    exercises: float = 0.6  # part of a batch that is an exercise
    seen: float = 0.15  # part of the exercises of a batch that a real estimator saw
    rate: float = 2e-3
    decay: float = 0.02
    smoothing: float = 0.05
    seed: int = 7


class Pool:
    """Films by class; the classes of exercises first, in the order of the vocabulary."""

    def __init__(self, films: Sequence[Film], seen: Sequence[Film]) -> None:
        names = {one.name for one in (*films, *seen)}
        self.classes = (
            *(n for n in EXERCISES if n in names),
            *sorted(n for n in names if n.startswith(NOT)),
        )
        self.known = sum(not name.startswith(NOT) for name in self.classes)
        at = {name: i for i, name in enumerate(self.classes)}
        self.films: list[list[Film]] = [[] for _ in self.classes]
        self.seen: list[list[Film]] = [[] for _ in self.classes]
        for groups, source in ((self.films, films), (self.seen, seen)):
            for one in source:
                groups[at[one.name]].append(one)
        several = np.array(
            [
                len(group) + len(other)
                for group, other in zip(
                    self.films[self.known :], self.seen[self.known :], strict=True
                )
            ]
        )
        self.strange = np.sqrt(several) / np.sqrt(several).sum() if len(several) else several

    def draw(self, rng: np.random.Generator, settings: Settings) -> tuple[Tensor, Tensor]:
        """Windows (N, S, F) and classes (N,)."""
        n = settings.windows
        named = round(settings.exercises * n)
        labels = np.concatenate(
            [
                rng.integers(self.known, size=named),
                self.known + rng.choice(len(self.strange), size=n - named, p=self.strange),
            ]
        )
        chosen = [self._one(int(label), rng, settings.seen) for label in labels]
        return torch.from_numpy(batch(chosen, rng)), torch.from_numpy(labels)

    def _one(self, label: int, rng: np.random.Generator, share: float) -> Film:
        films, seen = self.films[label], self.seen[label]
        group = seen if seen and (not films or rng.random() < share) else films
        return group[int(rng.integers(len(group)))]


def gathered(
    practice: Path, data: Path, settings: Settings, without: Sequence[str] = ()
) -> tuple[Pool, list[Movement]]:
    """What is trained on, and the movements of the people who are held out of it.

    Args:
        practice, data: folders of the studio's people and of recordings.
        without: exercises that are left out.
    """
    rng = np.random.default_rng(settings.seed)
    of_studio = [m for m in practised(practice, "train", None) if m.name not in without]
    recordings = [m for m in from_recordings(load_motions(data), True) if m.name not in without]
    made = [*grafted(of_studio, rng, settings.grafts), *swinging(rng, settings.swings)]
    plan = [*of_studio * settings.films, *recordings * settings.recorded, *made]
    films = [one for movement in plan if (one := film(movement, rng)) is not None]
    seen = [f for f in from_seen(read_seen(DATA / "seen.npz")) if f.name not in without]
    return Pool(films, seen), practised(practice, "train", False)


def trained(pool: Pool, settings: Settings) -> Recogniser:
    """The network after all steps; the same on every run."""
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(settings.seed + 1)
    sample = torch.cat([pool.draw(rng, settings)[0] for _ in range(8)]).flatten(0, 1)
    net = Recogniser(settings.kind, len(pool.classes), sample.mean(0), sample.std(0) + 0.05)
    optimiser = torch.optim.AdamW(net.parameters(), settings.rate, weight_decay=settings.decay)
    plan = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=settings.steps, pct_start=0.1
    )
    began, losses = time.monotonic(), []
    for step in range(settings.steps):
        windows, labels = pool.draw(rng, settings)
        logits, _ = net(windows)
        loss = nn.functional.cross_entropy(logits, labels, label_smoothing=settings.smoothing)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        plan.step()
        losses.append(float(loss.detach()))
        if step % 200 == 199:
            mean = np.mean(losses[-200:])
            print(f"step {step + 1}: {mean:.3f}, {time.monotonic() - began:.0f} s", flush=True)
    return net.eval()


def write(net: Recogniser, settings: dict[str, Any], path: Path) -> None:
    """As ONNX, with the settings of ``ExerciseRecogniser`` in it."""
    example = torch.zeros(2, *net_input(net))
    torch.onnx.export(
        net, (example,), str(path), input_names=["windows"], output_names=["logits", "embedding"],
        dynamic_axes={name: {0: "windows"} for name in ("windows", "logits", "embedding")},
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip
    described_in(path, settings)


def net_input(net: Recogniser) -> tuple[int, int]:
    """Steps and features of a window."""
    from coach.moves.exercise_windows import STEPS

    return STEPS, len(net.mean)


def described_in(path: Path, settings: dict[str, Any]) -> None:
    """Keep settings beside the weights in an ONNX file."""
    model = onnx.load(str(path))
    del model.metadata_props[:]
    entry = model.metadata_props.add()
    entry.key, entry.value = "recogniser", json.dumps(settings)
    onnx.save(model, str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, required=True, help="people at practice")
    parser.add_argument("--data", type=Path, required=True, help="recordings")
    parser.add_argument("--output", type=Path, default=WEIGHTS)
    parser.add_argument("--kind", choices=("lstm", "convolution"), default=Settings.kind)
    parser.add_argument("--steps", type=int, default=Settings.steps)
    parser.add_argument("--films", type=int, default=Settings.films)
    options = parser.parse_args()
    settings = Settings(kind=options.kind, steps=options.steps, films=options.films)
    pool, _ = gathered(options.practice, options.data, settings)
    print(len(pool.classes), "classes,", sum(map(len, pool.films)), "films", flush=True)
    net = trained(pool, settings)
    known = {"classes": pool.classes, "scale": SCALE, "temperature": 1.0, "threshold": 0.5}
    write(net, known, options.output)


if __name__ == "__main__":
    main()
