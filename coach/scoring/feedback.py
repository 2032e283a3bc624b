"""What to change: one limb, one direction, one measure.

The person's joint angles are compared with the target's over the same stretch of aligned
frames. What counts is the *range* of a joint: how far the target goes from its lower to
its upper end, and how far the person goes. A range is robust against what a camera adds
to every frame; in a hold, where nothing has a range, the angles themselves are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX, JOINTS
from coach.types import Cue

END_SHARE: Final = 0.2
"""Share of the frames that make up the lower and the upper end of a range."""

MIN_FRAMES: Final = 10

SUPPORTING_RANGE: Final = 20.0
"""Degrees that hip and knee of a leg move at most while it carries the body."""


@dataclass(frozen=True, slots=True)
class FeedbackSettings:
    """When a difference is worth a word.

    Attributes:
        moving_range: degrees of range from which a joint of the target counts as moving.
        range_tolerance: degrees of missing range that are let pass.
        range_share: missing share of the target's range that is let pass.
        hold_tolerance: degrees of difference let pass where the target holds still.
        side_share: the other side counts as equally wrong from this share of the worse one.
    """

    moving_range: float = 25.0
    range_tolerance: float = 20.0
    range_share: float = 0.3
    hold_tolerance: float = 35.0
    side_share: float = 0.6


@dataclass(frozen=True, slots=True)
class Finding:
    """The joint that differs most.

    Attributes:
        joint: name of the angle ("left_shoulder").
        cue: what to do about it.
        severity: 1 at the tolerance, growing.
    """

    joint: str
    cue: Cue
    severity: float


_WORDS: Final = {
    # joint: (cue when the person's angle is too small, cue when it is too large)
    "shoulder": ("raise_arm", "lower_arm"),
    "elbow": ("bend_elbow", "straighten_elbow"),
    "knee": ("bend_knee", "straighten_knee"),
    "hip": ("bend_hip", "straighten_hip"),
    "trunk": ("lean_more", "lean_less"),
}
_TOLERANCE: Final = {"elbow": 2.0}
"""Joints that a camera measures worse are allowed more degrees."""

_RANK: Final = {"knee": 1.0, "hip": 0.75, "shoulder": 0.8, "elbow": 0.65, "trunk": 0.6}
"""Of two joints that differ alike the one that carries the move is named, arms balance."""


def _ends(values: NDArray[np.floating]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The frames at the lower and the upper end of a series."""
    low, high = np.quantile(values, (END_SHARE, 1.0 - END_SHARE))
    return values <= low, values >= high


@dataclass(frozen=True, slots=True)
class _Difference:
    joint: str
    family: str
    side: str
    missing: float  # degrees; positive: the person's angle is too small at that end
    severity: float


def _difference(
    name: str,
    target: NDArray[np.floating],
    user: NDArray[np.floating],
    settings: FeedbackSettings,
) -> _Difference | None:
    known = np.isfinite(target) & np.isfinite(user)
    if np.count_nonzero(known) < MIN_FRAMES:
        return None
    target, user = target[known], user[known]
    side, _, family = name.rpartition("_")
    low, high = _ends(target)
    target_low, target_high = np.median(target[low]), np.median(target[high])
    wanted = target_high - target_low
    if wanted < settings.moving_range:
        off = float(np.median(target - user))
        severity = abs(off) / (settings.hold_tolerance * _TOLERANCE.get(family, 1.0))
        return _Difference(name, family, side, off, severity)
    at_low = float(target_low - np.median(user[low]))
    at_high = float(target_high - np.median(user[high]))
    short = at_high - at_low
    floor = settings.range_tolerance * _TOLERANCE.get(family, 1.0)
    severity = abs(short) / max(floor, settings.range_share * float(wanted))
    if short < 0:  # more than asked: worth a word only when far more
        severity *= 0.4
    missing = at_high if abs(at_high) >= abs(at_low) else at_low
    return _Difference(name, family, side, float(np.copysign(short, missing)), severity)


def _stands_on(side: str, target: NDArray[np.floating]) -> bool:
    """Whether the target lifts one leg while the other one stays straight."""
    other = "right" if side == "left" else "left"
    supporting = target[:, [ANGLE_INDEX[f"{other}_hip"], ANGLE_INDEX[f"{other}_knee"]]]
    low, high = np.nanquantile(supporting, (END_SHARE, 1.0 - END_SHARE), axis=0)
    return bool(np.all(high - low < SUPPORTING_RANGE))


def find_difference(
    target: NDArray[np.floating],
    user: NDArray[np.floating],
    settings: FeedbackSettings = FeedbackSettings(),
) -> Finding | None:
    """The worst difference between two aligned stretches, or None if all is well.

    Args:
        target, user: (n, 9) degrees by ANGLES, of the same moments and the same sides;
            NaN where unknown.
        settings: tolerances.
    """
    found = [
        d
        for i, name in enumerate(JOINTS)
        if (d := _difference(name, target[:, i], user[:, i], settings)) is not None
        and d.severity >= 1.0
    ]
    if not found:
        return None
    worst = max(found, key=lambda d: d.severity * _RANK[d.family])
    side = worst.side or "both"
    for other in found:
        same_way = other.family == worst.family and np.sign(other.missing) == np.sign(worst.missing)
        if same_way and other.side != worst.side:
            share = other.severity / worst.severity
            side = "both" if share >= settings.side_share else worst.side
    words = _WORDS[worst.family]
    if worst.family in ("hip", "knee") and side != "both" and _stands_on(worst.side, target):
        words = ("raise_leg", "lower_leg")
    kind = words[0 if worst.missing > 0 else 1]
    return Finding(worst.joint, Cue(kind, side, abs(worst.missing)), worst.severity)


def other_side(finding: Finding) -> Finding:
    """The same finding told to somebody who follows as in a mirror."""
    swap = {"left": "right", "right": "left"}
    side, _, family = finding.joint.rpartition("_")
    joint = f"{swap[side]}_{family}" if side else finding.joint
    cue = Cue(finding.cue.kind, swap.get(finding.cue.side, finding.cue.side), finding.cue.degrees)
    return Finding(joint, cue, finding.severity)
