"""The target video with its sound; the time of every picture shown comes from the picture."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QAudioOutput,
    QMediaDevices,
    QMediaPlayer,
    QVideoFrame,
    QVideoSink,
)

from ui.kit.video_image import image_of

log = logging.getLogger(__name__)

FIRST_PICTURE_MS: Final = 5000
"""Time after which a video without a picture is given up (AV1 plays none, and no error)."""

SOUGHT_NEAR: Final = 1.5
SOUGHT_WITHIN: Final = 1.0
"""Seconds about the time that was sought in which a picture is of it, and seconds for which
another one is taken for a picture from before the jump."""

DUCKED: Final = 0.3
"""Part of its loudness that the sound of the video has while somebody speaks."""
EASE: Final = 0.35
"""Part of the way to the wanted loudness that is gone at every step."""

STALLED_MS: Final = 3000
"""Time without a new picture while playing after which the sound is let go, then given up."""


class TargetPlayer(QObject):
    """Plays one video into a place of a known size.

    Pictures that are out of date when their turn comes are skipped.

    Signals:
        picture_shown: QImage and its presentation time in seconds.
        ended: the video has played to its end.
        failed: no picture comes; text key of the sentence.
        first_picture: the video is there and can play.
    """

    picture_shown = Signal(QImage, float)
    first_picture = Signal()
    ended = Signal()
    failed = Signal(str)

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._size = QSize(960, 540)
        self._time = 0.0
        self._seen_any = False
        self._due = False
        self._sought: tuple[float, float] | None = None
        self._loudness, self._wanted = 1.0, 1.0
        self._player = QMediaPlayer(self)
        self._sink = QVideoSink(self)
        self._sound: QAudioOutput | None = None
        if not QMediaDevices.defaultAudioOutput().isNull():
            self._sound = QAudioOutput(self)
            self._player.setAudioOutput(self._sound)
        self._player.setVideoSink(self._sink)
        unable = QMediaPlayer.PitchCompensationAvailability.Unavailable
        if self._player.pitchCompensationAvailability() is not unable:
            self._player.setPitchCompensation(True)
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._missed)
        self._sink.videoFrameChanged.connect(self._note_frame)
        self._player.mediaStatusChanged.connect(self._follow_status)
        self._player.errorOccurred.connect(self._follow_error)

    @property
    def time(self) -> float:
        """Presentation time of the picture shown last, seconds."""
        return self._time

    @property
    def playing(self) -> bool:
        """Whether the video runs."""
        return self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    @property
    def is_settled(self) -> bool:
        """Whether the picture is there that was sought last."""
        return self._sought is None

    @property
    def rate(self) -> float:
        """Speed, 1 is as filmed."""
        return float(self._player.playbackRate())

    def set_size(self, size: QSize) -> None:
        """Device pixels in which the picture will be seen."""
        self._size = size

    def set_rate(self, rate: float) -> None:
        """Speed; the pitch of the sound stays."""
        self._player.setPlaybackRate(rate)

    def load(self, path: Path) -> None:
        """Open a video and show its first picture."""
        self._seen_any = False
        self._sought = None
        self._time = 0.0
        self._player.setVideoSink(self._sink)  # closing took it away
        self._player.setSource(QUrl.fromLocalFile(str(path.absolute())))
        self._player.pause()
        self._watch.start(FIRST_PICTURE_MS)

    def play(self) -> None:
        """Run, or run on."""
        self._player.play()
        self._watch.start(STALLED_MS if self._seen_any else FIRST_PICTURE_MS)

    def pause(self) -> None:
        """Stand still."""
        self._player.pause()
        if self._seen_any:
            self._watch.stop()

    def seek(self, seconds: float) -> None:
        """Show the picture of this time; it is told by ``picture_shown``."""
        self._sought = (seconds, self._clock())
        self._player.setPosition(round(1000 * seconds))

    def rewind(self) -> None:
        """Back to the beginning, standing still."""
        self.pause()
        self.seek(0.0)
        self._time = 0.0

    def duck(self, *, quiet: bool) -> None:
        """Let the sound be quieter, or as loud as usual, one step nearer with every call."""
        self._wanted = DUCKED if quiet else 1.0
        if self._loudness == self._wanted or self._sound is None:
            return
        self._loudness += EASE * (self._wanted - self._loudness)
        if abs(self._loudness - self._wanted) < 0.02:
            self._loudness = self._wanted
        self._sound.setVolume(self._loudness)

    def close(self) -> None:
        """Let go of the file and of the sound."""
        self._watch.stop()
        self._player.stop()
        self._player.setSource(QUrl())
        self._player.setVideoSink(None)  # type: ignore[arg-type]

    @Slot(QVideoFrame)
    def _note_frame(self, frame: QVideoFrame) -> None:
        if frame.isValid() and not self._due:
            self._due = True
            QTimer.singleShot(0, self, self._show_newest)

    @Slot()
    def _show_newest(self) -> None:
        self._due = False
        frame = self._sink.videoFrame()
        if not frame.isValid():
            return
        time = max(frame.startTime(), 0) / 1e6
        if self._is_from_before(time):
            return
        image = image_of(frame, self._size)
        if image.isNull():
            log.warning("a frame of format %s gives no picture", frame.pixelFormat())
            return
        self._time = time
        self._watch.stop()
        if self.playing:
            self._watch.start(STALLED_MS)
        self.picture_shown.emit(image, self._time)
        if not self._seen_any:
            self._seen_any = True
            self.first_picture.emit()

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

    @Slot()
    def _missed(self) -> None:
        if not self._seen_any:
            self.failed.emit("ui_video_no_picture")
        elif self.playing and self._sound is not None:
            log.warning("the picture stands still; going on without sound")
            self._player.setAudioOutput(None)  # type: ignore[arg-type]
            self._sound = None
            self._watch.start(STALLED_MS)
        elif self.playing:
            self.failed.emit("ui_video_stalled")

    @Slot(QMediaPlayer.MediaStatus)
    def _follow_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status == QMediaPlayer.MediaStatus.EndOfMedia:
            self._watch.stop()
            self.ended.emit()
        elif status == QMediaPlayer.MediaStatus.InvalidMedia:
            self._watch.stop()
            self.failed.emit("ui_video_no_picture")

    @Slot(QMediaPlayer.Error, str)
    def _follow_error(self, error: QMediaPlayer.Error, reason: str) -> None:
        if error != QMediaPlayer.Error.NoError:
            log.warning("player: %s %s", error, reason)
