"""The diary: week by week what was done; videos dropped on it are looked at and written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QIntValidator, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coach.diary import FORMATS, Imported
from coach.diary.intake import Intake, Item
from coach.errors import UserCanFix
from coach.storage import Correction
from ui.diary.desk import DiaryDesk, DiaryPage
from ui.diary.view import DiaryView, diary_view, exercise_choices, intake_view
from ui.diary.week import EntryEditor, WeekCard
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.screen import Screen
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Button, Card, Label, dress_all, restyle, tight
from ui.library.view import VIDEO_ENDINGS
from ui.report.screen import FactCard

_HEAVIEST: Final = 300
"""Kilograms that can be typed; 0 is none."""
_WEIGHT: Final = 80
WEEKS: Final = 8
"""Weeks with exercise that are shown at first, and more for each wish."""


class DiaryScreen(Screen):
    """Weeks of entries, and the ways in and out.

    Signals:
        start_wanted: back to the start screen.
        shown: the page shows what the diary holds.
    """

    start_wanted = Signal()
    shown = Signal()
    _progressed = Signal(object)

    def __init__(self, desk: DiaryDesk, jobs: Jobs, today: Callable[[], date] = date.today) -> None:
        super().__init__()
        self._desk, self._jobs, self._today = desk, jobs, today
        self._look: Look | None = None
        self._page: DiaryPage | None = None
        self._newer: DiaryView | None = None
        self._weeks_shown = WEEKS
        self._files: tuple[Item, ...] = ()
        self._editing: tuple[WeekCard, int, EntryEditor] | None = None
        self.intake = Intake(desk.add, self._progressed.emit)
        self._progressed.connect(self._show_files, Qt.ConnectionType.QueuedConnection)
        self.setAcceptDrops(True)
        self.banner = Banner()
        self.weeks: list[WeekCard] = []
        self._build()

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, (theme.XL, theme.L, theme.XL, theme.L), theme.M)
        page.addLayout(self._build_head())
        page.addWidget(self.banner)
        page.addWidget(self._build_drop())
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, (0, 0, theme.S, 0), theme.M)
        self._facts = QHBoxLayout()
        tight(self._facts, gap=theme.M)
        column.addLayout(self._facts)
        self._list = QVBoxLayout()
        tight(self._list, gap=theme.M)
        column.addLayout(self._list)
        self.empty = Label("body", key="diary_empty", tone="secondary", wrap=True)
        column.addWidget(self.empty)
        self.older = Button("diary_older", kind="ghost")
        self.older.clicked.connect(self._show_older)
        column.addWidget(self.older, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        page.addWidget(area, 1)

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        tight(head, gap=theme.S)
        self.back = Button("ui_back", icon="back", kind="ghost")
        self.back.show_keys("Esc")
        self.back.clicked.connect(self.start_wanted)
        self.take_in = Button("diary_import", icon="open", tip="diary_import_tip")
        self.export = Button("diary_export", icon="save", tip="diary_export_tip")
        self.take_in.clicked.connect(self.ask_for_import)
        self.export.clicked.connect(self.ask_for_export)
        head.addWidget(self.back)
        head.addSpacing(theme.S)
        head.addWidget(Label("title", key="diary_title"))
        head.addStretch(1)
        self.weight = QLineEdit()
        self.weight.setValidator(QIntValidator(0, _HEAVIEST, self.weight))
        self.weight.setFixedWidth(_WEIGHT)
        self.weight.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.weight.editingFinished.connect(self._keep_weight)
        head.addWidget(Label("small", key="diary_weight", tone="secondary"))
        head.addWidget(self.weight)
        head.addWidget(self.take_in)
        head.addWidget(self.export)
        return head

    def _build_drop(self) -> Card:
        self._drop = Card("drop")
        row = QHBoxLayout(self._drop)
        tight(row, (theme.L, theme.M, theme.L, theme.M), theme.L)
        words = QVBoxLayout()
        tight(words, gap=theme.XS)
        self.progress = Label("body", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        words.addWidget(self.progress)
        words.addWidget(self.bar)
        self.add = Button("diary_add", icon="film", kind="primary")
        self.add.show_keys("Ctrl+O")
        self.add.clicked.connect(self.ask_for_videos)
        self.stop = Button("diary_stop", icon="stop")
        self.stop.clicked.connect(self.intake.cancel)
        row.addLayout(words, 1)
        row.addWidget(self.stop)
        row.addWidget(self.add)
        return self._drop

    # -- showing ----------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the diary again."""
        self._jobs.do(self._desk.load, self._take, self._refuse)

    def _take(self, page: DiaryPage) -> None:
        self._page = page
        self._paint()

    def _paint(self) -> None:
        """Make the view of what is known, off this thread, and show it."""
        look, page, weeks, today = self._look, self._page, self._weeks_shown, self._today()
        if look is not None and page is not None:
            self._jobs.do(lambda: diary_view(page, weeks, today, look.texts), self._show)

    def _refuse(self, error: UserCanFix) -> None:
        if self._look is not None:
            self.banner.tell(self._look.texts.error(error))

    def _show(self, view: DiaryView) -> None:
        """The facts and weeks; whoever is editing is not disturbed."""
        look, page = self._look, self._page
        if look is None or page is None:
            return
        if self._editing is not None:
            self._newer = view
            return
        _clear(self._facts)
        for fact in view.facts:
            self._facts.addWidget(FactCard(fact), 1)
        _clear(self._list)
        self.weeks = [WeekCard(week, look) for week in view.weeks]
        for card in self.weeks:
            card.edit_wanted.connect(self.edit)
            self._list.addWidget(card)
        if not self.weight.hasFocus():
            kilograms = page.weights.get(None)
            self.weight.setText("" if kilograms is None else f"{kilograms:.0f}")
        self.empty.setVisible(not view.weeks)
        self.older.setVisible(view.older)
        self.export.setEnabled(bool(view.weeks))
        self.shown.emit()

    def _show_older(self) -> None:
        self._weeks_shown += WEEKS
        self._paint()

    @Slot(object)
    def _show_files(self, items: tuple[Item, ...]) -> None:
        before, self._files = self._files, items
        self._say_files()
        if sum(item.added for item in items) > sum(item.added for item in before):
            self.refresh()

    def _say_files(self) -> None:
        if self._look is None:
            return
        view = intake_view(self._files, self._look.texts)
        self.progress.say(
            view.sentence or self._look.texts("diary_drop"), "off" if view.failed else ""
        )
        self.bar.setVisible(view.busy)
        self.bar.setValue(round(1000 * view.fraction))
        self.stop.setVisible(view.busy)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        self.weight.setPlaceholderText("–")
        self.weight.setAccessibleName(look.texts("diary_weight"))
        self.weight.setToolTip(look.texts("diary_weight_tip"))
        self._say_files()
        self._paint()

    # -- putting right ----------------------------------------------------------------

    @Slot(int)
    def edit(self, entry_id: int) -> None:
        """Open the fields of an entry, and close those of another."""
        look, page = self._look, self._page
        card = next((c for c in self.weeks if entry_id in c.rows), None)
        entry = next((e for e in page.entries if e.id == entry_id), None) if page else None
        if look is None or page is None or card is None or entry is None:
            return
        self._close_editor()
        editor = EntryEditor(entry, exercise_choices(page.entries, look.texts), look)
        editor.closed.connect(self._close_editor)
        editor.saved.connect(self._correct)
        editor.taken_back.connect(self._take_back)
        editor.deleted.connect(self._delete)
        card.show_editor(entry_id, editor)
        self._editing = (card, entry_id, editor)

    @property
    def editor(self) -> EntryEditor | None:
        """The open fields."""
        return self._editing[2] if self._editing else None

    @Slot()
    def _close_editor(self) -> None:
        if self._editing is not None:
            card, entry_id, editor = self._editing
            self._editing = None
            card.hide_editor(entry_id, editor)
            if self._newer is not None:
                newer, self._newer = self._newer, None
                self._show(newer)

    @Slot(int, object)
    def _correct(self, entry_id: int, correction: Correction) -> None:
        self._change(lambda: self._desk.correct(entry_id, correction))

    @Slot(int)
    def _take_back(self, entry_id: int) -> None:
        self._change(lambda: self._desk.take_back(entry_id))

    @Slot(int)
    def _delete(self, entry_id: int) -> None:
        self._change(lambda: self._desk.delete(entry_id))

    @Slot()
    def _keep_weight(self) -> None:
        """The weight that was typed; nothing where it is the one that is known."""
        kilograms = int(self.weight.text() or 0) or None
        if self._page is not None and kilograms != self._page.weights.get(None):
            self._change(lambda: self._desk.set_weight(kilograms))

    def _change(self, work: Callable[[], None]) -> None:
        self._close_editor()
        self._jobs.do(work, lambda _: self.refresh(), self._refuse)

    # -- in and out -------------------------------------------------------------------

    def ask_for_videos(self) -> None:
        """The system's file dialogue, for many files."""
        if self._look is None:
            return
        texts = self._look.texts
        endings = " ".join(f"*{ending}" for ending in VIDEO_ENDINGS)
        filters = f"{texts('ui_videos')} ({endings});;{texts('ui_all_files')} (*)"
        names, _ = QFileDialog.getOpenFileNames(self, texts("diary_add"), "", filters)
        self.intake.push(Path(name) for name in names)

    def ask_for_export(self) -> None:
        """Where to write the diary."""
        if self._look is None:
            return
        texts = self._look.texts
        name, _ = QFileDialog.getSaveFileName(
            self, texts("diary_export_tip"), "diary.csv", _filters()
        )
        if name:
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

    def _note(self, key: str, **values: object) -> None:
        if self._look is not None:
            self.banner.tell(self._look.texts(key, **values), calm=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: back; Ctrl+O: videos."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.start_wanted.emit()
        elif event.key() == Qt.Key.Key_O and ctrl:
            self.ask_for_videos()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome, many at once."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            restyle(self._drop, "card", "dropping")
            event.acceptProposedAction()

    def dragLeaveEvent(self, _: QDragLeaveEvent) -> None:
        """Gone again."""
        restyle(self._drop, "card", "drop")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the videos; a calendar is read in."""
        restyle(self._drop, "card", "drop")
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            calendars = [file for file in files if file.suffix.lower() == ".ics"]
            for file in calendars:
                self._take_in(file)
            self.intake.push(file for file in files if file not in calendars)


def _filters() -> str:
    return ";;".join(f"{ending[1:].upper()} (*{ending})" for ending in FORMATS)


def _clear(layout: QHBoxLayout | QVBoxLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
