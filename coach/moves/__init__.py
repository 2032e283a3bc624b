"""Moves of a video and their repetitions."""

from coach.moves.segmentation import (
    Recogniser,
    find_stretches,
    with_repetitions,
)

__all__ = [
    "Recogniser",
    "find_stretches",
    "with_repetitions",
]
