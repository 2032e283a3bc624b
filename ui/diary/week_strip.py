"""The running week in a line: what there is, what is wanted, and how to change the wish."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSpinBox, QVBoxLayout, QWidget

from coach.diary.goal import MOST, Goal, Kind
from ui.diary.day_view import WeekView
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Label, Segmented, dress_all, tight

FIRST: Final[dict[Kind, int]] = {"sessions": 3, "minutes": 60}
"""What is proposed to who had no goal."""
_BAR: Final = 160


class WeekStrip(Card):
    """This week, and the weekly goal.

    Signals:
        goal_chosen: Goal, or None for none.
    """

    goal_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._goal: Goal | None = None
        column = QVBoxLayout(self)
        tight(column, (theme.L, theme.S, theme.L, theme.S), theme.S)
        row = QHBoxLayout()
        tight(row, gap=theme.M)
        self.done = Label("lead")
        self.marks = Label("lead", tone="good")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.note = Label("small", tone="secondary", wrap=True)
        self.change = Button("goal_set", kind="ghost", tip="goal_tip")
        self.change.clicked.connect(self._open)
        row.addWidget(Label("small", key="week_heading", tone="secondary"))
        for widget in (self.done, self.marks, self.bar):
            row.addWidget(widget)
        row.addWidget(self.note, 1)
        row.addWidget(self.change)
        column.addLayout(row)
        column.addWidget(self._build_form())

    def _build_form(self) -> QWidget:
        self.form = QWidget()
        row = QHBoxLayout(self.form)
        tight(row, gap=theme.M)
        self.kind = Segmented(
            (("off", "goal_off"), ("sessions", "goal_sessions"), ("minutes", "goal_minutes")),
            name="goal_kind",
        )
        self.kind.chosen.connect(self._propose)
        self.number = QSpinBox()
        self.save = Button("diary_save", kind="primary")
        self.save.clicked.connect(self._save)
        row.addWidget(self.kind)
        row.addWidget(self.number)
        row.addWidget(self.save)
        row.addStretch(1)
        self.form.hide()
        return self.form

    def dress(self, look: Look) -> None:
        """Names of what has no words."""
        self.number.setAccessibleName(look.texts("goal_number"))
        self.number.setToolTip(look.texts("goal_number"))

    def show_week(self, view: WeekView, goal: Goal | None, look: Look) -> None:
        """This week."""
        self._goal = goal
        word = f" · {look.texts('week_reached')}" if view.is_reached else ""
        self.done.say(view.done + word, "good" if view.is_reached else "")
        self.marks.say(view.marks)
        self.marks.setVisible(bool(view.marks))
        self.bar.setVisible(view.fraction is not None and not view.marks)
        self.bar.setValue(round(1000 * (view.fraction or 0.0)))
        self.note.say(view.note)
        self.change.speak("goal_change" if goal else "goal_set")
        heading = look.texts("week_heading")
        self.setAccessibleName(f"{heading}: {view.done}{word} {view.note}".strip())
        dress_all(self.form, look)

    @Slot()
    def _open(self) -> None:
        if self.form.isVisible():
            self.form.hide()
            return
        goal = self._goal
        self.kind.choose(goal.kind if goal else "sessions")
        self._propose(self.kind.value)
        if goal is not None:
            self.number.setValue(goal.number)
        self.form.show()
        self.number.setFocus()

    @Slot(str)
    def _propose(self, value: str) -> None:
        self.number.setVisible(value != "off")
        kind: Kind = "minutes" if value == "minutes" else "sessions"
        if value != "off":
            self.number.setRange(1, MOST[kind])
            self.number.setValue(FIRST[kind])

    @Slot()
    def _save(self) -> None:
        self.number.interpretText()
        kind: Kind = "minutes" if self.kind.value == "minutes" else "sessions"
        goal = None if self.kind.value == "off" else Goal(kind, self.number.value())
        self.form.hide()
        self.change.setFocus()
        self.goal_chosen.emit(goal)
