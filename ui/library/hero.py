"""The card on top of the library: the video to go on with, or the demo workout."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from ui.kit import icons, theme
from ui.kit.bands import Band
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Elided, Label, restyle, tight
from ui.library.view import HeroView

PICTURE: Final = QSize(160, 90)
"""Of the picture, logical pixels."""


class Hero(Card):
    """One video with one large button.

    Signals:
        opened: begin with it.
    """

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        row = QHBoxLayout(self)
        tight(row, (theme.S, theme.S, theme.L, theme.S), theme.L)
        self.picture = QLabel()
        self.picture.setFixedSize(PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words = QVBoxLayout()
        tight(words, gap=theme.XS)
        self.eyebrow = Label("small", tone="accent")
        self.title = Elided("lead")
        self.best = Label("body")
        self.details = Label("body", tone="secondary", wrap=True)
        self.details.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        facts = QHBoxLayout()
        tight(facts, gap=theme.S)
        facts.addWidget(self.best)
        facts.addWidget(self.details, 1)
        words.addStretch(1)
        words.addWidget(self.eyebrow)
        words.addWidget(self.title)
        words.addLayout(facts)
        words.addStretch(1)
        self.start = Button("library_go", icon="play", kind="primary")
        self.start.clicked.connect(self.opened)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        row.addWidget(self.start)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_view(self, view: HeroView) -> None:
        """Say what it is."""
        self.eyebrow.say(view.eyebrow)
        self.title.say(view.title)
        self.details.say(view.details)
        has_best = view.band is not Band.NONE
        self.best.say(f"{view.band.mark} {view.best}" if has_best else "", view.band.value)
        self.best.setVisible(has_best)
        self.start.setText(f" {view.action}")
        self.start.setAccessibleName(f"{view.action}: {view.title}")

    def show_picture(self, picture: QPixmap | None) -> None:
        """The picture of the video, in the size ``PICTURE``; None: a sign for it."""
        restyle(self.picture, "card", "note" if picture is None else "plain")
        if picture is None and self._look is not None:
            picture = icons.pixmap(
                "film", self._look.palette.secondary, 40, self.devicePixelRatioF()
            )
        self.picture.setPixmap(picture or QPixmap())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere opens it."""
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self.opened.emit()

    def dress(self, look: Look) -> None:
        """Colours."""
        self._look = look
