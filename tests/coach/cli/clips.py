"""The demo clips and what is true of them."""

import json
from pathlib import Path
from typing import Any

from coach.paths import DEMO
from coach.pose import read_keypoints
from coach.types import Move, PoseTrack


def clip(name: str) -> Path:
    return DEMO / f"{name}.mp4"


def truth_file(name: str) -> Path:
    return DEMO / f"{name}.npz"


def truth(name: str) -> PoseTrack:
    """The exact joints of the one person of a clip."""
    return read_keypoints(truth_file(name))[0]


def labels(name: str) -> list[dict[str, Any]]:
    """The moves that are done in a clip: name, repetitions, faults."""
    return json.loads((DEMO / f"{name}.json").read_text(encoding="utf-8"))["moves"]


def moves(name: str) -> tuple[Move, ...]:
    return tuple(Move(m["name"], m["start"], m["end"], m["repetitions"]) for m in labels(name))


TARGET = clip("target")
