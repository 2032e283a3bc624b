"""Choosing the instructor: a picture of the video with a box around everybody in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen

from ui.follow.panes import paint_pill
from ui.kit import theme
from ui.kit.picture import Fit, PictureView
from ui.kit.theme import Look
from ui.setup.preview import person_box

if TYPE_CHECKING:
    from coach.pose import Gathering


class InstructorPane(PictureView):
    """The picture.

    Signals:
        chosen: number of somebody, from the left, from 0.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(name="setup_instructor")
        self._gathering: Gathering | None = None
        self._chosen: int | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_gathering(self, gathering: Gathering | None, chosen: int | None) -> None:
        """Who there is to choose from, and who was chosen before."""
        self._gathering, self._chosen = gathering, chosen
        if gathering is None:
            self.clear()
        else:
            self.show_pixels(gathering.frame.image)

    def paint_over(self, painter: QPainter, placed: Fit, look: Look) -> None:
        """Boxes with the key that chooses; whoever is followed has a thicker one, and a mark."""
        if self._gathering is None:
            return
        for number, pose in enumerate(self._gathering.people):
            box = person_box(pose, placed)
            is_chosen = number == self._chosen
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.DARK.color("ground", 0.6), 9 if is_chosen else 6))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
            color = theme.DARK.color("accent" if is_chosen else "text")
            painter.setPen(QPen(color, 5 if is_chosen else 3))
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
            word = f"{number + 1} ✓" if is_chosen else f"{number + 1}"
            paint_pill(painter, box.topLeft() + QPointF(theme.S, theme.S), word, look, "title")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on somebody, or near them."""
        placed = self.fit()
        if placed is None or self._gathering is None:
            return
        boxes = [person_box(pose, placed) for pose in self._gathering.people]
        inside = [i for i, box in enumerate(boxes) if box.contains(event.position())]
        if inside:
            self.chosen.emit(min(inside, key=lambda i: _across(boxes[i], event.position())))


def _across(box: QRectF, place: QPointF) -> float:
    """How far a place is from the middle of a box, to the side."""
    return abs(box.center().x() - place.x())
