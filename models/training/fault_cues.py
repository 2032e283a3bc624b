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

_SWINGING: Final = ("lean_back_less", "lean_less")
_SLOUCHING: Final = ("lift_head",)
_BACK: Final = ("arm_back", "lower_arm", "tuck_elbow")
_RAISED: Final = ("raise_arm", "arm_forward")

TAUGHT_CUES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "calf_raise": {
        "knees_bent": ("straighten_knee", "straighten_hip"),
        "leaning_forward": _UPRIGHT,
    },
    "sit_to_stand": {
        "not_fully_up": ("straighten_hip", "straighten_knee", "lean_less"),
        "knees_in": ("knee_out",),
        "uneven": _LEVEL,
    },
    "toe_touch": {"not_far_enough": ("lean_more", "bend_hip"), "knees_bent": ("straighten_knee",)},
    "high_knees": {"knees_low": ("bend_hip", "raise_leg"), "leaning_back": ("lean_back_less",)},
    "jog_in_place": {
        "shuffling": ("bend_knee", "bend_hip", "raise_leg"),
        "leaning_forward": _UPRIGHT,
    },
    "step_touch": {"small_step": ("foot_out",)},
    "mountain_climber": {
        "knees_not_in": ("bend_hip", "raise_leg", "bend_knee"),
        "hips_high": _PIKED,
    },
    "crunch": {
        "half_depth": ("bend_hip",),
        "neck_pulled": _SLOUCHING,
        "elbows_closed": ("arm_back", "arm_out"),
        "feet_lifting": ("straighten_hip", "lower_leg"),
    },
    "bicycle_crunch": {"no_twist": ("turn_more",), "neck_pulled": _SLOUCHING},
    "sit_up": {
        "half_depth": ("bend_hip",),
        "neck_pulled": _SLOUCHING,
        "feet_lifting": ("bend_knee",),
    },
    "lying_leg_raise": {
        "half_depth": ("bend_hip", "raise_leg"),
        "knees_bent": ("straighten_knee",),
        "uneven": ("bend_hip left", "raise_leg left"),
    },
    "hip_thrust": {"half_depth": ("straighten_hip",), "knees_in": ("knee_out",)},
    "glute_bridge": {"half_depth": ("straighten_hip",), "knees_in": ("knee_out",)},
    "superman": {"knees_bent": ("straighten_knee",)},
    "bird_dog": {"arm_low": ("raise_arm left",)},
    "donkey_kick": {"leg_straight": ("bend_knee left",)},
    "bent_over_row": {
        "half_range": ("bend_elbow",),
        "rounded_back": _SLOUCHING,
        "trunk_swinging": ("lean_more", "bend_hip"),
        "too_upright": ("lean_more", "bend_hip"),
        "elbows_flared": _CLOSER,
        "uneven": ("bend_elbow right",),
    },
    "front_raise": {
        "below_shoulder_height": _RAISED,
        "too_high": ("lower_arm",),
        "swinging": _SWINGING,
        "elbows_bent": ("straighten_elbow",),
        "uneven": ("raise_arm right", "arm_forward right"),
    },
    "y_raise": {
        "half_range": ("raise_arm",),
        "elbows_bent": ("straighten_elbow",),
        "arching_back": ("lean_back_less", "lower_head"),
        "shrugging": ("drop_shoulder",),
        "uneven": ("raise_arm right",),
    },
    "biceps_curl": {
        "half_range": ("bend_elbow",),
        "elbows_forward": _BACK,
        "swinging": _SWINGING,
        "elbows_out": _CLOSER,
        "uneven": ("bend_elbow right",),
    },
    "chest_fly": {"elbows_bent": ("straighten_elbow",), "arms_towards_feet": ("raise_arm",)},
    "dip": {"half_depth": ("bend_elbow",), "shrugging": ("drop_shoulder",)},
    "rowing": {
        "arms_not_pulled": ("bend_elbow",),
        "rounded_back": _SLOUCHING,
        "leaning_too_far_back": ("lean_back_less",),
    },
    "arm_circle": {"elbows_bent": ("straighten_elbow",), "shrugging": ("drop_shoulder",)},
    "torso_twist": {"half_range": ("turn_more",), "slouching": ("lift_head", "lean_less")},
    "side_bend": {
        "half_range": ("lean_side",),
        "leaning_forward": _UPRIGHT,
        "twisting": ("turn_less",),
        "arm_bent": ("straighten_elbow right",),
    },
    "shoulder_abduction": {
        "half_range": ("raise_arm left",),
        "leaning_away": ("unlean_side",),
        "shrugging": ("drop_shoulder left",),
        "elbow_bent": ("straighten_elbow left",),
        "arm_forward": ("arm_back left", "arm_out left"),
    },
}
"""The same of other exercises, to learn from; faults for which there are no words are left out."""
ALL_CUES: Final = FAULT_CUES | TAUGHT_CUES
"""Of both."""


def names(cue: Cue, exercise: str, fault: str) -> bool:
    """Whether a cue names a fault of an exercise rightly."""
    rightly = ALL_CUES[exercise][fault]
    return cue.kind in rightly or f"{cue.kind} {cue.side}" in rightly
