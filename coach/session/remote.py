"""A live session that runs in a process of its own, and the handle to it."""

from __future__ import annotations

import itertools
import logging
import multiprocessing
import queue
import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from coach.errors import CoachBug, CoachError
from coach.media import Camera
from coach.memory import give_back
from coach.session.following import Mirror
from coach.session.keeping import NewRecorder, Record
from coach.session.known import KnownTarget, TargetFeed
from coach.session.messages import Answer, Call, Logged, Make, Row, RunEnded, Shown
from coach.session.pictures import PictureReader
from coach.session.state import LiveState, first_state
from coach.session.stats import peak_rss_mb
from coach.session.watch import Watching
from coach.types import Frame, Limb, ModelName, SessionResult, Strictness

log = logging.getLogger(__name__)

CLOSE_WITHIN: Final = 5.0
"""Seconds for which a session may close; then its process is ended, camera driver and all."""
FEED_EVERY: Final = 0.25
"""Seconds between two looks at what is new of the target."""


class SessionHost:
    """The process of the sessions: started ahead of the first one, again where it died.

    All methods may be called from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: _Line | None = None
        self._numbers = itertools.count(1)

    def warm_up(self) -> None:
        """Start the process, let it load what sessions need and measure itself; returns at once."""
        self.line().post(Call(0, "warm_up"))

    def line(self) -> _Line:
        """The connection to a process that is alive."""
        with self._lock:
            if self._line is None or not self._line.alive:
                self._line = _Line()
            return self._line

    def number(self) -> int:
        """Of the next session."""
        return next(self._numbers)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            line, self._line = self._line, None
        if line is not None:
            line.close()


class _Line:
    """One process, what is said to it and who listens to what it says."""

    def __init__(self) -> None:
        from coach.session.host import run

        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        level = logging.getLogger().getEffectiveLevel()
        self._process = context.Process(
            target=run, args=(theirs, level), name="coach-session-host", daemon=True
        )
        self._process.start()
        theirs.close()
        self._outgoing: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._tickets = itertools.count(1)
        self._answers: dict[int, Future[Any]] = {}
        self._listeners: dict[int, RemoteSession] = {}
        self._lock = threading.Lock()
        self.alive = True
        self._threads = [
            threading.Thread(target=self._send_all, name="session-sender", daemon=True),
            threading.Thread(target=self._receive_all, name="session-receiver", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def post(self, message: object) -> None:
        """Say something; returns at once."""
        self._outgoing.put(message)

    def ask(self, call: Call) -> Future[Any]:
        """Say something that is answered."""
        return self._expect(next(self._tickets), lambda ticket: replace(call, ticket=ticket))

    def make(self, wish: Make, listener: RemoteSession) -> Future[Any]:
        """Ask for a session; the listener hears what it tells."""
        with self._lock:
            self._listeners[wish.session] = listener
        return self._expect(-wish.session, lambda _: wish)

    def forget(self, session: int) -> None:
        """Nobody listens any more."""
        with self._lock:
            self._listeners.pop(session, None)

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()

    def close(self) -> None:
        """End the process as soon as it can."""
        self.post(None)
        for thread in self._threads:
            thread.join(CLOSE_WITHIN)
        self._process.join(CLOSE_WITHIN)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _expect(self, ticket: int, message: Callable[[int], object]) -> Future[Any]:
        answer: Future[Any] = Future()
        with self._lock:
            if not self.alive:
                answer.set_exception(_gone())
                return answer
            self._answers[ticket] = answer
        self.post(message(ticket))
        return answer

    def _send_all(self) -> None:
        with suppress(BrokenPipeError, ConnectionError):
            while True:
                message = self._outgoing.get()
                self._connection.send(message)
                if message is None:
                    return

    def _receive_all(self) -> None:
        try:
            while True:
                self._take(self._connection.recv())
        except (EOFError, OSError):
            pass
        with self._lock:
            self.alive = False
            answers, self._answers = list(self._answers.values()), {}
            listeners = list(self._listeners.values())
        for answer in answers:
            answer.set_exception(_gone())
        for listener in listeners:
            listener.lost()

    def _take(self, message: object) -> None:
        if isinstance(message, Answer):
            with self._lock:
                answer = self._answers.pop(message.ticket, None)
            if answer is None:
                return
            if message.error is not None:
                answer.set_exception(message.error)
            else:
                answer.set_result(message.value)
        elif isinstance(message, Logged):
            logging.getLogger(message.record.name).handle(message.record)
        elif isinstance(message, Shown | Row | RunEnded):
            with self._lock:
                listener = self._listeners.get(message.session)
            if listener is not None:
                listener.hear(message)


def _gone() -> CoachError:
    return CoachBug("the process of the session is gone")


class RemotePlayhead:
    """Tells the session where the target is."""

    def __init__(self, post: Callable[..., None]) -> None:
        self._post = post

    def update(self, target_time: float, at: float, *, rate: float, playing: bool) -> None:
        """See ``Playhead``; the time that this process has worked goes along."""
        used = time.process_time()
        self._post("playhead", target_time, at, rate=rate, playing=playing, owner_used=used)


class RemoteSession:
    """``LiveSession`` in the process of a host; the record is kept on this side.

    What it shows and when is the same, but for a moment on the way. Methods that change
    something return at once; ``open``, ``result``, ``stats`` and ``close`` wait.
    """

    def __init__(
        self,
        host: SessionHost,
        target: KnownTarget,
        camera: Callable[[], Camera],
        *,
        people: int = 1,
        model: ModelName = "full",
        mirror: Mirror = "auto",
        strictness: Strictness = "normal",
        watching: Watching | None = None,
        left_out: Collection[Limb] = (),
        drill: tuple[float, float] | None = None,
        recorder: NewRecorder | None = None,
        on_state: Callable[[LiveState], None] | None = None,
    ) -> None:
        """A session that is not yet open; see ``LiveSession``. ModelMissing, ModelDamaged.

        ``camera``: makes the camera, in the other process. ``recorder`` and ``on_state`` are
        called on a thread of the host.
        """
        self._line, self._number = host.line(), host.number()
        self._feed, self._feeding = TargetFeed(target), threading.Lock()
        self._record = Record(recorder)
        self._pictures = PictureReader()
        self._on_state = on_state
        self._closed = threading.Event()
        self._feeder = threading.Thread(target=self._feed_on, name="session-feed", daemon=True)
        self._state = first_state(people)
        self.playhead = RemotePlayhead(self._post)
        news = self._feed.news()
        assert news is not None  # nothing was told before
        options = {
            "people": people,
            "model": model,
            "mirror": mirror,
            "strictness": strictness,
            "watching": watching,
            "left_out": frozenset(left_out),
            "drill": drill,
        }
        wish = Make(self._number, news, camera, options, recorded=recorder is not None)
        self._line.make(wish, self).result()
        self._feeder.start()

    def open(self) -> None:
        """Start the camera; see ``LiveSession.open``."""
        self._ask("open")
        give_back()  # what the target's analysis has left behind

    def start(self) -> None:
        """Begin to score, from the beginning of the record."""
        self._post("start")

    def pause(self) -> None:
        """Stop scoring until ``resume``."""
        self._post("pause")

    def resume(self) -> None:
        """Go on after ``pause``."""
        self._post("resume")

    def restart(self) -> None:
        """Begin again; what was recorded so far stays in the diary as it is."""
        self._post("restart")

    def finish(self) -> None:
        """End scoring; ``result`` may be asked for then."""
        self._post("finish")

    def set_mirror(self, mode: Mirror) -> None:
        """Decide left and right: "auto", "on", "off"."""
        self._post("set_mirror", mode)

    def exchange_sides(self) -> None:
        """The target is shown with left and right exchanged from now on, or no longer."""
        self._post("exchange_sides")

    def choose_person(self, x: float, y: float) -> None:
        """Follow the one at this place of the camera picture, pixels; where one trains."""
        self._post("choose_person", x, y)

    def dismiss_alarm(self) -> None:
        """The people are all right."""
        self._post("dismiss_alarm")

    def state(self) -> LiveState:
        """The newest state that has come; never blocks."""
        return self._state

    def screen_shown(self, frame: Frame, at: float) -> None:
        """The interface painted the state of ``frame`` at monotonic time ``at``."""
        self._post("painted", frame.index, frame.time, at)

    def stats(self) -> dict[str, object]:
        """Figures of this run, of both processes; see ``coach.session.stats``."""
        figures: dict[str, Any] = self._ask("stats")
        return figures | {"peak_rss_mb": round(figures["peak_rss_mb"] + peak_rss_mb(), 1)}

    def result(self) -> SessionResult:
        """The result of what was recorded, aligned anew as a whole; computes for a moment."""
        self._tell_news()
        outcome: SessionResult = self._ask("result")
        self._end_record(outcome)
        return outcome

    def close(self) -> None:
        """Stop camera and session; what was recorded is kept.

        A session that does not close in time, since a driver holds it, is ended with its
        process.
        """
        if self._closed.is_set():
            return
        self._closed.set()
        self._feeder.join()
        try:
            self._line.ask(Call(self._number, "close")).result(CLOSE_WITHIN)
        except (CoachError, TimeoutError):
            self._line.kill()
        self._line.forget(self._number)
        self._end_record(None)
        self._pictures.close()

    def hear(self, message: Shown | Row | RunEnded) -> None:
        """Called by the line with what the session tells."""
        if isinstance(message, Row):
            self._record.add(
                message.size, message.time_s, message.target_time, message.poses, message.scores
            )
        elif isinstance(message, RunEnded):
            self._end_record(None)
        else:
            picture = message.picture
            frame = None if picture is None else self._pictures.take(picture)
            problem = message.state.problem or self._record.problem
            self._publish(replace(message.state, frame=frame, problem=problem))

    def lost(self) -> None:
        """Called by the line when the process has died: what was recorded is safe."""
        self._pictures.close(abandoned=True)
        if not self._closed.is_set():
            log.error("the process of the session has died")
            self._publish(replace(self._state, problem=_gone()))

    def _publish(self, state: LiveState) -> None:
        self._state = state
        if self._on_state is not None:
            self._on_state(state)

    def _end_record(self, result: SessionResult | None) -> None:
        self._record.end(result)
        if self._record.problem is not None:
            self._publish(replace(self._state, problem=self._record.problem))

    def _post(self, name: str, *arguments: Any, **keywords: Any) -> None:
        self._line.post(Call(self._number, name, arguments, keywords))

    def _ask(self, name: str) -> Any:
        return self._line.ask(Call(self._number, name)).result()

    def _feed_on(self) -> None:
        while not self._closed.wait(FEED_EVERY):
            self._tell_news()

    def _tell_news(self) -> None:
        with self._feeding:  # news has to be sent in the order in which it was asked for
            news = self._feed.news()
            if news is not None:
                self._post("know", news)
