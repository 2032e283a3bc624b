"""The loudspeaker for sound that we have decoded ourselves; it tells what is heard now."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from coach.media.ahead import Ahead
from coach.media.playing import Sound

BUFFER_S: Final = 0.2
"""Seconds of sound that the device is given ahead: as long may the window be busy."""
STUCK_S: Final = 1.0
"""Seconds in which a device has to take something, or it is taken for gone."""
_BYTES: Final = 2
"""Of a sample."""


class SoundOut:
    """One device, open.

    Attributes:
        rate: samples a second; channels: 1 or 2.
    """

    def __init__(self, device: QAudioDevice, clock: Callable[[], float] = time.monotonic) -> None:
        preferred = device.preferredFormat()
        self.rate = preferred.sampleRate()
        self.channels = min(2, preferred.channelCount())
        form = QAudioFormat()
        form.setSampleRate(self.rate)
        form.setChannelCount(self.channels)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        self._sink = QAudioSink(device, form)
        self._second = self.rate * self.channels * _BYTES
        self._sink.setBufferSize(round(BUFFER_S * self._second))
        self._io: QIODevice | None = None
        self._rest = b""
        self._end: float | None = None
        self._clock = clock
        self._given, self._moved_at = 0, clock()

    def feed(self, sounds: Ahead[Sound], speed: float) -> float | None:
        """Give the device what it has room for.

        Args:
            speed: at which the sound was stretched.

        Returns:
            Presentation time of what is heard now, seconds; None while that cannot be told. It
            can when the device has just taken something: it may take long, and then much at once.
        """
        if self._io is None:
            self._io = self._sink.start()
        waiting = self._waiting_bytes
        heard = None
        if waiting == 0 or waiting < self._given:
            self._moved_at = self._clock()
            if waiting > 0 and self._end is not None:
                heard = self._end - speed * (waiting + len(self._rest)) / self._second
        self._write(self._io, sounds)
        self._given = self._waiting_bytes
        return heard

    @property
    def _waiting_bytes(self) -> int:
        """What the device was given and has not taken."""
        return self._sink.bufferSize() - self._sink.bytesFree()

    def _write(self, device: QIODevice, sounds: Ahead[Sound]) -> None:
        free = self._sink.bytesFree()
        while free > 0:
            if not self._rest:
                sound = sounds.take()
                if sound is None:
                    return
                self._rest, self._end = sound.samples.tobytes(), sound.end
            taken = device.write(self._rest[:free])
            if taken <= 0:
                return
            self._rest = self._rest[taken:]
            free -= taken

    @property
    def is_lost(self) -> bool:
        """Whether the device is gone, or takes no more."""
        if self._io is None:
            return False
        stuck = self._clock() - self._moved_at > STUCK_S
        return stuck or self._sink.state() == QtAudio.State.StoppedState

    def set_loudness(self, loudness: float) -> None:
        """0 to 1."""
        self._sink.setVolume(loudness)

    def hold(self) -> None:
        """Be silent; what was given is heard later."""
        self._sink.suspend()

    def go_on(self) -> None:
        """Be heard again."""
        self._sink.resume()
        self._moved_at = self._clock()

    def empty(self) -> None:
        """Forget what was given and is not yet heard."""
        self._sink.stop()
        self._io, self._rest, self._end, self._given = None, b"", None, 0

    def close(self) -> None:
        """Let go of the device."""
        self._sink.stop()
        self._io = None


def default_out() -> SoundOut | None:
    """The device that the system prefers now, None where there is none that can be used."""
    device = QMediaDevices.defaultAudioOutput()
    return None if device.isNull() else SoundOut(device)
