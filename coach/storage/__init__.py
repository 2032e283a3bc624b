"""What is kept: sessions as they happen, entries, profiles, the library, settings.

One SQLite file in the data folder, and the same tables on a server that several PCs may share.
The tables stand in ``tables``, statements in the modules whose names end in ``queries``, and the
errors of the libraries are translated in ``database`` alone.

SQLAlchemy is loaded when the store is first asked for, not with the values, so that the first
window need not wait for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from coach.storage.values import (
    MAY_STILL_RUN,
    Best,
    SessionSummary,
    StoredSession,
    StoredTarget,
    SyncStatus,
    Video,
)

if TYPE_CHECKING:
    from coach.storage.recorder import SessionRecorder
    from coach.storage.store import Store

__all__ = [
    "EVERYBODY",
    "GRADES",
    "MAY_STILL_RUN",
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
    "SyncStatus",
    "Video",
    "Whose",
    "WorkSet",
]


def __getattr__(name: str) -> Any:
    if name == "Store":
        from coach.storage.store import Store

        return Store
    if name == "SessionRecorder":
        from coach.storage.recorder import SessionRecorder

        return SessionRecorder
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
