"""How it goes, for who has no video of their own yet."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.widgets import Button, Card, Icon, Label, tight

_STEPS: Final = (("film", "choose"), ("camera", "stand"), ("coach", "follow"))
"""Icon and text keys of the steps, in their order."""


_TALLEST: Final = 320
"""Of the place to drop on, pixels."""


class _Step(Card):
    """One of the steps."""

    def __init__(self, number: int, icon: str, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, (theme.L, theme.L, theme.L, theme.L), theme.S)
        top = QHBoxLayout()
        top.addWidget(Icon(icon, "accent", 28))
        top.addStretch(1)
        count = Label("lead", tone="secondary")
        count.say(str(number))
        top.addWidget(count)
        column.addLayout(top)
        column.addWidget(Label("lead", key=f"ui_step_{name}", wrap=True))
        column.addWidget(Label("small", key=f"ui_step_{name}_body", tone="secondary", wrap=True))
        column.addStretch(1)


class FirstSteps(QWidget):
    """Three steps, and a place to drop a video on."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, gap=theme.L)
        row = QHBoxLayout()
        tight(row, gap=theme.M)
        for number, (icon, name) in enumerate(_STEPS, 1):
            row.addWidget(_Step(number, icon, name), 1)
        column.addLayout(row)
        self.drop = Card("drop")
        words = QVBoxLayout(self.drop)
        tight(words, (theme.XL, theme.XL, theme.XL, theme.XL), theme.M)
        hint = Label("body", key="library_drop_here", tone="secondary", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.open = Button("ui_open_video", icon="open")
        self.open.show_keys("Ctrl+O")
        self.link = Button("library_add_link", icon="link")
        self.link.show_keys("Ctrl+L")
        ways = QHBoxLayout()
        tight(ways, gap=theme.S)
        ways.addStretch(1)
        ways.addWidget(self.open)
        ways.addWidget(self.link)
        ways.addStretch(1)
        words.addStretch(1)
        words.addWidget(hint)
        words.addLayout(ways)
        words.addStretch(1)
        self.drop.setMaximumHeight(_TALLEST)
        column.addWidget(self.drop, 100)
        column.addStretch(1)
