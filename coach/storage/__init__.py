"""The diary on disk: sessions as they happen, recent targets, settings.

One SQLite file in the data folder. SQL stands in ``schema`` and ``queries`` alone, and the
errors of the library are translated in ``database`` alone.
"""

from coach.storage.recorder import SessionRecorder
from coach.storage.store import Store
from coach.storage.values import RecentTarget, SessionSummary, StoredSession, StoredTarget

__all__ = [
    "RecentTarget",
    "SessionRecorder",
    "SessionSummary",
    "Store",
    "StoredSession",
    "StoredTarget",
]
