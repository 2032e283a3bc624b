"""What to change: one limb, one direction, one measure.

The person's angles are compared with the target's over the same stretch of aligned frames:
at both ends of the movement, which the joint of the same limb that moves most tells, and by
how far they go from one end to the other. In a hold, which has no ends, all frames count.

Differences are taken in units of what the estimators add from these views and what people
differ by anyway (``coach.scoring.tolerance``); beside them stands where the bones point, as both
cameras know it best (``coach.scoring.pointing``). What all of it together looks like tells which
angle is at fault, or that nothing is (``coach.scoring.causes``); a cue is given from a probability
of ``FeedbackSettings.level`` that something is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from coach.angles import ANGLE_INDEX, ANGLE_MIRROR, ANGLES, JOINTS, partner
from coach.scoring.causes import FAMILIES, OF_SIDE, Causes, features, load_causes
from coach.scoring.cues import CUE_KINDS, OPPOSED, OTHER_SIDE, Difference, cue_of
from coach.scoring.measures import Aspect
from coach.scoring.pointing import GROUPS, along_body, of_sides
from coach.scoring.tolerance import load_tolerances, view_of
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
        level: probability from which something is taken to be wrong.
        moving_range: degrees of range from which a joint of the target counts as moving.
        least: degrees below which no difference is worth a word.
        side_share: both sides are told from this share of the other one's probability.
    """

    level: float = 0.65
    moving_range: float = 25.0
    least: float = 4.0
    side_share: float = 0.3


@dataclass(frozen=True, slots=True)
class Finding:
    """The joint that differs most.

    Attributes:
        joint: one of ``coach.angles.JOINTS`` ("left_shoulder"), the nearest to it.
        cue: what to do about it.
        severity: odds that something is wrong, 1 at the level of the settings.
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
_ANGLES_OF: Final = tuple(group for group, _ in _GROUPS)
Rows = NDArray[np.intp] | slice
Ends = Sequence[tuple[Rows, Rows]]
"""Frames of the lower and the upper end of the movement, of each limb and of the rest."""
_JOINTS: Final = np.arange(len(JOINTS))


def find_difference(
    target: Aspect,
    user: Aspect,
    settings: FeedbackSettings = FeedbackSettings(),
    causes: Causes | None = None,
) -> Finding | None:
    """What is wrong between two aligned stretches, or None if all is well.

    Args:
        target, user: angles and bones of the same moments and the same sides; NaN where unknown.
        settings: when it is worth a word.
        causes: the learned ones if None.
    """
    if len(target.angles) < MIN_FRAMES:
        return None
    seen = compare(target, user, settings)
    possible = seen.possible()
    if not possible.any():
        return None
    shares = (causes or load_causes()).shares(seen.angles, seen.bones, possible)
    wrong = float(shares.sum())
    if wrong < settings.level:
        return None
    joint, cue = _likeliest(seen, shares, settings.side_share)
    odds = wrong / max(1.0 - wrong, 1e-6) * (1.0 - settings.level) / settings.level
    return Finding(joint, cue, odds)


def _likeliest(seen: Compared, shares: Floats, side_share: float) -> tuple[str, Cue]:
    """Joint and cue of the kind that is likeliest over all angles and sides that tell it."""
    kinds: dict[str, dict[str, float]] = {}
    worst: dict[str, tuple[float, str, Cue]] = {}
    for place, (joint, cue) in seen.told.items():
        share = float(shares[place])
        sides = kinds.setdefault(cue.kind, {})
        sides[cue.side] = sides.get(cue.side, 0.0) + share
        worst[cue.kind] = max(
            worst.get(cue.kind, (-1.0, joint, cue)), (share, joint, cue), key=_first
        )
    kind = max(kinds, key=lambda k: sum(kinds[k].values()))
    _, joint, cue = worst[kind]
    sides = kinds[kind]
    alike = len(sides) > 1 and min(sides.values()) >= side_share * max(sides.values())
    return joint, Cue(
        kind, "both" if alike and "both" in CUE_KINDS[kind] else cue.side, cue.degrees
    )


def _first(entry: tuple[float, str, Cue]) -> float:
    return entry[0]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Two aligned stretches.

    Attributes:
        angles: (2, N_FEATURES) of ``causes.features``.
        bones: (2, N_OFF) how they point at both ends of the movement and how far they
            go between, in parts of their length, and in what cameras add across the line of sight.
        told: joint and cue by side, family and direction, of all differences for which there
            are words.
    """

    angles: NDArray[np.float64]
    bones: NDArray[np.float64]
    told: dict[tuple[int, int, int], tuple[str, Cue]]

    def possible(self) -> NDArray[np.bool_]:
        """(2, F, 2) what may be named."""
        found = np.zeros((2, len(FAMILIES), 2), dtype=bool)
        for place in self.told:
            found[place] = True
        return found


def compare(
    target: Aspect, user: Aspect, settings: FeedbackSettings = FeedbackSettings()
) -> Compared:
    """All that differs; the arguments are those of ``find_difference``."""
    known = np.isfinite(target.angles) & np.isfinite(user.angles)
    wanted_angles, done_angles = (np.where(known, a.angles, np.nan) for a in (target, user))
    ends = _ends(wanted_angles, settings.moving_range)
    wanted, done = (_at_ends(a, ends, _ANGLES_OF) for a in (wanted_angles, done_angles))
    off = done - wanted
    off[:, np.count_nonzero(known, axis=0) < MIN_FRAMES] = np.nan
    tolerances, views = load_tolerances(), (view_of(wanted_angles), view_of(done_angles))
    place, reach = (s.between(*views) for s in (tolerances.place, tolerances.range))
    seen = features(off / place, (off[1] - off[0]) / reach, views)
    bones = _bones(target.bones, user.bones, ends)
    return Compared(seen, bones, _told(off, wanted, settings.least, bool(views[0][0])))


def _bones(target: Floats, user: Floats, ends: Ends) -> NDArray[np.float64]:
    """See ``Compared``; 0 where not known."""
    *both, unsure = along_body(target, user)
    flat = [bones.reshape(len(bones), -1) for bones in both]
    known = np.isfinite(flat[0]) & np.isfinite(flat[1])
    wanted, done = (_at_ends(np.where(known, bones, np.nan), ends, GROUPS) for bones in flat)
    off = (done - wanted).reshape(2, -1, len(unsure)) / unsure
    off[:, np.count_nonzero(known, axis=0).reshape(-1, len(unsure)) < MIN_FRAMES] = np.nan
    found = of_sides(np.nan_to_num(np.concatenate([off, off[1:] - off[:1]])))
    return found.reshape(2, -1)


def _told(
    off: Floats, wanted: Floats, least: float, standing: bool
) -> dict[tuple[int, int, int], tuple[str, Cue]]:
    """See ``Compared``; at the end where an angle is further off."""
    end = np.argmax(np.nan_to_num(np.abs(off)), axis=0)
    worse = np.take_along_axis(off, end[None], axis=0)[0]
    told = {}
    for side, f in np.argwhere(np.abs(np.nan_to_num(worse[OF_SIDE])) >= least).tolist():
        angle = int(OF_SIDE[side, f])
        name, degrees = ANGLES[angle], float(worse[angle])
        if FAMILIES[f] in OPPOSED and side:  # says the same as the left one
            name, degrees = partner(name), -degrees
        difference = Difference(name, degrees, wanted, int(end[angle]), standing)
        words = cue_of(difference, difference.side)
        if words is not None:
            told[side, f, int(worse[angle] > 0)] = words
    return told


def ends_of(target: Floats, user: Floats, moving_range: float) -> tuple[Floats, Floats]:
    """Medians of the target's and the person's angles at both ends of the movement, (2, A) each.

    Where nothing moves both ends are all frames.
    """
    ends = _ends(target, moving_range)
    return _at_ends(target, ends, _ANGLES_OF), _at_ends(user, ends, _ANGLES_OF)


def _ends(target: Floats, moving_range: float) -> Ends:
    """The frames of both ends of the movement, of each group of angles (n, A)."""
    low, high = _quantiles(target[:, _JOINTS], (END_SHARE / 2, 1.0 - END_SHARE / 2))
    reach = np.nan_to_num(high - low)
    whole = _leader_of_all(target, moving_range)
    leaders = []
    for _, joints in _GROUPS:
        moving = [j for j in joints if reach[j] >= moving_range]
        leaders.append(target[:, max(moving, key=lambda j: reach[j])] if moving else whole)
    return [_frames_of_ends(leader) for leader in leaders]


def _at_ends(values: Floats, ends: Ends, groups: Sequence[Sequence[int]]) -> Floats:
    """(2, C) medians of columns (n, C) at the ends of their group's movement."""
    medians = np.full((2, values.shape[1]), np.nan)
    for rows_of_ends, group in zip(ends, groups, strict=True):
        columns = values[:, list(group)]
        for e, rows in enumerate(rows_of_ends):
            medians[e, list(group)] = _quantiles(columns[rows], (0.5,))[0]
    return medians


def _leader_of_all(target: Floats, moving_range: float) -> Floats | None:
    """The joint that moves most, left and right taken together as sides may alternate."""
    folded = (target[:, _JOINTS] + target[:, ANGLE_MIRROR[_JOINTS]]) / 2
    low, high = _quantiles(folded, (END_SHARE / 2, 1.0 - END_SHARE / 2))
    reach = np.nan_to_num(high - low)
    most = int(np.argmax(reach))
    # of a limb that moves alone half is left
    return folded[:, most] if reach[most] >= moving_range / 2 else None


def _frames_of_ends(leader: Floats | None) -> tuple[Rows, Rows]:
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
