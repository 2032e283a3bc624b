"""One person drawn as large as there is room, over a picture or without."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coach.types import Cue, Frame, Pose, PoseTrack
from ui.kit import theme
from ui.kit.picture import Fit, as_image
from ui.kit.skeleton_paint import paint_person
from ui.kit.theme import Look

AROUND: Final = 0.18
"""Room around the person, share of their height."""
OUTSIDE: Final = 0.005
"""Part of the keypoints at each edge that may be errors of the estimator."""
MOST_FRAMES: Final = 500
"""Frames that are looked at to see where somebody is."""
SMALLEST: Final = QSize(160, 200)

_MIDDLE: Final = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap

Area = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels of the picture."""


def area_of(track: PoseTrack | None, start: float, end: float) -> Area | None:
    """Where somebody is in a stretch of time, with room around; None where they are not seen."""
    if track is None:
        return None
    first, after = np.searchsorted(track.time, (start, end + 1e-6))
    step = max(1, int(after - first) // MOST_FRAMES)
    points = track.points[first:after:step].reshape(-1, 2)
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return None
    left, top = np.quantile(points, OUTSIDE, axis=0)
    right, bottom = np.quantile(points, 1.0 - OUTSIDE, axis=0)
    room = AROUND * float(bottom - top)
    return float(left) - room, float(top) - room, float(right) + room, float(bottom) + room


def fit_area(area: Area, picture: tuple[int, int], into: QRectF, *, mirrored: bool) -> Fit:
    """A place for the whole picture in which the area fills ``into``."""
    left, top, right, bottom = area
    width, height = picture
    scale = min(into.width() / max(right - left, 1.0), into.height() / max(bottom - top, 1.0))
    middle = (left + right) / 2
    across = width - middle if mirrored else middle
    place = QRectF(
        into.center().x() - across * scale,
        into.center().y() - (top + bottom) / 2 * scale,
        width * scale,
        height * scale,
    )
    return Fit(place, scale, mirrored)


class PosePane(QWidget):
    """A person at one moment.

    Says in words where nobody was seen.
    """

    def __init__(self, *, name: str, line: str) -> None:
        """``name``: text key of who it is; ``line``: palette token of the limbs."""
        super().__init__()
        self._name, self._line, self._who = name, line, ""
        self._look: Look | None = None
        self._pose: Pose | None = None
        self._cue: Cue | None = None
        self._watch = "accent"
        self._area: Area | None = None
        self._size = (640, 480)
        self._mirrored = False
        self._frame: Frame | None = None
        self._pixels: NDArray[np.uint8] | None = None  # the memory of the picture
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(SMALLEST)

    @property
    def pose(self) -> Pose | None:
        """Who is drawn."""
        return self._pose

    @property
    def picture(self) -> Frame | None:
        """What is drawn behind."""
        return self._frame

    def call(self, who: str) -> None:
        """Who it is, for screen readers; "": as always."""
        self._who = who
        if self._look is not None:
            self.setAccessibleName(who or self._look.texts(self._name))

    def frame_area(self, area: Area | None, size: tuple[int, int], *, mirrored: bool) -> None:
        """The part of a picture of that size that is shown."""
        self._area, self._size, self._mirrored = area, size, mirrored
        self.update()

    def show_pose(
        self,
        pose: Pose | None,
        cue: Cue | None,
        frame: Frame | None = None,
        *,
        watch: str = "accent",
    ) -> None:
        """Draw somebody, the limb of a cue in the colour ``watch``; ``frame`` is behind them."""
        self._pose, self._cue, self._watch = pose, cue, watch
        if frame is not self._frame:
            self._frame = frame
            self._pixels = None if frame is None else np.ascontiguousarray(frame.image)
        self.update()

    def dress(self, look: Look) -> None:
        """Take colours and language."""
        self._look = look
        self.setAccessibleName(self._who or look.texts(self._name))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Ground, picture, person, and who it is."""
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole, inside = QRectF(self.rect()), QPainterPath()
        inside.addRoundedRect(whole, theme.RADIUS, theme.RADIUS)
        painter.setClipPath(inside)
        painter.fillRect(whole, look.palette.color("raised"))
        if self._pose is None or self._area is None:
            self._paint_nobody(painter, look)
        else:
            placed = fit_area(self._area, self._size, whole, mirrored=self._mirrored)
            if self._pixels is not None:
                painter.drawImage(placed.place, as_image(self._pixels))
                painter.fillRect(whole, look.palette.color("ground", 0.25))
            paint_person(
                painter,
                self._pose,
                placed,
                look.palette,
                cue=self._cue,
                line=self._line,
                watch=self._watch,
            )
        painter.end()

    def _paint_nobody(self, painter: QPainter, look: Look) -> None:
        painter.setPen(look.palette.color("secondary"))
        painter.setFont(theme.drawn_font("small", bold=False))
        room = self.rect().adjusted(theme.L, theme.L, -theme.L, -theme.L)
        painter.drawText(room, _MIDDLE, look.texts("reel_nobody"))
