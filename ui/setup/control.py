"""What happens on the set-up screen: cameras, who trains, and what the camera sees of them.

The session is that of the ``FollowController``, in the stages before its start: it finds poses
while it waits, so that the start goes on with the same camera and the same models.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtMultimedia import QMediaDevices

from coach.errors import UserCanFix
from coach.texts import Texts
from coach.types import Frame, Pose
from ui.choices import Choices
from ui.engine import CameraOption, Engine, TargetFace
from ui.follow.control import FollowController
from ui.follow.loop import Part
from ui.follow.values import FollowRequest
from ui.follow.view import FollowView, Stage
from ui.kit.jobs import Jobs
from ui.settings import Settings
from ui.setup.cameras import first_camera
from ui.setup.partner import Pair
from ui.setup.view import Now, SetupView, setup_view

if TYPE_CHECKING:
    from coach.pose import Gathering
    from coach.session import LiveState
    from coach.session.adviser import Adviser
    from coach.session.readiness import Advice, Check, Glimpse

log = logging.getLogger(__name__)

KEPT_S: Final = 1.5
"""Seconds of glimpses that are kept, a little more than is looked back on."""
GLIMPSE_EVERY_S: Final = 0.06
"""Seconds from one kept glimpse to the next; more of them tell no more."""
LOOK_EVERY_S: Final = 0.2
"""Seconds from one look at the glimpses to the next: nobody reads faster."""
PLUGGED_MS: Final = 500
"""From the word of the system that a camera was plugged in until it can be opened."""
FEET_UNSEEN_S: Final = 6.0
"""Seconds of somebody without feet after which the upper body alone is offered: long enough
to have stepped back."""
_NEAR: Final = 0.08
"""How far beside somebody a click is still on them, in parts of their height."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line wants otherwise than the settings; None: nothing.

    Attributes:
        camera: number or path; people: 1 or 2. start: begin as soon as possible.
        attended: whether somebody is there who could answer.
    """

    camera: str | None = None
    people: int | None = None
    start: bool = False
    attended: bool = True


class SetupControl(QObject):
    """Holds a target until its session is started.

    Signals:
        changed: SetupView; something visible is different.
        looked: LiveState; a camera picture with its people.
        still: Frame; the first picture of a recording that plays as the camera.
        pictured: Frame; a picture of the video where no session shows one.
        cameras_changed: the list of cameras, or the chosen one, is different.
        on_top: whether the set-up screen should be seen now, or else the follow screen.
    """

    changed = Signal(object)
    looked = Signal(object)
    still = Signal(object)
    pictured = Signal(object)
    cameras_changed = Signal()
    on_top = Signal(bool)

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        choices: Choices,
        follow: FollowController,
        texts: Texts,
        asked: Asked,
        *,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine, self._jobs, self._choices = engine, jobs, choices
        self._follow, self._texts, self._asked = follow, texts, asked
        self._cameras: tuple[CameraOption, ...] = ()
        self._camera: CameraOption | None = None
        self._for_once = False
        self._drill: Part | None = None
        self._target: TargetFace | None = None
        self._people = asked.people or choices.settings.people
        self._pair = Pair()
        self._is_on_top = False
        self._view: SetupView | None = None
        self._adviser: Adviser | None = None
        self._glimpses: deque[Glimpse] = deque()
        self._checks: dict[Check, bool | None] = {}
        self._advice: Advice | None = None
        self._looked_at: float = 0.0
        self._feet_seen_at: float | None = None
        self._has_chosen = False
        self._gathering: Gathering | None = None
        self._chosen: int | None = None
        self._is_choosing = False
        self._choices_made = 0
        self._is_exchanging = self._starts_then = False
        self._forget()
        self._devices = QMediaDevices(self)
        self._plugged = QTimer(self, singleShot=True, interval=PLUGGED_MS)
        self._plugged.timeout.connect(self._note_plugged)
        self._devices.videoInputsChanged.connect(self._plugged.start)
        follow.left.connect(self._let_go)
        follow.finished.connect(self._let_go)
        follow.changed.connect(self._follow_on)
        follow.state_arrived.connect(self._take)

    # -- what the screen asks for -------------------------------------------------------

    @property
    def cameras(self) -> tuple[CameraOption, ...]:
        """The cameras that are there."""
        return self._cameras

    @property
    def camera(self) -> CameraOption | None:
        """The one that is looked through."""
        return self._camera

    @property
    def people(self) -> int:
        """How many train; the demo person is alone."""
        return 1 if self._camera is not None and self._camera.is_demo else self._people

    @property
    def upper(self) -> bool:
        """Whether only the upper body is judged."""
        return self.settings.body == "upper"

    @property
    def settings(self) -> Settings:
        """What is remembered."""
        return self._choices.settings

    def begin(
        self,
        target: TargetFace,
        camera: CameraOption | None = None,
        drill: Part | None = None,
    ) -> None:
        """Set a target up; its cameras are looked for where none is known yet.

        Args:
            target: what is followed.
            camera: for this session only, and not remembered; None takes the usual one.
            drill: the only part of it that is practised; None: all of it.
        """
        self._drill = drill
        if self._for_once:
            self._camera = None
        elif self._camera is not None and self._asked.camera is None:  # as the settings say now
            self._camera = first_camera(self._cameras, None, self.settings.camera)
        self._for_once = camera is not None
        if camera is not None:
            self._camera, self._cameras = camera, (camera,)
            self.cameras_changed.emit()
        self._target = target
        self._view = None
        self._pair = replace(self._pair, first=self._engine.person, wanted=self.settings.partner)
        self._jobs.do(self._engine.setup.known, self._take_known, self._tell_failure)
        self._gathering, self._chosen, self._is_choosing = None, None, False
        self._choices_made += 1
        self._is_exchanging = self._starts_then = False
        self._forget()
        if self._camera is None:
            self.seek_cameras()
        else:
            self._begin_session()
        if self._asked.attended:
            self._look_for_people(target)
        self._refresh()

    def seek_cameras(self) -> None:
        """Look for cameras; the one that is looked through stays as it is."""
        self._jobs.do(self._engine.cameras, self._note_cameras)

    def try_again(self) -> None:
        """Look for cameras; the one that there is is opened anew where it fails."""
        self._jobs.do(self._engine.cameras, partial(self._note_cameras, retries=True))

    def take_demo(self) -> None:
        """Let the demo person stand in until a camera is there; not remembered."""
        demo = self._engine.demo
        if demo is None or self._target is None:
            return
        self._camera, self._for_once = demo.camera, False
        if demo.camera not in self._cameras:
            self._cameras = (*self._cameras, demo.camera)
        self.cameras_changed.emit()
        self._use_camera()

    @Slot()
    def _note_plugged(self) -> None:
        """Something was plugged in or pulled out; a camera that is gone is waited for."""
        if self._target is not None and not self._for_once:
            self._jobs.do(self._engine.cameras, partial(self._note_cameras, keeps=True))

    def choose_camera(self, camera: CameraOption) -> None:
        """Look through another camera, and remember it."""
        self._camera, self._for_once = camera, False
        self._choices.keep(camera=camera.spec)
        self.cameras_changed.emit()
        self._use_camera()

    def _use_camera(self) -> None:
        """The session looks through the camera that was chosen."""
        if self._follow.request is None:
            self._forget()
            self._begin_session()
            self._refresh()
        else:
            self._look_anew(camera=self._camera, people=self.people, names=self._names)

    def choose_people(self, people: int) -> None:
        """One or two who train, and remember it."""
        self._people = people
        self._choices.keep(people=people)
        self._look_anew(people=people, names=self._names)

    @property
    def pair(self) -> Pair:
        """Who they are where two train."""
        return self._pair

    def choose_partner(self, name: str) -> None:
        """Who trains along, ``GUEST`` for somebody without a profile, and remember it."""
        self._choices.keep(partner=name)
        self._change_pair(wanted=name)

    def swap(self) -> None:
        """The one is the other: people stand as they like."""
        if self.people > 1 and self._pair.differs:
            self._change_pair(is_swapped=not self._pair.is_swapped)

    def _change_pair(self, **changes: Any) -> None:
        self._pair = replace(self._pair, **changes)
        self._follow.change_names(self._names)
        self._refresh()

    @property
    def _names(self) -> tuple[str | None, ...]:
        """The profiles of who trains, as the engine numbers people."""
        return self._pair.names if self.people > 1 else (self._pair.first,)

    def choose_body(self, body: str) -> None:
        """Judge the "whole" body or the "upper" one, and remember it."""
        self._choices.keep(body=body)
        self._look_anew(body=body)

    def turn_picture(self) -> None:
        """The picture of the camera is upside down: turn it over, and remember it."""
        self._choices.keep(camera_turn=(self.settings.camera_turn + 180) % 360)
        self._look_anew(camera=self._camera)

    @property
    def gathering(self) -> Gathering | None:
        """The people in the video, where there are several."""
        return self._gathering

    @property
    def chosen(self) -> int | None:
        """Number of the one who was chosen as instructor, from the left."""
        return self._chosen

    def ask_for_instructor(self, asked: bool) -> None:
        """Let the instructor be chosen, or leave it as it is."""
        self._is_choosing = asked and self._gathering is not None
        self._refresh()

    def choose_instructor(self, number: int) -> None:
        """Follow one of the people in the video, and analyse it for them."""
        gathering, target, texts = self._gathering, self._target, self._texts
        if gathering is None or target is None or number >= len(gathering.people):
            return
        self._is_choosing, self._chosen = False, number
        self._is_exchanging = True
        self._choices_made += 1
        mine = self._choices_made
        chosen = gathering.instructor(number)

        def work() -> TargetFace:
            self._engine.setup.choose(target, chosen)
            return self._engine.open_target(target.path, texts)

        self._jobs.do(
            work,
            lambda new: self._take_target(new, mine),
            lambda error: self._keep_target(error, mine),
            vital=True,
        )
        self._refresh()

    def choose_person(self, x: float, y: float) -> None:
        """Who trains is at this place of the camera picture, pixels."""
        if self.people == 1:
            self._follow.choose_person(x, y)
            seen = self._glimpses[-1].everybody if self._glimpses else ()
            if self._advice == "choose" and any(_is_at(pose, x, y) for pose in seen):
                self._has_chosen = True

    def start(self) -> None:
        """Begin, at once or as soon as the video is known far enough."""
        if self._view is None or not self._view.can_start:
            return
        if self._is_exchanging:
            self._starts_then = True
        else:
            self._follow.press_start()
        self._refresh()

    def leave(self) -> None:
        """Back, without a session."""
        if self._target is not None:
            self._follow.leave()

    @Slot()
    def _let_go(self) -> None:
        """The session is over, or there was none: nothing that comes late begins another."""
        target, self._target = self._target, None
        if target is not None:
            self._jobs.tidy(target.close)

    def set_texts(self, texts: Texts) -> None:
        """Another language."""
        self._texts = texts
        self._refresh()

    # -- people in the video ------------------------------------------------------------

    def _look_for_people(self, target: TargetFace) -> None:
        def work() -> tuple[Gathering | None, int | None]:
            found = self._engine.setup.gathering(target)
            return found, None if found is None else self._engine.setup.chosen(target, found)

        def done(answer: tuple[Gathering | None, int | None]) -> None:
            if target is self._target:
                self._gathering, self._chosen = answer
                self._refresh()

        self._jobs.do(work, done, self._tell_failure)

    def _take_known(self, names: tuple[str, ...]) -> None:
        self._change_pair(known=names)

    def _take_target(self, new: TargetFace, choice: int) -> None:
        """Go on with the same video, analysed for somebody else."""
        old, is_newest = self._target, choice == self._choices_made
        if old is None or not is_newest or not self._follow.preparing:
            self._jobs.tidy(new.close)  # left, begun by two claps, or chosen anew, meanwhile
            return
        self._target = new
        self._is_exchanging = False
        request = self._follow.request
        starts = self._starts_then or (request is not None and request.start)
        self._look_anew(target=new, start=starts)
        self._jobs.tidy(old.close)

    def _keep_target(self, error: UserCanFix, choice: int) -> None:
        """The choice could not be kept: go on as before."""
        self._tell_failure(error)
        if choice != self._choices_made:
            return
        self._is_exchanging = False
        if self._starts_then:
            self.start()

    def _tell_failure(self, error: UserCanFix) -> None:
        log.warning("%s", error)  # the most prominent person is followed all the same

    # -- cameras ------------------------------------------------------------------------

    def _note_cameras(
        self, cameras: tuple[CameraOption, ...], *, keeps: bool = False, retries: bool = False
    ) -> None:
        """Take the cameras that are there.

        Args:
            cameras: what was found.
            keeps: whether one that is not there stays chosen.
            retries: whether the one that is looked through is opened anew if it fails.
        """
        chosen = first_camera(cameras, self._asked.camera, self.settings.camera)
        now = self._camera
        stands_in = now is not None and now.is_demo and now.spec != self.settings.camera
        if now is not None and not stands_in and (now in cameras or keeps):
            chosen = now
        if chosen is not None and chosen not in cameras:
            cameras = (*cameras, chosen)
        is_other, self._camera = chosen != self._camera, chosen
        self._cameras = cameras
        self.cameras_changed.emit()
        is_blind = retries and self._view is not None and self._view.is_blind
        if self._target is None:
            return
        if chosen is None:
            self._show_video()
            self._refresh()
        elif self._follow.request is None:
            self._begin_session()
        elif is_other or is_blind or self._follow.camera_failure:
            self._use_camera()

    def _show_video(self) -> None:
        """A picture of the video, which plays only in a session."""
        target = self._target
        assert target is not None

        def done(frame: Frame | None) -> None:
            if frame is not None and target is self._target and self._follow.request is None:
                self.pictured.emit(frame)

        self._jobs.do(lambda: self._engine.setup.picture(target), done, self._tell_failure)

    def _begin_session(self) -> None:
        target, camera = self._target, self._camera
        assert target is not None
        assert camera is not None
        settings, attended = self.settings, self._asked.attended
        self._follow.begin(
            FollowRequest(
                target,
                camera,
                self.people,
                settings.mirror,
                self._asked.start,
                claps=settings.claps and attended,
                falls=settings.falls and attended,
                body=settings.body,
                drill=self._drill,
                names=self._names,
            )
        )
        self._show_still()

    def _look_anew(self, **changes: object) -> None:
        """The session with another camera, or another number of people."""
        self._forget()
        self._follow.change(**changes)
        self._show_still()
        self._refresh()

    def _show_still(self) -> None:
        """Of a recording, its first picture: it is played only when the session begins."""
        camera = self._camera
        if camera is None or not camera.is_file:
            return

        def look() -> Frame | None:
            preview = self._engine.open_preview(camera)
            try:
                return preview.latest(-1)
            finally:
                preview.close()

        self._jobs.do(look, self._take_still, lambda error: log.info("%s", error))

    def _take_still(self, frame: Frame | None) -> None:
        if frame is not None and self._camera is not None and self._camera.is_file:
            self.still.emit(frame)

    # -- what comes in ------------------------------------------------------------------

    @Slot(object)
    def _follow_on(self, view: FollowView) -> None:
        if self._target is None:
            return
        stage = self._follow.stage
        on_top = self._follow.preparing and stage is not Stage.EDITING and view.alarm is None
        if on_top != self._is_on_top:
            self._is_on_top = on_top
            self.on_top.emit(on_top)
        self._refresh()

    @Slot(object)
    def _take(self, state: LiveState) -> None:
        if not self._follow.preparing:
            return
        self.looked.emit(state)
        frame = state.frame
        if frame is None:
            return
        from coach.session.adviser import Adviser
        from coach.session.readiness import Glimpse, light_of, sharpness_of

        if self._adviser is None:
            self._adviser = Adviser()
        due = frame.time >= self._looked_at + LOOK_EVERY_S
        last = self._glimpses[-1] if self._glimpses else None
        if last is not None and last.time <= frame.time < last.time + GLIMPSE_EVERY_S:
            return
        people = tuple(person.pose for person in state.people)
        self._glimpses.append(
            Glimpse(
                frame.time,
                people,
                state.others,
                light_of(frame.image) if due or last is None else last.light,
                sharpness_of(frame.image) if due or last is None else last.sharpness,
                frame.index,
            )
        )
        while self._glimpses[0].time < frame.time - KEPT_S:
            self._glimpses.popleft()
        if due:
            self._looked_at = frame.time
            self._look(frame, self._adviser)

    def _look(self, frame: Frame, adviser: Adviser) -> None:
        """Tell anew what the camera sees."""
        from coach.session.readiness import Wanted, readiness, verdicts, who_raised

        glimpses = tuple(self._glimpses)
        found = readiness(glimpses, frame.size)
        if all(pose is None for glimpse in glimpses for pose in glimpse.people):
            self._has_chosen = False  # whoever it was has left
        if self._has_chosen:
            found = replace(found, people=min(found.people, self.people))
        self._checks, advice = verdicts(found, Wanted(self.people, upper=self.upper))
        self._advice = adviser.push(advice, frame.time)
        if self._feet_seen_at is None or found.people == 0 or "feet" in found.seen:
            self._feet_seen_at = frame.time
        if advice == "choose" and (chosen := who_raised(glimpses)) is not None:
            x, y = (float(v) for v in chosen.points[:7].mean(axis=0))
            self._follow.choose_person(x, y)
            self._has_chosen = True
        self._refresh()

    def _forget(self) -> None:
        """Nothing was seen yet."""
        self._glimpses.clear()
        self._looked_at, self._feet_seen_at = float("-inf"), None
        self._checks = {}
        self._advice = None
        self._has_chosen = False
        if self._adviser is not None:
            self._adviser.reset()

    def _refresh(self) -> None:
        if self._target is None:
            return
        request = self._follow.request
        shown = self._follow.view
        stage = self._follow.stage if request else Stage.OPENING
        seen, since = bool(self._glimpses), self._feet_seen_at
        unseen = self._glimpses[-1].time - since if seen and since is not None else 0.0
        view = setup_view(
            Now(
                target=self._target,
                stage=stage,
                camera=self._camera,
                has_picture=seen,
                checks=self._checks,
                advice=self._advice,
                people=self.people,
                upper=self.upper,
                has_chosen=self._has_chosen,
                claps=self.settings.claps,
                is_waiting=self._starts_then or (request is not None and request.start),
                feet_unseen=unseen > FEET_UNSEEN_S,
                failure=self._failure(shown) if request else "",
                can_choose=self._gathering is not None,
                is_choosing=self._is_choosing,
                instructor=self._chosen,
                has_demo=self._engine.demo is not None,
                pair=self._pair,
                of_video=stage is Stage.FAILED and not self._follow.camera_failure,
            ),
            self._texts,
        )
        if view != self._view:
            if self._view is None or view.sentence != self._view.sentence:
                self._follow.announce(view.sentence)
            self._view = view
            self.changed.emit(view)

    def _failure(self, shown: FollowView | None) -> str:
        """What went wrong with the camera, or with the video."""
        if shown is None:
            return ""
        failed = shown.curtain.title if self._follow.stage is Stage.FAILED and shown.curtain else ""
        return shown.banner or failed


def _is_at(pose: Pose, x: float, y: float) -> bool:
    """Whether a place of the picture, pixels, is on somebody or close by."""
    low, high = pose.points.min(axis=0), pose.points.max(axis=0)
    room = _NEAR * float(high[1] - low[1])
    place = (x, y)
    return all(low[i] - room <= place[i] <= high[i] + room for i in (0, 1))
