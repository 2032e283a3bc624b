"""The target video with its sound; the time of every picture shown comes from the picture.

Two decks can play: Qt's, and our own for what Qt cannot. Nobody outside knows which one does.
The file is read on other threads only, and Qt gets it after one of ours could read it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QMediaDevices

from coach.errors import DriveSilent, FileMissing, FileUnreadable, UserCanFix, VideoHasNoPicture
from coach.media.ahead import Ahead
from coach.media.playing import Look, look_at
from ui.follow.deck import Deck
from ui.follow.own_deck import OwnDeck
from ui.follow.qt_deck import QtDeck

log = logging.getLogger(__name__)

FIRST_PICTURE_MS: Final = 5000
"""Time after which a video without a picture is given up, or played the other way."""
STALLED_MS: Final = 3000
"""Time without a new picture while playing after which the same happens."""
OWN_MS: Final = 5000
"""The same for our own deck, which tells by itself what cannot be decoded: the drive is silent."""

OWN_CODECS: Final = frozenset({"av1", "vvc"})
"""Codecs that Qt ends without a picture and without an error: it has no decoder of its own."""
OWN_TO_HD: Final = frozenset({"hevc"})
HD_PIXELS: Final = 1920 * 1088
"""Codecs that Qt stops in the middle of at times (3 of 16 plays of a short one, in software), and
pixels beyond which a graphics card, which only Qt uses, is worth that."""

LATE_S: Final = 0.5
LATE_FOR_S: Final = 2.0
"""Seconds by which pictures are late, and for how long, before our own deck takes over: it leaves
out what there is no time for."""
END_NEAR_S: Final = 0.5
"""Seconds before the end of the pictures at which no further one is missed."""

DUCKED: Final = 0.3
"""Part of its loudness that the sound of the video has while somebody speaks."""
EASE: Final = 0.35
"""Part of the way to the wanted loudness that is gone at every step."""

SILENT_S: Final = 1.0
"""Seconds without a picture while playing after which Qt may hang in the file."""

_LEFT: Final[list[Deck]] = []
"""Decks that hang in a file: to close or to destroy one would hang the window too."""


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
    _looked = Signal()

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._path: Path | None = None
        self._looking: Ahead[Look] | None = None
        self._look: Look | None = None
        self._deck: Deck | None = None
        self._before: Deck | None = None
        self._size = QSize(960, 540)
        self._rate = 1.0
        self._time = 0.0
        self._start: float | None = None
        self._seen_any = self._plays = False
        self._shown_at: float | None = None
        self._anchor: tuple[float, float] | None = None
        self._late_since: float | None = None
        self._loudness, self._wanted = 1.0, 1.0
        self._watch = QTimer(self)
        self._watch.setSingleShot(True)
        self._watch.timeout.connect(self._missed)
        self._looked.connect(self._choose, Qt.ConnectionType.QueuedConnection)
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._renew_sound)

    # -- what is asked for ---------------------------------------------------------------

    @property
    def time(self) -> float:
        """Presentation time of the picture shown last, seconds."""
        return self._time

    @property
    def playing(self) -> bool:
        """Whether the video runs."""
        return self._plays

    @property
    def is_settled(self) -> bool:
        """Whether the picture is there that was sought last."""
        return self._deck is not None and self._start is None and self._deck.is_settled

    @property
    def rate(self) -> float:
        """Speed, 1 is as filmed."""
        return self._rate

    def set_size(self, size: QSize) -> None:
        """Device pixels in which the picture will be seen."""
        self._size = size
        if self._deck is not None:
            self._deck.set_size(size)

    def set_rate(self, rate: float) -> None:
        """Speed; the pitch of the sound stays."""
        self._rate, self._anchor = rate, None
        if self._deck is not None:
            self._deck.set_rate(rate)

    def load(self, path: Path) -> None:
        """Open a video and show its first picture."""
        self.close()
        self._path = path
        self._seen_any = False
        self._time, self._start = 0.0, None
        self._looking = Ahead(
            lambda _: iter((look_at(path),)), room=1, news=self._looked.emit, name="look"
        )
        self._looking.go_to(0.0)
        self._watch.start(self._patience)

    def play(self) -> None:
        """Run, or run on."""
        self._plays, self._anchor = True, None
        if self._deck is not None:
            self._deck.play()
        self._watch.start(self._patience)

    def pause(self) -> None:
        """Stand still."""
        self._plays = False
        if self._deck is not None:
            self._deck.pause()
        if self._seen_any:
            self._watch.stop()

    def seek(self, seconds: float) -> None:
        """Show the picture of this time; it is told by ``picture_shown``."""
        self._anchor = None
        if self._deck is not None and self._seen_any:
            self._deck.seek(seconds)
        else:  # as soon as there is anything to be seen
            self._start = seconds

    def rewind(self) -> None:
        """Back to the beginning, standing still."""
        self.pause()
        self.seek(0.0)
        self._time = 0.0

    def duck(self, *, quiet: bool) -> None:
        """Let the sound be quieter, or as loud as usual, one step nearer with every call."""
        self._wanted = DUCKED if quiet else 1.0
        if self._loudness == self._wanted or self._deck is None:
            return
        self._loudness += EASE * (self._wanted - self._loudness)
        if abs(self._loudness - self._wanted) < 0.02:
            self._loudness = self._wanted
        self._deck.set_loudness(self._loudness)

    def close(self) -> None:
        """Let go of the file and of the sound."""
        self._watch.stop()
        if self._looking is not None:
            self._looking.close()
        if self._before is not None:
            _LEFT.append(self._before)
        deck = self._deck
        if deck is not None:
            self._take_off(deck)
            if self._hangs(deck):
                _LEFT.append(deck)
            else:
                deck.close()
                deck.deleteLater()
        self._looking = self._look = self._deck = self._before = None
        self._shown_at, self._plays = None, False

    def _hangs(self, deck: Deck) -> bool:
        """Whether Qt may be waiting for the file: closing would wait with it."""
        silent = self._shown_at is not None and self._clock() - self._shown_at > SILENT_S
        return isinstance(deck, QtDeck) and self._plays and silent

    # -- who plays -----------------------------------------------------------------------

    @Slot()
    def _choose(self) -> None:
        """The file could be read, or not: give it to a deck."""
        if self._looking is None or self._path is None or self._deck is not None:
            return
        error, self._look = self._looking.error, self._looking.take()
        if self._look is None and error is None:
            return
        self._looking.close()
        self._looking = None
        if self._look is None:
            self._give_up(_key_of(error))
            return
        if _is_for_qt(self._look):
            self._put_on(QtDeck(self._path, self, clock=self._clock))
        else:
            self._put_on(OwnDeck(self._path, self))

    def _put_on(self, deck: Deck) -> None:
        self._deck = deck
        deck.pictured.connect(self._show)
        deck.ended.connect(self._end)
        deck.broken.connect(self._note_broken)
        deck.set_size(self._size)
        deck.set_rate(self._rate)
        deck.set_loudness(self._loudness)
        if self._plays:
            deck.play()

    def _take_off(self, deck: Deck) -> None:
        deck.pictured.disconnect(self._show)
        deck.ended.disconnect(self._end)
        deck.broken.disconnect(self._note_broken)

    def _change_deck(self, why: str) -> None:
        """Our own deck goes on where Qt's does not."""
        assert self._path is not None
        assert self._deck is not None
        log.warning("Qt does not play this video (%s); it is played without", why)
        self._before = self._deck
        self._take_off(self._deck)
        self._deck.pause()
        self._anchor = None
        self._put_on(OwnDeck(self._path, self, start=self._time))
        self._watch.start(self._patience)

    @Slot()
    def _renew_sound(self) -> None:
        if self._deck is not None:
            self._deck.renew_sound()

    # -- what comes ----------------------------------------------------------------------

    @Slot(QImage, float)
    def _show(self, image: QImage, time: float) -> None:
        if self._before is not None:  # the file can be read: nothing hangs in it
            self._before.close()
            self._before.deleteLater()
            self._before = None
        self._time, self._shown_at = time, self._clock()
        self._watch.stop()
        if self._plays:
            self._watch.start(self._patience)
        self.picture_shown.emit(image, time)
        if not self._seen_any:
            self._seen_any = True
            start, self._start = self._start, None
            if start is not None:
                self.seek(start)
            self.first_picture.emit()
        if self._plays:
            self._watch_lateness(time)

    def _watch_lateness(self, time: float) -> None:
        """Qt shows every picture, however late: then our own deck, which leaves some out."""
        now = self._clock()
        if self._anchor is None:
            self._anchor, self._late_since = (now, time), None
        since, begun = self._anchor
        late = self._rate * (now - since) - (time - begun)
        if late < 0:
            self._anchor = (now, time)
        if late < LATE_S:
            self._late_since = None
        elif self._late_since is None:
            self._late_since = now
        elif now - self._late_since > LATE_FOR_S and isinstance(self._deck, QtDeck):
            self._change_deck(f"{late:.1f} s late")

    @Slot()
    def _end(self) -> None:
        self._watch.stop()
        if not self._seen_any:
            self._note_broken(None)
            return
        self._plays = False
        self.ended.emit()

    @Slot(object)
    def _note_broken(self, error: UserCanFix | None) -> None:
        if isinstance(self._deck, QtDeck):
            self._change_deck("it gives no picture")
        else:
            self._give_up(_key_of(error))

    @Slot()
    def _missed(self) -> None:
        deck = self._deck
        if deck is None:
            self.close()
            self._give_up("ui_video_silent")
        elif (self._seen_any and not self._plays) or not deck.is_starved:
            self._watch.start(self._patience)
        elif not isinstance(deck, QtDeck):
            self._give_up("ui_video_silent")
        elif self._look is not None and self._time > self._look.end - END_NEAR_S:
            deck.pause()  # only sound is left
            self._end()
        else:
            self._change_deck("no picture comes")

    @property
    def _patience(self) -> int:
        """Milliseconds in which a picture has to come."""
        if isinstance(self._deck, OwnDeck):
            return OWN_MS
        return STALLED_MS if self._seen_any else FIRST_PICTURE_MS

    def _give_up(self, key: str) -> None:
        self._watch.stop()
        self.failed.emit(key)


def _is_for_qt(look: Look) -> bool:
    large = look.width * look.height > HD_PIXELS
    return look.codec not in OWN_CODECS and (large or look.codec not in OWN_TO_HD)


def _key_of(error: Exception | None) -> str:
    """The sentence for a video that cannot be played."""
    if isinstance(error, FileMissing):
        return "ui_video_gone"
    if isinstance(error, FileUnreadable | DriveSilent):
        return "ui_video_silent"
    return "ui_video_no_sight" if isinstance(error, VideoHasNoPicture) else "ui_video_no_picture"
