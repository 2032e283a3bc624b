"""Reads and writes the truth beside a clip: exact keypoints (.npz) and labels (.json)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PIXEL_STEP = 1 / 32
METRE_STEP = 1 / 4096


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Exact keypoints of N people over T frames.

    Attributes:
        time: (T,) seconds. points: (T, N, 17, 2) pixels.
        confidence: (T, N, 17) 1 inside the picture, 0 outside.
        world: (T, N, 17, 3) metres, camera axes (right, down, away) about the hips.
        size: width and height in pixels.
    """

    time: NDArray[np.float64]
    points: NDArray[np.float32]
    confidence: NDArray[np.float32]
    world: NDArray[np.float32]
    size: tuple[int, int]


def write_truth(path: Path, truth: Truth) -> None:
    """Write ``truth`` as .npz, rounded to 1/32 pixel and 1/4096 m so that it packs well."""
    np.savez_compressed(
        path,
        time=truth.time,
        points=(np.round(truth.points / PIXEL_STEP) * PIXEL_STEP).astype(np.float32),
        confidence=truth.confidence.astype(np.float32),
        world=(np.round(truth.world / METRE_STEP) * METRE_STEP).astype(np.float32),
        size=np.array(truth.size),
    )


def read_truth(path: Path) -> Truth:
    """The truth in a .npz file."""
    with np.load(path) as data:
        width, height = (int(n) for n in data["size"])
        return Truth(
            data["time"], data["points"], data["confidence"], data["world"], (width, height)
        )


def write_labels(path: Path, labels: dict[str, Any]) -> None:
    """Write the labels of a clip as readable JSON."""
    path.write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def read_labels(path: Path) -> dict[str, Any]:
    """The labels of a clip."""
    labels: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return labels
