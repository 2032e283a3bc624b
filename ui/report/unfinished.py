"""A session that broke off with the program: whoever it is of is asked at the next start."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coach.errors import UserCanFix
from coach.storage import SessionSummary
from coach.texts import Texts
from ui.kit.dates import clock_time, day_text
from ui.kit.jobs import Jobs
from ui.kit.words import clock_text
from ui.library.strips import NoteStrip, Offer

if TYPE_CHECKING:
    from ui.report.desk import Left, ReportDesk


class UnfinishedOffer(QObject):
    """Asks each person once, in a note on the first page."""

    def __init__(
        self,
        desk: ReportDesk,
        jobs: Jobs,
        note: NoteStrip,
        open_report: Callable[[int], None],
        parent: QObject | None = None,
    ) -> None:
        """``open_report``: shows the report of a session, by its number."""
        super().__init__(parent)
        self._desk, self._jobs, self._note, self._open = desk, jobs, note, open_report
        self._texts = Texts("en")
        self._asked: set[str | None] = set()
        self._told = False

    def look(self, person: str | None) -> None:
        """Ask whoever trains now, if there is something to ask and they were not asked yet."""
        if person not in self._asked:
            self._asked.add(person)
            self._jobs.do(self._desk.look, self._show, _ignored)

    def set_texts(self, texts: Texts) -> None:
        """Another language."""
        self._texts = texts

    def _show(self, left: Left) -> None:
        if left.session is not None:
            self._note.tell(
                _sentence(left.session, self._texts),
                Offer("day_finish_report", "chart", partial(self._open, left.session.id)),
                Offer("unfinished_later", "close", partial(self._leave, left.session.id)),
            )
        elif not left.alone and not self._told:
            self._told = True
            self._note.tell(self._texts("open_twice"))

    def _leave(self, session: int) -> None:
        self._jobs.do(lambda: self._desk.leave(session), lambda _: None, _ignored)


def _sentence(session: SessionSummary, texts: Texts) -> str:
    started = session.started
    return texts(
        "unfinished_offer",
        title=session.target,
        when=f"{day_text(texts, started.date())}, {clock_time(texts, started.time())}",
        length=clock_text(session.recorded_s),
    )


def _ignored(_: UserCanFix) -> None:
    """The library tells what is wrong with the diary."""
