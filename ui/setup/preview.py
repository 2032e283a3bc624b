"""The camera picture of the set-up screen: oneself as in a mirror, and an outline to stand in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPainterPathStroker, QPen

from coach.types import Frame
from ui.kit import icons, theme
from ui.kit.picture import Fit, PictureView
from ui.kit.skeleton_paint import paint_person
from ui.kit.tags import Tag, above_box, above_head, paint_box, paint_tags, person_box
from ui.kit.theme import Look
from ui.kit.words import plain_tip

if TYPE_CHECKING:
    from coach.session import LiveState

OUTLINE_HEIGHT: Final = 0.8
"""Height of the outline in picture heights: the whole body, with room for raised arms."""
_UNIT: Final = 1000.0
"""Height of somebody in the numbers below: curves are made of steps of about one."""
_HEAD: Final = QRectF(435, 0, 130, 160)
_BONES: Final = (
    ((500, 130), (500, 200), 70),
    ((410, 225), (590, 225), 100),
    ((405, 225), (330, 400), 80),
    ((330, 400), (300, 540), 66),
    ((595, 225), (670, 400), 80),
    ((670, 400), (700, 540), 66),
    ((450, 250), (455, 500), 150),
    ((550, 250), (545, 500), 150),
    ((448, 520), (430, 740), 116),
    ((430, 740), (425, 960), 86),
    ((552, 520), (570, 740), 116),
    ((570, 740), (575, 960), 86),
)
"""Ends and thickness of what an outline is made of, somebody in the middle of a square."""
_COARSE: Final = 10.0
"""How far a round end may be from round: nobody sees it, and it is ten times as fast."""
_BUST: Final = 8
"""Of those the ones of the upper body."""
_LINES: Final = ("person", "second")


@cache
def outline(*, upper: bool) -> QPainterPath:
    """The outline of somebody, ``_UNIT`` high, in a square; of the upper body alone."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addEllipse(_HEAD)
    for start, end, thickness in _BONES[: _BUST if upper else None]:
        bone = QPainterPath(QPointF(*start))
        bone.lineTo(QPointF(*end))
        flesh = QPainterPathStroker()
        flesh.setWidth(thickness)
        flesh.setCapStyle(Qt.PenCapStyle.RoundCap)
        flesh.setCurveThreshold(_COARSE)
        path.addPath(flesh.createStroke(bone))
    return path.simplified()


class SetupPane(PictureView):
    """The mirror.

    Signals:
        person_chosen: x and y in the camera picture, pixels: a click on somebody.
    """

    person_chosen = Signal(float, float)

    def __init__(self) -> None:
        super().__init__(mirrored=True, name="ui_self_picture")
        self._state: LiveState | None = None
        self._hint, self._icon = "", "camera"
        self._people, self._upper = 1, False
        self._names: tuple[str, ...] = ()
        self._asks_who = self._marks_who = self._has_outline = False
        self._scale = 1.0

    def show_state(self, state: LiveState) -> None:
        """A camera picture with its people."""
        self._state = state
        if state.frame is not None:
            self.show_pixels(state.frame.image)

    def show_still(self, frame: Frame) -> None:
        """A picture that stays."""
        self._state = None
        self.show_pixels(frame.image)

    def clear(self) -> None:
        """No picture."""
        self._state = None
        super().clear()

    def set_scale(self, scale: float) -> None:
        """How much larger than usual the tags are."""
        self._scale = scale
        self.update()

    def tell(
        self, *, people: int, upper: bool, asks_who: bool, marks_who: bool, outlined: bool
    ) -> None:
        """What is drawn over the picture.

        Args:
            people: 1 or 2; upper: whether the outline is of the upper body alone.
            asks_who: whether one may click on somebody; marks_who: whether one was chosen.
            outlined: whether to show where to stand.
        """
        new = (people, upper, asks_who, marks_who, outlined)
        old = (self._people, self._upper, self._asks_who, self._marks_who, self._has_outline)
        if new != old:
            self._people, self._upper, self._asks_who, self._marks_who, self._has_outline = new
            shape = Qt.CursorShape.PointingHandCursor if asks_who else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.update()

    def name(self, names: tuple[str, ...]) -> None:
        """Who is who over the heads; none: it is not known, or does not matter."""
        if names != self._names:
            self._names = names
            self.setToolTip(plain_tip(" · ".join(names)) if names else "")
            self.update()

    def say(self, hint: str, icon: str) -> None:
        """A word while there is no picture."""
        if (hint, icon) != (self._hint, self._icon):
            self._hint, self._icon = hint, icon
            self.update()

    def paint_empty(self, painter: QPainter, look: Look) -> None:
        """An icon and the word."""
        picture = icons.pixmap(self._icon, look.palette.secondary, 40, self.devicePixelRatioF())
        middle = self.rect().center()
        painter.drawPixmap(middle.x() - 20, middle.y() - 40, picture)
        painter.setFont(theme.drawn_font("body", bold=False))
        painter.setPen(look.palette.color("secondary"))
        area = self.rect().adjusted(theme.L, middle.y() + theme.S, -theme.L, -theme.S)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(area, int(flags) | int(Qt.TextFlag.TextWordWrap), self._hint)

    def paint_over(self, painter: QPainter, placed: Fit, look: Look) -> None:
        """Outline, skeletons, and who else is there."""
        painter.save()
        painter.setClipRect(placed.place)
        if self._has_outline:
            self._paint_outlines(painter, placed)
        if self._state is not None:
            self._paint_people(painter, placed, look, self._state)
        painter.restore()

    def _paint_outlines(self, painter: QPainter, placed: Fit) -> None:
        """Dashed, for as long as somebody has to move."""
        height = placed.place.height() * OUTLINE_HEIGHT
        color = theme.DARK.color("text", 0.85)
        for i in range(self._people):
            middle = placed.place.left() + placed.place.width() * (i + 1) / (self._people + 1)
            top = placed.place.top() + placed.place.height() * (1 - OUTLINE_HEIGHT) * 0.6
            painter.save()
            painter.translate(middle - height / 2, top)
            painter.scale(height / _UNIT, height / _UNIT)
            size = max(2.0, height / 160)
            for paint, width in ((theme.DARK.color("ground", 0.5), 2.2), (color, 1.0)):
                pen = QPen(paint, width * size)
                pen.setCosmetic(True)
                if width == 1.0:
                    pen.setDashPattern((5, 4))
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(outline(upper=self._upper))
            painter.restore()

    def _paint_people(self, painter: QPainter, placed: Fit, look: Look, state: LiveState) -> None:
        """Skeletons and names; boxes where one of several people is the one who trains."""
        tags = []
        followed = [person.pose for person in state.people]
        for i, pose in enumerate(followed):
            if pose is None:
                continue
            paint_person(painter, pose, placed, theme.DARK, line=_LINES[i % 2])
            head = above_head(pose, placed)
            if i < len(self._names) and head is not None:
                tags.append(Tag(head, self._names[i], i))
        if self._asks_who:
            for pose in state.others:
                paint_box(painter, person_box(pose, placed), marked=False)
        if self._asks_who or (self._marks_who and state.others):
            for box in [person_box(pose, placed) for pose in followed if pose is not None]:
                paint_box(painter, box, marked=True)
                if self._marks_who:
                    tags.append(Tag(above_box(box), look.texts("ui_you")))
        paint_tags(painter, placed, tags, look, self._scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on somebody."""
        placed = self.fit()
        if placed is None or not placed.place.contains(event.position()):
            return
        across = placed.place.right() - event.position().x()
        down = event.position().y() - placed.place.top()
        self.person_chosen.emit(across / placed.scale, down / placed.scale)
