"""The two pictures of the follow screen: the target, and oneself as in a mirror."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPen, QResizeEvent

from coach.types import Cue, Frame
from ui.follow.curtain import Curtain
from ui.follow.ghost import Ghost
from ui.follow.view import CurtainView
from ui.kit import theme
from ui.kit.picture import Fit, PictureView
from ui.kit.skeleton_paint import paint_ghost, paint_person
from ui.kit.tags import Tag, above_head, paint_pill, paint_tags
from ui.kit.theme import Look
from ui.kit.widgets import LINES

if TYPE_CHECKING:
    from coach.session import LiveState

_SMALL: Final = 200
"""Height in pixels below which a picture has no room for words beside the skeleton."""
_DIMMED: Final = 0.75
"""How much is taken away of the last picture of a camera that gives none."""


def paint_label(painter: QPainter, area: QRectF, text: str, look: Look, scale: float) -> None:
    """What a picture shows, at its upper edge, shortened where it must be."""
    painter.setFont(theme.drawn_font("small", scale=scale))
    room = int(area.width() - 4 * theme.M)
    short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    place = area.topLeft() + QPointF(theme.M, theme.M)
    paint_pill(painter, place, short, look, "small", scale)


class TargetPane(PictureView):
    """The target video, its title, the countdown and the curtain.

    Signals:
        size_changed: device pixels of the picture's place.
    """

    size_changed = Signal(QSize)

    def __init__(self) -> None:
        super().__init__(name="ui_target_picture")
        self.curtain = Curtain(self)
        self._title = self._countdown = ""
        self._scale = 1.0

    @property
    def countdown(self) -> str:
        """The number over the picture."""
        return self._countdown

    def set_scale(self, scale: float) -> None:
        """Larger words, as on the screen around."""
        self._scale = scale
        self.curtain.set_scale(scale)
        self.update()

    def say(self, title: str) -> None:
        """What stands at the upper edge."""
        if title != self._title:
            self._title = title
            self.update()

    def tell(self, countdown: str, curtain: CurtainView | None) -> None:
        """Show the number and the card."""
        if countdown != self._countdown:
            self._countdown = countdown
            self.update()
        self.curtain.tell(curtain)

    def paint_over(self, painter: QPainter, _: Fit, look: Look) -> None:
        """Title and countdown."""
        area = QRectF(self.rect())
        if self._title:
            paint_label(painter, area, self._title, look, max(self._scale, 1.0))
        if self._countdown:
            _paint_number(painter, area, self._countdown, look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the curtain in the middle, tell the player."""
        super().resizeEvent(event)
        self.curtain.place()
        self.size_changed.emit(self.size() * self.devicePixelRatioF())


def _paint_number(painter: QPainter, area: QRectF, number: str, look: Look) -> None:
    painter.fillRect(area, look.palette.color("ground", 0.35))
    shape = QPainterPath()
    font = theme.drawn_font("score", scale=max(1.0, area.height() / 260) / theme.text_scale())
    shape.addText(0, 0, font, number)
    box = shape.boundingRect()
    shape.translate(area.center() - box.center())
    painter.setPen(QPen(look.palette.color("ground", 0.85), 10))
    painter.drawPath(shape)
    painter.fillPath(shape, look.palette.color("text"))


class SelfPane(PictureView):
    """The camera as a mirror, with skeletons; or the skeletons alone.

    Signals:
        painted: Frame whose picture and skeletons are on the screen now.
        pressed: the picture was clicked.
    """

    painted = Signal(object)
    pressed = Signal()

    def __init__(self) -> None:
        super().__init__(mirrored=True, name="ui_self_picture")
        self._state: LiveState | None = None
        self._told: Frame | None = None
        self._hint = self._label = self._blind = ""
        self._names: tuple[str, ...] = ()
        self._cues: tuple[Cue | None, ...] = ()
        self._scale = 1.0
        self._has_ghost = self._is_flipped = False
        self._ghosts = (Ghost(), Ghost())

    def set_scale(self, scale: float) -> None:
        """Larger notes, as on the screen around."""
        self._scale = scale
        self.update()

    def show_ghost(self, shown: bool, *, flipped: bool = False) -> None:
        """Lay the target's pose over the people, or do not.

        ``flipped``: whether the target is shown with left and right exchanged: who follows
        as in a mirror does it then with the same side.
        """
        self._has_ghost, self._is_flipped = shown, flipped
        self.update()

    def show_state(self, state: LiveState) -> None:
        """A camera frame with its people."""
        if state.frame is None:
            self._state = state
        else:
            self.show_pixels(state.frame.image, state)

    def take_note(self, note: object) -> None:
        """The people of the picture that is shown from now on."""
        self._state = cast("LiveState", note)

    def tell(
        self,
        label: str,
        hint: str,
        cues: tuple[Cue | None, ...],
        names: tuple[str, ...] = (),
        *,
        blind: str = "",
    ) -> None:
        """Show texts.

        Args:
            label: at the top; hint: while there is no picture.
            cues: of each person; names: who is who, none where one trains.
            blind: on the last picture of a camera that gives none; "": it does.
        """
        new = (label, hint, cues, names, blind)
        if new != (self._label, self._hint, self._cues, self._names, self._blind):
            self._label, self._hint, self._cues, self._names, self._blind = new
            self.update()

    def clear(self) -> None:
        """No picture."""
        self._state = self._told = None
        for ghost in self._ghosts:
            ghost.clear()
        super().clear()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell it."""
        super().mousePressEvent(event)
        self.pressed.emit()

    def paint_empty(self, painter: QPainter, look: Look) -> None:
        """A word where the picture will be."""
        painter.setFont(theme.drawn_font("body", bold=False))
        self._paint_words(painter, look, "secondary", self._hint)

    def _paint_words(self, painter: QPainter, look: Look, token: str, words: str) -> None:
        painter.setPen(look.palette.color(token))
        area = self.rect().adjusted(theme.XL, theme.XL, -theme.XL, -theme.XL)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), words)

    def paint_over(self, painter: QPainter, placed: Fit, look: Look) -> None:
        """Ghosts, skeletons and label; the picture dimmed where it is an old one."""
        state, area = self._state, QRectF(self.rect())
        if self._blind:
            painter.fillRect(placed.place, look.palette.color("ground", _DIMMED))
            painter.setFont(theme.drawn_font("lead", scale=self._scale))
            self._paint_words(painter, look, "text", self._blind)
        elif state is not None:
            self._paint_people(painter, placed, state, look)
        if self._label and area.height() > _SMALL:
            paint_label(painter, area, self._label, look, max(self._scale, 1.0))
        if state is not None and state.frame is not None and state.frame is not self._told:
            self._told = state.frame
            self.painted.emit(state.frame)

    def _paint_people(self, painter: QPainter, placed: Fit, state: LiveState, look: Look) -> None:
        # On a picture, whatever its light, the dark palette's lines have a dark edge; on the
        # calm ground of the theme those of the theme are seen best.
        palette = theme.DARK if self.has_pixels else look.palette
        for person, ghost in zip(state.people, self._ghosts, strict=False):
            if self._has_ghost:
                known = state.mirrored
                mirrored = known if known is not None else not self._is_flipped
                points = ghost.over(person.pose, state.target_pose, mirrored=mirrored)
                if points is not None:
                    paint_ghost(painter, points, placed, palette)
        tags = []
        for i, person in enumerate(state.people):
            if person.pose is None:
                continue
            paint_person(
                painter,
                person.pose,
                placed,
                palette,
                errors=person.score.joint_errors if person.score else (),
                cue=self._cues[i] if i < len(self._cues) else None,
                line=LINES[i % 2][0],
            )
            head = above_head(person.pose, placed)
            if i < len(self._names) and head is not None:
                tags.append(Tag(head, self._names[i], i))
        role = "lead" if placed.place.height() > _SMALL else "small"
        paint_tags(painter, placed, tags, look, self._scale, role)
