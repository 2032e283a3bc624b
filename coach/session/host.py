"""The process in which sessions run, away from the window.

Both would share one lock of the interpreter and wait for each other: of the frames of the
demo a sixth was dropped although a quarter of two cores was idle. It also means that a model
or a camera driver that crashes takes no window with it.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from logging import LogRecord
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection
from typing import Any, Final

from coach.embedding import Encoder
from coach.errors import CoachBug, CoachError, UserCanFix
from coach.logbook import PrivateFormatter
from coach.media.picture import HEIGHT
from coach.memory import few_arenas, give_back
from coach.offline import stay_offline
from coach.session.known import TargetCopy, TargetNews
from coach.session.live import LiveSession
from coach.session.messages import Answer, Call, Logged, Make, Row, RunEnded, Shown
from coach.session.pictures import PictureWriter
from coach.session.state import LiveState
from coach.types import FrameScore, ModelName, Pose, SessionResult

log = logging.getLogger(__name__)

SLOW: Final = ("open", "result", "close")
"""Methods that take their time: others go on meanwhile."""

TURN_S: Final = 0.0003
"""Seconds after which a thread lets another one that waits have its turn: with the usual five
thousandths the one that finds people waits for the one that scores, several times a frame."""

MEASURED: Final[ModelName] = "full"
LOOKS: Final = 12
LONGEST_LOOK_MS: Final = 15.0
"""Time of a look above which sessions begin with the lighter model: somewhat more than half of
the time between two frames. The rest is for everything else that a session does; with looks of
22 ms one frame in 25 was left out, and the score came 40 ms later."""

Send = Callable[[object], None]


class _Rows:
    """A recorder that tells the owner of the session, who keeps the record."""

    error = None

    def __init__(self, send: Send, session: int, size: tuple[int, int]) -> None:
        self._send, self._session, self._size = send, session, size

    def add(
        self,
        time_s: float,
        target_time: float,
        poses: tuple[Pose | None, ...],
        scores: tuple[FrameScore | None, ...],
    ) -> None:
        """See ``Recorder``."""
        self._send(Row(self._session, self._size, time_s, target_time, poses, scores))

    def finish(self, result: SessionResult | None) -> None:
        """See ``Recorder``; the owner has the result from whoever asked for it."""
        if result is None:
            self._send(RunEnded(self._session))


class Hosted:
    """One session, as its owner in another process commands it."""

    def __init__(self, wish: Make, send: Send, *, slow: bool) -> None:
        """ModelMissing, ModelDamaged."""
        self._number, self._send = wish.session, send
        self._pictures = PictureWriter()
        self._target = TargetCopy(wish.target)
        self._telling = threading.Lock()
        self._owner_used = 0.0
        self._session = LiveSession(
            self._target,
            wish.camera(),
            recorder=self._new_rows if wish.recorded else None,
            on_state=self._tell,
            slow=slow,
            processor=lambda: time.process_time() + self._owner_used,
            **wish.options,
        )
        self._slow = ThreadPoolExecutor(max_workers=1, thread_name_prefix="session-host")

    def take(self, call: Call, answer: Callable[[Call, Callable[[], Any]], None]) -> None:
        """Obey; slow methods one after the other on a thread of their own."""
        work = self._work(call)
        if call.name in SLOW:
            self._slow.submit(answer, call, work)
        else:
            answer(call, work)

    def close(self) -> None:
        """Stop everything."""
        self._session.close()
        self._pictures.close()
        self._slow.shutdown(wait=False)

    def _work(self, call: Call) -> Callable[[], Any]:
        method = getattr(self, f"_do_{call.name}", None) or getattr(self._session, call.name)
        return lambda: method(*call.arguments, **call.keywords)

    def _new_rows(self, size: tuple[int, int]) -> _Rows:
        return _Rows(self._send, self._number, size)

    def _do_close(self) -> None:
        self.close()

    def _do_know(self, news: TargetNews) -> None:
        self._target.take(news)

    def _do_playhead(
        self, target_time: float, at: float, *, rate: float, playing: bool, owner_used: float
    ) -> None:
        self._owner_used = owner_used
        self._session.playhead.update(target_time, at, rate=rate, playing=playing)

    def _do_painted(self, index: int, captured_at: float, at: float) -> None:
        self._session.measurements.shown(index, captured_at, at)

    def _tell(self, state: LiveState) -> None:
        with self._telling:  # states come from this session's thread and from the commands'
            frame = state.frame
            picture = None if frame is None else self._pictures.put(frame)
            self._send(Shown(self._number, replace(state, frame=None), picture))


class Host:
    """Holds the sessions of one owner until the connection ends."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sending = threading.Lock()
        self._sessions: dict[int, Hosted] = {}
        self._look_ms = float("nan")

    def serve(self) -> None:
        """Obey until the owner says so or is gone."""
        with suppress(EOFError, ConnectionError):
            while (message := self._connection.recv()) is not None:
                if isinstance(message, Make):
                    self._make(message)
                else:
                    self._call(message)
        for session in self._sessions.values():
            session.close()

    def send(self, message: object) -> None:
        """To the owner; nothing where there is none any more."""
        with self._sending, suppress(BrokenPipeError, ConnectionError):
            self._connection.send(message)

    def _make(self, wish: Make) -> None:
        call = Call(wish.session, "make", ticket=-wish.session)

        def make() -> None:
            slow = self._look_ms * wish.options["people"] > LONGEST_LOOK_MS
            self._sessions[wish.session] = Hosted(wish, self.send, slow=slow)

        self._answer(call, make)

    def _warm_up(self) -> None:
        self._look_ms = time_of_look(MEASURED)
        log.info("a look of the model %s takes %.0f ms", MEASURED, self._look_ms)

    def _call(self, call: Call) -> None:
        if call.session == 0:
            self._answer(call, self._warm_up)
        elif call.session in self._sessions:
            session = self._sessions[call.session]
            if call.name == "close":
                del self._sessions[call.session]
            session.take(call, self._answer)

    def _answer(self, call: Call, work: Callable[[], Any]) -> None:
        value, error = None, None
        try:
            value = work()
        except CoachError as problem:
            error = problem
        except Exception as problem:  # the last door: the owner waits for an answer
            log.exception("a session could not %s", call.name)
            error = CoachBug(str(problem))
        if call.ticket is not None:
            self.send(Answer(call.ticket, value, error))
        if call.name in SLOW or call.session == 0:
            give_back()


def time_of_look(model: ModelName) -> float:
    """Load what sessions need, and say how long a look at somebody takes, milliseconds.

    The quickest look counts, as something else may be going on; NaN without the demo person.
    """
    from coach.media import read_frames
    from coach.paths import DEMO
    from coach.pose.landmarker import Landmarker

    Encoder()
    landmarker = Landmarker(model, 1)
    try:
        image = next(iter(read_frames(DEMO / "good.mp4", max_height=HEIGHT))).image
        took = []
        for i in range(LOOKS):
            began = time.perf_counter()
            landmarker.detect(image, 33 * i)
            took.append((time.perf_counter() - began) * 1000.0)
    except UserCanFix:
        return float("nan")
    finally:
        landmarker.close()
    return min(took)


class _ToOwner(QueueHandler):
    """Sends what is logged here to the log of the owner."""

    def __init__(self, send: Send) -> None:
        super().__init__(None)  # type: ignore[arg-type]
        self.setFormatter(PrivateFormatter("%(message)s"))  # the owner adds the rest
        self._send = send

    def enqueue(self, record: LogRecord) -> None:
        """See ``QueueHandler``."""
        self._send(Logged(record))


def run(connection: Connection, level: int) -> None:
    """The main function of the process; ``level``: what the log is interested in."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the owner, who then leaves
    stay_offline()
    few_arenas()
    sys.setswitchinterval(TURN_S)
    host = Host(connection)
    logging.basicConfig(level=level, handlers=[_ToOwner(host.send)])
    host.serve()
