"""A video decoded and timed by ourselves: whatever FFmpeg can decode, Qt or not."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from coach.errors import UserCanFix
from coach.media.ahead import Ahead
from coach.media.playing import Picture, PictureSource, Sound, sound_of
from ui.follow.deck import Deck
from ui.follow.sound_out import SoundOut, default_out

log = logging.getLogger(__name__)

TURN_MS: Final = 10
"""Between two looks at whether a picture is due."""
PICTURES: Final = 4
SOUNDS: Final = 24
"""Pictures, and blocks of sound (20 ms), that are made ahead."""
SOUND_WAIT_S: Final = 0.3
"""Seconds for which the pictures wait for the sound to begin with."""
HOLD_S: Final = 1.0
"""Seconds without a new picture after which the clock stands still too."""
GAP_S: Final = 0.5
"""Seconds between two turns that count as asleep: nothing is caught up."""
FAR_S: Final = 0.2
NEAR_PART: Final = 0.05
"""Seconds between sound and clock beyond which the clock jumps; below, part of it that the
clock goes towards the sound at each turn."""


class OwnDeck(Deck):
    """Pictures and sound from two threads, shown and heard by one clock.

    The sound is the clock where there is some: it cannot be moved without being noticed.
    """

    _news = Signal()

    def __init__(
        self,
        path: Path,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sound: Callable[[], SoundOut | None] = default_out,
        start: float = 0.0,
    ) -> None:
        """``sound``: opens the device for sound; ``start``: first picture, seconds."""
        super().__init__(parent)
        self._path, self._clock, self._open_sound = path, clock, sound
        self._base, self._since = start, clock()
        self._rate, self._loudness = 1.0, 1.0
        self._plays = self._runs = self._is_over = self._settled = False
        self._asked_at = self._turned_at = clock()
        self._last: tuple[float, float] | None = None
        self._source = PictureSource(path, self._late, clock)
        self._decoded = 0
        self._news.connect(self._note_news, Qt.ConnectionType.QueuedConnection)
        self._pictures: Ahead[Picture] = Ahead(
            self._source, room=PICTURES, news=self._news.emit, name="pictures"
        )
        self._sounds: Ahead[Sound] | None = None
        self._out: SoundOut | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TURN_MS)
        self._timer.timeout.connect(self._turn)
        self._pictures.go_to(start)
        self.renew_sound()

    # -- what is asked for ---------------------------------------------------------------

    @property
    def is_settled(self) -> bool:
        """Whether the picture is there that was sought last."""
        return self._settled

    @property
    def is_starved(self) -> bool:
        """Whether there is no picture, and none was decoded since this was asked last."""
        before, self._decoded = self._decoded, self._source.decoded
        nothing = self._pictures.peek() is None and not self._pictures.ended
        return nothing and before == self._decoded

    def play(self) -> None:
        """Run, or run on; from the beginning where it is over."""
        if self._is_over:
            self.seek(0.0)
        if not self._plays:
            self._plays = True
            self._asked_at = self._turned_at = self._clock()
            self._timer.start()

    def pause(self) -> None:
        """Stand still."""
        self._stop_clock()
        self._plays = False
        self._timer.stop()

    def seek(self, seconds: float) -> None:
        """Show the picture of this time."""
        self._stop_clock()
        self._base = max(0.0, seconds)
        self._is_over = self._settled = False
        self._last = None
        self._asked_at = self._clock()
        self._pictures.go_to(self._base)
        self._restart_sound()

    def set_rate(self, rate: float) -> None:
        """Speed; the pitch of the sound stays."""
        if rate == self._rate:
            return
        self._stop_clock()
        self._rate = rate
        self._asked_at = self._clock()
        self._restart_sound()

    def set_size(self, size: QSize) -> None:
        """Device pixels in which the picture will be seen."""
        if not size.isEmpty():
            self._source.size = (size.width(), size.height())

    def set_loudness(self, loudness: float) -> None:
        """Of the sound, 0 to 1."""
        self._loudness = loudness
        if self._out is not None:
            self._out.set_loudness(loudness)

    def renew_sound(self) -> None:
        """Play on the device that the system prefers now, or without sound."""
        self._drop_sound()
        self._out = self._open_sound()
        if self._out is not None:
            self._out.set_loudness(self._loudness)
            self._sounds = Ahead(self._sound, room=SOUNDS, news=lambda: None, name="sound")
            self._sounds.go_to(self._position())

    def close(self) -> None:
        """Let go of the file and of the sound."""
        self.pause()
        self._drop_sound()
        self._pictures.close()

    # -- the clock -----------------------------------------------------------------------

    def _position(self) -> float:
        """Presentation time that is due now, seconds."""
        if not self._runs:
            return self._base
        return self._base + self._rate * (self._clock() - self._since)

    def _late(self, seconds: float) -> float:
        """By how much a picture of this time is late; asked on the thread of the pictures."""
        return self._position() - seconds if self._runs else -1.0

    def _set_clock(self, position: float) -> None:
        self._base, self._since = position, self._clock()

    def _stop_clock(self) -> None:
        self._set_clock(self._position())
        self._runs = False
        if self._out is not None:
            self._out.hold()

    def _start_clock(self) -> None:
        """As soon as there is something to be seen, and heard."""
        if self._pictures.peek() is None and not self._pictures.ended:
            return
        sounds = self._sounds
        waits = self._clock() - self._asked_at < SOUND_WAIT_S
        if sounds is not None and sounds.peek() is None and not sounds.ended and waits:
            return
        self._set_clock(self._base)
        self._runs = True
        if self._out is not None:
            self._out.go_on()

    def _follow_sound(self) -> None:
        """Feed the device, and let the clock go with what is heard."""
        if self._out is None or self._sounds is None:
            return
        heard = self._out.feed(self._sounds, self._rate)
        if self._out.is_lost:
            log.warning("the device for sound is gone; going on without")
            self._drop_sound()
            return
        if heard is None:
            return
        position = self._position()
        off = heard - position
        self._set_clock(heard if abs(off) > FAR_S else position + NEAR_PART * off)

    # -- sound ---------------------------------------------------------------------------

    def _sound(self, start: float) -> Iterator[Sound]:
        out = self._out
        if out is None:
            return iter(())
        return sound_of(self._path, start, speed=self._rate, rate=out.rate, channels=out.channels)

    def _restart_sound(self) -> None:
        if self._out is not None and self._sounds is not None:
            self._out.empty()
            self._sounds.go_to(self._base)

    def _drop_sound(self) -> None:
        if self._sounds is not None:
            self._sounds.close()
        if self._out is not None:
            self._out.close()
        self._sounds = self._out = None

    # -- pictures ------------------------------------------------------------------------

    @Slot()
    def _note_news(self) -> None:
        error = self._pictures.error
        if error is not None:
            self.pause()
            self.broken.emit(error if isinstance(error, UserCanFix) else None)
        elif not self._settled:
            picture = self._pictures.take()
            if picture is not None:
                self._settled = True
                self._show(picture)

    @Slot()
    def _turn(self) -> None:
        now = self._clock()
        if self._runs and now - self._turned_at > GAP_S:
            self._since += now - self._turned_at
        self._turned_at = now
        if not self._runs:
            self._start_clock()
            return
        self._follow_sound()
        due = self._due(self._position())
        if due is not None:
            self._show(due)
        self._look_for_end()

    def _due(self, position: float) -> Picture | None:
        """The newest picture whose time has come; those that it overtakes are dropped."""
        due = None
        while (next_one := self._pictures.peek()) is not None and next_one.time <= position:
            due = self._pictures.take()
        return due

    def _show(self, picture: Picture) -> None:
        self._last = picture.time, picture.lasts
        height, width = picture.pixels.shape[:2]
        image = QImage(picture.pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self.pictured.emit(image.copy(), picture.time)

    def _look_for_end(self) -> None:
        if self._last is None:
            return
        time, lasts = self._last
        position = self._position()
        if self._pictures.ended:
            if position >= time + lasts:
                self._is_over = True
                self.pause()
                self.ended.emit()
        elif self._pictures.peek() is None and position > time + HOLD_S:
            self._stop_clock()
            self._base = time + lasts
            self._restart_sound()
