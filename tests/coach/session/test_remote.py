import threading
import time
from functools import partial

import pytest

from coach.errors import CoachBug, DataUnwritable, VideoUnreadable
from coach.media import FileCamera
from coach.paths import DEMO
from coach.session import Phase, RemoteSession, SessionHost
from tests.coach.session.test_live import FakeTarget, Recorder


@pytest.fixture(scope="module")
def target():
    return FakeTarget()


@pytest.fixture(scope="module")
def host():
    host = SessionHost()
    yield host
    host.close()


class Watched:
    """Remembers states, and waits for one."""

    def __init__(self):
        self.states = []
        self.changed = threading.Condition()

    def put(self, state):
        with self.changed:
            self.states.append(state)
            self.changed.notify_all()

    def wait_for(self, holds, seconds=60):
        with self.changed:
            arrived = self.changed.wait_for(lambda: any(map(holds, self.states)), seconds)
            assert arrived, "it never came"
            return next(state for state in self.states if holds(state))


@pytest.fixture
def watched():
    return Watched()


@pytest.fixture
def session(host, target, watched):
    sessions = []

    def make(camera=DEMO / "good.mp4", recorder=None):
        made = RemoteSession(
            host,
            target,
            partial(FileCamera, camera),
            model="lite",
            recorder=recorder and (lambda size: recorder),
            on_state=watched.put,
        )
        sessions.append(made)
        return made

    yield make
    for made in sessions:
        made.close()


def run(session, watched, frames=10):
    session.open()
    session.playhead.update(0.0, time.monotonic(), rate=1.0, playing=True)
    session.start()
    return watched.wait_for(lambda state: state.scored >= frames)


def test_a_session_in_another_process_shows_scores_and_gives_a_result(session, watched):
    recorder = Recorder()
    session = session(recorder=recorder)
    state = run(session, watched)
    session.screen_shown(state.frame, state.frame.time + 0.05)
    session.finish()
    result = session.result()

    assert state.phase is Phase.RUNNING
    assert state.frame.image.shape == (480, 640, 3)
    assert state.frame.image.any()
    assert state.people[0].pose is not None
    assert len(recorder.rows) >= 10
    assert recorder.finished == [result]
    figures = session.stats()
    assert figures["scored"] == len(recorder.rows)
    assert figures["latency_ms"]["screen"]["p50"] == pytest.approx(50, abs=0.1)


def test_what_a_session_cannot_open_is_said_by_its_own_error(session, tmp_path):
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video at all")
    with pytest.raises(VideoUnreadable) as refused:
        session(broken).open()
    assert refused.value.path == broken


def test_who_begins_again_begins_a_new_record(session, watched):
    recorder = Recorder()
    session = session(recorder=recorder)
    run(session, watched)
    session.restart()
    session.finish()
    session.close()
    assert recorder.finished[0] is None
    assert len(recorder.finished) <= 2


def test_a_record_that_cannot_be_written_is_said_beside_the_score(session, watched):
    recorder = Recorder(error=DataUnwritable("full", "no space"))
    run(session(recorder=recorder), watched)
    state = watched.wait_for(lambda state: state.problem is not None)
    assert isinstance(state.problem, DataUnwritable)
    assert state.scored > 0


def test_a_process_that_dies_takes_neither_the_record_nor_the_next_session_along(
    session, watched, host
):
    recorder = Recorder()
    first = session(recorder=recorder)
    run(first, watched)
    host.line().kill()
    state = watched.wait_for(lambda state: isinstance(state.problem, CoachBug))
    with pytest.raises(CoachBug):
        first.result()
    first.close()

    assert recorder.rows
    assert recorder.finished == [None]
    assert state.scored > 0
    watched.states.clear()
    assert run(session(), watched).phase is Phase.RUNNING
