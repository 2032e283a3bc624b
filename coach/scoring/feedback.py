"""What to change: one limb, one direction, one measure.

The person's angles are compared with the target's over the same stretch of aligned frames:
at both ends of the movement, which the joint of the same limb that moves most tells, and by
how far they go from one end to the other. In a hold, which has no ends, all frames count.

A difference is worth a word where it is larger than what the estimators add from these views
and what people differ by anyway (``coach.scoring.tolerance``); so an angle that a view does
not show well is named from it only where it is far off. Of several the one that is farthest
beyond its tolerance is named (``coach.scoring.cues.RANK``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX, ANGLE_MIRROR, ANGLES, JOINTS, partner
from coach.scoring.cues import OTHER_SIDE, RANK, Difference, cue_of, family_of
from coach.scoring.tolerance import Tolerances, load_tolerances, view_of
from coach.types import Cue

Floats = NDArray[np.floating]

END_SHARE: Final = 0.2
"""Share of the frames that make up the lower and the upper end of a movement."""
MIN_FRAMES: Final = 10
"""Known frames of an angle, of all and not of an end, from which it is judged."""


@dataclass(frozen=True, slots=True)
class FeedbackSettings:
    """When a difference is worth a word.

    Attributes:
        level: tolerances that a difference of an angle of RANK 1 must reach.
        moving_range: degrees of range from which a joint of the target counts as moving.
        least: degrees below which no difference is worth a word.
        side_share: the other side counts as equally wrong from this share of the worse one.
    """

    level: float = 1.0
    moving_range: float = 25.0
    least: float = 8.0
    side_share: float = 0.6


@dataclass(frozen=True, slots=True)
class Finding:
    """The joint that differs most.

    Attributes:
        joint: one of ``coach.angles.JOINTS`` ("left_shoulder"), the nearest to it.
        cue: what to do about it.
        severity: 1 at the tolerance, growing.
    """

    joint: str
    cue: Cue
    severity: float


_LIMBS: Final = {
    "arm": ("shoulder", "elbow", "arm_front", "arm_side"),
    "leg": ("hip", "knee", "shank", "leg_side", "knee_in", "hip_flex"),
}
"""Families of a limb; the first two are its joints, either of which may lead its movement."""


def _groups() -> list[tuple[list[int], list[int]]]:
    """Angles that reach the ends of a movement together, and the joints that may lead them."""
    groups = []
    for families in _LIMBS.values():
        for side in ("left", "right"):
            of_limb = [ANGLE_INDEX[f"{side}_{family}"] for family in families]
            groups.append((of_limb, of_limb[:2]))
    of_limbs = {i for group, _ in groups for i in group}
    groups.append(([i for i in range(len(ANGLES)) if i not in of_limbs], []))
    return groups


_GROUPS: Final = _groups()
_JOINTS: Final = np.arange(len(JOINTS))
_WEIGHT: Final = np.array([RANK.get(family_of(name), 0.0) for name in ANGLES])


def find_difference(
    target: Floats,
    user: Floats,
    settings: FeedbackSettings = FeedbackSettings(),
    tolerances: Tolerances | None = None,
) -> Finding | None:
    """The worst difference between two aligned stretches, or None if all is well.

    Args:
        target, user: (n, A) degrees by ``coach.angles.ANGLES``, of the same moments and the
            same sides; NaN where unknown.
        settings: when it is worth a word.
        tolerances: those that belong to the estimators if None.
    """
    found = {d.name: d for d in find_differences(target, user, settings, tolerances)}
    for worst in sorted(found.values(), key=lambda d: -d.severity):
        named = _deeper(worst, found)
        pair = found.get(partner(named.name))
        share = settings.side_share * named.severity
        both = pair is not None and pair.off * named.off > 0 and pair.severity >= share
        told = cue_of(named, "both" if both else named.side)
        if told is not None:
            return Finding(*told, worst.severity)
    return None


def _deeper(difference: Difference, found: dict[str, Difference]) -> Difference:
    """The knee instead of the hip where both are bent too little or too much."""
    knee = found.get(f"{difference.side}_knee") if difference.family == "hip" else None
    return difference if knee is None or knee.off * difference.off < 0 else knee


def find_differences(
    target: Floats,
    user: Floats,
    settings: FeedbackSettings = FeedbackSettings(),
    tolerances: Tolerances | None = None,
) -> list[Difference]:
    """All differences beyond their tolerance; the arguments are those of ``find_difference``."""
    known = np.isfinite(target) & np.isfinite(user)
    enough = np.count_nonzero(known, axis=0) >= MIN_FRAMES
    if not enough.any():
        return []
    target, user = np.where(known, target, np.nan), np.where(known, user, np.nan)
    wanted, done = ends_of(target, user, settings.moving_range)
    tolerances = tolerances or load_tolerances()
    views = view_of(target), view_of(user)
    place, reach = (s.between(*views) for s in (tolerances.place, tolerances.range))
    off = done - wanted
    end = np.argmax(np.nan_to_num(np.abs(off)), axis=0)
    worse = np.take_along_axis(off, end[None], axis=0)[0]
    with np.errstate(invalid="ignore"):
        size = np.fmax(np.abs(worse) / place, np.abs(off[1] - off[0]) / reach)
        size *= _WEIGHT / settings.level
        named = enough & (size >= 1.0) & (np.abs(worse) >= settings.least)
    standing = bool(views[0][0])
    return [
        Difference(ANGLES[i], float(worse[i]), float(size[i]), wanted, int(end[i]), standing)
        for i in np.flatnonzero(named)
    ]


def ends_of(target: Floats, user: Floats, moving_range: float) -> tuple[Floats, Floats]:
    """Medians of the target's and the person's angles at both ends of the movement, (2, A) each.

    Where nothing moves both ends are all frames.
    """
    low, high = _quantiles(target[:, _JOINTS], (END_SHARE / 2, 1.0 - END_SHARE / 2))
    reach = np.nan_to_num(high - low)
    whole = _leader_of_all(target, moving_range)
    medians = np.full((2, 2, len(ANGLES)), np.nan)
    for group, joints in _GROUPS:
        moving = [j for j in joints if reach[j] >= moving_range]
        leader = target[:, max(moving, key=lambda j: reach[j])] if moving else whole
        for e, rows in enumerate(_frames_of_ends(leader)):
            both = np.concatenate([target[rows][:, group], user[rows][:, group]], axis=1)
            medians[:, e, group] = _quantiles(both, (0.5,))[0].reshape(2, -1)
    return medians[0], medians[1]


def _leader_of_all(target: Floats, moving_range: float) -> Floats | None:
    """The joint that moves most, left and right taken together as sides may alternate."""
    folded = (target[:, _JOINTS] + target[:, ANGLE_MIRROR[_JOINTS]]) / 2
    low, high = _quantiles(folded, (END_SHARE / 2, 1.0 - END_SHARE / 2))
    reach = np.nan_to_num(high - low)
    most = int(np.argmax(reach))
    # of a limb that moves alone half is left
    return folded[:, most] if reach[most] >= moving_range / 2 else None


def _frames_of_ends(leader: Floats | None) -> tuple[NDArray[np.intp] | slice, ...]:
    if leader is None:
        return slice(None), slice(None)
    order = np.argsort(leader)[: np.count_nonzero(np.isfinite(leader))]
    count = max(round(END_SHARE * len(order)), 1)
    return order[:count], order[-count:]


def _quantiles(values: Floats, shares: Sequence[float]) -> list[NDArray[np.float64]]:
    """Quantiles of the known values of every column, the nearest one; NaN where none is known."""
    ordered = np.sort(values, axis=0)  # NaN comes last
    last = np.count_nonzero(np.isfinite(values), axis=0) - 1
    columns = np.arange(values.shape[1])
    filled = np.concatenate([ordered, np.full((1, len(columns)), np.nan)])
    return [
        filled[np.where(last < 0, -1, np.rint(share * last).astype(int)), columns]
        for share in shares
    ]


def other_side(finding: Finding) -> Finding:
    """The same finding told to somebody who follows as in a mirror."""
    cue = finding.cue
    swapped = Cue(cue.kind, OTHER_SIDE.get(cue.side, cue.side), cue.degrees)
    return Finding(partner(finding.joint), swapped, finding.severity)
