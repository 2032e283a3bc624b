"""Trains the network that tells moves, holds, ways and rests apart: ``models/segmenter.onnx``.

    python -m models.training.moves.train_segments --practice DIR

On workouts of people at practice who are not held out, filmed from all sides with the errors
of all three pose models (``workouts``). The network sees no more than ``coach.moves.kinds``
describes, which does not tell one exercise from another.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from coach.embedding import Encoder
from coach.moves.counting_signals import PLACE
from coach.moves.kinds import DESCRIBED, HOP, KINDS, described
from coach.session.stretches import seen_in
from models.training.moves.workouts import Workout, workouts_of
from models.training.practice import read
from models.training.split import held_out


@dataclass(frozen=True)
class Settings:
    spliced: int = 12  # workouts of each person, beside those that were played
    steps: int = 2400
    batch: int = 10
    length: int = 600  # descriptions of a piece
    width: int = 40
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16, 32)
    dropout: float = 0.2
    jitter: float = 0.1  # added to descriptions, in units of their spread
    rate: float = 3e-3
    seed: int = 11


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """One workout as the network sees it: (H, DESCRIBED) and (H,) places in KINDS."""

    described: NDArray[np.float32]
    kinds: NDArray[np.int64]


class Network(nn.Module):
    """Residual dilated convolutions over descriptions (N, H, DESCRIBED)."""

    def __init__(self, mean: NDArray[np.float32], spread: NDArray[np.float32], s: Settings) -> None:
        super().__init__()
        self.register_buffer("mean", torch.from_numpy(mean))
        self.register_buffer("spread", torch.from_numpy(spread))
        self.enter = nn.Conv1d(DESCRIBED, s.width, 1)
        self.deep = nn.ModuleList(
            nn.Conv1d(s.width, s.width, 3, padding=d, dilation=d) for d in s.dilations
        )
        self.mix = nn.ModuleList(nn.Conv1d(s.width, s.width, 1) for _ in s.dilations)
        self.dropout = nn.Dropout1d(s.dropout)
        self.leave = nn.Conv1d(s.width, len(KINDS), 1)

    def forward(self, values: Tensor) -> Tensor:
        """Logarithms of the odds of the kinds, (N, H, 4)."""
        h = self.enter(((values - self.mean) / self.spread).transpose(1, 2))
        for wide, mix in zip(self.deep, self.mix, strict=True):
            h = h + mix(self.dropout(nn.functional.relu(wide(h))))
        return self.leave(nn.functional.relu(h)).transpose(1, 2)


class Answering(nn.Module):
    """The network as it is shipped: probabilities."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, values: Tensor) -> Tensor:
        return self.network(values).softmax(dim=2)


def sequence_of(workout: Workout, encoder: Encoder) -> Described:
    """A workout as the network sees it."""
    seen = seen_in(workout.track, encoder)
    values = described(seen.latents, seen.angles, seen.signals[:, PLACE])
    return Described(values, workout.kinds[: len(seen.time) : HOP][: len(values)])


def gathered(folder: Path, settings: Settings) -> Iterator[tuple[str, Described]]:
    """Workouts of everybody who is there to train on, with who they are."""
    encoder = Encoder()
    for path in sorted(folder.glob("train-*.npz")):
        pieces = read(path)
        rng = np.random.default_rng([settings.seed, int(path.stem.rpartition("-")[2])])
        for workout in workouts_of(pieces, rng, settings.spliced):
            yield workout.person, sequence_of(workout, encoder)


def train(sequences: Sequence[Described], settings: Settings) -> Network:
    """A network trained on random pieces of them."""
    rng = np.random.default_rng(settings.seed)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(1)
    every = np.concatenate([s.described for s in sequences])
    network = Network(every.mean(axis=0), every.std(axis=0) + 1e-3, settings)
    optimiser = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=settings.steps, pct_start=0.1
    )
    weights = np.array([len(s.kinds) for s in sequences], dtype=float)
    begun = time.monotonic()
    network.train()
    for step in range(settings.steps):
        chosen = rng.choice(len(sequences), settings.batch, p=weights / weights.sum())
        values, kinds = _batch([sequences[i] for i in chosen], rng, settings.length)
        values = values + settings.jitter * network.spread * torch.randn_like(values)
        loss = nn.functional.cross_entropy(
            network(values).flatten(0, 1), kinds.flatten(), ignore_index=-1, label_smoothing=0.02
        )
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 100 == 0 or step == settings.steps - 1:
            print(f"{step:6d} {loss.item():.4f} {time.monotonic() - begun:5.0f} s", flush=True)
    return network.eval()


def _batch(
    chosen: Sequence[Described], rng: np.random.Generator, length: int
) -> tuple[Tensor, Tensor]:
    values = np.zeros((len(chosen), length, DESCRIBED), np.float32)
    kinds = np.full((len(chosen), length), -1)
    for row, one in enumerate(chosen):
        begin = int(rng.integers(max(len(one.kinds) - length, 0) + 1))
        part = slice(begin, begin + length)
        n = len(one.kinds[part])
        values[row, :n], kinds[row, :n] = one.described[part], one.kinds[part]
        values[row, n:] = one.described[-1]
    return torch.from_numpy(values), torch.from_numpy(kinds)


def accuracy(network: Network, sequences: Sequence[Described]) -> NDArray[np.float64]:
    """(4, 4) part of the moments of each true kind that is taken for each kind."""
    counts = np.zeros((len(KINDS), len(KINDS)))
    with torch.no_grad():
        for one in sequences:
            found = network(torch.from_numpy(one.described[None]))[0].argmax(dim=1).numpy()
            np.add.at(counts, (one.kinds, found), 1)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def save(network: Network, path: Path) -> None:
    """As ONNX, with softmax, for any number of moments."""
    torch.onnx.export(
        Answering(network).eval(),
        (torch.zeros(1, 50, DESCRIBED),),
        str(path),
        input_names=["described"],
        output_names=["probabilities"],
        dynamic_axes={"described": {1: "moments"}, "probabilities": {1: "moments"}},
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    """Train and write the ONNX file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--practice", type=Path, required=True, help="folder of people at practice")
    parser.add_argument("--output", type=Path, default=Path("models/segmenter.onnx"))
    options = parser.parse_args()
    settings = Settings()
    everybody = list(gathered(options.practice, settings))
    learned = [s for person, s in everybody if not held_out(person)]
    kept = [s for person, s in everybody if held_out(person)]
    print(f"{len(learned)} workouts, {len(kept)} of people held out", flush=True)
    network = train(learned, settings)
    print(np.array2string(accuracy(network, kept), precision=3))
    save(network, options.output)


if __name__ == "__main__":
    main()
