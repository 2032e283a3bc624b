"""Moves of a video and their repetitions."""

from coach.moves.segmentation import (
    Recogniser,
    counted,
    find_moves,
    find_stretches,
    with_repetitions,
)

__all__ = [
    "Recogniser",
    "counted",
    "find_moves",
    "find_stretches",
    "with_repetitions",
]
