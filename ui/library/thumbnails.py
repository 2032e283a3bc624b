"""The pictures of the shelf: fetched when they come into sight, a bounded number kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPixmap

from ui.kit import theme
from ui.kit.jobs import Jobs
from ui.library.values import Shelved

KEPT: Final = 160
"""Pictures in memory at most: some pages."""

WANTED: Final = 60
"""Pictures waited for at most: what was scrolled past is not fetched."""


def rounded(image: QImage, size: QSize, radius: float) -> QImage:
    """The middle of a picture in a size, with round corners."""
    scaled = image.scaled(
        size,
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(0, 0, size.width(), size.height()), radius, radius)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(shape)
    left, top = (size.width() - scaled.width()) // 2, (size.height() - scaled.height()) // 2
    painter.drawImage(left, top, scaled)
    painter.end()
    return made


class Thumbnails(QObject):
    """Pictures by video, in the size of the tiles.

    Signals:
        loaded: key of a video whose picture is there now.
    """

    loaded = Signal(str)

    def __init__(
        self, find: Callable[[Shelved], Path | None], jobs: Jobs, parent: QObject | None = None
    ) -> None:
        """``find``: the file of a picture, slow; ``jobs``: a thread for nothing else."""
        super().__init__(parent)
        self._find, self._jobs = find, jobs
        self._size, self._ratio = QSize(1, 1), 1.0
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._wanted: OrderedDict[str, Shelved] = OrderedDict()
        self._busy = False

    def set_size(self, size: QSize, ratio: float) -> None:
        """Size of a picture in logical pixels, and device pixels to one of them."""
        if (size, ratio) != (self._size, self._ratio):
            self._size, self._ratio = size, ratio
            self.forget()

    def forget(self) -> None:
        """Fetch all of them again."""
        self._kept.clear()
        self._wanted.clear()

    def get(self, item: Shelved) -> QPixmap | None:
        """The picture if it is there; else it is on its way, unless there is none."""
        if item.key in self._kept:
            self._kept.move_to_end(item.key)
            return self._kept[item.key]
        self._wanted[item.key] = item
        self._wanted.move_to_end(item.key)
        if len(self._wanted) > WANTED:
            self._wanted.popitem(last=False)
        self._next()
        return None

    def _next(self) -> None:
        """Fetch what was asked for last: it is what is seen now."""
        if self._busy or not self._wanted:
            return
        key, item = self._wanted.popitem(last=True)
        size, ratio = self._size, self._ratio
        self._busy = True
        self._jobs.do(
            lambda: self._fetch(item, size * ratio, theme.RADIUS * ratio),
            lambda image: self._take(key, image, (size, ratio)),
        )

    def _fetch(self, item: Shelved, size: QSize, radius: float) -> QImage | None:
        file = self._find(item)
        image = QImage(str(file)) if file is not None else QImage()
        return None if image.isNull() else rounded(image, size, radius)

    def _take(self, key: str, image: QImage | None, made_for: tuple[QSize, float]) -> None:
        self._busy = False
        if made_for == (self._size, self._ratio):
            pixmap = None
            if image is not None:
                pixmap = QPixmap.fromImage(image)
                pixmap.setDevicePixelRatio(self._ratio)
            self._kept[key] = pixmap
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            self.loaded.emit(key)
        self._next()
