"""How far the usual input gets: nine frames of 17 points in the picture, 34 values each.

    python -m models.training.moves.flat_actions --practice DIR [DIR ...]

The network, the practice, the cameras and the number of batches are those of
``train_actions``; only what it sees differs: coordinates as parts of the picture, frame by
frame, without depth. For comparison only; nothing is written.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from coach.moves.actions import STEPS
from coach.tracks import resample
from models.training.moves.action_data import (
    OTHER,
    Labels,
    Scene,
    parted,
    pieces_of,
    scenes_of,
    steady,
)
from models.training.moves.train_actions import Settings
from models.training.moves.window_nets import Batch, Recurrent, fit

Windows = NDArray[np.float32]


def flat_windows(scenes: Sequence[Scene]) -> tuple[Windows, Labels]:
    """(N, 9, 34) windows of all steady moments, every second one, and their labels (N,)."""
    parts, labels = [], []
    for one in scenes:
        track = resample(one.track)
        points = (track.points / np.array(track.size, np.float32)).reshape(len(track), -1)
        seen = np.isfinite(points).all(axis=1)
        rows = np.flatnonzero(steady(one.actions) & seen)[::2]
        rows = rows[rows >= STEPS - 1]
        window = points[rows[:, None] + np.arange(1 - STEPS, 1)]
        parts.append(np.nan_to_num(window).astype(np.float32))
        labels.append(one.actions[rows])
    return np.concatenate(parts), np.concatenate(labels)


def share_right(scenes: Sequence[Scene], kept: Sequence[Scene], settings: Settings) -> float:
    """Part of the windows of the six actions that are told right, of people held out."""
    rng = np.random.default_rng(settings.seed)
    windows, labels = flat_windows(scenes)
    check, truth = flat_windows(kept)
    rows = [np.flatnonzero(labels == i) for i in range(OTHER + 1)]
    weights = np.array([(1 - settings.other) / OTHER] * OTHER + [settings.other])

    def draw() -> Batch:
        counts = rng.multinomial(settings.batch, weights)
        chosen = np.concatenate([rng.choice(r, n) for r, n in zip(rows, counts, strict=True)])
        return windows[chosen], labels[chosen]

    net = Recurrent(windows[:: max(1, len(windows) // 4000)], OTHER + 1)
    fit(net, draw, settings.action_steps)
    six = truth < OTHER
    with torch.no_grad():
        found = net(torch.from_numpy(check[six])).argmax(dim=1).numpy()
    return float(np.mean(found == truth[six]))


def main() -> None:
    """Train on practice, print the figure of people of "evaluate"."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    settings = Settings()
    torch.manual_seed(settings.seed)
    rng = np.random.default_rng(settings.seed)
    learned, _ = parted(pieces_of(options.practice, "train"))
    strangers = [p for p in pieces_of(options.practice, "evaluate") if p.kind == "action"]
    seen = scenes_of(learned, rng, settings.views), scenes_of(strangers, rng, 1)
    print(f"six actions, windows right: {share_right(*seen, settings):.3f}")


if __name__ == "__main__":
    main()
