"""The cards of videos on the start screen, in as many columns as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from ui.kit import icons, theme
from ui.kit.bands import Band
from ui.kit.picture import as_image
from ui.kit.theme import Look
from ui.library.view import CardView

_NARROWEST: Final = 188
_USUAL: Final = 250
_LARGE: Final = 320
_WIDEST: Final = 400
_WIDE_ROOM: Final = 900
_HUGE_ROOM: Final = 1350
_TITLE_LINE: Final = 21
_STATE_LINE: Final = 20
_TEXT_HEIGHT: Final = theme.XS + 2 * _TITLE_LINE + theme.XS + _STATE_LINE + theme.S


def two_lines(text: str, font: QFont, width: int) -> list[str]:
    """At most two lines of a text, broken between words where it can be, the second one cut."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    first, rest = text[: line.textLength()].rstrip(), text[line.textLength() :].strip()
    if not rest:
        return [first]
    return [first, QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)]


class VideoCard(QPushButton):
    """A video: picture, title in up to two lines, length, state."""

    def __init__(self, view: CardView, look: Look) -> None:
        super().__init__()
        self._view, self.look = view, look
        self.setProperty("kind", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(view.spoken)
        self.setToolTip("" if view.badge else view.title)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def path(self) -> Path:
        """The video."""
        return self._view.path

    def set_width(self, width: int) -> None:
        """Size by width."""
        self.setFixedSize(width, round((width - theme.S) * 9 / 16) + _TEXT_HEIGHT + theme.XS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame of the stylesheet, then the content."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        picture = self.picture_place()
        self._paint_picture(painter, picture)
        self.paint_words(painter, picture)
        painter.end()

    def picture_place(self) -> QRectF:
        """Where the picture lies."""
        width = self.width() - theme.S
        return QRectF(theme.XS, theme.XS, width, width * 9 / 16)

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        palette = self.look.palette
        shape = QPainterPath()
        shape.addRoundedRect(place, theme.RADIUS + 2, theme.RADIUS + 2)
        painter.fillPath(shape, palette.color("raised"))
        painter.save()
        painter.setClipPath(shape)
        if self._view.thumbnail is not None:
            image = as_image(self._view.thumbnail)
            whole = QSize(image.width(), image.height())
            cut = QSize(16, 9).scaled(whole, Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (whole.width() - cut.width()) / 2, (whole.height() - cut.height()) / 2
            painter.drawImage(place, image, QRectF(left, top, cut.width(), cut.height()))
        else:
            film = icons.pixmap("film", palette.secondary, 40, self.devicePixelRatioF())
            painter.drawPixmap(int(place.center().x()) - 20, int(place.center().y()) - 20, film)
        painter.restore()
        if self._view.length:
            self._paint_tag(painter, place, self._view.length, right=True)
        if self._view.badge:
            self._paint_tag(painter, place, self._view.badge, right=False)

    def _paint_tag(self, painter: QPainter, place: QRectF, text: str, *, right: bool) -> None:
        painter.setFont(theme.drawn_font("tiny"))
        width = painter.fontMetrics().horizontalAdvance(text) + theme.M
        height = painter.fontMetrics().height() + theme.XS
        left = place.right() - width - theme.S if right else place.left() + theme.S
        box = QRectF(left, place.bottom() - height - theme.S, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.palette.color("ground", 0.82))
        painter.drawRoundedRect(box, theme.XS, theme.XS)
        painter.setPen(self.look.palette.color("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def paint_words(self, painter: QPainter, picture: QRectF) -> None:
        """Title and state, below the picture."""
        palette, view = self.look.palette, self._view
        left = int(picture.left()) + theme.S
        width = int(picture.width()) - theme.L
        top = int(picture.bottom()) + theme.XS
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.drawn_font("body"))
        painter.setPen(palette.color("text"))
        for line in two_lines(view.title, painter.font(), width):
            painter.drawText(left, top, width, _TITLE_LINE, flags, line)
            top += _TITLE_LINE
        top += theme.XS
        painter.setFont(theme.drawn_font("small", bold=False))
        if view.band is not Band.NONE:
            painter.setPen(palette.color(view.band.value))
            painter.drawText(left, top, 20, _STATE_LINE, flags, view.band.mark)
            left, width = left + 20, width - 20
        state = painter.fontMetrics().elidedText(view.state, Qt.TextElideMode.ElideRight, width)
        painter.setPen(palette.color("secondary"))
        painter.drawText(left, top, width, _STATE_LINE, flags, state)


class CardGrid(QWidget):
    """All cards.

    Signals:
        opened: Path of the card that was chosen.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._cards: list[VideoCard] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.M)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    @property
    def cards(self) -> tuple[VideoCard, ...]:
        """In the order of the screen."""
        return tuple(self._cards)

    def minimumSizeHint(self) -> QSize:
        """Any width will do: the cards follow it."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def show_cards(self, views: Sequence[CardView], look: Look) -> None:
        """Replace all cards."""
        for card in self._cards:
            self._grid.removeWidget(card)
            card.setParent(None)
            card.deleteLater()
        self._cards = []
        for view in views:
            card = VideoCard(view, look)
            card.clicked.connect(lambda _=False, path=view.path: self.opened.emit(path))
            self._cards.append(card)
        self._columns = 0
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns as fit."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        room = self.width()
        wanted = _NARROWEST if room < _WIDE_ROOM else _USUAL if room < _HUGE_ROOM else _LARGE
        columns = max(1, (room + theme.M) // (wanted + theme.M))
        width = min(_WIDEST, (room - theme.M * (columns - 1)) // columns)
        for i, card in enumerate(self._cards):
            card.set_width(max(width, 80))
            if columns != self._columns:
                self._grid.addWidget(card, i // columns, i % columns)
        self._columns = columns
