"""The loudspeaker for sound that we have decoded ourselves; it tells what is heard now."""

from __future__ import annotations

import logging
from typing import Final

from PySide6.QtCore import QIODevice
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from coach.media.ahead import Ahead
from coach.media.playing import Sound

log = logging.getLogger(__name__)

BUFFER_S: Final = 0.2
"""Seconds of sound that the device is given ahead: as long may the window be busy."""
_BYTES: Final = 2
"""Of a sample."""


class SoundOut:
    """One device, open.

    Attributes:
        rate: samples a second; channels: 1 or 2.
    """

    def __init__(self, device: QAudioDevice) -> None:
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

    def feed(self, sounds: Ahead[Sound]) -> None:
        """Give the device what it has room for."""
        if self._io is None:
            self._io = self._sink.start()
        free = self._sink.bytesFree()
        while free > 0:
            if not self._rest:
                sound = sounds.take()
                if sound is None:
                    return
                self._rest, self._end = sound.samples.tobytes(), sound.end
            taken = self._io.write(self._rest[:free])
            if taken <= 0:
                return
            self._rest = self._rest[taken:]
            free -= taken

    def heard(self, speed: float) -> float | None:
        """Presentation time of what is heard now, seconds; None where nothing is.

        Args:
            speed: at which the sound was stretched.
        """
        waiting = self._sink.bufferSize() - self._sink.bytesFree()
        if self._end is None or waiting <= 0:
            return None
        return self._end - speed * (waiting + len(self._rest)) / self._second

    @property
    def is_lost(self) -> bool:
        """Whether the device is gone."""
        gone = self._sink.state() == QtAudio.State.StoppedState
        return self._io is not None and gone

    def set_loudness(self, loudness: float) -> None:
        """0 to 1."""
        self._sink.setVolume(loudness)

    def hold(self) -> None:
        """Be silent; what was given is heard later."""
        self._sink.suspend()

    def go_on(self) -> None:
        """Be heard again."""
        self._sink.resume()

    def empty(self) -> None:
        """Forget what was given and is not yet heard."""
        self._sink.stop()
        self._io, self._rest, self._end = None, b"", None

    def close(self) -> None:
        """Let go of the device."""
        self._sink.stop()
        self._io = None


def default_out() -> SoundOut | None:
    """The device that the system prefers now, None where there is none that can be used."""
    device = QMediaDevices.defaultAudioOutput()
    return None if device.isNull() else SoundOut(device)
