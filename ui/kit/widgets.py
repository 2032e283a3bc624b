"""The small widgets that every screen is made of.

A widget with texts or drawn colours has ``dress(look)``; ``dress_all`` dresses a whole
screen, at the start and whenever the language or the palette changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from ui.kit import icons, theme
from ui.kit.theme import Look
from ui.kit.words import plain_tip

LINES: Final = (("person", Qt.PenStyle.SolidLine), ("second", Qt.PenStyle.DashLine))
"""Palette token and style of the line of the first and of the second person."""


def dress_all(root: QWidget, look: Look) -> None:
    """Dress every descendant that can be dressed."""
    for child in root.findChildren(QWidget):
        dress = getattr(child, "dress", None)
        if dress is not None:
            dress(look)


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the stylesheet looks at, and let it take effect."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def tight(layout: QLayout, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0) -> None:
    """Margins (left, top, right, bottom) and spacing of a layout."""
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)


class Label(QLabel):
    """Plain text of one type role; with a ``key`` it translates itself."""

    def __init__(
        self, role: str = "body", *, key: str = "", tone: str = "", wrap: bool = False
    ) -> None:
        super().__init__()
        self._key = key
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)

    def say(self, text: str, tone: str | None = None) -> None:
        """Show a text; nothing is laid out again when it is the same."""
        if self.text() != text:
            self.setText(text)
        if tone is not None:
            restyle(self, "tone", tone)

    def dress(self, look: Look) -> None:
        """Translate."""
        if self._key:
            self.setText(look.texts(self._key))


class Elided(Label):
    """One line that ends in … where there is no room; the whole text is its tool tip.

    Attributes:
        mode: where the … stands.
    """

    mode = Qt.TextElideMode.ElideRight

    def say(self, text: str, tone: str | None = None) -> None:
        """Show a text."""
        super().say(text, tone)
        self.setToolTip(plain_tip(text) if text else "")

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, shortened where it does not fit."""
        if self.fontMetrics().horizontalAdvance(self.text()) <= self.width():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        short = self.fontMetrics().elidedText(self.text(), self.mode, self.width())
        painter.drawText(self.rect(), int(self.alignment()), short)
        painter.end()


class Fitted(Elided):
    """One line in the largest of several type roles that its width has room for."""

    def __init__(self, roles: tuple[str, ...], *, tone: str = "") -> None:
        """``roles``: the largest first; the last one is shortened where it must be."""
        super().__init__(roles[0], tone=tone)
        self._roles, self._scale = roles, 1.0

    def set_roles(self, roles: tuple[str, ...]) -> None:
        """Other type roles."""
        if roles != self._roles:
            self._roles = roles
            self._choose()

    def set_scale(self, scale: float) -> None:
        """Follow the scale of the stylesheet around."""
        self._scale = scale
        self._choose()

    def say(self, text: str, tone: str | None = None) -> None:
        """Show a text."""
        super().say(text, tone)
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose again."""
        super().resizeEvent(event)
        self._choose()

    def _choose(self) -> None:
        for role in self._roles:
            font = theme.drawn_font(role, scale=self._scale)
            if QFontMetrics(font).horizontalAdvance(self.text()) <= self.width():
                break
        restyle(self, "role", role)


class Icon(QLabel):
    """An icon that says nothing by itself: always beside a word."""

    def __init__(self, name: str, token: str = "secondary", size: int = 20) -> None:
        super().__init__()
        self._name, self._token, self._size = name, token, size
        self._look: Look | None = None
        self.setFixedSize(size, size)

    def set_size(self, size: int) -> None:
        """Larger or smaller, pixels."""
        self._size = size
        self.setFixedSize(size, size)
        if self._look is not None:
            self.dress(self._look)

    def show_icon(self, name: str, token: str) -> None:
        """Another icon or colour."""
        self._name, self._token = name, token
        if self._look is not None:
            self.dress(self._look)

    def dress(self, look: Look) -> None:
        """Draw in the palette's colour."""
        self._look = look
        color = getattr(look.palette, self._token)
        self.setPixmap(icons.pixmap(self._name, color, self._size, self.devicePixelRatioF()))


class Swatch(QWidget):
    """A bit of the line by which a person is drawn: solid the first, dashed the second."""

    def __init__(self, person: int) -> None:
        super().__init__()
        self._person = person
        self._look: Look | None = None
        self.setFixedSize(20, 8)

    def dress(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """The line."""
        if self._look is None:
            return
        token, style = LINES[self._person]
        pen = QPen(self._look.palette.color(token), 4)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if style is Qt.PenStyle.DashLine:
            pen.setDashPattern((2, 1))
        painter = QPainter(self)
        painter.setPen(pen)
        painter.drawLine(0, 4, 20, 4)
        painter.end()


class Button(QPushButton):
    """A button with an icon and a word, or an icon with a tool tip.

    Args of the constructor:
        key: text of the button; "" for an icon alone.
        icon: name of a file in ``assets/icons``, or "".
        kind: "", "primary", "ghost", "danger", "icon", "tab" or "segment", as in the stylesheet.
        tip: key of the tool tip; the shortcut is added by ``set_shortcut``.
    """

    def __init__(self, key: str = "", *, icon: str = "", kind: str = "", tip: str = "") -> None:
        super().__init__()
        self._key, self._icon, self._tip, self._keys = key, icon, tip, ""
        self._look: Look | None = None
        self.setProperty("kind", kind)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(20, 20))

    def speak(self, key: str, icon: str | None = None) -> None:
        """Another word, and another icon."""
        self._key = key
        if icon is not None:
            self._icon = icon
        if self._look is not None:
            self.dress(self._look)

    def show_keys(self, keys: str) -> None:
        """Name of the key that does the same, for the tool tip."""
        self._keys = keys

    def dress(self, look: Look) -> None:
        """Translate and colour."""
        self._look = look
        word = look.texts(self._key) if self._key else ""
        tip = look.texts(self._tip) if self._tip else word
        if self.property("kind") != "icon":
            self.setText(f" {word}" if self._icon and word else word)
        self.setAccessibleName(word or tip)
        self.setToolTip(f"{tip} ({self._keys})" if self._keys else tip)
        if self._icon:
            token = "on_accent" if self.property("kind") == "primary" else "text"
            icon = icons.icon(self._icon, getattr(look.palette, token))
            pale = icons.pixmap(self._icon, look.palette.secondary, 20, self.devicePixelRatioF())
            icon.addPixmap(pale, QIcon.Mode.Disabled)
            self.setIcon(icon)


class Segmented(QFrame):
    """A few choices side by side, one of them taken.

    Signals:
        chosen: the user took another choice; its value.
    """

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], *, name: str) -> None:
        """``choices``: value and text key; ``name``: text key of the accessible name."""
        super().__init__()
        self._name = name
        self.setProperty("group", "true")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        row = QHBoxLayout(self)
        tight(row, (2, 2, 2, 2), 2)
        for value, key in choices:
            button = Button(key, kind="segment")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            self._buttons[value] = button
            row.addWidget(button, 1)

    @property
    def value(self) -> str:
        """The choice that is taken."""
        return next((v for v, b in self._buttons.items() if b.isChecked()), "")

    def choose(self, value: str) -> None:
        """Take a choice without a signal."""
        self._buttons[value].setChecked(True)

    def button(self, value: str) -> Button:
        """The button of a choice."""
        return self._buttons[value]

    def dress(self, look: Look) -> None:
        """Name the group for screen readers."""
        self.setAccessibleName(look.texts(self._name))


class Choice(QComboBox):
    """A drop-down list with our own arrow."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self._name = name
        self._look: Look | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def dress(self, look: Look) -> None:
        """Name for screen readers."""
        self._look = look
        self.setAccessibleName(look.texts(self._name))

    def shown_text(self) -> str:
        """The text of the choice as far as there is room."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        room = field.width() - theme.XS
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, its text shortened where it does not fit, then the arrow."""
        if self._look is None:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_text()
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow = icons.pixmap("chevron", self._look.palette.secondary, 16, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - 16 - theme.M, (self.height() - 16) // 2, arrow)
        painter.end()


class Card(QFrame):
    """A rounded surface."""

    def __init__(self, kind: str = "true") -> None:
        super().__init__()
        self.setProperty("card", kind)


def height_of(card: QFrame, width: int) -> int:
    """Height that a card of a width needs for all it says, its edge included."""
    layout, edge = card.layout(), card.contentsMargins()
    inside = width - edge.left() - edge.right()
    assert layout is not None
    high = layout.heightForWidth(inside) if layout.hasHeightForWidth() else -1
    return max(high, layout.minimumSize().height()) + edge.top() + edge.bottom()


class Banner(Card):
    """A sentence beside the thing that failed; hidden while there is none.

    Signals:
        dismissed: the user has read it.
    """

    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__("banner")
        row = QHBoxLayout(self)
        tight(row, (theme.M, theme.S, theme.S, theme.S), theme.M)
        self._icon = Icon("warning", "off")
        self._text = Label("body", wrap=True)
        self._close = Button(icon="close", kind="ghost", tip="ui_close")
        self._close.clicked.connect(self._dismiss)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is shown; "" while hidden."""
        return "" if self.isHidden() else self._text.text()

    def tell(self, sentence: str, *, calm: bool = False) -> None:
        """Show a sentence, or hide with "". ``calm``: a note and not a failure."""
        restyle(self, "card", "note" if calm else "banner")
        self._icon.show_icon("info" if calm else "warning", "accent" if calm else "off")
        self._text.say(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
