"""The window: its screens, and the way between them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from coach.errors import UserCanFix
from coach.texts import Texts, system_language
from ui.diary.screen import DiaryScreen
from ui.engine import CameraOption, Engine, TargetCard, TargetFace
from ui.follow.control import FollowController
from ui.follow.player import TargetPlayer
from ui.follow.screen import FollowScreen
from ui.follow.values import FollowRequest, Outcome
from ui.kit import icons, theme
from ui.kit.jobs import Jobs
from ui.kit.theme import Look
from ui.library.screen import StartScreen
from ui.library.view import first_camera
from ui.moves.editing import MovesEditing
from ui.options import AppOptions
from ui.report.screen import ReportScreen
from ui.settings import Settings, load_settings, save_settings

log = logging.getLogger(__name__)

SMALLEST = QSize(1024, 640)
USUAL = QSize(1280, 800)


class MainWindow(QMainWindow):
    """Start, follow, report; the diary beside.

    Signals:
        ready: the start screen shows its videos and cameras.
        finished: Outcome of a session, already on the report screen.
        stopped: a session came to nothing; the sentence why, or "".
    """

    ready = Signal()
    finished = Signal(object)
    stopped = Signal(str)

    def __init__(
        self,
        engine: Engine,
        settings_file: Path,
        options: AppOptions,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._engine, self._settings_file, self._options = engine, settings_file, options
        self._settings = load_settings(settings_file)
        self._language = options.language or self._settings.language or system_language()
        self._people = options.people if options.people > 1 else self._settings.people
        self._last_target: Path | None = None
        self._outcome: Outcome | None = None
        self._busy = False
        self.jobs = Jobs(self)
        self.player = TargetPlayer(self)
        self.controller = FollowController(
            engine, self.jobs, self.player, Texts(self._language), clock=clock, parent=self
        )
        self.start = StartScreen(engine, self.jobs)
        self.follow = FollowScreen(self.controller)
        self.editing = MovesEditing(
            engine, self.jobs, self.controller, self.player, self.follow.editor
        )
        self.report = ReportScreen()
        self.diary = DiaryScreen(engine.diary, self.jobs)
        self._pages = QStackedWidget()
        for page in (self.start, self.follow, self.report, self.diary):
            self._pages.addWidget(page)
        self.setCentralWidget(self._pages)
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self.start.camera.show_attention(claps=self._settings.claps, falls=self._settings.falls)
        self._connect()
        self._dress()
        self._load()
        self.start.open.setFocus()

    def _connect(self) -> None:
        self.jobs.broke.connect(self._note_bug)
        self.start.video_chosen.connect(self.open_video)
        self.start.diary_wanted.connect(self.show_diary)
        self.diary.start_wanted.connect(self.show_start)
        self.start.language_chosen.connect(self.set_language)
        self.start.theme_toggled.connect(self.toggle_theme)
        self.start.camera.camera_chosen.connect(self._note_camera)
        self.start.camera.people_chosen.connect(self._note_people)
        self.start.camera.attention_chosen.connect(self._keep_attention)
        self.start.camera.cameras_wanted.connect(
            lambda: self.jobs.do(self._engine.cameras, self._show_cameras)
        )
        self.player.picture_shown.connect(self.follow.show_picture)
        self.follow.target.size_changed.connect(self.player.set_size)
        self.follow.mirror_chosen.connect(lambda mode: self._keep(mirror=mode))
        self.follow.full_screen_wanted.connect(self.toggle_full_screen)
        self.follow.edit.clicked.connect(self.editing.begin)
        self.controller.finished.connect(self._show_report)
        self.controller.left.connect(self._leave)
        self.report.again_wanted.connect(self.again)
        self.report.start_wanted.connect(self.show_start)
        self.report.save_wanted.connect(self.save_report)

    # -- what can be asked of the window ------------------------------------------------

    @property
    def page(self) -> QWidget | None:
        """The screen that is shown."""
        return self._pages.currentWidget()

    @property
    def settings(self) -> Settings:
        """What is remembered."""
        return self._settings

    @Slot(object)
    def open_video(self, path: Path) -> None:
        """Open a video and follow it; a sentence on the start screen where it cannot be."""
        if self._busy:
            return
        self._busy = True
        self.start.tell("")
        self.start.show_busy(True)
        texts = Texts(self._language)
        self.jobs.do(
            lambda: self._engine.open_target(path, texts), self._follow, self._refuse_video
        )

    @Slot()
    def again(self) -> None:
        """The same video once more."""
        if self._last_target is not None:
            self.open_video(self._last_target)

    @Slot()
    def show_start(self) -> None:
        """Back to the start screen."""
        self.diary.intake.go_on()
        self._pages.setCurrentWidget(self.start)
        self.start.camera.look()
        self.start.open.setFocus()
        self.jobs.do(self._engine.library, self._show_library)

    @Slot()
    def show_diary(self) -> None:
        """What was done, week by week."""
        self.start.camera.unlook()
        self._pages.setCurrentWidget(self.diary)
        self.diary.back.setFocus()
        self.diary.refresh()

    @Slot(object)
    def save_report(self, path: Path) -> None:
        """Write the report; a sentence on the report screen says how it went."""
        outcome, language = self._outcome, self._language
        if outcome is None:
            return
        self.jobs.do(
            lambda: self._engine.save_report(outcome.result, path, language, outcome.previous),
            lambda _: self.report.tell(
                Texts(self._language)("ui_saved", name=path.name, folder=path.parent), calm=True
            ),
            lambda error: self.report.tell(Texts(self._language).error(error)),
        )

    @Slot(str)
    def set_language(self, language: str) -> None:
        """Everything in another language, at once."""
        self._language = language
        self._keep(language=language)
        self._dress()

    @Slot()
    def toggle_theme(self) -> None:
        """Light or dark."""
        self._keep(theme="light" if self._settings.theme == "dark" else "dark")
        self._dress()

    @Slot()
    def toggle_full_screen(self) -> None:
        """In or out."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    # -- the way ------------------------------------------------------------------------

    def _load(self) -> None:
        self.jobs.do(self._engine.cameras, self._show_cameras)
        self.jobs.do(self._engine.library, self._show_library)
        self.jobs.do(lambda: None, lambda _: self.ready.emit())

    def _show_cameras(self, cameras: tuple[CameraOption, ...]) -> None:
        chosen = first_camera(cameras, self._options.camera, self._settings.camera)
        self.start.camera.show_cameras(cameras, chosen, self._people)
        if self.page is self.start:
            self.start.camera.look()

    def _show_library(self, cards: tuple[TargetCard, ...]) -> None:
        self.start.show_library(cards)

    def _follow(self, target: TargetFace) -> None:
        self._busy = False
        self.start.show_busy(False)
        camera = self.start.camera.camera
        if camera is None:
            self.jobs.tidy(target.close)
            self._stop(Texts(self._language)("ui_choose_camera"))
            return
        self._last_target = target.path
        self.diary.intake.hold()
        self.start.camera.unlook()
        self.follow.begin(self._people, self._settings.mirror)
        self._pages.setCurrentWidget(self.follow)
        self.follow.setFocus()
        attended = not self._options.exit_at_end  # without hands nobody could answer
        request = FollowRequest(
            target,
            camera,
            self._people,
            self._settings.mirror,
            self._options.start,
            claps=self._settings.claps and attended,
            falls=self._settings.falls and attended,
        )
        self.controller.begin(request)

    def _refuse_video(self, error: UserCanFix) -> None:
        self._busy = False
        self.start.show_busy(False)
        if self.page is not self.start:
            self.show_start()
        self._stop(Texts(self._language).error(error))

    def _stop(self, sentence: str) -> None:
        self.start.tell(sentence)
        self.stopped.emit(sentence)

    @Slot(str)
    def _leave(self, sentence: str) -> None:
        self.show_start()
        self._stop(sentence)

    @Slot(object)
    def _show_report(self, outcome: Outcome) -> None:
        self.diary.intake.go_on()
        self._outcome = outcome
        if self.isFullScreen():
            self.showNormal()
        self._pages.setCurrentWidget(self.report)
        self.report.show_outcome(outcome)
        self.finished.emit(outcome)

    @Slot(object)
    def _note_bug(self, error: Exception) -> None:
        sentence = Texts(self._language)("ui_bug")
        self._busy = False
        self.start.show_busy(False)
        if self.page is self.follow:
            self.controller.leave(sentence)
        elif self.page is self.report:
            self.report.tell(sentence)
        else:
            self._stop(sentence)
        log.error("%s", error)

    def _note_camera(self, camera: CameraOption) -> None:
        self._keep(camera=camera.spec)

    def _note_people(self, people: int) -> None:
        self._people = people
        self._keep(people=people)

    @Slot(str, bool)
    def _keep_attention(self, name: str, wanted: bool) -> None:
        self._keep(**{name: wanted})

    def _keep(self, **changes: object) -> None:
        self._settings = replace(self._settings, **changes)  # type: ignore[arg-type]
        settings, file = self._settings, self._settings_file
        self.jobs.tidy(lambda: save_settings(file, settings))

    def _dress(self) -> None:
        look = Look(Texts(self._language), theme.PALETTES[self._settings.theme])
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyleSheet(theme.stylesheet(look.palette))
        self.setWindowTitle(look.texts("ui_name"))
        self.setWindowIcon(icons.icon("coach", look.palette.accent, 64))
        for page in (self.start, self.follow, self.report, self.diary):
            page.dress(look)
        self.controller.set_texts(look.texts)
        scheme = Qt.ColorScheme.Dark if look.palette is theme.DARK else Qt.ColorScheme.Light
        QGuiApplication.styleHints().setColorScheme(scheme)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let everything go, then close."""
        self.controller.close()
        self.start.camera.unlook()
        self.jobs.tidy(self.diary.intake.close)
        self.jobs.close(self._engine.close)
        super().closeEvent(event)
