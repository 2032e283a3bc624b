"""Exercises on the floor."""

from __future__ import annotations

from models.training.studio.exercises.exercise import Exercise, FaultKind, Stage
from models.training.studio.exercises.postures import ALL_FOURS, ON_BACK, PLANK
from models.training.studio.keys import FEET, Key, both

_DOWN = PLANK.but(arm_raise=48, arm_plane=78, elbow=104, head_pitch=-10)
PUSH_UP = Exercise(
    "push_up", "plank", PLANK, (Stage(0.42, _DOWN, 1.0), Stage(0.50, _DOWN, 1.0)), seconds=2.4,
    faults=(
        FaultKind("half_depth", depth=0.4),
        FaultKind("hips_sagging", ready=both(hip_flex=-18, spine_pitch=-26)),
        FaultKind("hips_high", ready=both(hip_flex=34)),
        FaultKind("elbows_flared", change=both(arm_raise=38)),
    ),
)  # fmt: skip
_BRIDGE = Key(
    both(pitch=-118, hip_flex=-2, hip_open=6, hip_turn=4, knee=82, ankle=10, spine_pitch=4,
         arm_raise=14, arm_plane=80, elbow=8, forearm=-60, head_pitch=26),
    contacts=("chest", *FEET),
    level=True,
)  # fmt: skip
GLUTE_BRIDGE = Exercise(
    "glute_bridge", "on_back", ON_BACK, (Stage(0.40, _BRIDGE, 1.0), Stage(0.55, _BRIDGE, 1.0)),
)  # fmt: skip
_REACH = Key(
    {
        **ALL_FOURS.channels,
        "l_arm_raise": 168.0,
        "r_hip_flex": 2.0,
        "r_knee": 6.0,
        "r_ankle": -10.0,
    },
    contacts=("r_hand", "l_knee", "l_foot"),
    level=True,
)
BIRD_DOG = Exercise(
    "bird_dog", "all_fours", ALL_FOURS, (Stage(0.40, _REACH, 1.0), Stage(0.58, _REACH, 1.0)),
    side="alternating",
)  # fmt: skip
_CRUNCH = Key(
    {**ON_BACK.channels, **both(pitch=-84, spine_pitch=42, head_pitch=28)},
    contacts=("pelvis", *FEET),
)
CRUNCH = Exercise(
    "crunch",
    "on_back",
    ON_BACK,
    (Stage(0.4, _CRUNCH, 1.0), Stage(0.55, _CRUNCH, 1.0)),
)

FLOOR = (PUSH_UP, GLUTE_BRIDGE, BIRD_DOG, CRUNCH)
