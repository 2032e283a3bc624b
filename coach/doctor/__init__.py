"""What is wrong on a user's machine, and what to do about it."""

from coach.doctor.check import Check, State
from coach.doctor.checks import examine
from coach.doctor.report import line_of, report_for_help

__all__ = ["Check", "State", "examine", "line_of", "report_for_help"]
