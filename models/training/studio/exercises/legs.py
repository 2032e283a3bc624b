"""Exercises of the legs that keep a foot on the floor."""

from __future__ import annotations

from models.training.studio.exercises.exercise import Exercise, FaultKind, Stage
from models.training.studio.exercises.postures import ON_CHAIR, STANDING
from models.training.studio.keys import Key, both

ON_HIPS = both(arm_raise=44, arm_plane=117, arm_turn=-47, elbow=92, forearm=60, grip=0.3)
CLASPED = both(arm_raise=30, arm_plane=22, arm_turn=-34, elbow=124, forearm=20)
CROSSED = both(arm_raise=38, arm_plane=18, arm_turn=-58, elbow=118, forearm=-40)


BELOW_THE_ARMS = (
    "pitch", "spine", "head", "l_hip", "r_hip", "l_knee", "r_knee", "l_ankle", "r_ankle",
)  # fmt: skip


def lean(degrees: float) -> dict[str, float]:
    """Change of the pelvis' pitch that leaves the legs where they are."""
    return both(pitch=degrees, hip_flex=degrees)


# ---- squat

_SQUAT_STANDING = STANDING.but(hip_open=9, hip_turn=14)
_SQUAT_EARLY = _SQUAT_STANDING.but(
    knee=26, ankle=10, pitch=12, spine_pitch=4, arm_raise=34, arm_plane=30, elbow=12,
)  # fmt: skip
_SQUAT = Key(
    both(knee=114, ankle=28, pitch=32, spine_pitch=12, head_pitch=-24, hip_open=12, hip_turn=16,
         arm_raise=118, arm_plane=8, elbow=8, forearm=25),
    balance=True,
)  # fmt: skip
SQUAT = Exercise(
    "squat", "standing", _SQUAT_STANDING,
    (
        Stage(0.13, _SQUAT_EARLY, 0.2),
        Stage(0.44, _SQUAT, 1.0),
        Stage(0.54, _SQUAT, 1.0),
        Stage(0.87, _SQUAT_EARLY, 0.2),
    ),
    seconds=3.0,
    faults=(
        FaultKind("shallow", depth=0.5, parts=BELOW_THE_ARMS),
        FaultKind("knees_in", change=both(hip_turn=-42)),
        FaultKind(
            "leaning_forward",
            change={**lean(8), **both(arm_raise=26), "spine_pitch": 30, "head_pitch": -8},
        ),
        FaultKind("heels_up", change=both(heel=26, ankle=-14, hip_flex=-12, toes=26)),
        FaultKind("uneven", change={"roll": 8, "spine_roll": 9, **both(knee=-6, hip_flex=-8)}),
    ),
)  # fmt: skip

# ---- lunges

_LUNGE = Key(
    {"l_knee": 98, "l_ankle": 8, "r_knee": 84, "r_ankle": 26, "r_heel": 58, "r_toes": 48,
     "pitch": 5, "spine_pitch": 2, "head_pitch": -4, **both(hip_open=5, hip_turn=4), **ON_HIPS},
)  # fmt: skip
_LUNGE_HALF = _LUNGE.toward(Key({"l_ankle": -4, **both(hip_open=5, knee=10), **ON_HIPS}), 0.4)
_LUNGE_STEP = Key(
    {"l_hip_flex": 56, "l_knee": 58, "l_ankle": 4, "r_knee": 8, "r_ankle": 5, "r_heel": 6,
     "pitch": 3, "head_pitch": -2, **both(hip_open=5), **ON_HIPS},
    contacts=("r_foot",),
)  # fmt: skip
LUNGE = Exercise(
    "lunge", "standing", Key({**both(hip_open=5, hip_turn=6), **ON_HIPS}, balance=True),
    (
        Stage(0.18, _LUNGE_STEP, 0.3),
        Stage(0.32, _LUNGE_HALF, 0.65),
        Stage(0.47, _LUNGE, 1.0),
        Stage(0.54, _LUNGE, 1.0),
        Stage(0.68, _LUNGE_HALF, 0.65),
        Stage(0.82, _LUNGE_STEP, 0.3),
    ),
    seconds=3.2, side="alternating",
    faults=(
        FaultKind("shallow", depth=0.5),
        FaultKind("knee_in", change={"l_hip_turn": -28, "l_hip_open": -14}),
        FaultKind("leaning_forward", change={**lean(26), "spine_pitch": 16, "head_pitch": -10}),
        FaultKind(
            "knee_past_toes",
            change={"l_ankle": 20, "l_hip_flex": -36, "l_heel": 16, "l_toes": 16},
        ),
        FaultKind("uneven", change={"roll": -7, "spine_roll": 12}),
    ),
)  # fmt: skip
_SIDE_LUNGE = Key(
    {"l_knee": 86, "l_ankle": 25, "l_hip_open": 16, "l_hip_turn": 12,
     "r_knee": 3, "r_ankle": 2, "r_hip_open": 44, "r_hip_turn": 6,
     "pitch": 36, "roll": 2, "spine_pitch": 10, "spine_roll": -4, "head_pitch": -26, **CLASPED},
)  # fmt: skip
_SIDE_LAND = Key(
    {"l_knee": 20, "l_ankle": 5, "l_hip_open": 31, "l_hip_turn": 12,
     "r_knee": 46, "r_ankle": 21, "r_hip_open": 16, "r_hip_turn": 6,
     "pitch": 20, "spine_pitch": 6, "head_pitch": -14, **CLASPED},
)  # fmt: skip
_SIDE_STEP = Key(
    {"l_hip_flex": 22, "l_hip_open": 30, "l_knee": 24, "l_ankle": 0, "r_hip_open": 4,
     "r_knee": 20, "r_ankle": 11, "pitch": 10, "spine_pitch": 3, "head_pitch": -6, **CLASPED},
    contacts=("r_foot",),
)  # fmt: skip
SIDE_LUNGE = Exercise(
    "side_lunge", "standing", Key({**both(hip_open=5, hip_turn=8), **CLASPED}, balance=True),
    (
        Stage(0.18, _SIDE_STEP, 0.3),
        Stage(0.30, _SIDE_LAND, 0.55),
        Stage(0.48, _SIDE_LUNGE, 1.0),
        Stage(0.56, _SIDE_LUNGE, 1.0),
        Stage(0.71, _SIDE_LAND, 0.55),
        Stage(0.84, _SIDE_STEP, 0.3),
    ),
    seconds=3.2, side="alternating",
    faults=(
        FaultKind("shallow", depth=0.5),
        FaultKind("knee_in", change={"l_hip_turn": -36}),
        FaultKind("leaning_forward", change={**lean(24), "spine_pitch": 18, "head_pitch": -10}),
        FaultKind("trailing_knee_bent", change={"r_knee": 40, "r_ankle": 14, "r_hip_flex": 26}),
    ),
)  # fmt: skip

# ---- with a barbell

_BAR = both(arm_plane=14, elbow=3, forearm=70, grip=1, arm_turn=0)
_LOCKED = Key({**_BAR, **both(hip_open=6, hip_turn=10, arm_raise=18, arm_plane=30)}, balance=True)
_BAR_AT_KNEES = Key(
    {**_BAR, **both(knee=34, ankle=4, hip_open=7, hip_turn=12, pitch=44, spine_pitch=4,
                    head_pitch=-16, arm_raise=44)},
    balance=True,
)  # fmt: skip
_BAR_LOW = Key(
    {**_BAR, **both(knee=78, ankle=16, hip_open=9, hip_turn=14, pitch=62, spine_pitch=8,
                    head_pitch=-28, arm_raise=64)},
    balance=True,
)  # fmt: skip
DEADLIFT = Exercise(
    "deadlift", "standing", _LOCKED,
    (
        Stage(0.26, _BAR_AT_KNEES, 0.5),
        Stage(0.45, _BAR_LOW, 1.0),
        Stage(0.53, _BAR_LOW, 1.0),
        Stage(0.72, _BAR_AT_KNEES, 0.5),
    ),
    seconds=3.6, props=("barbell",),
    faults=(
        FaultKind("back_rounded", change={**lean(-16), "spine_pitch": 34, "head_pitch": 22}),
        FaultKind("shallow", depth=0.5),
        FaultKind("legs_straight", change=both(knee=-46, ankle=-11, pitch=12, hip_flex=-23)),
        FaultKind("bar_far_from_legs", change=both(arm_raise=24)),
        FaultKind(
            "no_lockout",
            ready=both(pitch=24, knee=18, ankle=7, arm_raise=18, hip_flex=35),
            change=both(pitch=-24, knee=-18, ankle=-7, arm_raise=-18, hip_flex=-35),
        ),
        FaultKind("knees_in", change=both(hip_turn=-36, pitch=-5, hip_flex=-5)),
    ),
)  # fmt: skip

# ---- on one leg, on the toes

_KNEE_RAISE_READY = Key({**both(hip_open=1, hip_turn=6), **ON_HIPS}, balance=True)
_ON_RIGHT = Key(
    {"l_hip_open": 7, "l_knee": 12, "l_heel": 14, "l_ankle": -4, "l_toes": 12,
     "r_hip_open": -5.5, "r_knee": 6, "r_ankle": 6.5, **both(hip_turn=6), **ON_HIPS},
)  # fmt: skip
_KNEE_UP = Key(
    {"l_hip_flex": 100, "l_hip_open": 4, "l_hip_turn": 2, "l_knee": 98, "l_ankle": 4, "pitch": -5,
     "r_hip_open": 6, "r_knee": 5, "spine_pitch": 5, "roll": -2, "spine_roll": 2, **ON_HIPS},
    contacts=("r_foot",), balance=True,
)  # fmt: skip
STANDING_KNEE_RAISE = Exercise(
    "standing_knee_raise", "standing",
    _KNEE_RAISE_READY,
    (
        Stage(0.16, _ON_RIGHT, 0.0),
        Stage(0.45, _KNEE_UP, 1.0),
        Stage(0.56, _KNEE_UP, 1.0),
        Stage(0.86, _ON_RIGHT, 0.0),
    ),
    seconds=2.8, side="left",
    faults=(
        FaultKind("knee_low", depth=0.5, parts=("l_hip", "l_knee")),
        FaultKind("leaning_back", change=both(pitch=-16, hip_flex=-16, spine_pitch=-8)),
        FaultKind("standing_knee_bent", change={"r_knee": 34, "r_ankle": 16, "r_hip_flex": 18}),
        FaultKind("hip_hitched", change={"roll": -14, "spine_roll": 18, "r_hip_open": -8}),
    ),
)  # fmt: skip
_FLAT = Key(both(hip_open=4, hip_turn=6, arm_raise=10), balance=True)
_TIPTOE = Key(
    both(hip_open=4, hip_turn=6, knee=2, heel=50, ankle=-48, toes=48, arm_raise=14, elbow=10,
         spine_pitch=-2),
    balance=True,
)  # fmt: skip
CALF_RAISE = Exercise(
    "calf_raise", "standing", _FLAT, (Stage(0.36, _TIPTOE, 1.0), Stage(0.58, _TIPTOE, 1.0)),
    seconds=2.2,
    faults=(
        FaultKind("low", depth=0.4),
        FaultKind("knees_bent", change=both(knee=32, ankle=14, hip_flex=18)),
        FaultKind("leaning_forward", change={**lean(16), "spine_pitch": 10}),
    ),
)  # fmt: skip

# ---- chair

_SEATED = Key({**ON_CHAIR.channels, **CROSSED}, ON_CHAIR.contacts, surfaces=ON_CHAIR.surfaces)
_FORWARD = _SEATED.but(ankle=14, pitch=30, spine_pitch=16, head_pitch=-18)
_OFF_SEAT = Key(
    {**both(knee=84, ankle=24, hip_open=6, hip_turn=6, pitch=42, spine_pitch=14, head_pitch=-26),
     **CROSSED},
    balance=True,
)  # fmt: skip
_RISEN = Key({**both(hip_open=3, hip_turn=6), **CROSSED}, balance=True)
SIT_TO_STAND = Exercise(
    "sit_to_stand", "on_chair", _SEATED,
    (
        Stage(0.16, _FORWARD, 0.15),
        Stage(0.25, _OFF_SEAT, 0.35),
        Stage(0.45, _RISEN, 1.0),
        Stage(0.56, _RISEN, 1.0),
        Stage(0.76, _OFF_SEAT, 0.35),
        Stage(0.86, _FORWARD, 0.15),
    ),
    seconds=3.6, props=("chair",),
    faults=(
        FaultKind("not_fully_up", change=both(knee=34, ankle=12, pitch=30, hip_flex=52,
                                              spine_pitch=8)),
        FaultKind("knees_in", ready=both(hip_turn=-16, hip_open=-6)),
        FaultKind("uneven", change={"roll": 4, "spine_roll": 12}),
        FaultKind("hands_helping", ready=both(arm_raise=-10, arm_turn=48, elbow=-66)),
    ),
)  # fmt: skip

# ---- stretch

_REACH_UP = Key(
    both(arm_raise=168, arm_plane=30, arm_turn=20, elbow=10, spine_pitch=-4, hip_open=4),
    balance=True,
)
_AT_TOES = Key(
    both(knee=6, ankle=-4, hip_open=4, pitch=76, spine_pitch=50, head_pitch=8,
         arm_raise=112, arm_plane=6, elbow=12, forearm=60),
    balance=True,
)  # fmt: skip
TOE_TOUCH = Exercise(
    "toe_touch", "standing", Key(both(hip_open=4), balance=True),
    (
        Stage(0.24, _REACH_UP, 0.2),
        Stage(0.56, _AT_TOES, 1.0),
        Stage(0.68, _AT_TOES, 1.0),
    ),
    seconds=4.0,
    faults=(
        FaultKind("not_far_enough", depth=0.55, parts=("pitch", "spine", "l_hip_flex",
                                                       "r_hip_flex")),
        FaultKind("knees_bent", change=both(knee=46, ankle=20, hip_flex=20, pitch=-6)),
        FaultKind(
            "uneven", change={"roll": 4, "spine_yaw": 22, "l_arm_raise": -30, "r_arm_raise": -6}
        ),
    ),
)  # fmt: skip

LEGS = (
    SQUAT, LUNGE, SIDE_LUNGE, DEADLIFT, STANDING_KNEE_RAISE, CALF_RAISE, SIT_TO_STAND, TOE_TOUCH,
)  # fmt: skip
