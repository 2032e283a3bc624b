"""The networks that are compared: windows in, logits and embeddings out."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from coach.moves.exercise_windows import FEATURES
from models.training.moves.window_nets import Standardised

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

    def __init__(self, kind: Kind, classes: int, windows: NDArray[np.float32]) -> None:
        """Of so many classes; ``windows`` (N, S, F) tell the means and spreads of features."""
        super().__init__()
        self.enter = Standardised(windows)
        self.body = Lstm() if kind == "lstm" else Convolution()
        self.leave = nn.Linear(self.body.size, EMBEDDING)
        self.directions = nn.Parameter(torch.randn(classes, EMBEDDING))

    def forward(self, windows: Tensor) -> Tensor:
        return self.both(windows)[0]

    def both(self, windows: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (N, C), and embeddings (N, E) of length 1."""
        x = self.enter(windows).clamp(-6, 6)
        embedding = nn.functional.normalize(self.leave(self.body(x)), dim=1)
        directions = nn.functional.normalize(self.directions, dim=1)
        return SCALE * embedding @ directions.T, embedding


class Shipped(nn.Module):
    """The same as it is written: logits and embeddings."""

    def __init__(self, net: Recogniser) -> None:
        super().__init__()
        self.net = net

    def forward(self, windows: Tensor) -> tuple[Tensor, Tensor]:
        return self.net.both(windows)


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
    """Residual convolutions over every other step; the mean and the largest of all."""

    width: Final = 64

    def __init__(self) -> None:
        super().__init__()
        self.size = 2 * self.width
        self.enter = nn.Conv1d(FEATURES, self.width, 5, stride=2, padding=2)
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
            for wide in (1, 2, 4, 1)
        )

    def forward(self, x: Tensor) -> Tensor:
        h = self.enter(x.transpose(1, 2))
        for layer in self.deep:
            h = h + layer(h)
        return torch.cat([h.mean(dim=2), h.amax(dim=2)], dim=1)
