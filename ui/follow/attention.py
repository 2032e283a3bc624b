"""What the people before the camera ask for without a key, and whether one needs help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from coach.session import Alarm, LiveState


class Attention(QObject):
    """Looks through the states of a session for two claps, raised arms and a fall.

    Signals:
        clapped: two claps that are meant for the session; raised: arms held up, likewise.
        fallen: somebody is asked whether all is well.
    """

    clapped = Signal()
    raised = Signal()
    fallen = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reset()

    def reset(self) -> None:
        """Another session."""
        self._heard: float | None = None
        self._raised: float | None = None
        self._alarm: Alarm | None = None
        self._answered: float | None = None

    @property
    def alarm(self) -> Alarm | None:
        """Who is asked now; None when they have answered."""
        alarm = self._alarm
        return None if alarm is None or alarm.due == self._answered else alarm

    def take(self, state: LiveState) -> None:
        """The newest state."""
        was_asked = self.alarm is not None
        self._alarm = state.alarm
        if self.alarm is not None and not was_asked:
            self.fallen.emit()
        if state.clapped_at != self._heard:
            self._heard = state.clapped_at
            self.clapped.emit()
        if state.raised_at != self._raised:
            self._raised = state.raised_at
            self.raised.emit()

    def answer(self) -> None:
        """All is well: the engine will know in a moment, the screen knows now."""
        if self._alarm is not None:
            self._answered = self._alarm.due
