"""Counts and names put right afterwards; what was measured stays beside."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QSpinBox, QWidget

from coach.errors import UserCanFix
from coach.report import exercise_name
from coach.storage import Correction
from ui.follow.values import Outcome
from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.kit.screen import Section
from ui.kit.theme import Look
from ui.kit.widgets import Button, Elided, Label, tight
from ui.kit.words import plain_tip
from ui.moves.edit import name_of, names_known
from ui.report.desk import ReportDesk

if TYPE_CHECKING:
    from coach.storage import Entry

MOST: Final = 100_000
"""Repetitions or seconds that can be written."""
LONGEST: Final = 200
"""Letters of a name."""
NAME_WIDE: Final = 220
NAME_WIDEST: Final = 480
"""Pixels of the field of a name."""


class Mending(Section):
    """One line for each exercise of the diary, and one for each move of the video.

    Signals:
        mended: Outcome as it is now.
        refused: why it could not be kept.
    """

    mended = Signal(object)
    refused = Signal(str)

    def __init__(self, desk: ReportDesk, jobs: Jobs) -> None:
        super().__init__("report_mend", note="report_mend_note")
        self._desk, self._jobs = desk, jobs
        self._look: Look | None = None
        self._outcome: Outcome | None = None
        self._called: dict[int, str] = {}  # names that are being kept
        self.opener = Button("report_mend_open", icon="edit")
        self.opener.setCheckable(True)
        self.opener.toggled.connect(self._open)
        self._inside = QWidget()
        self._inside.hide()
        self.add(self._inside)
        self.column.addWidget(self.opener, 0, Qt.AlignmentFlag.AlignLeft)
        self.counts: list[QSpinBox] = []
        self.names: list[QComboBox] = []
        self.undo: list[Button] = []

    def show_outcome(self, outcome: Outcome) -> None:
        """Take what can be put right; nothing where it is not kept."""
        self._outcome, self._called = outcome, {}
        moves = outcome.result.people[0].moves if outcome.result.people else ()
        self.setVisible(outcome.kept is not None and bool(moves or outcome.kept.entries))
        if self.opener.isChecked():
            self._fill()

    def dress(self, look: Look) -> None:
        """Take language and colours."""
        self._look = look
        if self.opener.isChecked():
            self._fill()

    def _open(self, opened: bool) -> None:
        self.opener.speak("report_mend_done" if opened else "report_mend_open")
        self._inside.setVisible(opened)
        if opened:
            self._fill()

    def _fill(self) -> None:
        """The lines anew."""
        look, outcome = self._look, self._outcome
        if look is None or outcome is None or outcome.kept is None:
            return
        fresh = QWidget()
        grid = QGridLayout(fresh)
        tight(grid, gap=theme.S)
        grid.setColumnStretch(2, 1)
        self.counts, self.names, self.undo = [], [], []
        row = 0
        if outcome.kept.entries:
            row = self._head(grid, row, "report_mend_counts")
        for entry in outcome.kept.entries:
            self._add_entry(grid, row, entry, look)
            row += 1
        if outcome.result.people[0].moves:
            row = self._head(grid, row, "report_mend_names")
        for number, move in enumerate(outcome.result.people[0].moves):
            self._add_move(grid, row, number, move.name, look)
            row += 1
        self.column.replaceWidget(self._inside, fresh)
        self._inside.deleteLater()
        self._inside = fresh
        fresh.show()

    def _head(self, grid: QGridLayout, row: int, key: str) -> int:
        label = Label("body", key=key, wrap=True)
        if self._look is not None:
            label.dress(self._look)
        grid.addWidget(label, row, 0, 1, 3)
        return row + 1

    def _add_entry(self, grid: QGridLayout, row: int, entry: Entry, look: Look) -> None:
        name, texts = exercise_name(look.texts, entry.exercise), look.texts
        hold = bool(entry.measured.seconds)
        count = _counter(
            name,
            round(entry.seconds) if hold else entry.repetitions,
            "diary_unit_seconds" if hold else "diary_unit_repetitions",
            look,
        )
        count.valueChanged.connect(
            lambda value: self._correct(
                entry.id, Correction(seconds=value) if hold else Correction(repetitions=value)
            )
        )
        measured = Label("small", tone="secondary", wrap=True)
        found = round(entry.measured.seconds) if hold else entry.measured.repetitions
        measured.say(texts("report_mend_measured", count=found))
        undo = Button("report_mend_undo", kind="ghost")
        undo.dress(look)
        undo.clicked.connect(lambda: self._take_back(entry.id))
        for column, widget in enumerate((_title(name), count, measured, undo)):
            grid.addWidget(widget, row, column)
        undo.setVisible(bool(entry.corrected))
        self.counts.append(count)
        self.undo.append(undo)

    def _add_move(self, grid: QGridLayout, row: int, number: int, name: str, look: Look) -> None:
        title = Label("body", tone="secondary")
        title.say(look.texts("report_move_number", number=number + 1))
        field = QComboBox()
        field.setEditable(True)
        field.addItems(sorted(names_known(look.texts)))
        field.setCurrentText(exercise_name(look.texts, name))
        field.setAccessibleName(look.texts("report_mend_name", number=number + 1))
        field.setToolTip(plain_tip(field.accessibleName()))
        field.setMinimumWidth(NAME_WIDE)
        field.setMaximumWidth(NAME_WIDEST)
        edit = field.lineEdit()
        assert edit is not None
        edit.setMaxLength(LONGEST)
        edit.setCursorPosition(0)
        edit.editingFinished.connect(lambda: self._rename(number, field.currentText()))
        field.textActivated.connect(lambda text: self._rename(number, text))
        grid.addWidget(title, row, 0)
        grid.addWidget(field, row, 1, 1, 2)
        self.names.append(field)

    # -- what is kept --------------------------------------------------------------------

    def _correct(self, entry: int, correction: Correction) -> None:
        self._do(lambda outcome: self._desk.correct(outcome, entry, correction))

    def _take_back(self, entry: int) -> None:
        self._do(lambda outcome: self._desk.take_back(outcome, entry))

    def _rename(self, number: int, written: str) -> None:
        look, outcome = self._look, self._outcome
        if look is None or outcome is None:
            return
        name = name_of(written, look.texts)
        if name and name != self._called.get(number, outcome.result.people[0].moves[number].name):
            self._called[number] = name
            self._do(lambda known: self._desk.rename(known, number, name))

    def _do(self, change: Callable[[Outcome], Outcome]) -> None:
        outcome = self._outcome
        if outcome is not None:
            self._jobs.do(lambda: change(outcome), self.mended.emit, self._refuse)

    def _refuse(self, error: UserCanFix) -> None:
        if self._look is not None:
            self.refused.emit(self._look.texts.error(error))


def _title(name: str) -> Elided:
    title = Elided("body")
    title.say(name)
    title.setMinimumWidth(NAME_WIDE)
    return title


def _counter(name: str, count: int, unit: str, look: Look) -> QSpinBox:
    """The field of a count; ``unit``: text key."""
    field = QSpinBox()
    field.setRange(0, MOST)
    field.lineEdit().setTextMargins(theme.M, 0, 0, 0)
    field.setValue(count)
    field.setSuffix(" " + look.texts(unit))
    field.setAccessibleName(look.texts("report_mend_count", move=name))
    field.setToolTip(plain_tip(field.accessibleName()))
    field.setKeyboardTracking(False)
    return field
