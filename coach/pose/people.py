"""Who is who: keeps the poses of one or two people in their places from frame to frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

import numpy as np

from coach.errors import CoachBug
from coach.skeleton import INDEX
from coach.types import FloatArray, Pose

MAX_PEOPLE: Final = 2

_TORSO: Final = [
    INDEX[f"{side}_{part}"] for part in ("shoulder", "hip") for side in ("left", "right")
]


_LIMBS: Final = np.array(
    [
        (INDEX[f"{side}_{a}"], INDEX[f"{side}_{b}"])
        for a, b in (
            ("shoulder", "elbow"),
            ("elbow", "wrist"),
            ("shoulder", "hip"),
            ("hip", "knee"),
            ("knee", "ankle"),
        )
        for side in ("left", "right")
    ]
)


@dataclass(frozen=True, slots=True)
class TrackingSettings:
    """How identity is kept; distances in body sizes (see ``body_size``).

    Attributes:
        settle: seconds after the first sight of anyone within which the first frame with
            everyone puts them in order from left to right.
        velocity_memory: seconds; time constant of the mean velocity.
        coasting: seconds for which a person who is not seen is expected to keep moving.
        spread: how far a person is from where they are expected in the next frame.
        spread_growth: by how much that grows for every second without them.
        spread_most: where it ends.
        size_spread: spread of the logarithm of the size.
        newcomer: distance from their place, in units of ``spread_most``, from which
            somebody is rather taken for a person never seen than for one who came back.
    """

    settle: float = 2.0
    velocity_memory: float = 0.15
    coasting: float = 0.7
    spread: float = 0.03
    spread_growth: float = 0.2
    spread_most: float = 2.0
    size_spread: float = 0.2
    newcomer: float = 2.0


def body_size(points: FloatArray) -> float:
    """Size of a person in the picture, (17, 2) pixels to pixels.

    Half the summed lengths of limbs and sides of the trunk: about the height of an upright
    person, and changed little by what the arms and legs do.
    """
    limbs = points[_LIMBS[:, 0]] - points[_LIMBS[:, 1]]
    return max(float(np.linalg.norm(limbs, axis=1).sum()) / 2, 1.0)


@dataclass(slots=True)
class _Slot:
    """What is known of one person."""

    points: FloatArray
    size: float
    velocity: FloatArray  # (2,) pixels a second of the torso
    time: float
    steps: int = 0  # of which the velocity is a mean

    def expected(self, time: float, coasting: float) -> FloatArray:
        return self.points + self.velocity * np.float32(min(time - self.time, coasting))


class PersonTracker:
    """Gives every person the same place in each frame.

    The first sight orders people from left to right, by the third of the picture for a
    lone one. From then on whoever continues a person's path (keypoints moved on by the
    mean velocity) at their size keeps the place, also through a crossing. Someone who is
    not found leaves None in their place, and has it back when seen again.
    """

    def __init__(self, people: int, width: float, settings: TrackingSettings | None = None) -> None:
        """people: 1 or 2 places; width: of the picture, pixels."""
        if not 1 <= people <= MAX_PEOPLE:
            raise CoachBug(f"people must be 1..{MAX_PEOPLE}, got {people}")
        self._people = people
        self._width = width
        self._settings = settings or TrackingSettings()
        self.reset()

    def reset(self) -> None:
        """Forget everyone."""
        self._slots: list[_Slot | None] = [None] * self._people
        self._first_sight = np.inf
        self._ordered = False

    def push(self, candidates: Sequence[Pose], time: float) -> tuple[Pose | None, ...]:
        """Poses found in one frame, in any order, to one place a person.

        Candidates beyond the number of people that fit worst are left out.

        Args:
            candidates: whoever was found, no NaN in ``points``.
            time: seconds, growing.

        Returns:
            A tuple of length ``people``; None where the person was not found.
        """
        if not candidates:
            return (None,) * self._people
        self._first_sight = min(self._first_sight, time)
        places = self._places(candidates, time)
        found: list[Pose | None] = [None] * self._people
        for place, candidate in zip(places, candidates, strict=True):
            if place is not None:
                found[place] = candidate
                self._remember(place, candidate, time)
        return tuple(found)

    def _places(self, candidates: Sequence[Pose], time: float) -> list[int | None]:
        """The place of each candidate, at the least total cost."""
        costs = np.array(
            [[self._cost(k, c, time) for k in range(self._people)] for c in candidates]
        )
        if not self._ordered and len(candidates) >= self._people:
            self._ordered = True
            if time - self._first_sight <= self._settings.settle:
                costs = np.array(
                    [[self._home_cost(k, c) for k in range(self._people)] for c in candidates]
                )
        n, people = costs.shape
        if n <= people:
            best: Sequence[int] = min(
                permutations(range(people), n), key=lambda p: sum(costs[range(n), p])
            )
            return list(best)
        chosen = min(permutations(range(n), people), key=lambda c: sum(costs[c, range(people)]))
        return [chosen.index(i) if i in chosen else None for i in range(n)]

    def _cost(self, place: int, candidate: Pose, time: float) -> float:
        """How badly a candidate continues the person of a place.

        Minus twice the log-likelihood of a normal spread in the picture about where the
        person is expected, and of one in size. So a person seen a moment ago has more
        right to a candidate than one whose whereabouts are vague.
        """
        settings, slot = self._settings, self._slots[place]
        if slot is None:
            unexpected = settings.newcomer**2 + 4 * np.log(settings.spread_most)
            return float(unexpected) + self._home_cost(place, candidate)
        expected = slot.expected(time, settings.coasting)
        distance = np.linalg.norm(candidate.points - expected, axis=1).mean() / slot.size
        spread = min(
            settings.spread + settings.spread_growth * (time - slot.time), settings.spread_most
        )
        change = np.log(body_size(candidate.points) / slot.size) / settings.size_spread
        return float((distance / spread) ** 2 + 4 * np.log(spread) + change**2)

    def _home_cost(self, place: int, candidate: Pose) -> float:
        """Distance to where the person of a place stands at first, in picture widths.

        Squared, so that the least total cost keeps the order from left to right.
        """
        home = (place + 0.5) / self._people * self._width
        return ((float(candidate.points[_TORSO, 0].mean()) - home) / self._width) ** 2

    def _remember(self, place: int, pose: Pose, time: float) -> None:
        slot = self._slots[place]
        size = body_size(pose.points)
        if slot is None:
            self._slots[place] = _Slot(pose.points, size, np.zeros(2, np.float32), time)
            return
        elapsed = time - slot.time
        if elapsed <= 0:
            return
        if elapsed > self._settings.coasting:
            slot.velocity, slot.steps = np.zeros(2, np.float32), 0
        else:
            moved = (pose.points[_TORSO] - slot.points[_TORSO]).mean(axis=0) / elapsed
            slot.steps += 1
            part = max(1 - np.exp(-elapsed / self._settings.velocity_memory), 1 / slot.steps)
            slot.velocity = slot.velocity + np.float32(part) * (moved - slot.velocity)
        slot.points, slot.size, slot.time = pose.points, size, time
