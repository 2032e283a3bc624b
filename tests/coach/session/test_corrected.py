"""Who gets keypoints as they were seen, and who gets them corrected, once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.moves import counting, exercise_windows, motion
from coach.moves.falls import FallPhase, FallState
from coach.pose import correction
from coach.session import live, watch
from coach.session.watch import Watch, Watching
from coach.types import Pose, PoseTrack
from tests.coach.people import squats, still, track_of, unsure
from tests.coach.session import test_live as session_of
from tests.coach.session.test_watch import Instructor, standing

SQUATS = unsure(track_of(squats(3)))


class Standing:
    """A corrector that makes somebody who stands out of everybody."""

    def __init__(self) -> None:
        self.tracks: list[PoseTrack] = []

    def track(self, track: PoseTrack) -> PoseTrack:
        self.tracks.append(track)
        world = np.repeat(still(1)[:1], len(track), axis=0)
        return replace(track, world=world)


class Shifted:
    """Corrects live by a metre to the right."""

    def push(self, pose: Pose, _: float) -> Pose:
        return replace(pose, world=pose.world + np.array([1, 0, 0], np.float32))


@pytest.fixture
def corrector(monkeypatch):
    made = Standing()
    monkeypatch.setattr(correction, "shipped_corrector", lambda: made)
    return made


def test_repetitions_are_counted_of_corrected_keypoints(corrector):
    without_picture = replace(SQUATS, points=np.full_like(SQUATS.points, np.nan))

    assert len(counting.count(without_picture, Encoder()).repetitions) == 0
    assert len(corrector.tracks) == 1
    np.testing.assert_array_equal(corrector.tracks[0].world, SQUATS.world)


def test_what_a_recogniser_sees_is_corrected_with_what_is_about_it(corrector):
    shown = exercise_windows.seen_part(SQUATS, 2.0, 4.0, 0.5)

    np.testing.assert_allclose(shown, np.repeat(still(1)[:1], len(shown), axis=0), atol=1e-6)
    (given,) = corrector.tracks
    assert given.time[0] == pytest.approx(1.0)
    assert given.time[-1] == pytest.approx(5.0)


def test_the_motion_of_a_recording_is_corrected(corrector):
    height = motion.corrected_motion(SQUATS).height

    assert len(corrector.tracks) == 1
    assert np.ptp(height) < 1e-6 < np.ptp(motion.motion_of(SQUATS).height)


def test_a_gap_is_bridged_no_further_because_it_is_corrected():
    track = track_of(still(4))
    world = track.world.copy()
    world[20:29] = np.nan
    gone = unsure(track_of(world))

    seen = motion.corrected_motion(gone).seen
    np.testing.assert_array_equal(seen, motion.motion_of(gone).seen)
    assert not seen.all()


class Recorded:
    """Keeps what it is given, as a fall watch and as an ear for claps."""

    given: dict[str, list[Pose | None]]

    def __init__(self, name: str) -> None:
        self.name = name

    def push(self, pose: Pose | None, time: float, expected: str = "") -> FallState | bool:
        self.given[self.name].append(pose)
        return FallState(FallPhase.WATCHING) if self.name == "falls" else False


def test_falls_go_by_corrected_keypoints_and_claps_by_those_seen(monkeypatch):
    Recorded.given = {"falls": [], "claps": []}
    monkeypatch.setattr(watch, "FallWatch", lambda: Recorded("falls"))
    monkeypatch.setattr(watch, "LiveClaps", lambda _: Recorded("claps"))
    looking = Watch(Instructor(standing()), 1, Watching())
    seen, fixed = SQUATS.pose(0), SQUATS.pose(1)

    looking.push((seen,), (fixed,), 0.0, 0.0)

    assert Recorded.given == {"falls": [fixed], "claps": [seen]}


def test_a_session_records_what_was_seen_and_scores_what_is_corrected(monkeypatch):
    monkeypatch.setattr(live, "LiveCorrection", Shifted)
    scored: list[Pose | None] = []
    push = live.Follower.push

    def told(self, pose, *others):
        scored.append(pose)
        return push(self, pose, *others)

    monkeypatch.setattr(live.Follower, "push", told)
    recorder = session_of.Recorder()
    session, camera, _ = session_of.held(session_of.FakeTarget(), recorder=recorder)
    session_of.play(session, camera)
    session.finish()
    session.close()

    assert len(scored) == len(recorder.rows) == camera.n
    for (_, _, (seen,), _), fixed in zip(recorder.rows, scored, strict=True):
        np.testing.assert_allclose(fixed.world[:, 0], seen.world[:, 0] + 1)
