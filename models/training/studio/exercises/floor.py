"""Exercises on the floor, and the burpee, which goes there and back."""

from __future__ import annotations

from dataclasses import replace

from models.training.studio.exercises.exercise import Exercise, FaultKind, Stage
from models.training.studio.exercises.postures import (
    AGAINST_BENCH,
    ALL_FOURS,
    CROUCH,
    FOREARM_PLANK,
    HANDS,
    ON_BACK,
    ON_FRONT,
    PLANK,
    STANDING,
)
from models.training.studio.keys import FEET, Key, both

_SAGGING = both(hip_flex=-8, spine_pitch=-14, head_pitch=-6, heel=20, toes=14)
_PIKED = both(hip_flex=26, head_pitch=6, heel=14, toes=12)
BEHIND_HEAD = both(arm_raise=126, arm_plane=85, arm_turn=115, elbow=138)
"""Hands behind the head, elbows to the sides."""

# ---- on hands and feet

_DOWN = PLANK.but(arm_raise=44, arm_plane=80, elbow=116, head_pitch=-16)
PUSH_UP = Exercise(
    "push_up", "plank", PLANK, (Stage(0.42, _DOWN, 1.0), Stage(0.50, _DOWN, 1.0)), seconds=2.4,
    faults=(
        FaultKind("half_depth", depth=0.4),
        FaultKind("hips_sagging", ready=_SAGGING),
        FaultKind("hips_high", ready=_PIKED),
        FaultKind("elbows_flared", change=both(arm_raise=36)),
    ),
)  # fmt: skip
PLANKING = Exercise(
    "plank", "forearm_plank", FOREARM_PLANK,
    (Stage(0.1, FOREARM_PLANK, 1.0), Stage(0.9, FOREARM_PLANK, 1.0)), seconds=8.0, hold=True,
    faults=(
        FaultKind("hips_sagging", ready=_SAGGING),
        FaultKind("hips_high", ready=_PIKED),
        FaultKind("head_hanging", ready={"head_pitch": 38}),
        FaultKind("knees_bent", ready=both(knee=34)),
    ),
)  # fmt: skip
_KNEE_IN = Key(
    {**PLANK.channels, "l_hip_flex": 104, "l_knee": 112, "l_ankle": 12, "l_heel": 0, "l_toes": 0,
     "spine_pitch": 8},
    contacts=(*HANDS, "r_foot"), level=True,
)  # fmt: skip
_KNEE_PASSING = Key(
    {**_KNEE_IN.channels, "l_hip_flex": 52, "l_knee": 96, "l_ankle": 8, "spine_pitch": 5},
    contacts=(*HANDS, "r_foot"), level=True,
)  # fmt: skip
MOUNTAIN_CLIMBER = Exercise(
    "mountain_climber", "plank", PLANK,
    (
        Stage(0.24, _KNEE_PASSING, 0.5), Stage(0.44, _KNEE_IN, 1.0), Stage(0.54, _KNEE_IN, 1.0),
        Stage(0.76, _KNEE_PASSING, 0.5),
    ),
    seconds=1.0, side="alternating",
    faults=(
        FaultKind("knees_not_in", depth=0.5, parts=("l_hip_flex",)),
        FaultKind("hips_high", ready=both(hip_flex=24, head_pitch=6)),
        FaultKind("hips_twisting", change={"twist": 20, "spine_yaw": -14}),
    ),
)  # fmt: skip

# ---- the burpee

_OFF_CROUCH = replace(CROUCH.but(knee=122, hip_flex=130), contacts=HANDS, level=False)
_TUCKED = Key(
    both(pitch=72, hip_flex=82, knee=84, ankle=-6, hip_open=5, spine_pitch=14, arm_raise=80,
         arm_plane=12, elbow=22, head_pitch=-16, toes=20),
    contacts=HANDS,
)  # fmt: skip
_OFF_PLANK = replace(
    PLANK.but(pitch=70, knee=16, hip_flex=6, heel=0, ankle=5), contacts=HANDS, level=False
)
_LOADED = Key(
    both(knee=92, ankle=26, pitch=40, spine_pitch=12, head_pitch=-18, hip_open=9, hip_turn=10,
         arm_raise=44, arm_plane=165, elbow=14),
    balance=True,
)  # fmt: skip
_TAKING_OFF = Key(
    both(
        heel=22, toes=22, ankle=8, knee=30, arm_raise=128, arm_plane=24, hip_open=7, spine_pitch=-4
    )
)
_FLYING = Key(
    both(lift=0.2, hip_flex=2, knee=6, ankle=-34, hip_open=6, arm_raise=166, arm_plane=30,
         elbow=12, spine_pitch=-6, head_pitch=-8),
    contacts=(),
)  # fmt: skip
_CAUGHT = Key(
    both(knee=44, ankle=18, pitch=16, spine_pitch=8, hip_open=7, arm_raise=70, arm_plane=30,
         elbow=24),
    fresh=FEET,
)  # fmt: skip
BURPEE = Exercise(
    "burpee", "standing", STANDING.but(hip_open=8),
    (
        Stage(0.17, CROUCH, 0.0),
        Stage(0.20, CROUCH, 0.05),
        Stage(0.235, _OFF_CROUCH, 0.1),
        Stage(0.285, _TUCKED, 0.5),
        Stage(0.33, _OFF_PLANK, 0.9),
        Stage(0.36, PLANK, 1.0),
        Stage(0.43, PLANK, 1.0),
        Stage(0.465, _OFF_PLANK, 0.9),
        Stage(0.51, _TUCKED, 0.5),
        Stage(0.56, _OFF_CROUCH, 0.1),
        Stage(0.59, CROUCH, 0.05),
        Stage(0.69, _LOADED, 0.0),
        Stage(0.75, _TAKING_OFF, 0.0),
        Stage(0.82, _FLYING, 0.0),
        Stage(0.89, _CAUGHT, 0.0),
    ),
    seconds=4.6,
    faults=(
        FaultKind("no_jump", depth=0.0, parts=("lift",)),
        FaultKind("hips_sagging", change=both(hip_flex=-6, spine_pitch=-12, heel=8)),
        FaultKind("hips_high", change=both(hip_flex=22, heel=6)),
    ),
)  # fmt: skip

# ---- on the back

_HEAD_HELD = replace(ON_BACK, channels={**ON_BACK.channels, **BEHIND_HEAD, "head_pitch": 12.0})
_CRUNCH = Key(
    {**_HEAD_HELD.channels, **both(pitch=-86, spine_pitch=42, head_pitch=20)},
    contacts=("pelvis", *FEET),
)
CRUNCH = Exercise(
    "crunch", "on_back", _HEAD_HELD, (Stage(0.40, _CRUNCH, 1.0), Stage(0.55, _CRUNCH, 1.0)),
    seconds=2.4,
    faults=(
        FaultKind("half_depth", depth=0.45),
        FaultKind("neck_pulled", change={"head_pitch": 34}),
        FaultKind("elbows_closed", ready=both(arm_plane=-52, arm_turn=-48)),
        FaultKind("feet_lifting", change=both(hip_flex=26), drop=FEET),
    ),
)  # fmt: skip
_RISING = Key(
    {**_HEAD_HELD.channels, **both(pitch=-62, spine_pitch=52, head_pitch=14)},
    contacts=("pelvis", *FEET),
)
_SAT = Key(
    {**_HEAD_HELD.channels, **both(pitch=-26, spine_pitch=44, head_pitch=2)},
    contacts=("pelvis", *FEET),
)
SIT_UP = Exercise(
    "sit_up", "on_back", _HEAD_HELD,
    (
        Stage(0.20, _RISING, 0.4), Stage(0.42, _SAT, 1.0), Stage(0.50, _SAT, 1.0),
        Stage(0.76, _RISING, 0.4),
    ),
    seconds=3.2,
    faults=(
        FaultKind("half_depth", depth=0.5),
        FaultKind("neck_pulled", change={"head_pitch": 36}),
        FaultKind("feet_lifting", change=both(hip_flex=8, knee=-34), drop=FEET),
    ),
)  # fmt: skip
_TABLE = both(pitch=-88, hip_flex=88, hip_open=4, hip_turn=2, knee=90, ankle=-12, spine_pitch=42,
              head_pitch=18)  # fmt: skip
_CYCLE_READY = Key({**_TABLE, **BEHIND_HEAD}, contacts=("pelvis",))
_CYCLE = Key(
    {**_TABLE, **BEHIND_HEAD, "l_hip_flex": 118, "l_knee": 112, "r_hip_flex": 24, "r_knee": 6,
     "r_ankle": -30, "spine_yaw": 46, "spine_pitch": 48, "r_arm_plane": 62},
    contacts=("pelvis",),
)  # fmt: skip
BICYCLE_CRUNCH = Exercise(
    "bicycle_crunch", "on_back", _CYCLE_READY,
    (Stage(0.44, _CYCLE, 1.0), Stage(0.58, _CYCLE, 1.0)),
    seconds=1.5, side="alternating",
    faults=(
        FaultKind("no_twist", depth=0.1, parts=("spine_yaw",)),
        FaultKind("legs_high", change={"r_hip_flex": 34, "r_knee": 40}),
        FaultKind("neck_pulled", ready={"head_pitch": 26}),
    ),
)  # fmt: skip
_STRETCHED = Key(
    {**ON_BACK.channels, **both(hip_flex=4, knee=4, hip_open=2, hip_turn=3, ankle=-30)},
    contacts=("pelvis", "chest"), level=True,
)  # fmt: skip
_LEGS_UP = Key(
    {**_STRETCHED.channels, **both(hip_flex=86, knee=6, ankle=-16, spine_pitch=2)},
    contacts=("pelvis", "chest"), level=True,
)  # fmt: skip
LYING_LEG_RAISE = Exercise(
    "lying_leg_raise", "on_back", _STRETCHED,
    (Stage(0.40, _LEGS_UP, 1.0), Stage(0.52, _LEGS_UP, 1.0)), seconds=3.4,
    faults=(
        FaultKind("half_depth", depth=0.45),
        FaultKind("knees_bent", change=both(knee=52)),
        FaultKind("back_arched", ready={"spine_pitch": -16}),
        FaultKind("uneven", change={"l_hip_flex": -24}),
    ),
)  # fmt: skip
_BRIDGE = Key(
    {**ON_BACK.channels, **both(pitch=-118, hip_flex=-4, knee=84, ankle=8, spine_pitch=2,
                                head_pitch=28)},
    contacts=("chest", *FEET),
    level=True,
)  # fmt: skip
GLUTE_BRIDGE = Exercise(
    "glute_bridge", "on_back", ON_BACK, (Stage(0.40, _BRIDGE, 1.0), Stage(0.58, _BRIDGE, 1.0)),
    seconds=2.8,
    faults=(
        FaultKind("half_depth", depth=0.5),
        FaultKind("heels_up", change=both(heel=26, toes=26)),
        FaultKind("knees_in", change=both(hip_open=-9, hip_turn=-16)),
    ),
)  # fmt: skip

# ---- against a bench

_THRUST = AGAINST_BENCH.but(
    pitch=-93, arm_raise=9, elbow=24, hip_flex=-2, knee=86, spine_pitch=4, head_pitch=34
)
HIP_THRUST = Exercise(
    "hip_thrust", "against_bench", AGAINST_BENCH,
    (Stage(0.40, _THRUST, 1.0), Stage(0.56, _THRUST, 1.0)), seconds=2.8, props=("bench",),
    faults=(
        FaultKind("half_depth", depth=0.5),
        FaultKind("back_arched", change={"spine_pitch": -18, "head_pitch": -18}),
        FaultKind("knees_in", change=both(hip_open=-9, hip_turn=-18)),
    ),
)  # fmt: skip

# ---- on the front

_FLYING_LOW = Key(
    {**ON_FRONT.channels, **both(hip_flex=-19, spine_pitch=-26, arm_raise=172, head_pitch=-16,
                                 knee=5)},
    contacts=("pelvis",),
)  # fmt: skip
SUPERMAN = Exercise(
    "superman", "on_front", ON_FRONT,
    (Stage(0.36, _FLYING_LOW, 1.0), Stage(0.62, _FLYING_LOW, 1.0)), seconds=3.0,
    faults=(
        FaultKind("legs_low", depth=0.15, parts=("l_hip_flex", "r_hip_flex")),
        FaultKind("chest_low", depth=0.2, parts=("spine_pitch",)),
        FaultKind("knees_bent", change=both(knee=54)),
    ),
)  # fmt: skip

# ---- on all fours

_REACH = Key(
    {**ALL_FOURS.channels, "l_arm_raise": 158, "l_arm_plane": 8, "l_forearm": 0, "l_wrist": 0,
     "l_elbow": 6, "r_hip_flex": -14, "r_knee": 6, "r_ankle": -20, "r_toes": 0,
     "head_pitch": -22},
    contacts=("r_hand", "l_knee", "l_foot"),
    level=True,
)  # fmt: skip
BIRD_DOG = Exercise(
    "bird_dog", "all_fours", ALL_FOURS, (Stage(0.42, _REACH, 1.0), Stage(0.60, _REACH, 1.0)),
    seconds=3.2, side="alternating",
    faults=(
        FaultKind("leg_low", depth=0.6, parts=("r_hip_flex",)),
        FaultKind("arm_low", depth=0.5, parts=("l_arm_raise",)),
        FaultKind("back_arched", change={"spine_pitch": -24, "head_pitch": -10}),
        FaultKind("hips_open", change={"twist": -7, "spine_yaw": 7, "r_hip_open": 32}),
    ),
)  # fmt: skip
_KICK = Key(
    {**ALL_FOURS.channels, "l_hip_flex": -12, "l_knee": 92, "l_ankle": 6, "spine_pitch": -4},
    contacts=(*HANDS, "r_knee", "r_foot"),
    level=True,
)  # fmt: skip
DONKEY_KICK = Exercise(
    "donkey_kick", "all_fours", ALL_FOURS, (Stage(0.42, _KICK, 1.0), Stage(0.54, _KICK, 1.0)),
    seconds=2.0, side="left",
    faults=(
        FaultKind("half_depth", depth=0.5),
        FaultKind("back_arched", change={"spine_pitch": -24, "head_pitch": -14}),
        FaultKind("leg_straight", change={"l_knee": -70}),
        FaultKind("hips_open", change={"twist": 7, "spine_yaw": -7, "l_hip_open": 34}),
    ),
)  # fmt: skip


FLOOR = (
    PUSH_UP, PLANKING, MOUNTAIN_CLIMBER, BURPEE, CRUNCH, BICYCLE_CRUNCH, SIT_UP, LYING_LEG_RAISE,
    HIP_THRUST, GLUTE_BRIDGE, SUPERMAN, BIRD_DOG, DONKEY_KICK,
)  # fmt: skip
