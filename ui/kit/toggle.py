"""A switch: on or off, told by the place of its knob and by a word."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from ui.kit import theme
from ui.kit.theme import Look

_TRACK: Final = QSize(44, 24)
_GAP: Final = 3


class Toggle(QAbstractButton):
    """Something that is on or off; ``toggled`` and ``clicked`` as of every button."""

    def __init__(self, *, name: str) -> None:
        """``name``: text key of what is switched, for screen readers."""
        super().__init__()
        self._name = name
        self._look: Look | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(lambda _: self._say())

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        self.setToolTip(look.texts(self._name))
        self._say()

    def sizeHint(self) -> QSize:
        """The track, and room for the longer word."""
        words = 0
        if self._look is not None:
            metrics = self.fontMetrics()
            texts = self._look.texts
            words = max(metrics.horizontalAdvance(texts(key)) for key in ("kit_on", "kit_off"))
        return QSize(
            _TRACK.width() + theme.S + words + 2 * _GAP,
            max(_TRACK.height(), self.fontMetrics().height()) + 2 * _GAP,
        )

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def _say(self) -> None:
        if self._look is not None:
            word = self._look.texts("kit_on" if self.isChecked() else "kit_off")
            self.setText(word)
            self.setAccessibleName(f"{self._look.texts(self._name)}: {word}")
        self.updateGeometry()
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Word, track, knob; a ring about the track where the focus is."""
        if self._look is None:
            return
        palette = self._look.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(palette.color("text" if self.isEnabled() else "secondary"))
        room = self.rect().adjusted(0, 0, -_TRACK.width() - theme.S - _GAP, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(flags), self.text())
        top = (self.height() - _TRACK.height()) / 2
        track = QRectF(self.width() - _TRACK.width() - _GAP, top, _TRACK.width(), _TRACK.height())
        on = self.isChecked()
        painter.setBrush(palette.color("accent" if on else "raised"))
        painter.setPen(QPen(palette.color("accent" if on else "secondary"), 2))
        radius = track.height() / 2
        painter.drawRoundedRect(track, radius, radius)
        knob = track.height() / 2 - 5
        across = track.right() - radius if on else track.left() + radius
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.color("on_accent" if on else "secondary"))
        painter.drawEllipse(QRectF(across - knob, track.center().y() - knob, 2 * knob, 2 * knob))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color("text"), 2))
            ring = track.adjusted(-2, -2, 2, 2)
            painter.drawRoundedRect(ring, radius + 2, radius + 2)
        painter.end()
