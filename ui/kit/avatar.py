"""The round sign of a person: their picture, or their initial on their colour."""

from __future__ import annotations

import zlib
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from ui.kit import theme
from ui.kit.theme import Look, Palette

COLOURS: Final = ("accent", "good", "fair", "off", "second", "secondary")
"""Palette tokens that a person can choose from; their initial stands on it in ``ground``."""


def colour_of(name: str, chosen: str = "") -> str:
    """The token of a person: the chosen one, else one that follows from the name."""
    if chosen in COLOURS:
        return chosen
    return COLOURS[zlib.crc32(name.encode()) % len(COLOURS)]


def avatar(
    name: str, colour: str, picture: bytes | None, palette: Palette, side: int, ratio: float = 2.0
) -> QPixmap:
    """The round sign, ``side`` logical pixels wide.

    Args:
        name: whose initial is shown; colour: token, "" for the one of the name.
        picture: PNG, or None; palette: in which colours.
        side: logical pixels; ratio: device pixels of one.
    """
    sign = QPixmap(round(side * ratio), round(side * ratio))
    sign.setDevicePixelRatio(ratio)
    sign.fill(Qt.GlobalColor.transparent)
    place = QRectF(0, 0, side, side)
    round_ = QPainterPath()
    round_.addEllipse(place)
    painter = QPainter(sign)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipPath(round_)
    shown = QPixmap()
    if picture is not None and shown.loadFromData(picture):
        painter.drawPixmap(place.toRect(), shown)
    else:
        painter.fillRect(place, palette.color(colour_of(name, colour)))
        font = theme.base_font()
        font.setPixelSize(round(side * 0.48))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(palette.color("ground"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name[:1].upper())
    painter.end()
    return sign


def avatar_icon(name: str, colour: str, picture: bytes | None, palette: Palette) -> QIcon:
    """The same for buttons."""
    return QIcon(avatar(name, colour, picture, palette, 24))


class Avatar(QWidget):
    """Shows the round sign of a person; the name stands beside it."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._who: tuple[str, str, bytes | None] = ("", "", None)
        self._look: Look | None = None
        self.setFixedSize(QSize(side, side))

    def show_person(self, name: str, colour: str, picture: bytes | None) -> None:
        """Another person, colour or picture."""
        self._who = (name, colour, picture)
        self.update()

    def dress(self, look: Look) -> None:
        """Take the colours."""
        self._look = look
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """The sign."""
        if self._look is None:
            return
        painter = QPainter(self)
        sign = avatar(*self._who, self._look.palette, self.width(), self.devicePixelRatioF())
        painter.drawPixmap(0, 0, sign)
        painter.end()
