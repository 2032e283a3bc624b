"""Postures in which exercises begin, and the poses on the way from one to another."""

from __future__ import annotations

from models.training.studio.keys import FEET, Key, both

HANDS = ("l_hand", "r_hand")
KNEES = ("l_knee", "r_knee")

STANDING = Key(balance=True)
PLANK = Key(
    both(pitch=74, hip_flex=0, hip_open=3, hip_turn=0, knee=2, heel=72, ankle=5, toes=55,
         arm_raise=76, arm_plane=4, elbow=4, head_pitch=-8, spine_pitch=0, hand_yaw=5),
    contacts=(*HANDS, *FEET),
    level=True,
)  # fmt: skip
ALL_FOURS = Key(
    both(pitch=86, hip_flex=88, hip_open=3, hip_turn=0, knee=88, ankle=-45, heel=158,
         arm_raise=86, arm_plane=2, elbow=4, head_pitch=-12, hand_yaw=5),
    contacts=(*HANDS, *KNEES, *FEET),
    level=True,
)  # fmt: skip
ON_BACK = Key(
    both(pitch=-90, hip_flex=48, hip_open=6, hip_turn=4, knee=96, ankle=-42,
         arm_raise=14, arm_plane=80, elbow=8, forearm=-60, head_pitch=6),
    contacts=("pelvis", "chest", *FEET),
    level=True,
)  # fmt: skip
