"""The entries of one day, each of which can be put right in its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coach.storage import Entry
from ui.diary.day_view import DayView, GroupView
from ui.diary.entry_forms import Choices, EntryEditor, EntryMaker
from ui.diary.words import RowView, put_right_text
from ui.kit import theme
from ui.kit.screen import Scroller
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Elided, Label, dress_all, tight
from ui.kit.words import plain_tip

_GRADE = 28


class EntryRow(QWidget):
    """One entry, with a button to put it right.

    Signals:
        edit_wanted: number of the entry.
    """

    edit_wanted = Signal(int)

    def __init__(self, view: RowView, look: Look) -> None:
        super().__init__()
        self.view = view
        row = QHBoxLayout(self)
        tight(row, gap=theme.S)
        words = QVBoxLayout()
        tight(words, gap=0)
        name, work = Label("body", wrap=True), Label("small", tone="secondary", wrap=True)
        name.say(view.name)
        work.say(view.work)
        words.addWidget(name)
        words.addWidget(work)
        if view.measured:
            measured = Label("tiny", tone="accent", wrap=True)
            measured.say(view.measured)
            words.addWidget(measured)
        grade = Label("lead")
        grade.setMinimumWidth(_GRADE)
        grade.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grade.say(view.grade)
        grade.setToolTip(plain_tip(view.grade_tip))
        self.edit = Button(icon="edit", kind="icon", tip="diary_edit")
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(view.id))
        row.addLayout(words, 1)
        row.addWidget(grade)
        row.addWidget(self.edit)
        self.setAccessibleName(view.spoken)
        dress_all(self, look)
        self.edit.setAccessibleName(f"{look.texts('diary_edit')}: {view.spoken}")


class GroupBox(Card):
    """What one session, video or hand gave.

    Signals:
        edit_wanted: number of an entry; report_wanted: number of a session.
    """

    edit_wanted = Signal(int)
    report_wanted = Signal(int)

    def __init__(self, view: GroupView, look: Look) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        tight(self.column, (theme.M, theme.M, theme.M, theme.M), theme.S)
        head = QHBoxLayout()
        tight(head, gap=theme.S)
        words = QVBoxLayout()
        tight(words, gap=0)
        title, note = Elided("body"), Label("small", tone="secondary", wrap=True)
        title.setFont(theme.drawn_font("body"))
        title.say(view.title or view.note)
        note.say(view.note)
        note.setVisible(bool(view.title))
        words.addWidget(title)
        words.addWidget(note)
        head.addLayout(words, 1)
        score = Label("lead")
        score.say(view.score, view.band.value)
        head.addWidget(score)
        self.column.addLayout(head)
        self.rows = {row.id: EntryRow(row, look) for row in view.rows}
        for row in self.rows.values():
            row.edit_wanted.connect(self.edit_wanted)
            self.column.addWidget(row)
        self.report: Button | None = None
        if view.session is not None:
            key = "day_report" if view.is_finished else "day_finish_report"
            self.report = Button(key, icon="chart")
            number = view.session
            self.report.clicked.connect(lambda: self.report_wanted.emit(number))
            self.column.addWidget(self.report, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(", ".join(t for t in (view.title, view.note, view.score) if t))
        dress_all(self, look)


class DayPanel(Card):
    """One day; whoever is editing is not disturbed by news.

    Signals:
        corrected: number of an entry and its Correction; taken_back, deleted: number.
        written_down: Measured.
        report_wanted: number of a session.
    """

    corrected = Signal(int, object)
    taken_back = Signal(int)
    deleted = Signal(int)
    written_down = Signal(object)
    report_wanted = Signal(int)

    def __init__(self, now: Callable[[], datetime]) -> None:
        """``now``: aware."""
        super().__init__()
        self._now = now
        self._look: Look | None = None
        self._day = date.min
        self._entries: dict[int, Entry] = {}
        self._choices: Choices = ()
        self._newer: tuple[DayView, dict[int, Entry], Choices] | None = None
        self.form: EntryEditor | EntryMaker | None = None
        self.groups: list[GroupBox] = []
        self._hidden: EntryRow | None = None
        self._build()

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, (theme.L, theme.M, theme.L, theme.M), theme.S)
        head = QHBoxLayout()
        tight(head, gap=theme.S)
        words = QVBoxLayout()
        tight(words, gap=0)
        self.heading = Label("lead", wrap=True)
        self.amount = Label("small", tone="secondary", wrap=True)
        words.addWidget(self.heading)
        words.addWidget(self.amount)
        head.addLayout(words, 1)
        self.write = Button(icon="plus", kind="icon", tip="day_write_down")
        self.write.show_keys("N")
        self.write.clicked.connect(self.begin_writing)
        head.addWidget(self.write, 0, Qt.AlignmentFlag.AlignTop)
        page.addLayout(head)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        tight(self._column, gap=theme.S)
        self.empty = Label("body", key="day_empty", tone="secondary", wrap=True)
        self._column.addWidget(self.empty)
        self.to_demo = Button("diary_demo", icon="play")
        self.to_demo.hide()
        self._column.addWidget(self.to_demo, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        self._scroller = Scroller(inside)
        page.addWidget(self._scroller, 1)

    def dress(self, look: Look) -> None:
        """Take language and colours; what is shown comes anew."""
        self._look = look

    def show_day(
        self, day: date, view: DayView, entries: tuple[Entry, ...], choices: Choices
    ) -> None:
        """Show a day; of the same day only when nobody is editing."""
        found = {entry.id: entry for entry in entries}
        if self.form is not None and day == self._day:
            self._newer = (view, found, choices)
            return
        self._drop_form()
        self._day = day
        self._show(view, found, choices)

    def _show(self, view: DayView, entries: dict[int, Entry], choices: Choices) -> None:
        look = self._look
        if look is None:
            return
        self._entries, self._choices = entries, choices
        self.heading.say(view.heading)
        self.amount.say(view.amount)
        self.amount.setVisible(bool(view.amount))
        self.setAccessibleName(view.heading)
        for box in self.groups:
            self._column.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.groups = [GroupBox(group, look) for group in view.groups]
        for place, box in enumerate(self.groups):
            box.edit_wanted.connect(self.edit)
            box.report_wanted.connect(self.report_wanted)
            self._column.insertWidget(place, box)
        self.empty.setVisible(not view.groups)

    def offer_demo(self, *, wanted: bool) -> None:
        """Below the sentence of an empty day, where nothing is written down at all."""
        self.to_demo.setVisible(wanted)

    def focus_first(self) -> None:
        """To the first thing that can be done with the day."""
        rows = [row for box in self.groups for row in box.rows.values()]
        (rows[0].edit if rows else self.write).setFocus()

    # -- the form -------------------------------------------------------------------------

    @Slot(int)
    def edit(self, entry_id: int) -> None:
        """Open the fields of an entry, and close those of another."""
        box = next((b for b in self.groups if entry_id in b.rows), None)
        if self._look is None or box is None:
            return
        self.close_form()
        entry, row = self._entries[entry_id], box.rows[entry_id]
        texts = self._look.texts
        measured = put_right_text(entry, texts)
        form = EntryEditor(entry, measured, self._choices, self._look)
        form.saved.connect(self._take_correction)
        form.taken_back.connect(self._take_back)
        form.deleted.connect(self._delete)
        box.column.insertWidget(box.column.indexOf(row), form)
        row.hide()
        self._hidden = row
        self._open(form)

    @Slot()
    def begin_writing(self) -> None:
        """Open the fields of a new entry."""
        if self._look is None:
            return
        self.close_form()
        form = EntryMaker(self._day, self._now(), self._choices, self._look)
        form.made.connect(self._take_new)
        self._column.insertWidget(0, form)
        self.empty.hide()
        self._open(form)

    def _open(self, form: EntryEditor | EntryMaker) -> None:
        form.closed.connect(self.close_form)
        self.form = form
        form.show()
        form.exercise.setFocus()
        self._scroller.ensureWidgetVisible(form)

    @Slot()
    def close_form(self) -> None:
        """Give up what was being typed."""
        row = self._hidden
        if self._drop_form():
            (row.edit if row is not None else self.write).setFocus()
            self.empty.setVisible(not self.groups)
            if self._newer is not None:
                newer, self._newer = self._newer, None
                self._show(*newer)

    def _drop_form(self) -> bool:
        form, self.form = self.form, None
        if form is None:
            return False
        form.hide()
        form.setParent(None)
        form.deleteLater()
        if self._hidden is not None:
            self._hidden.show()
            self._hidden = None
        return True

    @Slot(int, object)
    def _take_correction(self, entry_id: int, correction: object) -> None:
        self.close_form()
        self.corrected.emit(entry_id, correction)

    @Slot(int)
    def _take_back(self, entry_id: int) -> None:
        self.close_form()
        self.taken_back.emit(entry_id)

    @Slot(int)
    def _delete(self, entry_id: int) -> None:
        self.close_form()
        self.deleted.emit(entry_id)

    @Slot(object)
    def _take_new(self, measured: object) -> None:
        self.close_form()
        self.written_down.emit(measured)
