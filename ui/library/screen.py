"""The library: what to go on with, all videos, and every way to bring in more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coach.errors import DataDamaged, UserCanFix
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.screen import PAGE_MARGINS, EmptyState, Screen
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Button, Card, dress_all, restyle, tight
from ui.library.arrivals import Arrivals, dropped
from ui.library.background import Background, analysis_view, fetching_view
from ui.library.bar import ShelfBar
from ui.library.desk import LibraryDesk
from ui.library.grid import ShelfGrid
from ui.library.hero import PICTURE, Hero
from ui.library.model import ShelfModel
from ui.library.steps import FirstSteps
from ui.library.strips import AskStrip, NoteStrip, Offer, Question, WorkStrip
from ui.library.thumbnails import Thumbnails
from ui.library.values import Shelved, video_filters
from ui.library.view import (
    Order,
    Shelf,
    arranged,
    hero_view,
    shelf_of,
    tags_from,
    title_of,
)

_OPENED: Final = Qt.ConnectionType.QueuedConnection


class LibraryScreen(Screen):
    """Videos: continue, find, add.

    Signals:
        video_chosen: Path of the video to follow.
        check_wanted: of a diary that is damaged.
        opening_stopped: the user does not want to wait for the video that is being opened.
        shown: the shelf shows what the library holds.
    """

    video_chosen = Signal(object)
    check_wanted = Signal()
    opening_stopped = Signal()
    shown = Signal()

    def __init__(
        self, desk: LibraryDesk, jobs: Jobs, today: Callable[[], date] = date.today
    ) -> None:
        super().__init__()
        self._desk, self._jobs, self._today = desk, jobs, today
        self._look: Look | None = None
        self._shelf = Shelf()
        self._wants_focus = False
        self._is_opening = False
        self._wanted: Shelved | None = None  # the video that is being opened, where it is known
        self._aside = Jobs(self)  # pictures, and looks into folders
        self._aside.broke.connect(jobs.broke)
        self.work = Background(desk, self)
        self.arrivals = Arrivals(desk, self.work, self._aside, self)
        self.model = ShelfModel(today, self)
        self.pictures = Thumbnails(desk.picture, self._aside, self)
        self._hero_picture = Thumbnails(desk.picture, self._aside, self)
        self.grid = ShelfGrid(self.model, self.pictures)
        self.setAcceptDrops(True)
        self._build()
        self._connect()

    # -- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        left, top, right, below = PAGE_MARGINS
        page = QVBoxLayout(self)
        tight(page, (left, top, 0, 0), theme.M)  # the shelf runs to the edges of the window
        above = QVBoxLayout()
        tight(above, (0, 0, right, 0), theme.M)
        self.hero = Hero()
        self.banner = Banner()
        self.note = NoteStrip()
        self.ask = AskStrip()
        self.adding, self.fetching = WorkStrip("folder"), WorkStrip("link")
        self.analysing = WorkStrip("film")
        self.bar = ShelfBar()
        for widget in (
            *(self.hero, self.banner, self.bar, self.ask, self.note),
            *(self.adding, self.fetching, self.analysing),
        ):
            above.addWidget(widget)
        page.addLayout(above)
        self.steps = FirstSteps()
        self.all = Button("library_show_all")
        self.nothing = EmptyState("search", "", "library_nothing_found_body", self.all)
        for still in (self.steps, self.nothing):
            still.setContentsMargins(0, 0, right, below)
        self.body = QStackedWidget()
        for part in (self.grid, self.steps, self.nothing):
            self.body.addWidget(part)
        self._drop = Card("plain")
        inside = QVBoxLayout(self._drop)
        tight(inside)
        inside.addWidget(self.body)
        page.addWidget(self._drop, 1)

    def _connect(self) -> None:
        self.hero.opened.connect(self._continue)
        self.hero.stopped.connect(self._stop_opening)
        self._hero_picture.loaded.connect(lambda _: self._show_hero())
        self.bar.wished.connect(self._look_for)
        arrivals = self.arrivals
        for asking, way in (
            (self.bar.files_wanted, arrivals.ask_for_files),
            (self.bar.folder_wanted, arrivals.ask_for_folder),
            (self.bar.link_wanted, arrivals.ask_for_link),
            (self.steps.open.clicked, arrivals.ask_for_files),
            (self.steps.link.clicked, arrivals.ask_for_link),
        ):
            asking.connect(way)
        arrivals.opened.connect(self.video_chosen)
        arrivals.failed.connect(self.tell)
        arrivals.noted.connect(lambda sentence, offers: self.note.tell(sentence, *offers))
        arrivals.asked.connect(self.ask.ask)
        arrivals.changed.connect(self._show_work)
        self.all.clicked.connect(self.show_all)
        self.ask.closed.connect(self._focus_grid, _OPENED)
        grid, work = self.grid, self.work
        grid.opened.connect(self.open)
        grid.starred.connect(lambda item: self._change(item, favourite=not item.video.favourite))
        grid.removed.connect(self.remove)
        grid.renamed.connect(self.ask_for_title)
        grid.tagged.connect(self.ask_for_tags)
        grid.located.connect(self.ask_for_place)
        grid.delayed.connect(lambda item: work.delay(item.key))
        work.changed.connect(self.refresh)
        work.analysis.connect(self.model.show_tasks)
        work.worked.connect(self._show_work)
        self.adding.stopped.connect(arrivals.stop)
        self.fetching.stopped.connect(work.fetching.cancel)
        self.analysing.stopped.connect(work.delay_all)

    # -- showing ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the library again."""
        look = self._look
        if look is not None:
            read = partial(_read, self._desk, self.bar.wish.order, look)
            self._jobs.do(read, self._take, self._refuse)

    def rest(self) -> None:
        """Begin nothing new while another screen is seen."""
        self.work.rest()

    def close_down(self) -> None:
        """End what goes on in the background, for good (slow)."""
        self.arrivals.stop()
        self.work.close()
        self._aside.close(lambda: None)

    def _take(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.bar.show_tags(shelf.tags)
        self._show_hero()
        self._arrange()
        self.work.expect(shelf.pending)
        self._show_work()
        if self._wants_focus:
            self.focus_first()
        self.shown.emit()

    def _show_hero(self) -> None:
        look, last = self._look, self._shelf.last
        self.hero.setVisible(last is not None or self._is_opening)
        if look is not None and last is not None:
            self.hero.show_view(hero_view(last, self._today(), look.texts))
        shown = self._wanted if self._is_opening else last
        self._hero_picture.set_size(PICTURE, self.devicePixelRatioF())
        self.hero.show_picture(self._hero_picture.get(shown) if shown is not None else None)

    def _look_for(self) -> None:
        """Something else is looked for; sorting thousands is not done here."""
        if self.bar.wish.order is self._shelf.order:
            self._arrange()
        else:
            self.refresh()

    def _arrange(self) -> None:
        """The videos that are looked for; the one that is meant stays where it was."""
        current, row = self.grid.current, self.grid.currentIndex().row()
        found = arranged(self._shelf.filed, self.bar.wish)
        if found != self.model.items:
            place = self.grid.verticalScrollBar().value()
            self.model.show(found)
            if current is not None:
                with QSignalBlocker(self.grid.verticalScrollBar()):
                    self.grid.choose(current.key, row)
            self.grid.verticalScrollBar().setValue(place)
        bare = self._shelf.is_bare and self.bar.looks_for_all
        if self._look is not None:
            words = " ".join(self.bar.wish.words.split())
            key = "library_no_match" if words else "library_nothing_found"
            self.nothing.title.say(self._look.texts(key, words=words))
        self._show_body(self.steps if bare else self.grid if found else self.nothing)
        self.bar.setVisible(not bare)

    def _show_body(self, shown: QWidget) -> None:
        """One part of the body; the others take no room."""
        for part in (self.grid, self.steps, self.nothing):
            policy = QSizePolicy.Policy.Expanding if part is shown else QSizePolicy.Policy.Ignored
            part.setSizePolicy(policy, policy)
        self.body.setCurrentWidget(shown)
        self.body.updateGeometry()

    def show_all(self) -> None:
        """Look for nothing in particular."""
        self.bar.show_all()
        self.bar.search.setFocus()

    def show_busy(self, busy: bool) -> None:
        """While a video is opened; the focus does not wander off."""
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        if busy and had_focus:
            self.setFocus()
        self._is_opening = busy
        wanted = self._wanted if busy else None
        title = title_of(wanted, self._look.texts) if wanted and self._look else ""
        self.hero.show_opening(title if busy else None)
        if not busy:
            self._wanted = None
        self._show_hero()
        for widget in (self.bar, self.grid, self.steps):
            widget.setEnabled(not busy)
        if not busy and had_focus:
            self._focus_grid()

    def _focus_grid(self) -> None:
        (self.grid if self.body.currentWidget() is self.grid else self.hero.start).setFocus()

    def focus_first(self) -> None:
        """The focus on what most people want, as soon as it is there."""
        self._wants_focus = self._shelf.last is None
        if not self._wants_focus:
            self.hero.start.setFocus()

    def tell(self, sentence: str) -> None:
        """What went wrong, or ""."""
        self.banner.tell(sentence)

    def _refuse(self, error: UserCanFix) -> None:
        if self._look is not None:
            self.tell(self._look.texts.error(error))
            if isinstance(error, DataDamaged):
                offer = Offer("set_check", "search", self.check_wanted.emit)
                self.note.tell(self._look.texts("data_check_offer"), offer)
            self._arrange()  # without a library, files can still be opened

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        self.arrivals.speak(look.texts)
        dress_all(self, look)
        self._show_hero()
        self._show_work()
        self.refresh()

    # -- one video --------------------------------------------------------------------------

    def _continue(self) -> None:
        if self._shelf.last is not None:
            self.open(self._shelf.last)

    def open(self, item: Shelved) -> None:
        """Follow a video; where its file is gone, ask for it."""
        if item.missing:
            self._offer_help(item)
            return
        self.work.analysing.drop(item.key)  # whoever follows it analyses it
        self._wanted = item
        self.video_chosen.emit(item.video.path)

    def _stop_opening(self) -> None:
        """Wait no longer for the video; who does not follow it lets it be analysed again."""
        self.opening_stopped.emit()
        self.refresh()

    def _offer_help(self, item: Shelved) -> None:
        if self._look is not None:
            self.note.tell(
                self._look.texts("library_missing_note", title=item.video.title),
                Offer("library_locate", "search", lambda: self.ask_for_place(item)),
                Offer("library_remove", "trash", lambda: self.remove(item)),
            )

    def _change(self, item: Shelved, **changes: Any) -> None:
        self._do(lambda: self._desk.change(item.key, changes))

    def _do(self, work: Callable[[], None]) -> None:
        """Change the library, then show it."""
        self.tell("")
        self._jobs.do(work, lambda _: self.refresh(), self._refuse)

    def remove(self, item: Shelved) -> None:
        """Take a video off the shelf; it can be taken back."""
        if self._look is None:
            return
        self.work.delay(item.key)
        self._do(lambda: self._desk.remove(item.key))
        sentence = self._look.texts("library_removed", title=item.video.title)
        self.note.tell(sentence, Offer("library_undo", "restart", lambda: self._restore(item)))

    def _restore(self, item: Shelved) -> None:
        self.work.allow(item.key)
        self._do(lambda: self._desk.restore(item.video))
        self._focus_grid()

    def ask_for_title(self, item: Shelved) -> None:
        """Another title."""
        self.ask.ask(
            Question(
                "library_rename", "", "", item.video.title, "library_save",
                lambda title: self._change(item, title=title),
            )
        )  # fmt: skip

    def ask_for_tags(self, item: Shelved) -> None:
        """Other tags."""
        self.ask.ask(
            Question(
                "library_tags", title_of(item, self._look.texts) if self._look else "",
                "library_tags_hint", ", ".join(item.video.tags), "library_save",
                lambda text: self._change(item, tags=tags_from(text)),
            )
        )  # fmt: skip

    def ask_for_place(self, item: Shelved) -> None:
        """Where the file of a video is now."""
        if self._look is None:
            return
        texts = self._look.texts
        name, _ = QFileDialog.getOpenFileName(
            self, texts("library_locate"), str(item.video.path.parent), video_filters(texts)
        )
        if name:
            self._do(lambda: self._desk.locate(item.key, Path(name)))

    def _show_work(self) -> None:
        if self._look is None:
            return
        texts, work = self._look.texts, self.work
        self.adding.show_work(self.arrivals.view())
        self.fetching.show_work(fetching_view(work.fetching.tasks, texts))
        self.analysing.show_work(analysis_view(work.analysing.tasks, self._called, texts))

    def _called(self, key: str) -> str:
        item = self._shelf.items.get(key)
        return title_of(item, self._look.texts) if item and self._look else ""

    # -- keys and drops -----------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+O, Ctrl+L, Ctrl+F; Esc: open no more what is being opened."""
        ways = {
            Qt.Key.Key_O: self.arrivals.ask_for_files,
            Qt.Key.Key_L: self.arrivals.ask_for_link,
            Qt.Key.Key_F: self.bar.search.setFocus,
        }
        way = ways.get(Qt.Key(event.key()))
        if way is not None and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            way()
        elif self._is_opening and event.key() == Qt.Key.Key_Escape:
            self._stop_opening()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files, folders and links are welcome."""
        if any(dropped(event.mimeData())):
            restyle(self._drop, "card", "dropping")
            event.acceptProposedAction()

    def dragLeaveEvent(self, _: QDragLeaveEvent) -> None:
        """Gone again."""
        restyle(self._drop, "card", "plain")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        restyle(self._drop, "card", "plain")
        paths, links = dropped(event.mimeData())
        if paths or links:
            event.acceptProposedAction()
        self.arrivals.take(paths)
        for link in links:
            self.arrivals.fetch(link)


def _read(desk: LibraryDesk, order: Order, look: Look) -> Shelf:
    """The shelf, ready to be searched."""
    from coach.report.words import exercise_name

    return shelf_of(desk.load(), order, look.texts, partial(exercise_name, look.texts))
