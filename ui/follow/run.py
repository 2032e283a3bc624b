"""The engine's session behind the follow screen: made, begun and ended off this thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from coach.errors import UserCanFix
from ui.engine import Engine, SessionFace
from ui.follow.attention import Attention
from ui.follow.values import FollowRequest, Outcome
from ui.kit.jobs import Jobs
from ui.kit.newest import Newest

if TYPE_CHECKING:
    from coach.session import LiveState


class Run(QObject):
    """Holds the session of one request; what comes late from one that was dropped is lost.

    Attributes:
        session: of the engine, None until it is made.
        live: its newest state, or None.
        attention: what the people ask for without a key, and falls.
        names: who they are, as in the request; the record is made with what it holds then.

    Signals:
        made: the session is there. begun: it scores. failed: neither; UserCanFix.
        arrived: LiveState of a new camera frame.
        ended: Outcome. broken: there is no result; UserCanFix.
    """

    made = Signal()
    begun = Signal()
    failed = Signal(object)
    arrived = Signal(object)
    ended = Signal(object)
    broken = Signal(object)

    def __init__(self, engine: Engine, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine, self._jobs = engine, jobs
        self._request: FollowRequest | None = None
        self._has_begun = False
        self.session: SessionFace | None = None
        self.live: LiveState | None = None
        self.attention = Attention(self)
        self.names: tuple[str | None, ...] = ()
        self._newest = Newest(self)
        self._newest.arrived.connect(self._take)

    def make(self, request: FollowRequest, *, mirror: str, arms: bool) -> None:
        """Make the session of a request, in place of any other.

        ``mirror``: with the video as it was filmed. ``arms``: whether arms held up are heeded.
        """
        self.drop()
        self._request, self.names = request, request.names
        drill = None if request.drill is None else (request.drill.start, request.drill.end)

        def work() -> SessionFace:
            session = self._engine.new_session(
                request.target,
                request.camera,
                people=request.people,
                names=lambda: self.names,
                body=request.body,
                mirror=mirror,
                claps=request.claps,
                falls=request.falls,
                arms=arms,
                drill=drill,
                on_state=self._newest.put,
            )
            if not request.camera.is_file:
                session.open()
            return session

        self._jobs.do(
            work,
            lambda session: self._note(session, request),
            lambda error: self._give_up(error, request),
            vital=True,
        )

    def begin(self) -> None:
        """Begin to score, or begin anew; a recording in place of a camera begins with it."""
        session, request = self.session, self._request
        if session is None or request is None:
            return
        again = self._has_begun

        def work() -> None:
            if request.camera.is_file:
                session.open()
            if again:
                session.restart()
            else:
                session.start()

        self._jobs.do(
            work,
            lambda _: self._note_begun(session),
            lambda error: self._give_up(error, request),
            vital=True,
        )

    def end(self) -> None:
        """End scoring, and work the result out."""
        session = self.session
        if session is None:
            return
        session.finish()

        def work() -> Outcome:
            result = session.result()
            self._engine.keep_in_diary(result)
            return self._engine.report.newest(result, session.stats())

        def tell(signal: SignalInstance, value: object) -> None:
            if self.session is session:
                signal.emit(value)

        self._jobs.do(work, partial(tell, self.ended), partial(tell, self.broken), vital=True)

    def drop(self) -> None:
        """Let the session go."""
        session, self.session = self.session, None
        self._request, self._has_begun = None, False
        self._newest.clear()
        self.attention.reset()
        self.live = None
        if session is not None:
            self._jobs.tidy(session.close)

    def _note(self, session: SessionFace, request: FollowRequest) -> None:
        if self._request is not request:
            self._jobs.tidy(session.close)  # left, or something else was asked for, meanwhile
            return
        self.session = session
        self.made.emit()

    def _note_begun(self, session: SessionFace) -> None:
        if self.session is session:
            self._has_begun = True
            self.begun.emit()

    def _give_up(self, error: UserCanFix, request: FollowRequest) -> None:
        if self._request is request:
            self.failed.emit(error)

    @Slot(object)
    def _take(self, state: LiveState) -> None:
        if self.session is not None:
            self.live = state
            self.attention.take(state)
            self.arrived.emit(state)
