import numpy as np
import pytest

from coach.session import Playhead
from coach.session.playhead import jumped_over


@pytest.mark.parametrize(
    ("rate", "playing", "now", "expected"),
    [
        pytest.param(1.0, True, 10.5, 5.5, id="runs-on"),
        pytest.param(0.5, True, 10.5, 5.25, id="half-speed"),
        pytest.param(1.0, True, 9.9, 4.9, id="a-frame-captured-before"),
        pytest.param(1.0, True, 100.0, 6.0, id="a-player-that-hangs-stands-still"),
        pytest.param(1.0, False, 10.5, 5.0, id="paused"),
    ],
)
def test_the_time_of_the_target(rate, playing, now, expected):
    playhead = Playhead()
    playhead.update(5.0, at=10.0, rate=rate, playing=playing)

    assert playhead.at(now) == pytest.approx(expected)
    assert playhead.playing is playing


def test_before_the_first_picture_it_stands_at_the_beginning():
    assert (Playhead().at(123.0), Playhead().playing) == (0.0, False)


def test_it_is_never_before_the_beginning():
    playhead = Playhead()
    playhead.update(0.1, at=10.0, rate=1.0, playing=True)

    assert playhead.at(9.2) == 0.0


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        pytest.param([], (), id="nothing"),
        pytest.param([5.0, 5.1, 5.2], (), id="a-late-beginning"),
        pytest.param([0.0, 1.0, 2.9], (), id="a-slow-camera"),
        pytest.param([0.0, 1.0, 9.0, 10.0, 30.0], ((1.0, 9.0), (10.0, 30.0)), id="jumps"),
    ],
)
def test_stretches_without_a_frame_were_jumped_over(times, expected):
    assert jumped_over(np.array(times)) == expected
