"""Shots of a video and the light in it, while its pictures pass by."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.types import Frame

LONG_SIDE: Final = 96
"""Pixels to which the longer side of a picture is thinned out (to at most twice as many)."""

WINDOW: Final = 2
"""Pictures before and after, to whose changes a change is compared; so late are cuts known."""

OUTSTANDING: Final = 3.0
"""How many times greater than those about it the change at a cut is."""

LEAST_CHANGE: Final = 8.0
"""Mean change of hue, saturation and brightness (0..255) at a cut, at least.

A cut between two cameras in one room changes 14 to 17; only a change that stands out in its
time counts, so movement (up to 11 in a close-up) makes no cut.
"""


@dataclass(frozen=True, slots=True, eq=False)
class ShotFrame:
    """A picture and what it belongs to.

    Attributes:
        frame: the picture.
        shot: number of its shot, from 0.
        light: mean brightness, 0 black to 1 white.
    """

    frame: Frame
    shot: int
    light: float


def with_shots(frames: Iterable[Frame]) -> Iterator[ShotFrame]:
    """Pictures in order, each with its shot; WINDOW later than they come.

    Cuts are found by PySceneDetect's adaptive detector, which compares the change from
    picture to picture with the changes about it. Fades are not cuts.
    """
    # it brings half a second of other imports along
    from scenedetect.detectors import AdaptiveDetector

    detector = AdaptiveDetector(
        adaptive_threshold=OUTSTANDING,
        min_scene_len=1,
        window_width=WINDOW,
        min_content_val=LEAST_CHANGE,
    )
    waiting: deque[tuple[Frame, float]] = deque()
    cuts: set[int] = set()
    shot = 0
    for number, frame in enumerate(frames):
        step = max(1, max(frame.size) // LONG_SIDE)
        small = np.ascontiguousarray(frame.image[::step, ::step])
        cuts.update(detector.process_frame(number, small))
        waiting.append((frame, float(small.mean()) / 255))
        if len(waiting) > WINDOW:
            shot += number - WINDOW in cuts
            yield ShotFrame(waiting[0][0], shot, waiting[0][1])
            waiting.popleft()
    for frame, light in waiting:
        yield ShotFrame(frame, shot, light)
