"""The networks that are compared: windows in, logits and embeddings out."""

from __future__ import annotations

from typing import Final, Literal

import torch
from torch import Tensor, nn

from coach.moves.exercise_windows import FEATURES

Kind = Literal["lstm", "convolution"]

EMBEDDING: Final = 64
"""Numbers of an embedding."""
SCALE: Final = 16.0
"""From the cosine of an embedding and a class to its logit."""


class Recogniser(nn.Module):
    """A body that sees a window, and directions of classes that its embedding is held against.

    The logits are SCALE times cosines, so that embeddings of a class lie about its direction,
    and a class that was never trained has a direction too: the mean of its embeddings.
    """

    def __init__(self, kind: Kind, classes: int, mean: Tensor, spread: Tensor) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("spread", spread)
        self.body = Lstm() if kind == "lstm" else Convolution()
        self.leave = nn.Linear(self.body.size, EMBEDDING)
        self.directions = nn.Parameter(torch.randn(classes, EMBEDDING))

    def forward(self, windows: Tensor) -> tuple[Tensor, Tensor]:
        x = ((windows - self.mean) / self.spread).clamp(-6, 6)
        embedding = nn.functional.normalize(self.leave(self.body(x)), dim=1)
        directions = nn.functional.normalize(self.directions, dim=1)
        return SCALE * embedding @ directions.T, embedding


class Lstm(nn.Module):
    """Two layers to and fro; the mean and the largest of all steps."""

    width: Final = 64

    def __init__(self) -> None:
        super().__init__()
        self.size = 4 * self.width
        self.enter = nn.Linear(FEATURES, self.width)
        self.lstm = nn.LSTM(
            self.width, self.width, num_layers=2, batch_first=True, bidirectional=True, dropout=0.2
        )

    def forward(self, x: Tensor) -> Tensor:
        h, _ = self.lstm(nn.functional.silu(self.enter(x)))
        return torch.cat([h.mean(dim=1), h.amax(dim=1)], dim=1)


class Convolution(nn.Module):
    """Residual convolutions over time, ever wider; the mean and the largest of all steps."""

    width: Final = 64

    def __init__(self) -> None:
        super().__init__()
        self.size = 2 * self.width
        self.enter = nn.Conv1d(FEATURES, self.width, 3, padding=1)
        self.deep = nn.ModuleList(
            nn.Sequential(
                nn.BatchNorm1d(self.width),
                nn.SiLU(),
                nn.Conv1d(self.width, self.width, 3, padding=wide, dilation=wide),
                nn.BatchNorm1d(self.width),
                nn.SiLU(),
                nn.Dropout(0.1),
                nn.Conv1d(self.width, self.width, 1),
            )
            for wide in (1, 2, 4, 8)
        )

    def forward(self, x: Tensor) -> Tensor:
        h = self.enter(x.transpose(1, 2))
        for layer in self.deep:
            h = h + layer(h)
        return torch.cat([h.mean(dim=2), h.amax(dim=2)], dim=1)
