"""Similarity to score, and what to change."""

from coach.scoring.curve import (
    FAIR,
    GOOD,
    STRICTNESS,
    Curve,
    curve_for,
    grade_of,
    load_curve,
)
from coach.scoring.feedback import FeedbackSettings, Finding, find_difference, other_side
from coach.scoring.measures import MEASURES, Aspect, measures, sliding_measures
from coach.scoring.sides import SideEvidence, side_evidence

__all__ = [
    "FAIR",
    "GOOD",
    "MEASURES",
    "STRICTNESS",
    "Aspect",
    "Curve",
    "FeedbackSettings",
    "Finding",
    "SideEvidence",
    "curve_for",
    "find_difference",
    "grade_of",
    "load_curve",
    "measures",
    "other_side",
    "side_evidence",
    "sliding_measures",
]
