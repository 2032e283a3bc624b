"""Sessions that broke off with the program: what is on disk becomes a report after all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from coach.diary.session import keep_session
from coach.storage import SessionSummary
from coach.types import SessionResult

if TYPE_CHECKING:
    from coach.storage import Store

SHORTEST_S: Final = 5.0
"""Seconds on disk from which the report of a session is offered."""
LOOKED_AT: Final = 20
"""Newest sessions among which one that broke off is looked for."""
_LEFT: Final = "unfinished_left"
"""Setting that holds the number of the newest session whose report nobody wanted."""


def unfinished(store: Store, person: str | None) -> SessionSummary | None:
    """The newest session of a person that broke off and was not left so; ask only who is alone."""
    left = int(store.setting(_LEFT) or 0)
    for line in store.history(person, LOOKED_AT):
        if not line.finished and line.recorded_s >= SHORTEST_S:
            return line if line.id > left else None
    return None


def leave_unfinished(store: Store, session_id: int) -> None:
    """Offer the report of a session, and of those before it, no more."""
    store.set_setting(_LEFT, str(session_id))


def finish(store: Store, summary: SessionSummary, result: SessionResult) -> None:
    """End a session that broke off: its result is kept, and what was done goes into the diary."""
    store.finish_session(summary.id, result)
    keep_session(store, summary, result)
