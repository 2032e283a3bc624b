"""The live session: from the camera's frames to a score.

One thread finds the people in a frame while another one compares those of the frame before
with the target about the playhead and publishes one frozen ``LiveState``. Two frames may wait
at the camera, so a frame that took long costs none; who falls behind further goes on with the
newest. Whoever shows the state takes the newest.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from queue import Queue
from typing import Final

import numpy as np

from coach.embedding import Encoder
from coach.errors import CoachBug, CoachError, UserCanFix
from coach.media import Camera
from coach.pose.correction import LiveCorrection
from coach.scoring import curve_for
from coach.scoring.judged import LiveJudge
from coach.session.finding import LIGHTEST, Finder, Found, MakeEstimator, live_estimator
from coach.session.follower import Follower, FollowerView, shown_in
from coach.session.following import Mirror
from coach.session.keeping import NewRecorder, Record
from coach.session.kept_poses import KeptPoses
from coach.session.known import KnownTarget
from coach.session.pace import Pace, Relief
from coach.session.playhead import Playhead, jumped_over
from coach.session.result import MAX_LAG, score_session
from coach.session.state import (
    LiveState,
    PersonState,
    Phase,
    feet_hidden,
    first_state,
    hides_feet,
    nobody,
)
from coach.session.stats import Measurements
from coach.session.synchrony import LiveSynchrony
from coach.session.watch import Watch, Watching
from coach.skeleton import LEGS, keypoints_of
from coach.tracks import newest_passes
from coach.types import (
    Frame,
    Limb,
    ModelName,
    Move,
    Pose,
    PoseTrack,
    SessionResult,
    Strictness,
)

log = logging.getLogger(__name__)

FRAME_WAIT: Final = 0.2
"""Seconds to wait for a camera frame before looking round again."""

NOTE_AFTER: Final = 1.0
"""Seconds without a person before it is said."""


Poses = tuple[Pose | None, ...]
"""Of the people of one frame; None of who is not seen."""

WAITING: Final = 1
"""Frames in which people were found that may wait to be scored."""

LONGEST_GAP: Final = 10.0
"""Seconds without a frame that count as training; in a longer one the computer slept."""

SAID_FOR: Final = 8.0
"""Seconds for which it is said how a slow machine is helped."""


class LiveSession:
    """Scores the people before a camera against a target.

    ``open`` starts the camera and the preview; ``start`` begins to score; the interface
    feeds ``playhead``. All methods may be called from any thread and return at once, but
    for ``close``, which waits for the thread, and ``result``, which computes.
    """

    def __init__(
        self,
        target: KnownTarget,
        camera: Camera,
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
        clock: Callable[[], float] = time.monotonic,
        make_estimator: MakeEstimator = live_estimator,
        slow: bool = False,
        processor: Callable[[], float] = time.process_time,
    ) -> None:
        """A session that is not yet open.

        Args:
            target: what is followed.
            camera: not yet open.
            people: 1 or 2.
            model: pose model of the live picture.
            mirror: see ``score_session``.
            strictness: of the score.
            watching: what to look out for beside the score; None: nothing.
            left_out: limbs of the people that are neither judged nor counted; the target's
                have to be left out too (``Target.leave_out``).
            drill: the only stretch of the target that is practised, seconds: the result tells
                of nothing else, and of its newest pass; None: all of it.
            recorder: makes the record of a run at its first frame, on the session's thread;
                None: nothing is kept.
            on_state: called with every new state, on the session's thread or on the one that
                changed the phase; it must return at once.
            clock: monotonic seconds, the clock of the camera's frames.
            make_estimator: opens the estimator of a model for so many people.
            slow: whether this machine was measured to be too slow for a larger model.
            processor: seconds of processor time that the session has used so far.
        """
        self.playhead = Playhead()
        self.measurements = Measurements(processor)
        self._target, self._camera, self._model = target, camera, model
        self._n, self._slow = people, slow
        self._mirror: Mirror = mirror
        self._left_out = frozenset(left_out)
        self._drill = drill
        self._record = Record(recorder)
        self._on_state, self._clock = on_state, clock
        self._make_estimator = make_estimator
        self._encoder = Encoder()
        self._corrections = [LiveCorrection() for _ in range(people)]
        self._curve = curve_for(strictness)
        self._watch = Watch(
            target, people, watching or Watching(claps=False, falls=False, arms=False)
        )
        self._lock = threading.RLock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._finder: Finder | None = None
        self._relief, self._relieved_at = Relief.NONE, -np.inf
        self._others: tuple[Pose, ...] = ()
        self._phase = Phase.WAITING
        self._camera_problem: CoachError | None = None
        self._fresh_run()
        self._state = first_state(people)

    # -- what the interface calls ---------------------------------------------------

    def open(self) -> None:
        """Start the camera and the thread; CameraNotFound, ModelMissing, ModelDamaged."""
        if self._thread is not None:
            raise CoachBug("the session is already open")
        pace = Pace(lighter=self._model != LIGHTEST)
        if self._slow:
            pace.begin_lighter()
        finder = Finder(self._camera, self._model, self._n, pace, self._make_estimator)
        try:
            self._camera.open()
        except UserCanFix:
            finder.close()
            raise
        self._finder = finder
        self._stop.clear()
        self._thread = threading.Thread(
            target=self._run, args=(finder,), name="coach-session", daemon=True
        )
        self._thread.start()

    def start(self) -> None:
        """Begin to score, from the beginning of the record."""
        with self._lock:
            self._fresh_run()
            self.measurements.start()
            self._enter(Phase.RUNNING)

    def pause(self) -> None:
        """Stop scoring until ``resume``."""
        with self._lock:
            if self._phase is Phase.RUNNING:
                self._rest()
                self._enter(Phase.PAUSED)

    def resume(self) -> None:
        """Go on after ``pause``."""
        with self._lock:
            if self._phase is Phase.PAUSED:
                self._enter(Phase.RUNNING)

    def restart(self) -> None:
        """Begin again; what was recorded so far stays in the diary as it is."""
        with self._lock:  # or a frame would begin the new record with the old run
            self._record.end(None)
            self.start()

    def finish(self) -> None:
        """End scoring; ``result`` may be asked for then."""
        with self._lock:
            if self._phase in (Phase.RUNNING, Phase.PAUSED):
                self._rest()
                self._enter(Phase.FINISHED)

    def set_mirror(self, mode: Mirror) -> None:
        """Decide left and right: "auto", "on", "off"."""
        with self._lock:
            self._mirror = mode
            for follower in self._followers:
                follower.set_mirror(mode)

    def exchange_sides(self) -> None:
        """The target is shown with left and right exchanged from now on, or no longer."""
        with self._lock:
            if self._poses:
                self._exchanged = True
            for follower in self._followers:
                follower.exchange_sides()

    def choose_person(self, x: float, y: float) -> None:
        """Follow the one at this place of the camera picture, pixels; where one trains."""
        if self._finder is not None:
            self._finder.follow(x, y)
            with self._lock:
                self._corrections = [LiveCorrection() for _ in range(self._n)]

    def dismiss_alarm(self) -> None:
        """The people are all right; never blocks."""
        self._watch.dismiss()

    def state(self) -> LiveState:
        """The newest state; never blocks."""
        return self._state

    def screen_shown(self, frame: Frame, at: float) -> None:
        """The interface painted the state of ``frame`` at monotonic time ``at``."""
        self.measurements.shown(frame.index, frame.time, at)

    def close(self) -> None:
        """Stop camera and thread; what was recorded is kept."""
        self.finish()
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        self._end_record(None)

    def result(self) -> SessionResult:
        """The result of what was recorded, aligned anew as a whole; computes for a moment."""
        with self._lock:
            tracks = self.tracks()
        moves, skipped = self._target.moves, jumped_over(tracks[0].time)
        if self._drill is not None:
            start, end = self._drill
            moves = tuple(move for move in moves if move.end > start and move.start < end)
            skipped = (*skipped, (-np.inf, start), (end, np.inf))
        outcome = score_session(
            self._target.track(),
            tracks,
            title=self._target.title,
            encoder=self._encoder,
            moves=moves,
            mirror="auto" if self._exchanged else self._mirror,
            curve=self._curve,
            max_lag=MAX_LAG,
            left_out=self._left_out,
            skipped=skipped,
            cycles=self._target.cycles,
        )
        self._end_record(outcome)
        return outcome

    def tracks(self) -> tuple[PoseTrack, ...]:
        """The poses of this run, one track a person, on the clock of the target."""
        keep = newest_passes(self._poses.times)
        return tuple(self._poses.track(n, keep, self._frame_size, 30.0) for n in range(self._n))

    def stats(self) -> dict[str, object]:
        """Figures of this run, see ``coach.session.stats``."""
        return self.measurements.summary()

    # -- the thread -----------------------------------------------------------------

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._publish(replace(self._state, phase=phase))

    def _fresh_run(self) -> None:
        self._followers = [
            Follower(self._target, self._encoder, self._curve, self._mirror) for _ in range(self._n)
        ]
        self._synchrony = LiveSynchrony(self._encoder.size)
        self._shown_in: tuple[Move | None, Sequence[tuple[float, float]]] = (None, ())
        self._judges: list[LiveJudge] = []
        self._exchanged = False
        self._poses: KeptPoses = KeptPoses(self._n)
        self._frame_size = (640, 480)
        self._session_time = 0.0
        self._last_frame_time: float | None = None
        self._last_seen = self._feet_seen = self._clock()

    def _end_record(self, result: SessionResult | None) -> None:
        self._record.end(result)
        if self._record.problem is not None:
            self._publish(replace(self._state, problem=self._record.problem))

    def _run(self, finder: Finder) -> None:
        """Find people in one frame after the other; another thread scores them meanwhile."""
        found: Queue[Found | None] = Queue(WAITING)
        scoring = threading.Thread(
            target=self._score_all, args=(found,), name="coach-scoring", daemon=True
        )
        scoring.start()
        try:
            with closing(finder):
                self._guarded(partial(self._find_all, finder, found))
        finally:
            found.put(None)
            scoring.join()
            self._camera.close()

    def _guarded(self, work: Callable[[], None]) -> None:
        """The last door of a thread: it must not die in silence, nor the other one go on."""
        try:
            work()
        except UserCanFix as problem:
            self._stop.set()
            self._fail(problem)
        except Exception as error:
            self._stop.set()
            log.exception("the session broke off")
            self._fail(CoachBug(str(error)))

    def _find_all(self, finder: Finder, found: Queue[Found | None]) -> None:
        while not self._stop.is_set():
            one = finder.find(FRAME_WAIT)
            if one is None:
                found.join()
                self._without_frame()
                if self._camera.ended:  # it does not wait for what never comes
                    self._stop.wait(FRAME_WAIT)
                continue
            self._camera_problem = None
            if finder.relief is not self._relief:
                self._relief, self._relieved_at = finder.relief, one.frame.time
            found.put(one)

    def _score_all(self, found: Queue[Found | None]) -> None:
        """Until there is None; after a failure nothing more, but nobody waits for it in vain."""
        while (one := found.get()) is not None:
            if not self._stop.is_set():
                self._guarded(partial(self._take, one))
            found.task_done()

    def _fail(self, problem: CoachError) -> None:
        with self._lock:
            self._camera_problem = problem
            self._publish(replace(self._state, problem=problem))

    def _without_frame(self) -> None:
        """The camera gives nothing: what it showed last is no score any more."""
        lost = self._camera.lost
        if lost is not self._camera_problem:
            self._camera_problem = lost
            self._publish(replace(self._state, problem=lost))
        frame, now = self._state.frame, self._clock()
        if frame is not None and now - frame.time > NOTE_AFTER:
            nobody_there = (None,) * self._n
            self._look_out(nobody_there, nobody_there, now)  # who fell is asked all the same
            people, alarm = nobody(self._n), self._watch.alarm
            self._publish(replace(self._state, people=people, note="note_no_picture", alarm=alarm))

    def _take(self, found: Found) -> None:
        frame, poses, self._others = found
        fixed = tuple(
            None if pose is None else correction.push(pose, frame.time)
            for correction, pose in zip(self._corrections, poses, strict=True)
        )
        with self._lock:
            running = self._phase is Phase.RUNNING and self.playhead.playing
            target_time = self.playhead.at(frame.time)
            if running:
                self.measurements.resume(frame.index)
                self._score(frame, poses, fixed, target_time)
            else:
                self._rest()
            self._look_out(poses, fixed, frame.time)
            self._publish(self._describe(frame, poses, target_time))

    def _look_out(self, poses: Poses, fixed: Poses, now: float) -> None:
        target_time, playing = self.playhead.at(now), self.playhead.playing
        self._watch.push(poses, fixed, now, target_time, playing=playing)

    def _rest(self) -> None:
        """Nothing is scored from here on, until the target moves again."""
        self.measurements.pause()
        self._last_frame_time = None

    def _score(self, frame: Frame, poses: Poses, fixed: Poses, target_time: float) -> None:
        """``fixed``: the poses, corrected."""
        if self._last_frame_time is not None:
            self._session_time += min(frame.time - self._last_frame_time, LONGEST_GAP)
        self._last_frame_time = frame.time
        if not self._judges or frame.size != self._frame_size:
            left_out = keypoints_of(self._left_out)
            self._judges = [LiveJudge(frame.size, left_out=left_out) for _ in range(self._n)]
        self._frame_size = frame.size
        scores = tuple(
            follower.push(
                judge.seen(pose, self._session_time),
                self._session_time,
                target_time,
                judge.guess(pose),
            )
            for follower, judge, pose in zip(self._followers, self._judges, fixed, strict=True)
        )
        if self._n > 1:
            one, other = self._followers
            self._synchrony.push(one.latent, other.latent, self._session_time)
        self._poses.add(poses, target_time, frame.size)
        self._record.add(frame.size, self._session_time, target_time, poses, scores)
        self.measurements.scored(frame, self._clock())

    def _describe(
        self, frame: Frame, poses: tuple[Pose | None, ...], target_time: float
    ) -> LiveState:
        views: list[FollowerView] = [follower.view() for follower in self._followers]
        people = tuple(
            PersonState(
                pose,
                view.score,
                view.smoothed_score,
                view.average,
                view.cue,
                view.repetitions,
                view.corrected,
                view.timing,
                view.attempts,
                view.held,
            )
            for pose, view in zip(poses, views, strict=True)
        )
        now = frame.time
        if any(pose is not None for pose in poses):
            self._last_seen = now
        shown = self._target.pose_at(target_time)
        asks_for_feet = not self._left_out >= LEGS and shown is not None and not hides_feet(shown)
        if not (asks_for_feet and feet_hidden(poses, frame)):
            self._feet_seen = now
        move, following = self._target.moves_at(target_time)
        return LiveState(
            frame=frame,
            people=people,
            target_pose=shown,
            move=move,
            next_move=following,
            target_repetitions=move.repetitions if move else 0,
            mirrored=views[0].mirrored,
            phase=self._phase,
            captured=self.measurements.captured,
            scored=self.measurements.n_scored,
            dropped=self.measurements.dropped,
            problem=self._camera_problem or self._record.problem,
            note=self._note(now),
            clapped_at=self._watch.asked_at,
            alarm=self._watch.alarm,
            others=self._others,
            raised_at=self._watch.raised_at,
            target_shown=self._shown(move, target_time),
            synchrony=self._synchrony.value,
        )

    def _note(self, now: float) -> str:
        if now - self._last_seen > NOTE_AFTER:
            return "note_nobody_seen"
        if now - self._feet_seen > NOTE_AFTER:
            return "note_feet_hidden"
        return f"note_{self._relief.value}" if now - self._relieved_at < SAID_FOR else ""

    def _shown(self, move: Move | None, target_time: float) -> int:
        """Repetitions that the instructor has done of a move; until they are known, evenly."""
        if move is None or not move.repetitions:
            return 0
        cycles = self._target.cycles
        if cycles is None:
            part = (target_time - move.start) / max(move.end - move.start, 1e-9)
            return min(int(part * move.repetitions), move.repetitions)
        if self._shown_in[0] != move:
            self._shown_in = move, shown_in(cycles, move.start, move.end)
        done = sum(end <= target_time for _, end in self._shown_in[1])
        return min(done, move.repetitions)

    def _publish(self, state: LiveState) -> None:
        self._state = state
        if self._on_state is not None:
            self._on_state(state)
