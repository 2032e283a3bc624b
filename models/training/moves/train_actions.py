"""Trains the recognisers of actions and of falls: ``models/actions.onnx``, ``falls.onnx``.

    python -m models.training.moves.train_actions --practice DIR [DIR ...]

Every piece of practice of the people to train on is filmed by cameras all round; batches draw
windows by what they are, half of them mirrored. People held out tell how far it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from coach.moves import actions, fall_detector
from coach.moves.motion import Motion, windows
from models.training.moves.action_data import (
    OTHER,
    Labels,
    Scene,
    joined,
    parted,
    pieces_of,
    scenes_of,
    steady,
)
from models.training.moves.window_nets import Batch, Convolved, Recurrent, fit, write

EXAMPLE: Final = 4000
"""Windows by which features are standardised."""


@dataclass(frozen=True)
class Settings:
    views: int = 4  # of an action; sets and workouts are filmed once
    batch: int = 320
    action_steps: int = 3000
    fall_steps: int = 2500
    other: float = 0.25  # part of a batch that is none of the actions
    fallen: float = 0.25  # part of a batch in which somebody has just fallen
    going_down: float = 0.45  # part in which somebody has gone lower, but not fallen
    lower: float = 0.25  # body lengths that are "lower"
    seed: int = 11


class Pool:
    """Windows of one motion to draw from, by what they are."""

    def __init__(
        self,
        motion: Motion,
        labels: Labels,
        groups: Sequence[tuple[float, NDArray[np.intp]]],
        steps: int,
        stride: int = 1,
    ) -> None:
        """groups: how likely, and the newest frames of their windows."""
        self._sides = (motion, motion.mirrored())
        self._labels, self._steps, self._stride = labels, steps, stride
        groups = [(share, rows) for share, rows in groups if len(rows)]
        self._rows = [rows for _, rows in groups]
        share = np.array([share for share, _ in groups])
        self._share = share / share.sum()

    def draw(self, rng: np.random.Generator, n: int) -> Batch:
        """n windows and their labels."""
        drawn = [rng.choice(rows, k) for rows, k in zip(
            self._rows, rng.multinomial(n, self._share), strict=True)]  # fmt: skip
        rows = np.concatenate(drawn)
        halves = np.array_split(rng.permutation(rows), 2)
        seen = [
            windows(side, half, self._steps, self._stride)
            for side, half in zip(self._sides, halves, strict=True)
        ]
        return np.concatenate(seen), self._labels[np.concatenate(halves)]


def action_pool(motion: Motion, labels: Labels, settings: Settings) -> Pool:
    """Every action as likely as the others."""
    shares = [(1 - settings.other) / OTHER] * OTHER + [settings.other]
    rows = usable(motion, labels)
    groups = [(share, rows[labels[rows] == i]) for i, share in enumerate(shares)]
    return Pool(motion, labels, groups, actions.STEPS, actions.STRIDE)


def fall_pool(motion: Motion, labels: Labels, settings: Settings) -> Pool:
    """Falls, going down without one, and all the rest."""
    rows = np.flatnonzero(labels >= 0)
    steps = fall_detector.STEPS
    height = np.pad(motion.height, (steps, 0), constant_values=np.nan)
    before = np.lib.stride_tricks.sliding_window_view(height, steps)[1:]
    with np.errstate(invalid="ignore"):
        highest = np.nan_to_num(before, nan=-1.0).max(axis=1)
        lower = highest - motion.height > settings.lower
    fallen = labels[rows] == 1
    down = ~fallen & lower[rows]
    rest = 1 - settings.fallen - settings.going_down
    groups = [
        (settings.fallen, rows[fallen]),
        (settings.going_down, rows[down]),
        (rest, rows[~fallen & ~down]),
    ]
    return Pool(motion, labels, groups, steps)


def usable(motion: Motion, labels: Labels) -> NDArray[np.intp]:
    """Frames in which somebody is seen and has been doing one thing for most of a window."""
    return np.flatnonzero(motion.seen & steady(labels))


def confusion(net: nn.Module, motion: Motion, labels: Labels) -> NDArray[np.float64]:
    """(7, 7) windows of each answer by what they are taken for."""
    counts = np.zeros((OTHER + 1, OTHER + 1))
    rows = usable(motion, labels)[::3]
    with torch.no_grad():
        for part in np.array_split(rows, max(1, len(rows) // 4096)):
            seen = windows(motion, part, actions.STEPS, actions.STRIDE)
            found = net(torch.from_numpy(seen)).argmax(dim=1).numpy()
            np.add.at(counts, (labels[part], found), 1)
    return counts


def told_apart(net: nn.Module, motion: Motion, labels: Labels) -> str:
    """Falls found, and moments a thousand that are none and taken for one."""
    rows = np.flatnonzero(labels >= 0)
    rows = rows[(labels[rows] == 1) | (np.arange(len(rows)) % 5 == 0)]
    with torch.no_grad():
        parts = np.array_split(rows, max(1, len(rows) // 2048))
        found = np.concatenate(
            [net(torch.from_numpy(windows(motion, p, fall_detector.STEPS))).numpy() for p in parts]
        )
    sure = found[:, 1] > found[:, 0]
    truth = labels[rows] == 1
    return f"fallen {sure[truth].mean():.3f} wrong {1000 * sure[~truth].mean():.2f}"


Made = tuple[nn.Module, NDArray[np.float32]]
"""A network, and an example of what it takes."""


def made_falls(learned: Sequence[Scene], kept: Sequence[Scene], settings: Settings) -> Made:
    """The network that tells falls."""
    rng = np.random.default_rng(settings.seed)
    motion, _, fallen = joined(learned, fall_detector.STEPS)
    check, _, truth = joined(kept, fall_detector.STEPS)
    pool = fall_pool(motion, fallen, settings)
    example, _ = pool.draw(rng, EXAMPLE)
    net = Convolved(example, 2)

    def draw() -> Batch:
        return pool.draw(rng, settings.batch)

    fit(net, draw, settings.fall_steps, check=lambda net: told_apart(net, check, truth))
    return net, example


def made_actions(learned: Sequence[Scene], kept: Sequence[Scene], settings: Settings) -> Made:
    """The network that tells actions."""
    rng = np.random.default_rng(settings.seed)
    motion, labels, _ = joined(learned, actions.STEPS * actions.STRIDE)
    check, truth, _ = joined(kept, actions.STEPS * actions.STRIDE)
    pool = action_pool(motion, labels, settings)
    example, _ = pool.draw(rng, EXAMPLE)
    net = Recurrent(example, OTHER + 1)

    def draw() -> Batch:
        return pool.draw(rng, settings.batch)

    def right(net: nn.Module) -> str:
        counts = confusion(net, check, truth)
        share = np.diag(counts) / np.maximum(counts.sum(axis=1), 1)
        return f"right {share.round(3)} of six {np.diag(counts)[:-1].sum() / counts[:-1].sum():.4f}"

    fit(net, draw, settings.action_steps, check=right)
    return net, example


def main() -> None:
    """Train and write the ONNX files."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, nargs="+", required=True)
    parser.add_argument("--output", type=Path, default=Path("models"))
    options = parser.parse_args()
    settings = Settings()
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    learned, kept = (
        scenes_of(pieces, rng, settings.views)
        for pieces in parted(pieces_of(options.practice, "train"))
    )
    for name, make in (("falls", made_falls), ("actions", made_actions)):
        write(*make(learned, kept, settings), options.output / f"{name}.onnx")


if __name__ == "__main__":
    main()
