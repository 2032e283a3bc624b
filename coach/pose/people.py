"""Who is who: keeps the poses of one or two people in their places from frame to frame.

Place, size and the colour of the clothes tell people apart. Of a person who is followed alone,
whoever else is found is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

import numpy as np
from numpy.typing import NDArray

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
        colour_spread: of the colour of the trunk, 0..255.
        colour_memory: seconds; time constant of the mean colour, longer for an odd one.
        refused: spreads from what is expected beyond which somebody is not the one person
            who is followed.
        refused_in_company: the same where there is company; only there do clothes count,
            since they look different lying.
        odd: spreads of the colour from which a second look is wanted.
        calm: seconds after the last sight of two people for which there is company.
        forget: seconds without the one person after which another is taken.
    """

    settle: float = 2.0
    velocity_memory: float = 0.15
    coasting: float = 0.7
    spread: float = 0.03
    spread_growth: float = 0.2
    spread_most: float = 2.0
    size_spread: float = 0.2
    newcomer: float = 2.0
    colour_spread: float = 30.0
    colour_memory: float = 2.0
    refused: float = 6.0
    refused_in_company: float = 4.0
    odd: float = 4.0
    calm: float = 3.0
    forget: float = 4.0


def body_size(points: FloatArray) -> float:
    """Size of a person in the picture, (17, 2) pixels to pixels.

    Half the summed lengths of limbs and sides of the trunk: about the height of an upright
    person, and changed little by what the arms and legs do.
    """
    limbs = points[_LIMBS[:, 0]] - points[_LIMBS[:, 1]]
    return max(float(np.linalg.norm(limbs, axis=1).sum()) / 2, 1.0)


_WITHIN_TRUNK: Final = np.array(
    [
        [a * b, (1 - a) * b, a * (1 - b), (1 - a) * (1 - b)]
        for a in (0.25, 0.5, 0.75)
        for b in (0.3, 0.5, 0.7)
    ],
    np.float32,
)
"""(9, 4) weights of the corners of _TORSO that make points within the trunk."""


def trunk_colour(image: NDArray[np.uint8], points: FloatArray) -> FloatArray:
    """Colour of somebody's clothes: (3,) median over some pixels of the trunk.

    Args:
        image: (H, W, 3); what it shows of the arms counts little.
        points: (17, 2) pixels, no NaN.
    """
    last = np.array([image.shape[1] - 1, image.shape[0] - 1], np.float32)
    x, y = np.clip(_WITHIN_TRUNK @ points[_TORSO], 0, last).astype(np.intp).T
    colour: FloatArray = np.median(image[y, x], axis=0).astype(np.float32)
    return colour


_NO_COLOUR: Final = np.full(3, np.nan, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """A candidate: pose, colour (3,) and size in pixels."""

    pose: Pose
    colour: FloatArray
    size: float


@dataclass(slots=True)
class _Slot:
    """What is known of one person."""

    points: FloatArray
    colour: FloatArray  # (3,) mean
    size: float
    velocity: FloatArray  # (2,) pixels a second of the torso
    time: float
    prominence: float  # the most so far
    steps: int = 0  # of which the velocity is a mean

    def expected(self, time: float, coasting: float) -> FloatArray:
        return self.points + self.velocity * np.float32(min(time - self.time, coasting))


class PersonTracker:
    """Gives every person the same place in each frame.

    The first sight orders people from left to right, by the third of the picture for a
    lone one. From then on whoever continues a person's path (keypoints moved on by the
    mean velocity) at their size keeps the place, also through a crossing. Someone who is
    not found leaves None in their place, and has it back when seen again.

    Where one person is followed, it is the most prominent (big, central) at the end of the
    first seconds; nobody who could not be that person is taken for them until they were
    away for long.
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
        self._company_at = self._odd_at = -np.inf
        self._ordered = False

    def push(
        self,
        candidates: Sequence[Pose],
        time: float,
        colours: Sequence[FloatArray] | None = None,
    ) -> tuple[Pose | None, ...]:
        """Poses found in one frame, in any order, to one place a person.

        Candidates beyond the number of people that fit worst are left out.

        Args:
            candidates: whoever was found, no NaN in ``points``.
            time: seconds, growing.
            colours: of each candidate's clothes, see ``trunk_colour``; None: unknown.

        Returns:
            A tuple of length ``people``; None where the person was not found.
        """
        if not candidates:
            return (None,) * self._people
        self._first_sight = min(self._first_sight, time)
        if len(candidates) > 1:
            self._company_at = time
        seen = [
            _Seen(pose, _NO_COLOUR if colours is None else colours[i], body_size(pose.points))
            for i, pose in enumerate(candidates)
        ]
        places = self._place_of_one(seen, time) if self._people == 1 else self._places(seen, time)
        found: list[Pose | None] = [None] * self._people
        for place, candidate in zip(places, seen, strict=True):
            if place is not None:
                found[place] = candidate.pose
                self._remember(place, candidate, time)
        return tuple(found)

    def follow(self, chosen: Pose, time: float, colour: FloatArray | None = None) -> None:
        """From now on the one who is followed is this one, however prominent others are.

        For a tracker of one person.

        Args:
            chosen: somebody of the newest frame. time: of that frame.
            colour: of their clothes, see ``trunk_colour``; None: unknown.
        """
        self._slots[0] = None
        self._first_sight = -np.inf  # nobody more prominent takes the place
        self._company_at = time
        seen = _Seen(chosen, _NO_COLOUR if colour is None else colour, body_size(chosen.points))
        self._remember(0, seen, time)

    def wants_all(self, time: float) -> bool:
        """Whether all people should be looked for: there is company, or somebody looks odd."""
        return self._in_company(time) or time - self._odd_at <= self._settings.calm

    def _in_company(self, time: float) -> bool:
        return time - self._company_at <= self._settings.calm

    def _place_of_one(self, candidates: Sequence[_Seen], time: float) -> list[int | None]:
        """Place 0 for the one person, if they are among the candidates."""
        slot, settings = self._slots[0], self._settings
        if slot is not None and time - slot.time > settings.forget:
            slot = self._slots[0] = None
            self._first_sight = time
        best = max(candidates, key=self._prominence)
        if slot is not None and self._settling(time) and self._prominence(best) > slot.prominence:
            slot = self._slots[0] = slot if not self._is_another(slot, best, time) else None
        if slot is not None:
            best = min(candidates, key=lambda c: self._unlike(slot, c, time))
            if self._is_another(slot, best, time):
                return [None] * len(candidates)
        return [0 if c is best else None for c in candidates]

    def _settling(self, time: float) -> bool:
        return time - self._first_sight <= self._settings.settle

    def _prominence(self, candidate: _Seen) -> float:
        """Size times nearness to the middle, which falls to a half at the sides."""
        middle = float(candidate.pose.points[_TORSO, 0].mean())
        return candidate.size * (1 - min(abs(middle / self._width - 0.5), 0.5))

    def _places(self, candidates: Sequence[_Seen], time: float) -> list[int | None]:
        """The place of each candidate, at the least total cost."""
        costs = np.array(
            [[self._cost(k, c, time) for k in range(self._people)] for c in candidates]
        )
        if not self._ordered and len(candidates) >= self._people:
            self._ordered = True
            if self._settling(time):
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

    def _cost(self, place: int, candidate: _Seen, time: float) -> float:
        """How badly a candidate continues the person of a place.

        Minus twice the log-likelihood of a normal spread in the picture about where the
        person is expected, and of one in size and colour. So a person seen a moment ago has
        more right to a candidate than one whose whereabouts are vague.
        """
        settings, slot = self._settings, self._slots[place]
        if slot is None:
            unexpected = settings.newcomer**2 + 4 * np.log(settings.spread_most)
            return float(unexpected) + self._home_cost(place, candidate)
        return self._unlike(slot, candidate, time) + 4 * float(np.log(self._spread(slot, time)))

    def _spread(self, slot: _Slot, time: float) -> float:
        """How far a person may be from where they are expected, body sizes."""
        settings = self._settings
        grown = settings.spread + settings.spread_growth * (time - slot.time)
        return min(grown, settings.spread_most)

    def _unlike(self, slot: _Slot, candidate: _Seen, time: float) -> float:
        """Squared spreads by which a candidate differs from what is expected of a person."""
        expected = slot.expected(time, self._settings.coasting)
        away = np.linalg.norm(candidate.pose.points - expected, axis=1).mean() / slot.size
        far = float(away) / self._spread(slot, time)
        return far**2 + self._resized(slot, candidate) ** 2 + self._recoloured(slot, candidate) ** 2

    def _is_another(self, slot: _Slot, candidate: _Seen, time: float) -> bool:
        """Whether a candidate cannot be the person of a place; limbs do not count."""
        expected = slot.expected(time, self._settings.coasting)
        moved = (candidate.pose.points - expected)[_TORSO].mean(axis=0)
        far = float(np.linalg.norm(moved)) / slot.size / self._spread(slot, time)
        unlike = far**2 + self._resized(slot, candidate) ** 2
        if not self._in_company(time):
            return unlike > self._settings.refused**2
        unlike += self._recoloured(slot, candidate) ** 2
        return unlike > self._settings.refused_in_company**2

    def _resized(self, slot: _Slot, candidate: _Seen) -> float:
        return float(np.log(candidate.size / slot.size)) / self._settings.size_spread

    def _recoloured(self, slot: _Slot, candidate: _Seen) -> float:
        """Spreads of the colour; 0 where it is unknown."""
        apart = float(np.linalg.norm(candidate.colour - slot.colour))
        return apart / self._settings.colour_spread if np.isfinite(apart) else 0.0

    def _home_cost(self, place: int, candidate: _Seen) -> float:
        """Distance to where the person of a place stands at first, in picture widths.

        Squared, so that the least total cost keeps the order from left to right.
        """
        home = (place + 0.5) / self._people * self._width
        return ((float(candidate.pose.points[_TORSO, 0].mean()) - home) / self._width) ** 2

    def _remember(self, place: int, candidate: _Seen, time: float) -> None:
        slot, pose, settings = self._slots[place], candidate.pose, self._settings
        if slot is None:
            still = np.zeros(2, np.float32)
            self._slots[place] = _Slot(
                pose.points,
                candidate.colour,
                candidate.size,
                still,
                time,
                self._prominence(candidate),
            )
            return
        elapsed = time - slot.time
        if elapsed <= 0:
            return
        if elapsed > settings.coasting:
            slot.velocity, slot.steps = np.zeros(2, np.float32), 0
        else:
            moved = (pose.points[_TORSO] - slot.points[_TORSO]).mean(axis=0) / elapsed
            slot.steps += 1
            part = max(1 - np.exp(-elapsed / settings.velocity_memory), 1 / slot.steps)
            slot.velocity = slot.velocity + np.float32(part) * (moved - slot.velocity)
        odd = self._recoloured(slot, candidate)
        if odd > settings.odd:
            self._odd_at = time
        # a colour that is odd is learned the slower, it may be somebody else's
        memory = settings.colour_memory * (1 + odd**2 / 4)
        share = np.float32(1.0 if self._settling(time) else 1 - np.exp(-elapsed / memory))
        slot.colour = slot.colour + share * (candidate.colour - slot.colour)
        slot.points, slot.size, slot.time = pose.points, candidate.size, time
        slot.prominence = max(slot.prominence, self._prominence(candidate))
