import threading
from dataclasses import dataclass, field

import numpy as np
import pytest

from coach.embedding import Encoder
from coach.errors import CameraLost, CameraNotFound, CoachBug, DataUnwritable
from coach.moves.counting import find_cycles
from coach.moves.falls import FallPhase, FallState
from coach.session import Alarm, LiveSession, Phase, Watching, watch
from coach.session.features import features_of
from coach.session.known import Known, KnownTarget
from coach.session.stretches import stretches_of
from coach.skeleton import LEGS
from coach.types import Frame, Pose, PoseTrack
from tests.coach.people import raises, squats, still, track_of

FPS = 30.0
PICTURE = np.zeros((480, 640, 3), np.uint8)


def workout(fps=FPS, **faults):
    return np.concatenate([still(1, fps), squats(2, fps=fps, **faults), raises(2, fps=fps)])


class ScriptedCamera:
    """A camera that gives its next frame whenever it is asked, until there are no more.

    ``done``: it was asked again after its end, so all of its frames have been scored.
    """

    name, size, dropped = "scripted", (640, 480), 0

    def __init__(self, n, error=None):
        self.n, self.error = n, error
        self.captured, self.lost, self.closed = 0, None, False
        self.asked_at_end = False
        self.go = threading.Event()
        self.done = threading.Event()

    @property
    def ended(self):
        return self.captured >= self.n

    def open(self):
        if self.error:
            raise self.error

    def latest(self, after_index, timeout):
        if not self.go.wait(timeout):
            return None
        if self.ended:
            self.done.set() if self.asked_at_end else None
            self.asked_at_end = True
            return None
        frame = Frame(PICTURE, self.captured / FPS, self.captured)
        self.captured += 1
        return frame

    next = latest

    def close(self):
        self.closed = True


class ScriptedEstimator:
    others = ()

    def __init__(self, tracks):
        self.tracks, self.closed = tracks, False
        self.followed = []

    def follow(self, x, y):
        self.followed.append((x, y))

    def push(self, frame):
        return tuple(
            None if t is None or frame.index >= len(t) else t.pose(frame.index) for t in self.tracks
        )

    def close(self):
        self.closed = True


@dataclass
class Recorder:
    rows: list = field(default_factory=list)
    finished: list = field(default_factory=list)
    error: DataUnwritable | None = None
    id: int = 1

    def add(self, *row):
        self.rows.append(row)

    def finish(self, result):
        self.finished.append(result)


class FakeTarget(KnownTarget):
    title = "squats"
    moves = ()

    def __init__(self):
        super().__init__()
        track = track_of(workout(15.0))
        encoder = Encoder()
        features = features_of(track, encoder, from_zero=True)
        self.known = Known(track, features, tuple(find_cycles(features.signals, features.time)))
        self.moves = tuple(move for move in stretches_of(track, encoder) if move.is_exercise)


@pytest.fixture(scope="module")
def target():
    return FakeTarget()


def held(
    target,
    people=(workout,),
    recorder=None,
    new_recorder=None,
    error=None,
    strictness="normal",
    watching=None,
    drill=None,
    left_out=(),
):
    """A session over the whole workout; the playhead runs with the camera."""
    tracks = [None if p is None else track_of(p(), FPS) for p in people]
    n = len(workout())
    camera = ScriptedCamera(n, error)
    estimator = ScriptedEstimator(tracks)
    session = LiveSession(
        target,
        camera,
        people=len(tracks),
        strictness=strictness,
        watching=watching,
        drill=drill,
        left_out=left_out,
        recorder=(lambda size: recorder) if recorder else new_recorder,
        clock=lambda: camera.captured / FPS,
        make_estimator=lambda model, people: estimator,
    )
    session.playhead.at = lambda now: now
    session.playhead.update(0.0, 0.0, rate=1.0, playing=True)
    session.open()
    return session, camera, estimator


def play(session, camera):
    session.start()
    camera.go.set()
    assert camera.done.wait(60)


@pytest.fixture
def recorder():
    return Recorder()


def test_an_expert_is_scored_more_strictly(target):
    results = []
    for strictness in ("beginner", "expert"):
        session, camera, _ = held(target, [lambda: workout(depth=0.6)], strictness=strictness)
        play(session, camera)
        shown = session.state().people[0].average
        session.finish()
        results.append((shown, session.result().people[0].score))
        session.close()

    (beginner_live, beginner), (expert_live, expert) = results
    assert beginner_live > expert_live + 2
    assert beginner > expert + 2


def test_a_whole_session_is_scored_recorded_and_reported(target, recorder):
    session, camera, estimator = held(target, recorder=recorder)
    play(session, camera)
    state = session.state()
    session.finish()

    result = session.result()
    session.close()

    assert state.scored == camera.n
    assert state.people[0].average > 85
    assert len(recorder.rows) == camera.n
    assert result.people[0].score > 95
    assert recorder.finished == [result]
    assert camera.closed
    assert estimator.closed
    assert session.state().phase is Phase.FINISHED


def test_two_people_get_a_score_each(target):
    session, camera, _ = held(target, people=(workout, lambda: still(13, FPS)))
    play(session, camera)
    session.finish()

    good, idle = session.result().people
    session.close()

    assert good.score > 95
    assert idle.score < 30


def test_nobody_in_sight_is_said_and_not_judged(target):
    session, camera, _ = held(target, people=(None,))
    play(session, camera)

    state = session.state()
    session.close()

    assert state.note == "note_nobody_seen"
    assert state.people[0].score is None
    assert np.isnan(state.people[0].average)


def test_a_pause_is_not_scored(target, recorder):
    session, camera, _ = held(target, recorder=recorder)
    session.start()
    session.pause()
    camera.go.set()
    assert camera.done.wait(60)

    session.close()

    assert recorder.rows == []


def test_a_broken_off_session_keeps_its_record(target, recorder):
    session, camera, _ = held(target, recorder=recorder)
    play(session, camera)

    session.close()

    assert len(recorder.rows) == camera.n
    assert recorder.finished == [None]


def test_a_full_disk_is_said_and_training_goes_on(target):
    full = Recorder(error=DataUnwritable(path="coach.sqlite3", reason="disk full"))
    session, camera, _ = held(target, recorder=full)
    play(session, camera)

    state = session.state()
    session.close()

    assert isinstance(state.problem, DataUnwritable)
    assert state.scored == camera.n


def test_a_diary_that_cannot_be_opened_is_said_and_training_goes_on(target):
    def refuse(size):
        raise DataUnwritable(path="coach.sqlite3", reason="no permission")

    session, camera, _ = held(target, new_recorder=refuse)
    play(session, camera)

    state = session.state()
    session.close()

    assert isinstance(state.problem, DataUnwritable)
    assert state.scored == camera.n


def test_a_lost_camera_is_said(target):
    session, camera, _ = held(target)
    camera.lost = CameraLost("scripted")
    camera.n = 0
    camera.go.set()
    told = threading.Event()
    session._on_state = lambda state: told.set() if state.problem else None

    assert told.wait(10)

    assert session.state().problem is camera.lost
    session.close()


def test_a_camera_that_cannot_be_opened_leaves_nothing_behind(target):
    estimator = ScriptedEstimator([])
    session = LiveSession(
        target,
        ScriptedCamera(1, CameraNotFound("7")),
        make_estimator=lambda model, people: estimator,
    )

    with pytest.raises(CameraNotFound):
        session.open()

    assert estimator.closed


def test_the_state_of_the_first_moment_has_everything(target):
    session = LiveSession(target, ScriptedCamera(1))

    state = session.state()

    assert (state.frame, state.phase, state.scored) == (None, Phase.WAITING, 0)
    assert len(state.people) == 1


def test_figures_count_frames_and_latencies(target):
    session, camera, _ = held(target)
    play(session, camera)
    session.screen_shown(session.state().frame, camera.captured / FPS)
    session.finish()

    stats = session.stats()
    session.close()

    assert stats["scored"] == camera.n
    assert stats["dropped"] == 0
    assert set(stats["latency_ms"]) == {"score", "screen"}
    assert stats["latency_ms"]["score"]["p95"] >= 0


def test_poses_of_the_record_are_on_the_clock_of_the_target(target):
    session, camera, _ = held(target)
    play(session, camera)
    session.finish()

    (track,) = session.tracks()
    session.close()

    np.testing.assert_allclose(track.time, np.arange(camera.n) / FPS)
    assert isinstance(track.pose(0), Pose)


def test_an_error_inside_is_told_and_not_swallowed(target, caplog):
    session, camera, estimator = held(target)
    estimator.push = lambda frame: 1 / 0
    told = threading.Event()
    session._on_state = lambda state: told.set() if state.problem else None
    camera.go.set()

    assert told.wait(10)

    assert isinstance(session.state().problem, CoachBug)
    assert "the session broke off" in caplog.text
    session.close()


def test_a_restart_begins_a_new_record_and_closes_the_old_one(target):
    recorders = []

    def new(size):
        recorders.append(Recorder())
        return recorders[-1]

    session, camera, _ = held(target, new_recorder=new)
    session.start()
    half = threading.Event()
    session._on_state = lambda state: half.set() if state.scored > 50 else None
    camera.go.set()
    assert half.wait(30)
    session.restart()
    assert camera.done.wait(60)

    session.close()

    assert [r.finished for r in recorders] == [[None], [None]]
    assert recorders[1].rows
    assert recorders[1].rows[0][0] == 0.0


def test_the_interface_may_pause_from_within_a_state(target):
    session, camera, _ = held(target)
    session._on_state = lambda state: session.pause() if state.scored == 10 else None
    play(session, camera)

    assert session.state().phase is Phase.PAUSED
    session.close()


def test_a_camera_that_falls_silent_leaves_no_score_on_the_screen(target):
    session, camera, _ = held(target)
    clock = {"late": 0.0}
    session._clock = lambda: camera.captured / FPS + clock["late"]
    play(session, camera)
    silent = threading.Event()
    session._on_state = lambda state: silent.set() if state.note == "note_no_picture" else None
    clock["late"] = 5.0

    assert silent.wait(10)

    state = session.state()
    assert np.isnan(state.people[0].smoothed_score)
    assert state.people[0].pose is None
    session.close()


def test_who_fell_is_asked_though_the_camera_falls_silent(target, monkeypatch):
    class Fallen:
        """A fall that the camera does not see."""

        def push(self, pose, time, expected):
            phase = FallPhase.WATCHING if pose is not None else FallPhase.ASKING
            return FallState(phase, 1.0, None if pose is not None else 9.0)

    monkeypatch.setattr(watch, "FallWatch", Fallen)
    session, camera, _ = held(target, watching=Watching(claps=False, falls=True))
    clock = {"late": 0.0}
    session._clock = lambda: camera.captured / FPS + clock["late"]
    play(session, camera)
    silent = threading.Event()
    session._on_state = lambda state: silent.set() if state.note == "note_no_picture" else None
    clock["late"] = 5.0
    assert silent.wait(10)

    assert session.state().alarm == Alarm(0, 9.0, is_off=False)
    session.close()


def test_feet_out_of_the_picture_are_said(target):
    session, camera, estimator = held(target)
    track = estimator.tracks[0]
    points = track.points.copy()
    points[:, 15:, 1] += 1000.0
    estimator.tracks[0] = PoseTrack(
        track.time, points, track.confidence, track.world, track.size, track.fps
    )
    play(session, camera)

    state = session.state()
    session.close()

    assert state.note == "note_feet_hidden"
    assert state.people[0].average > 85


def test_a_whole_body_in_the_picture_needs_no_note(target):
    session, camera, estimator = held(target)
    track = estimator.tracks[0]
    points = track.points * 0.1
    estimator.tracks[0] = PoseTrack(
        track.time, points, track.confidence, track.world, track.size, track.fps
    )
    play(session, camera)

    state = session.state()
    session.close()

    assert state.note == ""


def test_the_instructors_repetitions_are_told_beside(target):
    session, camera, _ = held(target)
    shown = []
    session._on_state = lambda state: shown.append((state.move, state.target_shown))
    play(session, camera)
    session.close()

    counts = [n for move, n in shown if move is target.moves[0]]
    assert counts == sorted(counts)
    assert 0 < counts[-1] == target.moves[0].repetitions


def test_two_people_who_do_the_same_are_together(target):
    session, camera, _ = held(target, [workout, workout])
    play(session, camera)
    together = session.state().synchrony
    session.close()

    assert together == pytest.approx(1.0, abs=1e-4)


def test_of_one_person_nothing_is_told_of_being_together(target):
    session, camera, _ = held(target)
    play(session, camera)
    together = session.state().synchrony
    session.close()

    assert np.isnan(together)


def test_a_drill_tells_of_nothing_but_its_part(target):
    session, camera, _ = held(target, drill=(1.0, 7.0))
    play(session, camera)
    session.finish()
    person = session.result().people[0]
    session.close()

    time = person.target_time
    outside = (time < 1.0) | (time > 7.0)
    assert person.score > 90
    assert np.isnan(person.scores[outside]).all()
    assert np.isfinite(person.scores[~outside]).any()


def test_of_a_part_that_was_repeated_the_newest_pass_counts(target):
    first = target.moves[0]
    session, camera, _ = held(target, [lambda: np.concatenate([still(8, FPS), workout()])])
    camera.n = len(workout()) + 8 * 30
    session.playhead.at = lambda now: now if now < 8.0 else now - 8.0
    play(session, camera)
    session.finish()
    result = session.result().people[0]
    session.close()

    assert result.moves[0].repetitions == first.repetitions
    assert result.score > 90


def test_who_else_is_there_is_told_and_may_be_chosen(target):
    session, camera, estimator = held(target)
    estimator.others = (target.track().pose(0),)
    session.choose_person(120.0, 240.0)
    play(session, camera)
    others = session.state().others
    session.close()

    assert others == estimator.others
    assert estimator.followed == [(120.0, 240.0)]


def test_only_the_upper_body_is_scored_and_reported(target):
    def lazy_legs():
        return np.concatenate([still(1 + 6, FPS), raises(2, fps=FPS)])

    shares = []
    for left_out in ((), LEGS):
        session, camera, _ = held(target, [lazy_legs], left_out=left_out)
        play(session, camera)
        session.finish()
        shares.append(session.result())
        session.close()

    whole, upper = shares
    assert upper.left_out == ("left_leg", "right_leg")
    assert upper.people[0].score > whole.people[0].score
