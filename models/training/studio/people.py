"""People: who they are, what they wear and how they tend to move, each from one seed.

The seeds of the sets never overlap, so nobody of one set is in another. People of
neighbouring seeds are spread evenly over sex, age, build and skin tone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from models.training.studio.body import BodyShape
from models.training.studio.clothing import described, random_outfit
from models.training.studio.outfit import Outfit

SetName = Literal["train", "evaluate", "test", "demo"]
SEEDS: Final[dict[SetName, range]] = {
    "train": range(1_000_000, 2_000_000),
    "evaluate": range(2_000_000, 3_000_000),
    "test": range(3_000_000, 4_000_000),
    "demo": range(4_000_000, 5_000_000),
}


@dataclass(frozen=True, slots=True)
class Habits:
    """How somebody tends to move, whatever the exercise.

    Attributes:
        flexibility: 0 stiff .. 1 supple.
        range_of_motion: factor on how far movements go.
        tempo: factor on speed; above 1 is faster than asked for.
        tempo_variation: standard deviation of a repetition's time, as a part of it.
        delay_s: how late they follow an instructor, seconds.
        asymmetry: by what part the own left side goes further than the right one.
        sway: size of the idle movement, 1 is usual.
    """

    flexibility: float = 0.5
    range_of_motion: float = 1.0
    tempo: float = 1.0
    tempo_variation: float = 0.05
    delay_s: float = 0.6
    asymmetry: float = 0.0
    sway: float = 1.0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, the same in every clip.

    Attributes:
        id: "train-0000012". seed: everything was drawn from. years: age.
    """

    id: str
    seed: int
    years: float
    shape: BodyShape
    outfit: Outfit
    habits: Habits

    @property
    def is_woman(self) -> bool:
        """Whether the body is a girl's or a woman's."""
        return self.shape.gender > 0.5

    @property
    def words(self) -> str:
        """What they are and wear, for somebody who reads the labels."""
        names = ("boy", "girl") if self.years < 18 else ("man", "woman")
        size = f"{100 * tallness(self.shape):.0f} cm"
        return f"{names[self.is_woman]}, {self.years:.0f}, {size}; {described(self.outfit)}"


def people(set_name: SetName, n: int, first: int = 0) -> list[Person]:
    """``n`` people of a set, from number ``first`` on; always the same ones."""
    seeds = SEEDS[set_name]
    if not 0 <= first <= first + n <= len(seeds):
        raise ValueError(f"{set_name} has people 0 to {len(seeds)}, got {first} to {first + n}")
    return [random_person(seeds[i], f"{set_name}-{i:06d}") for i in range(first, first + n)]


def random_person(seed: int, name: str | None = None) -> Person:
    """Somebody of 8 to 80 years and 1.35 to 2.0 m; the same seed, the same person."""
    rng = np.random.default_rng((seed, 1))
    woman = seed % 2 == 1
    years = _years(_even(seed, 0))
    shape = _shape(seed, rng, woman, years)
    outfit = random_outfit(np.random.default_rng((seed, 2)), woman, years, _even(seed, 1))
    habits = _habits(np.random.default_rng((seed, 3)), woman, years)
    return Person(name or f"person-{seed}", seed, years, shape, outfit, habits)


def small_child(seed: int, name: str | None = None) -> Person:
    """A child of 3 to 6 years, for somebody who runs past in the background."""
    rng = np.random.default_rng((seed, 4))
    girl = seed % 2 == 1
    years = float(rng.uniform(3.0, 6.5))
    height = 0.76 + 0.064 * years + float(rng.normal(0, 0.03))
    shape = shape_of(
        girl, years, height, muscle=0.45, weight=float(rng.uniform(0.4, 0.7)), cupsize=0.0
    )
    outfit = random_outfit(rng, girl, years, float(rng.uniform()))
    habits = Habits(float(rng.uniform(0.7, 1.0)), tempo=float(rng.uniform(1.1, 1.4)), sway=1.6)
    return Person(name or f"child-{seed}", seed, years, shape, outfit, habits)


def _even(seed: int, trait: int) -> float:
    """0..1, evenly spread over neighbouring seeds (Roberts 2018: the R3 sequence)."""
    return float((0.5 + seed / 1.2207440846057596 ** (trait + 1)) % 1.0)


AGES: Final = ((0.0, 0.12, 0.55, 0.84, 1.0), (8.0, 18.0, 36.0, 62.0, 80.0))
"""Part of the people below an age in years."""


def _years(part: float) -> float:
    return float(np.interp(part, *AGES))


GROWTH: Final = (
    (8, 10, 12, 14, 16, 18, 60, 80),
    (1.28, 1.38, 1.49, 1.63, 1.73, 1.76, 1.76, 1.72),
    (1.28, 1.38, 1.51, 1.59, 1.62, 1.63, 1.63, 1.59),
)
"""Years; mean height of boys and men, of girls and women, metres."""


def _shape(seed: int, rng: np.random.Generator, woman: bool, years: float) -> BodyShape:
    mean = float(np.interp(years, GROWTH[0], GROWTH[1 + woman]))
    height = float(np.clip(rng.normal(mean, 0.042 * mean), 1.35, 2.0))
    weight = float(np.clip(0.08 + 0.9 * _even(seed, 2) ** 0.9, 0.05, 1.0))
    muscle = float(rng.beta(3.0, 2.8))
    muscle *= float(np.interp(years, (10, 16, 55, 75), (0.75, 1.0, 1.0, 0.75)))
    weight = min(weight, 1.55 - muscle)
    face = rng.dirichlet((0.8, 0.8, 0.8))
    return shape_of(
        woman,
        years,
        height,
        muscle=muscle,
        weight=weight,
        proportions=float(rng.uniform(0.25, 0.85)),
        face=(float(face[0]), float(face[1]), float(face[2])),
        cupsize=float(rng.uniform(0.25, 0.75) * np.interp(years, (11, 16), (0, 1))),
        firmness=float(rng.uniform(0.35, 0.7)),
        between=float(rng.uniform(0, 0.12)),
    )


def shape_of(
    woman: bool,
    years: float,
    height_m: float,
    muscle: float = 0.5,
    weight: float = 0.5,
    proportions: float = 0.5,
    face: tuple[float, float, float] = (1 / 3, 1 / 3, 1 / 3),
    cupsize: float = 0.5,
    firmness: float = 0.5,
    between: float = 0.0,
) -> BodyShape:
    """The shape of somebody of these years and this height in metres.

    ``face``: anny's three parts of it. ``between``: how far towards the other sex, 0..1.
    """
    gender = 1.0 - between if woman else between
    age = float(np.interp(years, (0, 10, 25, 90), AGE_NODES))
    shape = BodyShape(gender, age, muscle, weight, 0.5, proportions, *face, cupsize, firmness)
    base, slope = _standing(shape)
    height = 0.5 + (height_m - base) / slope
    return BodyShape(
        gender, age, muscle, weight, float(np.clip(height, 0.0, 1.0)), proportions, *face,
        cupsize, firmness,
    )  # fmt: skip


AGE_NODES: Final = (0.0, 1 / 3, 2 / 3, 1.0)
MIDDLE: Final = ((0.664, 1.463, 1.909, 1.878), (0.664, 1.366, 1.767, 1.754))
"""Metres at height 0.5, of a male and a female body at each of AGE_NODES."""
SPAN: Final = ((0.453, 0.945, 1.089, 1.089), (0.453, 0.945, 1.090, 1.090))
"""How many metres height 1 is above height 0."""
FACE: Final = (
    ((0.0, 0.042, 0.085, 0.085), (0.0, -0.041, -0.102, -0.102), (0.0, -0.001, 0.018, 0.018)),
    ((0.0, 0.040, 0.080, 0.072), (0.0, -0.046, -0.096, -0.090), (0.0, 0.006, 0.016, 0.017)),
)
"""Metres more by the parts of the face."""


def tallness(shape: BodyShape) -> float:
    """Height of the body of this shape in metres, within 1 cm, without making it."""
    base, slope = _standing(shape)
    return base + (shape.height - 0.5) * slope


def _standing(shape: BodyShape) -> tuple[float, float]:
    """Height in metres at shape.height 0.5, and its slope (anny is linear in each)."""

    def at(table: tuple[tuple[float, ...], ...]) -> float:
        male, female = (float(np.interp(shape.age, AGE_NODES, row)) for row in table)
        return (1 - shape.gender) * male + shape.gender * female

    parts = np.array([shape.african, shape.asian, shape.caucasian])
    face = [at((FACE[0][k], FACE[1][k])) for k in range(3)]
    base = at(MIDDLE) + float(parts @ face / parts.sum())
    old = max(0.0, 3 * shape.age - 2)
    base += 0.183 * old * max(0.0, 2 * shape.muscle - 1) * max(0.0, 2 * shape.weight - 1)
    return base, at(SPAN)


def _habits(rng: np.random.Generator, woman: bool, years: float) -> Habits:
    supple = 0.62 + 0.10 * woman - 0.006 * max(0.0, years - 20)
    flexibility = float(np.clip(rng.normal(supple, 0.18), 0.0, 1.0))
    return Habits(
        flexibility=flexibility,
        range_of_motion=float(np.clip(rng.normal(0.92 + 0.10 * flexibility, 0.05), 0.75, 1.08)),
        tempo=float(np.exp(rng.normal(-0.002 * max(0.0, years - 40), 0.10))),
        tempo_variation=float(rng.uniform(0.015, 0.11)),
        delay_s=float(np.clip(np.exp(rng.normal(-0.5, 0.45)), 0.2, 2.0)),
        asymmetry=float(rng.normal(0, 0.035)),
        sway=float(np.clip(np.exp(rng.normal(0.003 * max(0.0, years - 30), 0.3)), 0.4, 2.5)),
    )
