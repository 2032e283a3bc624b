"""The card over the target while it does not run."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.follow.view import CurtainView
from ui.kit import theme
from ui.kit.widgets import Button, Card, Label, height_of, restyle, tight

_LONG_TITLE: Final = 36
"""Letters from which a title is written smaller."""
_WIDTH: Final = 460
"""Pixels, at scale 1."""
_MARGIN: Final = {True: theme.XL, False: theme.M}
"""Of the card where there is room, and where there is not."""
_LOW: Final = 300
"""Height in pixels of a place below which there is little room."""


class Curtain(Card):
    """A card over a picture: what is awaited, how far it is, and the one thing to do.

    It stands over the middle of one widget, and may reach over its edges where that is
    narrow, as far as the widget that it belongs to.

    Signals:
        pressed: the button.
    """

    pressed = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__("curtain")
        self.setParent(over)
        self._over = over
        self._scale = 1.0
        self._column = column = QVBoxLayout(self)
        self._title = Label("title", wrap=True)
        self._body = Label("lead", tone="secondary", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(1000)
        self.button = Button(kind="primary")
        self.button.clicked.connect(self.pressed)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self._title, self._body, self._bar):
            column.addWidget(widget)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def tell(self, view: CurtainView | None) -> None:
        """Show a view, or nothing."""
        self.setVisible(view is not None)
        if view is None:
            return
        has_bar = view.progress == view.progress
        self._title.say(view.title)
        restyle(self._title, "role", "title" if len(view.title) < _LONG_TITLE else "lead")
        self._body.say(view.body)
        self._body.setVisible(bool(view.body))
        self._bar.setVisible(has_bar)
        if has_bar:
            self._bar.setRange(0, 1000 if view.progress > 0 else 0)
            self._bar.setValue(round(1000 * view.progress))
            self._bar.setAccessibleName(view.title)
        restyle(self.button, "kind", "" if view.is_quiet else "primary")
        self.button.setVisible(bool(view.action))
        self.button.setText(view.action)
        self.button.setAccessibleName(view.action)
        self.place()

    def set_scale(self, scale: float) -> None:
        """Larger type and more room, as on the screen around."""
        self._scale = scale
        self.setStyleSheet(theme.type_sheet(scale))
        self.place()

    def stand_over(self, widget: QWidget) -> None:
        """Over the middle of this widget from now on."""
        self._over = widget
        self.place()

    def place(self) -> None:
        """The middle of the picture."""
        belongs = self.parentWidget() or self._over
        around = belongs.rect()
        if belongs.isAncestorOf(self._over):  # it may be on its way to another window
            around = self._over.rect()
            around.moveTo(self._over.mapTo(belongs, around.topLeft()))
        margin = _MARGIN[belongs.height() >= _LOW]
        tight(self._column, (margin, margin, margin, margin), margin // 2)
        width = min(round(_WIDTH * self._scale * theme.text_scale()), belongs.width() - 2 * theme.L)
        self.setFixedWidth(max(width, 1))
        height = height_of(self, width)
        left = around.center().x() - width // 2
        left = min(max(left, theme.L), belongs.width() - theme.L - width)
        top = min(around.center().y() - height // 2, belongs.height() - height)
        self.setGeometry(left, max(top, 0), width, height)
        self.raise_()
