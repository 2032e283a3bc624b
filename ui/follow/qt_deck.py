"""A video played by Qt, which uses the decoders of the graphics card where there are some."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, QUrl, Slot
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QAudioOutput,
    QMediaDevices,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

from ui.follow.deck import Deck
from ui.kit.newest_work import NewestWork
from ui.kit.video_image import image_of

log = logging.getLogger(__name__)

SOUGHT_NEAR: Final = 1.5
SOUGHT_WITHIN: Final = 1.0
"""Seconds about the time that was sought in which a picture is of it, and seconds for which
another one is taken for a picture from before the jump."""


class QtDeck(Deck):
    """``QMediaPlayer``, its frames brought to size on a thread of their own.

    Frames that are out of date when their turn comes are skipped.
    """

    def __init__(
        self,
        path: Path,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._size = QSize()
        self._seen_any = False
        self._sought: tuple[float, float] | None = None
        self._player = QMediaPlayer(self)
        self._sink = QVideoSink(self)
        self._sound: QAudioOutput | None = None
        self._loudness = 1.0
        self._work = NewestWork(_pictured, "frames", self)
        self._work.done.connect(self._show)
        self._work.start()
        self.renew_sound()
        self._player.setVideoSink(self._sink)
        unable = QMediaPlayer.PitchCompensationAvailability.Unavailable
        if self._player.pitchCompensationAvailability() is not unable:
            self._player.setPitchCompensation(True)
        self._sink.videoFrameChanged.connect(self._note_frame)
        self._player.mediaStatusChanged.connect(self._follow_status)
        self._player.errorOccurred.connect(self._follow_error)
        self._player.setSource(QUrl.fromLocalFile(str(path.absolute())))
        self._player.pause()

    @property
    def is_settled(self) -> bool:
        """Whether the picture is there that was sought last."""
        return self._sought is None

    @property
    def is_starved(self) -> bool:
        """Qt does not tell what it has ready: no picture for long is one too few."""
        return True

    def play(self) -> None:
        """Run, or run on; from the beginning where it is over."""
        self._player.play()

    def pause(self) -> None:
        """Stand still."""
        self._player.pause()

    def seek(self, seconds: float) -> None:
        """Show the picture of this time."""
        self._sought = (seconds, self._clock())
        if self._player.playbackState() == QMediaPlayer.PlaybackState.StoppedState:
            self._player.pause()  # at the end it would show nothing
        self._player.setPosition(round(1000 * seconds))

    def set_rate(self, rate: float) -> None:
        """Speed; the pitch of the sound stays."""
        self._player.setPlaybackRate(rate)

    def set_size(self, size: QSize) -> None:
        """Device pixels in which the picture will be seen."""
        self._size = size

    def set_loudness(self, loudness: float) -> None:
        """Of the sound, 0 to 1."""
        self._loudness = loudness
        if self._sound is not None:
            self._sound.setVolume(loudness)

    def renew_sound(self) -> None:
        """Play on the device that the system prefers now, or without sound."""
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            self._player.setAudioOutput(None)  # type: ignore[arg-type]
            self._sound = None
        elif self._sound is None:
            self._sound = QAudioOutput(device, self)
            self._sound.setVolume(self._loudness)
            self._player.setAudioOutput(self._sound)
        else:
            self._sound.setDevice(device)

    def close(self) -> None:
        """Let go of the file and of the sound."""
        self._work.stop()
        self._player.stop()
        self._player.setSource(QUrl())
        self._player.setVideoSink(None)  # type: ignore[arg-type]

    @Slot(QVideoFrame)
    def _note_frame(self, frame: QVideoFrame) -> None:
        if frame.isValid():
            self._work.put((frame, self._size))

    @Slot(object)
    def _show(self, made: tuple[QImage, float]) -> None:
        image, time = made
        if self._is_from_before(time):
            return
        if image.isNull():
            self.broken.emit(None)
            return
        self._seen_any = True
        self.pictured.emit(image, time)

    def _is_from_before(self, time: float) -> bool:
        """Whether a picture comes from where the video was before the last jump."""
        if self._sought is None or not self._seen_any:
            self._sought = None
            return False
        wanted, since = self._sought
        if abs(time - wanted) > SOUGHT_NEAR and self._clock() - since < SOUGHT_WITHIN:
            return True
        self._sought = None
        return False

    @Slot(QMediaPlayer.MediaStatus)
    def _follow_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.EndOfMedia:
            self.ended.emit()
        elif status == QMediaPlayer.MediaStatus.InvalidMedia:
            self.broken.emit(None)

    @Slot(QMediaPlayer.Error, str)
    def _follow_error(self, error: QMediaPlayer.Error, reason: str) -> None:
        if error != QMediaPlayer.Error.NoError:
            log.warning("player: %s %s", error, reason)


def _pictured(asked: tuple[QVideoFrame, QSize]) -> tuple[QImage, float]:
    """The picture of a frame for a place of a size, and its time."""
    frame, size = asked
    return image_of(frame, size), max(frame.startTime(), 0) / 1e6
