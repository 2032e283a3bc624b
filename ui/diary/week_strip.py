"""The running week in a line: what there is, what is wanted, and how to change the wish."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSpinBox, QVBoxLayout, QWidget

from coach.diary.goal import MOST, Goal, Kind
from ui.diary.day_view import WeekView
from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Elided, Label, Segmented, dress_all, tight

FIRST: Final[dict[Kind, int]] = {"sessions": 3, "minutes": 60}
"""What is proposed to who had no goal."""
_BAR: Final = 160
_WIDE: Final = 48
"""Width in letters from which there is room for more than words."""


class WeekStrip(Card):
    """This week, and the weekly goal.

    Signals:
        goal_chosen: Goal, or None for none.
    """

    goal_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._goal: Goal | None = None
        self._has_bar = False
        column = QVBoxLayout(self)
        tight(column, (theme.L, theme.S, theme.L, theme.S), theme.S)
        row = QHBoxLayout()
        tight(row, gap=theme.M)
        self.done = Elided("lead")
        self.marks = Label("lead", tone="good")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.note = Label("small", tone="secondary", wrap=True)
        self.change = Button("goal_set", kind="ghost", tip="goal_tip")
        self.change.clicked.connect(self._open)
        words = QVBoxLayout()
        tight(words, gap=0)
        words.addWidget(self.note)
        low = QHBoxLayout()
        tight(low, gap=theme.M)
        for widget in (self.done, self.marks, self.bar):
            low.addWidget(widget)
        low.addStretch(1)
        words.addLayout(low)
        row.addLayout(words, 1)
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
        self.number.lineEdit().setTextMargins(theme.M, 0, 0, 0)
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
        self._has_bar = view.fraction is not None and not view.marks
        self._fit()
        self.bar.setValue(round(1000 * (view.fraction or 0.0)))
        self.note.say(" · ".join(t for t in (look.texts("week_heading"), view.note) if t))
        self.change.speak("goal_change" if goal else "goal_set")
        heading = look.texts("week_heading")
        self.setAccessibleName(f"{heading}: {view.done}{word} {view.note}".strip())
        dress_all(self.form, look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Marks and bar only say again what the words say: they give way."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_wide = self.width() >= _WIDE * self.fontMetrics().horizontalAdvance("M")
        self.marks.setVisible(bool(self.marks.text()) and is_wide)
        self.bar.setVisible(self._has_bar and is_wide)

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
