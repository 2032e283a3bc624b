"""Postures in which exercises begin, and the poses on the way from one to another."""

from __future__ import annotations

from models.training.studio.keys import FEET, Key, both

HANDS = ("l_hand", "r_hand")
ELBOWS = ("l_elbow", "r_elbow")
KNEES = ("l_knee", "r_knee")
GRIPS = ("l_grip", "r_grip")
BENCH = 0.45
"""Height of a bench one lies on, metres."""
EDGE = 0.40
"""Height of the bench or box against which one leans the upper back, metres."""
CHAIR = 0.45
BARS = 1.20
ROWER_SEAT = 0.35
ROWER_PLATE = 0.16

STANDING = Key(balance=True)
PLANK = Key(
    both(pitch=74, hip_flex=0, hip_open=3, hip_turn=0, knee=2, heel=72, ankle=5, toes=55,
         arm_raise=76, arm_plane=12, elbow=10, head_pitch=-14, spine_pitch=2, hand_yaw=6),
    contacts=(*HANDS, *FEET),
    level=True,
)  # fmt: skip
FOREARM_PLANK = Key(
    both(pitch=84, hip_flex=0, hip_open=3, hip_turn=0, knee=2, heel=72, ankle=5, toes=55,
         arm_raise=86, arm_plane=5, arm_turn=-8, elbow=88, head_pitch=-8, spine_pitch=2,
         hand_yaw=-8),
    contacts=(*ELBOWS, *HANDS, *FEET),
    level=True,
)  # fmt: skip
ALL_FOURS = Key(
    both(pitch=86, hip_flex=88, hip_open=3, hip_turn=0, knee=90, ankle=-45, heel=146,
         arm_raise=84, arm_plane=6, elbow=8, head_pitch=-14, spine_pitch=3, hand_yaw=5),
    contacts=(*HANDS, *KNEES, *FEET),
    level=True,
)  # fmt: skip
KNEELING = Key(
    both(pitch=2, hip_flex=4, hip_open=5, hip_turn=0, knee=90, ankle=-45, heel=146),
    contacts=(*KNEES, *FEET),
)
ON_BACK = Key(
    both(pitch=-90, hip_flex=54, hip_open=6, hip_turn=4, knee=110, ankle=-34,
         arm_raise=20, arm_plane=104, elbow=12, forearm=-60, head_pitch=0),
    contacts=("pelvis", "chest", *FEET),
    level=True,
)  # fmt: skip
ON_FRONT = Key(
    both(pitch=90, hip_flex=0, hip_open=6, hip_turn=0, knee=3, ankle=-52,
         arm_raise=165, arm_plane=60, elbow=16, forearm=40, head_pitch=-8),
    contacts=("pelvis", "chest"),
    level=True,
)  # fmt: skip
SITTING = Key(
    both(pitch=-22, spine_pitch=16, knee=96, hip_open=6, hip_turn=6, ankle=-20, hip_flex=78,
         arm_raise=34, arm_plane=172, elbow=14, hand_yaw=40),
    contacts=("pelvis", *FEET, *HANDS),
)  # fmt: skip
CROUCH = Key(
    both(pitch=84, spine_pitch=18, knee=112, heel=24, ankle=26, hip_open=8, hip_turn=10,
         arm_raise=74, arm_plane=10, elbow=14, head_pitch=-20, toes=20, hand_yaw=6),
    contacts=(*HANDS, *FEET),
    level=True,
)  # fmt: skip
AGAINST_BENCH = Key(
    both(pitch=-48, hip_open=9, hip_turn=8, knee=112, hip_flex=70, spine_pitch=14,
         arm_raise=22, arm_plane=14, arm_turn=-30, elbow=40, head_pitch=12),
    contacts=("chest", *FEET),
    surfaces={"chest": EDGE},
)  # fmt: skip

POSTURES: dict[str, Key] = {
    "standing": STANDING,
    "plank": PLANK,
    "forearm_plank": FOREARM_PLANK,
    "all_fours": ALL_FOURS,
    "kneeling": KNEELING,
    "on_back": ON_BACK,
    "on_front": ON_FRONT,
    "sitting": SITTING,
    "against_bench": AGAINST_BENCH,
    "crouching": CROUCH,
}
