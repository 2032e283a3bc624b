"""Finds one or two people in a stream of frames."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from coach.pose.glance import Glances
from coach.pose.landmarker import Landmarker
from coach.pose.people import MAX_PEOPLE, PersonTracker, body_size, trunk_colour
from coach.pose.smoothing import PoseSmoother
from coach.skeleton import BLAZEPOSE_TO_COCO
from coach.types import Frame, ModelName, Pose

GLANCE: Final = 1.0
"""Seconds between two looks for a second person while one seems to be alone."""

GLANCE_AT_FIRST: Final = 0.25
"""The same in the first ``SETTLE`` seconds of a live stream."""

BLANK: Final = np.zeros((64, 64, 3), np.uint8)
"""A picture of nobody: after it, a model that looks for two starts anew (measured: exactly)."""

SETTLE: Final = 2.0
"""Seconds at first in which two people are looked for all the time."""


def pose_of_landmarks(
    seen: NDArray[np.float32], world: NDArray[np.float32], size: tuple[int, int], time: float
) -> Pose:
    """BlazePose landmarks of one person as a COCO-17 pose.

    Args:
        seen: (33, 4) x and y as parts of width and height, visibility, presence.
        world: (33, 3) metres about the hips.
        size: width and height of the picture, pixels.
        time: of the frame, seconds.

    Returns:
        Confidence is visibility (not hidden) times presence (inside the picture). A joint
        that is hidden or outside keeps its guessed place with a low confidence.
    """
    seen = seen[BLAZEPOSE_TO_COCO]
    return Pose(
        points=seen[:, :2] * np.array(size, np.float32),
        confidence=np.clip(seen[:, 2] * seen[:, 3], 0, 1),
        world=world[BLAZEPOSE_TO_COCO],
        time=time,
    )


def nearest(people: Sequence[Pose], place: tuple[float, float]) -> int:
    """Number of the one whose body is nearest to a place of the picture, pixels.

    Near is told by the keypoint that is nearest, in sizes of that body, so that a click on a
    small person is not taken by a large one beside.
    """
    away = [
        float(np.linalg.norm(pose.points - np.array(place, np.float32), axis=1).min())
        / body_size(pose.points)
        for pose in people
    ]
    return int(np.argmin(away))


def next_timestamp_ms(time: float, last_ms: int) -> int:
    """Whole milliseconds of ``time``, moved on where it would not grow."""
    return max(round(time * 1000), last_ms + 1)


class PoseEstimator:
    """Poses of one stream of frames: one estimator a stream, one thread at a time.

    One person is followed among others: while somebody else is about, at first and at every
    GLANCE two are looked for (6 ms a frame more), and the tracker refuses whoever is not the
    one. Otherwise it is a model that looks for one.

    Times of the frames have to grow. A frame from before the last one (somebody moved the
    playhead back) starts the stream anew, as ``reset`` does.

    >>> with PoseEstimator("full", people=2) as estimator:
    ...     left, right = estimator.push(frame)
    """

    def __init__(
        self,
        model: ModelName = "full",
        people: int = 1,
        smooth: bool = True,
        models: Path | None = None,
        *,
        live: bool = False,
    ) -> None:
        """Loads the model (about 0.1 s, and 0.6 s for MediaPipe the first time).

        Args:
            model: "lite", "full" or "heavy"; slower is better.
            people: 1 or 2.
            smooth: whether to take out the tremble (see ``PoseSmoother``).
            models: folder of models; the one of the program by default.
            live: whether no frame may be held up. Others are then glanced for on a thread of
                its own, and what is found depends a little on how busy the machine is.

        Raises:
            ModelMissing, ModelDamaged.
        """
        self._model = model
        self._models = models
        self._people = people
        self._landmarkers = {MAX_PEOPLE: Landmarker(model, MAX_PEOPLE, models)}
        self._tracker: PersonTracker | None = None
        self._began = self._glanced = -np.inf
        self._last_looked_for = MAX_PEOPLE
        self._lost = False
        self._wish: tuple[float, float] | None = None
        self._others: tuple[Pose, ...] = ()
        self._smoothers = [PoseSmoother() for _ in range(people)] if smooth else None
        self._time = -np.inf
        self._timestamp_ms = -1
        self._glances = Glances(self._count) if live and people == 1 else None
        self._counted_ms = 0
        if live:
            self._landmarker(people)  # or its loading would hold up the second frame

    def push(self, frame: Frame) -> tuple[Pose | None, ...]:
        """The people of a frame, always ``people`` places; None for who is not found.

        Person 0 is the left one in the picture at first; see ``PersonTracker``.
        """
        if frame.time < self._time:
            self.reset()
        self._time = frame.time
        self._timestamp_ms = next_timestamp_ms(frame.time, self._timestamp_ms)
        if self._tracker is None:
            self._tracker = PersonTracker(self._people, frame.size[0])
            self._began = frame.time
        looked_for = self._looked_for(self._tracker, frame)
        anew = looked_for == MAX_PEOPLE != self._last_looked_for
        self._last_looked_for = looked_for
        seen, world = self._detected(frame.image, looked_for, anew=anew)
        found = [
            pose_of_landmarks(s, w, frame.size, frame.time)
            for s, w in zip(seen, world, strict=True)
        ]
        colours = [trunk_colour(frame.image, pose.points) for pose in found]
        if self._wish is not None and found:
            chosen = nearest(found, self._wish)
            self._tracker.follow(found[chosen], frame.time, colours[chosen])
            self._wish = None
        poses = self._tracker.push(found, frame.time, colours)
        self._lost = None in poses
        self._others = tuple(p for p in found if not any(p is kept for kept in poses))
        if self._smoothers is None:
            return poses
        return tuple(s.push(p) for s, p in zip(self._smoothers, poses, strict=True))

    @property
    def others(self) -> tuple[Pose, ...]:
        """Whoever was found in the newest frame and is not followed."""
        return self._others

    def follow(self, x: float, y: float) -> None:
        """Follow, where it is one person, the one who is at this place of the next picture.

        Args:
            x, y: pixels.
        """
        if self._people == 1:
            self._wish = (x, y)

    def _detected(
        self, image: NDArray[np.uint8], people: int, *, anew: bool
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Landmarks of a picture; ``anew``: not first where people were at the last look."""
        if self._glances is not None and people == MAX_PEOPLE:
            self._glances.wait()  # it has the same model in use
        if anew:
            self._timestamp_ms = max(self._timestamp_ms, self._counted_ms) + 1
            self._landmarker(people).detect(BLANK, self._timestamp_ms)
            self._timestamp_ms += 1
        return self._landmarker(people).detect(image, self._timestamp_ms)

    def _looked_for(self, tracker: PersonTracker, frame: Frame) -> int:
        """How many people to look for in a frame."""
        company = self._lost or self._wish is not None or tracker.wants_all(frame.time)
        if self._people == 1 and not company and np.isfinite(self._glanced):
            settling = frame.time - self._began <= SETTLE
            if self._glances is not None:
                return self._glance(self._glances, frame, GLANCE_AT_FIRST if settling else GLANCE)
            if not settling and frame.time - self._glanced < GLANCE:
                return 1
        self._glanced = frame.time
        return MAX_PEOPLE

    def _glance(self, glances: Glances, frame: Frame, every: float) -> int:
        """Let it be found out beside; whoever that finds is looked for from then on."""
        seen = glances.seen()
        if seen is None and not glances.busy and frame.time - self._glanced >= every:
            self._glanced = frame.time
            glances.look(frame.image)
        return 1 if seen is None or seen == 1 else MAX_PEOPLE

    def _count(self, image: NDArray[np.uint8]) -> int:
        """People in a picture, whatever was seen before it; for ``Glances``."""
        landmarker = self._landmarker(MAX_PEOPLE)
        self._counted_ms = max(self._timestamp_ms, self._counted_ms) + 1
        landmarker.detect(BLANK, self._counted_ms)
        self._counted_ms += 1
        return len(landmarker.detect(image, self._counted_ms)[0])

    def _landmarker(self, people: int) -> Landmarker:
        """The model that looks for so many; made when it is needed first."""
        if people not in self._landmarkers:
            self._landmarkers[people] = Landmarker(self._model, people, self._models)
        return self._landmarkers[people]

    def reset(self) -> None:
        """Forget the stream so far; the next frame may have any time."""
        self._free()
        self._landmarkers.clear()
        self._tracker = None
        for smoother in self._smoothers or ():
            smoother.reset()
        self._time = self._glanced = -np.inf
        self._lost = False
        self._wish, self._others = None, ()
        self._last_looked_for = MAX_PEOPLE
        self._timestamp_ms = -1

    def close(self) -> None:
        """Frees the model; a second call does nothing."""
        self._free()
        if self._glances is not None:
            self._glances.close()

    def _free(self) -> None:
        if self._glances is not None:
            self._glances.wait()
        for landmarker in self._landmarkers.values():
            landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
