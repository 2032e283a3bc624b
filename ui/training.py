"""From a video to its report: opening it, following it, what came of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from coach.errors import UserCanFix
from coach.texts import Texts
from ui.choices import Choices
from ui.engine import CameraOption, Engine, TargetFace
from ui.follow.loop import Part
from ui.follow.values import Outcome
from ui.kit.jobs import Jobs
from ui.options import AppOptions

if TYPE_CHECKING:
    from ui.follow.awake import Awake
    from ui.follow.control import FollowController
    from ui.follow.guidance import Guidance
    from ui.follow.player import TargetPlayer
    from ui.follow.screen import FollowScreen
    from ui.follow.voice import Speaker
    from ui.report.screen import ReportScreen
    from ui.setup.control import SetupControl
    from ui.setup.screen import SetupScreen

log = logging.getLogger(__name__)


class Training(QObject):
    """Holds what a session needs; player, controller and screens are made when first needed.

    Signals:
        wanted: name of the screen to show.
        opening: whether a video is being opened now.
        finished: Outcome, already on the report screen.
        stopped: nothing came of it; the sentence why, or "".
        report_refused: why the report of an earlier session cannot be shown.
    """

    wanted = Signal(str)
    opening = Signal(bool)
    finished = Signal(object)
    stopped = Signal(str)
    report_refused = Signal(str)

    def __init__(
        self,
        engine: Engine,
        jobs: Jobs,
        choices: Choices,
        options: AppOptions,
        *,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._engine, self._jobs, self._choices, self._options = engine, jobs, choices, options
        self._clock = clock
        self._texts = Texts("en")
        self._last_target: Path | None = None
        self._picture: QImage | None = None
        self._is_opening = False
        self._opened = 0
        self._camera_for_once: CameraOption | None = None
        self._drill: Part | None = None
        self._back = "library"

    # -- what a session is made of -------------------------------------------------------

    @cached_property
    def player(self) -> TargetPlayer:
        """Plays the target."""
        from ui.follow.player import TargetPlayer

        return TargetPlayer(self)

    @cached_property
    def voice(self) -> Speaker:
        """Says what is to be said."""
        from ui.follow.voice import Voice

        return Voice(self)

    @cached_property
    def controller(self) -> FollowController:
        """Moves the session from stage to stage."""
        from ui.follow.control import FollowController

        controller = FollowController(
            self._engine,
            self._jobs,
            self.player,
            self._texts,
            speaker=self.voice,
            clock=self._clock,
            parent=self,
        )
        controller.set_guidance(self._guidance())
        self._choices.changed.connect(lambda _: controller.set_guidance(self._guidance()))
        controller.finished.connect(self._show_report)
        controller.left.connect(self.stopped)
        controller.changed.connect(self._stay_awake)
        return controller

    @cached_property
    def awake(self) -> Awake:
        """Tells when the computer has slept."""
        from ui.follow.awake import Awake

        awake = Awake(parent=self)
        awake.woke.connect(self._note_sleep)
        return awake

    @Slot()
    def _stay_awake(self) -> None:
        from ui.follow.view import Stage

        self.awake.watch(self.controller.stage is Stage.RUNNING)

    @Slot(float)
    def _note_sleep(self, seconds: float) -> None:
        """Whoever closed the lid was not training: the session waits for them."""
        from ui.follow.view import Stage

        log.info("the computer slept for %.0f s", seconds)
        if self.controller.stage is Stage.RUNNING:
            self.controller.toggle_pause()

    def _guidance(self) -> Guidance:
        """What the settings say; nobody is there in a session that runs by itself."""
        from ui.follow.guidance import ALONE, guidance_of

        return ALONE if self._options.exit_at_end else guidance_of(self._choices.settings)

    @cached_property
    def set_up(self) -> SetupControl:
        """What is asked and looked at before a session starts."""
        from ui.setup.control import Asked, SetupControl

        options = self._options
        asked = Asked(
            camera=options.camera,
            people=options.people if options.people > 1 else None,
            start=options.start,
            attended=not options.exit_at_end,  # without hands nobody could answer
        )
        control = SetupControl(
            self._engine, self._jobs, self._choices, self.controller, self._texts, asked,
            parent=self,
        )  # fmt: skip
        control.on_top.connect(self._switch)
        return control

    @cached_property
    def setup(self) -> SetupScreen:
        """The screen before the session."""
        from ui.setup.screen import SetupScreen

        screen = SetupScreen(self.set_up)
        self.player.picture_shown.connect(self._note_picture)
        screen.edit.clicked.connect(self._edit)
        return screen

    @cached_property
    def follow(self) -> FollowScreen:
        """The screen that is seen from the mat."""
        from ui.follow.screen import FollowScreen
        from ui.moves.editing import MovesEditing

        screen = FollowScreen(self.controller)
        self.player.picture_shown.connect(screen.show_picture)
        screen.target.size_changed.connect(self.player.set_size)
        screen.chosen.connect(lambda name, value: self._choices.keep(**{name: value}))
        screen.show_choices(self._choices.settings)
        self._choices.changed.connect(lambda _: screen.show_choices(self._choices.settings))
        editing = MovesEditing(
            self._engine, self._jobs, self.controller, self.player, screen.editor
        )
        screen.edit.clicked.connect(editing.begin)
        return screen

    @cached_property
    def report(self) -> ReportScreen:
        """The screen of what came of it."""
        from ui.report.screen import ReportScreen

        screen = ReportScreen(self._engine.report, self._jobs, clock=self._clock)
        screen.again_wanted.connect(self.again)
        screen.drill_wanted.connect(self.drill)
        screen.back_wanted.connect(lambda: self.wanted.emit(self._back))
        return screen

    # -- the way ---------------------------------------------------------------------------

    @Slot(object)
    def open_video(
        self, path: Path, camera: CameraOption | None = None, drill: Part | None = None
    ) -> None:
        """Open a video and follow it; ``stopped`` tells why where it cannot be.

        Args:
            path: of the video.
            camera: for this session only; None takes the usual one.
            drill: the only part of it that is practised; None: all of it.
        """
        if self._is_opening:
            return
        self._camera_for_once, self._drill = camera, drill
        self.set_opening(True)
        self._opened = number = self._opened + 1
        texts = self._texts
        self._jobs.do(
            lambda: self._engine.open_target(path, texts),
            lambda target: self._take(target, number),
            lambda error: self._refuse(error) if number == self._opened else None,
            vital=lambda: number == self._opened,
        )

    @Slot()
    def give_up(self) -> None:
        """Wait no longer for the video that is being opened; it is closed when it comes."""
        if self._is_opening:
            self._opened += 1
            self.set_opening(False)

    def _take(self, target: TargetFace, number: int) -> None:
        if number == self._opened:
            self._follow(target)
        else:
            self._jobs.tidy(target.close)

    @Slot()
    def again(self) -> None:
        """The same video once more."""
        if self._last_target is not None:
            self.open_video(self._last_target)

    @Slot(float, float)
    def drill(self, start: float, end: float) -> None:
        """A part of the same video, again and again, faster with every good pass."""
        if self._last_target is not None:
            self.open_video(self._last_target, drill=Part(start, end))

    def set_texts(self, texts: Texts) -> None:
        """Another language."""
        self._texts = texts
        if "controller" in self.__dict__:
            self.controller.set_texts(texts)
        if "set_up" in self.__dict__:
            self.set_up.set_texts(texts)

    def break_off(self, sentence: str) -> None:
        """Give up whatever goes on because of a bug of ours."""
        if "controller" in self.__dict__:
            self.controller.leave(sentence)

    def close(self) -> None:
        """Let everything go."""
        if "controller" in self.__dict__:
            self.controller.close()

    @Slot(int)
    def open_report(self, session: int) -> None:
        """The report of any session; ``report_refused`` tells why where it cannot be made."""
        self._jobs.do(
            lambda: self._engine.report.open(session),
            self._reopen,
            lambda error: self.report_refused.emit(self._texts.error(error)),
        )

    def _reopen(self, outcome: Outcome) -> None:
        if outcome.kept is not None:
            self._last_target = outcome.kept.video
        self._present(outcome, "diary", "nav_diary")

    def set_opening(self, opening: bool) -> None:
        """Whether a video is being opened: no other one is meanwhile."""
        self._is_opening = opening
        self.opening.emit(opening)

    def _follow(self, target: TargetFace) -> None:
        self.set_opening(False)
        self._last_target = target.path
        self._picture = None
        self._empty_follow()
        self.setup.begin()
        self.wanted.emit("setup")
        self.set_up.begin(target, self._camera_for_once, self._drill)

    def _empty_follow(self) -> None:
        self.follow.begin(self.set_up.people)

    @Slot(QImage, float)
    def _note_picture(self, image: QImage, _: float) -> None:
        if self.controller.preparing:
            self._picture = image
            self.setup.show_target(image)

    @Slot(bool)
    def _switch(self, set_up: bool) -> None:
        """To the set-up screen, or on to the follow screen as the session stands."""
        if set_up:
            self.wanted.emit("setup")
            return
        if self.controller.request is None:
            return
        self._empty_follow()
        if self._picture is not None:
            self.follow.show_picture(self._picture, 0.0)
        if self.controller.view is not None:
            self.follow.show_view(self.controller.view)
        self.wanted.emit("follow")
        self.follow.setFocus()

    @Slot()
    def _edit(self) -> None:
        """Put the moves right before the start."""
        self.follow.edit.click()

    def _refuse(self, error: UserCanFix) -> None:
        self.set_opening(False)
        self.stopped.emit(self._texts.error(error))

    @Slot(object)
    def _show_report(self, outcome: Outcome) -> None:
        self._present(outcome, "library", "ui_back")
        self.finished.emit(outcome)

    def _present(self, outcome: Outcome, back: str, word: str) -> None:
        """Show a report that leads back to a screen, which the text key ``word`` names."""
        self._back = back
        self.wanted.emit("report")
        self.report.show_outcome(outcome, word)
