"""The exercises of the vocabulary as data."""

from models.training.studio.exercises.arms import ARMS
from models.training.studio.exercises.exercise import Exercise, FaultKind, Stage
from models.training.studio.exercises.floor import FLOOR
from models.training.studio.exercises.hops import HOPS
from models.training.studio.exercises.legs import LEGS

EXERCISES: dict[str, Exercise] = {e.name: e for e in (*LEGS, *HOPS, *FLOOR, *ARMS)}
"""By name, as everywhere in the project."""

__all__ = ["EXERCISES", "Exercise", "FaultKind", "Stage"]
