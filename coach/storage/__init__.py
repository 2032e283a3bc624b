"""The diary on disk: sessions as they happen, entries, profiles, targets, settings.

One SQLite file in the data folder. SQL stands in ``schema``, ``queries`` and
``diary_queries`` alone, and the errors of the library are translated in ``database`` alone.
"""

from coach.storage.diary_values import (
    GRADES,
    Correction,
    Entry,
    EntryLine,
    Measured,
    NewEntry,
    WorkSet,
)
from coach.storage.profile import EVERYBODY, Profile, Whose
from coach.storage.recorder import SessionRecorder
from coach.storage.store import Store
from coach.storage.values import Best, SessionSummary, StoredSession, StoredTarget, Video

__all__ = [
    "EVERYBODY",
    "GRADES",
    "Best",
    "Correction",
    "Entry",
    "EntryLine",
    "Measured",
    "NewEntry",
    "Profile",
    "SessionRecorder",
    "SessionSummary",
    "Store",
    "StoredSession",
    "StoredTarget",
    "Video",
    "Whose",
    "WorkSet",
]
