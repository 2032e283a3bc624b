"""The sessions that one session can be compared with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.report.compare import Earlier
from coach.storage import SessionSummary, StoredSession

if TYPE_CHECKING:
    from coach.storage import Store


def sessions_alike(store: Store, summary: SessionSummary) -> tuple[SessionSummary, ...]:
    """The earlier sessions with the same video and person that have a score, the oldest first."""
    return tuple(
        one
        for one in reversed(store.history(summary.person))
        if one.target_hash == summary.target_hash
        and one.people == summary.people
        and one.started < summary.started
        and math.isfinite(one.score)
    )


def last_time(store: Store, session: StoredSession) -> Earlier | None:
    """The newest of them with a result; None for two people, who cannot be told apart."""
    if session.summary.people > 1:
        return None
    alike = sessions_alike(store, session.summary)
    scores = tuple((one.started, one.score) for one in alike)
    for one in reversed(alike):
        before = store.session(one.id)
        if before.result is not None:
            as_strict = before.strictness == session.strictness
            return Earlier(one.started, before.result, scores, as_strict)
    return None
