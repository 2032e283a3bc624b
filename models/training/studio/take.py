"""What one person does before the camera, solved for their body, with its truth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from models.training.studio.body import Array
from models.training.studio.channels import BoneMotion


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake, in the field's words.

    Attributes:
        name: as in the catalogue of faults. severity: 0 hardly seen .. 1 coarse.
        start, end: seconds in which it is to be seen.
    """

    name: str
    severity: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time with one name.

    Attributes:
        kind: "exercise", "action" (one of the project's six), "rest" or "transition".
        name: of the vocabulary of the project, or of what goes on.
        start, end: seconds.
        side: the person's own "left" or "right" for one-sided moves, "alternating", or "both".
        repetitions: start and end of each, seconds; begun ones that were given up are not in it.
        attempts: start and end of repetitions that were not completed.
        faults: what is wrong, by time.
    """

    kind: str
    name: str
    start: float
    end: float
    side: str = "both"
    repetitions: tuple[tuple[float, float], ...] = ()
    attempts: tuple[tuple[float, float], ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PropTrack:
    """A thing that goes along: its name in the catalogue and (T, b, 3, 4) transforms, metres."""

    name: str
    transforms: Array


@dataclass(frozen=True, slots=True, eq=False)
class Take:
    """One person's whole performance.

    Attributes:
        times: (T,) seconds. motion: bone transforms.
        supports: limbs ("l_foot", "r_hand", "l_knee", ...) to (T,) masks: it bears weight and
            may not move.
        segments: in order of time; actions may overlap exercises.
        phase: (T,) 0 ready .. 1 far end of a repetition.
        props: things that move with the person. claps: times of claps that are meant as such.
    """

    times: Array
    motion: BoneMotion
    supports: dict[str, NDArray[Any]]
    segments: tuple[Segment, ...]
    phase: Array
    props: tuple[PropTrack, ...] = ()
    claps: tuple[float, ...] = field(default=())
