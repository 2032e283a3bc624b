import numpy as np
import pytest

from coach.angles import ANGLES
from coach.scoring.trend import tempo_cue, trend_of

KNEE = ANGLES.index("left_knee")
FRAMES = 30  # of a repetition of two seconds


def repeated(ranges):
    angles = np.zeros((FRAMES * len(ranges), len(ANGLES)))
    bend = (1 - np.cos(2 * np.pi * np.arange(FRAMES) / FRAMES)) / 2
    angles[:, KNEE] = np.concatenate([degrees * bend for degrees in ranges])
    return angles


def trend(ranges, scores=None):
    n = len(ranges)
    time = np.arange(n * FRAMES) / 15
    per_frame = np.repeat(scores or [80.0] * n, FRAMES).astype(float)
    spans = [(2.0 * i, 2.0 * i + 1.99) for i in range(n)]
    return trend_of(time, repeated(ranges), repeated([100] * n), per_frame, spans)


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        pytest.param([100, 95, 85, 80, 70], "shallower", id="tiring"),
        pytest.param([60, 70, 80, 90], "deeper", id="warming-up"),
        pytest.param([100, 98, 101, 99], "", id="steady"),
        pytest.param([30, 27, 24, 21], "", id="too-small-to-be-sure"),
        pytest.param([100, 100, 30, 100, 100], "", id="one-that-went-wrong"),
        pytest.param([100, 50], "", id="too-few"),
    ],
)
def test_ranges_that_change_are_a_trend(ranges, expected):
    assert trend(ranges).trend == expected


def test_the_joint_of_the_target_that_moves_most_leads():
    found = trend([100, 90, 80, 70])

    assert found.joint == "left_knee"
    assert found.change == pytest.approx(-30 * (found.repetitions[0].range / 100), abs=1)


def test_the_three_worst_are_named_worst_first_with_a_telling_picture():
    found = trend([100, 50, 100, 80, 60], [90, 40, 95, 70, 55])

    assert [r.score for r in found.worst] == [40, 55, 70]
    assert [r.start for r in found.worst] == [2.0, 8.0, 6.0]
    assert [r.picture for r in found.worst] == pytest.approx([3.0, 9.0, 7.0])


def test_what_was_not_judged_is_not_among_the_worst():
    found = trend([100, 50, 90], [90, np.nan, 80])

    assert [r.score for r in found.worst] == [80, 90]


def test_a_joint_that_was_not_seen_leaves_the_middle_as_picture():
    time = np.arange(FRAMES) / 15
    unseen = np.full((FRAMES, len(ANGLES)), np.nan)

    found = trend_of(time, unseen, repeated([100]), np.full(FRAMES, 50.0), [(0.0, 2.0)])

    assert np.isnan(found.repetitions[0].range)
    assert found.repetitions[0].picture == 1.0


@pytest.mark.parametrize(
    ("speed", "kind"),
    [
        pytest.param(1.3, "slow_down", id="ahead"),
        pytest.param(0.7, "speed_up", id="behind"),
        pytest.param(1.1, None, id="near-enough"),
    ],
)
def test_a_tempo_that_is_off_is_told(speed, kind):
    time = np.arange(60) / 15

    cue = tempo_cue(time, 5.0 + speed * time)

    assert (cue.kind if cue else None) == kind


def test_no_time_has_no_tempo():
    assert tempo_cue(np.full(20, np.nan), np.arange(20.0)) is None
