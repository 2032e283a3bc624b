"""The diary on disk: sessions as they happen, entries, profiles, targets, settings.

One SQLite file in the data folder. SQL stands in ``schema``, ``queries`` and
``diary_queries`` alone, and the errors of the library are translated in ``database`` alone.
"""

from coach.storage.diary_values import (
    GRADES,
    Correction,
    Entry,
    Measured,
    NewEntry,
    Profile,
    WorkSet,
)
from coach.storage.recorder import SessionRecorder
from coach.storage.store import Store
from coach.storage.values import RecentTarget, SessionSummary, StoredSession, StoredTarget

__all__ = [
    "GRADES",
    "Correction",
    "Entry",
    "Measured",
    "NewEntry",
    "Profile",
    "RecentTarget",
    "SessionRecorder",
    "SessionSummary",
    "Store",
    "StoredSession",
    "StoredTarget",
    "WorkSet",
]
