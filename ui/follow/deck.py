"""What plays a video, whichever way: the same signals and the same words for both ways."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage


class Deck(QObject):
    """One video, open; it stands still at its beginning until it is played.

    Signals:
        pictured: QImage and its presentation time in seconds.
        ended: the video has played to its end.
        broken: it cannot be played (any further) this way; UserCanFix, or None: not known why.
    """

    pictured = Signal(QImage, float)
    ended = Signal()
    broken = Signal(object)

    @property
    def is_settled(self) -> bool:
        """Whether the picture is there that was sought last."""
        raise NotImplementedError

    @property
    def is_starved(self) -> bool:
        """Whether there is no picture although one should come."""
        raise NotImplementedError

    def play(self) -> None:
        """Run, or run on; from the beginning where it is over."""
        raise NotImplementedError

    def pause(self) -> None:
        """Stand still."""
        raise NotImplementedError

    def seek(self, seconds: float) -> None:
        """Show the picture of this time; it is told by ``pictured``."""
        raise NotImplementedError

    def set_rate(self, rate: float) -> None:
        """Speed, 0.5 to 2; the pitch of the sound stays."""
        raise NotImplementedError

    def set_size(self, size: QSize) -> None:
        """Device pixels in which the picture will be seen."""
        raise NotImplementedError

    def set_loudness(self, loudness: float) -> None:
        """Of the sound, 0 to 1."""
        raise NotImplementedError

    def renew_sound(self) -> None:
        """The devices for sound are others than before."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of the file and of the sound."""
        raise NotImplementedError
