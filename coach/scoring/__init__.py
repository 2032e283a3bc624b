"""Similarity to score, and what to change."""

from coach.scoring.curve import FAIR, GOOD, Curve, grade_of, load_curve, uprightness
from coach.scoring.feedback import FeedbackSettings, Finding, find_difference, other_side
from coach.scoring.motion import (
    joint_part,
    movement,
    sliding_joint_part,
    sliding_mean,
    sliding_movement,
)
from coach.scoring.sides import SideEvidence, side_evidence

__all__ = [
    "FAIR",
    "GOOD",
    "Curve",
    "FeedbackSettings",
    "Finding",
    "SideEvidence",
    "find_difference",
    "grade_of",
    "joint_part",
    "load_curve",
    "movement",
    "other_side",
    "side_evidence",
    "sliding_joint_part",
    "sliding_mean",
    "sliding_movement",
    "uprightness",
]
