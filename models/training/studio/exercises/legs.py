"""Exercises of the legs, and those that move the whole standing body."""

from __future__ import annotations

from models.training.studio.exercises.exercise import Exercise, FaultKind, Stage
from models.training.studio.exercises.postures import STANDING
from models.training.studio.keys import Key, both

_SQUAT = Key(
    both(knee=114, ankle=28, pitch=32, spine_pitch=12, head_pitch=-24, hip_open=12, hip_turn=16,
         arm_raise=118, arm_plane=8, elbow=8, forearm=25),
    balance=True,
)  # fmt: skip
SQUAT = Exercise(
    "squat",
    "standing",
    STANDING.but(hip_open=9, hip_turn=14),
    (Stage(0.44, _SQUAT, 1.0), Stage(0.54, _SQUAT, 1.0)),
    seconds=3.0,
    faults=(
        FaultKind("shallow", depth=0.45),
        FaultKind("knees_in", change=both(hip_turn=-42)),
        FaultKind("leaning_forward", change=both(pitch=28, spine_pitch=16, head_pitch=-12)),
        FaultKind("heels_up", change=both(heel=24)),
        FaultKind("uneven", change={"roll": 9, "spine_roll": 8, "l_hip_open": 6, "r_hip_open": -6}),
    ),
)
_JACK = Key(both(hip_open=24, arm_raise=168, arm_plane=88, elbow=12), fresh=("l_foot", "r_foot"))
JUMPING_JACK = Exercise(
    "jumping_jack",
    "standing",
    Key(both(hip_open=4)),
    (
        Stage(0.08, Key(both(hip_open=4, knee=18, ankle=9)), 0.0),
        Stage(
            0.26, Key(both(hip_open=14, arm_raise=95, arm_plane=88, lift=0.07, hip_flex=2), ()), 0.5
        ),
        Stage(0.42, _JACK.but(knee=14, ankle=7), 1.0),
        Stage(0.54, _JACK.but(knee=16, ankle=8), 1.0),
        Stage(
            0.74, Key(both(hip_open=14, arm_raise=95, arm_plane=88, lift=0.07, hip_flex=2), ()), 0.5
        ),
        Stage(0.90, Key(both(hip_open=4, knee=14, ankle=7), fresh=("l_foot", "r_foot")), 0.0),
    ),
    seconds=1.1,
)
_LUNGE = Key(
    {"l_knee": 96, "l_ankle": 8, "r_knee": 84, "r_ankle": 22, "r_heel": 52, "r_toes": 45,
     "pitch": 5, **both(hip_open=4, hip_turn=4, arm_raise=30, arm_plane=88, elbow=95, arm_turn=-60)},
)  # fmt: skip
_STEP = Key(
    {"l_hip_flex": 52, "l_knee": 62, "l_ankle": 0, "r_knee": 6, "r_heel": 4, "pitch": 4,
     **both(arm_raise=22, arm_plane=88, elbow=60, hip_open=4)},
    contacts=("r_foot",),
)  # fmt: skip
LUNGE = Exercise(
    "lunge",
    "standing",
    STANDING.but(hip_open=4, hip_turn=6),
    (
        Stage(0.18, _STEP, 0.3),
        Stage(0.42, _LUNGE, 1.0),
        Stage(0.55, _LUNGE, 1.0),
        Stage(0.80, _STEP, 0.3),
    ),
    seconds=3.4,
    side="alternating",
)

LEGS = (SQUAT, JUMPING_JACK, LUNGE)
