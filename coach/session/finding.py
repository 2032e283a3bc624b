"""From the frames of a camera to the people in them, at the pace of the camera."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Final, NamedTuple, Protocol

import numpy as np

from coach.errors import CoachError
from coach.media import Camera
from coach.pose import PoseEstimator
from coach.session.pace import Pace, Relief
from coach.types import Frame, ModelName, Pose

LIGHTEST: Final[ModelName] = "lite"


class Estimator(Protocol):
    """What a session asks of a pose estimator."""

    def push(self, frame: Frame) -> tuple[Pose | None, ...]:
        """People in a frame."""

    @property
    def others(self) -> tuple[Pose, ...]:
        """Whoever was in that frame and is not followed."""

    def follow(self, x: float, y: float) -> None:
        """Follow the one at this place of the picture, pixels."""

    def close(self) -> None:
        """Give its memory back."""


MakeEstimator = Callable[[ModelName, int], Estimator]
live_estimator: Final[MakeEstimator] = partial(PoseEstimator, live=True)


class Found(NamedTuple):
    """People found in a frame: those who are followed, and whoever is there beside."""

    frame: Frame
    poses: tuple[Pose | None, ...]
    others: tuple[Pose, ...]


class Finder:
    """Looks at one frame after the other; a machine that does not keep up is helped.

    The lighter model is loaded beside, and takes over between two frames.
    """

    def __init__(
        self,
        camera: Camera,
        model: ModelName,
        people: int,
        pace: Pace,
        make_estimator: MakeEstimator,
    ) -> None:
        """Opens the estimator; ModelMissing, ModelDamaged."""
        self._camera, self._people, self._make = camera, people, make_estimator
        self._pace = pace
        first = LIGHTEST if pace.relief is Relief.LIGHTER else model
        self._estimator = make_estimator(first, people)
        self._loader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="coach-model")
        self._coming: Future[Estimator] | None = None
        self._index = -1
        self._chosen: tuple[float, float] | None = None
        self._place: tuple[float, float] | None = None

    @property
    def relief(self) -> Relief:
        """What is done for a machine that does not keep up."""
        return self._pace.relief

    def follow(self, x: float, y: float) -> None:
        """Follow the one at this place of the next picture, pixels; from any thread."""
        self._chosen = (x, y)

    def find(self, wait: float) -> Found | None:
        """The people in the next frame; None where none comes within so many seconds."""
        frame = self._next(wait)
        if frame is None:
            self._pace.rest()
            return None
        if self._coming is not None and self._coming.done():
            self._take_over(self._coming)
        chosen, self._chosen = self._chosen, None
        if chosen is not None:
            self._estimator.follow(*chosen)
        poses = self._estimator.push(frame)
        if self._pace.looked_at(frame.time, frame.index) and self.relief is Relief.LIGHTER:
            self._coming = self._loader.submit(self._make, LIGHTEST, self._people)
        others = self._estimator.others
        if others:  # or else there is nobody whom the next model could mistake for them
            self._place = _middle(poses)
        return Found(frame, poses, others)

    def close(self) -> None:
        """Give the models back."""
        self._loader.shutdown()
        coming, self._coming = self._coming, None
        if coming is not None and coming.exception() is None:
            coming.result().close()
        self._estimator.close()

    def _next(self, wait: float) -> Frame | None:
        frame = self._camera.next(self._index, wait)
        if frame is not None and self.relief is Relief.HALVED and frame.index == self._index + 1:
            frame = self._camera.next(frame.index, wait)
        if frame is not None:
            self._index = frame.index
        return frame

    def _take_over(self, coming: Future[Estimator]) -> None:
        """Go on with the lighter model, which follows the same person."""
        self._coming = None
        try:
            lighter = coming.result()
        except CoachError:  # the one in use works
            return
        self._estimator.close()
        self._estimator = lighter
        self._pace.rest()
        if self._place is not None:
            lighter.follow(*self._place)


def _middle(poses: tuple[Pose | None, ...]) -> tuple[float, float] | None:
    """Where the first person is, pixels."""
    if poses[0] is None:
        return None
    x, y = np.median(poses[0].points, axis=0).tolist()
    return x, y
