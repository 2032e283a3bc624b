"""A bar that goes away while nobody needs it, and is back at any movement."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEasingCurve, QObject, QPoint, QPropertyAnimation, QTimer, Signal, Slot
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QWidget

IDLE_S: Final = 4.0
"""Seconds without a movement of the mouse after which the bar goes."""
LOOK_MS: Final = 150
"""Time between two looks at the mouse."""
FADE_MS: Final = 200


class Fading(QObject):
    """Hides a bar while something runs and the mouse rests.

    It stays while the mouse is over it, while one of its controls has the focus, and while a
    menu is open. The mouse is looked at now and then: no movement over any other widget is
    missed, and none of them has to pass events on.

    Signals:
        changed: whether the bar is there now.
    """

    changed = Signal(bool)

    def __init__(
        self,
        bar: QWidget,
        *,
        clock: Callable[[], float] = time.monotonic,
        mouse: Callable[[], QPoint] = QCursor.pos,
    ) -> None:
        super().__init__(bar)
        self._bar, self._clock, self._mouse = bar, clock, mouse
        self._at = mouse()
        self._since = clock()
        self._is_shown, self._is_still = True, False
        self._effect = QGraphicsOpacityEffect(bar)
        self._effect.setEnabled(False)
        bar.setGraphicsEffect(self._effect)
        self._fade = QPropertyAnimation(self._effect, b"opacity", self)
        self._fade.setDuration(FADE_MS)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.finished.connect(self._end_fade)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_shown(self) -> bool:
        """Whether the bar is there, or is to be."""
        return self._is_shown

    def set_still(self, still: bool) -> None:
        """Do not fade but go at once: for who wants no motion."""
        self._is_still = still

    def set_running(self, running: bool) -> None:
        """Whether the bar may go; while it may not it is there."""
        if running == self._timer.isActive():
            return
        if running:
            self.stir()
            self._timer.start()
        else:
            self._timer.stop()
            self.stir()

    @Slot()
    def stir(self) -> None:
        """Somebody is there: show the bar."""
        self._since = self._clock()
        if self._is_shown:
            return
        self._is_shown = True
        self._fade.stop()
        self._effect.setEnabled(False)
        self._bar.show()
        self.changed.emit(True)

    @Slot()
    def look(self) -> None:
        """Whether the mouse has moved since, and how long ago that was."""
        at = self._mouse()
        if at != self._at:
            self._at = at
            self.stir()
        elif self._is_shown and self._clock() - self._since >= IDLE_S and not self._is_used():
            self._go()

    def _is_used(self) -> bool:
        focus = QApplication.focusWidget()
        inside = focus is not None and self._bar.isAncestorOf(focus)
        return inside or self._bar.underMouse() or QApplication.activePopupWidget() is not None

    def _go(self) -> None:
        self._is_shown = False
        if self._is_still:
            self._end_fade()
            return
        self._effect.setEnabled(True)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.start()

    @Slot()
    def _end_fade(self) -> None:
        self._effect.setEnabled(False)
        if not self._is_shown:
            self._bar.hide()
            self.changed.emit(False)
