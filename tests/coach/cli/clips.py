"""The demo clips and what is true of them."""

from pathlib import Path

from coach.paths import DEMO
from coach.pose import read_keypoints
from coach.types import Move, PoseTrack
from models.training.studio.take import Segment
from models.training.studio.truth import read_truth


def clip(name: str) -> Path:
    return DEMO / f"{name}.mp4"


def truth_file(name: str) -> Path:
    return DEMO / f"{name}.npz"


def truth(name: str) -> PoseTrack:
    """The exact joints of the one person of a clip."""
    return read_keypoints(truth_file(name))[0]


def exercises(name: str) -> list[Segment]:
    """What is done in a clip: name, repetitions, faults."""
    return [s for s in read_truth(truth_file(name)).segments(0) if s.kind == "exercise"]


def moves(name: str) -> tuple[Move, ...]:
    return tuple(Move(s.name, s.start, s.end, len(s.repetitions)) for s in exercises(name))


TARGET = clip("target")
