"""Choosing the instructor: a picture of the video with a box around everybody in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter

from ui.kit import theme
from ui.kit.picture import Fit, PictureView
from ui.kit.tags import paint_box, paint_pill, person_box
from ui.kit.theme import Look

if TYPE_CHECKING:
    from coach.pose import Gathering

_ROLE: Final = "title"
"""Type of the keys."""


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
            paint_box(painter, box, marked=is_chosen)
            word = f"{number + 1} ✓" if is_chosen else f"{number + 1}"
            paint_pill(painter, _beside(box, word, placed), word, look, _ROLE)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on somebody, or near them."""
        placed = self.fit()
        if placed is None or self._gathering is None:
            return
        boxes = [person_box(pose, placed) for pose in self._gathering.people]
        inside = [i for i, box in enumerate(boxes) if box.contains(event.position())]
        if inside:
            self.chosen.emit(min(inside, key=lambda i: _across(boxes[i], event.position())))


def _beside(box: QRectF, word: str, placed: Fit) -> QPointF:
    """Where the key of somebody stands: above the head, else at the feet, never on the face."""
    metrics = QFontMetricsF(theme.drawn_font(_ROLE))
    width, height = metrics.horizontalAdvance(word) + 2 * theme.M, metrics.height() + theme.S
    top = box.top() - height - theme.S
    if top < placed.place.top():
        top = box.bottom() - height - theme.S
    return QPointF(box.center().x() - width / 2, top)


def _across(box: QRectF, place: QPointF) -> float:
    """How far a place is from the middle of a box, to the side."""
    return abs(box.center().x() - place.x())
