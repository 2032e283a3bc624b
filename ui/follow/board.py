"""The pictures and the panel, laid out as chosen and as the window has room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.follow.layouts import (
    Arrangement,
    Corner,
    Layout,
    alone,
    arrange,
    is_larger,
)
from ui.follow.panel import Panel
from ui.follow.panes import SelfPane, TargetPane
from ui.kit import theme
from ui.kit.theme import Look

_PANEL_LOW: Final = 250.0
"""Height of the panel in pixels at scale 1 where it lies below the pictures."""
_PANEL_PART: Final = 0.4
"""Part of the height that it takes at most there, if that is more than scale 1."""
_PANEL_WIDE: Final = 344.0
"""Its width at scale 1 where it stands beside them."""
_NEEDS: Final = {
    (False, 1): (1000.0, 262.0),
    (False, 2): (1190.0, 262.0),
    (True, 1): (430.0, 530.0),
    (True, 2): (_PANEL_WIDE, 740.0),
}
"""Width and height in pixels at scale 1, by whether it stands upright and how many train."""
_BESIDE_PART: Final = 0.36
_BESIDE_MOST: Final = 0.5
"""Parts of the width that it takes there, and at most where the pictures leave room."""
_STEP: Final = 0.05
_LARGEST: Final = 3.0
"""Steps in which the type grows with the window, and how far."""
_USUAL_TARGET: Final = 16 / 9
_USUAL_SELF: Final = 4 / 3
"""Shapes of the pictures while there is none."""


class Board(QWidget):
    """Places target, self and panel by hand: nothing overlaps but the small picture.

    Signals:
        scaled: the type has another scale now.
    """

    scaled = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.target = TargetPane()
        self.person = SelfPane()
        self.panel = Panel()
        for part in (self.panel, self.target, self.person):
            part.setParent(self)
        self.target.curtain.setParent(self)
        self._layout: Layout = "auto"
        self._corner: Corner = "bottom_right"
        self._is_target_away = self._is_panel_hidden = False
        self._scale = 0.0
        self._look: Look | None = None
        for pane in (self.target, self.person):
            pane.shape_changed.connect(self.arrange)
        self.setMinimumSize(480, 120)

    @property
    def scale(self) -> float:
        """Of the type, against the usual at this size of words."""
        return self._scale

    def choose(self, layout: Layout, corner: Corner) -> None:
        """Another layout."""
        if (layout, corner) != (self._layout, self._corner):
            self._layout, self._corner = layout, corner
            self.arrange()

    def send_target_away(self, away: bool) -> None:
        """The target is on another screen, or is back."""
        self._is_target_away = away
        if not away:
            self.target.setParent(self)
            self.target.stackUnder(self.person)
            self.target.show()
        self.arrange()

    def hide_panel(self, hidden: bool) -> None:
        """The pictures alone, while the moves are edited."""
        if hidden != self._is_panel_hidden:
            self._is_panel_hidden = hidden
            self.arrange()

    def dress(self, look: Look) -> None:
        """Language and colours."""
        self._look = look
        self._scale = 0.0
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything again."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Place everything, the panel below or beside as the pictures are larger."""
        whole = QRectF(self.rect())
        low = self._low(whole)
        below = QRectF(0, 0, whole.width(), whole.height() - low - theme.M)
        wide = max(_BESIDE_PART * whole.width(), _PANEL_WIDE)
        beside = QRectF(0, 0, whole.width() - wide - theme.M, whole.height())
        shapes = self.target.aspect(_USUAL_TARGET), self.person.aspect(_USUAL_SELF)
        if self._is_panel_hidden:
            found, panel, upright = self._arranged(whole, shapes), QRectF(), False
        else:
            plans = self._arranged(below, shapes), self._arranged(beside, shapes)
            upright = beside.width() > wide and is_larger(plans[1], plans[0], *shapes)
            found = plans[upright]
            panel = QRectF(0, below.bottom() + theme.M, whole.width(), low)
            if upright:
                found, panel = _widened(found, whole, beside)
        self._grow(upright, panel)
        self._put(self.panel, None if self._is_panel_hidden else panel)
        self.person.hide_pixels(not found.has_picture)
        self.person.set_framed(self._layout == "corner" and not self._is_target_away)
        if not self._is_target_away:
            self._put(self.target, found.target)
        self._put(self.person, found.person)
        self.target.curtain.stand_over(self.person if self._is_target_away else self.target)

    def _arranged(self, area: QRectF, shapes: tuple[float, float]) -> Arrangement:
        if self._is_target_away:
            return alone(area, self._layout)
        return arrange(self._layout, area, *shapes, self._corner)

    def _low(self, whole: QRectF) -> float:
        """Height of the panel below the pictures."""
        wanted = min(_LARGEST, whole.width() / 1000) * max(1.0, theme.text_scale())
        return min(_PANEL_LOW * wanted, max(_PANEL_LOW, _PANEL_PART * whole.height()))

    def _grow(self, upright: bool, panel: QRectF) -> None:
        """Type as large as the panel has room for."""
        if self._look is None or self._is_panel_hidden:
            return
        wide, high = _NEEDS[upright, self.panel.people]
        fits = min(panel.width() / wide, panel.height() / high)
        fits = min(fits, _LARGEST * theme.text_scale()) // _STEP * _STEP
        scale = fits / theme.text_scale()
        if scale == self._scale and upright == self.panel.is_upright:
            return
        self._scale = scale
        self.panel.set_upright(upright)
        self.panel.set_scale(scale, self._look.texts)
        self.target.set_scale(scale)
        self.person.set_scale(scale)
        self.scaled.emit(scale)

    def rescale(self) -> None:
        """Other people: the panel needs other room."""
        self._scale = 0.0
        self.arrange()

    def _put(self, widget: QWidget, place: QRectF | None) -> None:
        if place is not None:
            widget.setGeometry(_whole(place))
        widget.setVisible(place is not None)


def _widened(found: Arrangement, whole: QRectF, area: QRectF) -> tuple[Arrangement, QRectF]:
    """The pictures in the middle of what the panel beside them leaves, and the panel.

    The panel takes what the pictures do not need of their area, up to a half of the whole.
    """
    places = [place for place in (found.target, found.person) if place is not None]
    used = max(place.right() for place in places) - min(place.left() for place in places)
    spare = area.width() - used
    wide = min(whole.width() - area.width() - theme.M + spare, _BESIDE_MOST * whole.width())
    room = whole.width() - theme.M - wide
    shift = (room - used) / 2 - min(place.left() for place in places)
    target, person = (
        place.translated(shift, 0) if place is not None else None
        for place in (found.target, found.person)
    )
    panel = QRectF(room + theme.M, 0, wide, whole.height())
    return Arrangement(target, person, found.has_picture), panel


def _whole(place: QRectF) -> QRect:
    """The pixels that lie wholly in a place."""
    left, top = round(place.left()), round(place.top())
    return QRect(left, top, int(place.right()) - left, int(place.bottom()) - top)
