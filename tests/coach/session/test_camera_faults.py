"""A webcam that fails in the middle of a session: what was recorded stays, and it goes on."""

import time as real_time

import pytest

from coach.errors import CameraBlack, CameraFrozen, CameraLost
from coach.media import DeviceCamera
from coach.session import LiveSession, Phase
from tests.coach.media.devices import (
    FAILS,
    HANGS,
    RAISES,
    FakeDevice,
    PassingTime,
    Usb,
    black,
    for_ever,
    view,
    views,
)
from tests.coach.people import track_of
from tests.coach.session.test_live import FPS, FakeTarget, Recorder, workout

BEFORE = 60
"""Pictures before the fault."""
PATIENCE_S = 30.0
PEOPLE = track_of(workout(), FPS)


class Estimator:
    """Somebody who is always there."""

    others = ()

    def push(self, frame):
        return (PEOPLE.pose(frame.index % len(PEOPLE)),)

    def follow(self, x, y):
        """Nobody else is there."""

    def close(self):
        """Nothing is open."""


@pytest.fixture(scope="module")
def target():
    return FakeTarget()


def until(condition):
    end = real_time.monotonic() + PATIENCE_S
    while not condition():
        assert real_time.monotonic() < end, "it never happened"
        real_time.sleep(0.002)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        pytest.param(for_ever(FAILS), CameraLost, id="pulled-out"),
        pytest.param(for_ever(view(BEFORE - 1)), CameraFrozen, id="frozen"),
        pytest.param(for_ever(black(1)[0]), CameraBlack, id="covered"),
        pytest.param([HANGS], CameraLost, id="driver-hangs"),
        pytest.param([RAISES], CameraLost, id="driver-raises"),
    ],
)
def test_a_fault_is_told_and_the_session_goes_on_after_it(target, fault, kind, caplog):
    time = PassingTime()
    usb = Usb(time)

    def script():
        yield from views(BEFORE)
        yield from fault

    broken = FakeDevice(time, script())
    usb.plug(0, lambda: broken)
    camera = DeviceCamera(0, time.clock, usb.connect, named=usb.named, wait=time.wait, waits=True)
    recorder = Recorder()
    session = LiveSession(
        target, camera, recorder=lambda size: recorder, clock=time.clock,
        make_estimator=lambda model, people: Estimator(),
    )  # fmt: skip
    session.playhead.update(0.0, time.now, rate=1.0, playing=True)
    session.open()
    session.start()
    try:
        until(lambda: isinstance(session.state().problem, kind))
        kept = len(recorder.rows)
        assert 0 < kept <= BEFORE
        assert session.state().phase is Phase.RUNNING

        usb.plug(0, lambda: FakeDevice(time, views(10**6, first=70)))
        broken._script = views(10**6, first=70)  # or its cover was opened

        until(lambda: session.state().problem is None and len(recorder.rows) > kept + 10)
        assert recorder.finished == []
    finally:
        broken.returns.set()
        session.close()

    assert len(recorder.finished) == 1
