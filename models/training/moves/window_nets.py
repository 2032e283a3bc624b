"""Networks over windows of motion: how they are built, fitted and written."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

OPSET: Final = 17
"""Read by onnxruntime 1.14 and later."""
STEADY: Final = 0.05
"""Spread that a feature is taken to have at least."""

Batch = tuple[NDArray[np.float32], NDArray[np.int64]]


class Standardised(nn.Module):
    """Takes off the mean of every feature and divides by its spread."""

    def __init__(self, windows: NDArray[np.float32]) -> None:
        super().__init__()
        flat = windows.reshape(-1, windows.shape[-1])
        self.register_buffer("mean", torch.tensor(flat.mean(axis=0)))
        self.register_buffer("spread", torch.tensor(flat.std(axis=0).clip(STEADY)))

    def forward(self, windows: Tensor) -> Tensor:
        return (windows - self.mean) / self.spread


class Recurrent(nn.Module):
    """An LSTM whose last output is read."""

    def __init__(
        self, windows: NDArray[np.float32], answers: int, hidden: int = 128, layers: int = 3
    ) -> None:
        super().__init__()
        self.enter = Standardised(windows)
        self.lstm = nn.LSTM(windows.shape[-1], hidden, layers, batch_first=True, dropout=0.1)
        self.leave = nn.Linear(hidden, answers)

    def forward(self, windows: Tensor) -> Tensor:
        states, _ = self.lstm(self.enter(windows))
        return self.leave(states[:, -1])


class Convolved(nn.Module):
    """Convolutions over time, thinned out twice, then all that is left at once."""

    def __init__(self, windows: NDArray[np.float32], answers: int, width: int = 48) -> None:
        super().__init__()
        self.enter = Standardised(windows)
        self.deep = nn.Sequential(
            nn.Conv1d(windows.shape[-1], width, 5), nn.ReLU(),
            nn.Conv1d(width, width, 5, stride=2), nn.ReLU(), nn.Dropout(0.1),
            nn.Conv1d(width, width, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Dropout(0.2),
        )  # fmt: skip
        with torch.no_grad():
            left = self.deep(torch.zeros(1, *windows.shape[:0:-1])).shape[1]
        self.leave = nn.Sequential(nn.Linear(left, 64), nn.ReLU(), nn.Linear(64, answers))

    def forward(self, windows: Tensor) -> Tensor:
        return self.leave(self.deep(self.enter(windows).transpose(1, 2)))


def fit(
    net: nn.Module,
    batch: Callable[[], Batch],
    steps: int,
    rate: float = 2e-3,
    smoothing: float = 0.03,
    check: Callable[[nn.Module], str] | None = None,
) -> nn.Module:
    """Adam over ``steps`` batches, the rate rising and falling once."""
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps)
    measure = nn.CrossEntropyLoss(label_smoothing=smoothing)
    begun = time.monotonic()
    for step in range(steps):
        windows, labels = batch()
        loss = measure(net.train()(torch.from_numpy(windows)), torch.from_numpy(labels))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 250 == 249 or step == steps - 1:
            more = f" {check(net.eval())}" if check else ""
            taken = time.monotonic() - begun
            print(f"{step + 1:6d} loss {loss.item():.4f}{more} {taken:5.0f} s", flush=True)
    return net.eval()


def write(net: nn.Module, example: NDArray[np.float32], path: Path) -> None:
    """The network as ONNX: "windows" (N, steps, features) to "logits" (N, answers)."""
    torch.onnx.export(
        net,
        (torch.from_numpy(example[:2]),),
        str(path),
        input_names=["windows"],
        output_names=["logits"],
        dynamic_axes={"windows": {0: "windows"}, "logits": {0: "windows"}},
        opset_version=OPSET,
        dynamo=False,
    )
    model = onnx.load(path)
    onnx.checker.check_model(model)
    print(f"wrote {path} ({path.stat().st_size / 1e6:.2f} MB)")
