"""How much energy exercise takes: an estimate, never a measurement.

Metabolic equivalents (MET) are those of the 2024 Adult Compendium of Physical Activities
(Herrmann et al., Journal of Sport and Health Science 13 (2024) 6-12, pacompendium.com). It
knows kinds of exercise rather than single ones, so each of ours has the activity that
describes it best. Its values are means of adults aged 19 to 59; one person may well need a
third more or less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SECONDS_AN_HOUR: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of the compendium.

    Attributes:
        code: its number there.
        met: kcal for each kilogram of body weight and hour.
    """

    code: str
    met: float


VIGOROUS: Final = Activity("02020", 7.5)
"""Calisthenics, vigorous: jumping jacks, burpees."""
MODERATE: Final = Activity("02022", 3.8)
"""Calisthenics, moderate: push-ups, sit-ups, lunges."""
LIGHT: Final = Activity("02024", 2.8)
"""Calisthenics, light: crunches, plank."""
ON_THE_FLOOR: Final = Activity("02030", 3.5)
"""Calisthenics, general: back exercises, down to the floor and up."""
HEAVY: Final = Activity("02052", 5.0)
"""Resistance training: squats, deadlift."""
WEIGHTS: Final = Activity("02054", 3.5)
"""Resistance training, several exercises, 8 to 15 repetitions."""
BODY_WEIGHT: Final = Activity("02056", 3.0)
"""Body weight resistance exercises in general: squat, lunge."""
ROWING: Final = Activity("02071", 5.0)
"""Rowing machine, moderate."""
STRETCHING: Final = Activity("02101", 2.3)
"""Stretching, mild."""
JOGGING: Final = Activity("12025", 4.8)
"""Jogging in place."""

ACTIVITIES: Final = {
    "squat": BODY_WEIGHT,
    "lunge": MODERATE,
    "side_lunge": MODERATE,
    "deadlift": HEAVY,
    "bent_over_row": WEIGHTS,
    "front_raise": WEIGHTS,
    "lateral_raise": WEIGHTS,
    "y_raise": WEIGHTS,
    "shoulder_press": WEIGHTS,
    "biceps_curl": WEIGHTS,
    "chest_fly": WEIGHTS,
    "push_up": MODERATE,
    "plank": LIGHT,
    "mountain_climber": VIGOROUS,
    "burpee": VIGOROUS,
    "crunch": LIGHT,
    "bicycle_crunch": LIGHT,
    "sit_up": MODERATE,
    "lying_leg_raise": LIGHT,
    "hip_thrust": BODY_WEIGHT,
    "glute_bridge": BODY_WEIGHT,
    "dip": MODERATE,
    "rowing": ROWING,
    "jumping_jack": VIGOROUS,
    "high_knees": JOGGING,
    "standing_knee_raise": MODERATE,
    "arm_circle": LIGHT,
    "torso_twist": LIGHT,
    "side_bend": STRETCHING,
    "toe_touch": STRETCHING,
    "calf_raise": BODY_WEIGHT,
    "superman": ON_THE_FLOOR,
    "bird_dog": ON_THE_FLOOR,
    "donkey_kick": ON_THE_FLOOR,
    "jog_in_place": JOGGING,
    "sit_to_stand": BODY_WEIGHT,
    "shoulder_abduction": WEIGHTS,
    "step_touch": MODERATE,
}
"""The activity of each exercise of the vocabulary that is one."""


def kcal_per_kg(exercise: str, seconds: float) -> float | None:
    """Kilocalories for each kilogram of body weight; None for an exercise without a value.

    Args:
        exercise: of the vocabulary, or any other name.
        seconds: under way, without the rests.
    """
    activity = ACTIVITIES.get(exercise)
    return None if activity is None else activity.met * seconds / SECONDS_AN_HOUR
