"""Moves of a video and their repetitions."""

from coach.moves.repetitions import count_excursions, count_repetitions, excursions, home_pose
from coach.moves.segmentation import Recogniser, counted, find_moves, find_stretches

__all__ = [
    "Recogniser",
    "count_excursions",
    "count_repetitions",
    "counted",
    "excursions",
    "find_moves",
    "find_stretches",
    "home_pose",
]
