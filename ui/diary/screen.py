"""The diary: the calendar, how it goes on, and all sessions; one page, one of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
)

from coach.diary import FORMATS, Imported
from coach.diary.goal import Goal
from coach.diary.intake import Intake, Item, Wanted
from coach.errors import UserCanFix
from coach.storage import Correction, Measured
from ui.diary.calendar_tab import CalendarTab
from ui.diary.desk import DiaryDesk
from ui.diary.intake_view import intake_view
from ui.diary.progress_tab import ProgressTab
from ui.diary.sessions_tab import SessionsTab
from ui.diary.undo import Deleting
from ui.kit import theme
from ui.kit.dates import day_text
from ui.kit.jobs import Jobs
from ui.kit.screen import PAGE_MARGINS, Screen
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Button, Card, Label, Segmented, restyle, tight
from ui.library.values import video_filters

_WORDS_FROM: Final = 50
"""Width in letters from which the actions have words beside their signs."""
TABS: Final = ("calendar", "progress", "sessions")


def local_now() -> datetime:
    """The time on the wall, aware."""
    return datetime.now().astimezone()


class DiaryScreen(Screen):
    """Three pages in one, and the ways in and out.

    Signals:
        report_wanted: number of a session.
        library_wanted, demo_wanted: there is nothing yet; the user goes to the videos, or
            tries the demo workout.
        shown: the page that is seen shows what the diary holds.
    """

    report_wanted = Signal(int)
    library_wanted = Signal()
    demo_wanted = Signal()
    shown = Signal()
    _progressed = Signal(object)

    def __init__(
        self, desk: DiaryDesk, jobs: Jobs, now: Callable[[], datetime] = local_now
    ) -> None:
        super().__init__()
        self._desk, self._jobs, self._now = desk, jobs, now
        self._look: Look | None = None
        self._files: tuple[Item, ...] = ()
        self._left: tuple[Wanted, ...] = ()
        self._asked_for_left = False
        self.intake = Intake(desk.add, self._progressed.emit)
        self._progressed.connect(self._show_files, Qt.ConnectionType.QueuedConnection)
        self.setAcceptDrops(True)
        self.banner = Banner()
        self.deleting = Deleting(jobs, self._refuse)
        self.calendar = CalendarTab(desk, jobs, now, self._refuse)
        self.progress = ProgressTab(desk, jobs, lambda: now().date(), self._refuse)
        self.sessions = SessionsTab(desk, jobs, lambda: now().date(), self._refuse)
        self._build()
        self._connect()

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, PAGE_MARGINS, theme.M)
        page.addLayout(self._build_head())
        for widget in (self.banner, self._build_files(), self.deleting.bar):
            page.addWidget(widget)
        self._pages = QStackedWidget()
        for tab in (self.calendar, self.progress, self.sessions):
            self._pages.addWidget(tab)
        page.addWidget(self._pages, 1)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        tight(head, gap=theme.S)
        self.tabs = Segmented(tuple((tab, f"diary_tab_{tab}") for tab in TABS), name="diary_tabs")
        self.tabs.choose("calendar")
        self.add = Button("diary_add", icon="film", tip="diary_drop")
        self.take_in = Button(icon="open", kind="icon", tip="diary_import_tip")
        self.export = Button("diary_export", icon="save", tip="diary_export_tip")
        self.add.show_keys("Ctrl+O")
        self.export.show_keys("Ctrl+S")
        head.addWidget(self.tabs)
        head.addStretch(1)
        for button in (self.add, self.take_in, self.export):
            head.addWidget(button)
        return head

    def _build_files(self) -> Card:
        self._strip = Card("note")
        row = QHBoxLayout(self._strip)
        tight(row, (theme.M, theme.S, theme.M, theme.S), theme.M)
        words = QVBoxLayout()
        tight(words, gap=theme.XS)
        self.files = Label("body", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        words.addWidget(self.files)
        words.addWidget(self.bar)
        self.stop = Button("diary_stop", icon="stop")
        self.resume = Button("diary_resume", icon="play")
        self.done = Button(icon="close", kind="ghost", tip="ui_close")
        self.stop.clicked.connect(self.intake.cancel)
        self.resume.clicked.connect(lambda: self.intake.push(self._left))
        self.done.clicked.connect(self._forget_files)
        row.addLayout(words, 1)
        for button in (self.stop, self.resume, self.done):
            row.addWidget(button)
        self._strip.hide()
        return self._strip

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _: self._show_tab())
        self.add.clicked.connect(lambda: self.ask_for_videos())
        self.take_in.clicked.connect(self.ask_for_import)
        self.export.clicked.connect(self.ask_for_export)
        for tab in (self.calendar, self.progress, self.sessions):
            tab.shown.connect(self.shown)
        self.calendar.files_dropped.connect(self._take_files)
        self.calendar.week.goal_chosen.connect(self._keep_goal)
        panel = self.calendar.panel
        panel.corrected.connect(self._correct)
        panel.taken_back.connect(lambda number: self._change(lambda: self._desk.take_back(number)))
        panel.deleted.connect(self._delete_entry)
        panel.written_down.connect(self._write_down)
        panel.report_wanted.connect(self._want_report)
        self.sessions.report_wanted.connect(self._want_report)
        for tab in (self.progress, self.sessions):
            tab.to_library.clicked.connect(self.library_wanted)
            tab.to_demo.clicked.connect(self.demo_wanted)
        panel.to_demo.clicked.connect(self.demo_wanted)
        self.sessions.deleted.connect(self._delete_session)

    # -- showing --------------------------------------------------------------------------

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        super().dress(look)
        self._fit_head()
        self._say_files()

    def refresh(self) -> None:
        """Read what is seen again; the first time, also what was not finished last time."""
        self._tab.refresh()
        focused = QApplication.focusWidget()
        if self.isVisible() and (focused is None or not self.isAncestorOf(focused)):
            self._focus_tab()
        if not self._asked_for_left:
            self._asked_for_left = True
            self._jobs.do(self._desk.unfinished, self._offer_files, self._refuse)

    def rest(self) -> None:
        """What was deleted is gone for good once one turns away."""
        self.calendar.panel.close_form()
        self.banner.tell("")
        self.deleting.finish()

    def close_down(self) -> None:
        """The app is closed: nothing is read any more, what was deleted is gone."""
        self.deleting.finish_at_close()
        self._jobs.tidy(self.intake.close)

    @property
    def _tab(self) -> CalendarTab | ProgressTab | SessionsTab:
        name = self.tabs.value
        if name == "progress":
            return self.progress
        return self.sessions if name == "sessions" else self.calendar

    def show_tab(self, name: str) -> None:
        """One of ``TABS``."""
        self.tabs.choose(name)
        self._show_tab()

    def _show_tab(self) -> None:
        self.deleting.finish()
        self._pages.setCurrentWidget(self._tab)
        self._tab.refresh()
        if self._tab is self.sessions:
            self._focus_tab()

    def _focus_tab(self) -> None:
        """To what one begins with."""
        first = {"calendar": self.calendar.month, "sessions": self.sessions.search}
        first.get(self.tabs.value, self.tabs.button(self.tabs.value)).setFocus()

    def tell(self, sentence: str) -> None:
        """Say why what was asked for did not come; nothing for ""."""
        self.banner.tell(sentence)

    @Slot(int)
    def _want_report(self, session: int) -> None:
        self._note("diary_report_opening")
        self.report_wanted.emit(session)

    def _refuse(self, error: UserCanFix) -> None:
        if self._look is not None:
            self.banner.tell(self._look.texts.error(error))

    def _note(self, key: str, **values: object) -> None:
        if self._look is not None:
            self.banner.tell(self._look.texts(key, **values), calm=True)

    # -- putting right --------------------------------------------------------------------

    @Slot(int, object)
    def _correct(self, entry_id: int, correction: Correction) -> None:
        self._change(lambda: self._desk.correct(entry_id, correction))

    @Slot(object)
    def _write_down(self, measured: Measured) -> None:
        self._change(lambda: self._desk.write_down(measured))

    @Slot(object)
    def _keep_goal(self, goal: Goal | None) -> None:
        self._change(lambda: self._desk.set_goal(goal))

    @Slot(int)
    def _delete_entry(self, entry_id: int) -> None:
        if self._look is not None:
            self.deleting.begin(
                self._look.texts("diary_entry_deleted"),
                lambda: self._desk.delete(entry_id),
                lambda hidden: self.calendar.hide_entry(entry_id if hidden else None),
            )

    @Slot(int)
    def _delete_session(self, number: int) -> None:
        if self._look is not None:
            self.deleting.begin(
                self._look.texts("sessions_deleted"),
                lambda: self._desk.delete_session(number),
                lambda hidden: self.sessions.hide_session(number if hidden else None),
            )

    def _change(self, work: Callable[[], None]) -> None:
        self._jobs.do(work, lambda _: self.refresh(), self._refuse)

    # -- videos in ------------------------------------------------------------------------

    @Slot(object, object)
    def _take_files(self, day: date | None, files: Iterable[Path]) -> None:
        """Videos to look at, for a day or for their own; calendars are read in."""
        files = list(files)
        calendars = [file for file in files if file.suffix.lower() == ".ics"]
        for file in calendars:
            self._take_in(file)
        self.intake.push(self._desk.wanted(f, day) for f in files if f not in calendars)

    def ask_for_videos(self, day: date | None = None) -> None:
        """The system's file dialogue, for many files."""
        if self._look is None:
            return
        texts = self._look.texts
        names, _ = QFileDialog.getOpenFileNames(self, texts("diary_add"), "", video_filters(texts))
        self._take_files(day, map(Path, names))

    @Slot(object)
    def _show_files(self, items: tuple[Item, ...]) -> None:
        before, self._files = self._files, items
        self._keep_left(self.intake.unfinished)
        self._say_files()
        if sum(item.added for item in items) > sum(item.added for item in before):
            self.refresh()

    def _keep_left(self, left: tuple[Wanted, ...]) -> None:
        """Note what is still to do, for when the program ends before."""
        if left != self._left:
            self._left = left
            self._jobs.do(lambda: self._desk.keep_unfinished(left), lambda _: None, self._refuse)

    def _offer_files(self, left: tuple[Wanted, ...]) -> None:
        """Videos of the last time can be taken up again."""
        if left and not self.intake.items and self._look is not None:
            self._left = left
            self.files.say(self._look.texts("diary_unfinished", n=len(left)))
            for widget in (self.bar, self.stop):
                widget.hide()
            self._strip.show()

    def _forget_files(self) -> None:
        self._strip.hide()
        self._keep_left(())

    def _say_files(self) -> None:
        if self._look is None or not self._files:
            return
        texts = self._look.texts
        view = intake_view(self._files, texts, lambda day: day_text(texts, day))
        restyle(self._strip, "card", "banner" if view.failed else "note")
        self.files.say(view.sentence)
        self.bar.setVisible(view.busy)
        self.bar.setValue(round(1000 * view.fraction))
        self.stop.setVisible(view.busy)
        self.resume.setVisible(view.can_go_on)
        self.done.setVisible(not view.busy)
        self._strip.show()

    # -- files in and out -----------------------------------------------------------------

    def ask_for_export(self) -> None:
        """Where to write the diary."""
        if self._look is None:
            return
        texts = self._look.texts
        name, _ = QFileDialog.getSaveFileName(
            self, texts("diary_export_tip"), "diary.csv", _filters()
        )
        if name:
            self.deleting.finish()
            path = Path(name) if Path(name).suffix else Path(name).with_suffix(FORMATS[0])
            self._jobs.do(
                lambda: self._desk.export(path, texts.language),
                lambda n: self._note("diary_exported", n=n, name=path.name),
                self._refuse,
            )

    def ask_for_import(self) -> None:
        """Which file to read."""
        if self._look is None:
            return
        texts = self._look.texts
        name, _ = QFileDialog.getOpenFileName(self, texts("diary_import_tip"), "", _filters())
        if name:
            self._take_in(Path(name))

    def _take_in(self, path: Path) -> None:
        self._jobs.do(lambda: self._desk.take_in(path), self._imported, self._refuse)

    def _imported(self, done: Imported) -> None:
        self._note("diary_imported", added=done.added, known=done.known)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Actions are signs alone where there is no room for words."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        letter = QFontMetrics(theme.base_font()).horizontalAdvance("M")
        is_wide = self.width() >= _WORDS_FROM * letter
        self.add.speak("diary_add" if is_wide else "")
        self.export.speak("diary_export" if is_wide else "")

    # -- events ---------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+O: videos; Ctrl+S: export; Ctrl+Z: what was deleted comes back."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if ctrl and key == Qt.Key.Key_O:
            self.ask_for_videos()
        elif ctrl and key == Qt.Key.Key_S:
            self.ask_for_export()
        elif ctrl and key == Qt.Key.Key_Z:
            self.deleting.undo()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome, many at once."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the videos, each for its own day."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self._take_files(None, files)


def _filters() -> str:
    return ";;".join(f"{ending[1:].upper()} (*{ending})" for ending in FORMATS)
