"""Exercises with hops and quick steps."""

from __future__ import annotations

from models.training.studio.exercises.exercise import Exercise, FaultKind, Stage
from models.training.studio.keys import Key, both

# ---- jumping jack

_JACK_CLOSED = both(hip_open=3, hip_turn=6)
_JACK_AIR = Key(
    both(hip_open=15, hip_turn=8, knee=6, ankle=-26, arm_raise=92, arm_plane=86, arm_turn=20,
         elbow=16, lift=0.10, hip_flex=2),
    contacts=(),
)  # fmt: skip
_JACK_OPEN = Key(
    both(hip_open=25, hip_turn=14, knee=14, ankle=7, arm_raise=170, arm_plane=86, arm_turn=55,
         elbow=16, forearm=-40),
    fresh=("l_foot", "r_foot"),
)  # fmt: skip
JUMPING_JACK = Exercise(
    "jumping_jack", "standing", Key(_JACK_CLOSED),
    (
        Stage(0.10, Key({**_JACK_CLOSED, **both(knee=22, ankle=11, pitch=4)}), 0.0),
        Stage(0.27, _JACK_AIR, 0.5),
        Stage(0.42, _JACK_OPEN, 1.0),
        Stage(0.54, _JACK_OPEN.but(knee=20, ankle=10), 1.0),
        Stage(0.72, _JACK_AIR, 0.5),
        Stage(0.88, Key({**_JACK_CLOSED, **both(knee=18, ankle=9, pitch=3)}), 0.0),
    ),
    seconds=1.1,
    faults=(
        FaultKind("arms_low", depth=0.5, parts=("l_arm_raise", "r_arm_raise")),
        FaultKind("feet_narrow", depth=0.35, parts=("l_hip_open", "r_hip_open")),
        FaultKind("elbows_bent", change=both(elbow=74, arm_turn=20, arm_raise=-30)),
        FaultKind("leaning_forward", ready=both(pitch=14, hip_flex=14, spine_pitch=12)),
    ),
)  # fmt: skip

# ---- running on the spot: the left knee comes up, the left arm goes back

_RUNNING = both(arm_raise=14, arm_plane=60, elbow=88, arm_turn=-6, hip_open=4, hip_turn=4,
                grip=0.6)  # fmt: skip
_RUN_READY = {**_RUNNING, **both(knee=14, ankle=8, heel=4, toes=4, pitch=3)}
_SWING = {
    "l_arm_raise": 40.0, "l_arm_plane": 168.0, "r_arm_raise": 48.0, "r_arm_plane": 14.0,
    "l_elbow": 92.0, "r_elbow": 104.0, "spine_yaw": 8.0, "twist": -6.0,
}  # fmt: skip
_LEAVING = {
    **_RUN_READY,
    "l_hip_flex": 24.0,
    "l_knee": 34.0,
    "l_ankle": -4.0,
    "r_knee": 12.0,
}
_HIGH_KNEE = {
    **_RUNNING, **_SWING, "l_hip_flex": 120.0, "l_knee": 112.0, "l_ankle": 8.0, "r_knee": 6.0,
    "r_ankle": -12.0, "r_heel": 20.0, "r_toes": 20.0, "pitch": -2.0, "spine_pitch": 4.0,
}  # fmt: skip
HIGH_KNEES = Exercise(
    "high_knees", "standing", Key(_RUN_READY),
    (
        Stage(0.22, Key(_LEAVING, contacts=("r_foot",)), 0.2),
        Stage(0.50, Key(_HIGH_KNEE, contacts=("r_foot",)), 1.0),
        Stage(0.62, Key({**_HIGH_KNEE, "l_hip_flex": 96.0, "lift": 0.03},
                        contacts=("r_foot",)), 0.8),
        Stage(0.86, Key(_LEAVING, contacts=("r_foot",)), 0.1),
    ),
    seconds=0.48, side="alternating",
    faults=(
        FaultKind("knees_low", depth=0.45, parts=("l_hip_flex", "l_knee")),
        FaultKind("leaning_back", ready=both(pitch=-14, hip_flex=-14, spine_pitch=-8)),
        FaultKind("arms_still", depth=0.0, parts=("l_arm", "r_arm", "l_elbow", "r_elbow")),
    ),
)  # fmt: skip
_JOG = {
    **_RUNNING, **_SWING, "l_hip_flex": 34.0, "l_knee": 92.0, "l_ankle": -22.0, "r_knee": 12.0,
    "r_ankle": 2.0, "r_heel": 6.0, "r_toes": 6.0, "pitch": 5.0, "spine_pitch": 4.0,
    "head_pitch": -6.0,
}  # fmt: skip
JOG_IN_PLACE = Exercise(
    "jog_in_place", "standing", Key(_RUN_READY),
    (
        Stage(0.22, Key(_LEAVING, contacts=("r_foot",)), 0.2),
        Stage(0.50, Key(_JOG, contacts=("r_foot",)), 1.0),
        Stage(0.62, Key({**_JOG, "lift": 0.03}, contacts=("r_foot",)), 0.8),
        Stage(0.86, Key(_LEAVING, contacts=("r_foot",)), 0.1),
    ),
    seconds=0.40, side="alternating",
    faults=(
        FaultKind("shuffling", depth=0.35, parts=("l_hip_flex", "l_knee", "lift")),
        FaultKind("arms_still", depth=0.0, parts=("l_arm", "r_arm", "l_elbow", "r_elbow")),
        FaultKind("leaning_forward", ready=both(pitch=14, hip_flex=14, spine_pitch=10)),
    ),
)  # fmt: skip

# ---- step touch: a step to the left, the right foot follows and taps

_TOUCH_ARMS = both(arm_raise=22, arm_plane=30, elbow=96, arm_turn=-20, grip=0.4)
_WIDE_ARMS = both(arm_raise=62, arm_plane=82, elbow=70, arm_turn=-8, grip=0.4)
_TOGETHER = {**both(hip_open=2, hip_turn=8, knee=12, ankle=7, pitch=3), **_TOUCH_ARMS}
_WIDE = {**both(hip_open=14, hip_turn=10, knee=9, ankle=5, pitch=2), **_WIDE_ARMS}
STEP_TOUCH = Exercise(
    "step_touch", "standing", Key(_TOGETHER),
    (
        Stage(0.18, Key({**_WIDE, "l_hip_flex": 16, "l_hip_open": 18, "l_knee": 26, "l_ankle": -4,
                         "r_hip_open": 10, "r_knee": 14, "r_ankle": 8, "roll": -2},
                        contacts=("r_foot",)), 0.4),
        Stage(0.36, Key(_WIDE), 1.0),
        Stage(0.52, Key({**_WIDE, "l_hip_open": 6, "l_knee": 20, "l_ankle": 11,
                         "r_hip_open": 22, "r_knee": 12, "r_heel": 20, "r_toes": 20,
                         "r_ankle": -12}), 0.9),
        Stage(0.76, Key({**_TOGETHER, "r_hip_flex": 22, "r_hip_open": 8, "r_knee": 36,
                         "r_ankle": -6, "l_hip_open": 6, "l_knee": 13, "l_ankle": 7, "roll": 3},
                        contacts=("l_foot",)), 0.4),
    ),
    seconds=1.2, side="alternating",
    faults=(
        FaultKind("small_step", depth=0.4, parts=("l_hip_open", "r_hip_open")),
        FaultKind("arms_still", depth=0.0, parts=("l_arm", "r_arm", "l_elbow", "r_elbow")),
    ),
)  # fmt: skip

HOPS = (JUMPING_JACK, HIGH_KNEES, JOG_IN_PLACE, STEP_TOUCH)
