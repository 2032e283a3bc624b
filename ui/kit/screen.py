"""A screen of the window, and the pieces that every screen is laid out with."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Icon, Label, dress_all, tight

PAGE_MARGINS: Final = (theme.XL, theme.L, theme.XL, theme.L)
"""Left, top, right and bottom of every screen, pixels."""

ANY_WIDTH: Final = 16_777_215
"""What Qt takes for no limit, pixels."""
READABLE: Final = 720
"""Widest column of sentences, pixels."""
_WIDEST: Final = 1280
"""Of a page of words with their controls, pixels at the usual size of words: further apart
one loses the line between them."""


def form_margins(width: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a page of forms: in the middle of a large window."""
    left, top, right, bottom = PAGE_MARGINS
    beside = round(width - _WIDEST * theme.text_scale()) // 2
    return max(left, beside), top, max(right, beside), bottom


class Screen(QWidget):
    """A page of the window; the window shows it by its name.

    The window calls ``dress`` when it is made and whenever language or colours change,
    ``refresh`` each time it is shown, and ``rest`` when another screen takes over.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def dress(self, look: Look) -> None:
        """Take language and colours."""
        dress_all(self, look)

    def refresh(self) -> None:
        """Show what is true now."""

    def rest(self) -> None:
        """Let go of what is only needed while the screen is seen."""


class PageHead(QWidget):
    """Title of a screen, a word below it, and actions at the right."""

    def __init__(self, key: str = "", *, note: str = "") -> None:
        """``key`` and ``note``: text keys of title and of the word below."""
        super().__init__()
        row = QHBoxLayout(self)
        tight(row, gap=theme.M)
        words = QVBoxLayout()
        tight(words, gap=theme.XS)
        self.title = Label("title", key=key, wrap=True)
        self.note = Label("body", key=note, tone="secondary", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.note)
        row.addLayout(words, 1)
        self.note.setVisible(bool(note))
        self._actions = QHBoxLayout()
        tight(self._actions, gap=theme.S)
        row.addLayout(self._actions)

    def add(self, widget: QWidget) -> None:
        """An action at the right, after those that are there."""
        self._actions.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def say(self, title: str, note: str = "") -> None:
        """A title that is no fixed text."""
        self.title.say(title)
        self.note.say(note)
        self.note.setVisible(bool(note))


class Section(Card):
    """A card with a heading; what belongs together stands in it, one below the other."""

    def __init__(self, key: str = "", *, note: str = "") -> None:
        """``key`` and ``note``: text keys of heading and of the sentence below."""
        super().__init__()
        self.column = QVBoxLayout(self)
        tight(self.column, (theme.L, theme.L, theme.L, theme.L), theme.M)
        self.heading = Label("lead", key=key, wrap=True)
        self.note = Label("small", key=note, tone="secondary", wrap=True)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.note)
        self.heading.setVisible(bool(key))
        self.note.setVisible(bool(note))

    def add(self, widget: QWidget) -> None:
        """One more row."""
        self.column.addWidget(widget)


class Row(QWidget):
    """A word, what it does in small letters, and the control at the right.

    The control goes below where there is no room beside the words.
    """

    def __init__(self, key: str, control: QWidget, *, note: str = "") -> None:
        """``key`` and ``note``: text keys of the word and of the explanation."""
        super().__init__()
        self.control = control
        self._column = QVBoxLayout(self)
        tight(self._column, gap=theme.XS)
        self._row = QHBoxLayout()
        tight(self._row, gap=theme.L)
        self.label = Label("body", key=key, wrap=True)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self._column.addLayout(self._row)
        self.note = Label("small", key=note, tone="secondary", wrap=True)
        self._column.addWidget(self.note)
        self.note.setVisible(bool(note))


class EmptyState(QFrame):
    """Where there is nothing yet: an icon, what will stand here, and what to do next."""

    def __init__(self, icon: str, title: str, body: str, *actions: Button) -> None:
        """``title`` and ``body``: text keys; "" for what is told by ``say``."""
        super().__init__()
        column = QVBoxLayout(self)
        tight(column, (theme.XL, theme.HUGE, theme.XL, theme.HUGE), theme.M)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Icon(icon, "accent", theme.HUGE), 0, middle)
        self.title = Label("lead", key=title, wrap=True)
        self.body = Label("body", key=body, tone="secondary", wrap=True)
        for label in (self.title, self.body):
            label.setAlignment(middle)
            column.addWidget(label)
        if actions:
            column.addSpacing(theme.S)
        for action in actions:
            column.addWidget(action, 0, middle)
        column.addStretch(1)


class Scroller(QScrollArea):
    """Scrolls its one column up and down, never sideways."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.verticalScrollBar().setProperty("beside", "true")
        self.setWidget(inside)

    def sizeHint(self) -> QSize:
        """As low as it may be: the page around must not scroll as well."""
        return QSize(super().sizeHint().width(), self.minimumSizeHint().height())


class EdgeScroller(Scroller):
    """Runs to the edges of the window: the bar stands in the margin, and nothing moves for it."""

    def __init__(self, inside: QWidget) -> None:
        frame = QWidget()
        self._column = QVBoxLayout(frame)
        tight(self._column, PAGE_MARGINS)
        self._column.addWidget(inside)
        self._left, _, self._right, self._below = PAGE_MARGINS
        super().__init__(frame)
        self.verticalScrollBar().setProperty("beside", "false")
        self._make_room()

    def set_margins(self, left: int, right: int) -> None:
        """Room beside the page, pixels."""
        self._left, self._right = left, right
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar takes its room from the margin."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        bar = max(0, self.width() - self.viewport().width())
        self._column.setContentsMargins(self._left, 0, max(0, self._right - bar), self._below)


class Roomy(QScrollArea):
    """Fills its place with one widget, and scrolls where the words need more than there is."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(inside)
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look again when the widget is laid out anew."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self._inside:
            self._give_room()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look again."""
        super().resizeEvent(event)
        self._give_room()

    def minimumSizeHint(self) -> QSize:
        """Any size will do."""
        return QSize(0, 0)

    def _give_room(self) -> None:
        inside, layout = self._inside, self._inside.layout()
        room, least = self.maximumViewportSize(), inside.minimumSizeHint()
        width = max(room.width(), least.width())
        height = least.height()
        if layout is not None and layout.hasHeightForWidth():
            height = layout.minimumHeightForWidth(width)
        if height > room.height():  # the bar takes some of the width
            bar = self.verticalScrollBar().sizeHint().width()
            width = max(room.width() - bar, least.width())
            if layout is not None and layout.hasHeightForWidth():
                height = layout.minimumHeightForWidth(width)
        inside.resize(width, max(room.height(), height))
