"""Which cues name a fault of the studio rightly: the right joint, the right direction.

A cue is a kind, of ``assets/texts/*/cues.json``, alone where the side says nothing (both
limbs are at fault, or the sides alternate), or with the side that is at fault ("raise_arm
right").
"""

from __future__ import annotations

from typing import Final

from coach.types import Cue

MAIN_EXERCISES: Final = (
    "squat",
    "lunge",
    "side_lunge",
    "deadlift",
    "shoulder_press",
    "lateral_raise",
    "push_up",
    "plank",
    "jumping_jack",
    "standing_knee_raise",
)
"""The ten main exercises."""

_DEEPER: Final = ("bend_knee", "bend_hip")
_UPRIGHT: Final = ("lean_less", "straighten_hip")
_LEVEL: Final = ("unlean_side", "lower_side")
_HIGHER: Final = ("raise_arm", "straighten_elbow")
_HIGHER_RIGHT: Final = ("raise_arm right", "straighten_elbow right")
_SAGGING: Final = ("lift_hips", "bend_hip")
_PIKED: Final = ("lower_hips", "straighten_hip")
_CLOSER: Final = ("tuck_elbow", "lower_arm", "arm_in")

FAULT_CUES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "squat": {
        "shallow": _DEEPER,
        "knees_in": ("knee_out",),
        "leaning_forward": _UPRIGHT,
        "heels_up": ("knee_back",),
        "uneven": _LEVEL,
    },
    "lunge": {
        "shallow": _DEEPER,
        "knee_in": ("knee_out",),
        "leaning_forward": _UPRIGHT,
        "knee_past_toes": ("knee_back",),
        "uneven": _LEVEL,
    },
    "side_lunge": {
        "shallow": (*_DEEPER, "foot_out"),
        "knee_in": ("knee_out",),
        "leaning_forward": _UPRIGHT,
        "trailing_knee_bent": ("straighten_knee",),
    },
    "deadlift": {
        "back_rounded": ("lift_head",),
        "shallow": (*_DEEPER, "lean_more"),
        "legs_straight": ("bend_knee",),
        "bar_far_from_legs": ("lower_arm", "arm_back", "arm_in"),
        "no_lockout": ("straighten_hip", "straighten_knee", "lean_less"),
        "knees_in": ("knee_out",),
    },
    "shoulder_press": {
        "half_range": _HIGHER,
        "arching_back": ("lean_back_less", "lower_head"),
        "legs_helping": ("straighten_knee", "straighten_hip"),
        "arms_forward": ("arm_back", "arm_out", "raise_arm"),
        "uneven": _HIGHER_RIGHT,
    },
    "lateral_raise": {
        "below_shoulder_height": ("raise_arm",),
        "too_high": ("lower_arm",),
        "shrugging": ("drop_shoulder",),
        "swinging": ("lean_back_less", "lean_less"),
        "elbows_bent": ("straighten_elbow",),
        "uneven": ("raise_arm right",),
    },
    "push_up": {
        "half_depth": ("bend_elbow",),
        "hips_sagging": _SAGGING,
        "hips_high": _PIKED,
        "elbows_flared": _CLOSER,
    },
    "plank": {
        "hips_sagging": _SAGGING,
        "hips_high": _PIKED,
        "head_hanging": ("lift_head",),
        "knees_bent": ("straighten_knee",),
    },
    "jumping_jack": {
        "arms_low": ("raise_arm",),
        "feet_narrow": ("foot_out",),
        "elbows_bent": _HIGHER,
        "leaning_forward": _UPRIGHT,
    },
    "standing_knee_raise": {
        "knee_low": ("raise_leg left",),
        "leaning_back": ("lean_back_less",),
        "standing_knee_bent": ("straighten_knee right",),
        "hip_hitched": _LEVEL,
    },
}
"""By exercise and fault. One-sided moves are done with the left side."""


def names(cue: Cue, exercise: str, fault: str) -> bool:
    """Whether a cue names a fault of an exercise rightly."""
    rightly = FAULT_CUES[exercise][fault]
    return cue.kind in rightly or f"{cue.kind} {cue.side}" in rightly
