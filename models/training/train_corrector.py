"""Trains the corrector of world points and writes ``models/corrector.onnx``.

    python -m models.training.train_corrector --data FOLDER

Residual convolutions over time (TCN: Bai, Kolter, Koltun 2018) from what an estimator saw of
1.6 s to the true places, on a standard body, in the camera's axes. What is learned is the
difference: the network begins as one that changes nothing. The loss is the distance of the
points, of the unit directions between them, and of how both move.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

from coach.pose.correction import N_GIVEN
from coach.skeleton import INDEX, N_KEYPOINTS
from models.training import bones
from models.training.command import asked
from models.training.corrector_windows import (
    Movements,
    RealPool,
    SimulatedPool,
    Stretches,
    disturbed,
    joined,
    lesson,
    simulated,
)
from models.training.encoder_pool import EXERCISES, POSES
from models.training.studio.seen_data import read_seen
from models.training.train_encoder import IR, OPSET

N_COORDINATES = 3 * N_KEYPOINTS
DILATIONS = (1, 2, 4, 1, 2, 4)
KERNEL = 3


@dataclass(frozen=True)
class Settings:
    steps: int = 16_000
    threads: int = 1  # another number rounds differently
    stretches: int = 64  # in a batch
    width: int = 160
    rate: float = 1.5e-3
    seed: int = 7
    simulated: int = 40_000  # stretches with errors of the error model
    report: int = 500  # steps between two lines


SHARES = {"exercises": 0.45, "poses": 0.06, "simulated": 0.44, "exact": 0.05}
"""Part of a batch: rendered people at exercises and in single poses, errors drawn, and none."""

_SIDED = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("hip", "shoulder"),
)
_UNITS = torch.tensor(
    [(INDEX[f"{side}_{a}"], INDEX[f"{side}_{b}"]) for side in ("left", "right") for a, b in _SIDED]
    + [
        (INDEX[a], INDEX[b])
        for a, b in (
            ("left_shoulder", "right_shoulder"),
            ("left_hip", "right_hip"),
            ("left_shoulder", "right_hip"),
            ("right_shoulder", "left_hip"),
            ("nose", "left_shoulder"),
            ("nose", "right_shoulder"),
            ("left_ear", "right_ear"),
        )
    ]
)
"""Pairs of keypoints of which the direction counts."""


class Draw(Protocol):
    def __call__(self, rng: np.random.Generator, n: int) -> Stretches: ...


class Corrector(nn.Module):
    """(N, N_GIVEN, T) to (N, 51, T); the same graph as ``to_onnx``."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.enter = nn.Conv1d(N_GIVEN, width, 1)
        self.wide = nn.ModuleList(
            nn.Conv1d(width, width, KERNEL, padding=d, dilation=d) for d in DILATIONS
        )
        self.back = nn.ModuleList(nn.Conv1d(width, width, 1) for _ in DILATIONS)
        self.leave = nn.Conv1d(width, N_COORDINATES, 1)
        for zero in (self.leave.weight, self.leave.bias):
            nn.init.zeros_(zero)

    def forward(self, given: Tensor) -> Tensor:
        h = self.enter(given)
        for wide, back in zip(self.wide, self.back, strict=True):
            h = h + back(nn.functional.silu(wide(h)))
        return given[:, :N_COORDINATES] + self.leave(h)


def to_onnx(net: Corrector) -> onnx.ModelProto:
    """The corrector as an ONNX graph of plain operators."""
    node = helper.make_node
    weights = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    weights |= {"first": np.array([0]), "end": np.array([N_COORDINATES]), "axis": np.array([1])}

    def convolution(name: str, source: str, target: str, dilation: int = 0) -> onnx.NodeProto:
        reach = {"pads": [dilation] * 2, "dilations": [dilation]} if dilation else {}
        return node("Conv", [source, f"{name}.weight", f"{name}.bias"], [target], **reach)

    nodes = [convolution("enter", "given", "h")]
    last = "h"
    for i, dilation in enumerate(DILATIONS):
        nodes += [
            convolution(f"wide.{i}", last, f"wide{i}", dilation),
            node("Sigmoid", [f"wide{i}"], [f"gate{i}"]),
            node("Mul", [f"wide{i}", f"gate{i}"], [f"bent{i}"]),
            convolution(f"back.{i}", f"bent{i}", f"step{i}"),
            node("Add", [last, f"step{i}"], [f"h{i}"]),
        ]
        last = f"h{i}"
    nodes += [
        convolution("leave", last, "change"),
        node("Slice", ["given", "first", "end", "axis"], ["before"]),
        node("Add", ["before", "change"], ["corrected"]),
    ]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "corrector",
        [value("given", TensorProto.FLOAT, ["tracks", N_GIVEN, "frames"])],
        [value("corrected", TensorProto.FLOAT, ["tracks", N_COORDINATES, "frames"])],
        [numpy_helper.from_array(array, name) for name, array in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR)
    onnx.checker.check_model(model, full_check=True)
    return model


def loss_of(found: Tensor, wanted: Tensor, weight: Tensor) -> Tensor:
    """Of places (N, W, 17, 3), with weights (N, W) of the frames."""
    places = (found - wanted).abs().mean(dim=(2, 3))
    ways = (_unit(found) - _unit(wanted)).abs().mean(dim=(2, 3))
    moved = ((found[:, 1:] - found[:, :-1]) - (wanted[:, 1:] - wanted[:, :-1])).abs()
    both = weight[:, 1:] * weight[:, :-1]
    total = weight.sum().clamp_min(1)
    return (
        (places * weight).sum() / total
        + (ways * weight).sum() / total
        + 2 * (moved.mean(dim=(2, 3)) * both).sum() / both.sum().clamp_min(1)
    )


def _unit(points: Tensor) -> Tensor:
    v = points[..., _UNITS[:, 1], :] - points[..., _UNITS[:, 0], :]
    return v / v.norm(dim=-1, keepdim=True).clamp_min(1e-4)


def batch(mix: dict[str, Draw], rng: np.random.Generator, n: int) -> tuple[Tensor, Tensor, Tensor]:
    """Input, wanted places and weights of n random stretches."""
    counts = rng.multinomial(n, [SHARES[name] for name in mix])
    drawn = joined([draw(rng, k) for draw, k in zip(mix.values(), counts, strict=True)])
    put, wanted, weight = map(torch.from_numpy, lesson(disturbed(drawn, rng)))
    return put, wanted, weight


def train(mix: dict[str, Draw], settings: Settings, output: Path) -> Corrector:
    """A corrector; ``output`` is written at every report."""
    rng = np.random.default_rng(settings.seed)
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    net = Corrector(settings.width)
    optimiser = torch.optim.AdamW(net.parameters(), lr=settings.rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, settings.rate, total_steps=settings.steps, pct_start=0.1
    )
    begun, mean = time.monotonic(), 0.0
    for step in range(1, settings.steps + 1):
        put, wanted, weight = batch(mix, rng, settings.stretches)
        found = net(put).permute(0, 2, 1).reshape(wanted.shape)
        loss = loss_of(found, wanted, weight)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        mean += loss.item()
        if step % settings.report == 0 or step == settings.steps:
            taken = time.monotonic() - begun
            print(f"{step:6d} loss {mean / settings.report:.4f} {taken:5.0f} s", flush=True)
            mean = 0.0
            onnx.save(to_onnx(net), output)
    return net.eval()


def gather(folder: Path, settings: Settings) -> dict[str, Draw]:
    """What to train on, by the name of its share in SHARES."""
    rng = np.random.default_rng(settings.seed)
    seen = read_seen(EXERCISES)
    motions = [motion for motion in bones.load_motions(folder) if not motion.held_out]
    made = simulated(Movements(motions, seen), settings.simulated, rng)
    print(f"{len(made.seen)} simulated stretches", flush=True)
    drawn = SimulatedPool(made)
    return {
        "exercises": RealPool(seen).draw,
        "poses": RealPool(read_seen(POSES)).draw,
        "simulated": drawn.draw,
        "exact": drawn.exact,
    }


def main() -> None:
    """Train and write the ONNX file."""
    words, usual = __doc__.splitlines()[0], Path("models/corrector.onnx")
    folder, output, settings = asked(Settings, words, usual)
    train(gather(folder, settings), settings, output)
    print(f"wrote {output} ({output.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
