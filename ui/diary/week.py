"""One week of the diary: its entries, each of which can be put right in its place."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from coach.diary import exercise_key
from coach.diary.names import LONGEST_NAME
from coach.storage import Correction, Entry
from ui.diary.view import RowView, WeekView
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Choice, Elided, Label, dress_all, tight

_WHEN: Final = 220
_GRADE: Final = 32
_RANGE: Final = 56
_MOST: Final = 9_999
"""Largest count that can be typed."""


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
        tight(row, (0, theme.XS, 0, theme.XS), theme.M)
        when = Label("small", tone="secondary")
        when.setFixedWidth(_WHEN)
        when.say(view.when)
        name, work = Elided("body"), Elided("body")
        name.setFont(theme.drawn_font("body"))
        name.say(view.name)
        work.say(view.work)
        title = Elided("small", tone="secondary")
        title.say(view.measured or view.title, "accent" if view.measured else None)
        grade, degrees = Label("lead"), Label("small", tone="secondary")
        for label, text, width in ((grade, view.grade, _GRADE), (degrees, view.range, _RANGE)):
            label.setFixedWidth(width)
            label.say(text)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.edit = Button(icon="edit", kind="icon", tip="diary_edit")
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(view.id))
        row.addWidget(when)
        row.addWidget(name, 3)
        row.addWidget(work, 4)
        row.addWidget(degrees)
        row.addWidget(grade)
        row.addWidget(title, 4)
        row.addWidget(self.edit)
        self.setAccessibleName(view.spoken)
        dress_all(self, look)
        self.edit.setAccessibleName(f"{look.texts('diary_edit')}: {view.spoken}")


class EntryEditor(QWidget):
    """The fields of one entry.

    Signals:
        saved: number of the entry and its Correction; taken_back, deleted: number.
        closed: no change.
    """

    saved = Signal(int, object)
    taken_back = Signal(int)
    deleted = Signal(int)
    closed = Signal()

    def __init__(self, entry: Entry, choices: tuple[tuple[str, str], ...], look: Look) -> None:
        super().__init__()
        self._entry = entry
        row = QHBoxLayout(self)
        tight(row, (0, theme.XS, 0, theme.XS), theme.S)
        self.exercise = Choice(name="diary_exercise")
        line = QLineEdit()
        line.setMaxLength(LONGEST_NAME)
        line.setPlaceholderText(look.texts("diary_exercise"))
        self.exercise.setLineEdit(line)
        for name, text in choices:
            self.exercise.addItem(text, name)
        completer = QCompleter(self.exercise.model(), self.exercise)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.exercise.setCompleter(completer)
        self.exercise.setCurrentIndex(self.exercise.findData(entry.exercise))
        self.is_hold = bool(entry.seconds or entry.measured.seconds)
        self.count = QSpinBox()
        self.count.setRange(0, _MOST)
        self.count.setValue(min(round(entry.seconds) if self.is_hold else entry.repetitions, _MOST))
        self._shown = self.count.value()
        unit = "diary_unit_seconds" if self.is_hold else "diary_unit_repetitions"
        self.count.setSuffix(" " + look.texts(unit))
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.setAccessibleName(look.texts("diary_count"))
        self.save = Button("diary_save", kind="primary")
        self.back = Button("diary_take_back", kind="ghost")
        self.delete = Button("diary_delete", kind="ghost")
        self.close_ = Button(icon="close", kind="ghost", tip="ui_close")
        self.save.clicked.connect(self._save)
        self.back.clicked.connect(lambda: self.taken_back.emit(entry.id))
        self.close_.clicked.connect(self.closed)
        self.delete.clicked.connect(self._ask_to_delete)
        self._sure = False
        row.addWidget(self.exercise, 2)
        row.addWidget(self.count, 1)
        row.addStretch(1)
        for button in (self.delete, self.back, self.save, self.close_):
            row.addWidget(button)
        self.back.setVisible(bool(entry.corrected))
        dress_all(self, look)

    def correction(self) -> Correction:
        """What was changed; nothing for what is as it was."""
        text = self.exercise.currentText()
        at = self.exercise.findText(text, Qt.MatchFlag.MatchFixedString)
        name = str(self.exercise.itemData(at)) if at >= 0 else exercise_key(text)
        exercise = None if not text.strip() or name == self._entry.exercise else name
        value = self.count.value()
        if value == self._shown:
            return Correction(exercise)
        if self.is_hold:
            return Correction(exercise, seconds=float(value))
        return Correction(exercise, value)

    def _save(self) -> None:
        self.count.interpretText()
        correction = self.correction()
        if correction:
            self.saved.emit(self._entry.id, correction)
        else:
            self.closed.emit()

    def _ask_to_delete(self) -> None:
        """The second click deletes."""
        if self._sure:
            self.deleted.emit(self._entry.id)
        self._sure = True
        self.delete.speak("diary_delete_sure")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: no change; Enter: save."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)


class WeekCard(Card):
    """The entries of a week.

    Signals:
        edit_wanted: number of the entry.
    """

    edit_wanted = Signal(int)

    def __init__(self, view: WeekView, look: Look) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, (theme.L, theme.M, theme.L, theme.M), theme.XS)
        head = QHBoxLayout()
        heading, amount = Label("lead"), Label("small", tone="secondary")
        heading.say(view.heading)
        amount.say(view.amount)
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(amount)
        column.addLayout(head)
        self.setAccessibleName(f"{view.heading}, {view.amount}")
        self._column = column
        self.rows = {row.id: EntryRow(row, look) for row in view.rows}
        for row in self.rows.values():
            row.edit_wanted.connect(self.edit_wanted)
            column.addWidget(row)

    def show_editor(self, entry_id: int, editor: EntryEditor) -> None:
        """Put the fields of an entry in its place."""
        row = self.rows[entry_id]
        self._column.insertWidget(self._column.indexOf(row), editor)
        row.hide()
        editor.exercise.setFocus()

    def hide_editor(self, entry_id: int, editor: EntryEditor) -> None:
        """Show the entry again."""
        self._column.removeWidget(editor)
        editor.hide()
        editor.setParent(None)
        editor.deleteLater()
        self.rows[entry_id].show()
        self.rows[entry_id].edit.setFocus()
