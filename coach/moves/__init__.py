"""Moves of a video and their repetitions."""

from coach.moves.segmentation import Recogniser, counted, find_moves, find_stretches

__all__ = [
    "Recogniser",
    "counted",
    "find_moves",
    "find_stretches",
]
