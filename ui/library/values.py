"""What the library is made of."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from coach.storage import Best, Video
    from coach.texts import Texts

VIDEO_ENDINGS: Final = (
    ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mpg", ".mpeg", ".wmv",
)  # fmt: skip
"""What the file dialogue offers first, and what is taken from folders."""


def video_filters(texts: Texts) -> str:
    """Of file dialogues: videos first."""
    endings = " ".join(f"*{ending}" for ending in VIDEO_ENDINGS)
    return f"{texts('ui_videos')} ({endings});;{texts('ui_all_files')} (*)"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A video as it stands on the shelf.

    Attributes:
        video: what the library holds of it.
        best: how the person who trains did with it, or None.
        analysed: whether its poses and moves are known.
        missing: whether its file is not where it was.
        is_demo: whether it is the workout that comes with the program.
    """

    video: Video
    best: Best | None = None
    analysed: bool = False
    missing: bool = False
    is_demo: bool = False

    @property
    def key(self) -> str:
        """Content hash."""
        return self.video.content_hash

    @property
    def best_score(self) -> float:
        """0..100; NaN where there is none."""
        return self.best.score if self.best is not None else math.nan

    @property
    def last_used(self) -> datetime | None:
        """When it was opened or trained with last."""
        times = [self.video.last_opened, self.best.last_started if self.best else None]
        return max((time for time in times if time is not None), default=None)
