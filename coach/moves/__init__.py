"""Moves of a video and their repetitions."""

from coach.moves.repetitions import count_excursions, count_repetitions, excursions, home_pose
from coach.moves.segmentation import find_moves

__all__ = ["count_excursions", "count_repetitions", "excursions", "find_moves", "home_pose"]
