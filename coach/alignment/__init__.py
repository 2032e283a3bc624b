"""Warping in time: live in a band about the playhead, of a whole session, and move by move."""

from coach.alignment.occurrences import Occurrence, OccurrenceSettings, find_occurrences
from coach.alignment.online import OnlineAligner, OnlineSettings, Place
from coach.alignment.session import SessionSettings, align

__all__ = [
    "Occurrence",
    "OccurrenceSettings",
    "OnlineAligner",
    "OnlineSettings",
    "Place",
    "SessionSettings",
    "align",
    "find_occurrences",
]
