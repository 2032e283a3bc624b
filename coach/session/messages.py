"""What a session in another process and its owner tell each other.

The owner sends ``Make`` and ``Call``; the host answers with ``Answer`` and tells ``Shown``,
``Row``, ``RunEnded`` and ``Logged`` by itself. Everything is in order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from logging import LogRecord
from typing import Any

from coach.media import Camera
from coach.session.known import TargetNews
from coach.session.pictures import PictureRef
from coach.session.state import LiveState
from coach.types import FrameScore, Pose


@dataclass(frozen=True, slots=True)
class Make:
    """A session of that number is wanted.

    Attributes:
        target: all that is known of it; camera: makes the camera, on the other side.
        options: the keywords of ``LiveSession``.
        recorded: whether its frames are to be told.
    """

    session: int
    target: TargetNews
    camera: Callable[[], Camera]
    options: dict[str, Any]
    recorded: bool


@dataclass(frozen=True, slots=True)
class Call:
    """A method of a session, or ``warm_up`` of the host (session 0).

    Attributes:
        ticket: of the answer that is waited for, None: of no interest.
    """

    session: int
    name: str
    arguments: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)
    ticket: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call gave, or why it gave nothing."""

    ticket: int
    value: Any
    error: Exception | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A new state; its frame lies in shared memory."""

    session: int
    state: LiveState
    picture: PictureRef | None


@dataclass(frozen=True, slots=True)
class Row:
    """A frame was scored: what a recorder takes, and the size of the picture."""

    session: int
    size: tuple[int, int]
    time_s: float
    target_time: float
    poses: tuple[Pose | None, ...]
    scores: tuple[FrameScore | None, ...]


@dataclass(frozen=True, slots=True)
class RunEnded:
    """No more rows of this run; it has no result yet."""

    session: int


@dataclass(frozen=True, slots=True)
class Logged:
    """Something for the log."""

    record: LogRecord
