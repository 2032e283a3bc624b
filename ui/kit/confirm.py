"""A button for what cannot be undone: it asks once more, in its own place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Label, tight


class Confirm(QWidget):
    """A button; after a click the question, and two ways to answer.

    Signals:
        confirmed: the user wants it.
    """

    confirmed = Signal()

    def __init__(self, key: str, question: str, answer: str) -> None:
        """``key``, ``question``, ``answer``: text keys of button, question and confirmation."""
        super().__init__()
        self._question_key = question
        self.ask = Button(key, icon="trash", kind="ghost")
        self.question = Label("body", wrap=True)
        self.keep = Button("kit_keep", kind="ghost")
        self.go = Button(answer, kind="danger")
        column = QVBoxLayout(self)
        tight(column, gap=theme.S)
        column.addWidget(self.question)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        row.addWidget(self.ask)
        row.addWidget(self.keep)
        row.addWidget(self.go)
        row.addStretch(1)
        column.addLayout(row)
        self.ask.clicked.connect(lambda: self._turn(asking=True))
        self.keep.clicked.connect(lambda: self._turn(asking=False))
        self.go.clicked.connect(self._confirm)
        self._turn(asking=False)

    def dress(self, look: Look) -> None:
        """Language."""
        self.question.say(look.texts(self._question_key))

    def _turn(self, *, asking: bool) -> None:
        had_focus = self.ask.hasFocus() or self.keep.hasFocus()
        self.question.setVisible(asking)
        self.keep.setVisible(asking)
        self.go.setVisible(asking)
        self.ask.setVisible(not asking)
        if had_focus:
            (self.keep if asking else self.ask).setFocus()

    def _confirm(self) -> None:
        self._turn(asking=False)
        self.confirmed.emit()
