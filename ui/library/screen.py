"""The start screen: a video, a camera, who trains."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.engine import TargetCard
from ui.kit import theme
from ui.kit.screen import Screen
from ui.kit.theme import Look
from ui.kit.widgets import Banner, Button, Card, Label, dress_all, restyle, tight
from ui.library.cards import CardGrid
from ui.library.first_steps import FirstSteps
from ui.library.view import VIDEO_ENDINGS, card_view


class StartScreen(Screen):
    """Everything before the training.

    Signals:
        video_chosen: Path of the video to follow.
    """

    video_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._look: Look | None = None
        self._cards: tuple[TargetCard, ...] | None = None
        self.setAcceptDrops(True)
        self._is_busy = False
        self.banner = Banner()
        self.grid = CardGrid()
        self.first = FirstSteps()
        self._build()

    def _build(self) -> None:
        page = QVBoxLayout(self)
        tight(page, (theme.XL, theme.L, theme.XL, theme.L), theme.L)
        body = QHBoxLayout()
        tight(body, gap=theme.XL)
        left = QVBoxLayout()
        tight(left, gap=theme.M)
        left.addWidget(self._build_drop())
        left.addWidget(self.banner)
        left.addSpacing(theme.XS)
        self._heading = Label("lead")
        left.addWidget(self._heading)
        left.addWidget(self._build_list(), 1)
        body.addLayout(left, 1)
        page.addLayout(body, 1)

    def _build_drop(self) -> Card:
        self._drop = Card("drop")
        row = QHBoxLayout(self._drop)
        tight(row, (theme.XL, theme.L, theme.XL, theme.L), theme.XL)
        words = QVBoxLayout()
        tight(words, gap=theme.XS)
        words.addWidget(Label("title", key="ui_welcome", wrap=True))
        words.addWidget(Label("body", key="ui_welcome_body", tone="secondary", wrap=True))
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.hide()
        words.addWidget(self._busy)
        row.addLayout(words, 1)
        action = QVBoxLayout()
        tight(action, gap=theme.S)
        self.open = Button("ui_open_video", icon="open", kind="primary")
        self.open.show_keys("Ctrl+O")
        self.open.clicked.connect(self.ask_for_video)
        self._hint = Label("small", tone="secondary")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        action.addStretch(1)
        action.addWidget(self.open)
        action.addWidget(self._hint)
        action.addStretch(1)
        row.addLayout(action)
        return self._drop

    def _build_list(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column)
        column.addWidget(self.first)
        column.addWidget(self.grid, 1)
        area.setWidget(inside)
        self.grid.opened.connect(self.video_chosen)
        self.first.opened.connect(self.video_chosen)
        return area

    # -- showing ----------------------------------------------------------------------

    def show_library(self, cards: Sequence[TargetCard]) -> None:
        """The videos that can be opened again."""
        self._cards = tuple(cards)
        self._show_cards()

    def _show_cards(self) -> None:
        """The videos; to somebody new the demo workout, and how it goes."""
        look, cards = self._look, self._cards
        if look is None or cards is None:
            return
        views = [card_view(card, look.texts) for card in cards]
        new = all(card.is_demo for card in cards)
        self._heading.say(look.texts("ui_first" if new else "ui_recent"))
        self.first.setVisible(new)
        self.grid.setVisible(not new)
        self.first.show_demo(views[0] if new and views else None, look)
        self.grid.show_cards([] if new else views, look)

    def show_busy(self, busy: bool) -> None:
        """While a video is opened; the focus does not wander off."""
        had_focus = self.open.hasFocus() or self.hasFocus()
        if busy and had_focus:
            self.setFocus()
        self._busy.setVisible(busy)
        for widget in (self.open, self.grid, self.first):
            widget.setEnabled(not busy)
        if not busy and had_focus:
            self.open.setFocus()
        self._is_busy = busy
        self._say_hint()

    def _say_hint(self) -> None:
        if self._look is not None:
            self._hint.say(self._look.texts("ui_opening" if self._is_busy else "ui_or_drop"))

    def tell(self, sentence: str) -> None:
        """What went wrong with a video, or ""."""
        self.banner.tell(sentence)

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        dress_all(self, look)
        self._say_hint()
        self._show_cards()

    # -- opening ----------------------------------------------------------------------

    def ask_for_video(self) -> None:
        """The system's file dialogue."""
        if self._look is None:
            return
        texts = self._look.texts
        endings = " ".join(f"*{ending}" for ending in VIDEO_ENDINGS)
        filters = f"{texts('ui_videos')} ({endings});;{texts('ui_all_files')} (*)"
        name, _ = QFileDialog.getOpenFileName(self, texts("ui_open_video"), "", filters)
        if name:
            self.video_chosen.emit(Path(name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+O opens."""
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() == Qt.Key.Key_O:
            self.ask_for_video()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            restyle(self._drop, "card", "dropping")
            event.acceptProposedAction()

    def dragLeaveEvent(self, _: QDragLeaveEvent) -> None:
        """Gone again."""
        restyle(self._drop, "card", "drop")

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file."""
        restyle(self._drop, "card", "drop")
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.video_chosen.emit(Path(files[0]))
