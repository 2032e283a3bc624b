"""The sessions that one session can be compared with."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.report.compare import Earlier
from coach.storage import SessionSummary

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


def last_time(store: Store, summary: SessionSummary) -> Earlier | None:
    """The newest of them with a result; None for two people, who cannot be told apart."""
    if summary.people > 1:
        return None
    alike = sessions_alike(store, summary)
    for one in reversed(alike):
        result = store.session(one.id).result
        if result is not None:
            return Earlier(one.started, result, tuple((s.started, s.score) for s in alike))
    return None
