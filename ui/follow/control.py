"""What happens on the follow screen, from opening the camera to the result."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from coach.errors import UserCanFix
from coach.texts import Texts
from coach.types import Frame
from ui.engine import Engine, TargetFace
from ui.follow.chimes import Chimes
from ui.follow.course import Course
from ui.follow.guidance import Guidance
from ui.follow.guide import Guide
from ui.follow.key_pose import KeyPoses
from ui.follow.player import TargetPlayer
from ui.follow.presence import Change, Presence, is_on_floor
from ui.follow.run import Run
from ui.follow.showing import as_filmed, can_edit, follow_view, may_start, runs_dry
from ui.follow.values import FollowRequest, Outcome
from ui.follow.view import FollowView, Situation, Stage
from ui.follow.voice import Speaker
from ui.kit.jobs import Jobs
from ui.kit.words import sentence_of
from ui.setup.cameras import camera_label

log = logging.getLogger(__name__)

TICK_MS: Final = 100
READY_AGAIN_S: Final = 3
"""Seconds, at most, to get ready again after coming back into the picture."""
AHEAD_AGAIN_S: Final = 5.0
"""Seconds that must be analysed ahead before a target that ran dry goes on."""


_ON_THE_WAY: Final = (Stage.RUNNING, Stage.PAUSED, Stage.CATCHING_UP)
"""Stages of a session that has begun and can go on."""


class FollowController(QObject):
    """Moves the follow screen from stage to stage, whatever moves it.

    Signals:
        changed: FollowView; something visible is different.
        state_arrived: LiveState of a new camera frame.
        scored: running seconds and tuple of scores 0..100 (NaN: not judged), ten a second.
        cleared: the record begins anew.
        finished: Outcome.
        left: nothing came of it; sentence of what went wrong, or "".
    """

    changed = Signal(object)
    state_arrived = Signal(object)
    scored = Signal(float, object)
    cleared = Signal()
    finished = Signal(object)
    left = Signal(str)

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        player: TargetPlayer,
        texts: Texts,
        *,
        speaker: Speaker | None = None,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        """``speaker``: says what is to be said; None: nobody does."""
        super().__init__(parent)
        self._engine, self._jobs, self._player = engine, jobs, player
        self._texts, self._clock = texts, clock
        self._request: FollowRequest | None = None
        self._view: FollowView | None = None
        self._flipped = False
        self._key_poses = KeyPoses()
        self._run = Run(engine, jobs, self)
        self._guidance = Guidance()
        self._guide = Guide(player, Chimes(self), speaker)
        self._course = Course(player)
        self._presence = Presence()
        self._stage = Stage.OPENING
        self._preparing: bool = True
        self._camera_failure: str = ""
        self._has_picture = self._starting = False
        self._starts_at = 0.0
        self._reset()
        self._run.made.connect(self._note_session)
        self._run.begun.connect(self._play)
        self._run.failed.connect(self._give_up_camera)
        self._run.arrived.connect(self.state_arrived)
        self._run.ended.connect(self._deliver)
        self._run.broken.connect(lambda error: self.leave(self._texts.error(error)))
        self._run.attention.clapped.connect(self._obey_claps)
        self._run.attention.raised.connect(self._obey_arms)
        self._run.attention.fallen.connect(self._stand_still)
        player.picture_shown.connect(self._note_picture)
        player.first_picture.connect(self._note_first_picture)
        player.ended.connect(self._end)
        player.failed.connect(self._give_up_video)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)

    # -- what the screen asks for -----------------------------------------------------

    @property
    def stage(self) -> Stage:
        """Where the screen stands."""
        return self._stage

    @property
    def preparing(self) -> bool:
        """Whether the session has not yet been started: it is being set up."""
        return self._request is not None and self._preparing

    @property
    def request(self) -> FollowRequest | None:
        """What is followed, and how; None between two sessions."""
        return self._request

    @property
    def view(self) -> FollowView | None:
        """What is shown now."""
        return self._view

    @property
    def camera_failure(self) -> str:
        """Why the camera gives no picture, or ""."""
        return self._camera_failure

    @property
    def time(self) -> float:
        """Presentation time of the target, seconds."""
        return self._player.time

    @property
    def speed(self) -> float:
        """Speed of the target."""
        return self._course.speed

    def set_guidance(self, guidance: Guidance) -> None:
        """What is said, counted and waited for from now on."""
        if not guidance.speaks:
            self._guide.hush()
        self._guidance = guidance

    def announce(self, sentence: str) -> None:
        """Say a sentence of another screen to somebody who cannot look."""
        if self._guidance.everything:
            self._guide.announce(sentence, self._clock())

    def set_texts(self, texts: Texts) -> None:
        """Another language."""
        self._texts = texts
        self._refresh()

    def begin(self, request: FollowRequest) -> None:
        """Show a target and open the camera."""
        self._request = request
        self._reset()
        self._guide.begin()
        self._player.load(request.target.path)
        self._course.begin(request.drill)
        self._make_session()
        self._timer.start()
        self._refresh()

    def change(self, **changes: Any) -> None:
        """Other fields of the request, while it is being set up: the session is made anew.

        What is wrong with the camera is forgotten, what is wrong with the video is not.
        """
        broken = self._stage is Stage.FAILED and not self._camera_failure
        if self._request is None or not self._preparing or broken:
            return
        self._request = replace(self._request, **changes)
        self._failure = self._camera_failure = ""
        self._stage = Stage.OPENING
        self._make_session()
        self._refresh()

    def change_names(self, names: tuple[str | None, ...]) -> None:
        """Who the people are; the session goes on."""
        if self._request is not None and names != self._request.names:
            self._request = replace(self._request, names=names)
            self._run.names = names
            self._refresh()

    def choose_person(self, x: float, y: float) -> None:
        """Who trains is at this place of the camera picture, pixels."""
        if self._run.session is not None:
            self._run.session.choose_person(x, y)

    def press_start(self) -> None:
        """The button over the picture: start, resume, or back.

        While the video is not known far enough, it starts as soon as it is.
        """
        if self._stage is Stage.READY:
            self._count_down()
        elif self._stage in (Stage.OPENING, Stage.ANALYSING) and self._request is not None:
            self._request = replace(self._request, start=True)
            self._refresh()
        elif self._stage is Stage.PAUSED:
            self._resume()
        elif self._stage is Stage.FAILED:
            self.leave()

    def press_curtain(self) -> None:
        """The button of the card: to begin or go on; of one that waits, to wait no longer."""
        if self._stage in (Stage.OPENING, Stage.ANALYSING):
            self.stop()
        elif self._stage is Stage.CATCHING_UP:
            self.ask_to_stop()
        else:
            self.press_start()

    def toggle_pause(self) -> None:
        """Pause or go on; starts when ready."""
        if self._stage is Stage.RUNNING:
            self._hold(Stage.PAUSED)
        else:
            self.press_start()

    def restart(self) -> None:
        """From the beginning, with a countdown."""
        if self._stage not in (Stage.RUNNING, Stage.PAUSED, Stage.CATCHING_UP):
            return
        self._hold(Stage.OPENING)
        self._course.rewind()
        self._clear_record()
        if self._request is not None and self._request.camera.is_file:
            self._make_session()
        else:
            self._count_down()

    def change_speed(self, steps: int) -> None:
        """Faster or slower by steps of a tenth."""
        self._course.change_speed(steps)
        self._tell_playhead()
        self._refresh()

    def jump(self, steps: int) -> None:
        """To the next move (1) or back (-1); the report tells what was left out."""
        request = self._request
        if request is None or request.drill is not None or self._stage not in _ON_THE_WAY:
            return
        target = request.target
        if self._course.jump(target.moves, steps, target.ready_until):
            self._tell_playhead()
            self._refresh()

    def toggle_loop(self) -> None:
        """Do this move again and again, slowly first; once more: go on."""
        request = self._request
        if request is None or request.drill is not None or self._stage not in _ON_THE_WAY:
            return
        if self._course.toggle_move(request.target.moves):
            self._tell_playhead()
            self._refresh()

    def mark(self, *, end: bool) -> None:
        """A part to be done again and again begins, or ends, here."""
        if self._stage in _ON_THE_WAY and self._request and self._request.drill is None:
            self._course.mark(end=end)
            self._tell_playhead()
            self._refresh()

    def set_mirror(self, mode: str) -> None:
        """How left and right are compared with what the screen shows."""
        if self._request is not None:
            self._request = replace(self._request, mirror=mode)
        if self._run.session is not None:
            self._run.session.set_mirror(self._mirror)

    def flip_target(self, flipped: bool) -> None:
        """Left and right of the target are exchanged: people follow what they see."""
        if flipped == self._flipped:
            return
        self._flipped = flipped
        if self._run.session is not None and self._request is not None:
            self._run.session.exchange_sides()
            self.set_mirror(self._request.mirror)
        self._refresh()

    def dismiss_alarm(self) -> None:
        """Whoever seemed to have fallen is all right; the video waits for them."""
        self._run.attention.answer()
        if self._run.session is not None:
            self._run.session.dismiss_alarm()
        self._refresh()

    def begin_editing(self) -> TargetFace | None:
        """Let the moves of the target be edited before the start; None where they cannot be."""
        request = self._request
        if request is None or not can_edit(self._stage, request.target):
            return None
        self._stage = Stage.EDITING
        self._refresh()
        return request.target

    def end_editing(self) -> None:
        """Back to where the session can begin."""
        if self._stage is Stage.EDITING:
            self._player.rewind()
            self._stage = Stage.READY
            self._refresh()

    def note_painted(self, frame: Frame) -> None:
        """The picture of a camera frame is on the screen."""
        if self._run.session is not None:
            self._run.session.screen_shown(frame, self._clock())

    @Slot()
    def ask_to_stop(self) -> None:
        """End, but not by a slip: what runs is paused first, and ends when asked again."""
        if self._stage in (Stage.RUNNING, Stage.CATCHING_UP):
            self._hold(Stage.PAUSED)
            self._is_ending = True
            self._refresh()
        else:
            self.stop()

    @Slot()
    def stop(self) -> None:
        """End: to the report if anything was scored, else back."""
        if self._stage in _ON_THE_WAY or (self._stage is Stage.COUNTDOWN and self._resumes):
            self._finish()
        elif self._stage is not Stage.ENDING:
            self.leave()

    def leave(self, sentence: str = "") -> None:
        """Back to the start without a report."""
        self._guide.hush()
        self._close()
        self.left.emit(sentence)

    def close(self) -> None:
        """The window closes."""
        self._close()
        self._guide.close()

    # -- the way ----------------------------------------------------------------------

    @Slot()
    def tick(self) -> None:
        """Ten times a second: countdown, progress, and what is shown."""
        now = self._clock()
        target = self._request.target if self._request else None
        if target is None:
            return
        if self._stage is Stage.ANALYSING and target.error is not None:
            self._fail(sentence_of(target.error, self._texts))
        elif self._stage is Stage.ANALYSING and self._has_picture and may_start(target):
            self._stage = Stage.READY
            if self._request is not None and self._request.start:
                self._count_down()
        elif self._stage is Stage.COUNTDOWN and not self._starting and now >= self._starts_at:
            if self._resumes:
                self._resume()
            else:
                self._start()
        elif self._stage is Stage.RUNNING:
            self._note_scores(now)
            if runs_dry(target, self._player.time):
                self._hold(Stage.CATCHING_UP)
            else:
                self._watch_presence(now)
        elif self._stage is Stage.PAUSED:
            self._watch_presence(now)
        elif self._stage is Stage.CATCHING_UP and (
            target.done or target.ready_until >= self._player.time + AHEAD_AGAIN_S
        ):
            self._resume()
        self._refresh()

    def _reset(self) -> None:
        self._stage = Stage.OPENING
        self._failure = self._camera_failure = ""
        self._preparing = True
        self._has_picture = self._starting = False
        self._resumes = self._is_ending = False
        self._starts_at = 0.0
        self._presence.reset()
        self._view = None
        self._clear_record()

    def _clear_record(self) -> None:
        self._running_s = 0.0
        self._last_tick: float | None = None
        self.cleared.emit()

    def _make_session(self) -> None:
        request = self._request
        assert request is not None
        self._made_for = self._mirror
        self._run.make(request, mirror=self._made_for, arms=self._guidance.arms_up)

    @property
    def _mirror(self) -> str:
        """How people are compared with the video as it was filmed."""
        request = self._request
        assert request is not None
        return as_filmed(request.mirror, flipped=self._flipped)

    @Slot()
    def _note_session(self) -> None:
        session = self._run.session
        if session is not None and self._made_for != self._mirror:  # chosen meanwhile
            session.set_mirror(self._mirror)
        if self._stage is Stage.OPENING:
            self._stage = Stage.ANALYSING
        self._refresh()

    def _count_down(self) -> None:
        self._stage = Stage.COUNTDOWN
        self._starting = self._preparing = self._resumes = False
        self._starts_at = self._clock() + self._guidance.countdown
        self._refresh()

    def _count_down_again(self) -> None:
        """Before the session goes on."""
        self._stage = Stage.COUNTDOWN
        self._starting, self._resumes = False, True
        self._starts_at = self._clock() + min(self._guidance.countdown, READY_AGAIN_S)
        self._refresh()

    def _start(self) -> None:
        if self._run.session is not None:
            self._starting = True
            self._run.begin()

    @Slot()
    def _play(self) -> None:
        if self._stage is not Stage.COUNTDOWN or not self._starting:
            return
        self._starting = False
        self._stage = Stage.RUNNING
        self._player.play()
        self._refresh()

    def _hold(self, stage: Stage) -> None:
        self._stage = stage
        self._is_ending = self._resumes = False
        self._last_tick = None
        self._player.pause()
        self._tell_playhead()
        if self._run.session is not None:
            self._run.session.pause()
        self._refresh()

    def _resume(self) -> None:
        self._stage = Stage.RUNNING
        self._is_ending = self._resumes = False
        self._presence.go_on(self._clock())
        if self._run.session is not None:
            self._run.session.resume()
        self._player.play()
        self._refresh()

    def _finish(self) -> None:
        if self._run.session is None:
            self.leave()
            return
        self._hold(Stage.ENDING)
        self._run.end()

    @Slot(object)
    def _deliver(self, outcome: Outcome) -> None:
        self._close()
        self.finished.emit(outcome)

    def _close(self) -> None:
        self._timer.stop()
        self._guide.rest()
        self._player.close()
        request, self._request = self._request, None
        self._run.drop()
        if request is not None:
            self._jobs.tidy(request.target.close)

    # -- what comes in ----------------------------------------------------------------

    @Slot()
    def _obey_claps(self) -> None:
        if self._stage in (Stage.READY, Stage.RUNNING, Stage.PAUSED):
            self.toggle_pause()

    @Slot()
    def _obey_arms(self) -> None:
        if self._guidance.arms_up and self._stage in (Stage.RUNNING, Stage.PAUSED):
            self.toggle_pause()

    def _watch_presence(self, now: float) -> None:
        """Wait for whoever leaves the picture, or whose camera gives none.

        A recording in place of a camera may end.
        """
        request, live = self._request, self._run.live
        if request is None or live is None or not self._guidance.waits or request.camera.is_file:
            return
        if self._run.attention.alarm is not None:
            return
        if self._stage is Stage.PAUSED and not self._presence.is_away:
            return
        seen = any(person.pose is not None for person in live.people)
        change = self._presence.push(seen, now, on_floor=is_on_floor(live.target_pose))
        if change is Change.LEFT:
            self._hold(Stage.PAUSED)
        elif change is Change.BACK:
            self._count_down_again()

    @Slot()
    def _end(self) -> None:
        """The video is over: to the report, or back to the part that is repeated."""
        if self._stage is Stage.RUNNING and self._course.end():
            self._tell_playhead()
        else:
            self.stop()

    @Slot()
    def _stand_still(self) -> None:
        """Somebody seems to have fallen."""
        if self._stage is Stage.COUNTDOWN:
            self._hold(Stage.PAUSED if self._resumes else Stage.READY)
        elif self._stage in (Stage.RUNNING, Stage.CATCHING_UP):
            self._hold(Stage.PAUSED)
        self._refresh()

    @Slot(QImage, float)
    def _note_picture(self, _: QImage, __: float) -> None:
        self._tell_playhead()

    @Slot()
    def _note_first_picture(self) -> None:
        self._has_picture = True
        self._course.enter()
        self.tick()

    def _tell_playhead(self) -> None:
        if self._run.session is not None:
            self._run.session.playhead.update(
                self._player.time,
                self._clock(),
                rate=self._player.rate,
                playing=self._stage is Stage.RUNNING and self._player.is_settled,
            )

    @Slot(str)
    def _give_up_video(self, key: str) -> None:
        self._fail(self._texts(key))

    @Slot(object)
    def _give_up_camera(self, error: UserCanFix) -> None:
        self._camera_failure = self._texts.error(error)
        self._fail(self._texts("ui_cannot_start"))

    def _fail(self, sentence: str) -> None:
        if self._request is None:
            return
        self._hold(Stage.FAILED)
        self._failure = sentence
        self._refresh()

    def _note_scores(self, now: float) -> None:
        if self._last_tick is not None:
            self._running_s += now - self._last_tick
        self._last_tick = now
        people = self._run.live.people if self._run.live else ()
        scores = tuple(person.smoothed_score for person in people)
        self.scored.emit(self._running_s, scores)
        known = [score for score in scores if not math.isnan(score)]
        self._course.note(sum(known) / len(known) if known else math.nan)
        if not self._player.is_settled:  # else the time is told with every picture
            self._tell_playhead()

    def _refresh(self) -> None:
        request = self._request
        if request is None:
            return
        now = self._clock()
        people = self._run.live.people if self._run.live else ()
        cues = tuple(person.cue for person in people)
        alarm = self._run.attention.alarm
        coming = self._run.live.next_move if self._run.live else None
        situation = Situation(
            stage=self._stage,
            target=request.target,
            live=self._run.live,
            people=request.people,
            time=self._player.time,
            countdown=max(1, math.ceil(self._starts_at - now)),
            cues=cues,
            speed=self.speed,
            failure=self._failure,
            camera_failure=self._camera_failure,
            claps=request.claps,
            flipped=self._flipped,
            next_pose=self._key_poses.of(request.target, coming),
            alarm=alarm,
            alarm_left=math.ceil(alarm.due - now) if alarm else 0,
            part=self._course.part,
            passes=self._course.passes,
            is_mastered=self._course.is_mastered,
            is_gone=self._stage is Stage.PAUSED and self._presence.is_away,
            is_ending=self._is_ending,
            notice=self._guide.notice(now, self._texts),
            camera=camera_label(request.camera, self._texts),
            names=request.names,
            clock=now,
        )
        self._guide.take(situation, now, self._texts, self._guidance)
        view = follow_view(situation, self._texts)
        if view != self._view:
            self._view = view
            self.changed.emit(view)
