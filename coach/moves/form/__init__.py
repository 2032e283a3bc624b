"""Form of the main exercises: phases by frame, faults, angles, grades."""

from coach.moves.form.assess import FaultFound, Form, FormRepetition, assess, points_of
from coach.moves.form.exercises import PLANS, Plan
from coach.moves.form.live import LiveForm

__all__ = [
    "PLANS",
    "FaultFound",
    "Form",
    "FormRepetition",
    "LiveForm",
    "Plan",
    "assess",
    "points_of",
]
