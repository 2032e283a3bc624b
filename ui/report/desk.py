"""What the report screen asks the engine for. All of it is slow: ask through ``ui.kit.jobs``."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coach.errors import CoachError, UserCanFix
from coach.report.compare import Earlier
from coach.texts import Texts
from coach.types import Frame, Move, PoseTrack, SessionResult
from ui.follow.values import Outcome
from ui.house import House

if TYPE_CHECKING:
    from coach.report.write import Page
    from coach.storage import Correction, Entry, SessionSummary, StoredSession

log = logging.getLogger(__name__)

PICTURE_HEIGHT: Final = 360
"""Pixels; of the target's pictures beside a skeleton."""
MOST_PICTURES: Final = 240
"""Pictures of one clip that are kept in memory."""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What is kept of a session beside its result.

    Attributes:
        session: its number; when: aware; names: of the profiles of the people, as
            ``SessionSummary`` has them. mine: which of them, from 0, is the chosen profile.
        video: the target's file, None where it is gone; content_hash: of the target.
        target: its poses, None where they are no longer cached.
        people: poses of each person on the clock of the result.
        earlier: the last time like this one, or None.
        entries: what stands in the diary of this session.
    """

    session: int
    when: datetime
    names: tuple[str | None, ...]
    video: Path | None
    content_hash: str
    target: PoseTrack | None
    people: tuple[PoseTrack, ...]
    earlier: Earlier | None
    entries: tuple[Entry, ...]
    mine: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """What there is to tell somebody who comes.

    Attributes:
        session: of theirs that broke off with the program, or None.
        alone: False when another copy of the app has the data folder open.
    """

    session: SessionSummary | None
    alone: bool = True


class ReportDesk:
    """The reports of one data folder."""

    def __init__(self, house: House) -> None:
        self._house = house

    def newest(self, result: SessionResult, stats: dict[str, Any]) -> Outcome:
        """The outcome of the session that ran last, also where nothing could be kept of it."""
        number = self._house.session_id
        if number is not None:
            try:
                return self._outcome(self._house.store().session(number), result, stats)
            except UserCanFix as error:
                log.warning("%s", error)
        return Outcome(result, stats)

    def open(self, session: int) -> Outcome:
        """The outcome of any session; one that broke off is finished by that; UserCanFix."""
        from coach.diary.unfinished import finish
        from coach.session.choice import instructor_of
        from coach.session.stored import result_of

        store = self._house.store()
        stored = store.session(session)
        instructor = instructor_of(store, stored.target.content_hash)
        result = result_of(stored, self._house.cache(), instructor)
        if not stored.summary.finished and self._house.is_alone:
            finish(store, stored.summary, result)
            self._house.tell_server()
        return self._outcome(stored, result, {})

    def look(self) -> Left:
        """What may be left over from the last time; UserCanFix."""
        from coach.diary.unfinished import unfinished

        alone = self._house.is_alone
        left = unfinished(self._house.store(), self._house.person) if alone else None
        return Left(left, alone)

    def leave(self, session: int) -> None:
        """Offer the report of a session that broke off no more; UserCanFix."""
        from coach.diary.unfinished import leave_unfinished

        leave_unfinished(self._house.store(), session)

    def correct(self, outcome: Outcome, entry_id: int, correction: Correction) -> Outcome:
        """Put a line of the diary right; what was measured stays beside; UserCanFix."""
        self._house.store().correct_entry(entry_id, correction)
        return self._refreshed(outcome)

    def take_back(self, outcome: Outcome, entry_id: int) -> Outcome:
        """Let what was measured stand again; UserCanFix."""
        self._house.store().take_back_corrections(entry_id)
        return self._refreshed(outcome)

    def rename(self, outcome: Outcome, move: int, name: str) -> Outcome:
        """Give a move of the target another name, here and for the next time; UserCanFix."""
        kept, store = outcome.kept, self._house.store()
        if kept is None:
            return outcome
        result = renamed(outcome.result, move, name)
        store.save_result(kept.session, result)
        known = store.moves_of(kept.content_hash) or store.session(kept.session).target.moves
        shown = outcome.result.people[0].moves[move]
        store.set_moves(kept.content_hash, [_called(m, shown.start, name) for m in known])
        return replace(outcome, result=result)

    def pictures(self, video: Path, start: float, end: float) -> tuple[Frame, ...]:
        """Small pictures of a stretch of the target; none where they cannot be read."""
        from coach.media import read_frames

        found: list[Frame] = []
        try:
            for frame in read_frames(video, start=start, max_height=PICTURE_HEIGHT):
                if frame.time > end or len(found) >= MOST_PICTURES:
                    break
                found.append(frame)
        except CoachError as error:
            log.info("%s", error)
        return tuple(found)

    def save(
        self,
        outcome: Outcome,
        path: Path,
        language: str,
        page: Page = "full",
        *,
        named: bool = True,
    ) -> None:
        """Write the report in the format of the suffix; OutputUnwritable.

        ``named``: whether it tells who trained.
        """
        from coach.report import write_report

        kept = outcome.kept
        names = (*(kept.names if kept and named else ()), None, None)
        write_report(
            outcome.result,
            path,
            texts=Texts(language),
            earlier=kept.earlier if kept else None,
            when=kept.when if kept else None,
            person=names[0],
            partner=names[1],
            page=page,
        )

    def _outcome(
        self, stored: StoredSession, result: SessionResult, stats: dict[str, Any]
    ) -> Outcome:
        from coach.diary.last_time import last_time
        from coach.session.choice import instructor_of
        from coach.session.stored import cached_target, users_of

        summary, video = stored.summary, stored.target.path
        store = self._house.store()
        instructor = instructor_of(store, summary.target_hash)
        kept = Kept(
            summary.id,
            summary.started,
            summary.names,
            video if video.exists() else None,
            summary.target_hash,
            cached_target(stored, self._house.cache(), instructor),
            users_of(stored),
            last_time(store, stored),
            self._entries(summary.id, summary.started),
            mine=_place_of(self._house.person, summary.names),
        )
        return Outcome(result, stats, kept)

    def _entries(self, session: int, when: datetime) -> tuple[Entry, ...]:
        from coach.diary.session import source_of

        source = source_of(session, when)
        return self._house.store().entries_of(source)

    def _refreshed(self, outcome: Outcome) -> Outcome:
        kept = outcome.kept
        if kept is None:
            return outcome
        return replace(outcome, kept=replace(kept, entries=self._entries(kept.session, kept.when)))


def _place_of(person: str | None, names: tuple[str | None, ...]) -> int:
    """Which of the people somebody is, from 0; the first where they are none of them."""
    return names.index(person) if person in names else 0


def renamed(result: SessionResult, move: int, name: str) -> SessionResult:
    """The same result with another name for one of its moves."""
    people = tuple(
        replace(
            person,
            moves=tuple(
                replace(one, name=name) if number == move else one
                for number, one in enumerate(person.moves)
            ),
        )
        for person in result.people
    )
    return replace(result, people=people)


def _called(move: Move, start: float, name: str) -> Move:
    return replace(move, name=name, confidence=1.0) if move.start == start else move
