"""What the start screen shows to somebody new: the demo workout, and how it goes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit import icons, theme
from ui.kit.theme import Look
from ui.kit.widgets import Card, Icon, Label, dress_all, tight
from ui.library.cards import VideoCard
from ui.library.view import CardView

_WIDEST: Final = 1440
_LARGE: Final = 860
"""Width from which the words of the demo card are larger."""
_STEPS: Final = (("film", "choose"), ("camera", "stand"), ("coach", "follow"))
"""Icon and text keys of the steps, in their order."""


class DemoCard(VideoCard):
    """The demo workout, larger than other videos, with a word of welcome."""

    def __init__(self, view: CardView, look: Look) -> None:
        super().__init__(view, look)
        title = look.texts("ui_first_title")
        self.setAccessibleName(f"{title}. {view.spoken}")

    def set_width(self, width: int) -> None:
        """Size by width."""
        self.setFixedSize(width, min(max(round(width * 0.29), 184), 400))

    def picture_place(self) -> QRectF:
        """At the left, over the whole height."""
        height = self.height() - 2 * theme.XS
        return QRectF(theme.XS, theme.XS, height * 16 / 9, height)

    def paint_words(self, painter: QPainter, picture: QRectF) -> None:
        """At the right of the picture: welcome, what it is, how to begin."""
        look = self.look
        large = self.width() >= _LARGE
        left, flags = picture.right() + theme.XL, int(Qt.TextFlag.TextWordWrap)
        room = QRectF(left, 0, self.width() - left - theme.XL, self.height())
        lines = (
            (theme.drawn_font("title" if large else "lead"), "text", look.texts("ui_first_title")),
            (
                theme.drawn_font("body" if large else "small", bold=False),
                "secondary",
                look.texts("ui_first_body"),
            ),
        )
        placed, top = [], 0.0
        for font, token, text in lines:
            painter.setFont(font)
            box = painter.boundingRect(room, flags, text)
            placed.append((font, token, text, top, box.height()))
            top += box.height() + theme.S
        action = 28
        top = (self.height() - top - theme.XS - action) / 2
        for font, token, text, at, height in placed:
            painter.setFont(font)
            painter.setPen(look.palette.color(token))
            painter.drawText(QRectF(left, top + at, room.width(), height), flags, text)
        bottom = top + placed[-1][3] + placed[-1][4] + theme.M
        play = icons.pixmap("play", look.palette.accent, 20, self.devicePixelRatioF())
        painter.drawPixmap(int(left), int(bottom + 4), play)
        painter.setFont(theme.drawn_font("body"))
        painter.setPen(look.palette.color("accent"))
        words = QRectF(left + 20 + theme.S, bottom, room.width() - 28, action)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, look.texts("ui_first_action"))


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
    """The demo workout and three steps.

    Signals:
        opened: Path of the demo workout.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.demo: DemoCard | None = None
        self._column = QVBoxLayout(self)
        tight(self._column, gap=theme.M)
        self._steps = QWidget()
        row = QHBoxLayout(self._steps)
        tight(row, gap=theme.M)
        for number, (icon, name) in enumerate(_STEPS, 1):
            row.addWidget(_Step(number, icon, name), 1)
        self._column.addWidget(self._steps)
        self._column.addStretch(1)

    def show_demo(self, view: CardView | None, look: Look) -> None:
        """The demo workout above the steps, or the steps alone."""
        dress_all(self._steps, look)
        if self.demo is not None:
            self._column.removeWidget(self.demo)
            self.demo.setParent(None)
            self.demo.deleteLater()
            self.demo = None
        if view is not None:
            self.demo = DemoCard(view, look)
            self.demo.clicked.connect(lambda: self.opened.emit(view.path))
            self._column.insertWidget(0, self.demo)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No wider than is good to read."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        width = min(self.width(), _WIDEST)
        self._steps.setFixedWidth(width)
        if self.demo is not None:
            self.demo.set_width(width)
