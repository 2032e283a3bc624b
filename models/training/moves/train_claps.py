"""The network that tells a clap, made again:

    python -m models.training.moves.train_claps --clips DIR --practice DIR

``--clips``: what ``clap_clips`` made of train people; ``--practice``: what ``practice`` made,
for all that people do with their hands without clapping. Both are filmed from many sides with
the estimator's errors, at several rates and tempos.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from coach.moves.claps import AFTER, BEFORE, CLAPS, CLOCK, N_HANDS, WINDOW, hands_of
from coach.tracks import RATE, resample, runs
from coach.types import MODEL_NAMES, PoseTrack
from models.training.moves.clap_clips import CAMERA_RATE, clips
from models.training.performances import Joints, at_tempo, filmed, mirrored, random_view
from models.training.practice import Practice, read
from models.training.split import held_out

MOST_YAW: Final = 75.0
"""Degrees from the front; from behind the hands are hidden."""
RATES: Final = (15.0, 20.0, 25.0, 30.0, 30.0, 30.0)
"""Pictures a second of the cameras."""
TEMPOS: Final = (0.8, 1.25)
VIEWS: Final = 12
PRACTICE_VIEWS: Final = 1
"""Cameras before each clip, and before each piece of practice."""
NEAR: Final = 0.045
"""Standard deviation of the moment of a clap that is aimed at, seconds."""
FAR: Final = 1.1
"""Widths of the shoulders between wrists beyond which only one window in QUIET is kept."""
QUIET: Final = 20
EPOCHS: Final = 20
BATCH: Final = 512


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """(N, WINDOW, N_HANDS) hands, (N,) wanted probability."""

    hands: NDArray[np.float32]
    wanted: NDArray[np.float32]


def of_track(track: PoseTrack, claps: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Windows of a track, and how near a clap is to the middle of each, 0..1."""
    regular = resample(track, CLOCK)
    hands, wanted = [np.zeros((0, WINDOW, N_HANDS), np.float32)], [np.zeros(0)]
    for first, last in runs(regular.seen):
        if last - first < WINDOW:
            continue
        values = hands_of(regular.world[first:last], regular.points[first:last])
        views = np.lib.stride_tricks.sliding_window_view(values, WINDOW, axis=0)
        hands.append(views.transpose(0, 2, 1))
        time = regular.time[first + BEFORE : last - AFTER]
        away = np.abs(time[:, None] - claps).min(axis=1) if len(claps) else np.full(len(time), 9.0)
        wanted.append(np.exp(-((away / NEAR) ** 2) / 2))
    return np.concatenate(hands), np.concatenate(wanted)


def windows_of(
    pieces: Iterator[tuple[Practice, float]], views: int, rng: np.random.Generator
) -> Windows:
    """Pieces with the rate of their joints, each before so many cameras."""
    hands, wanted = [], []
    for piece, rate in pieces:
        for _ in range(views if rate > RATE else PRACTICE_VIEWS):
            track, stretch = _filmed(piece.done.joints, rate, rng)
            values, near = of_track(track, np.array(piece.claps) * stretch)
            middle = values[:, BEFORE, :2].min(axis=1) if len(values) else np.zeros(0)
            keep = np.isfinite(values).all(axis=(1, 2))
            keep &= (middle < FAR) | (near > 0.1) | (rng.random(len(values)) < 1 / QUIET)
            hands.append(values[keep].astype(np.float16))
            wanted.append(near[keep])
    return Windows(np.concatenate(hands), np.concatenate(wanted).astype(np.float32))


def _filmed(joints: Joints, rate: float, rng: np.random.Generator) -> tuple[PoseTrack, float]:
    """Seen by a camera of its own rate, and by how much it takes longer."""
    stretch = float(np.exp(rng.uniform(*np.log(TEMPOS))))
    camera = float(rng.choice(RATES)) if rate > RATE else rate
    moved = at_tempo(joints, rate / camera / stretch)
    if rng.random() < 0.5:
        moved = mirrored(moved)
    view = random_view(rng, MOST_YAW)
    model = MODEL_NAMES[int(rng.choice(3, p=(0.2, 0.5, 0.3)))]
    return filmed(moved, rng, **view, model=model, rate=camera), stretch


class Net(nn.Module):
    """Two convolutions over time and two layers; takes hands as they are."""

    def __init__(self, centre: NDArray[Any], spread: NDArray[Any]) -> None:
        super().__init__()
        self.register_buffer("centre", torch.tensor(centre, dtype=torch.float32))
        self.register_buffer("spread", torch.tensor(spread, dtype=torch.float32))
        self.layers = nn.Sequential(
            nn.Conv1d(N_HANDS, 32, 5), nn.ReLU(),
            nn.Conv1d(32, 32, 5), nn.ReLU(),
            nn.Flatten(), nn.Dropout(0.2),
            nn.Linear(32 * (WINDOW - 8), 48), nn.ReLU(),
            nn.Linear(48, 1),
        )  # fmt: skip

    def logit(self, hands: torch.Tensor) -> torch.Tensor:
        return self.layers(((hands - self.centre) / self.spread).transpose(1, 2))[:, 0]

    def forward(self, hands: torch.Tensor) -> torch.Tensor:
        return torch.sigmoid(self.logit(hands))


def fit(windows: Windows, seed: int = 0, epochs: int = EPOCHS) -> Net:
    """A network for windows."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    flat = windows.hands.reshape(-1, N_HANDS).astype(np.float32)
    net = Net(flat.mean(axis=0), flat.std(axis=0) + 1e-3)
    wanted = torch.tensor(windows.wanted)
    optimiser = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-3)
    steps = epochs * (len(wanted) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    for _ in range(epochs):
        net.train()
        order = rng.permutation(len(wanted))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[start : start + BATCH]
            hands = torch.from_numpy(windows.hands[rows].astype(np.float32))
            loss = nn.functional.binary_cross_entropy_with_logits(net.logit(hands), wanted[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def export(net: Net, path: Path) -> None:
    """Write as ONNX."""
    torch.onnx.export(
        net, (torch.zeros(1, WINDOW, N_HANDS),), str(path), input_names=["hands"],
        output_names=["probability"], dynamic_axes={"hands": {0: "n"}, "probability": {0: "n"}},
        dynamo=False,
    )  # fmt: skip


def pieces(clips_folder: Path, practice: Path | None) -> Iterator[tuple[Practice, float]]:
    """All that train people do who are not held out, with the rate of its joints."""
    for piece in clips(clips_folder, "train"):
        if not held_out(piece.done.person):
            yield piece, CAMERA_RATE
    for path in sorted(practice.glob("train-*.npz")) if practice else ():
        for piece in read(path):
            if not held_out(piece.done.person) and piece.kind != "workout":
                yield piece, RATE


def main() -> None:
    """Train, and write the network."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--practice", type=Path)
    parser.add_argument("--output", type=Path, default=CLAPS)
    options = parser.parse_args()
    torch.set_num_threads(1)
    windows = windows_of(pieces(options.clips, options.practice), VIEWS, np.random.default_rng(0))
    print(f"{len(windows.wanted)} windows, {np.sum(windows.wanted > 0.5)} of them with a clap")
    export(fit(windows), options.output)


if __name__ == "__main__":
    main()
