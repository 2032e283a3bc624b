"""The evidence for a fall and the watch built on it, of exact synthetic people."""

import numpy as np
import pytest

from coach.moves.fall_detector import LEAST_SEEN, FallDetector, FallWatch, find_falls
from coach.moves.falls import FallPhase
from coach.moves.motion import motion_of
from tests.coach.people import squats, still, track_of

LYING = still(6.0)[..., [1, 0, 2]]


@pytest.fixture(scope="module")
def detector():
    return FallDetector()


@pytest.mark.parametrize(
    "world",
    [
        pytest.param(np.zeros((0, 17, 3)), id="no-frame"),
        pytest.param(still(0.2), id="three-frames"),
        pytest.param(np.full((90, 17, 3), np.nan), id="nobody"),
        pytest.param(np.zeros((90, 17, 3)), id="all-joints-in-one-place"),
        pytest.param(still(20.0), id="stands"),
        pytest.param(LYING, id="lies-from-the-beginning"),
        pytest.param(squats(5), id="squats"),
    ],
)
def test_nothing_is_invented(world, detector):
    assert find_falls(track_of(world), detector) == ()


def test_nothing_is_said_before_enough_is_seen(detector):
    found = detector.likelihoods(motion_of(track_of(still(3.0))))

    assert np.isnan(found[: LEAST_SEEN - 1]).all()
    assert np.isfinite(found[LEAST_SEEN - 1 :]).all()


@pytest.mark.parametrize("fps", [15.0, 30.0, 60.0])
def test_live_evidence_is_that_of_the_track_at_any_rate(fps, detector):
    track = track_of(squats(3, fps=fps), fps)
    live = FallDetector()
    said = [live.push(track.pose(i), track.time[i]) for i in range(len(track))]
    last = [evidence for evidence in said if evidence is not None][-1]
    motion = motion_of(track)

    assert last.likelihood == pytest.approx(detector.likelihoods(motion)[-1], abs=1e-3)
    assert last.height == pytest.approx(motion.height[-1], abs=1e-4)


def test_evidence_comes_at_every_second_moment_of_the_regular_clock(detector):
    track = track_of(still(2.0, 60.0), 60.0)
    live = FallDetector()
    said = [live.push(track.pose(i), track.time[i]) for i in range(len(track))]

    assert sum(evidence is not None for evidence in said) == pytest.approx(15, abs=1)


def test_a_watch_of_nobody_keeps_watching():
    watch = FallWatch()
    states = [watch.push(None, i / 15) for i in range(150)]

    assert {state.phase for state in states} == {FallPhase.WATCHING}
    assert watch.falls == ()
