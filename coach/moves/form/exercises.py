"""The exercises whose form is judged, as data: what moves, the phases, the faults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Plan:
    """How one exercise is judged.

    Attributes:
        name: of the vocabulary.
        upper, lower: joints ("hip") whose difference in height is the **level**.
        chain: bones ("thigh", "shank") whose lengths together are the unit of the level.
        deep: the joint angle that tells how far a repetition went: "thigh" (degrees of the
            leading thigh above the horizontal), "elbow" (flexion) or "trunk" (lean).
        enough: limit of that angle for a full repetition. grows: whether full means more of it.
        phases: names of ready, on the way out, far end too short, far end, on the way back.
        faults: names, as in the studio.
        least: way, in the unit of the level, below which nothing was done.
        rises: whether the level grows on the way out.
        leading: whether one leg leads, so that sides follow it and not the camera.
        hold: held, without repetitions; its one phase is the far end.
    """

    name: str
    upper: str
    lower: str
    chain: tuple[str, ...]
    deep: str
    enough: float
    grows: bool
    phases: tuple[str, str, str, str, str]
    faults: tuple[str, ...]
    least: float = 0.08
    rises: bool = False
    leading: bool = False
    hold: bool = False

    def is_full(self, degrees: float) -> bool:
        """Whether that many degrees of the telling angle are far enough."""
        return degrees >= self.enough if self.grows else degrees <= self.enough


_LEG: Final = ("thigh", "shank")
_ARM: Final = ("upper_arm", "forearm")

PARALLEL: Final = 30.0
"""Degrees above the horizontal up to which a thigh counts as parallel, from the centre of the
hip to that of the knee: people who go as deep as they should end between 5 and 28."""

PLANS: Final = {
    plan.name: plan
    for plan in (
        Plan(
            "squat", "hip", "ankle", _LEG, "thigh", PARALLEL, False,
            ("standing", "descending", "not_parallel", "parallel", "ascending"),
            ("shallow", "knees_in", "leaning_forward", "heels_up", "uneven"),
        ),
        Plan(
            "push_up", "shoulder", "wrist", _ARM, "elbow", 80.0, True,
            ("up", "descending", "not_low", "low", "ascending"),
            ("half_depth", "hips_sagging", "hips_high", "elbows_flared"),
        ),
        Plan(
            "lunge", "hip", "ankle", _LEG, "thigh", PARALLEL, False,
            ("standing", "descending", "not_parallel", "parallel", "ascending"),
            ("shallow", "knee_in", "leaning_forward", "knee_past_toes", "uneven"),
            leading=True,
        ),
        Plan(
            "plank", "hip", "ankle", _LEG, "trunk", 0.0, True,
            ("held", "held", "held", "held", "held"),
            ("hips_sagging", "hips_high", "head_hanging", "knees_bent"),
            hold=True,
        ),
        Plan(
            "shoulder_press", "wrist", "shoulder", _ARM, "elbow", 50.0, False,
            ("ready", "pressing", "not_overhead", "overhead", "lowering"),
            ("half_range", "arching_back", "legs_helping", "arms_forward", "uneven"),
            least=0.25, rises=True,
        ),
        Plan(
            "deadlift", "shoulder", "ankle", ("side", *_LEG), "trunk", 45.0, True,
            ("standing", "lowering", "not_low", "low", "lifting"),
            ("back_rounded", "shallow", "legs_straight", "bar_far_from_legs", "no_lockout",
             "knees_in"),
        ),
    )
}  # fmt: skip
"""By name."""
