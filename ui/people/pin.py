"""Asks for the PIN of somebody who has one."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.avatar import Avatar
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Elided, Icon, Label, dress_all, restyle, tight
from ui.people.pins import PinWaits
from ui.people.view import TileView

_SIGN: Final = 96
_WIDTH: Final = 420
_TICK_MS: Final = 250


class PinPage(QWidget):
    """A field for the PIN, and a calm word where it was not the one.

    Signals:
        tried: name of the profile, and the PIN.
        left: not now.
    """

    tried = Signal(str, str)
    left = Signal()

    def __init__(self, waits: PinWaits) -> None:
        super().__init__()
        self._waits = waits
        self._name = ""
        self._look: Look | None = None
        self._sign = Avatar(_SIGN)
        self._who = Elided("title")
        self._who.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.returnPressed.connect(self._try)
        self.word = Label("body", wrap=True)
        self._sign_wrong = Icon("warning", "off")
        self.go = Button("people_pin_go", kind="primary")
        self.back = Button("kit_back", icon="back", kind="ghost")
        self.go.clicked.connect(self._try)
        self.back.clicked.connect(self.left)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._build()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        tight(outer)
        card = Card()
        card.setMaximumWidth(round(_WIDTH * 1.5))
        card.setMinimumWidth(_WIDTH)
        column = QVBoxLayout(card)
        tight(column, (theme.XL, theme.XL, theme.XL, theme.XL), theme.M)
        column.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._who)
        column.addWidget(Label("small", key="people_pin", tone="secondary"))
        column.addWidget(self.field)
        said = QHBoxLayout()
        tight(said, gap=theme.S)
        said.addWidget(self._sign_wrong, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.word, 1)
        column.addLayout(said)
        row = QHBoxLayout()
        tight(row, gap=theme.S)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.go)
        column.addLayout(row)
        outer.addStretch(1)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)

    def ask(self, view: TileView) -> None:
        """Ask somebody."""
        self._name = view.title
        self._sign.show_person(view.title, view.colour, view.picture)
        self._who.say(view.title)
        self.field.clear()
        self._say("people_pin_hint", "secondary")
        self._tick()
        if self._waits.left_s(self._name):
            self._timer.start()
        self.field.setFocus()

    def refuse(self) -> None:
        """It was not the one."""
        self.field.clear()
        self._say("people_pin_wrong", "")
        self._tick()
        if self._waits.left_s(self._name):
            self._timer.start()
        self.field.setFocus()

    def rest(self) -> None:
        """Nobody is asked any more."""
        self._timer.stop()
        self.field.clear()

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        self.field.setAccessibleName(look.texts("people_pin"))
        self.field.setToolTip(look.texts("people_pin"))

    def _try(self) -> None:
        if self.field.text() and not self._waits.left_s(self._name):
            self.tried.emit(self._name, self.field.text())

    def _tick(self) -> None:
        left = self._waits.left_s(self._name)
        self.go.setEnabled(not left)
        if left and self._look is not None:
            self._tell(self._look.texts("people_pin_wait", n=math.ceil(left)), "", wrong=True)
        elif self._timer.isActive():
            self._timer.stop()
            self._say("people_pin_hint", "secondary")

    def _say(self, key: str, tone: str) -> None:
        if self._look is not None:
            self._tell(self._look.texts(key), tone, wrong=key == "people_pin_wrong")

    def _tell(self, sentence: str, tone: str, *, wrong: bool) -> None:
        """The word below the field, the sign beside it, and the edge of the field."""
        self.word.say(sentence, tone)
        self._sign_wrong.setVisible(wrong)
        self.field.setAccessibleDescription(sentence)
        restyle(self.field, "wrong", "true" if wrong else "false")
