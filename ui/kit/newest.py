"""From the engine's thread to the interface's: the newest value wins, nothing queues."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, Signal, Slot


class Newest(QObject):
    """A slot for one value; the interface is woken once, however many are put.

    Signals:
        arrived: on the interface's thread; the newest value.
    """

    arrived = Signal(object)
    _put = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._value: object | None = None
        self._put.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def put(self, value: object) -> None:
        """From any thread; returns at once."""
        with self._lock:
            asleep, self._value = self._value is None, value
        if asleep:
            self._put.emit()

    def clear(self) -> None:
        """Forget a value that was not yet delivered."""
        with self._lock:
            self._value = None

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            value, self._value = self._value, None
        if value is not None:
            self.arrived.emit(value)
