"""What somebody new sees: three short pages, each of which can be skipped."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.choices import Choices
from ui.kit import theme
from ui.kit.screen import READABLE, Screen, Scroller
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Icon, Label, Segmented, dress_all, tight

_LARGEST: Final = QSize(round(READABLE * 1.25), 620)
"""Of the card, at the usual size of words."""

_POINTS: Final = {
    "hello": (("film", "any"), ("coach", "score"), ("lock", "private")),
    "room": (("camera", "camera"), ("fullscreen", "distance"), ("info", "small")),
    "go": (),
}
"""Pages in their order; of each point its icon and the end of its text key."""
_SIGNS: Final = {"hello": "coach", "room": "camera", "go": "play"}
"""The icon above the headline of each page."""


class WelcomePage(QWidget):
    """A headline and a few points."""

    def __init__(self, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, (theme.XL, theme.XL, theme.XL, theme.M), theme.L)
        column.addWidget(Icon(_SIGNS[name], "accent", 48))
        column.addWidget(Label("title", key=f"welcome_{name}", wrap=True))
        column.addWidget(Label("body", key=f"welcome_{name}_body", tone="secondary", wrap=True))
        self.asked = QVBoxLayout()
        tight(self.asked, gap=theme.S)
        column.addLayout(self.asked)
        for icon, point in _POINTS[name]:
            row = QHBoxLayout()
            tight(row, gap=theme.M)
            row.addWidget(Icon(icon, "accent", 24), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Label("body", key=f"welcome_{name}_{point}", wrap=True), 1)
            column.addLayout(row)
        column.addStretch(1)


class WelcomeScreen(Screen):
    """Three pages.

    Signals:
        demo_wanted: the demo workout, without a camera.
        video_wanted: a video of one's own.
        left: enough seen; to the library.
    """

    demo_wanted = Signal()
    video_wanted = Signal()
    left = Signal()

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._look: Look | None = None
        self.language = Segmented(
            (("en", "set_language_en"), ("ko", "set_language_ko")), name="set_language"
        )
        self.language.chosen.connect(lambda language: choices.keep(language=language))
        self.demo = Button("welcome_demo", icon="play", kind="primary")
        self.video = Button("welcome_video", icon="open")
        self.demo.clicked.connect(self.demo_wanted)
        self.video.clicked.connect(self.video_wanted)
        self.skip = Button("welcome_skip", kind="ghost")
        self.back = Button("kit_back", icon="back", kind="ghost")
        self.next = Button("welcome_next", kind="primary")
        self.skip.clicked.connect(self.left)
        self.back.clicked.connect(lambda: self.show_page(self.page - 1))
        self.next.clicked.connect(lambda: self.show_page(self.page + 1))
        self.where = Label("small", tone="secondary")
        self._pages = QStackedWidget()
        self._build()
        self.show_page(0)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        tight(outer, (theme.XL, theme.XL, theme.XL, theme.XL))
        card = self._card = Card()
        inside = QVBoxLayout(card)
        tight(inside, (theme.S, theme.S, theme.S, theme.M), theme.S)
        for name in _POINTS:
            page = WelcomePage(name)
            if name == "hello":
                page.asked.addWidget(self.language, 0, Qt.AlignmentFlag.AlignLeft)
            elif name == "go":
                for button in (self.demo, self.video):
                    page.asked.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self._pages.addWidget(Scroller(page))
        inside.addWidget(self._pages, 1)
        row = QHBoxLayout()
        tight(row, (theme.L, 0, theme.L, 0), theme.S)
        left, right = QWidget(), QWidget()  # as wide as each other: the number stays in the middle
        self._footer = left
        back = QHBoxLayout(left)
        tight(back)
        back.addWidget(self.back)
        back.addStretch(1)
        forward = QHBoxLayout(right)
        tight(forward, gap=theme.S)
        forward.addStretch(1)
        forward.addWidget(self.skip)
        forward.addWidget(self.next)
        row.addWidget(left, 1)
        row.addWidget(self.where)
        row.addWidget(right, 1)
        inside.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 10)
        middle.addStretch(1)
        outer.addLayout(middle, 1)

    @property
    def page(self) -> int:
        """Number of the page that is shown, from 0."""
        return self._pages.currentIndex()

    def show_page(self, number: int) -> None:
        """One of the pages."""
        last = self._pages.count() - 1
        self._pages.setCurrentIndex(min(max(number, 0), last))
        self.back.setVisible(self.page > 0)
        self.next.setVisible(self.page < last)
        self.skip.speak("welcome_skip" if self.page < last else "welcome_leave")
        (self.demo if self.page == last else self.next).setFocus()
        self._say()

    def refresh(self) -> None:
        """The focus where one goes on."""
        self.show_page(self.page)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        self._footer.setMinimumHeight(self.next.sizeHint().height())
        self._card.setMaximumSize(_LARGEST * theme.text_scale())
        self.language.choose(look.texts.language)
        self._say()

    def _say(self) -> None:
        if self._look is not None:
            self.where.say(
                self._look.texts("welcome_where", n=self.page + 1, all=self._pages.count())
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: skip; arrows: to and fro."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Right:
                self.show_page(self.page + 1)
            case Qt.Key.Key_Left:
                self.show_page(self.page - 1)
            case _:
                super().keyPressEvent(event)
