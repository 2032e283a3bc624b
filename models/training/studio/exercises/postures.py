"""Postures in which exercises begin, and the poses on the way from one to another."""

from __future__ import annotations

from dataclasses import replace

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

_PALM_DOWN = {"forearm": 45.0, "wrist": -75.0}
"""Of a hand that lies on the floor under its shoulder."""

STANDING = Key(balance=True)
PLANK = Key(
    both(pitch=74, hip_flex=0, hip_open=3, hip_turn=0, knee=2, heel=72, ankle=5, toes=55,
         arm_raise=76, arm_plane=12, elbow=15, head_pitch=-14, spine_pitch=2, hand_yaw=6,
         **_PALM_DOWN),
    contacts=(*HANDS, *FEET),
    level=True,
)  # fmt: skip
FOREARM_PLANK = Key(
    both(pitch=84, hip_flex=0, hip_open=3, hip_turn=0, knee=2, heel=72, ankle=5, toes=55,
         arm_raise=86, arm_plane=5, arm_turn=-8, elbow=88, head_pitch=-8, spine_pitch=2,
         hand_yaw=-8, forearm=80, wrist=-10),
    contacts=(*ELBOWS, *HANDS, *FEET),
    level=True,
)  # fmt: skip
ALL_FOURS = Key(
    both(pitch=70, hip_flex=71, hip_open=3, hip_turn=0, knee=90, ankle=-45, heel=135,
         arm_raise=82, arm_plane=8, elbow=16, head_pitch=-14, spine_pitch=5, hand_yaw=5,
         **_PALM_DOWN),
    contacts=(*HANDS, *KNEES, *FEET),
    level=True,
)  # fmt: skip
KNEELING = Key(
    both(pitch=2, hip_flex=4, hip_open=5, hip_turn=0, knee=90, ankle=-45, heel=135),
    contacts=(*KNEES, *FEET),
)
ON_BACK = Key(
    both(pitch=-90, hip_open=6, hip_turn=4, knee=110, ankle=-34,
         arm_raise=20, arm_plane=104, elbow=12, forearm=-60, head_pitch=0),
    contacts=("pelvis", "chest", *FEET),
    level=True,
)  # fmt: skip
ON_FRONT = Key(
    both(pitch=90, hip_flex=0, hip_open=6, hip_turn=0, knee=3, ankle=-52,
         arm_raise=160, arm_plane=72, elbow=20, forearm=0, head_pitch=-16),
    contacts=("pelvis", "chest"),
    level=True,
)  # fmt: skip
SITTING = Key(
    both(pitch=-22, spine_pitch=16, knee=96, hip_open=6, hip_turn=6, ankle=-20,
         arm_raise=34, arm_plane=172, elbow=14, hand_yaw=40, forearm=20, wrist=-80),
    contacts=("pelvis", *FEET, *HANDS),
)  # fmt: skip
CROUCH = Key(
    both(pitch=70, spine_pitch=38, knee=116, heel=32, ankle=26, hip_open=23, hip_turn=0,
         arm_raise=66, arm_plane=12, elbow=30, head_pitch=-24, toes=25, hand_yaw=6,
         **_PALM_DOWN),
    contacts=(*HANDS, *FEET),
    level=True,
)  # fmt: skip
AGAINST_BENCH = Key(
    both(pitch=-48, hip_open=9, hip_turn=8, knee=100, ankle=4, spine_pitch=14,
         arm_raise=16, arm_plane=30, arm_turn=-46, elbow=34, head_pitch=12),
    contacts=("chest", *FEET),
    surfaces={"chest": EDGE},
)  # fmt: skip

ON_BENCH = Key(
    both(pitch=-90, hip_flex=4, hip_open=14, knee=98, ankle=0, head_pitch=4,
         arm_raise=24, arm_plane=20, elbow=24),
    contacts=("pelvis", "chest", *FEET),
    surfaces={"pelvis": BENCH, "chest": BENCH},
    level=True,
)  # fmt: skip
ON_CHAIR = Key(
    both(pitch=-4, spine_pitch=8, knee=94, ankle=10, hip_open=7, hip_turn=6,
         arm_raise=28, arm_plane=10, arm_turn=-20, elbow=52),
    contacts=("pelvis", *FEET),
    surfaces={"pelvis": CHAIR},
)  # fmt: skip
ON_BARS = Key(
    both(pitch=8, hip_flex=12, hip_open=2, hip_turn=2, knee=92, ankle=-20,
         arm_raise=14, arm_plane=120, elbow=10, grip=1),
    contacts=GRIPS,
    surfaces=dict.fromkeys(GRIPS, BARS),
)  # fmt: skip
ON_ROWER = Key(
    both(pitch=-2, spine_pitch=28, head_pitch=-16, knee=112, heel=-25, ankle=10, hip_open=4,
         hip_turn=3, arm_raise=100, arm_plane=2, arm_turn=-20, elbow=6, forearm=72, grip=1),
    contacts=("pelvis", *FEET),
    surfaces={"pelvis": ROWER_SEAT, **dict.fromkeys(FEET, ROWER_PLATE)},
)  # fmt: skip

POSTURES: dict[str, Key] = {
    "standing": STANDING,
    "crouching": CROUCH,
    "plank": PLANK,
    "forearm_plank": FOREARM_PLANK,
    "all_fours": ALL_FOURS,
    "kneeling": KNEELING,
    "sitting": SITTING,
    "on_back": ON_BACK,
    "on_front": ON_FRONT,
    "on_bench": ON_BENCH,
    "against_bench": AGAINST_BENCH,
    "on_chair": ON_CHAIR,
    "on_bars": ON_BARS,
    "on_rower": ON_ROWER,
}
"""Name to pose."""

# ---- on the way

Way = tuple[tuple[float, Key], ...]
"""Poses in turn, each with the seconds since the one before."""

_BENT = Key(
    both(pitch=50, spine_pitch=24, knee=70, ankle=20, heel=6, hip_open=8, hip_turn=10,
         arm_raise=62, arm_plane=10, elbow=16, head_pitch=-14),
    balance=True,
)  # fmt: skip


def _swung(key: Key, side: str, kept: tuple[str, ...], **angles: float) -> Key:
    """A pose in which one leg swings: its channels, and what still touches."""
    leg = {f"{side}_{name}": value for name, value in angles.items()}
    return Key({**key.channels, **leg}, contacts=kept, level=key.level)


_PLANK_RIGHT_IN = Key(
    {**PLANK.channels, "l_hip_flex": 8, "r_hip_flex": 92, "r_knee": 104, "r_ankle": 8,
     "r_heel": 0, "r_toes": 0},
    contacts=(*HANDS, "l_foot"), level=True,
)  # fmt: skip
_PLANK_RIGHT_PASSING = Key(
    {**_PLANK_RIGHT_IN.channels, "r_hip_flex": 46, "r_knee": 92},
    contacts=(*HANDS, "l_foot"), level=True,
)  # fmt: skip
_TO_PLANK: Way = (
    (0.60, _BENT),
    (0.55, CROUCH),
    (0.32, _swung(CROUCH, "l", (*HANDS, "r_foot"), hip_flex=60, knee=78, heel=0, ankle=5)),
    (0.34, _PLANK_RIGHT_IN),
    (0.18, _PLANK_RIGHT_PASSING),
    (0.26, PLANK),
)
_HALF_KNEEL = Key(
    {**both(pitch=6, hip_open=6, hip_turn=4, arm_raise=24, arm_plane=20, elbow=34),
     "l_hip_flex": 4, "l_knee": 90, "l_heel": 135, "l_ankle": -45,
     "r_hip_flex": 104, "r_knee": 98, "r_ankle": 4},
    contacts=("l_knee", *FEET), fresh=("l_foot",),
)  # fmt: skip
_STEPPED_BACK = Key(
    {**both(pitch=14, spine_pitch=8, hip_open=6, arm_raise=26, arm_plane=20, elbow=30),
     "l_hip_flex": -8, "l_knee": 62, "l_heel": 64, "l_ankle": 6, "l_toes": 50, "r_knee": 72,
     "r_ankle": 16},
    fresh=("l_foot",),
)  # fmt: skip
_TO_KNEES: Way = (
    (0.40, Key(
        {**both(pitch=8, hip_open=6, arm_raise=20, arm_plane=40, elbow=26),
         "l_hip_flex": -4, "l_knee": 44, "l_ankle": 6, "r_knee": 30, "r_ankle": 16},
        contacts=("r_foot",))),
    (0.40, _STEPPED_BACK),
    (0.50, _HALF_KNEEL),
    (0.30, replace(
        _HALF_KNEEL, contacts=("l_knee", "l_foot"), fresh=(),
        channels={**_HALF_KNEEL.channels, "r_hip_flex": 116, "r_knee": 142, "r_ankle": 32})),
    (0.25, replace(
        _HALF_KNEEL, contacts=("l_knee", "l_foot"), fresh=(),
        channels={**_HALF_KNEEL.channels, "r_hip_flex": 54, "r_knee": 136, "r_ankle": 10})),
    (0.45, KNEELING),
)  # fmt: skip
_LEANING = Key(
    both(pitch=48, hip_flex=52, hip_open=4, hip_turn=0, knee=92, ankle=-45, heel=135,
         arm_raise=84, arm_plane=6, elbow=20, spine_pitch=8, head_pitch=-10),
    contacts=(*KNEES, *FEET),
)  # fmt: skip
_KNEES_TO_FOURS: Way = ((0.45, _LEANING), (0.45, ALL_FOURS))
_LOW_SQUAT = Key(
    both(pitch=28, spine_pitch=30, knee=128, ankle=28, heel=8, hip_open=12, hip_turn=14,
         arm_raise=52, arm_plane=10, elbow=20, head_pitch=-24),
    balance=True,
)  # fmt: skip
_HANDS_BACK = Key(
    both(pitch=-16, spine_pitch=24, knee=124, ankle=12, hip_open=10, hip_turn=10,
         arm_raise=40, arm_plane=172, elbow=22, hand_yaw=40, head_pitch=-4, forearm=20, wrist=-50),
    contacts=FEET,
)  # fmt: skip
_TO_SITTING: Way = (
    (0.55, _BENT.but(arm_raise=40)),
    (0.55, _LOW_SQUAT),
    (0.50, _HANDS_BACK),
    (0.45, SITTING),
)
_HALF_DOWN = Key(
    both(pitch=-62, spine_pitch=34, head_pitch=18, knee=104, ankle=-28, hip_open=6, hip_turn=5,
         arm_raise=30, arm_plane=40, elbow=30),
    contacts=("pelvis", *FEET),
)  # fmt: skip
_SITTING_TO_BACK: Way = ((0.55, _HALF_DOWN), (0.60, ON_BACK))
_LOWERED = PLANK.but(arm_raise=44, arm_plane=86, elbow=114, head_pitch=-18)
_CHEST_DOWN = Key(
    {**ON_FRONT.channels, **both(pitch=88, arm_raise=46, arm_plane=100, elbow=122, arm_turn=0,
                                 hand_yaw=6, head_pitch=-26, ankle=-20, **_PALM_DOWN)},
    contacts=("pelvis", "chest", *HANDS),
)  # fmt: skip
_ARMS_OUT = Key(
    {**ON_FRONT.channels, **both(arm_raise=88, arm_plane=92, arm_turn=60, elbow=98, forearm=0,
                                 head_pitch=-26)},
    contacts=("pelvis", "chest"), level=True,
)  # fmt: skip
_TO_FRONT: Way = ((0.70, _LOWERED), (0.50, _CHEST_DOWN), (0.70, _ARMS_OUT), (0.70, ON_FRONT))
_LEFT_ELBOW = {f"l_{name}": FOREARM_PLANK.channels[f"l_{name}"]
               for name in ("arm_raise", "arm_plane", "arm_turn", "elbow", "hand_yaw",
                            "forearm", "wrist")}  # fmt: skip
_ON_ONE_FOREARM = Key(
    {**PLANK.channels, **_LEFT_ELBOW, "spine_yaw": -14, "r_elbow": 50, "r_arm_raise": 70},
    contacts=("l_elbow", "l_hand", "r_hand", *FEET), level=True,
)  # fmt: skip
_TO_FOREARMS: Way = (
    (0.35, Key({**PLANK.channels, **_LEFT_ELBOW, "l_elbow": 100, "r_elbow": 24},
               contacts=("r_hand", *FEET), level=True)),
    (0.35, _ON_ONE_FOREARM),
    (0.35, replace(
        FOREARM_PLANK, contacts=("l_elbow", "l_hand", *FEET),
        channels={**FOREARM_PLANK.channels, "spine_yaw": -4, "r_elbow": 100})),
    (0.35, FOREARM_PLANK),
)  # fmt: skip
_FOURS_TO_PLANK: Way = (
    (
        0.35,
        _swung(
            ALL_FOURS, "l", (*HANDS, "r_knee", "r_foot"), hip_flex=40, knee=66, ankle=-20, heel=90
        ),
    ),
    (0.35, _PLANK_RIGHT_IN),
    (0.20, _PLANK_RIGHT_PASSING),
    (0.26, PLANK),
)
_HALF_SAT = Key(
    both(pitch=44, spine_pitch=16, knee=84, ankle=22, hip_open=7, hip_turn=6, head_pitch=-26,
         arm_raise=52, arm_plane=10, elbow=30),
    balance=True,
)  # fmt: skip
_SEATED_FORWARD = ON_CHAIR.but(pitch=24, spine_pitch=16, head_pitch=-16, ankle=14)
_TO_CHAIR: Way = ((0.60, _HALF_SAT), (0.30, _SEATED_FORWARD), (0.45, ON_CHAIR))
_BENCH_SAT = Key(
    {**ON_CHAIR.channels, **both(hip_open=14, pitch=7, spine_pitch=14)},
    contacts=("pelvis", *FEET), surfaces={"pelvis": BENCH},
)  # fmt: skip
_BENCH_HALF = Key(
    {**ON_BENCH.channels, **both(pitch=-50, spine_pitch=30, head_pitch=14, hip_flex=44)},
    contacts=("pelvis", *FEET), surfaces={"pelvis": BENCH},
)  # fmt: skip
_TO_BENCH: Way = (
    (0.60, _HALF_SAT.but(hip_open=12)), (0.40, _BENCH_SAT), (0.55, _BENCH_HALF), (0.55, ON_BENCH),
)  # fmt: skip
_TO_EDGE: Way = ((0.55, _BENT.but(arm_raise=40)), (0.55, _LOW_SQUAT), (0.60, AGAINST_BENCH))
_AT_BARS = Key(
    both(pitch=4, knee=16, ankle=8, arm_raise=20, arm_plane=110, elbow=70, grip=1),
    contacts=(*FEET, *GRIPS), surfaces=dict.fromkeys(GRIPS, BARS),
)  # fmt: skip
_PUSHED_UP = Key(
    {**ON_BARS.channels, **both(knee=30, elbow=34, arm_raise=24, hip_flex=14)},
    contacts=GRIPS, surfaces=dict.fromkeys(GRIPS, BARS),
)  # fmt: skip
_TO_BARS: Way = ((0.80, _AT_BARS), (0.50, _PUSHED_UP), (0.45, ON_BARS))
_ROWER_SAT = Key(
    both(pitch=6, spine_pitch=14, knee=84, ankle=-4, hip_open=8, arm_raise=30, arm_plane=10,
         elbow=44, head_pitch=-8),
    contacts=("pelvis", *FEET), surfaces={"pelvis": ROWER_SEAT},
)  # fmt: skip
_ROWER_LIFTED = Key(
    {**ON_ROWER.channels, **both(pitch=-4, hip_flex=104, knee=100, arm_raise=40, elbow=20)},
    contacts=("pelvis",), surfaces={"pelvis": ROWER_SEAT},
)  # fmt: skip
_TO_ROWER: Way = (
    (0.60, _HALF_SAT), (0.50, _ROWER_SAT), (0.45, _ROWER_LIFTED), (0.45, ON_ROWER),
)  # fmt: skip

WAYS: dict[tuple[str, str], Way] = {
    ("standing", "kneeling"): _TO_KNEES,
    ("standing", "plank"): _TO_PLANK,
    ("kneeling", "all_fours"): _KNEES_TO_FOURS,
    ("all_fours", "plank"): _FOURS_TO_PLANK,
    ("plank", "forearm_plank"): _TO_FOREARMS,
    ("plank", "on_front"): _TO_FRONT,
    ("standing", "crouching"): _TO_PLANK[:2],
    ("standing", "sitting"): _TO_SITTING,
    ("sitting", "on_back"): _SITTING_TO_BACK,
    ("standing", "against_bench"): _TO_EDGE,
    ("standing", "on_bench"): _TO_BENCH,
    ("standing", "on_chair"): _TO_CHAIR,
    ("standing", "on_bars"): _TO_BARS,
    ("standing", "on_rower"): _TO_ROWER,
}
"""Posture and a neighbour to the poses in between, the neighbour last."""


def transition(start: str, end: str) -> Way:
    """Poses on the way from one posture to another, its own last; () if they are the same.

    Taken is the way with the fewest postures in between. Raises KeyError for unknown postures.
    """
    for name in (start, end):
        if name not in POSTURES:
            raise KeyError(f"unknown posture {name}")
    ways: dict[str, Way] = {start: ()}
    queue = [start]
    while end not in ways:
        here = queue.pop(0)
        for there, way in _neighbours(here):
            if there not in ways:
                ways[there] = ways[here] + way
                queue.append(there)
    return ways[end]


def _neighbours(posture: str) -> list[tuple[str, Way]]:
    there = [(b, way) for (a, b), way in WAYS.items() if a == posture]
    return there + [(a, _reversed(a, way)) for (a, b), way in WAYS.items() if b == posture]


def _reversed(start: str, way: Way) -> Way:
    """The same way back to where it starts."""
    poses = [POSTURES[start], *(key for _, key in way[:-1])]
    return tuple(zip((s for s, _ in reversed(way)), reversed(poses), strict=True))
