"""The strips above the shelf: what goes on in the background, a note, a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QSizePolicy, QVBoxLayout

from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Elided, Icon, Label, tight

_BAR_WIDTH: Final = 160
"""Of a bar of progress, pixels."""

_STEPS: Final = 1000
"""Of a bar of progress."""

_LARGE_WORDS: Final = 1.25
"""Scale of the words from which buttons stand below a sentence and not beside it."""


@dataclass(frozen=True, slots=True)
class WorkView:
    """Something that goes on.

    Attributes:
        sentence: what; left: "2 min left" or "".
        fraction: 0..1, or None where it cannot be told.
    """

    sentence: str
    left: str
    fraction: float | None


class WorkStrip(Card):
    """A sentence, a bar, the time to go, and a button to stop it; hidden while there is none.

    Signals:
        stopped: the user had enough.
    """

    stopped = Signal()

    def __init__(self, icon: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        tight(row, (theme.M, theme.XS, theme.XS, theme.XS), theme.M)
        self.sentence = Elided("small")
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.left = Label("small", tone="secondary")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR_WIDTH)
        self.stop = Button("library_stop", icon="stop", kind="ghost")
        self.stop.clicked.connect(self.stopped)
        row.addWidget(Icon(icon, "accent"))
        row.addWidget(self.sentence, 1)
        row.addWidget(self.left)
        row.addWidget(self.bar)
        row.addWidget(self.stop)
        self.hide()

    def show_work(self, view: WorkView | None) -> None:
        """Tell how it goes, or hide."""
        if view is not None:
            self.sentence.say(view.sentence)
            self.left.say(view.left)
            self.bar.setRange(0, 0 if view.fraction is None else _STEPS)
            if view.fraction is not None:
                self.bar.setValue(round(_STEPS * view.fraction))
            self.bar.setAccessibleName(view.sentence)
        self.setVisible(view is not None)


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of a note.

    Attributes:
        key: text key of its word; icon: its picture; act: what it does.
    """

    key: str
    icon: str
    act: Callable[[], None]


class NoteStrip(Card):
    """A calm sentence with what can be done about it; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        column = QVBoxLayout(self)
        tight(column, (theme.M, theme.XS, theme.XS, theme.XS), theme.XS)
        self._row, self._below = QHBoxLayout(), QHBoxLayout()
        tight(self._row, gap=theme.S)
        tight(self._below, gap=theme.S)
        self._below.addStretch(1)
        column.addLayout(self._row)
        column.addLayout(self._below)
        self._text = Label("body", wrap=True)
        self._close = Button(icon="close", kind="ghost", tip="ui_close")
        self._close.clicked.connect(self.hide)
        self.buttons: list[Button] = []
        self._row.addWidget(Icon("info", "accent"))
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._close)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is shown; "" while hidden."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, sentence: str, *offers: Offer) -> None:
        """Show a sentence and buttons, or hide with ""."""
        for button in self.buttons:
            for layout in (self._row, self._below):
                layout.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self.buttons = [self._button(offer) for offer in offers]
        self._text.say(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def _button(self, offer: Offer) -> Button:
        button = Button(offer.key, icon=offer.icon)
        button.clicked.connect(lambda: self._take(offer))
        if theme.text_scale() > _LARGE_WORDS:
            self._below.addWidget(button)
        else:
            self._row.insertWidget(self._row.count() - 1, button)
        if self._look is not None:
            button.dress(self._look)
        return button

    def _take(self, offer: Offer) -> None:
        self.tell("")
        offer.act()

    def dress(self, look: Look) -> None:
        """Language and colours of the buttons that will come."""
        self._look = look


@dataclass(frozen=True, slots=True)
class Question:
    """Something to type.

    Attributes:
        key: text key of what is asked; note: sentence below; hint: key of what the empty
            field shows. text: to begin with. action: key of the button.
        answer: takes what was typed.
    """

    key: str
    note: str
    hint: str
    text: str
    action: str
    answer: Callable[[str], None]


class AskStrip(Card):
    """A field with a word before it; hidden while nothing is asked.

    Signals:
        closed: answered or given up.
    """

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._question: Question | None = None
        column = QVBoxLayout(self)
        tight(column, (theme.M, theme.S, theme.S, theme.S), theme.XS)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        self._word = Label("body")
        self.field = QLineEdit()
        self.action = Button(kind="")
        self.action.clicked.connect(self._answer)
        self.field.returnPressed.connect(self._answer)
        self.cancel = Button("library_cancel", kind="ghost")
        self.cancel.show_keys("Esc")
        self.cancel.clicked.connect(self.close_it)
        row.addWidget(self._word)
        row.addWidget(self.field, 1)
        row.addWidget(self.action)
        row.addWidget(self.cancel)
        self._note = Label("small", tone="secondary", wrap=True)
        column.addLayout(row)
        column.addWidget(self._note)
        self.hide()

    def ask(self, question: Question) -> None:
        """Ask; the field has the focus."""
        self._question = question
        self.field.setText(question.text)
        self._say()
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def _say(self) -> None:
        question, look = self._question, self._look
        if question is None or look is None:
            return
        word = look.texts(question.key)
        self._word.say(word)
        self.field.setAccessibleName(word)
        self.field.setPlaceholderText(look.texts(question.hint) if question.hint else "")
        self.action.speak(question.action)
        self._note.say(question.note)
        self._note.setVisible(bool(question.note))

    def _answer(self) -> None:
        question, text = self._question, self.field.text().strip()
        if question is not None and (text or question.key == "library_tags"):
            self.close_it()
            question.answer(text)

    def close_it(self) -> None:
        """Ask no more."""
        self._question = None
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
        else:
            super().keyPressEvent(event)

    def dress(self, look: Look) -> None:
        """Language."""
        self._look = look
        self._say()
