"""The window: a bar over the screens, what they look like, and the way between them."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from coach.texts import Texts, system_language
from ui.choices import Choices
from ui.engine import Engine
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.screen import Screen
from ui.kit.theme import Look, Palette
from ui.kit.widgets import tight
from ui.library.screen import LibraryScreen
from ui.navigation import PEOPLE, PLACES, SETTINGS, WITHOUT_BAR, NavBar, Screens
from ui.options import AppOptions
from ui.report.unfinished import UnfinishedOffer
from ui.settings import Settings
from ui.training import Training

if TYPE_CHECKING:
    from ui.diary.screen import DiaryScreen
    from ui.follow.control import FollowController
    from ui.follow.player import TargetPlayer
    from ui.follow.screen import FollowScreen
    from ui.people.desk import People
    from ui.people.screen import PeopleScreen
    from ui.preferences.screen import PreferencesScreen
    from ui.report.screen import ReportScreen
    from ui.setup.screen import SetupScreen
    from ui.welcome.screen import WelcomeScreen

log = logging.getLogger(__name__)

SMALLEST: Final = QSize(1024, 640)
USUAL: Final = QSize(1280, 800)

_LOOKS: Final = frozenset({"language", "theme", "text_size"})
"""Settings that change what everything looks like."""


def chosen_palette(chosen: str) -> Palette:
    """The palette of the setting "dark", "light" or "system"; dark where the system has none.

    Title bars and dialogues of the system follow.
    """
    hints = QGuiApplication.styleHints()
    if chosen == "system":
        hints.unsetColorScheme()
        return theme.LIGHT if hints.colorScheme() is Qt.ColorScheme.Light else theme.DARK
    palette = theme.PALETTES[chosen]
    scheme = Qt.ColorScheme.Dark if palette is theme.DARK else Qt.ColorScheme.Light
    hints.setColorScheme(scheme)
    return palette


class MainWindow(QMainWindow):
    """The screens by name: library, diary, preferences, follow, report.

    Signals:
        ready: the library shows its videos and cameras.
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
        self._engine, self._options = engine, options
        self._asked_language = options.language or ""
        self._people: People | None = None
        self._untold = ""
        self.jobs = Jobs(self)
        self.choices = Choices(settings_file, self.jobs, self)
        self.library = LibraryScreen(engine.library, self.jobs)
        self.training = Training(
            engine,
            self.jobs,
            self.choices,
            options,
            clock=clock,
            parent=self,
        )
        self.nav = NavBar()
        self.unfinished = UnfinishedOffer(
            engine.report, self.jobs, self.library.note, self.training.open_report, self
        )
        self.screens = Screens()
        self._register()
        self._build()
        self._connect()
        self._dress()
        self._tell_engine()
        self.screens.show_screen("library")
        if options.welcome and not self.settings.welcomed:
            self.choices.keep(welcomed=True)
            self.screens.show_screen("welcome")
        self._load()

    def _register(self) -> None:
        self.screens.register("library", lambda: self.library)
        self.screens.register("setup", self._make_setup)
        self.screens.register("follow", self._make_follow)
        self.screens.register("report", lambda: self.training.report)
        self.screens.register("welcome", self._make_welcome)
        self.screens.register("people", self._make_people)
        self.screens.register("diary", self._make_diary)
        self.screens.register("preferences", self._make_preferences)

    def _build(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column)
        column.addWidget(self.nav)
        column.addWidget(self.screens, 1)
        self.setCentralWidget(inside)
        self.setMinimumSize(SMALLEST)
        self.resize(USUAL)
        self._ways = [
            self._shortcut(place.keys, partial(self.show_screen, place.name))
            for place in (*PLACES, PEOPLE, SETTINGS)
        ]
        self._ways.append(self._shortcut("Alt+Left", self.go_back))

    def _shortcut(self, keys: str, act: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(act)
        return shortcut

    def _connect(self) -> None:
        self.jobs.broke.connect(self._note_bug)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.choices.changed.connect(self._take_choice)
        self.nav.wanted.connect(self.show_screen)
        self.screens.shown.connect(self._note_screen)
        self.training.wanted.connect(self.show_screen)
        self.training.opening.connect(self.library.show_busy)
        self.library.opening_stopped.connect(self.training.give_up)
        self.training.finished.connect(self._tell_untold)
        self.training.finished.connect(self.finished)
        self.training.stopped.connect(self._stop)
        self.training.report_refused.connect(self.library.tell)
        self.library.check_wanted.connect(self._check_data)
        self.library.video_chosen.connect(self.open_video)

    # -- the screens ----------------------------------------------------------------------

    @property
    def diary(self) -> DiaryScreen:
        """What was done, week by week."""
        return cast("DiaryScreen", self.screens.get("diary"))

    @property
    def people(self) -> PeopleScreen:
        """Who trains here."""
        return cast("PeopleScreen", self.screens.get("people"))

    @property
    def welcome(self) -> WelcomeScreen:
        """What somebody new sees first."""
        return cast("WelcomeScreen", self.screens.get("welcome"))

    @property
    def preferences(self) -> PreferencesScreen:
        """What can be chosen."""
        return cast("PreferencesScreen", self.screens.get("preferences"))

    @property
    def setup(self) -> SetupScreen:
        """The screen between the library and the training."""
        return cast("SetupScreen", self.screens.get("setup"))

    @property
    def follow(self) -> FollowScreen:
        """The screen that is seen from the mat."""
        return cast("FollowScreen", self.screens.get("follow"))

    @property
    def report(self) -> ReportScreen:
        """The result of the last session."""
        return cast("ReportScreen", self.screens.get("report"))

    def _make_diary(self) -> Screen:
        from ui.diary.screen import DiaryScreen

        screen = DiaryScreen(self._engine.diary, self.jobs)
        screen.report_wanted.connect(self.training.open_report)
        screen.library_wanted.connect(self.show_start)
        screen.demo_wanted.connect(self.open_demo)
        self.training.report_refused.connect(screen.tell)
        self.training.wanted.connect(lambda _: screen.tell(""))
        return screen

    def _make_welcome(self) -> Screen:
        from ui.welcome.screen import WelcomeScreen

        screen = WelcomeScreen(self.choices)
        screen.demo_wanted.connect(self.open_demo)
        screen.video_wanted.connect(self._open_own)
        screen.left.connect(self.show_start)
        return screen

    def _make_people(self) -> Screen:
        from ui.people.screen import PeopleScreen

        screen = PeopleScreen(self._engine.people, self.jobs)
        screen.show_current(self._engine.person)
        screen.chosen.connect(self.choose_person)
        screen.became.connect(self._set_person)
        screen.changed.connect(self._take_people)
        screen.left.connect(self.go_back)
        return screen

    def _make_preferences(self) -> Screen:
        from ui.preferences.screen import PreferencesScreen

        screen = PreferencesScreen(
            self.choices, self._engine.preferences, self.jobs, self._engine.cameras
        )
        screen.emptied.connect(self._begin_anew)
        screen.restored.connect(self._take_back_up)
        return screen

    def _make_setup(self) -> Screen:
        self.screens.get("follow")  # there, and dressed, before anybody waits for it
        screen = self.training.setup
        screen.full_screen_wanted.connect(self.toggle_full_screen)
        return screen

    def _make_follow(self) -> Screen:
        screen = self.training.follow
        screen.full_screen_wanted.connect(self.toggle_full_screen)
        return screen

    @property
    def controller(self) -> FollowController:
        """Moves a session from stage to stage."""
        return self.training.controller

    @property
    def player(self) -> TargetPlayer:
        """Plays the target."""
        return self.training.player

    # -- what can be asked of the window ------------------------------------------------

    @property
    def page(self) -> QWidget | None:
        """The screen that is shown."""
        return self.screens.get(self.screens.current)

    @property
    def settings(self) -> Settings:
        """What is remembered."""
        return self.choices.settings

    @Slot(str)
    def show_screen(self, name: str) -> None:
        """Show a screen; the one before can be come back to."""
        self.screens.show_screen(name)

    @Slot()
    def go_back(self) -> None:
        """The screen before this one, else the library."""
        if not self.screens.back():
            self.show_start()

    @Slot(object)
    def open_video(self, path: Path) -> None:
        """Open a video and follow it; a sentence in the library where it cannot be."""
        self.library.tell("")
        self.training.open_video(path)

    @Slot()
    def open_demo(self) -> None:
        """The demo workout, which a recorded person follows: no camera is needed."""
        demo = self._engine.demo
        if demo is None:
            self.show_start()
        else:
            self.training.open_video(demo.video, demo.camera)

    @Slot()
    def _check_data(self) -> None:
        self.show_screen("preferences")
        self.preferences.show_page("data")
        self.preferences.data.check.begin()

    @Slot()
    def _open_own(self) -> None:
        self.show_start()
        self.library.arrivals.ask_for_files()

    @Slot()
    def show_start(self) -> None:
        """To the library."""
        self.screens.show_screen("library")

    @Slot(object)
    def choose_person(self, name: str | None) -> None:
        """Somebody else trains from now on: a profile's name, None for the guest."""
        self._set_person(name)
        if self.screens.current == "people":
            self.go_back()
        else:
            self.screens.get(self.screens.current).refresh()

    @Slot()
    def toggle_full_screen(self) -> None:
        """In or out."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    # -- the way ------------------------------------------------------------------------

    def _load(self) -> None:
        if self.choices.lost:
            self.library.note.tell(Texts(self._language)("settings_lost"))
        self.jobs.do(self._engine.people.load, self._begin_with, lambda _: None)
        if self.settings.server:
            self.preferences.data.server.begin()
        self.jobs.do(lambda: None, lambda _: self.ready.emit())
        self.jobs.tidy(self._engine.warm_up)

    def _begin_with(self, people: People) -> None:
        """Who trained last trains now; somebody with a PIN is asked for it first."""
        self._people = people
        name = self.settings.person
        last = next((p.profile for p in people.known if p.profile.name == name), None)
        if last is None:
            self._show_person()
        elif last.pin_hash is None:
            self.choose_person(name)
        else:
            self.show_screen("people")

    @Slot()
    def _begin_anew(self) -> None:
        """Everything that was kept is gone, the settings too; nobody is new here for that."""
        self.choices.forget()
        self._people = None
        self._set_person(None)

    @Slot()
    def _take_back_up(self) -> None:
        """Everything is as a back-up holds it."""
        self.choices.reload()
        self.jobs.do(self._engine.people.load, self._begin_with, lambda _: None)

    @Slot(object)
    def _set_person(self, name: str | None) -> None:
        self._engine.person = name
        self.choices.keep(person=name or "")
        self._show_person()

    @Slot(object)
    def _take_people(self, people: People) -> None:
        self._people = people
        self._show_person()

    def _show_person(self) -> None:
        name = self._engine.person
        known = self._people.known if self._people else ()
        self.nav.show_person(next((p.profile for p in known if p.profile.name == name), None))
        self.unfinished.look(name)
        if self.screens.is_made("people"):
            self.people.show_current(name)

    @Slot(str)
    def _note_screen(self, name: str) -> None:
        self.nav.setVisible(name not in WITHOUT_BAR)
        self.nav.mark(name)
        for way in self._ways:
            way.setEnabled(name not in WITHOUT_BAR)
        training = name in WITHOUT_BAR
        if self.screens.is_made("diary"):
            (self.diary.intake.hold if training else self.diary.intake.go_on)()
        (self.library.work.hold if training else self.library.work.go_on)()
        if name == "library":
            self.library.focus_first()
        elif name == "report" and self.isFullScreen():
            self.showNormal()

    @Slot(str)
    def _stop(self, sentence: str) -> None:
        if self.screens.current == "diary":
            self.diary.tell(sentence)
        else:
            self.show_start()
            self.library.tell(sentence or self._untold)
            self._untold = ""
        self.stopped.emit(sentence)

    @Slot(object, bool)
    def _note_bug(self, error: Exception, vital: bool) -> None:
        """Tell of a bug of ours; who trains is told afterwards, unless the training broke."""
        log.error("%s", error)
        sentence = Texts(self._language)("ui_bug")
        if self.screens.current in ("setup", "follow"):
            if vital:
                self.training.break_off(sentence)
            else:
                self._untold = sentence
            return
        if vital:
            self.training.set_opening(False)
        if self.screens.current == "report":
            self.report.tell(sentence)
        else:
            self._stop(sentence)

    @Slot(object)
    def _tell_untold(self, _: object) -> None:
        """What could wait until the training was over."""
        sentence, self._untold = self._untold, ""
        if sentence:
            self.report.tell(sentence)

    # -- what it looks like --------------------------------------------------------------

    @property
    def _language(self) -> str:
        return self._asked_language or self.settings.language or system_language()

    @Slot(object)
    def _take_choice(self, names: frozenset[str]) -> None:
        if "language" in names:
            self._asked_language = ""
        if names & _LOOKS:
            self._dress()
        self._tell_engine()

    def _tell_engine(self) -> None:
        """What the next session is held with; the command line comes first."""
        self._engine.model = self._options.model or self.settings.model
        self._engine.strictness = self._options.strictness or self.settings.strictness
        self._engine.frame_limit = self.settings.frame_limit
        self._engine.setup.turn = self.settings.camera_turn
        self._engine.setup.waits = not self._options.exit_at_end  # else nobody could mend it
        self.library.work.want_analysis(self.settings.analyse_ahead)

    @Slot()
    def _follow_system(self) -> None:
        if self.settings.theme == "system":
            self._dress()

    def _dress(self) -> None:
        """Put language, colours and size of the words on everything, at once."""
        settings, palette = self.settings, chosen_palette(self.settings.theme)
        theme.set_text_scale(settings.text_size / 100)
        look = Look(Texts(self._language), palette)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setStyleSheet(theme.stylesheet(look.palette))
        self.setWindowTitle(look.texts("ui_name"))
        self.nav.dress(look)
        self.screens.dress(look)
        self.training.set_texts(look.texts)
        self.unfinished.set_texts(look.texts)

    # -- events ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, where no screen has a use of its own for it."""
        if event.key() == Qt.Key.Key_Escape and self.screens.current not in WITHOUT_BAR:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let everything go, then close; nobody looks at a window that waits for its jobs."""
        self.hide()
        self.training.close()
        self.library.rest()
        self.jobs.tidy(self.library.close_down)
        if self.screens.is_made("diary"):
            self.diary.close_down()
        self.jobs.close(self._engine.close)
        super().closeEvent(event)
