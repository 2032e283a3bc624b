"""The values that flow through the engine: frozen, checked once, read-only.

Time is always in seconds. A keypoint that was not seen is NaN; no other value means
"missing". Pictures are RGB. World axes are the camera's: x to the right of the picture,
y down, z away from the camera, origin between the hips.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from coach.errors import CoachBug
from coach.skeleton import N_KEYPOINTS

FloatArray = NDArray[np.float32]

ModelName = Literal["lite", "full", "heavy"]
MODEL_NAMES: Final[tuple[ModelName, ...]] = ("lite", "full", "heavy")
"""Pose models, the slower the better."""

Strictness = Literal["beginner", "normal", "expert"]
STRICTNESS_NAMES: Final[tuple[Strictness, ...]] = get_args(Strictness)
"""How strict a score is, growing."""

Limb = Literal["left_arm", "right_arm", "left_leg", "right_leg"]
LIMB_NAMES: Final[tuple[Limb, ...]] = get_args(Limb)
"""Limbs that can be left out of a session, the person's own sides."""

Reason = Literal[
    "no_instructor",
    "close_up",
    "nobody",
    "too_dark",
    "in_front",
    "half_hidden",
    "feet_outside",
    "skipped",
]
"""Why a stretch is not judged: of the target, the instructor is not shown or not as a whole;
of the person, nobody is in the picture, it is too dark, somebody or something is in front,
half the body cannot be seen, the feet are out of the picture; of the session, nothing of the
stretch was recorded."""
REASONS: Final[tuple[Reason, ...]] = get_args(Reason)

PARTIAL: Final[frozenset[Reason]] = frozenset({"half_hidden", "feet_outside"})
"""Reasons for which only what cannot be seen is left out; the rest is judged."""


def _frozen(name: str, value: Any, shape: tuple[int | None, ...], dtype: Any) -> NDArray[Any]:
    """A read-only array of the wanted type and shape (None: any length), or CoachBug."""
    array = np.array(value, dtype=dtype)
    fits = array.ndim == len(shape) and all(
        want is None or want == have for want, have in zip(shape, array.shape, strict=True)
    )
    if not fits:
        wanted = "(" + ", ".join("T" if n is None else str(n) for n in shape) + ")"
        raise CoachBug(f"{name} must have shape {wanted}, got {array.shape}")
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture.

    Attributes:
        image: (H, W, 3) uint8, RGB, upright.
        time: presentation time of a video frame, monotonic capture time of a camera
            frame, seconds.
        index: running number within its source, from 0.
    """

    image: NDArray[np.uint8]
    time: float
    index: int

    def __post_init__(self) -> None:
        if self.image.ndim != 3 or self.image.shape[2] != 3 or self.image.dtype != np.uint8:
            raise CoachBug(
                f"image must be (H, W, 3) uint8, got {self.image.shape} {self.image.dtype}"
            )

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person in one frame.

    Attributes:
        points: (17, 2) pixels, x to the right, y down; NaN where not seen.
        confidence: (17,) 0..1.
        world: (17, 3) metres about the hips (module docstring); NaN where not seen.
        time: time of the frame, seconds.
    """

    points: FloatArray
    confidence: FloatArray
    world: FloatArray
    time: float

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "points", _frozen("points", self.points, (N_KEYPOINTS, 2), np.float32))
        put(self, "confidence", _frozen("confidence", self.confidence, (N_KEYPOINTS,), np.float32))
        put(self, "world", _frozen("world", self.world, (N_KEYPOINTS, 3), np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class PoseTrack:
    """Poses of one person over time: the only thing that the scoring needs of a video.

    Frames in which the person was not seen are all NaN with confidence 0.

    Attributes:
        time: (T,) seconds, strictly increasing.
        points: (T, 17, 2) pixels.
        confidence: (T, 17) 0..1.
        world: (T, 17, 3) metres about the hips.
        size: width and height of the picture in pixels.
        fps: frames a second of the source.
        shot: (T,) int32, from 0, one more after every cut; -1 where unknown.
        light: (T,) mean brightness of the picture, 0 black to 1 white; NaN where unknown.
            Left out, both are unknown.
    """

    time: NDArray[np.float64]
    points: FloatArray
    confidence: FloatArray
    world: FloatArray
    size: tuple[int, int]
    fps: float
    shot: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    light: FloatArray = field(default_factory=lambda: np.zeros(0, np.float32))

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "time", _frozen("time", self.time, (None,), np.float64))
        n = len(self.time)
        put(self, "points", _frozen("points", self.points, (n, N_KEYPOINTS, 2), np.float32))
        put(
            self, "confidence", _frozen("confidence", self.confidence, (n, N_KEYPOINTS), np.float32)
        )
        put(self, "world", _frozen("world", self.world, (n, N_KEYPOINTS, 3), np.float32))
        put(self, "size", (int(self.size[0]), int(self.size[1])))
        for name, unknown, kind in (("shot", -1, np.int32), ("light", np.nan, np.float32)):
            given = getattr(self, name)
            values = given if len(given) else np.full(n, unknown)
            put(self, name, _frozen(name, values, (n,), kind))
        if not np.all(np.isfinite(self.time)):
            raise CoachBug("time must be finite")
        if n > 1 and np.any(np.diff(self.time) <= 0):
            at = int(np.argmax(np.diff(self.time) <= 0)) + 1
            raise CoachBug(f"time must grow; frame {at} does not")

    def __len__(self) -> int:
        return len(self.time)

    @property
    def seen(self) -> NDArray[np.bool_]:
        """(T,) whether the person was found in the frame."""
        finite = np.isfinite(self.points).all(axis=2) | np.isfinite(self.world).all(axis=2)
        seen: NDArray[np.bool_] = np.any(finite, axis=1)
        return seen

    @property
    def duration(self) -> float:
        """Seconds from 0 to the last frame; 0 for an empty track."""
        return float(self.time[-1]) if len(self) else 0.0

    def pose(self, i: int) -> Pose:
        """The pose of frame ``i``."""
        return Pose(self.points[i], self.confidence[i], self.world[i], float(self.time[i]))

    def select(self, rows: Any) -> PoseTrack:
        """The frames that a slice, mask or growing index list names."""
        return PoseTrack(
            self.time[rows],
            self.points[rows],
            self.confidence[rows],
            self.world[rows],
            self.size,
            self.fps,
            self.shot[rows],
            self.light[rows],
        )

    def followed_by(self, later: PoseTrack) -> PoseTrack:
        """These frames and then others of the same source, all of them later."""
        return PoseTrack(
            np.concatenate([self.time, later.time]),
            np.concatenate([self.points, later.points]),
            np.concatenate([self.confidence, later.confidence]),
            np.concatenate([self.world, later.world]),
            self.size,
            self.fps,
            np.concatenate([self.shot, later.shot]),
            np.concatenate([self.light, later.light]),
        )

    @staticmethod
    def of(
        poses: Iterable[Pose | None], times: Iterable[float], size: tuple[int, int], fps: float
    ) -> PoseTrack:
        """A track of single poses; None becomes a frame in which nobody was seen."""
        time = np.array(list(times), dtype=np.float64)
        n = len(time)
        points = np.full((n, N_KEYPOINTS, 2), np.nan, np.float32)
        confidence = np.zeros((n, N_KEYPOINTS), np.float32)
        world = np.full((n, N_KEYPOINTS, 3), np.nan, np.float32)
        for i, pose in enumerate(poses):
            if pose is not None:
                points[i], confidence[i], world[i] = pose.points, pose.confidence, pose.world
        return PoseTrack(time, points, confidence, world, size, fps)


@dataclass(frozen=True, slots=True, eq=False)
class Warping:
    """An alignment of a user's frames with a target's.

    Attributes:
        path: (P, 2) int32 pairs (user frame, target frame), neither ever decreasing.
        cost: mean cost of the pairs.
        lag: median of user time minus target time along the path, seconds.
    """

    path: NDArray[np.int32]
    cost: float
    lag: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "path", _frozen("path", self.path, (None, 2), np.int32))


MoveKind = Literal["periodic", "held", "transition", "rest"]
"""What goes on: a move that repeats, a pose that is held, the way from one posture to
another, or nothing that is meant as exercise."""


@dataclass(frozen=True, slots=True)
class Move:
    """A stretch of a target video in which one thing is done.

    Attributes:
        name: what it is called ("squat", a chapter's title, "Move 2"); of a rest or
            transition its kind.
        start, end: seconds in the video.
        repetitions: number of repetitions; 0 where none is found (a hold).
        kind: see ``MoveKind``; all but "periodic" and "held" are no exercise.
        confidence: 0..1, in kind and name; 1 where a person or a chapter says so.
    """

    name: str
    start: float
    end: float
    repetitions: int
    kind: MoveKind = "periodic"
    confidence: float = 1.0

    @property
    def is_exercise(self) -> bool:
        """Whether it is something to be followed, counted and scored."""
        return self.kind in ("periodic", "held")


@dataclass(frozen=True, slots=True)
class Cue:
    """What to change: one limb, one direction, one measure.

    Attributes:
        kind: key of the sentence without its ``cue_`` ("raise_arm", "bend_knee").
        side: "left", "right" or "both"; the person's own.
        degrees: how far, 0 where the kind has no measure.
    """

    kind: str
    side: str
    degrees: float


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A stretch that is not judged, or not wholly (``PARTIAL``).

    Attributes:
        start, end: seconds in the target video.
        reason: why.
    """

    start: float
    end: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class FrameScore:
    """The score of one live frame.

    Attributes:
        time: time since the session began, seconds.
        target_time: presentation time of the target frame it was compared with.
        similarity: cosine of the two latents, -1..1; NaN when not judged.
        score: 0..100; NaN when not judged.
        lag: seconds behind the target.
        joint_errors: degrees by ``coach.angles.ANGLES`` (target minus person).
        mirrored: whether the person was compared with left and right exchanged.
    """

    time: float
    target_time: float
    similarity: float
    score: float
    lag: float
    joint_errors: tuple[float, ...]
    mirrored: bool


@dataclass(frozen=True, slots=True)
class Repetition:
    """One repetition of the person.

    Attributes:
        start, end: seconds of the person's own clock.
        range: degrees that the leading joint went; NaN where it was not seen.
        score: mean of the frames' scores; NaN where not judged.
        picture: seconds of the frame that tells most: where the leading joint is farthest
            from the target's, or the middle where that is not known.
    """

    start: float
    end: float
    range: float
    score: float
    picture: float


@dataclass(frozen=True, slots=True)
class Trend:
    """The repetitions of a move in order.

    Attributes:
        joint: of ``coach.angles.JOINTS``, the one of the target that moves most.
        repetitions: all of them. worst: up to three judged ones, the worst first.
        change: degrees by which the range grows from the first to the last one; NaN where
            too few are known.
        trend: "shallower", "deeper" or "" for neither.
    """

    joint: str
    repetitions: tuple[Repetition, ...]
    worst: tuple[Repetition, ...]
    change: float
    trend: str


@dataclass(frozen=True, slots=True)
class JointRange:
    """How far one joint of the person went in the repetitions of a move, or in a hold.

    Attributes:
        joint: of ``coach.angles.JOINTS``, the person's own side.
        low, high: degrees, means over the repetitions of the smallest and the largest angle.
        mean, least, most: degrees from the smallest to the largest angle in a repetition.
        error: degrees within which most ranges seen from this side lie off the true one.
    """

    joint: str
    low: float
    high: float
    mean: float
    least: float
    most: float
    error: float


@dataclass(frozen=True, slots=True)
class Setup:
    """Where the camera stood, as far as the poses tell.

    Attributes:
        size: width and height of the picture, pixels.
        facing: degrees between the way the chest faces and the camera, median over the
            session; NaN where never seen.
        trunk: length of the trunk, share of the picture's height; NaN where never seen.
    """

    size: tuple[int, int]
    facing: float
    trunk: float


@dataclass(frozen=True, slots=True)
class MoveScore:
    """How one move was followed; the attributes are those of the JSON contract.

    Attributes:
        name, start, end: the move in the target, seconds.
        score: 0..100, NaN where nothing of it could be judged; grade: "A" to "F", "" then.
        similarity: mean latent cosine; lag: seconds behind the target.
        repetitions: done by the person; target_repetitions: asked.
        weakest_joint: angle that differs most ("left_shoulder"), "" if none stands out.
        cue: what to change, or None.
        coverage: 0..1, part of the move in which the person could be judged.
        uncertainty: half the width of the score's band, points; NaN where unknown.
        late: seconds behind the lag that the person always has, below 0 early; NaN where
            unknown. timing: "late" or "early" where that is worth a word, else "".
        trend: of its repetitions; None where there are none.
        times_done: how often it was done, 0 where it was left out; None where it cannot be
            told.
        half: which of its repetitions, from 1, fell short of the target's.
        held: seconds for which the pose of a hold was held; NaN where nothing is to be held.
        motion: how far the joints went, those that were seen.
    """

    name: str
    start: float
    end: float
    score: float
    grade: str
    similarity: float
    lag: float
    repetitions: int
    target_repetitions: int
    weakest_joint: str
    cue: Cue | None
    coverage: float
    uncertainty: float = float("nan")
    late: float = float("nan")
    timing: str = ""
    trend: Trend | None = None
    times_done: int | None = None
    half: tuple[int, ...] = ()
    held: float = float("nan")
    motion: tuple[JointRange, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether anything of it could be judged."""
        return bool(np.isfinite(self.score)) and self.coverage > 0.0


@dataclass(frozen=True, slots=True, eq=False)
class PersonResult:
    """How one person followed the whole target.

    Attributes:
        score, grade, similarity, lag, mirrored: over the session; nothing of it is to be
            believed where the coverage is 0.
        coverage: 0..1, part of the target in which the person could be judged.
        moves: one entry a move of the target.
        time, target_time, similarities, scores: (F,) the aligned frames, one a target
            frame; NaN where not judged.
        not_judged: stretches of the target left out, in order, with the reason.
        uncertainty: half the width of the score's band, points; NaN where unknown.
        in_order: whether the moves were done in the order of the target.
        setup: where the camera stood; None where that was not kept.
    """

    score: float
    grade: str
    similarity: float
    lag: float
    mirrored: bool
    coverage: float
    moves: tuple[MoveScore, ...]
    time: NDArray[np.float64]
    target_time: NDArray[np.float64]
    similarities: NDArray[np.float64]
    scores: NDArray[np.float64]
    not_judged: tuple[Unjudged, ...] = ()
    uncertainty: float = float("nan")
    in_order: bool = True
    setup: Setup | None = None

    def __post_init__(self) -> None:
        n = len(self.time)
        for name in ("time", "target_time", "similarities", "scores"):
            value = _frozen(name, getattr(self, name), (n,), np.float64)
            object.__setattr__(self, name, value)

    @property
    def is_judged(self) -> bool:
        """Whether anything of it could be judged."""
        return bool(np.isfinite(self.score)) and self.coverage > 0.0


@dataclass(frozen=True, slots=True)
class SessionResult:
    """The result of following one target, for one or two people.

    Attributes:
        target: title of the target video.
        duration: length of the target, seconds.
        people: one result each, left to right in the (not mirrored) picture.
        synchrony: of two people, how well they moved together, -1..1; NaN of one, and where
            they were never both seen.
        left_out: limbs that were not judged because somebody wished so.
    """

    target: str
    duration: float
    people: tuple[PersonResult, ...]
    synchrony: float = float("nan")
    left_out: tuple[Limb, ...] = ()
