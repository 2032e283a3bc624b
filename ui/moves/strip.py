"""The moves of a video along its time, as coloured spans with their names."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import theme
from ui.kit.theme import Look
from ui.moves.edit import Edge, Span

_FILL: Final = 0.34
_GRIP: Final = 7
"""Pixels beside an end within which it is taken hold of."""
_HEIGHT: Final = 28
_STEP_S: Final = 0.2
_LARGEST: Final = 1.4
"""How far height and names grow with the screen around."""
_BEHIND: Final = 0.82
"""Opacity of the ground of a name that is wider than its span."""


class MovesStrip(QWidget):
    """Spans, the place of the playhead, and one of them chosen.

    Signals:
        picked: number of the span that was clicked or gone to by key.
        sought: part of the video, 0..1, that was clicked or gone to by key.
        grabbed, moved, dropped: number and edge of the span whose end is dragged; ``moved``
            carries the part of the video too.
    """

    picked = Signal(int)
    sought = Signal(float)
    grabbed = Signal(int, str)
    moved = Signal(int, str, float)
    dropped = Signal(int, str)

    def __init__(self, *, name: str, editable: bool = False) -> None:
        """``name``: text key of the accessible name. ``editable``: ends can be dragged."""
        super().__init__()
        self._name, self._editable = name, editable
        self._look: Look | None = None
        self._spans: tuple[Span, ...] = ()
        self._at = 0.0
        self._chosen: int | None = None
        self._held: tuple[int, Edge] | None = None
        self._again: tuple[float, float] | None = None
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(editable)
        if editable:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def spans(self) -> tuple[Span, ...]:
        """What is drawn."""
        return self._spans

    def tell(self, spans: tuple[Span, ...], at: float, chosen: int | None = None) -> None:
        """Show spans, the playhead (0..1) and which span is chosen."""
        if (spans, at, chosen) != (self._spans, self._at, self._chosen):
            self._spans, self._at, self._chosen = spans, at, chosen
            self.setAccessibleDescription(", ".join(span.name for span in spans))
            self.update()

    def mark_part(self, part: tuple[float, float] | None) -> None:
        """Beginning and end, 0..1, of what is done again and again; None: all of it once."""
        if part != self._again:
            self._again = part
            self.update()

    def set_scale(self, scale: float) -> None:
        """Larger names, as the screen around."""
        self._scale = min(max(scale, 1.0), _LARGEST)
        self.updateGeometry()
        self.update()

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        self.setAccessibleName(look.texts(self._name))
        self.update()

    def sizeHint(self) -> QSize:
        """One line; taller where ends are to be taken hold of."""
        return QSize(200, round(_HEIGHT * self._scale) * (2 if self._editable else 1))

    def box_of(self, span: Span) -> QRectF:
        """Where a span is drawn."""
        left, right = span.start * self.width(), span.end * self.width()
        return QRectF(left, 0, max(right - left, 2.0), self.height())

    def names(self, metrics: QFontMetrics) -> list[tuple[Span, QRectF]]:
        """Which names are shown, and where: whole ones only, that of now first.

        It alone may reach over the ends of its span.
        """
        now = [i for i, span in enumerate(self._spans) if span.start <= self._at < span.end]
        rest = [i for i in range(len(self._spans)) if i not in now]
        found: list[tuple[Span, QRectF]] = []
        for i in (*now, *rest):
            span = self._spans[i]
            box = self.box_of(span)
            wide = metrics.horizontalAdvance(span.name) + 2.0 * theme.XS
            if wide > box.width() and i not in now:
                continue
            left = max(min(box.center().x() - wide / 2, self.width() - wide), 0.0)
            place = QRectF(left, 0, wide, self.height())
            if wide <= self.width() and not any(place.intersects(p) for _, p in found):
                found.append((span, place))
        return found

    # -- drawing ----------------------------------------------------------------------

    def paintEvent(self, _: QPaintEvent) -> None:
        """The ground, the spans, the playhead."""
        look = self._look
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.palette.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        for i, span in enumerate(self._spans):
            self._paint(painter, span, look, chosen=i == self._chosen)
        if self._again is not None:
            left, right = (part * self.width() for part in self._again)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.palette.color("accent"), 2))
            painter.drawRoundedRect(QRectF(left, 1, right - left, self.height() - 2), 4, 4)
        x = min(max(self._at * self.width(), 1.0), self.width() - 1.0)
        painter.setPen(QPen(look.palette.color("accent"), 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, self.height()))
        self._paint_names(painter, look)
        if self.hasFocus():
            painter.setPen(QPen(look.palette.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint(self, painter: QPainter, span: Span, look: Look, *, chosen: bool) -> None:
        box = self.box_of(span).adjusted(0.5, 1.5, -0.5, -1.5)
        light = look.palette.name == "light"
        color = QColor.fromHsv(span.hue, 150 if light else 130, 215 if light else 190)
        edge = QColor(color)
        color.setAlphaF(_FILL)
        painter.setBrush(color)
        painter.setPen(QPen(look.palette.color("text") if chosen else edge, 2 if chosen else 1))
        painter.drawRoundedRect(box, 4, 4)
        if span.held:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(edge)
            painter.drawRect(QRectF(box.left() + 1, box.bottom() - 4, box.width() - 2, 3))

    def _paint_names(self, painter: QPainter, look: Look) -> None:
        painter.setFont(theme.drawn_font("tiny", scale=self._scale))
        for span, place in self.names(painter.fontMetrics()):
            if place.width() > self.box_of(span).width():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.palette.color("ground", _BEHIND))
                painter.drawRoundedRect(place.adjusted(0, theme.XS, 0, -theme.XS), 4, 4)
            painter.setPen(look.palette.color("text"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, span.name)

    # -- mouse ------------------------------------------------------------------------

    def _edge_at(self, x: float) -> tuple[int, Edge] | None:
        """The end nearest to a place, if it is near; of two that touch, that of the chosen."""
        near: list[tuple[float, bool, int, Edge]] = []
        for i, span in enumerate(self._spans):
            ends: tuple[tuple[Edge, float], ...] = (("start", span.start), ("end", span.end))
            for edge, part in ends:
                away = abs(part * self.width() - x)
                if away <= _GRIP:
                    near.append((round(away), i != self._chosen, i, edge))
        return min(near)[2:] if near else None

    def _part(self, x: float) -> float:
        return min(max(x / max(self.width(), 1), 0.0), 1.0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an end, or choose and go there."""
        x = event.position().x()
        edge = self._edge_at(x) if self._editable else None
        if edge is not None:
            self._held = edge
            self.picked.emit(edge[0])
            self.grabbed.emit(*edge)
            return
        inside = next((i for i, s in enumerate(self._spans) if self.box_of(s).contains(x, 1)), None)
        if inside is not None:
            self.picked.emit(inside)
        self.sought.emit(self._part(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; show what could be."""
        x = event.position().x()
        if self._held is not None:
            self.moved.emit(*self._held, self._part(x))
        elif self._editable:
            over = self._edge_at(x) is not None
            shape = Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        held, self._held = self._held, None
        if held is not None:
            self.moved.emit(*held, self._part(event.position().x()))
            self.dropped.emit(*held)

    # -- keys -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right: the move before and the next one; with Shift along the video."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None or not self._editable:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.sought.emit(min(max(self._at + step * self._fine, 0.0), 1.0))
        elif self._spans:
            first = -1 if step > 0 else len(self._spans)
            chosen = (first if self._chosen is None else self._chosen) + step
            self.picked.emit(min(max(chosen, 0), len(self._spans) - 1))

    _fine: float = 0.01
    """Part of the video that one key press goes along it."""

    def set_duration(self, seconds: float) -> None:
        """Length of the video, so that a key goes along it in steps of a fifth of a second."""
        self._fine = _STEP_S / seconds if seconds > 0 else 0.01

    def focusInEvent(self, event: QEvent) -> None:
        """Show where the keys go."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()
