"""Below the camera picture: the one thing to do, what was looked at, what is offered."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.widgets import Button, Label, restyle, tight
from ui.kit.words import plain_tip
from ui.setup.view import CheckView

_LINES: Final = 2
"""Lines that the sentence may take before it gets smaller."""


class Sentence(Label):
    """The one thing to do, in the largest type in which it takes no more than two lines."""

    _ROLES: Final = ("cue", "title", "lead")

    def __init__(self) -> None:
        super().__init__("cue", wrap=True)
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def say(self, text: str, tone: str | None = None) -> None:
        """Show a sentence."""
        super().say(text, tone)
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the size anew."""
        super().resizeEvent(event)
        self._choose()

    def set_scale(self, scale: float) -> None:
        """Follow the scale of the stylesheet around; as high whatever it says."""
        self._scale = scale
        line = QFontMetrics(theme.drawn_font("cue", scale=scale)).lineSpacing()
        self.setFixedHeight(line * _LINES + theme.XS)
        self._choose()

    def _choose(self) -> None:
        flags = int(Qt.TextFlag.TextWordWrap)
        for role in self._ROLES:
            metrics = QFontMetrics(theme.drawn_font(role, scale=self._scale))
            box = metrics.boundingRect(0, 0, max(self.width(), 1), 9999, flags, self.text())
            if box.height() <= self.height() and box.width() <= self.width():
                break
        restyle(self, "role", role)


class CheckChip(QWidget):
    """A mark and a word."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        tight(row, gap=theme.XS)
        self._mark = Label("lead")
        self._word = Label("body")
        row.addWidget(self._mark)
        row.addWidget(self._word)

    def tell(self, view: CheckView) -> None:
        """Show a check."""
        self._mark.say(view.mark, view.tone)
        self._word.say(view.word, "" if view.tone == "good" else view.tone)
        self.setAccessibleName(view.spoken)
        self.setToolTip(plain_tip(view.spoken))


class Offer(QWidget):
    """A way out of what stands in the way: a few words and a button; hidden at first.

    Attributes:
        button: takes it.
    """

    def __init__(self, words: str, take: str, *, tip: str, kind: str = "") -> None:
        """Text keys of the words, of the button, and of its tool tip; ``kind``: of the button."""
        super().__init__()
        self.button = Button(take, tip=tip, kind=kind)
        row = QHBoxLayout(self)
        tight(row, gap=theme.M)
        row.addWidget(Label("body", key=words, wrap=True), 1)
        row.addWidget(self.button)
        self.hide()


class Trouble(QWidget):
    """Why nothing can be started, and the ways on; hidden at first.

    Attributes:
        again: looks for the camera again; demo: lets the demo person stand in for it.
    """

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, gap=theme.M)
        self._words = Label("body", wrap=True)
        column.addWidget(self._words)
        self.again = Button("setup_look_again", icon="restart", kind="primary")
        self.demo = Button("setup_take_demo", icon="person")
        row = QHBoxLayout()
        tight(row, gap=theme.M)
        row.addWidget(self.again)
        row.addWidget(self.demo)
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is shown; "" while hidden."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, sentence: str, *, again: bool, demo: bool) -> None:
        """Show a sentence and the ways on that there are, or hide with ""."""
        self._words.say(sentence)
        self.setAccessibleName(sentence)
        self.again.setVisible(again)
        self.demo.setVisible(demo)
        self.setVisible(bool(sentence))
