"""Trains the encoder and writes ``models/encoder.onnx``.

    python -m models.training.train_encoder --data FOLDER

A denoising autoencoder: from the distances of a pose as a camera's estimator gives it, on
any body, to those of the same pose on a standard body. Its code is given: the leading,
partly whitened components of the canonical distances about a broad mean (``Likeness``), so
that the decoder is their transpose and the cosine of two codes is the likeness of two
poses. The network learns to give the code of the true pose; a metric term makes the cosines
between all poses of a batch follow those of the true ones.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from coach.pose.correction import shipped_corrector
from coach.skeleton import MIRROR, PAIRS
from models.training import bones
from models.training.command import asked
from models.training.corrector_windows import Movements
from models.training.corrector_windows import simulated as moving
from models.training.encoder_pool import (
    EXERCISES,
    PAIR_MIRROR,
    POSES,
    Pool,
    canonical,
    exact,
    filmed,
    lose_limbs,
    rendered,
    simulated,
)
from models.training.error_model import ErrorModel
from models.training.studio.seen_data import read_seen

Array = NDArray[np.float32]

OPSET, IR = 17, 8
"""Read by onnxruntime 1.14 and later."""


@dataclass(frozen=True)
class Settings:
    steps: int = 8000
    threads: int = 1  # another number rounds differently
    poses: int = 1024  # in a batch
    width: int = 512
    depth: int = 3  # residual layers
    latent: int = 64
    rate: float = 1.5e-3
    seed: int = 7
    filmed: int = 60_000  # stretches of movement with errors of the error model
    simulated: int = 60_000  # single poses with errors of the error model
    exact: int = 60_000  # rows without errors
    random_share: float = 0.4  # of those
    flat_share: float = 0.12  # of the views: two-dimensional
    sure_share: float = 0.4  # of the views: confidence unknown, all 1
    picture_share: float = 0.5  # of the views: picture distances beside those of the world
    centre: float = 0.5  # 0: mean of a broad mix of poses, 1: mean of people who exercise
    whitening: float = 0.0  # 0: plain centred distances, 1: fully whitened
    undo_weight: float = 1.0
    metric_weight: float = 4.0
    length: float = 5.5  # of latents; the energies in models/score.json are in its square


class Likeness:
    """Latents of poses without any error; their cosine is the likeness of two poses.

    z = diag((l + 0.002 l_max)^(-w/2)) U' (d - m), the first K components, with eigenvectors
    U and eigenvalues l of the canonical distances d of a broad mix of poses and the
    whitening w. The centre m lies between the mean of that mix and the mean of people who
    exercise, who mostly stand: what they all share says nothing about a move.
    """

    def __init__(self, broad: Array, exercising: Array, settings: Settings) -> None:
        part = settings.centre
        self.mean = (1 - part) * broad.mean(axis=0) + part * exercising.mean(axis=0)
        values, vectors = np.linalg.eigh(np.cov(broad.T))
        scale = (np.clip(values, 0, None) + 0.002 * values.max()) ** (-settings.whitening / 2)
        first = np.argsort(-values * scale**2)[: settings.latent]
        self.matrix = (vectors * scale)[:, first].astype(np.float32)
        latents = (broad - self.mean) @ self.matrix
        self.matrix *= settings.length / np.sqrt(np.mean(np.sum(latents**2, axis=1)))

    def __call__(self, distances: Array) -> Array:
        z: Array = (distances - self.mean).astype(np.float32) @ self.matrix
        return z


class Views(NamedTuple):
    """What the encoder gets: distances (n, 136), confidence (n, 17), picture (n, 136)."""

    distances: Array
    confidence: Array
    depth: Array
    picture: Array


Mix = dict[str, Pool]
"""Pools by the name of their share in ``SHARES``."""

SHARES = {
    "exercises": 0.22,
    "as seen": 0.05,
    "poses": 0.27,
    "filmed": 0.31,
    "simulated": 0.06,
    "exact": 0.09,
}
"""Part of a batch that comes from each pool; of what is there."""


def batch(mix: Mix, rng: np.random.Generator, settings: Settings) -> tuple[Views, Array]:
    """Random views, half of them mirrored, and their true distances."""
    n = settings.poses
    share = np.array([SHARES[name] for name in mix])
    counts = rng.multinomial(n, share / share.sum())
    parts = [
        pool.rows(rng.integers(len(pool), size=count))
        for pool, count in zip(mix.values(), counts, strict=True)
    ]
    world, picture, confidence, true = (
        np.concatenate([getattr(part, name) for part in parts]).astype(np.float32)
        for name in Pool.__slots__
    )
    swap = rng.random(n) < 0.5
    for distances in (world, picture, true):
        distances[swap] = distances[swap][:, PAIR_MIRROR]
    confidence[swap] = confidence[swap][:, MIRROR]
    confidence[lose_limbs((world, picture), rng, 0.2)] = 0
    flat = rng.random(n) < settings.flat_share
    world[flat] = picture[flat]
    picture[flat | (rng.random(n) >= settings.picture_share)] = np.nan
    confidence[rng.random(n) < settings.sure_share] = 1
    return Views(world, confidence, (~flat).astype(np.float32)[:, None], picture), true


class Encoder(nn.Module):
    """Normalises, masks, residual layers, latent; the same graph as ``to_onnx``."""

    def __init__(self, mean: Array, spread: Array, settings: Settings) -> None:
        super().__init__()
        n, width = len(PAIRS), settings.width
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("spread", torch.tensor(spread))
        self.register_buffer("pairs", torch.tensor(np.array(PAIRS)))
        self.enter = nn.Linear(3 * n + 1, width)
        self.deep = nn.ModuleList(nn.Linear(width, width) for _ in range(settings.depth))
        self.leave = nn.Linear(width, settings.latent)

    def forward(
        self, distances: Tensor, confidence: Tensor, depth: Tensor, picture: Tensor
    ) -> Tensor:
        x, known = self.normalised(distances)
        flat, _ = self.normalised(picture)
        sure = known * confidence[:, self.pairs].amin(dim=2)
        h = nn.functional.silu(self.enter(torch.cat([x, sure, depth, flat], dim=1)))
        for layer in self.deep:
            h = h + nn.functional.silu(layer(h))
        return self.leave(h)

    def normalised(self, distances: Tensor) -> tuple[Tensor, Tensor]:
        missing = torch.isnan(distances)
        filled = torch.where(missing, self.mean, distances)
        return (filled - self.mean) / self.spread, (~missing).float()


def to_onnx(net: Encoder) -> onnx.ModelProto:
    """The encoder as an ONNX graph of plain operators."""
    weights = {
        name: value.detach().numpy() for name, value in net.state_dict().items() if name != "pairs"
    }
    pairs = net.pairs.numpy().astype(np.int64)
    constants = weights | {"first": pairs[:, 0], "second": pairs[:, 1]}
    node = helper.make_node
    nodes = [
        *_normalised("distances", "x"),
        *_normalised("picture", "flat"),
        node("Not", ["distances.missing"], ["is_known"]),
        node("Cast", ["is_known"], ["known"], to=TensorProto.FLOAT),
        node("Gather", ["confidence", "first"], ["sure_first"], axis=1),
        node("Gather", ["confidence", "second"], ["sure_second"], axis=1),
        node("Min", ["sure_first", "sure_second"], ["sure_pair"]),
        node("Mul", ["known", "sure_pair"], ["sure"]),
        node("Concat", ["x", "sure", "depth", "flat"], ["input"], axis=1),
        *_layer("enter", "input", "h"),
    ]
    last = "h"
    for i in range(len(net.deep)):
        nodes += _layer(f"deep.{i}", last, f"step{i}")
        nodes.append(node("Add", [last, f"step{i}"], [f"h{i}"]))
        last = f"h{i}"
    nodes.append(node("Gemm", [last, "leave.weight", "leave.bias"], ["latent"], transB=1))
    sizes = {"distances": len(PAIRS), "confidence": 17, "depth": 1, "picture": len(PAIRS)}
    graph = helper.make_graph(
        nodes,
        "encoder",
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["frames", size])
            for name, size in sizes.items()
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


def _normalised(source: str, target: str) -> list[onnx.NodeProto]:
    node = helper.make_node
    return [
        node("IsNaN", [source], [f"{source}.missing"]),
        node("Where", [f"{source}.missing", "mean", source], [f"{source}.filled"]),
        node("Sub", [f"{source}.filled", "mean"], [f"{source}.centred"]),
        node("Div", [f"{source}.centred", "spread"], [target]),
    ]


def _layer(name: str, source: str, target: str) -> list[onnx.NodeProto]:
    return [
        helper.make_node(
            "Gemm", [source, f"{name}.weight", f"{name}.bias"], [f"{name}.linear"], transB=1
        ),
        helper.make_node("Sigmoid", [f"{name}.linear"], [f"{name}.gate"]),
        helper.make_node("Mul", [f"{name}.linear", f"{name}.gate"], [target]),
    ]


def metric_loss(latents: Tensor, truth: Tensor) -> Tensor:
    """Squared difference of cosines, of latents (n, K) and of true ones, over all pairs."""
    unit = nn.functional.normalize(latents, dim=1)
    wanted = nn.functional.normalize(truth, dim=1)
    error = (unit @ unit.T - wanted @ wanted.T) ** 2
    own = 1 - torch.sum(unit * wanted, dim=1)
    return error.mean() + 0.5 * own.mean()


def train(mix: Mix, likeness: Likeness, settings: Settings) -> Encoder:
    """An encoder trained on views of many poses."""
    rng = np.random.default_rng(settings.seed)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    _, some = batch(mix, rng, replace(settings, poses=20_000))
    net = Encoder(some.mean(axis=0), some.std(axis=0) + 0.05, settings)
    optimiser = torch.optim.AdamW(net.parameters(), lr=settings.rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=settings.steps, pct_start=0.1
    )
    begun = time.monotonic()
    for step in range(settings.steps):
        views, true = batch(mix, rng, settings)
        wanted = torch.from_numpy(likeness(true))
        latents = net(*(torch.from_numpy(put) for put in views))
        undone = nn.functional.mse_loss(latents, wanted) / wanted.pow(2).mean()
        alike = metric_loss(latents, wanted)
        loss = settings.undo_weight * undone + settings.metric_weight * alike
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 250 == 0 or step == settings.steps - 1:
            taken = time.monotonic() - begun
            print(f"{step:6d} undone {undone:.4f} alike {alike:.4f} {taken:5.0f} s", flush=True)
    return net.eval()


def gather(folder: Path, settings: Settings) -> tuple[Mix, Likeness]:
    """The views to train on, and what they shall be likened by."""
    rng = np.random.default_rng(settings.seed)
    motions = [motion for motion in bones.load_motions(folder) if not motion.held_out]
    recorded = bones.directions(np.concatenate([motion.points for motion in motions]))

    def mixed(n: int) -> Array:
        return bones.mixed_bones(rng, recorded, n, settings.random_share)

    corrector, seen = shipped_corrector(), read_seen(EXERCISES)
    stretches = moving(Movements(motions, seen), settings.filmed, rng)
    mix = {
        "exercises": rendered(EXERCISES, corrector=corrector),
        "as seen": rendered(EXERCISES),
        "poses": rendered(POSES),
        "filmed": filmed(stretches, corrector, rng),
        "simulated": simulated(mixed(settings.simulated), rng, ErrorModel.load()),
        "exact": exact(mixed(settings.exact), rng),
    }
    print(", ".join(f"{len(pool)} {name}" for name, pool in mix.items()), flush=True)
    exercising = [m for m in motions if m.source == bones.UIPRMD]
    at_it = canonical(bones.directions(np.concatenate([m.points for m in exercising])))
    return mix, Likeness(canonical(mixed(30_000)), at_it, settings)


def main() -> None:
    """Train and write the ONNX file."""
    words, usual = __doc__.splitlines()[0], Path("models/encoder.onnx")
    folder, output, settings = asked(Settings, words, usual)
    net = train(*gather(folder, settings), settings)
    onnx.save(to_onnx(net), output)
    print(f"wrote {output} ({output.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
