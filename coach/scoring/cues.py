"""From an angle that differs to the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX
from coach.types import Cue

OTHER_SIDE: Final = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """An angle that differs.

    Attributes:
        name: of the angle.
        off: degrees, positive where the person's angle is too large.
        wanted: (2, A) degrees of the target at both ends of the movement.
        end: the one of both at which it is off.
        standing: whether the target stands or sits, or else is on the floor.
    """

    name: str
    off: float
    wanted: NDArray[np.floating]
    end: int
    standing: bool

    @property
    def family(self) -> str:
        """The name of the angle without its side."""
        return family_of(self.name)

    @property
    def side(self) -> str:
        """The side of the angle, "both" if it has none."""
        side = self.name.partition("_")[0]
        return side if side in OTHER_SIDE else "both"

    def target(self, family: str) -> float:
        """Degrees of the target at that end: an angle of the same side, or of none."""
        sided = f"{self.side}_{family}"
        return float(self.wanted[self.end, ANGLE_INDEX[sided if sided in ANGLE_INDEX else family]])


def family_of(angle: str) -> str:
    """The name of an angle without its side."""
    side, _, family = angle.partition("_")
    return family if side in OTHER_SIDE else angle


_PLAIN: Final = {
    # family: (joint, cue when the person's angle is too small, cue when it is too large)
    "shoulder": ("shoulder", "raise_arm", "lower_arm"),
    "elbow": ("elbow", "bend_elbow", "straighten_elbow"),
    "knee": ("knee", "bend_knee", "straighten_knee"),
    "hip": ("hip", "bend_hip", "straighten_hip"),
    "hip_flex": ("hip", "bend_hip", "straighten_hip"),
    "arm_front": ("shoulder", "arm_forward", "arm_back"),
    "arm_side": ("shoulder", "arm_out", "arm_in"),
    "leg_side": ("hip", "foot_out", "foot_in"),
    "knee_in": ("knee", "knee_in", "knee_out"),
    "shank": ("knee", "knee_forward", "knee_back"),
    "neck": ("shoulder", "drop_shoulder", ""),
    "head": ("trunk", "lower_head", "lift_head"),
}
"""Of each family: the joint that it is about, and the cue, "" where there is nothing to say."""
_SIGNED: Final = {
    "lean": ("lean_side", "unlean_side", "left"),
    "turn": ("turn_more", "turn_less", "right"),
}
"""Angles whose right one is the negative of the left one: the cue where the person goes not far
enough and where too far, and the side to which a positive left one goes."""
OPPOSED: Final = frozenset({*_SIGNED, "hip_up"})

_ONE: Final = ("left", "right")
_BOTH: Final = ("both",)
CUE_KINDS: Final[dict[str, tuple[str, ...]]] = {
    **{
        kind: _BOTH if joint == "trunk" else (*_ONE, *_BOTH)
        for joint, *kinds in _PLAIN.values()
        for kind in kinds
        if kind
    },
    **dict.fromkeys(("raise_leg", "lower_leg", "tuck_elbow"), (*_ONE, *_BOTH)),
    **dict.fromkeys(("lean_side", "unlean_side", "turn_more", "turn_less", "lower_side"), _ONE),
    **dict.fromkeys(("lean_more", "lean_less", "lean_back_less"), _BOTH),
    **dict.fromkeys(("lift_hips", "lower_hips"), _BOTH),
    **dict.fromkeys(("slow_down", "speed_up", "move_along"), _BOTH),
}
"""All kinds of cues and the sides that they are said of."""

_STANDING_ONLY: Final = frozenset({"hip", "trunk_front", "lean", "hip_up", "shank"})
_FLOOR_ONLY: Final = frozenset({"hip_flex"})
"""Against the upright only who stands is told; a hip is told with its sign only on the floor,
where it bends both ways (a plank that sags)."""

SUPPORTING_RANGE: Final = 20.0
"""Degrees that hip and knee of a leg move at most while it carries the body."""
LIFTED_RANGE: Final = 25.0
"""Degrees from which a hip moves its leg."""
STRAIGHT: Final = 50.0
"""Degrees of the hip below which a body on the floor is a line from shoulders to feet."""
BENT_ELBOW: Final = 60.0
OVERHEAD: Final = 100.0
"""Degrees of the target's elbow from which, and of its shoulder up to which, an arm that is
raised too far is told as an elbow that is away from the body."""
BACK: Final = -5.0
"""Degrees of lean from which somebody leans back."""


def cue_of(difference: Difference, side: str) -> tuple[str, Cue] | None:
    """The joint, one of ``coach.angles.JOINTS``, and what to do about it; None: nothing to say.

    ``side``: of the cue, "both" where the other limb differs alike.
    """
    d, family = difference, difference.family
    if (d.standing and family in _FLOOR_ONLY) or (not d.standing and family in _STANDING_ONLY):
        return None
    if family in OPPOSED:
        return _of_opposed(d)
    if family == "trunk_front":
        return _told("trunk", _leaning(d), "both", d)
    if family not in _PLAIN:
        return None
    joint, *words = _PLAIN[family]
    kind = words[d.off > 0]
    if family in ("hip", "hip_flex", "knee") and _lifted(d):
        kind = "lower_leg" if d.off > 0 else "raise_leg"
    elif family == "hip_flex" and _in_line(d):
        kind, side = "lower_hips" if d.off > 0 else "lift_hips", "both"
    elif kind in ("lower_arm", "arm_in") and _elbow_leads(d):
        kind = "tuck_elbow"
    named = joint if joint == "trunk" else f"{d.side}_{joint}"
    return _told(named, kind, side, d)


def _told(joint: str, kind: str, side: str, d: Difference) -> tuple[str, Cue] | None:
    return (joint, Cue(kind, side, abs(d.off))) if kind else None


def _of_opposed(d: Difference) -> tuple[str, Cue] | None:
    """Of both sides, which say the same, the left one is told."""
    if d.side == "right":
        return None
    if d.family == "hip_up":
        side = "left" if d.off > 0 else "right"
        return _told(f"{side}_hip", "lower_side", side, d)
    wanted = d.target(d.family)
    done = wanted + d.off
    more, less, positive = _SIGNED[d.family]
    too_far = abs(done) > abs(wanted)
    way = done if too_far else wanted
    side = positive if way > 0 else OTHER_SIDE[positive]
    return _told("trunk", less if too_far else more, side, d)


def _leaning(d: Difference) -> str:
    done = d.target("trunk_front") + d.off
    if d.off > 0:
        return "lean_less" if done > 0 else ""
    return "lean_back_less" if done < BACK else "lean_more"


def _lifted(d: Difference) -> bool:
    """Whether this leg is lifted while the other one stays as it is."""
    moved = np.abs(d.wanted[1] - d.wanted[0])
    other = [ANGLE_INDEX[f"{OTHER_SIDE[d.side]}_{joint}"] for joint in ("hip", "knee")]
    return bool(
        moved[ANGLE_INDEX[f"{d.side}_hip"]] >= LIFTED_RANGE
        and np.all(moved[other] < SUPPORTING_RANGE)
    )


def _in_line(d: Difference) -> bool:
    """Whether the target keeps a straight hip, as in a plank."""
    hip = d.wanted[:, ANGLE_INDEX[f"{d.side}_hip"]]
    return bool(np.all(hip < STRAIGHT) and abs(hip[1] - hip[0]) < LIFTED_RANGE)


def _elbow_leads(d: Difference) -> bool:
    """Whether the target bends the elbow and keeps the upper arm low, as in a push-up."""
    elbow, shoulder = (
        d.wanted[:, ANGLE_INDEX[f"{d.side}_{joint}"]].max() for joint in ("elbow", "shoulder")
    )
    return bool(elbow > BENT_ELBOW and shoulder < OVERHEAD)
