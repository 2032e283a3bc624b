"""Whether the camera sees what it has to: the last second before a session, in values.

Of every camera picture a ``Glimpse`` is kept: who is in it, how light and how sharp it is.
``readiness`` makes values of those of the last second, and ``verdicts`` tells which of them are
good and the one thing to do next. Nothing here stops anybody: what is not seen is not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from coach.pose.people import body_size
from coach.skeleton import INDEX
from coach.types import FloatArray, Pose

WINDOW: Final = 1.0
"""Seconds that are looked back on: longer than a blink of the estimator, shorter than a step."""

Part = Literal["head", "trunk", "hands", "legs", "feet"]
Edge = Literal["left", "right", "top", "bottom"]
Check = Literal["body", "light", "upright", "distance", "people"]
CHECKS: Final[tuple[Check, ...]] = ("body", "light", "upright", "distance", "people")

Advice = Literal[
    "nobody", "dark", "choose", "second", "upright", "lying", "feet", "head", "hands", "near",
    "go_left", "go_right", "far", "hidden", "blurred", "over", "slow",
]  # fmt: skip
"""What stands in the way, see ``verdicts``. "go_left" is the person's own left; of somebody who
lies nobody can tell which way the camera is turned; "over": the picture is upside down; "slow":
the camera gives few pictures."""

SEEN: Final = 0.5
"""Confidence from which a keypoint is seen; the scoring finds it again from the same."""
SEEN_SHARE: Final = 0.5
"""Share of the pictures of the window in which something has to be seen."""
EDGE_MARGIN: Final = 0.01
"""Part of the picture within which a keypoint counts as at its edge: the foot goes on beyond
the ankle."""
NEAREST: Final = 0.92
"""Height of a person, in picture heights, above which no raised hand stays in the picture."""
FARTHEST: Final = 0.27
"""The same in parts of the longer side of the picture, to which the estimator fits what it
looks at: at 0.25 it found nobody of five people made smaller, at 0.31 everybody."""
BESIDE: Final = 0.14
"""Part of the picture's width from its side in which a trunk leaves no room for an arm."""
DARK: Final = 0.12
"""Brightness (0..1): the estimator loses the first people at 0.07 and all of them at 0.04."""
DIM: Final = 0.24
"""Brightness below which it is the light's fault if keypoints are unsure."""
SURE: Final = 0.75
"""Mean confidence of trunk and limbs from which dim light does no harm."""
BLURRED: Final = 0.06
"""Sharpness (see ``sharpness_of``) below which people were lost in blurred pictures; the
softest of the rendered clips has 0.10."""
TILTED: Final = 15.0
"""Degrees of roll from which the camera should be turned: 5 below the tilt that costs points
(``coach.scoring.measures.TILT_FREE``)."""
LYING: Final = 35.0
"""Degrees of roll from which a body lies along the picture: on the floor, or before a camera
that stands on its side."""
OVER: Final = 150.0
"""Degrees of roll from which the picture is upside down: the estimator finds people there too,
at 176 to 179 degrees in the demo clips turned over."""
SLOW: Final = 8.0
"""Pictures a second below which fast moves fall between two of them; no setting asks for less
than ten."""
STRAIGHT: Final = 15.0
"""Degrees between legs and trunk within which somebody stands straight; who bends tells nothing
of the camera."""
RAISED_FOR: Final = 0.6
"""Seconds for which an arm is held up to say "it is me"."""

_PARTS: Final[dict[Part, tuple[str, ...]]] = {
    "head": ("nose",),
    "trunk": ("left_shoulder", "right_shoulder", "left_hip", "right_hip"),
    "hands": ("left_wrist", "right_wrist"),
    "legs": ("left_knee", "right_knee"),
    "feet": ("left_ankle", "right_ankle"),
}
_OF_PART: Final = {part: [INDEX[name] for name in names] for part, names in _PARTS.items()}
_SHOULDERS, _HIPS, _ANKLES = (
    [INDEX[f"left_{name}"], INDEX[f"right_{name}"]] for name in ("shoulder", "hip", "ankle")
)
_BODY: Final = slice(INDEX["left_shoulder"], INDEX["right_ankle"] + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """One camera picture, as far as it matters here.

    Attributes:
        time: seconds.
        people: whoever is followed, None where not seen; others: whoever else is there.
        light: mean brightness, 0..1. sharpness: see ``sharpness_of``.
        index: number of the picture, as the camera counts them.
    """

    time: float
    people: tuple[Pose | None, ...]
    others: tuple[Pose, ...]
    light: float
    sharpness: float
    index: int = 0

    @property
    def everybody(self) -> tuple[Pose, ...]:
        """Whoever is in the picture, the followed ones first."""
        return (*(pose for pose in self.people if pose is not None), *self.others)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What the last second was like.

    Attributes:
        people: how many were in the picture.
        seen: parts of the body of which at least one side was seen, of everybody who is
            followed: from the side the other arm and leg are hidden by nature.
        outside: parts that were beyond an edge of the picture, of somebody who is followed.
        tallest: height of the largest one who is followed, in picture heights; smallest: of
            the smallest one, in parts of the longer side; NaN where nobody is.
        beside: the side of the picture that the trunk of one of them is at, or None.
        sureness: mean confidence of trunk and limbs, 0..1.
        light, sharpness: as in ``Glimpse``.
        tilt: degrees by which the picture is turned against a standing person, above 0 where
            they lean to the right of the picture; NaN where nobody stands straight.
        rate: pictures that the camera gives a second, looked at or not; NaN where it cannot be
            told.
    """

    people: int
    seen: frozenset[Part]
    outside: frozenset[tuple[Part, Edge]]
    tallest: float
    smallest: float
    beside: Literal["left", "right"] | None
    sureness: float
    light: float
    sharpness: float
    tilt: float
    rate: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a session needs to see.

    Attributes:
        people: 1 or 2 who train.
        upper: whether only the upper body counts.
    """

    people: int = 1
    upper: bool = False


def light_of(image: NDArray[np.uint8]) -> float:
    """Mean brightness of (H, W, 3), 0 black to 1 white, of some of its pixels."""
    return float(image[::8, ::8].mean()) / 255.0


def sharpness_of(image: NDArray[np.uint8]) -> float:
    """How steep the steepest edges of (H, W, 3) are: 0 none, 1 from black to white.

    The change of brightness over two pixels that only one in two hundred exceeds, in some of
    the lines; noise counts for little beside it.
    """
    green = image[::4, :, 1].astype(np.int16)
    steps = np.abs(green[:, 2:] - green[:, :-2])
    return float(np.quantile(steps, 0.995)) / 255.0


def readiness(glimpses: Sequence[Glimpse], size: tuple[int, int]) -> Readiness:
    """Values of the glimpses of the last second.

    Args:
        glimpses: in order of time; those older than ``WINDOW`` seconds do not count.
        size: width and height of the pictures, pixels.
    """
    recent = [g for g in glimpses if g.time > glimpses[-1].time - WINDOW]
    if not recent:
        nan = float("nan")
        return Readiness(0, frozenset(), frozenset(), nan, nan, None, nan, nan, nan, nan, nan)
    places = max(len(g.people) for g in recent)
    everyone = [
        [g.people[i] for g in recent if i < len(g.people) and g.people[i] is not None]
        for i in range(places)
    ]
    followed = [
        _Body.of([p for p in poses if p is not None], size)
        for poses in everyone
        if len(poses) >= SEEN_SHARE * len(recent)
    ]
    heights = [body.height for body in followed] or [float("nan")]
    tilts = [body.tilt for body in followed if np.isfinite(body.tilt)]
    return Readiness(
        people=int(np.median([len(g.everybody) for g in recent])),
        seen=frozenset.intersection(*(body.seen for body in followed)) if followed else frozenset(),
        outside=frozenset[tuple[Part, Edge]]().union(*(body.outside for body in followed)),
        tallest=max(heights),
        smallest=min(heights) * size[1] / max(size),
        beside=next((body.beside for body in followed if body.beside), None),
        sureness=min((body.sureness for body in followed), default=float("nan")),
        light=float(np.median([g.light for g in recent])),
        sharpness=float(np.median([g.sharpness for g in recent])),
        tilt=_middle(tilts) if tilts else float("nan"),
        rate=_rate(recent),
    )


def _rate(glimpses: Sequence[Glimpse]) -> float:
    """Pictures a second between the first and the last of a window."""
    first, last = glimpses[0], glimpses[-1]
    passed, counted = last.time - first.time, last.index - first.index
    return counted / passed if counted > 0 and passed > WINDOW / 2 else float("nan")


def _middle(degrees: Sequence[float]) -> float:
    """The median of angles that lie near each other, -180 and 180 being the same."""
    first = degrees[0]
    return first + float(np.median([(one - first + 180.0) % 360.0 - 180.0 for one in degrees]))


@dataclass(frozen=True, slots=True)
class _Body:
    """One person over the window; the attributes are those of ``Readiness``."""

    seen: frozenset[Part]
    outside: frozenset[tuple[Part, Edge]]
    height: float
    beside: Literal["left", "right"] | None
    sureness: float
    tilt: float

    @staticmethod
    def of(poses: Sequence[Pose], size: tuple[int, int]) -> _Body:
        """``poses``: one or more, of pictures of ``size``."""
        points = np.stack([pose.points for pose in poses]) / np.array(size, np.float32)
        confidence = np.stack([pose.confidence for pose in poses])
        middle = np.median(points, axis=0).astype(np.float32)
        inside = (np.abs(points - 0.5) <= 0.5 - EDGE_MARGIN).all(axis=2)
        sure = np.mean((confidence >= SEEN) & inside, axis=0) >= SEEN_SHARE
        return _Body(
            seen=frozenset(part for part, rows in _OF_PART.items() if sure[rows].any()),
            outside=frozenset(
                (part, edge)
                for part, rows in _OF_PART.items()
                if not sure[rows].all()
                for edge in _edges(middle[rows][~sure[rows]])
            ),
            height=float(np.median([body_size(pose.points) for pose in poses])) / size[1],
            beside=_beside(middle),
            sureness=float(confidence[:, _BODY].mean()),
            tilt=_middle([_roll(pose) for pose in poses]),
        )


def _edges(points: FloatArray) -> list[Edge]:
    """Edges of the picture, 1 wide and 1 high, that points (N, 2) are beyond."""
    beyond: tuple[tuple[Edge, np.bool_], ...] = (
        ("left", (points[:, 0] < EDGE_MARGIN).any()),
        ("right", (points[:, 0] > 1 - EDGE_MARGIN).any()),
        ("top", (points[:, 1] < EDGE_MARGIN).any()),
        ("bottom", (points[:, 1] > 1 - EDGE_MARGIN).any()),
    )
    return [edge for edge, is_beyond in beyond if is_beyond]


def _beside(points: FloatArray) -> Literal["left", "right"] | None:
    middle = float(points[_SHOULDERS + _HIPS, 0].mean())
    if middle < BESIDE:
        return "left"
    return "right" if middle > 1 - BESIDE else None


def _roll(pose: Pose) -> float:
    """Degrees from the upright of the picture to somebody who stands straight, else NaN."""
    shoulders, hips, ankles = (
        pose.points[rows].mean(axis=0) for rows in (_SHOULDERS, _HIPS, _ANKLES)
    )
    legs, trunk = hips - ankles, shoulders - hips
    bend = _degrees(*trunk) - _degrees(*legs)
    if abs((bend + 180.0) % 360.0 - 180.0) > STRAIGHT:
        return float("nan")
    return _degrees(*(shoulders - ankles))


def _degrees(x: float, y: float) -> float:
    """From straight up, clockwise."""
    return float(np.degrees(np.arctan2(x, -y)))


def verdicts(found: Readiness, wanted: Wanted) -> tuple[dict[Check, bool | None], Advice | None]:
    """Which checks are good, and what to do about the first that is not.

    None of a check: it cannot be told. None of the advice: there is nothing to do.
    """
    alone = found.people == 0
    body = None if alone else _body_problem(found, wanted)
    distance = None if alone else _distance_problem(found)
    people: Advice | None = None
    if found.people > wanted.people:
        people = "choose"
    elif 0 < found.people < wanted.people:
        people = "second"
    dark = found.light < DARK or (found.light < DIM and not found.sureness >= SURE)
    blurred = found.sharpness < BLURRED and not found.sureness >= SURE
    over = abs(found.tilt) > OVER
    lying = abs(found.tilt) > LYING and not over
    tilted = abs(found.tilt) > TILTED and not (lying or over)
    checks: dict[Check, bool | None] = {
        "body": None if alone else body is None,
        "light": not (dark or blurred),
        "upright": None if np.isnan(found.tilt) or lying else not (tilted or over),
        "distance": None if alone else distance is None,
        "people": None if alone else people is None,
    }
    order: tuple[Advice | None, ...] = (
        "dark" if dark else None,
        "blurred" if blurred else None,
        "nobody" if alone else None,
        people if people == "choose" else None,
        "over" if over else None,
        "upright" if tilted else None,
        "lying" if lying else None,
        body,
        distance,
        people,
        "slow" if found.rate < SLOW else None,
    )
    return checks, next((advice for advice in order if advice is not None), None)


def _body_problem(found: Readiness, wanted: Wanted) -> Advice | None:
    """What of the body is missing, the most harmful first."""
    outside = found.outside
    if not wanted.upper and "feet" not in found.seen:
        return "feet"  # what is beyond the edge is guessed within it: nobody knows where
    if "head" not in found.seen:
        return "head" if ("head", "top") in outside else "hidden"
    if found.beside is not None:
        return "go_right" if found.beside == "right" else "go_left"
    if any(part == "hands" for part, _ in outside):
        return "hands"
    return None if "trunk" in found.seen else "hidden"


def _distance_problem(found: Readiness) -> Advice | None:
    if found.tallest > NEAREST and abs(found.tilt) < LYING:  # who lies needs no room above
        return "near"
    return "far" if found.smallest < FARTHEST else None


def who_raised(glimpses: Sequence[Glimpse]) -> Pose | None:
    """The only one who has been holding an arm up, as last seen; None where that is not clear."""
    recent = [g for g in glimpses if g.time > glimpses[-1].time - RAISED_FOR]
    if not recent or recent[-1].time - glimpses[0].time < 0.8 * RAISED_FOR:
        return None
    last = recent[-1].everybody
    if len(last) < 2:
        return None
    raised = [
        pose for pose in last if all(_has_raised(_nearest(pose, g.everybody)) for g in recent)
    ]
    return raised[0] if len(raised) == 1 else None


def _nearest(pose: Pose, among: Sequence[Pose]) -> Pose | None:
    """The one of another picture who stands where somebody stands."""
    return min(
        among,
        key=lambda other: float(
            np.linalg.norm(other.points[_SHOULDERS + _HIPS] - pose.points[_SHOULDERS + _HIPS])
        ),
        default=None,
    )


def _has_raised(pose: Pose | None) -> bool:
    """Whether a hand is above the head."""
    if pose is None:
        return False
    hands = _OF_PART["hands"]
    high = pose.points[hands, 1] < pose.points[INDEX["nose"], 1]
    return bool((high & (pose.confidence[hands] >= SEEN)).any())
