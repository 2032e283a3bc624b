"""The fields of one entry: to put it right, or to write one down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCompleter,
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from coach.diary import exercise_key
from coach.diary.names import LONGEST_NAME
from coach.diary.record import EARLIEST, LATEST
from coach.storage import GRADES, Correction, Entry, Measured
from ui.diary.words import hand_sets
from ui.kit import theme
from ui.kit.dates import date_pattern, locale_of
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Choice, Label, Segmented, dress_all, tight

_MOST: Final = 9_999
"""Largest count that can be typed."""
_MOST_SETS: Final = 99
_MOST_MINUTES: Final = 600

Choices = Sequence[tuple[str, str]]
"""Exercises and what they are called."""


class ExerciseField(Choice):
    """One's own words, or an exercise that is known."""

    def __init__(self, choices: Choices, look: Look) -> None:
        super().__init__(name="diary_exercise")
        line = QLineEdit()
        line.setMaxLength(LONGEST_NAME)
        line.setPlaceholderText(look.texts("diary_exercise"))
        self.setLineEdit(line)
        for name, text in choices:
            self.addItem(text, name)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        self.setCurrentIndex(-1)

    @property
    def exercise(self) -> str:
        """The exercise that is meant; "" for none."""
        text = self.currentText()
        at = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if at >= 0:
            return str(self.itemData(at))
        return exercise_key(text) if text.strip() else ""


class _Form(Card):
    """Fields one below the other, and buttons under them.

    Signals:
        closed: no change.
    """

    closed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__("curtain")
        self._look = look
        self._column = QVBoxLayout(self)
        tight(self._column, (theme.M, theme.M, theme.M, theme.M), theme.S)
        self._fields = QFormLayout()
        tight(self._fields, gap=theme.S)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._fields.setLabelAlignment(middle)
        self._fields.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._fields.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._column.addLayout(self._fields)
        self._buttons = QHBoxLayout()
        tight(self._buttons, gap=theme.S)
        self._column.addLayout(self._buttons)
        self.save = Button("diary_save", kind="primary")
        self.close_ = Button(icon="close", kind="icon", tip="ui_close")
        self.save.clicked.connect(self._save)
        self.close_.clicked.connect(self.closed)

    def _row(self, key: str, field: QWidget) -> None:
        label = Label("small", key=key, tone="secondary")
        label.setBuddy(field)
        label.setMinimumHeight(field.sizeHint().height())
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        field.setAccessibleName(self._look.texts(key))
        self._fields.addRow(label, field)

    def _number(self, most: int, value: int, unit: str = "", least: int = 0) -> QSpinBox:
        box = QSpinBox()
        box.setRange(least, most)
        box.setValue(min(value, most))
        box.lineEdit().setTextMargins(theme.M, 0, 0, 0)
        if unit:
            box.setSuffix(" " + self._look.texts(unit))
        return box

    def _date(self, day: date) -> QDateEdit:
        box = QDateEdit(QDate(day.year, day.month, day.day))
        box.setLocale(locale_of(self._look.texts.language))
        box.lineEdit().setTextMargins(theme.M, 0, 0, 0)
        box.setDisplayFormat(date_pattern(self._look.texts))
        box.setDateRange(*(QDate(d.year, d.month, d.day) for d in (EARLIEST, LATEST)))
        return box

    def _save(self) -> None:
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: no change; Enter: save."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)


class EntryEditor(_Form):
    """The values of one entry; what was measured stands beside.

    Signals:
        saved: number of the entry and its Correction; taken_back, deleted: number.
    """

    saved = Signal(int, object)
    taken_back = Signal(int)
    deleted = Signal(int)

    def __init__(self, entry: Entry, measured: str, choices: Choices, look: Look) -> None:
        """``measured``: what was measured, in words."""
        super().__init__(look)
        self._entry = entry
        self.exercise = ExerciseField(choices, look)
        self.exercise.setCurrentIndex(self.exercise.findData(entry.exercise))
        self.is_hold = bool(entry.seconds or entry.measured.seconds)
        value = round(entry.seconds) if self.is_hold else entry.repetitions
        unit = "diary_unit_seconds" if self.is_hold else "diary_unit_repetitions"
        self.count = self._number(_MOST, value, unit)
        self.grade = Choice(name="diary_grade_name")
        self.grade.addItem(look.texts("diary_no_grade"), "")
        for letter in GRADES:
            self.grade.addItem(letter, letter)
        self.grade.setCurrentIndex(self.grade.findData(entry.grade))
        self.day = self._date(entry.day)
        self._shown = (self.count.value(), self.day.date())
        self._row("diary_exercise", self.exercise)
        self._row("diary_count", self.count)
        self._row("diary_grade_name", self.grade)
        self._row("diary_day_name", self.day)
        self._build_measured(measured, entry)
        self.delete = Button(icon="trash", kind="icon", tip="diary_delete")
        self.delete.clicked.connect(lambda: self.deleted.emit(entry.id))
        self._buttons.addWidget(self.save)
        self._buttons.addStretch(1)
        for button in (self.delete, self.close_):
            self._buttons.addWidget(button)
        dress_all(self, look)

    def _build_measured(self, measured: str, entry: Entry) -> None:
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        self._column.insertLayout(1, row)
        note = Label("small", tone="secondary", wrap=True)
        note.say(measured)
        self.back = Button("diary_take_back", kind="ghost", tip="diary_take_back_tip")
        self.back.clicked.connect(lambda: self.taken_back.emit(entry.id))
        row.addWidget(note, 1)
        row.addWidget(self.back)
        # only now: without a parent, each would be a window of its own
        note.setVisible(bool(measured))
        self.back.setVisible(bool(entry.corrected))

    def correction(self) -> Correction:
        """What was changed; nothing for what is as it was."""
        entry = self._entry
        name, grade, day = self.exercise.exercise, self.grade.currentData(), self.day.date()
        count, shown_day = self._shown
        value = self.count.value()
        changed = value != count
        return Correction(
            exercise=name if name and name != entry.exercise else None,
            repetitions=value if changed and not self.is_hold else None,
            seconds=float(value) if changed and self.is_hold else None,
            grade=grade if grade != entry.grade else None,
            day=date(day.year(), day.month(), day.day()) if day != shown_day else None,
        )

    def _save(self) -> None:
        self.count.interpretText()
        correction = self.correction()
        if correction:
            self.saved.emit(self._entry.id, correction)
        else:
            self.closed.emit()


class EntryMaker(_Form):
    """A new entry of a day: what somebody did without being watched.

    Signals:
        made: Measured.
    """

    made = Signal(object)

    def __init__(self, day: date, now: datetime, choices: Choices, look: Look) -> None:
        """``now``: aware; an entry gets its time of day."""
        super().__init__(look)
        self._day, self._now = day, now
        self.exercise = ExerciseField(choices, look)
        self.unit = Segmented(
            (("repetitions", "day_unit_repetitions"), ("seconds", "day_unit_seconds")),
            name="diary_count",
        )
        self.unit.choose("repetitions")
        self.sets = self._number(_MOST_SETS, 3, least=1)
        self.each = self._number(_MOST, 10, least=1)
        self.minutes = self._number(_MOST_MINUTES, 0, "day_unit_minutes")
        self.minutes.setSpecialValueText(look.texts("day_not_told"))
        self._row("diary_exercise", self.exercise)
        self._row("day_counted_in", self.unit)
        self._row("day_sets", self.sets)
        self._row("day_each", self.each)
        self._row("day_minutes", self.minutes)
        self._buttons.addWidget(self.save)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.close_)
        self.exercise.currentTextChanged.connect(lambda _: self._judge())
        dress_all(self, look)
        self._judge()

    def _judge(self) -> None:
        self.save.setEnabled(bool(self.exercise.exercise))

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        for box in (self.sets, self.each, self.minutes):
            box.interpretText()
        sets = hand_sets(
            self.sets.value(),
            self.each.value(),
            self.minutes.value(),
            is_hold=self.unit.value == "seconds",
        )
        # Without its zone, so that summer time is that of the day.
        time = self._now.time().replace(microsecond=0)
        started = datetime.combine(self._day, time).astimezone()
        self.made.emit(Measured(self.exercise.exercise, started, sets))
