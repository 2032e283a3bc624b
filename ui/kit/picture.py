"""A picture that fits its place, with rounded corners, drawn by ourselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import theme
from ui.kit.scaler import Ready, Scaler, Wanted
from ui.kit.theme import Look


def as_image(picture: NDArray[np.uint8]) -> QImage:
    """A QImage over the memory of (H, W, 3) RGB; the array must live as long as it."""
    picture = np.ascontiguousarray(picture)
    height, width = picture.shape[:2]
    return QImage(picture.data, width, height, 3 * width, QImage.Format.Format_RGB888)


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a picture lies in its widget.

    Attributes:
        place: the picture in the widget, logical pixels.
        scale: widget pixels a picture pixel.
        mirrored: whether left and right are exchanged.
    """

    place: QRectF
    scale: float
    mirrored: bool

    def at(self, x: float, y: float) -> QPointF:
        """Point of the widget of a point of the picture."""
        across = (
            self.place.right() - x * self.scale
            if self.mirrored
            else (self.place.left() + x * self.scale)
        )
        return QPointF(across, self.place.top() + y * self.scale)


def fit(picture: QSize, into: QRectF, *, mirrored: bool = False) -> Fit:
    """The largest place of the same shape, in the middle."""
    scale = min(into.width() / picture.width(), into.height() / picture.height())
    width, height = picture.width() * scale, picture.height() * scale
    left = into.left() + (into.width() - width) / 2
    top = into.top() + (into.height() - height) / 2
    return Fit(QRectF(left, top, width, height), scale, mirrored)


class PictureView(QWidget):
    """Shows the newest picture, scaled to fit.

    Signals:
        shape_changed: the picture has another size than the one before.
    """

    shape_changed = Signal()

    def __init__(
        self,
        *,
        mirrored: bool = False,
        name: str = "",
        back: str = "surface",
        around: str = "ground",
    ) -> None:
        """A picture that is not there yet.

        Args:
            mirrored: whether left and right are exchanged, as in a mirror.
            name: text key of the accessible name.
            back: palette token beside the picture; around: outside the round corners.
        """
        super().__init__()
        self._back, self._around = back, around
        self._name = name
        self._mirrored = mirrored
        self._image: QImage | None = None
        self._pixels: NDArray[np.uint8] | None = None  # keeps the memory of _image
        self._count = self._turn = 0  # of pictures given, and of the one that is shown
        self._ready: Ready | None = None
        self._scaler = Scaler(self)
        self._scaler.done.connect(self._show_ready)
        self._look: Look | None = None
        self._corners = QPainterPath()
        self._hidden = self._framed = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to see."""
        return self._image is not None

    @property
    def has_pixels(self) -> bool:
        """Whether the picture itself is seen, and not only what is drawn on it."""
        return self._image is not None and not self._hidden

    @property
    def mirrored(self) -> bool:
        """Whether left and right are exchanged."""
        return self._mirrored

    def set_mirrored(self, mirrored: bool) -> None:
        """Exchange left and right, or do not."""
        self._mirrored = mirrored
        self.update()

    def hide_pixels(self, hidden: bool) -> None:
        """Leave the picture out, on a calm ground, and draw only what belongs on it."""
        self._hidden = hidden
        self.update()

    def set_framed(self, framed: bool) -> None:
        """An edge about the picture, for one that lies on another, in place of round corners."""
        self._framed = framed
        self.update()

    def show_pixels(self, pixels: NDArray[np.uint8], note: object = None) -> None:
        """Show (H, W, 3) RGB; nothing is copied. ``note``: see ``take_note``."""
        pixels = np.ascontiguousarray(pixels)
        self._want(as_image(pixels), note, pixels)

    def show_image(self, image: QImage, note: object = None) -> None:
        """Show a picture."""
        self._want(image, note, None)

    def take_note(self, note: object) -> None:
        """What was given with the picture that is shown from now on; for subclasses."""

    def clear(self) -> None:
        """Show nothing."""
        self._count += 1
        self._turn = self._count
        self._image = self._ready = self._pixels = None
        self.update()

    def _want(self, image: QImage, note: object, pixels: NDArray[np.uint8] | None) -> None:
        """Have a picture brought to size first, where it takes the place of one like it."""
        self._count += 1
        before = self._image
        is_alike = before is not None and before.size() == image.size()
        if is_alike and self._scaler.is_running and not self._hidden:
            self._scaler.put(self._wanted(image, note, pixels, self._count))
            return
        self._turn = self._count
        self._image, self._ready, self._pixels = image, None, pixels
        self.take_note(note)
        self.update()
        if not is_alike:
            self.shape_changed.emit()

    def _wanted(
        self, image: QImage, note: object, pixels: NDArray[np.uint8] | None, turn: int
    ) -> Wanted:
        place = fit(image.size(), QRectF(self.rect())).place.size() * self.devicePixelRatioF()
        size = place.toSize().expandedTo(QSize(1, 1))
        return Wanted(image, size, self._mirrored, note, pixels, turn)

    @Slot(object)
    def _show_ready(self, ready: Ready) -> None:
        wanted = ready.wanted
        if wanted.turn < self._turn:  # of before a newer one, or of before nothing was shown
            return
        self._turn = wanted.turn
        ready.image.setDevicePixelRatio(self.devicePixelRatioF())
        self._image, self._ready, self._pixels = wanted.image, ready, wanted.pixels
        if wanted.note is not None:
            self.take_note(wanted.note)
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Pictures come."""
        super().showEvent(event)
        self._scaler.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """None is seen."""
        super().hideEvent(event)
        self._scaler.stop()

    def aspect(self, otherwise: float) -> float:
        """Width over height of the picture; ``otherwise`` while there is none."""
        if self._image is None or self._image.isNull():
            return otherwise
        return self._image.width() / self._image.height()

    def fit(self) -> Fit | None:
        """Where the picture lies now."""
        if self._image is None or self._image.isNull():
            return None
        return fit(self._image.size(), QRectF(self.rect()), mirrored=self._mirrored)

    def dress(self, look: Look) -> None:
        """Take the colours and the language."""
        self._look = look
        if self._name:
            self.setAccessibleName(look.texts(self._name))
        self.update()

    def paint_over(self, painter: QPainter, placed: Fit, look: Look) -> None:
        """Draw what belongs on the picture; for subclasses."""

    def paint_empty(self, painter: QPainter, look: Look) -> None:
        """Draw what stands where there is no picture; for subclasses."""

    def paintEvent(self, _: QPaintEvent) -> None:
        """Surface, picture, overlays, corners."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self._look.palette.color(self._back))
        placed = self.fit()
        if placed is not None and self._image is not None:
            if not self._hidden:
                self._paint_picture(painter, placed, self._image)
            self.paint_over(painter, placed, self._look)
        else:
            self.paint_empty(painter, self._look)
        if self._framed:
            self._paint_frame(painter, self._look.palette.color(self._around))
        else:
            self._paint_corners(painter, self._look.palette.color(self._around))
        painter.end()

    def _paint_picture(self, painter: QPainter, placed: Fit, image: QImage) -> None:
        wanted, ready = self._wanted(image, None, self._pixels, self._turn), self._ready
        if ready is not None and ready.wanted.is_like(wanted):
            painter.drawImage(placed.place.topLeft().toPoint(), ready.image)
            return
        if self._scaler.is_running:
            self._scaler.put(wanted, if_idle=True)
        painter.save()
        place = placed.place
        if placed.mirrored:
            painter.translate(place.left() + place.right(), 0)
            painter.scale(-1, 1)
        painter.drawImage(place, image)
        painter.restore()

    def _paint_frame(self, painter: QPainter, ground: QColor) -> None:
        painter.setPen(QPen(ground, 2 * theme.XS))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect())

    def _paint_corners(self, painter: QPainter, ground: QColor) -> None:
        area = QRectF(self.rect())
        if self._corners.boundingRect() != area:
            whole, inside = QPainterPath(), QPainterPath()
            whole.addRect(area)
            inside.addRoundedRect(area, theme.RADIUS_CARD, theme.RADIUS_CARD)
            self._corners = whole.subtracted(inside)
        painter.fillPath(self._corners, ground)
