"""What goes into a session on the follow screen and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coach.types import SessionResult
from ui.engine import CameraOption, TargetFace
from ui.follow.loop import Part

if TYPE_CHECKING:
    from ui.report.desk import Kept


@dataclass(frozen=True, slots=True)
class FollowRequest:
    """What is to be followed, and how.

    Attributes:
        target: opened video; camera: who is watched through; people: 1 or 2.
        mirror: "auto", "on" or "off".
        start: begin by itself when enough is analysed.
        body: what of the people is judged, "whole" or "upper".
        claps: two claps start and pause; falls: whoever seems to have fallen is asked.
        drill: the only part of it that is practised, again and again; None: all of it, once.
        names: of the profiles of the people, as the engine numbers them; None for the guest.
    """

    target: TargetFace
    camera: CameraOption
    people: int
    mirror: str
    start: bool = False
    claps: bool = True
    falls: bool = True
    body: str = "whole"
    drill: Part | None = None
    names: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A session that came to its end.

    Attributes:
        result: of the engine.
        stats: figures of the run; empty of one that was opened again.
        kept: what is kept of it; None where that could not be.
    """

    result: SessionResult
    stats: dict[str, Any]
    kept: Kept | None = None
