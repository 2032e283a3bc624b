"""The two pictures of the follow screen: the target, and oneself as in a mirror."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from coach.types import Cue, Frame, Pose
from ui.follow.view import CurtainView
from ui.kit import theme
from ui.kit.picture import Fit, PictureView
from ui.kit.skeleton_paint import paint_person
from ui.kit.theme import Look
from ui.kit.widgets import Button, Card, Label, restyle, tight

if TYPE_CHECKING:
    from coach.session import LiveState

_LINES: Final = ("person", "second")
_LONG_TITLE: Final = 36
_CURTAIN_WIDTH: Final = 460


def paint_pill(
    painter: QPainter, at: QPointF, text: str, look: Look, role: str = "small", scale: float = 1.0
) -> None:
    """A word on a dark or light ground, so that it can be read on any picture."""
    painter.setFont(theme.drawn_font(role, scale=scale))
    width = painter.fontMetrics().horizontalAdvance(text)
    box = QRectF(at.x(), at.y(), width + 2 * theme.M, painter.fontMetrics().height() + theme.S)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.palette.color("ground", 0.82))
    painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
    painter.setPen(look.palette.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_note(painter: QPainter, area: QRectF, text: str, look: Look, scale: float) -> None:
    """A sentence at the lower edge of a picture, in as many lines as it needs."""
    painter.setFont(theme.drawn_font("title", scale=scale))
    edge, inside = theme.M, theme.M * scale
    room = area.adjusted(edge + inside, 0, -edge - inside, 0)
    flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
    words = painter.boundingRect(room, flags, text)
    words.moveBottom(area.bottom() - edge - inside / 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.palette.color("ground", 0.88))
    box = words.adjusted(-inside, -inside / 2, inside, inside / 2)
    painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
    painter.setPen(look.palette.color("text"))
    painter.drawText(words, flags, text)


class Curtain(Card):
    """A card over a picture: what is awaited, how far it is, and the one thing to do.

    Signals:
        pressed: the button.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("curtain")
        self.setParent(parent)
        self._over = parent
        self._scale = 1.0
        self._column = column = QVBoxLayout(self)
        tight(column, (theme.XL, theme.XL, theme.XL, theme.XL), theme.M)
        self._title = Label("title", wrap=True)
        self._body = Label("lead", tone="secondary", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMaximum(1000)
        self.button = Button(kind="primary")
        self.button.clicked.connect(self.pressed)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self._title, self._body, self._bar):
            column.addWidget(widget)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def tell(self, view: CurtainView | None) -> None:
        """Show a view, or nothing."""
        self.setVisible(view is not None)
        if view is None:
            return
        has_bar = view.progress == view.progress
        self._title.say(view.title)
        restyle(self._title, "role", "title" if len(view.title) < _LONG_TITLE else "lead")
        self._body.say(view.body)
        self._body.setVisible(bool(view.body))
        self._bar.setVisible(has_bar)
        if has_bar:
            self._bar.setRange(0, 1000 if view.progress > 0 else 0)
            self._bar.setValue(round(1000 * view.progress))
            self._bar.setAccessibleName(view.title)
        self.button.setVisible(bool(view.action))
        self.button.setText(view.action)
        self.button.setAccessibleName(view.action)
        self.place()

    def set_scale(self, scale: float) -> None:
        """Larger type and more room, as on the screen around."""
        self._scale = scale
        self.setStyleSheet(theme.type_sheet(scale))
        self.place()

    def place(self) -> None:
        """The middle of the picture."""
        around = self._over.rect()
        width = min(round(_CURTAIN_WIDTH * self._scale), around.width() - 2 * theme.L)
        self.setFixedWidth(width)
        height = self._column.heightForWidth(width)
        height = height if height > 0 else self.sizeHint().height()
        self.setGeometry(
            (around.width() - width) // 2, (around.height() - height) // 2, width, height
        )


class TargetPane(PictureView):
    """The target video, its title, the countdown and the curtain.

    Signals:
        size_changed: device pixels of the picture's place.
    """

    size_changed = Signal(QSize)

    def __init__(self) -> None:
        super().__init__(name="ui_target_picture")
        self.curtain = Curtain(self)
        self._title = ""
        self._countdown = ""

    @property
    def countdown(self) -> str:
        """The number over the picture."""
        return self._countdown

    def tell(self, title: str, countdown: str, curtain: CurtainView | None) -> None:
        """Show texts."""
        if (title, countdown) != (self._title, self._countdown):
            self._title, self._countdown = title, countdown
            self.update()
        self.curtain.tell(curtain)

    def paint_over(self, painter: QPainter, _: Fit, look: Look) -> None:
        """Title and countdown."""
        if self._title:
            painter.setFont(theme.drawn_font("small"))
            room = int(self.width() - 2 * theme.M - 2 * theme.M)
            title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
            paint_pill(painter, QPointF(theme.M, theme.M), title, look)
        if self._countdown:
            _paint_number(painter, QRectF(self.rect()), self._countdown, look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the curtain in the middle, tell the player."""
        super().resizeEvent(event)
        self.curtain.place()
        self.size_changed.emit(self.size() * self.devicePixelRatioF())


def _paint_number(painter: QPainter, area: QRectF, number: str, look: Look) -> None:
    painter.fillRect(area, look.palette.color("ground", 0.35))
    shape = QPainterPath()
    font = theme.drawn_font("score", scale=max(1.0, area.height() / 260))
    shape.addText(0, 0, font, number)
    box = shape.boundingRect()
    shape.translate(area.center() - box.center())
    painter.setPen(QPen(look.palette.color("ground", 0.85), 10))
    painter.drawPath(shape)
    painter.fillPath(shape, look.palette.color("text"))


class SelfPane(PictureView):
    """The camera as a mirror, with skeletons.

    Signals:
        painted: Frame whose picture and skeletons are on the screen now.
    """

    painted = Signal(object)

    def __init__(self) -> None:
        super().__init__(mirrored=True, name="ui_self_picture")
        self._state: LiveState | None = None
        self._told: Frame | None = None
        self._note = self._hint = self._label = ""
        self._cues: tuple[Cue | None, ...] = ()
        self._scale = 1.0

    def set_scale(self, scale: float) -> None:
        """Larger notes, as on the screen around."""
        self._scale = scale
        self.update()

    def show_state(self, state: LiveState) -> None:
        """A camera frame with its people."""
        self._state = state
        if state.frame is not None:
            self.show_pixels(state.frame.image)

    def tell(self, label: str, note: str, hint: str, cues: tuple[Cue | None, ...]) -> None:
        """Label at the top, what cannot be judged, what to say while there is no picture."""
        new = (label, note, hint, cues)
        if new != (self._label, self._note, self._hint, self._cues):
            self._label, self._note, self._hint, self._cues = new
            self.update()

    def clear(self) -> None:
        """No picture."""
        self._state = self._told = None
        super().clear()

    def paint_empty(self, painter: QPainter, look: Look) -> None:
        """A word where the picture will be."""
        painter.setFont(theme.drawn_font("body", bold=False))
        painter.setPen(look.palette.color("secondary"))
        area = self.rect().adjusted(theme.XL, theme.XL, -theme.XL, -theme.XL)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), self._hint)

    def paint_over(self, painter: QPainter, placed: Fit, look: Look) -> None:
        """Skeletons, label and note."""
        state = self._state
        if state is not None:
            for i, person in enumerate(state.people):
                if person.pose is None:
                    continue
                paint_person(
                    painter,
                    person.pose,
                    placed,
                    theme.DARK,
                    errors=person.score.joint_errors if person.score else (),
                    cue=self._cues[i] if i < len(self._cues) else None,
                    line=_LINES[i % 2],
                )
                if len(state.people) > 1:
                    _paint_number_of(painter, person.pose, placed, i, look, self._scale)
        if self._label:
            paint_pill(painter, QPointF(theme.M, theme.M), self._label, look)
        if self._note:
            paint_note(painter, QRectF(self.rect()), self._note, look, self._scale)
        if state is not None and state.frame is not None and state.frame is not self._told:
            self._told = state.frame
            self.painted.emit(state.frame)


def _paint_number_of(
    painter: QPainter, pose: Pose, placed: Fit, i: int, look: Look, scale: float
) -> None:
    """1 or 2 over the head of a person."""
    x, y = (float(v) for v in pose.points[0])
    if x != x:
        return
    at = placed.at(x, y) - QPointF(theme.XL, placed.place.height() * 0.14 + theme.L * scale)
    paint_pill(painter, at, str(i + 1), look, "title", scale)
