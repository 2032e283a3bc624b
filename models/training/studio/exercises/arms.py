"""Exercises of the arms and the trunk, standing, on a bench, on bars and in a rowing machine.

Angles of the forearm: 0 is thumb forward of a hanging arm, positive turns the palm down.
"""

from __future__ import annotations

from dataclasses import replace
from math import acos, atan2, cos, degrees, radians, sin

from models.training.studio.exercises.exercise import Exercise, FaultKind, Stage
from models.training.studio.exercises.postures import (
    ON_BARS,
    ON_BENCH,
    ON_ROWER,
)
from models.training.studio.exercises.rests import RESTS
from models.training.studio.keys import Key, both

ARMS_ONLY = ("l_arm", "r_arm", "l_elbow", "r_elbow", "l_forearm", "r_forearm")
ARM_OF = {side: tuple(f"{side}_{part}" for part in ("arm", "elbow", "forearm")) for side in "lr"}


def _stand(**angles: float) -> Key:
    """A standing pose, the centre of mass over the feet."""
    return Key(both(**angles), balance=True)


def _with(key: Key, **channels: float) -> Key:
    """This pose with single channels changed, by their full name."""
    return replace(key, channels={**key.channels, **channels})


def _out_and_back(
    peak: Key, via: Key | None = None, out: float = 0.40, hold: float = 0.10
) -> tuple[Stage, ...]:
    """Stages to a peak that is held, through ``via`` half way there and half way back."""
    back = (1 + out + hold) / 2
    stages = [Stage(out, peak, 1.0), Stage(out + hold, peak, 1.0)]
    if via is not None:
        stages = [Stage(out / 2, via, 0.5), *stages, Stage(back, via, 0.5)]
    return tuple(stages)


# ---- standing, dumbbells

_HINGE = {"knee": 26.0, "pitch": 50.0, "spine_pitch": 8.0, "head_pitch": -34.0, "grip": 1.0}
_ROW_READY = _stand(**_HINGE, arm_raise=55, arm_plane=6, arm_turn=-30, elbow=12)
BENT_OVER_ROW = Exercise(
    "bent_over_row",
    "standing",
    _ROW_READY,
    _out_and_back(
        _stand(**{**_HINGE, "pitch": 48}, arm_raise=40, arm_plane=128, arm_turn=-8, elbow=106),
        _stand(**_HINGE, arm_raise=38, arm_plane=60, arm_turn=-28, elbow=72),
        out=0.38,
    ),
    seconds=2.6,
    props=("dumbbells",),
    faults=(
        FaultKind("half_range", depth=0.5, parts=ARMS_ONLY),
        FaultKind(
            "rounded_back",
            ready=both(spine_pitch=36, pitch=-12, hip_flex=-12, head_pitch=14, arm_raise=16),
            change=both(arm_raise=-16),
        ),
        FaultKind("trunk_swinging", change=both(pitch=-32, hip_flex=-32, spine_pitch=-10)),
        FaultKind("too_upright", ready=both(pitch=-30, hip_flex=-30, arm_raise=-20)),
        FaultKind("elbows_flared", change=both(arm_raise=32, arm_plane=-34)),
        FaultKind("uneven", depth=0.45, parts=ARM_OF["r"]),
    ),
)
_FRONT_READY = _stand(arm_raise=12, arm_plane=30, arm_turn=-40, elbow=14, forearm=30, grip=1)
_FRONT = _stand(arm_raise=94, arm_plane=6, elbow=6, forearm=75, pitch=-2, grip=1)
FRONT_RAISE = Exercise(
    "front_raise",
    "standing",
    _FRONT_READY,
    _out_and_back(_FRONT, out=0.38, hold=0.12),
    seconds=2.8,
    props=("dumbbells",),
    faults=(
        FaultKind("below_shoulder_height", depth=0.55),
        FaultKind("too_high", change=both(arm_raise=44)),
        FaultKind(
            "swinging",
            change=both(pitch=-18, hip_flex=-18, spine_pitch=-14),
            ready=both(pitch=8, hip_flex=8, spine_pitch=6),
        ),
        FaultKind("elbows_bent", change=both(elbow=58)),
        FaultKind("uneven", depth=0.45, parts=ARM_OF["r"]),
    ),
)
_LATERAL_READY = _stand(arm_raise=12, arm_plane=78, elbow=14, grip=1)
_LATERAL = _stand(arm_raise=90, arm_plane=80, elbow=14, grip=1)
LATERAL_RAISE = Exercise(
    "lateral_raise",
    "standing",
    _LATERAL_READY,
    _out_and_back(_LATERAL, out=0.38, hold=0.10),
    seconds=2.8,
    props=("dumbbells",),
    faults=(
        FaultKind("below_shoulder_height", depth=0.55),
        FaultKind("too_high", change=both(arm_raise=42)),
        FaultKind("shrugging", change=both(shrug=40, head_pitch=10)),
        FaultKind(
            "swinging",
            change=both(pitch=-16, hip_flex=-16, spine_pitch=-14),
            ready=both(pitch=9, hip_flex=9, spine_pitch=6),
        ),
        FaultKind("elbows_bent", change=both(elbow=62, arm_turn=20)),
        FaultKind("uneven", depth=0.45, parts=ARM_OF["r"]),
    ),
)
_Y_READY = _stand(arm_raise=16, arm_plane=22, arm_turn=-10, elbow=10, knee=8)
Y_RAISE = Exercise(
    "y_raise",
    "standing",
    _Y_READY,
    _out_and_back(
        _stand(arm_raise=146, arm_plane=70, arm_turn=20, elbow=4, knee=8, forearm=-10),
        _stand(arm_raise=80, arm_plane=46, arm_turn=10, elbow=6, knee=8),
        out=0.42,
        hold=0.12,
    ),
    seconds=3.2,
    faults=(
        FaultKind("half_range", depth=0.6),
        FaultKind("elbows_bent", change=both(elbow=55)),
        FaultKind("arching_back", change=both(pitch=9, hip_flex=9, spine_pitch=-32)),
        FaultKind("shrugging", change=both(shrug=38, head_pitch=12)),
        FaultKind("uneven", depth=0.6, parts=ARM_OF["r"]),
    ),
)
_PRESS_READY = _stand(arm_raise=50, arm_plane=72, arm_turn=66, elbow=136, grip=1, forearm=20)
SHOULDER_PRESS = Exercise(
    "shoulder_press",
    "standing",
    _PRESS_READY,
    _out_and_back(
        _stand(arm_raise=168, arm_plane=78, arm_turn=70, elbow=12, spine_pitch=-3, forearm=20,
               grip=1),
        _stand(arm_raise=104, arm_plane=76, arm_turn=80, elbow=88, forearm=20, grip=1),
        out=0.36,
        hold=0.10,
    ),
    seconds=2.6,
    props=("dumbbells",),
    faults=(
        FaultKind("half_range", depth=0.55),
        FaultKind("arching_back", change=both(pitch=10, hip_flex=10, spine_pitch=-34)),
        FaultKind("legs_helping", ready=both(knee=32, ankle=16, hip_flex=16),
                  change=both(knee=-32, ankle=-16, hip_flex=-16)),
        FaultKind("arms_forward", change=both(arm_raise=-34, arm_plane=-50)),
        FaultKind("uneven", depth=0.5, parts=ARM_OF["r"]),
    ),
)  # fmt: skip
_CURL_READY = _stand(arm_raise=8, arm_plane=100, elbow=12, forearm=-70, grip=1)
BICEPS_CURL = Exercise(
    "biceps_curl",
    "standing",
    _CURL_READY,
    _out_and_back(
        _stand(arm_raise=13, arm_plane=40, arm_turn=14, elbow=138, forearm=-70, grip=1), hold=0.08
    ),
    seconds=2.6,
    props=("dumbbells",),
    faults=(
        FaultKind("half_range", depth=0.5),
        FaultKind("elbows_forward", change=both(arm_raise=40, arm_plane=-30)),
        FaultKind(
            "swinging",
            change=both(pitch=-18, hip_flex=-18, spine_pitch=-16),
            ready=both(pitch=10, hip_flex=10, spine_pitch=6),
        ),
        FaultKind("elbows_out", change=both(arm_raise=26, arm_plane=40)),
        FaultKind("uneven", depth=0.45, parts=ARM_OF["r"]),
    ),
)


# ---- standing, free hands

_CIRCLE = 62.0
"""Half the opening of the cone that the arms describe, degrees."""


def _round(turned: float) -> Key:
    """Both arms on their circle: 0 down, 90 in front, 180 up, 270 behind."""
    wide, angle = radians(_CIRCLE), radians(turned)
    aside, down, ahead = cos(wide), sin(wide) * cos(angle), sin(wide) * sin(angle)
    if ahead < 0:
        ahead *= 0.55
    size = (aside**2 + down**2 + ahead**2) ** 0.5
    raised, plane = degrees(acos(down / size)), degrees(atan2(aside, ahead))
    return _stand(arm_raise=raised, arm_plane=plane, elbow=6, arm_turn=0.25 * raised,
                  forearm=-0.2 * raised, spine_pitch=-3 * sin(angle / 2))  # fmt: skip


ARM_CIRCLE = Exercise(
    "arm_circle",
    "standing",
    _round(0),
    tuple(
        Stage(turned / 360, _round(turned), (1 - cos(radians(turned))) / 2)
        for turned in range(30, 360, 30)
    ),
    seconds=2.2,
    faults=(
        FaultKind("small_circles", depth=0.4),
        FaultKind("elbows_bent", ready=both(elbow=60)),
        FaultKind("shrugging", ready=both(shrug=34, head_pitch=10)),
        FaultKind("uneven", depth=0.45, parts=ARM_OF["r"]),
    ),
)
_CLASP = both(arm_raise=50, arm_plane=32, arm_turn=-48, elbow=106, wrist=-30, knee=8,
              hip_open=11)  # fmt: skip
_TWISTED = _with(Key(_CLASP, balance=True), spine_yaw=46.0, twist=14.0, head_yaw=6.0)
TORSO_TWIST = Exercise(
    "torso_twist",
    "standing",
    Key(_CLASP, balance=True),
    _out_and_back(_TWISTED, out=0.42, hold=0.10),
    seconds=1.8,
    side="alternating",
    faults=(
        FaultKind("half_range", depth=0.45),
        FaultKind("arms_only", depth=0.25, parts=("spine", "twist"),
                  change={"l_arm_plane": 34, "r_arm_plane": -50}),
        FaultKind("slouching", ready=both(spine_pitch=32, head_pitch=12)),
    ),
)  # fmt: skip
_WIDE = both(hip_open=12, hip_turn=12, knee=10)
_BENT = Key(
    {**_WIDE, "roll": 7.0, "spine_roll": 38.0, "head_roll": 6.0, "l_arm_raise": 42.0,
     "l_arm_plane": 86.0, "l_elbow": 8.0, "r_arm_raise": 168.0, "r_arm_plane": 86.0,
     "r_arm_turn": 50.0, "r_elbow": 26.0},
    balance=True,
)  # fmt: skip
_HALF_BENT = Key(
    {**_WIDE, "roll": 2.0, "spine_roll": 10.0, "l_arm_raise": 20.0, "r_arm_raise": 96.0,
     "r_arm_plane": 86.0, "r_arm_turn": 25.0, "r_elbow": 16.0},
    balance=True,
)  # fmt: skip
SIDE_BEND = Exercise(
    "side_bend",
    "standing",
    Key(_WIDE, balance=True),
    (
        Stage(0.20, _HALF_BENT, 0.3),
        Stage(0.45, _BENT, 1.0),
        Stage(0.58, _BENT, 1.0),
        Stage(0.80, _HALF_BENT, 0.3),
    ),
    seconds=3.4,
    side="alternating",
    faults=(
        FaultKind("half_range", depth=0.4, parts=("spine", "roll", "head")),
        FaultKind("leaning_forward", change=both(pitch=16, hip_flex=16, spine_pitch=28)),
        FaultKind("twisting", change=both(spine_yaw=34)),
        FaultKind("arm_bent", change={"r_elbow": 46}),
    ),
)
_ABDUCTED = _with(
    _stand(), l_arm_raise=156.0, l_arm_plane=86.0, l_arm_turn=60.0, l_elbow=4.0, l_forearm=-30.0,
    head_yaw=10.0, head_pitch=-4.0,
)  # fmt: skip
_ABDUCTING = _with(
    _stand(), l_arm_raise=84.0, l_arm_plane=86.0, l_arm_turn=40.0, l_elbow=6.0, l_forearm=-30.0,
    head_yaw=10.0,
)  # fmt: skip
SHOULDER_ABDUCTION = Exercise(
    "shoulder_abduction",
    "standing",
    _with(_stand(), l_elbow=8.0),
    _out_and_back(_ABDUCTED, _ABDUCTING, out=0.42, hold=0.14),
    seconds=4.4,
    side="left",
    faults=(
        FaultKind("half_range", depth=0.5),
        FaultKind("leaning_away", change={"spine_roll": -22, "roll": -5, "head_roll": 8}),
        FaultKind("shrugging", change={"l_shrug": 42, "head_roll": 6}),
        FaultKind("elbow_bent", change={"l_elbow": 55}),
        FaultKind("arm_forward", change={"l_arm_plane": -60}),
    ),
)
_PALMS = {"knee": 6.0, "spine_pitch": 3.0, "head_pitch": 6.0, "grip": -0.8}
_APART = _stand(**_PALMS, arm_raise=38, arm_plane=60, arm_turn=16, elbow=94, wrist=-10)
_TOGETHER = _stand(**_PALMS, arm_raise=35, arm_plane=12, arm_turn=-27, elbow=101, wrist=-42)
CLAP = Exercise(
    "clap",
    "standing",
    _APART,
    (Stage(0.44, _TOGETHER, 1.0), Stage(0.54, _TOGETHER, 1.0)),
    seconds=0.9,
    faults=(
        FaultKind("hands_do_not_meet", depth=0.5),
        FaultKind("too_low", ready=both(elbow=-52, arm_raise=-8)),
    ),
)


# ---- on a bench

_FLY_READY = ON_BENCH.but(arm_raise=88, arm_plane=8, arm_turn=-10, elbow=16, grip=1)
_OPENED = _FLY_READY.but(arm_raise=88, arm_plane=84, arm_turn=0, elbow=34)
CHEST_FLY = Exercise(
    "chest_fly",
    "on_bench",
    _FLY_READY,
    _out_and_back(_OPENED, out=0.46, hold=0.08),
    seconds=3.0,
    props=("bench", "dumbbells"),
    faults=(
        FaultKind("half_range", depth=0.5),
        FaultKind("elbows_bent", change=both(elbow=60)),
        FaultKind("too_deep", change=both(arm_plane=26)),
        FaultKind("arms_towards_feet", change=both(arm_raise=-40)),
        FaultKind("uneven", depth=0.5, parts=ARM_OF["r"]),
    ),
)


# ---- on bars

_DIPPED = ON_BARS.but(
    pitch=26, spine_pitch=4, head_pitch=-12, arm_raise=62, arm_plane=158, elbow=104
)
DIP = Exercise(
    "dip",
    "on_bars",
    ON_BARS,
    _out_and_back(_DIPPED, out=0.46, hold=0.06),
    seconds=2.6,
    props=("dip_bars",),
    faults=(
        FaultKind("half_depth", depth=0.45),
        FaultKind("elbows_flared", change=both(arm_plane=-46)),
        FaultKind("legs_swinging", change=both(hip_flex=46)),
        FaultKind("shrugging", ready=both(shrug=46, head_pitch=16)),
    ),
)


# ---- in a rowing machine

_CATCH = replace(ON_ROWER, fresh=("pelvis",))
"""The seat rolls: the pelvis takes a new place in each key."""
_DRIVEN = _CATCH.but(knee=58, heel=-36, ankle=-9, pitch=2, spine_pitch=20, head_pitch=-12,
                     arm_raise=92)  # fmt: skip
_PULLING = _CATCH.but(knee=28, heel=-40, ankle=-24, pitch=-10, spine_pitch=8, head_pitch=2,
                      arm_raise=44, arm_plane=26, arm_turn=-24, elbow=64)  # fmt: skip
_FINISH = _CATCH.but(knee=24, heel=-40, ankle=-26, pitch=-18, spine_pitch=6, head_pitch=8,
                     arm_raise=32, arm_plane=118, arm_turn=-22, elbow=118)  # fmt: skip
ROWING = Exercise(
    "rowing",
    "on_rower",
    _CATCH,
    (
        Stage(0.22, _DRIVEN, 0.5),
        Stage(0.32, _PULLING, 0.8),
        Stage(0.42, _FINISH, 1.0),
        Stage(0.47, _FINISH, 1.0),
        Stage(0.58, _PULLING, 0.8),
        Stage(0.70, _DRIVEN, 0.5),
    ),
    seconds=2.6,
    props=("rowing_machine",),
    faults=(
        FaultKind("half_range", depth=0.55),
        FaultKind(
            "rounded_back",
            ready=both(spine_pitch=32, head_pitch=8, arm_raise=24),
            change=both(arm_raise=-20),
        ),
        FaultKind("leaning_too_far_back", change=both(pitch=-22, hip_flex=-22, spine_pitch=-8)),
        FaultKind("arms_not_pulled", depth=0.15, parts=ARMS_ONLY),
    ),
)


ARMS = (
    BENT_OVER_ROW, FRONT_RAISE, LATERAL_RAISE, Y_RAISE, SHOULDER_PRESS, BICEPS_CURL, CHEST_FLY,
    DIP, ROWING, ARM_CIRCLE, TORSO_TWIST, SIDE_BEND, SHOULDER_ABDUCTION, CLAP, RESTS[0],
)  # fmt: skip
