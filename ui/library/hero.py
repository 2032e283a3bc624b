"""The card on top of the library: the video to go on with, or the demo workout."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.kit import icons, theme
from ui.kit.bands import Band
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Elided, Label, restyle, tight
from ui.library.view import HeroView

PICTURE: Final = QSize(160, 90)
"""Of the picture, logical pixels."""


class Hero(Card):
    """One video with one large button; while a video is opened, how that goes.

    Signals:
        opened: begin with it.
        stopped: the user does not want to wait for the video that is being opened.
    """

    opened = Signal()
    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._view: HeroView | None = None
        self._opening: str | None = None
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
        words.addWidget(self._build_facts(facts))
        words.addStretch(1)
        self.start = Button("library_go", icon="play", kind="primary")
        self.start.clicked.connect(self.opened)
        self.cancel = Button("library_cancel", icon="close")
        self.cancel.show_keys("Esc")
        self.cancel.clicked.connect(self.stopped)
        self._buttons = QStackedWidget()
        for button in (self.start, self.cancel):
            self._buttons.addWidget(button)
        self._buttons.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        row.addWidget(self._buttons)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _build_facts(self, facts: QHBoxLayout) -> QStackedWidget:
        """The facts, and in their place the bar of a video that is being opened."""
        self._facts = QStackedWidget()
        told, waiting = QWidget(), QWidget()
        told.setLayout(facts)
        column = QVBoxLayout(waiting)
        tight(column)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        for part in (told, waiting):
            self._facts.addWidget(part)
        return self._facts

    def show_opening(self, title: str | None) -> None:
        """Say that a video is being opened, and offer to stop; None: it is not any more.

        ``title``: "" where it is not known, as of a file that was dropped.
        """
        self._opening = title
        for stack in (self._facts, self._buttons):
            stack.setCurrentIndex(int(title is not None))
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if title is None else Qt.CursorShape.ArrowCursor
        )
        if title is not None and self._look is not None:
            self.eyebrow.say(self._look.texts("library_opening"))
            self.title.say(title)
            self.title.setVisible(bool(title))
            said = (self.eyebrow.text(), title)
            self.bar.setAccessibleName(": ".join(part for part in said if part))
        elif self._view is not None:
            self.show_view(self._view)

    def show_view(self, view: HeroView) -> None:
        """Say what it is; later, where a video is being opened."""
        self._view = view
        if self._opening is not None:
            return
        self.eyebrow.say(view.eyebrow)
        self.title.say(view.title)
        self.title.show()
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
        if event.button() == Qt.MouseButton.LeftButton and self._opening is None:
            self.opened.emit()

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        if self._opening is not None:
            self.show_opening(self._opening)
