"""Trains the encoder and writes ``models/encoder.onnx``.

    python -m models.training.train_encoder --data FOLDER

A denoising autoencoder: from the distances of a pose as a camera's estimator gives it, on
any body, to those of the same pose on a standard body. A metric term makes the cosine of
two latents follow the likeness of the two true poses, which is the cosine of their
canonical distances, centred by a broad mean and partly whitened (``Likeness``). Only the
encoder is written; the decoder exists in training alone.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from coach.embedding.distances import pairwise_distances
from coach.skeleton import PAIRS
from models.training import encoder_data as data

Array = NDArray[np.float32]

OPSET, IR = 17, 8
"""Read by onnxruntime 1.14 and later."""


@dataclass(frozen=True)
class Settings:
    steps: int = 5000
    threads: int = 1  # another number rounds differently
    poses: int = 512  # in a batch, each seen twice
    width: int = 512
    latent: int = 64
    rate: float = 1.5e-3
    seed: int = 7
    random_share: float = 0.45
    flat_share: float = 0.2  # of the views: two-dimensional
    strongest: float = 1.9  # of ``encoder_data.estimated``
    whitening: float = 0.5  # 0: plain centred distances, 1: fully whitened
    metric_weight: float = 4.0
    same_weight: float = 0.3  # share of the metric term of two views of one pose
    length: float = 5.5  # of latents; the energies in models/score.json are in its square


class Likeness:
    """Vectors whose cosine is the likeness of two poses without any error.

    v = U diag((l + 0.002 l_max)^(-w/2)) U' (d - m) with mean m, eigenvectors U and
    eigenvalues l of the canonical distances d of a broad mix of poses and w the whitening.
    """

    def __init__(self, distances: Array, whitening: float) -> None:
        self.mean = distances.mean(axis=0)
        values, vectors = np.linalg.eigh(np.cov(distances.T))
        scale = (np.clip(values, 0, None) + 0.002 * values.max()) ** (-whitening / 2)
        self.matrix = ((vectors * scale) @ vectors.T).astype(np.float32)

    def __call__(self, distances: Array) -> Array:
        v: Array = (distances - self.mean) @ self.matrix
        return v / np.linalg.norm(v, axis=1, keepdims=True)


class Views(NamedTuple):
    """What the encoder gets: distances (n, 136), confidence (n, 17), depth (n, 1)."""

    distances: Array
    confidence: Array
    depth: Array


def see(bones: Array, rng: np.random.Generator, settings: Settings) -> Views:
    """The poses (n, 16, 3) on random bodies, each seen by a camera of its own."""
    n = len(bones)
    flat = rng.random(n) < settings.flat_share
    faced = data.faced(bones, rng, np.where(flat, 57, 180))
    strength = rng.uniform(0, settings.strongest, n) * np.where(flat, 0.5, 1)
    body = data.assemble(faced, data.random_lengths(rng, n))
    points, confidence = data.estimated(body, rng, strength)
    confidence[rng.random(n) < 0.3] = 1
    data.lose_limbs(points, rng, 0.2)
    distances = pairwise_distances(points)
    distances[flat] = pairwise_distances(points[flat, :, :2])
    return Views(distances, confidence, (~flat).astype(np.float32)[:, None])


class Encoder(nn.Module):
    """Normalises, masks, three residual layers, latent; the same graph as ``to_onnx``."""

    def __init__(self, mean: Array, spread: Array, settings: Settings) -> None:
        super().__init__()
        n, width = len(PAIRS), settings.width
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("spread", torch.tensor(spread))
        self.register_buffer("pairs", torch.tensor(np.array(PAIRS)))
        self.enter = nn.Linear(2 * n + 1, width)
        self.deep = nn.ModuleList(nn.Linear(width, width) for _ in range(2))
        self.leave = nn.Linear(width, settings.latent)

    def forward(self, distances: Tensor, confidence: Tensor, depth: Tensor) -> Tensor:
        missing = torch.isnan(distances)
        known = (~missing).float()
        x = (torch.where(missing, self.mean, distances) - self.mean) / self.spread
        ends = confidence[:, self.pairs]
        sure = known * ends.amin(dim=2)
        h = nn.functional.silu(self.enter(torch.cat([x, sure, depth], dim=1)))
        for layer in self.deep:
            h = h + nn.functional.silu(layer(h))
        return self.leave(h)


def to_onnx(net: Encoder) -> onnx.ModelProto:
    """The encoder as an ONNX graph of plain operators."""
    weights = {
        name: value.detach().numpy() for name, value in net.state_dict().items() if name != "pairs"
    }
    pairs = net.pairs.numpy().astype(np.int64)
    constants = weights | {"first": pairs[:, 0], "second": pairs[:, 1]}
    node = helper.make_node
    nodes = [
        node("IsNaN", ["distances"], ["missing"]),
        node("Not", ["missing"], ["is_known"]),
        node("Cast", ["is_known"], ["known"], to=TensorProto.FLOAT),
        node("Where", ["missing", "mean", "distances"], ["filled"]),
        node("Sub", ["filled", "mean"], ["centred"]),
        node("Div", ["centred", "spread"], ["normalised"]),
        node("Gather", ["confidence", "first"], ["sure_first"], axis=1),
        node("Gather", ["confidence", "second"], ["sure_second"], axis=1),
        node("Min", ["sure_first", "sure_second"], ["sure_pair"]),
        node("Mul", ["known", "sure_pair"], ["sure"]),
        node("Concat", ["normalised", "sure", "depth"], ["input"], axis=1),
        *_layer("enter", "input", "h"),
    ]
    for i in range(len(net.deep)):
        nodes += _layer(f"deep.{i}", "h" if i == 0 else f"h{i - 1}", f"step{i}")
        nodes.append(node("Add", ["h" if i == 0 else f"h{i - 1}", f"step{i}"], [f"h{i}"]))
    last = f"h{len(net.deep) - 1}"
    nodes.append(node("Gemm", [last, "leave.weight", "leave.bias"], ["latent"], transB=1))
    graph = helper.make_graph(
        nodes,
        "encoder",
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["frames", size])
            for name, size in (("distances", len(PAIRS)), ("confidence", 17), ("depth", 1))
        ],
        [
            helper.make_tensor_value_info(
                "latent", TensorProto.FLOAT, ["frames", net.leave.out_features]
            )
        ],
        [numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    onnx.checker.check_model(model, full_check=True)
    return model


def _layer(name: str, source: str, target: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node(
            "Gemm", [source, f"{name}.weight", f"{name}.bias"], [f"{name}.linear"], transB=1
        ),
        helper.make_node("Sigmoid", [f"{name}.linear"], [f"{name}.gate"]),
        helper.make_node("Mul", [f"{name}.linear", f"{name}.gate"], [target]),
    ]


def metric_loss(latents: Tensor, truth: Tensor, same_weight: float) -> Tensor:
    """Squared difference of latent cosines and likenesses, over all pairs of a batch.

    Args:
        latents: (2n, K), two views of n poses one after the other.
        truth: (n, 136) unit vectors of ``Likeness``.
    """
    n = len(truth)
    unit = nn.functional.normalize(latents, dim=1)
    wanted = (truth @ truth.T).repeat(2, 2)
    error = (unit @ unit.T - wanted) ** 2
    same = torch.cat([torch.diagonal(error[:n, n:]), torch.diagonal(error[n:, :n])])
    return (1 - same_weight) * error.mean() + same_weight * same.mean()


def train(recorded: Array, settings: Settings) -> Encoder:
    """An encoder trained on recorded bone directions (n, 16, 3) and random poses."""
    rng = np.random.default_rng(settings.seed)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    broad = data.mixed_bones(rng, recorded, 30000, settings.random_share)
    canonical = pairwise_distances(data.assemble(broad))
    likeness = Likeness(canonical, settings.whitening)
    mean, spread = canonical.mean(axis=0), canonical.std(axis=0) + 0.05
    net = Encoder(mean, spread, settings)
    decoder = nn.Sequential(nn.Linear(settings.latent, 256), nn.SiLU(), nn.Linear(256, len(PAIRS)))
    optimiser = torch.optim.AdamW(
        [*net.parameters(), *decoder.parameters()], lr=settings.rate, weight_decay=1e-3
    )
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=settings.steps, pct_start=0.1
    )
    begun = time.monotonic()
    for step in range(settings.steps):
        bones = data.mixed_bones(rng, recorded, settings.poses, settings.random_share)
        true = pairwise_distances(data.assemble(bones))
        seen = see(np.concatenate([bones, bones]), rng, settings)
        latents = net(*(torch.from_numpy(put) for put in seen))
        wanted = torch.from_numpy((true - mean) / spread).repeat(2, 1)
        undone = nn.functional.mse_loss(decoder(latents), wanted)
        alike = metric_loss(latents, torch.from_numpy(likeness(true)), settings.same_weight)
        loss = undone + settings.metric_weight * alike
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 250 == 0 or step == settings.steps - 1:
            taken = time.monotonic() - begun
            print(f"{step:6d} undone {undone:.4f} alike {alike:.4f} {taken:5.0f} s", flush=True)
    _scale(net, see(broad[:8000], rng, settings), settings.length)
    return net.eval()


@torch.no_grad()
def _scale(net: Encoder, seen: Views, wanted: float) -> None:
    """Give the latents of a broad mix of poses the wanted length in the quadratic mean."""
    latents = net(*(torch.from_numpy(put) for put in seen))
    length = latents.pow(2).sum(dim=1).mean().sqrt()
    net.leave.weight *= wanted / length
    net.leave.bias *= wanted / length


def main() -> None:
    """Train and write the ONNX file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the motion files")
    parser.add_argument("--output", type=Path, default=Path("models/encoder.onnx"))
    for name, value in vars(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    chosen = vars(parser.parse_args())
    folder, output = chosen.pop("data"), chosen.pop("output")
    motions = [motion for motion in data.load_motions(folder) if not motion.held_out]
    recorded = data.directions(np.concatenate([motion.points for motion in motions]))
    print(f"{len(recorded)} recorded poses of {len(motions)} motions")
    net = train(recorded, Settings(**chosen))
    onnx.save(to_onnx(net), output)
    print(f"wrote {output} ({output.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
