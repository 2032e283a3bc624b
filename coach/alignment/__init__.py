"""Warping in time: live in a band about the playhead, and of a whole session."""

from coach.alignment.online import OnlineAligner, OnlineSettings, Place
from coach.alignment.session import SessionSettings, align

__all__ = ["OnlineAligner", "OnlineSettings", "Place", "SessionSettings", "align"]
